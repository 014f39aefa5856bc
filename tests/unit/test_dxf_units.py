"""What is measured on the ground holds there, whatever the unit of the drawing."""

from __future__ import annotations

import pytest
import shapely
from commonplan.community.coordinates import parse_crs
from commonplan.community.survey.batches import make_frames
from commonplan.community.survey.report import Tally, import_report
from commonplan.community.survey.rows import Wish, place_survey
from commonplan.community.survey.units import METRES, known_metres
from commonplan.readers.dxf.read import read_dxf
from drawings import new_drawing, save
from pyproj import CRS
from small_surveys import joined

INSUNITS = {"m": 6, "mm": 4, "cm": 5, "ft": 2, "us-ft": 21}
CRS_4549 = parse_crs("EPSG:4549")


def site(tmp_path, unit, declared):
    """A court with gaps of 9 and 30 mm in its outlines, a round bed, an arc, a spline; 400 m wide."""
    drawing = new_drawing("R2010")
    drawing.header["$INSUNITS"] = declared
    model, u = drawing.modelspace(), 1 / METRES[unit]

    def at(*points):
        return [(x * u, y * u) for x, y in points]

    model.add_lwpolyline(at((0, 0), (300, 0), (300, 200), (0, 200), (0, 0.009)))
    model.add_lwpolyline(at((0, 0), (300, 0), (300, 200), (0, 200), (0, 0.03)))
    model.add_circle((150 * u, 100 * u), 80 * u)
    model.add_arc((0, 0), 250 * u, 0, 90)
    model.add_lwpolyline([(0, 0, 1), (40 * u, 0, 1)], format="xyb", close=True)
    model.add_open_spline([(x, y, 0) for x, y in at((0, 0), (50, 120), (110, -40), (200, 60), (400, 0))])
    for number in range(20):
        model.add_text("砼6", dxfattribs={"insert": (number * 20 * u, 100 * u), "height": 2.5 * u})
    return save(drawing, tmp_path / f"{unit}.dxf")


@pytest.mark.parametrize("chosen", [False, True])
@pytest.mark.parametrize("unit", list(INSUNITS))
def test_a_centimetre_is_a_centimetre_on_the_ground(tmp_path, unit, chosen):
    choice, declared = (unit, 0) if chosen else ("auto", INSUNITS[unit])
    data = read_dxf(site(tmp_path, unit, declared), metres=known_metres(choice, None))
    placed = place_survey(data, CRS_4549, Wish(units=choice))
    assert placed.units.unit == unit
    frames = joined(placed.batches())
    areas, lines = (frames[f"survey_{kind}"].geometry.to_numpy() for kind in ("area", "line"))
    assert len(areas) == 3  # the gap of 9 mm is closed, that of 30 mm is not
    assert (
        shapely.hausdorff_distance(areas[1].exterior, shapely.Point(150, 100).buffer(80, 3000).exterior)
        < 0.01
    )
    assert (
        shapely.hausdorff_distance(areas[2].exterior, shapely.Point(20, 0).buffer(20, 3000).exterior) < 0.01
    )
    assert len(lines) == 3
    assert abs(shapely.get_coordinates(lines[1])[:, 0] ** 2).max() == pytest.approx(250**2)
    assert all(shapely.get_num_coordinates(geometry) < 400 for geometry in (*areas, *lines))
    report = import_report(placed, Tally(), file="", sha256="", crs_given=True, again=False)
    assert report["curves_m"] == 0.01


def test_a_header_that_is_not_believed_does_not_coarsen_curves(tmp_path):
    data = read_dxf(site(tmp_path, "m", 4))
    placed = place_survey(data, CRS_4549, Wish())
    assert (placed.units.unit, placed.units.reason) == ("m", "size")
    assert data.tolerance == pytest.approx(0.01)


def test_a_drawing_in_degrees_is_cut_in_degrees():
    assert known_metres("auto", CRS.from_epsg(4490)) == pytest.approx(111_195, rel=0.001)
    assert known_metres("auto", CRS.from_epsg(4549)) is None
    assert known_metres("ft", None) == 0.3048


def test_a_national_grid_in_millimetres_is_not_too_far_away(tmp_path):
    drawing = new_drawing()
    model = drawing.modelspace()
    x, y = 40_500_000_000.0, 3_400_000_000.0
    model.add_lwpolyline([(x, y), (x + 30_000, y), (x + 30_000, y + 20_000)], close=True)
    path = save(drawing, tmp_path / "grid.dxf")
    data = read_dxf(path, metres=0.001)
    assert make_frames(data.batches)["survey_area"].geometry.area.tolist() == [300e6]
    # Nor is it when nobody has said what the unit is, or another one.
    for metres in (None, 1.0, known_metres("auto", CRS.from_epsg(4490))):
        assert len(make_frames(read_dxf(path, metres=metres).batches)["survey_area"]) == 1
