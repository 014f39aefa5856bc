"""The notice box 公示: what hangs here and why, until when, who answers, and how to object."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Optional

from ....community.catalogue import terms
from ....community.publication.notice_period import CALENDAR, Period, period, read_date
from ....workspace import symbols
from ....workspace.fonts import MM_PER_POINT, text_format, text_width
from ..bands import Rect, heading_height
from ..content import Content
from ..index import wrap
from ..items import CENTER, RIGHT, Canvas
from ..paper import Lettering
from .part import Part
from .seal import SEAL
from .table import Table, draw_table, table_height
from .view import View

NAME = "notice"
_WIDTHS = (60.0, 150.0)
_SIGNED_BESIDE = 112.0
"""From this width on, in mm on A3, the signature stands beside the rows instead of below them."""
_CONTACTS = ("notice_contact", "notice_phone", "notice_address", "notice_supervision")
_PAD = 3.0
_LINE = 1.9
"""Height of a line of the signature, as a part of the size of its letters."""


@dataclass(frozen=True)
class _Notice:
    """A notice as it is printed: title, paragraphs, rows, signature with its day."""

    title: str
    body: Table
    fields: Table
    signature: str
    day: str
    seal: str


def notice_part(view: View) -> Optional[Part]:
    """Return the notice box, None when nothing says what the notice is about.

    Raises
    ------
    InputError
        As `notice_period.read_date` and `notice_period.period`.
    """
    if not view.said("notice"):
        return None
    words = terms("zh") if view.edition.language == "both" else view.words
    paragraphs = tuple((line.strip(),) for line in view.said("notice").splitlines() if line.strip())
    fields = tuple(_fields(view, words))
    signed = view.said("notice_signed") or view.said("notice_from")
    notice = _Notice(
        view.said("notice_title") or view.words["notice"],
        Table(f"{NAME} text", "", paragraphs, (1.0,), grid=False, size=1.1),
        Table(f"{NAME} fields", "", fields, (1.0, 1.0), quiet_first=True),
        view.said("notice_by"),
        _printed(read_date(signed), words) if signed else "",
        words["notice_seal"],
    )
    height, draw = partial(_height, notice), partial(_draw, notice)
    return Part(NAME, notice.title, _WIDTHS, height, draw, framed=True, with_map=True)


def _fields(view: View, words: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    if view.said("notice_by"):
        yield words["notice_by"], view.said("notice_by")
    span = _span(view, words)
    if span:
        yield words["notice_period"], span
    for key in _CONTACTS:
        if view.said(key):
            yield words[key], view.said(key)
    yield words["notice_objection"], view.said("notice_objection") or words["notice_objection_text"]


def _span(view: View, words: Mapping[str, str]) -> str:
    """Return the first and the last day in words; the last as given, else as counted."""
    if not view.said("notice_from"):
        return ""
    first = read_date(view.said("notice_from"))
    if view.said("notice_until"):
        last = _printed(read_date(view.said("notice_until")), words)
        return words["notice_until"].format(first=_printed(first, words), last=last)
    if not view.said("notice_days"):
        return _printed(first, words)
    hung = _counted(view.content.settings, view.content.holidays)
    text = words[f"notice_{hung.counted}"].format(
        first=_printed(hung.first, words), last=_printed(hung.last, words), days=hung.days
    )
    years = "、".join(map(str, hung.assumed))
    return text + (words["notice_assumed"].format(years=years) if years else "")


def _counted(settings: Mapping[str, str], holidays: Mapping[str, bool]) -> Period:
    first = read_date(settings["notice_from"].strip())
    days = settings["notice_days"].strip()
    return period(first, days, (settings.get("notice_count") or "").strip() or CALENDAR, holidays)


def unannounced(content: Content) -> tuple[str, ...]:
    """Return the years whose holidays are not known, and on which the last day of the notice depends."""
    said = content.settings
    if not all(said.get(key, "").strip() for key in ("notice", "notice_from", "notice_days")):
        return ()
    if said.get("notice_until", "").strip():
        return ()
    return tuple(map(str, _counted(said, content.holidays).assumed))


def _printed(day: date, words: Mapping[str, str]) -> str:
    return words["notice_date"].format(year=day.year, month=day.month, day=day.day)


def _inner(rect: Rect, letters: Lettering) -> Rect:
    pad = _PAD * letters.unit
    return Rect(rect.x + pad, rect.y + pad, rect.width - 2 * pad, rect.height - 2 * pad)


def _title_height(letters: Lettering) -> float:
    return heading_height(letters) * 1.5


def _seal(letters: Lettering) -> float:
    """Return the width of the signature, which the name of an office needs more than its seal."""
    return SEAL * max(1.0, letters.unit)


def _room_for_rows(width: float, letters: Lettering) -> float:
    """Return the width of the rows: all, or what the seal beside them leaves."""
    inner = width - 2 * _PAD * letters.unit
    return inner - _seal(letters) - 4 * letters.unit if width >= _SIGNED_BESIDE * letters.unit else inner


def _height(notice: _Notice, width: float, letters: Lettering) -> float:
    inner, rows = width - 2 * _PAD * letters.unit, _room_for_rows(width, letters)
    fields = table_height(notice.fields, rows, letters)
    below = max(fields, SEAL) if rows < inner else fields + 2 * letters.unit + SEAL
    body = table_height(notice.body, inner, letters) + 2 * letters.unit
    return _title_height(letters) + body + below + 2 * _PAD * letters.unit


def _draw(notice: _Notice, canvas: Canvas, rect: Rect, letters: Lettering) -> None:
    canvas.box(rect, f"{NAME} frame", None, symbols.INK, 0.5 * letters.unit)
    inner, top = _inner(rect, letters), _title_height(letters)
    style = text_format(letters.heading * 1.6, symbols.INK, bold=True)
    head = Rect(inner.x, inner.y, inner.width, top * 0.85)
    canvas.label(head, notice.title, style, f"{NAME} title", CENTER)
    body = table_height(notice.body, inner.width, letters)
    draw_table(notice.body, canvas, Rect(inner.x, inner.y + top, inner.width, body), letters)
    y, rows = inner.y + top + body + 2 * letters.unit, _room_for_rows(rect.width, letters)
    fields = table_height(notice.fields, rows, letters)
    draw_table(notice.fields, canvas, Rect(inner.x, y, rows, fields), letters)
    beside = Rect(inner.x + inner.width - _seal(letters), y, _seal(letters), max(fields, SEAL))
    below = Rect(inner.x, y + fields + 2 * letters.unit, inner.width, SEAL)
    _sign(notice, canvas, beside if rows < inner.width else below, letters)


def _sign(notice: _Notice, canvas: Canvas, rect: Rect, letters: Lettering) -> None:
    """Write who signs and when, in the middle of the room for the seal that is put over it."""
    size = letters.kind * 1.1
    texts = [
        *wrap(notice.signature, rect.width, lambda text: text_width(text, size)),
        notice.seal,
        notice.day,
    ]
    texts = [text for text in texts if text]
    line = size * MM_PER_POINT * _LINE
    y = rect.y + (rect.height - line * len(texts)) / 2
    for i, text in enumerate(texts):
        row = Rect(rect.x, y + i * line, rect.width, line)
        canvas.label(row, text, text_format(size, symbols.INK), f"{NAME} signature {i + 1}", RIGHT)
