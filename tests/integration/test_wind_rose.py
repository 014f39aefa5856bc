"""The wind rose: what it is drawn from, how it turns, and that it carries the arrow to the north."""

import pytest
from test_draw_layout import fill
from test_sheet_parts import drawn_maps


def test_the_wind_rose_carries_the_arrow_to_the_north(community):
    fill(community)
    for texts, names in (({}, {"north arrow"}), ({"wind": "12 8 5 3 9 14 20 10"}, {"wind"})):
        layout, _ = drawn_maps(community, **texts)
        shown = {item.id() for item in layout.items() if hasattr(item, "id")}
        assert shown & {"north arrow", "wind"} == names
        assert ("wind arrow" in shown) == ("wind" in names)


@pytest.mark.parametrize(
    "text",
    ["1", "1 2 3 4 5 6 7", "20 20 20 20 20 20 20 20", "0 0 0 0 0 0 0 0", "a b c d e f g h",
     "-1 2 3 4 5 6 7 8", "nan 1 1 1 1 1 1 1", "inf 1 1 1 1 1 1 1", "；"],
)  # fmt: skip
def test_what_are_no_frequencies_is_said(qgis_app, text):
    from commonplan.community.errors import InputError
    from commonplan.output.sheet.parts.wind import read_frequencies

    with pytest.raises(InputError) as raised:
        read_frequencies(text)
    assert raised.value.code == "bad_wind"


def test_a_rose_turns_with_the_map_and_its_longest_petal_reaches_the_rim(qgis_app):
    from commonplan.output.sheet.parts.wind import Rose, petals, read_frequencies

    frequencies = read_frequencies("20%,5，5、5 5;5 5 5")
    assert petals(Rose(frequencies, "", "N", 0.0), 0, 0, 10)[0] == pytest.approx((0, -10))
    turned = petals(Rose(frequencies, "", "N", 90.0), 0, 0, 10)
    assert turned[0] == pytest.approx((10, 0))
    assert max(x * x + y * y for x, y in turned) == pytest.approx(100)
