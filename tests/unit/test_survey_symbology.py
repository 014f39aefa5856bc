"""The base map as data: symbols, linetypes, and the colours that a ground bears."""

import re
from xml.etree import ElementTree as ET

import numpy as np
import pytest
from commonplan.community import catalogue
from commonplan.community.survey.symbology import dashes, matches
from commonplan.readers.dxf.palette import aci_color
from commonplan.workspace.ground import GROUNDS

GEOMETRIES = ("point", "line", "area")
ICONS = catalogue.FOLDER.parent / "icons" / "survey"


def listed(text):
    return [word for word in text.split("|") if word]


def test_every_row_of_the_symbols_can_be_drawn():
    table = catalogue.symbols()
    assert not table.duplicated(["symbol", "geometry"]).any()
    assert set(table["geometry"]) == set(GEOMETRIES)
    assert (table[["en", "zh"]] != "").all(axis=None)
    for row in table.to_dict("records"):
        assert re.fullmatch("#[0-9A-F]{6}", row["color"]), row
        assert row["fill"] in ("", "tone", "hatch", "solid")
        assert all(float(part) > 0 for part in row["dash"].split())
        numbers = ["size"] if row["geometry"] == "point" else ["width"]
        numbers += ["size", "interval"] if row["interval"] else []
        assert all(float(row[name]) > 0 for name in numbers), row
        if row["geometry"] == "point" or (row["fill"] and row["marker"]):
            drawing = ET.parse(ICONS / f"{row['marker']}.svg").getroot()
            assert drawing.get("stroke", "").startswith("param(outline)")


def test_symbols_stand_for_what_the_other_catalogues_know():
    table = catalogue.symbols()
    roles = set(catalogue.codes()["role"]) | set(catalogue.layer_roles().values()) | {"internal"}
    assert {role for text in table["roles"] for role in listed(text)} <= roles
    assert {kind for text in table["kinds"] for kind in listed(text)} <= set(catalogue.kinds().index)


@pytest.mark.parametrize("geometry", GEOMETRIES)
def test_every_known_layer_has_a_symbol(geometry):
    known = matches(geometry, catalogue.layer_roles()).layers
    assert set(catalogue.layer_roles()) <= set(known)


@pytest.mark.parametrize("role", catalogue.choices("layer_role")["value"])
@pytest.mark.parametrize("geometry", GEOMETRIES)
def test_whatever_a_planner_says_of_a_layer_has_a_symbol(geometry, role):
    assert matches(geometry, {"本单位图层": role}).layers.get("本单位图层")


def test_layers_know_only_roles_that_a_planner_can_choose():
    assert set(catalogue.layer_roles().values()) <= set(catalogue.choices("layer_role")["value"])


def test_a_code_of_its_own_goes_before_its_role_and_the_longest_beginning_is_asked_first():
    found = matches("point", {})
    assert found.codes["SOUTH|155210"] == "lamp"
    assert found.codes["SOUTH|175200"] == "hydrant"
    assert found.codes["SOUTH|213802"] == "tree_conifer"
    assert found.beginnings[4]["SOUTH|1741"] == "manhole"
    assert list(found.beginnings) == sorted(found.beginnings, reverse=True)
    assert matches("line", {}).codes["SOUTH|201102"] == "contour_index"
    assert found.blocks["路灯"] == "lamp"


def test_dashes_know_solid_lines_from_dashed_ones():
    known = dashes()
    assert known["CONTINUOUS"] == ()
    assert known["DASHED"]
    assert known["CENTER"]
    assert known["ШТРИХОВАЯ"]
    assert all(len(dash) % 2 == 0 and min(dash, default=1) > 0 for dash in known.values())


def luminance(color):
    parts = np.array([int(color[i : i + 2], 16) / 255 for i in (1, 3, 5)])
    linear = np.where(parts <= 0.03928, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)
    return float(linear @ (0.2126, 0.7152, 0.0722))


@pytest.mark.parametrize("ground", GROUNDS.values(), ids=GROUNDS)
def test_every_cad_colour_stands_out_from_the_ground(ground):
    """3:1 is what WCAG 2.1 asks of graphics; greys may be fainter, as they are in the drawing."""
    behind = luminance(ground.color)
    colors = [aci_color(index) for index in range(1, 250)] + ["#ffffff", "#000000"]
    toned = {ground.toned(color, ground.in_lines) for color in colors} - {ground.faint}
    for color in sorted(toned):
        high, low = sorted((luminance(color), behind), reverse=True)
        assert (high + 0.05) / (low + 0.05) >= 3, color
