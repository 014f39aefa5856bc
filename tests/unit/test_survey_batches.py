"""Surveys larger than memory: rows in batches, a sample, ids that do not depend on how they were cut."""

from __future__ import annotations

import gc
from collections import Counter

import numpy as np
import pytest
import shapely
from commonplan.community.errors import InputError
from commonplan.community.ids import RowIds, stable_id
from commonplan.community.survey.batches import SurveyData, choose_layers, make_frames, take_sample
from commonplan.readers.dxf.read import read_dxf
from commonplan.readers.spool import Spool
from drawings import new_drawing
from hypothesis import given
from hypothesis import strategies as st

SHA = "0" * 64
NAMES = st.tuples(st.sampled_from(["", "2F", "30", "𠮷"]), st.integers(0, 2))


def batch(start, stop, layer="JMD"):
    places = np.column_stack((np.arange(start, stop), np.zeros(stop - start)))
    handles = np.array([f"{number:X}" for number in range(start, stop)], object)
    texts = np.where(np.arange(start, stop) % 2 == 0, "北里", None)
    columns = {"geometry": shapely.points(places), "layer": layer, "handle": handles, "text": texts}
    return {"survey_text": {**columns, "text_height": np.arange(start, stop, dtype=float)}}


@given(st.lists(NAMES, max_size=40), st.integers(1, 12))
def test_ids_are_the_same_however_the_rows_are_cut(names, size):
    ids, counts = RowIds(SHA, "survey_line"), Counter()
    found = []
    for start in range(0, len(names), size):
        some = names[start : start + size]
        found += ids.of([handle for handle, _ in some], [part for _, part in some])
    expected = []
    for handle, part in names:
        expected.append(stable_id(SHA, "survey_line", handle, part, counts[handle, part]))
        counts[handle, part] += 1
    assert found == expected


def test_what_goes_into_the_spool_comes_out_again_and_again(monkeypatch):
    monkeypatch.setattr("commonplan.readers.spool._IN_MEMORY", 1000)
    spool, given = Spool(), [batch(0, 50), {}, batch(50, 90, "绿化𠮷")]
    for part in given:
        spool.add(part)
    expected = make_frames(given)
    for _ in range(2):
        for table, frame in make_frames(spool).items():
            assert frame.equals(expected[table])
    first, second = iter(spool), iter(spool)
    assert len(next(first)["survey_text"]["geometry"]) == len(next(second)["survey_text"]["geometry"]) == 50


@pytest.mark.filterwarnings("error")
def test_a_spool_closes_its_file_itself(monkeypatch):
    monkeypatch.setattr("commonplan.readers.spool._IN_MEMORY", 1000)
    complaints = []
    monkeypatch.setattr("sys.unraisablehook", complaints.append)
    spool = Spool()
    spool.add(batch(0, 50))
    del spool
    gc.collect()
    assert not complaints


def test_layers_are_chosen_batch_by_batch():
    data = SurveyData(
        "DXF", {}, [batch(0, 5), batch(5, 9, "GCD")], Counter({("T", "JMD"): 5, ("T", "GCD"): 4}), Counter()
    )
    chosen = choose_layers(data, ["g*"])
    for _ in range(2):
        assert make_frames(chosen.batches)["survey_text"]["handle"].tolist() == ["5", "6", "7", "8"]


def test_a_large_survey_is_judged_by_rows_at_even_distances(monkeypatch):
    monkeypatch.setattr("commonplan.community.survey.batches._SAMPLE", 100)
    cut = [batch(start, min(start + 37, 1000)) for start in range(0, 1000, 37)]
    sample = take_sample(cut)
    assert sample.boxes[:, 0].tolist() == list(range(0, 1000, 16))
    assert abs(sample.text_height - 500) < 16
    assert take_sample([]).boxes.shape == (0, 4)


def test_a_binary_drawing_goes_through_a_file_and_not_through_memory(tmp_path, monkeypatch):
    monkeypatch.setattr("commonplan.readers.dxf.binary._LINES_AT_ONCE", 4)
    drawing = new_drawing()
    drawing.modelspace().add_text("幼儿园", dxfattribs={"insert": (1, 2)})
    path = tmp_path / "binary.dxf"
    with path.open("wb") as file:
        drawing.write(file, fmt="bin")
    assert make_frames(read_dxf(path).batches)["survey_text"]["text"].tolist() == ["幼儿园"]
    path.write_bytes(b"AutoCAD Binary DXF\r\n\x1a\x00")
    with pytest.raises(InputError, match="not_a_drawing"):
        read_dxf(path)
