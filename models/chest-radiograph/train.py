"""Trains the network of the chest-radiograph service on synthetic radiographs: one command, no patient's image.

Usage: train.py PHANTOMS [--short]
PHANTOMS is a folder for the phantoms (made here where they are missing; about 6 GB, with --short 0.2 GB). Written
beside this file: chest-radiograph.onnx, loss-patches.csv, loss.csv, figures.json, and into model.toml, README.md and the plugin's manifest
the SHA-256 and the figures. --short tries the way on few phantoms and few steps; its network is of no use.
Needs numpy, jax, optax, onnx, onnxruntime. Draws are seeded and steps counted; sums may round differently.
"""

import argparse
import hashlib
import json
import re
import sys
from pathlib import Path

import jax
import jax.numpy as jnp
import numpy as np
import onnx
import optax
from onnx import TensorProto, helper, numpy_helper

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "training")]

import kit
from steps import HEIGHT, LABELS, N_TOP, WIDTH, WORDS, channels, logit, peaks, prepared

# Numbers of studies and steps: (for use, --short).
PER_LABEL, NORMAL, TUNE = (80, 6), (360, 14), (260, 16)
# Studies with many lesions each, of what is small: an anatomy is dear, a lesion is not.
MANY = (480, 4)
MANY_KINDS = "nodule,nodule,nodule,tuberculosis,rib-fracture,rib-fracture,consolidation,hilar-mass,pneumothorax"
MANY_COUNT = 8
HEADS, BREASTS = (16, 2), (8, 1)
# First on patches of the maps, many of them on a lesion: in whole images these are rare, and small ones are not learned.
PATCH_STEPS, PATCH, PATCHES_A_STUDY = (3000, 10), 80, 4
# How often a patch is looked for in a study with each target: what is small or faint takes the most to learn.
WANTED = np.array([3, 2, 1, 1, 1, 3, 2, 1])
STEPS = (800, 15)
BATCH, PATCH_RATE, PEAK_RATE = 8, 3e-3, 1e-3
# Columns of the rendered radiographs: the frame's twice, so that noise and edges are those of a fine detector.
COLUMNS = 2 * WIDTH
IMITATORS = "device,nipple,skin-fold"
# First seeds. Below 400 000 for training, from there to 499 999 for scores and thresholds.
SEED_LABEL, SEED_MANY, SEED_NORMAL, SEED_HEAD, SEED_BREAST, SEED_TUNE = 200_000, 215_000, 220_000, 230_000, 231_000, 440_000
# A U-Net over the maps' grid; its second head: the labels, the cardiothoracic ratio, and whether it is a frontal chest.
NETWORK = kit.UNet(6, (16, 24, 32, 48, 64), len(LABELS), pooled=len(LABELS) + 2, hidden=64)
# The cardiothoracic ratio that 0 and 1 of the second head stand for, %.
RATIO = (30.0, 45.0)
# Share of the normal tuning studies that shall stay below the threshold of every label.
SPECIFICITY = 0.85


# Studies ----------------------------------------------------------------------------------------------------------

class Radiograph:
    """A frontal radiograph in the network's frame, with its truth."""

    def __init__(self, phantom):
        about = phantom.series[0]
        self.frame = prepared(np.asarray(phantom.samples(0)[0]), about["is_inverted"]).astype(np.float16)
        wanted = phantom.mask(LABELS, 0)[0]
        self.masks = np.stack([kit.reduced(wanted == 1 + k, COLUMNS * 2 // WIDTH) > 0.3 for k in range(len(LABELS))])
        self.presence = np.array([phantom.holds(code) for code in LABELS], np.float32)
        self.has_many = SEED_MANY <= phantom.seed < SEED_NORMAL
        self.ratio = phantom.facts["cardiothoracic-ratio"]
        self.difficulty, self.view, self.sex = phantom.about["difficulty"], about["view"], phantom.about["sex"]


def make(folder, short):
    """Renders what is missing; gives the phantoms of training, of normal training studies and of tuning."""
    n_label, n_normal, n_tune = PER_LABEL[short], NORMAL[short], TUNE[short]
    size, sick = {"size": COLUMNS}, []
    for k, word in enumerate(WORDS):
        first = SEED_LABEL + 1000 * k
        kit.make_phantoms(folder / word, "chest-radiograph", first, n_label, prevalence=1,
                          among=f"{word},{IMITATORS}", **size)
        sick += kit.load(folder / word, range(first, first + n_label))
    kit.make_phantoms(folder / "many", "chest-radiograph", SEED_MANY, MANY[short], prevalence=0, among=IMITATORS,
                      **{"many": MANY_KINDS, "many-count": MANY_COUNT}, **size)
    sick += kit.load(folder / "many", range(SEED_MANY, SEED_MANY + MANY[short]))
    kit.make_phantoms(folder / "normal", "chest-radiograph", SEED_NORMAL, n_normal, prevalence=0, **size)
    normal = kit.load(folder / "normal", range(SEED_NORMAL, SEED_NORMAL + n_normal))
    kit.make_phantoms(folder / "tune", "chest-radiograph", SEED_TUNE, n_tune, prevalence=0.6, **size)
    return sick + normal, kit.load(folder / "tune", range(SEED_TUNE, SEED_TUNE + n_tune))


def others(folder, frontal, short):
    """Frames of what is no frontal chest: laterals, heads as projections and as slices, breasts, turned chests, nothing."""
    frames = []
    for phantom in frontal:
        for number, series in enumerate(phantom.series[1:], 1):
            frames.append(prepared(np.asarray(phantom.samples(number)[0]), series["is_inverted"]))
    kit.make_phantoms(folder / "head", "head-ct", SEED_HEAD, HEADS[short], size=192, thickness=5)
    for phantom in kit.load(folder / "head", range(SEED_HEAD, SEED_HEAD + HEADS[short])):
        volume = np.clip(np.asarray(phantom.samples(0), np.float32) + 1000, 0, 2500)
        for axis in (1, 2):
            # Lengths of rays as greys, stretched to square pixels of a guess: slices are about 5 times as thick as wide.
            shadow = np.repeat(np.sqrt(volume.mean(axis))[::-1], 5, 0)
            frames.append(prepared(shadow, False))
        frames += [prepared(volume[at], False) for at in (len(volume) // 3, len(volume) // 2)]
    kit.make_phantoms(folder / "breast", "mammography", SEED_BREAST, BREASTS[short], size=400)
    for phantom in kit.load(folder / "breast", range(SEED_BREAST, SEED_BREAST + BREASTS[short])):
        for number, series in enumerate(phantom.series):
            frames.append(prepared(np.asarray(phantom.samples(number)[0]), series["is_inverted"]))
    for k, phantom in enumerate(frontal[::12]):
        image = np.asarray(phantom.samples(0)[0])
        image = image[::-1] if k % 3 == 0 else np.rot90(image, 1 if k % 3 == 1 else 3)
        frames.append(prepared(np.ascontiguousarray(image), phantom.series[0]["is_inverted"]))
    rng = np.random.default_rng(5)
    for _ in range(12):
        grain = np.kron(rng.random((24, 20)), np.ones((16, 16))) + rng.random((384, 320)) * rng.random()
        frames.append(prepared(grain, False))
    return [frame.astype(np.float16) for frame in frames]


# Training ---------------------------------------------------------------------------------------------------------

def warp(rng):
    """A small turn, stretch and shift as the matrix from new to old places, the frame's middle at 0."""
    angle, scale = rng.uniform(-0.06, 0.06), rng.uniform(0.88, 1.12, 1) * rng.uniform(0.96, 1.04, 2)
    c, s = np.cos(angle), np.sin(angle)
    return np.array([[c, -s], [s, c]]) / scale, rng.uniform(-14, 14, 2)


def taken(image, matrix, shift, step):
    """The image at the places of a warp, nearest pixel; black or nothing outside. `step`: frame pixels of one of it."""
    rows, columns = image.shape[-2:]
    y, x = np.mgrid[:rows, :columns].astype(np.float32)
    middle_y, middle_x = (rows - 1) / 2, (columns - 1) / 2
    dy, dx = y - middle_y, x - middle_x
    at_y = matrix[0, 0] * dy + matrix[0, 1] * dx + middle_y + shift[0] / step
    at_x = matrix[1, 0] * dy + matrix[1, 1] * dx + middle_x + shift[1] / step
    row, column = np.rint(at_y).astype(np.int32), np.rint(at_x).astype(np.int32)
    inside = (row >= 0) & (row < rows) & (column >= 0) & (column < columns)
    row, column = row.clip(0, rows - 1), column.clip(0, columns - 1)
    return image[..., row, column], inside


def varied(rng, frame):
    """Another warp of the frame and other greys; with the warp."""
    matrix, shift = warp(rng)
    image, inside = taken(frame.astype(np.float32), matrix, shift, 1)
    grey = np.clip((image + 1.5) / 3, 0, 1) ** np.exp(rng.uniform(-0.3, 0.3)) * 3 - 1.5
    grey = grey * rng.uniform(0.88, 1.12) + rng.uniform(-0.12, 0.12)
    grey += rng.normal(0, rng.uniform(0, 0.06), grey.shape)
    return np.where(inside, np.clip(grey, -1.5, 1.5), -1.5).astype(np.float32), matrix, shift


def batches(studies, foreign):
    """Whole images: of eight one is no frontal chest, three are normal, three have what an evaluation draws, one has many lesions."""
    rng = np.random.default_rng(1)
    normal = [s for s in studies if not s.presence.any()]
    many = [s for s in studies if s.has_many]
    few = [s for s in studies if s.presence.any() and not s.has_many]
    pools = (None, normal, normal, normal, few, few, few, many)
    n_pooled = len(LABELS) + 2
    while True:
        frames, masks, whole, counts = [], [], [], []
        for slot in range(BATCH):
            # What is no frontal chest has no labels and no ratio that count.
            if pools[slot] is None:
                frame, _, _ = varied(rng, foreign[rng.integers(len(foreign))])
                frames.append(frame)
                masks.append(np.zeros((len(LABELS), HEIGHT // 2, WIDTH // 2), np.float32))
                whole.append(np.zeros(n_pooled, np.float32))
                counts.append(np.eye(n_pooled, dtype=np.float32)[-1])
                continue
            study = pools[slot][rng.integers(len(pools[slot]))]
            frame, matrix, shift = varied(rng, study.frame)
            mask, inside = taken(study.masks, matrix, shift, 2)
            frames.append(frame)
            masks.append((mask & inside).astype(np.float32))
            ratio = np.clip((study.ratio - RATIO[0]) / RATIO[1], 0.01, 0.99)
            whole.append(np.concatenate([study.presence, [ratio, 1]]).astype(np.float32))
            counts.append(np.ones(n_pooled, np.float32))
        yield channels(np.stack(frames)), np.stack(masks), np.stack(whole), np.stack(counts)


def patches(studies):
    """Parts of the maps with what they hold: half of them with a part of a lesion, if the study has one."""
    rng = np.random.default_rng(2)
    with_label = [[s for s in studies if s.presence[k]] for k in range(len(LABELS))]
    shares = WANTED / WANTED.sum()
    normal = [s for s in studies if not s.presence.any()]
    rows, columns = HEIGHT // 2, WIDTH // 2
    while True:
        images, wanted = [], []
        for slot in range(BATCH):
            pool = normal if slot % 4 == 0 else with_label[rng.choice(len(LABELS), p=shares)]
            study = pool[rng.integers(len(pool))]
            frame, matrix, shift = varied(rng, study.frame)
            mask, inside = taken(study.masks, matrix, shift, 2)
            mask = (mask & inside).astype(np.float32)
            image = channels(frame[None])[0]
            seen = np.argwhere(mask.any(0))
            for number in range(PATCHES_A_STUDY):
                y, x = rng.uniform(0, rows), rng.uniform(0, columns)
                if number % 2 == 0 and len(seen):
                    y, x = seen[rng.integers(len(seen))] + rng.uniform(-PATCH / 3, PATCH / 3, 2)
                y, x = (int(np.clip(at - PATCH / 2, 0, n - PATCH)) for at, n in ((y, rows), (x, columns)))
                images.append(image[:, y:y + PATCH, x:x + PATCH])
                wanted.append(mask[:, y:y + PATCH, x:x + PATCH])
        yield np.stack(images), np.stack(wanted)


def patch_loss(parameters, image, masks):
    return kit.segmentation_loss(NETWORK(parameters, image)[0], masks)


def loss(parameters, image, masks, whole, counts):
    maps, said = NETWORK(parameters, image)
    each = optax.sigmoid_binary_cross_entropy(said, whole)
    # The ratio has no class: its share of the loss is the distance from what the truth itself would cost.
    least = optax.sigmoid_binary_cross_entropy(jax.scipy.special.logit(jnp.clip(whole[:, -2], 0.01, 0.99)), whole[:, -2])
    each = each.at[:, -2].set(6.0 * (each[:, -2] - least))
    frontal = counts[:, :1, None, None]
    return kit.segmentation_loss(maps, masks, frontal) + (each * counts).sum() / counts.sum()


# Scores -----------------------------------------------------------------------------------------------------------

def said(parameters, frames):
    """Logits of the labels by the second head and by the maps, the ratio's place and the frontal's, of each frame."""
    step = jax.jit(NETWORK.__call__)
    heads, tops = [], []
    for first in range(0, len(frames), BATCH):
        group = frames[first:first + BATCH]
        full = list(group) + [group[-1]] * (BATCH - len(group))
        maps, whole = step(parameters, jnp.asarray(channels(np.stack(full).astype(np.float32))))
        heads.append(np.asarray(jax.nn.sigmoid(whole))[:len(group)])
        tops.append(peaks(np.asarray(jax.nn.sigmoid(maps)))[:len(group)])
    heads, tops = np.concatenate(heads), np.concatenate(tops)
    n = len(LABELS)
    return logit(heads[:, :n]), logit(tops), heads[:, n], heads[:, n + 1]


def logistic(values, wanted, ridge=1.0):
    """Weights of the columns of `values` (n, k) and what is added, by which the logit of `wanted` is estimated; no weight below 0."""
    columns = np.column_stack([values, np.ones(len(values))])
    pull = ridge * np.diag([1.0] * values.shape[1] + [0.0])
    weights = np.zeros(columns.shape[1])
    for _ in range(50):
        p = 1 / (1 + np.exp(-columns @ weights))
        step = columns.T @ (wanted - p) - pull @ weights
        weights = weights + np.linalg.solve(columns.T @ (columns * (p * (1 - p))[:, None]) + pull + 1e-6 * np.eye(len(pull)), step)
    if values.shape[1] and weights[:-1].min() < 0:
        least = weights[:-1].argmin()
        return np.insert(logistic(np.delete(values, least, 1), wanted, ridge), least, 0.0)
    return weights


def combination(heads, tops, presence):
    """Per label the weights of head and map and what is added, so that 0.5 is the threshold of its score.

    Scores are calibrated: the same score means the same odds of a label whichever it is, so that one that the network
    sees badly does not drown the others in the highest of a study. One shift for all gives the normal studies their share.
    """
    lines = np.array([logistic(np.column_stack([heads[:, k], tops[:, k]]), presence[:, k]) for k in range(len(LABELS))])
    odds = lines[:, 0] * heads + lines[:, 1] * tops + lines[:, 2]
    normal = presence.sum(1) == 0
    limit = kit.threshold_at_specificity(odds[normal].max(1), SPECIFICITY)
    return lines[:, 0], lines[:, 1], lines[:, 2] - limit


def with_answers(model, weights, line):
    """Adds the output `answers` (n, 10): a score for each label, the cardiothoracic ratio in %, frontal or not."""
    graph, n = model.graph, len(LABELS)

    def constant(name, values, kind=np.float32):
        graph.initializer.append(numpy_helper.from_array(np.asarray(values, kind), name))
        return name

    def node(operator, inputs, output, **attributes):
        graph.node.append(helper.make_node(operator, inputs, [output] if isinstance(output, str) else output, **attributes))
        return output if isinstance(output, str) else output[0]

    def logits(source, name):
        low, high = constant(f"{name}_low", 1e-5), constant(f"{name}_high", 1 - 1e-5)
        p = node("Clip", [source, low, high], f"{name}_p")
        rest = node("Sub", [constant(f"{name}_one", 1), p], f"{name}_q")
        return node("Sub", [node("Log", [p], f"{name}_lp"), node("Log", [rest], f"{name}_lq")], f"{name}_logit")

    flat = node("Reshape", ["probability", constant("flat_shape", [0, n, -1], np.int64)], "flat")
    node("TopK", [flat, constant("top_n", [N_TOP], np.int64)], ["top", "top_at"], axis=-1)
    top = logits(node("ReduceMean", ["top"], "top_mean", axes=[2], keepdims=0), "map")
    ends = [constant(f"end{k}", [k], np.int64) for k in (0, n, n + 1, n + 2)]
    axis = constant("axis", [1], np.int64)
    part = lambda k, name: node("Slice", ["whole", ends[k], ends[k + 1], axis], name)
    head = logits(part(0, "labels"), "head")
    a, b, c = (constant(f"weight_{name}", values) for name, values in zip("abc", weights))
    both = node("Add", [node("Mul", [head, a], "by_head"), node("Mul", [top, b], "by_map")], "both")
    scores = node("Sigmoid", [node("Add", [both, c], "score_logit")], "scores")
    slope, offset = constant("ratio_slope", line[0]), constant("ratio_offset", line[1])
    ratio = node("Add", [node("Mul", [part(1, "ratio_place"), slope], "ratio_scaled"), offset], "ratio")
    node("Concat", [scores, ratio, part(2, "frontal")], "answers", axis=1)
    graph.output.append(helper.make_tensor_value_info("answers", TensorProto.FLOAT, ["n", n + 2]))
    onnx.checker.check_model(model, full_check=True)
    return model


# Figures ----------------------------------------------------------------------------------------------------------

def rounded(value, digits=3):
    return None if value is None else round(float(value), digits)


def figures(studies, scores, ratios, frontal, foreign, short):
    """What the tuning seeds gave; their thresholds were chosen on them, so that they are kind to the network."""
    presence = np.stack([study.presence for study in studies])
    sick, highest = presence.any(1), scores.max(1)
    off = ratios - np.array([study.ratio for study in studies])

    def group(chosen):
        chosen = np.array(chosen)
        a, b = sick & chosen, ~sick & chosen
        return {"auc": rounded(kit.auc(highest[a], highest[b])), "abnormal": int(a.sum()), "normal": int(b.sum()),
                "sensitivity": rounded((highest[a] >= 0.5).mean()) if a.any() else None,
                "specificity": rounded((highest[b] < 0.5).mean()) if b.any() else None}
    labels = {}
    for k, word in enumerate(WORDS):
        a, b = scores[presence[:, k] > 0, k], scores[presence[:, k] == 0, k]
        labels[word] = {"auc": rounded(kit.auc(a, b)), "studies": len(a),
                        "sensitivity": rounded((a >= 0.5).mean()) if len(a) else None,
                        "specificity": rounded((b < 0.5).mean())}
    return {
        "is_short": bool(short), "patch_steps": PATCH_STEPS[short], "steps": STEPS[short], "training": len(WORDS) * PER_LABEL[short] + MANY[short] + NORMAL[short],
        "study": group(np.ones(len(studies), bool)),
        "difficulty": {word: group([s.difficulty == word for s in studies]) for word in ("easy", "medium", "hard")},
        "view": {word: group([s.view == word for s in studies]) for word in ("PA", "AP")},
        "sex": {word: group([s.sex == word for s in studies]) for word in ("Female", "Male")},
        "labels": labels,
        "ratio": {"mean_error": rounded(off.mean(), 2), "mean_absolute_error": rounded(np.abs(off).mean(), 2)},
        "scope": {"frontal_kept": rounded((frontal >= 0.5).mean()), "others_refused": rounded((foreign < 0.5).mean()),
                  "others": len(foreign)},
    }


def table(f):
    """The figures as the card shows them."""
    show = lambda value: "none" if value is None else f"{value:.2f}"
    lines = [f"Training: {f['training']} studies, {f['patch_steps']} steps of {BATCH * PATCHES_A_STUDY} patches and {f['steps']} of {BATCH} images. "
             f"Tuning: {f['study']['abnormal']} abnormal and {f['study']['normal']} normal studies.", ""]
    if f["is_short"]:
        lines[:0] = ["Provisional: made by `train.py --short` on few phantoms and in few steps, to try the way. "
                     "This network is of no use yet.", ""]
    lines += ["| group of studies | AUC | sensitivity | specificity | abnormal | normal |", "|---|---|---|---|---|---|"]
    groups = {"all": f["study"], **f["difficulty"], **f["view"], **f["sex"]}
    lines += [f"| {name} | {show(g['auc'])} | {show(g['sensitivity'])} | {show(g['specificity'])} | {g['abnormal']} | "
              f"{g['normal']} |" for name, g in groups.items()]
    lines += ["", "| target | AUC | sensitivity | specificity | studies with it |", "|---|---|---|---|---|"]
    lines += [f"| {word} | {show(g['auc'])} | {show(g['sensitivity'])} | {show(g['specificity'])} | {g['studies']} |"
              for word, g in f["labels"].items()]
    lines += ["", f"Cardiothoracic ratio: mean error {f['ratio']['mean_error']:.1f}, mean absolute error "
              f"{f['ratio']['mean_absolute_error']:.1f} percentage points.",
              f"Scope: {show(f['scope']['frontal_kept'])} of the frontal chests are read, {show(f['scope']['others_refused'])} "
              f"of {f['scope']['others']} other images are refused (these were seen in training)."]
    return "\n".join(lines)


def publish(f):
    """Puts the digest and the figures where they are shown."""
    digest = hashlib.sha256((HERE / "chest-radiograph.onnx").read_bytes()).hexdigest()
    manifest = HERE.parent.parent / "plugins" / "chest-radiograph" / "plugin.toml"
    for path in (HERE / "model.toml", manifest):
        text = re.sub(r'(?m)^sha256 = "[0-9a-f]*"', f'sha256 = "{digest}"', path.read_text())
        for key in ("sensitivity", "specificity"):
            if f["study"][key] is not None:
                text = re.sub(rf"(?m)^{key} = [0-9.]+", f"{key} = {f['study'][key]}", text)
        path.write_text(text)
    card = HERE / "README.md"
    text = re.sub(r"(?s)(<!-- figures: begin -->\n).*(<!-- figures: end -->)", lambda m: m[1] + table(f) + "\n" + m[2],
                  card.read_text())
    card.write_text(text)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("phantoms", type=Path)
    parser.add_argument("--short", action="store_true")
    wanted = parser.parse_args()
    short = int(wanted.short)
    folder = wanted.phantoms / ("short" if short else "full")
    for word in (*WORDS, "many", "normal", "tune", "head", "breast"):
        (folder / word).mkdir(parents=True, exist_ok=True)
    training, tuning = make(folder, short)
    foreign = others(folder, training, short)
    studies, tune = [Radiograph(p) for p in training], [Radiograph(p) for p in tuning]
    parameters = NETWORK.parameters(jax.random.key(0))
    parameters = kit.fit(parameters, patch_loss, patches(studies), PATCH_STEPS[short], PATCH_RATE, HERE / "loss-patches.csv")
    parameters = kit.fit(parameters, loss, batches(studies, foreign), STEPS[short], PEAK_RATE, HERE / "loss.csv")

    heads, tops, places, frontal = said(parameters, [study.frame for study in tune])
    weights = combination(heads, tops, np.stack([study.presence for study in tune]))
    ratios = np.array([study.ratio for study in tune])
    line = np.polyfit(places, ratios, 1) if places.std() > 1e-3 else np.array([0.0, ratios.mean()])
    model = with_answers(NETWORK.onnx(parameters, "chest-radiograph"), weights, line)
    example = channels(np.stack([study.frame for study in tune[:2]]).astype(np.float32))
    kit.save(model, HERE / "chest-radiograph.onnx", NETWORK, parameters, example)
    scores = 1 / (1 + np.exp(-(weights[0] * heads + weights[1] * tops + weights[2])))
    check(example, scores[:2])
    _, _, _, refused = said(parameters, foreign)
    found = figures(tune, scores, line[0] * places + line[1], frontal, refused, short)
    (HERE / "figures.json").write_text(json.dumps(found, indent=1) + "\n")
    publish(found)
    print(table(found))


def check(example, scores):
    """The network in the file gives the scores that the thresholds were chosen by."""
    import onnxruntime
    session = onnxruntime.InferenceSession(str(HERE / "chest-radiograph.onnx"), providers=["CPUExecutionProvider"])
    answers = session.run(["answers"], {"image": example})[0]
    worst = np.abs(answers[:, :len(LABELS)] - scores).max()
    if worst > 1e-3:
        raise SystemExit(f"chest-radiograph.onnx: scores differ by {worst}")


if __name__ == "__main__":
    main()
