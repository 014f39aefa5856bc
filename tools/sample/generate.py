"""Write the sample community: `generate.py [OUT]`, by default into resources/sample."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

HERE = Path(__file__).resolve()


def write_sample(folder: Path) -> list[Path]:
    """Write survey, compounds, entrances, comments and truth; return the files."""
    from sample import comments, layers, tables, truth
    from sample.drawing import draw

    canvas, handles = draw()
    rows = comments.rows()
    cells = [row.cells for row in rows]
    contents = {
        "survey.dxf": canvas.to_bytes(),
        "compounds.geojson": _json(layers.compounds()),
        "entrances.geojson": _json(layers.entrances()),
        "comments.xlsx": tables.xlsx_bytes(comments.COLUMNS, cells),
        "comments.csv": tables.csv_bytes(comments.COLUMNS, cells),
        "truth.json": _json(truth.describe(canvas, handles, rows)),
    }
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in contents.items():
        (folder / name).write_bytes(content)
    return [folder / name for name in contents]


def _json(data: object) -> bytes:
    return (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode()


def main() -> None:
    """Run from the command line; modules are found as the package `sample` beside this file."""
    sys.path[0] = str(HERE.parents[1])
    os.environ["OPENPYXL_LXML"] = "False"  # openpyxl writes other bytes where lxml happens to be installed
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else HERE.parents[2] / "resources" / "sample"
    for path in write_sample(folder):
        print(path)


if __name__ == "__main__":
    main()
