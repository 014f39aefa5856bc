"""QGIS's own XML as trees, and packed into a text that a project stores."""

from __future__ import annotations

import base64
import binascii
import zlib
from collections.abc import Callable
from typing import Any, Optional
from xml.etree import ElementTree as ET  # noqa: S405 - QGIS's parser reads it before, and writes it anew

from qgis.PyQt.QtXml import QDomDocument

_LARGEST = 200_000_000


def tree_of(write: Callable[[QDomDocument], Any]) -> ET.Element:
    """Return what QGIS writes: `write` puts it into a document, or returns it as an element of it."""
    document = QDomDocument()
    element = write(document)
    if document.documentElement().isNull():
        document.appendChild(element)
    return ET.fromstring(document.toString(-1))  # noqa: S314


def document_of(tree: ET.Element) -> QDomDocument:
    """Return a tree for QGIS to read."""
    document = QDomDocument()
    document.setContent(ET.tostring(tree, encoding="unicode"))
    return document


def packed(tree: ET.Element) -> str:
    """Return a tree as a short text."""
    return base64.b64encode(zlib.compress(ET.tostring(tree, encoding="utf-8"))).decode("ascii")


def unpacked(text: object) -> Optional[ET.Element]:
    """Return the tree that `packed` made into a text; None when it is no such text."""
    try:
        unpacker = zlib.decompressobj()
        data = unpacker.decompress(base64.b64decode(str(text or ""), validate=True), _LARGEST)
        if unpacker.unconsumed_tail or b"<!" in data:
            return None
        return ET.fromstring(data)  # noqa: S314 - without a document type there are no entities
    except (binascii.Error, zlib.error, ET.ParseError):
        return None
