"""Makes the atlas of the ASPECTS service and fits its formulas on phantoms: one command, no network.

    python3 models/aspects/train.py FOLDER

renders phantoms into FOLDER (those that are there are kept), and writes plugins/aspects/atlas.py, and beside this file
atlas.json (the same numbers), loss.csv (the loss of each formula by step) and figures.json. All measuring is done by the
service's own modules on the volumes of `host`. The same phantoms give the same bytes.
"""

import argparse
import csv
import json
import math
import multiprocessing
import sys
import time
from pathlib import Path

import numpy as np

import host

import artery
import grid
import head
import kit
import pose
import regions
import scoring

HERE = Path(__file__).resolve().parent
PLUGIN = HERE.parent.parent / "plugins" / "aspects"

# Seeds and counts. The first group makes shape and places, the second the formulas, the third the thresholds, the last
# is only measured.
SHAPE, ATLAS = (300_000, 40), (320_000, 150)
TRAIN, TUNE, TEST = (310_000, 300), (420_000, 120), (460_000, 60)
IMITATORS = "calcified-choroid,ossified-falx,calcified-pallidum,old-infarct,streaks"
AMONG = "infarct,dense-artery," + IMITATORS
# Specificity that a threshold is chosen for.
SPECIFICITY = 0.9
# Strength of the ridge of the formulas, on numbers of unit variance; steps of Newton's method.
RIDGE, STEPS = 2.0, 25
# The share of a cell that must be seen to belong to a region; smoothing of the shares, mm; rounds for the skull's shape.
MIN_SHARE, SMOOTH_MM, ROUNDS = 0.3, 3.0, 3
# Half axes of the egg that the skull's shape starts from, mm (a vault of 138 x 172 x 132 mm).
EGG = (69.0, 86.0, 66.0)
# Where cells may lie, average-head mm, on the left.
BOX = ((4.5, 70.0), (-79.0, 60.0), (-30.0, 44.0))


def main():
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("folder", type=Path)
    options.add_argument("--share", type=float, default=1.0, help="of the studies, for a trial")
    options.add_argument("--workers", type=int, default=2)
    asked = options.parse_args()

    def studies(name, span, **settings):
        first, count = span[0], max(10, round(span[1] * asked.share))
        kit.make_phantoms(asked.folder / name, "head-ct", first, count, **settings)
        return kit.load(asked.folder / name, range(first, first + count))

    shape = studies("shape", SHAPE, size=128, prevalence=0, among=IMITATORS)
    atlas = studies("atlas", ATLAS, size=128, prevalence=1, among="infarct")
    groups = {name: studies(name, span, size=256, prevalence=0.6, among=AMONG)
              for name, span in (("train", TRAIN), ("tune", TUNE), ("test", TEST))}
    with multiprocessing.Pool(asked.workers) as pool:
        table = skull(pool, shape)
        say("skull done")
        cells = places(pool, atlas, table)
        say(", ".join(f"{name} {len(own)}" for name, own in cells.items()))
        rows = {name: [row for row in pool.starmap(measured, [(one, table, cells) for one in own]) if row]
                for name, own in groups.items()}
        say("measured " + ", ".join(f"{name} {len(own)} of {len(groups[name])}" for name, own in rows.items()))
    model, losses = fit(rows["train"])
    model.update(thresholds(rows["tune"], model))
    numbers = {"skull": table, "cells": cells, **model}
    write(numbers, losses)
    used = {"shape": shape, "atlas": atlas, **groups}
    figures = {"seeds": {name: f"{own[0].seed} to {own[-1].seed}" for name, own in used.items()},
               "not_measured": {n: len(groups[n]) - len(rows[n]) for n in groups},
               "tune": judged(rows["tune"], model), "test": judged(rows["test"], model)}
    (HERE / "figures.json").write_text(json.dumps(figures, indent=1) + "\n")
    print(json.dumps(figures["test"], indent=1))


def say(text):
    print(f"{time.strftime('%H:%M:%S')} {text}", file=sys.stderr, flush=True)


# The skull ----------------------------------------------------------------------------------------------------------

def egg():
    """The table of an ellipsoid."""
    def reach(row, column):
        e = math.radians(pose.FIRST_ELEVATION + pose.ELEVATION_STEP * row)
        a = math.radians(pose.ANGLE_STEP * column)
        u = (math.cos(e) * math.sin(a) / EGG[0], math.cos(e) * math.cos(a) / EGG[1], math.sin(e) / EGG[2])
        return 1.0 / math.sqrt(sum(v * v for v in u))
    return [[reach(i, j) for j in range(pose.N_ANGLES)] for i in range(pose.N_ELEVATIONS)]


def found(phantom, table):
    with host.of_phantom(phantom).reorient("LPH") as turned:
        return head.find(turned, table)


def distances(phantom, table):
    """Row, column and length of each point of a skull in the average head."""
    one = found(phantom, table)
    if not isinstance(one, head.Head):
        return []
    to_head = one.pose.to_head()
    points, _ = head.hits(one.scan, one.pose.place)
    places = [pose.place_in_table(grid.apply(to_head, point)) for point in points]
    return [place for place in places if abs(place[0] - reach_at(table, place)) < 15.0]


def reach_at(table, place):
    return table[round(place[1])][round(place[2])]


def skull(pool, studies):
    """The mean inside of the skull: fitted, averaged around each place of the table, and again."""
    table = egg()
    for _ in range(ROUNDS):
        found = pool.starmap(distances, [(one, table) for one in studies])
        seen = np.array([place for places in found for place in places])
        print(f"skull: {len(seen)} points of {sum(1 for f in found if f)} of {len(studies)} studies", file=sys.stderr)
        new = []
        for i in range(pose.N_ELEVATIONS):
            row = []
            for j in range(pose.N_ANGLES):
                near = np.exp(-2.0 * ((seen[:, 1] - i) ** 2 + (seen[:, 2] - j) ** 2))
                weight = near.sum()
                mean = float((near * seen[:, 0]).sum() / weight) if weight > 0 else 0.0
                trust = weight / (weight + 1.0)
                row.append(round(float(trust * mean + (1 - trust) * table[i][j]), 2))
            new.append(row)
        table = new
    return table


# The atlas ----------------------------------------------------------------------------------------------------------

def axes():
    """Centres of the cells along x, y and z."""
    return [np.arange(low, high, step) for (low, high), step in zip(BOX, regions.CELL_MM)]


def seen(phantom, table):
    """Which cells of the affected side lie in the infarct, and which regions are affected; None without a head."""
    one = found(phantom, table)
    names = [part.split(":") for part in phantom.facts.get("aspects-regions", [])]
    if not isinstance(one, head.Head) or not names or len({side for side, _ in names}) != 1:
        return None
    sign = 1.0 if names[0][0] == "L" else -1.0
    x, y, z = np.meshgrid(*axes(), indexing="ij")
    q = np.stack([sign * x, y, z, np.ones_like(x)])
    volume = host.of_phantom(phantom)
    to_voxel = grid.after(grid.affine(volume.geometry()), one.pose.to_patient())
    voxel = np.rint(np.einsum("ij,jabc->iabc", np.array(to_voxel), q)).astype(int)
    labels = phantom.mask(["early-ischaemia"])
    limits = np.array(labels.shape[::-1])[:, None, None, None]
    inside = ((voxel >= 0) & (voxel < limits)).all(0)
    i, j, k = np.clip(voxel, 0, limits - 1)
    return (labels[k, j, i] > 0) & inside, [region in {r for _, r in names} for region in regions.REGIONS]


def places(pool, studies, table):
    """The cells of each region: where infarcts lie that have it and do not lie that lack it, by least squares."""
    from scipy import ndimage

    rows = [row for row in pool.starmap(seen, [(one, table) for one in studies]) if row]
    has = np.array([regions_of for _, regions_of in rows], float)
    lies = np.stack([mask for mask, _ in rows]).astype(np.float32)
    shape = lies.shape[1:]
    sigma = [SMOOTH_MM / step for step in regions.CELL_MM]
    lies = np.stack([ndimage.gaussian_filter(one, sigma) for one in lies]).reshape(len(rows), -1)
    gram = has.T @ has + 0.5 * np.eye(has.shape[1])
    shares = np.linalg.solve(gram, has.T @ lies).reshape(-1, *shape)
    owner = np.where(shares.max(0) >= MIN_SHARE, shares.argmax(0), -1)
    x, y, z = axes()
    cells = {name: [] for name in (*regions.REGIONS, regions.OTHER)}
    for i, j, k in np.ndindex(*shape):
        q = (round(float(x[i]), 1), round(float(y[j]), 1), round(float(z[k]), 1))
        within = pose.beyond_skull(table, q)
        if owner[i, j, k] >= 0 and within < -1.0:
            cells[regions.REGIONS[owner[i, j, k]]].append(q)
        elif shares[:, i, j, k].max() < 0.1 and within < -5.0 and q[2] > -12.0 and (j + k) % 2 == 0:
            cells[regions.OTHER].append(q)
    empty = [name for name, own in cells.items() if not own]
    if empty:
        raise SystemExit(f"no cells for {', '.join(empty)}: more studies of the atlas are needed")
    return cells


# The formulas -------------------------------------------------------------------------------------------------------

def measured(phantom, table, cells):
    """What the service measures of a study, and what is true of it; None where it would not run."""
    with host.of_phantom(phantom).reorient("LPH") as turned:
        one = head.find(turned, table)
        if not isinstance(one, head.Head):
            print(f"seed {phantom.seed}: {one.message}", file=sys.stderr)
            return None
        tissue, inside = regions.measure(turned, one, cells)
        vessels = artery.measure(turned, one)
    sides = {lesion["code"]: [] for lesion in phantom.lesions}
    for lesion in phantom.lesions:
        sides[lesion["code"]].append("L" if lesion["laterality"] == "Left" else "R")
    return {
        "seed": phantom.seed, "age": phantom.about["age"], "difficulty": phantom.about["difficulty"],
        "old": "old-infarct" in phantom.about["asked"], "inside": inside, "left_mm": one.left_mm,
        "differences": {side: regions.differences(tissue, side) for side in regions.SIDES},
        "vessels": vessels, "regions": set(phantom.facts["aspects-regions"]), "aspects": phantom.facts["aspects"],
        "artery": set(sides.get("dense-artery", [])), "ischaemia": set(sides.get("early-ischaemia", [])),
    }


def newton(numbers, wanted, name, losses):
    """A logistic formula with a ridge, by Newton's method on numbers of unit variance."""
    numbers, wanted = np.array(numbers, float), np.array(wanted, float)
    mean, spread = numbers.mean(0), numbers.std(0) + 1e-6
    x = np.column_stack([np.ones(len(numbers)), (numbers - mean) / spread])
    ridge = RIDGE * np.eye(x.shape[1])
    ridge[0, 0] = 1e-3
    w = np.zeros(x.shape[1])
    for step in range(STEPS):
        p = 1 / (1 + np.exp(-np.clip(x @ w, -40, 40)))
        q = np.clip(p, 1e-12, 1 - 1e-12)
        loss = -(wanted * np.log(q) + (1 - wanted) * np.log(1 - q)).mean() + 0.5 * w @ ridge @ w / len(x)
        losses.append((name, step, f"{loss:.6f}"))
        change = np.linalg.solve((x.T * (p * (1 - p))) @ x + ridge, x.T @ (wanted - p) - ridge @ w)
        # A full step may overshoot where nearly all are told apart.
        w = w + change * min(1.0, 4.0 / max(np.abs(change).max(), 1e-9))
    factors = w[1:] / spread
    return [round(float(v), 5) for v in (w[0] - factors @ mean, *factors)]


def fit(rows):
    losses, sides = [], [(row, side) for row in rows for side in regions.SIDES]
    formulas = {
        name: newton([scoring.region_numbers(row["differences"][side], name) for row, side in sides],
                     [f"{side}:{name}" in row["regions"] for row, side in sides], name, losses)
        for name in regions.REGIONS
    }

    def of_side(row, side):
        own = row["differences"][side]
        scores = {n: scoring.logistic(formulas[n], scoring.region_numbers(own, n)) for n in regions.REGIONS}
        return scoring.side_numbers(own, scores)

    side_formula = newton([of_side(*one) for one in sides], [side in row["ischaemia"] for row, side in sides],
                          "side", losses)
    artery_formula = newton([scoring.artery_numbers(row["vessels"][side]) for row, side in sides],
                            [side in row["artery"] for row, side in sides], "artery", losses)
    return {"region_formulas": formulas, "side_formula": side_formula, "artery_formula": artery_formula}, losses


def scored(row, model, threshold=0.0):
    one = scoring.ischaemia(row["differences"], model["region_formulas"], model["side_formula"], threshold)
    vessel = max(scoring.logistic(model["artery_formula"], scoring.artery_numbers(v)) for v in row["vessels"].values())
    return one, vessel


def thresholds(rows, model):
    pairs = [(row, *scored(row, model)) for row in rows]
    ischaemia = [one.score for row, one, _ in pairs if not row["ischaemia"]]
    vessel = [score for row, _, score in pairs if not row["artery"]]
    up = lambda normal: math.ceil(1e4 * kit.threshold_at_specificity(normal, SPECIFICITY)) / 1e4
    return {"ischaemia_threshold": min(up(ischaemia), 0.99), "artery_threshold": min(up(vessel), 0.99)}


# Figures ------------------------------------------------------------------------------------------------------------

def judged(rows, model):
    """Figures of a group of studies, all together and by subgroup."""
    subgroups = {
        "all": lambda row: True, "easy": lambda row: row["difficulty"] == "easy",
        "medium": lambda row: row["difficulty"] == "medium", "hard": lambda row: row["difficulty"] == "hard",
        "below 65 years": lambda row: row["age"] < 65, "65 years and more": lambda row: row["age"] >= 65,
        "with an old infarct": lambda row: row["old"],
    }
    return {name: figures([row for row in rows if holds(row)], model) for name, holds in subgroups.items()}


def figures(rows, model):
    found = [(row, *scored(row, model, model["ischaemia_threshold"])) for row in rows]
    out = {"studies": len(rows)}
    targets = {
        "early-ischaemia": (lambda row: bool(row["ischaemia"]), lambda one, _: one.score, model["ischaemia_threshold"]),
        "dense-artery": (lambda row: bool(row["artery"]), lambda _, vessel: vessel, model["artery_threshold"]),
    }
    for name, (is_there, score, threshold) in targets.items():
        with_it = [score(one, v) for row, one, v in found if is_there(row)]
        without = [score(one, v) for row, one, v in found if not is_there(row)]
        share = lambda values: round(float(np.mean(values)), 3) if len(values) else None
        area = kit.auc(with_it, without)
        out[name] = {"with": len(with_it), "without": len(without), "auc": area and round(area, 3),
                     "sensitivity": share([v >= threshold for v in with_it]),
                     "specificity": share([v < threshold for v in without])}
    right_side = [one.side in row["ischaemia"] for row, one, _ in found if row["ischaemia"] and one.affected]
    errors = [scoring.aspects(one.affected) - row["aspects"] for row, one, _ in found]
    ill = [scoring.aspects(one.affected) - row["aspects"] for row, one, _ in found if row["ischaemia"]]
    out["side right of those called"] = round(float(np.mean(right_side)), 3) if right_side else None
    if errors:
        out["aspects"] = {"mean absolute error": round(float(np.abs(errors).mean()), 2),
                          "within 1": round(float((np.abs(errors) <= 1).mean()), 3)}
    if ill:
        out["aspects of those with ischaemia"] = {
            "mean error": round(float(np.mean(ill)), 2), "mean absolute error": round(float(np.abs(ill).mean()), 2),
            "within 1": round(float((np.abs(ill) <= 1).mean()), 3)}
    return out


def write(numbers, losses):
    """The atlas as JSON and as the module of the plugin, which has no files at run time."""
    as_runs = {**numbers, "cells": {name: runs(own) for name, own in numbers["cells"].items()}}
    (HERE / "atlas.json").write_text(json.dumps(as_runs, separators=(",", ":")) + "\n")
    lines = ['"""The average skull, the cells of the regions and the formulas. Written by models/aspects/train.py; do not edit."""',
             "", "import regions", "", "# fmt: off"]
    flat = {"skull": numbers["skull"], **{key: numbers[key] for key in numbers if key not in ("skull", "cells")}}
    for key, value in flat.items():
        if isinstance(value, float):
            lines.append(f"{key.upper()} = {value!r}")
        elif isinstance(value, dict):
            lines += [f"{key.upper()} = {{", *(f"    {name!r}: {row!r}," for name, row in value.items()), "}"]
        else:
            lines += [f"{key.upper()} = [", *(f"    {row!r}," for row in value), "]"]
    lines += ["# Rows of cells along x: the first x, how many, y and z.", "CELLS = regions.cells({"]
    for name, own in numbers["cells"].items():
        rows = runs(own)
        lines.append(f"    {name!r}: (")
        for start in range(0, len(rows), 6):
            lines.append("        " + " ".join(f"{row!r}," for row in rows[start:start + 6]))
        lines.append("    ),")
    lines.append("})")
    (PLUGIN / "atlas.py").write_text("\n".join(lines) + "\n")
    with open(HERE / "loss.csv", "w", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([("formula", "step", "loss"), *losses])


def runs(cells):
    """Rows of neighbouring cells along x: the first x, how many, y and z."""
    out = []
    for x, y, z in sorted(cells, key=lambda cell: (cell[2], cell[1], cell[0])):
        last = out[-1] if out else None
        if last and last[2:] == [y, z] and abs(last[0] + last[1] * regions.CELL_MM[0] - x) < 0.1:
            last[1] += 1
        else:
            out.append([x, 1, y, z])
    return [tuple(row) for row in out]


if __name__ == "__main__":
    main()
