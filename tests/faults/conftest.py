"""Fault runs share the fixtures of the integration tests: a real QGIS, communities of our own making."""

import importlib.util
from pathlib import Path

_SHARED = Path(__file__).resolve().parents[1] / "integration" / "conftest.py"
_spec = importlib.util.spec_from_file_location("integration_fixtures", _SHARED)
_module = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(_module)

provider, run = _module.provider, _module.run
empty_community, community, filled = _module.empty_community, _module.community, _module.filled
sample = _module.sample
