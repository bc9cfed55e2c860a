"""A volume and a mask in memory, with the host's operations in plain Python."""

from __future__ import annotations

import array
import math
import re
import sys
from operator import mul
from typing import Callable, Iterable, List, Optional, Sequence, Tuple

from ..failure import BadInput, LimitReached
from ..space import patient_from_voxel, slice_dir
from ..types import Blob, Dims, Geometry, Interpolation, Region, Sample, Stats, Vec3
from ..volume import Mask, Volume

MAX_READ = 16 * 1024 * 1024
_RANGE = {Sample.UINT8: (0, 255), Sample.UINT16: (0, 65_535), Sample.INT16: (-32_768, 32_767)}
_AXES = {"L": (1, 0, 0), "R": (-1, 0, 0), "P": (0, 1, 0), "A": (0, -1, 0), "H": (0, 0, 1), "F": (0, 0, -1)}


class FakeVolume(Volume):
    """Values on a grid, x fastest. Its operations are carried out at once."""

    def __init__(self, geometry: Geometry, values: Iterable[float], sample: Sample = Sample.INT16) -> None:
        self.values = array.array("d", values)
        nx, ny, nz = geometry.size
        if len(self.values) != nx * ny * nz:
            raise ValueError(f"{nx * ny * nz} values expected for {nx} x {ny} x {nz} voxels, found {len(self.values)}")
        self._geometry, self._sample, self._is_closed = geometry, sample, False

    def close(self) -> None:
        self._is_closed = True

    def geometry(self) -> Geometry:
        self._check_open()
        return self._geometry

    def sample(self) -> Sample:
        self._check_open()
        return self._sample

    def read_bytes(self, region: Region) -> bytes:
        values = array.array(self.sample().format)
        if values.itemsize * region.size.x * region.size.y * region.size.z > MAX_READ:
            raise LimitReached(f"at most {MAX_READ} bytes a read")
        for value in self._of(region):
            values.append(self._stored(value))
        if sys.byteorder == "big":
            values.byteswap()
        return values.tobytes()

    def stats(self, region: Optional[Region] = None) -> Stats:
        found = [value for value in self._of(region or self.whole()) if math.isfinite(value)]
        if not found:
            raise BadInput("the region has no finite value")
        mean = math.fsum(found) / len(found)
        variance = math.fsum((value - mean) ** 2 for value in found) / len(found)
        return Stats(min(found), max(found), mean, math.sqrt(variance), len(found))

    def crop(self, region: Region) -> FakeVolume:
        values = list(self._of(region))
        origin = patient_from_voxel(self._geometry, Vec3(*(float(v) for v in region.origin)))
        return self._like(values, self._sample, size=region.size, origin=origin)

    def resample(self, spacing_mm: Vec3, how: Interpolation = Interpolation.LINEAR) -> FakeVolume:
        if not all(math.isfinite(s) and s > 0 for s in spacing_mm):
            raise BadInput(f"spacing must be positive, found {tuple(spacing_mm)}")
        grid = self.geometry()
        counts = (max(1, math.floor(n * old / new + 0.5)) for n, old, new in zip(grid.size, grid.spacing, spacing_mm))
        return self.resize(Dims(*counts), how)

    def resize(self, size: Dims, how: Interpolation = Interpolation.LINEAR) -> FakeVolume:
        if min(size) < 1:
            raise BadInput(f"a size must not be 0, found {tuple(size)}")
        grid, values = self.geometry(), self.values
        sides = list(grid.size)
        for axis, wanted in enumerate(size):
            values = _along(values, sides, axis, _weights(sides[axis], wanted, how))
            sides[axis] = wanted
        ratio = [old / new for old, new in zip(grid.size, size)]
        first = Vec3(*((r - 1) / 2 for r in ratio))
        spacing = Vec3(*(s * r for s, r in zip(grid.spacing, ratio)))
        sample = self._sample if how is Interpolation.NEAREST else Sample.FLOAT32
        return self._like(values, sample, size=size, spacing=spacing, origin=patient_from_voxel(grid, first))

    def reorient(self, axes: str) -> FakeVolume:
        wanted = [_AXES.get(letter) for letter in axes]
        if len(axes) != 3 or None in wanted or _cross(wanted[0], wanted[1]) != wanted[2]:
            raise BadInput(f"three letters that form a right-handed system expected, found {axes!r}")
        grid = self.geometry()
        dirs = (grid.row_dir, grid.col_dir, slice_dir(grid))
        # For each new axis: the old one that lies nearest to it, and whether it runs the other way.
        source = []
        for letter in wanted:
            along = [sum(a * b for a, b in zip(direction, letter)) for direction in dirs]
            axis = max(range(3), key=lambda one: abs(along[one]))
            source.append((axis, along[axis] < 0))
        old = list(grid.size)
        size = [old[axis] for axis, _ in source]
        values = array.array("d")
        for z in range(size[2]):
            for y in range(size[1]):
                for x in range(size[0]):
                    at = [0, 0, 0]
                    for new, (axis, is_flipped) in zip((x, y, z), source):
                        at[axis] = old[axis] - 1 - new if is_flipped else new
                    values.append(self.values[(at[2] * old[1] + at[1]) * old[0] + at[0]])
        first = [0.0, 0.0, 0.0]
        for axis, is_flipped in source:
            first[axis] = float(old[axis] - 1) if is_flipped else 0.0
        turned = [Vec3(*((-v if flip else v) for v in dirs[axis])) for axis, flip in source]
        return self._like(
            values, self._sample, size=Dims(*size),
            spacing=Vec3(*(list(grid.spacing)[axis] for axis, _ in source)),
            origin=patient_from_voxel(grid, Vec3(*first)), row_dir=turned[0], col_dir=turned[1],
        )

    def rescale(self, low: float, high: float, sub: float, div: float) -> FakeVolume:
        if not (low <= high and math.isfinite(sub) and math.isfinite(div) and div != 0):
            raise BadInput(f"rescale wants low <= high and a divisor, found {low}, {high}, {sub}, {div}")
        return self.map(lambda v: ((low if math.isnan(v) else min(max(v, low), high)) - sub) / div, Sample.FLOAT32)

    def threshold(self, low: float, high: float) -> FakeVolume:
        if not low <= high:
            raise BadInput(f"threshold wants low <= high, found {low}, {high}")
        return self._like([1.0 if low <= v <= high else 0.0 for v in self.values], Sample.UINT8)

    def multiply(self, by: Volume) -> FakeVolume:
        other = self._on_same_grid(by)
        return self._like([a * b for a, b in zip(self.values, other.values)], Sample.FLOAT32)

    def blobs(self, values: Optional[Volume] = None, min_voxels: int = 1, max_count: int = 1000) -> List[Blob]:
        self._check_open()
        of = self if values is None else self._on_same_grid(values)
        found = [runs for runs in self._components() if _voxels(runs) >= min_voxels]
        found.sort(key=_voxels, reverse=True)
        return [self._blob(label, runs, of) for label, runs in enumerate(found[:max_count], 1)]

    def map(self, of: Callable[[float], float], sample: Sample = Sample.FLOAT32) -> FakeVolume:
        """Each value by itself, for models of tests."""
        self._check_open()
        return self._like([of(value) for value in self.values], sample)

    def _like(self, values: Iterable[float], sample: Sample, **changed: object) -> FakeVolume:
        self._check_open()
        grid = self._geometry
        parts = {"size": grid.size, "spacing": grid.spacing, "origin": grid.origin, "row_dir": grid.row_dir,
                 "col_dir": grid.col_dir, **changed}
        return FakeVolume(Geometry(**parts), values, sample)  # type: ignore[arg-type]

    def _check_open(self) -> None:
        if self._is_closed:
            raise ValueError("it was closed")

    def _of(self, region: Region) -> Iterable[float]:
        self._check_open()
        size = self._geometry.size
        for first, n, all in zip(region.origin, region.size, size):
            if first < 0 or n < 1 or first + n > all:
                raise BadInput(f"{region} is empty or not inside the volume of {tuple(size)} voxels")
        (x, y, z), (nx, ny, nz) = region.origin, region.size
        for k in range(z, z + nz):
            for j in range(y, y + ny):
                start = (k * size.y + j) * size.x + x
                yield from self.values[start:start + nx]

    def _stored(self, value: float) -> float:
        bounds = _RANGE.get(self._sample)
        if bounds is None:
            return value
        return 0 if math.isnan(value) else int(min(max(math.floor(value + 0.5), bounds[0]), bounds[1]))

    def _on_same_grid(self, other: Volume) -> FakeVolume:
        self._check_open()
        if not isinstance(other, FakeVolume):
            raise TypeError(f"a volume of the same job expected, found {type(other).__name__}")
        if other.geometry() != self._geometry:
            raise BadInput("the volumes lie on different grids")
        return other

    def _components(self) -> List[List[_Run]]:
        """The components as runs along x, in the order of their first voxels."""
        nx, ny, nz = self._geometry.size
        is_open = bytes([v > 0 for v in self.values])
        rows = [
            [_Run(found.start(), found.end(), y, z) for found in re.finditer(b"\x01+", is_open[start:start + nx])]
            for z in range(nz)
            for y in range(ny)
            for start in ((z * ny + y) * nx,)
        ]
        for z in range(nz):
            for y in range(ny):
                here = rows[z * ny + y]
                for k, j in ((z, y - 1), (z - 1, y - 1), (z - 1, y), (z - 1, y + 1)):
                    if k >= 0 and 0 <= j < ny:
                        _join(here, rows[k * ny + j])
        components: dict[_Run, List[_Run]] = {}
        for run in (run for row in rows for run in row):
            components.setdefault(run.root(), []).append(run)
        return list(components.values())

    def _blob(self, label: int, runs: List[_Run], of: FakeVolume) -> Blob:
        grid = self._geometry
        nx, ny, _ = grid.size
        n = _voxels(runs)
        sums = (
            sum((run.first + run.end - 1) * len(run) / 2 for run in runs),
            sum(run.y * len(run) for run in runs),
            sum(run.z * len(run) for run in runs),
        )
        first = (min(run.first for run in runs), min(run.y for run in runs), min(run.z for run in runs))
        last = (max(run.end for run in runs) - 1, max(run.y for run in runs), max(run.z for run in runs))
        a = patient_from_voxel(grid, Vec3(*(v - 0.5 for v in first)))
        b = patient_from_voxel(grid, Vec3(*(v + 0.5 for v in last)))
        starts = [(run, (run.z * ny + run.y) * nx) for run in runs]
        values = [of.values[start + run.first:start + run.end] for run, start in starts]
        return Blob(
            label, n, n * grid.spacing.x * grid.spacing.y * grid.spacing.z,
            patient_from_voxel(grid, Vec3(*(v / n for v in sums))),
            Vec3(*(min(p, q) for p, q in zip(a, b))), Vec3(*(max(p, q) for p, q in zip(a, b))),
            math.fsum(map(math.fsum, values)) / n, max(map(max, values)),
        )


class _Run:
    """Voxels `first..end` of a row; those of one component have one root."""

    def __init__(self, first: int, end: int, y: int, z: int) -> None:
        self.first, self.end, self.y, self.z = first, end, y, z
        self._parent = self

    def __len__(self) -> int:
        return self.end - self.first

    def root(self) -> _Run:
        run = self
        while run._parent is not run:
            run._parent = run = run._parent._parent
        return run

    def join(self, other: _Run) -> None:
        self.root()._parent = other.root()


def _join(row: List[_Run], other: List[_Run]) -> None:
    """Joins the runs of two neighbouring rows that touch, by corners too; both are in order."""
    idx = 0
    for run in row:
        while idx < len(other) and other[idx].end < run.first:
            idx += 1
        for near in other[idx:]:
            if near.first > run.end:
                break
            run.join(near)


def _voxels(runs: List[_Run]) -> int:
    return sum(map(len, runs))


class FakeMask(Mask):
    """One byte a voxel of a series' grid; the study holds what was kept."""

    def __init__(self, geometry: Geometry, keep: Callable[[str, FakeMask], int]) -> None:
        self.geometry, self._keep = geometry, keep
        self.labels = bytearray(geometry.size.x * geometry.size.y * geometry.size.z)

    def write(self, region: Region, labels: bytes) -> None:
        (x, y, z), (nx, ny, nz) = region.origin, region.size
        if len(labels) != nx * ny * nz:
            raise BadInput(f"{nx * ny * nz} bytes expected, found {len(labels)}")
        size = self.geometry.size
        if any(first < 0 or n < 1 or first + n > all for first, n, all in zip(region.origin, region.size, size)):
            raise BadInput(f"{region} is empty or not inside the grid of {tuple(size)} voxels")
        for k in range(nz):
            for j in range(ny):
                start, row = ((z + k) * size.y + y + j) * size.x + x, (k * ny + j) * nx
                self.labels[start:start + nx] = labels[row:row + nx]

    def keep(self, name: str) -> int:
        return self._keep(name, self)


def _cross(a: Optional[Tuple[int, ...]], b: Optional[Tuple[int, ...]]) -> Optional[Tuple[int, ...]]:
    if a is None or b is None:
        return None
    return (a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0])


def _weights(n: int, wanted: int, how: Interpolation) -> List[List[Tuple[int, float]]]:
    """For each target voxel of an axis the source voxels that it takes, and how much of each."""
    ratio = n / wanted
    rows = []
    for idx in range(wanted):
        middle = (idx + 0.5) * ratio - 0.5
        if how is Interpolation.NEAREST:
            rows.append([(min(max(math.ceil(middle - 0.5), 0), n - 1), 1.0)])
        elif wanted < n:
            low, high = idx * ratio, (idx + 1) * ratio
            shares = [(j, min(high, j + 1) - max(low, j)) for j in range(int(low), min(n, math.ceil(high)))]
            rows.append([(j, share / ratio) for j, share in shares if share > 0])
        else:
            place = min(max(middle, 0.0), n - 1.0)
            low_voxel = int(place)
            rows.append([(low_voxel, 1 - (place - low_voxel)), (min(low_voxel + 1, n - 1), place - low_voxel)])
    return rows


def _along(
    values: array.array, sides: Sequence[int], axis: int, weights: List[List[Tuple[int, float]]]
) -> array.array:
    """The values with one axis resampled, whole rows at a time."""
    step, n, m = math.prod(sides[:axis]), sides[axis], len(weights)
    out = array.array("d", bytes(8 * (len(values) // n) * m))
    if axis == 0:
        for to, row in enumerate(weights):
            out[to::m] = _mixed([(values[j::n], share) for j, share in row])
        return out
    for block in range(len(values) // (step * n)):
        for to, row in enumerate(weights):
            start = (block * m + to) * step
            first = block * n * step
            parts = [(values[first + j * step:first + (j + 1) * step], share) for j, share in row]
            out[start:start + step] = _mixed(parts)
    return out


def _mixed(parts: List[Tuple[array.array, float]]) -> array.array:
    """The weighted sum of rows."""
    if len(parts) == 2:
        (a, p), (b, q) = parts
        return array.array("d", [p * v + q * w for v, w in zip(a, b)])
    shares = [share for _, share in parts]
    return array.array("d", [sum(map(mul, shares, column)) for column in zip(*(row for row, _ in parts))])
