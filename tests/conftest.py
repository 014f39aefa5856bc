"""Load the checkout under its package name, whatever its folder is called."""

import importlib.util
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def load_package():
    """Import the root as `commonplan`; ROOT itself stays off sys.path: its processing/ would hide QGIS's."""
    sys.path[:] = [p for p in sys.path if Path(p or ".").resolve() != ROOT]
    spec = importlib.util.spec_from_file_location(
        "commonplan", ROOT / "__init__.py", submodule_search_locations=[str(ROOT)]
    )
    package = importlib.util.module_from_spec(spec)
    sys.modules["commonplan"] = package
    spec.loader.exec_module(package)


if "commonplan" not in sys.modules:
    load_package()


def pytest_configure():
    """Let no test fail because the machine is busy."""
    from hypothesis import settings

    settings.register_profile("untimed", deadline=None)
    settings.load_profile("untimed")
