"""A real QGIS with our provider, and communities made by our own algorithms."""

import json
import shutil
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SAMPLE = ROOT / "resources" / "sample"
SHARED = ROOT.parent / "shared" / "data"
sys.path.insert(0, str(Path(__file__).parent))


@pytest.fixture(scope="session")
def provider(qgis_app, qgis_processing):
    """The provider, registered once as QGIS registers it."""
    from commonplan.processing.provider import CommonplanProvider
    from qgis.core import QgsApplication

    registry = QgsApplication.processingRegistry()
    if registry.providerById("commonplan") is None:  # the fault runs share this fixture, and may come first
        registry.addProvider(CommonplanProvider())
    return registry.providerById("commonplan")


@pytest.fixture
def run(provider):
    """Run one of our algorithms by its short id: `run("setsite", COMMUNITY=…)`."""
    import processing

    def run(algorithm, feedback=None, **parameters):
        return processing.run(f"commonplan:{algorithm}", parameters, feedback=feedback)

    return run


@pytest.fixture(scope="session")
def empty_community(provider, tmp_path_factory):
    """The folder of an empty community in CGCS2000 3° CM 120°E, to be copied and not touched."""
    import processing

    folder = tmp_path_factory.mktemp("empty") / "和平社区"
    parameters = {"NAME": "和平社区", "CRS": "EPSG:4549", "FOLDER": str(folder)}
    processing.run("commonplan:createcommunity", parameters)
    return folder


@pytest.fixture
def community(empty_community, tmp_path):
    """A new, empty community file."""
    folder = shutil.copytree(empty_community, tmp_path / empty_community.name)
    return next(Path(folder).glob("*.gpkg"))


@pytest.fixture(scope="session")
def court_folder(empty_community, tmp_path_factory):
    """The folder of a community with a court of twelve places, to be copied and not touched."""
    from test_draw_layout import fill

    folder = shutil.copytree(empty_community, tmp_path_factory.mktemp("court") / empty_community.name)
    fill(next(folder.glob("*.gpkg")), 12, {"drawn_by": "城市规划院", "surveyed_by": "测绘院"})
    return folder


@pytest.fixture
def court(court_folder, tmp_path):
    """A community file with a court of twelve places."""
    folder = shutil.copytree(court_folder, tmp_path / court_folder.name)
    return next(Path(folder).glob("*.gpkg"))


@pytest.fixture(scope="session")
def sample():
    """The folder of the made-up sample (`tools/sample/generate.py` writes it)."""
    if not (SAMPLE / "survey.dxf").exists():
        pytest.skip("no sample: make setup writes it")
    return SAMPLE


@pytest.fixture
def filled(community):
    """A small community with something private in every corner."""
    from package_contents import fill

    fill(community)
    return community


@pytest.fixture
def export(run, filled, tmp_path):
    """Export `filled`; return the package and the report: `export("a.zip", COMMENTS="none")`."""

    def export(name="package.zip", **parameters):
        outputs = run("exportpackage", COMMUNITY=str(filled), OUTPUT=str(tmp_path / name), **parameters)
        return Path(outputs["OUTPUT"]), json.loads(outputs["REPORT"])

    return export
