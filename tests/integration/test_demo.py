"""`make demo`, on the sample and on a survey that says neither where it ends nor where one enters."""

import json
import os
import sqlite3
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SHARED = ROOT.parent / "shared" / "data"


def demo(folder, **variables):
    """Run the demo into a folder of its own; the variables are those of make."""
    env = {**os.environ, "COMMONPLAN_BUILD": str(folder), **variables}
    return subprocess.run(
        [sys.executable, ROOT / "tools" / "demo.py"], env=env, cwd=ROOT, capture_output=True, text=True
    )


def ask(community, statement):
    with sqlite3.connect(community) as connection:
        return connection.execute(statement).fetchall()


@pytest.fixture(scope="module")
def on_sample(sample, tmp_path_factory):
    folder = tmp_path_factory.mktemp("on sample")
    done = demo(folder)
    assert (done.returncode, done.stderr) == (0, "")
    return done, folder / "demo"


def test_it_says_where_everything_is(on_sample):
    done, folder = on_sample
    told = dict(reversed(line.split(maxsplit=1)) for line in done.stdout.split("\n\n")[1].splitlines())
    expected = {
        "sheet.pdf", "sheet.png", "sheet_2.png", "sheet-internal.pdf", "package.zip", "package/index.html",
        "community", "comments.xlsx", "summary.md",
    }  # fmt: skip
    assert {str(Path(path).relative_to(folder)) for path in told} == expected
    assert all((folder / name).exists() for name in expected)


def test_the_package_is_there_as_zip_and_unpacked(on_sample):
    folder = on_sample[1]
    with zipfile.ZipFile(folder / "package.zip") as archive:
        for name in archive.namelist():
            assert (folder / "package" / name).read_bytes() == archive.read(name)
    manifest = json.loads((folder / "package" / "manifest.json").read_text(encoding="utf-8"))
    assert manifest


def test_the_summary_counts_what_the_community_holds(on_sample):
    folder = on_sample[1]
    [community] = (folder / "community").glob("*.gpkg")
    summary = (folder / "summary.md").read_text(encoding="utf-8")
    for name, count in ask(community, "SELECT class, count(*) FROM place GROUP BY class"):
        assert f"| {name} | {count} |" in summary
    [(comments,)] = ask(community, 'SELECT count(*) FROM "comment"')
    assert comments > 100
    assert "Assumed" not in summary


@pytest.fixture(scope="module")
def on_other(tmp_path_factory):
    survey = SHARED / "survey" / "topographic_survey_cp1251.dxf"
    if not survey.exists():
        pytest.skip("that survey is not here")
    folder = tmp_path_factory.mktemp("on another")
    done = demo(folder, SURVEY=os.path.relpath(survey, ROOT), CRS="local")
    assert (done.returncode, done.stderr) == (0, "")
    return folder / "demo"


def test_cyrillic_names_and_texts_are_right(on_other):
    [community] = (on_other / "community").glob("*.gpkg")
    words = {word for row in ask(community, "SELECT layer, text FROM survey_text") for word in row if word}
    assert any("Надписи" in word or "ст." in word for word in words)
    assert not [word for word in words if "?" in word or "�" in word]


def test_a_sheet_is_drawn_and_says_what_was_assumed(on_other):
    pypdf = pytest.importorskip("pypdf")
    text = "".join(page.extract_text() for page in pypdf.PdfReader(on_other / "sheet.pdf").pages)
    assert "推定" in text
    summary = (on_other / "summary.md").read_text(encoding="utf-8")
    assert "Assumed, because the survey does not say: boundary, entrance." in summary


@pytest.mark.parametrize(
    ("variables", "told"),
    [
        (
            {"SURVEY": "nowhere.dxf", "CRS": "local"},
            "There is no file nowhere.dxf; give SURVEY an existing one.\n",
        ),
        (
            {"SURVEY": "README.md"},
            "Say in which CRS the survey is: CRS=EPSG:4549, CRS=4549, or CRS=local if unknown.\n",
        ),
    ],
)
def test_what_it_cannot_run_on_is_told_in_a_sentence(tmp_path, variables, told):
    done = demo(tmp_path, **variables)
    assert (done.returncode, done.stderr) == (1, told)
    assert not (tmp_path / "demo").exists()
