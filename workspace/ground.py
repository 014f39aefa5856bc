"""The ground of the map on the screen, light or dark, and the colours that go with it.

CAD colours are made for a black screen: pure yellow on white cannot be read, pure blue on
black neither. They keep their hue here and take a lightness that stands out from the ground.
"""

from __future__ import annotations

import colorsys
from dataclasses import dataclass


@dataclass(frozen=True)
class Ground:
    """A ground: its colour and what stands on it.

    Parameters
    ----------
    name
        `light` or `dark`.
    color
        Of the map's background.
    ink
        Of what CAD draws in black or white.
    faint
        Of what must not draw the eye.
    boundary
        Of the boundary of a compound.
    building, building_edge, building_label
        Of the buildings of the community.
    in_lines, in_texts
        The most saturation (0–1) that a colour of the drawing keeps.
    lightness
        The range of a colour's lightness (0–1).
    """

    name: str
    color: str
    ink: str
    faint: str
    boundary: str
    building: str
    building_edge: str
    building_label: str
    in_lines: float
    in_texts: float
    lightness: tuple[float, float]

    def toned(self, color: str, most: float) -> str:
        """Return `#rrggbb` in its hue, as this ground bears it, and of no more saturation than `most`.

        Black, white and greys become ink or faint.
        """
        red, green, blue = (int(color[i : i + 2], 16) / 255 for i in (1, 3, 5))
        hue, lightness, saturation = colorsys.rgb_to_hls(red, green, blue)
        if saturation < _GREY:
            return self.ink if lightness < _BLACK or lightness > 1 - _BLACK else self.faint
        low, high = self.lightness
        # Yellow and cyan are bright at any lightness, blue and violet are dark.
        weight = 0.3 * red + 0.59 * green + 0.11 * blue
        target = high - (high - low) * weight if self.name == "light" else low + (high - low) * (1 - weight)
        toned = colorsys.hls_to_rgb(hue, target, min(saturation, most))
        return "#" + "".join(f"{round(part * 255):02X}" for part in toned)


_GREY, _BLACK = 0.12, 0.28

LIGHT = Ground(
    name="light", color="#FFFFFF", ink="#3A4047", faint="#9AA1A8", boundary="#22262B",
    building="#E6E9EC", building_edge="#A9B0B6", building_label="#4A5056",
    in_lines=0.38, in_texts=0.18, lightness=(0.28, 0.46),
)  # fmt: skip
DARK = Ground(
    name="dark", color="#1E2327", ink="#D3D9DE", faint="#7F8890", boundary="#F1F4F6",
    building="#343B41", building_edge="#6A747C", building_label="#D3D9DE",
    in_lines=0.45, in_texts=0.25, lightness=(0.58, 0.76),
)  # fmt: skip
GROUNDS = {ground.name: ground for ground in (LIGHT, DARK)}
