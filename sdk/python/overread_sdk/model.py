"""Models of the bundle and their tensors, both on the host. No inference here."""

from __future__ import annotations

import struct
from abc import abstractmethod
from typing import Dict, List, Mapping, Optional

from .types import Element, Slot, Tiling
from .volume import Handle, Volume


class Tensor(Handle):
    """An array of numbers, row-major: the last axis runs fastest. Made by `Job.tensor` and `Job.tensor_of_volume`."""

    @abstractmethod
    def shape(self) -> List[int]:
        """Sizes of its axes."""

    @abstractmethod
    def element(self) -> Element:
        """The type of its elements."""

    @abstractmethod
    def read_bytes(self, first: int, count: int) -> bytes:
        """`count` elements from the element `first`, little-endian."""

    @abstractmethod
    def to_volume(self, like: Volume, channel: int = 0) -> Volume:
        """One channel of a (1, channel, z, y, x) or (1, channel, y, x) tensor on the grid of `like`."""

    def values(self, first: int = 0, count: Optional[int] = None) -> List[float]:
        """Elements as numbers; all of them unless told."""
        if count is None:
            count = number_of_elements(self.shape()) - first
        return list(struct.unpack(f"<{count}{self.element().format}", self.read_bytes(first, count)))


class Model(Handle):
    """An open model."""

    @abstractmethod
    def inputs(self) -> List[Slot]:
        """What a run takes."""

    @abstractmethod
    def outputs(self) -> List[Slot]:
        """What a run gives."""

    @abstractmethod
    def run(self, inputs: Mapping[str, Tensor]) -> Dict[str, Tensor]:
        """One run on named tensors. `ModelFailure` if the model does not take them or breaks."""

    @abstractmethod
    def run_tiled(self, source: Volume, how: Tiling) -> Volume:
        """Sliding-window inference on the host: a float32 volume on the grid of `source`."""


def number_of_elements(shape: List[int]) -> int:
    """The product of a shape."""
    count = 1
    for side in shape:
        count *= side
    return count
