"""Releases of drawings, by the sign that DXF and DWG begin with."""

from __future__ import annotations

RELEASES = {
    "AC1006": "R10", "AC1009": "R12", "AC1012": "R13", "AC1014": "R14", "AC1015": "2000", "AC1018": "2004",
    "AC1021": "2007", "AC1024": "2010", "AC1027": "2013", "AC1032": "2018",
}  # fmt: skip
"""Sign → the release as it is called."""
