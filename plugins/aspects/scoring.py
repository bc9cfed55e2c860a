"""From differences of sides to scores, regions and ASPECTS. The numbers of the formulas: `atlas`."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Dict, List, Mapping, Sequence, Tuple

from artery import Dense
from regions import REGIONS

# A region is called affected from this score on.
REGION_THRESHOLD = 0.5
# A logistic formula: what is added, then a factor for each number.
Formula = Sequence[float]
Differences = Mapping[str, Tuple[float, float]]


@dataclass(frozen=True)
class Ischaemia:
    """The worse side, the score of each of its regions, that of the study, and the regions at or above theirs."""

    side: str
    by_region: Dict[str, float]
    score: float
    affected: List[str]


def clip(value: float, low: float, high: float) -> float:
    return min(max(value, low), high)


def logistic(formula: Formula, numbers: Sequence[float]) -> float:
    """1 / (1 + exp(-(b + w . x))), without overflow."""
    z = formula[0] + sum(w * x for w, x in zip(formula[1:], numbers))
    return 1.0 / (1.0 + math.exp(-clip(z, -40.0, 40.0)))


def region_numbers(differences: Differences, region: str) -> List[float]:
    """What the formula of a region sees: its own darkening and swelling, and those of the other regions."""
    darker = {name: clip(hu, -6.0, 8.0) for name, (hu, _) in differences.items()}
    fuller = {name: 10.0 * clip(share, -0.3, 0.3) for name, (_, share) in differences.items()}
    others = sorted((darker[name] for name in REGIONS if name != region), reverse=True)
    full = [fuller[name] for name in REGIONS if name != region]
    return [
        darker[region], fuller[region], darker[region] * fuller[region] / 3.0,
        others[0], sum(others) / len(others), sum(full) / len(full),
    ]


def side_numbers(differences: Differences, scores: Mapping[str, float]) -> List[float]:
    """What the formula of the study sees of a side."""
    ranked = sorted((math.log(max(s, 1e-9) / max(1.0 - s, 1e-9)) for s in scores.values()), reverse=True)
    darker = sorted((clip(hu, -6.0, 8.0) for hu, _ in differences.values()), reverse=True)
    return [clip(ranked[0], -10.0, 10.0), clip(ranked[1], -10.0, 10.0), darker[0], sum(darker) / len(darker)]


def artery_numbers(dense: Dense) -> List[float]:
    """What the formula of the artery sees of a side."""
    return [clip(dense.more_hu, -10.0, 30.0), clip(dense.hu - dense.usual_hu, -10.0, 40.0), clip(dense.hu, 20.0, 90.0) - 50.0]


def ischaemia(
    by_side: Mapping[str, Differences], formulas: Mapping[str, Formula], of_side: Formula, threshold: float
) -> Ischaemia:
    """The side with the greater score; no region is affected where the study stays below its threshold."""
    best = None
    for side, differences in by_side.items():
        scores = {name: logistic(formulas[name], region_numbers(differences, name)) for name in REGIONS}
        score = logistic(of_side, side_numbers(differences, scores))
        if best is None or score > best[0]:
            best = score, side, scores
    score, side, scores = best
    affected = [name for name in REGIONS if scores[name] >= REGION_THRESHOLD] if score >= threshold else []
    if score >= threshold and not affected:
        affected = [max(REGIONS, key=lambda name: scores[name])]
    return Ischaemia(side, scores, score, affected)


def aspects(affected: Sequence[str]) -> int:
    """Ten less one for each region (Barber 2000)."""
    return 10 - len(affected)


def to_half(score: float, threshold: float) -> float:
    """A score on a scale on which its threshold lies at 0.5, so that several targets share one."""
    if score < threshold:
        return 0.5 * score / threshold
    return 0.5 + 0.5 * (score - threshold) / max(1.0 - threshold, 1e-9)
