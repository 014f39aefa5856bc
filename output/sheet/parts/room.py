"""Free room on a page, kept as the largest free rectangles (Jylänki 2010, "maximal rectangles")."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ..bands import Rect

_TOO_THIN = 1e-6


class Room:
    """What is free in a rectangle.

    Parameters
    ----------
    rect
        All of it.
    taken
        What is not free in it.
    gap
        How far, in mm, what is put there stays off what is taken.
    """

    def __init__(self, rect: Rect, taken: Iterable[Rect], gap: float) -> None:
        self._gap = gap
        self.free = [rect]
        for each in taken:
            self.take(each)

    def take(self, rect: Rect) -> None:
        """Take a rectangle with the gap around it out of what is free."""
        gap = self._gap
        hole = Rect(rect.x - gap, rect.y - gap, rect.width + 2 * gap, rect.height + 2 * gap)
        parts = [part for free in self.free for part in _around(free, hole)]
        kept = []
        for i, part in enumerate(parts):
            others = (other for j, other in enumerate(parts) if j != i and (other != part or j < i))
            if not any(_holds(other, part) for other in others):
                kept.append(part)
        self.free = sorted(kept, key=lambda part: (part.y, part.x))


def _around(free: Rect, hole: Rect) -> Iterator[Rect]:
    """Yield the largest rectangles of `free` outside of a hole."""
    left, top = max(free.x, hole.x), max(free.y, hole.y)
    right = min(free.x + free.width, hole.x + hole.width)
    bottom = min(free.y + free.height, hole.y + hole.height)
    if left >= right or top >= bottom:
        yield free
        return
    for part in (
        Rect(free.x, free.y, left - free.x, free.height),
        Rect(right, free.y, free.x + free.width - right, free.height),
        Rect(free.x, free.y, free.width, top - free.y),
        Rect(free.x, bottom, free.width, free.y + free.height - bottom),
    ):
        if part.width > _TOO_THIN and part.height > _TOO_THIN:
            yield part


def _holds(outer: Rect, inner: Rect) -> bool:
    return (
        outer.x <= inner.x
        and outer.y <= inner.y
        and outer.x + outer.width >= inner.x + inner.width
        and outer.y + outer.height >= inner.y + inner.height
    )
