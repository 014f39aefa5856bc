"""What happens when a Python package that the work needs is missing."""

import importlib
import importlib.metadata
import os
import subprocess
import sys
from pathlib import Path

import pytest


@pytest.fixture
def packages():
    return importlib.import_module("commonplan.workspace.packages")


def test_all_are_there_and_the_loader_is_left_as_it_was(packages):
    before = sys.getdlopenflags()
    packages.load()
    assert sys.getdlopenflags() == before


@pytest.mark.parametrize("missing", ["geopandas", "pyogrio", "openpyxl"])
def test_a_missing_one_is_named_with_what_to_type(run, tmp_path, monkeypatch, missing):
    from qgis.core import QgsProcessingException

    monkeypatch.setitem(sys.modules, missing, None)
    with pytest.raises(QgsProcessingException) as caught:
        run("createcommunity", NAME="北里", CRS="local", FOLDER=str(tmp_path / "out"))
    said = str(caught.value)
    assert said.startswith(
        f"The Python package {missing} is missing or too old; install it with: python3 -m pip"
    )
    assert not (tmp_path / "out").exists()


def test_one_that_is_too_old_counts_as_missing(packages, monkeypatch):
    from commonplan.community.errors import CommonplanError

    monkeypatch.delattr("geopandas.base.GeoPandasBase.union_all")
    with pytest.raises(CommonplanError) as caught:
        packages.load()
    assert caught.value.fields["package"] == "geopandas"


def test_numpy_stays_of_the_generation_that_qgis_was_built_for(packages, monkeypatch):
    def absent(name):
        raise importlib.metadata.PackageNotFoundError(name)

    monkeypatch.setattr(packages, "version", lambda _name: "1.26.4")
    assert '"numpy<2"' in packages.install_command()
    assert "numpy" not in packages.install_command(["ezdxf"])
    monkeypatch.setattr(packages, "version", lambda _name: "2.2.0")
    assert "numpy" not in packages.install_command()
    monkeypatch.setattr(packages, "version", absent)
    assert "numpy" not in packages.install_command()


def test_the_command_is_the_same_before_numpy_is_loaded(packages, monkeypatch):
    """QGIS's start says what is missing; nothing of ours has loaded numpy by then."""
    loaded = packages.install_command()
    monkeypatch.delitem(sys.modules, "numpy")
    assert packages.install_command() == loaded


THREADS = """
import importlib.util, os, sys
from qgis.core import QgsApplication
from qgis.PyQt.QtCore import QRunnable, QThreadPool
spec = importlib.util.spec_from_file_location("commonplan", {init!r}, submodule_search_locations=[{root!r}])
sys.modules["commonplan"] = importlib.util.module_from_spec(spec)
from commonplan.workspace import packages

class Work(QRunnable):
    def run(self):
        packages.load()
        from pyproj import CRS
        found.append(CRS.from_epsg(4549).name)

application = QgsApplication([], False)
found = []
pool = QThreadPool()
pool.setMaxThreadCount(1)
for _ in range(5):
    pool.start(Work())
pool.waitForDone()
os._exit(0 if len(found) == 5 else 1)
"""


def test_work_after_work_in_a_thread_of_qgis_does_not_crash_it():
    root = Path(__file__).resolve().parents[2]
    code = THREADS.format(init=str(root / "__init__.py"), root=str(root))
    # Memory is overwritten when it is freed: what is used after that shows at once.
    environment = {**os.environ, "MALLOC_PERTURB_": "165"}
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, capture_output=True, text=True, cwd="/", env=environment)
    assert done.returncode == 0, done.stderr
