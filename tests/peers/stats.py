"""Repeats the statistics of our benches in Python, on the files that they left.

Usage: python3 stats.py FOLDER [RUNS]. A line a figure: work, program and version, milliseconds, result, with tabs
between; the best of RUNS (default 3). Peers that are not installed are named and left out.
"""

import importlib.metadata
import os
import sys
import time


def best(runs, work):
    times, result = [], None
    for _ in range(runs):
        start = time.perf_counter()
        result = work()
        times.append((time.perf_counter() - start) * 1000)
    return min(times), result


def report(work, name, ms, result):
    version = importlib.metadata.version(name)
    print(f"{work}\t{name} {version}\t{ms:.3f}\t{result}", flush=True)


def ratings(folder):
    import numpy

    table = numpy.loadtxt(os.path.join(folder, "ratings.csv"), delimiter=",", skiprows=1)
    return table[:, 0].astype(int), table[:, 1]


def sklearn_figures(folder, runs):
    try:
        from sklearn.metrics import roc_auc_score
    except ImportError as error:
        print(f"SKIPPED scikit-learn: {error}")
        return
    truth, scores = ratings(folder)
    ms, area = best(runs, lambda: roc_auc_score(truth, scores))
    report("auc 100,000 cases", "scikit-learn", ms, f"{area:.12f} (no variance)")


def mlstatkit_figures(folder, runs):
    try:
        from MLstatkit import Delong_test
    except ImportError as error:
        print(f"SKIPPED MLstatkit: {error}")
        return
    import numpy

    truth, scores = ratings(folder)
    # The program tests two curves: the one compared, and noise of a fixed seed.
    noise = numpy.random.default_rng(1).normal(size=len(scores))

    def both():
        return Delong_test(truth, scores, noise, return_ci=False, return_auc=True)

    ms, found = best(runs, both)
    report("auc 100,000 cases", "MLstatkit", ms, f"two curves, z, p, areas: {found}")


def girth_figures(folder, runs):
    try:
        from girth import twopl_mml
    except ImportError as error:
        print(f"SKIPPED girth: {error}")
        return
    import numpy

    answers = numpy.loadtxt(os.path.join(folder, "responses.csv"), delimiter=",", dtype=int)
    ms, found = best(1 if runs < 5 else 2, lambda: twopl_mml(answers.T))
    slopes = numpy.mean(found["Discrimination"])
    report("2pl 60 x 2,000", "girth", ms, f"mean slope {slopes:.4f}")


def pyfroc_figures():
    try:
        import pyfroc  # noqa: F401
    except ImportError as error:
        print(f"SKIPPED pyfroc: {error}")
        return
    version = importlib.metadata.version("pyfroc")
    print(f"SKIPPED pyfroc {version}: it classifies marks in images and leaves figures of merit to R's RJafroc")


def main():
    folder = sys.argv[1]
    runs = int(sys.argv[2]) if len(sys.argv) > 2 else 3
    for name in ("ratings.csv", "responses.csv"):
        if not os.path.isfile(os.path.join(folder, name)):
            sys.exit(f"no {name} in {folder}: the benches of engine/stats write it")
    sklearn_figures(folder, runs)
    mlstatkit_figures(folder, runs)
    girth_figures(folder, runs)
    pyfroc_figures()


if __name__ == "__main__":
    main()
