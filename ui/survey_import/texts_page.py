"""In which encoding the texts of a survey are: samples that change with the choice."""

from __future__ import annotations

from typing import Any

from qgis.PyQt.QtCore import pyqtSignal
from qgis.PyQt.QtWidgets import QComboBox, QHBoxLayout, QLabel, QListWidget, QPushButton, QVBoxLayout, QWidget

from ...workspace.translation import tr
from ..widgets import dimmed
from .choices import note


class TextsPage(QWidget):
    """Shows the samples under an encoding; it is answered when the planner says they read right."""

    chosen = pyqtSignal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._preview: Any = None
        self._evidence = note(self)
        self.encodings = QComboBox(self)
        self.encodings.setObjectName("encoding")
        self.encodings.activated.connect(self._pick)
        self.confirm = QPushButton(tr("These texts read right"), self)
        self.confirm.setObjectName("encoding_right")
        self.confirm.clicked.connect(lambda: self.chosen.emit(self.encodings.currentData()))
        label = QLabel(tr("&Encoding"), self)
        label.setBuddy(self.encodings)
        row = QHBoxLayout()
        row.addWidget(label)
        row.addWidget(self.encodings, 1)
        row.addWidget(self.confirm)
        self._bad = dimmed("", self)
        self.samples = QListWidget(self)
        self.samples.setObjectName("text_samples")
        self.samples.setAlternatingRowColors(True)
        self.samples.setWordWrap(True)
        layout = QVBoxLayout(self)
        layout.addWidget(self._evidence)
        layout.addLayout(row)
        layout.addWidget(self._bad)
        layout.addWidget(self.samples, 1)

    def show_preview(self, preview: Any, encoding: str | None) -> None:
        """Show what is known of a file's texts, read as answered so far."""
        from ...readers.encoding import codec_of
        from ...workspace.survey_answers import ENCODINGS
        from ...workspace.survey_words import encoding_name, encoding_reason

        self._preview = preview
        used = str(preview.encoding.get("used", "utf-8"))
        self._evidence.setText(encoding_reason(preview.encoding))
        scores = preview.encoding.get("scores", {})
        known = sorted({used, *ENCODINGS, *scores}, key=lambda name: (name != used, -scores.get(name, 0)))
        self.encodings.blockSignals(True)
        self.encodings.clear()
        for name in known:
            share = tr("{n} % reads like text").format(n=round(100 * scores[name])) if name in scores else ""
            self.encodings.addItem(" — ".join(filter(None, (encoding_name(name), share))), name)
        taken = codec_of(encoding) if encoding else used
        self.encodings.setCurrentIndex(max(self.encodings.findData(taken), 0))
        self.encodings.blockSignals(False)
        self.encodings.setEnabled(bool(preview.samples))
        self.confirm.setVisible(encoding is None)
        self._show_samples()

    def _pick(self, _index: int) -> None:
        self._show_samples()
        self.chosen.emit(self.encodings.currentData())

    def _show_samples(self) -> None:
        from ...readers.samples import decoded

        self.samples.clear()
        texts = decoded(self._preview.samples, self.encodings.currentData())
        bad = sum("\\x" in text for text in texts)
        self.samples.addItems([" ⏎ ".join(text.splitlines()) for text in texts])
        if not texts:
            self._bad.setText(tr("There is no text beyond plain ASCII to show."))
        elif bad:
            self._bad.setText(tr("Samples that do not fit this encoding: {n}").format(n=bad))
        else:
            self._bad.setText(tr("Samples of layer names and texts:"))
