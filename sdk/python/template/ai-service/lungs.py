"""The lungs: air inside the body."""

from dataclasses import dataclass

from overread_sdk import Laterality, Vec3
from overread_sdk.space import patient_from_voxel

# Air and lung, HU.
AIR_HU = (-1100.0, -500.0)
# Smaller pockets of air are bowel: 100 ml on the grid of 2 mm.
MIN_VOXELS = 12_500
MAX_POCKETS = 16
# Both lungs of an adult hold 3 to 7 litres; what a short scan shows of them still this.
MIN_LITRES = 0.5
# Air that comes so close to a side of the picture lies around the body.
EDGE_MM = 3.0


@dataclass(frozen=True)
class Lungs:
    """The box around both lungs, patient mm."""

    low: Vec3
    high: Vec3

    def hold(self, at):
        """Whether a position lies in the box."""
        return all(low <= value <= high for low, value, high in zip(self.low, at, self.high))

    def side(self, at):
        """The patient's side of a position: x grows to the left."""
        return Laterality.LEFT if at.x > (self.low.x + self.high.x) * 0.5 else Laterality.RIGHT


def find(volume):
    """The lungs, or None if there are none; and how many litres of air there are inside the body."""
    grid = volume.geometry()
    with volume.threshold(*AIR_HU) as air:
        pockets = air.blobs(min_voxels=MIN_VOXELS, max_count=MAX_POCKETS)
    inside = [pocket for pocket in pockets if not touches_a_side(pocket, grid)]
    litres = sum(pocket.volume_mm3 for pocket in inside) / 1e6
    if not inside or litres < MIN_LITRES:
        return None, litres
    low = Vec3(*(min(values) for values in zip(*(pocket.low for pocket in inside))))
    high = Vec3(*(max(values) for values in zip(*(pocket.high for pocket in inside))))
    return Lungs(low, high), litres


def touches_a_side(pocket, grid):
    """Lungs may leave the scan at the top and the bottom, never at the sides."""
    first = patient_from_voxel(grid, Vec3(-0.5, -0.5, -0.5))
    last = patient_from_voxel(grid, Vec3(grid.size.x - 0.5, grid.size.y - 0.5, -0.5))
    return (
        pocket.low.x < first.x + EDGE_MM
        or pocket.low.y < first.y + EDGE_MM
        or pocket.high.x > last.x - EDGE_MM
        or pocket.high.y > last.y - EDGE_MM
    )
