"""Time drawlayout against QGIS's own layout export of the same ground and layers, without our composition.

Run by `make bench`, or with parts of the names of cases as arguments. Plain is a layout with a map of the
same size and extent for each of ours, whose layers are the community's tables as QGIS opens them: one
symbol each, and labels with the numbers of places and buildings. Both write a PDF with the same settings.
Every job runs in a process of its own, draws three sheets, and is told by the CPU time of the better of
the second and third: the first also waits for typefaces and libraries. Kept is our sheet as a layout of the
community's project, which is opened and saved for it: `first` is its first keeping, `seconds` a redrawing.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
X, Y = 500_000.0, 3_450_000.0
CRS = "EPSG:4549"

Window = tuple[tuple[float, float], tuple[float, float, float, float]]
"""What a map shows: width and height in mm, extent on the ground."""


@dataclass(frozen=True)
class Case:
    """A community to draw.

    Attributes
    ----------
    places
        How many; half of them crowd in sixes, a few metres apart.
    side
        Of the square court, in metres.
    sheet
        On which it is drawn.
    entities
        Lines of the survey.
    keep
        Whether it is kept in the project, too.
    """

    places: int
    side: float
    sheet: str
    entities: int = 2_000
    keep: bool = False


CASES = {
    "50 places, 1 ha, A3": Case(50, 100.0, "A3", keep=True),
    "400 places, 5 ha, A1": Case(400, 224.0, "A1"),
    "400 places, 5 ha, A3": Case(400, 224.0, "A3", keep=True),
    "5,000 places, 62 ha, A0": Case(5_000, 790.0, "A0"),
    "50 places, 200,000 entities, A3": Case(50, 224.0, "A3", 200_000),
}


def make_community(case: Case, folder: Path) -> Path:
    """Write a community whose places crowd, the same for the same case."""
    import geopandas as gpd
    import numpy as np
    import shapely
    from commonplan.workspace.community import create_community
    from commonplan.workspace.file import writing
    from qgis.core import QgsCoordinateReferenceSystem

    def table(columns: dict[str, object], shapes: object) -> gpd.GeoDataFrame:
        return gpd.GeoDataFrame(columns, geometry=shapes, crs=CRS)

    dice = np.random.default_rng(case.places)
    corner, count, side = np.array([X, Y]), case.places, case.side
    middles = dice.uniform(0.1 * side, 0.9 * side, (max(1, count // 12), 2))
    near = middles[np.arange(count // 2) % len(middles)] + dice.normal(0, 5, (count // 2, 2))
    spots = np.clip(np.vstack([near, dice.uniform(0, side, (count - len(near), 2))]), 1, side - 1)
    numbers = np.arange(1, count + 1)
    kinds = np.array(["square", "shop", "residents_committee"], object)[numbers % 3]
    classes = np.array(["space", "facility", "unit"], object)[numbers % 3]
    columns = {
        "class": classes, "kind": kinds, "name": [f"第{n}号场所" for n in numbers], "rank": numbers,
        "number": numbers.astype(str), "status": "existing", "is_public": True,
    }  # fmt: skip
    rows = np.arange(15, side - 15, 32)
    blocks = np.array([(x, y) for y in rows for x in rows if x + 22 < side])
    houses = shapely.multipolygons(
        [[s] for s in shapely.box(*(corner + blocks).T, *(corner + blocks + (22, 12)).T)]
    )
    starts = corner + dice.uniform(-0.1 * side, 1.1 * side, (case.entities, 2))
    steps = np.cumsum(dice.normal(0, 2, (case.entities, 5, 2)), axis=1)
    lines = shapely.linestrings(starts[:, None] + steps)
    crs = QgsCoordinateReferenceSystem(CRS).toWkt(QgsCoordinateReferenceSystem.WktVariant.WKT2_2019)
    path = create_community(folder / "community", "bench", crs)
    with writing(path) as file:
        site = shapely.multipolygons([shapely.box(X, Y, X + side, Y + side)])
        file.insert("compound", table({"id": ["k"], "name": ["北里"], "sort_order": [1]}, [site]))
        gate = {"name": ["正门"], "is_main": [True], "compound_id": ["k"]}
        file.insert("entrance", table(gate, [shapely.Point(X + side / 2, Y)]))
        file.insert("building", table({"label": [f"{i + 1}栋" for i in range(len(houses))]}, houses))
        file.insert("survey_line", table({"layer": "JMD", "is_public": [True] * len(lines)}, lines))
        file.insert("place", table(columns, shapely.points(corner + spots)))
    return path


def start_qgis() -> object:
    """Start QGIS with our package; returns what must stay alive."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from qgis.core import QgsApplication

    app = QgsApplication([], True)
    app.initQgis()
    sys.path.insert(0, str(ROOT / "tests"))
    import_module("conftest")
    import_module("commonplan.workspace.packages").load()
    return app


def ours(
    path: Path, case: Case, target: Path, _: Sequence[Window], keeping: object = None
) -> dict[str, object]:
    """Draw our sheet."""
    from commonplan.output.sheet.draw import SheetWish, draw_layout

    wish = SheetWish(sheet=case.sheet, orientation="landscape", divide=True, keeping=keeping)
    done = draw_layout(path, target, wish)
    found = {"scale": done.scale, "pages": done.pages, "crowded": len(done.crowded)}
    return {**found, "marker": done.maps[0].marker}


def kept(path: Path, case: Case, target: Path, windows: Sequence[Window]) -> dict[str, object]:
    """Draw our sheet and keep it in the project."""
    from commonplan.output.kept.keep import Keeping

    return ours(path, case, target, windows, Keeping("bench", {}))


def windows_of(path: Path, case: Case) -> list[Window]:
    """Return what each map of our sheet shows."""
    from commonplan.output.sheet.content import Edition, read_content
    from commonplan.output.sheet.frame import paper_of
    from commonplan.output.sheet.plan import plan_sheet, subjects_of
    from commonplan.output.sheet.sections import make_room

    edition, asked = Edition(True, "zh"), (case.sheet, "landscape")
    content = read_content(path, None, edition, {})
    plan = plan_sheet(content, edition, subjects_of(content, "up"), *asked)
    room = make_room(content, edition, plan, asked, "up")
    pages = zip(room.content.sites, room.plan.compositions)
    papers = [paper_of(site, composition, room.plan.form.letters) for site, composition in pages]
    return [((paper.width, paper.height), paper.window.bounds) for paper in papers]


def plain(path: Path, case: Case, target: Path, windows: Sequence[Window]) -> dict[str, object]:
    """Let QGIS draw the same maps on the same sheets: a page with the community's layers for each."""
    from commonplan.output.sheet.export import _pdf_settings
    from commonplan.output.sheet.paper import page_size
    from qgis.core import (
        QgsLayoutExporter,
        QgsLayoutItemMap,
        QgsLayoutItemPage,
        QgsLayoutPoint,
        QgsLayoutSize,
        QgsPrintLayout,
        QgsProject,
        QgsRectangle,
    )

    project = QgsProject()
    layers = [_labelled(path, name) for name in ("place", "entrance", "building", "survey_line", "compound")]
    project.addMapLayers(layers)
    project.setCrs(layers[0].crs())
    layout = QgsPrintLayout(project)
    width, height = page_size(case.sheet, "landscape")
    for number, (size, extent) in enumerate(windows):
        page = QgsLayoutItemPage(layout)
        page.setPageSize(QgsLayoutSize(width, height))
        layout.pageCollection().addPage(page)
        item = QgsLayoutItemMap(layout)
        layout.addLayoutItem(item)
        item.attemptResize(QgsLayoutSize(*size))
        item.attemptMove(QgsLayoutPoint(0, 0), True, False, number)
        item.setLayers(layers)
        item.setExtent(QgsRectangle(*extent))
    if QgsLayoutExporter(layout).exportToPdf(str(target), _pdf_settings(300)):
        raise RuntimeError("QGIS wrote no PDF")
    return {"scale": round(item.scale()), "pages": len(windows)}


def _labelled(path: Path, table: str) -> object:
    """Open a table as QGIS does, with labels where it has something to say."""
    from qgis.core import QgsPalLayerSettings, QgsVectorLayer, QgsVectorLayerSimpleLabeling

    layer = QgsVectorLayer(f"{path}|layername={table}", table, "ogr")
    if table in ("place", "building"):
        settings = QgsPalLayerSettings()
        settings.fieldName = "number" if table == "place" else "label"
        layer.setLabeling(QgsVectorLayerSimpleLabeling(settings))
        layer.setLabelsEnabled(True)
    return layer


JOBS = {"ours": ours, "plain": plain, "kept": kept}


def run_job(job: str, name: str, path: str, target: str) -> None:
    """Do one job in this process and print its seconds and megabytes."""
    alive = start_qgis()
    windows, times = windows_of(Path(path), CASES[name]), []
    for _ in range(3):
        begin = time.process_time()
        found = JOBS[job](Path(path), CASES[name], Path(target), windows)
        times.append(time.process_time() - begin)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"seconds": min(times[1:]), "first": times[0], "megabytes": peak, **found}), flush=True)
    # QGIS crashes at its end while a layer is alive.
    os._exit(0 if alive else 1)


def measure(*arguments: str) -> dict[str, float]:
    """Run a job in a process of its own."""
    command = [sys.executable, __file__, "--job", *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    lines = [line for line in done.stdout.splitlines() if line.startswith("{")]
    if done.returncode or not lines:
        sys.exit(f"{arguments[:2]} failed:\n{done.stderr}")
    return json.loads(lines[-1])


def make(name: str, path: str) -> None:
    """Make the community of a case in this process."""
    alive = start_qgis()
    print(json.dumps({"path": str(make_community(CASES[name], Path(path)))}), flush=True)
    os._exit(0 if alive else 1)


def main() -> None:
    wanted = [name for name in CASES if not sys.argv[1:] or any(part in name for part in sys.argv[1:])]
    print("One sheet as PDF, beside QGIS's plain export of the same ground; the goal is × 1.5 at most")
    print(f"{'':34}{'scale':>7}{'pages':>6}{'seconds':>9}{'×':>6}{'first':>8}{'MB':>7}")
    with tempfile.TemporaryDirectory(prefix="commonplan-bench-") as folder:
        for i, name in enumerate(wanted):
            path = measure("make", name, f"{folder}/{i}")["path"]
            titles = {"ours": name, "plain": "   plain"} | ({"kept": "   kept"} if CASES[name].keep else {})
            found = {job: measure(job, name, path, f"{folder}/{job}.pdf") for job in titles}
            for job, title in titles.items():
                one = found[job]
                times = one["seconds"] / found["plain"]["seconds"]
                print(f"{title:34}{one['scale']:7}{one['pages']:6}{one['seconds']:9.2f}{times:6.2f}"
                      f"{one['first']:8.2f}{one['megabytes']:7.0f}", flush=True)  # fmt: skip


if __name__ == "__main__":
    if sys.argv[1:3] == ["--job", "make"]:
        make(*sys.argv[3:5])
    elif sys.argv[1:2] == ["--job"]:
        run_job(*sys.argv[2:6])
    else:
        main()
