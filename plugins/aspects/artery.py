"""The stem of the middle cerebral artery on both sides: how dense it is along its way. No judgement.

The way is that of the average head (origin: middle of the vault, see `pose`), from a few mm beyond the carotid, whose end
is dense on both sides, to the insula; places read off general anatomy and the middles of thrombi of training seeds.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Dict, List, Sequence, Tuple

from overread_sdk import Vec3, Volume
from overread_sdk.space import region_of_box

import head
from grid import Grid, Point, after, apply
from head import Head

WAY: Tuple[Point, ...] = (
    (14.0, -16.5, -28.0), (21.0, -17.5, -28.0), (29.0, -19.0, -25.5), (38.5, -16.0, -20.5), (39.5, -7.0, -15.0),
)
# Distance between stations along the way, how far around it is searched, and between the places looked at there, mm.
STATION_MM, AROUND_MM, STEP_MM = 2.0, 5.0, 1.5
# Nearer to the midline lie the ends of the carotid arteries.
LEAST_X_MM = 12.5
# Voxels in the slice on which it is sought: about half a vessel. Bone is felt in the second ones around.
FINE_MM, BONE_MM = 1.5, 4.5
BONE_HU, MAX_BONE_SHARE = 110.0, 0.04
# So many stations in a row are averaged: a thrombus is longer than a speck of noise.
IN_A_ROW = 3
# Nothing in the search area but bone.
NOTHING_HU = 30.0


@dataclass(frozen=True)
class Dense:
    """How much denser than on the other side (HU), how dense (HU), the usual density of both sides, and where."""

    more_hu: float
    hu: float
    usual_hu: float
    at: Point


def stations() -> List[Point]:
    """Places along the way, evenly spread."""
    out: List[Point] = []
    for a, b in zip(WAY, WAY[1:]):
        length = math.dist(a, b)
        n = max(1, round(length / STATION_MM))
        out += [tuple(p + (q - p) * k / n for p, q in zip(a, b)) for k in range(n)]
    return out


def around() -> List[List[Point]]:
    """For each station the places to look at: those that are nearer to it than to any other one."""
    all_stations = stations()
    low = [min(axis) - AROUND_MM for axis in zip(*all_stations)]
    high = [max(axis) + AROUND_MM for axis in zip(*all_stations)]
    counts = [int((b - a) / STEP_MM) + 1 for a, b in zip(low, high)]
    out: List[List[Point]] = [[] for _ in all_stations]
    for i in range(counts[0]):
        for j in range(counts[1]):
            for k in range(counts[2]):
                p = tuple(a + n * STEP_MM for a, n in zip(low, (i, j, k)))
                distances = [math.dist(p, s) for s in all_stations]
                least = min(distances)
                if least <= AROUND_MM and p[0] > LEAST_X_MM:
                    out[distances.index(least)].append(p)
    return out


AROUND = around()


def measure(turned: Volume, found: Head) -> Dict[str, Dense]:
    """The densest part of the way by side."""
    to_patient = found.pose.to_patient()
    ends = [apply(to_patient, (sign * x, y, z)) for x, y, z in WAY for sign in (1.0, -1.0)]
    margin = AROUND_MM + 6.0
    low = Vec3(*(min(axis) - margin for axis in zip(*ends)))
    high = Vec3(*(max(axis) + margin for axis in zip(*ends)))
    with turned.crop(region_of_box(turned.geometry(), low, high)) as part, head.coarse(part, FINE_MM) as fine:
        with fine.threshold(BONE_HU, head.MAX_HU) as bone, head.coarse(bone, BONE_MM) as near:
            values, bones = Grid(fine), Grid(near)
    profiles = {side: profile(values, bones, found, side) for side in ("R", "L")}
    return compare(profiles)


def profile(values: Grid, bones: Grid, found: Head, side: str) -> List[Tuple[float, Point]]:
    """For each station the greatest HU away from bone, and where that is in the patient."""
    sign = 1.0 if side == "L" else -1.0
    to_patient = found.pose.to_patient()
    to_value, to_bone = after(values.to_voxel, to_patient), after(bones.to_voxel, to_patient)
    out: List[Tuple[float, Point]] = []
    for places in AROUND:
        best, at = NOTHING_HU, None
        for x, y, z in places:
            place = (sign * x, y, z)
            hu = values.sample(apply(to_value, place))
            if best < hu < BONE_HU and -500.0 < bones.sample(apply(to_bone, place)) <= MAX_BONE_SHARE:
                best, at = hu, place
        out.append((best, apply(to_patient, at or places[len(places) // 2])))
    return out


def compare(profiles: Dict[str, Sequence[Tuple[float, Point]]]) -> Dict[str, Dense]:
    """Where a side is densest beyond the other one, by the mean of some stations in a row."""
    smooth = {}
    for side, rows in profiles.items():
        hu = [value for value, _ in rows]
        smooth[side] = [sum(hu[i:i + IN_A_ROW]) / IN_A_ROW for i in range(len(hu) - IN_A_ROW + 1)]
    every = sorted(value for rows in smooth.values() for value in rows)
    usual = every[len(every) // 2]
    out = {}
    for side, opposite in (("R", "L"), ("L", "R")):
        own, mirror = smooth[side], smooth[opposite]
        # The other side may be densest a station earlier or later.
        more = [own[i] - max(mirror[max(i - 1, 0):i + 2]) for i in range(len(own))]
        best = max(range(len(own)), key=lambda i: (more[i], -i))
        at = max(profiles[side][best:best + IN_A_ROW], key=lambda row: row[0])[1]
        out[side] = Dense(more[best], own[best], usual, at)
    return out
