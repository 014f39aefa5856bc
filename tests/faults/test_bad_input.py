"""Bad input: exactly one sentence of ours, and nothing half-written.

A case is an algorithm, the parameters that make it fail, and the code of the sentence it answers with.
In the parameters, `{name}` is one of `bad_files`, `{community}` an empty community, `{site}` one with a
boundary and an entrance, `{out}` an empty folder.
"""

import importlib.util
import os
import re
import subprocess
from pathlib import Path

import pytest
from commonplan.workspace.messages import sentences
from osgeo import ogr
from qgis.core import (
    QgsFeature,
    QgsGeometry,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsProject,
    QgsVectorLayer,
)

ROOT = Path(__file__).resolve().parents[2]
_spec = importlib.util.spec_from_file_location("bad_files", Path(__file__).with_name("bad_files.py"))
bad_files = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(bad_files)

WORKING_ON_A_COMMUNITY = {
    "importsurvey": {"INPUT": "{good.dxf}"},
    "setsite": {"COMPOUNDS": "{compounds.geojson}", "ENTRANCES": "{entrance.geojson}"},
    "markplaces": {},
    "numberplaces": {},
    "setlayers": {"LAYERS": "JMD=building"},
    "importcomments": {"INPUT": "{comments.csv}"},
    "exportcomments": {"OUTPUT": "{out}/comments.xlsx"},
    "drawlayout": {"OUTPUT": "{out}/sheet.pdf"},
    "drawindex": {"OUTPUT": "{out}/index.pdf"},
    "drawcards": {"OUTPUT": "{out}/cards.pdf"},
    "exportpackage": {"OUTPUT": "{out}/package.zip"},
    "checkcommunity": {},
    "restorebackup": {},
}
WRITING_TO_A_COMMUNITY = (
    "importsurvey", "setlayers", "setsite", "markplaces", "numberplaces", "importcomments", "restorebackup",
)  # fmt: skip
NEW = {"NAME": "甲", "CRS": "EPSG:4549", "FOLDER": "{out}/new"}
FEATURES = {"INPUT": "{points.geojson}", "OUTPUT": "{out}/numbered.gpkg"}

CASES = {
    "no survey": ("importsurvey", {"INPUT": "{out}/none.dxf"}, "missing_file"),
    "empty survey": ("importsurvey", {"INPUT": "{empty.dxf}"}, "empty_file"),
    "picture as survey": ("importsurvey", {"INPUT": "{picture.dxf}"}, "not_a_drawing"),
    "truncated survey": ("importsurvey", {"INPUT": "{truncated.dxf}"}, "truncated_drawing"),
    "no layer told": ("setlayers", {"LAYERS": "=road"}, "bad_layer_answer"),
    "layers cut short": ("setlayers", {"LAYERS": '{"JZ": '}, "bad_layer_answer"),
    "layer that is something else": ("setlayers", {"LAYERS": "JMD=castle"}, "unknown_layer_role"),
    "layer that is not there": ("setlayers", {"LAYERS": "JZ=building"}, "unknown_survey_layer"),
    "folder as survey": ("importsurvey", {"INPUT": "{out}"}, "missing_file"),
    "nonsense as CRS of a survey": ("importsurvey", {"INPUT": "{good.dxf}", "CRS": "x"}, "crs_unreadable"),
    "no control points": (
        "importsurvey", {"INPUT": "{good.dxf}", "CONTROL_POINTS": "{out}/none.csv"}, "missing_file",
    ),
    "nonsense as encoding": (
        "importsurvey", {"INPUT": "{good.dxf}", "ENCODING": "klingon"}, "unknown_encoding_name",
    ),
    "no layer of that name": ("importsurvey", {"INPUT": "{good.dxf}", "LAYERS": "JMD"}, "no_such_layer"),
    "no boundary": ("setsite", {}, "no_boundary"),
    "no boundary but an entrance": ("setsite", {"ENTRANCES": "{entrance.geojson}"}, "no_boundary"),
    "no entrance": ("setsite", {"COMPOUNDS": "{compounds.geojson}"}, "no_entrance"),
    "two main entrances": (
        "setsite", {"COMPOUNDS": "{compounds.geojson}", "ENTRANCES": "{two mains.geojson}"},
        "two_main_entrances",
    ),
    "an entrance far away": (
        "setsite", {"COMPOUNDS": "{compounds.geojson}", "ENTRANCES": "{far.geojson}"}, "entrance_far",
    ),
    "a position that is none": (
        "setsite", {"COMPOUNDS": "{compounds.geojson}", "ENTRANCE": "nan,nan"}, "bad_point",
    ),
    "a position in no CRS": (
        "setsite", {"COMPOUNDS": "{compounds.geojson}", "ENTRANCE": "500000,3450050 [EPSG:99999]"},
        "crs_unreadable",
    ),
    "a boundary without area": (
        "setsite", {"COMPOUNDS": "{flat.geojson}", "ENTRANCE": "500000,3450050"}, "invalid_boundary",
    ),
    "points as boundary": ("setsite", {"COMPOUNDS": "{points.geojson}"}, "wrong_geometry"),
    "no layer": ("setsite", {"COMPOUNDS": "{out}/none.geojson"}, "layer_unreadable"),
    "empty file as layer": ("setsite", {"COMPOUNDS": "{empty.geojson}"}, "layer_unreadable"),
    "picture as layer": ("setsite", {"COMPOUNDS": "{picture.geojson}"}, "layer_unreadable"),
    "layer without features": ("markplaces", {"INPUT": "{none.geojson}"}, "empty_layer"),
    "no survey to mark": ("markplaces", {}, "no_survey"),
    "rules without a kind": ("markplaces", {"RULES": "{rules.csv}"}, "rules_without_kind"),
    "no rules": ("markplaces", {"RULES": "{out}/none.csv"}, "missing_file"),
    "nothing to mark from": ("markplaces", {"INPUT": "{out}/none.gpkg"}, "layer_unreadable"),
    "a loop that is none": ("numberplaces", {"LOOP": "{out}/none.gpkg"}, "layer_unreadable"),
    "no comments": ("importcomments", {"INPUT": "{out}/none.xlsx"}, "missing_file"),
    "empty comments": ("importcomments", {"INPUT": "{empty.csv}"}, "empty_table"),
    "empty workbook": ("importcomments", {"INPUT": "{empty.xlsx}"}, "empty_table"),
    "picture as comments": ("importcomments", {"INPUT": "{picture.xlsx}"}, "not_a_table"),
    "a folder as comments": ("importcomments", {"INPUT": "{out}"}, "missing_file"),
    "the community as comments": ("importcomments", {"INPUT": "{community}"}, "input_is_community"),
    "columns of nothing": ("importcomments", {"INPUT": "{rules.csv}"}, "no_text_column"),
    "nonsense as mapping": (
        "importcomments", {"INPUT": "{comments.csv}", "MAPPING": "{x"}, "mapping_unreadable",
    ),
    "comments in an unknown form": (
        "exportcomments", {"OUTPUT": "{out}/comments.doc"}, "output_format",
    ),
    "no sheet without a boundary": ("drawlayout", {"OUTPUT": "{out}/s.pdf"}, "no_boundary"),
    "sheet of no compound": (
        "drawlayout", {"COMMUNITY": "{site}", "OUTPUT": "{out}/s.pdf", "COMPOUND": "x"}, "unknown_compound",
    ),
    "sheet in an unknown form": (
        "drawlayout", {"COMMUNITY": "{site}", "OUTPUT": "{out}/s.doc"}, "unknown_format",
    ),
    "no package without a boundary": ("exportpackage", {"OUTPUT": "{out}/p.zip"}, "no_boundary"),
    "release of nothing known": (
        "exportpackage", {"OUTPUT": "{out}/p.zip", "RELEASE": "bank vault"}, "release_unknown_kind",
    ),
    "coordinates without approval": (
        "exportpackage", {"COMMUNITY": "{site}", "OUTPUT": "{out}/p.zip", "COORDINATES": "real"},
        "coordinates_need_approval",
    ),
    "no copy": ("restorebackup", {}, "no_backup"),
    "copy that is not there": ("restorebackup", {"BACKUP": "{out}/none.gpkg"}, "missing_file"),
    "picture as copy": ("restorebackup", {"BACKUP": "{picture.gpkg}"}, "not_a_community"),
    "copy of another kind": ("restorebackup", {"BACKUP": "{other.gpkg}"}, "not_a_community"),
    "community without a name": ("createcommunity", {**NEW, "NAME": "  "}, "missing_name"),
    "geographic CRS": ("createcommunity", {**NEW, "CRS": "EPSG:4326"}, "geographic_crs"),
    "CRS in feet": ("createcommunity", {**NEW, "CRS": "EPSG:2263"}, "crs_not_metric"),
    "nonsense as CRS": ("createcommunity", {**NEW, "CRS": "EPSG:abc"}, "crs_unreadable"),
    "no such CRS": ("createcommunity", {**NEW, "CRS": "EPSG:999999"}, "crs_unreadable"),
    "two mains in a new one": (
        "createcommunity",
        {**NEW, "COMPOUNDS": "{compounds.geojson}", "ENTRANCES": "{two mains.geojson}"},
        "two_main_entrances",
    ),
    "a new one in a file": ("createcommunity", {**NEW, "FOLDER": "{a file}/new"}, "not_writable"),
    "a new one in no layer": ("createcommunity", {**NEW, "COMPOUNDS": "{empty.geojson}"}, "layer_unreadable"),
    "features from no layer": (
        "numberfeatures", {**FEATURES, "INPUT": "{empty.geojson}"}, "layer_unreadable",
    ),
    "no features": (
        "numberfeatures", {**FEATURES, "INPUT": "{none.geojson}", "ENTRANCE": "0,0"}, "nothing_to_number",
    ),
    "features without entrance": ("numberfeatures", FEATURES, "no_entrance_given"),
    "features with two mains": (
        "numberfeatures", {**FEATURES, "ENTRANCES": "{two mains.geojson}"}, "main_not_one",
    ),
    "features far from the entrance": (
        "numberfeatures", {**FEATURES, "ENTRANCE": "0,0 [EPSG:4549]"}, "entrance_away",
    ),
    "features numbered onto themselves": (
        "numberfeatures", {**FEATURES, "ENTRANCE": "500000,3450050", "OUTPUT": "{points.geojson}"},
        "output_is_input",
    ),
    "features into a community": (
        "numberfeatures", {**FEATURES, "ENTRANCE": "500000,3450050", "OUTPUT": "{community}"},
        "output_is_community",
    ),
}  # fmt: skip
UNWRITABLE = {
    "exportcomments": {"OUTPUT": "{bad}/comments.xlsx"},
    "drawlayout": {"COMMUNITY": "{site}", "OUTPUT": "{bad}/sheet.pdf"},
    "exportpackage": {"COMMUNITY": "{site}", "OUTPUT": "{bad}/package.zip"},
    "numberfeatures": {**FEATURES, "ENTRANCE": "500000,3450050", "OUTPUT": "{bad}/numbered.gpkg"},
    "importsurvey": {"INPUT": "{good.dxf}", "REPORT_FILE": "{bad}/report.json"},
    "importcomments": {"INPUT": "{comments.csv}", "REPORT_FILE": "{bad}/report.json"},
    "checkcommunity": {"REPORT_FILE": "{bad}/report.json"},
    "createcommunity": {**NEW, "FOLDER": "{bad}/new"},
}
THROUGH_QGIS_PROCESS = (
    "no survey", "empty survey", "picture as survey", "truncated survey", "no boundary", "no entrance",
    "two main entrances", "geographic CRS", "nonsense as CRS", "picture as comments",
    "features without entrance", "copy of another kind",
)  # fmt: skip


def matches(code, said):
    """Return whether what was said is the sentence of a code, whole and alone, its fields filled in."""
    parts = re.split(r"\{\w+\}", sentences()[code].replace("{{", "\0").replace("}}", "\1"))
    pattern = "[^\n]+".join(re.escape(p.replace("\0", "{").replace("\1", "}")) for p in parts)
    return re.fullmatch(pattern, said) is not None


@pytest.fixture
def given(community, tmp_path, run):
    """Fill in a case's parameters; `given.folder` holds all that could be touched."""

    class Given:
        folder = tmp_path

        def __init__(self):
            self.out = tmp_path / "out"
            self.out.mkdir()
            inputs = tmp_path / "inputs"
            inputs.mkdir()
            self.names = {**bad_files.make_all(inputs), "out": str(self.out), "community": str(community)}

        def site(self):
            path = bad_files.shutil.copytree(community.parent, tmp_path / "site") / community.name
            filled = self(WORKING_ON_A_COMMUNITY["setsite"])
            run("setsite", COMMUNITY=str(path), **filled)
            return path

        def __call__(self, parameters):
            if "{site}" in parameters.values():
                self.names["site"] = str(self.site())
            fill = re.compile(r"\{([^{}]+)\}")
            return {k: fill.sub(lambda m: self.names[m[1]], v) for k, v in parameters.items()}

        def on_a_community(self, algorithm, parameters):
            wanted = (
                {} if algorithm in ("createcommunity", "numberfeatures") else {"COMMUNITY": "{community}"}
            )
            return self({**wanted, **parameters})

    return Given()


def refused(run, algorithm, parameters, capfd, folder):
    """Run it, see that it fails and touches nothing, and return what it said."""
    before = bad_files.tree(folder)
    capfd.readouterr()
    with pytest.raises(QgsProcessingException) as raised:
        run(algorithm, **parameters)
    assert bad_files.tree(folder) == before
    return str(raised.value)


@pytest.mark.parametrize("case", CASES)
def test_one_sentence_and_nothing_written(run, given, capfd, case):
    algorithm, parameters, code = CASES[case]
    said = refused(run, algorithm, given.on_a_community(algorithm, parameters), capfd, given.folder)
    assert matches(code, said), said


@pytest.mark.parametrize(
    ("file", "code"),
    [("{out}/none.gpkg", "missing_file"), ("{out}", "missing_file"), ("{picture.gpkg}", "not_a_community"),
     ("{other.gpkg}", "not_a_community"), ("{empty.dxf}", "not_a_community")],
)  # fmt: skip
@pytest.mark.parametrize("algorithm", WORKING_ON_A_COMMUNITY)
def test_what_is_no_community_is_called_so(run, given, capfd, algorithm, file, code):
    parameters = given({**WORKING_ON_A_COMMUNITY[algorithm], "COMMUNITY": file})
    said = refused(run, algorithm, parameters, capfd, given.folder)
    assert matches(code, said), said


@pytest.mark.parametrize("algorithm", UNWRITABLE)
@pytest.mark.parametrize("kind", ["missing", "file", "read-only"])
def test_an_output_that_cannot_be_written_changes_nothing(run, given, capfd, algorithm, kind, read_only):
    bad = {"missing": "{out}/none", "file": "{a file}", "read-only": str(read_only)}[kind]
    if (algorithm, kind) == ("createcommunity", "missing"):
        pytest.skip("it makes its folder")
    wanted = {name: value.replace("{bad}", bad) for name, value in UNWRITABLE[algorithm].items()}
    said = refused(run, algorithm, given.on_a_community(algorithm, wanted), capfd, given.folder)
    assert any(matches(code, said) for code in ("not_writable", "cannot_write")), said


@pytest.fixture
def read_only(tmp_path_factory):
    """A folder that cannot be written to, whoever asks."""
    folder = tmp_path_factory.mktemp("read-only")
    folder.chmod(0o500)
    if os.access(folder, os.W_OK):
        mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "ro", "tmpfs", folder], capture_output=True)
        if mounted.returncode:
            pytest.skip("root, and not allowed to mount")
    yield folder
    subprocess.run(["umount", folder], capture_output=True)
    folder.chmod(0o700)


@pytest.mark.parametrize("algorithm", [*WORKING_ON_A_COMMUNITY, "createcommunity", "numberfeatures"])
def test_what_is_cancelled_changes_nothing(provider, given, algorithm):
    import processing

    parameters = WORKING_ON_A_COMMUNITY.get(algorithm) or {"createcommunity": NEW}.get(algorithm, FEATURES)
    filled = given.on_a_community(algorithm, parameters)
    before = bad_files.tree(given.folder)
    feedback = QgsProcessingFeedback()
    feedback.cancel()
    with pytest.raises(QgsProcessingException) as raised:
        processing.run(f"commonplan:{algorithm}", filled, feedback=feedback)
    assert matches("cancelled", str(raised.value))
    assert bad_files.tree(given.folder) == before


@pytest.mark.parametrize("algorithm", WRITING_TO_A_COMMUNITY)
def test_unsaved_edits_are_left_alone(run, given, community, algorithm):
    run("setsite", COMMUNITY=str(community), **given(WORKING_ON_A_COMMUNITY["setsite"]))
    layer = QgsVectorLayer(f"{community}|layername=place", "Places", "ogr")
    QgsProject.instance().addMapLayer(layer)
    try:
        layer.startEditing()
        feature = QgsFeature(layer.fields())
        feature.setGeometry(QgsGeometry.fromWkt("Point (1 2)"))
        assert layer.addFeature(feature)
        before = bad_files.tree(community.parent)
        with pytest.raises(QgsProcessingException) as raised:
            run(algorithm, COMMUNITY=str(community), **given(WORKING_ON_A_COMMUNITY[algorithm]))
        assert matches("unsaved_edits", str(raised.value)), str(raised.value)
        assert bad_files.tree(community.parent) == before
        assert layer.featureCount() == 1
    finally:
        layer.rollBack()
        QgsProject.instance().removeMapLayer(layer.id())


def test_a_community_that_is_open_is_not_overwritten(run, given, community):
    layer = QgsVectorLayer(f"{community}|layername=place", "Places", "ogr")
    QgsProject.instance().addMapLayer(layer)
    try:
        parameters = {**NEW, "FOLDER": str(community.parent), "OVERWRITE": True}
        with pytest.raises(QgsProcessingException) as raised:
            run("createcommunity", **parameters)
        assert matches("community_open", str(raised.value)), str(raised.value)
    finally:
        QgsProject.instance().removeMapLayer(layer.id())


@pytest.mark.parametrize(
    ("by_hand", "code"),
    [
        ("DELETE FROM compound", "no_boundary"),
        ("DELETE FROM entrance", "no_entrance"),
        ("UPDATE entrance SET is_main = 0", "main_entrance_unclear"),
        ("INSERT INTO entrance (geom, is_main, compound_id) SELECT geom, 1, compound_id FROM entrance",
         "two_main_entrances"),
    ],
)  # fmt: skip
def test_a_site_spoilt_by_hand_is_not_numbered(run, given, capfd, by_hand, code):
    site = given.site()
    dataset = ogr.Open(str(site), 1)
    dataset.ExecuteSQL(
        "INSERT INTO place (geom, name, class, kind) SELECT geom, 'a', 'space', 'green' FROM entrance"
    )
    dataset.ExecuteSQL(by_hand)
    dataset = None
    said = refused(run, "numberplaces", {"COMMUNITY": str(site)}, capfd, given.folder)
    assert matches(code, said), said


@pytest.mark.parametrize(
    ("algorithm", "parameters"),
    [
        ("setsite", {"COMPOUNDS": "{bow.geojson}", "ENTRANCE": "500000,3450010"}),
        ("markplaces", {"INPUT": "{bow.geojson}"}),
        ("numberfeatures", {**FEATURES, "INPUT": "{bow.geojson}", "ENTRANCE": "500000,3450010"}),
    ],
)  # fmt: skip
def test_geometry_that_crosses_itself_is_mended_not_thrown_at_python(run, given, algorithm, parameters):
    """QGIS's own check throws a C++ exception through Python's frames: what runs next crashes."""
    run(algorithm, **given.on_a_community(algorithm, parameters))
    run("checkcommunity", COMMUNITY=given.names["community"])


def call(given, algorithm, parameters):
    """Run an algorithm as a shell would."""
    arguments = [f"{name}={value}" for name, value in parameters.items()]
    command = [str(ROOT / "tools" / "qgis_process"), "run", f"commonplan:{algorithm}", "--", *arguments]
    return subprocess.run(
        command, cwd=given.folder, capture_output=True, text=True, stdin=subprocess.DEVNULL, timeout=120
    )


@pytest.mark.parametrize("case", THROUGH_QGIS_PROCESS)
def test_stderr_holds_the_sentence_and_nothing_else(given, case):
    algorithm, parameters, code = CASES[case]
    filled = given.on_a_community(algorithm, parameters)
    before = bad_files.tree(given.folder)
    done = call(given, algorithm, filled)
    assert done.returncode != 0
    assert matches(code, done.stderr.removesuffix("\n")), done.stderr
    assert "Traceback" not in done.stdout
    assert bad_files.tree(given.folder) == before


def test_stderr_holds_the_sentence_when_the_output_cannot_be_written(given):
    done = call(given, "exportcomments", given.on_a_community("exportcomments", {"OUTPUT": "{a file}/c.csv"}))
    assert done.returncode != 0
    assert matches("not_writable", done.stderr.removesuffix("\n")), done.stderr


@pytest.mark.parametrize(
    ("algorithm", "missing"),
    [("checkcommunity", "COMMUNITY"), ("importsurvey", "INPUT"), ("createcommunity", "NAME"),
     ("createcommunity", "FOLDER"), ("numberfeatures", "OUTPUT")],
)  # fmt: skip
def test_a_missing_parameter_is_named_in_one_line(given, algorithm, missing):
    every = {**NEW} if algorithm == "createcommunity" else {**WORKING_ON_A_COMMUNITY.get(algorithm, FEATURES)}
    every.pop(missing, None)
    filled = given.on_a_community(algorithm, every)
    filled.pop(missing, None)
    before = bad_files.tree(given.folder)
    done = call(given, algorithm, filled)
    assert done.returncode != 0
    assert re.fullmatch(rf"Parameter {missing} \([^\n]+\) is missing: give it as {missing}=…\n", done.stderr)
    assert bad_files.tree(given.folder) == before
