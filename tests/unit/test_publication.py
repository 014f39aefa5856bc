"""What leaves a community: only what is listed, and everything else is accounted for."""

import geopandas as gpd
import pandas as pd
import pytest
import shapely
from commonplan.community import catalogue
from commonplan.community.errors import PublicationError, SiteError
from commonplan.community.publication.allow_list import PUBLIC, Wish, columns_to_read, public_rows, publish
from commonplan.community.schema import TABLES

CRS = "EPSG:4549"
X, Y = 500_123.37, 3_460_777.81


def rows(table, *given, geometry=None):
    """Return a frame with all columns of a table, as `workspace.file` reads them."""
    described = TABLES[table]
    defaults = {c.name: c.default == "1" for c in described.columns if c.type == "boolean"}
    frame = pd.DataFrame(
        [{**dict.fromkeys(described.column_names), **defaults, **row} for row in given],
        columns=described.column_names,
    ).astype(object)
    for column in described.columns:
        if column.type == "boolean":
            frame[column.name] = frame[column.name].astype(bool)
        elif column.type != "text":
            frame[column.name] = pd.to_numeric(frame[column.name])
    if described.geometry is None:
        return frame
    shapes = geometry if geometry is not None else [shapely.Point(X + 20, Y + 20)] * len(given)
    return gpd.GeoDataFrame(frame, geometry=list(shapes), crs=CRS)


def box(x, y, width, height):
    return shapely.MultiPolygon([shapely.box(X + x, Y + y, X + x + width, Y + y + height)])


@pytest.fixture
def tables():
    found = {name: rows(name) for name in PUBLIC}
    found["community"] = rows("community", {"id": "c", "name": "和平社区", "property_manager": "张三"})
    found["compound"] = rows("compound", {"id": "k", "name": "北里"}, geometry=[box(0, 0, 200, 150)])
    found["building"] = rows("building", {"id": "b1", "label": "1栋"}, geometry=[box(10, 10, 40, 12)])
    found["place"] = rows(
        "place",
        {"id": "p1", "class": "space", "kind": "square", "name": "广场", "number": "1", "note": "私下的话"},
        {"id": "p2", "class": "facility", "kind": "electricity", "name": "配电房", "number": "N-1"},
        {"id": "p3", "class": "facility", "kind": "shop", "is_public": False},
        {"id": "p4", "class": "facility", "kind": "shop", "rejected": True},
        {"id": "p5", "class": "facility", "kind": "shop", "retired_at": "2026-01-01T00:00:00Z"},
        {"id": "p6", "class": "facility", "kind": "shop", "status": "closed"},
        {"id": "p7", "class": "unit", "kind": "other_unit", "name": "武警中队"},
        {"id": "p8", "class": "facility", "kind": "a_kind_nobody_knows"},
        {"id": "p9", "class": "facility", "kind": "services", "name": "理发 13812345678", "number": "2"},
    )
    found["footprint"] = rows(
        "footprint",
        {"id": "f1", "place_id": "p1"},
        {"id": "f2", "place_id": "p2"},
        geometry=[box(60, 60, 20.2, 10.3), box(90, 60, 5, 5)],
    )
    said = {"consent": True, "public_text": "请修一修", "text": "请修一修 13912345678", "author": "居民-A1B2"}
    found["comment"] = rows(
        "comment",
        {"id": "m1", "place_id": "p1", **said},
        {"id": "m2", "place_id": "p1", **said, "consent": False},
        {"id": "m3", "place_id": "p1", **said, "public_text": " "},
        {"id": "m4", "place_id": "p1", **said, "duplicate_of": "m1"},
        {"id": "m5", "place_id": "p2", **said},
        {"id": "m6", "place_id": None, **said, "public_text": "请打13812345678找我"},
        {"id": "m7", "place_id": None, **said, "public_text": "旁边是部队"},
        {"id": "m8", "scope": "building", "feature_layer": "building", "feature_key": "b1", **said},
    )
    return found


@pytest.fixture
def kinds():
    return catalogue.kinds()


def reasons(publication, table):
    entries = publication.findings[publication.findings["table"] == table]
    return {row.id: row.reason for row in entries.itertuples() if row.id and row.reason != "masked"}


def test_only_listed_columns_leave(tables, kinds):
    publication = publish(tables, Wish(), kinds)
    for name, frame in publication.tables.items():
        extra = {"place": {"compound_id"}, "comment": {"building_id"}}.get(name, set())
        assert set(frame.columns) - {"geometry"} == set(PUBLIC[name]) | extra
    for name in ("comment", "proposal"):
        assert "geometry" not in publication.tables[name]


def test_a_new_column_is_private_until_listed(tables, kinds):
    tables["place"] = tables["place"].assign(owner="王五")
    assert "owner" not in publish(tables, Wish(), kinds).tables["place"]


def test_every_table_is_listed_or_named_as_staying(tables, kinds):
    findings = publish(tables, Wish(), kinds).findings
    unlisted = findings[findings["reason"] == "not_listed"].set_index("table")["detail"]
    assert set(unlisted.index) == set(TABLES) - {"sheet_setting"}
    assert findings.set_index("reason").loc["on_sheet", "table"] == "sheet_setting"
    for name, columns in PUBLIC.items():
        assert set(columns).isdisjoint(unlisted[name].split(", "))
    assert "history" not in PUBLIC
    assert "author" in unlisted["comment"]


def test_places_stay_for_the_first_reason(tables, kinds):
    publication = publish(tables, Wish(), kinds)
    assert list(publication.tables["place"]["id"]) == ["p1", "p9"]
    assert reasons(publication, "place") == {
        "p2": "internal_kind", "p3": "not_public", "p4": "rejected", "p5": "retired",
        "p6": "closed", "p7": "flagged_word", "p8": "internal_kind",
    }  # fmt: skip
    assert list(publication.tables["footprint"]["place_id"]) == ["p1"]


def test_a_kind_can_be_released(tables, kinds):
    publication = publish(tables, Wish(release=frozenset({"electricity"})), kinds)
    assert "p2" in set(publication.tables["place"]["id"])
    assert "m5" in set(publication.tables["comment"]["id"])
    with pytest.raises(PublicationError) as error:
        publish(tables, Wish(release=frozenset({"elektricity"})), kinds)
    assert error.value.code == "release_unknown_kind"


def test_comments_need_consent_a_released_text_and_a_public_place(tables, kinds):
    publication = publish(tables, Wish(), kinds)
    assert list(publication.tables["comment"]["id"]) == ["m1", "m6", "m8"]
    assert reasons(publication, "comment") == {
        "m2": "no_consent", "m3": "no_public_text", "m4": "duplicate",
        "m5": "place_not_public", "m7": "flagged_word",
    }  # fmt: skip
    assert publication.tables["comment"]["building_id"].fillna("").tolist() == ["", "", "b1"]
    assert publish(tables, Wish(comments=False), kinds).tables["comment"].empty


def test_proposals_need_consent_a_released_text_and_a_state_on_the_table(tables, kinds):
    said = {
        "title": "张三要电梯",
        "body": "我住502",
        "consent": True,
        "public_text": "加装电梯",
        "state": "selected",
    }
    tables["proposal"] = rows(
        "proposal",
        {"id": "q1", **said, "supports": 40},
        {"id": "q2", **said, "consent": False},
        {"id": "q3", **said, "public_text": None},
        {"id": "q4", **said, "state": "withdrawn"},
        {"id": "q5", **said, "public_text": "打13812345678", "supports": 4},
        {"id": "q6", **said, "public_text": "部队旁边"},
    )
    links = [("q1", "p1"), ("q1", "p2"), ("q2", "p1")]
    tables["proposal_place"] = rows(
        "proposal_place",
        *({"id": f"l{i}", "proposal_id": q, "place_id": p} for i, (q, p) in enumerate(links)),
    )
    publication = publish(tables, Wish(), kinds)
    assert list(publication.tables["proposal"]["id"]) == ["q1", "q5"]
    assert list(publication.tables["proposal"]["public_text"]) == ["加装电梯", "打***"]
    counts = publication.tables["proposal"]["supports"]
    assert (counts.iloc[0], pd.isna(counts.iloc[1])) == (40, True)
    assert publication.tables["proposal_place"].to_dict("records") == [
        {"proposal_id": "q1", "place_id": "p1"}
    ]
    assert reasons(publication, "proposal") == {
        "q2": "no_consent", "q3": "no_public_text", "q4": "off_the_table", "q6": "flagged_word",
    }  # fmt: skip
    assert publish(tables, Wish(comments=False), kinds).tables["proposal"].empty


def test_texts_are_masked_again_and_the_report_holds_none_of_them(tables, kinds):
    publication = publish(tables, Wish(), kinds)
    text = str(
        [frame.drop(columns="geometry", errors="ignore").to_dict() for frame in publication.tables.values()]
    )
    for personal in ("13812345678", "13912345678", "张三", "居民-A1B2", "私下的话", "武警"):
        assert personal not in text
        assert personal not in str(publication.report())
    masked = publication.findings[publication.findings["reason"] == "masked"]
    assert {(row.table, row.id, row.detail) for row in masked.itertuples()} == {
        ("place", "p9", "name: mobile"),
        ("comment", "m6", "public_text: mobile"),
    }


def test_local_coordinates_start_at_the_corner_in_half_metres(tables, kinds):
    public = publish(tables, Wish(), kinds).tables
    assert tuple(public["compound"].total_bounds) == (0, 0, 200, 150)
    for name in ("compound", "building", "place", "footprint"):
        coordinates = shapely.get_coordinates(public[name].geometry.to_numpy())
        assert ((coordinates * 2) % 1 == 0).all()
        assert public[name].crs.is_engineering
        assert public[name].geometry.is_valid.all()
    assert tuple(public["footprint"].total_bounds) == (60, 60, 80, 70.5)


def test_a_footprint_smaller_than_the_grid_stays_visible(tables, kinds):
    tables["footprint"] = rows(
        "footprint", {"id": "f", "place_id": "p1"}, geometry=[box(60.1, 60.1, 0.1, 0.2)]
    )
    public = publish(tables, Wish(), kinds).tables["footprint"]
    assert public.area.tolist() == [0.25]


def test_real_coordinates_need_an_approval_number_or_an_exemption(tables, kinds):
    wish = Wish(real_coordinates=True)
    with pytest.raises(PublicationError) as error:
        publish(tables, wish, kinds)
    assert error.value.code == "coordinates_need_approval"
    tables["community"]["approval_exemption"] = "内容简单,免审"
    public = publish(tables, wish, kinds).tables
    assert public["place"].geometry.iloc[0] == shapely.Point(X + 20, Y + 20)
    assert public["place"].crs == CRS


def test_ground_leaves_only_when_released_near_and_not_stray(tables, kinds):
    tables["survey_line"] = rows(
        "survey_line",
        {"id": "l1", "layer": "DLSS", "is_public": True},
        {"id": "l2", "layer": "GXYZ"},
        {"id": "l3", "layer": "DLSS", "is_public": True, "stray": True},
        {"id": "l4", "layer": "DLSS", "is_public": True},
        geometry=[shapely.LineString([(X + a, Y - 20), (X + b, Y - 20)]) for a, b in
                  ((-500, 900), (0, 10), (0, 10), (5000, 5010))],
    )  # fmt: skip
    publication = publish(tables, Wish(), kinds)
    line = publication.tables["survey_line"]
    assert line.total_bounds.tolist() == [-60, -20, 260, -20]
    assert list(line.columns) == ["geometry"]
    found = publication.findings[publication.findings["table"] == "survey_line"]
    assert set(zip(found["reason"], found["detail"])) >= {
        ("not_released", "GXYZ"),
        ("stray", "DLSS"),
        ("outside", "DLSS"),
    }


def test_photos_need_a_yes_and_a_look_at_the_faces(tables, kinds):
    yes = {"owner_table": "place", "owner_id": "p1", "is_public": True, "faces_checked": True}
    tables["attachment"] = rows(
        "attachment",
        {"id": "a1", **yes, "path": "media/1.jpg", "caption": "打电话 13812345678"},
        {"id": "a2", **yes, "path": "media/2.jpg", "faces_checked": False},
        {"id": "a3", **yes, "path": "media/../../secret.jpg"},
        {"id": "a4", **yes, "path": "/etc/passwd"},
        {"id": "a5", **yes, "path": "media/5.jpg", "owner_id": "p2"},
        {"id": "a6", **yes, "path": "media/6.jpg", "owner_table": "comment", "owner_id": "m1"},
    )
    publication = publish(tables, Wish(), kinds)
    assert list(publication.tables["attachment"]["path"]) == ["media/1.jpg"]
    assert "138" not in publication.tables["attachment"]["caption"].iloc[0]
    assert reasons(publication, "attachment") == {
        "a2": "faces_not_checked", "a3": "outside_media", "a4": "outside_media",
        "a5": "place_not_public", "a6": "place_not_public",
    }  # fmt: skip


def test_more_than_25_square_kilometres_is_a_warning(tables, kinds):
    tables["compound"] = tables["compound"].set_geometry(gpd.GeoSeries([box(0, 0, 6000, 5000)], crs=CRS))
    findings = publish(tables, Wish(), kinds).findings
    assert list(findings.loc[findings["reason"] == "over_25_km2", "detail"]) == ["30.0 km²"]


def test_without_a_compound_nothing_is_published(tables, kinds):
    tables["compound"] = tables["compound"].iloc[:0]
    with pytest.raises(SiteError):
        publish(tables, Wish(), kinds)


def test_nothing_else_has_to_be_read(tables, kinds):
    narrow = {
        name: frame[[c for c in frame if c in ("id", "geometry", *columns_to_read(name))]]
        for name, frame in tables.items()
    }
    whole, part = (publish(t, Wish(), kinds) for t in (tables, narrow))
    assert whole.report() == part.report()


def test_a_sheet_gets_the_same_rows_where_they_are(tables, kinds):
    shown = public_rows({name: tables[name] for name in ("compound", "place", "footprint")}, kinds)
    assert list(shown["place"]["id"]) == ["p1", "p9"]
    assert shown["place"].geometry.iloc[0] == shapely.Point(X + 20, Y + 20)
    assert "138" not in shown["place"]["name"].iloc[1]
