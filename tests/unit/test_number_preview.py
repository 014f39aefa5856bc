"""What a planner sees before numbers are written, and what residents see when they change."""

import pandas as pd
import pytest
from commonplan.community.errors import CommonplanError
from commonplan.community.numbering.community import Options, number_places
from commonplan.community.numbering.concordance import concordance
from commonplan.community.numbering.preview import preview
from commonplan.community.numbering.search import find_places
from small_community import after, box, changed, community, with_place
from test_numbering import GATES, TWO

ROUND = [("w", "square", (-80, 100)), ("n", "toilet", (5, 190)), ("e", "clinic", (80, 100))]
STRIP = [{"id": "c", "name": "长里", "geometry": box(-200, 0, 200, 60)}]


def published(rows=ROUND, **more):
    town = community(rows, **more)
    return after(town, number_places(town, Options(publish=True)))


def renumbered(town):
    return number_places(town, Options(new_places="renumber", confirm_published=True))


def test_both_candidates_stand_beside_each_other_with_their_lengths():
    rows = [(f"p{x}", "toilet", (x, 5 + x * 7 % 50)) for x in range(-190, 195, 11)]
    town = community(rows, compounds=STRIP)
    found = preview(town, Options(method="bearing")).comparisons["c"]
    assert set(found.candidates) == {"bearing", "boundary"}
    assert found.taken.reason == "asked"
    assert found.suggested.method == "boundary"
    lengths = {method: candidate.length for method, candidate in found.candidates.items()}
    assert lengths["boundary"] < 0.9 * lengths["bearing"]
    for candidate in found.candidates.values():
        assert candidate.way.length == pytest.approx(candidate.length)
        assert len(candidate.way.coords) == len(rows) + 2


def test_the_suggestion_does_not_depend_on_what_an_earlier_run_took():
    town = community(ROUND)
    town = after(town, number_places(town, Options(method="boundary")))
    found = preview(town, Options()).comparisons["c"]
    assert (found.taken.method, found.taken.reason) == ("boundary", "kept")
    assert found.suggested.method == "bearing"


def test_the_table_says_of_every_place_what_changes():
    town = with_place(published(), "first", "toilet", (-60, 5))
    places = town.places.assign(retired_at=[None, None, "2026-02-01T00:00:00Z", None])
    found = preview(changed(town, places=places), Options(new_places="renumber")).changes
    assert found[["old", "new", "change"]].to_numpy().tolist() == [
        [None, "1", "new"], ["1", "2", "changed"], ["2", "3", "changed"], ["3", None, "gone"],
    ]  # fmt: skip
    assert set(preview(published(), Options()).changes["change"]) == {"same"}


def test_a_preview_numbers_as_the_run_does_and_asks_nothing():
    town = with_place(published(), "first", "toilet", (-60, 5))
    seen = preview(town, Options(new_places="renumber"))
    pd.testing.assert_frame_equal(seen.numbering.places, renumbered(town).places)
    with pytest.raises(CommonplanError, match="confirm_published"):
        number_places(town, Options(new_places="renumber"))


def test_an_order_by_hand_is_taken_kept_and_marked():
    town = changed(community(ROUND), orders={"c": ("e", "w", "n")})
    first = number_places(town, Options())
    assert first.places["number"].to_dict() == {"w": "2", "n": "3", "e": "1"}
    assert first.choices["c"].method == "manual"
    later = with_place(changed(after(town, first), orders={}), "new", "toilet", (-80, 120))
    again = number_places(later, Options())
    assert (again.choices["c"].method, again.choices["c"].reason) == ("manual", "kept")
    assert again.places["number"].to_dict() == {"e": "1", "w": "2", "new": "3", "n": "4"}
    assert number_places(later, Options(method="bearing")).choices["c"].method == "bearing"


def test_an_order_by_hand_of_one_compound_leaves_the_other_to_the_sweep():
    rows = [*ROUND, ("s1", "toilet", (60, -100)), ("s2", "toilet", (-60, -100))]
    town = community(rows, compounds=TWO, entrances=GATES)
    by_hand = changed(town, orders={"n": ("n", "e", "w")})
    found = number_places(by_hand, Options())
    assert {key: choice.method for key, choice in found.choices.items()} == {"n": "manual", "s": "bearing"}
    assert found.places["number"].to_dict()["n"] == "北-1"
    kept = number_places(changed(after(town, found), orders={}), Options(method="manual"))
    assert {key: choice.method for key, choice in kept.choices.items()} == {"n": "manual", "s": "bearing"}


def test_the_concordance_has_every_old_number_once_and_nothing_internal():
    rows = [*ROUND, ("power", "electricity", (80, 50)), ("mine", "toilet", (70, 70), {"is_public": False})]
    town = with_place(published(rows), "first", "toilet", (-60, 5))
    town = changed(town, places=town.places[town.places["id"] != "e"].reset_index(drop=True))
    listing = concordance(town, renumbered(town), "zh")
    assert listing.rows == [
        ["1", "2", "w", "已变更"], ["2", "3", "n", "已变更"],
        ["3", "–", "–", "已停用"], ["–", "1", "first", "新增"],
    ]  # fmt: skip


def test_the_concordance_masks_what_somebody_wrote():
    town = community([("w", "square", (-80, 100), {"name": "王师傅 13800138000"})])
    text = str(concordance(town, number_places(town, Options()), "zh").rows)
    assert "13800138000" not in text


def test_an_old_number_finds_the_place():
    town = with_place(published(), "first", "toilet", (-60, 5))
    town = after(town, renumbered(town))
    places = town.places.to_dict("records")
    aliases = town.aliases.assign(retired_at="2026-03-01T00:00:00Z").to_dict("records")
    hits = find_places("1", places, aliases)
    assert [(hit.place_id, hit.by, hit.number) for hit in hits] == [
        ("first", "number", "1"), ("w", "old_number", "2"),
    ]  # fmt: skip
    assert [hit.place_id for hit in find_places(" FIRST ", places, aliases)] == ["first"]
    assert find_places("", places, aliases) == []
    gone = find_places("3", [row for row in places if row["id"] != "e"], aliases)
    assert [(hit.place_id, hit.by, hit.number) for hit in gone][-1] == ("e", "old_number", None)
