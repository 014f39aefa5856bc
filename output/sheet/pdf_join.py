"""Bind PDFs of ours into one, with bookmarks; the pages stay as they were drawn.

QGIS would have to hold every layout at once to print them into one file: 29 surveyed
communities do not fit into memory. So each is drawn alone, and the files are joined.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from .pdf import information, named, parse, reachable, renumbered, tagged, text_string, written

_KIDS = re.compile(rb"/Kids\s*\[([^\]]*)\]")
_PARENT = re.compile(rb"/Parent \d+ 0 R")
_PAGES = re.compile(rb"/Pages (\d+) 0 R")
_ROOT, _TREE, _INFO, _OUTLINE = 1, 2, 3, 4


@dataclass(frozen=True)
class Part:
    """A document to bind in.

    Attributes
    ----------
    pdf
        Its bytes as `pdf.even_out` leaves them.
    title
        Of its bookmark.
    marks
        Page, from 0, and title of the bookmarks below that one.
    """

    pdf: bytes
    title: str
    marks: Sequence[tuple[int, str]] = ()


@dataclass(frozen=True)
class _Mark:
    """A bookmark: its title, the object of its page, those below it."""

    title: str
    page: int
    below: tuple[_Mark, ...] = ()


def join(parts: Iterable[Part], moment: str, title: str, front: int = 0) -> bytes:
    """Return one document with the pages of all parts, in order, a bookmark to the first of each.

    Parameters
    ----------
    parts
        Taken one after the other.
    moment, title
        As `pdf.even_out`.
    front
        How many parts come before page 1; readers number their pages i, ii, iii.

    Raises
    ------
    ValueError
        When a part is no PDF with a plain cross-reference table.
    """
    bodies: list[bytes] = []
    pages: list[int] = []
    marks: list[_Mark] = []
    parts, before = list(parts), 0
    # Root, tree of pages, information, outline; then a bookmark for each part.
    first = _OUTLINE + 1 + sum(1 + len(part.marks) for part in parts)
    for part in parts:
        own, kids = _pages_of(part.pdf, first + len(bodies))
        below = tuple(_Mark(title, kids[page]) for page, title in part.marks)
        marks.append(_Mark(part.title, kids[0], below))
        before += len(kids) if len(marks) <= front else 0
        pages += kids
        bodies += own
    kids_text = b" ".join(b"%d 0 R" % page for page in pages)
    labels = (b"0 << /S /r >> " if before else b"") + b"%d << /S /D >>" % before
    head = [
        b"<<\n/Type /Catalog\n/Pages %d 0 R\n/Outlines %d 0 R\n/PageMode /UseOutlines\n" % (_TREE, _OUTLINE)
        + b"/PageLabels << /Nums ["
        + labels
        + b"] >>\n>>",
        b"<<\n/Type /Pages\n/Kids [" + kids_text + b"]\n/Count %d\n>>" % len(pages),
        information(moment, title),
        *_outline(marks),
    ]
    return written([*head, *bodies], _ROOT, _INFO)


def _pages_of(pdf: bytes, first: int) -> tuple[list[bytes], list[int]]:
    """Return the objects of a document, numbered from `first` on, and the numbers of its pages."""
    objects, trailer = parse(pdf)
    root = objects.get(named(trailer, b"Root"), b"")
    tree = _PAGES.search(root)
    kids = _KIDS.search(objects.get(int(tree[1]), b"")) if tree else None
    if kids is None:
        raise ValueError("no pages")
    pages = [int(number) for number in re.findall(rb"(\d+) 0 R", kids[1])]
    for page in pages:
        objects[page] = _PARENT.sub(b"/Parent 0 0 R", objects[page])
    order = reachable(objects, pages)
    number = {old: new for new, old in enumerate(order, start=first)} | {0: _TREE}
    bodies = [tagged(renumbered(objects[old], number), number[old]) for old in order]
    return bodies, [number[page] for page in pages]


def _outline(marks: Sequence[_Mark]) -> list[bytes]:
    """Return the outline and its bookmarks, numbered from `_OUTLINE` on."""
    bodies = _bookmarks(marks, _OUTLINE)
    last = _OUTLINE + 1 + sum(1 + len(mark.below) for mark in marks[:-1])
    head = b"<<\n/Type /Outlines\n/First %d 0 R\n/Last %d 0 R\n/Count %d\n>>"
    return [head % (_OUTLINE + 1, last, len(marks)), *bodies]


def _bookmarks(marks: Sequence[_Mark], parent: int) -> list[bytes]:
    """Return bookmarks below an object, numbered from the one after it on, each before those below it."""
    bodies: list[bytes] = []
    before = 0
    for i, mark in enumerate(marks):
        own = parent + 1 + len(bodies)
        below, after = _bookmarks(mark.below, own), own + 1 + len(mark.below)
        lines = [b"/Title " + text_string(mark.title), b"/Parent %d 0 R" % parent]
        if before:
            lines.append(b"/Prev %d 0 R" % before)
        if i + 1 < len(marks):
            lines.append(b"/Next %d 0 R" % after)
        if below:  # closed at first: a reader sees the sheets
            lines += [b"/First %d 0 R" % (own + 1), b"/Last %d 0 R" % (after - 1), b"/Count %d" % -len(below)]
        lines.append(b"/Dest [%d 0 R /Fit]" % mark.page)
        bodies += [b"<<\n" + b"\n".join(lines) + b"\n>>", *below]
        before = own
    return bodies
