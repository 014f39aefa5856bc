"""Files looked at where they lie, so that memory holds the part that is being read and no more."""

from __future__ import annotations

import mmap
from collections.abc import Iterator
from typing import Union

Buffer = Union[bytes, mmap.mmap]
"""bytes or an mmap of the file."""

_BLOCK = 8_000_000


def let_go(buffer: Buffer, end: int) -> None:
    """Tell the system that it need not keep what was read of a file in memory, where it can be told."""
    if isinstance(buffer, mmap.mmap) and hasattr(mmap, "MADV_DONTNEED") and end >= mmap.PAGESIZE:
        buffer.madvise(mmap.MADV_DONTNEED, 0, end - end % mmap.PAGESIZE)


def found_at(buffer: Buffer, word: bytes) -> Iterator[int]:
    """Return where a word begins, at each place it stands in a file."""
    for begin in range(0, len(buffer), _BLOCK):
        # What begins in a block may end in the next.
        stop = begin + _BLOCK + len(word) - 1
        position = buffer.find(word, begin, stop)
        while position >= 0:
            yield position
            position = buffer.find(word, position + 1, stop)
        let_go(buffer, begin + _BLOCK)
