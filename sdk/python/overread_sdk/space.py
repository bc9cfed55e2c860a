"""Voxel and patient space: where a voxel lies, which voxel a place is in. No resampling."""

from __future__ import annotations

import math
from typing import Tuple

from .types import Dims, Geometry, Region, Vec3


def isotropic(spacing_mm: float) -> Vec3:
    """The same spacing along x, y and z."""
    return Vec3(spacing_mm, spacing_mm, spacing_mm)


def slice_dir(grid: Geometry) -> Vec3:
    """The direction in which z grows: the vector product of `row_dir` and `col_dir`."""
    a, b = grid.row_dir, grid.col_dir
    return Vec3(a.y * b.z - a.z * b.y, a.z * b.x - a.x * b.z, a.x * b.y - a.y * b.x)


def patient_from_voxel(grid: Geometry, voxel: Vec3) -> Vec3:
    """The place of voxel coordinates, mm; whole numbers are voxel centres."""
    dirs = (grid.row_dir, grid.col_dir, slice_dir(grid))
    steps = [v * s for v, s in zip(voxel, grid.spacing)]

    def along(axis: str) -> float:
        return getattr(grid.origin, axis) + sum(getattr(d, axis) * step for d, step in zip(dirs, steps))

    return Vec3(along("x"), along("y"), along("z"))


def voxel_from_patient(grid: Geometry, patient: Vec3) -> Vec3:
    """Voxel coordinates of a place."""
    from_origin = [p - o for p, o in zip(patient, grid.origin)]

    def along(direction: Vec3, spacing: float) -> float:
        return sum(a * b for a, b in zip(from_origin, direction)) / spacing

    return Vec3(
        along(grid.row_dir, grid.spacing.x),
        along(grid.col_dir, grid.spacing.y),
        along(slice_dir(grid), grid.spacing.z),
    )


def whole(grid: Geometry) -> Region:
    """All voxels of a grid."""
    return Region(Dims(0, 0, 0), grid.size)


def region_around(grid: Geometry, patient: Vec3, size: Dims) -> Region:
    """About `size` voxels around a place, moved and cut so that they lie inside the grid."""
    spans = [_span(v, n, all) for v, n, all in zip(voxel_from_patient(grid, patient), size, grid.size)]
    return Region(Dims(*(first for first, _ in spans)), Dims(*(n for _, n in spans)))


def region_of_box(grid: Geometry, low: Vec3, high: Vec3, margin_mm: float = 0.0) -> Region:
    """The voxels whose centres lie in a box in patient mm, widened by a margin, cut to the grid; at least one.

    For grids along the patient's axes (`Volume.reorient("LPH")`); on others it is the box of two opposite corners.
    """
    a = voxel_from_patient(grid, Vec3(*(v - margin_mm for v in low)))
    b = voxel_from_patient(grid, Vec3(*(v + margin_mm for v in high)))
    first, count = [], []
    for p, q, n in zip(a, b, grid.size):
        start = min(max(math.ceil(min(p, q) - 1e-6), 0), n - 1)
        end = min(max(math.floor(max(p, q) + 1e-6), start), n - 1)
        first.append(start)
        count.append(end - start + 1)
    return Region(Dims(*first), Dims(*count))


def distance_mm(a: Vec3, b: Vec3) -> float:
    """The distance of two places."""
    return math.sqrt(sum((p - q) ** 2 for p, q in zip(a, b)))


def _span(middle: float, wanted: int, n: int) -> Tuple[int, int]:
    count = min(max(wanted, 1), n)
    first = math.floor(middle - (count - 1) / 2 + 0.5)
    return min(max(first, 0), n - count), count
