"""Runs inside a real QGIS window: keeps a sheet, edits it in QGIS's layout designer, has it drawn again."""

from hands import (
    FOLDER,
    LEFT,
    NONE,
    ask,
    close_community,
    expect,
    iface,
    layers,
    open_community,
    panel,
    picture,
    play,
    plugin,
    seen,
    wait,
)
from qgis.core import QgsLayoutItemLabel, QgsLayoutItemManualTable, QgsProject
from qgis.PyQt.QtCore import QEvent, QPoint
from qgis.PyQt.QtGui import QMouseEvent
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QAction, QApplication


def layout():
    (found,) = QgsProject.instance().layoutManager().printLayouts()
    return found


def designer():
    (found,) = iface.openLayoutDesigners()
    return found


def spot(item):
    """Return where the middle of an item is on the screen."""
    return designer().view().mapFromScene(item.sceneBoundingRect().center())


def drag(name, right, down):
    """Drag an item with the mouse, so many pixels."""
    view, at = designer().view().viewport(), spot(layout().itemById(name))
    QTest.mouseClick(view, LEFT, NONE, at)
    QTest.mousePress(view, LEFT, NONE, at)
    for part in (0.3, 0.7, 1.0):
        to = at + QPoint(round(right * part), round(down * part))
        event = QMouseEvent(QEvent.Type.MouseMove, to, view.mapToGlobal(to), LEFT, LEFT, NONE)
        QApplication.sendEvent(view, event)
        wait(40)
    QTest.mouseRelease(view, LEFT, NONE, at + QPoint(right, down))
    wait(200)


def place(name):
    at = layout().itemById(name).positionWithUnits()
    return [round(at.x(), 1), round(at.y(), 1)]


def look():
    """Note what the layout shows."""
    title = layout().itemById("title")
    tables = (table for table in layout().multiFrames() if isinstance(table, QgsLayoutItemManualTable))
    cells = [str(cell.content()) for table in tables for row in table.tableContents() for cell in row]
    return {
        "legend": place("legend"),
        "italic": title.font().italic(),
        "listed": next(cell for cell in cells if cell.startswith("广场")),
        "labels": sum(isinstance(item, QgsLayoutItemLabel) for item in layout().items()),
        "designers": len(iface.openLayoutDesigners()),
    }


def rename(name):
    """Give the square another name, as in a form."""
    layer = layers()["place"]
    layer.startEditing()
    (square,) = [feature for feature in layer.getFeatures() if str(feature["name"]).startswith("广场")]
    layer.changeAttributeValue(square.id(), layer.fields().indexOf("name"), name)
    assert layer.commitChanges()
    wait(200)


def keep_the_sheet():
    open_community()
    ask("keep_layout")
    dialog = plugin()._commands._dialog
    expect(dialog.isVisible)
    dialog.runButton().click()
    expect(lambda: len(iface.openLayoutDesigners()) == 1)
    dialog.close()
    designer().window().setGeometry(0, 0, 1400, 1000)
    wait(500)
    designer().view().zoomFull()
    wait(1500)
    picture("designer", designer().window())
    seen["kept"] = look()


def edit():
    drag("legend", -80, -60)
    title = layout().itemById("title")
    layout().undoStack().beginCommand(title, "font")
    font = title.font()
    font.setItalic(True)
    title.setFont(font)
    layout().undoStack().endCommand()
    seen["edited"] = look()


def draw_again_with_the_designer_open():
    """The legend is selected, its properties are shown, and the sheet is drawn anew under both."""
    rename("广场甲")
    ask("redraw_layouts")
    wait(1500)
    picture("drawn_again", designer().window())
    seen["drawn_again"] = look()
    drag("legend", -20, 10)
    seen["moved_again"] = look()
    layout().undoStack().stack().undo()
    wait(300)
    seen["undone"] = look()
    layout().undoStack().stack().redo()
    wait(300)


def draw_from_the_menu(command, output):
    """Trigger an entry of the panel's menus, and let the dialog that it opens write a file or folder."""
    panel().findChild(QAction, command).trigger()
    dialog = plugin()._commands._dialog
    expect(dialog.isVisible)
    picture(command, dialog)
    given = dialog.createProcessingParameters()
    seen[command] = {name: given[name] for name in ("COMMUNITY", "FOLDER") if name in given}
    dialog.setParameters({**given, "OUTPUT": str(FOLDER / output)})
    dialog.runButton().click()
    expect(lambda: dialog.results())
    dialog.close()


def draw_an_index_and_a_series():
    draw_from_the_menu("drawindex", "index.pdf")
    draw_from_the_menu("drawseries", "series")
    seen["series"] = sorted(file.name for file in (FOLDER / "series").iterdir())


def draw_again_with_the_designer_closed():
    designer().close()
    expect(lambda: not iface.openLayoutDesigners())
    rename("广场乙")
    ask("redraw_layouts")
    wait(300)
    seen["closed"] = look()
    iface.openLayoutDesigner(layout())
    expect(lambda: len(iface.openLayoutDesigners()) == 1)
    wait(1500)
    picture("opened_again", designer().window())
    seen["opened_again"] = look()
    seen["saved"] = QgsProject.instance().write()
    close_community()
    seen["left"] = len(iface.openLayoutDesigners())


play(
    keep_the_sheet,
    edit,
    draw_again_with_the_designer_open,
    draw_an_index_and_a_series,
    draw_again_with_the_designer_closed,
)
