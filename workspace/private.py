"""Names and contact data of people, kept in the user's profile, outside of every community folder.

What packs, shares or exports a community folder can never sweep them up. In the community
file a person is a pseudonym: random, but the same each time, by a secret kept here.
Modules that export cannot import this one; a test sees to it.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from osgeo import gdal, ogr
from qgis.core import QgsApplication

from ..community.errors import CommunityFileError
from ..community.voices.rows import plain, says_nothing
from . import geopackage as gp

PERSON_FIELDS = ("name", "phone", "id_number", "email", "chat", "dwelling", "plate", "person")
_TABLES = {
    "setting": ("key", "value"),
    "person": ("pseudonym", *PERSON_FIELDS),
    "voice": ("table_name", "row_id", "pseudonym", "original"),
}
_NOBODY = {"匿名", "居民", "业主", "住户", "不愿透露", "保密", "anonymous", "resident"}
_SHORTEST = 4


def private_folder() -> Path:
    """Return where the private files of this user's profile stand."""
    return Path(QgsApplication.qgisSettingsDirPath()) / "commonplan" / "private"


def private_file(community_id: str) -> Path:
    """Return where the names and contact data of a community's people stand."""
    return private_folder() / f"{community_id}.gpkg"


class PrivateStore:
    """The people of one community: who they are, and what they said under which pseudonym."""

    def __init__(self, dataset: Any) -> None:
        self._dataset = dataset
        self._people = {row["pseudonym"]: row for row in self._rows("person")}
        self._secret = self._kept_secret()

    def author(self, contact: Mapping[str, Any]) -> str | None:
        """Return the pseudonym of a person, noting a new one; None for somebody who stays nameless.

        Parameters
        ----------
        contact
            Values by `PERSON_FIELDS`. Name and phone number together tell people apart.
        """
        given = {name: str(contact[name]) for name in PERSON_FIELDS if not says_nothing(contact.get(name))}
        if plain(given.get("name", "")) in _NOBODY:
            del given["name"]
        if not given:
            return None
        pseudonym = self._pseudonym(given)
        if pseudonym not in self._people:
            self._people[pseudonym] = {"pseudonym": pseudonym, **given}
            self._add("person", self._people[pseudonym])
        return pseudonym

    def names(self) -> dict[str, str]:
        """Return every known name with its pseudonym."""
        return {row["name"]: pseudonym for pseudonym, row in self._people.items() if row.get("name")}

    def contacts(self) -> tuple[str, ...]:
        """Return known phone numbers, ID numbers, addresses of mail and chat, and plates."""
        fields = ("phone", "id_number", "email", "chat", "plate")
        return tuple(sorted({row[f] for row in self._people.values() for f in fields if row.get(f)}))

    def person(self, pseudonym: str) -> dict[str, str]:
        """Return what is known of somebody, by `PERSON_FIELDS`."""
        row = self._people.get(pseudonym, {})
        return {name: row[name] for name in PERSON_FIELDS if row.get(name)}

    def remember(self, table: str, row_id: str, pseudonym: str | None, original: str | None) -> None:
        """Note who said a row, and the text as it was where names or numbers were taken out of it."""
        voice = {"table_name": table, "row_id": row_id, "pseudonym": pseudonym, "original": original}
        self._add("voice", voice)

    def voices(self, pseudonym: str) -> dict[str, list[str]]:
        """Return the ids of what somebody said, by table."""
        found: dict[str, list[str]] = {}
        for row in self._rows("voice"):
            if row.get("pseudonym") == pseudonym:
                found.setdefault(row["table_name"], []).append(row["row_id"])
        return found

    def forget(self, pseudonym: str) -> None:
        """Remove a person and the originals of what they said."""
        for table in ("voice", "person"):
            layer = self._dataset.GetLayerByName(table)
            gone = [f.GetFID() for f in layer if f.GetField("pseudonym") == pseudonym]
            for fid in gone:
                layer.DeleteFeature(fid)
        self._people.pop(pseudonym, None)

    def _pseudonym(self, given: Mapping[str, str]) -> str:
        key = "\x1f".join(plain(given.get(name, "")) for name in _telling(given))
        digest = hmac.new(self._secret, key.encode(), hashlib.sha256).hexdigest().upper()
        for length in range(_SHORTEST, len(digest)):
            pseudonym = f"居民-{digest[:length]}"
            other = self._people.get(pseudonym)
            if other is None or all(
                plain(other.get(n) or "") == plain(given.get(n, "")) for n in _telling(given)
            ):
                return pseudonym
        return f"居民-{digest}"

    def _kept_secret(self) -> bytes:
        kept = {row["key"]: row["value"] for row in self._rows("setting")}
        if "secret" not in kept:
            kept["secret"] = secrets.token_hex(32)
            self._add("setting", {"key": "secret", "value": kept["secret"]})
        return bytes.fromhex(kept["secret"])

    def _rows(self, table: str) -> list[dict[str, Any]]:
        layer = self._dataset.GetLayerByName(table)
        layer.ResetReading()
        return [{name: feature.GetField(name) for name in _TABLES[table]} for feature in layer]

    def _add(self, table: str, row: Mapping[str, Any]) -> None:
        layer = self._dataset.GetLayerByName(table)
        feature = ogr.Feature(layer.GetLayerDefn())
        for name in _TABLES[table]:
            if row.get(name) is not None:
                feature.SetField(name, row[name])
        layer.CreateFeature(feature)


def _telling(given: Mapping[str, str]) -> tuple[str, ...]:
    """Return the fields that tell a person from others."""
    return ("name", "phone") if {"name", "phone"} & given.keys() else PERSON_FIELDS


@contextmanager
def private_store(community_id: str) -> Iterator[PrivateStore]:
    """Open the private file of a community, made when there is none, in one transaction.

    Any exception leaves it as it was.

    Raises
    ------
    CommunityFileError
        `private_unreadable`.
    """
    path = private_file(community_id)
    with gp.gdal_exceptions():
        dataset = _opened(path)
        dataset.StartTransaction()
        try:
            yield PrivateStore(dataset)
            dataset.CommitTransaction()
        except BaseException:
            dataset.RollbackTransaction()
            raise


def _opened(path: Path) -> Any:
    try:
        if not path.exists():
            _create(path)
        dataset = gdal.OpenEx(str(path), gdal.OF_VECTOR | gdal.OF_UPDATE, allowed_drivers=["GPKG"])
    except (RuntimeError, OSError) as error:
        raise CommunityFileError("private_unreadable", file=str(path)) from error
    if any(dataset.GetLayerByName(table) is None for table in _TABLES):
        raise CommunityFileError("private_unreadable", file=str(path))
    return dataset


def _create(path: Path) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = path.with_name(f".new-{path.name}")
    draft.unlink(missing_ok=True)
    dataset = gdal.GetDriverByName("GPKG").Create(str(draft), 0, 0, 0, gdal.GDT_Unknown, ["VERSION=1.2"])
    for table, names in _TABLES.items():
        layer = dataset.CreateLayer(table, None, ogr.wkbNone)
        for name in names:
            layer.CreateField(ogr.FieldDefn(name, ogr.OFTString))
    dataset = None
    os.chmod(draft, 0o600)  # noqa: PTH101 - nothing else on this machine may read it
    draft.replace(path)
