"""A study in memory: series, models, settings, and what the service logged and kept. It is the job itself."""

from __future__ import annotations

import random
from typing import Callable, Dict, Iterable, List, Mapping, Optional, Sequence, Tuple, Union

from ..failure import BadInput, LimitReached, ModelMissing
from ..job import HostServices, Job
from ..model import Model, Tensor
from ..space import patient_from_voxel, voxel_from_patient
from ..types import Element, Geometry, Level, Param, Sample, Series, Vec3
from ..volume import Mask, Volume
from .model import FakeTensor
from .volume import MAX_READ, FakeMask, FakeVolume

MAX_MAPS = 16


class FakeHost(HostServices):
    """The host's small services in memory. `with_...` methods give the object back."""

    def __init__(self) -> None:
        self.logged: List[Tuple[Level, str]] = []
        self.stages: List[Tuple[float, str]] = []
        self._settings: Dict[str, str] = {}
        self._texts: Dict[str, str] = {}
        self._locale = "en"
        self._stops_after: Optional[int] = None
        self._random = random.Random(0)
        self._elapsed_ms = 0

    def with_setting(self, name: str, value: object) -> "FakeHost":
        """Sets a setting."""
        self._settings[name] = str(value)
        return self

    def with_locale(self, locale: str, texts: Optional[Mapping[str, str]] = None) -> "FakeHost":
        """The reader's language, and texts of the bundle in it by key; `{name}` stands for an argument."""
        self._locale = locale
        self._texts.update(texts or {})
        return self

    def stopping_after(self, n: int) -> "FakeHost":
        """The host asks the service to stop at its `n`th report of progress."""
        self._stops_after = n
        return self

    def log(self, message: str, level: Level = Level.INFO) -> None:
        self.logged.append((level, message))

    def setting(self, name: str) -> Optional[str]:
        return self._settings.get(name)

    def locale(self) -> str:
        return self._locale

    def translate(self, key: str, args: Optional[Mapping[str, object]] = None) -> str:
        text = self._texts.get(key, key)
        for name, value in (args or {}).items():
            text = text.replace("{" + name + "}", str(value))
        return text

    def random(self, count: int) -> bytes:
        return self._random.randbytes(count)

    def elapsed_ms(self) -> int:
        self._elapsed_ms += 1
        return self._elapsed_ms

    def asks_to_stop(self, fraction: float, stage: str) -> bool:
        self.stages.append((fraction, stage))
        return self._stops_after is not None and len(self.stages) >= self._stops_after


class FakeStudy(FakeHost, Job):
    """A job on series in memory: `service.analyze(FakeStudy().with_series("CT", geometry, values))`."""

    def __init__(self) -> None:
        super().__init__()
        self.maps: List[FakeVolume] = []
        self.masks: List[Tuple[str, FakeMask]] = []
        self._volumes: List[Tuple[Series, FakeVolume]] = []
        self._models: Dict[str, Model] = {}

    def with_series(
        self,
        modality: str,
        geometry: Geometry,
        values: Union[Iterable[float], Callable[[Vec3], float]],
        attributes: Optional[Mapping[str, str]] = None,
        sample: Sample = Sample.INT16,
    ) -> "FakeStudy":
        """Adds a series; ids count from 0. `values` are numbers, x fastest, or a function of the place in patient mm."""
        if callable(values):
            nx, ny, nz = geometry.size
            at = (Vec3(float(x), float(y), float(z)) for z in range(nz) for y in range(ny) for x in range(nx))
            values = [values(patient_from_voxel(geometry, voxel)) for voxel in at]
        params = [Param(name, value) for name, value in (attributes or {}).items()]
        series = Series(len(self._volumes), modality, geometry, geometry.size.z, sample, params)
        self._volumes.append((series, FakeVolume(geometry, values, sample)))
        return self

    def with_model(self, name: str, model: Model) -> "FakeStudy":
        """Adds a model under a name."""
        self._models[name] = model
        return self

    def series(self) -> List[Series]:
        return [series for series, _ in self._volumes]

    def open_series(self, id: int) -> FakeVolume:
        for series, volume in self._volumes:
            if series.id == id:
                return FakeVolume(series.geometry, volume.values, series.sample)
        raise BadInput(f"no series {id}")

    def open_model(self, name: str) -> Model:
        if name not in self._models:
            raise ModelMissing(f"no model {name!r}")
        return self._models[name]

    def keep_map(self, series: int, probabilities: Volume) -> int:
        self.open_series(series)
        if len(self.maps) == MAX_MAPS:
            raise LimitReached(f"at most {MAX_MAPS} maps a job")
        self.maps.append(_fake(probabilities))
        return len(self.maps) - 1

    def blank_mask(self, series: int) -> Mask:
        return FakeMask(self.open_series(series).geometry(), self._keep_mask)

    def mask_of_volume(self, series: int, labels: Volume) -> Mask:
        grid, source = self.open_series(series).geometry(), _fake(labels)
        mask = FakeMask(grid, self._keep_mask)
        nx, ny, nz = grid.size
        sx, sy, sz = source.geometry().size
        for idx in range(nx * ny * nz):
            voxel = Vec3(float(idx % nx), float(idx // nx % ny), float(idx // nx // ny))
            x, y, z = (round(v) for v in voxel_from_patient(source.geometry(), patient_from_voxel(grid, voxel)))
            if 0 <= x < sx and 0 <= y < sy and 0 <= z < sz:
                mask.labels[idx] = int(source.values[(z * sy + y) * sx + x] > 0)
        return mask

    def tensor(
        self, shape: Sequence[int], data: Union[bytes, Sequence[float]], element: Element = Element.FLOAT32
    ) -> Tensor:
        return FakeTensor(shape, data, element)

    def tensor_of_volume(self, source: Volume, layout: str, element: Element = Element.FLOAT32) -> Tensor:
        return FakeTensor.of_volume(_fake(source), layout, element)

    def max_read(self) -> int:
        return MAX_READ

    def _keep_mask(self, name: str, mask: FakeMask) -> int:
        self.masks.append((name, mask))
        return len(self.masks) - 1


def _fake(volume: Volume) -> FakeVolume:
    if not isinstance(volume, FakeVolume):
        raise TypeError(f"a volume of the same job expected, found {type(volume).__name__}")
    return volume
