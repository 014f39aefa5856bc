"""Grids of coordinates, called what surveyors call them."""

import pytest


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("EPSG:4549", "2000国家大地坐标系 3°带 中央子午线120°E (EPSG:4549)"),
        ("EPSG:4527", "2000国家大地坐标系 3°带 中央子午线117°E (EPSG:4527)"),
        ("EPSG:2332", "1980西安坐标系 6°带 中央子午线105°E (EPSG:2332)"),
        ("EPSG:32651", "WGS 84 / UTM zone 51N (EPSG:32651)"),
        ("local", "独立坐标系，米制"),
    ],
)
def test_a_grid_is_called_what_surveyors_call_it(qgis_app, code, said):
    from commonplan.community.catalogue import terms
    from commonplan.community.coordinates import LOCAL_WKT
    from commonplan.output.sheet.grid import grid_name
    from qgis.core import QgsCoordinateReferenceSystem

    crs = QgsCoordinateReferenceSystem(code)
    if code == "local":
        crs = QgsCoordinateReferenceSystem.fromWkt(LOCAL_WKT)
    assert grid_name(crs, terms("zh")) == said
