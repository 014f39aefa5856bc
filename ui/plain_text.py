"""Texts of files and people for the parts of Qt and QGIS that read what they are given as HTML.

A message bar and a tool tip drop what stands between < and >: a layer called <wall>, and of the command
`pip install "numpy<2" …` all that follows.
"""

from __future__ import annotations

from html import escape
from typing import Any


def push(bar: Any, text: str, level: Any, seconds: int) -> None:
    """Show a message in a message bar of QGIS, to the letter; 0 seconds stay until it is closed."""
    bar.pushMessage("Commonplan", escape(text, quote=False), level, seconds)


def tip(text: str) -> str:
    """Return what a tool tip has to be given to show a text to the letter."""
    lines = escape(text, quote=False).replace("\n", "<br>")
    return f"<span>{lines}</span>" if text else ""
