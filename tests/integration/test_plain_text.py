"""Texts of files and people in message bars and tool tips: to the letter, not as HTML."""

import pytest
from commonplan.ui.plain_text import push, tip
from commonplan.workspace.packages import install_command
from qgis.core import Qgis
from qgis.gui import QgsMessageBar
from qgis.PyQt.QtGui import QTextDocument
from qgis.PyQt.QtWidgets import QTextBrowser, QWidget

TEXTS = [
    'install it with: python3 -m pip install "numpy<2" "geopandas>=1" pyproj and start QGIS again.',
    "<b>围墙</b>.dxf & <z.txt> are empty.",
    '<img src="file:///etc/hostname"> 1 < 2 &lt; 3',
]


@pytest.fixture
def window(qgis_app):
    window = QWidget()
    yield window
    window.deleteLater()


@pytest.mark.parametrize("text", [*TEXTS, install_command()])
def test_a_message_is_shown_to_the_letter(window, text):
    bar = QgsMessageBar(window)
    push(bar, text, Qgis.MessageLevel.Warning, 0)
    shown = [browser.toPlainText() for browser in bar.currentItem().findChildren(QTextBrowser)]
    assert [words for words in shown if text in words], shown


@pytest.mark.parametrize("text", [*TEXTS, "two\nlines"])
def test_a_tool_tip_is_shown_to_the_letter(text):
    document = QTextDocument()
    document.setHtml(tip(text))
    assert document.toPlainText() == text


def test_nothing_to_say_shows_no_tool_tip():
    assert tip("") == ""
