"""Ids that a second import of the same file makes again."""

from __future__ import annotations

from uuid import UUID, uuid5

_NAMESPACE = UUID("6f1f3c52-7d0a-5c1e-9a55-1b6a0a7c1c01")


def stable_id(*parts: object) -> str:
    """Return the UUIDv5 of `parts`, such as a source's hash and an entity's handle.

    Parameters
    ----------
    parts
        Values whose text identifies the row; their order counts.

    Returns
    -------
    id
        The same text for the same parts, on every machine.
    """
    return str(uuid5(_NAMESPACE, "\x1f".join(str(part) for part in parts)))
