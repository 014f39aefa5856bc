"""A drawing as CASS writes it: R2000, GBK, CASS layers, feature codes as XDATA of SOUTH.

Everything is given in site metres and lands in map coordinates. Handles are returned, so that the
truth can name them. The bytes depend on nothing but what was drawn.
"""

from __future__ import annotations

import io
import math
from collections.abc import Iterable, Sequence

import ezdxf
from ezdxf.entities import DXFGraphic
from ezdxf.enums import TextEntityAlignment

from .frame import TURN, Point, to_map
from .scatter import text_width

LAYERS = {
    "KZD": 1,
    "GCD": 1,
    "JMD": 6,
    "YZH": 4,
    "DLDW": 6,
    "DLSS": 4,
    "GXYZ": 3,
    "SXSS": 5,
    "JJ": 1,
    "DGX": 2,
    "DMTZ": 3,
    "ZBTZ": 3,
    "TK": 7,
    "ZDH": 1,
    "JZD": 1,
    "ZJ": 7,
    "ASSIST": 8,
    "LZ": 30,
}
"""CASS layers, and LZ for the building groups, with their colours."""

_TURN_DEGREES = round(math.degrees(TURN), 6)


class Canvas:
    """A model space in site metres that tags what is drawn with CASS codes."""

    def __init__(self) -> None:
        ezdxf.options.write_fixed_meta_data_for_testing = True
        self.doc = ezdxf.new("R2000", units=6)
        self.doc.encoding = "gbk"
        self.msp = self.doc.modelspace()
        for name, color in LAYERS.items():
            self.doc.layers.add(name, color=color)
        self.doc.linetypes.add("X5", pattern=[3.0, 2.0, -1.0], description="虚线 __ __ __")
        self.doc.styles.add("HZ", font="simsun.ttf")
        for application in ("SOUTH", "CASS_EXT"):
            self.doc.appids.add(application)
        self._coded = 0

    def _finish(self, entity: DXFGraphic, code: str, extra: Sequence[tuple[int, object]] = ()) -> str:
        """Attach the code; now and then another application stands before SOUTH, or it is in lower case."""
        if code:
            self._coded += 1
            if self._coded % 9 == 4:
                entity.set_xdata("CASS_EXT", [(1000, "2026"), (1070, self._coded)])
            application = "south" if self._coded % 13 == 6 else "SOUTH"
            entity.set_xdata(application, [(1000, code), *extra])
        return str(entity.dxf.handle)

    def polyline(
        self,
        points: Iterable[Point],
        layer: str,
        code: str = "",
        *,
        closed: bool = False,
        dashed: bool = False,
        extra: Sequence[tuple[int, object]] = (),
    ) -> str:
        """Draw an LWPOLYLINE."""
        traits = {"layer": layer, "linetype": "X5" if dashed else "BYLAYER"}
        line = self.msp.add_lwpolyline([to_map(p) for p in points], close=closed, dxfattribs=traits)
        return self._finish(line, code, extra)

    def contour(self, points: Iterable[Point], elevation: float, code: str) -> str:
        """Draw a closed old-style POLYLINE at a height."""
        traits = {"layer": "DGX", "elevation": (0, 0, elevation)}
        places = [(*to_map(p), elevation) for p in points]
        return self._finish(self.msp.add_polyline2d(places, close=True, dxfattribs=traits), code)

    def line(self, start: Point, end: Point, layer: str, code: str = "") -> str:
        """Draw a LINE."""
        return self._finish(self.msp.add_line(to_map(start), to_map(end), {"layer": layer}), code)

    def circle(self, centre: Point, radius: float, layer: str, code: str = "") -> str:
        """Draw a CIRCLE."""
        return self._finish(self.msp.add_circle(to_map(centre), radius, {"layer": layer}), code)

    def arc(self, centre: Point, radius: float, start: float, end: float, layer: str) -> str:
        """Draw an ARC; angles in degrees against the site's x."""
        arc = self.msp.add_arc(to_map(centre), radius, start + _TURN_DEGREES, end + _TURN_DEGREES)
        arc.dxf.layer = layer
        return self._finish(arc, "")

    def ellipse(self, centre: Point, half_length: float, ratio: float, layer: str, code: str) -> str:
        """Draw an ELLIPSE whose long axis follows the site's x."""
        (x1, y1), (x2, y2) = to_map(centre), to_map((centre[0] + half_length, centre[1]))
        axis = (round(x2 - x1, 3), round(y2 - y1, 3))
        ellipse = self.msp.add_ellipse((x1, y1), axis, ratio, dxfattribs={"layer": layer})
        return self._finish(ellipse, code)

    def spline(self, points: Iterable[Point], layer: str, code: str = "") -> str:
        """Draw a cubic SPLINE by its control points."""
        controls = [(*to_map(p), 0.0) for p in points]
        return self._finish(self.msp.add_open_spline(controls, dxfattribs={"layer": layer}), code)

    def point(self, at: Point, layer: str, elevation: float) -> str:
        """Draw a POINT."""
        return self._finish(self.msp.add_point((*to_map(at), elevation), {"layer": layer}), "")

    def insert(
        self,
        block: str,
        at: Point,
        layer: str,
        code: str = "",
        *,
        elevation: float = 0.0,
        values: dict[str, str] | None = None,
    ) -> str:
        """Insert a block, with its attributes if `values` are given."""
        reference = self.msp.add_blockref(block, (*to_map(at), elevation), {"layer": layer})
        if values:
            reference.add_auto_attribs(values)
        return self._finish(reference, code)

    def text(self, words: str, at: Point, size: float, layer: str = "ZJ", code: str = "") -> str:
        """Write a level TEXT whose middle is `at`, anchored at its lower left as CASS does."""
        east, north = to_map(at)
        corner = (round(east - text_width(words, size) / 2, 3), round(north - size / 2, 3))
        traits = {"layer": layer, "style": "HZ", "insert": corner}
        return self._finish(self.msp.add_text(words, height=size, dxfattribs=traits), code)

    def turned_text(self, words: str, at: Point, size: float, angle: float) -> str:
        """Write an annotation TEXT along a street, by its middle; angle in degrees of the site."""
        traits = {"layer": "ZJ", "style": "HZ"}
        text = self.msp.add_text(words, height=size, rotation=angle + _TURN_DEGREES, dxfattribs=traits)
        text.set_placement(to_map(at), align=TextEntityAlignment.MIDDLE_CENTER)
        return self._finish(text, "")

    def note(self, words: str, at: Point, size: float) -> str:
        """Write an annotation MTEXT of several lines by its middle."""
        traits = {"layer": "ZJ", "style": "HZ", "char_height": size, "insert": to_map(at)}
        text = self.msp.add_mtext(words.replace("\n", "\\P"), {**traits, "attachment_point": 5})
        return self._finish(text, "")

    def hatch(self, points: Iterable[Point], layer: str, color: int) -> str:
        """Fill an area."""
        hatch = self.msp.add_hatch(color=color, dxfattribs={"layer": layer})
        hatch.paths.add_polyline_path([to_map(p) for p in points], is_closed=True)
        return self._finish(hatch, "")

    def to_bytes(self) -> bytes:
        """Return the file, with AutoCAD's line ends, every date fixed and each text in GBK."""
        stream = io.StringIO()
        self.doc.write(stream)
        return stream.getvalue().replace("\r\n", "\n").replace("\n", "\r\n").encode("gbk")
