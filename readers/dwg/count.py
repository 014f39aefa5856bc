"""Count what is drawn in a DWG: run as a program of its own by `readers.dwg.read`, never imported.

    python count.py FOLDER_OF_PACKAGES DRAWING.dwg < ANSWER_OF_CONVERT

Prints one JSON object: `lost`, a list of [type, layer, space] of what is drawn but was not read, where
the space is `model`, `paper` or `block`.
"""

from __future__ import annotations

import json
import sys
from typing import Any

_PARTS = ("BLOCK", "ENDBLK", "SEQEND", "ATTRIB")
"""What is no entity by itself; nor are the vertices of a polyline."""
_OWN_NAMES = {"DIM": "DIMENSION", "POLYLINE": "POLYLINE", "MINSERT": "INSERT"}
_SPACES = ("block", "paper", "model")
_MOST_LAYERS = 5000
"""So many entities are asked for their layers: of all at once it takes minutes."""


def lost(drawing: str, read: set[int], layers: dict[int, str]) -> list[tuple[str, str, str]]:
    """Return type, layer and space of each entity that was not read."""
    from ezdwg import raw

    missing = {
        handle: kind
        for handle, _, _, _, kind, sort in raw.list_object_headers_with_type(drawing)
        if sort == "E" and handle not in read and kind not in _PARTS and not kind.startswith("VERTEX")
    }
    if not missing:
        return []
    spaces = {handle: _SPACES[mode] for handle, mode, _ in raw.decode_entity_placements(drawing) if mode < 3}
    on = dict(raw.decode_object_entity_layer_handles(drawing, list(missing)[:_MOST_LAYERS]))
    return [
        (
            _OWN_NAMES.get(kind.split("_")[0], kind),
            layers.get(on.get(handle, 0), ""),
            spaces.get(handle, "model"),
        )
        for handle, kind in missing.items()
    ]


def main() -> None:
    """Count what the command line names."""
    packages, drawing = sys.argv[1:3]
    sys.path[0] = packages
    answer: dict[str, Any] = json.load(sys.stdin)
    print(json.dumps({"lost": lost(drawing, set(answer["handles"]), dict(answer["layers"]))}))


if __name__ == "__main__":
    main()
