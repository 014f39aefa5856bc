"""Pages of a PDF for printers: with bleed and crop marks, or cut into tiles; what is drawn stays as it is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from .pdf import named, pages_under, parse, reachable, renumbered, tagged, written

MM = 72 / 25.4
"""Points in a millimetre."""
_BOX = re.compile(rb"/MediaBox\s*\[\s*0 0 ([\d.]+) ([\d.]+)\s*\]")
_CONTENTS = re.compile(rb"/Contents (\d+) 0 R")
_RESOURCES = re.compile(rb"/Resources (\d+) 0 R")
_MARK, _GAP = 5.0, 1.0
"""Length of a crop mark, and how far it stays away from what may be printed, in mm."""


def page_sizes(pdf: bytes) -> list[tuple[float, float]]:
    """Return width and height of each page in mm."""
    objects, trailer = parse(pdf)
    return [_size(objects[page]) for page in _pages(objects, trailer)]


def with_bleed(pdf: bytes, bleed: float) -> bytes:
    """Return the document on larger pages, which say where the trimmed sheet and its bleed lie.

    Parameters
    ----------
    pdf
        As `pdf.even_out` leaves it.
    bleed
        Width in mm around the sheet.
    """
    objects, trailer = parse(pdf)
    around = (bleed + _GAP + _MARK) * MM
    for page in _pages(objects, trailer):
        width, height = (side * MM for side in _size(objects[page]))
        before, after = max(objects) + 1, max(objects) + 2
        objects[before] = _stream(b"q")
        objects[after] = _stream(b"Q\n" + b"\n".join(_crop_marks(width, height, bleed * MM)))
        boxes = {b"MediaBox": around, b"BleedBox": bleed * MM, b"TrimBox": 0.0}
        said = [
            b"/%s [%.3f %.3f %.3f %.3f]" % (name, -by, -by, width + by, height + by)
            for name, by in boxes.items()
        ]
        body = _BOX.sub(b"\n".join(said), objects[page])
        objects[page] = _CONTENTS.sub(rb"/Contents [%d 0 R \1 0 R %d 0 R]" % (before, after), body)
    bodies = [objects[number] for number in sorted(objects)]
    return written(bodies, named(trailer, b"Root"), named(trailer, b"Info"))


def _crop_marks(width: float, height: float, bleed: float) -> Iterator[bytes]:
    """Yield the lines that run away from the corners of the trimmed sheet."""
    yield b"q 0 G 0.25 w"
    for x, out_x in ((0.0, -1), (width, 1)):
        for y, out_y in ((0.0, -1), (height, 1)):
            near, far = bleed + _GAP * MM, bleed + (_GAP + _MARK) * MM
            yield b"%.3f %.3f m %.3f %.3f l S" % (x + out_x * near, y, x + out_x * far, y)
            yield b"%.3f %.3f m %.3f %.3f l S" % (x, y + out_y * near, x, y + out_y * far)
    yield b"Q"


@dataclass(frozen=True)
class Placed:
    """A page of a document as it lies under another one.

    Attributes
    ----------
    page
        Which one, from 0.
    scale
        1 for its own size.
    x, y
        Where its lower left corner comes to lie, in mm from the lower left.
    clip
        What of it is seen: left, bottom, width, height, in mm.
    """

    page: int
    scale: float
    x: float
    y: float
    clip: tuple[float, float, float, float]


def laid_under(pdf: bytes, over: bytes, placed: Sequence[Placed]) -> bytes:
    """Return the document `over` with a page of `pdf` under each of its pages.

    A page that is used many times is in the file once.
    """
    objects, trailer = parse(over)
    own, own_trailer = parse(pdf)
    first = max(objects) + 1
    number = {old: old + first for old in own}
    objects |= {number[old]: renumbered(body, number) for old, body in own.items()}
    sheets = [number[page] for page in _pages(own, own_trailer)]
    forms = {page: _as_form(objects, page) for page in dict.fromkeys(sheets)}
    for page, spot in zip(_pages(objects, trailer), placed):
        _lay_under(objects, page, forms[sheets[spot.page]], spot)
    root, info = named(trailer, b"Root"), named(trailer, b"Info")
    order = reachable(objects, (root, info))
    new = {old: i for i, old in enumerate(order, start=1)}
    bodies = [tagged(renumbered(objects[old], new), new[old]) for old in order]
    return written(bodies, new[root], new[info])


def _as_form(objects: dict[int, bytes], page: int) -> int:
    """Make what a page draws into a form that other pages draw; return its number."""
    width, height = _size(objects[page])
    contents, resources = _CONTENTS.search(objects[page]), _RESOURCES.search(objects[page])
    if contents is None or resources is None:
        raise ValueError("no contents")
    said = b"<<\n/Type /XObject\n/Subtype /Form\n/BBox [0 0 %.3f %.3f]\n/Resources %s 0 R\n" % (
        width * MM, height * MM, resources[1],
    )  # fmt: skip
    body = objects[int(contents[1])]
    objects[int(contents[1])] = said + body.partition(b"<<")[2]
    return int(contents[1])


def _lay_under(objects: dict[int, bytes], page: int, form: int, spot: Placed) -> None:
    resources, before = _RESOURCES.search(objects[page]), max(objects) + 1
    if resources is None:
        raise ValueError("no resources")
    clip = tuple(side * MM for side in spot.clip)
    place = (spot.scale, spot.scale, spot.x * MM, spot.y * MM)
    drawn = b"q %.3f %.3f %.3f %.3f re W n %.6f 0 0 %.6f %.3f %.3f cm /Under%d Do Q" % (*clip, *place, form)
    objects[before] = _stream(drawn)
    objects[page] = _CONTENTS.sub(rb"/Contents [%d 0 R \1 0 R]" % before, objects[page])
    at = int(resources[1])
    objects[at] = re.sub(
        rb"/XObject\s*<<", b"/XObject <<\n/Under%d %d 0 R" % (form, form), objects[at], count=1
    )


def _pages(objects: dict[int, bytes], trailer: bytes) -> list[int]:
    return pages_under(objects, named(objects[named(trailer, b"Root")], b"Pages"))


def _size(page: bytes) -> tuple[float, float]:
    box = _BOX.search(page)
    if box is None:
        raise ValueError("no size")
    return float(box[1]) / MM, float(box[2]) / MM


def _stream(content: bytes) -> bytes:
    return b"<<\n/Length %d\n>>\nstream\n" % len(content) + content + b"\nendstream"
