"""Buildings and places, read from `buildings.csv` and `places.csv`.

A place is recognisable by a feature code, by its words, or by both; what is inside a building is words
alone, with the floor behind them. Kinds are the catalogue's words. Geometry is in the metres of the
compound: `box x y width depth`, or corners `x y, x y, …`.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

from .frame import Point
from .plan import SOUTH, Shape, box, lane, middle


@dataclass(frozen=True)
class Building:
    """A building: `label` is its 楼号 if it has one, `name` what people call it otherwise."""

    label: str
    name: str
    compound: str
    group: str
    shape: Shape
    structure: str
    floors: int
    code: str
    mark_at: Point

    @property
    def mark(self) -> str:
        """Structure and storeys as surveyors write them: 砼6."""
        return f"{self.structure}{self.floors if self.floors > 1 else ''}"


@dataclass(frozen=True)
class Place:
    """A place, and the code, words, layer and form (area, line, circle, point, text) the survey has it in."""

    name: str
    klass: str
    kind: str
    compound: str
    form: str
    shape: Shape
    code: str
    layer: str
    text: str
    text_at: Point
    text_size: float
    building: str
    floor: str
    access: str

    @property
    def at(self) -> Point:
        """The centroid of an area (all are boxes or triangles), else the middle of what is drawn."""
        if self.form != "area":
            return middle(self.shape)
        return (
            sum(x for x, _ in self.shape) / len(self.shape),
            sum(y for _, y in self.shape) / len(self.shape),
        )


def _read(name: str) -> list[dict[str, str]]:
    with (Path(__file__).parent / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _points(text: str, compound: str) -> Shape:
    """Read `box x y width depth` or `x y, x y`, and bring it to site metres."""
    if text.startswith("box "):
        x, y, width, depth = (float(part) for part in text.split()[1:])
        shape = box(x, y, width, depth)
    else:
        pairs = (pair.split() for pair in text.split(","))
        shape = tuple((float(x), float(y)) for x, y in pairs)
    return tuple(lane(*point) for point in shape) if compound == SOUTH else shape


def _building(row: dict[str, str]) -> Building:
    shape = _points(row["geometry"], row["compound"])
    return Building(
        label=row["label"],
        name=row["name"],
        compound=row["compound"],
        group=row["group"],
        shape=shape,
        structure=row["structure"],
        floors=int(row["floors"]),
        code=row["code"] or "141101",
        mark_at=_points(row["mark_at"], row["compound"])[0] if row["mark_at"] else middle(shape),
    )


def _place(row: dict[str, str]) -> Place:
    shape = _points(row["geometry"], row["compound"])
    return Place(
        name=row["name"],
        klass=row["class"],
        kind=row["kind"],
        compound=row["compound"],
        form=row["form"],
        shape=shape,
        code=row["code"],
        layer=row["layer"] or "ZJ",
        text=row["text"].replace("\\n", "\n"),
        text_at=_points(row["text_at"], row["compound"])[0] if row["text_at"] else middle(shape),
        text_size=float(row["text_size"] or 0),
        building=row["building"],
        floor=row["floor"],
        access=row["access"] or "inside",
    )


BUILDINGS: tuple[Building, ...] = tuple(_building(row) for row in _read("buildings.csv"))
PLACES: tuple[Place, ...] = tuple(_place(row) for row in _read("places.csv"))
"""All places that get a number or are internal; lamps and hydrants stand in `scatter`."""
