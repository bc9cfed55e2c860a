"""Reports and findings built step by step, and the small values in them. No clinical rules."""

from __future__ import annotations

from typing import List, Mapping, Optional, Union

from .types import (
    Assessment, BoxMark, Category, Certainty, Code, Finding, HeatMap, Laterality, Mark, Measure, OperatingPoint, Param,
    PointMark, Priority, Report, ReportSection, Shape, StudyProbability, Text, Vec3,
)

Texts = Union[Mapping[str, str], List[Text]]


def code(scheme: str, value: str, meaning: str) -> Code:
    """A coded concept."""
    return Code(scheme, value, meaning)


def texts(by_locale: Texts) -> List[Text]:
    """Texts by language tag: `texts({"en": "Nodule", "ru": "Очаг"})`."""
    if isinstance(by_locale, Mapping):
        return [Text(locale, value) for locale, value in by_locale.items()]
    return list(by_locale)


class FindingBuilder:
    """A finding step by step; each method gives the builder back."""

    def __init__(self, tracking_id: str, code: Code) -> None:
        self._finding = Finding(tracking_id, code)

    def site(self, site: Code) -> FindingBuilder:
        """The part of the body."""
        self._finding.site = site
        return self

    def laterality(self, side: Laterality) -> FindingBuilder:
        """The patient's side."""
        self._finding.laterality = side
        return self

    def probability(self, value: float) -> FindingBuilder:
        """0 to 1. Leave it out if you have no calibrated number."""
        self._finding.probability = float(value)
        return self

    def certainty(self, certainty: Certainty) -> FindingBuilder:
        """How sure the service is, apart from any number."""
        self._finding.certainty = certainty
        return self

    def category(self, scale: str, value: str) -> FindingBuilder:
        """A level of a scale, by the scale's id with its version."""
        self._finding.category = Category(scale, value)
        return self

    def point(self, series: int, at: Vec3) -> FindingBuilder:
        """A point mark, patient mm."""
        return self.mark(series, PointMark(at))

    def cuboid(self, series: int, low: Vec3, high: Vec3) -> FindingBuilder:
        """A box mark along the patient's axes, mm."""
        return self.mark(series, BoxMark(low, high))

    def mark(self, series: int, shape: Shape) -> FindingBuilder:
        """A mark of any shape."""
        self._finding.marks.append(Mark(series, shape))
        return self

    def measure(self, name: Code, value: float, ucum: str) -> FindingBuilder:
        """A measured value with its UCUM unit."""
        self._finding.measures.append(Measure(name, float(value), ucum))
        return self

    def note(self, text: Texts) -> FindingBuilder:
        """A remark by language tag."""
        self._finding.notes.extend(texts(text))
        return self

    def extra(self, name: str, value: str) -> FindingBuilder:
        """A named value beyond the contract."""
        self._finding.extra.append(Param(name, value))
        return self

    def done(self) -> Finding:
        """The finding."""
        return self._finding


class ReportBuilder:
    """A report step by step; each method but `done` gives the builder back."""

    def __init__(self) -> None:
        self._report = Report()

    def assessed(self, code: Code, series: int) -> ReportBuilder:
        """States what was looked for, so that a report without findings says "none found"."""
        self._report.assessed.append(Assessment(code, series))
        return self

    def probability(
        self, value: float, threshold: float, claimed: Optional[OperatingPoint] = None
    ) -> ReportBuilder:
        """The probability of the target condition in the study, and from where on it counts as positive."""
        self._report.probability = StudyProbability(float(value), float(threshold), claimed)
        return self

    def finding(self, finding: Union[Finding, FindingBuilder]) -> ReportBuilder:
        """Adds a finding."""
        self._report.findings.append(finding.done() if isinstance(finding, FindingBuilder) else finding)
        return self

    def draft(self, section: str, text: Texts) -> ReportBuilder:
        """Adds a section of the draft report: "findings", "impression" or an own name."""
        self._report.draft.append(ReportSection(section, texts(text)))
        return self

    def priority(self, priority: Priority) -> ReportBuilder:
        """How soon the study should be read."""
        self._report.priority = priority
        return self

    def warning(self, text: Texts) -> ReportBuilder:
        """Something that the reader must know of this run."""
        self._report.warnings.extend(texts(text))
        return self

    def heat_map(self, name: str, series: int, kept: int) -> ReportBuilder:
        """A probability map that `Job.keep_map` kept."""
        self._report.heat_maps.append(HeatMap(name, series, kept))
        return self

    def extra(self, name: str, value: str) -> ReportBuilder:
        """A named value beyond the contract."""
        self._report.extra.append(Param(name, value))
        return self

    def done(self) -> Report:
        """The report."""
        return self._report


__all__ = ["FindingBuilder", "ReportBuilder", "code", "texts"]
