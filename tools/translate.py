"""Bring `resources/i18n/commonplan_zh.ts` up to date with the source, and say what is untranslated.

Texts stand as `tr("…")` with a literal; everything has one context, `commonplan`.
"""

from __future__ import annotations

import ast
import sys
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
CATALOGUE = ROOT / "resources" / "i18n" / "commonplan_zh.ts"
CONTEXT = "commonplan"
ROOMS = ("plugin.py", "community", "readers", "workspace", "output", "processing", "ui")


def source_files(root: Path = ROOT) -> Iterator[Path]:
    """Yield the files whose texts are translated."""
    for room in ROOMS:
        path = root / room
        yield from [path] if path.is_file() else sorted(path.rglob("*.py"))


def calls_of_tr(file: Path) -> Iterator[ast.Call]:
    """Yield every call of `tr` in a file."""
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.Call) and getattr(node.func, "id", getattr(node.func, "attr", "")) == "tr":
            yield node


def source_texts(root: Path = ROOT) -> list[str]:
    """Return every text inside `tr(…)`, sorted."""
    words = (call.args[0] for file in source_files(root) for call in calls_of_tr(file) if call.args)
    texts = (word.value for word in words if isinstance(word, ast.Constant))
    return sorted({text for text in texts if isinstance(text, str)})


def translations(catalogue: Path = CATALOGUE) -> dict[str, str]:
    """Return text → translation of a catalogue; an unfinished one is empty."""
    if not catalogue.exists():
        return {}
    messages = ET.parse(catalogue).getroot().iter("message")
    return {m.findtext("source", ""): m.findtext("translation", "") for m in messages}


def write(pairs: dict[str, str], catalogue: Path = CATALOGUE) -> None:
    """Write a catalogue in the order of its texts."""
    root = ET.Element("TS", version="2.1", language="zh_CN", sourcelanguage="en")
    context = ET.SubElement(root, "context")
    ET.SubElement(context, "name").text = CONTEXT
    for source, translation in sorted(pairs.items()):
        message = ET.SubElement(context, "message")
        ET.SubElement(message, "source").text = source
        element = ET.SubElement(message, "translation", {} if translation else {"type": "unfinished"})
        element.text = translation
    ET.indent(root, " ")
    text = ET.tostring(root, encoding="unicode")
    catalogue.write_text(f'<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE TS>\n{text}\n', "utf-8")


def main() -> int:
    """Update the catalogue; 1 when something is untranslated."""
    known = translations()
    pairs = {text: known.get(text, "") for text in source_texts()}
    write(pairs)
    open_texts = [text for text, translation in pairs.items() if not translation]
    print(f"{len(pairs)} texts, {len(open_texts)} untranslated")
    for text in open_texts:
        print(" ", text)
    return 1 if open_texts else 0


if __name__ == "__main__":
    sys.exit(main())
