"""What a layer of features suggests as places: by the tags of OpenStreetMap, else by the words of names."""

from __future__ import annotations

import re

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from .candidates import candidates, stacked
from .rules import Rules
from .words import Mention

_VALUE_CERTAINTY = 0.8
_TAG_CERTAINTY = 0.9
_KEYLESS = ("kind", "type", "fclass", "category", "subclass", "kind_detail", "类别", "类型")
_NAMES = ("name:zh", "name_zh", "name", "名称", "label")
_REFERENCES = ("@id", "osm_id", "osm_way_id", "full_id", "id", "fid")
_OTHER_TAG = re.compile(r'"((?:[^"\\]|\\.)*)"\s*=>\s*"((?:[^"\\]|\\.)*)"')


def features(frame: gpd.GeoDataFrame, rules: Rules, source: str) -> gpd.GeoDataFrame:
    """Return the candidates of a layer of features: by tags, else by the words of their names.

    Parameters
    ----------
    frame
        Features in the community's CRS. Tags stand in columns named by their key (amenity, shop, …),
        in OpenStreetMap's `other_tags`, or, without a key, in columns such as kind or fclass.
    rules
        The catalogue.
    source
        Identifies the layer, so that a second run finds the same ids.
    """
    frame = frame[frame.geometry.notna() & ~frame.geometry.is_empty].reset_index(drop=True)
    tags = _tag_columns(frame)
    names = _names(frame)
    by_tag = _by_tags(tags, rules)
    by_name = _by_names(names.where(by_tag["kind"].isna()), rules)
    kind = by_tag["kind"].fillna(by_name["kind"])
    reference = _references(frame)
    found = kind.notna()
    form = np.array(["point", "line", "area"])[shapely.get_dimensions(frame.geometry.to_numpy()).clip(0, 2)]
    rows = frame.assign(id=source + "\x1f" + reference, source_id=None, handle=reference)
    return stacked(
        [
            candidates(
                rows[found],
                "point",
                kind=kind[found],
                certainty=by_tag["certainty"].fillna(by_name["certainty"])[found],
                name=names[found],
                evidence=by_tag["evidence"].fillna(by_name["evidence"])[found],
            ).assign(form=form[found.to_numpy()])
        ],
        frame.crs,
    )


def _by_tags(tags: pd.DataFrame, rules: Rules) -> pd.DataFrame:
    """Return kind, certainty and evidence of each row by its tags; by keyless values if by no tag."""
    kind = pd.Series(None, index=tags.index, dtype=object)
    evidence = kind.copy()
    certainty = pd.Series(np.nan, index=tags.index)
    keyless = [column for column in _KEYLESS if column in tags.columns]
    for wanted, word in rules.tags():
        text = "+".join(f"{key}={value}" for key, value in wanted.items())
        exact = pd.Series(bool(wanted), index=tags.index)
        for key, value in wanted.items():
            exact &= tags[key].eq(value) if key in tags.columns else False
        loose = pd.Series(False, index=tags.index)
        if len(wanted) == 1 and "yes" not in wanted.values():
            loose = tags[keyless].isin(list(wanted.values())).any(axis=1)
        for mask, sure in ((exact, _TAG_CERTAINTY), (loose, _VALUE_CERTAINTY)):
            better = mask & ~(certainty >= sure)
            kind[better], certainty[better], evidence[better] = word, sure, text
    return pd.DataFrame({"kind": kind, "certainty": certainty, "evidence": evidence})


def _by_names(names: pd.Series, rules: Rules) -> pd.DataFrame:
    known = {name: next(iter(rules.words.read(name)), None) for name in names.dropna().unique()}
    found: list[Mention | None] = [known.get(name) if isinstance(name, str) else None for name in names]
    return pd.DataFrame(
        {
            "kind": [m.kind if m else None for m in found],
            "certainty": [m.certainty if m else np.nan for m in found],
            "evidence": [f"“{name}”" if m else None for name, m in zip(names, found)],
        },
        index=names.index,
    )


def _tag_columns(frame: gpd.GeoDataFrame) -> pd.DataFrame:
    """Return the tags of features as text columns, those of `other_tags` spread out."""
    plain = pd.DataFrame(frame.drop(columns=frame.geometry.name))
    tags = plain.apply(lambda column: column.where(column.isna(), column.astype(str)))
    if "other_tags" not in tags.columns:
        return tags
    spread = [dict(_OTHER_TAG.findall(text)) if isinstance(text, str) else {} for text in tags["other_tags"]]
    more = pd.DataFrame(spread, index=tags.index)
    return tags.combine_first(more)


def _names(frame: gpd.GeoDataFrame) -> pd.Series:
    columns = [frame[name] for name in _NAMES if name in frame.columns]
    names = pd.Series(None, index=frame.index, dtype=object)
    for column in columns:
        names = names.where(names.notna(), column.astype(object))
    return names.map(lambda name: name.strip() or None if isinstance(name, str) else None)


def _references(frame: gpd.GeoDataFrame) -> pd.Series:
    """Return what identifies each feature: its id in the source, else where it is, to 1 cm."""
    for name in _REFERENCES:
        if name in frame.columns and frame[name].notna().all() and frame[name].is_unique:
            return frame[name].astype(str)
    points = shapely.point_on_surface(frame.geometry.to_numpy())
    spot = [f"{x:.2f},{y:.2f}" for x, y in shapely.get_coordinates(points)]
    repeat = pd.Series(spot).groupby(spot).cumcount()
    return pd.Series([f"{at}#{n}" if n else at for at, n in zip(spot, repeat)], index=frame.index)
