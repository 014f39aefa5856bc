"""The community file: create, read, write in one transaction, keep and restore copies.

A community is a folder holding `name.gpkg`, `name.qgz`, `media/` and `backups/`. The
GeoPackage is opened through osgeo only (see `workspace.frames` for why).
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

from osgeo import gdal

from ..community.errors import CommunityFileError
from ..community.schema import SCHEMA_VERSION, TABLES, Table
from . import geopackage as gp
from .triggers import NOW, create_triggers, drop_triggers

COPIES_KEPT = 10


class CommunityReader:
    """A consistent picture of a community file, taken when it was opened."""

    def __init__(self, path: Path, snapshot: Path, crs_wkt: str) -> None:
        self.path = path
        self.crs_wkt = crs_wkt
        self._snapshot = snapshot

    @property
    def crs(self) -> Any:
        """CRS of all geometry in the file, as pyproj knows it."""
        from pyproj import CRS

        return CRS.from_user_input(self.crs_wkt)

    def table(self, name: str, columns: Sequence[str] | None = None, where: str | None = None) -> Any:
        """Read one table into a frame with the schema's types (see `workspace.frames.read_table`).

        While writing, it shows the state before the write.
        """
        from .frames import read_table

        return read_table(self._snapshot, TABLES[name], None if columns is None else list(columns), where)

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

    def __init__(self, path: Path, snapshot: Path, crs_wkt: str, incoming: Path, srs_id: int) -> None:
        super().__init__(path, snapshot, crs_wkt)
        self._geometry = gp.incoming_geometry(srs_id)
        self._incoming_file = incoming
        self._statements: list[str] = []
        self._layers = 0

    def insert(self, name: str, frame: Any) -> None:
        """Add the rows of `frame`; columns it lacks take their defaults, a missing `id` a new UUID."""
        if not len(frame):
            return
        table = TABLES[name]
        source, columns = self._hand_over(frame, table)
        values = {c: gp.quote(c) for c in columns}
        defaults = {c.name: c.default for c in table.columns if c.default is not None}
        values.update({c: v for c, v in defaults.items() if c not in values})
        for stamp in ("created_at", "updated_at"):
            values[stamp] = f"coalesce({values[stamp]}, {NOW})" if stamp in values else NOW
        if "geometry" in frame.columns and table.geometry is not None:
            values["geom"] = self._geometry
        self._statements.append(
            f"INSERT INTO {gp.quote(name)} ({', '.join(map(gp.quote, values))}) "
            f"SELECT {', '.join(values.values())} FROM {source}"
        )

    def update(self, name: str, frame: Any) -> None:
        """Set, on the rows with the same `id`, exactly the other columns that `frame` has."""
        if not len(frame):
            return
        table = TABLES[name]
        source, columns = self._hand_over(frame, table)
        values = {c: gp.quote(c) for c in columns if c not in ("id", "created_at", "updated_at")}
        if "geometry" in frame.columns and table.geometry is not None:
            values["geom"] = self._geometry
        targets, sources = ", ".join(map(gp.quote, values)), ", ".join(values.values())
        self._statements.append(
            f"UPDATE {gp.quote(name)} SET ({targets}) = (SELECT {sources} FROM {source} AS new "
            f"WHERE new.id = {gp.quote(name)}.id) WHERE id IN (SELECT id FROM {source})"
        )

    def delete(self, name: str, ids: Sequence[str]) -> None:
        """Remove the rows with these ids."""
        import pandas as pd

        if not len(ids):
            return
        source, _ = self._hand_over(pd.DataFrame({"id": list(ids)}), TABLES[name])
        self._statements.append(f"DELETE FROM {gp.quote(name)} WHERE id IN (SELECT id FROM {source})")

    def set_settings(self, values: Mapping[str, str]) -> None:
        """Set these `sheet_setting` keys; the others stay."""
        import pandas as pd

        rows = self.table("sheet_setting")
        self.delete("sheet_setting", list(rows.loc[rows["key"].isin(list(values)), "id"]))
        self.insert("sheet_setting", pd.DataFrame({"key": list(values), "value": list(values.values())}))

    def run(self, statement: str) -> None:
        """Note a statement of our own making; what a user typed never goes in here."""
        self._statements.append(statement)

    def take_over(self, source: Path) -> None:
        """Let the statements read the tables of another community file as `incoming`."""
        gp.copy_into(gp.open_community(source, gdal.OF_READONLY), self._incoming_file)

    def apply(self, dataset: Any) -> None:
        """Run everything noted, inside the transaction that `writing` opened."""
        for statement in self._statements:
            gp.run(dataset, statement)

    def _hand_over(self, frame: Any, table: Table) -> tuple[str, list[str]]:
        from .frames import write_incoming

        layer = f"rows_{self._layers}"
        self._layers += 1
        columns = write_incoming(frame, table, self.crs_wkt, self._incoming_file, layer)
        index = f"CREATE INDEX incoming.{layer}_id ON {layer} (id)" if "id" in columns else None
        if index is not None:
            self._statements.append(index)
        return f"incoming.{layer}", columns


def create(path: Path, crs_wkt: str) -> None:
    """Create an empty community file with all tables and triggers.

    Parameters
    ----------
    path
        Where the `.gpkg` goes; nothing may stand there.
    crs_wkt
        CRS of all its geometry: projected, or local in metres.

    Raises
    ------
    CommunityFileError
        `not_writable` when the folder cannot be written.
    """
    with gp.gdal_exceptions():
        draft = path.with_name(f".new-{path.name}")
        draft.unlink(missing_ok=True)
        try:
            dataset = gdal.GetDriverByName("GPKG").Create(
                str(draft), 0, 0, 0, gdal.GDT_Unknown, ["VERSION=1.2"]
            )
            gp.add_missing(dataset, crs_wkt)
            dataset = None
            draft.replace(path)
        except (RuntimeError, OSError) as error:
            draft.unlink(missing_ok=True)
            raise CommunityFileError("not_writable", file=str(path)) from error


@contextmanager
def reading(path: Path) -> Iterator[CommunityReader]:
    """Open a community file to read a consistent picture of it.

    Raises
    ------
    CommunityFileError
        `missing_file`, `not_a_community`, `newer_schema`.
    """
    with gp.gdal_exceptions(), tempfile.TemporaryDirectory(prefix="commonplan-") as folder:
        snapshot = Path(folder) / "snapshot.gpkg"
        dataset = gp.open_community(path, gdal.OF_READONLY)
        wkt = gp.crs_wkt(dataset)
        gp.copy_into(dataset, snapshot)
        dataset = None
        yield CommunityReader(path, snapshot, wkt)


@contextmanager
def writing(path: Path, *, copy: bool = True) -> Iterator[CommunityWriter]:
    """Open a community file to change it in one transaction.

    A copy from before is kept unless `copy` is false. Any exception rolls everything back.
    The file is migrated first when it is older.

    Raises
    ------
    CommunityFileError
        As `reading`, and `unsaved_edits` while a layer of the file has some, `not_writable`.
    """
    from .edits import refuse_unsaved_edits

    refuse_unsaved_edits(path)
    with gp.gdal_exceptions(), tempfile.TemporaryDirectory(prefix="commonplan-") as folder:
        dataset = gp.open_community(path, gdal.OF_UPDATE)
        snapshot = _keep_copy(dataset, path) if copy else Path(folder) / "snapshot.gpkg"
        if not copy:
            gp.copy_into(dataset, snapshot)
        try:
            _migrate(dataset)
            incoming = Path(folder) / "incoming.gpkg"
            file = CommunityWriter(path, snapshot, gp.crs_wkt(dataset), incoming, gp.srs_id(dataset))
            yield file
            _commit(dataset, file, incoming)
        except BaseException:
            snapshot.unlink(missing_ok=True)
            raise
        dataset = None
        _prune_copies(path)


def _commit(dataset: Any, file: CommunityWriter, incoming: Path) -> None:
    # SQLite attaches and detaches only outside of a transaction.
    if incoming.exists():
        gp.run(dataset, f"ATTACH DATABASE {gp.text(incoming)} AS incoming")
    _begin(dataset, file.path)
    try:
        file.apply(dataset)
        dataset.CommitTransaction()
    except BaseException:
        dataset.RollbackTransaction()
        raise
    finally:
        if incoming.exists():
            gp.run(dataset, "DETACH DATABASE incoming")


def is_community(path: Path) -> bool:
    """Return whether a community of ours, or an older one, stands at `path`."""
    with gp.gdal_exceptions():
        try:
            gp.open_community(path, gdal.OF_READONLY)
        except CommunityFileError:
            return False
        return True


def keep_copy(path: Path) -> Path:
    """Keep a copy of the present state in `backups/` and return it."""
    with gp.gdal_exceptions():
        return _keep_copy(gp.open_community(path, gdal.OF_READONLY), path)


def copy_file(path: Path, target: Path) -> None:
    """Copy a consistent state of a community file to where nothing stands."""
    with gp.gdal_exceptions():
        gp.copy_into(gp.open_community(path, gdal.OF_READONLY), target)


def copies(path: Path) -> list[Path]:
    """Return the copies kept of a community file, the newest last."""
    return sorted((path.parent / "backups").glob(f"{path.stem}-*.gpkg"))


def restore(path: Path, copy: Path | None = None) -> Path:
    """Put the content of a kept copy back, in one transaction; the state before is kept as a copy too.

    Parameters
    ----------
    path
        The community file.
    copy
        The copy to restore; the newest when None.

    Returns
    -------
    copy
        The copy that was restored.

    Raises
    ------
    CommunityFileError
        `no_backup`, and all that `writing` raises.
    """
    kept = copies(path)
    if copy is None and not kept:
        raise CommunityFileError("no_backup", file=str(path))
    source = copy or kept[-1]
    with gp.gdal_exceptions():
        present = gp.columns_present(gp.open_community(source, gdal.OF_READONLY))
    with writing(path) as file:
        file.take_over(source)
        for statement in drop_triggers():
            file.run(statement)
        for name in TABLES:
            file.run(f"DELETE FROM {gp.quote(name)}")
        for name, columns in present.items():
            listed = ", ".join(map(gp.quote, columns))
            file.run(
                f"INSERT INTO {gp.quote(name)} ({listed}) SELECT {listed} FROM incoming.{gp.quote(name)}"
            )
        for statement in create_triggers():
            file.run(statement)
    return source


def newest_change(path: Path) -> str:
    """Return when the content of a community last changed, as `YYYY-MM-DDTHH:MM:SSZ` in UTC.

    Every time that a public file carries is this one: same input, same bytes.
    """
    with gp.gdal_exceptions():
        dataset = gp.open_community(path, gdal.OF_READONLY)
        newest = " UNION ALL ".join(f"SELECT max(updated_at) AS t FROM {gp.quote(name)}" for name in TABLES)
        return str(gp.value(dataset, f"SELECT coalesce(max(t), '1970-01-01T00:00:00Z') FROM ({newest})"))


def _begin(dataset: Any, path: Path) -> None:
    try:
        dataset.StartTransaction()
        # Takes the write lock; a change of no column leaves the stamps of time alone.
        gp.run(dataset, "UPDATE community SET id = id")
    except RuntimeError as error:
        raise CommunityFileError("locked", file=str(path)) from error


def _keep_copy(dataset: Any, path: Path) -> Path:
    folder = path.parent / "backups"
    stamp = datetime.now(timezone.utc).strftime("%Y%m%dT%H%M%S%fZ")
    copy = folder / f"{path.stem}-{stamp}.gpkg"
    try:
        folder.mkdir(exist_ok=True)
        gp.copy_into(dataset, copy)
    except (OSError, RuntimeError) as error:
        raise CommunityFileError("not_writable", file=str(folder)) from error
    return copy


def _prune_copies(path: Path) -> None:
    for copy in copies(path)[:-COPIES_KEPT]:
        copy.unlink(missing_ok=True)


def _migrate(dataset: Any) -> None:
    """Bring an older file up to the schema: what is missing is added, nothing is taken away."""
    if int(gp.value(dataset, "SELECT coalesce(max(schema_version), 0) FROM community")) == SCHEMA_VERSION:
        return
    for statement in drop_triggers():
        gp.run(dataset, statement)
    gp.add_missing(dataset, gp.crs_wkt(dataset))
    gp.run(dataset, f"UPDATE community SET schema_version = {SCHEMA_VERSION}")
