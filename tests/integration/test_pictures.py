"""Sheets as PNG and SVG: size, resolution, texts, one file for each page, nothing about who made them."""

import getpass
import json
import re
import shutil
from pathlib import Path
from xml.etree import ElementTree as ET

import numpy as np
import pytest
from PIL import Image
from qgis.core import QgsProcessingFeedback
from test_draw_layout import add_second_compound, fill

SVG = "{http://www.w3.org/2000/svg}"


class Log(QgsProcessingFeedback):
    """Keeps what is said."""

    def __init__(self):
        super().__init__(False)
        self.said = []

    def pushInfo(self, text):
        self.said.append(text)


@pytest.fixture(scope="module")
def community(empty_community, tmp_path_factory):
    """A community of two compounds, which is only read."""
    folder = shutil.copytree(empty_community, tmp_path_factory.mktemp("pictures") / "和平社区")
    path = next(folder.glob("*.gpkg"))
    fill(path, 12, {"title": "甲 & <乙>"})
    add_second_compound(path)
    return path


@pytest.fixture(scope="module")
def draw(provider, community, tmp_path_factory):
    """Draw into a folder of its own; return the files, page by page, and what was said."""
    import processing

    def draw(name, **parameters):
        output, log = tmp_path_factory.mktemp("out") / name, Log()
        given = {"COMMUNITY": str(community), "OUTPUT": str(output), "SHEET": "A3", **parameters}
        outputs = processing.run("commonplan:drawlayout", given, feedback=log)
        return [Path(file) for file in json.loads(outputs["SHEETS"])["files"]], log.said

    return draw


@pytest.fixture(scope="module")
def svgs(draw):
    return draw("sheet.svg")


@pytest.mark.parametrize(("dpi", "size"), [(96, (1587, 1123)), (150, (2480, 1754))])
def test_a_png_has_the_pixels_and_the_resolution_asked_for(draw, dpi, size):
    files, _ = draw("sheet.png", DPI=dpi, ORIENTATION="landscape")
    for file in files:
        with Image.open(file) as image:
            assert image.size == size
            assert image.info["dpi"] == pytest.approx((dpi, dpi), abs=0.1)
            assert image.mode == "RGB"
            assert set(image.info) == {"dpi"}
            spread = np.ptp(np.asarray(image.convert("L")))
        assert spread > 200  # ink on paper


@pytest.mark.parametrize("name", ["sheet.png", "sheet.svg"])
def test_every_page_has_a_file_and_the_result_says_which(draw, svgs, name):
    files, said = svgs if name.endswith("svg") else draw(name, DPI=40)
    stem, suffix = name.split(".")
    assert [file.name for file in files] == [name, f"{stem}_2.{suffix}"]
    assert sorted(file.name for file in files[0].parent.iterdir()) == sorted(file.name for file in files)
    assert any(all(file.name in text for file in files) for text in said)


def test_an_svg_says_its_texts_in_letters(svgs):
    files, _ = svgs
    for file in files:
        texts = [element.text.strip() for element in ET.parse(file).iter(f"{SVG}text")]
        numbers = [text for text in texts if re.fullmatch(r"[\u4e00-\u9fff]?-?\d+", text)]
        assert "索引" in texts
        on_both = {text for text in numbers if numbers.count(text) == 2}
        assert on_both, texts
        # Apart from scale bars, whatever number is on the map is in the index.
        assert {text for text in numbers if text not in on_both} <= {"0", "5", "10", "15", "20", "30", "40"}


def test_an_svg_has_the_size_of_the_sheet_and_more_than_one_typeface(svgs):
    (file, _), _ = svgs
    root = ET.parse(file).getroot()
    assert float(root.get("width").removesuffix("mm")) == pytest.approx(420, abs=0.1)
    assert float(root.get("height").removesuffix("mm")) == pytest.approx(297, abs=0.1)
    (text, *_) = [element for element in root.iter(f"{SVG}text") if element.text.startswith("甲")]
    assert text.get("font-family").endswith("sans-serif")


def test_an_svg_says_what_it_is_and_not_who_made_it(svgs, community):
    (file, _), _ = svgs
    svg = file.read_text("utf-8")
    assert ET.parse(file).findtext(f"{SVG}title") == "甲 & <乙>"
    for private in (str(community.parent), str(file.parent), "Qt", "QGIS", "61236", "344916"):
        assert private not in svg
    assert not re.search(rf"\b{re.escape(getpass.getuser())}\b", svg)
    assert "<image" not in svg


def test_pages_that_an_earlier_drawing_left_are_named(run, community, tmp_path):
    def said(**parameters):
        log = QgsProcessingFeedback(False)
        given = {"COMMUNITY": str(community), "OUTPUT": str(tmp_path / "sheet.png"), "DPI": 50}
        processing.run("commonplan:drawlayout", {**given, **parameters}, feedback=log)
        return log.textLog()

    import processing

    assert "earlier drawing" not in said()
    assert (tmp_path / "sheet_2.png").exists()
    assert "are no part of this one: sheet_2.png." in said(COMPOUND="北里")
    assert (tmp_path / "sheet_2.png").exists()  # whose it is nobody knows
