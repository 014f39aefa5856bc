"""Files and layers that are wrong in one way each, and the communities they are given to."""

import json
import shutil
import struct
import zlib

import geopandas as gpd
from shapely.geometry import Point, Polygon, box

DXF = """0\nSECTION\n2\nENTITIES\n0\nLINE\n8\nYZH\n10\n1.0\n20\n2.0\n11\n5.0\n21\n6.0\n0\nENDSEC\n0\nEOF\n"""


def picture():
    """Return a PNG of one pixel."""

    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0)
    body = chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0\0\0\0")) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + body


def layer(path, geometry, crs="EPSG:4549", **columns):
    """Write a GeoJSON layer, and return its path as text."""
    frame = gpd.GeoDataFrame(columns, geometry=geometry, crs=crs)
    name = f"urn:ogc:def:crs:EPSG::{crs.split(':')[1]}"
    content = {**json.loads(frame.to_json()), "crs": {"type": "name", "properties": {"name": name}}}
    path.write_text(json.dumps(content), encoding="utf-8")
    return str(path)


def make_all(folder):
    """Write one of each into `folder`; return name → path as text."""
    files = {
        "empty.dxf": b"", "empty.xlsx": b"", "empty.csv": b"", "empty.geojson": b"",
        "picture.dxf": picture(), "picture.xlsx": picture(), "picture.gpkg": picture(),
        "picture.geojson": picture(), "good.dxf": DXF.encode(), "truncated.dxf": DXF[:60].encode(),
        "comments.csv": "place,text\n1,路灯不亮\n".encode(),
        "a file": b"", "rules.csv": b"code\n1\n",
    }  # fmt: skip
    for name, content in files.items():
        (folder / name).write_bytes(content)
    other = folder / "other.gpkg"
    gpd.GeoDataFrame({"a": [1]}, geometry=[Point(0, 0)], crs="EPSG:4549").to_file(other, layer="community")
    one, two = Point(500000, 3450050), Point(500100, 3450050)
    square = box(500000, 3450000, 500100, 3450100)
    layer(folder / "compounds.geojson", [square], name=["北里"])
    layer(folder / "entrance.geojson", [one], is_main=[True])
    layer(folder / "two mains.geojson", [one, two], is_main=[True, True])
    layer(folder / "far.geojson", [Point(400000, 3000000)], is_main=[True])
    layer(folder / "flat.geojson", [Polygon([*one.coords, *two.coords, *one.coords])])
    bow = Polygon([(500000, 3450000), (500100, 3450100), (500100, 3450000), (500000, 3450100)])
    layer(folder / "bow.geojson", [bow], name=["花坛"], leisure=["garden"])
    layer(folder / "places.geojson", [Point(500020, 3450020), Point(500050, 3450090)], name=["a", "b"])
    layer(folder / "none.geojson", [Point(0, 0)][:0], name=[])
    shutil.copy(folder / "places.geojson", folder / "points.geojson")
    return {path.name: str(path) for path in folder.iterdir()}


def tree(folder):
    """Return what a folder holds, all levels: name → bytes."""
    return {
        str(path.relative_to(folder)): path.read_bytes() if path.is_file() else None
        for path in sorted(folder.rglob("*"))
    }
