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
from ..bands import Rect
from ..index import wrap
from ..items import CENTER, TOP, Canvas
from ..paper import Lettering
from .part import Part
from .view import View

NAME = "wind"
DIRECTIONS = (8, 16)
_WIDTHS = (28.0, 34.0)
_LINE = 1.5
_RADIUS, _HEAD, _LETTER = 0.3, 0.41, 0.46
"""How far from the middle the rose reaches, the arrow to the north and its letter, as parts of the width."""


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
    draw = partial(_draw, rose, view.words["wind"])
    return Part(NAME, view.words["wind"], _WIDTHS, partial(_height, rose), draw, on_map=True)


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
    return _room(rose, width) + _line(letters) * (1 + 0.8 * len(_texts(rose, width, letters)))


def _room(rose: Rose, width: float) -> float:
    """Return the height of the rose with its arrow, which may point anywhere on a turned map."""
    return width if rose.turned else width * (0.54 + _RADIUS)


def _draw(rose: Rose, title: str, canvas: Canvas, rect: Rect, letters: Lettering) -> None:
    x, y = rect.x + rect.width / 2, rect.y + rect.width / 2
    radius = rect.width * _RADIUS
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
    room = _room(rose, rect.width)
    canvas.label(Rect(rect.x, rect.y + room, rect.width, line), title, style, f"{NAME} title", CENTER)
    for i, text in enumerate(_texts(rose, rect.width, letters)):
        below = Rect(rect.x, rect.y + room + line * (1 + 0.8 * i), rect.width, 0.8 * line)
        quiet = text_format(letters.note * 0.8, symbols.QUIET)
        canvas.label(below, text, quiet, f"{NAME} source {i + 1}", CENTER, TOP)


def _north(rose: Rose, canvas: Canvas, rect: Rect, letters: Lettering) -> None:
    """Lengthen the axis of the north by an arrow, beyond the longest petal, with the letter before it."""
    a = radians(rose.turned)
    x, y = rect.x + rect.width / 2, rect.y + rect.width / 2

    def spot(ahead: float, aside: float = 0.0) -> tuple[float, float]:
        """Return a point of the page so far to the north of the middle and right of it."""
        return x + ahead * sin(a) + aside * cos(a), y - ahead * cos(a) + aside * sin(a)

    near, tip, half = rect.width * _RADIUS, rect.width * _HEAD, rect.width * 0.035
    canvas.rule([spot(-near), spot(near)], symbols.INK, 0.2 * letters.unit, f"{NAME} axis")
    for side, fill in ((-1, "#FFFFFF"), (1, symbols.INK)):
        points = [spot(tip), spot(near, side * half), spot(near + 0.3 * (tip - near))]
        canvas.polygon(points, fill, symbols.INK, 0.2 * letters.unit, f"{NAME} arrow")
    tall = rect.width * 2 * (0.5 - _LETTER)
    style = text_format(min(letters.heading, tall / MM_PER_POINT * 0.9), symbols.INK, bold=True)
    middle = spot(rect.width * _LETTER)
    room = Rect(middle[0] - 2 * tall, middle[1] - tall, 4 * tall, 2 * tall)
    canvas.label(room, rose.north, style, f"{NAME} north", CENTER)
