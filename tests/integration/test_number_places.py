"""numberplaces on communities in real files."""

import json
import subprocess

import geopandas as gpd
import openpyxl
import pandas as pd
import pytest
import shapely
from commonplan.workspace.file import newest_change, reading, writing
from qgis.core import QgsFeature, QgsGeometry, QgsProcessingException, QgsProject, QgsVectorLayer

X, Y = 500_000.0, 3_450_000.0
KINDS = {"square": "space", "toilet": "facility", "clinic": "unit", "electricity": "facility"}


def points(*spots):
    return shapely.points([(X + x, Y + y) for x, y in spots])


def rows(geometry, **columns):
    return gpd.GeoDataFrame(columns, geometry=list(geometry), crs="EPSG:4549")


def places(*described):
    """Rows of place: (id, kind, x, y)."""
    names, words, x, y = zip(*described)
    return rows(
        points(*zip(x, y)),
        id=list(names),
        kind=list(words),
        name=list(names),
        status="existing",
        access="inside",
        **{"class": [KINDS[word] for word in words]},
    )


@pytest.fixture
def court(community):
    """A court of 200 m entered from the south, with four places."""
    with writing(community) as file:
        file.insert(
            "compound",
            rows([shapely.box(X - 100, Y, X + 100, Y + 200)], id=["c"], name=["北里"], sort_order=[1]),
        )
        entrance = rows(points((0, 0)), id=["e"], is_main=[True], compound_id=["c"], kind=["pedestrian"])
        file.insert("entrance", entrance)
        file.insert(
            "place",
            places(
                ("west", "square", -80, 100), ("north", "toilet", 5, 190), ("east", "clinic", 80, 100),
                ("power", "electricity", 80, 50),
            ),
        )  # fmt: skip
    return community


def numbers(path):
    with reading(path) as file:
        table = file.table("place")
    return {i: n for i, n in zip(table["id"], table["number"]) if n is not None}


def add(path, *described):
    with writing(path) as file:
        file.insert("place", places(*described))


def test_places_are_numbered_and_the_run_is_recorded(run, court):
    outputs = run("numberplaces", COMMUNITY=str(court))
    assert numbers(court) == {"west": "1", "north": "2", "east": "3", "power": "N-1"}
    assert outputs["NUMBERED"] == 4
    assert outputs["METHOD_USED"] == "bearing"
    assert "北里" in outputs["REASON"]
    assert json.loads(outputs["CHANGES"]) == {}
    with reading(court) as file:
        table, runs = file.table("place"), file.table("numbering")
    assert list(table.set_index("id")["rank"][["west", "north", "east", "power"]]) == [1, 2, 3, 4]
    assert list(table["series"]) == ["main", "main", "main", "internal"]
    assert not table["locked"].any()
    assert runs[["method", "reason", "places"]].iloc[0].to_list() == ["bearing", "bearing_enough", 4]
    assert outputs["COMMUNITY"] == str(court)


def test_a_second_run_writes_nothing(run, court):
    run("numberplaces", COMMUNITY=str(court), METHOD="boundary")
    before = newest_change(court)
    assert run("numberplaces", COMMUNITY=str(court))["METHOD_USED"] == "boundary"
    assert run("numberplaces", COMMUNITY=str(court))["METHOD_USED"] == "boundary"
    assert newest_change(court) == before
    with reading(court) as file:
        assert len(file.table("numbering")) == 1
        assert file.table("history")["field"].tolist().count("number") == 4


def test_publishing_locks_and_later_places_are_added(run, court):
    run("numberplaces", COMMUNITY=str(court), PUBLISH=True)
    add(court, ("new", "toilet", -80, 120))
    with writing(court) as file:
        file.delete("place", ["east"])
    outputs = run("numberplaces", COMMUNITY=str(court), NEW_PLACES="suffix")
    assert numbers(court) == {"west": "1", "new": "1-1", "north": "2", "power": "N-1"}
    assert json.loads(outputs["CHANGES"]) == {}
    with reading(court) as file:
        aliases, runs = file.table("number_alias"), file.table("numbering")
    assert aliases[["old_number", "place_id"]].to_numpy().tolist() == [["3", "east"]]
    assert runs["published_at"].notna().all()
    with pytest.raises(QgsProcessingException, match="published"):
        run("numberplaces", COMMUNITY=str(court), NEW_PLACES="renumber")
    outputs = run("numberplaces", COMMUNITY=str(court), NEW_PLACES="renumber", CONFIRM_PUBLISHED=True)
    assert json.loads(outputs["CHANGES"]) == {"1-1": "2", "2": "3"}
    assert numbers(court) == {"west": "1", "new": "2", "north": "3", "power": "N-1"}


def test_a_drawn_line_is_walked_and_remembered(run, court):
    line = QgsVectorLayer("LineString?crs=EPSG:4549", "lane", "memory")
    path = shapely.LineString([(X + 90, Y), (X + 90, Y + 120), (X - 90, Y + 120)])
    feature = QgsFeature()
    feature.setGeometry(QgsGeometry.fromWkt(path.wkt))
    line.dataProvider().addFeatures([feature])
    outputs = run("numberplaces", COMMUNITY=str(court), METHOD="loop", LOOP=line)
    assert outputs["METHOD_USED"] == "loop"
    assert numbers(court) == {"east": "1", "north": "2", "west": "3", "power": "N-1"}
    assert run("numberplaces", COMMUNITY=str(court))["METHOD_USED"] == "loop"


def test_nothing_to_number_is_told_and_no_error(run, community):
    assert run("numberplaces", COMMUNITY=str(community))["NUMBERED"] == 0


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda file: file.delete("compound", ["c"]), "boundary is missing"),
        (lambda file: file.delete("entrance", ["e"]), "no entrance"),
        (
            lambda file: file.insert(
                "entrance", rows(points((9, 0)), id=["f"], is_main=[True], compound_id=["c"])
            ),
            "more than one main entrance",
        ),
    ],
)
def test_a_site_that_is_not_ready_is_told_and_nothing_changes(run, court, change, words):
    with writing(court) as file:
        change(file)
    before = newest_change(court)
    with pytest.raises(QgsProcessingException, match=words):
        run("numberplaces", COMMUNITY=str(court))
    assert numbers(court) == {}
    assert newest_change(court) == before


def test_unsaved_edits_are_refused(run, court):
    layer = QgsVectorLayer(f"{court}|layername=place", "place", "ogr")
    QgsProject.instance().addMapLayer(layer)
    try:
        layer.startEditing()
        layer.changeAttributeValue(1, layer.fields().indexOf("name"), "x")
        with pytest.raises(QgsProcessingException, match="edits"):
            run("numberplaces", COMMUNITY=str(court))
    finally:
        layer.rollBack()
        QgsProject.instance().removeMapLayer(layer)
    assert numbers(court) == {}


def test_two_compounds_have_prefixes_and_methods_of_their_own(run, court):
    with writing(court) as file:
        strip = shapely.box(X - 100, Y - 60, X + 300, Y - 20)
        file.insert("compound", rows([strip], id=["s"], name=["南里"], sort_order=pd.array([2], "Int64")))
        file.insert("entrance", rows(points((-100, -40)), id=["es"], is_main=[True], compound_id=["s"]))
        spots = [(x, -22 - 36 * (x * 7 % 10) / 10) for x in range(-80, 290, 11)]
        file.insert("place", places(*[(f"s{i}", "toilet", *spot) for i, spot in enumerate(spots)]))
    outputs = run("numberplaces", COMMUNITY=str(court))
    assert outputs["METHOD_USED"] == "北里: bearing, 南里: boundary"
    assert {number.split("-")[0] for number in numbers(court).values()} == {"北", "南"}
    assert "long and narrow" in outputs["REASON"]


@pytest.mark.parametrize("suffix", [".xlsx", ".csv", ".pdf"])
def test_renumbering_a_published_community_writes_the_concordance(run, court, tmp_path, suffix):
    run("numberplaces", COMMUNITY=str(court), PUBLISH=True)
    add(court, ("first", "toilet", -60, 5))
    target = tmp_path / f"old-new{suffix}"
    outputs = run(
        "numberplaces", COMMUNITY=str(court), NEW_PLACES="renumber", CONFIRM_PUBLISHED=True,
        CONCORDANCE=str(target),
    )  # fmt: skip
    assert outputs["CONCORDANCE"] == str(target)
    text = text_of(target)
    for word in ("1", "2", "first", "west"):
        assert word in text
    assert "N-1" not in text
    assert "power" not in text


def text_of(file):
    if file.suffix == ".csv":
        return file.read_text("utf-8-sig")
    if file.suffix == ".xlsx":
        cells = openpyxl.load_workbook(file).active.iter_rows(values_only=True)
        return "\n".join(str(row) for row in cells)
    return subprocess.run(["pdftotext", "-layout", file, "-"], capture_output=True, text=True).stdout


def test_the_concordance_goes_beside_the_file_when_nobody_says_where(run, court):
    run("numberplaces", COMMUNITY=str(court), PUBLISH=True)
    assert "CONCORDANCE" not in run("numberplaces", COMMUNITY=str(court))
    add(court, ("first", "toilet", -60, 5))
    outputs = run("numberplaces", COMMUNITY=str(court), NEW_PLACES="renumber", CONFIRM_PUBLISHED=True)
    assert "first" in text_of(court.parent / outputs["CONCORDANCE"])


def test_a_concordance_of_another_format_is_refused_before_anything_is_written(run, court, tmp_path):
    with pytest.raises(QgsProcessingException, match=r"\.xlsx"):
        run("numberplaces", COMMUNITY=str(court), CONCORDANCE=str(tmp_path / "x.docx"))
    assert numbers(court) == {}
