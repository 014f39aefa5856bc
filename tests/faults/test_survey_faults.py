"""Damaged survey files: never a crash or a hang, always one clear error or a report that adds up."""

from __future__ import annotations

import json
import random
import signal
import sys
from contextlib import contextmanager
from pathlib import Path

import geopandas as gpd
import pytest
from commonplan.community.errors import InputError
from commonplan.community.places.rules import rules
from commonplan.community.survey.report import import_report
from commonplan.community.survey.rows import Wish, place_survey, survey_rows
from commonplan.community.survey.tally import Tally
from commonplan.readers.surveys import read_survey
from pyproj import CRS
from shapely import Point, box

sys.path.append(str(Path(__file__).resolve().parents[1] / "unit"))
from drawings import new_drawing, save  # noqa: E402

SECONDS = 30
SEED = 20260501


@contextmanager
def within(seconds):
    def late(signum, frame):
        raise TimeoutError

    signal.signal(signal.SIGALRM, late)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)


def drawing(folder):
    """Every kind of entity that is read, in GBK."""
    made = new_drawing("R2000")
    model = made.modelspace()
    for n in range(12):
        layer = {"layer": ("JMD", "DLSS", "注记")[n % 3]}
        model.add_lwpolyline(
            [(n, 0, 0.2), (n + 9, 0, 0), (n, 9, 0)], format="xyb", close=True, dxfattribs=layer
        )
        model.add_line((n, 0), (n, 5), dxfattribs=layer).set_xdata("SOUTH", [(1000, "144301")])
        model.add_text("幼儿园砼6", dxfattribs={"insert": (n, 3), **layer})
        model.add_mtext("{\\fSimSun;北里}\\P路", dxfattribs={"insert": (n, 5), **layer})
        model.add_blockref("LAMP", (n, 7), dxfattribs=layer).add_attrib("NO", f"灯{n}", (n, 8))
        model.add_polyline2d([(n, 0), (n + 3, 0), (n, 3)], close=True)
        model.add_arc((n, n), 3, 10, 200)
        model.add_ellipse((n, n), (3, 0), 0.5)
        model.add_open_spline([(n, 0), (n + 1, 4), (n + 2, -4), (n + 5, 0)])
        hatch = model.add_hatch()
        hatch.paths.add_polyline_path([(n, 0), (n + 3, 0), (n + 3, 3)], is_closed=True)
        edges = hatch.paths.add_edge_path()
        edges.add_arc((n, n), 2, 0, 180)
        edges.add_line((n - 2, n), (n + 2, n))
    return save(made, folder / "drawing.dxf")


def binary(folder):
    made = new_drawing("R2010")
    for n in range(20):
        made.modelspace().add_line((n, 0), (n, 5))
        made.modelspace().add_text("幼儿园", dxfattribs={"insert": (n, 3)})
    path = folder / "binary.dxf"
    with path.open("wb") as file:
        made.write(file, fmt="bin")
    return path


def point_list(folder):
    path = folder / "points.dat"
    path.write_text("".join(f"{n},155210,{612000 + n}.5,{3449000 + n},4.{n}\n" for n in range(60)))
    return path


def shapefile(folder):
    path = folder / "areas.shp"
    shapes = [box(n, 0, n + 1, 1) for n in range(20)]
    gpd.GeoDataFrame({"name": ["幼儿园"] * 20, "geometry": shapes}, crs=4549).to_file(path, encoding="GBK")
    path.with_suffix(".cpg").unlink()
    return path


def geojson(folder):
    path = folder / "points.geojson"
    gpd.GeoDataFrame({"name": ["灯"] * 20, "geometry": [Point(n, n) for n in range(20)]}, crs=4326).to_file(
        path
    )
    return path


SOURCES = (drawing, drawing, drawing, binary, point_list, shapefile, geojson)


def mutated(data, chance):
    """Flip, drop, double, overwrite or cut bytes, or mix up lines, a few times."""
    data = bytearray(data)
    for _ in range(chance.randint(1, 6)):
        at = chance.randrange(len(data) or 1)
        size = chance.choice((1, 1, 2, 7, 40, 400))
        kind = chance.randrange(7)
        if kind == 0:
            data[at : at + 1] = bytes([chance.randrange(256)])
        elif kind == 1:
            del data[at : at + size]
        elif kind == 2:
            data[at:at] = data[at : at + size]
        elif kind == 3:
            data[at : at + size] = chance.randbytes(size)
        elif kind == 4:
            del data[max(at, 1) :]
        elif kind == 5:
            lines = data.split(b"\n")
            first, second = chance.randrange(len(lines)), chance.randrange(len(lines))
            lines[first], lines[second] = lines[second], lines[first]
            data = bytearray(b"\n".join(lines))
        else:
            number = chance.choice((b"1e308", b"-1", b"nan", b"99999999999999999999", b"0", b"\xff\xfe"))
            start = data.find(b"\n", at) + 1
            end = data.find(b"\n", start)
            data[start:end] = number
    return bytes(data)


def survives(path):
    """Import as the algorithm does, up to the community file; return what came of it."""
    with within(SECONDS):
        try:
            data = read_survey(path)
            placed = place_survey(data, CRS.from_epsg(4549), Wish())
            tally, ids = Tally(placed.bulk), []
            for frames in survey_rows(placed, "0" * 64, rules()):
                tally.add(frames)
                ids += [row for frame in frames.values() for row in frame["id"]]
            report = import_report(
                placed, tally, file=path.name, sha256="0" * 64, crs_given=False, again=False
            )
        except InputError as error:
            return error.code
    json.dumps(report)
    assert report["found"] == report["imported"] + report["skipped"]
    assert all(entry["imported"] >= 0 for entry in report["entries"])
    assert len(ids) == len(set(ids))
    return "report"


def try_files(folder, count, seed):
    chance = random.Random(seed)
    outcomes = []
    for number in range(count):
        make = SOURCES[number % len(SOURCES)]
        place = folder / str(number)
        place.mkdir()
        path = make(place)
        victim = path
        if path.suffix == ".shp":
            victim = path.with_suffix(chance.choice((".shp", ".dbf", ".shx")))
        victim.write_bytes(mutated(victim.read_bytes(), chance))
        outcomes.append(survives(path))
    return outcomes


def test_damaged_files_end_in_a_report_or_one_error(tmp_path):
    outcomes = try_files(tmp_path, 42, SEED)
    assert outcomes.count("report") > 10
    assert set(outcomes) - {"report"}


@pytest.mark.long
def test_many_damaged_files_end_in_a_report_or_one_error(tmp_path):
    assert len(try_files(tmp_path, 500, SEED + 1)) == 500
