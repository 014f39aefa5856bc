"""The wind rose 风玫瑰图, only from frequencies that somebody supplies."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import partial
from math import cos, radians, sin
from typing import Optional

from ....community.errors import InputError
from ....workspace import symbols
from ....workspace.fonts import MM_PER_POINT, text_format, text_width
from ..composition import Rect
from ..index import wrap
from ..items import CENTER, TOP, Canvas
from ..paper import Lettering
from .part import Part
from .view import View

NAME = "wind"
DIRECTIONS = (8, 16)
_WIDTHS = (26.0, 32.0)
_LINE = 1.5
_NORTH = 0.14
"""Room for the letter of the north, as a part of the width."""


@dataclass(frozen=True)
class Rose:
    """Frequencies in per cent from the north on, clockwise; where they come from; how far north is turned."""

    frequencies: tuple[float, ...]
    source: str
    north: str
    turned: float


def read_frequencies(text: str) -> tuple[float, ...]:
    """Read the frequencies of 8 or 16 directions, in per cent, from the north on clockwise.

    Raises
    ------
    InputError
        `bad_wind`.
    """
    parts = [part for part in re.split(r"[\s,;\uFF0C\uFF1B\u3001]+", text.strip()) if part]
    try:
        numbers = tuple(float(part.rstrip("%\N{FULLWIDTH PERCENT SIGN}")) for part in parts)
    except ValueError as error:
        raise InputError("bad_wind", text=text) from error
    usable = len(numbers) in DIRECTIONS and all(0 <= number <= 100 for number in numbers)
    if not usable or not 0 < sum(numbers) <= 100.5:
        raise InputError("bad_wind", text=text)
    return numbers


def wind_part(view: View) -> Optional[Part]:
    """Return the wind rose, None when no frequencies are given.

    Raises
    ------
    InputError
        As `read_frequencies`.
    """
    if not view.said("wind"):
        return None
    rose = Rose(
        read_frequencies(view.said("wind")), view.said("wind_source"), view.words["north"], view.turned
    )
    return Part(
        NAME, view.words["wind"], _WIDTHS, partial(_height, rose), partial(_draw, rose, view.words["wind"])
    )


def petals(rose: Rose, x: float, y: float, radius: float) -> list[tuple[float, float]]:
    """Return the outline of a rose around a middle on the page; the most frequent wind reaches the radius."""
    most, step = max(rose.frequencies), 360 / len(rose.frequencies)
    angles = [radians(i * step + rose.turned) for i in range(len(rose.frequencies))]
    lengths = [radius * frequency / most for frequency in rose.frequencies]
    return [(x + length * sin(a), y - length * cos(a)) for a, length in zip(angles, lengths)]


def _texts(rose: Rose, width: float, letters: Lettering) -> list[str]:
    size = letters.note * 0.8
    return wrap(rose.source, width, lambda text: text_width(text, size)) if rose.source else []


def _line(letters: Lettering) -> float:
    return letters.note * MM_PER_POINT * _LINE


def _height(rose: Rose, width: float, letters: Lettering) -> float:
    return width + _line(letters) * (1 + 0.8 * len(_texts(rose, width, letters)))


def _draw(rose: Rose, title: str, canvas: Canvas, rect: Rect, letters: Lettering) -> None:
    x, y = rect.x + rect.width / 2, rect.y + rect.width / 2
    radius = rect.width * (0.5 - _NORTH)
    width = 0.15 * letters.unit
    for i in range(0, 180, 45):
        a = radians(i + rose.turned)
        ends = [(x - radius * sin(a), y + radius * cos(a)), (x + radius * sin(a), y - radius * cos(a))]
        canvas.rule(ends, symbols.HAIR, width, f"{NAME} axis")
    outline = petals(rose, x, y, radius)
    canvas.polygon(
        [*outline, outline[0]], symbols.tint(symbols.INK, 0.25), symbols.INK, 2 * width, f"{NAME} rose"
    )
    _north(rose, canvas, rect, letters)
    line = _line(letters)
    style = text_format(letters.note, symbols.INK, bold=True)
    canvas.label(Rect(rect.x, rect.y + rect.width, rect.width, line), title, style, f"{NAME} title", CENTER)
    for i, text in enumerate(_texts(rose, rect.width, letters)):
        below = Rect(rect.x, rect.y + rect.width + line * (1 + 0.8 * i), rect.width, 0.8 * line)
        quiet = text_format(letters.note * 0.8, symbols.QUIET)
        canvas.label(below, text, quiet, f"{NAME} source {i + 1}", CENTER, TOP)


def _north(rose: Rose, canvas: Canvas, rect: Rect, letters: Lettering) -> None:
    """Write north at its end of the axis."""
    a, far = radians(rose.turned), rect.width * (0.5 - _NORTH / 2)
    side = rect.width * _NORTH
    x, y = rect.x + rect.width / 2 + far * sin(a), rect.y + rect.width / 2 - far * cos(a)
    style = text_format(min(letters.note, side / MM_PER_POINT * 0.62), symbols.INK, bold=True)
    canvas.label(Rect(x - side, y - side / 2, 2 * side, side), rose.north, style, f"{NAME} north", CENTER)
