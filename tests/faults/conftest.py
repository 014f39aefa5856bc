"""Fault runs share the fixtures of the integration tests: a real QGIS, communities of our own making."""

import importlib.util
import subprocess
from pathlib import Path

import pytest

_SHARED = Path(__file__).resolve().parents[1] / "integration" / "conftest.py"
_spec = importlib.util.spec_from_file_location("integration_fixtures", _SHARED)
_module = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(_module)

provider, run = _module.provider, _module.run
empty_community, community, filled = _module.empty_community, _module.community, _module.filled
sample = _module.sample


@pytest.fixture
def small_disk(tmp_path):
    """A folder on a disk of 4 MB."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", folder], capture_output=True)
    if mounted.returncode:
        pytest.skip("not allowed to mount a small disk")
    yield folder
    subprocess.run(["umount", "-l", folder], check=True)
