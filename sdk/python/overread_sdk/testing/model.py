"""Models and tensors in memory: a model is a function that the test gives."""

from __future__ import annotations

import math
import struct
from typing import Callable, Dict, List, Mapping, Optional, Sequence, Union

from ..failure import BadInput, ModelFailure
from ..model import Model, Tensor, number_of_elements
from ..types import Element, Sample, Slot, Tiling
from ..volume import Volume
from .volume import FakeVolume

_RANGE = {Element.UINT8: (0, 255), Element.INT8: (-128, 127), Element.INT32: (-(2**31), 2**31 - 1),
          Element.INT64: (-(2**63), 2**63 - 1)}


class FakeTensor(Tensor):
    """Numbers and a shape."""

    def __init__(
        self, shape: Sequence[int], data: Union[bytes, Sequence[float]], element: Element = Element.FLOAT32
    ) -> None:
        self._shape, self._element = list(shape), element
        count = number_of_elements(self._shape)
        if isinstance(data, (bytes, bytearray, memoryview)):
            if len(data) != count * struct.calcsize(element.format):
                raise BadInput(f"{count} elements expected, found {len(data)} bytes")
            data = struct.unpack(f"<{count}{element.format}", data)
        self._values = list(data)
        if len(self._values) != count:
            raise BadInput(f"{count} elements expected, found {len(self._values)}")

    def shape(self) -> List[int]:
        return list(self._shape)

    def element(self) -> Element:
        return self._element

    def read_bytes(self, first: int, count: int) -> bytes:
        if first < 0 or first + count > len(self._values):
            raise BadInput(f"{count} elements from {first} of {len(self._values)}")
        return struct.pack(f"<{count}{self._element.format}", *self._values[first:first + count])

    def to_volume(self, like: Volume, channel: int = 0) -> Volume:
        grid = like.geometry()
        nx, ny, nz = grid.size
        n = nx * ny * nz
        fits = self._shape[2:] in ([nz, ny, nx], [ny, nx] if nz == 1 else None)
        if self._shape[0] != 1 or not fits or channel >= self._shape[1]:
            raise BadInput(f"channel {channel} of {self._shape} does not fit {nx} x {ny} x {nz} voxels")
        return FakeVolume(grid, self._values[channel * n:(channel + 1) * n], Sample.FLOAT32)

    @staticmethod
    def of_volume(source: FakeVolume, layout: str, element: Element) -> FakeTensor:
        """The voxels of a volume in the order of a layout."""
        sizes = dict(zip("xyz", source.geometry().size), n=1, c=1)
        if len(set(layout)) != len(layout) or not set(layout) <= set("nczyx") or not set("xy") <= set(layout):
            raise BadInput(f"a layout of n, c, z, y and x expected, found {layout!r}")
        if "z" not in layout and sizes["z"] > 1:
            raise BadInput("z may be left out where the volume has one slice")
        shape = [sizes[letter] for letter in layout]
        values: List[float] = []
        for idx in range(number_of_elements(shape)):
            at = dict.fromkeys("xyz", 0)
            for letter, side in zip(reversed(layout), reversed(shape)):
                idx, at[letter] = divmod(idx, side)
            value = source.values[(at["z"] * sizes["y"] + at["y"]) * sizes["x"] + at["x"]]
            bounds = _RANGE.get(element)
            values.append(value if bounds is None else int(min(max(math.floor(value + 0.5), bounds[0]), bounds[1])))
        return FakeTensor(shape, values, element)


class FakeModel(Model):
    """A model that answers by functions: `tiled` for `run_tiled`, `run_by` for `run`."""

    def __init__(
        self,
        tiled: Optional[Callable[[FakeVolume], FakeVolume]] = None,
        run_by: Optional[Callable[[Mapping[str, Tensor]], Dict[str, Tensor]]] = None,
        inputs: Sequence[Slot] = (),
        outputs: Sequence[Slot] = (),
    ) -> None:
        self._tiled, self._run_by, self._inputs, self._outputs = tiled, run_by, list(inputs), list(outputs)

    def inputs(self) -> List[Slot]:
        return list(self._inputs)

    def outputs(self) -> List[Slot]:
        return list(self._outputs)

    def run(self, inputs: Mapping[str, Tensor]) -> Dict[str, Tensor]:
        if self._run_by is None:
            raise ModelFailure("the fake model has no function for run")
        return self._run_by(inputs)

    def run_tiled(self, source: Volume, how: Tiling) -> Volume:
        if self._tiled is None:
            raise ModelFailure("the fake model has no function for run_tiled")
        if min(how.patch) < 1 or not 0 <= how.overlap < 1 or how.batch < 1:
            raise BadInput(f"this tiling cannot be walked: {how}")
        if not isinstance(source, FakeVolume):
            raise TypeError(f"a volume of the same job expected, found {type(source).__name__}")
        return self._tiled(source)
