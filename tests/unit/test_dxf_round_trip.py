"""A drawing with every kind of entity comes back whole, in every release and alphabet."""

from __future__ import annotations

import json
import re
from collections import Counter
from itertools import product

import ezdxf
import pandas as pd
import pytest
import shapely
from commonplan.community.survey.batches import make_frames
from commonplan.readers.dxf.content import LEFT_OUT
from commonplan.readers.dxf.read import read_dxf
from drawings import SHARED, by_type, counted, new_drawing
from every_entity import WORDS, every_entity

VERSIONS = ("R12", "R2000", "R2004", "R2007", "R2018")
# What has no extent in plan, and meshes, which share their type with lines.
renamed = re.compile(r"___\d+$")
EMPTY = {"no_extent", "mesh", "paper_space"}


@pytest.fixture(scope="module", params=list(product(VERSIONS, WORDS)), ids="-".join)
def trip(request, tmp_path_factory):
    version, encoding = request.param
    drawing = every_entity(version, encoding)
    path = tmp_path_factory.mktemp("trip") / "every.dxf"
    drawing.saveas(path)
    data = read_dxf(path)
    return drawing, path, data, make_frames(data.batches), WORDS[encoding]


def test_every_entity_is_counted_and_taken_or_named(trip):
    drawing, path, data, frames, _ = trip
    assert by_type(data.found) == counted(path)
    reasons = {(kind, reason) for kind, _, reason in data.skipped}
    assert all(reason == LEFT_OUT.get(kind) or reason in EMPTY for kind, reason in reasons)
    taken = by_type(data.found) - by_type(data.skipped)
    rows = {h for frame in frames.values() for h in frame["handle"] if h}
    written = {e.dxf.handle for e in drawing.modelspace() if e.dxftype() in taken and e.dxf.handle in rows}
    if drawing.dxfversion > "AC1009":
        assert len(rows) == taken.total()
        assert len(written) == taken.total() - taken["ATTRIB"]


def test_layers_texts_names_tags_and_codes_are_the_same_to_the_last_character(trip):
    drawing, _, data, frames, (layer, text) = trip
    assert {name for _, name in data.found} == {layer}
    texts = Counter(frames["survey_text"]["text"])
    assert texts == {
        text: sum(e.dxftype() in ("TEXT", "MTEXT", "MULTILEADER") for e in drawing.modelspace()) + 1
    }
    points = frames["survey_point"]
    assert set(points["block"].dropna()) == {f"块{layer}"}
    insert = next(iter(drawing.modelspace().query("INSERT")))
    assert json.loads(points["attributes"].iloc[0]) == {insert.attribs[0].dxf.tag: text}
    assert points[["scale_x", "scale_y", "rotation"]].iloc[0].tolist() == [2, 3, 40]
    ours = {code for frame in frames.values() for code in frame["code"].dropna()}
    kinds = {e.get_xdata("SOUTH")[0].value: e.dxftype() for e in drawing.modelspace()}
    assert ours <= set(kinds)
    # ezdxf writes no solids without their data, and in R2000 no meshes.
    missing = {kinds[code] for code in set(kinds) - ours} & {kind for kind, _ in data.found}
    assert missing <= {kind for kind, _, _ in data.skipped}
    assert data.encoding["undecodable"] == 0


def test_rings_areas_and_lines_are_as_many_as_drawn(trip):
    drawing, _, _, frames, _ = trip
    new = drawing.dxfversion > "AC1009"
    # circle, closed polyline, solid, trace, face; closed, nearly closed, ellipse, hatch, mpolygon
    assert len(frames["survey_area"]) == (10 if new else 5)
    holes = shapely.get_num_interior_rings(frames["survey_area"].geometry.to_numpy())
    assert holes.sum() == (1 if new else 0)
    assert len(frames["survey_point"]) == 1 + 1 + 3


@pytest.mark.parametrize("same_code", [True, False])
def test_a_closed_line_inside_of_another_is_an_area_of_its_own(tmp_path, same_code):
    drawing = new_drawing()
    for number, size in enumerate((20, 5)):
        ring = drawing.modelspace().add_lwpolyline([(0, 0), (size, 0), (size, size), (0, size)], close=True)
        ring.translate(5 * number, 5 * number, 0)
        ring.set_xdata("SOUTH", [(1000, "141101" if same_code else f"14110{number}")])
    drawing.saveas(tmp_path / "nested.dxf")
    areas = make_frames(read_dxf(tmp_path / "nested.dxf").batches)["survey_area"]
    assert areas.geometry.area.tolist() == [400, 25]


@pytest.mark.skipif(not SHARED.exists(), reason="the real surveys are not on this machine")
def test_what_an_old_release_draws_in_blocks_is_the_same_drawing():
    new = SHARED / "mixed_entities_r2018.dxf"
    old = make_frames(read_dxf(SHARED / "mixed_entities_r12.dxf", explode=True).batches)
    alike_but_for_what_r12_cannot_write(make_frames(read_dxf(new, explode=True).batches), old)
    kinds = {e.dxf.handle: e.dxftype() for e in ezdxf.readfile(new).modelspace()}
    mine, theirs = outlines(make_frames(read_dxf(new).batches)), outlines(old)
    drawn = shapely.union_all(theirs.geometry.to_numpy())
    compared = Counter()
    for row in mine.itertuples():
        # Of a multiline the reference line is taken, of its block every element.
        if kinds[row.handle] != "MLINE":
            corners = shapely.points(shapely.get_coordinates(row.geometry))
            assert shapely.distance(corners, drawn).max() < 0.02, kinds[row.handle]
            compared[kinds[row.handle]] += 1
    assert len(compared) == 12
    assert compared["MULTILEADER"] == 15
    layers = dict(zip(theirs["handle"], theirs["layer"]))
    named = [(row.layer.upper(), layers[row.handle]) for row in mine.itertuples() if row.handle in layers]
    assert len(named) > 60  # R12 writes names in capitals
    assert all(layer == other for layer, other in named)


def alike_but_for_what_r12_cannot_write(new, old):
    """Layers, points, and every word of the texts: AutoCAD cuts paragraphs into lines, and names its own."""
    for table, frame in old.items():
        names = {renamed.sub("", layer.upper()) for layer in frame["layer"]}
        assert {layer.upper() for layer in new[table]["layer"]} - {"LAYER_COLOR_80"} <= names, table
        assert names <= {layer.upper() for frame in new.values() for layer in frame["layer"]}, table
    ours, theirs = (shapely.points(shapely.get_coordinates(f["survey_point"].geometry)) for f in (new, old))
    assert len(ours) == len(theirs) == 40
    assert shapely.distance(ours, shapely.union_all(theirs)).max() < 0.001
    words, others = (Counter(" ".join(f["survey_text"]["text"]).split()) for f in (new, old))
    # The signs that its code page lacks, and a stacked fraction.
    assert (words - others).keys() == {"94°", "∅45,6", "4'-01/4\""}
    assert (words & others).total() > 500


def outlines(frames):
    """Lines, and the outlines of areas."""
    areas = frames["survey_area"]
    return pd.concat([frames["survey_line"], areas.assign(geometry=areas.geometry.boundary)])
