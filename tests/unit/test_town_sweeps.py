"""Invariants 2, 4, 5 and 8 of domain.md section 4 over whole communities, on sites of every shape."""

import dataclasses
import sys
from pathlib import Path

import numpy as np
import pytest
import shapely
from commonplan.community.numbering.community import Options, walks_of
from hypothesis import assume, given, settings
from hypothesis import strategies as st

sys.path.append(str(Path(__file__).parent))
from plain_words import by_part, is_reversed, is_shifted, parts_in_order, told  # noqa: E402
from small_community import X, Y, changed  # noqa: E402
from sweeps import CONVEX, SHAPES  # noqa: E402
from towns import moved, stops_in_words, towns  # noqa: E402

METHODS = pytest.mark.parametrize("method", ["bearing", "boundary"])
some = settings(max_examples=24, derandomize=True)
# Long and narrow sites and those of several parts more often than the rest: there it goes wrong first.
many_places = towns(names=("parts", "parts", "parts", "strip", "lane", *SHAPES), least=8, most=16)


@dataclasses.dataclass(frozen=True)
class Swept:
    """The stops of a town in the order of the software, and what the rule says of each in plain words."""

    site: object
    labels: list
    stops: object
    words: object
    sure: np.ndarray

    def some(self, mask):
        """Labels and parts of the stops under a mask, in their order."""
        at = np.flatnonzero(mask)
        return [self.labels[i] for i in at], self.words.part[at]


def swept(town, method):
    site, stops, labels, label_of, unclear = stops_in_words(town)
    walked = [
        label_of[place]
        for found in walks_of(town, Options(method=method))
        for place in town.places["id"].to_numpy(object)[found.order(method)]
    ]
    order = [np.flatnonzero(labels == label)[0] for label in dict.fromkeys(walked)]
    assert sorted(order) == list(range(len(labels)))
    if town.loops:
        site = dataclasses.replace(site, loop=town.loops["c"])
    picked = dataclasses.replace(
        stops,
        **{name: getattr(stops, name)[order] for name in ("anchors", "gates", "footprints", "street")},
    )
    labels = list(labels[order])
    sure = np.array([label not in unclear for label in labels], bool)
    return Swept(site, labels, picked, told(site, picked, method), sure)


def with_loop(town):
    """A line from the entrance through the middle, to walk along."""
    gate = town.entrances.geometry[town.entrances["is_main"]].iloc[0]
    middle = shapely.get_parts(town.compounds.geometry.iloc[0])[0].centroid
    far = shapely.Point(2 * middle.x - gate.x, 2 * middle.y - gate.y)
    return changed(town, loops={"c": shapely.LineString([gate, middle, far])})


@pytest.mark.parametrize("method", ["bearing", "boundary", "loop"])
@some
@given(town=many_places)
def test_2_keys_never_decrease_within_a_part_and_a_sweep(town, method):
    found = swept(with_loop(town) if method == "loop" else town, method)
    words, at = found.words, np.flatnonzero(found.words.decided & found.sure)
    turns = np.column_stack([words.later, words.part])[at].tolist()
    assert turns == sorted(turns)
    same = np.array([a == b for a, b in zip(turns, turns[1:])], bool)
    assert (np.diff(words.key[at])[same] >= -0.011).all()


@METHODS
@some
@given(town=many_places)
def test_4_mirroring_reverses_the_order_part_by_part(town, method):
    mirrored = moved(town, lambda xy: (xy - [X, Y]) * [-1, 1] + [X, Y])
    here, there = swept(town, method), swept(mirrored, method)
    apart = common(here, there)
    before, after = (runs(found, apart) for found in (here, there))
    assert is_reversed(before, after)


@METHODS
@some
@given(town=many_places, share=st.integers(0, 999))
def test_5_moving_the_entrance_shifts_the_order_around(town, method, share):
    here = swept(town, method)
    ring = parts_in_order(here.site)[0].exterior
    is_main = town.entrances["is_main"].to_numpy(bool)
    spots = town.entrances.geometry.to_numpy().copy()
    spots[is_main] = ring.interpolate(share / 1000, normalized=True)
    there = swept(changed(town, entrances=town.entrances.set_geometry(spots, crs=town.places.crs)), method)
    apart = common(here, there)
    before, after = (runs(found, apart) for found in (here, there))
    assert is_shifted(before, after)


def common(here, there):
    """Labels of the stops that are apart in both towns."""
    return {label for label in here.labels if all(is_apart(found, label) for found in (here, there))}


def is_apart(found, label):
    at = found.labels.index(label)
    return found.words.apart[at] and found.sure[at]


def runs(found, wanted):
    return by_part(*found.some([label in wanted for label in found.labels]))


@METHODS
@settings(some, max_examples=12)
@given(town=towns(names=tuple(name for name in CONVEX if name in SHAPES), least=5))
def test_8_the_first_is_on_the_left_of_who_enters(town, method):
    found = swept(town, method)
    at = np.flatnonzero(found.words.apart & found.sure)
    ahead = np.array(found.site.boundary.centroid.coords[0]) - found.site.entrance
    spots = found.stops.positions[at]
    if method == "boundary":
        ring = found.site.boundary.exterior
        spots = shapely.get_coordinates(ring.interpolate(ring.project(shapely.points(spots))))
    offset = spots - found.site.entrance
    is_left = ahead[0] * offset[:, 1] - ahead[1] * offset[:, 0] > 0
    assume(is_left.any())
    assert is_left[0]
