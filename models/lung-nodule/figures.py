"""How well findings fit the truth of phantoms: sensitivity, false positives, area under the curve, with intervals."""

import numpy as np


def measure(cases, false_per_scan):
    """Figures over (nodules, findings) of scans, at the threshold at which there are so many false positives a scan.

    A finding hits the nodule within max(radius, 5 mm) of its centre.
    """
    false, hits, n_scans = [], [], len(cases)
    for nodules, found in cases:
        taken = {}
        for finding in found:
            near = [(np.linalg.norm(finding["centre"] - n["centre"]), idx) for idx, n in enumerate(nodules)
                    if np.linalg.norm(finding["centre"] - n["centre"]) <= max(n["diameter_mm"] / 2, 5.0)]
            if not near:
                false.append(finding["probability"])
            elif (idx := min(near)[1]) not in taken:
                taken[idx] = finding
        hits += [(n, taken.get(idx)) for idx, n in enumerate(nodules)]
    false = sorted(false, reverse=True)
    n_allowed = int(false_per_scan * n_scans)
    threshold = max(false[n_allowed], 0.01) if len(false) > n_allowed else 0.01
    threshold = round(min(0.99, threshold + 1e-4), 4)
    is_hit = lambda f: f is not None and f["probability"] >= threshold

    def part(kind=None, low=0, high=99):
        some = [is_hit(f) for n, f in hits if kind in (None, n["kind"]) and low <= n["diameter_mm"] < high]
        return share(sum(some), len(some))
    found = [(n, f) for n, f in hits if is_hit(f)]
    top = [(max((f["probability"] for f in found), default=0.0), bool(nodules)) for nodules, found in cases]
    mean = lambda some: round(float(np.mean(some)), 3) if some else None
    return {
        "threshold": threshold,
        "scans": n_scans,
        "scans_without_nodule": sum(not sick for _, sick in top),
        "false_positives_per_scan": round(sum(p >= threshold for p in false) / n_scans, 3),
        "sensitivity": {
            "solid_6mm_and_more": part(0, 6),
            "all": part(),
            "below_6mm": part(None, 0, 6),
            "6_to_10mm": part(None, 6, 10),
            "10mm_and_more": part(None, 10),
            "solid": part(0),
            "part_solid": part(1),
            "ground_glass": part(2),
        },
        "auc_of_scans": auc(top),
        "diameter_error_mm_mean_absolute": mean([abs(f["diameter_mm"] - n["diameter_mm"]) for n, f in found]),
        "diameter_error_mm_mean": mean([f["diameter_mm"] - n["diameter_mm"] for n, f in found]),
        "kind_right": share(sum(n["kind"] == f["kind"] for n, f in found), len(found)),
    }


def share(k, n):
    """A share with its 95 % interval after Wilson; findings of one scan are taken as independent."""
    if n == 0:
        return None
    z, p = 1.959964, k / n
    middle, half = p + z * z / (2 * n), z * np.sqrt(p * (1 - p) / n + z * z / (4 * n * n))
    low, high = ((middle + side * half) / (1 + z * z / n) for side in (-1, 1))
    return {"share": round(p, 3), "of": n, "low": round(float(low), 3), "high": round(float(high), 3)}


def auc(top):
    """Area under the ROC curve of the highest probability of a scan, with an interval by 2000 draws of the scans."""
    def area(sick, other):
        return float(np.mean((sick[:, None] > other) + 0.5 * (sick[:, None] == other)))
    sick, other = (np.array([p for p, is_sick in top if is_sick == wanted]) for wanted in (True, False))
    if not len(sick) or not len(other):
        return None
    rng = np.random.default_rng(4)
    draws = [area(rng.choice(sick, len(sick)), rng.choice(other, len(other))) for _ in range(2000)]
    low, high = np.percentile(draws, [2.5, 97.5])
    return {"area": round(area(sick, other), 3), "low": round(float(low), 3), "high": round(float(high), 3)}
