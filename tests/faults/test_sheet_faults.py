"""Sheets on a disk that fills up or nobody may write to, drawn by a process that is killed: never half."""

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import ezdxf
import pytest
from commonplan.workspace.file import newest_change
from osgeo import ogr
from pypdf import PdfReader
from qgis.core import QgsProcessingException, QgsProject, QgsReadWriteContext

sys.path.append(str(Path(__file__).parent))
from test_full_disk import fill  # noqa: E402

TESTS = Path(__file__).resolve().parents[1]
EARLIER = b"earlier"
NAME = "布局图"


@pytest.fixture(scope="module")
def drawn_folder(empty_community, tmp_path_factory):
    """A community with a boundary and twelve places, its sheet kept once, and a template made of that."""
    import processing

    sys.path.append(str(TESTS / "integration"))
    from test_draw_layout import fill as fill_community

    folder = shutil.copytree(empty_community, tmp_path_factory.mktemp("drawn") / "c")
    path = next(folder.glob("*.gpkg"))
    fill_community(path)
    processing.run("commonplan:drawlayout", {"COMMUNITY": str(path), "LAYOUT": NAME, "SHEET": "A3"})
    project = QgsProject()
    assert project.read(str(path.with_suffix(".qgz")))
    layout = project.layoutManager().layoutByName(NAME)
    assert layout.saveAsTemplate(str(folder / "own.qpt"), QgsReadWriteContext())
    project.clear()
    return folder


@pytest.fixture
def drawn(drawn_folder, tmp_path):
    folder = shutil.copytree(drawn_folder, tmp_path / "c")
    return next(folder.glob("*.gpkg"))


def is_whole(file):
    """Return whether a file is the earlier one, or a new one to its end."""
    if file.read_bytes() == EARLIER:
        return True
    if file.suffix == ".dxf":
        return len(ezdxf.readfile(file).modelspace()) > 0
    return len(PdfReader(file).pages) > 0


def look(path):
    """Return the names of the layouts of a community whose files all are of one piece."""
    for file in (path, *(path.parent / "sheets").glob("*.gpkg")):
        result = ogr.Open(str(file)).ExecuteSQL("PRAGMA integrity_check")
        assert result.GetNextFeature().GetField(0) == "ok"
    project = QgsProject()
    assert project.read(str(path.with_suffix(".qgz")))
    names = [layout.name() for layout in project.layoutManager().layouts()]
    for layout in project.layoutManager().printLayouts():
        layers = layout.itemById("map").layers()
        assert layers
        assert all(layer.isValid() and layer.featureCount() for layer in layers)
    project.clear()
    return names


def rows_of(file):
    """Return what each table of a GeoPackage holds."""
    dataset = ogr.Open(str(file))
    layers = [dataset.GetLayer(i) for i in range(dataset.GetLayerCount())]
    return {layer.GetName(): [feature.ExportToJson() for feature in layer] for layer in layers}


def refusal(run, **given):
    """Draw; return the one sentence that says why it could not be, nothing when it could."""
    try:
        run("drawlayout", **given)
    except QgsProcessingException as error:
        said = str(error)
    else:
        return ""
    assert "\n" not in said
    assert "cannot be written" in said or "no space left" in said, said
    return said


@pytest.mark.parametrize("left", [0, 450_000])
@pytest.mark.parametrize(
    "wish",
    [{"TILES": "A4"}, {"BLEED": 3}, {"OUTPUT_DXF": "sheet.dxf"}, {"TEMPLATE": "own.qpt"}],
    ids=lambda wish: next(iter(wish)),
)
def test_a_sheet_that_does_not_fit_is_whole_or_the_earlier_one(small_disk, run, drawn, wish, left):
    files = [small_disk / name for name in ("sheet.pdf", "sheet_A4.pdf", "sheet.dxf")]
    for file in files:
        file.write_bytes(EARLIER)
    fill(small_disk, left)
    places = {"OUTPUT_DXF": small_disk, "TEMPLATE": drawn.parent}
    given = {key: str(places[key] / value) if key in places else value for key, value in wish.items()}
    said = refusal(run, COMMUNITY=str(drawn), OUTPUT=str(files[0]), SHEET="A3", **given)
    assert said or left
    assert all(map(is_whole, files))
    assert sorted(p.name for p in small_disk.iterdir()) == sorted(["filler", *(file.name for file in files)])


@pytest.mark.parametrize("left", [0, 60_000, 300_000])
def test_a_kept_sheet_that_does_not_fit_leaves_the_one_before(small_disk, run, drawn, left):
    path = Path(shutil.copytree(drawn.parent, small_disk / "c")) / drawn.name
    changed = newest_change(path)
    fill(small_disk, left)
    said = refusal(run, COMMUNITY=str(path), LAYOUT="另一张", SHEET="A2")
    (small_disk / "filler").unlink()
    assert sorted(look(path)) == sorted([NAME] if said else [NAME, "另一张"])
    assert newest_change(path) == changed
    run("drawlayout", COMMUNITY=str(path), LAYOUT="另一张", SHEET="A2")
    assert sorted(look(path)) == sorted([NAME, "另一张"])


@pytest.mark.parametrize("name", [NAME, "另一张"])
def test_a_kept_sheet_whose_output_fails_stays_as_it_was(small_disk, run, drawn, name):
    def contents():
        files = sorted((drawn.parent / "sheets").iterdir())
        return {file.name: rows_of(file) for file in files}, look(drawn)

    before = contents()
    fill(small_disk, 0)
    output = str(small_disk / "sheet.pdf")
    assert refusal(run, COMMUNITY=str(drawn), LAYOUT=name, OUTPUT=output, SHEET="A1", TITLE="改过")
    assert contents() == before
    run("drawlayout", COMMUNITY=str(drawn), LAYOUT=name, SHEET="A1")
    assert contents() != before


def test_where_nobody_may_write_a_layout_is_refused_and_a_file_is_not(tmp_path, run, drawn):
    disk = tmp_path / "read_only"
    disk.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "tmpfs", disk], capture_output=True).returncode:
        pytest.skip("not allowed to mount a read-only disk")
    try:
        path = Path(shutil.copytree(drawn.parent, disk / "c")) / drawn.name
        subprocess.run(["mount", "-o", "remount,ro", disk], check=True)
        template = str(path.parent / "own.qpt")
        output = tmp_path / "sheet.pdf"
        with pytest.raises(QgsProcessingException, match="cannot be written"):
            run("drawlayout", COMMUNITY=str(path), LAYOUT=NAME, OUTPUT=str(output))
        assert not output.exists()
        run("drawlayout", COMMUNITY=str(path), OUTPUT=str(output), TEMPLATE=template, TILES="A4")
        assert is_whole(output)
    finally:
        subprocess.run(["umount", "-l", disk], check=True)


DRAWING = """
import sys, os; sys.path.insert(0, sys.argv[1]); import conftest
from pathlib import Path
from qgis.core import QgsApplication
app = QgsApplication([], True); app.initQgis()
from commonplan.output.cad.dxf import draw_dxf
from commonplan.output.kept.keep import Keeping
from commonplan.output.sheet.draw import SheetWish, draw_layout
path, folder = Path(sys.argv[2]), Path(sys.argv[3])
for number in range(100):
    keeping, texts = Keeping(sys.argv[4], {}), {"title": str(number)}
    wish = SheetWish(sheet="A3", tiles="A4", bleed=3.0, keeping=keeping, texts=texts)
    draw_layout(path, folder / "sheet.pdf", wish)
    draw_dxf(path, folder / "sheet.dxf", None, "zh", {}, public=True)
    print("drawn", flush=True)
"""


@pytest.mark.long
@pytest.mark.parametrize("after", [0.2, 0.7, 1.3])
def test_a_sheet_whose_drawing_is_killed_is_whole_or_the_earlier_one(run, drawn, tmp_path, after):
    changed = newest_change(drawn)
    command = [sys.executable, "-c", DRAWING, str(TESTS), str(drawn), str(tmp_path), NAME]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env={**os.environ}
    ) as process:
        assert process.stdout.readline() == b"drawn\n"
        time.sleep(after)
        process.send_signal(signal.SIGKILL)
    for name in ("sheet.pdf", "sheet_A4.pdf", "sheet.dxf"):
        assert is_whole(tmp_path / name)
    assert look(drawn) == [NAME]
    assert newest_change(drawn) == changed
    run("drawlayout", COMMUNITY=str(drawn), LAYOUT=NAME, SHEET="A3", OUTPUT=str(tmp_path / "sheet.pdf"))
    assert look(drawn) == [NAME]
