"""The dialog in which surveys come in: asked by its own buttons, with the real algorithm behind it."""

import csv
import gc
import importlib
import shutil
from pathlib import Path

import pytest

pytestmark = pytest.mark.usefixtures("provider")


def load(name):
    return importlib.import_module(f"commonplan.{name}")


def wait_until(condition, timeout):
    """Let QGIS work until something is so."""
    from qgis.PyQt.QtTest import QTest

    for _ in range(timeout // 20):
        if condition():
            return
        QTest.qWait(20)
    pytest.fail("it did not happen in time")


@pytest.fixture
def window(qgis_app):
    """What dialogs stand in, as in QGIS: without, Python deletes them, in whatever thread it cleans up."""
    from qgis.PyQt.QtCore import QCoreApplication, QEvent
    from qgis.PyQt.QtWidgets import QWidget

    made = QWidget()
    yield made
    made.deleteLater()
    QCoreApplication.sendPostedEvents(made, QEvent.Type.DeferredDelete)
    gc.collect()


@pytest.fixture
def dialog(community, window):
    """The dialog of an empty community, closed in the end."""
    made = load("ui.survey_import.dialog").SurveyImport(community, lambda: True, window)
    made.show()
    yield made
    made.runner.cancel()
    wait_until(lambda: not made.runner.is_running, timeout=20_000)
    made.reject()


def look(dialog, *files):
    """Add files and wait until they are read."""
    dialog.add_files(list(files))
    drafts = dialog.prepare.drafts
    wait_until(lambda: all(d.state in ("read", "failed") for d in drafts), timeout=30_000)
    return drafts


def press(dialog, question, key):
    """Choose an answer by its radio button."""
    from qgis.PyQt.QtWidgets import QRadioButton

    page = getattr(dialog.prepare.pages, question)
    page.findChild(QRadioButton, f"choice_{key}").click()


def bring_in(dialog):
    assert dialog.go.isEnabled()
    dialog.go.click()
    wait_until(lambda: dialog._stack.currentWidget() is dialog.reports, timeout=60_000)


def rows(community, table):
    with load("workspace.file").reading(community) as file:
        return file.table(table)


def test_a_survey_comes_in_once_its_crs_is_answered(dialog, sample, community):
    (draft,) = look(dialog, sample / "survey.dxf")
    assert not dialog.go.isEnabled()
    assert dialog.prepare.first_question() == (0, "place")
    press(dialog, "place", "EPSG:4549")
    bring_in(dialog)
    name, stored, problem = draft.outcome
    assert (name, problem) == ("survey.dxf", "")
    texts = rows(community, "survey_text")
    assert stored.report["rows"]["survey_text"] == len(texts) > 100
    assert stored.report["units"]["reason"] == "declared"
    assert dialog.reports.view.title.text() == "survey.dxf"


def test_the_report_can_be_read_again_searched_and_sorted(dialog, sample, community):
    look(dialog, sample / "survey.dxf")
    press(dialog, "place", "EPSG:4549")
    bring_in(dialog)
    stored = load("workspace.survey_reports").read_reports(community)
    again = load("ui.survey_import.report_pages").ReportDialog(stored)
    entries = again.pages.view.entries
    assert entries.shown.rowCount() == len(stored[0].report["entries"])
    entries.search.setText("dimension")
    assert 0 < entries.shown.rowCount() < len(stored[0].report["entries"])
    entries.search.clear()
    again.pages.view._only.click()
    left = [entry for entry in stored[0].report["entries"] if entry["skipped"]]
    assert entries.shown.rowCount() == len(left) > 0


def test_files_are_looked_at_with_the_coding_systems_of_the_community(dialog, sample, community):
    known = load("workspace.surveys").coding_systems(community)
    (draft,) = look(dialog, sample / "survey.dxf")
    assert draft.preview.read.systems == known != ()
    draft.answer(more={"BLOCKS": "explode"})
    look(dialog)
    assert (draft.preview.read.systems, draft.preview.read.explode) == (known, True)


def test_several_files_come_in_together_and_a_broken_one_is_named(dialog, sample, tmp_path, community):
    broken = tmp_path / "broken.dxf"
    broken.write_bytes((sample / "survey.dxf").read_bytes()[:50_000])
    other = tmp_path / "points.dat"
    other.write_text("1,131500,612300.0,3449100.0,4.5\n2,,612310.0,3449120.0,4.6\n", encoding="gbk")
    drafts = look(dialog, sample / "survey.dxf", broken, other)
    assert [draft.state for draft in drafts] == ["read", "failed", "read"]
    assert "broken.dxf" in drafts[1].error
    dialog.prepare.select(0)
    press(dialog, "place", "EPSG:4549")
    dialog.prepare._share_answers()
    assert drafts[2].answers.crs == "EPSG:4549"
    assert dialog.prepare.questions(drafts[2]) == ["units"]
    dialog.prepare.turn_to_next()
    press(dialog, "units", "m")
    bring_in(dialog)
    assert dialog.reports.files.count() == 3
    assert len(rows(community, "survey_source")) == 2


def test_only_the_layers_ticked_come_in(dialog, sample, community):
    from qgis.PyQt.QtCore import Qt

    (draft,) = look(dialog, sample / "survey.dxf")
    press(dialog, "place", "EPSG:4549")
    page = dialog.prepare.pages.layers
    page._check_shown(Qt.CheckState.Unchecked)
    assert not dialog.go.isEnabled()
    assert dialog.prepare.questions(draft) == ["layers"]
    page._filter.setText("JMD")
    page._check_shown(Qt.CheckState.Checked)
    wanted = {draft.preview.layers[number].name for number in draft.answers.layers}
    bring_in(dialog)
    assert set(rows(community, "survey_area")["layer"]) <= wanted
    assert "JMD" in wanted


def test_another_encoding_reads_the_samples_anew_at_once(dialog, sample):
    (draft,) = look(dialog, sample / "survey.dxf")
    texts = dialog.prepare.pages.texts
    before = [texts.samples.item(row).text() for row in range(texts.samples.count())]
    assert "1栋" in before
    place = texts.encodings.findData("cp1251")
    texts.encodings.setCurrentIndex(place)
    texts.encodings.activated.emit(place)
    after = [texts.samples.item(row).text() for row in range(texts.samples.count())]
    assert len(after) == len(before)
    assert "1栋" not in after
    wait_until(lambda: draft.state == "read", timeout=20_000)
    assert draft.answers.encoding == "cp1251"
    assert draft.preview.encoding["used"] == "cp1251"


def test_an_import_that_is_cancelled_changes_nothing(dialog, sample, community):
    look(dialog, sample / "survey.dxf")
    press(dialog, "place", "EPSG:4549")
    # At once, while the file is read, while its rows are written.
    for share in (0, 5, 60):
        cancel_at(dialog, share)
        dialog.go.click()
        if not share:
            dialog.stop.click()
        wait_until(lambda: not dialog.runner.is_running, timeout=60_000)
        assert dialog._stack.currentWidget() is dialog.prepare
        assert dialog._said.text() == "Cancelled; nothing was changed."
        assert len(rows(community, "survey_source")) == len(rows(community, "survey_text")) == 0
    # What was answered is kept, and the dialog goes on.
    bring_in(dialog)
    assert len(rows(community, "survey_source")) == 1


def cancel_at(dialog, share):
    """Press Cancel when so many percent of a file are done, once."""

    def stop(_position, percent):
        if 0 < share <= percent:
            dialog.runner.progressed.disconnect(stop)
            dialog.stop.click()

    dialog.runner.progressed.connect(stop)


def test_unsaved_edits_keep_the_import_from_beginning(community, sample, window):
    made = load("ui.survey_import.dialog").SurveyImport(community, lambda: False, window)
    look(made, sample / "survey.dxf")
    press(made, "place", "EPSG:4549")
    made.go.click()
    assert made._stack.currentWidget() is made.prepare
    assert not made.runner.is_running
    made.reject()


def test_a_file_that_is_there_already_is_recognised(dialog, sample, tmp_path):
    copy = Path(shutil.copy(sample / "survey.dxf", tmp_path / "again.dxf"))
    look(dialog, sample / "survey.dxf")
    press(dialog, "place", "EPSG:4549")
    bring_in(dialog)
    dialog.more.click()
    look(dialog, copy)
    assert dialog.prepare.known_already() == ["again.dxf"]


@pytest.mark.parametrize("suffix", [".html", ".xlsx", ".csv"])
def test_a_saved_report_is_text_only(dialog, tmp_path, suffix):
    from openpyxl import load_workbook

    evil, formula = "<script>alert(1)</script>", "=1+1"
    report = {
        "file": evil, "found": 2, "imported": 1, "skipped": 1, "sha256": "0" * 64,
        "entries": [{"layer": formula, "type": "LINE", "found": 2, "imported": 1, "skipped": 1,
                     "reasons": {"no_extent": 1}}],
    }  # fmt: skip
    strays = [
        {"table": "survey_point", "id": "a", "layer": evil, "handle": "1", "text": formula, "x": 0, "y": 0}
    ]
    stored = load("workspace.survey_reports").StoredReport(evil, "2026-01-01T00:00:00Z", report, strays)
    target = tmp_path / f"report{suffix}"
    dialog.reports.show_reports([(evil, stored, "")])
    dialog.reports.save_to(target)
    if suffix == ".html":
        text = target.read_text(encoding="utf-8")
        assert "<script" not in text
        assert "&lt;script&gt;" in text
        assert "=1+1" in text
    elif suffix == ".csv":
        with target.open(encoding="utf-8-sig", newline="") as file:
            cells = next(list(csv.reader(file))[1:2].__iter__())
        assert cells[:3] == [evil, "What came in", "'=1+1"]
    else:
        cells = [cell for row in load_workbook(target).active.iter_rows() for cell in row]
        assert [cell.data_type for cell in cells if cell.value == formula] == ["s", "s"]


def test_only_files_are_taken_when_something_is_dropped(dialog, sample):
    from qgis.PyQt.QtCore import QMimeData, QPoint, Qt, QUrl
    from qgis.PyQt.QtGui import QDragEnterEvent

    def taken(mime):
        event = QDragEnterEvent(
            QPoint(5, 5), Qt.DropAction.CopyAction, mime, Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier,
        )  # fmt: skip
        event.ignore()
        dialog.dragEnterEvent(event)
        return event.isAccepted()

    words, files = QMimeData(), QMimeData()
    words.setText("survey.dxf")
    files.setUrls([QUrl.fromLocalFile(str(sample / "survey.dxf"))])
    assert not taken(words)
    assert taken(files)


def test_what_is_chosen_for_one_file_is_not_shown_for_another(dialog, sample, tmp_path):
    other = tmp_path / "other.dxf"
    other.write_bytes((sample / "survey.dxf").read_bytes() + b"\r\n")
    first, second = look(dialog, sample / "survey.dxf", other)
    boxes = dialog.prepare.pages.options._boxes
    assert set(boxes) == {"BLOCKS", "AXES", "FIT"}
    dialog.prepare.select(0)
    boxes["BLOCKS"].setCurrentIndex(boxes["BLOCKS"].findData("explode"))
    boxes["BLOCKS"].activated.emit(boxes["BLOCKS"].currentIndex())
    assert first.answers.more["BLOCKS"] == "explode"
    assert boxes["BLOCKS"].isEnabled()
    assert boxes["AXES"].isEnabled()
    dialog.prepare.select(1)
    assert boxes["BLOCKS"].currentData() == "points"
    assert "BLOCKS" not in second.answers.more
    dialog.prepare.select(0)
    assert boxes["BLOCKS"].currentData() == "explode"


def pick(dialog, name, word):
    """Choose one of the options."""
    box = dialog.prepare.pages.options._boxes[name]
    box.setCurrentIndex(box.findData(word))
    box.activated.emit(box.currentIndex())


def reread(draft):
    wait_until(lambda: draft.state in ("read", "failed"), timeout=30_000)
    return draft.preview


@pytest.fixture
def with_house(tmp_path):
    """A drawing whose houses stand in a block, one of its layers left out of sight."""
    import ezdxf

    made = ezdxf.new("R2010", units=6)
    house = made.blocks.new("HOUSE")
    house.add_lwpolyline([(0, 0), (20, 0), (20, 10), (0, 10)], close=True, dxfattribs={"layer": "JMD"})
    for step in range(10):
        spot = (612_300 + 30 * step, 3_449_100 + 20 * step)
        made.modelspace().add_blockref("HOUSE", spot, dxfattribs={"layer": "图块"})
        made.modelspace().add_line(spot, (spot[0] + 9, spot[1]), dxfattribs={"layer": "DLSS"})
    path = tmp_path / "houses.dxf"
    made.saveas(path)
    return path


def test_the_preview_shows_blocks_as_they_will_come_in(dialog, with_house):
    (draft,) = look(dialog, with_house)
    assert [layer.name for layer in draft.preview.layers] == ["图块", "DLSS"]
    assert (len(draft.preview.shapes["survey_point"]), len(draft.preview.shapes["survey_area"])) == (10, 0)
    draft.answer(layers=frozenset({0}))
    pick(dialog, "BLOCKS", "explode")
    preview = reread(draft)
    assert (len(preview.shapes["survey_point"]), len(preview.shapes["survey_area"])) == (0, 10)
    found = {layer.name: layer.found for layer in preview.layers}
    assert list(found.items()) == [("图块", 10), ("DLSS", 10), ("JMD", 10)]
    # What was left out stays so; what has come to light is wanted.
    assert draft.answers.layers == {0, 2}
    assert len(dialog.prepare.map._layers[3].allFeatureIds()) == 10
    pick(dialog, "BLOCKS", "points")
    assert len(reread(draft).shapes["survey_point"]) == 10
    assert draft.answers.layers == {0}


@pytest.fixture
def north_first(tmp_path):
    """A drawing with north along x."""
    import ezdxf

    made = ezdxf.new("R2010", units=6)
    for step in range(10):
        north, east = 3_449_100 + 20 * step, 612_300 + 30 * step
        made.modelspace().add_lwpolyline(
            [(north, east), (north + 10, east), (north + 10, east + 20), (north, east + 20)], close=True
        )
    path = tmp_path / "swapped.dxf"
    made.saveas(path)
    return path


def test_a_drawing_with_north_first_is_put_in_order_by_one_click(dialog, north_first, community):
    (draft,) = look(dialog, north_first)
    assert draft.preview.box[0] > 3_000_000
    press(dialog, "place", "exchanged EPSG:4549")
    preview = reread(draft)
    assert preview.box[0] < 700_000
    assert draft.answers.more["AXES"] == "north_east"
    assert dialog.prepare.pages.options._boxes["AXES"].currentData() == "north_east"
    bring_in(dialog)
    areas = rows(community, "survey_area")
    assert areas.total_bounds.tolist() == [612_300, 3_449_100, 612_590, 3_449_290]
    assert not any(w["code"] == "axes_swapped" for w in draft.outcome[1].report["warnings"])


def changed_copy(survey, path):
    """The sample a year later: a lamp moved, another gone."""
    import ezdxf

    made = ezdxf.readfile(survey, encoding="gb18030")
    lamps = [e for e in made.modelspace().query("INSERT") if e.has_xdata("SOUTH")][:2]
    lamps[0].translate(3, 1, 0)
    made.modelspace().delete_entity(lamps[1])
    made.saveas(path)
    return path


@pytest.mark.parametrize(("wish", "sources"), [("auto", 1), ("none", 2), ("named", 1)])
def test_a_newer_survey_is_offered_to_renew_the_other(dialog, sample, tmp_path, community, wish, sources):
    look(dialog, sample / "survey.dxf")
    press(dialog, "place", "EPSG:4549")
    pages = dialog.prepare.pages
    assert not pages.isTabVisible(pages.indexOf(pages.earlier))
    bring_in(dialog)
    dialog.more.click()
    look(dialog, changed_copy(sample / "survey.dxf", tmp_path / "newer.dxf"))
    wait_until(lambda: dialog.prepare._around is not None, timeout=20_000)
    assert not pages.isTabVisible(pages.indexOf(pages.earlier))  # until it is known where the file lies
    press(dialog, "place", "EPSG:4549")
    assert pages.isTabVisible(pages.indexOf(pages.earlier))
    old = rows(community, "survey_source")["id"].iloc[0]
    press(dialog, "earlier", old if wish == "named" else wish)
    bring_in(dialog)
    assert len({*rows(community, "survey_point")["source_id"]}) == sources
    tabs, view = dialog.reports.view.tabs, dialog.reports.view
    shown = tabs.isTabVisible(tabs.indexOf(view.changes))
    assert shown == (wish != "none")
    if shown:
        words = {view.changes.shown.index(row, 0).data() for row in range(view.changes.shown.rowCount())}
        assert {"moved", "gone"} <= words


def test_the_same_file_is_no_earlier_survey(dialog, sample):
    look(dialog, sample / "survey.dxf")
    press(dialog, "place", "EPSG:4549")
    bring_in(dialog)
    dialog.more.click()
    look(dialog, sample / "survey.dxf")
    press(dialog, "place", "EPSG:4549")
    pages = dialog.prepare.pages
    assert not pages.isTabVisible(pages.indexOf(pages.earlier))
