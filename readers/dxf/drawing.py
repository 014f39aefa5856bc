"""A DXF file as a whole: is it one, is all of it there, its header, layers and blocks."""

from __future__ import annotations

import mmap
import re
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

import numpy as np

from ...community.errors import InputError
from ...community.survey.units import Units
from ..encoding import Decoder, make_decoder, strings_beyond_ascii
from ..mapped import Buffer, found_at
from .binary import SENTINEL, write_as_text
from .curves import TOLERANCE
from .entities import Entities
from .palette import aci_color, true_color
from .size import units_of
from .tags import BATCH_BYTES, batches

_UNICODE_SINCE = "AC1021"
_KINDS = (
    (b"\x89PNG", "PNG"), (b"\xff\xd8\xff", "JPEG"), (b"%PDF", "PDF"), (b"PK\x03\x04", "ZIP"),
    (b"SQLite format 3", "SQLite"), (b"\x1f\x8b", "GZIP"), (b"GIF8", "GIF"), (b"II*\x00", "TIFF"),
)  # fmt: skip
_SECTION = re.compile(
    rb"(?:\A(?:\xef\xbb\xbf)?|\n)[ \t]*0[ \t]*\r?\n[ \t]*SECTION[ \t]*\r?\n"
    rb"[ \t]*2[ \t]*\r?\n[ \t]*(\w+)[ \t]*(?:\r?\n|\Z)"
)
_END = re.compile(rb"\n[ \t]*0[ \t]*\r?\n[ \t]*(ENDSEC|EOF)(?=[ \t\r\n]|\Z)")
_CONTEXT = 40


@dataclass(frozen=True)
class Layer:
    """A layer of the drawing and what its entities inherit."""

    color: str = "#000000"
    linetype: str = "CONTINUOUS"
    hidden: str = ""


@dataclass(frozen=True)
class Block:
    """What is known of a block's definition."""

    entities: int
    xref: str = ""


@dataclass
class Drawing:
    """An open DXF file; `entities()` may be read once.

    `declared_units` is the header's `$INSUNITS`; `units` what is taken for the unit, None when the
    planner says it; `tolerance` is in drawing units; `systems` are the applications whose data holds codes.
    """

    path: Path
    buffer: Buffer
    version: str
    declared_units: int
    units: Units | None
    tolerance: float
    binary: bool
    decoder: Decoder
    layers: dict[str, Layer] = field(default_factory=dict)
    blocks: dict[str, Block] = field(default_factory=dict)
    off_sheet: Counter[tuple[str, str]] = field(default_factory=Counter)
    repairs: list[int] = field(default_factory=list)
    spans: dict[str, list[tuple[int, int]]] = field(default_factory=dict)
    whole: bool = True
    systems: Sequence[str] = ()

    def entities(self) -> Iterator[tuple[Entities, float]]:
        """Read the model space, some thousand entities at a time, each with the share read by then."""
        spans = self.spans["ENTITIES"]
        total, done = sum(stop - start for start, stop in spans) or 1, 0
        for tags in batches(self.buffer, spans, self.repairs):
            done += len(tags.data)
            yield Entities(tags, self.decoder, self.tolerance), done / total


@contextmanager
def open_drawing(path: Path, encoding: str | None = None, metres: float | None = None) -> Iterator[Drawing]:
    """Open a DXF file, text or binary, of any release.

    Parameters
    ----------
    path
        The file.
    encoding
        The planner's choice; else header and bytes decide (see `readers.encoding`).
    metres
        On the ground for a drawing unit, when known; else header and size decide.

    Raises
    ------
    InputError
        `missing_file`, `empty_file`, `not_a_drawing`, `dwg_not_read`, `truncated_drawing`,
        `drawing_without_entities`, `unknown_encoding_name`.
    """
    _refuse_other_kinds(path)
    with ExitStack() as stack:
        buffer = _mapped(stack.enter_context(path.open("rb")), stack)
        binary = buffer[: len(SENTINEL)] == SENTINEL
        if binary or (b"\n" not in buffer[:2000] and b"\r" in buffer[:2000]):
            text = stack.enter_context(tempfile.TemporaryFile())
            if binary:
                write_as_text(buffer, path, text)
            else:
                for start in range(0, len(buffer), BATCH_BYTES):
                    text.write(buffer[start : start + BATCH_BYTES].replace(b"\r", b"\n"))
            text.flush()
            buffer = _mapped(text, stack)
        yield _open(path, buffer, binary, encoding, metres)


def _mapped(file: IO[bytes], stack: ExitStack) -> Buffer:
    return stack.enter_context(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))


def _refuse_other_kinds(path: Path) -> None:
    if not path.is_file():
        raise InputError("missing_file", file=str(path))
    with path.open("rb") as file:
        head = file.read(1000)
    if not head.strip(b"\x00\r\n \t"):
        raise InputError("empty_file", file=str(path))
    if re.match(rb"AC10\d\d", head) or head.startswith((b"AC1.", b"AC2.")):
        raise InputError("dwg_not_read", file=str(path))
    kind = next((kind for magic, kind in _KINDS if head.startswith(magic)), None)
    if kind or (b"\x00" in head and not head.startswith(SENTINEL) and not _SECTION.search(head)):
        raise InputError("not_a_drawing", file=str(path), kind=kind or "?")


def _open(path: Path, buffer: Buffer, binary: bool, encoding: str | None, metres: float | None) -> Drawing:
    spans = _sections(buffer)
    if not spans:
        raise InputError("not_a_drawing", file=str(path), kind="?")
    whole = _ends(buffer, len(buffer), b"EOF")
    entities = spans.get("ENTITIES", [])
    if not whole and not (entities and _ends(buffer, entities[-1][1], b"ENDSEC", entities[-1][0])):
        raise InputError("truncated_drawing", file=str(path))
    if not entities:
        raise InputError("drawing_without_entities", file=str(path))
    header = _header(buffer, spans.get("HEADER", []))
    version = header.get("$ACADVER", "")
    decoder = make_decoder(
        strings_beyond_ascii(buffer), header.get("$DWGCODEPAGE", ""),
        unicode_by_version=version >= _UNICODE_SINCE, given=encoding,
    )  # fmt: skip
    said = header.get("$INSUNITS", "0").strip()
    declared = int(said) if said.isdecimal() else 0
    units = units_of(buffer, entities, declared) if metres is None else None
    tolerance = TOLERANCE / (units.metres if units is not None else metres or 1.0)
    drawing = Drawing(
        path, buffer, version, declared, units, tolerance, binary, decoder, spans=spans, whole=whole
    )
    for tags in batches(buffer, spans.get("TABLES", []), drawing.repairs):
        drawing.layers.update(_layers(Entities(tags, decoder)))
    block = ""
    for tags in batches(buffer, spans.get("BLOCKS", []), drawing.repairs):
        block = _add_blocks(drawing, Entities(tags, decoder), block)
    return drawing


def _sections(buffer: Buffer) -> dict[str, list[tuple[int, int]]]:
    """Return where the contents of each section stand; damaged files have some twice."""
    marks: list[tuple[str, int, int]] = []
    for position in found_at(buffer, b"SECTION"):
        start = max(0, position - _CONTEXT)
        for match in _SECTION.finditer(buffer[start : position + 2 * _CONTEXT]):
            if start + match.start() < position < start + match.end():
                name = match.group(1).decode("ascii", "replace")
                marks.append((name, start + match.start(), start + match.end()))
    ends = [begin + 1 for _, begin, _ in marks[1:]] + [len(buffer)]
    spans: dict[str, list[tuple[int, int]]] = {}
    for (name, _, start), end in zip(marks, ends):
        spans.setdefault(name, []).append((start, end))
    return spans


def _ends(buffer: Buffer, stop: int, word: bytes, start: int = 0) -> bool:
    """Tell whether the last `word` before `stop` is an end mark and no text."""
    position = buffer.rfind(word, start, stop)
    if position < 0:
        return False
    context = buffer[max(0, position - _CONTEXT) : position + _CONTEXT]
    return any(match.group(1) == word for match in _END.finditer(context))


def _header(buffer: Buffer, spans: list[tuple[int, int]]) -> dict[str, str]:
    values: dict[str, str] = {}
    for tags in batches(buffer, spans, []):
        names = np.flatnonzero(tags.codes[:-1] == 9)
        for name, value in zip(tags.values(names), tags.values(names + 1)):
            values.setdefault(name.decode("ascii", "replace").strip(), value.decode("latin-1").strip())
    return values


def _layers(records: Entities) -> dict[str, Layer]:
    rows = records.rows("LAYER")
    flags, colors = records.integers(70)[rows], records.integers(62, 7)[rows]
    trues = records.integers(420, -1)[rows]
    layers = {}
    for row, flag, color, true in zip(rows.tolist(), flags.tolist(), colors.tolist(), trues.tolist()):
        name = records.text(2, row)
        if name:
            hidden = "frozen" if flag & 1 else "off" if color < 0 else ""
            shown = true_color(true) if true >= 0 else aci_color(abs(color))
            layers[name.upper()] = Layer(shown, records.text(6, row) or "CONTINUOUS", hidden)
    return layers


def _add_blocks(drawing: Drawing, records: Entities, name: str) -> str:
    """Note how much each block holds; what stands in a paper space is counted as left out.

    `name` is the block the batch begins in; the one it ends in is returned.
    """
    begins = records.rows("BLOCK")
    names = [name, *records.texts(2, begins)]
    xrefs = ["", *records.texts(1, begins)]
    flags = [0, *records.integers(70)[begins].tolist()]
    inside = ~records.is_part
    inside[records.rows("BLOCK", "ENDBLK", "ENDSEC")] = False
    block = np.searchsorted(begins, np.arange(len(records)), side="right")
    counts = np.bincount(block[inside], minlength=len(names)).tolist()
    for index, (found, count) in enumerate(zip(names, counts)):
        known = drawing.blocks.get(found.upper(), Block(0))
        xref = xrefs[index] if flags[index] & 4 else known.xref
        drawing.blocks[found.upper()] = Block(known.entities + count, xref)
        if found.upper().startswith(("*PAPER_SPACE", "$PAPER_SPACE")):
            rows = np.flatnonzero(inside & (block == index))
            layers = records.layers()
            drawing.off_sheet.update((records.types[row], layers[row]) for row in rows.tolist())
    return names[-1]
