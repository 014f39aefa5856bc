"""The report of a survey's import as a file: HTML to read, CSV and XLSX to sort."""

from __future__ import annotations

import csv
import html
import io
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.utils import get_column_letter

from ...community.errors import OutputError
from ...workspace import survey_words as words
from ...workspace.survey_reports import StoredReport
from ...workspace.translation import language, tr
from .listings import inert
from .workbook import put, put_heading, put_title, write_bytes, write_workbook

FORMATS = (".html", ".xlsx", ".csv")
_WIDEST = 60
_PAIR = ("name", "x", "y", "easting", "northing", "residual")
_STYLE = (
    "body{font:15px/1.5 'Noto Sans CJK SC','Microsoft YaHei',sans-serif;max-width:60em;margin:2em auto;"
    "padding:0 1em;color:#222;background:#fff}h1{font-size:1.5em}h2{font-size:1.1em;margin-top:2em}"
    "table{border-collapse:collapse;width:100%}td,th{border-bottom:1px solid #ddd;padding:.25em .6em;"
    "text-align:left;vertical-align:top}th{background:#f2f4f5}td.n{text-align:right}"
)

Table = tuple[str, list[str], list[list[Any]]]


def save_report(stored: Sequence[StoredReport], target: Path) -> None:
    """Write reports to a file; what its name ends in is the format.

    Parameters
    ----------
    stored
        One report a file; a batch goes into one document.
    target
        `.html`, `.xlsx` or `.csv` (one table: what came in, what changed, what lies far away).

    Raises
    ------
    OutputError
        `output_format`; as `draft_of`.
    CommunityFileError
        `not_writable`.
    """
    suffix = target.suffix.lower()
    if suffix not in FORMATS:
        raise OutputError("output_format", file=str(target), known=", ".join(FORMATS))
    if suffix == ".xlsx":
        newest = max((one.imported_at for one in stored), default="")
        write_workbook(_workbook(stored), target, newest or "1980-01-01T00:00:00Z")
    else:
        text = _page(stored) if suffix == ".html" else _csv(stored)
        write_bytes(text.encode("utf-8-sig" if suffix == ".csv" else "utf-8"), target)


def entry_headings() -> list[str]:
    """Return the headings of the list of what came in."""
    return [tr("Layer"), tr("Kind"), tr("Found"), tr("Imported"), tr("Left out"), tr("Why")]


def entry_rows(report: Mapping[str, Any]) -> list[list[Any]]:
    """Return a row for each layer and kind of entity."""
    return [
        [e["layer"], e["type"], e["found"], e["imported"], e["skipped"], words.why(e["reasons"])]
        for e in report.get("entries", ())
    ]  # fmt: skip


def pair_headings() -> list[str]:
    """Return the headings of the pairs of control points."""
    return [tr("Point"), "x", "y", tr("Easting"), tr("Northing"), tr("Residual in m")]


def tables_of(stored: StoredReport) -> list[Table]:
    """Return the report as tables: title, headings, rows."""
    report = stored.report
    fit = report.get("fit") or {}
    rows = [[point.get(name) for name in _PAIR] for point in fit.get("points", ())]
    strays = [[s["layer"], s["handle"], s["text"], round(s["x"], 2), round(s["y"], 2)] for s in stored.strays]
    tables = [
        ("", [], [list(fact) for fact in words.facts(report)]),
        (tr("Look at this"), [], [[sentence] for sentence in words.remarks(report)]),
        (tr("Control points"), pair_headings(), rows),
        *compared_tables(report, stored.kinds),
        (tr("What came in"), entry_headings(), entry_rows(report)),
        (tr("Far from the rest"), stray_headings(), strays),
    ]  # fmt: skip
    return [table for table in tables if table[2]]


def compared_tables(report: Mapping[str, Any], names: Mapping[str, str]) -> list[Table]:
    """Return what differs from surveys before, and which places need a look, as tables."""
    tables: list[Table] = []
    for comparison in report.get("compared", ()):
        file = comparison["file"]
        changes = change_rows([comparison])
        total = sum(comparison[name] for name in ("gone", "moved", "altered", "added"))
        title = tr("Changed since {file}")
        if len(changes) < total:
            title = tr("Changed since {file}: the first {n} of {total}")
        tables += [
            (
                tr("Places to look at since {file}").format(file=file),
                look_headings(),
                look_rows(comparison, names),
            ),
            (title.format(file=file, n=len(changes), total=total), change_headings(), changes),
        ]
    return tables


def change_headings() -> list[str]:
    """Return the headings of the list of what differs from a survey before."""
    return [
        tr("Change"), tr("Layer"), tr("Code"), tr("Text"), tr("Before"), tr("Handle"), tr("Moved by (m)"),
        tr("East"), tr("North"),
    ]  # fmt: skip


def change_rows(compared: Sequence[Mapping[str, Any]]) -> list[list[Any]]:
    """Return a row for each object that differs from the surveys before."""
    return [
        [words.change(c["change"]), c["layer"], c["code"], c["text"], _before(c), c["handle"],
         c.get("distance") if c["change"] == "moved" else None, c["x"], c["y"]]
        for comparison in compared for c in comparison["changes"]
    ]  # fmt: skip


def _before(changed: Mapping[str, Any]) -> str:
    """Return what a text said before, when it says something else now."""
    was = str(changed.get("was") or "")
    return "" if was == changed["text"] else was


def look_headings() -> list[str]:
    """Return the headings of the list of places that need a look."""
    return [tr("Number"), tr("Name"), tr("Kind"), tr("Change"), tr("Moved by (m)")]


def look_rows(comparison: Mapping[str, Any], names: Mapping[str, str]) -> list[list[Any]]:
    """Return a row for each place whose object in the survey is gone or another; kinds by their `names`."""
    return [
        [look["number"], look["name"], names.get(look["kind"], look["kind"]), words.change(look["change"]),
         look["distance"]]
        for look in comparison["looks"]
    ]  # fmt: skip


def stray_headings() -> list[str]:
    """Return the headings of the list of objects set apart."""
    return [tr("Layer"), tr("Handle"), tr("Text"), tr("East"), tr("North")]


def _csv(stored: Sequence[StoredReport]) -> str:
    """Return all lists as one table to sort: columns of the same heading are one."""
    lists = [(one.file, *table) for one in stored for table in tables_of(one) if table[1]]
    headings = list(dict.fromkeys([*entry_headings(), *(name for _, _, names, _ in lists for name in names)]))
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([tr("File"), tr("List"), *headings])
    for file, title, names, rows in lists:
        for row in rows:
            cells = dict(zip(names, row))
            writer.writerow([inert(value) for value in (file, title, *map(cells.get, headings))])
    return out.getvalue()


def _page(stored: Sequence[StoredReport]) -> str:
    title = tr("Survey import")
    parts = [
        f'<!DOCTYPE html><html lang="{language()}"><head><meta charset="utf-8">'
        f"<title>{html.escape(title)}</title><style>{_STYLE}</style></head><body>"
    ]
    for one in stored:
        parts.append(f"<h1>{html.escape(one.file)}</h1>")
        for heading, columns, rows in tables_of(one):
            parts.append(f"<h2>{html.escape(heading)}</h2>" if heading else "")
            parts.append(_html_table(columns, rows))
    return "\n".join([*parts, "</body></html>", ""])


def _html_table(columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> str:
    head = "".join(f"<th>{html.escape(name)}</th>" for name in columns)
    lines = [f"<tr>{head}</tr>"] if columns else []
    lines += ["<tr>" + "".join(map(_html_cell, row)) + "</tr>" for row in rows]
    return "<table>" + "\n".join(lines) + "</table>"


def _html_cell(value: Any) -> str:
    kind = ' class="n"' if isinstance(value, (int, float)) else ""
    return f"<td{kind}>{html.escape('' if value is None else str(value))}</td>"


def _workbook(stored: Sequence[StoredReport]) -> Workbook:
    book = Workbook()
    book.remove(book.active)
    for number, one in enumerate(stored, 1):
        sheet = book.create_sheet(str(number))
        put_title(sheet.cell(1, 1), one.file)
        row = 2
        for heading, columns, rows in tables_of(one):
            row += 1
            if heading:
                put_title(sheet.cell(row, 1), heading)
                row += 1
            for column, name in enumerate(columns, 1):
                put_heading(sheet.cell(row, column), name)
            row += bool(columns)
            for values in rows:
                for column, value in enumerate(values, 1):
                    put(sheet.cell(row, column), value)
                row += 1
        for column in range(1, sheet.max_column + 1):
            cells = [sheet.cell(line, column).value for line in range(3, sheet.max_row + 1)]
            longest = max((len(str(value)) for value in cells if value is not None), default=8)
            sheet.column_dimensions[get_column_letter(column)].width = min(max(longest + 2, 10), _WIDEST)
    return book
