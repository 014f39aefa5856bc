"""numberfeatures on real compounds against the rule in a few plain lines (`tests/oracle.py`)."""

import sys
from pathlib import Path

import geopandas as gpd
import pyogrio
import pytest
from shapely.ops import nearest_points

sys.path.append(str(Path(__file__).parents[1]))
import oracle  # noqa: E402

DATA = Path(__file__).resolve().parents[3] / "shared" / "data" / "neighbourhood"
METRIC = "EPSG:4549"
REACH = 60

pytestmark = pytest.mark.skipif(not DATA.is_dir(), reason=f"the shared data are not at {DATA}")


def read(name):
    return pyogrio.read_dataframe(DATA / f"{name}.geojson").to_crs(METRIC)


@pytest.fixture(scope="module", params=range(3))
def estate(request):
    """A compound and its entrance: the boundary point nearest to the closest road."""
    compound = read("compounds").geometry.iloc[request.param]
    polygon = max(getattr(compound, "geoms", [compound]), key=lambda part: part.area)
    road = read("roads").geometry.pipe(lambda roads: roads[roads.distance(polygon.exterior).idxmin()])
    entrance = nearest_points(polygon.exterior, road)[0]
    return polygon, entrance


def around(polygon, what):
    """Points of interest, or the middles of buildings (there are more), within 60 m of a compound."""
    points = read(what).geometry.centroid
    return points[points.distance(polygon) <= REACH].reset_index(drop=True)


@pytest.mark.parametrize("method", ["bearing", "boundary"])
@pytest.mark.parametrize("crs", ["EPSG:4326", METRIC])
@pytest.mark.parametrize("what", ["points_of_interest", "buildings"])
def test_the_order_is_that_of_the_rule(run, tmp_path, estate, method, crs, what):
    polygon, entrance = estate
    points = around(polygon, what)
    assert len(points)
    source, boundary = tmp_path / "points.gpkg", tmp_path / "boundary.gpkg"
    pyogrio.write_dataframe(gpd.GeoDataFrame(geometry=points).to_crs(crs), source, VERSION="1.2")
    pyogrio.write_dataframe(gpd.GeoDataFrame(geometry=[polygon], crs=METRIC), boundary, VERSION="1.2")
    outputs = run(
        "numberfeatures",
        INPUT=str(source),
        ENTRANCE=f"{entrance.x},{entrance.y} [{METRIC}]",
        BOUNDARY=str(boundary),
        METHOD=method,
        OUTPUT=str(tmp_path / "out.gpkg"),
    )
    found = pyogrio.read_dataframe(outputs["OUTPUT"])["number"]
    wanted = oracle.order(polygon, entrance, [(p.x, p.y) for p in points], method)
    assert list(found.sort_values().index) == wanted
