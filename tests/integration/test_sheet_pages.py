"""Sheets of several maps: each is drawn on a layout of its own, and a reader cannot tell."""

import pytest
from qgis.core import QgsLayoutItemPage, QgsLayoutSize, QgsPrintLayout
from test_draw_layout import add_second_compound, fill


@pytest.fixture
def two(community):
    """A community of two compounds, the index of the first so long that it goes on to a further page."""
    fill(community, 60)
    add_second_compound(community)
    return community


def test_a_layout_knows_the_variables_that_qgis_gives_every_layout():
    from commonplan.output.sheet.layouts import new_layout

    layout = new_layout("EPSG:4549")
    for pages in (1, 2):
        page = QgsLayoutItemPage(layout)
        page.setPageSize(QgsLayoutSize(210, 297))
        layout.pageCollection().addPage(page)
        ours, plain = layout.createExpressionContext(), QgsPrintLayout.createExpressionContext(layout)
        known = {name: ours.variable(name) for name in ours.variableNames()}
        assert known == {name: plain.variable(name) for name in plain.variableNames()}
        assert known["layout_numpages"] == pages


def draw_pictures(run, path, suffix):
    """Draw on A4 with a proof; return the names of all files, and of each page its number and file."""
    output = path.parent / f"sheet.{suffix}"
    wish = {"SHEET": "A4", "ORIENTATION": "landscape", "DPI": 50, "PROOF": "greyscale"}
    pages = run("drawlayout", COMMUNITY=str(path), OUTPUT=str(output), **wish)["PAGES"]
    names = ["sheet", *(f"sheet_{page}" for page in range(2, pages + 1))]
    files = [output.with_name(f"{name}.{suffix}") for name in names]
    return {file.name for file in output.parent.glob("sheet*")}, list(enumerate(files, start=1))


def test_pages_of_a_drawing_are_numbered_through_all_maps(run, two):
    _, pages = draw_pictures(run, two, "svg")
    assert len(pages) > 2
    for number, file in pages:
        assert f">{number}/{len(pages)}<" in file.read_text(encoding="utf-8")


def test_pictures_and_their_proofs_are_numbered_through_all_maps(run, two):
    made, pages = draw_pictures(run, two, "png")
    proofs = {f"sheet_greyscale{file.stem[5:]}.png" for _, file in pages}
    assert made == {file.name for _, file in pages} | proofs


def test_pictures_drawn_along_with_a_pdf_are_those_that_are_drawn_alone(two, tmp_path):
    from commonplan.output.sheet.draw import SheetWish, draw_layout

    both, pdf, pictures = tmp_path / "both", tmp_path / "pdf", tmp_path / "png"
    for folder, name, dpi, picture_dpi in (
        (both, "sheet.pdf", 300, 50),
        (pdf, "sheet.pdf", 300, 0),
        (pictures, "sheet.png", 50, 0),
    ):
        folder.mkdir()
        draw_layout(two, folder / name, SheetWish(sheet="A4", dpi=dpi, picture_dpi=picture_dpi))
    alone = {file.name: file.read_bytes() for folder in (pdf, pictures) for file in folder.iterdir()}
    assert len(alone) > 3
    assert {file.name: file.read_bytes() for file in both.iterdir()} == alone


@pytest.mark.parametrize("suffix", ["pdf", "png", "svg"])
def test_a_sheet_stopped_between_two_maps_leaves_the_earlier_one(two, tmp_path, suffix):
    from commonplan.output.sheet.draw import SheetWish, draw_layout

    class StoppedError(Exception):
        pass

    def progress(share):
        told.append(share)
        if len(told) > 1 and share > 0.5:
            raise StoppedError

    told = []
    output = tmp_path / f"sheet.{suffix}"
    output.write_bytes(b"earlier")
    before = sorted(tmp_path.iterdir())
    with pytest.raises(StoppedError):
        draw_layout(two, output, SheetWish(sheet="A4", proof="greyscale"), progress)
    assert told == sorted(told)
    assert output.read_bytes() == b"earlier"
    assert sorted(tmp_path.iterdir()) == before
