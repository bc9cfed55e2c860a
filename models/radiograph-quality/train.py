"""Trains the network of the service radiograph-quality: one command from nothing to the files that the plugin takes.

Usage: train.py FOLDER [--short]
FOLDER keeps the phantoms' pictures between runs (about 1 GB). Writes quality.onnx, loss.csv and figures.json here, and
the thresholds, hashes and figures into plugin, card and README. `--short` shows in minutes that the way works; what it
makes is marked as provisional. Needs numpy, jax, optax, onnx and onnxruntime; no patient's image.
"""

import argparse
import hashlib
import json
import re
import shutil
import sys
from pathlib import Path

import jax
import jax.numpy as jnp
import numpy as np
import onnx
import optax

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "training"))

from frame import frame  # noqa: E402
from kit import Phantom, auc, fit, make_phantoms  # noqa: E402
from network import FAULTS, logits, model, parameters  # noqa: E402

PLUGIN = HERE.parent.parent / "plugins" / "radiograph-quality"
# First seed and number of the studies. Radiographs have the detector's full size: with half as many columns the noise on
# the network's cells is less by a third, and a network trained so takes good images for underexposed.
# Those of "mixed" also hold findings and devices, so that disease is no fault.
FULL = {
    "faults": (1, 700), "mixed": (10_001, 150), "mammography": (20_001, 16), "head-ct": (21_001, 16),
    "chest-ct": (22_001, 16), "tune": (430_001, 150), "steps": 2400,
}
SHORT = {
    "faults": (1, 36), "mixed": (10_001, 0), "mammography": (20_001, 2), "head-ct": (21_001, 2),
    "chest-ct": (22_001, 0), "tune": (430_001, 0), "steps": 60,
}
CHUNK = 50
BATCH, PEAK_RATE = 24, 2e-3
# In a batch: studies with a fault (of a fault that is drawn first, so that all are as frequent), and no frontal chests.
FAULTY_SHARE, OTHER_SHARE = 0.55, 0.15
# Share of the faultless tuning studies in which no fault is to be reported.
SPECIFICITY = 0.90
DRAW_SEED = 11


# Studies ----------------------------------------------------------------------------------------------------------

class Studies:
    """Pictures with what is known of each, kept in a folder and made chunk by chunk."""

    def __init__(self):
        self.pictures, self.numbers, self.faults, self.is_frontal, self.about = [], [], [], [], []

    def add(self, picture, numbers, faults, is_frontal, about):
        if picture is not None:
            self.pictures.append(picture.astype(np.float16))
            self.numbers.append(numbers)
            self.faults.append([float(word in faults) for word in FAULTS])
            self.is_frontal.append(float(is_frontal))
            self.about.append(about)

    def arrays(self):
        return {"pictures": np.array(self.pictures), "numbers": np.array(self.numbers, np.float32),
                "faults": np.array(self.faults, np.float32), "is_frontal": np.array(self.is_frontal, np.float32),
                "about": np.array([json.dumps(one) for one in self.about])}


def numbers_of(series):
    """As the service's frame.js: whether it was taken from the front, and whether with storage phosphor."""
    return [{"AP": 1.0, "PA": 0.0}.get(series["view"], 0.5), float(series["modality"] == "CR")]


def radiographs(folder, phantom, out, with_others):
    for number, series in enumerate(phantom.series):
        is_frontal = series["view"] in ("PA", "AP")
        if is_frontal or with_others:
            image = phantom.samples(number)[0]
            about = {"seed": phantom.seed, "difficulty": phantom.about["difficulty"], "view": series["view"],
                     "modality": series["modality"], "sex": phantom.about["sex"], "age": phantom.about["age"],
                     "is_inverted": series["is_inverted"]}
            faults = phantom.facts["quality-faults"] if is_frontal else []
            out.add(frame(image, series["spacing_mm"], series["is_inverted"]), numbers_of(series), faults, is_frontal, about)


def others(folder, phantom, out):
    """Pictures of what is no chest radiograph: mammograms, slices, and projections of a head."""
    numbers = [0.5, float(phantom.seed % 2)]
    about = {"seed": phantom.seed}
    for number, series in enumerate(phantom.series):
        samples = np.asarray(phantom.samples(number), np.float32)
        if len(samples) == 1:
            out.add(frame(samples[0], series["spacing_mm"], series["is_inverted"]), numbers, [], False, about)
            continue
        middle = samples[len(samples) // 2]
        out.add(frame(middle, series["spacing_mm"]), numbers, [], False, about)
        dense = np.clip(samples + 1000, 0, None)
        x_mm, y_mm, z_mm = series["spacing_mm"]
        z_mm *= (series["slices"][-1] - series["slices"][0]) / max(1, len(samples) - 1)
        for axis, across in ((1, x_mm), (2, y_mm)):
            # Heads in front and from the side; a CT of the chest made so would be a chest radiograph.
            if "head" in str(folder):
                out.add(frame(dense.mean(axis)[::-1], (across, z_mm)), numbers, [], False, about)


def group(folder, name, first, count, kind, take, **settings):
    """All studies of a group as arrays; a chunk that is there is not made again."""
    parts = []
    for start in range(first, first + count, CHUNK):
        n = min(CHUNK, first + count - start)
        kept = folder / f"{name}-{start}-{n}.npz"
        if not kept.is_file():
            raw, out = folder / f"{kind}-{start}", Studies()
            make_phantoms(raw, kind, start, n, **settings)
            for seed in range(start, start + n):
                take(raw, Phantom(raw, seed), out)
            partial = kept.with_suffix(".part.npz")
            np.savez_compressed(partial, **out.arrays())
            partial.rename(kept)
            shutil.rmtree(raw)
        print(kept.name, file=sys.stderr, flush=True)
        parts.append(dict(np.load(kept)))
    return joined(parts)


def joined(parts):
    parts = [part for part in parts if part is not None and len(part["pictures"])]
    return {key: np.concatenate([part[key] for part in parts]) for key in parts[0]} if parts else None


# Training ---------------------------------------------------------------------------------------------------------

def batches(studies, seed):
    """Batches without end: picture, numbers, wanted, and how much each answer counts."""
    rng = np.random.default_rng(seed)
    faults, frontal = studies["faults"], studies["is_frontal"] > 0.5
    by_fault = [np.flatnonzero(faults[:, k] > 0.5) for k in range(len(FAULTS))]
    by_fault = [found for found in by_fault if len(found)]
    good, wrong = np.flatnonzero(frontal & ~faults.any(1)), np.flatnonzero(~frontal)
    while True:
        pictures, numbers, wanted, counts = [], [], [], []
        for _ in range(BATCH):
            draw = rng.random()
            if draw < OTHER_SHARE:
                picture, own = other(rng, studies, good, wrong)
                wanted.append([0.0] * (len(FAULTS) + 1))
                counts.append([0.0] * len(FAULTS) + [1.0])
            else:
                is_faulty = draw < OTHER_SHARE + FAULTY_SHARE and by_fault
                idx = rng.choice(by_fault[rng.integers(len(by_fault))] if is_faulty else good)
                picture, own = studies["pictures"][idx].astype(np.float32), studies["numbers"][idx]
                wanted.append([*faults[idx], 1.0])
                counts.append([1.0] * (len(FAULTS) + 1))
            pictures.append(varied(rng, picture))
            # An unknown projection is 0.5.
            numbers.append([0.5 if rng.random() < 0.1 else own[0], own[1]])
        yield np.array(pictures, np.float32), np.array(numbers, np.float32), np.array(wanted, np.float32), \
            np.array(counts, np.float32)


def other(rng, studies, good, wrong):
    """What is no upright frontal chest: another study, or a chest lying, upside down, magnified, or mere noise."""
    how = rng.integers(6)
    if len(wrong) and how < 3:
        idx = rng.choice(wrong)
        return studies["pictures"][idx].astype(np.float32), studies["numbers"][idx]
    idx = rng.choice(good)
    picture, own = studies["pictures"][idx].astype(np.float32), studies["numbers"][idx]
    if how == 3:
        return picture[:, ::-1].copy(), own
    if how == 4:
        turned = np.zeros_like(picture)
        turned[1:] = -0.5
        rows = min(picture.shape[2], picture.shape[1])
        turned[:, :rows] = np.rot90(picture, 1, (1, 2))[:, :rows, :picture.shape[2]]
        return turned, own
    # A quarter of it at twice the size.
    y, x = rng.integers(0, picture.shape[1] // 2), rng.integers(0, picture.shape[2] // 2)
    part = picture[:, y:y + picture.shape[1] // 2, x:x + picture.shape[2] // 2]
    return np.repeat(np.repeat(part, 2, 1), 2, 2), own


def varied(rng, picture):
    """Moved by up to three cells, with another curve of the grey."""
    shift = rng.integers(-3, 4, 2)
    moved = np.roll(picture, shift, (1, 2))
    for axis, by in zip((1, 2), shift):
        empty = [slice(None)] * 3
        empty[axis] = slice(0, by) if by > 0 else slice(by, None)
        if by:
            moved[tuple(empty)] = np.array([0, -0.5, -0.5], np.float32)[:, None, None]
    moved[0] = np.clip(moved[0], 0, None) ** rng.uniform(0.9, 1.1)
    return moved


def loss(p, pictures, numbers, wanted, counts):
    answers, _ = logits(p, pictures, numbers)
    each = optax.sigmoid_binary_cross_entropy(answers, wanted) * jnp.where(wanted > 0.5, 2.0, 1.0)
    return (each * counts).sum() / counts.sum()


# Figures ----------------------------------------------------------------------------------------------------------

def answers(session, studies):
    found = [session.run(["score"], {"image": studies["pictures"][k:k + 16].astype(np.float32),
                                     "numbers": studies["numbers"][k:k + 16]})[0]
             for k in range(0, len(studies["pictures"]), 16)]
    return np.concatenate(found)


def thresholds(scores, is_good):
    """One for each fault: the same share of faultless studies lies below each, so that SPECIFICITY lie below all."""
    good = scores[is_good][:, :len(FAULTS)]
    best = np.ones(len(FAULTS))
    for share in np.linspace(1.0, 0.9, 101):
        at = np.clip(np.quantile(good, share, axis=0) + 1e-6, 0.02, 0.98)
        if (good < at).all(1).mean() < SPECIFICITY and share < 1.0:
            break
        best = at
    return [round(float(value), 4) for value in best]


def relative(scores, at):
    """As the service says it: 0.5 is the threshold."""
    at = np.asarray(at)
    return np.where(scores < at, 0.5 * scores / at, 0.5 + 0.5 * (scores - at) / (1 - at))


def measured(scores, studies, at):
    faults, about = studies["faults"] > 0.5, [json.loads(one) for one in studies["about"]]
    said = relative(scores[:, :len(FAULTS)], at)
    whole, is_faulty = said.max(1), faults.any(1)
    share = lambda hits: round(float(hits.mean()), 3) if len(hits) else None
    rounded = lambda value: None if value is None else round(value, 3)
    out = {"studies": len(faults), "faultless": int((~is_faulty).sum()),
           "any": {"auc": rounded(auc(whole[is_faulty], whole[~is_faulty])), "sensitivity": share(whole[is_faulty] >= 0.5),
                   "specificity": share(whole[~is_faulty] < 0.5)}, "faults": {}, "groups": {}}
    for k, word in enumerate(FAULTS):
        with_it = faults[:, k]
        out["faults"][word] = {
            "n": int(with_it.sum()), "auc": rounded(auc(said[with_it, k], said[~is_faulty, k])),
            "sensitivity": share(said[with_it, k] >= 0.5), "specificity": share(said[~is_faulty, k] < 0.5)}
    for key in ("difficulty", "view", "modality", "is_inverted"):
        for value in sorted({str(one[key]) for one in about}):
            own = np.array([str(one[key]) == value for one in about])
            out["groups"][f"{key}={value}"] = {
                "n": int(own.sum()), "auc": rounded(auc(whole[own & is_faulty], whole[own & ~is_faulty]))}
    return out


# What the plugin takes --------------------------------------------------------------------------------------------

def install(digest, at, figures, is_short):
    """Hashes, thresholds and figures into the files that name them."""
    for path in (PLUGIN / "plugin.toml", HERE / "model.toml", HERE / "README.md"):
        text = path.read_text()
        text = re.sub(r"[0-9a-f]{64}", digest, text)
        path.write_text(text)
    manifest = (PLUGIN / "plugin.toml").read_text()
    for name in ("sensitivity", "specificity"):
        manifest = re.sub(rf"(?m)^{name} = .*$", f"{name} = {figures['any'][name]}", manifest)
    (PLUGIN / "plugin.toml").write_text(manifest)
    lines = "".join(f"  '{word}': {value},\n" for word, value in zip(FAULTS, at))
    (PLUGIN / "thresholds.js").write_text(
        "//! From which probability on the network's answer counts as a fault; written by models/radiograph-quality/train.py.\n\n"
        f"/** In the order of the network's outputs. */\nexport const THRESHOLDS = {{\n{lines}}};\n")
    text = (HERE / "README.md").read_text()
    begin, end = "<!-- figures: begin -->", "<!-- figures: end -->"
    head, rest = text.split(begin)
    (HERE / "README.md").write_text(head + begin + "\n" + table(figures, at, is_short) + end + rest.split(end)[1])


def table(figures, at, is_short):
    if is_short:
        first = ("**Provisional**: this network was trained on a handful of studies for a minute, and these figures are of the "
                 "studies that it was trained on. They say that the way works and nothing about its worth.\n")
    else:
        first = "Measured on the studies that the thresholds were chosen on; those of unseen studies stand in [the table](../README.md).\n"
    show = lambda value: "" if value is None else f"{value:.2f}"
    rows = [f"| {word} | {one['n']} | {show(one['auc'])} | {show(one['sensitivity'])} | {show(one['specificity'])} | {value} |\n"
            for (word, one), value in zip(figures["faults"].items(), at)]
    whole = figures["any"]
    rows.append(f"| any | {figures['studies'] - figures['faultless']} | {show(whole['auc'])} | {show(whole['sensitivity'])} | "
                f"{show(whole['specificity'])} | |\n")
    groups = [f"| {name} | {one['n']} | {show(one['auc'])} |\n" for name, one in figures["groups"].items()]
    return (first + f"{figures['studies']} studies, {figures['faultless']} of them without a fault.\n\n"
            "| fault | studies with it | AUC | sensitivity | specificity | threshold |\n|---|---|---|---|---|---|\n"
            + "".join(rows) + "\n| group | studies | AUC of any fault |\n|---|---|---|\n" + "".join(groups))


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("folder", type=Path)
    arguments.add_argument("--short", action="store_true")
    arguments = arguments.parse_args()
    folder, plan = arguments.folder, SHORT if arguments.short else FULL
    folder.mkdir(parents=True, exist_ok=True)
    among = ",".join(FAULTS)
    frontal = lambda raw, phantom, out: radiographs(raw, phantom, out, False)
    both = lambda raw, phantom, out: radiographs(raw, phantom, out, True)
    studies = joined([
        group(folder, "faults", *plan["faults"], "chest-radiograph", both, among=among, prevalence=0),
        group(folder, "mixed", *plan["mixed"], "chest-radiograph", both, prevalence=0.5,
              among=among + ",nodule,consolidation,effusion,pneumothorax,cardiomegaly,hilar-mass,tuberculosis,device,skin-fold"),
        group(folder, "mammography", *plan["mammography"], "mammography", others, size=600),
        group(folder, "head-ct", *plan["head-ct"], "head-ct", others, size=160, every=2),
        group(folder, "chest-ct", *plan["chest-ct"], "chest-ct", others, size=160, every=10),
    ])
    tune = group(folder, "tune", *plan["tune"], "chest-radiograph", frontal, among=among, prevalence=0)
    if tune is None:
        own = studies["is_frontal"] > 0.5
        tune = {key: value[own] for key, value in studies.items()}
    p = fit(parameters(jax.random.PRNGKey(DRAW_SEED)), loss, batches(studies, DRAW_SEED), plan["steps"], PEAK_RATE,
            HERE / "loss.csv")

    import onnxruntime
    path = HERE / "quality.onnx"
    onnx.save(model(p), path)
    session = onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])
    example = {"image": studies["pictures"][:4].astype(np.float32), "numbers": studies["numbers"][:4]}
    score, places = session.run(["score", "places"], example)
    wanted = [np.asarray(jax.nn.sigmoid(one)) for one in logits(p, **{k: jnp.asarray(v) for k, v in example.items()})]
    worst = max(float(np.abs(score - wanted[0]).max()), float(np.abs(places - wanted[1]).max()))
    if worst > 1e-3:
        raise SystemExit(f"{path}: ONNX and JAX differ by {worst}")
    scores = answers(session, tune)
    at = thresholds(scores, ~(tune["faults"] > 0.5).any(1))
    figures = measured(scores, tune, at)
    figures["frontal"] = {"least of frontal chests": round(float(scores[:, -1].min()), 4),
                          "share below 0.5": round(float((scores[:, -1] < 0.5).mean()), 4)}
    wrong = studies["is_frontal"] < 0.5
    if wrong.any():
        seen = answers(session, {key: value[wrong] for key, value in studies.items()})[:, -1]
        figures["frontal"]["share of training's other pictures at 0.5 or more"] = round(float((seen >= 0.5).mean()), 4)
    data = path.read_bytes()
    digest = hashlib.sha256(data).hexdigest()
    figures |= {"is_provisional": arguments.short, "thresholds": dict(zip(FAULTS, at)), "bytes": len(data), "sha256": digest}
    (HERE / "figures.json").write_text(json.dumps(figures, indent=1) + "\n")
    install(digest, at, figures, arguments.short)
    print(json.dumps(figures["any"]), f"{len(data)} bytes, sha256 {digest}, differs from JAX by {worst:.1e}")


if __name__ == "__main__":
    main()
