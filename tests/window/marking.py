"""Runs inside a real QGIS window: marks, moves, joins and reviews places of the sample by keys and mouse."""

from hands import (
    LEFT,
    ask,
    click,
    drag,
    iface,
    key,
    layers,
    open_community,
    panel,
    picture,
    pixel,
    play,
    plugin,
    seen,
    settle,
    viewport,
    wait,
    wait_for,
)  # fmt: skip
from qgis.core import QgsGeometry, QgsPointXY
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtGui import QKeySequence
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QWidget


def page(name):
    return panel().findChild(QWidget, name)


def there():
    return {f["id"]: f for f in layers()["place"].getFeatures() if f["rejected"] is not True}


def kinds():
    return sorted(f["kind"] for f in there().values())


def look_at(x, y, scale=500):
    canvas = iface.mapCanvas()
    canvas.setCenter(QgsPointXY(x, y))
    canvas.zoomScale(scale)
    settle()


def bare_ground(around):
    """A spot with nothing surveyed and no place within 6 m."""
    from commonplan.workspace import picking

    rules = picking.rules_of(layers())
    for step in range(1, 400):
        x, y = around[0] + 3 * (step % 20) - 30, around[1] + 3 * (step // 20) - 30
        spot = QgsGeometry.fromPointXY(QgsPointXY(x, y))
        free = picking.place_at(layers(), spot, 6) is None
        if free and picking.thing_at(layers(), spot, 6, rules).form == "ground":
            return x, y
    raise LookupError


def mark_by_click():
    target = next(f for f in there().values() if f["kind"] == "toilet").geometry().asPoint()
    x, y = bare_ground((target.x(), target.y()))
    look_at(x, y)
    before = len(there())
    ask("mark_place")
    marking = page("marking_page")
    seen["page"] = panel()._pages.currentWidget() is marking
    marking.picker.search.setText("凉亭")
    marking.name.setText("望月亭")
    click(x, y)
    seen["clicked"] = [len(there()) - before, "望月亭" in {f["name"] for f in there().values()}]
    seen["name_taken"] = marking.name.text()
    marking.picker.search.setText("公告栏")
    click(x + 8, y)
    marking.picker.search.clear()
    key(Qt.Key.Key_1)
    seen["key_1"] = marking.picker.kind()
    key(Qt.Key.Key_2)
    seen["key_2"] = marking.picker.kind()
    settle()
    picture("marking")
    layers()["place"].undoStack().undo()
    wait()
    seen["one_undone"] = len(there()) - before
    iface.setActiveLayer(layers()["compound"])
    key(Qt.Key.Key_Z, modifiers=Qt.KeyboardModifier.ControlModifier)
    seen["undone_by_key"] = len(there()) - before
    iface.setActiveLayer(layers()["place"])


def mark_by_box():
    lamps = [f for f in there().values() if f["kind"] == "street_lamp"]
    points = sorted((f.geometry().asPoint() for f in lamps), key=lambda p: (p.x(), p.y()))
    first = points[len(points) // 2]
    look_at(first.x(), first.y(), 700)
    marking = page("marking_page")
    marking.picker.pick("camera")
    start, end = (first.x() - 12, first.y() - 12), (first.x() + 12, first.y() + 12)
    boxed = [p for p in points if start[0] < p.x() < end[0] and start[1] < p.y() < end[1]]
    before = kinds().count("camera")
    drag(start, end, "box")
    seen["boxed"] = [kinds().count("camera") - before >= len(boxed), len(boxed)]
    drag_back = kinds().count("camera")
    layers()["place"].undoStack().undo()
    wait()
    seen["box_undone_at_once"] = [drag_back > before, kinds().count("camera") == before]


def arrange():
    marking = page("marking_page")
    x, y = bare_ground(tuple(iface.mapCanvas().center()))
    look_at(x, y)
    marking.picker.pick("shop")
    spots = [(x, y), (x + 5, y), (x + 10, y)]
    known = set(there())
    for spot in spots:
        click(*spot)
    new = [there()[i] for i in there() if i not in known]
    seen["three"] = len(new)
    marking.mode_asked.emit("arrange")
    wait()
    drag((x, y), (x, y + 6))
    moved = there()[new[0]["id"]].geometry().asPoint()
    seen["moved"] = [round(moved.x() - x, 1), round(moved.y() - y, 1)]
    drag((x - 3, y - 3), (x + 13, y + 9))
    seen["selected"] = layers()["place"].selectedFeatureCount()
    picture("arrange")
    key(Qt.Key.Key_G)
    left = [there()[i] for i in there() if i not in known]
    seen["grouped"] = [len(left), left[0]["name"]]
    key(Qt.Key.Key_S)
    seen["split"] = len([i for i in there() if i not in known])
    drag((x - 3, y - 3), (x + 13, y + 9))
    key(Qt.Key.Key_Delete)
    seen["unmarked"] = len([i for i in there() if i not in known])
    key(Qt.Key.Key_Escape)
    seen["left"] = panel()._pages.currentIndex()
    seen["tool_down"] = iface.mapCanvas().mapTool() is None or not hasattr(
        iface.mapCanvas().mapTool(), "boxed"
    )


def content():
    """All rows of places and footprints, whatever their order."""
    return {
        table: sorted(
            [*map(str, f.attributes()[1:]), f.geometry().asWkt(2)] for f in layers()[table].getFeatures()
        )
        for table in ("place", "footprint")
    }


def undone(name, gesture, active):
    """Make a gesture, take it back by Ctrl+Z while a layer is active, and note what both did."""
    before = content()
    gesture()
    after = content()
    iface.setActiveLayer(layers()[active])
    key(Qt.Key.Key_Z, modifiers=Qt.KeyboardModifier.ControlModifier)
    iface.setActiveLayer(layers()["place"])
    seen["undone_" + name] = [after != before, content() == before]


def take_back_each_gesture():
    """A ground with another place on it: anchor, kind, merge, cut, unmark, each undone over all layers."""
    prints = {f["place_id"]: f.geometry() for f in layers()["footprint"].getFeatures()}
    places = there()
    ground, other = next(
        (a, b)
        for a, shape in prints.items()
        for b, place in places.items()
        if a in places and b != a and shape.area() > 300 and shape.contains(place.geometry())
    )
    shape, at, beside = prints[ground], *(places[i].geometry().asPoint() for i in (ground, other))
    look_at(at.x(), at.y(), 400)
    ask("mark_place")
    marking = page("marking_page")
    marking.mode_asked.emit("arrange")
    wait()

    def drop_on_the_neighbour():
        drag((at.x(), at.y()), (beside.x(), beside.y()), "anchor")
        moved = there()[ground].geometry()
        seen["anchor"] = [shape.contains(moved), moved.distance(places[other].geometry()) > 0.5]

    def select(*spots):
        for number, spot in enumerate(spots):
            click(
                spot.x(),
                spot.y(),
                Qt.KeyboardModifier.ShiftModifier if number else Qt.KeyboardModifier.NoModifier,
            )

    def give_another_kind():
        select(at)
        marking.picker.pick("pet_corner")
        key(Qt.Key.Key_K)

    def merge():
        select(at, beside)
        key(Qt.Key.Key_M)

    def cut():
        select(at)
        key(Qt.Key.Key_S)
        box = shape.boundingBox()
        middle = box.center().x() + 1
        click(middle, box.yMinimum() - 2)
        click(middle, box.yMaximum() + 2)

    def unmark():
        select(at)
        key(Qt.Key.Key_Delete)

    undone("move", drop_on_the_neighbour, "footprint")
    undone("kind", give_another_kind, "footprint")
    undone("merge", merge, "footprint")
    undone("split", cut, "compound")
    undone("unmark", unmark, "place")
    key(Qt.Key.Key_Escape)


def review():
    ask("show_uncertain")
    pages = page("review_page")
    settle()
    seen["waiting"] = pages.list.count()
    seen["evidence"] = pages._evidence.text()
    picture("review")
    first = pages.chosen()[0]
    key(Qt.Key.Key_R, pages.list)
    wait(150)
    seen["after_reject"] = pages.list.count()
    seen["rejected"] = [f["rejected"] for f in layers()["place"].getFeatures() if f["id"] == first]
    second = pages.chosen()[0]
    key(Qt.Key.Key_A, pages.list)
    wait(150)
    seen["after_accept"] = pages.list.count()
    seen["accepted"] = there()[second]["decided_by"]
    key(Qt.Key.Key_C, pages.list)
    third = pages.chosen()[0]
    pages.picker.search.setText("球场")
    picture("review_change")
    QTest.keyClick(pages.picker.search, Qt.Key.Key_Return)
    wait(150)
    seen["changed"] = [there()[third]["kind"], there()[third]["decided_by"]]
    key(Qt.Key.Key_Z, pages.list)
    wait(150)
    seen["undone"] = there()[third]["decided_by"]
    key(Qt.Key.Key_Escape, pages.list)
    seen["saved"] = plugin()._session.save()


def take_a_gate():
    entrance = layers()["entrance"]
    gate = next(f for f in entrance.getFeatures() if f["is_main"])
    spot, name = gate.geometry().asPoint(), gate["name"]
    entrance.startEditing()
    entrance.deleteFeature(gate.id())
    look_at(spot.x(), spot.y(), 700)
    ask("set_main_entrance")
    at = pixel(spot.x(), spot.y())
    QTest.mouseMove(viewport(), at)
    wait(300)
    picture("gates")
    click(spot.x() + 0.8, spot.y() + 0.8)
    new = [f for f in entrance.getFeatures() if f["name"] == name]
    seen["gate"] = [len(new), bool(new) and new[0]["is_main"]]
    entrance.rollBack()
    ask("arrange_compounds")
    listed = page("compounds_page").list
    seen["compounds"] = [listed.topLevelItem(i).text(0) for i in range(listed.topLevelItemCount())]
    listed.topLevelItem(0).setText(1, "甲")
    picture("compounds")
    QTest.mouseClick(page("apply_compounds"), LEFT)
    wait()
    seen["prefix"] = sorted(str(f["prefix"]) for f in layers()["compound"].getFeatures())


def pick_boundaries():
    """One compound from its walls, one from a surveyed outline, each by a click; and a click at nothing."""
    compound = layers()["compound"]
    lost = next(compound.getFeatures())
    shape, inside = lost.geometry(), lost.geometry().pointOnSurface().asPoint()
    compound.startEditing()
    compound.deleteFeature(lost.id())
    look_at(inside.x(), inside.y(), 2500)
    ask("pick_boundary")
    picture("pick_boundary")
    known = {f.id() for f in compound.getFeatures()}
    click(inside.x(), inside.y())
    wait_for(lambda: compound.featureCount() > len(known))
    settle()
    picture("picked_boundary")
    new = [f.geometry() for f in compound.getFeatures() if f.id() not in known]
    seen["walls_picked"] = [
        round(part.intersection(shape).area() / part.combine(shape).area(), 2) for part in new
    ]
    # No tool is up now that would hear Ctrl+Z, and without a window manager no shortcut works.
    undo = QKeySequence(QKeySequence.StandardKey.Undo)
    next(action for action in iface.editMenu().actions() if action.shortcut() == undo).trigger()
    wait()
    seen["picking_undone"] = compound.featureCount() - len(known)

    beyond = [f.geometry() for f in compound.getFeatures()] + [shape]
    areas = [f.geometry() for f in layers()["survey_area"].getFeatures()]
    alone = [a for a in areas if a.area() > 60 and not any(wall.intersects(a) for wall in beyond)]
    spot = max(alone, key=lambda area: area.area()).pointOnSurface().asPoint()
    around = [area for area in areas if area.contains(QgsGeometry.fromPointXY(spot))]
    outline = min(around, key=lambda area: area.area())
    look_at(spot.x(), spot.y(), 700)
    ask("pick_boundary")
    click(spot.x(), spot.y())
    new = [f.geometry() for f in compound.getFeatures() if f.id() not in known]
    seen["outline_picked"] = [round(part.intersection(outline).area() / outline.area(), 2) for part in new]
    compound.undoStack().undo()
    far = iface.mapCanvas().extent()
    look_at(far.xMaximum() + 5000, far.yMaximum() + 5000)
    ask("pick_boundary")
    centre = iface.mapCanvas().center()
    click(centre.x(), centre.y())
    bar = iface.messageBar().currentItem()
    seen["nothing_picked"] = [compound.featureCount() - len(known), "" if bar is None else bar.text()]
    compound.rollBack()


def look_for_gaps():
    ask("show_gaps")
    gaps = page("gaps_page").list
    texts = [gaps.item(row).text() for row in range(gaps.count())]
    seen["gaps"] = texts
    far = next(row for row, text in enumerate(texts) if text.startswith("◯"))
    gaps.setCurrentRow(far)
    settle()
    picture("gaps")
    ask("save")
    QTest.mouseClick(page("gaps_page").findChild(QWidget, "back"), LEFT)
    wait()
    seen["gaps_left"] = panel()._pages.currentIndex()


play(
    open_community, mark_by_click, mark_by_box, arrange, take_back_each_gesture, take_a_gate, pick_boundaries,
    look_for_gaps, review,
)  # fmt: skip
