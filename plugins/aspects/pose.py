"""How a head lies: the map between the average head and the patient, fitted to the inside of the skull. Reads no pixel.

Average head mm: the origin is the middle of the vault, x grows to the left, y to the back, z to the vertex, as in the
patient; the plane x = 0 is the midline. The shape of the vault comes from `atlas` (models/aspects/train.py).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import List, Sequence, Tuple

from grid import Affine, Point, apply

# The table of the inside of the skull: distance from the origin by elevation and by the angle from the front, degrees.
FIRST_ELEVATION, ELEVATION_STEP, N_ELEVATIONS = -40.0, 10.0, 14
ANGLE_STEP, N_ANGLES = 15.0, 13
# What is known before a head is seen, standard deviations: place mm, turns in radians, logarithm of the scale.
PRIOR = (20.0, 20.0, 20.0, 0.2, 0.12, 0.2, 0.06, 0.06, 0.06)
# How far a point of the skull lies from the average one, mm; points much farther off count less.
SPREAD_MM, FAR_MM = 2.0, 4.0
ITERATIONS = 8

Table = Sequence[Sequence[float]]


@dataclass(frozen=True)
class Pose:
    """Place of the origin, turns about x, y and z (nod, roll, turn; radians), and true mm per average mm."""

    place: Point
    turns: Point
    scale: Point

    def to_patient(self) -> Affine:
        """From average-head mm to patient mm."""
        rows = rotation(*self.turns)
        return tuple(
            (row[0] * self.scale[0], row[1] * self.scale[1], row[2] * self.scale[2], at)
            for row, at in zip(rows, self.place)
        )

    def to_head(self) -> Affine:
        """From patient mm to average-head mm."""
        rows, t = rotation(*self.turns), self.place
        out = []
        for axis in range(3):
            a, b, c = (rows[i][axis] / self.scale[axis] for i in range(3))
            out.append((a, b, c, -(a * t[0] + b * t[1] + c * t[2])))
        return tuple(out)


def rotation(nod: float, roll: float, turn: float) -> Tuple[Point, Point, Point]:
    """The matrix that turns about z, then about y, then about x."""
    sa, ca, sb, cb, sc, cc = (f(v) for v in (nod, roll, turn) for f in (math.sin, math.cos))
    first = (cc, -sc, 0.0), (sc, cc, 0.0), (0.0, 0.0, 1.0)
    rolled = (
        tuple(cb * first[0][k] + sb * first[2][k] for k in range(3)),
        first[1],
        tuple(cb * first[2][k] - sb * first[0][k] for k in range(3)),
    )
    return (
        rolled[0],
        tuple(ca * rolled[1][k] - sa * rolled[2][k] for k in range(3)),
        tuple(sa * rolled[1][k] + ca * rolled[2][k] for k in range(3)),
    )


def place_in_table(q: Point) -> Tuple[float, float, float]:
    """Distance from the origin, and the row and column of the table that a place of the average head belongs to."""
    x, y, z = q
    length = math.sqrt(x * x + y * y + z * z) or 1e-6
    elevation = math.degrees(math.asin(max(-1.0, min(1.0, z / length))))
    angle = math.degrees(math.atan2(abs(x), -y))
    row = min(max((elevation - FIRST_ELEVATION) / ELEVATION_STEP, 0.0), N_ELEVATIONS - 1.0)
    return length, row, min(max(angle / ANGLE_STEP, 0.0), N_ANGLES - 1.0)


def beyond_skull(table: Table, q: Point) -> float:
    """How far a place lies outside the inside of the skull along its ray, average mm; negative within."""
    length, row, column = place_in_table(q)
    i, j = min(int(row), N_ELEVATIONS - 2), min(int(column), N_ANGLES - 2)
    s, t = row - i, column - j
    upper = table[i][j] * (1 - t) + table[i][j + 1] * t
    lower = table[i + 1][j] * (1 - t) + table[i + 1][j + 1] * t
    return length - (upper * (1 - s) + lower * s)


def fit(points: Sequence[Point], table: Table, start: Point) -> Tuple[Pose, float]:
    """The pose in which points of the inner skull (patient mm) lie best on the average skull, and what is left, mm.

    Gauss-Newton with weights that fall off for far points (Cauchy); what is left is the root of their weighted mean.
    """
    p = [*start, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0]
    origin = list(p)
    left = 0.0
    for _ in range(ITERATIONS):
        base = residuals(points, table, p)
        weights = [1.0 / (1.0 + (r / FAR_MM) ** 2) for r in base]
        left = math.sqrt(sum(w * r * r for w, r in zip(weights, base)) / max(sum(weights), 1e-9))
        columns = []
        for k in range(9):
            step = 0.2 if k < 3 else 0.002
            moved = list(p)
            moved[k] += step
            columns.append([(a - b) / step for a, b in zip(residuals(points, table, moved), base)])
        # Points of one skull err together: the data count as a tenth of their number.
        share = 0.1 / SPREAD_MM**2
        matrix = [
            [share * sum(w * a * b for w, a, b in zip(weights, columns[i], columns[j])) for j in range(9)]
            for i in range(9)
        ]
        right = [-share * sum(w * a * r for w, a, r in zip(weights, columns[i], base)) for i in range(9)]
        for i, spread in enumerate(PRIOR):
            matrix[i][i] += 1.0 / spread**2
            right[i] -= (p[i] - origin[i]) / spread**2
        change = solve(matrix, right)
        p = [a + min(max(b, -20.0), 20.0) for a, b in zip(p, change)]
        if max(abs(b) * (1.0 if i < 3 else 70.0) for i, b in enumerate(change)) < 0.05:
            break
    return pose_of(p), left


def pose_of(p: Sequence[float]) -> Pose:
    """The pose of nine numbers."""
    scale = tuple(math.exp(min(max(v, -0.7), 0.7)) for v in p[6:9])
    return Pose((p[0], p[1], p[2]), (p[3], p[4], p[5]), scale)


def residuals(points: Sequence[Point], table: Table, p: Sequence[float]) -> List[float]:
    """How far each point lies beyond the average skull."""
    to_head = pose_of(p).to_head()
    return [beyond_skull(table, apply(to_head, point)) for point in points]


def solve(matrix: List[List[float]], right: List[float]) -> List[float]:
    """The solution of linear equations, by elimination with pivots."""
    n = len(right)
    rows = [list(row) + [value] for row, value in zip(matrix, right)]
    for i in range(n):
        pivot = max(range(i, n), key=lambda k: abs(rows[k][i]))
        rows[i], rows[pivot] = rows[pivot], rows[i]
        for k in range(i + 1, n):
            factor = rows[k][i] / rows[i][i]
            rows[k] = [a - factor * b for a, b in zip(rows[k], rows[i])]
    out = [0.0] * n
    for i in range(n - 1, -1, -1):
        out[i] = (rows[i][n] - sum(rows[i][k] * out[k] for k in range(i + 1, n))) / rows[i][i]
    return out
