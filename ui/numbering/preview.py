"""The preview of numbers: computed in the background, drawn on the map, applied as one step."""

from __future__ import annotations

from typing import Any

from qgis.core import (
    Qgis,
    QgsApplication,
    QgsTask,
)
from qgis.PyQt.QtCore import QObject, Qt, QTimer
from qgis.PyQt.QtWidgets import QMessageBox

from ...community.errors import CommonplanError
from ...workspace import packages
from ...workspace.messages import render
from ...workspace.translation import language, tr
from ..plain_text import push
from .by_hand import ByHand
from .changes import Row
from .dock import NumberingDock
from .overlay import Overlay

_SETTLE_MS = 120
# Edits of these tables change what the preview shows.
_WATCHED = ("place", "compound", "entrance", "building", "footprint")


class NumberingPreview(QObject):
    """Keeps dock, map and community together while numbers are looked at."""

    def __init__(self, iface: Any, session: Any, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._iface, self._session = iface, session
        self._dock: Any = None
        self._overlay: Any = None
        self._by_hand = ByHand(iface, session, self)
        self._by_hand.given.connect(self._use)
        self._found: Any = None
        self._serial = 0
        self._tasks: list[Any] = []
        self._watched: list[Any] = []
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(_SETTLE_MS)
        self._settle.timeout.connect(self._compute)

    def open(self) -> None:
        """Show the preview of the open community."""
        if self._session.path is None:
            return
        packages.load()
        self.close()
        self._overlay = Overlay(self._iface.mapCanvas(), self._session.layers()["place"].crs())
        self._dock = self._build_dock()
        self._iface.addTabifiedDockWidget(
            Qt.DockWidgetArea.RightDockWidgetArea, self._dock, ["CommonplanPanel"], True
        )
        self._session.changed.connect(self.close)
        layers = self._session.layers()
        for layer in (layers[table] for table in _WATCHED):
            layer.undoStack().indexChanged.connect(self._ask)
            layer.afterCommitChanges.connect(self._ask)
            self._watched.append(layer)
        self._begin()

    def _build_dock(self) -> NumberingDock:
        dock = NumberingDock(self._iface.mainWindow())
        dock.options.changed.connect(self._ask)
        dock.options.tool_asked.connect(self._by_hand.take_up)
        dock.table.changes.moved.connect(self._by_hand.reorder)
        dock.table.place_chosen.connect(self._flash)
        dock.apply_asked.connect(self._apply)
        dock.left.connect(self.close)
        return dock

    def _begin(self) -> None:
        """Start from what the last run settled."""
        from ...workspace.numbering_edits import last_settings

        stored, published = last_settings(self._session.layers())
        self._dock.options.start_with(stored, published=published)
        self._compute()

    def close(self, *_: object) -> None:
        """Take dock, drawing and tool away."""
        if self._dock is None:
            return
        dock, self._dock = self._dock, None
        self._settle.stop()
        self._serial += 1
        self._session.changed.disconnect(self.close)
        alive = set(map(id, self._session.layers().values()))
        for layer in self._watched:
            if id(layer) in alive:
                layer.undoStack().indexChanged.disconnect(self._ask)
                layer.afterCommitChanges.disconnect(self._ask)
        self._watched.clear()
        self._by_hand.forget()
        self._overlay.remove()
        self._overlay = self._found = None
        self._iface.removeDockWidget(dock)
        dock.deleteLater()

    def _ask(self, *_: object) -> None:
        self._settle.start()

    def _compute(self) -> None:
        if self._dock is None:
            return
        from ...community.numbering.community import Options
        from ...workspace.numbering_edits import read_layers

        wishes = self._dock.options.wishes()
        loops = self._by_hand.loops if wishes.method == "loop" else {}
        orders = self._by_hand.orders if wishes.method == "manual" else {}
        # A line or an order given for one compound leaves the others to what suits them.
        method = "auto" if loops or orders else wishes.method
        options = Options(method, wishes.series, wishes.street_side, wishes.new_places, wishes.publish)
        self._serial += 1
        task = QgsTask.fromFunction(
            tr("Preview of the numbers"), _preview, on_finished=self._computed,
            community=read_layers(self._session.layers(), loops, orders), options=options,
            serial=self._serial,
        )  # fmt: skip
        self._tasks = [*self._tasks[-3:], task]
        QgsApplication.taskManager().addTask(task)

    def _use(self, method: str) -> None:
        self._dock.options.choose_method(method)
        self._ask()

    def _computed(self, error: Any, outcome: Any = None) -> None:
        if self._dock is None:
            return
        if isinstance(error, CommonplanError):
            self._found = None
            self._dock.show_problem(render(error))
        elif outcome is not None and outcome[0] == self._serial:
            self._found = outcome[1:]
            self._show()

    def _show(self) -> None:
        outcome, _, seen = self._found
        changes = seen.changes
        names = _names(changes, outcome.community.kinds)
        rows = [
            Row(str(place), row.old or "", row.new or "", name, row.change)
            for (place, row), name in zip(changes.iterrows(), names)
        ]
        counts = changes["change"].value_counts()
        words = {
            "changed": tr("{n} change"), "new": tr("{n} new"), "gone": tr("{n} given up"),
            "same": tr("{n} stay"),
        }  # fmt: skip
        told = [text.format(n=counts[key]) for key, text in words.items() if counts.get(key, 0)]
        headline = " · ".join(told) or tr("There is no place to number; mark places first.")
        self._dock.show_preview(rows, headline, can_apply=bool(rows))
        self._dock.options.show_lengths(_lengths(seen), _reasons(outcome, seen), _how(seen))
        self._dock.options.show_published(published=outcome.was_published)
        self._by_hand.follow(changes)
        self._overlay.show(seen)

    def _apply(self) -> None:
        if self._found is None or self._settle.isActive():
            return
        from ...workspace.numbering_edits import apply_numbering

        outcome, options, seen = self._found
        if outcome.renumbered and not self._confirmed(seen):
            return
        try:
            table = self._keep_and_tell(outcome) if outcome.renumbered else None
            changed = apply_numbering(self._session.layers(), outcome, options, tr("Number places"))
        except CommonplanError as error:
            push(self._iface.messageBar(), render(error), Qgis.MessageLevel.Warning, 12)
            return
        self._by_hand.forget()
        words = tr("Numbers applied to {n} places; Undo takes them back.").format(n=changed)
        if table is not None:
            words = f"{words} {tr('Old and new numbers: {file}').format(file=table)}"
        push(self._iface.messageBar(), words, Qgis.MessageLevel.Success, 12)
        self._dock.options.choose_method("auto")
        self._iface.mapCanvas().refresh()
        self._ask()

    def _confirmed(self, seen: Any) -> bool:
        count = int((seen.changes["change"] == "changed").sum())
        answer = QMessageBox.question(
            self._iface.mainWindow(),
            tr("Commonplan"),
            tr(
                "These numbers are published; {n} of them would change. A copy of the community is kept, and "
                "a table of old and new numbers for the notice board is written beside it. Renumber?"
            ).format(n=count),
            QMessageBox.StandardButton.Yes | QMessageBox.StandardButton.Cancel,
            QMessageBox.StandardButton.Cancel,
        )
        return answer == QMessageBox.StandardButton.Yes

    def _keep_and_tell(self, outcome: Any) -> Any:
        """Keep a copy from before, and write the table for the notice board."""
        from ...output.tables.concordance import place_beside, write_concordance
        from ...workspace.copies import keep_copy, prune_copies
        from ...workspace.file import name_of, newest_change

        path = self._session.path
        keep_copy(path)
        prune_copies(path)
        target = place_beside(path)
        write_concordance(
            outcome.community, outcome.result, name_of(path), target, language(), newest_change(path)
        )
        return target

    def _flash(self, place: str) -> None:
        from ...workspace.layer_frames import FID

        if self._found is not None:
            places = self._found[0].community.places
            fid = places.loc[places["id"] == place, FID]
            self._iface.mapCanvas().flashFeatureIds(self._session.layers()["place"], [int(i) for i in fid])


def _preview(_task: Any, community: Any, options: Any, serial: int) -> Any:
    from ...community.numbering.preview import preview
    from ...workspace.numbering import Numbered

    seen = preview(community, options)
    return serial, Numbered(community, seen.numbering), options, seen


def _names(changes: Any, kinds: Any) -> list[str]:
    from ...community.catalogue import kind_name

    shown = language()
    pairs = zip(changes["name"], changes["kind"])
    return [n if isinstance(n, str) and n else kind_name(str(k), shown, kinds) for n, k in pairs]


def _lengths(seen: Any) -> dict[str, float]:
    """Return the length of the ways by method, over all compounds."""
    totals: dict[str, float] = {}
    for comparison in seen.comparisons.values():
        for method, candidate in comparison.candidates.items():
            totals[method] = totals.get(method, 0.0) + candidate.length
    return totals


def _reasons(outcome: Any, seen: Any) -> str:
    """Say which method is taken and why, and what would be suggested where that is another one."""
    from ...workspace.numbering import told

    words = [outcome.reason]
    for compound, comparison in seen.comparisons.items():
        if comparison.suggested.method != comparison.taken.method:
            named = f"{outcome.names[compound]}: " if len(seen.comparisons) > 1 else ""
            words.append(tr("Suggested: {reason}").format(reason=named + told(comparison.suggested)))
    return "\n".join(words)


def _how(seen: Any) -> str:
    kept = {comparison.taken.reason for comparison in seen.comparisons.values()} == {"kept"}
    return "kept" if kept else "suggested"
