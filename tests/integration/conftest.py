"""A real QGIS with our provider, and communities made by our own algorithms."""

from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SAMPLE = ROOT / "resources" / "sample"
SHARED = ROOT.parent / "shared" / "data"


@pytest.fixture(scope="session")
def provider(qgis_app, qgis_processing):
    """The provider, registered once as QGIS registers it."""
    from commonplan.processing.provider import CommonplanProvider
    from qgis.core import QgsApplication

    provider = CommonplanProvider()
    QgsApplication.processingRegistry().addProvider(provider)
    return provider


@pytest.fixture
def run(provider):
    """Run one of our algorithms by its short id: `run("setsite", COMMUNITY=…)`."""
    import processing

    def run(algorithm, **parameters):
        return processing.run(f"commonplan:{algorithm}", parameters)

    return run


@pytest.fixture
def community(run, tmp_path):
    """A new, empty community in CGCS2000 3° CM 120°E."""
    outputs = run("createcommunity", NAME="和平社区", CRS="EPSG:4549", FOLDER=str(tmp_path / "和平社区"))
    return Path(outputs["COMMUNITY"])


@pytest.fixture(scope="session")
def sample():
    """The folder of the made-up sample (`tools/sample/generate.py` writes it)."""
    if not (SAMPLE / "survey.dxf").exists():
        pytest.skip("no sample: make setup writes it")
    return SAMPLE
