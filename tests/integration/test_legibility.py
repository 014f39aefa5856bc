"""Every sheet read back as a reader finds it: no text over text, none cut off, numbers in map and index."""

import re
import subprocess
from collections import Counter
from xml.etree import ElementTree as ET

import numpy as np
import pytest
from commonplan.community.placement import overlap
from pypdf import PdfReader
from test_draw_layout import fill

MM = 25.4 / 72
SHEETS = {"A4": (297, 210), "A3": (420, 297), "A2": (594, 420), "A1": (841, 594), "A0": (1189, 841)}
CASES = [("A3", "zh", 50), ("A4", "en", 5)]
ALL = [(sheet, language, n) for sheet in SHEETS for language in ("zh", "en") for n in (5, 50, 400)]


def words_of(pdf):
    """Return, for each page, its words and their boxes in mm, n×4, y downward."""
    xml = subprocess.run(["pdftotext", "-bbox", str(pdf), "-"], check=True, capture_output=True).stdout
    pages = []
    for page in ET.fromstring(re.sub(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]", b"", xml)).iter():
        if page.tag.endswith("page"):
            found = [word for word in page if word.tag.endswith("word") and (word.text or "").strip()]
            sides = [
                [float(word.get(key)) * MM for key in ("xMin", "yMin", "xMax", "yMax")] for word in found
            ]
            pages.append(([word.text for word in found], np.array(sides).reshape(-1, 4)))
    return pages


def over_one_another(words, around):
    """Return words that cover more than a fifth of another, of whose line height a third is air."""
    middle = (around[:, 1::2].sum(axis=1) / 2)[:, None]
    half = 0.33 * (around[:, 3:] - around[:, 1:2])
    letters = np.hstack([around[:, :1], middle - half, around[:, 2:3], middle + half])
    shared = overlap(letters, letters)
    np.fill_diagonal(shared, 0)
    return [(words[i], words[j]) for i, j in np.argwhere(shared > 0.2) if i < j]


def crowded(count):
    """Return positions in a court of 200 m by 150 m, half of them in threes a few metres apart."""
    random = np.random.default_rng(5)
    middles = np.repeat(random.uniform((20, 20), (180, 130), (count // 6 + 1, 2)), 3, axis=0)[: count // 2]
    near = middles + random.normal(0, 3, middles.shape)
    return np.vstack([near, random.uniform((5, 15), (195, 145), (count - len(near), 2))]).tolist()


def check(run, community, tmp_path, sheet, language, count):
    fill(community, count, at=crowded(count))
    pdf = tmp_path / "sheet.pdf"
    run("drawlayout", COMMUNITY=str(community), OUTPUT=str(pdf), SHEET=sheet, LANGUAGE=language,
        ORIENTATION="landscape")  # fmt: skip
    width, height = SHEETS[sheet]
    pages = words_of(pdf)
    for words, around in pages:
        over = over_one_another(words, around)
        if (sheet, count) == ("A4", 400):  # too full for 400 markers, which the log of the run says
            over = [pair for pair in over if not all(word.isdigit() for word in pair)]
        assert over == []
        assert (around[:, 0] > 25).all()
        assert (around[:, 2] < width - 10).all()
        assert (around[:, 1] > 9.5).all()
        assert (around[:, 3] < height - 9.5).all()
    said = Counter(word for words, _ in pages for word in words if re.fullmatch(r"\d+", word))
    assert all(said[str(n + 1)] >= 2 for n in range(count)), "on the map and in the index"
    for page in PdfReader(pdf).pages:
        for font in page["/Resources"]["/Font"].values():
            (inner,) = font.get_object()["/DescendantFonts"]
            assert "/FontFile2" in inner.get_object()["/FontDescriptor"]


@pytest.mark.parametrize(("sheet", "language", "count"), CASES)
def test_a_sheet_can_be_read(run, community, tmp_path, sheet, language, count):
    check(run, community, tmp_path, sheet, language, count)


@pytest.mark.long
@pytest.mark.parametrize(("sheet", "language", "count"), ALL)
def test_every_sheet_can_be_read(run, community, tmp_path, sheet, language, count):
    check(run, community, tmp_path, sheet, language, count)
