"""Every note, warning and reason that a survey's report can hold has words, in both languages."""

import ast
import re
from pathlib import Path

import pytest
from commonplan.readers.dxf.content import LEFT_OUT, why_empty
from commonplan.workspace import survey_words
from qgis.PyQt.QtCore import QTranslator

ROOT = Path(__file__).resolve().parents[2]
FILES = [
    *sorted((ROOT / "readers").rglob("*.py")), *sorted((ROOT / "community" / "survey").glob("*.py")),
    ROOT / "workspace" / "resurvey.py",
]  # fmt: skip


def nodes():
    for file in FILES:
        yield from ast.walk(ast.parse(file.read_text("utf-8")))


def said(key):
    """Return the constants that stand behind a key of a dict in the source."""
    return {
        value.value
        for node in nodes()
        if isinstance(node, ast.Dict)
        for name, value in zip(node.keys, node.values)
        if isinstance(name, ast.Constant) and name.value == key and isinstance(value, ast.Constant)
    }


def words_of(node):
    found = (part.value for part in ast.walk(node) if isinstance(part, ast.Constant))
    return {
        word
        for word in found
        if isinstance(word, str) and re.fullmatch(r"[a-z]+(_[a-z]+)+|mesh|picture", word)
    }


def counted_facts():
    """Return the notes that a drawing's reader adds up."""
    return {
        node.slice.value
        for node in nodes()
        if isinstance(node, ast.Subscript) and getattr(node.value, "attr", "") == "facts"
        and isinstance(node.slice, ast.Constant)
    } | {"layer_off", "layer_frozen"}  # fmt: skip


def is_reason(target):
    """Tell whether a reason is assigned: to `why`, or to an item of `reasons`."""
    return getattr(target, "id", getattr(getattr(target, "value", None), "id", "")) in ("why", "reasons")


def reasons_given():
    found = set(LEFT_OUT.values()) | {why_empty(kind) for kind in ("TEXT", "HATCH", "LINE")}
    for node in nodes():
        if isinstance(node, ast.Subscript) and getattr(node.value, "attr", "") == "skipped":
            found |= words_of(node.slice)
        elif (isinstance(node, ast.Assign) and any(map(is_reason, node.targets))) or (
            isinstance(node, ast.keyword) and node.arg == "skipped"
        ):
            found |= words_of(node.value)
        elif isinstance(node, ast.Call) and ast.unparse(node.func).endswith("skipped.update"):
            found |= words_of(node)
    return found


NOTES = sorted(said("note") | counted_facts())
REASONS = sorted(reasons_given())
WARNINGS = sorted(said("code"))


@pytest.fixture(params=["en", "zh"])
def language(request, qgis_app):
    translator = QTranslator()
    if request.param == "zh":
        assert translator.load(str(ROOT / "resources" / "i18n" / "commonplan_zh.qm"))
        qgis_app.installTranslator(translator)
    yield request.param
    qgis_app.removeTranslator(translator)


def is_in(language, sentence):
    return bool(re.search("[\u4e00-\u9fff]", sentence)) == (language == "zh")


def test_the_source_is_searched_where_codes_are():
    assert {"exploded", "array_cut", "other_data", "axes", "parts_missing"} <= {*NOTES}
    assert {"no_geometry", "unreadable_geometry", "layer_not_chosen", "no_coordinates"} <= {*REASONS}
    assert {"stray", "flagged_texts", "survey_replaced"} <= {*WARNINGS}


def test_every_note_has_words(language):
    assert [note for note in NOTES if note not in survey_words.notes()] == []
    assert [note for note, words in survey_words.notes().items() if not is_in(language, words)] == []


def test_every_reason_has_words(language):
    assert [reason for reason in REASONS if reason not in survey_words.reasons()] == []
    assert [reason for reason, words in survey_words.reasons().items() if not is_in(language, words)] == []


def test_every_warning_has_words(language):
    for code in WARNINGS:
        sentence = survey_words.warning({"code": code})
        assert code not in sentence
        assert is_in(language, sentence)


@pytest.mark.parametrize(
    "choice", ["points", "explode", "auto", "east_north", "north_east", "similarity", "affine"]
)
def test_every_choice_has_words(language, choice):
    words = survey_words.option(choice)
    assert words != choice or choice in ("similarity", "affine")
    assert is_in(language, words)


@pytest.mark.parametrize(
    ("note", "sentence"),
    [
        ({"note": "axes", "order": "north_east", "reason": "numbers"},
         "Of the coordinates, north before east: only so do its numbers make sense."),
        ({"note": "left_in_block", "type": "RAY", "reason": "endless_line", "count": 2},
         "Left out inside of blocks: 2 RAY (construction line without end)"),
        ({"note": "fields_left", "layer": "注记", "fields": ["a", "b"]},
         "Fields of 注记 that stay in the file: a, b."),
    ],
)  # fmt: skip
def test_fields_of_a_note_stand_in_its_sentence(note, sentence):
    assert survey_words.note(note) == sentence


def test_data_of_many_applications_is_told_in_one_sentence(language):
    notes = [{"note": "other_data", "application": f"APP{n}", "count": n} for n in (3, 2, 1)]
    said = survey_words.remarks({"notes": [*notes, {"note": "no_end_mark"}]})
    assert len(said) == 2
    assert "APP3 (3), APP2 (2), APP1" in said[0]


def test_units_in_warnings_are_called_by_their_names(language):
    said = survey_words.warning({"code": "units_not_believed", "declared": "in"})
    assert ("inches" if language == "en" else "英寸") in said
