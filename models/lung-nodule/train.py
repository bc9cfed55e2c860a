"""Trains the two lung-nodule networks on synthetic chests and measures them on other seeds; needs no patient's image.

Usage: train.py PHANTOMS OUT [--part P | --measure]
PHANTOMS is a folder that `phantoms/` filled with the seeds of SEEDS; OUT gets proposal.onnx, score.onnx, figures.json.
All draws are seeded and the steps are counted, not timed: two runs differ only by the rounding of parallel sums.
Needs numpy, jax, optax, onnx, onnxruntime, SimpleITK. What the networks see and answer stands in README.md.
"""

import argparse
import json
import queue
import threading
import time
from pathlib import Path

import jax
import jax.numpy as jnp
import numpy as np
import optax

from figures import measure
from networks import proposal, proposal_model, proposal_parameters, score, score_model, score_parameters
from service import GRIDS, N_SLICES, SIDE, Grid, Scan, block, findings, proposals, scaled, session

SEEDS = {"train": range(1, 46), "tune": range(500, 516), "test": range(900, 960)}
# Steps of the first network, before and after it is shown its mistakes, and of the second.
PROPOSAL_STEPS, SCORE_STEPS = (550, 400), 1500


# Phantoms ---------------------------------------------------------------------------------------------------------

class Phantom(Scan):
    """A phantom as `phantoms/` wrote it, with its true nodules."""

    def __init__(self, folder, seed):
        about = json.loads((folder / f"{seed}.json").read_text())
        self.seed, self.nodules, grids = seed, about["nodules"], {}
        for nodule in self.nodules:
            nodule["centre"] = np.array(nodule["centre"])
        for scale, grid in about["grids"].items():
            hu = np.memmap(folder / f"{seed}_{scale}.raw", np.dtype("<i2"), "r").reshape(grid["size"][::-1])
            grids[scale] = Grid(hu, grid["spacing"], grid["origin"])
        super().__init__(grids)


def load(folder, name):
    """The phantoms of a group, as far as they are there; the networks of this folder were made with all of them."""
    return [Phantom(folder, seed) for seed in SEEDS[name] if (folder / f"{seed}.json").is_file()]


# Training ---------------------------------------------------------------------------------------------------------

def ahead(batches, n=4):
    """The same batches in the same order, made by a thread while the network learns from those before."""
    ready = queue.Queue(n)

    def work():
        for batch in batches:
            ready.put(batch)
    threading.Thread(target=work, daemon=True).start()
    while True:
        yield ready.get()


def fit(parameters, loss, batches, n_steps, peak_rate, name):
    """Adam with warm-up and cosine decay."""
    schedule = optax.warmup_cosine_decay_schedule(0.0, peak_rate, max(1, n_steps // 20), n_steps)
    optimiser = optax.chain(optax.clip_by_global_norm(1.0), optax.adamw(schedule, weight_decay=1e-4))

    @jax.jit
    def step(parameters, state, batch):
        value, gradient = jax.value_and_grad(loss)(parameters, *batch)
        update, state = optimiser.update(gradient, state, parameters)
        return optax.apply_updates(parameters, update), state, value
    state, mean = optimiser.init(parameters), None
    for idx, batch in zip(range(n_steps), ahead(batches)):
        parameters, state, value = step(parameters, state, batch)
        mean = float(value) if mean is None else 0.98 * mean + 0.02 * float(value)
        if idx % 50 == 49:
            print(f"{time.strftime('%H:%M:%S')} {name}: step {idx + 1} of {n_steps}, loss {mean:.4f}", flush=True)
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
    noise = rng.uniform(0, 0.05) * rng.standard_normal(values.shape, np.float32)
    return np.clip(values * np.float32(gain) + np.float32(shift) + noise, -1, 1).astype(np.float32)


def target(grid, nodules, first, size):
    """1 in the inner part of each nodule, and how much each voxel counts in the loss, for a plane block (z, y, x)."""
    z, y, x = [np.arange(f, f + n) for f, n in zip(first, size)]
    place = np.stack(np.broadcast_arrays(x[None, None, :], y[None, :, None], z[:, None, None]), -1)
    wanted, counts = np.zeros(size, np.float32), np.ones(size, np.float32)
    for nodule in nodules:
        distance = np.linalg.norm((place - grid.voxel(nodule["centre"])) * grid.spacing, axis=-1)
        radius, voxel = nodule["diameter_mm"] / 2, grid.spacing.mean()
        counts[distance < max(radius, voxel) + voxel] = 0
        if 1.6 <= 2 * radius / voxel <= 18:
            inner = distance < max(0.75 * radius, 1.1 * voxel)
            # Small nodules have few voxels and are the hard ones: each of them counts more.
            wanted[inner], counts[inner] = 1, np.clip(6 * voxel / (2 * radius), 1, 3)
    return wanted, counts


def proposal_batches(rng, phantoms, hard, n=24, side=64):
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
                beside = [*rng.uniform(-side / 3, side / 3, 2), rng.uniform(-1, 1)]
                centre = mistaken[rng.integers(len(mistaken))] + beside
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


def score_batches(rng, cubes, n=32):
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


def training_cube(grid, place, nodules):
    """A cube around a place in the patient with 4 voxels to spare on each side, and the nodule in it, if any."""
    side, nearest = SIDE + 8, np.round(grid.voxel(place)).astype(int)
    # The middle of an even number of voxels lies half a voxel before its centre voxel.
    values, middle = scaled(block(grid.hu, nearest[::-1] - side // 2, (side,) * 3)), nearest - 0.5
    truth = None
    for nodule in nodules:
        if np.linalg.norm(place - nodule["centre"]) < max(nodule["diameter_mm"] / 2, 4.0):
            truth = {
                "offset": grid.voxel(nodule["centre"]) - middle,
                "log2": np.log2(nodule["diameter_mm"] / grid.spacing.mean()),
                "solid_part": nodule["solid_part"],
                "kind": nodule["kind"],
            }
    return {"values": values.astype(np.float16), "truth": truth}


def training_cubes(rng, phantoms, proposing):
    """Cubes at the proposals of the first network, and at every nodule whether it was proposed or not."""
    cubes = []
    for phantom in phantoms:
        for scale, fine in GRIDS.items():
            grid = phantom.grids[fine]
            for place, _ in proposals(proposing, phantom, scale, threshold=0.05):
                near = [np.linalg.norm(place - n["centre"]) / max(n["diameter_mm"] / 2, 4.0) for n in phantom.nodules]
                # At the edge of a nodule it is neither the nodule nor something else.
                if not 1 <= min(near, default=9) <= 1.5:
                    cubes.append(training_cube(grid, place, phantom.nodules))
            for nodule in phantom.nodules:
                if 2.0 <= nodule["diameter_mm"] / grid.spacing.mean() <= 28:
                    place = nodule["centre"] + rng.normal(0, 0.15 * nodule["diameter_mm"], 3).clip(-4, 4)
                    cubes.append(training_cube(grid, place, [nodule]))
    return [c for c in cubes if c["truth"] is None or 1.0 <= c["truth"]["log2"] <= 4.9]


def mistakes(proposing, phantoms):
    """Voxels by phantom and grid that the first network takes for nodules and that are none."""
    hard = {}
    for phantom in phantoms:
        for scale in GRIDS:
            hard[phantom.seed, scale] = [
                phantom.grids[scale].voxel(place) for place, _ in proposals(proposing, phantom, scale, 0.1)
                if all(np.linalg.norm(place - n["centre"]) > n["diameter_mm"] / 2 + 4 for n in phantom.nodules)]
    print("mistaken for nodules:", sum(map(len, hard.values())), flush=True)
    return hard


def saved(model, path, check, inputs):
    """Writes the model and makes sure that the runtime answers as the training code does."""
    path.write_bytes(model.SerializeToString())
    opened = session(str(path))
    found = opened.run(None, {model.graph.input[0].name: inputs})[0]
    np.testing.assert_allclose(found, check, atol=2e-4)
    return opened


def train_proposal(rng, key, phantoms, arguments):
    p, hard = proposal_parameters(key), {}
    for turn, n_steps in enumerate(PROPOSAL_STEPS):
        batches = proposal_batches(np.random.default_rng([2, turn]), phantoms, hard)
        p = fit(p, proposal_loss, batches, int(n_steps * arguments.part), (3e-3, 1.5e-3)[turn], "proposal")
        x = next(proposal_batches(rng, phantoms, {}, n=2))[0]
        opened = saved(proposal_model(p), arguments.out / "proposal.onnx", jax.nn.sigmoid(proposal(p, x)), x)
        if turn + 1 < len(PROPOSAL_STEPS):
            hard = mistakes(opened, phantoms[::3])
    return opened


def train_score(rng, key, phantoms, proposing, arguments):
    cubes = training_cubes(rng, phantoms, proposing)
    print(f"{len(cubes)} cubes, {sum(c['truth'] is not None for c in cubes)} of nodules", flush=True)
    batches = score_batches(np.random.default_rng(3), cubes)
    q = fit(score_parameters(key), score_loss, batches, int(SCORE_STEPS * arguments.part), 2e-3, "score")
    x = next(score_batches(rng, cubes, n=2))[0]
    answer = score(q, x)
    check = jnp.concatenate([jax.nn.sigmoid(answer[:, :1]), answer[:, 1:5], jax.nn.sigmoid(answer[:, 5:6]),
                             jax.nn.softmax(answer[:, 6:])], 1)
    return saved(score_model(q), arguments.out / "score.onnx", check, x)


def measured(folder, sessions):
    """Figures on the tuning and the test seeds; the threshold is chosen on the former, applied to the latter."""
    figures, threshold = {}, None
    for name in ("tune", "test"):
        scans = load(folder, name)
        cases = [(scan.nodules, findings(*sessions, scan)) for scan in scans]
        figures[name] = {"seeds": [scan.seed for scan in scans], **measure(cases, threshold)}
        threshold = figures[name]["threshold"]
        figures[name + "_at_one_false_positive"] = measure(cases)
    return figures


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("phantoms", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--part", type=float, default=1.0, help="part of the steps, for a quick look")
    parser.add_argument("--measure", action="store_true", help="train nothing, measure the networks in OUT")
    arguments = parser.parse_args()
    arguments.out.mkdir(parents=True, exist_ok=True)
    figures = {}
    if arguments.measure:
        sessions = [session(str(arguments.out / f"{name}.onnx")) for name in ("proposal", "score")]
    else:
        rng = np.random.default_rng(1)
        phantoms, keys = load(arguments.phantoms, "train"), jax.random.split(jax.random.PRNGKey(1))
        figures["train"] = {"seeds": [phantom.seed for phantom in phantoms], "part_of_the_steps": arguments.part}
        print(f"{len(phantoms)} phantoms to train on", flush=True)
        proposing = train_proposal(rng, keys[0], phantoms, arguments)
        sessions = proposing, train_score(rng, keys[1], phantoms, proposing, arguments)
    figures |= measured(arguments.phantoms, sessions)
    (arguments.out / "figures.json").write_text(json.dumps(figures, indent=1) + "\n")
    print(json.dumps(figures, indent=1))


if __name__ == "__main__":
    main()
