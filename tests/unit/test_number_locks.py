"""Numbers after publication: kept, retired, never given twice."""

import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from commonplan.community.errors import CommonplanError
from commonplan.community.numbering.community import Options, number_places

sys.path.append(str(Path(__file__).parent))
from small_community import after, at, changed, community, numbers, with_place  # noqa: E402

ROUND = [("w", "square", (-80, 100)), ("n", "toilet", (5, 190)), ("e", "clinic", (80, 100))]


@pytest.fixture
def published():
    town = community(ROUND)
    return after(town, number_places(town, Options(publish=True)))


def without(town, *names):
    return changed(town, places=town.places[~town.places["id"].isin(names)].reset_index(drop=True))


def test_publishing_locks_every_number(published):
    assert list(published.places["locked"]) == [True, True, True]
    assert number_places(published, Options()).published


@pytest.mark.parametrize(
    ("mode", "numbered"),
    [
        ("suffix", {"w": "1", "new": "1-1", "n": "2", "e": "3"}),
        ("append", {"w": "1", "n": "2", "e": "3", "new": "4"}),
    ],
)
def test_a_new_place_gets_a_suffix_or_the_next_number(published, mode, numbered):
    assert numbers(with_place(published, "new", "toilet", (-80, 120)), new_places=mode) == numbered


def test_several_new_places_count_their_suffixes_on(published):
    town = with_place(with_place(published, "x", "toilet", (-80, 120)), "y", "toilet", (-80, 130))
    town = after(town, number_places(town, Options(publish=True)))
    between = with_place(town, "z", "toilet", (-80, 125))
    assert numbers(between) == {"w": "1", "x": "1-1", "y": "1-2", "z": "1-3", "n": "2", "e": "3"}


def test_a_new_place_before_all_others_gets_the_next_number(published):
    assert numbers(with_place(published, "first", "toilet", (-60, 5)))["first"] == "4"


def test_a_number_is_retired_with_its_place_and_not_used_again(published):
    town = without(published, "e")
    result = number_places(town, Options())
    assert result.aliases.to_dict("records") == [{"old_number": "3", "place_id": "e"}]
    town = with_place(after(town, result), "new", "toilet", (80, 100))
    assert numbers(town, new_places="append")["new"] == "4"
    assert len(number_places(after(town, number_places(town, Options())), Options()).aliases) == 0


def test_a_retired_place_gives_up_its_number(published):
    places = published.places.assign(retired_at=[None, None, "2026-02-01T00:00:00Z"])
    result = number_places(changed(published, places=places), Options())
    assert pd.isna(result.places.loc["e", "number"])
    assert not result.places.loc["e", "locked"]
    assert result.changes == {"3": None}
    assert list(result.aliases["old_number"]) == ["3"]


def test_a_closed_or_hidden_place_keeps_its_published_number(published):
    places = published.places.assign(status=["closed", "existing", "existing"], is_public=[True, False, True])
    assert numbers(changed(published, places=places)) == {"w": "1", "n": "2", "e": "3"}


def test_moving_a_published_place_keeps_its_number(published):
    places = published.places.copy()
    places.loc[places["id"] == "w", "geometry"] = at(80, 30)
    assert numbers(changed(published, places=places)) == {"w": "1", "n": "2", "e": "3"}


def test_renumbering_a_published_community_asks_first_and_leaves_aliases(published):
    town = with_place(published, "first", "toilet", (-60, 5))
    with pytest.raises(CommonplanError, match="confirm_published"):
        number_places(town, Options(new_places="renumber"))
    result = number_places(town, Options(new_places="renumber", confirm_published=True))
    assert result.places["number"].to_dict() == {"w": "2", "n": "3", "e": "4", "first": "1"}
    assert result.changes == {"1": "2", "2": "3", "3": "4"}
    assert dict(zip(result.aliases["old_number"], result.aliases["place_id"])) == {
        "1": "w",
        "2": "n",
        "3": "e",
    }
    assert result.published
    assert result.places["locked"].all()


@pytest.mark.parametrize("seed", range(200))
def test_no_published_number_ever_denotes_two_places_and_every_alias_resolves(seed):
    dice = np.random.default_rng(seed)
    town = community([(f"p{i}", "toilet", tuple(dice.uniform([-99, 1], [99, 199]))) for i in range(6)])
    town = after(town, number_places(town, Options(publish=True)))
    owner = dict(zip(town.places["number"], town.places["id"]))
    for step in range(8):
        action = dice.choice(["add", "add", "delete", "retire", "move", "publish", "renumber"])
        town = act(town, action, dice, step)
        mode = "renumber" if action == "renumber" else str(dice.choice(["suffix", "append"]))
        confirmed = action == "renumber"
        options = Options(new_places=mode, publish=action == "publish", confirm_published=confirmed)
        result = number_places(town, options)
        town = after(town, result)
        now = result.places["number"].dropna()
        assert now.is_unique
        before = owner
        if action == "renumber":
            owner = {}
        for number, place in zip(town.places["number"], town.places["id"]):
            if isinstance(number, str):
                assert owner.get(number, place) == place
        owner.update(
            dict(zip(town.places["number"][town.places["locked"]], town.places["id"][town.places["locked"]]))
        )
        aliases = set(zip(town.aliases["old_number"], town.aliases["place_id"]))
        for number, place in (*before.items(), *owner.items()):
            assert now.get(place) == number or (number, place) in aliases


def act(town, action, dice, step):
    spot = tuple(dice.uniform([-99, 1], [99, 199]))
    if action == "add":
        return with_place(town, f"new{step}", "toilet", spot)
    if action in ("publish", "renumber") or not len(town.places):
        return town
    chosen = str(dice.choice(town.places["id"].to_numpy(object)))
    if action == "delete":
        return without(town, chosen)
    places = town.places.copy()
    if action == "move":
        places.loc[places["id"] == chosen, "geometry"] = at(*spot)
    else:
        places.loc[places["id"] == chosen, "retired_at"] = "2026-03-01T00:00:00Z"
    return changed(town, places=places)
