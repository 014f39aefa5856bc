"""A newer survey of the same site: the sample drawn again with a few things moved, gone, new, renamed."""

from __future__ import annotations

import csv
import json
import shutil
from pathlib import Path

import ezdxf
import numpy as np
import pandas as pd
import pytest
from commonplan.workspace import frames
from commonplan.workspace.file import reading, writing
from commonplan.workspace.status import read_status
from qgis.core import QgsProcessingException

TABLES = ("survey_point", "survey_line", "survey_area", "survey_text")


def read(path, *names):
    with reading(path) as file:
        found = [file.table(name) for name in names]
    return found[0] if len(names) == 1 else found


def place_of(places, handle):
    [row] = places[places["source_ref"] == handle].to_dict("records")
    return row


@pytest.fixture(scope="module")
def published_once(empty_community, sample, tmp_path_factory):
    """A community with the sample surveyed, marked, numbered and published; copied, never touched."""
    import processing

    folder = shutil.copytree(empty_community, tmp_path_factory.mktemp("published") / empty_community.name)
    path = next(Path(folder).glob("*.gpkg"))

    def run(name, **parameters):
        processing.run(f"commonplan:{name}", {"COMMUNITY": str(path), **parameters})

    run("importsurvey", INPUT=str(sample / "survey.dxf"), CRS="EPSG:4549")
    run("setsite", COMPOUNDS=str(sample / "compounds.geojson"), ENTRANCES=str(sample / "entrances.geojson"))
    run("markplaces")
    run("numberplaces", PUBLISH=True)
    return folder


@pytest.fixture
def published(published_once, tmp_path):
    folder = shutil.copytree(published_once, tmp_path / published_once.name)
    return next(Path(folder).glob("*.gpkg"))


@pytest.fixture
def handles(published):
    """Handles of numbered places that come from symbols with a code: one to move, one to remove."""
    places, areas, points = read(published, "place", "survey_area", "survey_point")
    coded = pd.concat([areas[areas["code"].notna()], points[points["code"].notna()]])
    numbered = places[places["number"].notna() & places["source_ref"].isin(coded["handle"])]
    return list(numbered["source_ref"].drop_duplicates()[:3])


@pytest.fixture
def newer(sample, handles, tmp_path):
    """The sample a year later; returns the file and the handle of what is new."""
    drawing = ezdxf.readfile(sample / "survey.dxf", encoding="gb18030")
    moved, gone, copied = (drawing.entitydb[handle] for handle in handles)
    new = drawing.entitydb.duplicate_entity(copied)
    drawing.modelspace().add_entity(new)
    new.translate(31, -17, 0)
    moved.translate(6, 2, 0)
    drawing.modelspace().delete_entity(gone)
    text = next(text for text in drawing.modelspace().query("TEXT") if text.dxf.text == "药店")
    text.dxf.text = "大药房"
    path = tmp_path / "survey-2027.dxf"
    drawing.saveas(path)
    return path, new.dxf.handle


def resurvey(run, community, path, **parameters):
    outputs = run("importsurvey", COMMUNITY=str(community), INPUT=str(path), CRS="EPSG:4549", **parameters)
    return json.loads(outputs["REPORT"])


def test_a_newer_survey_replaces_the_one_before(run, published, newer, handles):
    path, added = newer
    before = {name: len(read(published, name)) for name in TABLES}
    report = resurvey(run, published, path)
    [compared] = report["compared"]
    assert compared["file"] == "survey.dxf"
    assert (compared["replaced"], compared["by_handle"], compared["tolerance"]) == (True, True, 0.05)
    assert [compared[n] for n in ("moved", "gone", "added", "altered", "uncovered")] == [1, 1, 1, 1, 0]
    told = {(change["change"], change["handle"]) for change in compared["changes"]}
    assert {("moved", handles[0]), ("gone", handles[1]), ("added", added)} < told
    [altered] = [change for change in compared["changes"] if change["change"] == "altered"]
    assert (altered["text"], altered["was"], altered["altered"]) == ("大药房", "药店", "text")
    warning = next(w for w in report["warnings"] if w["code"] == "survey_replaced")
    assert (warning["file"], warning["moved"], warning["gone"]) == ("survey.dxf", 1, 1)
    rows = {name: read(published, name) for name in TABLES}
    assert {name: len(frame) for name, frame in rows.items()} == before
    sources = read(published, "survey_source").set_index("file")
    shown = {row for frame in rows.values() for row in frame["source_id"]}
    assert shown == {sources["id"]["survey-2027.dxf"]}
    assert sources["superseded_by"]["survey.dxf"] == sources["id"]["survey-2027.dxf"]
    assert pd.isna(sources["superseded_by"]["survey-2027.dxf"])
    assert json.loads(sources["report"]["survey-2027.dxf"])["compared"][0]["moved"] == 1


def test_places_keep_ids_and_numbers_and_say_what_changed(run, published, newer, handles):
    before = read(published, "place").set_index("id")
    report = resurvey(run, published, newer[0])
    after, sources = read(published, "place", "survey_source")
    assert sorted(after["id"]) == sorted(before.index)
    after = after.set_index("id").loc[before.index]
    assert after["number"].equals(before["number"])
    assert after.geometry.geom_equals(before.geometry).all()
    new_source = sources.set_index("file")["id"]["survey-2027.dxf"]
    assert set(after["source_id"].dropna()) == {new_source}
    changed = after["survey_change"].dropna()
    of = {handle: place_of(before.reset_index(), handle)["id"] for handle in handles[:2]}
    assert changed[of[handles[0]]] == "moved"
    assert changed[of[handles[1]]] == "gone"
    assert after["source_ref"][of[handles[1]]] is None
    looks = {look["place"]: look for look in report["compared"][0]["looks"]}
    assert set(looks) == set(changed.index)
    assert looks[of[handles[0]]]["distance"] == pytest.approx(np.hypot(6, 2), abs=0.001)
    assert looks[of[handles[0]]]["number"] == before["number"][of[handles[0]]]
    check = json.loads(run("checkcommunity", COMMUNITY=str(published))["REPORT"])
    found = {(entry["code"], entry["id"]) for entry in check["entries"]}
    assert {("place_moved", of[handles[0]]), ("place_gone", of[handles[1]])} <= found
    assert read_status(published)["uncertain"] >= len(changed)


def test_marking_and_numbering_again_keep_every_number(run, published, newer):
    before = read(published, "place").set_index("id")
    resurvey(run, published, newer[0])
    counts = run("markplaces", COMMUNITY=str(published))
    run("numberplaces", COMMUNITY=str(published), NEW_PLACES="append")
    after = read(published, "place").set_index("id")
    numbers = before["number"].dropna()
    assert after["number"].reindex(numbers.index).equals(numbers)
    new = after.index.difference(before.index)
    assert len(new) == 1
    assert after["number"][new[0]] not in set(numbers)
    assert counts["MARKED"] == len(after[~after["rejected"] & after["retired_at"].isna()])


def test_comments_stay_with_their_places(run, published, newer, handles):
    place = place_of(read(published, "place"), handles[1])["id"]
    with writing(published) as file:
        file.insert("comment", pd.DataFrame([{"id": "k", "scope": "place", "place_id": place, "text": "好"}]))
    resurvey(run, published, newer[0])
    run("markplaces", COMMUNITY=str(published))
    comments, places = read(published, "comment", "place")
    assert comments["place_id"].tolist() == [place]
    assert place in set(places["id"])


def test_a_guess_without_number_follows_its_symbol(run, newer, handles, surveyed_and_marked):
    before = place_of(read(surveyed_and_marked, "place"), handles[0])
    resurvey(run, surveyed_and_marked, newer[0])
    after = place_of(read(surveyed_and_marked, "place"), handles[0])
    assert after["id"] == before["id"]
    assert after["geometry"].x - before["geometry"].x == pytest.approx(6, abs=0.01)
    assert after["geometry"].y - before["geometry"].y == pytest.approx(2, abs=0.01)


@pytest.fixture
def surveyed_and_marked(published):
    """The same community before it was numbered."""
    with writing(published) as file:
        places = file.table("place", ["number"])
        file.update("place", places[["id"]].assign(number=None, locked=False))
        file.delete("numbering", list(file.table("numbering")["id"]))
    return published


def test_the_planner_may_keep_both(run, published, newer):
    before = sum(len(read(published, name)) for name in TABLES)
    report = resurvey(run, published, newer[0], REPLACES="none")
    assert report["compared"] == []
    assert sum(len(read(published, name)) for name in TABLES) == 2 * before
    assert read(published, "place")["survey_change"].isna().all()
    # … and decide otherwise later.
    report = resurvey(run, published, newer[0], REPLACES="survey.dxf")
    assert report["again"]
    assert report["compared"][0]["replaced"]
    assert sum(len(read(published, name)) for name in TABLES) == before


def test_another_drawing_of_the_site_stands_beside(run, published, tmp_path):
    drawing = ezdxf.new("R2010")
    for step in range(40):
        drawing.modelspace().add_line((612350 + 7 * step, 3449100), (612350 + 7 * step, 3449420))
    drawing.saveas(tmp_path / "pipes.dxf")
    before = sum(len(read(published, name)) for name in TABLES)
    report = resurvey(run, published, tmp_path / "pipes.dxf")
    assert report["compared"] == []
    assert sum(len(read(published, name)) for name in TABLES) == before + 40


def test_a_corner_surveyed_anew_leaves_the_rest(run, published, sample, tmp_path):
    drawing = ezdxf.readfile(sample / "survey.dxf", encoding="gb18030")
    space = drawing.modelspace()
    from ezdxf import bbox

    for entity in list(space):
        box = bbox.extents([entity])
        if not box.has_data or box.extmax.x > 612500:
            space.delete_entity(entity)
    drawing.saveas(tmp_path / "west.dxf")
    before = sum(len(read(published, name)) for name in TABLES)
    [compared] = resurvey(run, published, tmp_path / "west.dxf")["compared"]
    assert compared["replaced"]
    assert compared["uncovered"] > 100
    assert compared["added"] == 0
    after = [read(published, name) for name in TABLES]
    assert sum(map(len, after)) == before - compared["gone"]
    assert {len(frame["source_id"].unique()) for frame in after} == {2}


def test_an_unknown_survey_to_replace_is_named(run, published, newer):
    with pytest.raises(QgsProcessingException, match=r"survey\.dxf"):
        resurvey(run, published, newer[0], REPLACES="nothing.dxf")
    assert len(read(published, "survey_source")) == 1


def test_long_lists_are_cut_in_the_output_and_whole_in_what_is_kept(published, sample, tmp_path, monkeypatch):
    from commonplan.output.tables.survey_report import save_report
    from commonplan.ui.survey_import import report_view
    from commonplan.workspace.survey_reports import read_reports
    from qgis.core import QgsProcessingFeedback

    import processing

    drawing = ezdxf.readfile(sample / "survey.dxf", encoding="gb18030")
    for number in range(5000):
        spot = (612400 + number % 100, 3449200 + number // 100)
        drawing.modelspace().add_point(spot, dxfattribs={"layer": "GCD"})
    for number in range(250):
        drawing.modelspace().add_point((0, number), dxfattribs={"layer": "GCD"})
    drawing.saveas(tmp_path / "dense.dxf")
    feedback = QgsProcessingFeedback()
    files = {"INPUT": str(tmp_path / "dense.dxf"), "REPORT_FILE": str(tmp_path / "whole.json")}
    asked = {"COMMUNITY": str(published), "CRS": "EPSG:4549", **files}
    report = json.loads(processing.run("commonplan:importsurvey", asked, feedback=feedback)["REPORT"])
    whole = json.loads((tmp_path / "whole.json").read_text("utf-8"))
    assert report["truncated"]
    assert (report["stray"], len(report["strays"]), report["more"]["strays"]) == (250, 200, 50)
    assert len(whole["strays"]) == 250
    changes = whole["compared"][0]["changes"]
    assert whole["compared"][0]["added"] == 5250 == len(changes)
    assert (len(report["compared"][0]["changes"]), report["more"]["compared.0.changes"]) == (200, 5050)
    assert "compared.0.changes 5050" in feedback.textLog()
    [stored] = [one for one in read_reports(published) if one.file == "dense.dxf"]
    assert (stored.report["compared"][0]["changes"], len(stored.strays)) == (changes, 250)
    for name in ("report.csv", "report.html"):
        save_report([stored], tmp_path / name)
        text = (tmp_path / name).read_text("utf-8-sig")
        assert all(str(change["handle"]) in text for change in changes[:: len(changes) // 50])
    with (tmp_path / "report.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert sum(row["List"] == "Far from the rest" for row in rows) == 250
    assert sum(row["Change"] == "added" for row in rows) == 5250
    assert {row["Layer"] for row in rows if row["Found"]} == {e["layer"] for e in whole["entries"]}
    monkeypatch.setattr(report_view, "MOST_SHOWN", 50)
    view = report_view.ReportView()
    view.show_report(stored)
    assert view.strays.shown.rowCount() == 50
    assert view.strays.more.text().startswith("200 more")
    assert view.entries.more.isHidden() == (len(whole["entries"]) <= 50)


def test_a_spoiled_report_is_no_report(published):
    from commonplan.workspace.survey_preview import read_surroundings
    from commonplan.workspace.survey_reports import read_reports

    with writing(published) as file:
        ids = file.table("survey_source")[["id"]]
        file.update("survey_source", ids.assign(report="{no json"))
    assert read_reports(published)[0].report == {}
    assert read_surroundings(published).earlier == ()


def test_the_report_calls_a_kind_of_the_planners_own_by_its_title(run, published, newer, tmp_path):
    from commonplan.output.tables.survey_report import save_report
    from commonplan.workspace.survey_reports import read_reports

    report = resurvey(run, published, newer[0])
    looked = report["compared"][0]["looks"][0]["kind"]
    texts = [json.dumps({"zh": "茶室甲", "en": "Tea house A"}, ensure_ascii=False)]
    with writing(published) as file:
        file.insert("catalogue_edit", pd.DataFrame({"kind": [looked], "overrides": texts}))
    [stored] = [one for one in read_reports(published) if one.file == "survey-2027.dxf"]
    save_report([stored], tmp_path / "report.html")
    page = (tmp_path / "report.html").read_text("utf-8")
    assert "Tea house A" in page
    assert f">{looked}<" not in page


def test_the_report_to_keep_shows_what_changed(run, published, newer, tmp_path):
    from commonplan.output.tables.survey_report import save_report
    from commonplan.workspace.survey_reports import read_reports

    report = resurvey(run, published, newer[0])
    [stored] = [one for one in read_reports(published) if one.file == "survey-2027.dxf"]
    save_report([stored], tmp_path / "report.html")
    page = (tmp_path / "report.html").read_text("utf-8")
    [compared] = report["compared"]
    assert compared["looks"]
    assert all(f"<td>{change['handle']}</td>" in page for change in compared["changes"])
    for look in compared["looks"]:
        assert f">{look['number']}</td>" in page


@pytest.mark.parametrize("size", [50, 111, 5000])
def test_rows_come_in_pieces_too(published, monkeypatch, size):
    monkeypatch.setattr(frames, "_PIECE", size)
    with reading(published) as file:
        whole = file.table("survey_text", ["handle"], where="layer <> 'ZJ'")
        pieces = list(file.pieces("survey_text", ["handle"], "layer <> 'ZJ'"))
    assert len(whole) > 50
    assert max(map(len, pieces)) <= size
    joined = pd.concat(pieces, ignore_index=True)
    assert joined["id"].tolist() == whole["id"].tolist()
    assert joined.geometry.geom_equals_exact(whole.geometry, 0).all()
