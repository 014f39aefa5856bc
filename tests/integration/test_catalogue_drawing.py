"""A drawing with every code and every word of the catalogue: each lands in its kind."""

import ezdxf
import pytest
from commonplan.community import catalogue
from commonplan.workspace.file import reading

CODES = catalogue.codes()
CODES = CODES[(CODES["system"] == "SOUTH")]
KINDS = catalogue.kinds()
STEP, ACROSS = 100.0, 24
X, Y = 500_000.0, 3_400_000.0


def spot(position):
    return X + STEP * (position % ACROSS), Y + STEP * (position // ACROSS)


def coded(entity, code):
    entity.set_xdata("SOUTH", [(1000, code)])


def words():
    """Every word of every kind, without its mark of doubt."""
    return [(word.rstrip("?"), kind) for kind, row in KINDS.iterrows() for word in row["words"]]


def drawing_of_everything(path):
    """Each code as an area of 20 m and as a symbol; each word as a text; far apart from each other."""
    document = ezdxf.new("R2000", units=6)
    document.encoding = "gbk"
    document.header["$DWGCODEPAGE"] = "ANSI_936"
    document.appids.add("SOUTH")
    document.blocks.new("SYMBOL").add_circle((0, 0), 0.5)
    for name in ("DLDW", "ZJ"):
        document.layers.add(name)
    space = document.modelspace()
    for position, code in enumerate(CODES["code"].str.replace("*", "00", regex=False)):
        x, y = spot(2 * position)
        corners = [(x, y), (x + 20, y), (x + 20, y + 20), (x, y + 20)]
        coded(space.add_lwpolyline(corners, close=True, dxfattribs={"layer": "DLDW"}), code)
        coded(space.add_blockref("SYMBOL", spot(2 * position + 1), dxfattribs={"layer": "DLDW"}), code)
    for position, (word, _) in enumerate(words(), 2 * len(CODES)):
        attributes = {"layer": "ZJ", "height": 2.0, "insert": spot(position)}
        space.add_text(word, dxfattribs=attributes)
    document.saveas(path)
    return path


@pytest.fixture(scope="module")
def marked(provider, tmp_path_factory):
    """The places of the drawing by the cell they stand in: cell → (kind, certainty, evidence)."""
    from shapely import box

    import processing

    folder = tmp_path_factory.mktemp("everything")
    survey = drawing_of_everything(folder / "everything.dxf")
    made = {"NAME": "全", "CRS": "EPSG:4549", "FOLDER": str(folder / "c")}
    community = processing.run("commonplan:createcommunity", made)["COMMUNITY"]
    given = {"COMMUNITY": community, "INPUT": str(survey), "CRS": "EPSG:4549"}
    processing.run("commonplan:importsurvey", given)
    processing.run("commonplan:markplaces", {"COMMUNITY": community})
    from pathlib import Path

    with reading(Path(community)) as file:
        places = file.table("place")
    cells = {}
    for position in range(2 * len(CODES) + len(words())):
        x, y = spot(position)
        here = places[places.geometry.within(box(x - 30, y - 30, x + 60, y + 60))]
        cells[position] = [(row.kind, row.certainty, row.evidence) for row in here.itertuples()]
    assert sum(map(len, cells.values())) == len(places)
    return cells


def test_every_code_lands_in_its_kind(marked):
    wrong = {}
    for position, row in enumerate(CODES.itertuples()):
        for form, cell in (("area", 2 * position), ("symbol", 2 * position + 1)):
            wide = row.alone not in ("", "no") and form == "symbol"  # a point is not that wide
            wanted = [] if not row.kind or row.alone == "no" or wide else [row.kind]
            got = [kind for kind, _, _ in marked[cell]]
            if got != wanted:
                wrong[row.code, form] = (wanted, got)
    assert wrong == {}


def test_every_word_lands_in_its_kind(marked):
    found = {word: marked[at] for at, (word, _) in enumerate(words(), 2 * len(CODES))}
    wrong = {word: (kind, found[word]) for word, kind in words() if [k for k, _, _ in found[word]] != [kind]}
    assert wrong == {}


def test_a_doubtful_word_goes_to_the_list_of_guesses(marked):
    doubtful = {word.rstrip("?") for row in KINDS["words"] for word in row if word.endswith("?")}
    found = {word: marked[at] for at, (word, _) in enumerate(words(), 2 * len(CODES))}
    assert all(found[word][0][1] < 0.8 for word in doubtful)
    assert all(text for cell in marked.values() for _, _, text in cell)


def test_rules_are_kept_in_the_community(run, community, tmp_path):
    survey = drawing_of_everything(tmp_path / "everything.dxf")
    run("importsurvey", COMMUNITY=str(community), INPUT=str(survey), CRS="EPSG:4549")
    rules = tmp_path / "rules.csv"
    rules.write_text("kind,words,system,code\nheritage,公厕,,\nsquare,,SOUTH,158800\n", encoding="utf-8")
    run("markplaces", COMMUNITY=str(community), RULES=str(rules), KEEP_RULES=True)
    with reading(community) as file:
        first = file.table("place").set_index("id")["kind"]
        kept = file.table("catalogue_edit")
    assert kept["kind"].tolist() == ["rule:1", "rule:2"]
    assert "toilet" in set(first)  # other words of it stay
    assert run("markplaces", COMMUNITY=str(community))["NEW"] == 0
    with reading(community) as file:
        assert file.table("place").set_index("id")["kind"].equals(first)
