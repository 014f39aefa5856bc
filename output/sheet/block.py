"""Title band and title block 图签: who made the sheet, from what, when, and with what leave."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from qgis.core import QgsCoordinateReferenceSystem

from ...community.assumptions import assumed
from ...community.catalogue import ACCENT, terms
from ...workspace import symbols
from ...workspace.fonts import MM_PER_POINT, text_format, text_width
from .bands import Form, Rect
from .content import Content, Edition
from .grid import grid_name
from .index import tokens, wrap_evenly
from .items import BOTTOM, CENTER, TOP, Canvas
from .paper import Lettering
from .site import Site

_LEAST_TITLE = 0.5
_HANGING = 0.15
"""How far letters may hang below the line of a title, as a part of their size."""
_HEADING = 0.9
"""Size of the heading of a cell as a part of that of notes."""
_SMALLER, _UNEVEN = 0.85, 1.3
"""What is on more lines has smaller letters, and a longer line among the others."""
_PADS, _FILLED = 3.0, 0.96
"""Room beside what a cell says, in mm on A3; how much of the rest letters may fill, lest QGIS breaks them."""
_LINE = 1.5
"""Distance of lines in labels, as a part of the size; typefaces of Chinese have tall ones."""


@dataclass(frozen=True)
class Cell:
    """A cell of the title block: its key, heading, what it says, share of the width, small print or not."""

    key: str
    heading: str
    text: str
    share: float
    small: bool = False


def title_of(content: Content, site: Site, edition: Edition) -> tuple[str, str]:
    """Return title and subtitle of a page: those given, else the compound's name and what the sheet is."""
    words = {code: terms(code) for code in ("zh", "en")}
    language = edition.language
    main, second = ("en", "") if language == "en" else ("zh", "en" if language == "both" else "")
    community = content.community.get("name")
    community = community if isinstance(community, str) else ""
    name = site.name or community
    # A name in Latin letters or with a figure at its end keeps a little off the Chinese that follows.
    between = ": " if main == "en" else " " if name[-1:].isascii() else ""
    joint = name + between if name else ""
    state = content.settings.get("state") or ""
    kind = f"layout_title_{state}" if state in ("existing", "planned") else "layout_title"
    title = content.settings.get("title") or f"{joint}{words[main][kind]}"
    title = " · ".join(filter(None, (title, site.part)))
    parts = [words[second][kind]] if second else []
    if community and community not in title:
        parts.insert(0, community)
    if len(site.numbered):
        parts.append(words[main]["numbered_from_start" if site.starts.any() else "numbered_clockwise"])
    return title, content.settings.get("subtitle") or " · ".join(parts)


def draw_title(
    canvas: Canvas, form: Form, title: str, subtitle: str, stamps: Sequence[str], right: float = 0.0
) -> None:
    """Draw title, subtitle and stamps in the title band; `right` mm at its end stay free."""
    letters, band = form.letters, form.title
    width = band.width - right
    width -= draw_stamps(canvas, stamps, Rect(band.x, band.y, width, band.height), letters)
    needed = text_width(title, letters.title, bold=True)
    size = letters.title * max(_LEAST_TITLE, min(1.0, 0.97 * width / max(needed, 1.0)))
    height = letters.title * 1.25 * MM_PER_POINT
    style = text_format(size, symbols.INK, bold=True)
    # A label cuts what does not fit: p, g and y hang lower than the line is high.
    hanging = letters.title * _HANGING * MM_PER_POINT
    canvas.label(Rect(band.x, band.y - hanging, width, height + 2 * hanging), title, style, "title")
    below = Rect(band.x, band.y + height, width, band.height - height)
    canvas.label(below, subtitle, text_format(letters.heading * 0.95, symbols.QUIET), "subtitle")


def draw_stamps(canvas: Canvas, stamps: Sequence[str], band: Rect, letters: Lettering) -> float:
    """Draw framed words from the right end of a band on; return the width they take."""
    taken = 0.0
    with canvas.group("stamps"):
        for text in stamps:
            taken += _stamp(canvas, text, band, band.x + band.width - taken, letters) + 3 * letters.unit
    return taken


def stamps_of(content: Content, edition: Edition) -> list[str]:
    """Return what is stamped on the sheet: what was assumed, and that it is not for the public."""
    words, texts = content.words, []
    if not edition.public:
        texts.append(words["internal_series"])
    derived = [words.get(f"assumed_{name}", name) for name in assumed(content.settings)]
    if derived:
        texts.append(" · ".join(derived))
    return texts


def _stamp(canvas: Canvas, text: str, band: Rect, right: float, letters: Lettering) -> float:
    """Draw a framed word that ends at `right`; return its width."""
    width = text_width(text, letters.heading, bold=True) + 5 * letters.unit
    height = letters.heading * MM_PER_POINT * 1.9
    rect = Rect(right - width, band.y + letters.unit, width, height)
    canvas.box(rect, f"stamp frame {text}", None, ACCENT, 0.5 * letters.unit)
    style = text_format(letters.heading, ACCENT, bold=True)
    canvas.label(rect, text, style, f"stamp {text}", CENTER)
    return width


def block_cells(content: Content, edition: Edition, page: str) -> list[Cell]:
    """Return the cells of the title block; what is not known stays empty, to be written in by hand."""
    words, said, community = content.words, content.settings, content.community

    def known(*values: Any) -> str:
        return " · ".join(str(value) for value in values if isinstance(value, str) and value.strip())

    number = " / ".join(filter(None, (said.get("sheet_number"), said.get("version"))))
    disclaimer = _disclaimer(content, edition)
    approval = "\n".join(filter(None, (_approval(content, edition), disclaimer)))
    approval_heading = words["approval_and_disclaimer" if disclaimer else "approval_number"]
    surveyed = known(said.get("surveyed_by") or community.get("surveyor"))
    cells = [
        Cell("project", words["project"], said.get("project") or known(community.get("name")), 2.2),
        Cell("drawn_by", words["drawn_by"], said.get("drawn_by", ""), 2.0),
        Cell("commissioned_by", words["commissioned_by"], said.get("commissioned_by", ""), 1.8),
        Cell("checked_by", words["checked_by"], said.get("checked_by", ""), 1.1),
        Cell("approved_by", words["approved_by"], said.get("approved_by", ""), 1.1),
        Cell("date", words["date"], said.get("date") or content.changed[:10], 1.25),
        Cell("sheet_number", f"{words['sheet_number']} / {words['version']}", known(number, page), 1.35),
        Cell(
            "survey",
            words["survey"],
            known(surveyed, community.get("survey_date"), said.get("scale_source")),
            1.8,
        ),
        Cell("coordinates", words["coordinates"], _coordinates(content, edition), 2.2, small=True),
        Cell("approval_number", approval_heading, approval, 2.6, small=True),
    ]
    optional = ("commissioned_by", "approved_by", "coordinates")
    return [cell for cell in cells if cell.text or cell.key not in optional]


def _coordinates(content: Content, edition: Edition) -> str:
    """Return coordinate and height system, which no public sheet tells."""
    if edition.public:
        return ""
    said = content.settings
    known = grid_name(QgsCoordinateReferenceSystem.fromWkt(content.crs_wkt), content.words)
    return "\n".join(filter(None, (said.get("coordinate_system") or known, said.get("height_system"))))


def _approval(content: Content, edition: Edition) -> str:
    """Return approval number or exemption."""
    words, community = content.words, content.community
    number, exemption = community.get("approval_number"), community.get("approval_exemption")
    if isinstance(number, str) and number.strip():
        return number
    if isinstance(exemption, str) and exemption.strip():
        return f"{words['approval_exempt']}{'：' if edition.language == 'zh' else ': '}{exemption}"
    return ""


def _disclaimer(content: Content, edition: Edition) -> str:
    """Return the disclaimer, which every public sheet has."""
    own = content.settings.get("disclaimer") or ""
    return own or (content.words["disclaimer"] if edition.public else "")


def draw_block(canvas: Canvas, block: Rect, rows: int, cells: Sequence[Cell], letters: Lettering) -> None:
    """Draw the title block in one row, or in two on a narrow page."""
    with canvas.group("block"):
        _draw_block(canvas, block, rows, cells, letters)


def _draw_block(canvas: Canvas, block: Rect, rows: int, cells: Sequence[Cell], letters: Lettering) -> None:
    half = (len(cells) + 1) // 2
    lines = [list(cells)] if rows == 1 else [list(cells[:half]), list(cells[half:])]
    height = block.height / rows
    for i, line in enumerate(lines):
        x, y = block.x, block.y + i * height
        for j, (cell, width) in enumerate(zip(line, _widths(line, block.width, letters))):
            if j:
                canvas.rule([(x, y), (x, y + height)], symbols.INK, 0.2, "block rule")
            _draw_cell(canvas, cell, Rect(x, y, width, height), letters)
            x += width
        if i:
            canvas.rule([(block.x, y), (block.x + block.width, y)], symbols.INK, 0.2, "block rule")
    canvas.box(block, "block frame", None, symbols.INK, 0.35)


def _widths(cells: Sequence[Cell], width: float, letters: Lettering) -> list[float]:
    """Divide a row by the shares of its cells, as far as none gets narrower than what it says.

    Where that is not enough for all, what can be broken stands on two lines.
    """
    needed = [_width_of(cell, 1, letters) for cell in cells]
    if sum(needed) > width:
        least = [_width_of(cell, 2, letters) for cell in cells]
        part = max(0.0, (width - sum(least)) / max(sum(needed) - sum(least), 1e-6))
        asked = [low + part * (need - low) for low, need in zip(least, needed)]
        return [one * width / sum(asked) for one in asked]
    kept = [False] * len(cells)
    while True:
        left = width - sum(need for need, keeps in zip(needed, kept) if keeps)
        each = left / max(sum(cell.share for cell, keeps in zip(cells, kept) if not keeps), 1e-6)
        narrow = [keeps or cell.share * each < need for cell, need, keeps in zip(cells, needed, kept)]
        if narrow == kept:
            return [need if keeps else cell.share * each for cell, need, keeps in zip(cells, needed, kept)]
        kept = narrow


def _width_of(cell: Cell, lines: int, letters: Lettering) -> float:
    """Return in what width a cell has its heading whole, and what it says on so many lines.

    Small print is broken once more.
    """
    size, text = (letters.note if cell.small else letters.heading), cell.text
    if cell.small and "\n" not in text:
        lines += 1
    if lines > 1:
        size *= _SMALLER
    widest = max(
        text_width(cell.heading, letters.note * _HEADING),
        *(text_width(token.strip(), size) for token in tokens(text)),
        *(text_width(line, size) * (1 if lines == 1 else _UNEVEN / lines) for line in text.split("\n")),
    )
    return widest / _FILLED + _PADS * letters.unit


def _draw_cell(canvas: Canvas, cell: Cell, rect: Rect, letters: Lettering) -> None:
    pad = 2.0 * letters.unit
    inner = Rect(rect.x + pad, rect.y + pad * 0.5, rect.width - _PADS * letters.unit, rect.height - pad)
    head = letters.note * MM_PER_POINT * 1.4
    size = letters.note * _HEADING
    size *= min(1.0, _FILLED * inner.width / max(text_width(cell.heading, size), 1.0))
    canvas.label(
        Rect(inner.x, inner.y, inner.width, head), cell.heading,
        text_format(size, symbols.QUIET), f"block {cell.key} heading", valign=BOTTOM,
    )  # fmt: skip
    below = Rect(inner.x, inner.y + head, inner.width, inner.height - head)
    size, text = _fitted(cell, below, letters)
    canvas.label(below, text, text_format(size, symbols.INK), f"block {cell.key}", valign=TOP)


def _fitted(cell: Cell, rect: Rect, letters: Lettering) -> tuple[float, str]:
    """Wrap what a cell says, in letters that get smaller only when it would not fit."""
    size, width = letters.note if cell.small else letters.heading, _FILLED * rect.width
    while True:
        lines = _wrapped(cell.text, width, size)
        whole = max((text_width(token.strip(), size) for token in tokens(cell.text)), default=0.0) <= width
        if (whole and len(lines) * size * MM_PER_POINT * _LINE <= rect.height) or size <= letters.note * 0.6:
            return size, "\n".join(lines)
        size *= 0.92


def _wrapped(text: str, width: float, size: float) -> list[str]:
    parts = (wrap_evenly(part, width, lambda line: text_width(line, size)) for part in text.split("\n"))
    # A dot between two statements is not needed where a line ends.
    return [line.removesuffix(" ·") for lines in parts for line in lines]
