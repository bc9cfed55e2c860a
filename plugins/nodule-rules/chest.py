"""Which series is read, and where its lungs lie. Finds no nodule."""

from __future__ import annotations

from dataclasses import dataclass
from typing import List, Union

from overread_sdk import Blob, Geometry, Interpolation, Job, Laterality, NotRun, NotRunReason, Series, Vec3, Volume
from overread_sdk.space import isotropic, patient_from_voxel

# The grid of all rules.
GRID_MM = 2.0
# A shorter stack shows too little of the lungs.
MIN_SLICES = 5
MIN_LENGTH_MM = 60.0
# Slices further apart are not a volume for this purpose; further apart than the second, small spots are missed.
MAX_SLICE_SPACING_MM = 10.0
THICK_MM = 5.0
# Air and lung, HU.
AIR_HU = (-1100.0, -500.0)
# Smaller pockets of air are bowel or trachea: 100 ml on the grid.
MIN_POCKET_VOXELS = 12_500
# Both lungs of an adult hold 3 to 7 litres; a part of them in a short scan still this.
MIN_LITRES = 0.5
# Air that comes so close to a side of the picture lies around the body.
EDGE_MM = 3.0


@dataclass(frozen=True)
class Chest:
    """The box around both lungs, patient mm."""

    low: Vec3
    high: Vec3
    series: int

    def holds(self, at: Vec3) -> bool:
        return all(low <= value <= high for low, value, high in zip(self.low, at, self.high))

    def side(self, at: Vec3) -> Laterality:
        """The patient's side of a position: x grows to the left."""
        return Laterality.LEFT if at.x > (self.low.x + self.high.x) * 0.5 else Laterality.RIGHT


def series(all_series: List[Series]) -> Union[Series, NotRun]:
    """The CT series of the study that covers the most, of equals the thinner; or why none can be read."""
    if not all_series:
        return NotRun(NotRunReason.MISSING_SERIES, "the study has no series")
    ct = [one for one in all_series if one.study == 0 and one.modality == "CT"]
    if not ct:
        return NotRun(NotRunReason.OUT_OF_SCOPE, "the study has no CT series")
    long_enough = [one for one in ct if one.frames >= MIN_SLICES and length_mm(one) >= MIN_LENGTH_MM]
    if not long_enough:
        longest = max(length_mm(one) for one in ct)
        why = f"no CT series is at least {MIN_LENGTH_MM:.0f} mm long; found {longest:.0f} mm"
        return NotRun(NotRunReason.OUT_OF_SCOPE, why)
    dense = [one for one in long_enough if one.geometry.spacing.z <= MAX_SLICE_SPACING_MM]
    if not dense:
        least = min(one.geometry.spacing.z for one in long_enough)
        why = f"slices may be {MAX_SLICE_SPACING_MM:.0f} mm apart, found {least:.1f} mm"
        return NotRun(NotRunReason.BAD_INPUT, why)
    return max(dense, key=lambda one: (round(length_mm(one)), -one.geometry.spacing.z))


def length_mm(one: Series) -> float:
    """How much a series covers along its slices."""
    return one.geometry.size.z * one.geometry.spacing.z


def scan(job: Job, of: Series) -> Volume:
    """The series on the grid, axial."""
    with job.open_series(of.id) as opened, opened.reorient("LPH") as turned:
        return turned.resample(isotropic(GRID_MM), Interpolation.LINEAR)


def lungs(volume: Volume, series_id: int) -> Union[Chest, str]:
    """Air inside the body, or how it shows that there are no lungs."""
    grid = volume.geometry()
    with volume.threshold(*AIR_HU) as air:
        pockets = air.blobs(min_voxels=MIN_POCKET_VOXELS, max_count=16)
    inside = [pocket for pocket in pockets if not touches_a_side(pocket, grid)]
    litres = sum(pocket.volume_mm3 for pocket in inside) / 1e6
    if litres < MIN_LITRES:
        return f"no lungs: {litres:.2f} l of air inside the body, at least {MIN_LITRES:.2f} l expected"
    low = Vec3(*(min(values) for values in zip(*(pocket.low for pocket in inside))))
    high = Vec3(*(max(values) for values in zip(*(pocket.high for pocket in inside))))
    return Chest(low, high, series_id)


def touches_a_side(pocket: Blob, grid: Geometry) -> bool:
    """Lungs may leave the scan at the top and the bottom, never at the sides."""
    first = patient_from_voxel(grid, Vec3(-0.5, -0.5, -0.5))
    last = patient_from_voxel(grid, Vec3(grid.size.x - 0.5, grid.size.y - 0.5, -0.5))
    return (
        pocket.low.x < first.x + EDGE_MM
        or pocket.low.y < first.y + EDGE_MM
        or pocket.high.x > last.x - EDGE_MM
        or pocket.high.y > last.y - EDGE_MM
    )
