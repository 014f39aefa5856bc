"""What the check found, as the panel lists it."""

import pytest
from commonplan.ui.findings import Findings
from qgis.PyQt.QtWidgets import QLabel, QPushButton, QWidget

MARK = "Accept, change or reject it."
FOUND = [
    {
        "level": "warning",
        "message": "Place <b>1</b> is a guess.",
        "remedy": MARK,
        "table": "place",
        "id": "a",
    },
    {"level": "warning", "message": "Place 2 is a guess.", "remedy": MARK, "table": "place", "id": "b"},
    {"level": "error", "message": "No main entrance.", "remedy": "Set one.", "table": "compound", "id": ""},
]


@pytest.fixture
def findings(qgis_app):
    parent = QWidget()
    yield Findings(parent)
    parent.deleteLater()


def labels(findings):
    return [label for label in findings.findChildren(QLabel) if label.text()][1:]


def test_errors_come_first_and_a_remedy_once_for_all_that_it_mends(findings):
    findings.show_findings(FOUND)
    said = [label.text() for label in labels(findings)]
    assert sorted(said) == sorted(
        ["No main entrance.", "→ Set one.", "Place <b>1</b> is a guess.", "Place 2 is a guess.", f"→ {MARK}"]
    )
    rows = [findings._list.itemAt(at).widget() for at in range(findings._list.count())]
    order = [row.text() if isinstance(row, QLabel) else row.findChild(QLabel).text() for row in rows]
    assert order == [
        "No main entrance.", "→ Set one.", FOUND[0]["message"], FOUND[1]["message"], f"→ {MARK}"
    ]  # fmt: skip
    assert [label.font().bold() for label in labels(findings) if label.text() == "No main entrance."] == [
        True
    ]


def test_a_click_asks_for_what_it_is_about(findings):
    asked = []
    findings.feature_asked.connect(lambda table, identifier: asked.append((table, identifier)))
    findings.show_findings(FOUND)
    links = [button for button in findings.findChildren(QPushButton) if button.isFlat()]
    for link in links:
        link.click()
    assert asked == [("place", "a"), ("place", "b")]


def test_another_check_replaces_what_was_listed(findings):
    findings.show_findings(FOUND)
    findings.show_findings([])
    assert findings._list.count() == 0
