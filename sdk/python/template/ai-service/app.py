"""An AI service that finds isolated dense spots in the lungs of a chest CT. No model, a stated rule.

All work on voxels is the host's: the service asks for a coarser grid, for thresholds and for connected components, and
judges the components by their size, their shape and what surrounds them.
"""

from overread_sdk import (
    AiService, FindingBuilder, Interpolation, NotRun, NotRunReason, Profile, ReportBuilder, code, export_service,
)
from overread_sdk.space import isotropic

import lungs
import spots

# Spots at or above this probability are reported, where the user sets nothing else.
DEFAULT_THRESHOLD = 0.3
# The most findings of one report.
MAX_FINDINGS = 20
# The grid on which the lungs and the spots are looked for.
GRID_MM = 2.0
# A shorter scan shows too little of the lungs.
MIN_SLICES = 10
MIN_LENGTH_MM = 60.0
# Slices further apart hide small spots.
THICK_MM = 5.0

NODULE = code("SCT", "27925004", "Nodule")


class Spots(AiService):
    """The service."""

    def profile(self):
        return Profile("{{name}}", "{{version}}", ["CT"])

    def analyze(self, job):
        threshold = min(max(job.setting_number("threshold", DEFAULT_THRESHOLD), 0.05), 0.95)
        of_study = [series for series in job.series() if series.study == 0 and series.modality == "CT"]
        if not of_study:
            return NotRun(NotRunReason.MISSING_SERIES, "no CT series")
        long_enough = [series for series in of_study if is_long_enough(series)]
        if not long_enough:
            return NotRun(NotRunReason.OUT_OF_SCOPE, "no CT series is at least 10 slices and 60 mm long")
        series = max(long_enough, key=lambda one: one.frames)

        job.progress(0.1, "lungs")
        volume = job.open_series(series.id).reorient("LPH").resample(isotropic(GRID_MM), Interpolation.LINEAR)
        found_lungs, litres = lungs.find(volume)
        if found_lungs is None:
            why = f"no lungs: {litres:.2f} l of air inside the body, at least {lungs.MIN_LITRES:.2f} l expected"
            return NotRun(NotRunReason.OUT_OF_SCOPE, why)

        job.progress(0.4, "spots")
        found = spots.find(volume, found_lungs)
        job.log(f"{len(found)} spots before the threshold")
        return report(series, found_lungs, found, threshold)


def is_long_enough(series):
    """Whether a series shows enough of a chest to be read."""
    grid = series.geometry
    return series.frames >= MIN_SLICES and grid.size.z * grid.spacing.z >= MIN_LENGTH_MM


def report(series, found_lungs, found, threshold):
    """The report on the spots, the most probable first."""
    shown = [spot for spot in found if spot.probability >= threshold][:MAX_FINDINGS]
    sentence = {0: "No dense spot of 4 to 30 mm.", 1: "1 dense spot of 4 to 30 mm."}.get(
        len(shown), f"{len(shown)} dense spots of 4 to 30 mm."
    )
    builder = (
        ReportBuilder()
        .assessed(NODULE, series.id)
        .probability(found[0].probability if found else 0.0, threshold)
        .draft("findings", {"en": sentence})
    )
    apart_mm = series.geometry.spacing.z
    if apart_mm > THICK_MM:
        builder.warning({"en": f"Slices are {apart_mm:.1f} mm apart: small spots may be missed."})
    for number, spot in enumerate(shown, 1):
        # Positions are millimetres in the patient's LPS system, as the host gave them.
        builder.finding(
            FindingBuilder(f"spot-{number}", NODULE)
            .site(code("SCT", "39607008", "Lung"))
            .laterality(found_lungs.side(spot.centre))
            .probability(spot.probability)
            .cuboid(series.id, spot.low, spot.high)
            .point(series.id, spot.centre)
            .measure(code("SCT", "81827009", "Diameter"), spot.diameter_mm, "mm")
        )
    return builder.done()


# What the host calls.
Service = export_service(Spots)
