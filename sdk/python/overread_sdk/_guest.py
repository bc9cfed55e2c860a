"""The contract's own bindings under the SDK's types. Inside a component only; elsewhere the exports are placeholders.

`wit_world` is what componentize-py makes of the world that a plugin is built for: the one for AI services has `imaging`
and `inference`, the one for exams `casebook`.
"""

from __future__ import annotations

import array
import builtins
import importlib
import io
import sys
from dataclasses import fields, is_dataclass
from enum import Enum
from typing import Any, Dict, List, Mapping, Optional, Sequence, Type, Union

from . import exam as exam_types
from . import types
from ._check import checked
from .exam import Casebook, Entry, ExamScenario, Grade, Plan, Turn
from .failure import Failure, FailureKind
from .job import HostServices, Job
from .model import Model, Tensor
from .service import AiService, guarded, run
from .types import Blob, Dims, Element, Geometry, Interpolation, Level, Profile, Region, Sample, Series, Slot, Stats
from .types import Tiling, Vec3
from .volume import Handle, Mask, Volume


def _module(name: str) -> Any:
    try:
        return importlib.import_module(name)
    except ImportError:
        return None


_wit_types = _module("wit_world.imports.types")
_wit_imaging = _module("wit_world.imports.imaging")
_wit_inference = _module("wit_world.imports.inference")
_wit_host = _module("wit_world.imports.host")
_wit_casebook = _module("wit_world.imports.casebook")
_wit_service = _module("wit_world.exports.service")
_wit_scenario = _module("wit_world.exports.scenario")
_wit_exports = _module("wit_world.exports")
_wit_results = _module("componentize_py_types")

_WIT_MODULES = (_wit_types, _wit_imaging, _wit_inference, _wit_host, _wit_casebook, _wit_service, _wit_scenario)
# The cases of the contract's variants by the SDK's class of each.
_CASES = {
    types.PointMark: "Shape_Point",
    types.BoxMark: "Shape_Cuboid",
    types.EllipseMark: "Shape_Ellipse",
    types.PolylineMark: "Shape_Polyline",
    types.PolygonMark: "Shape_Polygon",
    exam_types.Started: "Event_Started",
    exam_types.Opened: "Event_Opened",
    exam_types.AnsweredFirst: "Event_AnsweredFirst",
    exam_types.AiShown: "Event_AiShown",
    exam_types.AiHidden: "Event_AiHidden",
    exam_types.Answered: "Event_Answered",
    exam_types.TimedOut: "Event_TimedOut",
    exam_types.Finished: "Event_Finished",
    exam_types.GoTo: "Action_GoTo",
    exam_types.ShowAi: "Action_ShowAi",
    exam_types.HideAi: "Action_HideAi",
    exam_types.Message: "Action_Message",
    exam_types.EndExam: "Action_EndExam",
}
_CLASS_OF_CASE = {case: cls for cls, case in _CASES.items()}
# Where a variant's case carries a value by itself and not a record.
_BARE = ("Event_", "Action_")


def _wit(name: str) -> Any:
    for module in _WIT_MODULES:
        found = getattr(module, name, None)
        if found is not None:
            return found
    raise LookupError(f"the contract has no {name}")


def _lower(value: Any, variant: str = "") -> Any:
    """The contract's value of one of ours. `variant` says where `OtherData` stands."""
    if isinstance(value, Enum):
        return getattr(_wit(type(value).__name__), value.name)
    if isinstance(value, (list, tuple)):
        return [_lower(one, variant) for one in value]
    if isinstance(value, types.MaskMark):
        return _wit("Shape_Mask")(value.id)
    if isinstance(value, types.OtherData):
        return _wit(f"{variant}_Other")(_wit("OtherData")(value.kind, _lower(value.fields)))
    if isinstance(value, types.Mark):
        return _wit("Mark")(value.series, _lower(value.shape, "Shape"))
    if not is_dataclass(value):
        return value
    kind = type(value)
    inner = [_lower(getattr(value, one.name), "Action") for one in fields(value)]
    case = _CASES.get(kind)
    if case and case.startswith(_BARE):
        return _wit(case)(*inner)
    named = _wit(kind.__name__)(**{one.name: lowered for one, lowered in zip(fields(value), inner)})
    return _wit(case)(named) if case else named


def _lift(value: Any) -> Any:
    """Our value of one of the contract's."""
    if isinstance(value, Enum):
        return getattr(_our(type(value).__name__), value.name)
    if isinstance(value, list):
        return [_lift(one) for one in value]
    if not is_dataclass(value):
        return value
    name = type(value).__name__
    inner = {one.name: _lift(getattr(value, one.name)) for one in fields(value)}
    if name == "Shape_Mask":
        return types.MaskMark(inner["value"])
    if name.endswith("_Other") or (name.startswith("Shape_") and "value" in inner):
        return inner["value"]
    if name in _CLASS_OF_CASE:
        return _CLASS_OF_CASE[name](*inner.values())
    return _our(name)(**inner)


def _our(name: str) -> Any:
    return getattr(types, name, None) or getattr(exam_types, name)


def _ask(call: Any, *arguments: Any) -> Any:
    """Asks the host; its failures become exceptions."""
    try:
        return call(*arguments)
    except _wit_results.Err as error:
        failure = error.value
    raise Failure.of(FailureKind[failure.kind.name], failure.message)


def _given(value: Any, kind: Any, name: str) -> Any:
    """An argument as the contract wants it."""
    return _lower(checked(value, kind, name))


def _region(region: Region) -> Any:
    return _given(region, Region, "region")


class _Raw:
    """A handle of the contract that may be closed; asking a closed one would end the guest, so it is refused here."""

    _raw: Any

    def __init__(self, raw: Any) -> None:
        self._raw = raw

    @property
    def raw(self) -> Any:
        if self._raw is None:
            raise ValueError("it was closed")
        return self._raw

    def close(self) -> None:
        if self._raw is not None:
            raw, self._raw = self._raw, None
            raw.__exit__(None, None, None)


class _Volume(_Raw, Volume):
    def geometry(self) -> Geometry:
        return _lift(self.raw.geometry())

    def sample(self) -> Sample:
        return Sample[self.raw.sample().name]

    def read_bytes(self, region: Region) -> bytes:
        return _ask(self.raw.read, _region(region))

    def stats(self, region: Optional[Region] = None) -> Stats:
        return _lift(_ask(self.raw.stats, _region(region or self.whole())))

    def crop(self, region: Region) -> Volume:
        return _Volume(_ask(self.raw.crop, _region(region)))

    def resample(self, spacing_mm: Vec3, how: Interpolation = Interpolation.LINEAR) -> Volume:
        return _Volume(_ask(self.raw.resample, _given(spacing_mm, Vec3, "spacing_mm"), _given(how, Interpolation, "how")))

    def resize(self, size: Dims, how: Interpolation = Interpolation.LINEAR) -> Volume:
        return _Volume(_ask(self.raw.resize, _given(size, Dims, "size"), _given(how, Interpolation, "how")))

    def reorient(self, axes: str) -> Volume:
        return _Volume(_ask(self.raw.reorient, _given(axes, str, "axes")))

    def rescale(self, low: float, high: float, sub: float, div: float) -> Volume:
        return _Volume(_ask(self.raw.rescale, float(low), float(high), float(sub), float(div)))

    def threshold(self, low: float, high: float) -> Volume:
        return _Volume(_ask(self.raw.threshold, float(low), float(high)))

    def multiply(self, by: Volume) -> Volume:
        return _Volume(_ask(self.raw.multiply, _raw_of(by)))

    def blobs(self, values: Optional[Volume] = None, min_voxels: int = 1, max_count: int = 1000) -> List[Blob]:
        of = None if values is None else _raw_of(values)
        return _lift(_ask(self.raw.blobs, of, _given(min_voxels, int, "min_voxels"), _given(max_count, int, "max_count")))


class _Mask(_Raw, Mask):
    def write(self, region: Region, labels: bytes) -> None:
        _ask(self.raw.write, _region(region), bytes(labels))

    def keep(self, name: str) -> int:
        return _ask(self.raw.keep, _given(name, str, "name"))


class _Tensor(_Raw, Tensor):
    def shape(self) -> List[int]:
        return list(self.raw.shape())

    def element(self) -> Element:
        return Element[self.raw.element().name]

    def read_bytes(self, first: int, count: int) -> bytes:
        return _ask(self.raw.read, _given(first, int, "first"), _given(count, int, "count"))

    def to_volume(self, like: Volume, channel: int = 0) -> Volume:
        return _Volume(_ask(self.raw.to_volume, _raw_of(like), _given(channel, int, "channel")))


class _Model(_Raw, Model):
    def inputs(self) -> List[Slot]:
        return _lift(self.raw.inputs())

    def outputs(self) -> List[Slot]:
        return _lift(self.raw.outputs())

    def run(self, inputs: Mapping[str, Tensor]) -> Dict[str, Tensor]:
        named = [(name, _raw_of(tensor)) for name, tensor in inputs.items()]
        return {name: _Tensor(raw) for name, raw in _ask(self.raw.run, named)}

    def run_tiled(self, source: Volume, how: Tiling) -> Volume:
        return _Volume(_ask(self.raw.run_tiled, _raw_of(source), _given(how, Tiling, "how")))


def _raw_of(handle: Handle) -> Any:
    if not isinstance(handle, _Raw):
        raise TypeError(f"a handle of this job expected, found {type(handle).__name__}")
    return handle.raw


class _Host(HostServices):
    def log(self, message: str, level: Level = Level.INFO) -> None:
        _wit_host.log(_given(level, Level, "level"), str(message))

    def setting(self, name: str) -> Optional[str]:
        return _wit_host.setting(_given(name, str, "name"))

    def locale(self) -> str:
        return _wit_host.locale()

    def translate(self, key: str, args: Optional[Mapping[str, object]] = None) -> str:
        named = [types.Param(name, str(value)) for name, value in (args or {}).items()]
        return _wit_host.translate(_given(key, str, "key"), _lower(named))

    def random(self, count: int) -> bytes:
        return _wit_host.random(_given(count, int, "count"))

    def elapsed_ms(self) -> int:
        return _wit_host.elapsed_ms()

    def asks_to_stop(self, fraction: float, stage: str) -> bool:
        return not _wit_host.progress(float(fraction), _given(stage, str, "stage"))


class _Job(_Host, Job):
    def series(self) -> List[Series]:
        return _lift(_wit_imaging.list_series())

    def open_series(self, id: int) -> Volume:
        return _Volume(_ask(_wit_imaging.open_series, _given(id, int, "id")))

    def open_model(self, name: str) -> Model:
        return _Model(_ask(_wit_inference.open_model, _given(name, str, "name")))

    def keep_map(self, series: int, probabilities: Volume) -> int:
        return _ask(_wit_imaging.keep_map, _given(series, int, "series"), _raw_of(probabilities))

    def blank_mask(self, series: int) -> Mask:
        return _Mask(_ask(_wit_imaging.Mask.blank, _given(series, int, "series")))

    def mask_of_volume(self, series: int, labels: Volume) -> Mask:
        return _Mask(_ask(_wit_imaging.Mask.of_volume, _given(series, int, "series"), _raw_of(labels)))

    def tensor(
        self, shape: Sequence[int], data: Union[bytes, Sequence[float]], element: Element = Element.FLOAT32
    ) -> Tensor:
        if not isinstance(data, (bytes, bytearray, memoryview)):
            data = array.array(element.format, data).tobytes()
        sides = _given(list(shape), List[int], "shape")
        return _Tensor(_ask(_wit_inference.Tensor.of_bytes, sides, _given(element, Element, "element"), bytes(data)))

    def tensor_of_volume(self, source: Volume, layout: str, element: Element = Element.FLOAT32) -> Tensor:
        return _Tensor(_ask(_wit_inference.Tensor.of_volume, _raw_of(source), _given(layout, str, "layout"), _given(element, Element, "element")))

    def max_read(self) -> int:
        return _wit_imaging.max_read()


class _Casebook(_Host, Casebook):
    def cases(self) -> List[Entry]:
        return _lift(_wit_casebook.cases())

    def truth(self, case_id: str) -> Optional[types.Report]:
        return _lift(_wit_casebook.truth(_given(case_id, str, "case_id")))

    def service_report(self, case_id: str, service: str) -> Optional[types.Report]:
        return _lift(_wit_casebook.service_report(_given(case_id, str, "case_id"), _given(service, str, "service")))


class _LogStream(io.TextIOBase):
    """What is printed goes to the host's log: in the sandbox there is nowhere else, and writing there ends the guest."""

    def __init__(self, level: Level) -> None:
        self._level, self._line = level, ""

    def write(self, text: str) -> int:
        *lines, self._line = (self._line + text).split("\n")
        for line in lines:
            _Host().log(line, self._level)
        return len(text)


def _seal() -> None:
    """Makes what would end the guest without a word an exception: files, clocks, and imports that come too late."""
    sys.stdout, sys.stderr = _LogStream(Level.INFO), _LogStream(Level.WARN)
    # A search on the path would look for files; what the build imported is there, and so is what is built in.
    sys.path.clear()
    sys.path_importer_cache.clear()
    built_in = [one for one in sys.meta_path if getattr(one, "__name__", "") in ("BuiltinImporter", "FrozenImporter")]
    sys.meta_path[:] = [*built_in, _NothingElse]

    def refuse(what: str) -> Any:
        def refused(*_arguments: object, **_named: object) -> Any:
            raise OSError(f"a plugin has no {what}")

        return refused

    builtins.open = io.open = refuse("files")
    clocks = sys.modules.get("time")
    for name in ("time", "time_ns", "monotonic", "monotonic_ns", "perf_counter", "perf_counter_ns", "sleep"):
        if clocks is not None and hasattr(clocks, name):
            setattr(clocks, name, refuse("clock"))


class _NothingElse:
    @staticmethod
    def find_spec(name: str, *_arguments: object) -> None:
        raise ModuleNotFoundError(f"{name} was not imported when the plugin was built: import it at the top", name=name)


def _guarded_for_host(host: HostServices, work: Any) -> Any:
    """As `guarded`, with failures as the contract wants them."""
    if not isinstance(sys.stdout, _LogStream):
        _seal()
    try:
        return guarded(host, work)
    except Failure as failure:
        lowered = _wit("Failure")(getattr(_wit("FailureKind"), failure.kind.name), failure.message)
    raise _wit_results.Err(lowered)


def _no_world(what: str) -> type:
    class Placeholder:
        """Takes the place of an export outside a component, so that a plugin's start module can be imported by tests."""

        def __init__(self) -> None:
            raise RuntimeError(f"{what}: only the host calls this; test the class that you wrote")

    return Placeholder


def service_class(service: Type[AiService], profile: Profile) -> type:
    """What the world `ai-service` exports."""
    if _wit_service is None:
        return _no_world("Service")

    class Service(_wit_exports.Service):  # type: ignore[name-defined, misc]
        def describe(self) -> Any:
            return _lower(profile)

        def analyze(self) -> Any:
            job = _Job()

            def work() -> Any:
                outcome = run(service(), job)
                case = "Outcome_Done" if isinstance(outcome, types.Report) else "Outcome_NotRun"
                return _wit(case)(_lower(outcome))

            return _guarded_for_host(job, work)

    return Service


def scenario_class(scenario: Type[ExamScenario]) -> type:
    """What the world `exam-scenario` exports."""
    if _wit_scenario is None:
        return _no_world("Scenario")

    class Scenario(_wit_exports.Scenario):  # type: ignore[name-defined, misc]
        def make_plan(self, seed: int) -> Any:
            book = _Casebook()
            return _guarded_for_host(book, lambda: _given(scenario().make_plan(book, seed), Plan, "plan"))

        def step(self, state: bytes, event: Any) -> Any:
            book = _Casebook()
            return _guarded_for_host(book, lambda: _given(scenario().step(book, state, _lift(event)), Turn, "turn"))

        def grade_exam(self, plan: Any, events: Any) -> Any:
            book = _Casebook()
            return _guarded_for_host(
                book, lambda: _given(scenario().grade(book, _lift(plan), _lift(events)), Grade, "grade")
            )

    return Scenario


__all__ = ["scenario_class", "service_class"]
