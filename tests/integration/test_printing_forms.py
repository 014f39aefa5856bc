"""Sheets for printers: cut onto smaller paper, or with bleed; vectors and texts stay what they are."""

import re
from itertools import product

import pytest
from pypdf import PdfReader
from qgis.core import QgsProcessingException
from test_draw_layout import MM, fill, text_of, words

OVERLAP, EDGE = 10, 10


@pytest.fixture
def draw(run, community, tmp_path):
    fill(community, 12)

    def draw(name="sheet.pdf", **parameters):
        run("drawlayout", COMMUNITY=str(community), OUTPUT=str(tmp_path / name), PARTS=["none"], **parameters)
        return tmp_path / name

    return draw


def box(page, name="/MediaBox"):
    return tuple(float(value) * MM for value in page[name])


@pytest.fixture
def tiles(draw, tmp_path):
    draw(SHEET="A1", ORIENTATION="landscape", TILES="A4")
    return PdfReader(tmp_path / "sheet_A4.pdf")


def test_an_a1_sheet_is_cut_onto_a4(tiles):
    for page in tiles.pages:
        assert sorted(box(page)[2:]) == pytest.approx([210, 297], abs=0.4)
    wide, high = box(tiles.pages[1])[2:]
    columns, rows = (-(-831 // (wide - 30)), -(-584 // (high - 30)))
    assert len(tiles.pages) == 1 + columns * rows
    names = [f"{row}{column + 1}" for row, column in product("ABCDEFGH"[: int(rows)], range(int(columns)))]
    assert [mark.title for mark in tiles.outline] == ["拼图总览", *names]
    for name, page in zip(names, tiles.pages[1:]):
        assert re.search(rf"^{name} · ", page.extract_text(), re.MULTILINE)
    overview = tiles.pages[0].extract_text()
    assert all(name in overview for name in names)
    assert "重叠" in overview


def test_tiles_show_the_sheet_at_full_size_and_hold_it_once(draw, tiles, tmp_path):
    sheet, pieces = tmp_path / "sheet.pdf", tmp_path / "sheet_A4.pdf"
    assert pieces.stat().st_size < sheet.stat().st_size + 150_000
    forms, places = set(), []
    for page in tiles.pages:
        (form,) = page["/Resources"]["/XObject"].values()
        forms.add(form.idnum if hasattr(form, "idnum") else id(form.get_object()))
        content = page.get_contents().get_data()
        # A white page of the marks' own would hide the sheet beneath.
        assert b"1 1 1 scn" not in content
        scale, x, y = re.search(rb"n ([\d.]+) 0 0 [\d.]+ (-?[\d.]+) (-?[\d.]+) cm", content).groups()
        places.append((float(scale), float(x) * MM, float(y) * MM))
    assert len(forms) == 1
    assert all(scale == 1 for scale, _, _ in places[1:])
    wide, high = box(tiles.pages[1])[2:]
    assert places[1][1] == pytest.approx(EDGE, abs=0.1)
    assert places[1][2] == pytest.approx(high - EDGE - 594, abs=0.5)
    assert places[1][1] - places[2][1] == pytest.approx(wide - 2 * EDGE - OVERLAP, abs=0.5)
    assert "北里公共设施布局图" in text_of(pieces)
    for page in tiles.pages:
        for font in page["/Resources"]["/Font"].values():
            (inner,) = font.get_object()["/DescendantFonts"]
            assert "/FontFile2" in inner.get_object()["/FontDescriptor"]


def test_the_same_sheet_gives_the_same_tiles(draw, tmp_path):
    for folder in ("one", "two"):
        (tmp_path / folder).mkdir()
        draw(f"{folder}/sheet.pdf", SHEET="A3", TILES="A4")
    one, two = ((tmp_path / folder / "sheet_A4.pdf").read_bytes() for folder in ("one", "two"))
    assert one == two


def test_bleed_has_its_boxes_and_marks_outside_of_the_sheet(draw):
    plain = draw("plain.pdf", SHEET="A3", ORIENTATION="landscape")
    pdf = draw("bleed.pdf", SHEET="A3", ORIENTATION="landscape", BLEED=3)
    (page,) = PdfReader(pdf).pages
    assert box(page, "/TrimBox") == pytest.approx((0, 0, 420, 297), abs=0.4)
    assert box(page, "/BleedBox") == pytest.approx((-3, -3, 423, 300), abs=0.4)
    left, _, right, _ = box(page)
    assert left < -8
    assert right > 428
    marks = page.get_contents().get_data().rpartition(b"0.25 w")[2]
    lines = re.findall(rb"(-?[\d.]+) (-?[\d.]+) m (-?[\d.]+) (-?[\d.]+) l S", marks)
    assert len(lines) == 8
    for line in lines:
        for x, y in (line[:2], line[2:]):
            inside = -3 < float(x) * MM < 423 and -3 < float(y) * MM < 300
            assert not inside
    assert [(w.text, w.points) for w in words(pdf)] == [(w.text, w.points) for w in words(plain)]


@pytest.mark.parametrize(
    ("name", "wish", "message"),
    [
        ("sheet.png", {"BLEED": 3}, "need a PDF"),
        ("sheet.svg", {"TILES": "A4"}, "need a PDF"),
        ("sheet.pdf", {"SHEET": "A4", "TILES": "A3"}, "no larger than A3"),
        ("sheet.txt", {}, r"\.pdf, \.png, \.svg"),
        ("sheet.pdf", {"OUTPUT_DXF": "sheet.dxf"}, "ezdxf"),
    ],
)
def test_what_cannot_be_is_said_before_anything_is_written(draw, tmp_path, monkeypatch, name, wish, message):
    monkeypatch.setattr("commonplan.output.cad.dxf.find_spec", lambda _: None)
    given = {key: str(tmp_path / value) if key == "OUTPUT_DXF" else value for key, value in wish.items()}
    (tmp_path / name).write_bytes(b"earlier")
    before = {file.name for file in tmp_path.iterdir()}
    with pytest.raises(QgsProcessingException, match=message):
        draw(name, **given)
    assert (tmp_path / name).read_bytes() == b"earlier"
    assert {file.name for file in tmp_path.iterdir()} == before
