"""Sheets read back as a reader finds them: numbers, texts and markers measured in the PDF.

The rule for crowded maps: markers get smaller, down to the least size of the sheet; where even those
find no room the map is divided into sections. Numbers that hide one another all the same are named in
SHEETS and in the log, and only they may. All others are read.
"""

import json
import re
import shutil
import subprocess
from collections import Counter
from pathlib import Path
from xml.etree import ElementTree as ET

import geopandas as gpd
import numpy as np
import pyogrio
import pytest
import shapely
from commonplan.community.placement import overlap
from pypdf import PdfReader
from test_draw_layout import drawn_elsewhere

MM = 25.4 / 72
SHARED = Path(__file__).resolve().parents[3] / "shared" / "data"
SHEETS = {"A4": (210, 297), "A3": (297, 420), "A2": (420, 594), "A1": (594, 841), "A0": (841, 1189)}
KINDS = (("space", "square"), ("facility", "shop"), ("unit", "residents_committee"), ("facility", "toilet"))
NAMES = ("入口广场", "利民便利店", "和平里社区居民委员会", "")
# Width and height of a marker as parts of its height, for numbers of one, two and three digits.
WIDTHS = {"space": (1.0, 1.0, 1.25), "facility": (0.94, 0.94, 1.15), "unit": (1.22, 1.42, 1.67)}
HEIGHTS = {"space": 1.0, "facility": 0.94, "unit": 1.1}
LOWER = {"space": 0.0, "facility": 0.0, "unit": 0.17}


def boxes_of(pdf):
    """Return, for each page, its words and their boxes in mm, n×4, y downward."""
    xml = subprocess.run(["pdftotext", "-bbox", str(pdf), "-"], check=True, capture_output=True).stdout
    pages = []
    for page in ET.fromstring(re.sub(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]", b"", xml)).iter():
        if page.tag.endswith("page"):
            found = [word for word in page if word.tag.endswith("word") and (word.text or "").strip()]
            sides = [
                [float(word.get(key)) * MM for key in ("xMin", "yMin", "xMax", "yMax")] for word in found
            ]
            pages.append(([word.text for word in found], np.array(sides).reshape(-1, 4)))
    return pages


def over_one_another(texts, around):
    """Return words that cover more than a fifth of another, of whose line height a third is air."""
    middle = (around[:, 1::2].sum(axis=1) / 2)[:, None]
    half = 0.33 * (around[:, 3:] - around[:, 1:2])
    letters = np.hstack([around[:, :1], middle - half, around[:, 2:3], middle + half])
    shared = overlap(letters, letters)
    np.fill_diagonal(shared, 0)
    return [(texts[i], texts[j]) for i, j in np.argwhere(shared > 0.2) if i < j]


def shape_of(place_class, digits, x, y, height):
    """Return what a marker covers, by where its number stands."""
    wide, high = WIDTHS[place_class][digits - 1] * height / 2, HEIGHTS[place_class] * height / 2
    y -= LOWER[place_class] * height
    if place_class == "space":
        return shapely.affinity.scale(shapely.Point(x, y).buffer(1.0), wide, high)
    if place_class == "facility":
        return shapely.box(x - wide, y - high, x + wide, y + high)
    return shapely.Polygon([(x - wide, y + high), (x + wide, y + high), (x, y - high)])


def on_map(texts, around, count, height):
    """Return the middle of each number on the map, in mm: of the two that stand for it, the one in a marker.

    The numbers of the index stand under one another in columns, all with the same right edge.
    """
    rights = Counter(round(right, 1) for text, right in zip(texts, around[:, 2]) if text.isdigit())
    found = {}
    for text, box in zip(texts, around):
        if re.fullmatch(r"[1-9]\d{0,2}", text) and int(text) <= count:
            found.setdefault(text, []).append((rights[round(box[2], 1)], *box))
    return {
        text: ((box[1] + box[3]) / 2, (box[2] + box[4]) / 2)
        for text, boxes in found.items()
        for box in [min(boxes)]
        if len(boxes) > 1
    }


# -- communities to draw -------------------------------------------------------------------------------


def spots_in(outline, count, seed):
    """Return places in a compound, half of them in threes a few metres apart."""
    dice = np.random.default_rng(seed)
    low_x, low_y, high_x, high_y = outline.bounds
    found = np.empty((0, 2))
    while len(found) < count:
        some = dice.uniform((low_x, low_y), (high_x, high_y), (count, 2))
        some[: count // 2] = np.repeat(some[: count // 6 + 1], 3, axis=0)[: count // 2]
        some[: count // 2] += dice.normal(0, 3, (count // 2, 2))
        found = np.vstack([found, some[shapely.contains_xy(outline, *some.T)]])
    return found[:count]


def put_places(path, count, seed=2_026):
    """Write `count` numbered places into the compounds of a community, the same number into each."""
    from commonplan.workspace.file import reading, writing

    with reading(path) as file:
        compounds, crs = file.table("compound"), file.crs_wkt
    tables = []
    for row in compounds.itertuples():
        points = spots_in(max(shapely.get_parts(row.geometry), key=shapely.area), count, seed)
        i = np.arange(count)
        classes, kinds = np.array(KINDS, object)[i % 4].T
        tables.append(gpd.GeoDataFrame(
            {"class": classes, "kind": kinds, "name": np.array(NAMES, object)[i % 4], "rank": i,
             "number": (i + 1).astype(str), "status": "existing", "is_public": True},
            geometry=shapely.points(points), crs=crs))  # fmt: skip
    with writing(path) as file:
        file.run('DELETE FROM "place"')
        for table in tables:
            file.insert("place", table)
    return compounds


@pytest.fixture(scope="session")
def grounds(provider, tmp_path_factory):
    """Make the communities without places when they are asked for: `grounds("survey")`."""
    import processing

    made = {}

    def run(algorithm, **parameters):
        return processing.run(f"commonplan:{algorithm}", parameters)

    def make(name):
        if name in made:
            return made[name]
        folder = tmp_path_factory.mktemp(name) / "community"
        crs = "local" if name == "survey" else "EPSG:4549"
        path = run("createcommunity", NAME="和平社区", CRS=crs, FOLDER=str(folder))["COMMUNITY"]
        if name == "compounds":
            neighbourhood(Path(path))
        elif name == "survey":
            survey = SHARED / "survey" / "topographic_survey_cp1251.dxf"
            run("importsurvey", COMMUNITY=path, INPUT=str(survey), CRS="local")
            run("setsite", COMMUNITY=path, ASSUME=True)
        else:
            sample = Path(__file__).resolve().parents[2] / "resources" / "sample"
            run("importsurvey", COMMUNITY=path, INPUT=str(sample / "survey.dxf"), CRS="EPSG:4549")
            run("setsite", COMMUNITY=path, COMPOUNDS=str(sample / "compounds.geojson"),
                ENTRANCES=str(sample / "entrances.geojson"))  # fmt: skip
        made[name] = Path(path).parent
        return made[name]

    return make


def neighbourhood(path):
    """Write the three real compounds with their buildings and roads."""
    from commonplan.workspace.file import writing

    def read(name):
        return pyogrio.read_dataframe(SHARED / "neighbourhood" / f"{name}.geojson").to_crs("EPSG:4549")

    compounds, houses, roads = read("compounds"), read("buildings"), read("roads")
    outlines = [shapely.MultiPolygon(shapely.get_parts(shape).tolist()) for shape in compounds.geometry]
    gates = [shapely.line_interpolate_point(shapely.boundary(shape).geoms[0], 0) for shape in outlines]
    ids, names = ["k0", "k1", "k2"], ["东里", "西里", "南里"]
    table = {"id": ids, "name": names, "sort_order": [1, 2, 3]}
    with writing(path) as file:
        file.insert("compound", gpd.GeoDataFrame(table, geometry=outlines, crs="EPSG:4549"))
        gate = {"name": "正门", "is_main": True, "compound_id": ids}
        file.insert("entrance", gpd.GeoDataFrame(gate, geometry=gates, crs="EPSG:4549"))
        shapes = [shapely.MultiPolygon(shapely.get_parts(shape).tolist()) for shape in houses.geometry]
        labels = {"label": [f"{i + 1}号楼" for i in range(len(shapes))]}
        file.insert("building", gpd.GeoDataFrame(labels, geometry=shapes, crs="EPSG:4549"))
        lines = shapely.get_parts(roads.geometry.to_numpy())
        lines = lines[shapely.get_type_id(lines) == 1]
        ground = {"layer": "DLSS", "is_public": [True] * len(lines)}
        file.insert("survey_line", gpd.GeoDataFrame(ground, geometry=lines, crs="EPSG:4549"))


# -- the checks ----------------------------------------------------------------------------------------


def check(run, grounds, tmp_path, ground, sheet, count, language, orientation):
    if ground != "sample" and not SHARED.is_dir():
        pytest.skip(f"the shared data are not at {SHARED}")
    path = next(Path(shutil.copytree(grounds(ground), tmp_path / "community")).glob("*.gpkg"))
    compounds = put_places(path, count)
    pdf = tmp_path / "sheet.pdf"
    outputs = run("drawlayout", COMMUNITY=str(path), OUTPUT=str(pdf), SHEET=sheet, LANGUAGE=language,
                  ORIENTATION=orientation)  # fmt: skip
    told = json.loads(outputs["SHEETS"])
    size = SHEETS[sheet] if orientation == "portrait" else SHEETS[sheet][::-1]
    for texts, around in boxes_of(pdf):
        check_texts(texts, around, set(told["crowded"]), *size)
    check_fonts(pdf)
    return pdf, told, compounds, path


def is_crowded(text, crowded):
    """Tell whether a word is a crowded number, or several that touch, which a reader joins to one."""
    begins = (n for n in range(1, len(text)) if text[:n] in crowded)
    return text in crowded or any(is_crowded(text[n:], crowded) for n in begins)


def check_texts(texts, around, crowded, width, height):
    """No text over text, none outside of the frame; only crowded numbers may lie over others."""
    over = [
        pair
        for pair in over_one_another(texts, around)
        if not any(is_crowded(text, crowded) for text in pair)
    ]
    assert over == []
    assert (around[:, 0] > 25).all()
    assert (around[:, 2] < width - 10).all()
    assert (around[:, 1] > 9.5).all()
    assert (around[:, 3] < height - 9.5).all()


def check_fonts(pdf):
    for page in PdfReader(pdf).pages:
        for font in page["/Resources"]["/Font"].values():
            (inner,) = font.get_object()["/DescendantFonts"]
            assert "/FontFile2" in inner.get_object()["/FontDescriptor"]


def map_pages(pdf, maps):
    """Return, for each compound in order, the words and boxes of its map page and of its further pages."""
    pages = boxes_of(pdf)
    firsts = [i for i, (texts, _) in enumerate(pages) if any(t.startswith("1:") for t in texts)]
    assert len(firsts) == len(maps)
    return [pages[a:b] for a, b in zip(firsts, [*firsts[1:], len(pages)])]


def check_numbers(pages, count, crowded):
    """Every number stands on the map and in the index; of two crowded ones that touch, a reader makes one."""
    said = Counter(t for texts, _ in pages for t in texts if re.fullmatch(r"[1-9]\d{0,2}", t))
    assert [n for n in map(str, range(1, count + 1)) if said[n] < (1 if n in crowded else 2)] == []


def check_markers(page, count, told, crowded):
    """No marker hides more than a tenth of another, but for those that are told."""
    found = on_map(*page, count, told["marker"])
    names = [name for name in found if name not in crowded]
    shapes = np.empty(len(names), object)
    for i, name in enumerate(names):
        place_class, _ = KINDS[(int(name) - 1) % 4]
        shapes[i] = shape_of(place_class, len(name), *found[name], told["marker"])
    one, other = shapely.STRtree(shapes).query(shapes, predicate="intersects")
    one, other = one[one != other], other[one != other]
    hidden = shapely.area(shapely.intersection(shapes[one], shapes[other])) / shapely.area(shapes[one])
    assert [(names[i], names[j]) for i, j in zip(one[hidden > 0.1], other[hidden > 0.1])] == []
    return found


def check_scale(found, path, compound, scale):
    """Markers that did not move stand as far from one another as on the ground, to 0.3 mm."""
    from commonplan.workspace.file import reading

    with reading(path) as file:
        places = file.table("place")
    # Numbers stand in the middle of squares and circles, not of triangles.
    places = places[places.intersects(compound) & (places["class"] != "unit")]
    places = places[places["number"].isin(found)]
    paper = np.array([found[number] for number in places["number"]]) * [1, -1]
    offset = paper - shapely.get_coordinates(places.geometry) * 1000 / scale
    apart = np.abs(offset[:, None] - offset[None]).max(axis=-1) <= 0.3
    # Of places that crowd all move; how many stay by themselves is another matter on each map.
    assert apart.sum(axis=1).max() >= max(4, 0.15 * len(places))


def check_all(run, grounds, tmp_path, ground, sheet, count, language, orientation):
    pdf, told, compounds, path = check(run, grounds, tmp_path, ground, sheet, count, language, orientation)
    maps = list(zip(map_pages(pdf, told["maps"]), told["maps"]))
    assert sum(page_map["places"] for _, page_map in maps) == count * len(compounds)
    for row in compounds.itertuples():
        own = [pair for pair in maps if pair[1]["compound"] == (row.name or "")]
        check_numbers([page for pages, _ in own for page in pages], count, set(told["crowded"]))
        for pages, page_map in own:
            found = check_markers(pages[0], count, page_map, set(told["crowded"]))
        if count == 50 and sheet in ("A2", "A1", "A0"):  # on smaller ones hardly a marker stays where it was
            check_scale(found, path, row.geometry, page_map["scale"])
    if count <= 50 and sheet not in ("A4", "A3"):
        assert told["crowded"] == []


FEW = [
    ("sample", "A3", 50, "zh", "landscape"),
    ("compounds", "A2", 5, "en", "portrait"),
    ("survey", "A4", 50, "en", "landscape"),
]
ALL = [
    (ground, sheet, count, language, orientation)
    for ground in ("sample", "survey", "compounds")
    for sheet in SHEETS
    for count in (5, 50, 400)
    for language, orientation in (("zh", "landscape"), ("en", "portrait"))
]


@pytest.mark.parametrize(("ground", "sheet", "count", "language", "orientation"), FEW)
def test_a_sheet_can_be_read(run, grounds, tmp_path, ground, sheet, count, language, orientation):
    check_all(run, grounds, tmp_path, ground, sheet, count, language, orientation)


@pytest.mark.long
@pytest.mark.parametrize(("ground", "sheet", "count", "language", "orientation"), ALL)
def test_every_sheet_can_be_read(run, grounds, tmp_path, ground, sheet, count, language, orientation):
    check_all(run, grounds, tmp_path, ground, sheet, count, language, orientation)


@pytest.mark.long
def test_four_hundred_crowded_places_give_the_same_bytes_twice(run, grounds, tmp_path):
    path = next(Path(shutil.copytree(grounds("sample"), tmp_path / "community")).glob("*.gpkg"))
    put_places(path, 400)
    one, other = (drawn_elsewhere(path, tmp_path / f"{seed}.pdf", seed) for seed in ("1", "2"))
    assert one == other


def test_a_map_too_full_for_its_places_is_divided_into_sections(run, grounds, tmp_path):
    path = next(Path(shutil.copytree(grounds("sample"), tmp_path / "community")).glob("*.gpkg"))
    put_places(path, 220)
    pdf = tmp_path / "sheet.pdf"

    def draw(**parameters):
        asked = {"COMMUNITY": str(path), "OUTPUT": str(pdf), "COMPOUND": "北里", "SHEET": "A4"}
        return json.loads(run("drawlayout", **asked, **parameters)["SHEETS"])

    whole = draw(DIVIDE="never")
    assert (len(whole["maps"]), whole["divided"]) == (1, [])
    told = draw()
    overview, *sections = told["maps"]
    assert told["divided"] == ["北里"]
    assert overview["places"] == 0
    assert [section["part"] for section in sections] == [f"分幅 {chr(65 + i)}" for i in range(len(sections))]
    assert sum(section["places"] for section in sections) == 220
    assert max(section["scale"] for section in sections) < overview["scale"] == whole["maps"][0]["scale"]
    assert len(told["crowded"]) < len(whole["crowded"]) / 10
    pages = boxes_of(pdf)
    assert {f"{section['page']}/{len(pages)}" for section in sections} <= set(pages[0][0])
    listed = " ".join(text for texts, _ in pages[: sections[0]["page"] - 1] for text in texts)
    for section in sections:
        said = Counter(pages[section["page"] - 1][0])
        numbers = [text for text in said if re.fullmatch(r"[1-9]\d{0,2}", text) and said[text] > 1]
        assert len(numbers) == section["places"]
        letter = section["part"][-1]
        assert in_runs(numbers) in listed.replace(f" {letter} ", "").replace(" ", "")
        others = {f"{other['page']}/{len(pages)}" for other in sections if other is not section}
        assert others & set(pages[section["page"] - 1][0])


def in_runs(numbers):
    """Return numbers with those in a row as one: 1–14、17."""
    runs = []
    for n in sorted(map(int, numbers)):
        if runs and n == runs[-1][1] + 1:
            runs[-1][1] = n
        else:
            runs.append([n, n])
    return "、".join(str(low) if low == high else f"{low}–{high}" for low, high in runs)


def test_a_divided_compound_beside_another_is_named_by_its_overview(run, grounds, tmp_path):
    path = next(Path(shutil.copytree(grounds("sample"), tmp_path / "community")).glob("*.gpkg"))
    put_places(path, 200)
    pdf = tmp_path / "sheet.pdf"
    maps = json.loads(run("drawlayout", COMMUNITY=str(path), OUTPUT=str(pdf), SHEET="A4")["SHEETS"])["maps"]
    pages = [set(texts) for texts, _ in boxes_of(pdf)]
    (overview, *sections), beside = (
        [drawn for drawn in maps if drawn["compound"] == name] for name in ("南里", "北里")
    )
    assert f"{overview['page']}/{len(pages)}" in pages[beside[0]["page"] - 1]
    assert sections
    told = {f"{section['page']}/{len(pages)}" for section in sections}
    assert not any(told & pages[drawn["page"] - 1] for drawn in beside)


def test_the_map_of_a_building_group_is_divided_along_its_long_side(run, grounds, tmp_path):
    from commonplan.workspace.file import writing

    path = next(Path(shutil.copytree(grounds("compounds"), tmp_path / "community")).glob("*.gpkg"))
    put_places(path, 300)
    with writing(path) as file:
        houses = file.table("building")[["id"]]
        file.update("building", houses.assign(building_group="一组"))
    pdf = tmp_path / "sheet.pdf"
    asked = {"COMPOUND": "东里", "BY": "building_group", "SHEET": "A4", "NORTH": "turned"}
    notice = {"NOTICE": "现予公示", "NOTICE_BY": "居委会"}
    outputs = run("drawlayout", COMMUNITY=str(path), OUTPUT=str(pdf), **asked, **notice)
    overview, *sections = json.loads(outputs["SHEETS"])["maps"]
    assert overview["part"] == "一组 · 总览"
    assert [section["part"] for section in sections[:2]] == ["一组 · 分幅 A", "一组 · 分幅 B"]
    assert {section["turned"] for section in sections} == {overview["turned"]} != {0.0}
    pages = [texts for texts, _ in boxes_of(pdf)]
    assert sum("盖章" in "".join(texts) for texts in pages) == 1
    assert not any("一组" in text and "分幅" in text for text in pages[0])
    # No section says that it lies beside the overview.
    assert not any("总览" in text for section in sections for text in pages[section["page"] - 1])


def test_a_map_at_the_largest_scale_is_cut_into_no_more_sections_than_others(run, tmp_path):
    from commonplan.workspace.file import writing

    folder = tmp_path / "community"
    path = run("createcommunity", NAME="小院", CRS="EPSG:4549", FOLDER=str(folder))["COMMUNITY"]
    court = shapely.box(500_000, 3_450_000, 500_025, 3_450_025)
    with writing(Path(path)) as file:
        file.insert("compound", gpd.GeoDataFrame({"name": ["小院"]}, geometry=[court], crs="EPSG:4549"))
    put_places(Path(path), 400)
    asked = {"COMMUNITY": path, "OUTPUT": str(tmp_path / "sheet.pdf"), "SHEET": "A4"}
    overview, *sections = json.loads(run("drawlayout", **asked)["SHEETS"])["maps"]
    assert overview["scale"] == 200
    assert {section["scale"] for section in sections} == {200}
    assert len(sections) < 20
