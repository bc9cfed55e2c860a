"""Runs the lung-nodule service on a study as a plugin and by Python alone; sets findings and times side by side.

Usage: python3 inference.py OVERREAD BUNDLE STUDY [RUNS]. OVERREAD is the command line program, BUNDLE the folder that
`cargo xtask guests` made, STUDY a folder with one axial CT series. Needs numpy, onnxruntime and SimpleITK.
Ends with 1 if a finding of one side has no partner on the other within 0.5 mm, or its probability differs by over 0.01.
"""

import json
import subprocess
import sys
import tempfile
import time
import tomllib
from importlib.metadata import version
from pathlib import Path

import numpy as np

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "models" / "lung-nodule"))
import service  # noqa: E402

MOST_MM, MOST_PROBABILITY = 0.5, 0.01


def by_plugin(overread, bundle, study):
    """The findings and the milliseconds of the job as the program prints them."""
    with tempfile.TemporaryDirectory() as folder:
        words = [overread, "plugin", "run", bundle, "--study", study, "--picture", str(Path(folder) / "marks.png")]
        result = json.loads(subprocess.run(words, check=True, stdout=subprocess.PIPE, text=True).stdout)
    found = []
    for finding in result["report"]["findings"]:
        [at] = [mark["point"]["at"] for mark in finding["marks"] if "point" in mark]
        found.append({"centre": np.array(at), "diameter_mm": finding["measures"][0]["value"],
                      "probability": finding["probability"]})
    return found, result["elapsed_ms"]


class Timed:
    """A network that adds up the time of its runs."""

    def __init__(self, file):
        self.session, self.ms = service.session(file), 0.0

    def run(self, *words):
        begun = time.perf_counter()
        answer = self.session.run(*words)
        self.ms += 1000 * (time.perf_counter() - begun)
        return answer


def by_python(models, study):
    """The same by Python, with the milliseconds of the job, pixels in memory, and of the networks alone."""
    scan = service.scan_of_dicom(study)
    begun = time.perf_counter()
    proposing, scoring = Timed(models["proposal"]), Timed(models["score"])
    found = service.findings(proposing, scoring, scan)
    return found, 1000 * (time.perf_counter() - begun), proposing.ms + scoring.ms


def pairs(plugin, python, threshold):
    """Findings of both sides that are one another's nearest within `MOST_MM`, and those of either side without one."""
    left, together = list(python), []
    alone = []
    for finding in plugin:
        near = min(left, key=lambda other: np.linalg.norm(other["centre"] - finding["centre"]), default=None)
        if near is None or np.linalg.norm(near["centre"] - finding["centre"]) > MOST_MM:
            alone.append(("plugin only", finding))
        else:
            together.append((finding, near))
            left.remove(near)
    # A probability at the threshold itself may fall on either side of it.
    alone += [("Python only", finding) for finding in left if finding["probability"] >= threshold + MOST_PROBABILITY]
    return together, alone


def line(finding):
    x, y, z = finding["centre"]
    return f"{x:.1f} {y:.1f} {z:.1f} mm, {finding['diameter_mm']:.1f} mm wide, probability {finding['probability']:.3f}"


def main():
    if len(sys.argv) not in (4, 5):
        sys.exit(__doc__)
    overread, bundle, study = sys.argv[1:4]
    runs = int(sys.argv[4]) if len(sys.argv) > 4 else 3
    manifest = tomllib.loads((Path(bundle) / "plugin.toml").read_text())
    threshold = manifest["settings"]["threshold"]["default"]
    models = {model["name"]: str(Path(bundle) / model["file"]) for model in manifest["models"]}
    by_plugins = [by_plugin(overread, bundle, study) for _ in range(runs)]
    by_pythons = [by_python(models, study) for _ in range(runs)]
    together, alone = pairs(by_plugins[0][0], by_pythons[0][0], threshold)
    is_equal = not alone
    for ours, theirs in together:
        apart = np.linalg.norm(ours["centre"] - theirs["centre"])
        is_equal &= abs(ours["probability"] - theirs["probability"]) <= MOST_PROBABILITY
        print(f"plugin {line(ours)}\tPython {line(theirs)}\t{apart:.2f} mm apart")
    for side, finding in alone:
        print(f"{side} {line(finding)}")
    print(f"{len(together)} findings on both sides, {len(alone)} on one side alone")
    print(f"service as a plugin\toverread\t{min(ms for _, ms in by_plugins):.0f}")
    print(f"service by Python\tonnxruntime, SimpleITK, numpy\t{min(ms for _, ms, _ in by_pythons):.0f}")
    print(f"of that its two networks\tonnxruntime {version('onnxruntime')}\t{min(ms for _, _, ms in by_pythons):.0f}")
    sys.exit(0 if is_equal else 1)


if __name__ == "__main__":
    main()
