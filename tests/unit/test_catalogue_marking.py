"""Every code, in its coding system, and every tag of the catalogue lands in its kind."""

import sys
from pathlib import Path

import geopandas as gpd
import pytest
from commonplan.community.places.marking import mark_features
from commonplan.community.places.rules import rules
from shapely import Point, box

sys.path.append(str(Path(__file__).parent))
from small_surveys import Drawing, frame  # noqa: E402
from test_places import CRS, SITE, compounds, mark  # noqa: E402


@pytest.fixture(scope="module")
def catalogue():
    return rules()


CODED = rules().codes.query("kind != ''")
TAGS = rules().tags()


@pytest.mark.parametrize(("system", "code", "kind"), CODED[["system", "code", "kind"]].to_numpy().tolist())
def test_every_code_of_the_catalogue_lands_in_its_kind(catalogue, system, code, kind):
    drawing = Drawing().area(box(50, 50, 80, 80), code, code_system=system)
    expected = [] if code.startswith("2138") else [kind]  # a tree is old only if a text says so
    found = mark(drawing, catalogue).places
    assert found["kind"].tolist() == expected
    assert all(evidence.startswith(f"{system} {code}") for evidence in found["evidence"])
    # The same number in another coding system is another thing.
    elsewhere = Drawing().area(box(50, 50, 80, 80), code, code_system="OTHER", layer="0")
    assert mark(elsewhere, catalogue).places.empty


def written(tags):
    return "+".join(f"{key}={value}" for key, value in tags.items())


@pytest.mark.parametrize(("tags", "kind"), TAGS, ids=[written(tags) for tags, _ in TAGS])
def test_every_tag_of_the_catalogue_lands_in_its_kind(catalogue, tags, kind):
    other = ",".join(f'"{key}"=>"{value}"' for key, value in tags.items())
    for columns in ({key: [value] for key, value in tags.items()}, {"other_tags": [other]}):
        features = gpd.GeoDataFrame({"osm_id": [1], **columns}, geometry=[Point(10, 10)], crs=CRS)
        marking = mark_features(features, "osm", frame("building", []), compounds(SITE), catalogue)
        assert marking.places["kind"].tolist() == [kind]


DOMAIN_TAGS = {
    "amenity=community_centre": "residents_committee",
    "amenity=townhall": "residents_committee",
    "amenity=kindergarten": "kindergarten",
    "amenity=childcare": "kindergarten",
    "amenity=school": "primary_school",
    "amenity=clinic": "clinic",
    "amenity=doctors": "clinic",
    "amenity=police": "police_post",
    "amenity=bank": "bank_post",
    "amenity=post_office": "bank_post",
    "shop=convenience": "shop",
    "shop=supermarket": "shop",
    "amenity=marketplace": "food_market",
    "amenity=restaurant": "canteen",
    "amenity=fast_food": "canteen",
    "amenity=cafe": "canteen",
    "amenity=pharmacy": "pharmacy",
    "amenity=parcel_locker": "parcels",
    "amenity=social_facility": "seniors_daycare",
    "amenity=toilets": "toilet",
    "amenity=recycling": "recycling",
    "amenity=parking": "car_parking",
    "amenity=bicycle_parking": "bicycle_shed",
    "amenity=charging_station": "car_charging",
    "highway=bus_stop": "bus_stop",
    "power=substation": "electricity",
    "leisure=garden": "community_garden",
    "leisure=playground": "playground",
    "leisure=pitch": "ball_court",
    "leisure=park": "pocket_park",
}


def test_the_tags_that_the_domain_names_are_all_there():
    known = {written(tags): kind for tags, kind in TAGS}
    assert {tag: known.get(tag) for tag in DOMAIN_TAGS} == DOMAIN_TAGS
