"""Lines, curves and hatches lie where an independent reader puts them, whole drawings long."""

from __future__ import annotations

from pathlib import Path

import ezdxf
import pandas as pd
import pytest
import shapely
from commonplan.community.survey.batches import make_frames
from commonplan.readers.dxf.read import read_dxf
from drawings import SHARED, new_drawing, save
from ezdxf import path as paths
from shapely import Point

SAMPLE = Path(__file__).resolve().parents[2] / "resources" / "sample" / "survey.dxf"
DRAWINGS = (
    SHARED / "mixed_entities_r2018.dxf",
    SHARED / "topographic_survey_cp1251.dxf",
    SAMPLE,
)
# Drawn by their reference line, where ezdxf draws each element.
OTHERWISE = {"MLINE", "MULTILEADER", "LEADER"}
TOLERANCE = 0.02


def outlines(entity):
    """What ezdxf draws of an entity, as one geometry; None when it draws no path."""
    try:
        found = paths.from_hatch(entity) if entity.dxftype() == "HATCH" else [paths.make_path(entity)]
    except TypeError:
        return None
    flat = [[(v.x, v.y) for v in path.flattening(0.001)] for path in found]
    return shapely.union_all([shapely.LineString(points) for points in flat if len(points) > 1])


@pytest.mark.parametrize("path", DRAWINGS, ids=lambda path: path.name)
def test_geometry_equals_an_independent_reading(path):
    if not path.exists():
        pytest.skip(f"{path.name} is not on this machine")
    frames = make_frames(read_dxf(path).batches)
    rows = pd.concat([frames["survey_line"], frames["survey_area"].assign(geometry=lambda f: f.boundary)])
    ours = {handle: shapely.union_all(group.geometry) for handle, group in rows.groupby("handle")}
    compared = 0
    for entity in ezdxf.readfile(path).modelspace():
        theirs = None if entity.dxftype() in OTHERWISE else outlines(entity)
        mine = ours.get(entity.dxf.handle)
        if theirs is None or mine is None or theirs.is_empty:
            continue
        dense = (shapely.segmentize(geometry, 0.5) for geometry in (mine, theirs))
        assert shapely.hausdorff_distance(*dense) < TOLERANCE, f"{entity.dxftype()} {entity.dxf.handle}"
        compared += 1
    assert compared >= 70


def test_a_spline_kept_by_its_points_goes_smoothly_through_them(tmp_path):
    drawing = new_drawing("R2000")
    spline = drawing.modelspace().add_spline([(0, 0), (10, 10), (10, 10), (20, 0)])
    drawing.modelspace().add_spline([(0, 0), (5, 5)])
    data = read_dxf(save(drawing, tmp_path / "fit.dxf"))
    lines = make_frames(data.batches)["survey_line"].geometry
    assert not spline.control_points
    # The natural cubic spline through 0, 1, 0 at 0, 1, 2 is 0.6875 half way up.
    for point in (Point(0, 0), Point(5, 6.875), Point(10, 10), Point(15, 6.875), Point(20, 0)):
        assert lines.iloc[0].distance(point) < 0.01
    assert lines.iloc[1].length == pytest.approx(50**0.5)


def test_a_ring_that_ends_where_it_begins_is_not_closed_twice(tmp_path):
    drawing = new_drawing()
    ring = [(0, 0), (9, 0), (9, 9), (0, 0)]
    drawing.modelspace().add_lwpolyline(ring, close=True)
    drawing.modelspace().add_lwpolyline(ring[:-1], close=True)
    areas = make_frames(read_dxf(save(drawing, tmp_path / "ring.dxf")).batches)["survey_area"]
    assert [[*area.exterior.coords] for area in areas.geometry] == [ring, ring]


def test_a_hatch_keeps_its_height(tmp_path):
    drawing = new_drawing("R2010")
    for side in (1, -1):
        hatch = drawing.modelspace().add_hatch(dxfattribs={"elevation": (0, 0, 7), "extrusion": (0, 0, side)})
        hatch.paths.add_polyline_path([(0, 0), (9, 0), (9, 9)])
    areas = make_frames(read_dxf(save(drawing, tmp_path / "hatch.dxf")).batches)["survey_area"]
    assert areas["elevation"].tolist() == [7, -7]
