"""How well a nodule service does on phantoms: sensitivity by type and size, false marks a study, with intervals.

    overread phantom make --seed 8000 --count 6 --nodules 0 --out STUDIES    (and so on for 1, 2 and 3 nodules)
    overread plugin run BUNDLE --study STUDIES/chest-ct-8000 --picture findings.png > RESULTS/chest-ct-8000.json
    python3 plugins/figures.py STUDIES RESULTS

The second command is given for each study; `--picture` keeps it from opening the desk.
A mark is right if its point lies within the nodule's radius, at least 5 mm, of its centre; one mark a nodule counts.
"""

import json
import math
import sys
from pathlib import Path


def main(studies, results):
    nodules, false_marks, scans = [], [], []
    for file in sorted(Path(results).glob("*.json")):
        truth = json.loads((Path(studies) / file.stem / "truth.json").read_text())["lesions"]
        result = json.loads(file.read_text())
        if result["status"] != "done":
            raise SystemExit(f"{file}: {result['status']}")
        found = {}
        n_false = 0
        for finding in result["report"]["findings"]:
            idx = hit(point(finding), truth)
            if idx is None:
                n_false += 1
            else:
                found.setdefault(idx, finding)
        nodules += [(one, found.get(idx)) for idx, one in enumerate(truth)]
        false_marks.append(n_false)
        probability = result["report"]["probability"]
        is_positive = probability["value"] >= probability["threshold"] if probability else bool(result["report"]["findings"])
        scans.append((bool(truth), is_positive))
    print(f"{len(scans)} studies, {len(nodules)} nodules")
    print(f"false marks a study: {sum(false_marks) / len(scans):.2f} (none in {false_marks.count(0)}, most {max(false_marks)})")
    for name, of in (
        ("all nodules", lambda n: True),
        ("solid, 6 mm and more", lambda n: n["type"] == "solid" and n["diameter_mm"] >= 6),
        ("solid, below 6 mm", lambda n: n["type"] == "solid" and n["diameter_mm"] < 6),
        ("part-solid", lambda n: n["type"] == "part-solid"),
        ("ground glass", lambda n: n["type"] == "ground-glass"),
    ):
        share(f"sensitivity, {name}", [finding is not None for one, finding in nodules if of(one)])
    share("scans with a nodule called positive", [called for sick, called in scans if sick])
    share("scans without one called negative", [not called for sick, called in scans if not sick])
    pairs = [(one["diameter_mm"], diameter(finding)) for one, finding in nodules if finding and one["type"] == "solid"]
    if pairs:
        errors = [found - true for true, found in pairs]
        spread = sum(map(abs, errors)) / len(errors)
        print(f"diameter of {len(pairs)} solid nodules: mean error {sum(errors) / len(errors):+.2f} mm, mean absolute {spread:.2f} mm")


def point(finding):
    return next(mark["point"]["at"] for mark in finding["marks"] if "point" in mark)


def diameter(finding):
    return next(one["value"] for one in finding["measures"] if one["ucum"] == "mm")


def hit(at, truth):
    reach = lambda one: max(one["diameter_mm"] / 2, 5.0)
    near = [(math.dist(at, one["centre_patient_lps_mm"]), idx) for idx, one in enumerate(truth)]
    near = [(distance, idx) for distance, idx in near if distance <= reach(truth[idx])]
    return min(near)[1] if near else None


def share(name, of):
    """A share with its 95 % interval after Wilson; nodules of one scan are taken as independent."""
    if not of:
        return print(f"{name}: none")
    n, p, z = len(of), sum(of) / len(of), 1.959964
    middle, half = p + z * z / (2 * n), z * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n))
    low, high = (max(0.0, (middle + side * half) / (1 + z * z / n)) for side in (-1, 1))
    print(f"{name}: {sum(of)} of {n}, {p:.2f} ({low:.2f} to {high:.2f})")


main(*sys.argv[1:])
