"""Time the import of a large drawing into a community against ogr2ogr and against ezdxf's reading alone.

Run by `make bench`, or with numbers of entities as arguments. Every job runs in a process of its own: its
seconds are those of the whole process less its start (QGIS, packages), its memory is the peak of the whole
process, and for ours also what the import added to a QGIS that had loaded everything.
"""

from __future__ import annotations

import importlib.util
import json
import os
import random
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SIZES = (100_000, 500_000)
CRS = "EPSG:4549"
LAYERS = ("JMD", "DLSS", "GXYZ", "ZBTZ", "ZJ", "GCD")
NAMES = ("幼儿园", "砼6", "混3", "物业管理处", "便利店", "停车场", "和平路", "𠮷祥里", "公厕", "配电房")
CODES = (144301, 141101, 155210)
JOBS = {
    "our import, file to community": "ours",
    "ogr2ogr, file to GeoPackage": "ogr2ogr",
    "ezdxf, reading alone": "ezdxf",
}

_BEGIN = """  0
SECTION
  2
HEADER
  9
$ACADVER
  1
AC1015
  9
$DWGCODEPAGE
  3
ANSI_936
  9
$INSUNITS
 70
     6
  0
ENDSEC
  0
SECTION
  2
TABLES
  0
TABLE
  2
LAYER
 70
     6
{layers}  0
ENDTAB
  0
TABLE
  2
APPID
 70
     1
  0
APPID
  2
SOUTH
 70
     0
  0
ENDTAB
  0
ENDSEC
  0
SECTION
  2
BLOCKS
  0
BLOCK
  8
0
  2
LAMP
 70
     0
 10
0.0
 20
0.0
 30
0.0
  3
LAMP
  0
CIRCLE
  8
0
 10
0.0
 20
0.0
 40
0.5
  0
ENDBLK
  8
0
  0
ENDSEC
  0
SECTION
  2
ENTITIES
"""
_LAYER = "  0\nLAYER\n  2\n{name}\n 70\n     0\n 62\n     {color}\n  6\nCONTINUOUS\n"
_ENTITY = "  0\n{kind}\n  5\n{handle:X}\n100\nAcDbEntity\n  8\n{layer}\n100\n{record}\n"
_POINT = " 10\n{x:.4f}\n 20\n{y:.4f}\n 30\n0.0\n"
_LINE = _POINT + " 11\n{x2:.4f}\n 21\n{y2:.4f}\n 31\n0.0\n"
_TEXT = _POINT + " 40\n1.5\n  1\n{text}\n  7\nHZ\n"
_INSERT = "  2\nLAMP\n" + _POINT + " 50\n{angle}.0\n"
_CODE = "1001\nSOUTH\n1000\n{code}\n"
_SHAPE = ((0, 0), (8, 0), (8, 6), (4, 9), (0, 6))


def make_drawing(count: int, path: Path) -> None:
    """Write a surveyed map as CASS does, in GBK: lines, polylines, texts, block inserts, feature codes."""
    dice = random.Random(count)
    layers = "".join(_LAYER.format(name=name, color=n + 1) for n, name in enumerate(LAYERS))
    with path.open("w", encoding="gb18030", newline="\r\n") as file:
        file.write(_BEGIN.format(layers=layers))
        for number in range(count):
            x, y = 612_000 + 1500 * dice.random(), 3_449_000 + 1500 * dice.random()
            file.write(entity(number, x, y))
        file.write("  0\nENDSEC\n  0\nEOF\n")


def entity(number: int, x: float, y: float) -> str:
    """Return an entity: of ten, four lines, three polylines of which one closed, two texts, one insert."""
    turn, text = number % 10, f"{NAMES[number // 10 % len(NAMES)]}{number % 97}"
    if turn < 4:
        kind, record, body = "LINE", "AcDbLine", _LINE.format(x=x, y=y, x2=x + 3, y2=y + 4)
    elif turn < 7:
        corners = "".join(f" 10\n{x + dx:.4f}\n 20\n{y + dy:.4f}\n" for dx, dy in _SHAPE)
        kind, record, body = (
            "LWPOLYLINE",
            "AcDbPolyline",
            f" 90\n        5\n 70\n     {int(turn == 4)}\n{corners}",
        )
    elif turn < 9:
        kind, record, body = "TEXT", "AcDbText", _TEXT.format(x=x, y=y, text=text)
    else:
        kind, record, body = "INSERT", "AcDbBlockReference", _INSERT.format(x=x, y=y, angle=number % 360)
    layer = LAYERS[number % len(LAYERS)]
    head = _ENTITY.format(kind=kind, handle=0x100 + number, layer=layer, record=record)
    return head + body + (_CODE.format(code=CODES[number % 3]) if turn in (0, 4, 5, 9) else "")


def peak() -> float:
    """Return the most memory this process has had, in megabytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def load_plugin() -> None:
    spec = importlib.util.spec_from_file_location(
        "commonplan", ROOT / "__init__.py", submodule_search_locations=[str(ROOT)]
    )
    package = importlib.util.module_from_spec(spec)
    sys.modules["commonplan"] = package
    spec.loader.exec_module(package)
    from commonplan.workspace import packages

    packages.load()


def import_survey(source: Path, folder: Path) -> dict[str, float]:
    """Import a drawing as the algorithm does, codes, texts, blocks, ids and report included."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from qgis.core import QgsApplication

    app = QgsApplication([], False)
    app.initQgis()
    load_plugin()
    from commonplan.community.coordinates import parse_crs
    from commonplan.community.survey.rows import Wish
    from commonplan.readers.surveys import hash_of, read_survey
    from commonplan.workspace.community import create_community
    from commonplan.workspace.surveys import store_survey

    crs = parse_crs(CRS)
    community = create_community(folder, "bench", crs.to_wkt())
    before, begin, busy = peak(), time.perf_counter(), time.process_time()
    data = read_survey(source)
    report = store_survey(community, data, Wish(crs=crs), file=source.name, sha256=hash_of(source))
    seconds, busy = time.perf_counter() - begin, time.process_time() - busy
    if report["skipped"]:
        sys.exit(f"{report['skipped']} entities were skipped")
    return {"seconds": seconds, "busy": busy, "megabytes": peak(), "added": peak() - before}


def read_with_ezdxf(source: Path) -> dict[str, float]:
    import ezdxf

    begin, busy = time.perf_counter(), time.process_time()
    drawing = ezdxf.readfile(source)
    seconds, busy = time.perf_counter() - begin, time.process_time() - busy
    assert len(drawing.modelspace())
    return {"seconds": seconds, "busy": busy, "megabytes": peak()}


def run_ogr2ogr(source: Path, folder: Path) -> dict[str, float]:
    begin = time.perf_counter()
    command = ["ogr2ogr", "-f", "GPKG", str(folder / "ogr.gpkg"), str(source)]
    subprocess.run(command, check=True, capture_output=True)
    spent = resource.getrusage(resource.RUSAGE_CHILDREN)
    seconds, busy = time.perf_counter() - begin, spent.ru_utime + spent.ru_stime
    return {"seconds": seconds, "busy": busy, "megabytes": spent.ru_maxrss / 1024}


def run_job(job: str, source: Path, folder: Path) -> None:
    """Do one job in this process and print what it took."""
    if job == "ours":
        result = import_survey(source, folder)
    elif job == "ezdxf":
        result = read_with_ezdxf(source)
    else:
        result = run_ogr2ogr(source, folder)
    print(json.dumps(result), flush=True)
    # QGIS crashes at its end while a layer is alive.
    os._exit(0)


def measure(job: str, source: Path, folder: Path) -> dict[str, float]:
    target = folder / job
    target.mkdir()
    command = [sys.executable, __file__, "--job", job, str(source), str(target)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=folder)
    shutil.rmtree(target)
    lines = [line for line in done.stdout.splitlines() if line.startswith("{")]
    if done.returncode or not lines:
        sys.exit(f"{job} failed:\n{done.stderr}")
    return json.loads(lines[-1])


def report(count: int, source: Path, results: dict[str, dict[str, float]]) -> None:
    size, theirs = source.stat().st_size / 1e6, results["ogr2ogr"]
    print(f"\nDXF of {count:,} entities, {size:.0f} MB; × is compared with ogr2ogr")
    print(f"{'':34}{'seconds':>9}{'×':>7}{'of CPU':>9}{'×':>7}{'MB':>9}{'×':>7}")
    for title, job in JOBS.items():
        cells = [(results[job][what], theirs[what]) for what in ("seconds", "busy", "megabytes")]
        print(f"{title:34}" + "".join(f"{ours:9.1f}{ours / other:7.2f}" for ours, other in cells))
    added = results["ours"]["added"]
    print(
        f"Of our memory {added:.0f} MB came with the import; the rest is QGIS and its packages.", flush=True
    )


def main() -> None:
    sizes = [int(argument) for argument in sys.argv[1:]] or SIZES
    with tempfile.TemporaryDirectory(prefix="commonplan-bench-") as name:
        folder = Path(name)
        for count in sizes:
            source = folder / f"survey_{count}.dxf"
            make_drawing(count, source)
            report(count, source, {job: measure(job, source, folder) for job in JOBS.values()})
            source.unlink()


if __name__ == "__main__":
    if sys.argv[1:2] == ["--job"]:
        run_job(sys.argv[2], Path(sys.argv[3]), Path(sys.argv[4]))
    else:
        main()
