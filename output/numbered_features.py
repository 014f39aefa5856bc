"""A layer of numbered features, written whole or not at all."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Optional

from ..community.errors import CommunityFileError, OutputError
from ..workspace.feature_layers import FeatureTable, copy_features, fields_with
from ..workspace.feature_numbering import NumberedFeatures, names_beside
from ..workspace.file import is_community
from .columns import with_columns, write_columns
from .drafts import draft_of

OpenSink = Callable[[Optional[Path], Any], tuple[Any, str]]


@dataclass(frozen=True)
class Destination:
    """Where features go.

    Parameters
    ----------
    target
        File, or None for a memory layer, a database, a table in a file that is there.
    open_sink
        Function from a file (None: the destination itself) and fields to a QGIS sink and what it is called.
    crs
        EPSG code or WKT of the features' CRS; empty for none.
    """

    target: Optional[Path]
    open_sink: OpenSink
    crs: str

    @property
    def takes_columns(self) -> bool:
        """Whether it is a GeoPackage, which is written by columns."""
        return self.target is not None and self.target.suffix.lower() == ".gpkg"


def write_numbered(
    done: NumberedFeatures, table: FeatureTable, source: Any, destination: Destination, feedback: Any
) -> str:
    """Write all features of a source with number, rank and sort_key; return what the output is called.

    Raises
    ------
    CommunityFileError
        `not_writable`.
    OutputError
        `output_in_use`, `output_is_community`, `feature_refused`, `sink_refused`.
    CommonplanError
        `cancelled`.
    """
    target = destination.target
    if target is None:
        return _copy(done, table, source, destination, None, feedback)
    _check(target)
    with draft_of(target) as draft:
        if table.columns is None or not destination.takes_columns:
            _copy(done, table, source, destination, draft, feedback)
        else:
            names = names_beside(table.columns.table.column_names)
            columns = with_columns(table.columns.table, names, done.columns(), done.missing)
            write_columns(columns, draft, table.columns, destination.crs, table.bounds)
    return str(target)


def _check(target: Path) -> None:
    if not target.parent.is_dir():
        raise CommunityFileError("not_writable", file=str(target))
    if target.suffix.lower() == ".gpkg" and target.exists() and is_community(target):
        raise OutputError("output_is_community", file=str(target))


def _copy(
    done: NumberedFeatures,
    table: FeatureTable,
    source: Any,
    destination: Destination,
    draft: Optional[Path],
    feedback: Any,
) -> str:
    names, added = names_beside(source.fields().names()), done.fields()
    fields = fields_with(source.fields(), names, added)
    sink, called = destination.open_sink(draft, fields)
    if sink is None:
        raise OutputError("sink_refused", file=str(destination.target or called))
    total = max(len(done.numbers.rank), 1)

    def going_on(number: int) -> bool:
        feedback.setProgress(60 + 40 * number / total)
        return not feedback.isCanceled()

    copy_features(source, sink, fields, names, table.ids, added, going_on)
    return called
