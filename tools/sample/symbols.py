"""The block symbols of the drawing, small and plain as on a survey at 1:500."""

from __future__ import annotations

from ezdxf.document import Drawing

BLOCK_OF_CODE = {
    "131500": "GC113",
    "155210": "GC_LAMP",
    "165604": "GC_BUS",
    "174101": "GC_WATER",
    "174201": "GC_SEWER",
    "174301": "GC_RAIN",
    "174401": "GC_TELECOM",
    "175200": "GC_HYDRANT",
    "202101": "GC200",
    "213801": "GC_TREE",
    "213802": "GC_PINE",
    "213804": "GC_FRUIT",
    "301000": "GC_CORNER",
}
"""Which block stands for which code; what has no code is drawn as GC_POINT."""


def add_symbols(doc: Drawing) -> None:
    """Define the blocks."""
    bars = (("GC_WATER", 0.0), ("GC_SEWER", 0.35), ("GC_RAIN", 0.2), ("GC_TELECOM", 0.45))
    for name, bar in bars:
        _manhole(doc, name, bar)
    for name, radius in (("GC_TREE", 0.9), ("GC_PINE", 0.7), ("GC_FRUIT", 0.6)):
        _tree(doc, name, radius)
    for name, radius in (("GC200", 0.25), ("GC_POINT", 0.5), ("GC_CORNER", 0.35)):
        doc.blocks.new(name).add_circle((0, 0), radius)
    _lamp(doc)
    _hydrant(doc)
    _control(doc)
    _bus_stop(doc)


def _manhole(doc: Drawing, name: str, bar: float) -> None:
    block = doc.blocks.new(name)
    block.add_circle((0, 0), 0.5)
    if bar:
        block.add_line((-bar, 0), (bar, 0))


def _tree(doc: Drawing, name: str, radius: float) -> None:
    block = doc.blocks.new(name)
    block.add_circle((0, radius), radius)
    block.add_line((0, 0), (0, radius))
    block.add_line((0, 0), (0.5, 0))


def _lamp(doc: Drawing) -> None:
    block = doc.blocks.new("GC_LAMP")
    block.add_circle((0, 0), 0.2)
    block.add_line((0, 0.2), (0, 1.6))
    block.add_line((-0.6, 1.6), (0.6, 1.6))
    block.add_circle((-0.6, 1.35), 0.25)
    block.add_circle((0.6, 1.35), 0.25)


def _hydrant(doc: Drawing) -> None:
    block = doc.blocks.new("GC_HYDRANT")
    block.add_circle((0, 0), 0.45)
    block.add_line((0, -0.9), (0, 0.9))
    block.add_line((-0.4, 0.9), (0.4, 0.9))


def _control(doc: Drawing) -> None:
    block = doc.blocks.new("GC113")
    block.add_lwpolyline([(-0.8, -0.8), (0.8, -0.8), (0.8, 0.8), (-0.8, 0.8)], close=True)
    block.add_point((0, 0))
    block.add_attdef("NAME", (1.4, 0.3), dxfattribs={"height": 1.2})
    block.add_attdef("HEIGHT", (1.4, -1.3), dxfattribs={"height": 1.2})


def _bus_stop(doc: Drawing) -> None:
    block = doc.blocks.new("GC_BUS")
    block.add_line((0, 0), (0, 2))
    block.add_lwpolyline([(-0.7, 2), (0.7, 2), (0.7, 2.9), (-0.7, 2.9)], close=True)
