"""The one door to translated texts: English source strings, Chinese in `resources/i18n`.

Texts are translated when they are shown, never at import: the translator is loaded later.
`tools/translate.py` finds every `tr("…")` in the source, so no f-string may stand inside.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from qgis.core import QgsSettings
from qgis.PyQt.QtCore import QCoreApplication, QLocale, QTranslator

CONTEXT = "commonplan"
_I18N = Path(__file__).resolve().parents[1] / "resources" / "i18n"


def tr(text: str) -> str:
    """Return `text` in the language QGIS is shown in."""
    return QCoreApplication.translate(CONTEXT, text)


def language() -> str:
    """Return `zh` or `en`: the language QGIS is shown in."""
    settings = QgsSettings()
    overridden = settings.value("locale/overrideFlag", False, type=bool)
    locale = str(settings.value("locale/userLocale", "")) if overridden else QLocale.system().name()
    return "zh" if locale.startswith("zh") else "en"


def install_translator() -> Any:
    """Load the translation of the present language; returns what must be kept, or None."""
    catalogue = _I18N / f"commonplan_{language()}.qm"
    if not catalogue.exists():
        return None
    translator = QTranslator()
    translator.load(str(catalogue))
    QCoreApplication.installTranslator(translator)
    return translator
