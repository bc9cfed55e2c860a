"""The one study of a job, and the host's small services. No pixels."""

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from typing import List, Mapping, Optional, Sequence, Union

from .failure import Cancelled
from .model import Model, Tensor
from .types import Element, Level, Series
from .volume import Mask, Volume


class HostServices(ABC):
    """What every plugin may ask for. Equal jobs get equal answers."""

    @abstractmethod
    def log(self, message: str, level: Level = Level.INFO) -> None:
        """A line in the host's log, at most 4 KiB. No patient data."""

    @abstractmethod
    def setting(self, name: str) -> Optional[str]:
        """A setting of the manifest as the user set it, else its default; None if the manifest has none of this name."""

    @abstractmethod
    def locale(self) -> str:
        """The BCP 47 tag of the reader's language."""

    @abstractmethod
    def translate(self, key: str, args: Optional[Mapping[str, object]] = None) -> str:
        """A text of the bundle's own locales by its key."""

    @abstractmethod
    def random(self, count: int) -> bytes:
        """Bytes from the job's seed, at most 65,536 a call. Python's `random` knows the seed of the build only."""

    @abstractmethod
    def elapsed_ms(self) -> int:
        """A simulated clock: it goes on by 1 with each call."""

    @abstractmethod
    def asks_to_stop(self, fraction: float, stage: str) -> bool:
        """Says how far the work is; True if the host asks to stop. `progress` is handier."""

    def progress(self, fraction: float, stage: str) -> None:
        """Says how far the work is: `fraction` is 0 to 1, `stage` a few words.

        Raises `Cancelled` if the host asks the service to stop: let it through.
        """
        if self.asks_to_stop(fraction, stage):
            raise Cancelled("asked to stop")

    def setting_number(self, name: str, default: float) -> float:
        """A setting as a finite number, else `default`."""
        try:
            value = float(self.setting(name) or "")
        except ValueError:
            return default
        return value if math.isfinite(value) else default


class Job(HostServices):
    """The job that the service was started for. Ids and handles are valid in it only."""

    @abstractmethod
    def series(self) -> List[Series]:
        """The series of the study in its order, those of priors last."""

    @abstractmethod
    def open_series(self, id: int) -> Volume:
        """Opens a series as a volume; nothing is copied. `BadInput` if there is none of this id."""

    @abstractmethod
    def open_model(self, name: str) -> Model:
        """Opens a model by its name in the manifest. `RuntimeMissing` or `ModelMissing` if it cannot be had."""

    @abstractmethod
    def keep_map(self, series: int, probabilities: Volume) -> int:
        """Keeps probabilities of at most 2^24 voxels for display; the id goes into a `HeatMap`. At most 16 a job."""

    @abstractmethod
    def blank_mask(self, series: int) -> Mask:
        """A mask of no voxels on the grid of a series."""

    @abstractmethod
    def mask_of_volume(self, series: int, labels: Volume) -> Mask:
        """The voxels above 0 of a volume, brought to the grid of a series by nearest voxel."""

    @abstractmethod
    def tensor(
        self, shape: Sequence[int], data: Union[bytes, Sequence[float]], element: Element = Element.FLOAT32
    ) -> Tensor:
        """A tensor of numbers, or of little-endian bytes. `BadInput` if there are not as many as the shape says."""

    @abstractmethod
    def tensor_of_volume(self, source: Volume, layout: str, element: Element = Element.FLOAT32) -> Tensor:
        """The voxels of a volume; `layout` names the axes in order, e.g. "nczyx": n and c are 1."""

    @abstractmethod
    def max_read(self) -> int:
        """The most bytes that one read returns."""


__all__ = ["HostServices", "Job"]
