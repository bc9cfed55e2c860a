"""The regions of ASPECTS on both sides: how dense their tissue is, and how much of them is tissue. No judgement."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Dict, List, Mapping, Sequence, Tuple

from overread_sdk import Volume

import head
from grid import Grid, Point, after, apply
from head import Head

# The ten regions, and what is compared besides: brain of other arteries at the same levels.
REGIONS = ("C", "L", "IC", "I", "M1", "M2", "M3", "M4", "M5", "M6")
OTHER = "other"
SIDES = ("R", "L")
# What counts as brain: below is fluid, above blood, calcium and the edge of bone. HU on a grid of so many mm, on which
# noise is small enough; the regions are sampled on the second grid.
TISSUE_HU, TISSUE_MM, SAMPLE_MM = (19.0, 54.0), 1.5, 3.0
# A cell is a box of the atlas, average-head mm.
CELL_MM = (3.0, 3.0, 4.0)
# Below this share of tissue a mean says nothing.
MIN_TISSUE = 0.08

Cells = Mapping[str, Sequence[Point]]


@dataclass(frozen=True)
class Tissue:
    """Mean HU of the tissue of a region on a side, and the share of the region that it takes."""

    hu: float
    share: float


def cells(runs: Mapping[str, Sequence[Tuple[float, int, float, float]]]) -> Dict[str, Tuple[Point, ...]]:
    """Cells of rows along x: the first x, how many, y and z."""
    return {
        name: tuple((round(x + i * CELL_MM[0], 1), y, z) for x, n, y, z in rows for i in range(n))
        for name, rows in runs.items()
    }


def measure(turned: Volume, found: Head, of: Cells) -> Tuple[Dict[Tuple[str, str], Tissue], float]:
    """The tissue by side and region, and the share of the cells that lie in the volume. Cells are those of the left."""
    with head.coarse(turned, TISSUE_MM) as fine:
        with fine.threshold(*TISSUE_HU) as tissue, fine.multiply(tissue) as masked:
            with head.coarse(masked, SAMPLE_MM) as a, head.coarse(tissue, SAMPLE_MM) as b:
                sums, shares = Grid(a), Grid(b)
    to_voxel = after(sums.to_voxel, found.pose.to_patient())
    out: Dict[Tuple[str, str], Tissue] = {}
    n_inside = n_all = 0
    for name, places in of.items():
        for side in SIDES:
            sign = 1.0 if side == "L" else -1.0
            total = weight = 0.0
            for x, y, z in places:
                voxel = apply(to_voxel, (sign * x, y, z))
                share = shares.sample(voxel)
                if share < 0.0:
                    continue
                n_inside += 1
                weight += share
                total += sums.sample(voxel)
            n_all += len(places)
            has_tissue = weight > MIN_TISSUE * len(places)
            out[side, name] = Tissue(total / weight if has_tissue else 0.0, weight / max(len(places), 1))
    return out, n_inside / max(n_all, 1)


def differences(measured: Mapping[Tuple[str, str], Tissue], side: str) -> Dict[str, Tuple[float, float]]:
    """For each region: by how many HU it is darker than that of the other side, and how much more of it is tissue.

    The same difference of the brain of other arteries is taken off, so that a scan that darkens to one side is none.
    """
    opposite = "R" if side == "L" else "L"

    def both(name: str) -> Tuple[float, float]:
        own, mirror = measured[side, name], measured[opposite, name]
        darker = mirror.hu - own.hu if own.hu and mirror.hu else 0.0
        return darker, own.share - mirror.share

    base_hu, base_share = both(OTHER)
    raw = {name: both(name) for name in REGIONS}
    return {name: (hu - base_hu, share - base_share) for name, (hu, share) in raw.items()}


def middle(cells: Sequence[Point], side: str) -> Point:
    """The cell nearest to the middle of a region, average-head mm: a place within it, whatever its shape."""
    centre = [sum(axis) / len(cells) for axis in zip(*cells)]
    x, y, z = min(cells, key=lambda cell: sum((a - b) ** 2 for a, b in zip(cell, centre)))
    return (x if side == "L" else -x), y, z


def patient_box(found: Head, cells: Sequence[Point], side: str) -> Tuple[Point, Point]:
    """The box around a region of a side, patient mm."""
    to_patient = found.pose.to_patient()
    sign = 1.0 if side == "L" else -1.0
    places: List[Point] = [apply(to_patient, (sign * x, y, z)) for x, y, z in cells]
    low = tuple(min(axis) - c / 2 for axis, c in zip(zip(*places), CELL_MM))
    high = tuple(max(axis) + c / 2 for axis, c in zip(zip(*places), CELL_MM))
    return low, high
