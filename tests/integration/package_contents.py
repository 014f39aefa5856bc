"""A community with something private in every corner, and what can be read out of its public package."""

import hashlib
import io
import json
import re
import zipfile
import zlib
from contextlib import suppress

import geopandas as gpd
import pandas as pd
import shapely
from osgeo import ogr
from PIL import Image
from pypdf import PdfReader

X, Y = 612_360.0, 3_449_160.0
PRIVATE = ("刘丽华", "13912345678", "居民-A1B2", "9-1-203", "配电房", "私下的话", "高压电缆", "武警中队")
ATTACK = "<img src=x onerror=alert(1)>"


def frame(*rows, shapes=None):
    if shapes is None:
        return pd.DataFrame(rows)
    return gpd.GeoDataFrame(rows, geometry=shapes, crs="EPSG:4549")


def box(x, y, width, height):
    return shapely.MultiPolygon([shapely.box(X + x, Y + y, X + x + width, Y + y + height)])


def point(x, y):
    return shapely.Point(X + x, Y + y)


def fill(path):
    """Write a small community with something private in every corner."""
    from commonplan.workspace.file import writing

    said = {
        "consent": True,
        "status": "received",
        "scope": "place",
        "text": "我是刘丽华 13912345678",
        "author": "居民-A1B2",
    }
    with writing(path) as file:
        file.insert(
            "compound", frame({"id": "k", "name": "北里", "sort_order": 1}, shapes=[box(0, 0, 200, 150)])
        )
        file.insert(
            "entrance",
            frame(
                {"id": "e1", "name": "正门", "is_main": True, "compound_id": "k"},
                {"id": "e2", "name": "东门", "is_main": False, "compound_id": "k"},
                shapes=[point(100, 0), point(200, 80)],
            ),
        )
        file.insert(
            "building",
            frame(
                {"id": "b1", "label": "1栋", "compound_id": "k", "households": 3},
                {"id": "b2", "label": "2栋", "compound_id": "k"},
                shapes=[box(20, 60, 50, 12), box(20, 90, 50, 12)],
            ),
        )
        place = {
            "status": "existing",
            "is_public": True,
            "series": "main",
            "note": "私下的话",
            "operator": "刘丽华",
        }
        file.insert(
            "place",
            frame(
                {
                    **place,
                    "id": "p1",
                    "class": "space",
                    "kind": "square",
                    "name": "入口广场",
                    "number": "1",
                    "rank": 1,
                },
                {
                    **place,
                    "id": "p2",
                    "class": "facility",
                    "kind": "shop",
                    "name": "刘记便利店 13912345678",
                    "number": "2",
                    "rank": 2,
                    "building_id": "b1",
                    "floor": "1F",
                },
                {
                    **place,
                    "id": "p3",
                    "class": "unit",
                    "kind": "clinic",
                    "name": None,
                    "number": "3",
                    "rank": 3,
                },
                {
                    **place,
                    "id": "p4",
                    "class": "facility",
                    "kind": "electricity",
                    "name": "配电房",
                    "number": "N-1",
                    "rank": 4,
                },
                {
                    **place,
                    "id": "p5",
                    "class": "unit",
                    "kind": "other_unit",
                    "name": "武警中队",
                    "number": "4",
                    "rank": 5,
                },
                shapes=[point(100, 20), point(45, 66), point(150, 100), point(10, 140), point(180, 20)],
            ),
        )
        file.insert("footprint", frame({"id": "f1", "place_id": "p1"}, shapes=[box(85, 8, 30, 24)]))
        file.insert(
            "comment",
            gpd.GeoDataFrame(
                [
                    {
                        **said,
                        "id": "m1",
                        "place_id": "p1",
                        "public_text": "石凳太少",
                        "kind": "problem",
                        "topic": "seniors",
                        "status": "adopted",
                        "answer": "年底前加四张",
                        "answered_at": "2026-10-02",
                    },
                    {**said, "id": "m2", "place_id": "p1", "public_text": ATTACK},
                    {**said, "id": "m3", "public_text": "我住9-1-203,请回电13912345678"},
                    {**said, "id": "m4", "public_text": "没有同意公开", "consent": False},
                    {**said, "id": "m5", "place_id": "p4", "public_text": "配电房太吵"},
                ],
                geometry=[None] * 5,
                crs="EPSG:4549",
            ),
        )
        survey = {"is_public": True, "layer": "DLSS"}
        file.insert(
            "survey_line",
            frame(
                {**survey, "id": "l1"},
                {"id": "l2", "layer": "GXYZ", "is_public": False},
                shapes=[
                    shapely.LineString([(X - 30, Y - 12), (X + 230, Y - 12)]),
                    shapely.LineString([(X, Y), (X + 90, Y + 90)]),
                ],
            ),
        )
        file.insert("survey_text", frame(
            {**survey, "id": "t1", "text": "和平路", "rotation": 0.0},
            {"id": "t2", "layer": "GXYZ", "text": "高压电缆"},
            shapes=[point(100, -18), point(60, 40)]))  # fmt: skip


def members(package):
    with zipfile.ZipFile(package) as archive:
        assert archive.testzip() is None
        return {info.filename: archive.read(info) for info in archive.infolist()}


def tables(content, tmp_path):
    """Return layer → (column names, rows as text) of a GeoPackage."""
    copy = tmp_path / f"{hashlib.sha256(content).hexdigest()[:8]}.gpkg"
    copy.write_bytes(content)
    dataset = ogr.Open(str(copy))
    found = {}
    for layer in dataset:
        definition = layer.GetLayerDefn()
        columns = [definition.GetFieldDefn(i).GetName() for i in range(definition.GetFieldCount())]
        found[layer.GetName()] = (columns, [feature.ExportToJson() for feature in layer])
    return found


def decoded(content, name, tmp_path):
    """Yield every text that can be read out of a member, however it is packed."""
    yield content.decode("utf-8", "replace")
    yield content.decode("utf-16-be", "replace")
    if name.endswith(".gpkg"):
        for layer, (columns, rows) in tables(content, tmp_path).items():
            yield from (layer, *columns, *(json.dumps(json.loads(row), ensure_ascii=False) for row in rows))
    if name.endswith(".pdf"):
        reader = PdfReader(io.BytesIO(content))
        yield str(reader.metadata)
        yield from (page.extract_text() for page in reader.pages)
        for raw in re.findall(rb"stream\r?\n(.*?)endstream", content, re.DOTALL):
            with suppress(zlib.error):
                yield zlib.decompressobj().decompress(raw).decode("latin-1")
    if name.endswith(".png"):
        image = Image.open(io.BytesIO(content))
        image.load()
        yield str(image.info) + str(getattr(image, "text", ""))
    if name.endswith(".html"):
        yield str(page_data(content))


def page_data(content):
    block = re.search(
        r'<script type="application/json" id="data">(.*?)</script>', content.decode(), re.DOTALL
    )
    return json.loads(block[1])
