"""A service that marks round dense spots in the lungs by rules, without a network. It marks many vessels: that is its lesson.

No voxel of the study comes here: resampling, thresholds, components and statistics are the host's.
"""

from __future__ import annotations

from typing import List

from overread_sdk import (
    AiService, Certainty, FindingBuilder, Job, NotRun, NotRunReason, Outcome, Priority, Profile, Report, ReportBuilder,
    Series, code, export_service,
)

import candidates
import chest
import wording
from candidates import Candidate
from chest import Chest

# Smaller spots are not reported, where the user sets nothing else.
DEFAULT_LEAST_MM = 3.0
# The most findings of one report, the largest first.
MAX_FINDINGS = 20
# A scan counts as positive from here on.
THRESHOLD = 0.5
# The probability of a nodule in a scan by the diameter of its largest mark, mm: rounded shares of the tuning phantoms.
PROBABILITY = ((6.0, 0.95), (4.5, 0.5), (0.0, 0.4))

NODULE = code("SCT", "27925004", "Nodule")
LUNG = code("SCT", "39607008", "Lung")
DIAMETER = code("SCT", "81827009", "Diameter")


class NoduleRules(AiService):
    """The service."""

    def profile(self) -> Profile:
        return Profile("Nodule rules", "1.0.0", ["CT"])

    def analyze(self, job: Job) -> Outcome:
        least_mm = min(max(job.setting_number("least-diameter-mm", DEFAULT_LEAST_MM), 3.0), 30.0)
        job.progress(0.02, "series")
        series = chest.series(job.series())
        if isinstance(series, NotRun):
            return series
        with chest.scan(job, series) as scan:
            job.progress(0.1, "lungs")
            found = chest.lungs(scan, series.id)
            if isinstance(found, str):
                return NotRun(NotRunReason.OUT_OF_SCOPE, found)
            marked = candidates.find(job, scan, found)
        job.log(f"{len(marked)} candidates")
        return report(series, found, [one for one in marked if one.diameter_mm >= least_mm])


def report(series: Series, lungs: Chest, marked: List[Candidate]) -> Report:
    """The report on the candidates, the largest first. A mark has no probability: no rule gives one."""
    shown = marked[:MAX_FINDINGS]
    builder = (
        ReportBuilder()
        .assessed(NODULE, series.id)
        .draft("findings", wording.findings(shown, lungs))
        .draft("impression", wording.impression(shown))
        .priority(Priority.ROUTINE)
    )
    if marked:
        builder.probability(study_probability(marked), THRESHOLD)
    apart_mm = series.geometry.spacing.z
    if apart_mm > chest.THICK_MM:
        builder.warning(wording.thick_slices(apart_mm))
    for number, one in enumerate(shown, 1):
        builder.finding(
            FindingBuilder(f"spot-{number}", NODULE)
            .site(LUNG)
            .laterality(lungs.side(one.centre))
            .certainty(Certainty.POSSIBLE)
            .cuboid(series.id, one.low, one.high)
            .point(series.id, one.centre)
            .measure(DIAMETER, one.diameter_mm, "mm")
            .note(wording.spot(one, lungs))
        )
    return builder.done()


def study_probability(marked: List[Candidate]) -> float:
    """How likely there is a nodule at all, by the largest mark."""
    largest_mm = max(one.diameter_mm for one in marked)
    return next(probability for least, probability in PROBABILITY if largest_mm >= least)


Service = export_service(NoduleRules)
