"""Surveys of any size: what an import needs of memory does not grow with the drawing."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SMALL, LARGE = 25_000, 100_000
MOST_BYTES_PER_ENTITY = 150

# What has a bound of its own would hide the rest: pages not committed, the batch being read, a spool in
# memory, the sample of rows by which a survey is judged, the piece of an index that is packed at once.
PROGRAM = """
import sys
sys.path.insert(0, sys.argv[1])
import json
import os
from pathlib import Path
import bench_import

bench_import.load_plugin()
from commonplan.community.survey import batches
from commonplan.readers import spool
from commonplan.readers.dxf import tags
from commonplan.workspace import file, rtree

file._PAGES_IN_MEMORY = 1000
rtree._PIECE = 5000
spool._IN_MEMORY = 1_000_000
batches._SAMPLE = 10_000
tags.batches.__defaults__ = (1_000_000,)
print(json.dumps(bench_import.import_survey(Path(sys.argv[2]), Path(sys.argv[3]))), flush=True)
os._exit(0)
"""


def memory_of(count, folder):
    """Import a drawing in a process of its own and return what that added to a loaded QGIS, in MB."""
    folder.mkdir()
    source = folder / "survey.dxf"
    make = "import sys; sys.path.insert(0, sys.argv[1]); import bench_import, pathlib; "
    make += "bench_import.make_drawing(int(sys.argv[2]), pathlib.Path(sys.argv[3]))"
    tools = str(ROOT / "tools")
    subprocess.run([sys.executable, "-c", make, tools, str(count), str(source)], check=True)
    command = [sys.executable, "-c", PROGRAM, tools, str(source), str(folder)]
    done = subprocess.run(command, check=True, capture_output=True, text=True, cwd=folder)
    return json.loads(done.stdout.splitlines()[-1])["added"]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows does not tell a process its peak this way")
def test_a_drawing_four_times_as_large_needs_no_more_memory(tmp_path):
    small, large = (memory_of(count, tmp_path / str(count)) for count in (SMALL, LARGE))
    assert (large - small) * 1e6 < MOST_BYTES_PER_ENTITY * (LARGE - SMALL), (small, large)
