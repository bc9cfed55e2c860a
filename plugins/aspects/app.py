"""A service that compares the sides of the brain by the regions of ASPECTS, and the stems of the middle cerebral artery.

It has no network: the host averages, thresholds and counts, the service reads a coarse grid, lays an atlas of its own on
it and judges differences by logistic formulas that were fitted to phantoms (models/aspects).
"""

from __future__ import annotations

from typing import List, Optional, Tuple

from overread_sdk import (
    AiService, Certainty, FindingBuilder, Job, Laterality, NotRun, NotRunReason, Outcome, Priority, Profile, Report,
    ReportBuilder, Series, Vec3, Volume, code, export_service,
)

import artery
import atlas
import head
import pose
import regions
import scoring
import wording
from artery import Dense
from grid import apply
from head import Head
from scoring import Ischaemia

ISCHAEMIA = code("99OVERREAD", "early-ischaemia", "Early ischaemic change")
DENSE_ARTERY = code("99OVERREAD", "dense-artery", "Hyperdense middle cerebral artery")
ASPECTS = code("99OVERREAD", "aspects", "ASPECTS")
BRAIN = code("SCT", "12738006", "Brain")
ATTENUATION = code("DCM", "112031", "Attenuation Coefficient")
# The whole study counts as positive from here on: where a target reaches its own threshold.
THRESHOLD = 0.5
# Share of the atlas that must lie in the scan.
MIN_INSIDE = 0.97
# Density like that of fresh blood (above 55 HU; calcium is denser), how much of it, and how deep within the skull, mm.
BLOOD_HU, BLOOD_ML, BLOOD_DEPTH_MM = (55.0, 95.0), 1.0, 9.0
# Beyond this the reader is warned of the fit, mm.
ILL_FITTING_MM = 3.5


class Aspects(AiService):
    """The service."""

    def profile(self) -> Profile:
        return Profile("Early ischaemia, ASPECTS", "1.0.0", ["CT"])

    def analyze(self, job: Job) -> Outcome:
        job.progress(0.02, "series")
        series = head.series(job.series())
        if isinstance(series, NotRun):
            return series
        with job.open_series(series.id) as opened, opened.reorient("LPH") as turned:
            job.progress(0.1, "head")
            found = head.find(turned, atlas.SKULL)
            if isinstance(found, NotRun):
                return found
            job.progress(0.4, "regions")
            measured, inside = regions.measure(turned, found, atlas.CELLS)
            if inside < MIN_INSIDE:
                return NotRun(
                    NotRunReason.OUT_OF_SCOPE,
                    "the brain from the Sylvian stem to above the ganglia was expected, "
                    f"{100 * inside:.0f} % of it lies in the scan, at least {100 * MIN_INSIDE:.0f} % expected",
                )
            job.progress(0.7, "arteries")
            arteries = artery.measure(turned, found)
            blood_ml = blood(turned, found)
        by_side = {side: regions.differences(measured, side) for side in regions.SIDES}
        judged = scoring.ischaemia(by_side, atlas.REGION_FORMULAS, atlas.SIDE_FORMULA, atlas.ISCHAEMIA_THRESHOLD)
        return report(series, found, judged, densest(arteries), blood_ml)


def densest(arteries: "dict[str, Dense]") -> Tuple[str, Dense, float]:
    """The side with the greater score of a dense artery."""
    scored = [
        (scoring.logistic(atlas.ARTERY_FORMULA, scoring.artery_numbers(dense)), side, dense)
        for side, dense in arteries.items()
    ]
    score, side, dense = max(scored, key=lambda one: one[0])
    return side, dense, score


def blood(turned: Volume, found: Head) -> float:
    """Volume of what is as dense as fresh blood and lies deep within the skull, ml; 0 below the least."""
    to_head = found.pose.to_head()
    with head.coarse(turned, head.GRID_MM) as volume, volume.threshold(*BLOOD_HU) as dense:
        voxel = volume.geometry().spacing
        least = int(1000.0 * BLOOD_ML / (voxel.x * voxel.y * voxel.z))
        blobs = dense.blobs(volume, least, 50)
    deep = [
        blob.volume_mm3 / 1000.0
        for blob in blobs
        if pose.beyond_skull(atlas.SKULL, apply(to_head, tuple(blob.centroid))) < -BLOOD_DEPTH_MM
        and apply(to_head, tuple(blob.centroid))[2] > -35.0
    ]
    return sum(deep)


def report(
    series: Series, found: Head, judged: Ischaemia, dense: Tuple[str, Dense, float], blood_ml: float
) -> Report:
    """The report on what was judged."""
    artery_side, vessel, artery_score = dense
    is_dense = artery_score >= atlas.ARTERY_THRESHOLD
    whole = max(
        scoring.to_half(judged.score, atlas.ISCHAEMIA_THRESHOLD), scoring.to_half(artery_score, atlas.ARTERY_THRESHOLD)
    )
    parts = [wording.ischaemia(judged.side, judged.affected)] if judged.affected else []
    parts += [wording.artery(artery_side, vessel)] if is_dense else []
    builder = (
        ReportBuilder()
        .assessed(ISCHAEMIA, series.id)
        .assessed(DENSE_ARTERY, series.id)
        .probability(whole, THRESHOLD)
        .priority(Priority.STAT if parts else Priority.ROUTINE)
        .draft("findings", wording.findings(parts, bool(judged.affected), is_dense))
        .draft(
            "impression",
            wording.impression(
                judged.side if judged.affected else None, judged.affected, artery_side if is_dense else None
            ),
        )
        .extra("score.99OVERREAD.early-ischaemia", f"{judged.score:.4f}")
        .extra("score.99OVERREAD.dense-artery", f"{artery_score:.4f}")
        .extra("fact.aspects", str(scoring.aspects(judged.affected)))
        .extra("fact.aspects-regions", " ".join(f"{judged.side}:{name}" for name in judged.affected))
    )
    for name, score in judged.by_region.items():
        builder.extra(f"region.{judged.side}:{name}", f"{score:.3f}")
    if judged.affected:
        builder.finding(ischaemia_finding(series, found, judged))
    if is_dense:
        builder.finding(artery_finding(series, artery_side, vessel, artery_score))
    for text in warnings(series, found, blood_ml):
        builder.warning(text)
    return builder.done()


def ischaemia_finding(series: Series, found: Head, judged: Ischaemia) -> FindingBuilder:
    """Its first mark is a place within the most probable region; then a box for each region."""
    order = sorted(judged.affected, key=lambda name: -judged.by_region[name])
    at = apply(found.pose.to_patient(), regions.middle(atlas.CELLS[order[0]], judged.side))
    finding = (
        FindingBuilder("early-ischaemia", ISCHAEMIA)
        .site(BRAIN)
        .laterality(side_of(judged.side))
        .probability(judged.score)
        .certainty(certainty(judged.score))
        .point(series.id, Vec3(*at))
        .measure(ASPECTS, float(scoring.aspects(judged.affected)), "{score}")
        .note(wording.ischaemia(judged.side, judged.affected))
    )
    for name in order:
        low, high = regions.patient_box(found, atlas.CELLS[name], judged.side)
        finding.cuboid(series.id, Vec3(*low), Vec3(*high))
    return finding


def artery_finding(series: Series, side: str, vessel: Dense, score: float) -> FindingBuilder:
    return (
        FindingBuilder("dense-artery", DENSE_ARTERY)
        .site(BRAIN)
        .laterality(side_of(side))
        .probability(score)
        .certainty(certainty(score))
        .point(series.id, Vec3(*vessel.at))
        .measure(ATTENUATION, vessel.hu, "[hnsf'U]")
        .note(wording.artery(side, vessel))
    )


def warnings(series: Series, found: Head, blood_ml: float) -> List[wording.Texts]:
    """What the reader must know of this run."""
    out: List[Optional[wording.Texts]] = [
        wording.blood(blood_ml) if blood_ml > 0.0 else None,
        wording.thick_slices(series.geometry.spacing.z) if series.geometry.spacing.z > head.THICK_MM else None,
        wording.tilted(*found.turns()) if found.is_tilted() else None,
        wording.ill_fitting(found.left_mm) if found.left_mm > ILL_FITTING_MM else None,
    ]
    return [one for one in out if one is not None]


def side_of(side: str) -> Laterality:
    return Laterality.LEFT if side == "L" else Laterality.RIGHT


def certainty(score: float) -> Certainty:
    return Certainty.PROBABLE if score >= 0.8 else Certainty.POSSIBLE


Service = export_service(Aspects)
