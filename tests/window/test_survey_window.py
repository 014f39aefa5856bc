"""The survey import in a real QGIS window: control points clicked on the map, every page, keys alone."""

import re
import sys
from pathlib import Path

import pytest

sys.path.append(str(Path(__file__).parent))
from test_window import SAMPLE, look, pytestmark  # noqa: E402, F401


def draw(folder):
    """Make the drawings: a grid of its own, one with north along x, the sample and the same a year later."""
    import ezdxf

    own = ezdxf.new("R2010", units=6)
    for x, y in ((0, 0), (200, 0), (200, 100), (0, 100)):
        own.modelspace().add_lwpolyline([(x, y), (x + 9, y), (x + 9, y + 9), (x, y + 9)], close=True)
    own.saveas(folder / "grid.dxf")
    swapped = ezdxf.new("R2010", units=6)
    for step in range(10):
        x, y = 3_449_100 + 20 * step, 612_300 + 30 * step
        swapped.modelspace().add_lwpolyline([(x, y), (x + 10, y), (x + 10, y + 20), (x, y + 20)], close=True)
    swapped.saveas(folder / "swapped.dxf")
    (folder / "survey.dxf").write_bytes((SAMPLE / "survey.dxf").read_bytes())
    newer = ezdxf.readfile(SAMPLE / "survey.dxf", encoding="gb18030")
    things = [e for e in newer.modelspace().query("INSERT") if e.has_xdata("SOUTH")]
    for thing in things[:5]:
        thing.translate(3, 1, 0)
    for thing in things[5:9]:
        newer.modelspace().delete_entity(thing)
    newer.saveas(folder / "newer.dxf")
    newer.modelspace().add_text("新建", dxfattribs={"insert": (612_400, 3_449_200), "height": 2})
    newer.saveas(folder / "keys.dxf")


@pytest.fixture(
    scope="module", params=[("zh-Hans", "default"), ("en", "Night Mapping")], ids=["zh", "en-dark"]
)
def seen(request, qgis_app, tmp_path_factory):
    from commonplan.community.coordinates import parse_crs
    from commonplan.workspace.community import create_community

    if not SAMPLE.exists():
        pytest.skip("no sample: make setup writes it")
    folder = tmp_path_factory.mktemp("pages")
    create_community(folder / "community", "和平社区", parse_crs("EPSG:4549").to_wkt())
    draw(folder)
    locale, theme = request.param
    return look(folder, "survey_pages_scenario.py", locale, theme=theme, screen="1280x720")


def test_control_points_are_clicked_on_the_map_and_the_bad_one_is_named(seen):
    assert seen["fit"]["bad_pair"] == "5"
    assert seen["residuals"][:4] == ["0.000"] * 4
    assert float(seen["residuals"][4]) == pytest.approx(5, abs=0.01)
    assert seen["fit"]["rmse"] < 0.001


def test_north_first_is_put_in_order_by_a_click(seen):
    assert seen["exchanged"] == [True, "EPSG:4549"]


def test_what_changed_since_the_survey_before_is_shown(seen):
    assert len(seen["tabs"]) >= 5
    assert re.search(r"[(（][1-9]\d*[)）]$", seen["tabs"][4])


def test_keys_alone_lead_from_the_question_to_the_report(seen):
    assert seen["answered"] == "EPSG:4549"
    assert seen["by_keys"]
    assert seen["closed"]
    assert None not in seen["walked"]
