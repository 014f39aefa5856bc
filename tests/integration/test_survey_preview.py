"""What is seen of a survey before it comes in, and what is asked about it."""

import importlib
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SHARED = ROOT.parent / "shared" / "data"


def load(name):
    return importlib.import_module(f"commonplan.{name}")


@pytest.fixture
def words():
    return load("workspace.survey_words")


@pytest.fixture
def answers():
    return load("workspace.survey_answers")


def preview_of(file, **options):
    return load("workspace.survey_preview").read_preview(file, **options)


@pytest.fixture
def around(community):
    return load("workspace.survey_preview").read_surroundings(community)


def drawing(tmp_path, name="plan.dxf", units=6, encoding="gbk", declared="ANSI_936", grow=1.0):
    """A small drawing with three layers, one of them off and one frozen, and Chinese texts."""
    import ezdxf

    made = ezdxf.new("R2000", units=units)
    made.encoding = encoding
    for layer in ("房屋", "道路", "注记"):
        made.layers.add(layer)
    made.layers.get("道路").off()
    made.layers.get("注记").freeze()
    space = made.modelspace()
    east, north = 500_000 * grow, 3_450_000 * grow
    for step in range(10):
        corner = (east + 30 * grow * step, north)
        space.add_lwpolyline(
            [corner, (corner[0] + 20 * grow, north), (corner[0] + 20 * grow, north + 15 * grow)],
            close=True, dxfattribs={"layer": "房屋"},
        )  # fmt: skip
        space.add_line(corner, (corner[0], north + 200 * grow), dxfattribs={"layer": "道路"})
        text = space.add_text(f"{step}号楼居民活动中心", dxfattribs={"layer": "注记", "height": 2 * grow})
        text.set_placement(corner)
    space.add_ray((east, north), (1, 0, 0), dxfattribs={"layer": "道路"})
    file = tmp_path / name
    made.saveas(file)
    file.write_bytes(file.read_bytes().replace(b"ANSI_936", declared.encode()))
    return file


def test_layers_are_counted_and_what_is_hidden_is_marked(tmp_path):
    seen = preview_of(drawing(tmp_path))
    layers = {layer.name: (layer.found, layer.skipped, layer.hidden) for layer in seen.layers}
    assert layers == {"房屋": (10, 0, ""), "道路": (11, 1, "off"), "注记": (10, 0, "frozen")}
    assert seen.objects == 30
    assert sum(map(len, seen.shapes.values())) == 30


def test_a_large_drawing_is_thinned_and_says_how_much_there_is(tmp_path, monkeypatch):
    monkeypatch.setattr(load("workspace.survey_preview"), "MOST_SHAPES", 10)
    seen = preview_of(drawing(tmp_path))
    assert seen.objects == 30
    assert 8 <= sum(map(len, seen.shapes.values())) <= 14


def test_samples_read_as_the_encoding_says(tmp_path):
    from commonplan.readers.samples import decoded

    seen = preview_of(drawing(tmp_path))
    assert "3号楼居民活动中心" in decoded(seen.samples, "gb18030")
    assert "3号楼居民活动中心" not in decoded(seen.samples, "cp1251")
    assert any("\\x" in text for text in decoded(seen.samples, "utf-8"))


def test_a_binary_drawing_shows_the_same_samples(tmp_path):
    import ezdxf
    from commonplan.readers.samples import raw_samples

    plain = drawing(tmp_path)
    binary = tmp_path / "binary.dxf"
    ezdxf.readfile(plain).saveas(binary, fmt="bin")
    assert raw_samples(binary) == raw_samples(plain) != []


def test_what_the_file_says_beyond_doubt_is_not_asked(tmp_path, answers, around):
    seen = preview_of(drawing(tmp_path))
    first = answers.first_answers(seen)
    assert (first.encoding, first.units, first.crs) == ("", "", None)
    assert answers.open_questions(first, around) == [answers.PLACE]


def test_a_header_that_its_texts_contradict_is_asked_about(tmp_path, answers, around):
    from dataclasses import replace

    seen = preview_of(drawing(tmp_path, declared="ANSI_1252"))
    first = answers.first_answers(seen)
    assert seen.encoding["used"] == "gb18030"
    assert first.encoding is None
    assert answers.TEXTS in answers.open_questions(first, around)
    assert answers.TEXTS not in answers.open_questions(replace(first, encoding="gb18030"), around)


@pytest.mark.parametrize(("units", "why"), [(0, "undeclared"), (4, "size")])
def test_a_unit_that_nobody_vouches_for_is_asked_about(tmp_path, answers, around, units, why):
    seen = preview_of(drawing(tmp_path, units=units))
    assert answers.suggested_units(seen).reason == why
    assert answers.UNIT in answers.open_questions(answers.first_answers(seen), around)
    first = answers.unit_choices(seen)[0]
    assert first.unit == "m"
    assert first.width == pytest.approx(290, abs=15)


def test_the_crs_of_the_community_comes_first_when_it_fits(tmp_path, answers, around):
    choices = answers.crs_choices(preview_of(drawing(tmp_path)), "", around)
    assert choices[0].crs == "EPSG:4549"
    assert choices[0].lon == pytest.approx(120, abs=0.1)


def test_a_drawing_in_millimetres_is_placed_by_its_unit(tmp_path, answers, around):
    seen = preview_of(drawing(tmp_path, units=4, grow=1000.0))
    assert answers.first_answers(seen).units == ""
    assert answers.crs_choices(seen, "", around)[0].lat == pytest.approx(31.17, abs=0.05)


def test_a_grid_of_its_own_needs_control_points(tmp_path, answers, around):
    from dataclasses import replace

    pairs = tmp_path / "pairs.csv"
    pairs.write_text(
        "name,x,y,east,north\nA,500000,3450000,600000,3440000\nB,500100,3450000,600100,3440000\n"
        "C,500000,3450100,600000,3440100\nD,500100,3450100,600100,3440100\nE,500200,3450000,600207,3440000\n",
        encoding="utf-8",
    )
    seen = preview_of(drawing(tmp_path))
    own = replace(answers.first_answers(seen), own_grid=True, crs="EPSG:4549")
    assert answers.open_questions(own, around) == [answers.PLACE]
    given = replace(own, control_points=pairs)
    assert answers.open_questions(given, around) == []
    assert answers.fitted(seen, given).report()["bad_pair"] == "E"
    assert answers.fitted(seen, given).method == "similarity"
    assert answers.fitted(seen, replace(given, more={"FIT": "affine"})).method == "affine"


def test_only_choices_that_make_a_difference_are_offered(tmp_path, answers):
    points = tmp_path / "points.dat"
    points.write_text("1,,500000,3450000,3\n2,,500010,3450000,3\n", encoding="utf-8")
    assert answers.options_for(preview_of(points)) == {"AXES", "FIT"}
    assert answers.options_for(preview_of(drawing(tmp_path))) == {"BLOCKS", "AXES", "FIT"}


def test_parameters_are_what_was_answered(tmp_path, answers, community):
    from dataclasses import replace

    seen = preview_of(drawing(tmp_path))
    given = replace(answers.first_answers(seen), crs="EPSG:4549", layers=frozenset({0, 1}))
    names = sorted(seen.layers[place].name for place in (0, 1))
    parameters = answers.parameters(seen, given, community)
    assert sorted(parameters.pop("LAYERS").split(",")) == names
    assert parameters == {"COMMUNITY": str(community), "INPUT": str(seen.file), "CRS": "EPSG:4549"}


@pytest.mark.parametrize("name", ["甲,乙", "a*b", "[1]", " 0", "x;y", "图框"])
def test_a_layer_is_chosen_whatever_it_is_called(answers, name):
    import fnmatch

    (only,) = answers.layer_filter([name]).split(",")
    assert fnmatch.fnmatchcase(name.upper(), only.strip().upper())


def test_all_reasons_and_notes_of_the_readers_are_in_words(words):
    from commonplan.readers.surveys import read_survey

    said = set(load("readers.dxf.content").LEFT_OUT.values())
    noted = set()
    for file in sorted((SHARED / "survey").glob("*.dxf")):
        data = read_survey(file)
        said |= {reason for _, _, reason in data.skipped}
        noted |= {note["note"] for note in data.notes}
    for source in (ROOT / "readers").rglob("*.py"):
        noted |= set(re.findall(r'"note": "(\w+)"', source.read_text(encoding="utf-8")))
    assert said - words.reasons().keys() == set()
    assert noted <= words.notes().keys()


def test_a_file_that_breaks_off_raises(tmp_path):
    from commonplan.community.errors import InputError

    whole = drawing(tmp_path).read_bytes()
    cut = tmp_path / "cut.dxf"
    cut.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(InputError):
        preview_of(cut)
