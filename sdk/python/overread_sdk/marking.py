"""Helps for exams: chance from a seed, and an answer against the truth of its case. No points, no pass."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import List, Optional, Sequence, Tuple, TypeVar

from .exam import Answer, Entry, fact
from .types import BoxMark, EllipseMark, Finding, PointMark, PolygonMark, PolylineMark, Report, Vec3

T = TypeVar("T")
_U64 = 2**64 - 1


class Dice:
    """Chance from a seed (SplitMix64): the same numbers everywhere, and in every language of the SDK. Not for secrets."""

    def __init__(self, seed: int) -> None:
        self._state = seed & _U64

    def below(self, n: int) -> int:
        """A whole number below `n`."""
        self._state = (self._state + 0x9E3779B97F4A7C15) & _U64
        z = self._state
        z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & _U64
        z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & _U64
        return ((z ^ (z >> 31)) * n) >> 64

    def shuffled(self, items: Sequence[T]) -> List[T]:
        """The items in another order."""
        out = list(items)
        for idx in range(len(out) - 1, 0, -1):
            other = self.below(idx + 1)
            out[idx], out[other] = out[other], out[idx]
        return out


@dataclass(frozen=True)
class Marking:
    """What an answer hit and missed, by the scenario's rule, which the host states among the facts of the case."""

    lesions: int
    hit: int
    false_marks: int
    is_call_right: bool

    @staticmethod
    def of(entry: Entry, truth: Report, answer: Answer) -> Marking:
        """Judges an answer."""
        least, margin = _number(entry, "hit-least-radius-mm", 0.0), _number(entry, "hit-margin-mm", 0.0)
        lesions = [one for one in map(_sphere, truth.findings) if one is not None]
        hit, false_marks = set(), 0
        for mark in map(_sphere, answer.report.findings):
            if mark is None:
                continue
            reached = [
                (math.dist(tuple(mark[0]), tuple(centre)), idx)
                for idx, (centre, radius) in enumerate(lesions)
                if math.dist(tuple(mark[0]), tuple(centre)) <= max(radius, least) + margin
            ]
            if reached:
                hit.add(min(reached)[1])
            else:
                false_marks += 1
        is_positive = answer.confidence is not None and answer.confidence >= _number(entry, "positive-from", 50.0)
        is_call_right = answer.confidence is not None and is_positive == bool(truth.findings)
        return Marking(len(truth.findings), len(hit), false_marks, is_call_right)

    def is_right(self) -> bool:
        """Whether the call is right, every lesion hit, and no mark false."""
        return self.is_call_right and self.hit == self.lesions and self.false_marks == 0


def _number(entry: Entry, name: str, default: float) -> float:
    try:
        value = float(fact(entry, name) or "")
    except ValueError:
        return default
    return value if math.isfinite(value) else default


def _sphere(finding: Finding) -> Optional[Tuple[Vec3, float]]:
    """Where a finding is and how large, by its first mark; None for masks."""
    shape = finding.marks[0].shape if finding.marks else None
    if isinstance(shape, PointMark):
        return shape.at, 0.0
    if isinstance(shape, EllipseMark):
        return shape.centre, 0.0
    if isinstance(shape, BoxMark):
        points = [shape.low, shape.high]
    elif isinstance(shape, (PolylineMark, PolygonMark)) and shape.points:
        points = shape.points
    else:
        return None
    bounds = [(min(values), max(values)) for values in zip(*points)]
    return Vec3(*((a + b) / 2 for a, b in bounds)), max(b - a for a, b in bounds) / 2
