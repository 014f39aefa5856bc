"""Proofs of sheets: what a copier and colour-blind readers see keeps the classes apart."""

import json
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest
from commonplan.community.catalogue import CLASS_STYLE, class_styles
from PIL import Image
from test_draw_layout import fill

CLASSES = tuple(CLASS_STYLE)
WAYS = ("greyscale", "protanopia", "deuteranopia", "tritanopia")


def lab(rgb):
    """Return CIE L*a*b* (D65) of colours, …×3, given as 0–255."""
    linear = np.asarray(rgb, float) / 255
    linear = np.where(linear > 0.04045, ((linear + 0.055) / 1.055) ** 2.4, linear / 12.92)
    matrix = [[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]]
    xyz = linear @ np.array(matrix).T / [0.9505, 1.0, 1.089]
    f = np.where(xyz > 0.008856, np.cbrt(xyz), 7.787 * xyz + 16 / 116)
    return np.stack([116 * f[..., 1] - 16, 500 * (f[..., 0] - f[..., 1]), 200 * (f[..., 1] - f[..., 2])], -1)


def pixels(file):
    with Image.open(file) as image:
        return np.asarray(image.convert("RGB")).astype(int)


@pytest.fixture(scope="module")
def proofs(provider, empty_community, tmp_path_factory):
    """A sheet as PNG, the mask of each class on it, and the proofs of it by their names."""
    import shutil

    import processing

    folder = tmp_path_factory.mktemp("proofs")
    path = next(Path(shutil.copytree(empty_community, folder / "community")).glob("*.gpkg"))
    fill(path, 9)
    sheet = folder / "sheet.png"
    files = []
    wish = {"COMMUNITY": str(path), "OUTPUT": str(sheet), "SHEET": "A3", "DPI": 100}
    for proof in ("greyscale", "colour_blind"):
        outputs = processing.run("commonplan:drawlayout", {**wish, "PROOF": proof})
        files += json.loads(outputs["SHEETS"])["files"][1:]
    plain = pixels(sheet)
    masks = {
        name: (plain == [int(style.color[i : i + 2], 16) for i in (1, 3, 5)]).all(axis=-1)
        for name, style in CLASS_STYLE.items()
    }
    return plain, masks, {Path(file).stem.removeprefix("sheet_"): pixels(file) for file in files}


def test_each_proof_is_a_page_as_large_as_the_sheet(proofs):
    plain, _, seen = proofs
    assert sorted(seen) == sorted(WAYS)
    assert all(np.abs(np.subtract(picture.shape, plain.shape)).max() <= 2 for picture in seen.values())
    assert not np.array_equal(seen["protanopia"], seen["deuteranopia"])
    grey = seen["greyscale"]
    assert (grey == grey[..., :1]).all()


def mean_of(picture, mask):
    high, wide = np.minimum(picture.shape[:2], mask.shape)
    return np.median(picture[:high, :wide][mask[:high, :wide]], axis=0)


# Of the colours that domain.md asks for: green and orange are nearest in grey, green and blue to readers
# who tell blue and yellow badly. Nearer they must not come; the shapes tell them apart besides.
@pytest.mark.parametrize(("way", "least"), [("protanopia", 35), ("deuteranopia", 45), ("tritanopia", 17)])
def test_colour_blind_readers_tell_the_classes_apart(proofs, way, least):
    _, masks, seen = proofs
    colors = {name: lab(mean_of(seen[way], mask)) for name, mask in masks.items()}
    for one, other in combinations(CLASSES, 2):
        assert np.linalg.norm(colors[one] - colors[other]) > least, (one, other)
    for name in CLASSES:  # and from paper and buildings
        assert np.linalg.norm(colors[name] - lab([0xE6, 0xE9, 0xEC])) > 30


def test_in_grey_the_classes_differ_in_lightness_and_in_shape(proofs):
    _, masks, seen = proofs
    grey = {name: lab(mean_of(seen["greyscale"], mask))[0] for name, mask in masks.items()}
    assert min(abs(grey[one] - grey[other]) for one, other in combinations(CLASSES, 2)) > 3.5
    assert all(lab([255, 255, 255])[0] - value > 40 for value in grey.values())  # white numbers are read
    filled = {name: filling(seen["greyscale"], mask) for name, mask in masks.items()}
    assert filled["facility"] > 0.9 > filled["space"] > 0.7 > filled["unit"]


@pytest.mark.parametrize("way", WAYS)
def test_the_colours_of_planning_are_told_apart_too(qgis_app, way):
    from commonplan.output.sheet.proofs import SEEN, seen
    from qgis.PyQt.QtGui import QColor, QImage

    modes = {**SEEN["greyscale"], **SEEN["colour_blind"]}
    colors = []
    for style in class_styles("planning").values():
        picture = QImage(4, 4, QImage.Format.Format_RGB32)
        picture.fill(QColor(style.color))
        shown = seen(picture, modes[way]).pixelColor(1, 1)
        colors.append(lab([shown.red(), shown.green(), shown.blue()]))
    apart = [np.linalg.norm(one - other) for one, other in combinations(colors, 2)]
    assert min(apart) > (4 if way == "greyscale" else 20), apart


def filling(picture, mask):
    """Return the part of its box that a marker on the map fills in a proof: 1 a square, 0.79 a circle."""
    rows, columns = np.nonzero(mask[:, : int(0.6 * mask.shape[1])])
    top, left = rows[0], columns[0] - 30
    near = mask[top : top + 40, left : left + 75]
    high = int(np.argmin(np.append(near.any(axis=1), False)))
    across = np.flatnonzero(near[:high].any(axis=0))
    dark = picture[top : top + high, left + across[0] : left + across[-1] + 1, 0] < 200
    # The number inside is white: between the first and the last dark pixel of a row all is marker.
    found = [np.flatnonzero(row) for row in dark]
    return sum(row[-1] - row[0] + 1 for row in found if len(row)) / dark.size
