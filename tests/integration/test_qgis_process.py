"""tools/qgis_process, as a shell or another program calls it."""

import json
import os
import signal
import subprocess
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
QGIS_PROCESS = ROOT / "tools" / "qgis_process"


@pytest.fixture
def call(tmp_path):
    """Call the wrapper from a folder with an odd name; return the finished process."""
    folder = tmp_path / "a folder 社区"
    folder.mkdir()

    def call(*arguments):
        command = [str(QGIS_PROCESS), *arguments]
        return subprocess.run(
            command, cwd=folder, capture_output=True, text=True, stdin=subprocess.DEVNULL, timeout=120
        )

    call.folder = folder
    return call


def create(call, folder="out", crs="EPSG:4549"):
    return call(
        "--json", "run", "commonplan:createcommunity", "--", "NAME=北里", f"CRS={crs}", f"FOLDER={folder}"
    )


def test_relative_paths_start_where_the_caller_stands(call):
    done = create(call)
    assert (done.returncode, done.stderr) == (0, "")
    community = json.loads(done.stdout)["results"]["COMMUNITY"]
    assert (call.folder / community).is_file()
    assert (call.folder / "out" / "北里.qgz").is_file()


def test_a_place_on_earth_that_is_unknown_is_nothing_to_complain_about(call):
    done = create(call, crs="local")
    assert (done.returncode, done.stderr) == (0, "")


def test_a_failure_is_one_sentence_and_an_exit_code(call):
    create(call)
    done = create(call)
    assert done.returncode == 1
    assert done.stderr == "A community already stands in out; choose another folder or allow overwriting.\n"


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["run", "commonplan:nothing", "--", "A=1"], "Algorithm commonplan:nothing not found!\n"),
        (["sing"], "Command sing not known!\n"),
    ],
)
def test_what_qgis_itself_refuses_is_told_once(call, arguments, told):
    done = call(*arguments)
    assert done.returncode != 0
    assert done.stderr == told


def test_a_missing_parameter_is_named(call):
    done = call("run", "commonplan:createcommunity", "--", "NAME=北里", "FOLDER=out")
    assert done.returncode != 0
    assert done.stderr.startswith("Parameter CRS (")
    assert done.stderr.count("\n") == 1


def test_several_run_at_the_same_time(call):
    with ThreadPoolExecutor(4) as pool:
        runs = list(pool.map(lambda n: create(call, f"out {n}"), range(4)))
    assert [(done.returncode, done.stderr) for done in runs] == [(0, "")] * 4


def test_killing_it_ends_qgis_too():
    process = subprocess.Popen([QGIS_PROCESS, "list"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
    child = wait_for(lambda: children.read_text().split())[0]
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert wait_for(lambda: not alive(child))


def wait_for(something):
    deadline = time.monotonic() + 20
    while not (found := something()) and time.monotonic() < deadline:
        time.sleep(0.02)
    return found


def alive(pid):
    try:
        os.kill(int(pid), 0)
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except (ProcessLookupError, FileNotFoundError):
        return False
