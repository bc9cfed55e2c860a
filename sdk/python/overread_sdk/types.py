"""The contract's words: places, grids, codes, findings, reports. Plain values, nothing of the host.

Positions are millimetres in the patient's LPS system: x to the patient's left, y to the back, z to the head.
A grid is ordered x fastest, then y, then z; voxel coordinates name voxel centres. Probabilities are 0 to 1.
An unknown value is None; it is never zero.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from typing import Iterator, List, Optional, Union


class Sample(Enum):
    """The type of a volume's samples."""

    UINT8 = "B"
    UINT16 = "H"
    INT16 = "h"
    FLOAT32 = "f"

    @property
    def format(self) -> str:
        """The letter of `struct`, `array` and `memoryview` for it."""
        return self.value


class Interpolation(Enum):
    """How values between voxel centres are made. Coarser targets take the mean, except with NEAREST."""

    NEAREST = 0
    LINEAR = 1
    CUBIC = 2


class Element(Enum):
    """The type of a tensor's elements."""

    FLOAT32 = "f"
    FLOAT16 = "e"
    UINT8 = "B"
    INT8 = "b"
    INT32 = "i"
    INT64 = "q"

    @property
    def format(self) -> str:
        """The letter of `struct` for it."""
        return self.value


class Laterality(Enum):
    """The patient's side, never the screen's."""

    RIGHT = 0
    LEFT = 1
    BILATERAL = 2
    MIDLINE = 3


class Certainty(Enum):
    """How sure the service says it is, apart from any number."""

    PRESENT = 0
    PROBABLE = 1
    POSSIBLE = 2
    ABSENT = 3


class Priority(Enum):
    """How soon the study should be read."""

    ROUTINE = 0
    URGENT = 1
    STAT = 2


class Level(Enum):
    """The level of a line in the host's log."""

    DEBUG = 0
    INFO = 1
    WARN = 2
    ERROR = 3


class NotRunReason(Enum):
    """Why a service declined: neither positive nor negative, and no fault."""

    OUT_OF_SCOPE = 0
    MISSING_SERIES = 1
    BAD_INPUT = 2
    UNSUPPORTED_AGE = 3
    RUNTIME_MISSING = 4
    MODEL_MISSING = 5


@dataclass(frozen=True)
class Dims:
    """Voxels along x, y, z. Unpacks: `nx, ny, nz = dims`."""

    x: int
    y: int
    z: int

    def __iter__(self) -> Iterator[int]:
        return iter((self.x, self.y, self.z))


@dataclass(frozen=True)
class Vec3:
    """A position or displacement, mm. Unpacks: `x, y, z = vec`."""

    x: float
    y: float
    z: float

    def __iter__(self) -> Iterator[float]:
        return iter((self.x, self.y, self.z))


@dataclass(frozen=True)
class Geometry:
    """How a regular grid lies in the patient.

    `origin` is the centre of the first voxel, x grows along `row_dir`, y along `col_dir`, z along their vector product.
    """

    size: Dims
    spacing: Vec3
    origin: Vec3
    row_dir: Vec3 = Vec3(1.0, 0.0, 0.0)
    col_dir: Vec3 = Vec3(0.0, 1.0, 0.0)


@dataclass(frozen=True)
class Region:
    """A box of voxels: `size` voxels from the voxel `origin`."""

    origin: Dims
    size: Dims


@dataclass(frozen=True)
class Param:
    """A named value."""

    name: str
    value: str


@dataclass(frozen=True)
class Series:
    """A series that may be opened.

    `id` is valid in this job only. `study` is 0 for the study of the job, 1 for the most recent prior one, and so on;
    priors are listed only where the manifest wants them and the user granted them. `attributes` are those that were
    granted, by DICOM keyword.
    """

    id: int
    modality: str
    geometry: Geometry
    frames: int
    sample: Sample
    attributes: List[Param] = field(default_factory=list)
    study: int = 0
    days_before: Optional[int] = None

    def attribute(self, keyword: str) -> Optional[str]:
        """The attribute of a DICOM keyword; None if it is absent or was not granted."""
        return next((one.value for one in self.attributes if one.name == keyword), None)


@dataclass(frozen=True)
class Stats:
    """Statistics of the finite values of a region; `sd` is that of the population."""

    min: float
    max: float
    mean: float
    sd: float
    count: int


@dataclass(frozen=True)
class Blob:
    """A connected component; `low` and `high` are the corners of the box around its voxels' outer faces, mm."""

    label: int
    voxels: int
    volume_mm3: float
    centroid: Vec3
    low: Vec3
    high: Vec3
    mean: float
    max: float


@dataclass(frozen=True)
class Slot:
    """A named input or output of a model; -1 stands for a size that the model leaves open."""

    name: str
    element: Element
    shape: List[int]


@dataclass(frozen=True)
class Tiling:
    """How `Model.run_tiled` walks a volume: windows of `patch` voxels that overlap by the fraction `overlap`."""

    patch: Dims
    overlap: float = 0.25
    batch: int = 1
    channel: int = 0


@dataclass(frozen=True)
class Code:
    """A coded concept as DICOM writes it: scheme "SCT", value "27925004", meaning "Nodule"."""

    scheme: str
    value: str
    meaning: str


@dataclass(frozen=True)
class Text:
    """A text and the BCP 47 tag of its language."""

    locale: str
    value: str


@dataclass(frozen=True)
class Category:
    """A value on a classification scale: the scale's id with its version, and the level's code."""

    scale: str
    value: str


@dataclass(frozen=True)
class PointMark:
    """A point."""

    at: Vec3


@dataclass(frozen=True)
class BoxMark:
    """A box along the axes of the space, `low <= high` in each."""

    low: Vec3
    high: Vec3


@dataclass(frozen=True)
class EllipseMark:
    """The half axes are vectors from the centre, at right angles to one another."""

    centre: Vec3
    half_axis_a: Vec3
    half_axis_b: Vec3


@dataclass(frozen=True)
class PolylineMark:
    """An open chain of at least two points."""

    points: List[Vec3]


@dataclass(frozen=True)
class PolygonMark:
    """A closed chain of at least three points; the last joins the first."""

    points: List[Vec3]


@dataclass(frozen=True)
class MaskMark:
    """The id that `Mask.keep` gave."""

    id: int


@dataclass(frozen=True)
class OtherData:
    """Something that a later version of the contract may give a type."""

    kind: str
    fields: List[Param] = field(default_factory=list)


Shape = Union[PointMark, BoxMark, EllipseMark, PolylineMark, PolygonMark, MaskMark, OtherData]


@dataclass(frozen=True)
class Mark:
    """A place in the images of one series."""

    series: int
    shape: Shape


@dataclass(frozen=True)
class Measure:
    """A measured value with its UCUM unit, e.g. "mm"."""

    name: Code
    value: float
    ucum: str


@dataclass
class Finding:
    """A finding. `tracking_id` is unique in the report: letters, digits, ".", "-", "_" and ":"."""

    tracking_id: str
    code: Code
    site: Optional[Code] = None
    laterality: Optional[Laterality] = None
    probability: Optional[float] = None
    certainty: Optional[Certainty] = None
    category: Optional[Category] = None
    marks: List[Mark] = field(default_factory=list)
    measures: List[Measure] = field(default_factory=list)
    notes: List[Text] = field(default_factory=list)
    extra: List[Param] = field(default_factory=list)


@dataclass(frozen=True)
class OperatingPoint:
    """A threshold and the accuracy claimed for it."""

    threshold: float
    dataset: str
    sensitivity: Optional[float] = None
    specificity: Optional[float] = None
    false_positives_per_study: Optional[float] = None


@dataclass(frozen=True)
class StudyProbability:
    """The probability of the target condition in the study; at or above the threshold the study is positive."""

    value: float
    threshold: float
    claimed: Optional[OperatingPoint] = None


@dataclass(frozen=True)
class Assessment:
    """A condition that was looked for in a series, so that absence is stated and not implied."""

    code: Code
    series: int


@dataclass(frozen=True)
class ReportSection:
    """One section of a draft report: "findings", "impression" or an own name."""

    section: str
    text: List[Text]


@dataclass(frozen=True)
class HeatMap:
    """A probability map for display; `kept` is the id that `Job.keep_map` gave."""

    name: str
    series: int
    kept: int


@dataclass
class Report:
    """What a service says of a study. `ReportBuilder` makes one step by step."""

    probability: Optional[StudyProbability] = None
    assessed: List[Assessment] = field(default_factory=list)
    findings: List[Finding] = field(default_factory=list)
    draft: List[ReportSection] = field(default_factory=list)
    priority: Optional[Priority] = None
    warnings: List[Text] = field(default_factory=list)
    heat_maps: List[HeatMap] = field(default_factory=list)
    extra: List[Param] = field(default_factory=list)


@dataclass(frozen=True)
class NotRun:
    """The answer of a service that does not apply to the study: an answer, not a failure."""

    reason: NotRunReason
    message: str


Outcome = Union[Report, NotRun]


@dataclass(frozen=True)
class Profile:
    """What a service says of itself when it is installed."""

    name: str
    version: str
    modalities: List[str] = field(default_factory=list)
    notes: List[Param] = field(default_factory=list)
