"""Names of entrances and sections: inside of the map, and off the lines where that can be."""

from types import SimpleNamespace

import geopandas as gpd
import numpy as np
import pytest
import shapely

COURT = shapely.box(10, 10, 110, 90)


@pytest.mark.parametrize(("gate", "outside"), [((110, 50), True), ((10, 50), False)])
def test_a_gate_at_the_edge_of_the_map_keeps_its_name(provider, gate, outside):
    from commonplan.output.sheet.frame import Paper
    from commonplan.output.sheet.lettering import box_of, entrance_labels
    from commonplan.output.sheet.paper import LETTERING

    columns = {"name": ["西侧步行出入口"], "kind": ["pedestrian"], "is_main": [False]}
    entrances = gpd.GeoDataFrame(columns, geometry=[shapely.Point(gate)])
    site = SimpleNamespace(entrances=entrances, starts=np.array([False]))
    paper, content = Paper(200, 100, 1000, 0, 0), SimpleNamespace(words={"main_entrance": "主入口"})
    signs, _ = entrance_labels(content, site, COURT, LETTERING["A3"], paper, np.empty((0, 4)))
    (label,) = signs["entrance"]
    width, height = box_of(label.text, label.points)
    box = shapely.box(*(label.x, label.y) - np.array((width, height)) / 2,
                      *(label.x, label.y) + np.array((width, height)) / 2)  # fmt: skip
    assert shapely.box(*paper.frame).contains(box)
    assert (box.intersection(COURT).area < 0.05 * box.area) is outside


@pytest.mark.parametrize(
    "corners",
    [
        [(10, 10), (70, 10), (10, 60)],
        [(10, 90), (110, 60), (110, 90)],
        [(10, 40), (45, 40), (45, 26), (10, 10)],
    ],
)
def test_the_name_of_a_section_stands_inside_of_it(provider, corners):
    from commonplan.output.sheet.frame import Paper
    from commonplan.output.sheet.lettering import box_of
    from commonplan.output.sheet.paper import LETTERING
    from commonplan.output.sheet.signs import section_wishes
    from commonplan.output.sheet.site import Section

    area = shapely.Polygon(corners)
    paper = Paper(200, 100, 1000, 0, 0)
    (wish,) = section_wishes([Section("J", area, "", "11/12")], paper, LETTERING["A3"])
    assert wish.size == box_of(wish.text, wish.points, bold=True)
    half = np.array(wish.size) / 2
    box = shapely.box(*(wish.spots[0] - half), *(wish.spots[0] + half))
    assert box.intersection(area).area > 0.97 * box.area
