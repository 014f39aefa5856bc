"""Runs inside a real QGIS window: finds, changes, adds, switches off, restores and saves kinds and rules."""

import json

from hands import (
    FOLDER,
    LEFT,
    NONE,
    ask,
    iface,
    key,
    layers,
    open_community,
    panel,
    picture,
    play,
    seen,
    wait,
    write,
)  # fmt: skip
from qgis.core import QgsSettings
from qgis.PyQt.QtCore import QPoint, Qt
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QAction, QDialog, QLineEdit, QTableView, QTabWidget, QWidget


def dialog():
    return iface.mainWindow().findChild(QDialog, "catalogue_dialog")


def widget(name, kind=QWidget):
    return dialog().findChild(kind, name)


def show(name):
    wait(250)
    picture(name, dialog())


def press(name):
    QTest.mouseClick(widget(name), LEFT)
    wait()


def search(table, text):
    line = widget(f"search_{table}", QLineEdit)
    line.selectAll()
    QTest.keyClick(line, Qt.Key.Key_Backspace)
    write(line, text)
    return shown(table)


def view(table):
    return widget(f"table_{table}", QTableView)


def shown(table):
    model = view(table).model()
    return [
        model.index(row, 0).data(int(Qt.ItemDataRole.UserRole) + 1).key for row in range(model.rowCount())
    ]


def cell(table, row, column):
    """Bring a cell of the filtered table into view and return where it is."""
    names = view(table).model().sourceModel().columns
    index = view(table).model().index(row, names.index(column))
    view(table).scrollTo(index)
    wait(50)
    return index, view(table).visualRect(index)


def tick(table, row, column):
    _, place = cell(table, row, column)
    QTest.mouseClick(view(table).viewport(), LEFT, NONE, QPoint(place.left() + 10, place.center().y()))
    wait()


def edit(table, row, column, text):
    """Double click a cell, type over what it holds, and take it with Enter."""
    index, place = cell(table, row, column)
    QTest.mouseClick(view(table).viewport(), LEFT, NONE, place.center())
    QTest.mouseDClick(view(table).viewport(), LEFT, NONE, place.center())
    wait()
    type_over(table, text)
    return index.data()


def editor(table):
    """The editor that is open in a table: nothing else is shown in its viewport."""
    return next((w for w in view(table).viewport().findChildren(QWidget) if w.isVisible()), None)


def type_over(table, text):
    opened = editor(table)
    line = opened if isinstance(opened, QLineEdit) else opened.findChild(QLineEdit)
    line.selectAll()
    write(line, text)
    key(Qt.Key.Key_Return, line)
    if editor(table) is not None:  # the first Enter went to the list of completions
        key(Qt.Key.Key_Return, line)


def turn_to(position):
    tabs = dialog().findChild(QTabWidget)
    bar = tabs.tabBar()
    QTest.mouseClick(bar, LEFT, NONE, bar.tabRect(position).center())
    wait()


def stored():
    layer = layers()["catalogue_edit"]
    return {f["kind"]: json.loads(f["overrides"]) for f in layer.getFeatures()}


def open_dialog():
    open_community()
    iface.mainWindow().findChild(QAction, "edit_catalogue").trigger()
    wait(400)
    dialog().resize(1240, 720)
    seen["title"] = dialog().windowTitle()
    show("catalogue_kinds")


def work_on_kinds():
    seen["found"] = search("kinds", "超市")
    seen["cell"] = edit("kinds", 0, "numbering", "各自编号" if zh() else "Each its own number")
    seen["save_on"] = widget("save_catalogue").isEnabled()
    search("kinds", "公厕")
    tick("kinds", 0, "applies")
    press("add_kinds")
    added = view("kinds").currentIndex().row()
    type_over("kinds", "茶室")
    for column, text in (("key", "tea_house"), ("en", "Tea house"), ("words", "茶室|菜市场")):
        edit("kinds", added, column, text)
    tick("kinds", added, "internal")
    show("catalogue_mistake")
    press("save_catalogue")
    seen["refused"] = stored()
    seen["tooltip"] = cell("kinds", added, "words")[0].data(int(Qt.ItemDataRole.ToolTipRole))
    edit("kinds", added, "words", "茶室|茶社")


def zh():
    return QgsSettings().value("locale/userLocale", "en").startswith("zh")


def work_on_rules():
    turn_to(1)
    seen["codes"] = search("rules", "214300")
    edit("rules", 0, "kind", "小游园" if zh() else "Pocket park")
    show("catalogue_rules")
    press("add_rules")
    added = view("rules").currentIndex().row()
    key(Qt.Key.Key_Escape, editor("rules"))
    edit("rules", added, "words", "麻将馆")
    edit("rules", added, "kind", "茶室" if zh() else "Tea house")


def work_on_standards():
    turn_to(2)
    search("standards", "幼儿园")
    edit("standards", 0, "radius", "450")
    tick("standards", 1, "applies")
    show("catalogue_standards")
    press("undo_catalogue")
    search("standards", "")


def save_and_restore():
    press("save_catalogue")
    seen["saved"] = stored()
    seen["clean"] = not widget("save_catalogue").isEnabled()
    show("catalogue_saved")
    turn_to(0)
    search("kinds", "公厕")
    tick("kinds", 0, "applies")
    search("kinds", "超市")
    view("kinds").selectRow(0)
    press("restore_kinds")
    press("save_catalogue")
    seen["restored"] = stored()
    target = FOLDER / "kinds.csv"
    dialog().export_table(target)
    text = target.read_text(encoding="utf-8-sig").replace("茶室|茶社", "茶室|茶社|茶馆儿")
    target.write_text(text, encoding="gb18030")
    dialog().import_table(target)
    seen["imported"] = [
        row.cells["words"] for row in dialog().pages["kinds"].model.rows if row.key == "tea_house"
    ]
    press("save_catalogue")
    seen["after_import"] = stored()["tea_house"]["words"]
    press("close")
    seen["closed"] = not dialog().isVisible()


def mark_with_it():
    ask("mark_place")
    picker = panel().findChild(QWidget, "marking_page").picker
    picker.search.setText("茶社")
    seen["picked"] = [picker.kind(), picker.name_of("tea_house")]


play(open_dialog, work_on_kinds, work_on_rules, work_on_standards, save_and_restore, mark_with_it)
