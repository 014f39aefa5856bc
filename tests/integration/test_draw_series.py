"""Many communities in one run: a sheet each, a booklet, an index, an overview, and one list."""

import csv
import json
import re
import shutil
import subprocess
from pathlib import Path

import pandas as pd
import pytest
import shapely
from openpyxl import load_workbook
from osgeo import gdal, ogr
from pypdf import PdfReader
from qgis.core import QgsProcessingException, QgsProcessingFeedback, QgsProject, QgsVectorLayer
from test_draw_layout import X, Y, fill, text_of, words
from test_legibility import boxes_of, over_one_another

SHEET = {"SHEET": "A3", "LANGUAGE": "zh"}


def write(path, table, **values):
    """Write one row of a community: a new one, or changes to the one with this id."""
    from commonplan.workspace.file import writing

    with writing(path) as file:
        (file.update if "id" in values else file.insert)(table, pd.DataFrame([values]))


def move(path, east):
    """Move all of a community eastward, and give it the name of its file."""
    from commonplan.workspace.file import writing

    with writing(path, copy=False) as file:
        file.update("community", pd.DataFrame([{"id": file.community()["id"], "name": path.stem}]))
        for table in ("compound", "entrance", "building", "place"):
            rows = file.table(table)[["id", "geometry"]]
            file.update(table, rows.assign(geometry=rows.geometry.translate(east, 0)))


@pytest.fixture
def street(empty_community, tmp_path):
    """Make a folder of communities: `street(3)` returns it, with the files by name."""

    def street(count, places=6):
        folder, files = tmp_path / "街道", []
        first = shutil.copytree(empty_community, folder / "社区01")
        fill(next(first.glob("*.gpkg")).rename(first / "社区01.gpkg"), places)
        files.append(first / "社区01.gpkg")
        for i in range(2, count + 1):
            name = f"社区{i:02d}"
            (folder / name).mkdir()
            files.append(Path(shutil.copy(files[0], folder / name / f"{name}.gpkg")))
            move(files[-1], 260.0 * (i - 1))
        return folder, files

    return street


@pytest.fixture
def draw(run, tmp_path):
    def draw(folder, name="out", **parameters):
        output = tmp_path / name
        return output, run("drawseries", FOLDER=str(folder), OUTPUT=str(output), **{**SHEET, **parameters})

    return draw


def bookmarks(pdf):
    """Return title and page of the bookmarks that a reader sees at first."""
    reader = PdfReader(pdf)
    marks = [mark for mark in reader.outline if not isinstance(mark, list)]
    return [(mark.title, reader.get_destination_page_number(mark)) for mark in marks]


def test_thirty_communities_of_which_some_are_bad_are_one_run_and_one_list(street, draw, empty_community):
    folder, files = street(27)
    for name, content in (("坏", b"SQLite format 3\x00" + b"\xff" * 4000), ("空文件", b"")):
        (folder / name).mkdir()
        (folder / name / f"{name}.gpkg").write_bytes(content)
    shutil.copytree(empty_community, folder / "无边界")
    layer = QgsVectorLayer(f"{files[4]}|layername=place", "places", "ogr")
    QgsProject.instance().addMapLayer(layer)
    layer.startEditing()
    layer.changeAttributeValue(next(layer.getFeatures()).id(), layer.fields().indexOf("name"), "改")
    try:
        output, outputs = draw(folder)
    finally:
        layer.rollBack()
        QgsProject.instance().removeMapLayer(layer.id())
    entries = json.loads(outputs["REPORT"])["entries"]
    lines = {Path(e["file"]).parent.name: e["code"] for e in entries if e["level"] == "not_drawn"}
    assert set(lines) == {"坏", "空文件", "无边界", "社区05"}
    assert (lines["无边界"], lines["社区05"]) == ("no_boundary", "unsaved_edits")
    assert outputs["SHEETS"] == 26
    assert len(list(output.glob("[0-9]* *.pdf"))) == 26
    titles = [title for title, _ in bookmarks(output / "booklet.pdf")]
    assert len(titles) == 3 + 26
    assert not [path for path in output.iterdir() if path.name.startswith(".")]


def test_the_log_names_what_concerns_the_sheets_and_counts_what_the_checks_found(street, tmp_path, run):
    folder, files = street(2)
    write(files[1], "sheet_setting", key="notice", value="公示")
    write(files[1], "sheet_setting", key="notice_phone", value="138 1234 5678")
    feedback = QgsProcessingFeedback(False)
    outputs = run("drawseries", feedback, FOLDER=str(folder), OUTPUT=str(tmp_path / "out"), **SHEET)
    log = feedback.textLog()
    entries = json.loads(outputs["REPORT"])["entries"]
    (mobile,) = [entry["message"] for entry in entries if entry["code"] == "prints_mobiles"]
    assert mobile in log
    found = [entry["message"] for entry in entries if entry["code"] == "facility_missing"]
    assert len(found) > 10
    lines = [line for line in log.splitlines() if not line.startswith("Results")]
    assert not any(message in line for message in found for line in lines)
    (line,) = [line for line in lines if "missing.xlsx" in line]
    assert re.search(r"和平社区 \(\d+\), 社区02 \(\d+\)", line)


def test_the_booklet_leads_to_its_pages(street, draw):
    folder, _ = street(3)
    output, _ = draw(folder, TITLE="滨江街道图集", DRAWN_BY="社区规划工作室")
    reader = PdfReader(output / "booklet.pdf")
    pages = [page.extract_text() for page in reader.pages]
    assert "滨江街道图集" in pages[0]
    assert "社区规划工作室" in pages[0]
    marks = bookmarks(output / "booklet.pdf")
    assert [title for title, _ in marks[:3]] == ["封面", "目录", "分幅总览图"]
    for number, (title, page) in enumerate(marks[3:], start=1):
        assert title.startswith(f"{number} ")
        assert f"图集第 {number} 页" in pages[page]
        assert reader.page_labels[page] == str(number)
    assert len(reader.pages) == 6
    assert reader.metadata.author is None


def test_a_series_by_notice_board_has_a_page_for_each_and_an_index_without_repeats(street, draw):
    folder, files = street(3)
    boards = {"p1": "notice_board", "p3": "notice_board"}
    for path in files:
        with_board = boards if path != files[1] else {}
        for place in ("p1", "p3"):
            write(path, "place", id=place, kind=with_board.get(place, "parcels"), name="宣传栏")
    output, outputs = draw(folder, BY="notice_board", NORTH="up", EDITION="internal")
    entries = json.loads(outputs["REPORT"])["entries"]
    lines = {Path(entry["file"]).stem: entry["code"] for entry in entries if entry["level"] == "not_drawn"}
    assert lines == {"社区02": "no_pages_by_notice_board"}
    reader = PdfReader(output / "booklet.pdf")
    below = [mark for mark in reader.outline if isinstance(mark, list)]
    found = [[(mark.title, reader.get_destination_page_number(mark)) for mark in marks] for marks in below]
    assert found == [
        [("北里 · 2 宣传栏", 3), ("北里 · 4 宣传栏", 4)],
        [("北里 · 2 宣传栏", 5), ("北里 · 4 宣传栏", 6)],
    ]
    assert [title for title, _ in bookmarks(output / "booklet.pdf")[3:]] == ["1 和平社区", "2 社区03"]
    contents = reader.pages[1].extract_text()
    assert contents.count("4 宣传栏") == 2
    rows = list(load_workbook(output / "index.xlsx").active.iter_rows(min_row=3, values_only=True))
    assert sorted((row[0], row[4]) for row in rows) == [(s, str(n)) for s in (1, 2) for n in range(1, 7)]
    assert "2 个社区 · 4 幅图 · 12 处编号场所" in reader.pages[0].extract_text()


def test_what_is_to_be_said_of_a_sheet_is_a_line_of_the_list(street, draw):
    folder, files = street(2)
    write(files[1], "sheet_setting", key="notice_phone", value="138 1234 5678")
    notice = {"NOTICE": "公示", "NOTICE_FROM": "2026-12-28", "NOTICE_DAYS": "7", "NOTICE_COUNT": "working"}
    _, outputs = draw(folder, **notice)
    found = {
        (Path(entry["file"]).stem, entry["code"]): entry
        for entry in json.loads(outputs["REPORT"])["entries"]
        if entry["code"] in ("notice_end_assumed", "prints_mobiles")
    }
    assert set(found) == {
        ("社区01", "notice_end_assumed"), ("社区02", "notice_end_assumed"), ("社区02", "prints_mobiles"),
    }  # fmt: skip
    assert all(entry["level"] == "warning" for entry in found.values())
    assert "2027" in found["社区01", "notice_end_assumed"]["message"]


def test_a_sheet_too_full_is_divided_in_the_booklet_too(street, draw, empty_community):
    folder, files = street(3)
    at = [(60 + 3 * (i % 12), 40 + 3 * (i // 12)) for i in range(120)]
    shutil.rmtree(files[1].parent)
    shutil.copytree(empty_community, files[1].parent)
    fill(next(files[1].parent.glob("*.gpkg")).rename(files[1]), 120, at=at)
    output, outputs = draw(folder, SHEET="A4")
    entries = json.loads(outputs["REPORT"])["entries"]
    (said,) = [entry for entry in entries if entry["code"].startswith("sheet_divided")]
    assert (Path(said["file"]), said["level"]) == (files[1], "warning")
    assert "北里" in said["message"]
    reader = PdfReader(output / "booklet.pdf")
    pages = [page.extract_text() for page in reader.pages]
    (marks,) = [mark for mark in reader.outline if isinstance(mark, list)]
    led = {mark.title: reader.get_destination_page_number(mark) for mark in marks}
    assert len(led) > 3
    assert list(led)[:2] == ["北里 · 总览", "北里 · 分幅 A"]
    for name, page in led.items():
        label = reader.page_labels[page]
        assert f"图集第 {label} 页" in pages[page]
        assert name.split(" · ")[1] in pages[page].replace(" \n", " ")
        places = "" if "总览" in name else r"\d+ "
        assert re.search(rf"{name} 1:\d+ {places}{label}\n", pages[1])
    rows = list(load_workbook(output / "index.xlsx").active.iter_rows(min_row=3, values_only=True))
    assert sorted(int(row[4]) for row in rows if row[0] == 2) == list(range(1, 121))
    _, outputs = draw(folder, "whole", SHEET="A4", DIVIDE="never")
    codes = {entry["code"] for entry in json.loads(outputs["REPORT"])["entries"]}
    assert "sheet_crowded" in codes
    assert not any(code.startswith("sheet_divided") for code in codes)


def test_the_overview_shows_every_compound_where_it_lies(street, draw):
    folder, _ = street(3)
    output, _ = draw(folder)
    numbers = [word for word in words(output / "overview.pdf") if word.text in ("1", "2", "3")]
    assert [word.text for word in sorted(numbers, key=lambda word: word.x)] == ["1", "2", "3"]
    assert text_of(output / "overview.pdf").count("北里") == 3


def test_the_overview_shows_the_roads_and_each_name_once(street, draw):
    from commonplan.workspace.file import writing

    folder, files = street(3)
    output, _ = draw(folder)
    assert text_of(output / "overview.pdf").count("和平路") == 1
    with_roads = (output / "overview.pdf").read_bytes()
    for file in files:
        with writing(file) as community:
            community.run("UPDATE survey_line SET layer = 'GXYZ'")
    output, _ = draw(folder)
    assert (output / "overview.pdf").read_bytes() != with_roads
    assert "和平路" in text_of(output / "overview.pdf")


def test_all_typefaces_of_the_booklet_are_embedded(street, draw):
    folder, _ = street(2)
    output, _ = draw(folder)
    for page in PdfReader(output / "booklet.pdf").pages:
        fonts = [font.get_object() for font in page["/Resources"]["/Font"].values()]
        assert fonts
        for font in fonts:
            descriptor = font["/DescendantFonts"][0].get_object()["/FontDescriptor"].get_object()
            assert {"/FontFile", "/FontFile2", "/FontFile3"} & set(descriptor)


def test_the_same_communities_give_the_same_bytes(street, draw):
    folder, _ = street(2)
    first, _ = draw(folder, "one")
    second, _ = draw(folder, "two")
    names = sorted(path.name for path in first.iterdir())
    assert names == sorted(path.name for path in second.iterdir())
    assert [name for name in names if (first / name).read_bytes() != (second / name).read_bytes()] == []


def test_the_index_holds_every_number_and_no_formula(street, draw):
    folder, files = street(2, places=4)
    write(files[1], "place", id="p0", name="=1+1")
    output, _ = draw(folder)
    rows = list(load_workbook(output / "index.xlsx").active.iter_rows(min_row=3))
    listed = sorted((row[0].value, row[4].value) for row in rows)
    assert listed == [(sheet, str(n)) for sheet in (1, 2) for n in (1, 2, 3, 4)]
    formula = next(row[5] for row in rows if row[5].value == "=1+1")
    assert formula.data_type == "s"
    assert formula.quotePrefix
    # What a filter is set to: the class and the kind of each, also where the name says it.
    assert ("公共设施", "4", "宣传栏", "宣传栏") in [tuple(cell.value for cell in row[3:]) for row in rows]


def test_a_public_series_shows_nothing_internal(street, draw):
    folder, files = street(2)
    write(files[0], "place", id="p1", name="秘密泵房", is_public=False)
    output, _ = draw(folder, EDITION="public")
    assert "秘密泵房" not in text_of(output / "booklet.pdf")
    index = load_workbook(output / "index.xlsx").active
    assert "秘密泵房" not in [cell.value for row in index.iter_rows() for cell in row]
    inside, _ = draw(folder, "inside", EDITION="internal")
    assert "秘密泵房" in text_of(inside / "booklet.pdf")
    assert "内部" in PdfReader(inside / "booklet.pdf").pages[0].extract_text()


def spoil(path, table, wkt):
    """Write a geometry as another program might, past all our checks."""
    dataset = gdal.OpenEx(str(path), gdal.OF_VECTOR | gdal.OF_UPDATE)
    layer = dataset.GetLayerByName(table)
    feature = layer.GetNextFeature()
    feature.SetGeometry(ogr.CreateGeometryFromWkt(wkt))
    layer.SetFeature(feature)


@pytest.mark.parametrize(
    ("wkt", "code"),
    [("MULTIPOLYGON (((0 0,9 0,9 9)))", "unforeseen"), ("MULTIPOLYGON EMPTY", "no_boundary"),
     ("MULTIPOLYGON (((0 0,nan 0,9 9,0 0)))", "no_boundary")],
)  # fmt: skip
def test_odd_data_of_one_community_are_its_line(street, draw, wkt, code):
    folder, files = street(2)
    spoil(files[0], "compound", wkt)
    _, outputs = draw(folder)
    entries = json.loads(outputs["REPORT"])["entries"]
    refused = [entry for entry in entries if entry["level"] == "not_drawn"]
    assert [(entry["file"], entry["code"]) for entry in refused] == [(str(files[0]), code)]
    assert outputs["SHEETS"] == 1


def test_a_run_that_is_stopped_writes_nothing(street, provider, tmp_path):
    import processing

    folder, _ = street(3)

    class Stopped(QgsProcessingFeedback):
        def setProgress(self, share):
            if share > 50:
                self.cancel()

    parameters = {"FOLDER": str(folder), "OUTPUT": str(tmp_path / "out"), **SHEET}
    with pytest.raises(QgsProcessingException):
        processing.run("commonplan:drawseries", parameters, feedback=Stopped())
    assert not (tmp_path / "out").exists()


def test_a_folder_without_communities_is_refused(draw, tmp_path):
    (tmp_path / "nothing").mkdir()
    with pytest.raises(QgsProcessingException, match="nothing"):
        draw(tmp_path / "nothing")
    assert not (tmp_path / "out").exists()


def test_surveys_of_all_communities_together_are_measured(street, draw):
    folder, files = street(2)
    for i, path in enumerate(files):
        box = shapely.box(X + 3600 * i, Y, X + 3600 * i + 3600, Y + 4000)
        write(path, "survey_source", file="a.dxf", report=json.dumps({"coverage": box.wkt}))
    _, outputs = draw(folder)
    codes = [entry["code"] for entry in json.loads(outputs["REPORT"])["entries"]]
    assert codes.count("series_too_large") == 1
    assert "surveys_too_large" not in codes


def test_what_an_earlier_run_left_goes_but_not_what_somebody_changed(street, draw):
    folder, files = street(3)
    output, _ = draw(folder)
    (output / "notes.txt").write_text("mine")
    (output / "02 社区02.pdf").write_bytes(b"marked up by hand")
    for path in files[1:]:
        shutil.rmtree(path.parent)
    _, outputs = draw(folder)
    report = json.loads(outputs["REPORT"])
    assert report["removed"] == ["03 社区03.pdf"]
    assert report["kept"] == ["02 社区02.pdf"]
    assert sorted(path.name for path in output.iterdir()) == [
        "01 社区01.pdf", "02 社区02.pdf", "booklet.pdf", "index.xlsx", "missing.xlsx", "notes.txt",
        "overview.pdf", "series.json",
    ]  # fmt: skip


@pytest.mark.parametrize("text", ["", "[]", '{"files": 3}', '{"files": {"../victim.pdf": "0"}}'])
def test_a_spoiled_list_of_files_removes_nothing(street, draw, tmp_path, text):
    from hashlib import sha256

    folder, _ = street(1)
    (tmp_path / "victim.pdf").write_bytes(b"mine")
    (tmp_path / "out").mkdir()
    digest = sha256(b"mine").hexdigest()
    (tmp_path / "out" / "series.json").write_text(text.replace('"0"', f'"{digest}"'))
    _, outputs = draw(folder)
    assert json.loads(outputs["REPORT"])["removed"] == []
    assert (tmp_path / "victim.pdf").read_bytes() == b"mine"


@pytest.mark.parametrize(("language", "words_said"), [("en", ["Contents"]), ("both", ["目录", "Contents"])])
def test_other_languages(street, draw, language, words_said):
    folder, _ = street(2)
    output, _ = draw(folder, LANGUAGE=language)
    front = text_of(output / "booklet.pdf")
    for word in words_said:
        assert word in front
    assert ("目录" in front) == (language == "both")
    marks = [title for title, _ in bookmarks(output / "booklet.pdf")]
    assert all(word in marks[1] for word in words_said)
    heads = [cell.value for cell in load_workbook(output / "index.xlsx").active[2]]
    assert any("Name" in head for head in heads)
    for said, around in boxes_of(output / "booklet.pdf"):
        assert over_one_another(said, around) == []


def test_communities_with_local_coordinates_have_sheets_but_no_place_on_the_overview(street, draw, run):
    folder, _ = street(1)
    made = run("createcommunity", NAME="坐标未知", CRS="local", FOLDER=str(folder / "坐标未知"))
    fill(Path(made["COMMUNITY"]), 4)
    output, outputs = draw(folder)
    codes = [e["code"] for e in json.loads(outputs["REPORT"])["entries"] if e["community"] == "坐标未知"]
    assert "not_on_overview" in codes
    assert outputs["SHEETS"] == 2
    assert text_of(output / "overview.pdf").count("北里") == 1
    shutil.rmtree(folder / "社区01")
    output, outputs = draw(folder, "local")
    assert outputs["SHEETS"] == 1
    assert not (output / "overview.pdf").exists()
    assert [title for title, _ in bookmarks(output / "booklet.pdf")][:2] == ["封面", "目录"]


def number_by(path, method, **rules):
    parameters = {"compounds": {path.stem: {"method": method}}, "series": "one", "street_side": "after"}
    write(path, "numbering", method=method, parameters=json.dumps({**parameters, **rules}))


@pytest.mark.parametrize(
    ("method", "rules", "alike", "clockwise"),
    [
        ("boundary", {}, True, True),
        ("loop", {}, True, False),
        ("bearing", {"series": "per_class"}, False, False),
    ],
)
def test_the_cover_says_what_all_sheets_have_in_common(street, draw, method, rules, alike, clockwise):
    folder, files = street(2)
    number_by(files[0], "bearing")
    number_by(files[1], method, **rules)
    output, outputs = draw(folder)
    codes = [entry["code"] for entry in json.loads(outputs["REPORT"])["entries"]]
    assert ("other_numbering" not in codes) == alike
    cover = PdfReader(output / "booklet.pdf").pages[0].extract_text()
    assert ("顺时针" in cover) == clockwise
    assert "同一类别目录" in cover


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_libreoffice_reads_the_workbooks(street, draw, tmp_path):
    folder, files = street(2, places=4)
    write(files[1], "place", id="p0", name="=1+1")
    output, _ = draw(folder)
    profile = f"-env:UserInstallation={(tmp_path / 'office').as_uri()}"
    as_csv = ["--convert-to", "csv:Text - txt - csv (StarCalc):44,34,76", "--outdir", str(tmp_path / "csv")]
    books = [str(output / name) for name in ("index.xlsx", "missing.xlsx")]
    subprocess.run(
        ["soffice", profile, "--headless", *as_csv, *books], check=True, capture_output=True, timeout=120
    )
    with (tmp_path / "csv" / "index.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))[2:]
    assert sorted((row[0], row[4]) for row in rows) == [(s, n) for s in "12" for n in "1234"]
    assert any(row[5] == "=1+1" for row in rows)
    assert "缺项清单" in (tmp_path / "csv" / "missing.csv").read_text(encoding="utf-8")
