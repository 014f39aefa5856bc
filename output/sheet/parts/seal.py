"""Space for a seal 盖章处, as large as seals are on every size of sheet."""

from __future__ import annotations

from ....workspace import symbols
from ....workspace.fonts import text_format
from ..bands import Rect
from ..items import CENTER, TOP, Canvas
from ..paper import Lettering
from .part import Part
from .view import View

NAME = "seal"
SEAL = 46.0
"""Height in mm: seals of institutions measure at most 45 mm across (国发〔1999〕25号)."""
_WIDTHS = (58.0, 66.0)


def seal_part(view: View) -> Part:
    """Return an empty frame in which a seal finds room."""
    title = view.words["seal"]

    def draw(canvas: Canvas, rect: Rect, letters: Lettering) -> None:
        canvas.box(rect, f"{NAME} frame", None, symbols.BUILDING_EDGE, 0.2 * letters.unit)
        style = text_format(letters.note, symbols.QUIET)
        below = Rect(rect.x, rect.y + 1.5 * letters.unit, rect.width, rect.height - 1.5 * letters.unit)
        canvas.label(below, title, style, f"{NAME} title", CENTER, TOP)

    return Part(NAME, title, _WIDTHS, lambda *_: SEAL, draw, framed=True)
