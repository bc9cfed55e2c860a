"""Trains the two lung-nodule networks on synthetic chests and measures them on other seeds. Needs no image of a patient.

Usage: train.py PHANTOMS OUT [--minutes M]
PHANTOMS is a folder that `phantoms/` filled with the seeds of SEEDS; OUT gets proposal.onnx, score.onnx, figures.json.
Needs numpy, jax, optax, onnx, onnxruntime, SimpleITK. What the networks see and answer stands in README.md; the same
numbers stand in the service (plugins/lung-nodule, detect.rs and score.rs) and must stay equal.
"""

import argparse
import json
import time
from pathlib import Path

import jax
import jax.numpy as jnp
import numpy as np
import onnx
import onnxruntime
import optax
import SimpleITK as sitk
from onnx import TensorProto, helper, numpy_helper

SEEDS = {"train": range(1, 71), "tune": range(500, 510), "test": range(900, 940)}
# Fine and coarse grid of the first network and, beside each, the cubes of the second (mm).
GRIDS = {"2": "1.25", "5": "3.125"}
LOW_HU, HIGH_HU = -1000.0, 400.0
N_SLICES, SIDE = 9, 32
PROPOSAL_THRESHOLD, MAX_PROPOSALS = 0.2, 40
MARGIN_MM = 12.0


# Phantoms ---------------------------------------------------------------------------------------------------------

class Grid:
    """One grid of one phantom: int16 HU, indexed z, y, x; it lies along the patient's axes."""

    def __init__(self, folder, seed, scale, about):
        x, y, z = about["size"]
        self.hu = np.memmap(folder / f"{seed}_{scale}.raw", np.dtype("<i2"), "r").reshape(z, y, x)
        self.spacing = np.array(about["spacing"])
        self.origin = np.array(about["origin"])

    def voxel(self, place):
        return (np.asarray(place) - self.origin) / self.spacing

    def patient(self, voxel):
        return np.asarray(voxel) * self.spacing + self.origin


class Phantom:
    def __init__(self, folder, seed):
        about = json.loads((folder / f"{seed}.json").read_text())
        self.seed = seed
        self.nodules = about["nodules"]
        for nodule in self.nodules:
            nodule["centre"] = np.array(nodule["centre"])
        self.grids = {scale: Grid(folder, seed, scale, a) for scale, a in about["grids"].items()}
        self.low, self.high = lung_box(self.grids["5"])

    def region(self, scale):
        """First and last voxel (x, y, z) of the box around the lungs."""
        grid = self.grids[scale]
        size = np.array(grid.hu.shape[::-1])
        first = np.clip(np.floor(grid.voxel(self.low)), 0, size - 1).astype(int)
        last = np.clip(np.ceil(grid.voxel(self.high)), first, size - 1).astype(int)
        return first, last


def lung_box(grid):
    """The box in patient mm around the air inside the body, with the margin of the service."""
    image = sitk.GetImageFromArray((np.asarray(grid.hu) < -500).astype(np.uint8))
    parts = sitk.LabelShapeStatisticsImageFilter()
    parts.Execute(sitk.ConnectedComponent(image, True))
    voxel_mm3 = np.prod(grid.spacing)
    corners = []
    for label in parts.GetLabels():
        x, y, z, nx, ny, nz = parts.GetBoundingBox(label)
        is_outside = x == 0 or y == 0 or x + nx == grid.hu.shape[2] or y + ny == grid.hu.shape[1]
        if parts.GetNumberOfPixels(label) * voxel_mm3 > 100_000 and not is_outside:
            corners += [grid.patient((x, y, z)), grid.patient((x + nx - 1, y + ny - 1, z + nz - 1))]
    assert corners, "a phantom without lungs"
    return np.min(corners, 0) - MARGIN_MM, np.max(corners, 0) + MARGIN_MM


def scaled(hu):
    middle, half = (LOW_HU + HIGH_HU) / 2, (HIGH_HU - LOW_HU) / 2
    return ((np.clip(hu, LOW_HU, HIGH_HU) - middle) / half).astype(np.float32)


def block(array, first, size):
    """A block of `size` (z, y, x) from `first`; beyond the array its edge is repeated."""
    index = [np.clip(np.arange(f, f + n), 0, limit - 1) for f, n, limit in zip(first, size, array.shape)]
    return array[np.ix_(*index)]


# Networks ---------------------------------------------------------------------------------------------------------

def kernel(key, shape):
    fan_in = np.prod(shape[1:])
    return {"w": jax.random.normal(key, shape) * np.sqrt(2.0 / fan_in), "b": jnp.zeros(shape[0])}


def proposal_parameters(key):
    a, b, c = 16, 32, 48
    shapes = {
        "a1": (a, N_SLICES, 3, 3), "a2": (a, a, 3, 3), "b1": (b, a, 3, 3), "b2": (b, b, 3, 3),
        "c1": (c, b, 3, 3), "c2": (c, c, 3, 3), "d1": (b, c + b, 3, 3), "e1": (a, b + a, 3, 3), "out": (1, a, 1, 1),
    }
    keys = jax.random.split(key, len(shapes))
    parameters = {name: kernel(k, shape) for k, (name, shape) in zip(keys, shapes.items())}
    parameters["out"]["b"] = jnp.full(1, -4.0)
    return parameters


def conv(p, x, stride=1):
    """A convolution in two or three dimensions; one in three is a sum of flat ones, which are fast on a CPU."""
    if x.ndim == 4:
        pad = [(p["w"].shape[-1] // 2,) * 2] * 2
        y = jax.lax.conv_general_dilated(x, p["w"], (stride, stride), pad, dimension_numbers=("NCHW", "OIHW", "NCHW"))
        return y + p["b"].reshape(1, -1, 1, 1)
    n, c, depth = x.shape[:3]
    padded = jnp.moveaxis(jnp.pad(x, ((0, 0), (0, 0), (1, 1), (0, 0), (0, 0))), 2, 1)
    total = 0.0
    for k in range(3):
        planes = padded[:, k:k + depth:stride]
        flat = planes.reshape((-1,) + planes.shape[2:])
        total = total + jax.lax.conv_general_dilated(flat, p["w"][:, :, k], (stride, stride), [(1, 1)] * 2,
                                                     dimension_numbers=("NCHW", "OIHW", "NCHW"))
    total = total.reshape((n, -1) + total.shape[1:]) + p["b"].reshape(1, 1, -1, 1, 1)
    return jnp.moveaxis(total, 1, 2)


def proposal(p, x):
    """Logits (n, 1, y, x) for the middle of `N_SLICES` slices (n, slices, y, x); a small U-Net."""
    pool = lambda v: jax.lax.reduce_window(v, -jnp.inf, jax.lax.max, (1, 1, 2, 2), (1, 1, 2, 2), "VALID")
    grow = lambda v: jnp.repeat(jnp.repeat(v, 2, 2), 2, 3)
    relu = jax.nn.relu
    a = relu(conv(p["a2"], relu(conv(p["a1"], x))))
    b = relu(conv(p["b2"], relu(conv(p["b1"], pool(a)))))
    c = relu(conv(p["c2"], relu(conv(p["c1"], pool(b)))))
    d = relu(conv(p["d1"], jnp.concatenate([grow(c), b], 1)))
    e = relu(conv(p["e1"], jnp.concatenate([grow(d), a], 1)))
    return conv(p["out"], e)


SCORE_LAYERS = [("a", 1, 16, 2), ("b", 16, 24, 1), ("c", 24, 48, 2), ("d", 48, 48, 1), ("e", 48, 64, 2)]


def score_parameters(key):
    keys = jax.random.split(key, len(SCORE_LAYERS) + 2)
    parameters = {name: kernel(k, (n_out, n_in, 3, 3, 3)) for k, (name, n_in, n_out, _) in zip(keys, SCORE_LAYERS)}
    parameters["f"] = kernel(keys[-2], (64, 64 * 4 ** 3))
    parameters["out"] = kernel(keys[-1], (9, 64))
    parameters["out"]["w"] *= 0.1
    parameters["out"]["b"] = parameters["out"]["b"].at[4].set(3.0)
    return parameters


def score(p, x):
    """Nine numbers for each cube (n, 1, z, y, x), before sigmoid and softmax."""
    for name, _, _, stride in SCORE_LAYERS:
        x = jax.nn.relu(conv(p[name], x, stride))
    x = x.reshape(x.shape[0], -1)
    x = jax.nn.relu(x @ p["f"]["w"].T + p["f"]["b"])
    return x @ p["out"]["w"].T + p["out"]["b"]


# Training ---------------------------------------------------------------------------------------------------------

def fit(parameters, loss, batches, minutes, peak_rate, name):
    """Adam with warm-up and cosine decay over the time given."""
    for idx in range(20_000):
        batch = next(batches)
        if idx == 0:
            schedule = lambda progress: peak_rate * jnp.minimum(1.0, progress * 20) * (0.5 + 0.5 * jnp.cos(jnp.pi * progress))
            optimiser = optax.inject_hyperparams(optax.adamw)(learning_rate=0.0, weight_decay=1e-4)
            state = optimiser.init(parameters)

            @jax.jit
            def step(parameters, state, batch, progress):
                value, gradient = jax.value_and_grad(loss)(parameters, *batch)
                norm = optax.global_norm(gradient)
                gradient = jax.tree.map(lambda g: g * jnp.minimum(1.0, 1.0 / (norm + 1e-6)), gradient)
                state.hyperparams["learning_rate"] = schedule(progress)
                update, state = optimiser.update(gradient, state, parameters)
                return optax.apply_updates(parameters, update), state, value
            # Compiling takes long and trains nothing: the clock starts after it.
            step(parameters, state, batch, 0.0)
            begun = time.monotonic()
        progress = min(1.0, (time.monotonic() - begun) / (60 * minutes))
        parameters, state, value = step(parameters, state, batch, progress)
        if idx % 50 == 0:
            print(f"{name}: step {idx}, {100 * progress:.0f} %, loss {float(value):.4f}", flush=True)
        if progress >= 1.0:
            break
    print(f"{name}: {idx + 1} steps", flush=True)
    return parameters


def turned(rng, array, vector=None):
    """A random turn and flip of (..., z, y, x), and of a vector x, y, z with it."""
    vector = None if vector is None else np.array(vector, np.float32)
    for axis in (-1, -2, -3):
        if rng.random() < 0.5:
            array = np.flip(array, axis)
            if vector is not None:
                vector[-1 - axis] *= -1
    if rng.random() < 0.5:
        array = np.swapaxes(array, -1, -2)
        if vector is not None:
            vector[[0, 1]] = vector[[1, 0]]
    return array, vector


def noisy(rng, values):
    """Scanners differ in noise, level and contrast."""
    gain, shift = rng.uniform(0.93, 1.07), rng.normal(0, 0.02)
    noise = rng.normal(0, rng.uniform(0, 0.05), values.shape)
    return np.clip(values * gain + shift + noise, -1, 1).astype(np.float32)


def target(grid, nodules, first, size):
    """1 in the inner part of each nodule, and where the loss counts, for a plane block (z, y, x)."""
    z, y, x = [np.arange(f, f + n) for f, n in zip(first, size)]
    place = np.stack(np.broadcast_arrays(x[None, None, :], y[None, :, None], z[:, None, None]), -1)
    wanted, counts = np.zeros(size, np.float32), np.ones(size, np.float32)
    for nodule in nodules:
        distance = np.linalg.norm((place - grid.voxel(nodule["centre"])) * grid.spacing, axis=-1)
        radius, voxel = nodule["diameter_mm"] / 2, grid.spacing.mean()
        counts[distance < max(radius, voxel) + voxel] = 0
        if 1.6 <= 2 * radius / voxel <= 18:
            inner = distance < max(0.75 * radius, 1.1 * voxel)
            wanted[inner], counts[inner] = 1, 1
    return wanted, counts


def proposal_batches(rng, phantoms, hard, n=32, side=64):
    """Windows around nodules, around what was mistaken for one, and anywhere in the box of the lungs."""
    while True:
        xs, ys, ws = [], [], []
        while len(xs) < n:
            phantom = phantoms[rng.integers(len(phantoms))]
            scale = "2" if rng.random() < 0.7 else "5"
            grid = phantom.grids[scale]
            draw = rng.random()
            mistaken = hard.get((phantom.seed, scale), [])
            if draw < 0.5 and phantom.nodules:
                nodule = phantom.nodules[rng.integers(len(phantom.nodules))]
                if not 1.6 <= nodule["diameter_mm"] / grid.spacing.mean() <= 18:
                    continue
                centre = grid.voxel(nodule["centre"])
                reach = max(0.4 * nodule["diameter_mm"] / grid.spacing[2], 0.5)
                centre = centre + [*rng.uniform(-side / 3, side / 3, 2), rng.uniform(-reach, reach)]
            elif draw < 0.75 and mistaken:
                centre = mistaken[rng.integers(len(mistaken))] + [*rng.uniform(-side / 3, side / 3, 2), rng.uniform(-1, 1)]
            else:
                low, high = phantom.region(scale)
                centre = rng.uniform(low, high)
            cx, cy, cz = np.round(centre).astype(int)
            first = (cz - N_SLICES // 2, cy - side // 2, cx - side // 2)
            values = scaled(block(grid.hu, first, (N_SLICES, side, side)))
            wanted, counts = target(grid, phantom.nodules, (cz, *first[1:]), (1, side, side))
            if rng.random() < 0.5:
                values = values[::-1]
            planes = np.concatenate([values, wanted, counts])
            for axis in (1, 2):
                if rng.random() < 0.5:
                    planes = np.flip(planes, axis)
            if rng.random() < 0.5:
                planes = np.swapaxes(planes, 1, 2)
            xs.append(noisy(rng, planes[:N_SLICES]))
            ys.append(planes[N_SLICES:N_SLICES + 1])
            ws.append(planes[N_SLICES + 1:])
        yield np.stack(xs), np.stack(ys), np.stack(ws)


def proposal_loss(p, x, wanted, counts):
    logit = proposal(p, x)
    each = optax.sigmoid_binary_cross_entropy(logit, wanted)
    probability = jax.nn.sigmoid(logit)
    weight = counts * jnp.where(wanted > 0, 4.0, 1.0)
    cross = (each * weight).sum() / weight.sum()
    dice = 1 - (2 * (probability * wanted * counts).sum() + 1) / (((probability + wanted) * counts).sum() + 1)
    return 5 * cross + 0.3 * dice


def score_batches(rng, cubes, n=64):
    """Cubes of nodules and of what the first network mistook for one, in equal parts."""
    kinds = [[c for c in cubes if c["truth"] is not None], [c for c in cubes if c["truth"] is None]]
    while True:
        xs, ys = [], []
        for idx in range(n):
            pool = kinds[idx % 2]
            cube = pool[rng.integers(len(pool))]
            # Cubes are kept 8 voxels wider than the network sees: the centre of a proposal is never exact.
            shift = np.clip(np.round(rng.normal(0, 1.5, 3)), -4, 4).astype(int)
            x, y, z = shift + 4
            values = cube["values"][z:z + SIDE, y:y + SIDE, x:x + SIDE]
            truth = cube["truth"]
            offset = np.zeros(3) if truth is None else truth["offset"] - shift
            values, offset = turned(rng, values, offset)
            xs.append(noisy(rng, values)[None])
            if truth is None:
                ys.append(np.zeros(7, np.float32))
            else:
                ys.append(np.array([1, *offset, truth["log2"], truth["solid_part"], truth["kind"]], np.float32))
        yield np.stack(xs), np.stack(ys)


def score_loss(p, x, wanted):
    answer = score(p, x)
    is_nodule, offset, log2, solid, kind = wanted[:, 0], wanted[:, 1:4], wanted[:, 4], wanted[:, 5], wanted[:, 6]
    cross = optax.sigmoid_binary_cross_entropy(answer[:, 0], is_nodule).mean()
    count = is_nodule.sum() + 1e-6
    place = (optax.huber_loss(answer[:, 1:4], offset).sum(1) * is_nodule).sum() / count
    size = (optax.huber_loss(answer[:, 4], log2, delta=0.3) * is_nodule).sum() / count
    part = (optax.sigmoid_binary_cross_entropy(answer[:, 5], solid) * is_nodule * (kind == 1)).sum() / count
    sort = (optax.softmax_cross_entropy_with_integer_labels(answer[:, 6:9], kind.astype(int)) * is_nodule).sum() / count
    return cross + 0.2 * place + 2.0 * size + 0.3 * part + 0.4 * sort


def cube_at(grid, place, nodules):
    """A cube around a place in the patient with 4 voxels to spare on each side, and the nodule in it, if any."""
    middle = np.round(grid.voxel(place)).astype(int)
    side = SIDE + 8
    first = middle[::-1] - side // 2
    cube = {"values": scaled(block(grid.hu, first, (side,) * 3)).astype(np.float16), "truth": None}
    # The middle of an even number of voxels lies half a voxel before its centre voxel.
    centre = middle - 0.5
    for nodule in nodules:
        if np.linalg.norm(place - nodule["centre"]) < max(nodule["diameter_mm"] / 2, 4.0):
            cube["truth"] = {
                "offset": grid.voxel(nodule["centre"]) - centre,
                "log2": np.log2(nodule["diameter_mm"] / grid.spacing.mean()),
                "solid_part": nodule["solid_part"],
                "kind": nodule["kind"],
            }
    return cube


def training_cubes(rng, phantoms, session):
    """Cubes at the proposals of the first network, and at every nodule whether it was proposed or not."""
    cubes = []
    for phantom in phantoms:
        for scale, fine in GRIDS.items():
            grid = phantom.grids[fine]
            for place, _ in proposals(session, phantom, scale, threshold=0.05, most=40):
                near = min((np.linalg.norm(place - n["centre"]) / max(n["diameter_mm"] / 2, 4.0) for n in phantom.nodules), default=9)
                if near < 1 or near > 1.5:
                    cubes.append(cube_at(grid, place, phantom.nodules))
            for nodule in phantom.nodules:
                if 2.0 <= nodule["diameter_mm"] / grid.spacing.mean() <= 28:
                    place = nodule["centre"] + rng.normal(0, 0.15 * nodule["diameter_mm"], 3).clip(-4, 4)
                    cubes.append(cube_at(grid, place, [nodule]))
    return [c for c in cubes if c["truth"] is None or 1.0 <= c["truth"]["log2"] <= 4.9]


# Inference as the service does it ---------------------------------------------------------------------------------

def probability(session, phantom, scale):
    """The first network's map over the box of the lungs, and the first voxel of the box."""
    first, last = phantom.region(scale)
    size = last - first + 1
    padded = -(-size[:2] // 4) * 4
    z0, half = first[2], N_SLICES // 2
    values = scaled(block(phantom.grids[scale].hu, (z0 - half, first[1], first[0]),
                          (size[2] + 2 * half, padded[1], padded[0])))
    out = []
    for z in range(0, size[2], 8):
        batch = np.stack([values[k:k + N_SLICES] for k in range(z, min(z + 8, size[2]))])
        out.append(session.run(None, {"slices": batch})[0][:, 0, :size[1], :size[0]])
    return np.concatenate(out), first


def proposals(session, phantom, scale, threshold=PROPOSAL_THRESHOLD, most=MAX_PROPOSALS):
    """Places in the patient, the strongest first."""
    values, first = probability(session, phantom, scale)
    components = sitk.ConnectedComponent(sitk.GetImageFromArray((values >= threshold).astype(np.uint8)), True)
    shapes, levels = sitk.LabelShapeStatisticsImageFilter(), sitk.LabelStatisticsImageFilter()
    shapes.Execute(components)
    levels.Execute(sitk.GetImageFromArray(values), components)
    grid = phantom.grids[scale]
    found = [(grid.patient(np.array(shapes.GetCentroid(label)) + first), levels.GetMaximum(label))
             for label in shapes.GetLabels() if shapes.GetNumberOfPixels(label) >= 2]
    return sorted(found, key=lambda f: -f[1])[:most]


def findings(sessions, phantom):
    """What the service reports on a phantom, whatever the threshold: the most probable first."""
    scored = []
    for scale, fine in GRIDS.items():
        grid = phantom.grids[fine]
        for place, _ in proposals(sessions[0], phantom, scale):
            values = cube_at(grid, place, [])["values"][4:-4, 4:-4, 4:-4].astype(np.float32)
            answer = sessions[1].run(None, {"cube": values[None, None]})[0][0]
            centre = grid.patient(np.round(grid.voxel(place)) - 0.5 + np.clip(answer[1:4], -8, 8))
            diameter = np.clip(2.0 ** answer[4], 1.5, 32) * grid.spacing.mean()
            scored.append({"centre": centre, "diameter_mm": diameter, "probability": float(answer[0]),
                           "kind": int(np.argmax(answer[6:9]))})
    kept = []
    for finding in sorted(scored, key=lambda f: -f["probability"]):
        if all(np.linalg.norm(finding["centre"] - other["centre"])
               > max(finding["diameter_mm"] / 2, other["diameter_mm"] / 2, 4.0) for other in kept):
            kept.append(finding)
    return kept


# Figures ----------------------------------------------------------------------------------------------------------

def measure(cases, threshold=None):
    """Figures over (nodules, findings) of scans. A finding hits the nodule within max(radius, 5 mm) of its centre.

    Without a threshold the one is taken at which there is one false positive a scan.
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
    if threshold is None:
        threshold = max(false[n_scans], 0.01) if len(false) > n_scans else 0.01
        threshold = min(0.99, threshold + 1e-4)
    is_hit = lambda f: f is not None and f["probability"] >= threshold
    share = lambda some: None if not some else round(sum(is_hit(f) for _, f in some) / len(some), 3)
    group = lambda kind, low, high: [h for h in hits if (kind is None or h[0]["kind"] == kind) and low <= h[0]["diameter_mm"] < high]
    top = [(max((f["probability"] for f in found), default=0.0), bool(nodules)) for nodules, found in cases]
    pairs = [(a > b) + 0.5 * (a == b) for a, sick in top if sick for b, other in top if not other]
    sizes = [(f["diameter_mm"], n["diameter_mm"]) for n, f in hits if is_hit(f)]
    return {
        "threshold": round(threshold, 4),
        "scans": n_scans,
        "nodules": len(hits),
        "false_positives_per_scan": round(sum(p >= threshold for p in false) / n_scans, 3),
        "sensitivity": share(hits),
        "sensitivity_solid_6mm_and_more": share(group(0, 6, 99)),
        "n_solid_6mm_and_more": len(group(0, 6, 99)),
        "sensitivity_below_6mm": share(group(None, 0, 6)),
        "sensitivity_6_to_10mm": share(group(None, 6, 10)),
        "sensitivity_10mm_and_more": share(group(None, 10, 99)),
        "sensitivity_solid": share(group(0, 0, 99)),
        "sensitivity_part_solid": share(group(1, 0, 99)),
        "sensitivity_ground_glass": share(group(2, 0, 99)),
        "auc_of_scans": round(float(np.mean(pairs)), 3) if pairs else None,
        "n_scans_without_nodule": sum(not sick for _, sick in top),
        "diameter_error_mm_mean_absolute": round(float(np.mean([abs(a - b) for a, b in sizes])), 2) if sizes else None,
        "kind_right": share_right(hits, is_hit),
    }


def share_right(hits, is_hit):
    found = [(n["kind"], f["kind"]) for n, f in hits if is_hit(f)]
    return round(sum(a == b for a, b in found) / len(found), 3) if found else None


# ONNX -------------------------------------------------------------------------------------------------------------

class Graph:
    """Collects nodes and weights of an ONNX graph."""

    def __init__(self):
        self.nodes, self.weights = [], []

    def add(self, operator, inputs, n=1, **attributes):
        outputs = [f"t{len(self.nodes)}_{k}" for k in range(n)]
        self.nodes.append(helper.make_node(operator, inputs, outputs, **attributes))
        return outputs[0] if n == 1 else outputs

    def weight(self, array):
        name = f"w{len(self.weights)}"
        self.weights.append(numpy_helper.from_array(np.ascontiguousarray(array), name))
        return name

    def conv(self, p, x, stride=1, relu=True):
        w = np.asarray(p["w"], np.float32)
        rank = w.ndim - 2
        y = self.add("Conv", [x, self.weight(w), self.weight(np.asarray(p["b"], np.float32))],
                     pads=[w.shape[-1] // 2] * 2 * rank, strides=[stride] * rank)
        return self.add("Relu", [y]) if relu else y

    def dense(self, p, x):
        w, b = np.asarray(p["w"], np.float32), np.asarray(p["b"], np.float32)
        return self.add("Gemm", [x, self.weight(w), self.weight(b)], transB=1)

    def model(self, name, source, source_shape, result, result_shape):
        self.nodes[-1].output[0] = result
        graph = helper.make_graph(
            self.nodes, name, [helper.make_tensor_value_info(source, TensorProto.FLOAT, source_shape)],
            [helper.make_tensor_value_info(result, TensorProto.FLOAT, result_shape)], self.weights)
        model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8,
                                  producer_name="overread models/lung-nodule")
        onnx.checker.check_model(model, full_check=True)
        return model


def proposal_model(p):
    g = Graph()
    pool = lambda v: g.add("MaxPool", [v], kernel_shape=[2, 2], strides=[2, 2])
    scales = g.weight(np.array([1, 1, 2, 2], np.float32))
    grow = lambda v: g.add("Resize", [v, "", scales], mode="nearest", coordinate_transformation_mode="asymmetric",
                           nearest_mode="floor")
    a = g.conv(p["a2"], g.conv(p["a1"], "slices"))
    b = g.conv(p["b2"], g.conv(p["b1"], pool(a)))
    c = g.conv(p["c2"], g.conv(p["c1"], pool(b)))
    d = g.conv(p["d1"], g.add("Concat", [grow(c), b], axis=1))
    e = g.conv(p["e1"], g.add("Concat", [grow(d), a], axis=1))
    g.add("Sigmoid", [g.conv(p["out"], e, relu=False)])
    return g.model("proposal", "slices", ["n", N_SLICES, "y", "x"], "probability", ["n", 1, "y", "x"])


def score_model(p):
    g = Graph()
    x = "cube"
    for name, _, _, stride in SCORE_LAYERS:
        x = g.conv(p[name], x, stride)
    x = g.add("Relu", [g.dense(p["f"], g.add("Flatten", [x], axis=1))])
    answer = g.dense(p["out"], x)
    sizes = g.weight(np.array([1, 4, 1, 3], np.int64))
    is_nodule, numbers, solid, kind = g.add("Split", [answer, sizes], 4, axis=1)
    g.add("Concat", [g.add("Sigmoid", [is_nodule]), numbers, g.add("Sigmoid", [solid]), g.add("Softmax", [kind], axis=1)], axis=1)
    return g.model("score", "cube", ["n", 1, SIDE, SIDE, SIDE], "answer", ["n", 9])


def saved(model, path, check, inputs):
    """Writes the model and makes sure that the runtime answers as the training code does."""
    path.write_bytes(model.SerializeToString())
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 2
    session = onnxruntime.InferenceSession(str(path), options)
    found = session.run(None, {model.graph.input[0].name: inputs})[0]
    np.testing.assert_allclose(found, check, atol=2e-4)
    return session


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("phantoms", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--minutes", type=float, default=12.0, help="for training, in all")
    arguments = parser.parse_args()
    arguments.out.mkdir(parents=True, exist_ok=True)
    rng = np.random.default_rng(1)
    load = lambda name: [Phantom(arguments.phantoms, seed) for seed in SEEDS[name]
                         if (arguments.phantoms / f"{seed}.json").is_file()]
    train, keys = load("train"), jax.random.split(jax.random.PRNGKey(1))
    print(f"{len(train)} phantoms to train on", flush=True)

    hard = {}
    p = proposal_parameters(keys[0])
    for part in (0.25, 0.2):
        p = fit(p, proposal_loss, proposal_batches(rng, train, hard), part * arguments.minutes, 2e-3, "proposal")
        x = next(proposal_batches(rng, train, {}, n=2))[0]
        session = saved(proposal_model(p), arguments.out / "proposal.onnx", jax.nn.sigmoid(proposal(p, x)), x)
        for phantom in train[::3]:
            for scale in GRIDS:
                grid = phantom.grids[scale]
                hard[phantom.seed, scale] = [
                    grid.voxel(place) for place, _ in proposals(session, phantom, scale, 0.1)
                    if all(np.linalg.norm(place - n["centre"]) > n["diameter_mm"] / 2 + 4 for n in phantom.nodules)]
        print("mistaken for nodules:", sum(map(len, hard.values())), flush=True)

    cubes = training_cubes(rng, train, session)
    print(f"{len(cubes)} cubes, {sum(c['truth'] is not None for c in cubes)} of nodules", flush=True)
    q = fit(score_parameters(keys[1]), score_loss, score_batches(rng, cubes), 0.55 * arguments.minutes, 1.5e-3, "score")
    x = next(score_batches(rng, cubes, n=2))[0]
    answer = score(q, x)
    check = jnp.concatenate([jax.nn.sigmoid(answer[:, :1]), answer[:, 1:5], jax.nn.sigmoid(answer[:, 5:6]),
                             jax.nn.softmax(answer[:, 6:])], 1)
    sessions = session, saved(score_model(q), arguments.out / "score.onnx", check, x)

    figures, threshold = {}, None
    for name in ("tune", "test"):
        cases = [(phantom.nodules, findings(sessions, phantom)) for phantom in load(name)]
        if cases:
            # The threshold is chosen on seeds of its own and only applied to the test seeds.
            figures[name] = measure(cases, threshold)
            threshold = figures[name]["threshold"]
            figures[name + "_at_one_false_positive"] = measure(cases)
    (arguments.out / "figures.json").write_text(json.dumps(figures, indent=1))
    print(json.dumps(figures, indent=1))


if __name__ == "__main__":
    main()
