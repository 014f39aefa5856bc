"""Check real community files from the toolbox."""

import json

from commonplan.community.checks.table import CHECKS


def check(run, community, **parameters):
    outputs = run("checkcommunity", COMMUNITY=str(community), **parameters)
    return outputs, json.loads(outputs["REPORT"])


def test_an_empty_community(run, community):
    outputs, report = check(run, community)
    assert (outputs["ERRORS"], outputs["WARNINGS"]) == (1, 0)
    (entry,) = report["entries"]
    assert entry["code"] == "no_boundary"
    assert entry["table"] == "compound"
    assert entry["message"] == "The community has no compound."
    assert entry["remedy"]
    assert outputs["COMMUNITY"] == str(community)


def test_the_marked_sample_has_no_errors(run, community, sample, tmp_path):
    run("importsurvey", COMMUNITY=str(community), INPUT=str(sample / "survey.dxf"), CRS="EPSG:4549")
    run("setsite", COMMUNITY=str(community))
    run("markplaces", COMMUNITY=str(community))
    before = community.read_bytes()
    outputs, report = check(run, community, REPORT_FILE=str(tmp_path / "report.json"))
    assert outputs["ERRORS"] == 0
    assert outputs["WARNINGS"] == report["warnings"] == len(report["entries"])
    assert {"survey_undated", "uncertain_place"} <= {entry["code"] for entry in report["entries"]}
    whole = json.loads((tmp_path / "report.json").read_text(encoding="utf-8"))
    assert whole["entries"] == report["entries"]
    assert community.read_bytes() == before


def test_the_panel_counts_the_same_guesses(run, community):
    from commonplan.community.places.marking import UNCERTAIN
    from commonplan.workspace import status

    assert status.UNCERTAIN == UNCERTAIN


def test_every_finding_has_its_sentences(qgis_app):
    from commonplan.workspace.findings import sentences

    assert set(sentences()) == {check.code for check in CHECKS}
