"""Trains the three networks of the mammography service on synthetic mammograms and chooses its operating point.

Usage: train.py WORK [--quick] [--only NETWORK]
WORK gets the phantoms, reduced, about 20 MB each.
Makes the phantoms, trains, writes tissue.onnx, calcium.onnx, density.onnx, loss-*.csv and figures.json here, and puts
digests, threshold and calibration into model.toml, README.md and plugins/mammography. --quick: the small numbers below.
--only: trains one of the three (or none) and leaves the others as they are.
Needs what ../training/kit.py needs, and scipy. All draws are seeded and steps are counted, never timed.
"""

import argparse
import hashlib
import json
import pickle
import re
import sys
from pathlib import Path

import jax
import jax.numpy as jnp
import numpy as np
import onnxruntime
from scipy import ndimage, optimize

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "training"))
import kit
import service
from service import TARGETS

PLUGIN = HERE.parent.parent / "plugins" / "mammography"
# First seed, number of studies, settings. Most hold many lesions: an anatomy is dear, a lesion is not. All networks
# learn from "train", those of tissue and of calcifications also from the group of their name. Studies of "tissue" are
# kept without their fine planes, which are large and serve the calcifications alone.
MANY = {"prevalence": 1.0, "many-count": 5}
SETS = {
    "train": [(310000, 108, {"prevalence": 0.8}),
              (320000, 96, {**MANY, "many": "mass,mass,calcifications,distortion,asymmetry,benign-mass"})],
    "tissue": [(330000, 144, {**MANY, "many": "mass,mass,distortion,distortion,asymmetry,benign-mass"}),
               # What breasts without a finding look like, and by how much the two sides differ by nature.
               (350000, 72, {"prevalence": 0.0})],
    # What calcifications are taken for where they are rare among the other studies: calcified vessels and benign forms.
    "calcium": [(340000, 84, {"prevalence": 0.4, "many-count": 4,
                              "many": "vascular-calcium,vascular-calcium,benign-calcifications,calcifications"})],
    "tune": [(410000, 108, {"prevalence": 0.5})],
}
# Steps before and after the networks are shown their mistakes; of the density network in one go.
TISSUE_STEPS, CALCIUM_STEPS, DENSITY_STEPS = (2400, 2000), (900, 1100), 1200
# Small enough to see in a few minutes of a busy machine that all parts fit; what it makes is worth nothing.
QUICK = {"counts": {"train": (6, 4), "tissue": (4, 4), "calcium": (4,), "tune": (8,)}, "tissue": (8, 0), "calcium": (8, 0), "density": 24, "patches": (96, 96, 2)}
TISSUE = kit.UNet(5, (12, 16, 24, 32, 48), 3)
CALCIUM = kit.UNet(3, (10, 16, 24, 32), 1)
DENSITY = kit.UNet(1, (8, 12, 16), 1, bias=-1.5)
TISSUE_PATCH, CALCIUM_PATCH, BATCH = 160, 128, 8
RATE = 2e-3
SPECIFICITY = 0.85
KINDS = ("mass", "distortion", "asymmetry")
LETTERS = "abcd"


# Studies ----------------------------------------------------------------------------------------------------------

class Study:
    """A phantom's views, reduced, with its truth. Views are keyed by side and projection."""

    def __init__(self, folder, seed):
        phantom = kit.Phantom(folder, seed)
        about = phantom.about
        self.seed, self.difficulty = seed, about["difficulty"]
        self.letter, self.share = phantom.facts["breast-density"], phantom.facts["glandular-share"] / 100
        words = {code: word for word, code in TARGETS.items()}
        self.lesions = [(words[lesion["code"]], lesion["laterality"][0]) for lesion in phantom.lesions]
        self.views = {}
        for number, series in enumerate(phantom.series):
            fine = phantom.samples(number)[0]
            view = service.View(-fine if series["is_inverted"] else fine, phantom.labels(number)[0])
            self.views[series["laterality"][0], series["view"]] = view

    def forget_fine(self):
        """Leaves out the planes of 0.2 mm, which take most of the memory."""
        for view in self.views.values():
            view.calcium = None

    def other(self, key):
        return self.views.get(("L" if key[0] == "R" else "R", key[1]))

    def wanted(self, key, word, step=1):
        """The mask of a kind in a view."""
        numbers = [i + 1 for i, (kind, _) in enumerate(self.lesions) if kind == word]
        return np.isin(self.views[key].labels, numbers)


def studies(work, name, counts=None):
    """Renders a few phantoms at a time and keeps them reduced; what is there already is taken."""
    found = []
    for number, (first, count, settings) in enumerate(SETS[name]):
        count = counts[number] if counts else count
        for start in range(first, first + count, 12):
            seeds = range(start, min(start + 12, first + count))
            missing = [seed for seed in seeds if not (work / f"{seed}.pickle").is_file()]
            if missing:
                raw = work / "raw"
                kit.make_phantoms(raw, "mammography", seeds[0], len(seeds), **settings)
                for seed in missing:
                    study = Study(raw, seed)
                    if name == "tissue":
                        study.forget_fine()
                    (work / f"{seed}.pickle").write_bytes(pickle.dumps(study, 4))
                for file in (file for seed in seeds for file in raw.glob(f"{seed}[.-]*")):
                    file.unlink()
                print(f"{name}: {seeds[-1] + 1 - first} of {count}", file=sys.stderr, flush=True)
            found += [pickle.loads((work / f"{seed}.pickle").read_bytes()) for seed in seeds]
    return found


# Patches ----------------------------------------------------------------------------------------------------------

class Places:
    """Where patches are cut: on lesions of each kind in turn, at mistakes, anywhere in a breast, there as often in a study
    without a finding as in any."""

    def __init__(self, all_studies, words, seed):
        self.studies, self.rng, self.words = all_studies, np.random.default_rng(seed), words
        self.keys = [(i, key) for i, study in enumerate(all_studies) for key in study.views]
        self.calm = [(i, key) for i, key in self.keys if not all_studies[i].lesions] or self.keys
        self.lesions = {word: [] for word in words}
        for i, key in self.keys:
            for word in words:
                at = np.argwhere(all_studies[i].wanted(key, word))
                if len(at):
                    self.lesions[word].append((i, key, at))
        self.mistakes = []

    def draw(self, jitter):
        """Study, view, and a pixel (row, column) of the coarse plane."""
        draw, rng = self.rng.random(), self.rng
        if draw < 0.5:
            lesions = self.lesions[self.words[rng.integers(len(self.words))]]
            if lesions:
                i, key, at = lesions[rng.integers(len(lesions))]
                return i, key, at[rng.integers(len(at))] + rng.integers(-jitter, jitter + 1, 2)
        if draw < 0.75 and self.mistakes:
            i, key, at = self.mistakes[rng.integers(len(self.mistakes))]
            return i, key, np.array(at) + rng.integers(-jitter, jitter + 1, 2)
        keys = self.calm if rng.random() < 0.5 else self.keys
        i, key = keys[rng.integers(len(keys))]
        view = self.studies[i].views[key]
        while True:
            at = rng.integers((0, 0), (view.coarse.shape[0], view.used))
            if view.breast[tuple(at)]:
                return i, key, at


def cut(planes, at, size, air):
    """A square around a pixel; moved into the plane at the chest wall and the upper border, air beyond the others."""
    first = np.maximum(np.asarray(at) - size // 2, 0)
    part = planes[:, first[0]:first[0] + size, first[1]:first[1] + size]
    out = np.empty((len(planes), size, size), np.float32)
    out[:] = np.asarray(air, np.float32)[:, None, None]
    out[:, :part.shape[1], :part.shape[2]] = part
    return out


def tissue_batches(places):
    rng = places.rng
    while True:
        images, masks = [], []
        for _ in range(BATCH):
            i, key, at = places.draw(40)
            study = places.studies[i]
            view = study.views[key]
            other = study.other(key) if rng.random() < 0.85 else None
            image = cut(view.tissue(other), at, TISSUE_PATCH, service.TISSUE_AIR)
            mask = cut(np.stack([study.wanted(key, word) for word in KINDS]), at, TISSUE_PATCH, (0, 0, 0))
            air = image[:2] <= -1
            image[:2] = np.clip(image[:2] * rng.uniform(0.9, 1.1) + rng.uniform(-0.08, 0.08), -1, 1.5)
            image[:2][air] = -1
            image[2] *= rng.uniform(0.8, 1.2)
            if rng.random() < 0.5:
                image, mask = image[:, ::-1], mask[:, ::-1]
            images.append(image)
            masks.append(mask)
        yield np.stack(images), np.stack(masks)


def calcium_batches(places):
    rng = places.rng
    while True:
        images, masks = [], []
        for _ in range(BATCH):
            i, key, at = places.draw(20)
            study = places.studies[i]
            at = np.asarray(at) * 2
            image = cut(study.views[key].calcium.astype(np.float32), at, CALCIUM_PATCH, (0, 0, -1))
            mask = study.wanted(key, "calcifications").repeat(2, 0).repeat(2, 1)[None]
            mask = cut(mask, at, CALCIUM_PATCH, (0,))
            image[:2] *= rng.uniform(0.85, 1.15)
            for axis in (1, 2):
                if rng.random() < 0.5:
                    image, mask = np.flip(image, axis), np.flip(mask, axis)
            images.append(image)
            masks.append(mask)
        yield np.stack(images), np.stack(masks)


def density_batches(all_studies, seed):
    rng = np.random.default_rng(seed)
    views = [(service.density_planes(view), study.share) for study in all_studies for view in study.views.values()]
    rows = max(service.padded(v[0][0], 4, (-1,)).shape[2] for v in views)
    columns = max(service.padded(v[0][0], 4, (-1,)).shape[3] for v in views)
    while True:
        images, insides, shares = [], [], []
        for idx in rng.integers(len(views), size=BATCH):
            (grey, inside), share = views[idx]
            image, weight = np.full((1, rows, columns), -1, np.float32), np.zeros((1, rows, columns), np.float32)
            image[:, :grey.shape[1], :grey.shape[2]] = grey
            weight[:, :inside.shape[0], :inside.shape[1]] = inside
            if rng.random() < 0.5:
                image, weight = image[:, ::-1], weight[:, ::-1]
            images.append(image)
            insides.append(weight)
            shares.append(share)
        yield np.stack(images), np.stack(insides), np.array(shares, np.float32)


# Training ---------------------------------------------------------------------------------------------------------

def session(path):
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 2
    return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])


def mistakes(all_studies, maps_of):
    """Where a network sees what is not there: peaks of 0.2 and more 8 mm and more from the truth, in every other study."""
    found = []
    for i, study in list(enumerate(all_studies))[::2]:
        for key in study.views:
            for word, plane in maps_of(study, key).items():
                near = ndimage.binary_dilation(study.wanted(key, word)[:, :plane.shape[1]], iterations=20)
                for candidate in service.candidates(plane, word):
                    x, y = candidate["peak"]
                    if candidate["score"] >= 0.2 and not near[y, x]:
                        found.append((i, key, (y, x)))
    return found


def train(name, network, places, batches, steps, rate, maps_of):
    """Two rounds; the second sees the mistakes of the first."""
    loss = lambda p, image, wanted: kit.segmentation_loss(network(p, image), wanted)
    parameters = network.parameters(jax.random.key(len(name)))
    for number, n_steps in enumerate(n for n in steps if n):
        log = HERE / f"loss-{name}-{number + 1}.csv"
        parameters = kit.fit(parameters, loss, batches(places), n_steps, rate / (1 + number), log)
        size = 64
        example = np.random.default_rng(1).normal(size=(1, network.n_in, size, size)).astype(np.float32)
        kit.save(network.onnx(parameters, name), HERE / f"{name}.onnx", network, parameters, example)
        if number == 0:
            running = session(HERE / f"{name}.onnx")
            places.mistakes = mistakes(places.studies, lambda study, key: maps_of(running, study, key))
            print(f"{name}: {len(places.mistakes)} mistakes", file=sys.stderr, flush=True)


def tissue_of(running, study, key):
    return service.tissue_maps(running, study.views[key], study.other(key))


def calcium_of(running, study, key):
    return {"calcifications": service.calcium_map(running, study.views[key])}


def train_density(all_studies, n_steps):
    def loss(p, image, inside, share):
        said = (jax.nn.sigmoid(DENSITY(p, image)) * inside).sum((1, 2, 3)) / inside.sum((1, 2, 3))
        return 100 * ((said - share) ** 2).mean()
    parameters = DENSITY.parameters(jax.random.key(7))
    batches = density_batches(all_studies, 7)
    parameters = kit.fit(parameters, loss, batches, n_steps, 4e-3, HERE / "loss-density.csv")
    example = np.random.default_rng(1).normal(size=(1, 1, 64, 64)).astype(np.float32)
    kit.save(DENSITY.onnx(parameters, "density"), HERE / "density.onnx", DENSITY, parameters, example)


# Operating point --------------------------------------------------------------------------------------------------

def read(study, running):
    """Lesions by kind and side, and the share of gland, as the service finds them."""
    found = {word: [] for word in TARGETS}
    maps = {key: tissue_of(running["tissue"], study, key) | calcium_of(running["calcium"], study, key)
            for key in study.views}
    for word in TARGETS:
        for side in "RL":
            keys = [key for key in ((side, "CC"), (side, "MLO")) if key in study.views]
            views = [(study.views[key], service.candidates(maps[key][word], word)) for key in keys]
            of_view = {id(study.views[key]): key for key in keys}
            for score, seen in service.joined(views):
                on = [int(study.views[of_view[id(view)]].labels[c["peak"][1], c["peak"][0]]) for view, c in seen]
                own = [n - 1 for n in on if n and study.lesions[n - 1][0] == word]
                found[word].append({"score": score, "side": side, "lesion": own[0] if own else None})
    shares = [service.share(running["density"], view) for view in study.views.values()]
    return found, float(np.mean(shares))


def calibration(scores, is_present):
    """Offset and slope of the log odds by logistic regression, the slope held near 1 where there are few studies."""
    x, y = service.logit(np.array(scores)), np.array(is_present, float)
    def loss(line):
        odds = line[0] + line[1] * x
        return (np.logaddexp(0, odds) - y * odds).mean() + 0.01 * (line[1] - 1) ** 2
    a, b = optimize.minimize(loss, [0.0, 1.0], method="BFGS").x
    return round(float(a), 3), round(float(max(b, 0.2)), 3)


def cuts(all_studies):
    """The shares that part the letters best among the studies of the training."""
    shares, letters = np.array([s.share for s in all_studies]), np.array([LETTERS.index(s.letter) for s in all_studies])
    grid = np.arange(0.02, 0.6, 0.005)
    def best(k):
        wrong = [((shares >= cut) != (letters >= k)).sum() for cut in grid]
        return round(float(grid[np.flatnonzero(wrong == np.min(wrong))].mean()), 3)
    return [best(k) for k in (1, 2, 3)]


def figures(all_studies, train_studies, n_more):
    running = {name: session(HERE / f"{name}.onnx") for name in ("tissue", "calcium", "density")}
    readings = [read(study, running) for study in all_studies]
    highest = lambda found, word: max((one["score"] for one in found[word]), default=0.0)
    present = {word: [any(kind == word for kind, _ in study.lesions) for study in all_studies] for word in TARGETS}
    lines = {word: calibration([highest(found, word) for found, _ in readings], present[word]) for word in TARGETS}
    probability = lambda word, score: float(1 / (1 + np.exp(-(lines[word][0] + lines[word][1] * service.logit(score)))))
    scores = {word: np.array([probability(word, highest(found, word)) for found, _ in readings]) for word in TARGETS}
    study_scores = np.max(list(scores.values()), 0)
    abnormal = np.array([bool(study.lesions) for study in all_studies])
    threshold = round(kit.threshold_at_specificity(study_scores[~abnormal], SPECIFICITY), 3)
    def group(which):
        which = np.array(which)
        hit = of = false = 0
        for study, (found, _), is_in in zip(all_studies, readings, which):
            if is_in:
                said = [(w, one) for w in TARGETS for one in found[w] if probability(w, one["score"]) >= threshold]
                hit += len({one["lesion"] for _, one in said if one["lesion"] is not None})
                of += len(study.lesions)
                false += sum(one["lesion"] is None for _, one in said)
        positive = study_scores >= threshold
        share = lambda what, mask: round(float(what[mask].mean()), 3) if mask.any() else None
        return {"studies": int(which.sum()), "abnormal": int((which & abnormal).sum()),
                "auc": kit.auc(study_scores[which & abnormal], study_scores[which & ~abnormal]),
                "sensitivity": share(positive, which & abnormal), "specificity": share(~positive, which & ~abnormal),
                "lesions": of, "lesions-found": hit, "false-marks-a-study": round(false / max(1, int(which.sum())), 2)}
    parts = cuts(train_studies)
    said = np.array([share for _, share in readings])
    letters = ["abcd"[sum(share >= cut for cut in parts)] for share in said]
    return {
        "seeds": {"train": [[first, first + n - 1] for first, n, _ in SETS["train"] + SETS["tissue"] + SETS["calcium"]], "tune": [first for first, *_ in SETS["tune"]]},
        "studies": {"train": len(train_studies) + n_more, "tune": len(all_studies)},
        "threshold": threshold, "calibration": lines, "density-cuts": parts,
        "all": group([True] * len(all_studies)),
        "by-difficulty": {word: group([s.difficulty == word for s in all_studies]) for word in ("easy", "medium", "hard")},
        "by-density": {letter: group([s.letter == letter for s in all_studies]) for letter in LETTERS},
        "auc-of-kind": {word: kit.auc(scores[word][np.array(present[word])], scores[word][~np.array(present[word])])
                        for word in TARGETS},
        "density": {"letters-right": round(float(np.mean([a == s.letter for a, s in zip(letters, all_studies)])), 3),
                    "mean-error-percent": round(float(np.abs(said - [s.share for s in all_studies]).mean() * 100), 2)},
    }


# Files ------------------------------------------------------------------------------------------------------------

def replaced(path, pattern, text):
    """Puts `text` where exactly one part of the file fits the pattern."""
    old = path.read_text()
    new, n = re.subn(pattern, lambda _: text, old, flags=re.S)
    if n != 1:
        raise SystemExit(f"{path}: expected one place like {pattern}, found {n}")
    path.write_text(new)


def write(found):
    """Digests and numbers into the card for programs, the card for people, the manifest and the source of the guest."""
    (HERE / "figures.json").write_text(json.dumps(found, indent=1) + "\n")
    digests = {name: hashlib.sha256((HERE / f"{name}.onnx").read_bytes()).hexdigest() for name in ("tissue", "calcium", "density")}
    for path in (HERE / "model.toml", PLUGIN / "plugin.toml"):
        for name, digest in digests.items():
            file = f"{name}.onnx" if path.parent == HERE else f"models/{name}.onnx"
            replaced(path, rf'file = "{file}"\nsha256 = "[0-9a-f]*"', f'file = "{file}"\nsha256 = "{digest}"')
    total = found["all"]
    known = {key: total[key] for key in ("sensitivity", "specificity") if total[key] is not None}
    point = (f"threshold = {found['threshold']}\n" + "".join(f"{key} = {value}\n" for key, value in known.items())
             + f"false-positives-per-study = {total['false-marks-a-study']}\n"
             f"dataset = \"{total['studies']} synthetic mammograms of the tuning seeds, {total['abnormal']} of them abnormal\"\n")
    replaced(PLUGIN / "plugin.toml", r"threshold = [^\n]*\n(?:[a-z-]+ = [^\n]*\n)*?dataset = [^\n]*\n", point)
    replaced(PLUGIN / "plugin.toml", r"default = [0-9.]+\n", f"default = {found['threshold']}\n")
    number = lambda value: repr(float(value))
    pairs = "".join(f"    ({number(a)}, {number(b)}),\n" for a, b in found["calibration"].values())
    (PLUGIN / "src" / "operating.rs").write_text(f"""//! The numbers that the training chose on its tuning seeds. Written by `models/mammography/train.py`.

/// Findings at or above are reported, where the user sets nothing else.
pub(crate) const THRESHOLD: f64 = {number(found['threshold'])};

/// Offset and slope that make a probability of a score's log odds: mass, calcifications, distortion, asymmetry.
pub(crate) const CALIBRATION: [(f64, f64); 4] = [
{pairs}];

/// From these shares of glandular tissue the density is b, c, d.
pub(crate) const DENSITY_CUTS: [f64; 3] = [{', '.join(number(cut) for cut in found['density-cuts'])}];
""")
    replaced(HERE / "README.md", r"<!-- figures -->.*<!-- end of figures -->", table(found, digests))


def table(found, digests):
    show = lambda value: "-" if value is None else f"{value:.2f}"
    rows = [("all", found["all"])] + [(f"{word}", row) for word, row in found["by-difficulty"].items()]
    rows += [(f"density {letter}", row) for letter, row in found["by-density"].items()]
    text = ["<!-- figures -->", f"Training: {found['studies']['train']} studies; tuning: {found['studies']['tune']} studies.", "",
            "| file | SHA-256 |", "|---|---|"]
    text += [f"| `{name}.onnx` | `{digest}` |" for name, digest in digests.items()]
    text += ["", f"At the threshold {found['threshold']} on the tuning seeds, on which threshold and calibration were chosen, so that these figures flatter:",
             "", "| studies | number | abnormal | AUC | sensitivity | specificity | lesions found | false marks a study |",
             "|---|---|---|---|---|---|---|---|"]
    text += [f"| {name} | {row['studies']} | {row['abnormal']} | {show(row['auc'])} | {show(row['sensitivity'])} | "
             f"{show(row['specificity'])} | {row['lesions-found']} of {row['lesions']} | {row['false-marks-a-study']} |" for name, row in rows]
    kinds = ", ".join(f"{word} {show(value)}" for word, value in found["auc-of-kind"].items())
    text += ["", f"- Area under the ROC curve of each kind, studies with against studies without: {kinds}.",
             f"- Share of glandular tissue: off by {found['density']['mean-error-percent']} percent points on average; density letter right in "
             f"{found['density']['letters-right'] * 100:.0f} % of the studies.", "<!-- end of figures -->"]
    return "\n".join(text)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("work", type=Path)
    parser.add_argument("--quick", action="store_true", help="few phantoms, few steps")
    parser.add_argument("--only", choices=("density", "calcium", "tissue", "none"),
                        help="train this network alone and leave the others as they are; each has draws of its own, so that it "
                             "becomes what it becomes when all are trained")
    chosen = parser.parse_args()
    chosen.work.mkdir(parents=True, exist_ok=True)
    counts = QUICK["counts"] if chosen.quick else dict.fromkeys(SETS)
    steps = (QUICK["tissue"], QUICK["calcium"], QUICK["density"]) if chosen.quick else (TISSUE_STEPS, CALCIUM_STEPS, DENSITY_STEPS)
    if chosen.quick:
        global TISSUE_PATCH, CALCIUM_PATCH, BATCH
        TISSUE_PATCH, CALCIUM_PATCH, BATCH = QUICK["patches"]
    train_studies = studies(chosen.work, "train", counts["train"])
    tissue_studies = studies(chosen.work, "tissue", counts["tissue"])
    tune_studies = studies(chosen.work, "tune", counts["tune"])
    calcium_studies = studies(chosen.work, "calcium", counts["calcium"])
    is_wanted = lambda name: chosen.only in (None, name)
    if is_wanted("density"):
        train_density(train_studies, steps[2])
    if is_wanted("calcium"):
        places = Places(train_studies + calcium_studies, ("calcifications",), 2)
        train("calcium", CALCIUM, places, calcium_batches, steps[1], RATE, calcium_of)
    if is_wanted("tissue"):
        places = Places(train_studies + tissue_studies, KINDS, 1)
        train("tissue", TISSUE, places, tissue_batches, steps[0], RATE, tissue_of)
    found = figures(tune_studies, train_studies, len(tissue_studies) + len(calcium_studies))
    write(found)
    print(json.dumps(found, indent=1))


if __name__ == "__main__":
    main()
