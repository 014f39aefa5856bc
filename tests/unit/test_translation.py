"""The Chinese translation: whole, up to date, its placeholders those of the English text."""

import csv
import importlib.util
import re
import xml.etree.ElementTree as ET
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PLACEHOLDER = re.compile(r"\{\w+\}")


def load_tool():
    spec = importlib.util.spec_from_file_location("translate", ROOT / "tools" / "translate.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


translate = load_tool()
SOURCE = set(translate.source_texts())
CHINESE = translate.translations()


def test_every_text_is_translated():
    assert [text for text in sorted(SOURCE) if not CHINESE.get(text)] == []


def test_no_translation_is_left_over():
    assert sorted(CHINESE.keys() - SOURCE) == []


def test_no_translation_is_unfinished():
    root = ET.parse(translate.CATALOGUE).getroot()
    assert [m.findtext("source") for m in root.iter("message") if m.find("translation").attrib] == []


def test_the_catalogue_is_as_the_tool_writes_it(tmp_path):
    translate.write(CHINESE, tmp_path / "again.ts")
    assert (tmp_path / "again.ts").read_bytes() == translate.CATALOGUE.read_bytes()


def test_translations_keep_the_placeholders():
    assert [text for text in sorted(SOURCE) if marks(text) != marks(CHINESE.get(text, ""))] == []


def marks(text):
    """Return what stands in a text to be filled in, and its doubled braces."""
    return sorted(set(PLACEHOLDER.findall(text))), text.count("{{"), text.count("}}"), text.count("\n")


def test_every_text_stands_as_a_literal():
    """`tr(name)` and `tr(f"…")` would never be found by the tool."""
    opaque = [
        f"{path.relative_to(ROOT)}:{call.lineno}"
        for path in translate.source_files()
        for call in translate.calls_of_tr(path)
        if not isinstance(getattr(call.args[0], "value", None), str)
    ]
    assert opaque == []


def test_there_is_one_door_to_translated_texts():
    doors = [
        str(path.relative_to(ROOT))
        for path in translate.source_files()
        if "QCoreApplication.translate" in path.read_text("utf-8") or "def tr(" in path.read_text("utf-8")
    ]
    assert doors == ["workspace/translation.py"]


# Filters of files, keys of menus and lists such as JZ=房屋; DL=道路 are for programs.
HALF_WIDTH = re.compile(r"[\u3400-\u9fff](?: ?[,:!]|;(?! )| ?\((?![*&]))|(?<!;)[,;:!)][\u3400-\u9fff]")


def test_chinese_is_set_with_full_width_punctuation():
    """GB/T 15834-2011, 5.1: it hangs on notice boards."""
    texts = [*CHINESE.values(), *printed_words()]
    assert len(texts) > 1000
    assert [text for text in texts if HALF_WIDTH.search(text)] == []


def printed_words():
    """Return the Chinese of the catalogues, and of what lies in a package."""
    for path in sorted((ROOT / "resources" / "catalogues").glob("*.csv")):
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = csv.DictReader(file)
            yield from (row["zh"] for row in rows if row.get("zh"))
    readme = (ROOT / "resources" / "templates" / "package_readme.txt").read_text(encoding="utf-8")
    yield readme.split("For the person")[0]
