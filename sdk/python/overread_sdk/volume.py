"""Volumes and masks on the host: computed when they are read, never changed. No samples here but those that are read.

`Volume` and `Mask` are the shapes of it; the guest's and the tests' own classes fill them.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import List, Optional, TypeVar

from . import space
from .types import Blob, Dims, Geometry, Interpolation, Region, Sample, Stats, Vec3

Self = TypeVar("Self", bound="Handle")


class Handle(ABC):
    """Something that lives on the host. `with` or `close()` drops it early; else it goes with the job.

    Whatever is asked of it afterwards is a `ValueError`.
    """

    def close(self) -> None:
        """Lets the host forget it."""

    def __enter__(self: Self) -> Self:
        return self

    def __exit__(self, *_exception: object) -> None:
        self.close()


class Volume(Handle):
    """A lazy volume. Values are in the modality's units: HU for CT.

    Every method raises a `Failure`: `BadInput` for arguments that it does not take, `LimitReached` beyond a bound.
    """

    @abstractmethod
    def geometry(self) -> Geometry:
        """How the grid lies in the patient."""

    @abstractmethod
    def sample(self) -> Sample:
        """The type of the samples that `read` gives."""

    @abstractmethod
    def read_bytes(self, region: Region) -> bytes:
        """Samples of the region, little-endian, x fastest, then y, then z; at most `Job.max_read()` bytes."""

    @abstractmethod
    def stats(self, region: Optional[Region] = None) -> Stats:
        """Statistics of the region, or of all voxels."""

    @abstractmethod
    def crop(self, region: Region) -> Volume:
        """The part in the region, where it lies in the patient."""

    @abstractmethod
    def resample(self, spacing_mm: Vec3, how: Interpolation = Interpolation.LINEAR) -> Volume:
        """On voxels of about this size, mm; the outer faces stay where they are. Coarser targets take the mean."""

    @abstractmethod
    def resize(self, size: Dims, how: Interpolation = Interpolation.LINEAR) -> Volume:
        """As `resample`, to so many voxels."""

    @abstractmethod
    def reorient(self, axes: str) -> Volume:
        """Turned and flipped so that x, y, z run along the letters, e.g. "LPH": left, posterior, head."""

    @abstractmethod
    def rescale(self, low: float, high: float, sub: float, div: float) -> Volume:
        """Clamped to `low..high`, then `(value - sub) / div`; float32."""

    @abstractmethod
    def threshold(self, low: float, high: float) -> Volume:
        """1 where `low <= value <= high`, else 0; uint8."""

    @abstractmethod
    def multiply(self, by: Volume) -> Volume:
        """The voxel-wise product with a volume on the same grid; float32."""

    @abstractmethod
    def blobs(self, values: Optional[Volume] = None, min_voxels: int = 1, max_count: int = 1000) -> List[Blob]:
        """Connected components (26 neighbours) of the voxels above 0, the largest first.

        Mean and maximum are those of `values`, which lies on the same grid, or of the volume itself.
        """

    def read(self, region: Optional[Region] = None) -> memoryview:
        """Samples of the region as numbers: a flat memoryview, x fastest.

        The sample at x, y, z of a region of nx by ny by nz voxels stands at `(z * ny + y) * nx + x`. No copy beyond
        the one that crosses from the host; `array.array(view.format, view)` gives a copy to write in.
        """
        return memoryview(self.read_bytes(region or self.whole())).cast(self.sample().format)

    def whole(self) -> Region:
        """All voxels."""
        return space.whole(self.geometry())


class Mask(Handle):
    """A set of voxels on a series' grid, for a mark of the report. Made by `Job.blank_mask` and `Job.mask_of_volume`."""

    @abstractmethod
    def write(self, region: Region, labels: bytes) -> None:
        """Overwrites the region: one byte a voxel, x fastest, 0 is outside."""

    @abstractmethod
    def keep(self, name: str) -> int:
        """Keeps it; the id goes into a `MaskMark`."""
