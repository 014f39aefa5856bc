"""What a booklet begins with: where the contents break, the title of the cover, the bar of the overview."""

import pytest
from pypdf import PdfReader
from qgis.core import QgsLayoutItemScaleBar, QgsPrintLayout, QgsProject


def listed(name, count, page):
    from commonplan.output.series.booklet import Entry, ListedMap

    maps = tuple(ListedMap(f"小区{i}", 1000, 9, page + i) for i in range(count))
    return Entry(page, page, name, 9 * count, maps, (), None, None, "")


@pytest.fixture
def contents_of(qgis_app, tmp_path):
    """Return the rows of each page of the contents for communities with so many maps."""
    from commonplan.community.catalogue import terms
    from commonplan.output.series.booklet import contents
    from commonplan.output.sheet.export import export

    def contents_of(*counts):
        project = QgsProject()
        entries = [listed(f"社区{i}", count, i) for i, count in enumerate(counts)]
        layout = contents(project, entries, terms("zh"))
        file = export([layout], tmp_path / "contents.pdf", 300, "2026-01-01T00:00:00Z", "目录")[0]
        return [page.extract_text().splitlines()[2:] for page in PdfReader(file).pages]

    return contents_of


def test_no_page_of_the_contents_ends_with_a_community_whose_maps_follow(contents_of):
    (once,) = contents_of(*[1] * 20)
    full = next(n for n in range(20, 60) if len(contents_of(*[1] * n)) > 1) - 1
    assert len(once) == 20
    first, second = contents_of(*[1] * (full - 1), 6)
    assert len(first) == full - 1
    assert len(second) == 7


def test_the_last_page_of_the_contents_has_a_few_rows(contents_of):
    first, second = contents_of(*[1] * 29)
    assert len(second) == 4
    assert len(first) == 25


@pytest.mark.parametrize(
    ("title", "lines"), [("和平街道社区公共设施布局图集", 1), ("和平街道" * 6, 2), ("布局图集", 1)]
)
def test_a_title_stands_on_one_line_where_it_can(qgis_app, title, lines):
    from commonplan.output.series.booklet import Front, cover

    project = QgsProject()
    layout = cover(project, Front(title, "副题", {}, (), ""))
    assert layout.itemById("title").text().count("\n") == lines - 1


@pytest.mark.parametrize(("scale", "unit", "segment"), [(10_000, "m", 100), (200_000, "km", 2)])
def test_a_bar_of_kilometres_says_so(qgis_app, scale, unit, segment):
    from commonplan.output.sheet.frame import Bar
    from commonplan.output.sheet.map_items import divide_bar
    from commonplan.output.sheet.paper import LETTERING

    project = QgsProject()
    layout = QgsPrintLayout(project)
    bar = QgsLayoutItemScaleBar(layout)
    divide_bar(bar, Bar.of(scale, LETTERING["A4"]).segment)
    assert (bar.unitLabel(), bar.unitsPerSegment()) == (unit, segment)


@pytest.mark.parametrize(
    ("least", "scale"), [(200, 200), (5_070, 6_000), (6_100, 8_000), (8_001, 10_000), (33_000, 40_000)]
)
def test_the_overview_fills_its_page_at_a_round_scale(qgis_app, least, scale):
    from commonplan.output.series.overview import _round_scale

    assert _round_scale(least) == scale
