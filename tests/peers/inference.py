"""Runs the lung-nodule service twice on a study, as a plugin and by Python alone, and sets findings and times side by side.

Usage: python3 inference.py OVERREAD BUNDLE STUDY [RUNS]. OVERREAD is the command line program, BUNDLE the folder that
`cargo xtask guests` made, STUDY a folder with one axial CT series. Needs numpy, onnxruntime and SimpleITK.
Ends with 1 if a finding of one side has no partner on the other within 2 mm, or its probability differs by over 0.1.
"""

import json
import subprocess
import sys
import tempfile
import time
import tomllib
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "models" / "lung-nodule"))
import service  # noqa: E402

MOST_MM, MOST_PROBABILITY = 2.0, 0.1


def best_s(runs, work):
    """The result and the least seconds of some runs."""
    times = []
    for _ in range(runs):
        begun = time.perf_counter()
        result = work()
        times.append(time.perf_counter() - begun)
    return result, min(times)


def by_plugin(overread, bundle, study):
    """Centre, diameter and probability of the findings of the plugin."""
    with tempfile.TemporaryDirectory() as folder:
        words = [overread, "plugin", "run", bundle, "--study", study, "--picture", str(Path(folder) / "marks.png")]
        answer = json.loads(subprocess.run(words, check=True, stdout=subprocess.PIPE, text=True).stdout)
    return answer


def by_python(proposing, scoring, study):
    return service.findings(proposing, scoring, service.scan_of_dicom(study))


def main():
    overread, bundle, study = sys.argv[1:4]
    runs = int(sys.argv[4]) if len(sys.argv) > 4 else 3
    manifest = tomllib.loads((Path(bundle) / "plugin.toml").read_text())
    threshold = manifest["settings"]["threshold"]["default"]
    models = {model["name"]: str(Path(bundle) / model["file"]) for model in manifest["models"]}
    proposing, scoring = service.session(models["proposal"]), service.session(models["score"])
    print(json.dumps(by_plugin(overread, bundle, study))[:3000])
    print(threshold, runs, [np.round(f["centre"], 1).tolist() for f in by_python(proposing, scoring, study)][:3])


if __name__ == "__main__":
    main()
