"""A QR code that leads from the board to the public page, with the address in letters below it.

The code is made by segno, which a user installs when a sheet is to have one.
"""

from __future__ import annotations

import base64
import io
import re
from functools import partial
from importlib.util import find_spec
from typing import Optional

from qgis.core import QgsLayoutItemPicture

from ....community.errors import CommonplanError, InputError
from ....workspace import symbols
from ....workspace.fonts import MM_PER_POINT, text_format, text_width
from ....workspace.packages import install_command
from ..bands import Rect
from ..index import wrap, wrap_evenly
from ..items import CENTER, TOP, Canvas
from ..paper import Lettering
from .part import Part
from .view import View

NAME, PACKAGE = "qr", "segno"
_WIDTHS = (26.0, 34.0)
_ADDRESS = re.compile(r"https?://[^\s<>\"']+")
_LONGEST = 300
_QUIET_ZONE = 4
"""Modules of white around a code that readers need (ISO/IEC 18004)."""
_LINE, _ADDRESS_LINES = 1.5, 3
_STEPS = re.compile(r"https?://[^/]*/?|[^/?&]*[/?&]?")
"""Parts of an address after which it is broken, if it has to be."""
_FILLED = 0.96
"""How much of the width letters may fill: what fills it all QGIS breaks once more, and hides."""


def qr_part(view: View) -> Optional[Part]:
    """Return the code of the setting `public_address`, None when there is none.

    Raises
    ------
    InputError
        `no_web_address`.
    CommonplanError
        `missing_package` when the code was asked for and segno is not installed.
    """
    address = view.said("public_address")
    if not address:
        return None
    if not _ADDRESS.fullmatch(address) or len(address) > _LONGEST:
        raise InputError("no_web_address", text=address[:_LONGEST])
    if find_spec(PACKAGE) is None:
        if not view.asked:
            return None
        raise CommonplanError("missing_package", package=PACKAGE, command=install_command((PACKAGE,)))
    title = view.words[NAME]
    return Part(NAME, title, _WIDTHS, partial(_height, title, address), partial(_draw, title, address))


def _lines(address: str, width: float, letters: Lettering) -> list[str]:
    """Break the address for those who type it; one too long to be typed stays away."""
    lines = [""]
    for part in _STEPS.findall(address):
        longer = wrap(lines[-1] + part, _FILLED * width, lambda text: text_width(text, letters.note * 0.8))
        if len(longer) == 1 or not lines[-1]:
            lines[-1:] = longer
        else:
            lines += wrap(part, _FILLED * width, lambda text: text_width(text, letters.note * 0.8))
    return lines if len(lines) <= _ADDRESS_LINES else []


def _line(letters: Lettering) -> float:
    return letters.note * MM_PER_POINT * _LINE


def _title(title: str, width: float, letters: Lettering) -> list[str]:
    """Break the title, which in two languages is long."""
    return wrap_evenly(title, _FILLED * width, lambda text: text_width(text, letters.note, bold=True))


def _height(title: str, address: str, width: float, letters: Lettering) -> float:
    lines = len(_title(title, width, letters)) + 0.8 * len(_lines(address, width, letters))
    return width + _line(letters) * lines


def _draw(title: str, address: str, canvas: Canvas, rect: Rect, letters: Lettering) -> None:
    item = QgsLayoutItemPicture(canvas.layout)
    item.setPicturePath(_picture(address), QgsLayoutItemPicture.Format.FormatSVG)
    canvas.box(Rect(rect.x, rect.y, rect.width, rect.width), f"{NAME} ground", "#FFFFFF", None)
    canvas.put(item, Rect(rect.x, rect.y, rect.width, rect.width), f"{NAME} code")
    y, line = rect.y + rect.width, _line(letters)
    style = text_format(letters.note, symbols.INK, bold=True)
    for text in _title(title, rect.width, letters):
        canvas.label(Rect(rect.x, y, rect.width, line), text, style, f"{NAME} title", CENTER)
        y += line
    quiet = text_format(letters.note * 0.8, symbols.QUIET)
    for i, text in enumerate(_lines(address, rect.width, letters)):
        below = Rect(rect.x, y + 0.8 * line * i, rect.width, 0.8 * line)
        canvas.label(below, text, quiet, f"{NAME} address {i + 1}", CENTER, TOP)


def _picture(address: str) -> str:
    """Return the code as a picture that lies in the layout itself, black on white."""
    import segno

    drawn = io.BytesIO()
    code = segno.make(address, error="m", micro=False)
    code.save(drawn, kind="svg", border=_QUIET_ZONE, dark="#000000", light="#FFFFFF", xmldecl=False, nl=False)
    return "base64:" + base64.b64encode(drawn.getvalue()).decode("ascii")
