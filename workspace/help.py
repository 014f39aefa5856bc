"""Where the help is: one page in each language, shipped with the plugin and readable offline."""

from __future__ import annotations

from pathlib import Path

from qgis.PyQt.QtCore import QUrl

from .translation import language

_PAGES = Path(__file__).resolve().parents[1] / "resources" / "help"


def help_address(section: str = "") -> str:
    """Return the address of the help in the present language; sections are called like algorithms."""
    address = QUrl.fromLocalFile(str(_PAGES / f"help.{language()}.html"))
    address.setFragment(section)
    return address.toString()
