"""Sheets kept as layouts of the project: edited by a person, drawn again, still as the person left them."""

import shutil

import pytest
import shapely
from commonplan.output.kept.keep import kept_layouts
from qgis.core import (
    QgsLayoutItemLabel,
    QgsLayoutItemManualTable,
    QgsLayoutItemMap,
    QgsLayoutItemPage,
    QgsLayoutItemPicture,
    QgsLayoutPoint,
    QgsLayoutSize,
    QgsPrintLayout,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsProject,
    QgsReadWriteContext,
)
from qgis.PyQt.QtGui import QColor
from qgis.PyQt.QtXml import QDomDocument
from test_draw_layout import X, Y, add_second_compound, frame, text_of

NAME = "布局图"


@pytest.fixture
def community(court):
    return court


@pytest.fixture
def kept(run, community, tmp_path, qgis_new_project):
    """Open a community and keep its sheet; `kept(SHEET="A3")` draws it again, and returns the PDF."""
    assert QgsProject.instance().read(str(community.with_suffix(".qgz")))

    def draw(name="sheet.pdf", **parameters):
        given = {"SHEET": "A3", "LAYOUT": NAME, "OUTPUT": str(tmp_path / name), **parameters}
        run("drawlayout", COMMUNITY=str(community), **given)
        return tmp_path / name

    draw()
    yield draw
    QgsProject.instance().clear()


@pytest.fixture
def edit():
    """Work on a layout as a person would: `edit(change)`."""

    def edit(change, name=NAME):
        return change(QgsProject.instance().layoutManager().layoutByName(name))

    return edit


def save_and_open():
    project = QgsProject.instance()
    assert project.write()
    assert project.read(project.fileName())


def place_of(layout, name):
    item = layout.itemById(name)
    return round(item.positionWithUnits().x(), 2), round(item.positionWithUnits().y(), 2)


def add_place(community, **values):
    from commonplan.workspace.file import writing

    place = {"id": "new", "class": "unit", "kind": "clinic", "name": "新诊所", "number": "P-1", "rank": 99}
    place |= {"status": "proposed", "is_public": True, **values, "geometry": shapely.Point(X + 190, Y + 140)}
    with writing(community) as file:
        file.insert("place", frame([place]))


def test_a_kept_layout_is_an_ordinary_one_with_named_items(kept, edit):
    def look(layout):
        assert isinstance(layout, QgsPrintLayout)
        shown = layout.itemById("map")
        names = {item.id() for item in layout.items() if hasattr(item, "id")}
        layers = [(layer.isValid(), layer.providerType(), layer.featureCount()) for layer in shown.layers()]
        return names, layers, shown.scale(), shown.crs().authid()

    save_and_open()
    names, layers, scale, crs = edit(look)
    assert {"title", "map", "legend", "north arrow", "scale bar", "index 1", "block", "frame"} <= names
    assert len(layers) >= 6
    for valid, provider, count in layers:
        assert valid
        assert provider == "ogr"  # a memory layer would be empty after the project was saved
        assert count
    assert scale == pytest.approx(750, rel=1e-4)
    assert crs == "EPSG:4549"


def test_the_kept_layout_says_what_the_sheet_says(kept, run, community, tmp_path):
    plain = tmp_path / "plain.pdf"
    run("drawlayout", COMMUNITY=str(community), SHEET="A3", OUTPUT=str(plain))
    assert sorted(text_of(kept("kept.pdf"))) == sorted(text_of(plain))


def test_a_persons_changes_survive_a_redrawing(kept, edit, community):
    def change(layout):
        legend = layout.itemById("legend")
        legend.attemptMove(QgsLayoutPoint(60, 60))
        title = layout.itemById("title")
        font = title.font()
        font.setItalic(True)
        title.setFont(font)
        layout.itemById("north").setVisibility(False)
        layout.removeLayoutItem(layout.itemById("subtitle"))
        table = next(t for t in layout.multiFrames() if isinstance(t, QgsLayoutItemManualTable))
        style = table.contentTextFormat()
        style.setColor(QColor("#AA0000"))
        table.setContentTextFormat(style)
        picture = QgsLayoutItemPicture(layout)
        picture.setId("our emblem")
        layout.addLayoutItem(picture)
        picture.attemptResize(QgsLayoutSize(20, 20))
        picture.attemptMove(QgsLayoutPoint(300, 40))
        return place_of(layout, "legend"), place_of(layout, "legend facility".replace(" ", " marker "))

    legend, entry = edit(change)
    save_and_open()
    add_place(community)
    pdf = kept("again.pdf", TITLE="新的标题")

    def look(layout):
        assert place_of(layout, "legend") == legend
        assert place_of(layout, "legend marker facility") == entry
        proposed = place_of(layout, "legend proposed unit")
        assert abs(proposed[1] - entry[1]) < 30  # a new entry stands with the others
        title = layout.itemById("title")
        assert title.font().italic()
        assert title.text() == "新的标题"
        assert not layout.itemById("north").isVisible()
        assert layout.itemById("subtitle") is None
        assert place_of(layout, "our emblem") == (300, 40)
        tables = [t for t in layout.multiFrames() if isinstance(t, QgsLayoutItemManualTable)]
        colors = sorted(t.contentTextFormat().color().name() for t in tables)
        assert colors.count("#aa0000") == 1

    edit(look)
    said = text_of(pdf)
    assert "新诊所" in said
    assert "新的标题" in said


def test_drawing_again_changes_nothing_when_nobody_did(kept, edit):
    def state(layout):
        return {
            item.id(): (place_of(layout, item.id()), item.sizeWithUnits().width(), item.zValue())
            for item in layout.items()
            if hasattr(item, "id") and item.id()
        }

    before = edit(state)
    kept("again.pdf")
    kept("and_again.pdf")
    assert edit(state) == before


def test_text_a_person_wrote_stays(kept, edit):
    edit(lambda layout: layout.itemById("title").setText("手写标题"))
    assert "手写标题" in text_of(kept("again.pdf", TITLE="参数标题"))


def test_looks_a_person_gave_a_layer_stay_and_its_content_is_renewed(kept, community):
    from commonplan.workspace.file import writing

    layers = QgsProject.instance().mapLayers().values()
    (layer,) = [layer for layer in layers if layer.source().endswith("=buildings")]
    layer.renderer().symbol().symbolLayer(0).setFillColor(QColor("#123456"))
    with writing(community) as file:
        shed = shapely.MultiPolygon([shapely.box(X + 150, Y + 90, X + 160, Y + 100)])
        file.insert("building", frame([{"label": "4栋", "geometry": shed}]))
    kept("again.pdf")
    assert layer.renderer().symbol().symbolLayer(0).fillColor().name() == "#123456"
    assert layer.featureCount() == 2


def test_pages_move_a_persons_items_along(kept, edit, community):
    """The second compound's page becomes the third when the index of the first goes on to a page."""
    add_second_compound(community)
    kept()

    def change(layout):
        title = layout.itemById("2: title")
        title.attemptMove(QgsLayoutPoint(100, 90), True, False, 1)
        label = QgsLayoutItemLabel(layout)
        label.setId("note")
        layout.addLayoutItem(label)
        label.attemptMove(QgsLayoutPoint(150, 120), True, False, 1)
        own = QgsLayoutItemPage(layout)
        own.setPageSize(QgsLayoutSize(210, 297))
        layout.pageCollection().addPage(own)

    edit(change)
    from commonplan.workspace.file import writing

    rows = [
        {"id": f"m{i}", "class": "space", "kind": "square", "name": f"广场{i}", "number": str(100 + i),
         "rank": 100 + i, "status": "existing", "geometry": shapely.Point(X + 10 + i, Y + 30)}
        for i in range(140)
    ]  # fmt: skip
    with writing(community) as file:
        file.insert("place", frame(rows))
    kept("again.pdf")

    def look(layout):
        pages = layout.pageCollection().pageCount()
        title, note = layout.itemById("3: title"), layout.itemById("note")
        return pages, title.page(), title.pagePos().x(), title.pagePos().y(), note.page(), note.pagePos().y()

    pages, page, x, y, note_page, note_y = edit(look)
    assert pages > 3
    assert page == note_page == pages - 2  # before the page of the person's own
    assert (round(x), round(y), round(note_y)) == (100, 90, 120)


def test_a_public_layout_holds_nothing_internal(kept, run, community):
    hidden = {"class": "facility", "kind": "electricity", "name": "机密配电房", "number": "N-1"}
    add_place(community, **hidden, status="existing")
    kept("public.pdf")
    (file,) = (community.parent / "sheets").glob("*.gpkg")
    assert "机密配电房".encode() not in file.read_bytes()
    layout = QgsProject.instance().layoutManager().layoutByName(NAME)
    for key in ("pdfIncludeMetadata", "pdfAppendGeoreference", "svgIncludeMetadata"):
        assert not layout.customProperty(key)


def test_the_open_project_is_changed_and_left_to_be_saved(kept, community, edit):
    project = QgsProject.instance()
    before = community.with_suffix(".qgz").read_bytes()
    project.setDirty(False)
    kept()
    assert edit(lambda layout: layout.undoStack().stack().count()) == 0
    assert project.isDirty()
    assert community.with_suffix(".qgz").read_bytes() == before
    group = project.layerTreeRoot().findGroup(NAME)
    assert len(group.findLayers()) >= 6
    assert not any(node.isVisible() for node in group.findLayers())


def test_a_project_that_nobody_has_open_is_saved(run, community):
    for _ in range(2):
        outputs = run("drawlayout", COMMUNITY=str(community), LAYOUT=NAME)
    assert outputs["LAYOUT"] == NAME
    assert outputs["OUTPUT"] == ""
    project = QgsProject()
    assert project.read(str(community.with_suffix(".qgz")))
    assert kept_layouts(project) == {NAME: {}}
    shown = project.layoutManager().layoutByName(NAME).itemById("map")
    assert all(layer.isValid() and layer.featureCount() for layer in shown.layers())
    project.clear()


def test_the_bar_is_as_long_as_the_map_says(kept, edit):
    def look(layout):
        bar = layout.itemById("scale bar")
        document = QDomDocument()
        element = document.createElement("x")
        bar.writeXml(element, document, QgsReadWriteContext())
        return float(element.firstChildElement().attribute("segmentMillimeters")), bar.unitsPerSegment()

    millimetres, metres = edit(look)
    assert millimetres == pytest.approx(metres / 0.75, abs=0.01)  # at 1:750


def test_a_copy_of_a_layout_gets_layers_of_its_own(kept, edit, community):
    def double(layout):
        layout.project().layoutManager().duplicateLayout(layout, "副本")

    edit(double)
    kept("copy.pdf", LAYOUT="副本", SHEET="A2")

    def look(layout):
        return {
            layer.id()
            for item in layout.items()
            if isinstance(item, QgsLayoutItemMap)
            for layer in item.layers()
        }

    one, other = edit(look), edit(look, "副本")
    assert one
    assert other
    assert not one & other
    assert len(list((community.parent / "sheets").glob("*.gpkg"))) == 2


def test_a_layout_of_somebody_else_is_left_alone(kept, run, community, edit):
    theirs = QgsPrintLayout(QgsProject.instance())
    theirs.setName("自制")
    QgsProject.instance().layoutManager().addLayout(theirs)
    with pytest.raises(QgsProcessingException, match="was not drawn by Commonplan"):
        run("drawlayout", COMMUNITY=str(community), LAYOUT="自制")
    assert edit(lambda layout: len(layout.items()), "自制") == 0


def test_nothing_asked_for_is_said(run, community):
    with pytest.raises(QgsProcessingException, match="OUTPUT a file, or LAYOUT a name"):
        run("drawlayout", COMMUNITY=str(community))


def test_what_was_asked_is_remembered(kept):
    kept("two.pdf", LAYOUT="内部", EDITION="internal", TITLE="内部图")
    assert kept_layouts(QgsProject.instance()) == {
        NAME: {"SHEET": "A3"},
        "内部": {"SHEET": "A3", "EDITION": "internal", "TITLE": "内部图"},
    }


@pytest.mark.parametrize("language", ["zh", "en"])
def test_no_label_cuts_its_letters(kept, edit, language):
    """A label cuts what does not fit in it: of g, p and y what hangs below the line."""
    kept(LANGUAGE=language, TITLE="gypsy 公示图")

    def cut(layout):
        labels = [item for item in layout.items() if isinstance(item, QgsLayoutItemLabel)]
        hanging = [label for label in labels if set(label.currentText()) & set("gjpqy")]
        assert hanging
        # Of a line's height, what is left is air above and below.
        return [
            label.id() for label in hanging if 0.93 * label.sizeForText().height() > label.rect().height()
        ]

    assert edit(cut) == []


def test_what_a_dialog_hands_over_is_remembered_as_far_as_it_says_something(kept):
    from qgis.PyQt.QtCore import QVariant

    kept("dialog.pdf", LAYOUT="对话框", COLOURS=QVariant(), TITLE="", PARTS=[], DPI=150)
    assert kept_layouts(QgsProject.instance())["对话框"] == {"SHEET": "A3", "DPI": 150}


@pytest.mark.parametrize("absolute", [False, True])
def test_a_copy_of_the_community_has_the_kept_sheet_and_what_was_changed_in_it(
    kept, edit, community, tmp_path, absolute
):
    from commonplan.workspace.community import copy_community
    from qgis.core import Qgis

    edit(lambda layout: layout.itemById("legend").attemptMove(QgsLayoutPoint(60, 60)))
    if absolute:
        QgsProject.instance().setFilePathStorage(Qgis.FilePathType.Absolute)
    assert QgsProject.instance().write()
    copy = copy_community(community, tmp_path / "copy")
    shutil.rmtree(community.parent / "sheets")  # the copy needs nothing of it
    project = QgsProject()
    assert project.read(str(copy.with_suffix(".qgz")))
    layout = project.layoutManager().layoutByName(NAME)
    assert place_of(layout, "legend") == (60, 60)
    assert all(layer.isValid() and layer.featureCount() for layer in layout.itemById("map").layers())
    outside = [
        layer for layer in project.mapLayers().values() if str(tmp_path / "copy") not in layer.source()
    ]
    assert outside == []
    project.clear()


def test_a_change_is_told_as_kept_or_as_lost_not_as_both(kept, run, community, edit):
    kept(PARTS=["figures"])
    edit(lambda layout: [layout.itemById(name).setText("我们的") for name in ("figures title", "title")])
    feedback = QgsProcessingFeedback(False)
    run("drawlayout", feedback, COMMUNITY=str(community), SHEET="A3", LAYOUT=NAME, PARTS=["none"])
    said = [line for line in feedback.textLog().splitlines() if "layout" in line or "no longer" in line]
    (stays,) = [line for line in said if line.startswith("Your changes")]
    (lost,) = [line for line in said if line.startswith("You had changed")]
    assert stays.endswith(": title.")
    assert lost.endswith(": figures title.")
