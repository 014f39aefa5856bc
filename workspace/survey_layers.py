"""What is drawn on the layers of a survey: what is known of them, and what a planner says."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd
from qgis.core import QgsExpression, QgsFeatureRequest

from ..community.catalogue import LAYER, layer_roles, layers_to_store
from ..community.errors import InputError
from ..community.places.rules import Rules, rules
from ..community.survey.batches import TABLES
from ..community.survey.visibility import is_public
from . import geopackage as gp
from .file import CommunityWriter, writing
from .held_edits import edits_in

_READ = ["id", "layer", "code_system", "code", "text", "stray", "is_public"]


@dataclass(frozen=True)
class SurveyLayer:
    """A layer of the community's surveys.

    Parameters
    ----------
    name
        As in the drawing; layers that differ in capitals only are one.
    objects
        How many rows are on it, in all tables of the survey.
    by_code
        How many of them a feature code explains, whatever the layer.
    public
        How many of them may go public.
    role
        What is drawn on it (`layer_role` of the choices), empty where nobody knows.
    """

    name: str
    objects: int
    by_code: int
    public: int
    role: str


def survey_layers(path: Path) -> list[SurveyLayer]:
    """Return the layers of a community's surveys, those that nobody knows first, the fullest of them first.

    Raises
    ------
    CommunityFileError
        As `workspace.file.reading`.
    """
    counted = " UNION ALL ".join(
        "SELECT coalesce(layer, '') AS layer, coalesce(code_system, ''), coalesce(code, ''), count(*), "
        f"coalesce(sum(is_public), 0) FROM {table} GROUP BY 1, 2, 3"
        for table in TABLES
    )
    with gp.present_state(path) as dataset:
        rows, known = gp.rows(dataset, counted), rules(edits_in(dataset))
    table = pd.DataFrame(rows, columns=["layer", "code_system", "code", "objects", "public"])
    table["by_code"] = table["objects"].where(known.of_codes(table)["role"] != "", 0)
    table["key"] = table["layer"].str.strip().str.upper()
    summed = table.groupby("key", sort=False).agg(
        {"layer": "first", "objects": "sum", "by_code": "sum", "public": "sum"}
    )
    summed["role"] = known.of_layers(summed["layer"])
    found = [
        SurveyLayer(str(row.layer), int(row.objects), int(row.by_code), int(row.public), str(row.role))
        for row in summed.itertuples(index=False)
    ]
    return sorted(found, key=lambda layer: (layer.role != "", layer.by_code - layer.objects, layer.name))


def set_layers(
    path: Path, roles: Mapping[str, str], progress: Callable[[float], None] = lambda _: None
) -> dict[str, int]:
    """Keep what a planner says is drawn on layers, and mark anew what of them may go public.

    What somebody ticked by hand stays as it is on layers of which nothing new is said.

    Parameters
    ----------
    path
        The community file.
    roles
        Name of a layer → role, as `read_layer_answers` gives them.
    progress
        Told the share done, 0…1; may raise to stop, and then the community is as before.

    Returns
    -------
    counts
        layers: of how many something new is said; changed: rows that may now go public, or no longer;
        public: rows of these layers that may.

    Raises
    ------
    InputError
        `unknown_survey_layer`.
    CommunityFileError
        As `workspace.file.writing`.
    """
    told = {name.strip().upper(): role for name, role in roles.items()}
    with writing(path, progress=lambda share: progress(0.5 + share / 2)) as file:
        edits = file.table("catalogue_edit")
        before = layer_roles(edits)
        new = {name: role for name, role in told.items() if before.get(name, "") != role}
        former = edits["kind"].isin([f"{LAYER}{name}" for name in new])
        stored = layers_to_store(new)
        file.delete("catalogue_edit", list(edits.loc[former, "id"]))
        file.insert("catalogue_edit", stored)
        known = rules(pd.concat([edits[~former], stored], ignore_index=True))
        counts, there = {"layers": len(new), "changed": 0, "public": 0}, set()
        for done, table in enumerate(TABLES):
            frame = file.table(table, _READ)
            names = frame["layer"].fillna("").str.strip().str.upper()
            there |= set(names.unique())
            _mark(file, table, frame[names.isin(list(new))], known, counts)
            progress((done + 1) / len(TABLES) / 2)
        _refuse_missing_layers(told, there)
    return counts


def _mark(
    file: CommunityWriter, table: str, frame: pd.DataFrame, known: Rules, counts: dict[str, int]
) -> None:
    columns = {name: frame[name].to_numpy() for name in ("layer", "code_system", "code", "text", "stray")}
    public = is_public(table, {**columns, "geometry": frame["id"].to_numpy()}, known)
    changed = public != frame["is_public"].fillna(False).to_numpy(bool)
    file.update(table, pd.DataFrame({"id": frame.loc[changed, "id"], "is_public": public[changed]}))
    counts["changed"] += int(changed.sum())
    counts["public"] += int(public.sum())


def rows_on(source: Any, name: str) -> list[int]:
    """Return the ids of the features of a survey table that are on a layer, whatever its capitals.

    Parameters
    ----------
    source
        QgsVectorLayerFeatureSource of the table, so that a background task may ask.
    name
        Of the layer.
    """
    wanted = QgsExpression.quotedValue(name.strip().upper())
    request = QgsFeatureRequest().setFilterExpression(f'upper(trim("layer")) = {wanted}')
    request.setFlags(QgsFeatureRequest.Flag.NoGeometry).setSubsetOfAttributes([])
    return [feature.id() for feature in source.getFeatures(request)]


def _refuse_missing_layers(told: Mapping[str, str], there: set[str]) -> None:
    for name in told:
        if name not in there:
            raise InputError("unknown_survey_layer", layer=name)
