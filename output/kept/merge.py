"""Three trees made one: what was drawn last, what a person made of it, what would be drawn now.

The person's change wins; what nobody touched is renewed. QGIS writes layouts and styles as XML,
and one rule for all of it serves every property of every item, also those that later QGIS adds.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from xml.etree.ElementTree import Element

_SETS = ("LayerSet",)
"""Their children are told by their text, and come and go one by one."""
_CONTENT = ("row",)
"""What a table says is ours: where rows came or went, the new ones stand as drawn."""


def merge(base: Element, mine: Element, theirs: Element) -> Element:
    """Return what is drawn now with the changes that a person made to what was drawn last.

    Parameters
    ----------
    base
        As drawn last.
    mine
        As a person left it.
    theirs
        As it would be drawn now.
    """
    if same(base, mine):
        return theirs
    if not (len(base) or len(mine) or len(theirs)):
        # A leaf is one value, such as a colour of red, green and blue: never half of each.
        return mine
    merged = Element(theirs.tag, merged_values(base.attrib, mine.attrib, theirs.attrib))
    merged.text = theirs.text if _text(base) == _text(mine) else mine.text
    if theirs.tag in _SETS:
        merged.extend(_joined(base, mine, theirs))
        return merged
    was, now, new = (_by_key(tree) for tree in (base, mine, theirs))
    for key in dict.fromkeys([*new, *now]):
        merged.extend(_merged_children(key[0], *(parts.get(key, []) for parts in (was, now, new))))
    return merged


def merged_values(base: dict[str, str], mine: dict[str, str], theirs: dict[str, str]) -> dict[str, str]:
    """Return attributes merged one by one."""
    merged = {}
    for name in dict.fromkeys([*theirs, *mine]):
        value = theirs.get(name) if mine.get(name) == base.get(name) else mine.get(name)
        if value is not None:
            merged[name] = value
    return merged


def same(one: Element, other: Element) -> bool:
    """Return whether two trees say the same."""
    if one.tag in _SETS and one.tag == other.tag:
        return list(map(_text, one)) == list(map(_text, other))
    return (
        one.tag == other.tag
        and one.attrib == other.attrib
        and _text(one) == _text(other)
        and len(one) == len(other)
        and all(map(same, one, other))
    )


def _merged_children(
    tag: str, base: Sequence[Element], mine: Sequence[Element], theirs: Sequence[Element]
) -> Iterable[Element]:
    if len(base) == len(mine) == len(theirs):
        return map(merge, base, mine, theirs)
    untouched = len(base) == len(mine) and all(map(same, base, mine))
    return theirs if untouched or tag in _CONTENT else mine


def _joined(base: Element, mine: Element, theirs: Element) -> list[Element]:
    """Return a person's members less those that are drawn no longer, and those that are new."""
    before, now = {_text(member) for member in base}, [_text(member) for member in theirs]
    joined = [member for member in mine if _text(member) in now or _text(member) not in before]
    for i, member in enumerate(theirs):
        if now[i] in before or now[i] in map(_text, joined):
            continue
        above = [_text(other) for other in joined]
        at = max([above.index(name) + 1 for name in now[:i] if name in above], default=0)
        joined.insert(at, member)
    return joined


def _by_key(tree: Element) -> dict[tuple[str, str], list[Element]]:
    found: dict[tuple[str, str], list[Element]] = {}
    for child in tree:
        found.setdefault(_key(child), []).append(child)
    return found


def _key(child: Element) -> tuple[str, str]:
    """Return by what a child is known among its siblings: its tag, and its name where it has one."""
    name = child.get("name" if child.tag == "Option" else "k", "")
    return child.tag, name


def _text(element: Element) -> str:
    return (element.text or "").strip()
