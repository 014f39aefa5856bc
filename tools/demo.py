"""The main job from end to end, through qgis_process: survey → places → numbers → sheet → public package.

Run by `make demo`, which hands over SURVEY, CRS, COMPOUNDS and ENTRANCE in the environment.
Without a SURVEY it is the sample's turn. Results go to build/demo/.
"""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import subprocess
import sys
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Optional

ROOT = Path(__file__).resolve().parents[1]
SAMPLE = ROOT / "resources" / "sample"
DEMO = Path(os.environ.get("COMMONPLAN_BUILD") or ROOT / "build") / "demo"


@dataclass(frozen=True)
class Job:
    """What to run the demo on; what is None is derived from the survey."""

    name: str
    survey: Path
    crs: str
    compounds: Optional[Path] = None
    entrances: Optional[Path] = None
    entrance: Optional[str] = None
    comments: Optional[Path] = None


class DemoError(Exception):
    """The demo cannot go on; the text says why."""


def job_from(env: dict[str, str]) -> Job:
    """Read the job from make's variables; the sample when no SURVEY is named."""
    if not env.get("SURVEY"):
        return Job(
            name="和平社区",
            survey=SAMPLE / "survey.dxf",
            crs="EPSG:4549",
            compounds=SAMPLE / "compounds.geojson",
            entrances=SAMPLE / "entrances.geojson",
            comments=SAMPLE / "comments.xlsx",
        )
    if not env.get("CRS"):
        raise DemoError("Say in which CRS the survey is: CRS=EPSG:4549, CRS=4549, or CRS=local if unknown.")
    survey = found("SURVEY", env)
    compounds = found("COMPOUNDS", env) if env.get("COMPOUNDS") else None
    crs = f"EPSG:{env['CRS']}" if env["CRS"].isdigit() else env["CRS"]
    return Job(survey.stem, survey, crs, compounds, entrance=env.get("ENTRANCE") or None)


def found(variable: str, env: dict[str, str]) -> Path:
    """Return the file that a variable names, as seen from where make was called."""
    for folder in (Path.cwd(), Path(env.get("PWD", "."))):
        path = folder / Path(env[variable]).expanduser()
        if path.is_file():
            return path.resolve()
    raise DemoError(f"There is no file {env[variable]}; give {variable} an existing one.")


def run(algorithm: str, **parameters: object) -> dict[str, Any]:
    """Run one of our algorithms and return its outputs; what is None is not handed over."""
    print(f"  {algorithm}", flush=True)
    command = [str(ROOT / "tools" / "qgis_process"), "--json", "run", f"commonplan:{algorithm}", "--"]
    command += [f"{name}={value}" for name, value in parameters.items() if value is not None]
    done = subprocess.run(command, stdout=subprocess.PIPE, stdin=subprocess.DEVNULL, text=True)
    if done.returncode:
        raise DemoError(f"{algorithm} ended with exit code {done.returncode}.")
    results: dict[str, Any] = json.loads(done.stdout)["results"]
    return results


def main_job(job: Job) -> tuple[Path, dict[str, dict[str, Any]]]:
    """Make the community, its places and numbers; return its file and each algorithm's outputs."""
    done: dict[str, dict[str, Any]] = {}
    done["createcommunity"] = run("createcommunity", NAME=job.name, CRS=job.crs, FOLDER=DEMO / "community")
    community = Path(done["createcommunity"]["COMMUNITY"])
    done["importsurvey"] = run("importsurvey", COMMUNITY=community, INPUT=job.survey)
    done["setsite"] = run(
        "setsite",
        COMMUNITY=community,
        COMPOUNDS=job.compounds,
        ENTRANCES=job.entrances,
        ENTRANCE=job.entrance,
        ASSUME="true",
    )
    done["markplaces"] = run("markplaces", COMMUNITY=community)
    done["numberplaces"] = run("numberplaces", COMMUNITY=community)
    if job.comments:
        done["importcomments"] = run(
            "importcomments", COMMUNITY=community, INPUT=job.comments, AS="comments", DATUM="gcj02"
        )
        done["exportcomments"] = run("exportcomments", COMMUNITY=community, OUTPUT=DEMO / "comments.xlsx")
    done["checkcommunity"] = run("checkcommunity", COMMUNITY=community)
    return community, done


def sheets(community: Path) -> list[dict[str, Any]]:
    """Draw a page per compound: the public sheet as PDF and PNG, the planner's own as PDF."""
    wanted = {"sheet.pdf": "public", "sheet.png": "public", "sheet-internal.pdf": "internal"}
    return [
        run("drawlayout", COMMUNITY=community, EDITION=edition, OUTPUT=DEMO / name)
        for name, edition in wanted.items()
    ]


def package(community: Path) -> dict[str, Any]:
    """Export the public package, as zip and unpacked."""
    target = DEMO / "package.zip"
    outputs = run("exportpackage", COMMUNITY=community, COMMENTS="published", OUTPUT=target)
    with zipfile.ZipFile(target) as archive:
        archive.extractall(DEMO / "package")
    return outputs


def query(community: Path, statement: str) -> list[tuple[Any, ...]]:
    """Ask the community file; QGIS has closed it."""
    with sqlite3.connect(f"{community.resolve().as_uri()}?mode=ro", uri=True) as connection:
        return connection.execute(statement).fetchall()


def summary(job: Job, community: Path, done: dict[str, dict[str, Any]]) -> str:
    """Return one page of counts, as Markdown."""
    lines = [f"# {job.name}", "", f"Survey {job.survey.name} in {job.crs}", ""]
    lines += ["| step | what came out | count |", "| --- | --- | ---: |"]
    for algorithm, outputs in done.items():
        for name, value in outputs.items():
            if isinstance(value, (int, float)) and not isinstance(value, bool):
                lines.append(f"| {algorithm} | {name.lower().replace('_', ' ')} | {value:g} |")
    public = json.loads(done["exportpackage"]["REPORT"])["public"]
    lines += [f"| exportpackage | public: {table} | {rows} |" for table, rows in public.items() if rows]
    lines += ["", "| class | places | numbered |", "| --- | ---: | ---: |"]
    lines += [f"| {name} | {places} | {numbered} |" for name, places, numbered in places_of(community)]
    lines += ["", f"Numbered by {done['numberplaces']['METHOD_USED']}. {done['numberplaces']['REASON']}"]
    assumed = query(community, "SELECT value FROM sheet_setting WHERE key = 'assumed'")
    if assumed and json.loads(assumed[0][0]):
        lines += ["", f"Assumed, because the survey does not say: {', '.join(json.loads(assumed[0][0]))}."]
    return "\n".join(lines) + "\n"


def places_of(community: Path) -> list[tuple[str, int, int]]:
    """Return each class of place with how many there are, and how many of them have a number."""
    return query(
        community,
        "SELECT class, count(*), count(number) FROM place "
        "WHERE retired_at IS NULL AND NOT coalesce(rejected, 0) GROUP BY class ORDER BY class",
    )


def main() -> int:
    """Run the whole job and say where its results are."""
    try:
        job = job_from(dict(os.environ))
        print(f"Commonplan on {job.survey.name} ({job.crs})")
        shutil.rmtree(DEMO, ignore_errors=True)
        DEMO.mkdir(parents=True)
        community, done = main_job(job)
        drawn = sheets(community)
        done["drawlayout"] = drawn[0]
        done["exportpackage"] = package(community)
    except DemoError as error:
        print(error, file=sys.stderr)
        return 1
    (DEMO / "summary.md").write_text(summary(job, community, done), encoding="utf-8")
    files = [file for outputs in drawn for file in json.loads(outputs["SHEETS"])["files"]]
    results = [("community", community.parent), *(("sheet", file) for file in files)]
    results += [("package", DEMO / "package.zip"), ("page", DEMO / "package" / "index.html")]
    results += [("comments", DEMO / "comments.xlsx")] if job.comments else []
    results += [("summary", DEMO / "summary.md")]
    print("\n" + "\n".join(f"{name:<10} {path}" for name, path in results))
    return 0


if __name__ == "__main__":
    sys.exit(main())
