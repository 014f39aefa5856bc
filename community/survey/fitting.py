"""Local grids fitted to the community's CRS by control points."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from ..errors import InputError

Array = np.ndarray[Any, np.dtype[np.float64]]

_SCALE_TOLERANCE = 0.001
_AFFINE_FROM = 4
_CLEARLY = 5.0
_GOOD_ENOUGH = 0.05


@dataclass(frozen=True)
class Fit:
    """A plane transformation: `target = points @ matrix.T + shift` after subtracting `origin`.

    Parameters
    ----------
    method
        similarity (shift, turn, one scale) or affine.
    swapped
        The points were given north first: they are turned round before.
    residuals
        Distance of each control point from where the fit puts it, in metres.
    """

    method: str
    matrix: Array
    origin: Array
    shift: Array
    swapped: bool
    names: tuple[str, ...]
    residuals: Array

    def apply(self, points: Array) -> Array:
        """Return where the fit puts points of shape (n, 2)."""
        given = points[:, ::-1] if self.swapped else points
        moved: Array = (given - self.origin) @ self.matrix.T + self.shift
        return moved

    @property
    def scale(self) -> float:
        """Metres in the target for a metre in the drawing."""
        return float(np.sqrt(abs(np.linalg.det(self.matrix))))

    @property
    def rotation(self) -> float:
        """Degrees by which the drawing is turned counterclockwise."""
        return float(np.degrees(np.arctan2(self.matrix[1, 0], self.matrix[0, 0])))

    def report(self) -> dict[str, Any]:
        """Return the fit for the report: residuals, scale, rotation, and what looks wrong."""
        flags = []
        if abs(self.scale - 1) > _SCALE_TOLERANCE:
            flags.append("scale")
        if np.linalg.det(self.matrix) < 0:
            flags.append("mirrored")
        if self.swapped:
            flags.append("swapped_axes")
        return {
            "method": self.method,
            "points": [
                {"name": n, "residual": round(float(r), 4)} for n, r in zip(self.names, self.residuals)
            ],
            "rmse": round(_rmse(self.residuals), 4),
            "scale": round(self.scale, 8),
            "rotation": round(self.rotation, 6),
            "flags": flags,
        }


def fit(source: Array, target: Array, names: Sequence[str] = ()) -> Fit:
    """Fit `source` to `target` by least squares.

    Two pairs, or three, give a similarity; from four on an affine fit is taken where the
    similarity leaves more than 5 cm and the affine one a fifth of that. Axes that fit only
    when swapped are swapped, and the report says so.

    Parameters
    ----------
    source
        Points in the drawing, in metres, shape (n, 2).
    target
        The same points in the target CRS, easting and northing.
    names
        What they are called.

    Raises
    ------
    InputError
        `too_few_control_points`, `coincident_control_points`.
    """
    if len(source) < 2:
        raise InputError("too_few_control_points", count=len(source))
    if np.ptp(source, axis=0).max() < 1e-6 or np.ptp(target, axis=0).max() < 1e-6:
        raise InputError("coincident_control_points", count=len(source))
    labels = tuple(names) or tuple(str(number) for number in range(1, len(source) + 1))
    fits = [_similarity(source, target, labels, swapped=swapped) for swapped in (False, True)]
    plain, swapped = (_rmse(candidate.residuals) for candidate in fits)
    # Two pairs fit either way round exactly: then the scale tells nothing, and no swap is guessed.
    best = fits[1] if len(source) > 2 and plain > max(_GOOD_ENOUGH, _CLEARLY * swapped) else fits[0]
    if len(source) >= _AFFINE_FROM and _rmse(best.residuals) > _GOOD_ENOUGH:
        affine = _affine(source, target, labels)
        if affine is not None and _rmse(affine.residuals) * _CLEARLY < _rmse(best.residuals):
            return affine
    return best


def _rmse(residuals: Array) -> float:
    return float(np.sqrt(np.mean(residuals**2)))


def _similarity(source: Array, target: Array, names: tuple[str, ...], *, swapped: bool) -> Fit:
    given = source[:, ::-1] if swapped else source
    origin, goal = given.mean(axis=0), target.mean(axis=0)
    x, y = (given - origin).T
    u, v = (target - goal).T
    size = (x * x + y * y).sum()
    a, b = (x * u + y * v).sum() / size, (x * v - y * u).sum() / size
    matrix = np.array([[a, -b], [b, a]])
    return _with_residuals("similarity", matrix, origin, goal, swapped, names, source, target)


def _affine(source: Array, target: Array, names: tuple[str, ...]) -> Fit | None:
    origin, goal = source.mean(axis=0), target.mean(axis=0)
    solution, _, rank, _ = np.linalg.lstsq(source - origin, target - goal, rcond=None)
    if rank < 2:
        return None
    return _with_residuals("affine", solution.T, origin, goal, False, names, source, target)


def _with_residuals(
    method: str, matrix: Array, origin: Array, shift: Array, swapped: bool,
    names: tuple[str, ...], source: Array, target: Array,
) -> Fit:  # fmt: skip
    bare = Fit(method, matrix, origin, shift, swapped, names, np.zeros(len(source)))
    residuals = np.hypot(*(bare.apply(source) - target).T)
    return Fit(method, matrix, origin, shift, swapped, names, residuals)
