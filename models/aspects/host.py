"""The host's volumes in numpy, as far as the service asks for them: the same numbers from the service's own modules.

Axes are ordered z, y, x. Only volumes along the patient's axes; the rules are those of `sdk/wit/1.0/plugin.wit`.
"""

import sys
from pathlib import Path

import numpy as np

TOP = Path(__file__).resolve().parent.parent.parent
sys.path[:0] = [str(TOP / "sdk" / "python"), str(TOP / "plugins" / "aspects"), str(TOP / "models" / "training")]

from overread_sdk import Blob, Dims, Geometry, Interpolation, Region, Sample, Stats, Vec3, Volume  # noqa: E402
from overread_sdk.space import patient_from_voxel  # noqa: E402

SAMPLES = {Sample.UINT8: np.uint8, Sample.UINT16: np.uint16, Sample.INT16: np.int16, Sample.FLOAT32: np.float32}


class ArrayVolume(Volume):
    """Values on a grid."""

    def __init__(self, geometry, values, sample=Sample.INT16):
        self.values, self._geometry, self._sample = values, geometry, sample

    def geometry(self):
        return self._geometry

    def sample(self):
        return self._sample

    def read_bytes(self, region):
        return np.ascontiguousarray(self._of(region), SAMPLES[self._sample]).tobytes()

    def stats(self, region=None):
        part = self._of(region or self.whole()).astype(np.float64)
        return Stats(part.min(), part.max(), part.mean(), part.std(), part.size)

    def crop(self, region):
        first = patient_from_voxel(self._geometry, Vec3(*region.origin))
        return self._like(self._of(region), size=region.size, origin=first)

    def resample(self, spacing_mm, how=Interpolation.LINEAR):
        grid = self._geometry
        size = [max(1, int(n * old / new + 0.5)) for n, old, new in zip(grid.size, grid.spacing, spacing_mm)]
        return self.resize(Dims(*size), how)

    def resize(self, size, how=Interpolation.LINEAR):
        assert how is Interpolation.LINEAR
        grid, values = self._geometry, self.values.astype(np.float32)
        for axis, (old, new) in enumerate(zip(grid.size, size)):
            values = along(values, 2 - axis, weights(old, new))
        ratio = [old / new for old, new in zip(grid.size, size)]
        origin = patient_from_voxel(grid, Vec3(*((r - 1) / 2 for r in ratio)))
        spacing = Vec3(*(s * r for s, r in zip(grid.spacing, ratio)))
        return self._like(values, Sample.FLOAT32, size=size, spacing=spacing, origin=origin)

    def reorient(self, axes):
        assert axes == "LPH" and self._geometry.row_dir == Vec3(1.0, 0.0, 0.0) == Vec3(*self._geometry.row_dir)
        return self

    def rescale(self, low, high, sub, div):
        return self._like((np.clip(self.values, low, high) - sub) / div, Sample.FLOAT32)

    def threshold(self, low, high):
        return self._like(((self.values >= low) & (self.values <= high)).astype(np.uint8), Sample.UINT8)

    def multiply(self, by):
        return self._like(self.values.astype(np.float32) * by.values, Sample.FLOAT32)

    def blobs(self, values=None, min_voxels=1, max_count=1000):
        from scipy import ndimage

        labels, n = ndimage.label(self.values > 0, np.ones((3, 3, 3)))
        sizes = np.bincount(labels.ravel(), minlength=n + 1)[1:]
        order = [i for i in np.argsort(-sizes, kind="stable") if sizes[i] >= min_voxels][:max_count]
        boxes, of, out = ndimage.find_objects(labels), (values or self).values, []
        for rank, i in enumerate(order, 1):
            inside = np.argwhere(labels[boxes[i]] == i + 1) + [s.start for s in boxes[i]]
            place = lambda zyx: patient_from_voxel(self._geometry, Vec3(*(float(v) for v in zyx[::-1])))
            own = of[tuple(inside.T)]
            voxel = self._geometry.spacing
            out.append(Blob(rank, int(sizes[i]), sizes[i] * voxel.x * voxel.y * voxel.z, place(inside.mean(0)),
                            place(inside.min(0) - 0.5), place(inside.max(0) + 0.5), float(own.mean()), float(own.max())))
        return out

    def _of(self, region):
        (x, y, z), (nx, ny, nz) = region.origin, region.size
        return self.values[z:z + nz, y:y + ny, x:x + nx]

    def _like(self, values, sample=None, **changed):
        grid = self._geometry
        parts = {"size": grid.size, "spacing": grid.spacing, "origin": grid.origin, **changed}
        return ArrayVolume(Geometry(**parts), values, sample or self._sample)


def weights(n, wanted):
    """The share of each source voxel in each target voxel of an axis; None where nothing changes."""
    if n == wanted:
        return None
    out, ratio = np.zeros((wanted, n), np.float32), n / wanted
    for idx in range(wanted):
        if wanted < n:
            low, high = idx * ratio, (idx + 1) * ratio
            for j in range(int(low), min(n, int(np.ceil(high)))):
                out[idx, j] = max(0.0, min(high, j + 1) - max(low, j)) / ratio
        else:
            place = min(max((idx + 0.5) * ratio - 0.5, 0.0), n - 1.0)
            out[idx, int(place)] += 1 - (place - int(place))
            out[idx, min(int(place) + 1, n - 1)] += place - int(place)
    return out


def along(values, axis, matrix):
    """The values with one axis mixed."""
    if matrix is None:
        return values
    return np.moveaxis(np.tensordot(matrix, values, axes=(1, axis)), 0, axis)


def of_phantom(phantom, array=None):
    """A phantom's series, or an array on its grid, as a volume."""
    facts = phantom.series[0]
    geometry = Geometry(Dims(*facts["size"]), Vec3(*facts["spacing_mm"]), Vec3(*facts["origin_mm"]))
    return ArrayVolume(geometry, phantom.samples() if array is None else array)
