"""Forget one person: what they said, every earlier state of it, and who they were."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import pandas as pd
from osgeo import gdal

from ..community.errors import CommunityFileError
from . import geopackage as gp
from .copies import forget_copies
from .file import CommunityWriter, reading, writing
from .private import private_file, private_store

_WORDS = {
    "comment": ("text", "public_text", "author", "source_ref"),
    "proposal": ("title", "body", "public_text", "author"),
}
_DRAWN = ("comment_line", "comment_area")


def erase_person(path: Path, pseudonym: str) -> dict[str, int]:
    """Remove a person's words from a community, and the person from the private file.

    The rows stay, empty, so that counts, numbers and answers hold. Their positions, their history,
    the copies kept of the file and the bytes SQLite leaves behind go as well. Photos stay: who is
    on them only a person can tell.

    Parameters
    ----------
    path
        The community file.
    pseudonym
        Under which the person stands in it.

    Returns
    -------
    counts
        Table → rows emptied.

    Raises
    ------
    CommunityFileError
        As `writing` and `private_store`; `locked` while another program holds the file.
    """
    with reading(path) as file:
        community_id = str(file.community()["id"])
    with private_store(community_id) as store:
        voices = store.voices(pseudonym)
        with writing(path) as file:
            counts = {table: _empty(file, table, pseudonym, voices.get(table, [])) for table in _WORDS}
        store.forget(pseudonym)
    forget_copies(path)
    for scrubbed in (path, private_file(community_id)):
        _scrub(scrubbed)
    return counts


def _empty(file: CommunityWriter, table: str, pseudonym: str, voices: list[str]) -> int:
    rows = file.table(table, ["author"])
    ids = sorted({*rows.loc[rows["author"] == pseudonym, "id"], *(set(voices) & set(rows["id"]))})
    if not ids:
        return 0
    emptied = pd.DataFrame({"id": ids, **{name: [None] * len(ids) for name in _WORDS[table]}})
    file.update(table, gpd.GeoDataFrame(emptied, geometry=[None] * len(ids), crs=file.crs_wkt))
    if table == "comment":
        for name in _DRAWN:
            drawn = file.table(name, ["comment_id"])
            file.delete(name, list(drawn.loc[drawn["comment_id"].isin(ids), "id"]))
    listed = ", ".join("'" + row_id.replace("'", "''") + "'" for row_id in ids)
    # After the update: its own trigger writes the words into the history once more.
    file.run(f"DELETE FROM history WHERE table_name = '{table}' AND row_id IN ({listed})")
    return len(ids)


def _scrub(path: Path) -> None:
    """Rewrite the file: a deleted row's bytes stay in SQLite's free pages until then."""
    with gp.gdal_exceptions():
        try:
            dataset = gdal.OpenEx(str(path), gdal.OF_VECTOR | gdal.OF_UPDATE, allowed_drivers=["GPKG"])
            gp.run(dataset, "VACUUM")
            gp.run(dataset, "PRAGMA wal_checkpoint(TRUNCATE)")
        except RuntimeError as error:
            raise CommunityFileError("locked", file=str(path)) from error
