"""Runs inside a real QGIS window: previews numbers, orders by hand, applies, undoes, publishes, searches."""

import shutil
import subprocess

from hands import (
    FOLDER,
    LEFT,
    RIGHT,
    iface,
    layers,
    open_community,
    panel,
    picture,
    play,
    seen,
    settle,
    wait,
    wait_for,
)
from qgis.core import QgsFeature, QgsGeometry, QgsPointXY, QgsProject, QgsVectorLayer
from qgis.PyQt.QtCore import QPoint, Qt, QTimer
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QAction, QApplication, QComboBox, QMessageBox, QWidget

X, Y = 500_000.0, 3_450_000.0


def widget(name, kind=QWidget):
    return iface.mainWindow().findChild(kind, name)


def press(name):
    """Click a button, a radio button or a box where it is on the screen."""
    found = widget(name)
    spot = QPoint(12, found.height() // 2) if found.width() > 60 else found.rect().center()
    QTest.mouseClick(found, LEFT, Qt.KeyboardModifier.NoModifier, spot)
    settle()


def choose(name, word):
    """Choose in a combo box with the keyboard."""
    combo = widget(name, QComboBox)
    combo.setFocus()
    QTest.keyClick(combo, Qt.Key.Key_Home)
    for _ in range(combo.findData(word)):
        QTest.keyClick(combo, Qt.Key.Key_Down)
    settle()


def click(x, y, button=LEFT):
    canvas = iface.mapCanvas()
    pixel = canvas.getCoordinateTransform().transform(QgsPointXY(X + x, Y + y))
    position = QPoint(round(pixel.x()), round(pixel.y()))
    QTest.mouseMove(canvas.viewport(), position)
    wait(30)
    QTest.mouseClick(canvas.viewport(), button, Qt.KeyboardModifier.NoModifier, position)
    settle()


def table():
    return [[row.old, row.new, row.name, row.change] for row in widget("number_changes").changes.rows]


def numbers():
    layer = layers()["place"]
    return {f["name"]: f["number"] for f in layer.getFeatures() if isinstance(f["number"], str)}


def trigger(action):
    iface.mainWindow().findChild(QAction, action).trigger()
    settle()


def open_preview():
    open_community()
    iface.mapCanvas().setExtent(layers()["compound"].extent().buffered(12))
    settle()
    press("preview_numbers")
    settle()
    seen["first"] = table()
    seen["reason"] = widget("number_reason").text()
    picture("numbers_preview")
    press("method_boundary")
    seen["boundary"] = table()
    picture("numbers_boundary")
    seen["written_by_preview"] = numbers()
    press("method_auto")


def apply_and_undo():
    press("apply_numbers")
    seen["applied"] = numbers()
    seen["after_apply"] = table()
    picture("numbers_applied")
    iface.setActiveLayer(layers()["place"])
    trigger("mActionUndo")
    seen["undone"] = numbers()
    trigger("mActionRedo")
    seen["redone"] = numbers()


def click_in_turn():
    press("click_in_turn")
    for spot in ((80, 100), (-80, 100)):
        click(*spot)
    picture("numbers_by_hand")
    click(0, 60, RIGHT)
    seen["by_hand"] = table()
    press("apply_numbers")
    seen["by_hand_applied"] = numbers()
    seen["kept"] = widget("number_reason").text()


def drag_a_row():
    """Drag the last row before the first with a real pointer: QTest cannot drag."""
    if shutil.which("xdotool") is None:
        return
    view = widget("number_changes")
    model = view.changes
    last = view.viewport().mapToGlobal(view.visualRect(model.index(len(model.rows) - 1, 3)).center())
    first = view.viewport().mapToGlobal(view.visualRect(model.index(0, 3)).topLeft() + QPoint(12, 1))
    way = [f"mousemove {last.x()} {last.y()} sleep 0.3 mousedown 1 sleep 0.3"]
    for share in range(1, 11):
        x = last.x() + (first.x() - last.x()) * share // 10
        y = last.y() + (first.y() - last.y()) * share // 10
        way.append(f"mousemove {x} {y} sleep 0.08")
    way.append("sleep 0.3 mouseup 1")
    pointer = subprocess.Popen(["xdotool", *" ".join(way).split()])
    wait_for(lambda: pointer.poll() is not None)
    settle()
    seen["dragged"] = table()
    picture("numbers_dragged")


def draw_a_line():
    press("draw_line")
    for spot in ((0, 0), (90, 20), (90, 180), (-90, 180)):
        click(*spot)
    click(0, 0, RIGHT)
    seen["loop"] = table()
    picture("numbers_loop")


def pick_a_line():
    """Pick a road that closes: a line of any layer on the map."""
    road = QgsVectorLayer("LineString?crs=EPSG:4549", "road", "memory")
    feature = QgsFeature(road.fields())
    corners = [(-50, 50), (50, 50), (50, 150), (-50, 150), (-50, 50)]
    feature.setGeometry(QgsGeometry.fromPolylineXY([QgsPointXY(X + x, Y + y) for x, y in corners]))
    road.dataProvider().addFeatures([feature])
    QgsProject.instance().addMapLayer(road)
    settle()
    press("pick_line")
    click(0, 50)
    seen["picked"] = table()
    picture("numbers_picked")
    QgsProject.instance().removeMapLayer(road)


def take_one_back():
    """Places clicked in turn: the last one is taken back with a key."""
    press("click_in_turn")
    for spot in ((60, 20), (80, 100)):
        click(*spot)
    seen["two_clicked"] = table()
    QTest.keyClick(iface.mapCanvas().viewport(), Qt.Key.Key_Backspace)
    settle()
    click(0, 60, RIGHT)
    seen["one_back"] = table()


def publish_and_renumber():
    press("method_bearing")
    press("number_publish")
    press("apply_numbers")
    panel().asked.emit("save")
    settle()
    choose("number_new", "renumber")
    press("method_manual")
    press("click_in_turn")
    click(80, 100)
    click(0, 60, RIGHT)
    seen["renumber"] = table()
    QTimer.singleShot(800, lambda: answer(QMessageBox.StandardButton.Cancel))
    press("apply_numbers")
    seen["refused"] = numbers()
    QTimer.singleShot(800, lambda: answer(QMessageBox.StandardButton.Yes))
    press("apply_numbers")
    seen["renumbered"] = numbers()
    panel().asked.emit("save")
    settle()
    press("close_numbers")


def answer(button):
    box = QApplication.activeModalWidget()
    box.grab().save(str(FOLDER / "numbers_question.png"))
    seen["question"] = box.text()
    QTest.mouseClick(box.button(button), LEFT)


def search_an_old_number():
    field = widget("search_places")
    field.setFocus()
    QTest.keyClicks(field, "3")
    wait(300)
    picture("numbers_search")
    seen["hits"] = [widget("found_places").item(i).text() for i in range(widget("found_places").count())]
    QTest.keyClick(field, Qt.Key.Key_Return)
    settle()
    layer = layers()["place"]
    seen["selected"] = [f["name"] for f in layer.selectedFeatures()]


def number_any_layer():
    """Number a layer that is no community's, its entrance clicked on the map."""
    layer = QgsVectorLayer("Point?crs=EPSG:4549&field=name:string", "kiosks", "memory")
    features = []
    for name, spot in (("a", (60, 60)), ("b", (-60, 60)), ("c", (0, 150))):
        feature = QgsFeature(layer.fields())
        feature.setGeometry(QgsGeometry.fromPointXY(QgsPointXY(X + spot[0], Y + spot[1])))
        feature.setAttributes([name])
        features.append(feature)
    layer.dataProvider().addFeatures(features)
    QgsProject.instance().addMapLayer(layer)
    iface.setActiveLayer(layer)
    trigger("CommonplanNumberLayerAction")
    dialog = widget("CommonplanNumberLayer")
    press("number_point")
    click(0, 0)
    dialog.grab().save(str(FOLDER / "numbers_layer.png"))
    press("number_layer_go")
    seen["layer"] = {f["name"]: f["number"] for f in layer.getFeatures()}
    trigger("mActionUndo")
    seen["layer_undone"] = layer.fields().names()
    layer.rollBack()


play(
    open_preview, apply_and_undo, click_in_turn, drag_a_row, draw_a_line, pick_a_line, take_one_back,
    publish_and_renumber,
    search_an_old_number, number_any_layer,
)  # fmt: skip
