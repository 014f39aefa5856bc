"""A community of a few places, made by hand: a court of 200 m, entered from the south."""

from __future__ import annotations

import dataclasses
import json

import geopandas as gpd
import pandas as pd
import shapely
from commonplan.community.catalogue import kinds
from commonplan.community.numbering.community import Community, Options, number_places
from commonplan.community.places.marking import compound_of

CRS = "EPSG:4549"
X, Y = 500_000.0, 3_450_000.0
CLASS_OF = kinds()["class"]


def at(x, y):
    return shapely.Point(X + x, Y + y)


def box(x0, y0, x1, y1):
    return shapely.box(X + x0, Y + y0, X + x1, Y + y1)


def frame(rows, columns):
    rows = [{**columns, **row} for row in rows]
    return gpd.GeoDataFrame(pd.DataFrame(rows, columns=[*columns]), geometry="geometry", crs=CRS)


def places_of(rows):
    """Rows are (id, kind, (x, y), other columns)."""
    columns = {
        "id": None, "class": None, "kind": None, "name": None, "number": None, "series": None,
        "locked": False,
        "status": "existing", "is_public": True, "building_id": None, "floor": None, "access": "inside",
        "rejected": False, "retired_at": None, "geometry": None,
    }  # fmt: skip
    made = []
    for name, kind, spot, *more in rows:
        row = {
            "id": name,
            "kind": kind,
            "class": CLASS_OF.get(kind, "facility"),
            "name": name,
            "geometry": at(*spot),
        }
        made.append({**row, **(more[0] if more else {})})
    return frame(made, columns)


def community(
    places, *, buildings=(), entrances=(), compounds=None, footprints=(), settings=None, loops=None
):
    """Put frames together; by default one compound with its main entrance in the middle of the south side."""
    compounds = compounds or [{"id": "c", "name": "和平里", "geometry": box(-100, 0, 100, 200)}]
    mains = [] if any(e.get("is_main") for e in entrances) else [
        {"id": "e", "is_main": True, "compound_id": "c", "geometry": at(0, 0)}
    ]  # fmt: skip
    tables = {
        "compounds": frame(
            compounds, {"id": None, "name": None, "prefix": None, "sort_order": None, "geometry": None}
        ),
        "entrances": frame(
            [*mains, *entrances],
            {
                "id": None,
                "name": None,
                "kind": "pedestrian",
                "is_main": False,
                "compound_id": "c",
                "place_id": None,
                "geometry": None,
            },
        ),
        "buildings": frame(list(buildings), {"id": None, "label": None, "geometry": None}),
        "footprints": frame(list(footprints), {"id": None, "place_id": None, "geometry": None}),
    }
    rows = places if isinstance(places, gpd.GeoDataFrame) else places_of(places)
    rows["compound_id"] = compound_of(rows, tables["compounds"])
    return Community(
        places=rows,
        kinds=kinds(),
        numberings=pd.DataFrame(columns=["parameters", "published_at"], dtype=object),
        aliases=pd.DataFrame(columns=["old_number", "place_id"], dtype=object),
        settings=settings or {},
        loops=loops or {},
        **tables,
    )


def numbers(town, **options):
    """Return place id → number, in order of rank."""
    table = number_places(town, Options(**options)).places
    return table["number"].dropna()[table["rank"].dropna().sort_values().index].to_dict()


def after(town, result):
    """Return the community as the algorithm leaves it behind."""
    places = town.places.copy()
    for column in ("number", "series", "locked"):
        places[column] = result.places[column].reindex(places["id"]).to_numpy()
    published_at = "2026-01-01T00:00:00Z" if result.published else None
    row = {"parameters": result.parameters, "published_at": published_at}
    aliases = pd.concat([town.aliases, result.aliases], ignore_index=True)
    return changed(town, places=places, numberings=pd.DataFrame([row], dtype=object), aliases=aliases)


def changed(town, **tables):
    return dataclasses.replace(town, **tables)


def with_place(town, name, kind, spot, **more):
    new = places_of([(name, kind, spot, more)])
    new["compound_id"] = compound_of(new, town.compounds)
    places = gpd.GeoDataFrame(pd.concat([town.places, new], ignore_index=True), geometry="geometry", crs=CRS)
    return changed(town, places=places)


def settled(result):
    return json.loads(result.parameters)["compounds"]
