"""The ZIP for "Install from ZIP": what is in it, and that QGIS runs from it."""

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def build(target):
    command = [sys.executable, ROOT / "tools" / "package.py", target]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return target


@pytest.fixture(scope="module")
def archive(tmp_path_factory):
    return build(tmp_path_factory.mktemp("package") / "commonplan.zip")


def test_the_same_sources_give_the_same_bytes(archive, tmp_path):
    assert build(tmp_path / "again.zip").read_bytes() == archive.read_bytes()


def test_it_holds_what_a_user_needs_and_no_more(archive):
    with zipfile.ZipFile(archive) as opened:
        names = opened.namelist()
    assert all(name.startswith("commonplan/") for name in names)
    inside = {name.split("/", 1)[1] for name in names}
    assert {"__init__.py", "plugin.py", "metadata.txt", "LICENSE", "CHANGELOG.md"} <= inside
    assert {name.split("/")[0] for name in inside if "/" in name} == {
        "community", "readers", "workspace", "output", "processing", "ui", "resources"
    }  # fmt: skip
    for part in ("__pycache__", "sample", "tests", "tools", "node_modules"):
        assert not [name for name in inside if part in Path(name).parts]
    assert any(name.startswith("resources/viewer/") for name in inside)
    for source in (ROOT / "resources" / "i18n").glob("*.ts"):
        assert f"resources/i18n/{source.stem}.qm" in inside


def test_qgis_loads_it_and_lists_its_algorithms(archive, tmp_path):
    from commonplan.processing.provider import ALGORITHMS

    plugins = tmp_path / "plugins"
    with zipfile.ZipFile(archive) as opened:
        opened.extractall(plugins)
    program = shutil.which("qgis_process.bin") or shutil.which("qgis_process")
    env = {
        **os.environ,
        "QT_QPA_PLATFORM": "offscreen",
        "QGIS_PLUGINPATH": str(plugins),
        "QGIS_CUSTOM_CONFIG_PATH": str(tmp_path / "profile"),
        "PYTHONPATH": os.pathsep.join(p for p in sys.path if "site-packages" in p),
        "LC_ALL": "C.UTF-8",
    }
    (tmp_path / "profile").mkdir()
    enabled = subprocess.run([program, "plugins", "enable", "commonplan"], env=env, capture_output=True)
    assert enabled.returncode == 0, enabled.stderr.decode()
    listed = subprocess.run([program, "list"], env=env, capture_output=True, text=True)
    assert listed.returncode == 0, listed.stderr
    assert [name for name in ALGORITHMS if f"commonplan:{name}\t" not in listed.stdout] == []
