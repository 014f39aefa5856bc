"""Runs inside a real QGIS window: every page of the survey import, by mouse, then by keys alone."""

from hands import FOLDER, LEFT, NONE, ask, expect, open_community, picture, play, plugin, seen, wait
from qgis.core import QgsPointXY
from qgis.PyQt.QtCore import QPoint, Qt
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QApplication, QRadioButton

KNOWN = (600_000, 3_440_000)


def dialog():
    return plugin()._commands._dialog


def look(name):
    """Add a file and wait until it is read."""
    dialog().add_files([FOLDER / name])
    expect(lambda: dialog().prepare.drafts and dialog().prepare.drafts[-1].state in ("read", "failed"))
    expect(lambda: dialog().prepare._around is not None)
    return dialog().prepare.drafts[-1]


def choose(question, key):
    """Click on a radio button, after bringing it into view."""
    page = getattr(dialog().prepare.pages, question)
    dialog().prepare.pages.setCurrentWidget(page)
    button = page.findChild(QRadioButton, f"choice_{key}")
    if hasattr(page, "ensureWidgetVisible"):
        page.ensureWidgetVisible(button)
    QTest.mouseClick(button, LEFT, NONE, QPoint(8, button.height() // 2))
    wait(100)


def click(widget):
    QTest.mouseClick(widget, LEFT)
    wait(50)


def bring_in():
    click(dialog().go)
    expect(lambda: dialog()._stack.currentWidget() is dialog().reports)


def by_control_points():
    """A drawing in a grid of its own: four corners clicked on the map, one of them given wrongly."""
    draft = look("grid.dxf")
    choose("place", "own_grid")
    form, canvas = dialog().prepare.pages.place.pairs, dialog().prepare.map.canvas
    wait(500)
    for number, (x, y) in enumerate(((0, 0), (209, 0), (209, 109), (0, 109), (209, 9))):
        click(form.pick)
        spot = canvas.getCoordinateTransform().transform(QgsPointXY(x, y)).toQPointF().toPoint()
        QTest.mouseClick(canvas.viewport(), LEFT, NONE, spot + QPoint(2, -2))
        wrong = 5 if number == 4 else 0
        for field, known in (("east", KNOWN[0] + x + wrong), ("north", KNOWN[1] + y)):
            QTest.mouseClick(form._fields[field], LEFT)
            QTest.keyClicks(form._fields[field], str(known))
        click(form.add)
        if number == 1:
            picture("control_two", dialog())
    pairs = dialog().prepare.pages.place.fit.pairs
    seen["residuals"] = [pairs.item(row, 1).text() for row in range(pairs.rowCount())]
    picture("control_bad", dialog())
    bring_in()
    seen["fit"] = draft.outcome[1].report["fit"]
    QTest.qWait(300)  # the page is laid out anew
    picture("control_report", dialog())


def by_one_click():
    """A drawing with north along x."""
    click(dialog().more)
    draft = look("swapped.dxf")
    QTest.qWait(300)
    picture("swapped_asks", dialog())
    choose("place", "exchanged EPSG:4549")
    expect(lambda: draft.state == "read")
    picture("swapped_answered", dialog())
    seen["exchanged"] = [draft.preview.exchanged, draft.answers.crs]
    dialog().prepare.clear()


def a_newer_one():
    """The survey, then the same a year later."""
    dialog()._start_over()
    look("survey.dxf")
    choose("place", "EPSG:4549")
    bring_in()
    click(dialog().more)
    look("newer.dxf")
    choose("place", "EPSG:4549")
    pages = dialog().prepare.pages
    for number in range(pages.count()):
        if pages.isTabVisible(number):
            pages.setCurrentIndex(number)
            picture(f"page{number}", dialog())
    choose("earlier", "auto")
    bring_in()
    tabs = dialog().reports.view.tabs
    seen["tabs"] = [tabs.tabText(number) for number in range(tabs.count()) if tabs.isTabVisible(number)]
    for number in range(tabs.count()):
        if tabs.isTabVisible(number) and tabs.isTabEnabled(number):
            tabs.setCurrentIndex(number)
            picture(f"report{number}", dialog())


def by_keys_alone():
    """From the question to the report without the mouse."""
    click(dialog().more)
    look("keys.dxf")
    dialog().activateWindow()
    dialog().setFocus()
    wait(200)
    seen["walked"] = []
    walk_to(lambda widget: widget is dialog()._next)
    press(Qt.Key.Key_Space)  # to the question
    walk_to(lambda widget: isinstance(widget, QRadioButton))
    for _ in range(12):
        if dialog().prepare.drafts[0].answers.crs == "EPSG:4549":
            break
        if QApplication.focusWidget().objectName() == "choice_EPSG:4549":
            press(Qt.Key.Key_Space)
        else:
            press(Qt.Key.Key_Down)
    seen["answered"] = dialog().prepare.drafts[0].answers.crs
    expect(lambda: dialog().go.isEnabled())
    walk_to(lambda widget: widget is dialog().go)
    picture("keys", dialog())
    press(Qt.Key.Key_Space)
    expect(lambda: dialog()._stack.currentWidget() is dialog().reports)
    seen["by_keys"] = dialog()._running[0].outcome[1] is not None
    press(Qt.Key.Key_Escape)
    seen["closed"] = not dialog().isVisible()


def press(key):
    QTest.keyClick(QApplication.focusWidget() or dialog(), key)
    wait(60)


def walk_to(wanted):
    for _ in range(60):
        widget = QApplication.focusWidget()
        if widget is not None and wanted(widget):
            return
        press(Qt.Key.Key_Tab)
        widget = QApplication.focusWidget()
        seen["walked"].append(widget.objectName() or type(widget).__name__ if widget is not None else None)
    raise TimeoutError(seen["walked"])


def open_dialog():
    open_community()
    ask("importsurvey")
    picture("start", dialog())


play(open_dialog, by_control_points, by_one_click, a_newer_one, by_keys_alone, width=1280, height=720)
