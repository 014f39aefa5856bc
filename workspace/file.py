"""The community file: create, read, write in one transaction.

A community is a folder holding `name.gpkg`, `name.qgz`, `media/` and `backups/`. The
GeoPackage is opened through osgeo only (see `workspace.frames` for why).
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from osgeo import gdal

from ..community.errors import CommunityFileError
from ..community.schema import TABLES, Table
from . import geopackage as gp
from .copies import clear_away, discard_copy, keep_copy_of, prune_copies
from .edits import refuse_unsaved_edits
from .triggers import NOW

if TYPE_CHECKING:
    from ..community.survey.batches import Columns
    from .frames import Snapshot

_ROWS_AT_ONCE = 10_000
"""After so many a cancel is heeded."""

_PAGES_IN_MEMORY = 50_000
"""200 MB of a write stay in memory until it is committed; what is more goes to the file when nobody reads."""


class CommunityReader:
    """A consistent picture of a community file, taken when it was opened."""

    def __init__(self, path: Path, snapshot: Snapshot, crs_wkt: str) -> None:
        self.path = path
        self.crs_wkt = crs_wkt
        self._snapshot = snapshot

    @property
    def crs(self) -> Any:
        """CRS of all geometry in the file, as pyproj knows it."""
        from pyproj import CRS

        return CRS.from_user_input(self.crs_wkt)

    def table(self, name: str, columns: Sequence[str] | None = None, where: str | None = None) -> Any:
        """Read one table into a frame with the schema's types (see `frames.Snapshot.table`).

        While writing, it shows the state before the write.
        """
        return self._snapshot.table(TABLES[name], columns, where)

    def pieces(self, name: str, columns: Sequence[str], where: str) -> Iterator[Any]:
        """Read some rows of a table, a part of them at a time (see `frames.Snapshot.pieces`)."""
        return self._snapshot.pieces(TABLES[name], columns, where)

    def newest_change(self) -> str:
        """Return when the content last changed, as `file.newest_change`."""
        return self._snapshot.newest_change()

    def settings(self) -> dict[str, str]:
        """Return what `sheet_setting` holds, key → value."""
        rows = self.table("sheet_setting")
        return {str(k): str(v) for k, v in zip(rows["key"], rows["value"]) if v is not None}

    def community(self) -> dict[str, Any]:
        """Return the one row of `community`, column → value."""
        row: dict[str, Any] = self.table("community").iloc[0].to_dict()
        return row


class CommunityWriter(CommunityReader):
    """A reader that also notes changes; `writing` applies them together, in one transaction."""

    def __init__(self, path: Path, snapshot: Snapshot, crs_wkt: str, incoming: Any, bulk: Any) -> None:
        super().__init__(path, snapshot, crs_wkt)
        self._incoming = incoming
        self._bulk = bulk
        self._statements: list[str] = []

    def insert(self, name: str, frame: Any) -> None:
        """Add the rows of `frame`; columns it lacks take their defaults, a missing `id` a new UUID.

        Raises
        ------
        ValueError
            When the frame holds geometry that the table does not take.
        """
        if not len(frame):
            return
        source, columns, boxes = self._incoming.add(frame, TABLES[name])
        self._bulk.add(name, len(frame), boxes)
        self._add_rows(name, len(frame), source, {c: gp.quote(c) for c in columns})

    def insert_columns(self, name: str, columns: Columns) -> None:
        """Add the rows of a batch of a survey; they have an `id`, and a geometry.

        Raises
        ------
        ValueError
            When a position is not finite.
        """
        source, values, boxes = self._incoming.add_columns(columns, TABLES[name])
        self._bulk.add(name, len(boxes), boxes)
        self._add_rows(name, len(boxes), source, values)

    def _add_rows(self, name: str, count: int, source: str, values: Mapping[str, str]) -> None:
        for some in _in_steps(source, count):
            self._add(TABLES[name], some, values)

    def _add(self, table: Table, source: str, given: Mapping[str, str]) -> None:
        values = dict(given)
        defaults = {c.name: c.default for c in table.columns if c.default is not None}
        values.update({c: v for c, v in defaults.items() if c not in values})
        for stamp in ("created_at", "updated_at"):
            # In brackets SQLite asks once, and not for each row.
            values[stamp] = f"coalesce({values[stamp]}, {NOW})" if stamp in values else f"(SELECT {NOW})"
        self._statements.append(
            f"INSERT INTO {gp.quote(table.name)} ({', '.join(map(gp.quote, values))}) "
            f"SELECT {', '.join(values.values())} FROM {source}"
        )

    def update(self, name: str, frame: Any) -> None:
        """Set, on the rows with the same `id`, exactly the other columns that `frame` has.

        Raises
        ------
        ValueError
            When an `id` stands twice in the frame, or geometry that the table does not take.
        """
        if not frame["id"].is_unique:
            raise ValueError(f"an id twice in an update of {name}")
        if not len(frame):
            return
        source, columns = self._hand_over(frame, TABLES[name])
        if "geom" in columns:
            self._bulk.move(name)
        changed = ", ".join(gp.quote(c) for c in columns if c not in ("id", "created_at", "updated_at"))
        self._statements.append(
            f"UPDATE {gp.quote(name)} SET ({changed}) = (SELECT {changed} FROM {source} AS new "
            f"WHERE new.id = {gp.quote(name)}.id) WHERE id IN (SELECT id FROM {source})"
        )

    def delete(self, name: str, ids: Sequence[str]) -> None:
        """Remove the rows that had these ids before the write."""
        if not len(ids):
            return
        fids = self._snapshot.fids_of(TABLES[name], ids)
        self._bulk.remove(name, fids)
        for some in _in_steps(self._incoming.write({"fid": fids.tolist()}), len(fids)):
            self._statements.append(f"DELETE FROM {gp.quote(name)} WHERE fid IN (SELECT fid FROM {some})")

    def set_settings(self, values: Mapping[str, str]) -> None:
        """Set these `sheet_setting` keys; the others stay, and so do those that already say so."""
        import pandas as pd

        if not values:
            return
        table = TABLES["sheet_setting"]
        rows = pd.DataFrame({"key": list(values), "value": list(values.values())})
        source, columns = self._hand_over(rows, table)
        self.run(
            f"DELETE FROM sheet_setting WHERE EXISTS (SELECT 1 FROM {source} AS new "
            "WHERE new.key = sheet_setting.key AND new.value IS NOT sheet_setting.value)"
        )
        self.run(f"DELETE FROM {source} WHERE key IN (SELECT key FROM sheet_setting)")
        self._add(table, source, {c: gp.quote(c) for c in columns})

    def run(self, statement: str) -> None:
        """Note a statement of our own making; what a user typed never goes in here."""
        self._statements.append(statement)

    def take_over(self, source: Path) -> None:
        """Let the statements read the tables of another community file as `incoming`."""
        gp.copy_migrated(gp.open_community(source, gdal.OF_READONLY), self._incoming.path)

    def take_rows(self, name: str) -> None:
        """Add all rows of a table of the file taken over."""
        table = TABLES[name]
        values = {c: gp.quote(c) for c in ("fid", *table.column_names)}
        if table.geometry is not None:
            values["geom"] = gp.incoming_geometry(self._incoming.srs_id)
        self.run(
            f"INSERT INTO {gp.quote(name)} ({', '.join(map(gp.quote, values))}) "
            f"SELECT {', '.join(values.values())} FROM incoming.{gp.quote(name)}"
        )

    def pack_indexes(self, dataset: Any) -> None:
        """Make the spatial indexes of tables that change much, before they are attached."""
        self._bulk.finish(dataset, _ROWS_AT_ONCE)

    def apply(self, dataset: Any, progress: Callable[[float], None]) -> None:
        """Run everything noted, inside the transaction that `writing` opened."""
        with self._bulk.applied(dataset):
            for done, statement in enumerate(self._statements):
                progress(done / len(self._statements))
                gp.run(dataset, statement)
        if self._statements:
            gp.run(dataset, gp.FORGET_EXTENTS)

    def _hand_over(self, frame: Any, table: Table) -> tuple[str, list[str]]:
        """Put a frame where SQLite can read it, found by `id`; return its table and columns."""
        source, columns, _ = self._incoming.add(frame, table)
        if "id" in columns:
            schema, _, name = source.partition(".")
            self._statements.append(f"CREATE INDEX {schema}.{name}_id ON {name} (id)")
        return source, columns


def _in_steps(source: str, count: int) -> Iterator[str]:
    """Return the SQL for the rows of a table handed over, some thousand at a time."""
    for first in range(1, count + 1, _ROWS_AT_ONCE):
        yield f"{source} WHERE rowid BETWEEN {first} AND {first + _ROWS_AT_ONCE - 1}"


def create(path: Path, crs_wkt: str, name: str = "") -> None:
    """Create an empty community file with all tables and triggers; it appears when it is complete.

    Parameters
    ----------
    path
        Where the `.gpkg` goes; what stands there is replaced.
    crs_wkt
        CRS of all its geometry: projected, or local in metres.
    name
        The community's name.

    Raises
    ------
    CommunityFileError
        `not_writable`, `disk_full`.
    """
    draft = path.with_name(f".{path.name}")
    with gp.gdal_exceptions(), tempfile.TemporaryDirectory(prefix="commonplan-") as folder:
        try:
            clear_away(draft)  # of a run that was killed
            with gp.failures(path):
                gp.copy_into(gp.new_community(Path(folder) / "new.gpkg", crs_wkt, name), draft)
            for end in ("-wal", "-shm", "-journal"):
                Path(f"{path}{end}").unlink(missing_ok=True)
            draft.replace(path)
        except OSError as error:
            raise CommunityFileError("not_writable", file=str(path)) from error
        finally:
            clear_away(draft)


@contextmanager
def reading(path: Path) -> Iterator[CommunityReader]:
    """Open a community file to read a consistent picture of it.

    Raises
    ------
    CommunityFileError
        `missing_file`, `not_a_community`, `damaged_file`, `newer_schema`, `locked`, `disk_full`.
    """
    with gp.gdal_exceptions(), gp.failures(path), tempfile.TemporaryDirectory(prefix="commonplan-") as folder:
        dataset = gp.open_community(path, gdal.OF_READONLY)
        wkt = gp.crs_wkt(dataset)
        snapshot = _snapshot_of(dataset, Path(folder), wkt)
        dataset = None
        with closing(snapshot):
            yield CommunityReader(path, snapshot, wkt)


def _snapshot_of(dataset: Any, folder: Path, crs_wkt: str) -> Snapshot:
    from .frames import Snapshot

    copy = folder / "snapshot.gpkg"
    gp.copy_migrated(dataset, copy)
    return Snapshot(copy, crs_wkt)


@contextmanager
def writing(
    path: Path, *, copy: bool = True, progress: Callable[[float], None] = lambda _: None
) -> Iterator[CommunityWriter]:
    """Open a community file to change it in one transaction.

    A copy from before is kept unless `copy` is false. Any exception rolls everything back.
    A file that is older is migrated in the same transaction.

    Parameters
    ----------
    path
        The community file.
    copy
        Whether to keep a copy from before.
    progress
        Told the share written, 0…1, after the body; may raise to stop.

    Raises
    ------
    CommunityFileError
        As `reading`, and `unsaved_edits` while a layer of the file has some, `not_writable`,
        `changed_meanwhile` when somebody else wrote after the file was read.
    """
    from .bulk import Bulk
    from .incoming import Incoming

    refuse_unsaved_edits(path)
    with gp.gdal_exceptions(), gp.failures(path), tempfile.TemporaryDirectory(prefix="commonplan-") as folder:
        dataset = gp.open_community(path, gdal.OF_UPDATE)
        incoming = Incoming(Path(folder) / "incoming.gpkg", gp.srs_id(dataset))
        state = gp.state(dataset)
        kept = keep_copy_of(dataset, path) if copy else None
        try:
            # Not the copy kept: pyogrio takes a `!` or `;` in its path for something else.
            wkt = gp.crs_wkt(dataset)
            with closing(_snapshot_of(dataset, Path(folder), wkt)) as snapshot:
                file = CommunityWriter(path, snapshot, wkt, incoming, Bulk(dataset, incoming.write))
                yield file
            file.pack_indexes(dataset)
            incoming.close()
            _commit(dataset, file, incoming.path, state, progress)
        except BaseException:
            if kept is not None:
                discard_copy(kept)
            raise
        finally:
            incoming.close()
        dataset = None
        prune_copies(path)


def _commit(
    dataset: Any, file: CommunityWriter, incoming: Path, state: int, progress: Callable[[float], None]
) -> None:
    gp.run(dataset, f"PRAGMA cache_spill = {_PAGES_IN_MEMORY}")
    # SQLite attaches and detaches only outside of a transaction.
    if incoming.exists():
        gp.run(dataset, f"ATTACH DATABASE {gp.text(incoming)} AS incoming")
    dataset.StartTransaction()
    try:
        # Takes the write lock; a change of no column leaves the stamps of time alone.
        gp.run(dataset, "UPDATE community SET id = id")
        # Else SQLite waits for a reader anew at each page that its cache has no room for.
        patience = gp.value(dataset, "PRAGMA busy_timeout")
        gp.run(dataset, "PRAGMA busy_timeout = 0")
        # While we worked, a person may have begun to edit, or saved.
        refuse_unsaved_edits(file.path)
        if gp.state(dataset) != state:
            raise CommunityFileError("changed_meanwhile", file=str(file.path))
        gp.migrate(dataset)
        file.apply(dataset, progress)
        gp.run(dataset, f"PRAGMA busy_timeout = {patience}")
        dataset.CommitTransaction()
    except BaseException:
        gp.roll_back(dataset)
        raise
    finally:
        if incoming.exists():
            gp.run(dataset, "DETACH DATABASE incoming")


def is_community(path: Path) -> bool:
    """Return whether a community of ours stands at `path`, be it older or newer.

    Raises
    ------
    CommunityFileError
        `locked`, `damaged_file`: it cannot be told.
    """
    with gp.gdal_exceptions():
        try:
            gp.open_community(path, gdal.OF_READONLY)
        except CommunityFileError as error:
            if error.code not in ("missing_file", "not_a_community", "newer_schema"):
                raise
            return error.code == "newer_schema"
        return True


def name_of(path: Path) -> str:
    """Return the name of a community, or of its file while it has none."""
    with gp.present_state(path) as dataset:
        return str(gp.value(dataset, "SELECT max(name) FROM community") or path.stem)


def newest_change(path: Path) -> str:
    """Return when the content of a community last changed, as `YYYY-MM-DDTHH:MM:SSZ` in UTC.

    Every time that a public file carries is this one: same input, same bytes.

    Raises
    ------
    CommunityFileError
        As `reading`.
    """
    with gp.present_state(path) as dataset:
        return str(gp.value(dataset, gp.NEWEST_CHANGE))
