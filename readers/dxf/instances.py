"""Blocks as they are inserted: where, how large, how turned, and what their content inherits."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import shapely

from ...community.survey.batches import FARTHEST
from ...community.survey.heights import moved
from .entities import Entities
from .paths import points_of, to_world
from .rows import Columns, copies
from .tags import Floats, Ints

if TYPE_CHECKING:
    from .blocks import Content

_DRAWN = ("DIMENSION", "ARC_DIMENSION", "LARGE_RADIAL_DIMENSION")
INSERTS = ("INSERT", "ACAD_TABLE", *_DRAWN)
"""Entities that are drawn by a block."""

_SMALLEST, _LARGEST = 2.0**-20, 2.0**40
_SIDES = {"left": "right", "right": "left"}
_LEVELS = {"baseline": "top", "bottom": "top", "top": "bottom"}
"""By which side and level a text is held when it is mirrored."""


@dataclass(frozen=True)
class Instances:
    """Places of blocks; all fields have one item for each.

    Parameters
    ----------
    row
        The insert in the model space.
    name
        Of the block.
    matrix
        Shape (n, 3, 4): takes coordinates of the block, from its base point, to the world.
    layer, color, linetype, handle
        Of the insert.
    layer_color, layer_linetype
        Of the insert's layer.
    block
        The block inserted in the model space.
    """

    row: Ints
    name: Any
    matrix: Floats
    layer: Any
    color: Any
    linetype: Any
    handle: Any
    layer_color: Any
    layer_linetype: Any
    block: Any

    def __len__(self) -> int:
        return len(self.row)

    def of(self, chosen: Any) -> Instances:
        """Return some of the instances."""
        return Instances(**{field.name: getattr(self, field.name)[chosen] for field in fields(self)})

    def first(self, count: int) -> Instances:
        """Return the first ones."""
        return self if count >= len(self) else self.of(slice(0, count))

    def by_block(self) -> Iterator[tuple[str, Instances]]:
        """Return the instances of each block, blocks as they first come."""
        codes, names = pd.factorize(np.asarray(self.name, object))
        for code, name in enumerate(names):
            yield str(name), self.of(codes == code)

    def by_scale(self) -> Iterator[tuple[float, Instances]]:
        """Return the instances by their scale, rounded up to a power of two."""
        size = np.sqrt((self.matrix[:, :2, :2] ** 2).sum(axis=1)).max(axis=1)
        with np.errstate(divide="ignore"):
            power = 2.0 ** np.ceil(np.log2(size))
        scale = np.clip(np.nan_to_num(power, nan=1.0), _SMALLEST, _LARGEST)
        for value in np.unique(scale).tolist():
            yield value, self.of(scale == value)


def inserted(entities: Entities, shared: Columns, in_paper: Sequence[bool]) -> Instances:
    """Return the blocks inserted in the model space, arrays as so many."""
    rows = entities.rows(*INSERTS)
    rows = rows[~np.array(in_paper, bool)[rows]]
    names = np.array(entities.texts(2, rows), object)
    place, matrix = matrices(entities, rows)
    row = rows[place]
    columns = {name: shared[name][row] for name in _INHERITED}
    return Instances(row=row, name=names[place], matrix=matrix, block=names[place], **columns)


_INHERITED = ("layer", "color", "linetype", "handle", "layer_color", "layer_linetype")


def matrices(entities: Entities, rows: Ints) -> tuple[Ints, Floats]:
    """Return for every copy of inserts the place of its row, and its matrix, shape (n, 3, 4)."""
    drawn = entities.are(*_DRAWN)[rows]
    table = entities.are("ACAD_TABLE")[rows]
    direction = np.nan_to_num(points_of(entities, rows, 11))
    angle = np.radians(np.nan_to_num(entities.numbers(50, rows, 0.0)))
    angle = np.where(table, np.arctan2(direction[:, 1], direction[:, 0]), angle)
    angle[drawn] = 0.0
    scale = np.stack([entities.numbers(code, rows, 1.0) for code in (41, 42, 43)], axis=1)
    scale[np.isnan(scale)] = 1.0
    scale[drawn | table] = 1.0
    at = np.nan_to_num(points_of(entities, rows, 10))
    # A dimension's block is drawn where it stands; a copy of one says how far it was moved.
    at[drawn] = np.nan_to_num(points_of(entities, rows, 12))[drawn]
    place, _, shift = copies(entities, rows, entities.are("INSERT")[rows])
    cos, sin, zero = np.cos(angle), np.sin(angle), np.zeros(len(rows))
    turn = np.stack([[cos, -sin, zero], [sin, cos, zero], [zero, zero, zero + 1]]).transpose(2, 0, 1)
    offset = at[place] + np.einsum("nij,nj->ni", turn[place], shift)
    axes = [to_world(entities, rows, np.tile(unit, (len(rows), 1))) for unit in np.eye(3)]
    world = np.stack(axes, axis=2)
    world[drawn] = np.eye(3)
    linear = world @ (turn * scale[:, None, :])
    offset = np.einsum("nij,nj->ni", world[place], offset)
    return place, np.concatenate((linear[place], offset[:, :, None]), axis=2)


def placed(content: Content, instances: Instances) -> dict[str, Columns]:
    """Return the rows of a block's content at each of its instances, one instance after the other.

    What would lie beyond anything that can be drawn is left out.
    """
    return {
        table: _placed(columns, instances)
        for table, columns in content.tables.items()
        if len(columns["geometry"])
    }


def _placed(columns: Columns, instances: Instances) -> Columns:
    size, times = len(columns["geometry"]), len(instances)
    result = {name: np.tile(values, times) for name, values in columns.items()}
    of = np.repeat(np.arange(times), size)
    matrix = instances.matrix[of]
    coordinates, owner = shapely.get_coordinates(result["geometry"], return_index=True)
    height = np.nan_to_num(result["elevation"])
    solid = np.column_stack((coordinates, height[owner]))
    first = solid[np.searchsorted(owner, np.arange(len(of)))]
    with np.errstate(over="ignore", invalid="ignore"):  # of blocks in blocks scaled without bounds
        flat = np.einsum("nij,nj->ni", matrix[owner, :2, :3], solid) + matrix[owner, :2, 3]
        up = np.einsum("nj,nj->n", matrix[:, 2, :3], first) + matrix[:, 2, 3]
    nowhere = ~np.isfinite(flat).all(axis=1)
    flat[nowhere] = 0.0
    result["geometry"] = shapely.set_coordinates(result["geometry"], flat)
    result["elevation"] = np.where(np.isnan(result["elevation"]) & (up == 0), np.nan, up)
    _lift(result, matrix)
    _turn(result, matrix)
    _inherit(result, instances.of(of))
    far = ~(np.abs(shapely.bounds(result["geometry"])) < FARTHEST).all(axis=1)
    far[owner[nowhere]] = True
    return {name: values[~far] for name, values in result.items()}


def _lift(columns: Columns, matrix: Floats) -> None:
    if "heights" in columns:
        for row in np.flatnonzero([text is not None for text in columns["heights"]]).tolist():
            factor, shift = matrix[row, 2, 2:].tolist()
            columns["heights"][row] = moved([columns["heights"][row]], factor, shift)[0]


def _turn(columns: Columns, matrix: Floats) -> None:
    """Turn and scale what has a direction or a size."""
    if "rotation" not in columns:
        return
    angle = np.radians(columns["rotation"])
    along = np.stack((np.cos(angle), np.sin(angle)), axis=1)
    across = np.stack((-along[:, 1], along[:, 0]), axis=1)
    along, across = (np.einsum("nij,nj->ni", matrix[:, :2, :2], vector) for vector in (along, across))
    # What is mirrored is kept as upright as can be: mirrored left to right, or else top to bottom.
    below = along[:, 0] * across[:, 1] - along[:, 1] * across[:, 0] < 0
    sideways = below & (along[:, 0] < 0)
    upended = below & ~sideways
    east = np.where(sideways[:, None], -along, along)
    columns["rotation"] = np.mod(np.degrees(np.arctan2(east[:, 1], east[:, 0])), 360)
    if "text_height" in columns:
        columns["text_height"] = columns["text_height"] * np.hypot(*across.T)
        columns["h_align"] = np.where(sideways, _exchanged(columns["h_align"], _SIDES), columns["h_align"])
        columns["v_align"] = np.where(upended, _exchanged(columns["v_align"], _LEVELS), columns["v_align"])
    if "scale_x" in columns:
        columns["scale_x"] = columns["scale_x"] * np.hypot(*along.T) * np.where(sideways, -1, 1)
        columns["scale_y"] = columns["scale_y"] * np.hypot(*across.T) * np.where(upended, -1, 1)


def _exchanged(names: Any, other: dict[str, str]) -> Any:
    return np.array([other.get(name, name) for name in names], object)


def _inherit(columns: Columns, instances: Instances) -> None:
    """Fill in what comes from the insert: layer 0, BYBLOCK, and the colour of the layer 0 stands for."""
    on_zero, colors, linetypes = (columns.pop(name) for name in ("on_zero", "color_from", "linetype_from"))
    columns["layer"] = np.where(on_zero, instances.layer, columns["layer"])
    for name, source in (("color", colors), ("linetype", linetypes)):
        by_layer = np.where(on_zero, getattr(instances, f"layer_{name}"), columns[name])
        own = np.where(source == BY_BLOCK, getattr(instances, name), columns[name])
        columns[name] = np.where(source == BY_LAYER, by_layer, own)
    columns["handle"], columns["block"] = instances.handle, instances.block


OWN, BY_LAYER, BY_BLOCK = range(3)
