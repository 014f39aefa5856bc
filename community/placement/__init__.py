"""Where markers and labels stand on paper: none hides another, the entrance stays free.

Everything here is plain geometry on a sheet in millimetres, y upward: boxes are (xmin, ymin,
xmax, ymax), sizes are (width, height). The same input gives the same output.
"""

from __future__ import annotations

from .boxes import boxes, overlap
from .labels import place_labels
from .markers import Placed, fullness, place_markers

__all__ = ["Placed", "boxes", "fullness", "overlap", "place_labels", "place_markers"]
