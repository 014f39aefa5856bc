"""Habits of the source that a linter does not know."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("community", "readers", "workspace", "output", "processing", "ui")
LONGEST_FUNCTION = 60
LONGEST_MODULE = 450

SHIPPED = [ROOT / "__init__.py", ROOT / "plugin.py"]
SHIPPED += sorted(path for room in ROOMS for path in (ROOT / room).rglob("*.py"))
TOOLS = [*sorted((ROOT / "tools").rglob("*.py")), ROOT / "tools" / "qgis_process"]
TESTS = sorted((ROOT / "tests").rglob("*.py"))

shipped = pytest.mark.parametrize("path", SHIPPED, ids=lambda p: str(p.relative_to(ROOT)))
written = pytest.mark.parametrize("path", SHIPPED + TOOLS, ids=lambda p: str(p.relative_to(ROOT)))
everything = pytest.mark.parametrize("path", SHIPPED + TOOLS + TESTS, ids=lambda p: str(p.relative_to(ROOT)))


@cache
def tree(path):
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def nodes(path, *kinds):
    return [node for node in ast.walk(tree(path)) if isinstance(node, kinds)]


@everything
def test_a_module_can_be_read_at_one_sitting(path):
    assert len(path.read_text(encoding="utf-8").splitlines()) <= LONGEST_MODULE


@written
def test_a_function_does_one_thing(path):
    for function in nodes(path, ast.FunctionDef):
        assert function.end_lineno - function.lineno < LONGEST_FUNCTION, function.name


@written
def test_no_cause_is_hidden(path):
    for handler in nodes(path, ast.ExceptHandler):
        assert handler.type is not None, handler.lineno
        caught = {n.id for n in ast.walk(handler.type) if isinstance(n, ast.Name)}
        passed_on = isinstance(handler.body[-1], ast.Raise) and handler.body[-1].exc is None
        assert "Exception" not in caught, handler.lineno
        assert "BaseException" not in caught or passed_on, handler.lineno


@written
def test_annotations_are_never_evaluated(path):
    future = [n for n in nodes(path, ast.ImportFrom) if n.module == "__future__"]
    has_code = len(tree(path).body) > 1
    assert not has_code or any(a.name == "annotations" for n in future for a in n.names)


def scoped(node):
    """Return whether `Owner.name` is anything but a Qt enum value without its enum."""
    qt = pytest.importorskip("qgis.PyQt")
    owner, name = node.value.id, node.attr
    for module in ("QtCore", "QtGui", "QtWidgets", "QtPrintSupport"):
        __import__(f"{qt.__name__}.{module}")
        cls = getattr(getattr(qt, module), owner, None)
        if cls is None or (not isinstance(cls, type) and owner != "Qt"):
            continue
        value = getattr(cls, name, None)
        plain = (int, float, bool, str)
        if isinstance(value, int) and type(value) not in plain:
            return False
    return True


@shipped
def test_qt_enums_are_written_in_full(path):
    for node in nodes(path, ast.Attribute):
        if (
            isinstance(node.value, ast.Name)
            and re.match(r"Q(?!gs)", node.value.id)
            and node.value.id != "QVariant"
        ):
            assert scoped(node), f"line {node.lineno}: {node.value.id}.{node.attr}"
        assert node.attr != "exec_", node.lineno


@shipped
def test_messages_go_through_the_one_place_that_keeps_them_from_being_html(path):
    calls = [n.lineno for n in nodes(path, ast.Attribute) if n.attr == "pushMessage"]
    assert calls == [] or path == ROOT / "ui" / "plain_text.py"


@shipped
def test_translated_texts_can_be_extracted(path):
    """lupdate sees literal strings only: never an f-string, never a variable, never something computed."""
    forwarders = [f for f in nodes(path, ast.FunctionDef) if f.name == "tr"]
    inside = {id(n) for f in forwarders for n in ast.walk(f)}
    for call in nodes(path, ast.Call):
        name = getattr(call.func, "attr", getattr(call.func, "id", ""))
        if id(call) in inside or name not in ("tr", "translate"):
            continue
        if name == "translate" and "QCoreApplication" not in ast.unparse(call.func):
            continue
        text = call.args[0 if name == "tr" else 1]
        assert isinstance(text, ast.Constant), f"line {call.lineno}"
        assert isinstance(text.value, str), f"line {call.lineno}"


@shipped
def test_nothing_is_translated_before_the_translator_is_loaded(path):
    def top(node):
        for child in ast.iter_child_nodes(node):
            if not isinstance(child, (ast.FunctionDef, ast.Lambda)):
                yield child
                yield from top(child)

    for call in top(tree(path)):
        if isinstance(call, ast.Call):
            name = getattr(call.func, "attr", getattr(call.func, "id", ""))
            assert name != "tr", call.lineno
