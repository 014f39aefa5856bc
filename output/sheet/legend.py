"""The legend: only what occurs on the page, each with the very symbol of the map."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil
from typing import Any

from ...community.catalogue import CLASSES
from ...workspace import symbols
from ...workspace.fonts import text_format, text_width
from .bands import Rect, heading_height, legend_row
from .composition import Composition
from .content import Content
from .items import BOTTOM, Canvas
from .layers import FOCUS
from .paper import Lettering
from .site import CLASS_WORDS, Site


@dataclass(frozen=True)
class Key:
    """An entry of the legend: what it shows, the class it shows it for, and the words."""

    shows: str
    place_class: str
    text: str


def keys(content: Content, site: Site) -> tuple[Key, ...]:
    """Return the entries for what occurs on a page, in a fixed order."""
    words, places = content.words, site.places
    numbered = places["number"] != ""
    proposed = numbered & (places["status"] == "proposed")
    found = [
        Key("marker", name, words[CLASS_WORDS[name]])
        for name in CLASSES
        if (numbered & (places["class"] == name)).any()
    ]
    for mask, shows, word in ((proposed, "proposed", "proposed_series"), (~numbered, "bare", "unnumbered")):
        if mask.any():
            found.append(Key(shows, str(places.loc[mask, "class"].iloc[0]), words[word]))
    found.append(Key("boundary", "", words["compound_boundary"]))
    if site.focus is not None:
        found.append(Key("area", "", words["section_frame" if site.buildings is None else "building_group"]))
    if (site.entrances["is_main"] & ~site.starts).any():
        found.append(Key("main_entrance", "", words["main_entrance"]))
    if site.starts.any():
        found.append(Key("starting_point", "", words["starting_point"]))
    if (~site.entrances["is_main"]).any():
        found.append(Key("entrance", "", words["entrance"]))
    if len(content.buildings):
        found.append(Key("building", "", words["building"]))
    return tuple(found)


def legend_texts(content: Content, site: Site) -> tuple[str, ...]:
    """Return the words of a page's legend."""
    return tuple(key.text for key in keys(content, site))


def draw_legend(
    canvas: Canvas, content: Content, site: Site, composition: Composition, letters: Lettering
) -> None:
    """Draw the legend where the composition wants it."""
    if composition.legend is not None:
        with canvas.group("legend"):
            _draw_legend(canvas, content, site, composition.legend, composition.legend_columns, letters)


def _draw_legend(
    canvas: Canvas, content: Content, site: Site, rect: Rect, columns: int, letters: Lettering
) -> None:
    entries = keys(content, site)
    top = heading_height(letters)
    heading = text_format(letters.heading * 1.15, symbols.INK, bold=True)
    canvas.label(
        Rect(rect.x, rect.y, rect.width, top * 0.85),
        content.words["legend"],
        heading,
        "legend title",
        valign=BOTTOM,
    )
    rows = ceil(len(entries) / columns)
    each, row_height = rect.width / columns, legend_row(letters)
    for i, key in enumerate(entries):
        x = rect.x + (i // rows) * each
        y = rect.y + top + (i % rows) * row_height
        _draw_key(canvas, key, x, y + row_height / 2, letters, content.styles)
        room = Rect(x + letters.marker * 1.65, y, each - letters.marker * 1.65, row_height)
        # Where the page has no wider column, long words get smaller: a second line would be cut off.
        size = letters.kind * min(1.0, 0.97 * room.width / text_width(key.text, letters.kind))
        style = text_format(size, symbols.INK)
        canvas.label(room, key.text, style, f"legend {key.shows} {key.place_class}".strip())


def _draw_key(
    canvas: Canvas, key: Key, x: float, y: float, letters: Lettering, styles: symbols.Styles
) -> None:
    width = letters.marker * 1.3
    name = f"legend symbol {key.shows} {key.place_class}".strip()
    if key.shows in ("boundary", "area"):
        line = symbols.boundary_symbol((0.75 if key.shows == "boundary" else FOCUS) * letters.unit)
        canvas.line([(x, y), (x + width, y)], line, name)
    elif key.shows == "building":
        height = letters.marker * 0.6
        canvas.swatch(Rect(x, y - height / 2, width, height), symbols.building_symbol(), name)
    else:
        canvas.marker(x + width / 2, y, _marker(key, letters, styles), name)


def _marker(key: Key, letters: Lettering, styles: symbols.Styles) -> Any:
    size = letters.marker * 0.8
    if key.shows == "main_entrance":
        return symbols.main_entrance_symbol(size * 0.85)
    if key.shows == "starting_point":
        return symbols.starting_point_symbol(size * 0.85)
    if key.shows == "entrance":
        return symbols.entrance_symbol(size)
    if key.shows == "bare":
        return symbols.marker_symbol(key.place_class, letters.marker, numbered=False, styles=styles)
    if key.shows == "proposed":
        return symbols.marker_symbol(key.place_class, size * 0.8, proposed=True, styles=styles)
    return symbols.marker_symbol(key.place_class, size, styles=styles)
