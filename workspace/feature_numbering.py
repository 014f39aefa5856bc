"""Number the features of any layer: entrances and boundaries around them, numbers, and words for the log."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Optional

import numpy as np
from pyproj import CRS

from ..community.coordinates import parse_crs
from ..community.errors import CommonplanError, InputError
from ..community.numbering.feature_sites import Given, Prepared, Shapes, prepare
from ..community.numbering.features import FeatureNumbers, number_features
from ..community.places.entrances import flagged_as_main
from .feature_layers import FeatureTable, NewField, words
from .numbering import told
from .translation import tr

OURS = ("number", "rank", "sort_key")
# More groups than this are summed up in the log and the outputs.
NAMED = 20

Reader = Callable[[Any], Any]


@dataclass(frozen=True)
class Around:
    """What features stand in: how to read it, given the CRS wanted; the groups' fields; None for none.

    Parameters
    ----------
    main
        One point, the main entrance.
    entrances, boundaries, loops
        Layers.
    entrance_group, boundary_group, loop_group
        Fields that name the group.
    """

    main: Optional[Reader] = None
    entrances: Optional[Reader] = None
    boundaries: Optional[Reader] = None
    loops: Optional[Reader] = None
    entrance_group: str = ""
    boundary_group: str = ""
    loop_group: str = ""


@dataclass(frozen=True)
class Wanted:
    """How to number; the words are those of the algorithm's parameters. Fields may be empty."""

    method: str = "auto"
    series: str = "one"
    prefix: str = ""
    group_field: str = ""
    class_field: str = ""
    kind_field: str = ""
    name_field: str = ""

    @property
    def columns(self) -> list[str]:
        """Fields to read of the features."""
        fields = (self.group_field, self.class_field, self.kind_field, self.name_field)
        return list(dict.fromkeys(field for field in fields if field))


@dataclass(frozen=True)
class NumberedFeatures:
    """Numbers of all features in the order they were read, and how they were found."""

    numbers: FeatureNumbers
    prepared: Prepared
    prefix: str

    @property
    def missing(self) -> Any:
        """Mask of the features that got no number."""
        return self.numbers.rank == 0

    @property
    def count(self) -> int:
        """Number of features that have one."""
        return int((~self.missing).sum())

    @property
    def number(self) -> Any:
        """Numbers as they are written: integers, or texts with the prefix."""
        if not self.prefix:
            return self.numbers.number
        return np.char.add(self.prefix, self.numbers.number.astype(str)).astype(object)

    def columns(self) -> dict[str, Any]:
        """Return the new columns by name; what they hold where `missing` does not count."""
        return dict(zip(OURS, (self.number, self.numbers.rank, self.numbers.sort_key)))

    def fields(self) -> list[NewField]:
        """Return the new columns as fields with Python's own values."""
        kinds = ("text" if self.prefix else "integer", "integer", "real")
        columns = zip(self.columns().items(), kinds)
        found = []
        for (name, values), kind in columns:
            plain = values.astype(object)
            plain[self.missing] = None
            found.append(NewField(name, kind, plain.tolist()))
        return found

    @property
    def method(self) -> str:
        """The method taken; of groups that differ, each method with how many took it."""
        methods = [choice.method for choice in self.numbers.choices.values()]
        found = sorted(set(methods))
        if len(found) < 2:
            return "".join(found)
        return ", ".join(f"{method}: {methods.count(method)}" for method in found)

    @property
    def reason(self) -> str:
        """Why, in a sentence for each group, or in figures where there are many."""
        choices = self.numbers.choices.items()
        if len(choices) > NAMED:
            return tr("{method} (groups: {groups}).").format(method=self.method, groups=len(choices))
        names = self.prepared.groups
        return " ".join(f"{names[g]}: {told(c)}" if names[g] else told(c) for g, c in choices)


def number_table(
    table: FeatureTable, crs: Optional[CRS], around: Around, wanted: Wanted, feedback: Any
) -> NumberedFeatures:
    """Give numbers to the features of a table.

    Parameters
    ----------
    table
        Features read.
    crs
        Their CRS; None when unknown: metres are assumed, and other layers must have none either.
    around
        Entrances, boundaries, loops.
    wanted
        How to number.
    feedback
        Takes progress and messages.

    Raises
    ------
    CommonplanError
        `cancelled`; all of `prepare`; InputError `class_missing`, `group_needs_entrances`,
        `group_field_missing` and what reading the layers raises.
    """
    given = _given(table, crs, around, wanted)
    prepared = prepare(given, wanted.method)
    for name in prepared.measured_in:
        feedback.pushInfo(tr("Computed in {crs}.").format(crs=name))

    def going_on(share: float) -> bool:
        feedback.setProgress(30 + 30 * share)
        return not feedback.isCanceled()

    numbers = number_features(prepared.features, prepared.site_of, wanted.method, wanted.series, going_on)
    if feedback.isCanceled():
        raise CommonplanError("cancelled")
    return NumberedFeatures(numbers, prepared, wanted.prefix)


def _given(table: FeatureTable, crs: Optional[CRS], around: Around, wanted: Wanted) -> Given:
    if wanted.series == "per_class" and not wanted.class_field:
        raise InputError("class_missing")
    target = parse_crs("local") if crs is None else crs
    grouped = bool(wanted.group_field)
    entrances, is_main = _entrances(around, target, grouped=grouped)
    texts = table.texts
    return Given(
        points=table.points,
        shapes=table.shapes,
        crs=crs,
        entrances=entrances,
        is_main=is_main,
        boundaries=_shapes(around.boundaries, target, around.boundary_group, "BOUNDARY", wanted.group_field),
        loops=_shapes(around.loops, target, around.loop_group, "LOOP", wanted.group_field),
        groups=texts[wanted.group_field][...] if grouped else None,
        classes=_Filled(texts[wanted.class_field])[...] if wanted.class_field else None,
        kinds=_Filled(texts[wanted.kind_field]) if wanted.kind_field else None,
        names=_Filled(texts[wanted.name_field]) if wanted.name_field else None,
    )


@dataclass(frozen=True)
class _Filled:
    """Texts with empty ones where there are none, read when asked for."""

    texts: Any

    def __getitem__(self, index: Any) -> Any:
        values = self.texts[index]
        return np.where(values == None, "", values)  # noqa: E711 (elementwise)


def _entrances(around: Around, crs: CRS, *, grouped: bool) -> tuple[Shapes, Any]:
    """Return the entrances and which of them are main ones: ENTRANCE goes before what a layer says."""
    if around.entrances is None:
        if around.main is None or grouped:
            raise InputError("group_needs_entrances" if grouped else "no_entrance_given")
        return Shapes(np.array([around.main(crs)], object)), np.array([True])
    frame = around.entrances(crs)
    shapes = Shapes(frame.geometry.centroid.to_numpy(), None)
    if grouped:
        groups = _groups(frame, around.entrance_group, "ENTRANCE_GROUP")
        return Shapes(shapes.geometry, groups), flagged_as_main(frame)
    if around.main is None:
        return shapes, flagged_as_main(frame)
    points = np.append(shapes.geometry, around.main(crs))
    return Shapes(points), np.arange(len(points)) == len(points) - 1


def _shapes(
    read: Optional[Reader], crs: CRS, group: str, parameter: str, features_group: str
) -> Optional[Shapes]:
    if read is None:
        return None
    frame = read(crs)
    groups = _groups(frame, group or features_group, f"{parameter}_GROUP") if features_group else None
    return Shapes(frame.geometry.to_numpy(), groups)


def _groups(frame: Any, name: str, parameter: str) -> Any:
    if name not in frame.columns:
        raise InputError("group_field_missing", parameter=parameter)
    return words(frame[name].to_numpy(object))


def names_beside(existing: Sequence[str]) -> Mapping[str, Optional[str]]:
    """Return what becomes of fields that are called as ours: old name → new name.

    All three together are an earlier run's and are left out (None); a single one is somebody's own and is
    kept under another name.
    """
    clash = [name for name in existing if name.lower() in OURS]
    if {name.lower() for name in clash} == set(OURS):
        return dict.fromkeys(clash)
    taken = {name.lower() for name in existing}
    return {name: _free(name, taken) for name in clash}


def _free(name: str, taken: set[str]) -> str:
    number = 1
    while f"{name}_{number}".lower() in taken:
        number += 1
    return f"{name}_{number}"
