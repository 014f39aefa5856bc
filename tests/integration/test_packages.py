"""What happens when a Python package that the work needs is missing."""

import importlib
import sys

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
    import numpy as np

    monkeypatch.setattr(np, "__version__", "1.26.4")
    assert '"numpy<2"' in packages.install_command()
    monkeypatch.setattr(np, "__version__", "2.2.0")
    assert "numpy" not in packages.install_command()
