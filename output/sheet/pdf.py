"""Even out what Qt leaves to chance, or gets wrong, in a PDF.

The same sheet shall have the same bytes: Qt writes the moment of printing, and the fonts in an
order that changes from run to run. Text shall be searchable: Qt names the first character of a
glyph, a radical (⾥) instead of the ideograph (里), a figure dash instead of the dash. So objects
are numbered and written in the order in which the catalogue leads to them, the date is the
community's last change, and the tables from glyphs to characters are mended. Nothing drawn is
touched.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence

_ENTRY = re.compile(rb"(\d{10}) (\d{5}) ([nf])")
_REFERENCE = re.compile(rb"\b(\d+) 0 R\b")
_STREAM = re.compile(rb"\bstream\r?\n")
_CHARACTERS = re.compile(rb"begincmap.*?endcmap", re.DOTALL)
_METADATA = re.compile(rb"/Metadata \d+ 0 R\s*")
_SUBSET = re.compile(rb"/FontName /[A-Z]{4,6}\+")
_CODE = re.compile(rb"<[0-9A-Fa-f]{4}>")
_KIDS = re.compile(rb"/Kids\s*\[([^\]]*)\]")


def even_out(
    pdf: bytes, moment: str, title: str, meant: Mapping[str, str], bookmarks: Sequence[str] = ()
) -> bytes:
    """Return the same document in a fixed order, with date, title, bookmarks, and readable text.

    Parameters
    ----------
    pdf
        As Qt writes it, with a plain cross-reference table; anything else is returned as it is.
    moment
        `YYYY-MM-DDTHH:MM:SSZ`.
    title
        Of the document.
    meant
        Characters that Qt names → characters that were meant.
    bookmarks
        Of each page, in order; none for a document of one page.
    """
    objects, trailer = parse(pdf)
    root, info = (named(trailer, key) for key in (b"Root", b"Info"))
    if root not in objects or info not in objects:
        return pdf
    objects[info] = information(moment, title)
    # Newer Qt says the same in XMP, with a time and an id of its own.
    objects[root] = _METADATA.sub(b"", objects[root])
    if len(bookmarks) > 1:
        _add_outline(objects, root, bookmarks)
    order = reachable(objects, (root, info))
    number = {old: new for new, old in enumerate(order, start=1)}
    bodies = [tagged(renumbered(_mended(objects[old], meant), number), number[old]) for old in order]
    return written(bodies, number[root], number[info])


def parse(pdf: bytes) -> tuple[dict[int, bytes], bytes]:
    """Return the objects' bodies by number, and the trailer."""
    start = re.search(rb"startxref\s+(\d+)\s+%%EOF\s*$", pdf)
    at = int(start[1]) if start else len(pdf)
    table, _, trailer = pdf[at:].partition(b"trailer")
    if not table.startswith(b"xref\n0 "):
        return {}, b""
    offsets = {i: int(m[1]) for i, m in enumerate(_ENTRY.finditer(table)) if m[3] == b"n"}
    ends = dict(zip(sorted(offsets.values()), [*sorted(offsets.values())[1:], at]))
    objects = {}
    for number, offset in offsets.items():
        body = pdf[offset : ends[offset]].partition(b"obj")[2]
        objects[number] = body[: body.rindex(b"endobj")].strip()
    return objects, trailer


def named(trailer: bytes, key: bytes) -> int:
    """Return the number of the object that a trailer names, 0 for none."""
    found = re.search(rb"/" + key + rb" (\d+) 0 R", trailer)
    return int(found[1]) if found else 0


def information(moment: str, title: str) -> bytes:
    """Return the information dictionary: a title and one date, nobody's name."""
    digits = re.sub(r"\D", "", moment)[:14].encode()
    return b"<<\n/Title " + text_string(title) + b"\n/CreationDate (D:" + digits + b"Z)\n>>"


def text_string(text: str) -> bytes:
    """Return a text as a PDF writes it where it is not drawn."""
    return b"<" + ("\ufeff" + text).encode("utf-16-be", "replace").hex().upper().encode() + b">"


def _add_outline(objects: dict[int, bytes], root: int, bookmarks: Sequence[str]) -> None:
    """Add a bookmark for each page, and let readers open with the list of them."""
    pages = pages_under(objects, named(objects[root], b"Pages"))
    marked = list(zip(bookmarks, pages))
    outline = max(objects) + 1
    for i, (text, page) in enumerate(marked):
        number = outline + 1 + i
        before = b"/Prev %d 0 R\n" % (number - 1) if i else b""
        after = b"/Next %d 0 R\n" % (number + 1) if i + 1 < len(marked) else b""
        target = b"/Parent %d 0 R\n/Dest [%d 0 R /Fit]\n" % (outline, page)
        objects[number] = b"<<\n/Title " + text_string(text) + b"\n" + target + before + after + b">>"
    ends = (outline + 1, outline + len(marked), len(marked))
    objects[outline] = b"<<\n/Type /Outlines\n/First %d 0 R\n/Last %d 0 R\n/Count %d\n>>" % ends
    head = objects[root].rstrip().removesuffix(b">>")
    objects[root] = head + b"/Outlines %d 0 R\n/PageMode /UseOutlines\n>>" % outline


def pages_under(objects: Mapping[int, bytes], node: int) -> list[int]:
    """Return the numbers of the pages under a node of the page tree, in the order of reading."""
    kids = _KIDS.search(_head(objects.get(node, b"")))
    if not kids:
        return [node] if node in objects else []
    return [page for kid in _REFERENCE.findall(kids[1]) for page in pages_under(objects, int(kid))]


def _head(body: bytes) -> bytes:
    """Return an object without its stream: only there are numbers of objects."""
    stream = _STREAM.search(body)
    return body[: stream.start()] if stream else body


def reachable(objects: Mapping[int, bytes], roots: Iterable[int]) -> list[int]:
    """Return the numbers of all objects in the order in which the roots lead to them."""
    found: dict[int, None] = {}
    waiting = list(roots)[::-1]
    while waiting:
        number = waiting.pop()
        if number in found or number not in objects:
            continue
        found[number] = None
        waiting.extend(int(m[1]) for m in reversed(list(_REFERENCE.finditer(_head(objects[number])))))
    return list(found)


def renumbered(body: bytes, number: Mapping[int, int]) -> bytes:
    """Return an object that refers to others by their new numbers."""
    head = _head(body)
    new = _REFERENCE.sub(lambda m: b"%d 0 R" % number[int(m[1])] if int(m[1]) in number else b"null", head)
    return new + body[len(head) :]


def _mended(body: bytes, meant: Mapping[str, str]) -> bytes:
    """Mend the table from glyphs to characters; every code keeps its four digits, so its length holds."""
    if b"begincmap" not in body:
        return body
    codes = {b"<%04X>" % ord(wrong): b"<%04X>" % ord(right) for wrong, right in meant.items()}
    return _CHARACTERS.sub(lambda table: _CODE.sub(lambda m: codes.get(m[0].upper(), m[0]), table[0]), body)


def tagged(body: bytes, number: int) -> bytes:
    """Give the subset of a typeface a tag by its place in the document: six capitals that differ."""
    letters = b"".join(b"%c" % (65 + number // 26**i % 26) for i in range(6))
    return _SUBSET.sub(b"/FontName /" + letters + b"+", body) if b"/FontDescriptor" in _head(body) else body


def written(bodies: Iterable[bytes], root: int, info: int) -> bytes:
    """Return the document of these objects, numbered from 1; `root` and `info` are two of them."""
    out = bytearray(b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n")
    offsets = []
    for number, body in enumerate(bodies, start=1):
        offsets.append(len(out))
        out += b"%d 0 obj\n" % number + body + b"\nendobj\n"
    at = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(offsets) + 1)
    out += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    out += b"trailer\n<<\n/Size %d\n/Info %d 0 R\n/Root %d 0 R\n>>\n" % (len(offsets) + 1, info, root)
    return bytes(out + b"startxref\n%d\n%%%%EOF\n" % at)


def meant_characters(glyphs: Mapping[str, int], used: Collection[str]) -> dict[str, str]:
    """Return what is meant by characters that nobody wrote: the one written that has the same glyph.

    Parameters
    ----------
    glyphs
        Character → glyph of the typeface; 0 for none.
    used
        All characters of the document.
    """
    written = {glyphs[c]: c for c in sorted(used, reverse=True) if glyphs.get(c)}
    return {c: written[g] for c, g in glyphs.items() if g in written and c not in used}
