"""Trains the two networks of the chest-ct service on synthetic chests: one command, no patient's image.

    python3 models/chest-ct/train.py FOLDER [--short]

`--short` takes a handful of phantoms and of steps: the whole way in a minute, for networks of no use.
FOLDER gets the phantoms (7 MB each; those that are there are kept). Written: `organs.onnx`, `spine.onnx`, `loss.csv`,
`loss-spine.csv` and `figures.json` here, their SHA-256 in `model.toml` here and in the manifest of plugins/chest-ct,
and the limits that were chosen in `limits.js` there. All draws are seeded and steps are counted.
"""

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
from scipy import ndimage

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "training"))

import kit  # noqa: E402
import measure as m  # noqa: E402

IS_SHORT = "--short" in sys.argv
# Phantoms: first seed and number. Of those of "spine" most have a broken or a thin vertebra; those of "filled" have
# lungs with consolidation and infiltrates, and air or fluid around them, which are rare among the mixed ones.
TRAIN, TRAIN_SPINE, TRAIN_FILLED = (20001, 8 if IS_SHORT else 120), (60001, 4 if IS_SHORT else 60), (40001, 4 if IS_SHORT else 90)
TUNE, TUNE_SPINE, TUNE_FILLED = (410001, 2 if IS_SHORT else 40), (450001, 1 if IS_SHORT else 20), (470001, 1 if IS_SHORT else 36)
FILLED = "consolidation,pneumothorax,infiltrates,effusion"
AMONG = ("effusion,emphysema,infiltrates,consolidation,pneumothorax,aortic-dilatation,trunk-dilatation,"
         "coronary-calcium,vertebral-fracture,low-bone-density,calcified-nodule,solid-nodule")
SETTINGS = {"size": 128, "slices": 108, "thickness": 3, "organs": 1, "enhanced": 0.25, "prevalence": 0.85}
# Training.
ORGAN_WIDTHS, ORGAN_STEPS, ORGAN_BATCH, ORGAN_RATE = (12, 24, 32, 48), 16 if IS_SHORT else 1500, 6, 4e-3
SPINE_WIDTHS, SPINE_STEPS, SPINE_BATCH, SPINE_RATE = (12, 24, 32), 20 if IS_SHORT else 1000, 8, 4e-3
SEED = 6

# HU that become -1 and 1: lung, soft tissue, bone.
ORGAN_WINDOWS = ((-1000.0, -500.0), (-160.0, 240.0), (0.0, 800.0))
SPINE_WINDOWS = ((-200.0, 300.0), (0.0, 800.0))
# How much a voxel of each label counts: small organs and lesions more.
WEIGHTS = np.array([1, 1, 3, 3, 3, 4, 4, 5, 3, 1.5], np.float32)

LESIONS = {"60046008": m.EFFUSION, "112121": m.INFILTRATE, "9656002": m.CONSOLIDATION, "36118008": m.PNEUMOTHORAX}
FRACTURE = "vertebral-fracture"
# The numbers of `overread_phantom::chest_ct::Organ`.
BODY, RIGHT_LUNG, LEFT_LUNG, HEART, VESSEL, AORTA, TRUNK, VERTEBRA, PERICARDIUM = 1, 2, 3, 4, 5, 10, 11, 12, 13


# Phantoms ---------------------------------------------------------------------------------------------------------

class Chest(kit.Phantom):
    """A phantom with the labels that the network shall give."""

    def __init__(self, folder, seed):
        super().__init__(folder, seed)
        spacing = self.series[0]["spacing_mm"]
        self.spacing, self.hu = spacing, self.samples()
        organs = np.asarray(self._read(0, "organs", "u1"))
        labels = np.zeros(organs.shape, np.uint8)
        labels[(organs == RIGHT_LUNG) | (organs == LEFT_LUNG)] = m.LUNG
        heart = (organs == HEART) | (organs == PERICARDIUM)
        # Coronary arteries run in its surface.
        closed = ndimage.binary_closing(heart, np.ones((1, 3, 3)))
        labels[heart | (closed & np.isin(organs, (BODY, VESSEL)))] = m.HEART
        for organ, label in ((AORTA, m.AORTA), (TRUNK, m.TRUNK), (VERTEBRA, m.VERTEBRA)):
            labels[organs == organ] = label
        found = np.asarray(self.labels())
        for idx, lesion in enumerate(self.lesions):
            if lesion["code"] in LESIONS:
                labels[found == idx + 1] = LESIONS[lesion["code"]]
        self.wanted = labels
        # By place and not by mask: that of thin bone lies over it. Bodies stand 22 mm or more apart.
        height = self.series[0]["origin_mm"][2] + spacing[2] * np.arange(len(labels))
        near = [np.abs(height - one["centre_mm"][2]) <= 11 for one in self.lesions if one["code"] == FRACTURE]
        self.broken = (labels == m.VERTEBRA) & np.any([np.zeros(len(height), bool), *near], 0)[:, None, None]
        self.rich = np.flatnonzero(((labels >= m.EFFUSION) & (labels <= m.TRUNK)).any((1, 2)))

    def sagittal(self):
        """The sagittal image, where bodies are in it (0 to 1), and their loss of height."""
        columns, rows = m.spine_columns(self.wanted, self.spacing)
        body = m.sagittal(self.wanted == m.VERTEBRA, columns, rows)
        broken = m.sagittal(self.broken, columns, rows) > 0.25
        loss = np.where(broken, self.facts["vertebral-height-loss"] / 100, 0.0).astype(np.float32)
        return m.sagittal(self.hu, columns, rows), body, loss


def phantoms(folder, name, group, among):
    first, count = group
    kit.make_phantoms(folder / name, "chest-ct", first, count, among=among, **SETTINGS)
    return [Chest(folder / name, seed) for seed in range(first, first + count)]


# Networks ---------------------------------------------------------------------------------------------------------

class Windowed(kit.UNet):
    """A U-Net that sees HU through several windows."""

    def __init__(self, n_slices, windows, widths, n_out, bias):
        super().__init__(n_slices * len(windows), widths, n_out, bias=bias)
        self.n_slices, self.windows = n_slices, windows

    def __call__(self, p, hu):
        seen = [jnp.clip((hu - (low + high) / 2) / ((high - low) / 2), -1, 1) for low, high in self.windows]
        return super().__call__(p, jnp.concatenate(seen, 1))

    def onnx(self, p, name, is_label=False):
        """`image` in HU; `probability`, or `label`: the number of the most probable one."""
        graph = super().onnx(p, name, softmax=is_label).graph
        nodes, weights = [], []

        def weight(value):
            weights.append(numpy_helper.from_array(np.array(value, np.float32), f"window{len(weights)}"))
            return weights[-1].name

        def add(operator, inputs, output, **attributes):
            nodes.append(helper.make_node(operator, inputs, [output], **attributes))
            return output
        seen = []
        for k, (low, high) in enumerate(self.windows):
            centred = add("Sub", ["image", weight((low + high) / 2)], f"centred{k}")
            scaled = add("Div", [centred, weight((high - low) / 2)], f"scaled{k}")
            seen.append(add("Clip", [scaled, weight(-1), weight(1)], f"seen{k}"))
        add("Concat", seen, "windows", axis=1)
        for node in graph.node:
            node.input[:] = ["windows" if one == "image" else one for one in node.input]
        nodes += graph.node
        value = lambda name, shape: helper.make_tensor_value_info(name, TensorProto.FLOAT, shape)
        output = value("probability", ["n", self.n_out, "y", "x"])
        if is_label:
            add("ArgMax", ["probability"], "number", axis=1, keepdims=1)
            add("Cast", ["number"], "label", to=TensorProto.FLOAT)
            output = value("label", ["n", 1, "y", "x"])
        whole = helper.make_graph(nodes, name, [value("image", ["n", self.n_slices, "y", "x"])], [output],
                                  [*graph.initializer, *weights])
        model = helper.make_model(whole, opset_imports=[helper.make_opsetid("", 17)], ir_version=8,
                                  producer_name=f"overread models/{name}")
        onnx.checker.check_model(model, full_check=True)
        return model


def save(model, path, expected, example):
    """Writes the file after a comparison with JAX on an example; gives its SHA-256."""
    import onnxruntime
    onnx.save(model, path)
    session = onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])
    found = session.run(None, {"image": example})[0]
    # Labels may differ where two are equally probable.
    differs = float((np.abs(found - expected) > 1e-3).mean())
    if differs > 1e-3:
        raise SystemExit(f"{path}: ONNX and JAX differ in {differs:.4f} of the values")
    data = path.read_bytes()
    if len(data) >= 4_000_000:
        raise SystemExit(f"{path}: less than 4 MB expected, found {len(data)}")
    return hashlib.sha256(data).hexdigest()


# Training ---------------------------------------------------------------------------------------------------------

def moved(rng, most):
    """A random zoom and shift of an image (rows, columns): matrix and offset for `affine_transform`."""
    return np.diag(1 / rng.uniform(0.92, 1.08, 2)), rng.uniform(-most, most, 2)


def warped(image, how, order, side=None):
    matrix, shift = how
    shape = image.shape if side is None else side
    middle = np.array(image.shape) / 2
    return ndimage.affine_transform(image, matrix, middle - matrix @ (np.array(shape) / 2) + shift, shape, order=order,
                                    mode="nearest")


def organ_batches(rng, chests):
    while True:
        images, labels = [], []
        for _ in range(ORGAN_BATCH):
            chest = chests[rng.integers(len(chests))]
            n = len(chest.hu)
            is_rich = len(chest.rich) and rng.random() < 0.6
            z = int(rng.choice(chest.rich)) if is_rich else int(rng.integers(n))
            how, level, noise = moved(rng, 8), rng.normal(0, 8), rng.uniform(0, 25)
            slices = [warped(chest.hu[min(max(z + k, 0), n - 1)].astype(np.float32), how, 1) for k in (-1, 0, 1)]
            image = np.stack(slices)
            images.append(image + level + noise * rng.standard_normal(image.shape, np.float32))
            labels.append(warped(chest.wanted[z], how, 0))
        yield np.stack(images).astype(np.float32), np.stack(labels)


def spine_batches(rng, chests, side):
    images = [chest.sagittal() for chest in chests]
    broken = [k for k, (_, _, loss) in enumerate(images) if loss.any()]
    while True:
        batch = [[], [], []]
        for _ in range(SPINE_BATCH):
            pick = rng.choice(broken) if broken and rng.random() < 0.5 else rng.integers(len(images))
            how = moved(rng, 4)
            hu, body, loss = images[pick]
            hu = warped(hu, how, 1, side) + rng.normal(0, 10) + rng.uniform(0, 12) * rng.standard_normal(side)
            for to, one in zip(batch, (hu, warped(body, how, 1, side), warped(loss, how, 0, side))):
                to.append(one[None])
        yield tuple(np.stack(one).astype(np.float32) for one in batch)


def organ_loss(network):
    weights = jnp.asarray(WEIGHTS)

    def loss(p, hu, labels):
        logits = network(p, hu)
        wanted = jax.nn.one_hot(labels, m.N_LABELS, axis=1)
        weight = weights[labels]
        cross = -(wanted * jax.nn.log_softmax(logits, 1)).sum(1)
        probability = jax.nn.softmax(logits, 1)
        both = 2 * (probability * wanted).sum((0, 2, 3)) + 1
        dice = 1 - both / ((probability + wanted).sum((0, 2, 3)) + 1)
        return (cross * weight).sum() / weight.sum() + 0.5 * dice[1:].mean()
    return loss


def spine_loss(network):
    def loss(p, hu, body, lost):
        logits = network(p, hu)
        bone = optax.sigmoid_binary_cross_entropy(logits[:, :1], body).mean()
        # Loss of height is asked for in bone only; broken bone is rare.
        weight = (body > 0.5) * jnp.where(lost > 0, 3.0, 1.0)
        height = (optax.sigmoid_binary_cross_entropy(logits[:, 1:], lost) * weight).sum() / (weight.sum() + 1)
        return bone + height
    return loss


# Choice of the limits ---------------------------------------------------------------------------------------------

def look(network, parameters, run, chest):
    """The labels of all slices."""
    hu = np.asarray(chest.hu, np.float32)
    at = lambda k: hu[np.clip(np.arange(len(hu)) + k, 0, len(hu) - 1)]
    image = np.stack([at(-1), at(0), at(1)], 1)
    return np.concatenate([np.asarray(run(parameters, image[k:k + 12])) for k in range(0, len(hu), 12)])


def height_loss(network, parameters, chest, labels):
    """% by the second network on the labels of the first; None without a spine."""
    place = m.spine_columns(labels, chest.spacing)
    if place is None:
        return None
    image = m.sagittal(chest.hu, *place)
    # The sides of the window that the service takes: multiples of 4, edges repeated.
    side = [-(-n // 4) * 4 for n in image.shape]
    padded = np.pad(image, [(0, s - n) for s, n in zip(side, image.shape)], mode="edge")
    answer = np.asarray(jax.nn.sigmoid(network(parameters, jnp.asarray(padded[None, None]))))[0]
    body, loss = answer[:, :image.shape[0], :image.shape[1]]
    return m.greatest_loss(body, loss, chest.spacing[1:])[0]


def measured(organs, organ_weights, spine, spine_weights, chests):
    run = jax.jit(lambda p, x: jnp.argmax(organs(p, x), 1))
    rows = []
    for chest in chests:
        labels = look(organs, organ_weights, run, chest)
        ml = lambda label: m.millilitres(labels, label, chest.spacing)
        lungs = sum(ml(label) for label in m.IN_LUNG)
        rows.append({
            "seed": chest.seed, "facts": chest.facts, "codes": sorted({one["code"] for one in chest.lesions}),
            "lung-volume": lungs, "effusion": ml(m.EFFUSION), "pneumothorax": ml(m.PNEUMOTHORAX),
            "infiltrates": 100 * ml(m.INFILTRATE) / max(lungs, 1), "consolidation": 100 * ml(m.CONSOLIDATION) / max(lungs, 1),
            "aorta": m.diameter(labels, m.AORTA, chest.spacing), "trunk": m.diameter(labels, m.TRUNK, chest.spacing),
            "height-loss": height_loss(spine, spine_weights, chest, labels),
            "dice": [dice(labels, chest.wanted, label) for label in range(m.N_LABELS)],
        })
    return rows


def dice(found, wanted, label):
    both = ((found == label) & (wanted == label)).sum()
    all_of_it = (found == label).sum() + (wanted == label).sum()
    return None if (wanted == label).sum() == 0 else float(2 * both / all_of_it)


# For each target of the networks: its code, the amount, and between which the limit may lie; nine of ten studies
# without it stay below the limit if these bounds let them.
CHOSEN = {
    "effusionMl": ("60046008", "effusion", 10.0, 40.0),
    "pneumothoraxMl": ("36118008", "pneumothorax", 5.0, 40.0),
    "infiltratesPercent": ("112121", "infiltrates", 0.5, 4.0),
    "consolidationPercent": ("9656002", "consolidation", 0.5, 4.0),
    "heightLossPercent": (FRACTURE, "height-loss", 8.0, 25.0),
}


def limits(rows):
    out, figures = {}, {}
    for name, (code, amount, low, high) in CHOSEN.items():
        values = lambda has: [row[amount] or 0.0 for row in rows if (code in row["codes"]) == has]
        without = values(False)
        at = kit.threshold_at_specificity(without, 0.9) if without else high
        out[name] = round(float(np.clip(at, low, high)), 2)
        figures[amount] = {"auc": kit.auc(values(True), without), "with": len(values(True)), "without": len(without)}
    for name, amount, fact in (("aortaFactor", "aorta", "aorta-diameter"), ("trunkFactor", "trunk", "trunk-diameter")):
        ratios = [row["facts"][fact] / row[amount] for row in rows if row[amount]]
        out[name] = round(float(np.clip(np.median(ratios), 0.85, 1.2)), 4) if ratios else 1.0
        errors = [row[amount] * out[name] - row["facts"][fact] for row in rows if row[amount]]
        figures[amount] = {"found": len(errors), "of": len(rows), "mean-absolute-error-mm": mean(np.abs(errors))}
    each = zip(*(row["dice"] for row in rows))
    figures["dice"] = [mean([one for one in column if one is not None]) for column in each]
    return out, figures


def mean(values):
    return round(float(np.mean(values)), 3) if len(values) else None


# Files ------------------------------------------------------------------------------------------------------------

def put_digest(path, file, digest):
    """Replaces the SHA-256 that follows the name of the file in a TOML file."""
    text = path.read_text()
    changed, n = re.subn(rf'({re.escape(file)}"\nsha256 = ")[0-9a-f]{{64}}', rf"\g<1>{digest}", text)
    if n != 1:
        raise SystemExit(f"{path}: one digest of {file} expected, found {n}")
    path.write_text(changed)


def put_limits(values):
    lines = [f"  {name}: {value}," for name, value in values.items()]
    (HERE.parents[1] / "plugins" / "chest-ct" / "limits.js").write_text(
        "//! What models/chest-ct/train.py chose on its tuning seeds: from which amounts on the service reports.\n\n"
        "export const LIMITS = {\n" + "\n".join(lines) + "\n};\n")


def main(folder):
    folder = Path(folder).resolve()
    mixed = phantoms(folder, "mixed", TRAIN, AMONG)
    spines = phantoms(folder, "spine", TRAIN_SPINE, f"{FRACTURE},low-bone-density")
    filled = phantoms(folder, "filled", TRAIN_FILLED, FILLED)
    keys = jax.random.split(jax.random.PRNGKey(SEED), 2)
    organs = Windowed(3, ORGAN_WINDOWS, ORGAN_WIDTHS, m.N_LABELS, 0.0)
    batches = organ_batches(np.random.default_rng(SEED), mixed + spines[::3] + filled)
    organ_weights = kit.fit(organs.parameters(keys[0]), organ_loss(organs), batches, ORGAN_STEPS, ORGAN_RATE, HERE / "loss.csv")
    spine = Windowed(1, SPINE_WINDOWS, SPINE_WIDTHS, 2, -2.0)
    batches = spine_batches(np.random.default_rng(SEED + 1), mixed + spines, (108, 48))
    spine_weights = kit.fit(spine.parameters(keys[1]), spine_loss(spine), batches, SPINE_STEPS, SPINE_RATE, HERE / "loss-spine.csv")

    tuning = (phantoms(folder, "mixed", TUNE, AMONG) + phantoms(folder, "spine", TUNE_SPINE, f"{FRACTURE},low-bone-density")
              + phantoms(folder, "filled", TUNE_FILLED, FILLED))
    rows = measured(organs, organ_weights, spine, spine_weights, tuning)
    values, figures = limits(rows)

    example = np.asarray(tuning[0].hu[40:43], np.float32)[None]
    labels = np.asarray(jnp.argmax(organs(organ_weights, jnp.asarray(example)), 1, keepdims=True), np.float32)
    digests = {"organs.onnx": save(organs.onnx(organ_weights, "organs", True), HERE / "organs.onnx", labels, example)}
    example = np.asarray(tuning[0].hu[:104, 60:108, 64], np.float32)[None, None]
    answer = np.asarray(jax.nn.sigmoid(spine(spine_weights, jnp.asarray(example))))
    digests["spine.onnx"] = save(spine.onnx(spine_weights, "spine"), HERE / "spine.onnx", answer, example)
    for file, digest in digests.items():
        put_digest(HERE / "model.toml", file, digest)
        put_digest(HERE.parents[1] / "plugins" / "chest-ct" / "plugin.toml", file, digest)
    put_limits(values)
    about = {"train": [TRAIN, TRAIN_SPINE, TRAIN_FILLED], "tune": [TUNE, TUNE_SPINE, TUNE_FILLED], "steps": [ORGAN_STEPS, SPINE_STEPS], "limits": values}
    (HERE / "figures.json").write_text(json.dumps({**about, "on-tuning-seeds": figures}, indent=1) + "\n")
    print(json.dumps({**values, **figures}, indent=1))


if __name__ == "__main__":
    main(sys.argv[1])
