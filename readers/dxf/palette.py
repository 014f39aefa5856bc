"""CAD colours as `#rrggbb`."""

from __future__ import annotations

_FIRST = ("#000000", "#ff0000", "#ffff00", "#00ff00", "#00ffff", "#0000ff", "#ff00ff", "#000000",
          "#808080", "#c0c0c0")  # fmt: skip
_GREYS = (51, 80, 105, 130, 190, 255)
_VALUES = (255, 165, 127, 76, 38)


def aci_color(index: int) -> str:
    """Return the colour of an AutoCAD colour index.

    Indices 10 to 249 are 24 hues of 15°, each in five values and two saturations; 7 is
    the colour that stands out from the ground, black on paper.
    """
    if index < 10 or index > 255:
        return _FIRST[index] if 0 <= index < 10 else "#000000"
    if index >= 250:
        return "#" + f"{_GREYS[index - 250]:02x}" * 3
    sector, step = divmod(index // 10 - 1, 4)
    rising, falling = step / 4, 1 - step / 4
    hues = ((1, rising, 0), (falling, 1, 0), (0, 1, rising), (0, falling, 1), (rising, 0, 1), (1, 0, falling))
    value, pale = _VALUES[index % 10 // 2], index % 2
    parts = ((part + 1) / 2 if pale else part for part in hues[sector])
    return "#" + "".join(f"{int(value * part):02x}" for part in parts)


def true_color(value: int) -> str:
    """Return the colour of a 24-bit true colour."""
    return f"#{value & 0xFFFFFF:06x}"
