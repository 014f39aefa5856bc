"""The rooms of the house: who may know whom, and what may not be touched where."""

import ast
import re
import subprocess
import sys
from functools import cache
from itertools import chain
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("community", "readers", "workspace", "output", "processing", "ui")

MAY_IMPORT = {
    "community": set(),
    "readers": {"community"},
    "workspace": {"community", "readers"},
    "output": {"community", "workspace"},
    "processing": {"community", "readers", "workspace", "output"},
    "ui": {"community", "readers", "workspace", "output"},
    "plugin": {"community", "processing.provider", "ui", "workspace"},
    "__init__": {"plugin"},
}
FOREIGN_TO = {
    "community": {"qgis", "osgeo", "PyQt5", "PyQt6", "processing"},
    "readers": {"qgis", "PyQt5", "PyQt6", "processing"},
}
NOWHERE = {"PyQt5", "PyQt6", "fiona", "sqlite3", "apsw"}
LINKED = {"geopandas", "shapely", "pyogrio", "pyproj"}
HEAVY = {"geopandas", "pandas", "shapely", "pyogrio", "pyproj", "numpy", "openpyxl", "ezdxf"}

# The one way past QGIS's SQLite: files that only we have. frames, incoming: temporary ones; readers: what
# a user hands in; geopackage, columns, spatial_index: new GeoPackages, before anybody knows of them.
OWN_SQLITE_ALLOWED = {
    "workspace.frames",
    "workspace.incoming",
    "output.package.geopackage",
    "output.columns",
    "output.spatial_index",
    "readers.*",
}
FRAME_IO = {
    "read_file",
    "read_dataframe",
    "read_arrow",
    "open_arrow",
    "write_dataframe",
    "to_file",
    "read_sql",
}


@cache
def modules():
    """Return all modules of the plugin, dotted name → path; a package goes by its own name."""
    files = [ROOT / "__init__.py", ROOT / "plugin.py"]
    files += [path for room in ROOMS for path in (ROOT / room).rglob("*.py")]
    return {dotted(path): path for path in files}


def dotted(path):
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" and len(parts) > 1 else parts)


@cache
def tree(path):
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def base_of(module, path, level):
    """Return the package that a relative import of a level starts from, as parts."""
    package = (
        module.split(".") if path.name == "__init__.py" and module != "__init__" else module.split(".")[:-1]
    )
    return package[: len(package) - (level - 1)]


def imports(module, path, *, top_only=False):
    """Yield (dotted target, is ours, line) of each import; `from . import a` yields a."""
    nodes = module_level(tree(path)) if top_only else ast.walk(tree(path))
    for node in nodes:
        if isinstance(node, ast.Import):
            yield from ((alias.name, False, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level:
            yield node.module, False, node.lineno
        elif isinstance(node, ast.ImportFrom):
            base = base_of(module, path, node.level)
            target = [*base, *(node.module.split(".") if node.module else [])]
            for alias in node.names:
                longer = ".".join([*target, alias.name])
                yield (longer if longer in modules() else ".".join(target)), True, node.lineno


def module_level(node):
    """Yield the nodes that run when a module is imported; what only a type checker sees does not."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)):
            continue
        if isinstance(child, ast.If) and "TYPE_CHECKING" in ast.unparse(child.test):
            continue
        yield child
        yield from module_level(child)


def ours(module, path, **options):
    return {target for target, own, _ in imports(module, path, **options) if own}


def reached(start, **options):
    """Return all our modules that importing `start` leads to, packages on the way included."""
    known, seen, queue = modules(), set(), [start]
    while queue:
        module = queue.pop()
        if module in seen or module not in known:
            continue
        seen.add(module)
        queue += ours(module, known[module], **options)
        queue += [module.rpartition(".")[0]]
    return seen


@pytest.mark.parametrize("module", sorted(modules()))
def test_a_module_imports_only_rooms_it_may_know(module):
    room = module.split(".")[0]
    for target, own, line in imports(module, modules()[module]):
        assert not target.startswith("commonplan"), f"{module}:{line} imports {target} absolutely"
        if not own or target.split(".")[0] == room:
            continue
        allowed = any(target == a or target.startswith(f"{a}.") for a in MAY_IMPORT[room])
        assert allowed, f"{module}:{line} imports {target}"


@pytest.mark.parametrize("module", sorted(modules()))
def test_a_module_imports_only_packages_its_room_may_know(module):
    forbidden = NOWHERE | FOREIGN_TO.get(module.split(".")[0], set())
    if module in OWN_SQLITE_ALLOWED:
        forbidden -= {"sqlite3"}
    for target, own, line in imports(module, modules()[module]):
        assert own or target.split(".")[0] not in forbidden, f"{module}:{line} imports {target}"


@pytest.mark.parametrize("module", [m for m in sorted(modules()) if m.startswith("output")])
def test_nothing_that_exports_can_reach_personal_data(module):
    assert "workspace.private" not in reached(module)


def test_importing_the_plugin_imports_nothing_heavy():
    known = modules()
    loaded = reached("plugin", top_only=True)
    # The provider loads its algorithms by name.
    for module in [m for m in known if m.startswith("processing.")]:
        loaded |= reached(module, top_only=True)
    heavy = {
        f"{module} imports {target}"
        for module in loaded
        for target, own, _ in imports(module, known[module], top_only=True)
        if not own and target.split(".")[0] in HEAVY
    }
    assert not heavy


def test_the_window_leaves_what_brings_libraries_of_its_own_to_the_packages():
    """Whoever imports these before `packages.load` joins their GEOS and PROJ with those of QGIS."""
    known = modules()
    early = ("ui.panel", "ui.commands", "ui.session", "ui.backgrounds", "workspace.project")
    loaded = set().union(*(reached(module, top_only=True) | {module} for module in early))
    joined = {
        f"{module} imports {target}"
        for module in loaded
        for target, own, _ in imports(module, known[module], top_only=True)
        if not own and target.split(".")[0] in LINKED
    }
    assert not joined


@pytest.mark.parametrize("module", sorted(modules()))
def test_only_files_of_our_own_are_opened_past_qgis(module):
    if any(module == a or (a.endswith("*") and module.startswith(a[:-1])) for a in OWN_SQLITE_ALLOWED):
        return
    for target, own, line in imports(module, modules()[module]):
        assert own or target.split(".")[0] != "pyogrio", f"{module}:{line} imports pyogrio"
    for node in ast.walk(tree(modules()[module])):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            assert node.func.attr not in FRAME_IO, f"{module}:{node.lineno} calls {node.func.attr}"


def test_community_opens_no_file_but_the_catalogues():
    openers = {"open", "read_text", "read_bytes", "write_text", "write_bytes", "read_csv", "read_excel"}
    for module, path in modules().items():
        if not module.startswith("community") or module == "community.catalogue":
            continue
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.Call):
                name = getattr(node.func, "attr", getattr(node.func, "id", ""))
                assert name not in openers, f"{module}:{node.lineno} calls {name}"


def raised_codes():
    """Return the error codes raised in the source, each with a place."""
    errors = {n.name for n in tree(ROOT / "community" / "errors.py").body if isinstance(n, ast.ClassDef)}
    codes = {}
    for module, path in modules().items():
        for node in ast.walk(tree(path)):
            raised = isinstance(node, ast.Call) and getattr(node.func, "id", "") in errors and node.args
            if raised and isinstance(node.args[0], ast.Constant):
                codes[node.args[0].value] = f"{module}:{node.lineno}"
    return codes


def sentences():
    """Return code → English sentence, as they stand in the source of `workspace.messages` and its parts."""
    found = {}
    for node in chain.from_iterable(map(ast.walk, map(tree, (ROOT / "workspace").glob("*messages.py")))):
        if isinstance(node, ast.Dict):
            for key, value in zip(node.keys, node.values):
                if isinstance(key, ast.Constant) and isinstance(value, ast.Call):
                    found[key.value] = value.args[0].value
    return found


def test_every_error_code_has_a_sentence():
    known = sentences()
    assert known
    assert {code: place for code, place in raised_codes().items() if code not in known} == {}


@pytest.mark.parametrize(("code", "sentence"), sorted(sentences().items()))
def test_a_sentence_is_one_line_that_ends(code, sentence):
    assert "\n" not in sentence
    assert sentence.rstrip("”\"'").endswith((".", "?", "!", "…"))
    assert re.fullmatch(r"[a-z][a-z0-9_]*", code)


def test_metadata_is_complete():
    text = (ROOT / "metadata.txt").read_text(encoding="utf-8")
    keys = dict(re.findall(r"^([\w\[\]]+)=(.*)$", text, re.MULTILINE))
    for key in ("name", "description", "about", "version", "qgisMinimumVersion", "author", "email"):
        assert keys.get(key), key
    for key in ("repository", "tracker", "homepage", "icon"):
        assert keys.get(key), key
    assert keys["hasProcessingProvider"] == "yes"
    assert keys["supportsQt6"] == "True"
    version = re.search(r'^version = "(.*)"$', (ROOT / "pyproject.toml").read_text(), re.MULTILINE)
    assert version[1] == keys["version"]
    first = re.search(r"^## (\S+)", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert first[1] == keys["version"]


def test_the_environment_of_a_stranger_is_enough_for_community_and_readers():
    code = f"""
import sys, importlib, importlib.util
class NoQgis:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in ("qgis", "PyQt5", "PyQt6"):
            raise ImportError(name)
sys.meta_path.insert(0, NoQgis())
spec = importlib.util.spec_from_file_location(
    "commonplan", {str(ROOT / "__init__.py")!r}, submodule_search_locations=[{str(ROOT)!r}])
sys.modules["commonplan"] = importlib.util.module_from_spec(spec)
for name in {sorted(m for m in modules() if m.startswith(("community", "readers")))!r}:
    importlib.import_module("commonplan." + name)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd="/")
    assert done.returncode == 0, done.stderr
