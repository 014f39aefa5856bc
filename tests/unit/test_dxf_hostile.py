"""Drawings that are huge or meant to hurt: bounded, and what stays out is named."""

from __future__ import annotations

import re
from collections import Counter
from random import Random

import numpy as np
import pytest
import shapely
from commonplan.community.errors import InputError
from commonplan.community.survey.batches import make_frames
from commonplan.readers.dxf import curves, explode, hatches
from commonplan.readers.dxf.read import read_dxf
from drawings import new_drawing, save
from every_entity import every_entity


def square(x, y, width):
    return np.array([(x, y), (x + width, y), (x + width, y + width), (x, y + width)], float)


def test_many_rings_of_a_hatch_are_odd_or_even():
    apart = [square(2 * column, 2 * row, 1) for column in range(100) for row in range(100)]
    assert hatches._even_odd(apart).area == pytest.approx(10_000)
    nested = [square(i, i, 400 - 2 * i) for i in range(200)]
    assert hatches._even_odd(nested).area == pytest.approx(
        sum((400 - 2 * i) ** 2 * (-1) ** i for i in range(200))
    )
    crossing = [square(i / 2, i / 2, 1) for i in range(300)]
    assert hatches._even_odd(crossing).area == pytest.approx(300 - 2 * 299 / 4)


def test_a_ring_that_crosses_itself_everywhere_is_no_area():
    scribble = np.random.default_rng(1).random((5000, 2)) * 100
    assert hatches._even_odd([scribble]) is None
    assert hatches._even_odd([scribble, square(0, 0, 10)]).area == 100


def test_a_hatch_of_a_hundred_thousand_edges(tmp_path):
    drawing = new_drawing("R2010")
    path = drawing.modelspace().add_hatch().paths.add_edge_path()
    angles = np.linspace(0, 2 * np.pi, 100_001)
    ring = np.column_stack((np.cos(angles), np.sin(angles))).round(9) * 50
    for start, end in zip(ring[:-1].tolist(), ring[1:].tolist()):
        path.add_line(start, end)
    areas = make_frames(read_dxf(save(drawing, tmp_path / "hatch.dxf")).batches)["survey_area"]
    assert areas.geometry.area.tolist() == pytest.approx([np.pi * 2500], rel=1e-6)


@pytest.mark.parametrize("count", [0, 1])
def test_a_spline_needs_two_points(count):
    none = np.full(3, np.nan)
    assert curves.through(np.zeros((count, 3)), none, none) is None


def test_a_spline_of_ten_thousand_points_stays_small():
    control = np.column_stack((np.arange(10_000.0), np.sin(np.arange(10_000.0)) * 50, np.zeros(10_000)))
    knots = np.concatenate((np.zeros(3), np.arange(9998.0), np.full(3, 9997.0)))
    points = curves.spline(3, knots.tolist(), control, None, 1e-9)
    assert len(points) <= 4_000_000
    assert points[-1].tolist() == control[-1].tolist()


def test_a_million_circles_share_the_memory():
    radius = np.full(1_000_000, 1e6)
    assert curves.steps(radius, np.full(len(radius), 6.3), 0.01).sum() <= 16_000_000
    assert curves.steps(radius[:1], np.array([6.3]), 0.01).tolist() == [10_000]


def test_numbers_that_are_none_stay_out_by_name(tmp_path):
    drawing = new_drawing("R2010")
    model = drawing.modelspace()
    model.add_lwpolyline([(0, 0, 0.31), (9, 0, 0.32), (9, 9, 0.33)], format="xyb", close=True)
    model.add_lwpolyline([(0, 0, 1e200), (9, 0, 1e308), (9, 9, 0)], format="xyb")
    model.add_circle((0, 0), 77.7)
    path = save(drawing, tmp_path / "drawing.dxf")
    text = path.read_bytes()
    assert all(number in text for number in (b"0.31", b"0.32", b"77.7"))
    path.write_bytes(text.replace(b"0.31", b"nan").replace(b"0.32", b"inf").replace(b"77.7", b"nan"))
    data = read_dxf(path)
    assert sum(data.found.values()) == 3
    assert data.skipped[("CIRCLE", "0", "no_extent")] == 1
    for frame in make_frames(data.batches).values():
        assert np.isfinite(shapely.get_coordinates(frame.geometry.to_numpy())).all()


def test_a_block_that_holds_itself_is_left(tmp_path):
    drawing = new_drawing("R2010")
    for name, other in (("A", "B"), ("B", "A")):
        block = drawing.blocks.new(name)
        block.add_line((0, 0), (1, 0))
        block.add_blockref(other, (1, 1))
    drawing.modelspace().add_blockref("A", (0, 0))
    data = read_dxf(save(drawing, tmp_path / "drawing.dxf"), explode=True)
    assert len(make_frames(data.batches)["survey_line"]) == 2
    assert {"note": "block_holds_itself", "block": "A"} in data.notes


def test_blocks_in_blocks_in_blocks_are_bounded(tmp_path, monkeypatch):
    monkeypatch.setattr(explode, "_MOST_ROWS", 5000)
    monkeypatch.setattr(explode, "_MOST_INSERTS", 3000)
    drawing = new_drawing("R2010")
    drawing.blocks.new("B0").add_line((0, 0), (1, 0))
    for level in range(1, 20):
        block = drawing.blocks.new(f"B{level}")
        for number in range(10):
            block.add_blockref(f"B{level - 1}", (number, 0))
    drawing.modelspace().add_blockref("B19", (0, 0))
    data = read_dxf(save(drawing, tmp_path / "drawing.dxf"), explode=True)
    assert sum(data.found.values()) == 1
    assert len(make_frames(data.batches)["survey_line"]) <= 5000
    assert [note["count"] > 0 for note in data.notes if note["note"] == "explode_limit"] == [True]


@pytest.mark.parametrize("exploding", [False, True])
def test_an_array_of_a_million_is_one_and_named(tmp_path, exploding):
    drawing = new_drawing("R2010")
    drawing.modelspace().add_blockref(
        "LAMP", (5, 5), dxfattribs={"column_count": 1000, "row_count": 1000, "column_spacing": 1}
    )
    data = read_dxf(save(drawing, tmp_path / "drawing.dxf"), explode=exploding)
    assert sum(len(frame) for frame in make_frames(data.batches).values()) == 1
    assert {"note": "array_cut", "count": 1} in data.notes


WORDS = (
    b"nan",
    b"-1e308",
    b"99999999999999999999",
    b"",
    b"0",
    b"-5",
    b"ENDSEC",
    b"INSERT",
    b"HOUSE",
    b"\xff\xfe",
)


def spoiled(lines, chance):
    """Change some of the lines from the blocks on."""
    lines = list(lines)
    first = next(row for row, line in enumerate(lines) if line.strip() == b"BLOCKS")
    for _ in range(chance.choice((1, 3, 20, 200))):
        row, act = chance.randrange(first, len(lines)), chance.random()
        if act < 0.6:
            lines[row] = chance.choice(WORDS)
        elif act < 0.8:
            del lines[row]
        else:
            lines.insert(row, lines[chance.randrange(len(lines))])
    return b"\n".join(lines)


def test_spoiled_drawings_are_exploded_or_refused(tmp_path):
    chance, outcomes = Random(5), Counter()
    path = tmp_path / "spoiled.dxf"
    for drawing in (every_entity("R2018", "gbk"), every_entity("R2000", "gbk")):
        lines = save(drawing, path).read_bytes().split(b"\n")
        for _ in range(15):
            path.write_bytes(spoiled(lines, chance))
            try:
                data = read_dxf(path, explode=True)
            except InputError as error:
                outcomes[error.code] += 1
                continue
            outcomes["read"] += 1
            for frame in make_frames(data.batches).values():
                assert np.isfinite(shapely.get_coordinates(frame.geometry.to_numpy())).all()
    assert outcomes["read"] > 20


WILD = ("1e308", "-1e308", "1e154", "1e39", "-1e19", "1e-320", "inf", "nan", "1e15", "99999999999999")


@pytest.mark.filterwarnings("error::RuntimeWarning")
@pytest.mark.parametrize("release", ["R12", "R2018"])
def test_numbers_that_no_drawing_can_hold_harm_nothing(release, tmp_path):
    every_entity(release, "gbk").saveas(tmp_path / "whole.dxf")
    head, *rest = (tmp_path / "whole.dxf").read_text("utf-8", "surrogateescape").split("BLOCKS", 1)
    parts = re.split(r"(?<=\n)( *(?:[1-5]?\d|2[123]0)\n)(-?\d+\.\d+)(?=\n)", rest[0])
    for seed in range(12):
        dice, wild = Random(seed), list(parts)
        for at in dice.sample(range(2, len(parts), 3), dice.choice((1, 9, 60))):
            wild[at] = dice.choice(WILD)
        path = tmp_path / "wild.dxf"
        path.write_text("".join((head, "BLOCKS", *wild)), "utf-8", "surrogateescape")
        for explode_blocks in (False, True):
            data = read_dxf(path, explode=explode_blocks)
            for frame in make_frames(data.batches).values():
                assert np.isfinite(shapely.bounds(frame.geometry.to_numpy())).all()
            counts = Counter(kind for kind, *_ in data.skipped.elements())
            assert all(counts[kind] <= count for (kind, _), count in data.found.items())


def test_numbers_that_no_drawing_can_hold_are_told(tmp_path):
    drawing = new_drawing("R2010")
    model = drawing.modelspace()
    model.add_line((0, 0), (1e200, 5))
    model.add_lwpolyline([(0, 0), (3, 5)], dxfattribs={"extrusion": (0, 1e200, -1e300)})
    data = read_dxf(save(drawing, tmp_path / "wild.dxf"))
    assert {"note": "impossible_numbers", "count": 3} in data.notes
    assert data.skipped == {("LINE", "0", "no_extent"): 1}


def test_blocks_placed_beyond_all_bounds_are_told(tmp_path):
    drawing = new_drawing("R2010")
    drawing.blocks.new("HOUSE").add_lwpolyline([(0, 0), (9, 0), (9, 9)], close=True)
    drawing.modelspace().add_blockref("HOUSE", (1e13, 0))
    drawing.modelspace().add_blockref("HOUSE", (5, 0))
    data = read_dxf(save(drawing, tmp_path / "far.dxf"), explode=True)
    assert {"note": "beyond", "count": 1} in data.notes
    assert len(make_frames(data.batches)["survey_area"]) == 1
