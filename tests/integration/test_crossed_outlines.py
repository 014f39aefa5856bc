"""Sheets of ground whose outlines cross themselves, as drawn by hand."""

import shapely
from test_draw_layout import X, Y, draw, fill, frame, text_of  # noqa: F401


def test_boundaries_and_houses_that_cross_themselves_are_drawn(draw, community):  # noqa: F811
    """The boundary beside the entrance, and all of the other compound and of a house."""
    from commonplan.workspace.file import writing

    fill(community)
    corners = [(0, 0), (120, 8), (120, -8), (80, 10), (200, 0), (200, 150), (0, 150)]
    crossing = shapely.Polygon([(X + x, Y + y) for x, y in corners])
    bow = shapely.Polygon([(X + x, Y + y) for x, y in [(220, 0), (300, 90), (300, 0), (220, 80)]])
    assert not crossing.is_valid
    with writing(community) as file:
        file.run('DELETE FROM "compound"')
        for i, name, shape in (("k", "北里", crossing), ("l", "南里", bow)):
            row = {"id": i, "name": name, "sort_order": 1, "geometry": shapely.MultiPolygon([shape])}
            file.insert("compound", frame([row]))
        file.insert("building", frame([{"label": "4栋", "geometry": shapely.MultiPolygon([bow])}]))
    pdf, outputs = draw(again=True, SHEET="A3")
    assert "北里" in text_of(pdf)
    assert outputs["PLACES"] == 12
