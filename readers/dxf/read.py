"""Read a DXF drawing whole: every entity becomes a row, or is counted with the reason why not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from ...community.survey.batches import SurveyData
from ..spool import Spool
from .annotation import read_leaders, read_texts
from .drawing import Block, Drawing, Layer, open_drawing
from .entities import Entities
from .hatches import read_hatches
from .palette import aci_color, true_color
from .paths import Flags, Paths, is_mesh, join, read_paths
from .rows import Columns, hatch_rows, in_file_order, path_rows, point_rows, sloping, text_rows

CODE_SYSTEM = "SOUTH"
"""The application under which CASS keeps its feature codes."""

LEFT_OUT = {
    "DIMENSION": "dimension", "ARC_DIMENSION": "dimension", "LARGE_RADIAL_DIMENSION": "dimension",
    "TOLERANCE": "dimension", "VIEWPORT": "viewport", "RAY": "endless_line", "XLINE": "endless_line",
    "3DSOLID": "solid", "REGION": "solid", "BODY": "solid", "SURFACE": "solid", "MESH": "mesh",
    "EXTRUDEDSURFACE": "solid", "LOFTEDSURFACE": "solid", "REVOLVEDSURFACE": "solid",
    "SWEPTSURFACE": "solid", "PLANESURFACE": "solid", "NURBSURFACE": "solid",
    "IMAGE": "picture", "WIPEOUT": "picture", "OLE2FRAME": "picture", "OLEFRAME": "picture",
    "PDFUNDERLAY": "picture", "DWFUNDERLAY": "picture", "DGNUNDERLAY": "picture",
    "ACAD_TABLE": "table", "SHAPE": "font_shape", "ACAD_PROXY_ENTITY": "proxy",
    "ATTDEF": "attribute_template", "VERTEX": "lost_part", "SEQEND": "lost_part",
}  # fmt: skip
"""Types that become no row → the reason."""

_TAKEN = (
    "POINT", "INSERT", "TEXT", "MTEXT", "ATTRIB", "MULTILEADER", "MLEADER", "LINE", "LWPOLYLINE",
    "POLYLINE", "CIRCLE", "ARC", "ELLIPSE", "SOLID", "TRACE", "3DFACE", "SPLINE", "HELIX", "LEADER",
    "MLINE", "HATCH",
)  # fmt: skip
_NO_ENTITIES = ("ENDSEC", "EOF", "SECTION")
_SYMBOL_ENTITIES = 30
_BY_LAYER, _BY_BLOCK = 256, 0


def read_dxf(
    path: Path, encoding: str | None = None, progress: Callable[[float], None] = lambda _: None,
    *, metres: float | None = None,
) -> SurveyData:  # fmt: skip
    """Read a DXF, text or binary, R12 to 2018.

    Parameters
    ----------
    path
        The file.
    encoding
        Of its texts; without it header and bytes decide, and the evidence is reported.
    progress
        Told the share read, 0…1; may raise to stop.
    metres
        On the ground for a drawing unit, when the planner says so: curves are cut to 1 cm there.

    Returns
    -------
    data
        Coordinates in drawing units.

    Raises
    ------
    InputError
        See `readers.dxf.drawing.open_drawing`; `damaged_drawing` when it cannot be recovered.
    """
    with open_drawing(path, encoding, metres) as drawing:
        collected = _Collector(drawing)
        for entities, share in drawing.entities():
            collected.add(entities)
            progress(share)
        return collected.result()


class _Collector:
    """Takes the entities of a drawing batch by batch and adds up what became of them."""

    def __init__(self, drawing: Drawing) -> None:
        self.drawing = drawing
        self.found: Counter[tuple[str, str]] = Counter(drawing.off_sheet)
        self.skipped: Counter[tuple[str, str, str]] = Counter()
        self.facts: Counter[str] = Counter()
        self.blocks: Counter[str] = Counter()
        self.batches = Spool()
        for (kind, layer), count in drawing.off_sheet.items():
            self.skipped[kind, layer, "paper_space"] += count

    def add(self, entities: Entities) -> None:
        """Take a batch."""
        common = _common(entities, self.drawing)
        reasons = _reasons(entities)
        paths = join([read_paths(entities), read_leaders(entities)])
        lines, areas = path_rows(paths, entities.tolerance)
        tables = {
            "survey_point": point_rows(entities),
            "survey_line": lines,
            "survey_area": in_file_order([areas, hatch_rows(read_hatches(entities))]),
            "survey_text": in_file_order([text_rows(read_texts(entities), entities.tolerance)]),
        }
        taken = np.zeros(len(entities), bool)
        batch: dict[str, Columns] = {}
        for table, columns in tables.items():
            wanted = np.array([not reasons[row] for row in columns["row"].tolist()], bool)
            rows = columns["row"][wanted]
            taken[rows] = True
            own = {name: values[wanted] for name, values in columns.items() if name != "row"}
            inherited = {name: values[rows] for name, values in common.items() if name not in own}
            batch[table] = {**inherited, **own}
        self.batches.add(batch)
        self._count(entities, common["layer"], reasons, taken)
        self._note(entities, common["layer"], paths)

    def _count(self, entities: Entities, layers: Any, reasons: list[str], taken: Flags) -> None:
        counted = ~np.isin(np.arange(len(entities)), entities.rows(*_NO_ENTITIES))
        belongs = np.zeros(len(entities), bool)
        belongs[entities.rows("VERTEX", "SEQEND")] = True
        belongs &= entities.parents() >= 0
        for row in np.flatnonzero(counted & ~belongs).tolist():
            kind, layer = entities.types[row], layers[row]
            self.found[kind, layer] += 1
            if not taken[row]:
                self.skipped[kind, layer, reasons[row] or _why_empty(kind)] += 1

    def _note(self, entities: Entities, layers: Any, paths: Paths) -> None:
        self.facts["invisible"] += int((entities.integers(60) == 1).sum())
        self.facts["sloping"] += len(sloping(paths, entities.tolerance))
        self.blocks.update(entities.texts(2, entities.rows("INSERT")))
        for name in set(layers.tolist()):
            hidden = self.drawing.layers.get(name.upper(), Layer()).hidden
            if hidden:
                self.facts[f"layer_{hidden}"] += int((layers == name).sum())

    def result(self) -> SurveyData:
        """Return everything taken."""
        drawing = self.drawing
        release = "binary DXF" if drawing.binary else "DXF"
        notes: list[dict[str, Any]] = [{"note": n, "count": c} for n, c in sorted(self.facts.items()) if c]
        if drawing.repairs:
            notes.append({"note": "recovered", "count": len(drawing.repairs), "offset": drawing.repairs[0]})
        if not drawing.whole:
            notes.append({"note": "no_end_mark"})
        notes += self._block_notes()
        return SurveyData(
            format=f"{release} {drawing.version or 'R12'}",
            encoding=drawing.decoder.evidence(),
            declared_units=drawing.declared_units,
            units=drawing.units,
            tolerance=drawing.tolerance,
            code_system=CODE_SYSTEM,
            batches=self.batches,
            found=self.found,
            skipped=self.skipped,
            notes=notes,
        )

    def _block_notes(self) -> list[dict[str, Any]]:
        """Name the blocks that hold more than a symbol: what is drawn inside them stays there."""
        notes = []
        for name, count in sorted(self.blocks.items()):
            block = self.drawing.blocks.get(name.upper(), Block(0))
            if block.entities >= _SYMBOL_ENTITIES or block.xref:
                note = {"note": "block", "block": name, "inserted": count, "holds": block.entities}
                notes.append({**note, "xref": block.xref} if block.xref else note)
        return notes


def _common(entities: Entities, drawing: Drawing) -> Columns:
    """Return what every entity has, inherited from its layer where it says so."""
    rows = np.arange(len(entities))
    names = entities.texts(8, rows)
    layers = [drawing.layers.get(name.upper(), Layer()) for name in names]
    colors = _colors(entities, layers)
    linetypes = [
        layer.linetype if not name or name.upper() in ("BYLAYER", "BYBLOCK") else name
        for name, layer in zip(entities.texts(6, rows), layers)
    ]
    codes = entities.codes_of(CODE_SYSTEM)
    return {
        "layer": np.array(names, object),
        "color": np.array(colors, object),
        "linetype": np.array(linetypes, object),
        "handle": np.array(entities.texts(5, rows), object),
        "code": np.array([codes.get(row) for row in rows.tolist()], object),
        "block": np.array(_block_names(entities), object),
    }


def _colors(entities: Entities, layers: list[Layer]) -> list[str]:
    indices, trues = entities.integers(62, _BY_LAYER).tolist(), entities.integers(420, -1).tolist()
    return [
        true_color(true) if true >= 0
        else layer.color if index in (_BY_LAYER, _BY_BLOCK)
        else aci_color(abs(index))
        for index, true, layer in zip(indices, trues, layers)
    ]  # fmt: skip


def _block_names(entities: Entities) -> list[str | None]:
    """Return the block of each insert, and of the attributes behind it."""
    names: list[str | None] = [None] * len(entities)
    inserts = entities.rows("INSERT")
    for row, name in zip(inserts.tolist(), entities.texts(2, inserts)):
        names[row] = name
    attributes = entities.rows("ATTRIB")
    for row, parent in zip(attributes.tolist(), entities.parents()[attributes].tolist()):
        names[row] = names[parent] if parent >= 0 else None
    return names


def _reasons(entities: Entities) -> list[str]:
    """Return why each entity stays out before its geometry is looked at; empty when it does not."""
    reasons = [LEFT_OUT.get(name, "" if name in _TAKEN else "unknown_type") for name in entities.types]
    for row in np.flatnonzero(is_mesh(entities)).tolist():
        reasons[row] = "mesh"
    for row in np.flatnonzero(entities.integers(67) == 1).tolist():
        reasons[row] = "paper_space"
    return reasons


def _why_empty(kind: str) -> str:
    if kind in ("TEXT", "MTEXT", "ATTRIB", "MULTILEADER", "MLEADER"):
        return "empty_text"
    return "no_boundary" if kind == "HATCH" else "no_extent"
