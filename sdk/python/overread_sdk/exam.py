"""What an exam scenario is told and answers: plan, events, turns, grade. Its functions are pure; the host keeps all state.

No pixels here: an exam sees its cases' facts and truth.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass, field
from enum import Enum
from typing import List, Optional, Tuple, Union

from .job import HostServices
from .types import OtherData, Param, Report, Text


@dataclass(frozen=True)
class Entry:
    """A case of the exam's casebook."""

    id: str
    modality: str
    tags: List[str] = field(default_factory=list)
    facts: List[Param] = field(default_factory=list)


@dataclass(frozen=True)
class Item:
    """One item of a plan: a case to read, with the AI service to show if any."""

    id: str
    case_id: str
    service: Optional[str] = None
    time_limit_ms: Optional[int] = None
    hints: List[Param] = field(default_factory=list)


@dataclass(frozen=True)
class Plan:
    """Which items, in which order."""

    title: List[Text] = field(default_factory=list)
    items: List[Item] = field(default_factory=list)
    extra: List[Param] = field(default_factory=list)


class Verdict(Enum):
    """The reader's decision on one finding of the service."""

    ACCEPTED = 0
    MODIFIED = 1
    REJECTED = 2


@dataclass(frozen=True)
class Decision:
    """The verdict on the finding of a tracking id."""

    finding: str
    verdict: Verdict


@dataclass(frozen=True)
class Answer:
    """A reader's answer: the report in the shape of a service's; `confidence` is the case's rating, 0 to 100."""

    item: str
    report: Report
    confidence: Optional[int] = None
    decisions: List[Decision] = field(default_factory=list)
    reading_ms: int = 0
    ai_visible_ms: int = 0


@dataclass(frozen=True)
class Started:
    """The exam began."""


@dataclass(frozen=True)
class Opened:
    """The reader opened an item."""

    item: str


@dataclass(frozen=True)
class AnsweredFirst:
    """The answer before the AI result is shown; it is locked."""

    answer: Answer


@dataclass(frozen=True)
class AiShown:
    """The AI result of an item came up."""

    item: str


@dataclass(frozen=True)
class AiHidden:
    """The AI result of an item went away."""

    item: str


@dataclass(frozen=True)
class Answered:
    """The final answer of an item."""

    answer: Answer


@dataclass(frozen=True)
class TimedOut:
    """The time of an item was up."""

    item: str


@dataclass(frozen=True)
class Finished:
    """The exam is over."""


Event = Union[Started, Opened, AnsweredFirst, AiShown, AiHidden, Answered, TimedOut, Finished, OtherData]


@dataclass(frozen=True)
class Stamped:
    """An event and when it was, ms since the start of the exam."""

    at_ms: int
    event: Event


@dataclass(frozen=True)
class GoTo:
    """Opens an item."""

    item: str


@dataclass(frozen=True)
class ShowAi:
    """Shows the AI result of an item."""

    item: str


@dataclass(frozen=True)
class HideAi:
    """Hides the AI result of an item."""

    item: str


@dataclass(frozen=True)
class Message:
    """Tells the reader something."""

    text: List[Text]


@dataclass(frozen=True)
class EndExam:
    """Ends the exam."""


Action = Union[GoTo, ShowAi, HideAi, Message, EndExam, OtherData]


@dataclass(frozen=True)
class Turn:
    """The state after an event, and what shall happen."""

    state: bytes = b""
    actions: List[Action] = field(default_factory=list)


@dataclass(frozen=True)
class MarkRow:
    """One row of a grade."""

    item: str
    metric: str
    value: float


@dataclass(frozen=True)
class Grade:
    """The grade of an exam."""

    passed: bool
    score: float
    rows: List[MarkRow] = field(default_factory=list)
    feedback: List[Text] = field(default_factory=list)


class Casebook(HostServices):
    """The cases of an exam and the host's small services."""

    @abstractmethod
    def cases(self) -> List[Entry]:
        """All cases that the exam may use."""

    @abstractmethod
    def truth(self, case_id: str) -> Optional[Report]:
        """What is true of a case; None if it is unknown."""

    @abstractmethod
    def service_report(self, case_id: str, service: str) -> Optional[Report]:
        """What an AI service says of a case; None if it has no report."""


class ExamScenario(ABC):
    """An exam. Every call gets a fresh instance: what must last goes through `state`, at most 1 MiB.

    Equal arguments must give equal answers: an exam is replayed from its events, and graded twice it gives equal bytes.
    """

    @abstractmethod
    def make_plan(self, book: Casebook, seed: int) -> Plan:
        """Which items, in which order; the same for the same seed. No two items share a case.

        Where `step` names no next item, the host goes on in the order of the plan: let the order make sense by itself.
        """

    @abstractmethod
    def step(self, book: Casebook, state: bytes, event: Stamped) -> Turn:
        """What follows from an event. `state` is what the last turn gave, empty at first; a step has 250 ms.

        The first event tells of the plan's items (`planned_items`), then comes `Started`.
        """

    @abstractmethod
    def grade(self, book: Casebook, plan: Plan, events: List[Stamped]) -> Grade:
        """The grade of all events, in order. Rows name items of the plan, or "" for a figure of the whole exam."""


def planned_items(event: Event) -> Optional[List[Tuple[str, str]]]:
    """The items of the plan as (item id, case id), in order, if this is the event that tells of them; else None."""
    if isinstance(event, OtherData) and event.kind == "planned":
        return [(field.name, field.value) for field in event.fields]
    return None


def fact(entry: Entry, name: str) -> Optional[str]:
    """A fact of a case by its name."""
    return next((one.value for one in entry.facts if one.name == name), None)
