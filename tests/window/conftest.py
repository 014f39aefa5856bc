"""The window's tests share the fixtures of the integration tests: a real QGIS with our provider."""

import importlib.util
from pathlib import Path

_SHARED = Path(__file__).resolve().parents[1] / "integration" / "conftest.py"
_spec = importlib.util.spec_from_file_location("integration_fixtures", _SHARED)
_module = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(_module)

provider = _module.provider
