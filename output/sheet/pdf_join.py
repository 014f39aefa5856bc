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
    """A document to bind in: its bytes as `pdf.even_out` leaves them, and its bookmark."""

    pdf: bytes
    title: str


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
    marks: list[tuple[str, int]] = []
    parts, before = list(parts), 0
    # Root, tree of pages, information, outline; then a bookmark for each part.
    first = _OUTLINE + 1 + len(parts)
    for part in parts:
        own, kids = _pages_of(part.pdf, first + len(bodies))
        marks.append((part.title, kids[0]))
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


def _outline(marks: Sequence[tuple[str, int]]) -> list[bytes]:
    """Return the outline and its bookmarks, numbered from `_OUTLINE` on."""
    first, last = _OUTLINE + 1, _OUTLINE + len(marks)
    bodies = [b"<<\n/Type /Outlines\n/First %d 0 R\n/Last %d 0 R\n/Count %d\n>>" % (first, last, len(marks))]
    for i, (title, page) in enumerate(marks, start=first):
        before = b"/Prev %d 0 R\n" % (i - 1) if i > first else b""
        after = b"/Next %d 0 R\n" % (i + 1) if i < last else b""
        to = b"/Dest [%d 0 R /Fit]\n" % page
        bodies.append(
            b"<<\n/Title "
            + text_string(title)
            + b"\n/Parent %d 0 R\n" % _OUTLINE
            + before
            + after
            + to
            + b">>"
        )
    return bodies
