"""A DXF drawing with numbers, footprints, buildings, boundaries and entrances, a layer for each class.

Written by ezdxf as R2000 in GBK (`$DWGCODEPAGE` ANSI_936), which CASS on any AutoCAD opens in Chinese, and
GDAL and QGIS too: they take the UTF-8 of R2007 for GBK or Latin letters. What GBK lacks, a code of
AutoCAD says; for the few characters beyond those codes stands a sign, and the names are reported.
Tried beside it: GDAL writes the UTF-8 of layer names into a file that it declares as ANSI_1252, and areas
as hatches; QGIS keeps GBK, but its markers are blocks named symbolLayer0 without attributes, its numbers
MTEXT with a typeface of this machine.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
import shapely

from ...community.catalogue import ACCENT, CLASSES
from ...community.errors import CommonplanError
from ...workspace.packages import install_command
from ..drafts import draft_of
from .rows import Rows, read_rows

_PACKAGE = "ezdxf"
_LETTERS = 1.5
"""Height of letters in metres: 3 mm at 1:500, the scale of surveyed maps."""
_MARKER = 3.5
_STYLE, _FONT = "CP", "simhei.ttf"
_BLOCKS = {name: f"CP_{name.upper()}" for name in CLASSES}
_MAIN, _SIDE = "CP_MAIN_ENTRANCE", "CP_ENTRANCE"
_CLASS_WORDS = {"space": "spaces", "facility": "facilities", "unit": "units"}
_UNSAID = "〓"
"""The printers' sign for a character that the case lacks; GBK has it."""
_LAST_CODE = 0xFFFF
_GREY, _INK = "#808080", "#FFFFFF"
"""White shows black on white paper."""
_BLACK_OR_WHITE = 7


def draw_dxf(
    path: Path, output: Path, compound: str | None, language: str, texts: Mapping[str, str], *, public: bool
) -> tuple[str, ...]:
    """Draw a community for a CAD office; return the names in which `〓` stands for a character.

    Parameters
    ----------
    path, compound, language, texts, public
        As `rows.read_rows`.
    output
        A .dxf; in metres, x to the east.

    Raises
    ------
    CommonplanError
        As `require_package`.
    CommunityFileError, SiteError, InputError, OutputError
        As `rows.read_rows` and `drafts.draft_of`.
    """
    require_package()
    rows = read_rows(path, compound, language, texts, public=public)
    with _fixed_dates(), draft_of(output) as draft:
        _drawing(rows).saveas(draft)
    return _unsaid(rows)


def require_package() -> None:
    """Refuse to draw without ezdxf.

    Raises
    ------
    CommonplanError
        `missing_package`.
    """
    if find_spec(_PACKAGE) is None:
        raise CommonplanError("missing_package", package=_PACKAGE, command=install_command((_PACKAGE,)))


@contextmanager
def _fixed_dates() -> Iterator[None]:
    """Let ezdxf write neither the moment nor identities made by chance: same input, same bytes."""
    import ezdxf

    before = ezdxf.options.write_fixed_meta_data_for_testing
    ezdxf.options.write_fixed_meta_data_for_testing = True
    try:
        yield
    finally:
        ezdxf.options.write_fixed_meta_data_for_testing = before


def _drawing(rows: Rows) -> Any:
    import ezdxf

    document = ezdxf.new("R2000", units=ezdxf.units.M)
    document.encoding = "gbk"
    document.styles.add(_STYLE, font=_FONT)
    _define_blocks(document)
    pen = _Pen(document)
    words = rows.words
    pen.areas(rows.compounds, words["compound_boundary"])
    pen.areas(rows.buildings, words["building"], _GREY)
    for label, shape in zip(rows.buildings["label"], rows.buildings.geometry):
        if isinstance(label, str) and label.strip():
            spot = shape.representative_point()
            pen.text(label, (spot.x, spot.y), _LETTERS, words["building"], _GREY, centered=True)
    for name in CLASSES:
        color = rows.styles[name].color
        layer = words[_CLASS_WORDS[name]]
        pen.areas(rows.footprints[rows.footprints["class"] == name], layer, color)
        for place in rows.places[rows.places["class"] == name].itertuples():
            pen.place(place, name, layer, color)
    _draw_entrances(pen, rows)
    _look_at(document, rows)
    return document


def _draw_entrances(pen: _Pen, rows: Rows) -> None:
    for gate in rows.entrances.itertuples():
        layer = rows.words["main_entrance" if gate.is_main else "entrance"]
        at = gate.geometry.x, gate.geometry.y
        pen.block(_MAIN if gate.is_main else _SIDE, at, layer, ACCENT, {"NAME": gate.name})
        if isinstance(gate.name, str) and gate.name.strip():
            pen.text(gate.name, (at[0] + _MARKER, at[1] - _LETTERS / 2), _LETTERS, layer, ACCENT)


class _Pen:
    """Draws into the model space; a layer is made when something is put on it first."""

    def __init__(self, document: Any) -> None:
        self._document = document
        self._space = document.modelspace()

    def _on(self, layer: str, color: str) -> dict[str, Any]:
        name = f"CP-{layer}"
        if name not in self._document.layers:
            self._document.layers.add(name, color=_nearest_color(color))
        return {"layer": name}

    def areas(self, frame: Any, layer: str, color: str = _INK) -> None:
        """Draw each ring of polygons as a closed polyline."""
        rings = [ring for part in shapely.get_parts(frame.geometry.to_numpy()) for ring in _rings(part)]
        for ring in rings:
            self._space.add_lwpolyline(ring, close=True, dxfattribs=self._on(layer, color))

    def block(
        self, block: str, at: tuple[float, float], layer: str, color: str, said: dict[str, Any]
    ) -> None:
        """Put a marker with attributes, which CAD programs extract into tables."""
        marker = self._space.add_blockref(block, at, dxfattribs=self._on(layer, color))
        values = {tag: _said(text) for tag, text in said.items() if isinstance(text, str) and text.strip()}
        for attribute in marker.add_auto_attribs(values).attribs:
            attribute.dxf.layer = marker.dxf.layer

    def text(
        self,
        text: str,
        at: tuple[float, float],
        height: float,
        layer: str,
        color: str,
        *,
        centered: bool = False,
    ) -> None:
        """Write a line."""
        from ezdxf.enums import TextEntityAlignment

        attributes = {**self._on(layer, color), "style": _STYLE, "height": height}
        way = TextEntityAlignment.MIDDLE_CENTER if centered else TextEntityAlignment.LEFT
        self._space.add_text(_said(text), dxfattribs=attributes).set_placement(at, align=way)

    def place(self, place: Any, place_class: str, layer: str, color: str) -> None:
        """Put a place: its marker, and its number as a text in it."""
        at = place.geometry.x, place.geometry.y
        said = {"NUMBER": place.number, "NAME": place.label, "KIND": place.kind_name}
        self.block(_BLOCKS[place_class], at, layer, color, said)
        if place.number:
            self.text(place.number, at, _LETTERS, layer, color, centered=True)


def _rings(polygon: Any) -> Iterator[Any]:
    for ring in (polygon.exterior, *polygon.interiors):
        yield shapely.get_coordinates(ring)[:-1]


def _define_blocks(document: Any) -> None:
    """Define the markers by the shapes of the classes; a star for the main entrance."""
    half = _MARKER / 2
    shapes = {
        _BLOCKS["facility"]: _corners(4, half * np.sqrt(2), 45),
        _BLOCKS["unit"]: _corners(3, half * 1.5, 90),
        _SIDE: _corners(4, half * 0.7, 45),
        _MAIN: _star(half * 1.4),
    }
    document.blocks.new(_BLOCKS["space"]).add_circle((0, 0), half, dxfattribs={"layer": "0"})
    for name, points in shapes.items():
        document.blocks.new(name).add_lwpolyline(points, close=True, dxfattribs={"layer": "0"})
    for name in (*_BLOCKS.values(), _MAIN, _SIDE):
        for i, tag in enumerate(("NUMBER", "NAME", "KIND") if name in _BLOCKS.values() else ("NAME",)):
            attributes = {"height": _LETTERS, "style": _STYLE, "layer": "0", "flags": 1}
            document.blocks.get(name).add_attdef(tag, (half, -half - i * _LETTERS), dxfattribs=attributes)


def _corners(count: int, radius: float, first: float) -> Any:
    angles = np.radians(first + 360 / count * np.arange(count))
    return radius * np.column_stack([np.cos(angles), np.sin(angles)])


def _star(radius: float) -> Any:
    return np.stack([_corners(5, radius, 90), _corners(5, 0.4 * radius, 126)], axis=1).reshape(-1, 2)


def _look_at(document: Any, rows: Rows) -> None:
    """Let the drawing open with the whole site in view."""
    low_x, low_y, high_x, high_y = map(float, rows.compounds.total_bounds)
    document.header["$EXTMIN"], document.header["$EXTMAX"] = (low_x, low_y, 0.0), (high_x, high_y, 0.0)
    center = ((low_x + high_x) / 2, (low_y + high_y) / 2)
    document.set_modelspace_vport(height=1.1 * max(high_y - low_y, (high_x - low_x) * 0.6), center=center)


def _nearest_color(rgb: str) -> int:
    """Return the one of AutoCAD's 255 colours that is nearest: R2000 knows no others."""
    from ezdxf.colors import aci2rgb

    if rgb == _INK:
        return _BLACK_OR_WHITE
    wanted = np.array([int(rgb[i : i + 2], 16) for i in (1, 3, 5)])
    palette = np.array([aci2rgb(index) for index in range(1, 250)])
    return int(np.argmin(((palette - wanted) ** 2).sum(axis=1))) + 1


def _said(text: str) -> str:
    """Return a text as one line that no CAD program reads as a code: `%%c` would draw a diameter sign."""
    line = " ".join(text.split()).replace("%%", "%%%%%%").replace("^", "^ ").replace("\\U+", "\\ U+")
    return "".join(_UNSAID if _is_beyond(character) else character for character in line)


def _is_beyond(character: str) -> bool:
    """Return whether neither GBK nor a code of four digits says a character."""
    return ord(character) > _LAST_CODE


def _unsaid(rows: Rows) -> tuple[str, ...]:
    """Return the names and labels in which a sign stands for a character, each once."""
    texts = [
        *rows.places["label"],
        *rows.places["kind_name"],
        *rows.entrances["name"],
        *rows.buildings["label"],
    ]
    return tuple(dict.fromkeys(t for t in texts if isinstance(t, str) and any(map(_is_beyond, t))))
