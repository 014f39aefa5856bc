"""Sizes by sheet and reading distance, and the scale, measured in the PDF of each size of sheet."""

import json

import pytest
from test_draw_layout import fill, words

MM_OF_POINT = 25.4 / 72
# Least sizes: names in points; title and markers in mm (domain.md section 5).
LEAST = {"A4": (10, 5, 5), "A3": (12, 8, 5.6), "A2": (15, 12, 7), "A1": (22.7, 25, 8), "A0": (22.7, 25, 8)}
CIRCLE = 0.52
"""Height of the letters in a round marker, as a part of its own."""


@pytest.mark.parametrize("sheet", LEAST)
def test_what_is_read_is_as_large_as_its_distance_asks(run, community, tmp_path, sheet):
    fill(community, at=[(20, 40), (180, 40), (20, 130), (180, 100), (100, 130)], count=5,
         p1={"class": "space", "kind": "square", "name": "花园"})  # fmt: skip
    pdf = tmp_path / "sheet.pdf"
    outputs = run("drawlayout", COMMUNITY=str(community), OUTPUT=str(pdf), SHEET=sheet,
                  ORIENTATION="landscape")  # fmt: skip
    name, title, marker = LEAST[sheet]
    said = words(pdf)
    assert min(word.points for word in said if word.text in ("花园", "宣传栏")) >= name - 0.15
    heading = next(word for word in said if word.text.startswith("北里公共"))
    assert heading.points * MM_OF_POINT >= title
    # The index stands at the right of the map.
    on_map = {n: min((word for word in said if word.text == n), key=lambda word: word.x) for n in ("1", "2")}
    [told] = json.loads(outputs["SHEETS"])["maps"]
    for word in on_map.values():
        assert word.points * MM_OF_POINT / CIRCLE == pytest.approx(told["marker"], abs=0.1)
    assert told["marker"] >= marker
    apart = on_map["2"].x - on_map["1"].x
    assert apart == pytest.approx(160 * 1000 / outputs["SCALE"], abs=0.3)


@pytest.mark.parametrize("language", ["zh", "en", "both"])
def test_the_disclaimer_can_be_read(run, community, tmp_path, language):
    from commonplan.workspace.file import writing

    fill(community, count=3)
    with writing(community) as file:
        file.run("UPDATE community SET approval_number = '京S(2026)031号'")
    pdf = tmp_path / "sheet.pdf"
    run("drawlayout", COMMUNITY=str(community), OUTPUT=str(pdf), SHEET="A3", ORIENTATION="landscape",
        LANGUAGE=language)  # fmt: skip
    said = [word for word in words(pdf) if word.text.startswith(("示意图", "Schematic"))]
    assert min(word.points for word in said) > 6.5


def test_short_numbers_are_as_large_in_triangles_as_in_circles(run, community, tmp_path):
    fill(community, count=3, p0={"number": "11"}, p1={"class": "unit", "number": "12"}, p2={"number": "113"})
    pdf = tmp_path / "sheet.pdf"
    run("drawlayout", COMMUNITY=str(community), OUTPUT=str(pdf), SHEET="A3", ORIENTATION="landscape")
    said = [word for word in words(pdf) if word.points > 8.3]
    circle, triangle, long = (
        min((word for word in said if word.text == number), key=lambda word: word.x)
        for number in ("11", "12", "113")
    )
    assert triangle.points == pytest.approx(circle.points, abs=0.05)
    assert long.points == pytest.approx(circle.points * 0.44 / CIRCLE, abs=0.1)


def test_the_kind_stands_below_all_lines_of_a_long_name(run, community, tmp_path):
    name = "儿童游戏场" * 20
    fill(community, count=3, p0={"kind": "playground", "name": name})
    pdf = tmp_path / "sheet.pdf"
    run("drawlayout", COMMUNITY=str(community), OUTPUT=str(pdf), SHEET="A3", ORIENTATION="landscape")
    said = words(pdf)
    lines = [word for word in said if len(word.text) > 4 and set(word.text) <= set(name) and word.points > 11]
    (kind,) = [word for word in said if word.text == "儿童游戏场" and word.points < 11]
    assert len(lines) > 3
    assert min(line.y for line in lines) - kind.y > 0.9 * kind.points * MM_OF_POINT
