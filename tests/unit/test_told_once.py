"""What tools/qgis_process lets through of qgis_process's stderr, as QGIS 3.22 and 3.40 print it."""

import importlib.machinery
import importlib.util
from pathlib import Path

import pytest

PATH = Path(__file__).resolve().parents[2] / "tools" / "qgis_process"
OURS = PATH.parents[1] / "community" / "places.py"
NOISE = (
    "QStandardPaths: XDG_RUNTIME_DIR not set, defaulting to '/tmp/runtime-root'\n"
    "<string>:1: DeprecationWarning: setapi() is deprecated\n"
    "/usr/lib/python3/dist-packages/qgis/utils.py:1100: DeprecationWarning: 'shapely.geos' is deprecated.\n"
    "  mod = _builtin_import(name, globals, locals, fromlist, level)\n"
)
TRACEBACK = 'Traceback (most recent call last):\n  File "x.py", line 27, in run\nValueError: a bug\n\n'
CHECK = "An error was encountered while checking parameter values"
SENTENCE = "The file /x/中文.dxf is empty: choose another.\n"


@pytest.fixture(scope="module")
def told_once():
    loader = importlib.machinery.SourceFileLoader("qgis_process_wrapper", str(PATH))
    spec = importlib.util.spec_from_loader(loader.name, loader)
    module = importlib.util.module_from_spec(spec)
    loader.exec_module(module)
    return module.told_once


@pytest.mark.parametrize(
    ("printed", "told"),
    [
        ("", ""),
        (SENTENCE + f"ERROR:\t{SENTENCE}" + SENTENCE, SENTENCE),
        (SENTENCE + SENTENCE, SENTENCE),
        ("One.\nTwo.\nERROR:\tOne.\nTwo.\nOne.\nTwo.\n", "One.\nTwo.\n"),
        (f"Logged critical: {TRACEBACK}{TRACEBACK}ERROR:\t{TRACEBACK}{TRACEBACK}", TRACEBACK[:-1]),
        (f"ERROR:\t{CHECK}\n\tNo such layer.\n", "No such layer.\n"),
        (
            "ERROR: The following mandatory parameters were not specified\n\n\tNAME:\tName\n\tCRS:\tSystem\n",
            "Parameter NAME (Name) is missing: give it as NAME=…\n"
            "Parameter CRS (System) is missing: give it as CRS=…\n",
        ),
        ("Algorithm commonplan:nope not found!\n", "Algorithm commonplan:nope not found!\n"),
        (f"{OURS}:7: DeprecationWarning: old.\n  old()\n", f"{OURS}:7: DeprecationWarning: old.\n  old()\n"),
        ("Warning 1: something GDAL says\n", "Warning 1: something GDAL says\n"),
        (
            "Warning: a user's own words about XDG_RUNTIME_DIR\n",
            "Warning: a user's own words about XDG_RUNTIME_DIR\n",
        ),
    ],
)
def test_noise_and_repetitions_go_and_everything_else_stays(told_once, printed, told):
    assert told_once(NOISE + printed) == told
    assert told_once(printed) == told
