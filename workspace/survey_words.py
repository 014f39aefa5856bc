"""What a survey's preview and report say, in words: reasons, notes, encodings, units, warnings."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from ..community.errors import CommonplanError
from .messages import render
from .suggestions import unit_name
from .translation import tr


def reasons() -> dict[str, str]:
    """Return why an entity stays out of the survey tables, by the reader's word for it."""
    return {
        "attribute_template": tr("template of a block's attribute"),
        "dimension": tr("dimension; the lines it measures are in"),
        "empty_text": tr("text without letters"),
        "endless_line": tr("construction line without end"),
        "font_shape": tr("sign from a font file that is not part of the drawing"),
        "layer_not_chosen": tr("layer was not chosen"),
        "lost_part": tr("part whose whole is missing"),
        "mesh": tr("surface made of many facets"),
        "no_boundary": tr("hatch without a closed outline"),
        "no_coordinates": tr("row without two coordinates"),
        "no_extent": tr("no length or area, or no position"),
        "no_geometry": tr("row without geometry"),
        "paper_space": tr("stands on a paper layout, not on the map"),
        "picture": tr("picture or sheet laid underneath"),
        "proxy": tr("object only the program that made it can read"),
        "solid": tr("three-dimensional body"),
        "table": tr("table"),
        "unknown_type": tr("kind of entity that is not known"),
        "unread": tr("could not be read"),
        "unreadable_geometry": tr("geometry that cannot be read"),
        "viewport": tr("window onto the map on a paper layout"),
    }


def reason(word: str) -> str:
    """Return one reason in words; a word without a sentence stands for itself."""
    return reasons().get(word, word)


def why(counts: Mapping[str, int]) -> str:
    """Return the reasons of one line of the report, with their numbers where there are several."""
    if len(counts) == 1:
        return reason(next(iter(counts)))
    ordered = sorted(counts.items(), key=lambda item: -item[1])
    return "; ".join(f"{reason(word)} ({count})" for word, count in ordered)


def notes() -> dict[str, str]:
    """Return what is worth saying of a file, by the reader's word for it."""
    return {
        "axes": tr("Of the coordinates, {order}: {reason}."),
        "array_cut": tr("Arrays of blocks too large to be meant: {count}; each came in once."),
        "block": tr(
            "Block {block}, inserted {inserted} times, holds {holds} entities; it came in as points."
        ),
        "block_holds_itself": tr("Block {block} holds itself; it was not taken apart further."),
        "cells_left": tr("Cells beside the columns that were read: {count}; they stay in the file."),
        "columns": tr("Columns were read as: {order}."),
        "converted": tr("The DWG was read with {library}."),
        "explode_limit": tr(
            "Blocks nested too deep or too many to take apart: {count}; they came in as points."
        ),
        "exploded": tr("Block {block}, inserted {inserted} times, was taken apart into {rows} objects."),
        "features_missing": tr("Layer {layer} announces {count} more features than could be read."),
        "fields_left": tr("Fields of {layer} that stay in the file: {fields}."),
        "hidden_layer": tr("Layer {layer} is {state} in the drawing; its entities ({count}) came in."),
        "impossible_numbers": tr(
            "Numbers beyond anything that can be drawn: {count}; they were taken for missing ones."
        ),
        "beyond": tr(
            "Parts of blocks that would lie beyond anything that can be drawn: {count}; they were left out."
        ),
        "invisible": tr("Entities marked invisible: {count}; they came in."),
        "layer_frozen": tr("Entities on layers that are frozen: {count}; they came in."),
        "layer_off": tr("Entities on layers that are off: {count}; they came in."),
        "left_in_block": tr("Left out inside of blocks: {count} {type} ({reason})"),
        "more_data": tr(
            "Data of {application} holds more than codes: {count} values; they stay in the file."
        ),
        "lost_in_dwg": tr(
            "The drawing holds {count} more entities, which could not be read. Have your CAD program "
            "check and repair it (AUDIT), save it as DXF and import that."
        ),
        "no_end_mark": tr("The file has no end mark; all sections that are there were read."),
        "north_before_east": tr("The list gives north before east; both were put in order."),
        "not_a_feature": tr("The file also holds {kind} ({count}), which are no features; they stay in it."),
        "other_data": tr(
            "Data of {application} ({count}) holds no code that is known; it stays in the file. "
            "A rule of your own with this coding system has the next import read it."
        ),
        "parts_missing": tr("Parts of the Shapefile are missing: {parts}; what is there was read."),
        "recovered": tr("The file is damaged in {count} places and was recovered (first at byte {offset})."),
        "rows_without_coordinates": tr("Rows without two coordinates: {count} (lines {rows})."),
        "sloping": tr("Lines that rise or fall along their way: {count}; their heights were kept."),
        "uncounted_dwg": tr(
            "Whether all that is drawn came in is not known: the drawing's own list could not be read."
        ),
        "unchecked_dwg": tr(
            "Whether all that is drawn came in was not checked; with the package {package} it is."
        ),
        "untried_dwg": tr(
            "Reading DWG of this release ({release}) was never tried on a genuine file: look closely."
        ),
        "xref": tr("{block} is another drawing that is only referred to; import its own file."),
    }


def note(fields: Mapping[str, Any]) -> str:
    """Return a note of the report as a sentence."""
    rest = {key: _plain(value) for key, value in fields.items() if key != "note"}
    for name, worded in _words_in(str(fields.get("note"))).items():
        rest[name] = worded(str(fields.get(name)))
    sentence = notes().get(str(fields.get("note")))
    if sentence is None:
        return ", ".join([str(fields.get("note")), *(f"{key} {value}" for key, value in rest.items())])
    return sentence.format_map(_Known(rest))


def _words_in(note: str) -> Mapping[str, Callable[[str], str]]:
    """Return the fields of a note that are words of the reader, and what puts them into ours."""
    return {
        "axes": {"order": option, "reason": axes_reason},
        "hidden_layer": {"state": layer_state},
        "left_in_block": {"reason": reason},
    }.get(note, {})


def axes_reason(word: str) -> str:
    """Return what speaks for the order of the coordinates of a point list."""
    sentences = {
        "headings": tr("its headings say so"), "chosen": tr("chosen by you"),
        "numbers": tr("only so do its numbers make sense"), "habit": tr("as CASS writes it"),
    }  # fmt: skip
    return sentences.get(word, word)


def change(word: str) -> str:
    """Return what became of an object between two surveys."""
    changes = {
        "gone": tr("gone"), "moved": tr("moved"), "altered": tr("altered"), "added": tr("added"),
    }  # fmt: skip
    return changes.get(word, word)


def layer_state(word: str) -> str:
    """Return why a layer is not shown in its drawing; empty when it is."""
    return {"off": tr("off"), "frozen": tr("frozen")}.get(word, word)


class _Known(dict[str, str]):
    def __missing__(self, name: str) -> str:
        return "?"


def _plain(value: Any) -> str:
    return ", ".join(map(str, value)) if isinstance(value, (list, tuple)) else str(value)


_UNITS = {"units_not_believed": ("declared",), "implausible_size": ("unit",)}


def warning(fields: Mapping[str, Any]) -> str:
    """Return a warning of the report as a sentence."""
    rest = {key: value for key, value in fields.items() if key != "code"}
    units = _UNITS.get(str(fields.get("code")), ())
    rest.update({key: unit_name(str(rest[key])) for key in units if key in rest})
    return render(CommonplanError(str(fields.get("code")), **rest))


def encoding_name(codec: str) -> str:
    """Return an encoding as planners know it."""
    names = {
        "gb18030": tr("GB18030 / GBK (simplified Chinese)"), "utf-8": tr("UTF-8 (Unicode)"),
        "cp950": tr("Big5 (traditional Chinese)"), "cp1251": tr("cp1251 (Cyrillic)"),
        "cp1252": tr("cp1252 (Western European)"), "cp949": tr("cp949 (Korean)"),
        "cp932": tr("Shift JIS (Japanese)"),
    }  # fmt: skip
    return names.get(codec, codec)


def encoding_reason(evidence: Mapping[str, Any]) -> str:
    """Return what speaks for the encoding that was found."""
    declared = evidence.get("declared") or ""
    sentences = {
        "declared": tr("The file says {declared}, and its texts agree."),
        "version": tr("Drawings of this release are UTF-8 by rule, and the texts agree."),
        "ascii": tr("All texts are plain ASCII: every encoding reads them alike."),
        "format": tr("The format itself says how its texts are encoded."),
        "given": tr("Chosen by you."),
        "bytes": tr("The file does not say; its texts read best like this."),
    }
    if evidence.get("reason") == "bytes" and declared:
        return tr("The file says {declared}, which its texts contradict.").format(declared=declared)
    return sentences.get(str(evidence.get("reason")), "").format(declared=declared)


def unit_reason(reason: str, declared: str) -> str:
    """Return what speaks for the unit that was taken."""
    sentences = {
        "declared": tr("The drawing says {declared}, and its size agrees."),
        "undeclared": tr("The drawing does not say its unit."),
        "size": tr("The drawing says {declared}, which its size contradicts."),
        "crs": tr("The coordinate system has its own unit."),
        "chosen": tr("Chosen by you."),
    }
    return sentences.get(reason, "").format(declared=unit_name(declared))


def crs_reason(reason: str) -> str:
    """Return why a CRS is suggested; empty for one that somebody named."""
    kind, _, number = reason.partition("_")
    if kind == "zone":
        return tr("the easting begins with zone {zone}").format(zone=number)
    if kind == "meridian":
        return tr("one of the central meridians; the easting does not say which")
    return {"community": tr("the community's own"), "utm": tr("a zone of UTM")}.get(kind, "")


def option(word: str) -> str:
    """Return a choice of the import algorithm in words."""
    options = {
        "points": tr("as points with their name"), "explode": tr("taken apart into what they hold"),
        "auto": tr("as the file itself suggests"), "east_north": tr("east before north"),
        "north_east": tr("north before east"), "similarity": tr("similarity"), "affine": tr("affine"),
    }  # fmt: skip
    return options.get(word, word)


def flag(word: str) -> str:
    """Return what a person should look at in a fit to control points."""
    flags = {
        "scale": tr("the scale is not 1 : 1"), "mirrored": tr("mirrored"),
        "swapped_axes": tr("north and east were swapped in the drawing"),
        "known_swapped": tr("north and east were swapped in the known coordinates"),
        "bad_pair": tr("one pair contradicts all others and was left out"),
        "unchecked": tr("so few pairs fit always: a mistake would not show"),
        "apart": tr("the pairs do not agree to 5 cm"),
    }  # fmt: skip
    return flags.get(word, word)


def facts(report: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return how a survey was read, as pairs of a heading and what is to be said."""
    encoding, units, crs = (report.get(name) or {} for name in ("encoding", "units", "crs"))
    rows = report.get("rows") or {}
    pairs = [
        (tr("Result"), tr("{imported} of {found} entities imported; {skipped} left out").format_map(
            _Known({key: str(report.get(key, "?")) for key in ("imported", "found", "skipped")}))),
        (tr("Rows"), tr("{p} points, {l} lines, {a} areas, {t} texts; {c} with a code").format(
            p=rows.get("survey_point", 0), l=rows.get("survey_line", 0), a=rows.get("survey_area", 0),
            t=rows.get("survey_text", 0), c=report.get("codes", 0))),
        (tr("Format"), str(report.get("format", ""))),
        (tr("Encoding"), _both(encoding_name(str(encoding.get("used", ""))), encoding_reason(encoding))),
        (tr("Units"), _both(unit_name(str(units.get("used", ""))),
                            unit_reason(str(units.get("reason")), str(units.get("declared", ""))))),
        (tr("Coordinate system"), _both(str(crs.get("used", "")), _crs_said(crs))),
        (tr("Fit"), fit_sentence(report["fit"]) if report.get("fit") else ""),
        (tr("Extent"), tr("{km2} km² with all surveys of the community").format(
            km2=report.get("area_km2")) if report.get("area_km2") is not None else ""),
        (tr("Curves"), tr("straight pieces, at most {m} m from the curve").format(
            m=report["curves_m"]) if report.get("curves_m") else ""),
        (tr("Not to go public"), "、".join(
            f"{word} ({count})" for word, count in (report.get("flagged") or {}).items())),
        (tr("SHA-256"), str(report.get("sha256", ""))),
    ]  # fmt: skip
    return [(heading, text) for heading, text in pairs if text]


def _both(first: str, second: str) -> str:
    return " — ".join(part for part in (first, second) if part)


def _crs_said(crs: Mapping[str, Any]) -> str:
    if crs.get("assumed"):
        return tr("nobody said so: it was taken for that of the community")
    if "lon" in crs:
        return tr("puts the site at {lon}°, {lat}°").format(lon=crs["lon"], lat=crs["lat"])
    return ""


def remarks(report: Mapping[str, Any]) -> list[str]:
    """Return what a report asks to be looked at: its warnings, then its notes."""
    again = [tr("The same file was in the community already: its rows were replaced.")]
    return [
        *map(warning, report.get("warnings", ())),
        *(again if report.get("again") else []),
        *map(note, _gathered(report.get("notes", ()))),
    ]


def _gathered(notes: Sequence[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
    """Return notes with those on data of other applications in one: some drawings have dozens."""
    others = [note for note in notes if note.get("note") == "other_data"]
    for note in notes:
        if note not in others:
            yield note
        elif note is others[-1]:
            before = [f"{other.get('application')} ({other.get('count')})" for other in others[:-1]]
            yield {**note, "application": ", ".join([*before, str(note.get("application"))])}


def fit_sentence(fit: Mapping[str, Any]) -> str:
    """Return what is to be said of a fit: method, RMSE, scale, rotation, what looks wrong."""
    methods = {"similarity": tr("similarity"), "affine": tr("affine")}
    sentence = tr("{method}, RMSE {rmse} m, scale {scale}, turned by {rotation}°.").format(
        method=methods.get(fit["method"], fit["method"]), rmse=f"{fit['rmse']:.3f}",
        scale=f"{fit['scale']:.6f}", rotation=f"{fit['rotation']:.4f}",
    )  # fmt: skip
    said = [flag(word) for word in fit.get("flags", ())]
    if fit.get("bad_pair"):
        said.insert(0, tr("the bad pair is {name}").format(name=fit["bad_pair"]))
    return f"{sentence} {tr('Look at this: {said}.').format(said='; '.join(said))}" if said else sentence
