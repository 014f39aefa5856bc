"""A look at a survey before it comes in: its layers, its texts, its shape, what it says of itself."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Optional

from ..community.survey.batches import Batch, Frames, SurveyData, chosen, column, make_frames, take_sample
from ..community.survey.coverage import of_reports
from ..community.survey.rows import Box, find_bulk, width_of
from ..community.survey.stored import stored_report
from ..readers.samples import raw_samples
from ..readers.surveys import hash_of, read_survey
from .file import reading
from .suggestions import what_is_there
from .surveys import coding_systems

Pair = tuple[str, float, float, float, float]
"""A control point: its name, x and y in the drawing, easting and northing."""

_SOURCE = ["file", "sha256", "created_at", "superseded_by", "report"]
MOST_SHAPES = 30_000
"""Objects drawn in the preview of one survey."""


@dataclass(frozen=True)
class LayerCount:
    """A layer of the file; `hidden` is off or frozen where it is not shown in the drawing."""

    name: str
    found: int
    skipped: int
    hidden: str = ""


@dataclass(frozen=True)
class Reading:
    """How a file is read, as far as that changes what is seen; each as `read_survey` takes it."""

    encoding: Optional[str] = None
    explode: bool = False
    axes: str = "auto"
    systems: tuple[str, ...] = ()


@dataclass(frozen=True)
class Preview:
    """What was seen in a file, in its own coordinates.

    Parameters
    ----------
    read
        How it was read.
    file, sha256, format, encoding, declared_units, notes
        As in `SurveyData` and its report.
    crs
        Of the coordinates as WKT, when the file says so.
    samples
        Strings beyond ASCII, as bytes; empty where the format itself says its encoding.
    layers
        In the order in which they come, whatever the encoding; those within exploded blocks last.
    box, width
        Where the bulk lies, and how wide it is; None and NaN when nothing has a place.
    text_height
        Median height of the texts in drawing units, NaN without any.
    shapes
        Rows to draw by table, at most `MOST_SHAPES` of them.
    objects
        How many rows there are.
    exchanged
        Whether east and north were exchanged.
    """

    read: Reading
    file: Path
    sha256: str
    format: str
    encoding: Mapping[str, Any]
    declared_units: int
    crs: Optional[str]
    notes: list[dict[str, Any]]
    samples: list[bytes]
    layers: tuple[LayerCount, ...]
    box: Optional[Box]
    width: float
    text_height: float
    shapes: Frames
    objects: int
    exchanged: bool


@dataclass(frozen=True)
class Earlier:
    """A survey in the community: id, hash and name of its file, day it came in, the ground it covers."""

    id: str
    sha256: str
    file: str
    day: str
    ground: Any


@dataclass(frozen=True)
class KnownPairs:
    """The control points that a survey came in by, and the code (or name) of the CRS they are known in."""

    crs: str
    points: tuple[Pair, ...]


@dataclass(frozen=True)
class Surroundings:
    """What a survey comes into.

    Like a preview it is read in the background and holds no object of pyproj: those stay in their thread.

    Parameters
    ----------
    crs_wkt
        The community's CRS.
    present
        What is there, as a geometry.
    known
        Its survey files, hash → name.
    earlier
        Its surveys that no other has renewed yet.
    pairs
        Name of a survey's file → pairs of control points that it came in by.
    systems
        Coding systems that its catalogue knows.
    """

    crs_wkt: str
    present: Any
    known: Mapping[str, str]
    earlier: tuple[Earlier, ...] = ()
    pairs: Mapping[str, KnownPairs] = field(default_factory=dict)
    systems: tuple[str, ...] = ()


_PLAIN = Reading()


def read_preview(
    file: Path, read: Reading = _PLAIN, progress: Callable[[float], None] = lambda _: None
) -> Preview:
    """Read a survey file for a look at it.

    Parameters
    ----------
    file
        As `read_survey`.
    read
        How; without it header and bytes decide.
    progress
        Told the share read, 0…1; may raise to stop.

    Raises
    ------
    InputError
        As `read_survey`.
    """
    data = read_survey(
        file, read.encoding, progress, explode=read.explode, axes=read.axes, systems=read.systems
    )
    sample = take_sample(data.batches)
    bulk = find_bulk(sample.boxes)
    objects = sum(len(columns["geometry"]) for batch in data.batches for columns in batch.values())
    return Preview(
        read=read,
        file=file,
        sha256=hash_of(file),
        format=data.format,
        encoding=data.encoding,
        declared_units=data.declared_units,
        crs=None if data.crs is None else data.crs.to_wkt(),
        notes=data.notes,
        samples=[] if data.encoding.get("reason") == "format" else raw_samples(file),
        layers=_layers(data),
        box=None if bulk is None else bulk.extent,
        width=width_of(sample),
        text_height=sample.text_height,
        shapes=make_frames(_thinned(data.batches, -(-objects // MOST_SHAPES))),
        objects=objects,
        exchanged=data.exchanged,
    )


def _layers(data: SurveyData) -> tuple[LayerCount, ...]:
    found: Counter[str] = Counter()
    skipped: Counter[str] = Counter()
    for (_, layer), count in data.found.items():
        found[layer] += count
    for (_, layer, _), count in data.skipped.items():
        skipped[layer] += count
    inner = sorted(data.inner_layers - found.keys())
    if inner:
        found.update(_rows_on(inner, data.batches))
    hidden = {note["layer"]: note["state"] for note in data.notes if note["note"] == "hidden_layer"}
    return tuple(LayerCount(name, found[name], skipped[name], hidden.get(name, "")) for name in found)


def _rows_on(layers: Iterable[str], batches: Iterable[Batch]) -> dict[str, int]:
    """Count what came out of blocks on layers on which nothing else is."""
    counts: Counter[str] = Counter()
    for batch in batches:
        for columns in batch.values():
            counts.update(column(columns, "layer").tolist())
    return {name: counts[name] for name in layers}


def _thinned(batches: Iterable[Batch], step: int) -> Iterator[Batch]:
    """Take every n-th row, so that a large drawing keeps its look."""
    if step <= 1:
        yield from batches
        return
    for batch in batches:
        yield {table: chosen(columns, slice(None, None, step)) for table, columns in batch.items()}


def read_surroundings(path: Path) -> Surroundings:
    """Read what a community holds to compare a survey with.

    Raises
    ------
    CommunityFileError
        As `workspace.file.reading`.
    InputError
        As `workspace.surveys.coding_systems`.
    """
    with reading(path) as community:
        sources = community.table("survey_source", columns=_SOURCE)
        present = what_is_there(community)
        known = {str(hash_): str(name) for hash_, name in zip(sources["sha256"], sources["file"])}
        earlier, pairs = tuple(_earlier(sources)), _pairs(sources)
        return Surroundings(community.crs_wkt, present, known, earlier, pairs, coding_systems(path))


def _earlier(sources: Any) -> Iterator[Earlier]:
    for row in sources[sources["superseded_by"].isna()].to_dict("records"):
        for ground in of_reports([row["report"]]):
            day = str(row["created_at"] or "")[:10]
            yield Earlier(row["id"], str(row["sha256"]), str(row["file"]), day, ground)


def _pairs(sources: Any) -> dict[str, KnownPairs]:
    """Return by which control points surveys came in; reports of older versions do not hold them."""
    found: dict[str, KnownPairs] = {}
    for file, text in zip(sources["file"], sources["report"]):
        report = stored_report(text)
        points = (report.get("fit") or {}).get("points", ())
        if points and all(point.keys() >= _PAIR for point in points):
            crs = str((report.get("crs") or {}).get("used") or "")
            pairs = ((str(p["name"]), p["x"], p["y"], p["easting"], p["northing"]) for p in points)
            found[str(file)] = KnownPairs(crs, tuple(pairs))
    return found


_PAIR = {"name", "x", "y", "easting", "northing"}
