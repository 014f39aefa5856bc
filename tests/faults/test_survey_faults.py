"""Damaged survey files: never a crash or a hang, always one clear error or a report that adds up."""

from __future__ import annotations

import json
import random
import resource
import shutil
import signal
import sys
import zipfile
from contextlib import contextmanager
from importlib.util import find_spec
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
from drawings import SHARED, new_drawing, save  # noqa: E402
from dwg_files import as_dwg  # noqa: E402
from shapefiles import save_shapefile  # noqa: E402

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
    save_shapefile(gpd.GeoDataFrame({"name": ["幼儿园"] * 20}, geometry=shapes, crs=4549), path, "GBK")
    path.with_suffix(".cpg").unlink()
    return path


def geojson(folder):
    path = folder / "points.geojson"
    gpd.GeoDataFrame({"name": ["灯"] * 20, "geometry": [Point(n, n) for n in range(20)]}, crs=4326).to_file(
        path
    )
    return path


def geopackage(folder):
    path = folder / "areas.gpkg"
    shapes = [box(n, 0, n + 1, 1) for n in range(200)]
    gpd.GeoDataFrame({"name": ["幼儿园"] * 200, "geometry": shapes}, crs=4549).to_file(path)
    return path


def kml(folder):
    path = folder / "points.kml"
    marks = "".join(
        f"<Placemark><name>灯{n}</name><ExtendedData><Data name='a'><value>{n}</value></Data></ExtendedData>"
        f"<Point><coordinates>121.{n},31.{n},4</coordinates></Point></Placemark>"
        for n in range(20)
    )
    path.write_text(
        '<?xml version="1.0" encoding="UTF-8"?><kml xmlns="http://www.opengis.net/kml/2.2"><Document>'
        f"<Folder><name>路灯</name>{marks}</Folder></Document></kml>",
        encoding="utf-8",
    )
    return path


def archive(folder):
    path = folder / "survey.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("points.dat", "".join(f"{n},155210,{n},{n},4\n" for n in range(60)))
    return path


def csv_list(folder):
    path = folder / "points.csv"
    path.write_text("点号;代码;东坐标;北坐标\n" + '"灯";155210;612000,5;3449000\n' * 60, encoding="gbk")
    return path


def dwg(folder):
    """A real DWG where there is one, and else a DXF."""
    real = SHARED / "mixed_entities_r2004.dwg"
    if not real.is_file() or find_spec("acadsharp_native") is None:
        return drawing(folder)
    return Path(shutil.copyfile(real, folder / "drawing.dwg"))


def old_dwg(folder):
    """A DWG of R14 where it can be written, and else a DXF."""
    made = new_drawing("R2000")
    made.header["$DIMSTYLE"] = "Standard"
    for n in range(30):
        wall = made.modelspace().add_lwpolyline([(n, 0), (n + 9, 0), (n, 9)], close=True)
        wall.set_xdata("SOUTH", [(1000, "141101")])
        made.modelspace().add_text("幼儿园砼6", dxfattribs={"insert": (n, 3), "layer": "注记"})
        made.modelspace().add_blockref("LAMP", (n, 7)).add_attrib("NO", f"灯{n}", (n, 8))
    saved = save(made, folder / "drawing.dxf")
    if find_spec("acadsharp_native") is None:
        return saved
    written = as_dwg(saved, "AC1014")
    saved.unlink()
    return written


EACH = (drawing, binary, point_list, csv_list, shapefile, geojson, geopackage, kml, archive)
SOURCES = (*EACH, drawing, *EACH, drawing, dwg, old_dwg)
MEGABYTES = 1500


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
    """Damage files of every kind in turn; return what became of each."""
    chance = random.Random(seed)
    originals = {}
    for make in dict.fromkeys(SOURCES):
        place = folder / make.__name__
        place.mkdir()
        originals[make] = make(place)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    outcomes = []
    for number in range(count):
        path = damaged(originals[SOURCES[number % len(SOURCES)]], folder / str(number), chance)
        try:
            outcomes.append(survives(path))
        except BaseException as error:
            raise AssertionError(f"file {number}, {path}") from error
        shutil.rmtree(path.parent)
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    assert grown < MEGABYTES, grown
    return outcomes


def damaged(original, place, chance):
    shutil.copytree(original.parent, place)
    path = place / original.name
    victim = path.with_suffix(chance.choice((".shp", ".dbf", ".shx"))) if path.suffix == ".shp" else path
    victim.write_bytes(mutated(victim.read_bytes(), chance))
    return path


def test_damaged_files_end_in_a_report_or_one_error(tmp_path):
    outcomes = try_files(tmp_path, 100, SEED)
    assert outcomes.count("report") > 20
    assert set(outcomes) - {"report"}


@pytest.mark.long
def test_many_damaged_files_end_in_a_report_or_one_error(tmp_path):
    assert len(try_files(tmp_path, 2000, SEED + 1)) == 2000
