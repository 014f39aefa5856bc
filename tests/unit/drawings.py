"""Drawings made by ezdxf for the tests, and an independent reading of any drawing."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import ezdxf
import ezdxf.recover

SHARED = Path(__file__).resolve().parents[3] / "shared" / "data" / "survey"

LAYERS = ("JMD", "道路", "绿化𠮷", "图框")


def new_drawing(version="R2000", encoding="gbk"):
    """An empty drawing with our layers, a block and the application SOUTH."""
    drawing = ezdxf.new(version, units=6)
    drawing.encoding = encoding
    drawing.header["$DWGCODEPAGE"] = {
        "gbk": "ANSI_936", "cp1251": "ANSI_1251", "cp950": "ANSI_950", "cp1252": "ANSI_1252",
    }.get(encoding, "ANSI_936")  # fmt: skip
    for name in ("SOUTH", "south", "ACAD_X"):
        drawing.appids.add(name)
    lamp = drawing.blocks.new("LAMP")
    lamp.add_circle((0, 0), 0.5)
    lamp.add_attdef("NO", (0, 0), dxfattribs={"height": 1})
    return drawing


def save(drawing, path):
    drawing.saveas(path)
    return path


def counted(path):
    """Entities by type as ezdxf finds them: model space, attributes, and the paper spaces' content."""
    drawing, _ = ezdxf.recover.readfile(path)
    counts = Counter()
    for layout in drawing.layouts:
        for entity in layout:
            counts[entity.dxftype()] += 1
            counts["ATTRIB"] += len(getattr(entity, "attribs", ()))
    return +counts


def by_type(counter):
    """Sum up counts of (type, layer, …) by type."""
    total = Counter()
    for key, count in counter.items():
        total[key[0]] += count
    return total
