"""Time numberfeatures against QGIS's own recipe and a bare read–sort–write, GeoPackage to GeoPackage.

One site of many places, and a district of many communities in one run. Run by `make bench`, or with the
numbers of places as arguments (then without the district unless `district` is among them). Every job
runs in a process of its own and is timed without the start of that process, by the clock and by the CPU it
took (on a machine that others use, only the latter can be compared). It is done once on a few places before,
so that modules are there; what this first time took has a column of its own. Peak memory is that of the
whole process.
"""

from __future__ import annotations

import importlib.util
import json
import math
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from importlib import import_module
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
FEW = 100
SIZES = (10_000, 100_000, 1_000_000)
SIDE = 1000.0
X, Y = 500_000.0, 3_450_000.0
ENTRANCE = f"{X + SIDE / 2},{Y} [EPSG:4549]"
AZIMUTH = f"degrees(azimuth(make_point({X + SIDE / 2}, {Y + SIDE / 2}), $geometry))"
FROM_SOUTH = f"({AZIMUTH} - 180 + 360) % 360"

# A district: communities on a grid, each with its own entrance in the south, boundary and centre.
COMMUNITIES, EACH, ROW, STEP = 2_400, 400, 50, 1_200.0
DISTRICT = "2,400 communities × 400 places"
CENTRE_X = f'({X + SIDE / 2} + {STEP} * ("community" % {ROW}))'
CENTRE_Y = f'({Y + SIDE / 2} + {STEP} * floor("community" / {ROW}))'
DISTRICT_AZIMUTH = f"degrees(azimuth(make_point({CENTRE_X}, {CENTRE_Y}), $geometry))"

JOBS = {
    "numberfeatures, bearing": "bearing",
    "numberfeatures, boundary": "boundary",
    "numberfeatures, auto": "auto",
    "numberfeatures, bearing, of a filtered layer": "filtered",
    "numberfeatures, bearing, to memory": "memory",
    "QGIS: auto-increment sorted by azimuth": "increment",
    "QGIS: the same, of a filtered layer": "filtered_increment",
    "QGIS: the same, to memory": "memory_increment",
    "QGIS: azimuth field, then auto-increment": "calculator",
    "pyogrio: read, sort, write": "bare",
}

DISTRICT_JOBS = {
    "numberfeatures, bearing, by GROUP": "district",
    "numberfeatures, auto, by GROUP": "district_auto",
    "QGIS: auto-increment by group, sorted by azimuth": "district_increment",
    "pyogrio: read, sort by group, write": "district_bare",
}


def make_district(path: Path, communities: int) -> None:
    """Write the places of a district, and their entrances and boundaries beside them."""
    import geopandas as gpd
    import numpy as np
    import pyogrio
    import shapely

    dice = np.random.default_rng(communities)
    numbers = np.arange(communities)
    corner = np.column_stack([X + STEP * (numbers % ROW), Y + STEP * (numbers // ROW)])
    community = dice.permutation(np.repeat(numbers, EACH))
    spots = corner[community] + dice.uniform(0, SIDE, (len(community), 2))
    gates = shapely.points(corner + np.array([SIDE / 2, 0]))
    walls = shapely.box(*corner.T, *(corner + SIDE).T)
    for layer, shapes, groups in (
        ("places", shapely.points(spots), community), ("gates", gates, numbers), ("walls", walls, numbers),
    ):  # fmt: skip
        table = gpd.GeoDataFrame({"community": groups}, geometry=shapes, crs="EPSG:4549")
        file = path if layer == "places" else path.with_name(f"{layer}.gpkg")
        pyogrio.write_dataframe(table, file, layer=layer, VERSION="1.2")


def make_places(count: int, path: Path) -> None:
    """Write random places, the same for the same count."""
    import geopandas as gpd
    import numpy as np
    import pyogrio
    import shapely

    dice = np.random.default_rng(count)
    spots = dice.uniform([X, Y], [X + SIDE, Y + SIDE], (count, 2))
    words = {
        "name": np.char.add("place ", np.arange(count).astype(str)).astype(object),
        "class": dice.choice(np.array(["space", "facility", "unit"], object), count),
    }
    table = gpd.GeoDataFrame(words, geometry=shapely.points(spots), crs="EPSG:4549")
    pyogrio.write_dataframe(table, path, layer="places", VERSION="1.2")


def start_qgis() -> object:
    """Start QGIS with Processing and our provider; returns what must stay alive."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from qgis.core import QgsApplication

    app = QgsApplication([], False)
    app.initQgis()
    sys.path.append("/usr/share/qgis/python/plugins")
    from processing.core.Processing import Processing

    Processing.initialize()
    sys.path[:] = [p for p in sys.path if Path(p or ".").resolve() != ROOT]
    spec = importlib.util.spec_from_file_location(
        "commonplan", ROOT / "__init__.py", submodule_search_locations=[str(ROOT)]
    )
    package = importlib.util.module_from_spec(spec)
    sys.modules["commonplan"] = package
    spec.loader.exec_module(package)
    from commonplan.processing.provider import CommonplanProvider
    from commonplan.workspace import packages

    packages.load()
    provider = CommonplanProvider()
    app.processingRegistry().addProvider(provider)
    return app, provider


def number(source: str, target: str, method: str) -> None:
    import processing

    layer: object = source
    if method == "filtered":
        layer, method = filtered(source), "bearing"
    if method == "memory":
        target, method = "TEMPORARY_OUTPUT", "bearing"
    values = {"INPUT": layer, "ENTRANCE": ENTRANCE, "METHOD": method, "OUTPUT": target}
    processing.run("commonplan:numberfeatures", values)


def filtered(source: str) -> object:
    from qgis.core import QgsVectorLayer

    layer = QgsVectorLayer(source, "places", "ogr")
    layer.setSubsetString("fid > 0")
    return layer


def filtered_increment(source: str, target: str) -> None:
    increment(filtered(source), target)


def memory_increment(source: str, _: str) -> None:
    increment(source, "TEMPORARY_OUTPUT")


def increment(source: object, target: str) -> None:
    import processing

    values = {"INPUT": source, "FIELD_NAME": "number", "START": 1, "OUTPUT": target}
    processing.run("native:addautoincrementalfield", {**values, "SORT_EXPRESSION": FROM_SOUTH})


def calculator(source: str, target: str) -> None:
    import processing

    field = {"FIELD_NAME": "azimuth", "FIELD_TYPE": 0, "FORMULA": FROM_SOUTH}
    first = processing.run("native:fieldcalculator", {"INPUT": source, **field, "OUTPUT": "TEMPORARY_OUTPUT"})
    values = {"INPUT": first["OUTPUT"], "FIELD_NAME": "number", "START": 1, "OUTPUT": target}
    processing.run("native:addautoincrementalfield", {**values, "SORT_EXPRESSION": '"azimuth"'})


def district(source: str, target: str, method: str) -> None:
    import processing

    beside = {name: str(Path(source).with_name(f"{file}.gpkg"))
              for name, file in (("ENTRANCES", "gates"), ("BOUNDARY", "walls"))}  # fmt: skip
    group = dict.fromkeys(("GROUP", "ENTRANCE_GROUP", "BOUNDARY_GROUP"), "community")
    values = {"INPUT": source, **beside, **group, "METHOD": method, "OUTPUT": target}
    processing.run("commonplan:numberfeatures", values)


def district_increment(source: str, target: str) -> None:
    import processing

    values = {"INPUT": source, "FIELD_NAME": "number", "START": 1, "GROUP_FIELDS": ["community"]}
    order = f"({DISTRICT_AZIMUTH} - 180 + 360) % 360"
    values |= {"SORT_EXPRESSION": order, "OUTPUT": target}
    processing.run("native:addautoincrementalfield", values)


def district_bare(source: str, target: str) -> None:
    sort_and_write(source, target, by_community=True)


def bare(source: str, target: str) -> None:
    sort_and_write(source, target, by_community=False)


def sort_and_write(source: str, target: str, *, by_community: bool) -> None:
    import numpy as np
    import pyarrow as pa
    import pyogrio
    import shapely

    meta, table = pyogrio.read_arrow(source)
    blobs = table.column(meta["geometry_name"]).to_numpy(zero_copy_only=False)
    group = np.zeros(len(blobs), np.int64)
    if by_community:
        group = table.column("community").to_numpy()
    centre = np.column_stack([X + STEP * (group % ROW), Y + STEP * (group // ROW)]) + SIDE / 2
    east, north = (shapely.get_coordinates(shapely.from_wkb(blobs)) - centre).T
    angle = np.mod(np.degrees(np.arctan2(east, north)) - 180, 360)
    order = np.lexsort((angle, group)) if by_community else np.argsort(angle, kind="stable")
    first = np.searchsorted(group[order], group[order])
    numbers = np.empty(len(order), np.int64)
    numbers[order] = np.arange(len(order)) - first + 1
    pyogrio.write_arrow(
        table.append_column("number", pa.array(numbers)),
        target,
        layer="out",
        driver="GPKG",
        geometry_name=meta["geometry_name"],
        geometry_type="Point",
        crs=meta["crs"],
        dataset_options={"VERSION": "1.2"},
    )


def timed(work: Callable[[str, str], None], source: str, target: str) -> tuple[float, float]:
    """Do a job; return its seconds by the clock and of CPU."""
    Path(target).unlink(missing_ok=True)
    begin, busy = time.perf_counter(), time.process_time()
    work(source, target)
    return time.perf_counter() - begin, time.process_time() - busy


def run_job(job: str, few: str, source: str, target: str) -> None:
    """Do one job in this process, on few places and on all, and print its seconds and megabytes."""
    kept = import_module("pyogrio") if job.endswith("bare") else start_qgis()
    work = {
        "increment": increment, "filtered_increment": filtered_increment,
        "memory_increment": memory_increment, "calculator": calculator, "bare": bare,
        "district_increment": district_increment, "district_bare": district_bare,
    }.get(job)  # fmt: skip
    if job in ("district", "district_auto"):
        work = partial(district, method="bearing" if job == "district" else "auto")
    work = work or partial(number, method=job)
    first, _ = timed(work, few, target)
    seconds, busy = timed(work, source, target)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    told = {"seconds": seconds, "busy": busy, "megabytes": peak, "first": first}
    print(json.dumps(told), flush=True)
    # QGIS crashes at its end while a layer is alive.
    os._exit(0 if kept else 1)


def measure(job: str, few: Path, source: Path, folder: Path) -> dict[str, float]:
    target = folder / f"{job}.gpkg"
    command = [sys.executable, __file__, "--job", job, *map(str, (few, source, target))]
    # Compiled modules are kept, as they are of a plugin that is installed.
    compiled = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=folder, env=compiled)
    target.unlink(missing_ok=True)
    lines = [line for line in done.stdout.splitlines() if line.startswith("{")]
    if done.returncode or not lines:
        sys.exit(f"{job} failed:\n{done.stderr}")
    return json.loads(lines[-1])


def report(what: str, jobs: dict[str, str], results: dict[str, dict[str, float]]) -> None:
    ours = results[next(iter(jobs.values()))]
    print(f"\n{what}, GeoPackage to GeoPackage; × is compared with the first line")
    print(f"{'':46}{'seconds':>9}{'×':>7}{'of CPU':>9}{'×':>7}{'MB':>8}{'×':>7}{'first':>9}")
    for title, job in jobs.items():
        cells = [results[job][key] for key in ("seconds", "busy", "megabytes")]
        times = [results[job][key] / ours[key] for key in ("seconds", "busy", "megabytes")]
        pairs = zip(cells, times, ("9.2f", "9.2f", "8.0f"))
        print(f"{title:46}" + "".join(f"{cell:{form}}{x:7.2f}" for cell, x, form in pairs), end="")
        print(f"{results[job]['first']:9.2f}", flush=True)


def main() -> None:
    wanted = sys.argv[1:]
    sizes = [int(word) for word in wanted if word != "district"] if wanted else SIZES
    found = {}
    with tempfile.TemporaryDirectory(prefix="commonplan-bench-") as name:
        folder = Path(name)
        few = folder / "few.gpkg"
        make_places(FEW, few)
        for count in sizes:
            source = folder / f"places_{count}.gpkg"
            make_places(count, source)
            results = {job: measure(job, few, source, folder) for job in JOBS.values()}
            report(f"{count:,} places", JOBS, results)
            found[count] = results["bearing"]["seconds"]
        if not wanted or "district" in wanted:
            source = folder / "district_places.gpkg"
            (folder / "few").mkdir()
            make_district(source, COMMUNITIES)
            few = folder / "few" / "places.gpkg"
            make_district(few, 2)
            results = {job: measure(job, few, source, folder) for job in DISTRICT_JOBS.values()}
            report(DISTRICT, DISTRICT_JOBS, results)
    if len(found) > 1:
        (few, quick), (many, slow) = sorted(found.items())[-2:]
        growth = math.log(slow / quick) / math.log(many / few)
        print(f"\nTime grows as places^{growth:.2f} from {few:,} to {many:,} places.")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--job"]:
        run_job(*sys.argv[2:6])
    else:
        main()
