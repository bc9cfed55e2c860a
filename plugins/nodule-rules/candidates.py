"""Candidates: what is dense, compact and surrounded by lung at one of several levels. Knows nothing of vessels.

A vessel that runs across a slice, bends or branches leaves a short thick piece at some level: it looks like a nodule to
these rules, since none of them follows a vessel from slice to slice.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import List, Optional

from overread_sdk import Blob, Geometry, Job, Region, Vec3, Volume
from overread_sdk.space import distance_mm, region_of_box

from chest import Chest

# A nodule that touches a vessel is apart from it at some level; a faint one shows at the lowest only. HU.
LEVELS_HU = (-650.0, -550.0, -450.0, -350.0, -250.0, -150.0, -50.0)
MAX_HU = 3000.0
# At most so many components a level; on a chest there are some thousand.
MAX_BLOBS = 5000
MIN_VOXELS = 2
# Diameters of balls of the same volume.
MIN_DIAMETER_MM = 3.0
MAX_DIAMETER_MM = 30.0
# The longest side of the box by the shortest.
MAX_ELONGATION = 1.7
# How much of its box it fills; a ball fills 0.52.
MIN_FILL = 0.38
# The mean of what lies around its box, so wide: lung.
RING_MM = 4.0
MAX_RING_HU = -600.0
# Candidates whose middles are nearer than this beyond their radius are one.
SAME_MM = 3.0

@dataclass(frozen=True)
class Candidate:
    """A mark; `diameter_mm` is that of a ball of the same volume, `level_hu` where it was found."""

    centre: Vec3
    low: Vec3
    high: Vec3
    diameter_mm: float
    level_hu: float


def find(job: Job, scan: Volume, chest: Chest) -> List[Candidate]:
    """All candidates, the largest first; of those in one place the largest."""
    grid = scan.geometry()
    found: List[Candidate] = []
    for number, level in enumerate(LEVELS_HU):
        job.progress(0.1 + 0.8 * number / len(LEVELS_HU), "candidates")
        with scan.threshold(level, MAX_HU) as dense:
            blobs = dense.blobs(None, MIN_VOXELS, MAX_BLOBS)
        shaped = (candidate(blob, chest, level) for blob in blobs)
        found += [one for one in shaped if one is not None and ring_hu(scan, grid, one) <= MAX_RING_HU]
    found.sort(key=lambda one: -one.diameter_mm)
    kept: List[Candidate] = []
    for one in found:
        if all(distance_mm(one.centre, other.centre) > other.diameter_mm / 2 + SAME_MM for other in kept):
            kept.append(one)
    return kept


def candidate(blob: Blob, chest: Chest, level_hu: float) -> Optional[Candidate]:
    """What a component is by its size and shape; None if it is no candidate."""
    sides = [b - a for a, b in zip(blob.low, blob.high)]
    diameter_mm = math.cbrt(6.0 * blob.volume_mm3 / math.pi)
    is_candidate = (
        MIN_DIAMETER_MM <= diameter_mm <= MAX_DIAMETER_MM
        and max(sides) <= MAX_ELONGATION * min(sides)
        and blob.volume_mm3 >= MIN_FILL * math.prod(sides)
        and chest.holds(blob.centroid)
    )
    return Candidate(blob.centroid, blob.low, blob.high, diameter_mm, level_hu) if is_candidate else None


def ring_hu(scan: Volume, grid: Geometry, one: Candidate) -> float:
    """The mean of the voxels around a candidate's box; that of the box where the scan ends with it."""
    inner = region_of_box(grid, one.low, one.high)
    outer = region_of_box(grid, one.low, one.high, RING_MM)
    n_inner, n_outer = voxels(inner), voxels(outer)
    within, whole = scan.stats(inner).mean, scan.stats(outer).mean
    if n_outer == n_inner:
        return within
    return (whole * n_outer - within * n_inner) / (n_outer - n_inner)


def voxels(region: Region) -> int:
    """How many voxels a region has."""
    return region.size.x * region.size.y * region.size.z
