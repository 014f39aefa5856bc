"""Turn a DWG into a DXF: run as a program of its own by `readers.dwg.read`, never imported.

    python convert.py FOLDER_OF_PACKAGES DRAWING.dwg RESULT.dxf

Prints one JSON object: `left`, a list of [type, layer] of what the library read but cannot write;
`handles` of all that it read; `layers`, a list of [handle, name]; or `error` with `kind` and `text`.
"""

from __future__ import annotations

import json
import mmap
import re
import sys
from pathlib import Path
from typing import Any

_HANDLE = re.compile(rb"\n\s*5\r?\n\s*([0-9A-Fa-f]+)\r?\n")
_OWN_NAMES = {"UNKNOWN_ENTITY": "ACAD_PROXY_ENTITY"}


def convert(drawing: str, result: str) -> dict[str, Any]:
    """Write `drawing` as DXF; return what is not in it, the handles of all, and the layers."""
    from acadsharp import native

    library: Any
    with native.load() as library:
        reader = library.ACadSharp.IO.DwgReader(drawing)
        reader.Configuration.KeepUnknownEntities = True
        document = reader.Read()
        library.write(document, result, format="dxf")
        written = _handles(Path(result))
        left, handles = [], set(written)
        for entity in document.Entities:
            # Each property is a question to the library: only the handle is asked of all.
            handle = entity.Handle
            if handle not in written:
                left.append([_kind(entity), entity.Layer.Name])
                handles.add(handle)
        layers = [[layer.Handle, layer.Name] for layer in document.Layers]
        return {"left": left, "handles": list(handles), "layers": layers}


def _kind(entity: Any) -> str:
    name = str(entity.ObjectName)
    return _OWN_NAMES.get(name, name)


def _handles(path: Path) -> set[int]:
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as text:
        return {int(match.group(1), 16) for match in _HANDLE.finditer(text)}


def main() -> None:
    """Convert what the command line names."""
    packages, drawing, result = sys.argv[1:4]
    sys.path[0] = packages
    try:
        answer = convert(drawing, result)
    except (RuntimeError, OSError, ImportError) as error:
        kind = getattr(error, "managed_type", type(error).__name__)
        answer = {"error": {"kind": kind.rsplit(".", 1)[-1], "text": str(error)}}
    print(json.dumps(answer))


if __name__ == "__main__":
    main()
