"""Write AI services and exam scenarios for Overread in Python. No pixels of its own, no dependencies.

Subclass `AiService`, name it in `export_service`; the service gets a `Job`, opens `Volume`s and `Model`s of it, and
answers with a `Report` (build it with `ReportBuilder`) or `NotRun`. Pixels and models stay on the host. Inside a
component the types speak to the host; outside they speak to `overread_sdk.testing.FakeStudy`, so that plain
`python3 -m unittest` runs the service.
Positions are millimetres in the patient's LPS system; an unknown value is None, never zero.
"""

from .exam import (
    AiHidden, AiShown, Answer, Answered, AnsweredFirst, Decision, EndExam, Casebook, Entry, ExamScenario, Finished, GoTo,
    Grade, HideAi, Item, MarkRow, Message, Opened, Plan, ShowAi, Stamped, Started, TimedOut, Turn, Verdict, fact, planned_items,
)
from .failure import (
    BadInput, Cancelled, Failure, FailureKind, Internal, LimitReached, ModelFailure, ModelMissing, RuntimeMissing,
    Unsupported, UnsupportedInput,
)
from .job import Job
from .marking import Dice, Marking
from .model import Model, Tensor
from .report import FindingBuilder, ReportBuilder, code, texts
from .service import AiService, export_scenario, export_service, run
from .types import (
    Assessment, Blob, BoxMark, Category, Certainty, Code, Dims, Element, EllipseMark, Finding, Geometry, HeatMap,
    Interpolation, Laterality, Level, Mark, MaskMark, Measure, NotRun, NotRunReason, OperatingPoint, OtherData, Outcome,
    Param, PointMark, PolygonMark, PolylineMark, Priority, Profile, Region, Report, ReportSection, Sample, Series,
    Shape, Slot, Stats, StudyProbability, Text, Tiling, Vec3,
)
from .volume import Mask, Volume

__version__ = "1.0.0"
