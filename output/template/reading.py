"""A template's file as a tree, which QGIS may read: whole, of moderate size, asking nothing of a network."""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO
from math import cos, radians, sin
from pathlib import Path
from uuid import uuid4
from xml.etree import ElementTree as ET  # noqa: S405 - a file with a document type is refused

from ...community.errors import InputError

ITEM, FRAMES, PAGES = "LayoutItem", "LayoutMultiFrame", "PageCollection"
IDENTITY = "templateUuid"
_LARGEST, _DEEPEST = 50_000_000, 200
_SOURCES = ("file", "url", "name", "svgFile", "imageFile")
"""Attributes, and names of properties of symbols, that say where a picture or a page is."""
_REMOTE = re.compile(r"\s*(https?:|ftp:|/vsi|//|\\\\)", re.IGNORECASE)
_RELATIVE = re.compile(r"\.{1,2}/")


def template_tree(file: Path) -> ET.Element:
    """Read a template, every item known by its `IDENTITY` alone.

    Pictures that are named relative to the template, and are there, are named in full.

    Raises
    ------
    InputError
        `missing_file`, `not_a_template`, `template_fetches`.
    """
    try:
        text = file.read_bytes() if file.stat().st_size <= _LARGEST else b""
    except OSError as error:
        raise InputError("missing_file", file=str(file)) from error
    root = _parsed(text, file)
    for element, key in _sources(root):
        source = element.get(key, "")
        if _REMOTE.match(source):
            raise InputError("template_fetches", file=str(file), address=source)
        if _RELATIVE.match(source) and (file.parent / source).is_file():
            element.set(key, str((file.parent / source).resolve()))
    for element in root.iter():
        element.attrib.pop("uuid", None)  # the copies of a page must not share it
        if element.tag in (ITEM, FRAMES) and not element.get(IDENTITY):
            element.set(IDENTITY, f"{{{uuid4()}}}")
        if element.tag == ITEM:
            try:
                _keep_size(element)
            except ValueError as error:
                raise InputError("not_a_template", file=str(file)) from error
    return root


def _keep_size(item: ET.Element) -> None:
    """Give a map an extent as wide and high as itself: QGIS makes it fit its extent, and one may be empty."""
    extent, size = item.find("Extent"), item.get("size", "").split(",")
    if extent is not None and len(size) == 3:
        extent.attrib.update(xmin="0", ymin="0", xmax=size[0], ymax=size[1])
        _straighten(item, float(size[0]), float(size[1]))


def _straighten(item: ET.Element, width: float, height: float) -> None:
    """Turn a map upright about its middle: where north is, and the scale bar, are said for one that is."""
    angle = radians(float(item.get("itemRotation") or 0.0))
    if not angle:
        return
    reference = int(item.get("referencePoint") or 0)
    # From the middle to the point by which QGIS places an item, one of nine.
    x, y = (reference % 3 - 1) * width / 2, (reference // 3 - 1) * height / 2
    right, down = x - (x * cos(angle) - y * sin(angle)), y - (x * sin(angle) + y * cos(angle))
    for key in ("position", "positionOnPage"):
        at = item.get(key, "").split(",")
        if len(at) == 3:
            item.set(key, f"{float(at[0]) + right},{float(at[1]) + down},{at[2]}")
    item.set("itemRotation", "0")


def _parsed(text: bytes, file: Path) -> ET.Element:
    """Parse what QGIS's own reader would survive: no entities, no bottomless nesting."""
    failure = InputError("not_a_template", file=str(file))
    if b"<!DOCTYPE" in text or b"<!ENTITY" in text:
        raise failure
    root, depth = None, 0
    try:
        for event, element in ET.iterparse(BytesIO(text), ("start", "end")):  # noqa: S314
            root = element if root is None else root
            depth += 1 if event == "start" else -1
            if depth > _DEEPEST:
                raise failure
    except ET.ParseError as error:
        raise failure from error
    if root is None or root.tag != "Layout":
        raise failure
    return root


def _sources(root: ET.Element) -> Iterator[tuple[ET.Element, str]]:
    """Yield the elements that say where something is, with the attribute that does."""
    for element in root.iter():
        if element.tag == "Option":
            if element.get("name") in _SOURCES:
                yield element, "value"
        elif element.tag == "prop":
            if element.get("k") in _SOURCES:
                yield element, "v"
        else:
            yield from ((element, key) for key in _SOURCES if key in element.attrib)
