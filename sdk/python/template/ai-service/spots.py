"""Dense spots in the lungs, judged by size, shape and surroundings."""

import math
from dataclasses import dataclass

from overread_sdk import Dims, Vec3
from overread_sdk.space import region_around

# Soft tissue and denser, HU.
DENSE_HU = (-400.0, 3000.0)
# Smaller ones are noise and vessels.
MIN_VOXELS = 4
MAX_BLOBS = 5000
DIAMETER_MM = (4.0, 30.0)
# A vessel is longer than it is wide.
MIN_ROUNDNESS = 0.4
# How much of its box a spot fills; a ball fills 0.52.
MIN_FILL = 0.3
# How far around a spot one looks, voxels on both sides together.
SURROUNDINGS = 6
# Air-rich: the mean of the spot with its surroundings lies below, HU.
AIR_RICH_HU = -500.0
# Spots of this diameter and more are as probable as their shape says.
SURE_MM = 10.0


@dataclass(frozen=True)
class Spot:
    """A dense spot; `diameter_mm` is that of a ball of the same volume."""

    centre: Vec3
    low: Vec3
    high: Vec3
    diameter_mm: float
    probability: float


def find(volume, lungs):
    """All spots in the lungs, the most probable first."""
    grid = volume.geometry()
    with volume.threshold(*DENSE_HU) as dense:
        blobs = dense.blobs(volume, MIN_VOXELS, MAX_BLOBS)
    judged = [spot for spot in (judge(blob, lungs) for blob in blobs) if spot is not None]
    spots = [spot for spot in judged if is_in_air(volume, grid, spot)]
    return sorted(spots, key=lambda spot: (-spot.probability, -spot.diameter_mm))


def judge(blob, lungs):
    """The spot that a component is by its size and shape; None if it is none."""
    diameter_mm = math.cbrt(6.0 * blob.volume_mm3 / math.pi)
    sides = sides_mm(blob.low, blob.high)
    roundness = min(sides) / max(sides)
    fill = blob.volume_mm3 / math.prod(sides)
    is_spot = (
        DIAMETER_MM[0] <= diameter_mm <= DIAMETER_MM[1]
        and roundness >= MIN_ROUNDNESS
        and fill >= MIN_FILL
        and lungs.hold(blob.centroid)
    )
    if not is_spot:
        return None
    return Spot(blob.centroid, blob.low, blob.high, diameter_mm, roundness * min(1.0, diameter_mm / SURE_MM))


def is_in_air(volume, grid, spot):
    """Whether there is mostly air around: what hangs on a wall is not isolated."""
    size = Dims(*(
        round(side / spacing) + SURROUNDINGS for side, spacing in zip(sides_mm(spot.low, spot.high), grid.spacing)
    ))
    return volume.stats(region_around(grid, spot.centre, size)).mean < AIR_RICH_HU


def sides_mm(low, high):
    """The sides of a box."""
    return [b - a for a, b in zip(low, high)]
