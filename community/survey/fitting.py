"""Local grids fitted to the community's CRS by control points."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Optional

import numpy as np

from ..errors import InputError
from .gridzones import axes_swapped

Array = np.ndarray[Any, np.dtype[np.float64]]

METHODS = ("auto", "similarity", "affine")

_SCALE_TOLERANCE = 0.001
_CLEARLY = 5.0
_GOOD_ENOUGH = 0.05
_HALF_RIGHT_ANGLE = 45.0
_PARAMETERS = {"similarity": 4, "affine": 6}


@dataclass(frozen=True)
class Fit:
    """A plane transformation: `target = points @ matrix.T + shift` after subtracting `origin`.

    Parameters
    ----------
    method
        similarity (shift, turn, one scale) or affine.
    swapped
        The axes of the drawing were exchanged before: it is mirrored, or has north first.
    names
        What the pairs are called.
    residuals
        Distance of each control point from where the fit puts it, in metres; of the pair left out too.
    left_out
        Position of the one pair that contradicts all others and was not used, or None.
    known_swapped
        The known coordinates were given north before east, and were exchanged.
    """

    method: str
    matrix: Array
    origin: Array
    shift: Array
    swapped: bool
    names: tuple[str, ...]
    residuals: Array
    left_out: Optional[int] = None
    known_swapped: bool = False

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
        """Degrees by which the drawing is turned counterclockwise, once its axes are put right."""
        return float(np.degrees(np.arctan2(self.matrix[1, 0], self.matrix[0, 0])))

    @property
    def rmse(self) -> float:
        """Root mean square of the residuals of the pairs used, in metres."""
        return _rmse(self._used)

    @property
    def _used(self) -> Array:
        return self.residuals if self.left_out is None else np.delete(self.residuals, self.left_out)

    @property
    def flags(self) -> list[str]:
        """What a person should look at.

        Any of scale, mirrored, swapped_axes, known_swapped, bad_pair, unchecked, apart. `unchecked`:
        with so few pairs every fit is exact, and a mistake cannot show.
        """
        # To exchange the axes is to mirror; after a mere exchange nothing much is left to turn.
        exchanged = self.swapped and abs(self.rotation) < _HALF_RIGHT_ANGLE
        told = {
            "scale": abs(self.scale - 1) > _SCALE_TOLERANCE,
            "mirrored": self.swapped and not exchanged,
            "swapped_axes": exchanged,
            "known_swapped": self.known_swapped,
            "bad_pair": self.left_out is not None,
            "unchecked": 2 * len(self._used) <= _PARAMETERS[self.method],
            "apart": self.rmse > _GOOD_ENOUGH,
        }
        return [flag for flag, applies in told.items() if applies]

    def report(self) -> dict[str, Any]:
        """Return the fit for the report: residuals, scale, rotation, and what looks wrong."""
        bad = self.left_out
        return {
            "method": self.method,
            "points": [
                {"name": name, "residual": round(float(residual), 4), "used": at != bad}
                for at, (name, residual) in enumerate(zip(self.names, self.residuals))
            ],
            "rmse": round(self.rmse, 4),
            "scale": round(self.scale, 8),
            "rotation": round(self.rotation, 6),
            "bad_pair": None if bad is None else self.names[bad],
            "flags": self.flags,
        }


def fit(source: Array, target: Array, names: Sequence[str] = (), method: str = "auto") -> Fit:
    """Fit `source` to `target` by least squares.

    Of two pairs a similarity is made. From three on a drawing that fits only mirrored, such as one
    with its axes swapped, is mirrored, and the flags say so. From four on (affine: five) one pair
    that contradicts all others, which agree to 5 cm or five times better without it, is named and
    left out. Where a similarity leaves more than 5 cm all the same, and an affine fit of four pairs
    or more a fifth of that, the affine one is taken.

    Parameters
    ----------
    source
        Points in the drawing, in metres, shape (n, 2).
    target
        The same points in the target CRS, easting and northing.
    names
        What they are called.
    method
        One of `METHODS`; affine asks for three pairs that lie on no line.

    Raises
    ------
    InputError
        `too_few_control_points`, `coincident_control_points`, `control_points_in_line`.
    """
    needed = 3 if method == "affine" else 2
    if len(source) < needed:
        raise InputError("too_few_control_points", count=len(source), needed=needed)
    if np.ptp(source, axis=0).max() < 1e-6 or np.ptp(target, axis=0).max() < 1e-6:
        raise InputError("coincident_control_points", count=len(source))
    labels = tuple(names) or tuple(str(number) for number in range(1, len(source) + 1))
    north_first = axes_swapped(*np.median(target, axis=0).tolist())
    known = target[:, ::-1] if north_first else target
    best = _robust(source, known, labels, "affine" if method == "affine" else "similarity")
    if method == "auto" and len(source) >= 4 and best.rmse > _GOOD_ENOUGH and _span(source) == 2:
        affine = _robust(source, known, labels, "affine")
        best = affine if affine.rmse * _CLEARLY < best.rmse else best
    return replace(best, known_swapped=north_first)


def _robust(source: Array, target: Array, names: tuple[str, ...], method: str) -> Fit:
    """Fit all pairs, or all but the one without which the others agree."""
    whole = _fitted(source, target, names, method)
    spare = 2 * (len(source) - 1) - _PARAMETERS[method]
    if whole.rmse <= _GOOD_ENOUGH or spare < 2:
        return whole
    others = [_fitted(source, target, names, method, left_out=at) for at in range(len(source))]
    best = min(others, key=lambda candidate: candidate.rmse)
    agreed = max(_GOOD_ENOUGH, whole.rmse / _CLEARLY)
    contradicts = best.residuals[best.left_out] > _CLEARLY * max(best.rmse, _GOOD_ENOUGH / _CLEARLY)
    return best if best.rmse <= agreed and contradicts else whole


def _fitted(
    source: Array, target: Array, names: tuple[str, ...], method: str, left_out: Optional[int] = None
) -> Fit:
    used = np.arange(len(source)) != (-1 if left_out is None else left_out)
    drawn, known = source[used], target[used]
    if _span(drawn) == 0 or (method == "affine" and _span(drawn) < 2):
        if left_out is None:
            raise InputError("control_points_in_line", count=len(source))
        return _unfit(source, names, method, left_out)
    plain, turned = (
        _one_way(source, target, used, Fit(method, np.eye(2), drawn[0], known[0], swapped, names,
                                           np.zeros(len(source)), left_out))
        for swapped in (False, True)
    )  # fmt: skip
    if method == "affine":
        return turned if np.linalg.det(plain.matrix) < 0 else plain
    # Two pairs fit either way round exactly: then nothing tells, and no swap is guessed.
    return turned if used.sum() > 2 and plain.rmse > max(_GOOD_ENOUGH, _CLEARLY * turned.rmse) else plain


def _one_way(source: Array, target: Array, used: Any, bare: Fit) -> Fit:
    """Fit the pairs used with the axes as `bare` takes them, and measure all of them."""
    drawn, known = (source[:, ::-1] if bare.swapped else source)[used], target[used]
    origin, goal = drawn.mean(axis=0), known.mean(axis=0)
    solve = _affine if bare.method == "affine" else _similarity
    fitted = replace(bare, matrix=solve(drawn - origin, known - goal), origin=origin, shift=goal)
    return replace(fitted, residuals=np.hypot(*(fitted.apply(source) - target).T))


def _unfit(source: Array, names: tuple[str, ...], method: str, left_out: int) -> Fit:
    """Return a fit that nobody prefers: without this pair the others cannot carry one."""
    nowhere = np.full(len(source), np.inf)
    return Fit(method, np.eye(2), np.zeros(2), np.zeros(2), False, names, nowhere, left_out)


def _span(points: Array) -> int:
    """Return 0 for one place, 1 for places in a line, else 2."""
    sizes = np.linalg.svd(points - points.mean(axis=0), compute_uv=False)
    return int((sizes > max(1e-6, 1e-6 * sizes.max())).sum())


def _rmse(residuals: Array) -> float:
    return float(np.sqrt(np.mean(residuals**2)))


def _similarity(drawn: Array, known: Array) -> Array:
    (x, y), (u, v) = drawn.T, known.T
    size = (x * x + y * y).sum()
    a, b = (x * u + y * v).sum() / size, (x * v - y * u).sum() / size
    return np.array([[a, -b], [b, a]])


def _affine(drawn: Array, known: Array) -> Array:
    return np.linalg.lstsq(drawn, known, rcond=None)[0].T
