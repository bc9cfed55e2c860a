"""Samples that were read from the host, with the way from patient mm to them. No rules."""

from __future__ import annotations

import struct
from typing import List, Sequence, Tuple

from overread_sdk import Dims, Geometry, Region, Vec3, Volume
from overread_sdk.space import voxel_from_patient

Point = Tuple[float, float, float]
# A linear map: for each of x, y, z the factors of the three coordinates and what is added.
Affine = Tuple[Tuple[float, float, float, float], ...]


# Bytes of one read: half of what the host allows, and so much that few reads suffice.
READ_BYTES = 8 * 1024 * 1024


class Grid:
    """Samples of a volume, slice by slice, x fastest."""

    def __init__(self, volume: Volume) -> None:
        geometry = volume.geometry()
        self.nx, self.ny, self.nz = geometry.size
        self.planes: List[Sequence[float]] = planes(volume, geometry.size)
        self.to_voxel = affine(geometry)

    def at(self, place: Point) -> float:
        """The value at a place in patient mm: nearest in the slice, linear between slices; -1000 outside."""
        return self.sample(apply(self.to_voxel, place))

    def sample(self, voxel: Point) -> float:
        """The value at voxel coordinates, as `at`."""
        x, y, z = int(voxel[0] + 0.5), int(voxel[1] + 0.5), voxel[2]
        if voxel[0] < -0.5 or voxel[1] < -0.5 or x >= self.nx or y >= self.ny or z < -0.5 or z >= self.nz - 0.5:
            return -1000.0
        below = min(max(int(z), 0), self.nz - 1)
        above = min(below + 1, self.nz - 1)
        share = min(max(z - below, 0.0), 1.0)
        place = y * self.nx + x
        return self.planes[below][place] * (1.0 - share) + self.planes[above][place] * share


def planes(volume: Volume, size: Dims) -> List[Sequence[float]]:
    """All slices of a volume: of a long scan in several reads, since the host bounds each."""
    plane = size.x * size.y
    at_once = max(1, READ_BYTES // (plane * struct.calcsize(volume.sample().format)))
    out: List[Sequence[float]] = []
    for first in range(0, size.z, at_once):
        count = min(at_once, size.z - first)
        values = volume.read(Region(Dims(0, 0, first), Dims(size.x, size.y, count)))
        out += [values[k * plane:(k + 1) * plane] for k in range(count)]
    return out


def affine(geometry: Geometry) -> Affine:
    """From patient mm to voxel coordinates."""
    zero = tuple(voxel_from_patient(geometry, Vec3(0.0, 0.0, 0.0)))
    units = [tuple(voxel_from_patient(geometry, Vec3(*unit))) for unit in ((1.0, 0, 0), (0, 1.0, 0), (0, 0, 1.0))]
    return tuple((units[0][i] - zero[i], units[1][i] - zero[i], units[2][i] - zero[i], zero[i]) for i in range(3))


def apply(of: Affine, p: Point) -> Point:
    """The place that a map sends `p` to."""
    (a, b, c, d), (e, f, g, h), (i, j, k, m) = of
    x, y, z = p
    return a * x + b * y + c * z + d, e * x + f * y + g * z + h, i * x + j * y + k * z + m


def after(second: Affine, first: Affine) -> Affine:
    """Both maps as one, `first` first."""
    def row(r: Tuple[float, float, float, float]) -> Tuple[float, float, float, float]:
        mixed = [sum(r[i] * first[i][k] for i in range(3)) for k in range(4)]
        return mixed[0], mixed[1], mixed[2], mixed[3] + r[3]

    return tuple(row(r) for r in second)
