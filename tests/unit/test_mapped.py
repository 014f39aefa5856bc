"""Words are found wherever the pieces end in which a file is looked through."""

import mmap
import re

import pytest
from commonplan.readers import mapped
from hypothesis import given
from hypothesis import strategies as st


@given(st.text("ab", max_size=60), st.integers(1, 20))
def test_words_across_the_ends_of_pieces_are_found_once(text, block):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(mapped, "_BLOCK", block)
        places = list(mapped.found_at(text.encode(), b"aba"))
    assert places == [match.start() for match in re.finditer("(?=aba)", text)]


def test_what_was_let_go_can_be_read_again(tmp_path):
    path = tmp_path / "file"
    path.write_bytes(b"x" * 3 * mmap.PAGESIZE + b"end")
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as buffer:
        mapped.let_go(buffer, len(buffer))
        assert buffer[-4:] == b"xend"
        assert list(mapped.found_at(buffer, b"end")) == [3 * mmap.PAGESIZE]
