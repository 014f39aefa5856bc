"""Point lists of any length: read in pieces, wherever these end."""

from __future__ import annotations

import tracemalloc

import pytest
from commonplan.community.errors import InputError
from commonplan.community.survey.batches import make_frames
from commonplan.readers import point_rows, spool
from commonplan.readers.points import read_points
from commonplan.readers.surveys import read_survey
from hypothesis import given
from hypothesis import strategies as st

LINES = ["点号,编码,东坐标,北坐标,高程", "灯1,155210,612000.5,3449000.25,4", "", "2,,x,3449000,4", "井,,1,2,"]


def points_of(data):
    points = make_frames(data.batches)["survey_point"]
    rows = points[["text", "code", "handle"]].to_numpy().tolist()
    return rows, points.get_coordinates().to_numpy().tolist()


@given(
    block=st.integers(1, 200), ending=st.sampled_from([b"\n", b"\r\n", b"\r"]), bom=st.booleans(),
    ended=st.booleans(),
)  # fmt: skip
def test_it_does_not_matter_where_a_piece_ends(tmp_path_factory, block, ending, bom, ended):
    path = tmp_path_factory.getbasetemp() / "pieces.dat"
    text = ending.join(line.encode() for line in LINES) + ending * ended
    path.write_bytes(b"\xef\xbb\xbf" * bom + text)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(point_rows, "_BLOCK", block)
        data = read_points(path, "utf-8")
    rows, places = points_of(data)
    assert rows == [["灯1", "155210", "2"], ["井", None, "5"]]
    assert places == [[612000.5, 3449000.25], [1, 2]]
    assert data.skipped == {("POINT", "pieces", "no_coordinates"): 1}
    assert [note["rows"] for note in data.notes if note["note"] == "rows_without_coordinates"] == [[4]]


def test_memory_does_not_grow_with_the_list(tmp_path, monkeypatch):
    monkeypatch.setattr(point_rows, "_BLOCK", 50_000)
    monkeypatch.setattr(spool, "_IN_MEMORY", 100_000)

    def peak(count):
        path = tmp_path / f"{count}.dat"
        path.write_text("".join(f"{n},155210,{612000 + n},{3449000 - n},4.25\n" for n in range(count)))
        tracemalloc.start()
        try:
            data = read_points(path)
            return data, tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()

    _, small = peak(5_000)
    data, large = peak(40_000)
    assert sum(data.found.values()) == 40_000
    # Of bounds for the median of the coordinates 32 bytes are kept, up to 100,000 of them.
    assert large - small < 80 * 35_000


def test_north_first_is_noticed_when_all_is_read(tmp_path, monkeypatch):
    monkeypatch.setattr(point_rows, "_BLOCK", 40)
    path = tmp_path / "a.csv"
    path.write_text("".join(f"{n},,{3449000 + n},{612000 + n},4\n" for n in range(30)))
    data = read_points(path, axes="auto")
    assert {"note": "axes", "order": "north_east", "reason": "numbers"} in data.notes
    assert points_of(data)[1][-1] == [612029, 3449029]


def test_headings_in_brackets_of_full_width_are_known(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("点号,纵坐标\uff08X\uff09,横坐标\uff08Y\uff09\nA,3449000,612000\n", encoding="gbk")
    data = read_points(path)
    assert points_of(data) == ([["A", None, "2"]], [[612000, 3449000]])


def test_commas_of_full_width_part_cells_too(tmp_path):
    path = tmp_path / "a.dat"
    path.write_text("灯\uff0c155210\uff0c612000\uff0c3449000\uff0c4\n", encoding="gbk")
    assert points_of(read_points(path)) == ([["灯", "155210", "1"]], [[612000, 3449000]])


def listed(tmp_path, raw):
    path = tmp_path / "points.csv"
    path.write_bytes(raw)
    data = read_points(path)
    return data, make_frames(data.batches)["survey_point"]


@pytest.mark.parametrize("heading", ["名称,经度,纬度", "name,lon,lat", "Name,Longitude,Latitude"])
def test_degrees_are_known_by_their_headings(tmp_path, heading):
    data, points = listed(tmp_path, f"{heading}\n居委会,121.5,31.2\n".encode("gbk"))
    assert points["text"].tolist() == ["居委会"]
    assert [(point.x, point.y) for point in points.geometry] == [(121.5, 31.2)]
    assert {"note": "axes", "order": "east_north", "reason": "headings"} in data.notes


def test_what_stands_beside_the_columns_is_counted(tmp_path):
    data, points = listed(tmp_path, "点号,东,北,备注\n1,500,300,坏\n2,501,300,\n".encode())
    assert len(points) == 2
    assert {"note": "cells_left", "count": 1} in data.notes
    data, points = listed(tmp_path, "1,,500,300,4\n2,,501,300,4,坏\n3,,501,300,4\n".encode())
    assert len(points) == 3
    assert {"note": "cells_left", "count": 1} in data.notes


def test_a_cell_of_several_lines_is_one_cell(tmp_path):
    data, points = listed(tmp_path, '点号,代码,东,北\n"甲\n乙",1,500,300\n丙,,501,301\n'.encode())
    assert points["text"].tolist() == ["甲\n乙", "丙"]
    assert points["handle"].tolist() == ["2", "4"]
    assert not data.skipped


def test_a_quotation_mark_that_nobody_closes_swallows_nothing(tmp_path):
    rows = "".join(f"{n},,{500 + n},300,4\n" for n in range(100))
    data, points = listed(tmp_path, f'x,"3 inch,500,300,4\n{rows}'.encode())
    assert len(points) == 100
    assert data.skipped == {("POINT", "points", "no_coordinates"): 1}


@pytest.mark.parametrize("order", ["utf-16-le", "utf-16-be"])
def test_unicode_text_of_excel_is_read(tmp_path, order):
    text = "\ufeff点号\t东\t北\r\n" + "".join(f"𠮷{n}\t{500 + n}\t300\r\n" for n in range(3))
    _, points = listed(tmp_path, text.encode(order))
    assert points["text"].tolist() == ["𠮷0", "𠮷1", "𠮷2"]


def test_what_lies_beyond_the_earth_has_no_position(tmp_path):
    data, points = listed(tmp_path, b"1,,500,300,4\n2,,-5,1e308,4\n3,,inf,300,4\n4,,1e16,300,4\n")
    assert len(points) == 1
    assert data.skipped == {("POINT", "points", "no_coordinates"): 3}


def test_a_line_without_end_is_no_row(tmp_path, monkeypatch):
    monkeypatch.setattr(point_rows, "_BLOCK", 50_000)
    path = tmp_path / "a.dat"
    path.write_text("1,,612000,3449000,4\n" + "9" * 300_000)
    with pytest.raises(InputError, match="not_a_point_list") as refused:
        read_points(path)
    assert refused.value.fields["row"] == 2


def test_reading_can_be_stopped(tmp_path, monkeypatch):
    monkeypatch.setattr(point_rows, "_BLOCK", 200)
    path = tmp_path / "a.dat"
    path.write_text("1,,612000,3449000,4\n" * 100)
    told = []

    def progress(share):
        told.append(share)
        if share > 0.5:
            raise InputError("cancelled")

    with pytest.raises(InputError, match="cancelled"):
        read_survey(path, progress=progress)
    assert told == sorted(told)
    assert told[-1] < 0.7
