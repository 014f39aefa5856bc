"""Read a DXF drawing whole: every entity becomes a row, or is counted with the reason why not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from ...community.survey.batches import SurveyData
from ..releases import RELEASES
from ..spool import Spool
from .content import CODE_SYSTEM, INHERITED, common, reasons_of, rows_of, shipped_systems, why_empty
from .drawing import Block, Drawing, Layer, open_drawing
from .entities import Entities
from .explode import Exploder
from .paths import Flags, Paths
from .rows import Columns, arrays_cut, sloping

_NO_ENTITIES = ("ENDSEC", "EOF", "SECTION")
_SYMBOL_ENTITIES = 30
_MOST_NAMED = 50
# How things look: no program keeps codes there.
_AUTOCADS_OWN = ("ACAD", "ACDB", "ACAEC", "GRADIENTCOLOR")


def read_dxf(
    path: Path, encoding: str | None = None, progress: Callable[[float], None] = lambda _: None,
    *, metres: float | None = None, explode: bool = False, systems: Sequence[str] = (),
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
    explode
        Whether blocks become what is drawn in them; else they are points.
    systems
        Applications whose extended data holds feature codes, the first before the others; without
        them those of our catalogue.

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
        drawing.systems = systems or shipped_systems()
        collected = _Collector(drawing, explode=explode)
        for entities, share in drawing.entities():
            collected.add(entities)
            progress(share)
        return collected.result()


class _Collector:
    """Takes the entities of a drawing batch by batch and adds up what became of them."""

    def __init__(self, drawing: Drawing, *, explode: bool) -> None:
        self.drawing = drawing
        self.exploder = Exploder(drawing) if explode else None
        self.found: Counter[tuple[str, str]] = Counter(drawing.off_sheet)
        self.skipped: Counter[tuple[str, str, str]] = Counter()
        self.facts: Counter[str] = Counter()
        self.blocks: Counter[str] = Counter()
        self.applications: Counter[str] = Counter()
        self.values: Counter[str] = Counter()
        self.hidden: Counter[tuple[str, str]] = Counter()
        self.batches = Spool()
        for (kind, layer), count in drawing.off_sheet.items():
            self.skipped[kind, layer, "paper_space"] += count

    def add(self, entities: Entities) -> None:
        """Take a batch."""
        shared = common(entities, self.drawing)
        reasons = reasons_of(entities)
        tables, paths = rows_of(entities)
        taken = np.zeros(len(entities), bool)
        exploded = np.zeros(len(entities), bool)
        if self.exploder is not None:
            exploded[self.exploder.explode(entities, shared, reasons, self.batches.add)] = True
            taken |= exploded
        # A block with a feature code stays one thing, whatever is drawn in it.
        replaced = exploded & (shared["code"] == None)  # noqa: E711 (compared one by one)
        wished = np.array([not reason for reason in reasons], bool)
        batch: dict[str, Columns] = {}
        for table, columns in tables.items():
            wanted = wished[columns["row"]]
            if table == "survey_point":
                wanted &= ~replaced[columns["row"]]
            rows = columns["row"][wanted]
            taken[rows] = True
            own = {name: values[wanted] for name, values in columns.items() if name != "row"}
            inherited = {name: shared[name][rows] for name in INHERITED if name not in own}
            batch[table] = {**inherited, **own}
        self.batches.add(batch)
        self._count(entities, shared["layer"], reasons, taken)
        self._note(entities, shared, paths)

    def _count(self, entities: Entities, layers: Any, reasons: list[str], taken: Flags) -> None:
        counted = ~entities.are(*_NO_ENTITIES)
        belongs = np.zeros(len(entities), bool)
        belongs[entities.rows("VERTEX", "SEQEND")] = True
        belongs &= entities.parents() >= 0
        counted &= ~belongs
        kinds = np.array(entities.types, object)
        self.found.update(zip(kinds[counted].tolist(), layers[counted].tolist()))
        for row in np.flatnonzero(counted & ~taken).tolist():
            reason = reasons[row] or why_empty(kinds[row], entities.text(1, row))
            self.skipped[kinds[row], layers[row], reason] += 1

    def _note(self, entities: Entities, shared: Columns, paths: Paths) -> None:
        layers = shared["layer"]
        self.facts["array_cut"] += arrays_cut(entities)
        self.facts["impossible_numbers"] += len(entities.tags.impossible)
        self.facts["invisible"] += int((entities.integers(60) == 1).sum())
        self.facts["sloping"] += len(sloping(paths, entities.tolerance))
        self.applications.update(entities.applications())
        self.values.update(entities.extended_values())
        self.values.subtract(system.upper() for system in shared["code_system"] if system is not None)
        self.blocks.update(entities.texts(2, entities.rows("INSERT")))
        for name in set(layers.tolist()):
            hidden = self.drawing.layers.get(name.upper(), Layer()).hidden
            if hidden:
                count = int((layers == name).sum())
                self.facts[f"layer_{hidden}"] += count
                self.hidden[name, hidden] += count

    def result(self) -> SurveyData:
        """Return everything taken."""
        drawing = self.drawing
        release = "binary DXF" if drawing.binary else "DXF"
        notes: list[dict[str, Any]] = [{"note": n, "count": c} for n, c in sorted(self.facts.items()) if c]
        notes += [
            {"note": "hidden_layer", "layer": name, "state": state, "count": count}
            for (name, state), count in sorted(self.hidden.items())
        ]
        notes += self._other_data()
        if drawing.repairs:
            notes.append({"note": "recovered", "count": len(drawing.repairs), "offset": drawing.repairs[0]})
        if not drawing.whole:
            notes.append({"note": "no_end_mark"})
        notes += self.exploder.notes() if self.exploder is not None else self._block_notes()
        return SurveyData(
            format=f"{release} {RELEASES.get(drawing.version, drawing.version or 'R12')}",
            encoding=drawing.decoder.evidence(),
            declared_units=drawing.declared_units,
            units=drawing.units,
            tolerance=drawing.tolerance,
            inner_layers=frozenset(self.exploder.layers if self.exploder is not None else ()),
            code_system=CODE_SYSTEM,
            batches=self.batches,
            found=self.found,
            skipped=self.skipped,
            notes=notes,
        )

    def _other_data(self) -> list[dict[str, Any]]:
        """Name the applications that left data in the drawing of which no code, or not all, is read."""
        known = {"ACAD", *(system.upper() for system in self.drawing.systems)}
        others = (
            (name, count)
            for name, count in self.applications.items()
            if name.upper() not in known and not name.upper().startswith(_AUTOCADS_OWN)
        )
        most = sorted(others, key=lambda other: (-other[1], other[0]))[:_MOST_NAMED]
        beside = [(name, self.values[name.upper()]) for name in self.drawing.systems]
        return [
            *({"note": "more_data", "application": name, "count": count} for name, count in beside if count),
            *({"note": "other_data", "application": name, "count": count} for name, count in most),
        ]

    def _block_notes(self) -> list[dict[str, Any]]:
        """Name the blocks that hold more than a symbol: what is drawn inside them stays there."""
        notes = []
        for name, count in sorted(self.blocks.items()):
            block = self.drawing.blocks.get(name.upper(), Block(0))
            if block.entities >= _SYMBOL_ENTITIES or block.xref:
                note = {"note": "block", "block": name, "inserted": count, "holds": block.entities}
                notes.append({**note, "xref": block.xref} if block.xref else note)
        return notes
