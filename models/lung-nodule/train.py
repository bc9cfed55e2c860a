"""Trains the two lung-nodule networks on synthetic chests: one command from nothing to the files that the plugin takes.

    python3 models/lung-nodule/train.py FOLDER [--short]

FOLDER keeps the phantoms on the networks' grids between runs (4 GB). Writes proposal.onnx, score.onnx, the curves of
the loss and figures.json here, and hashes, seeds, threshold and figures into plugin, card and README. `--short` takes a
handful of phantoms and of steps: the whole way in minutes, for networks of no use. All draws are seeded and the steps
are counted, not timed: two runs from nothing differ only by the rounding of parallel sums. The networks that lie here
are not of one such run (README.md, "Train again").
Needs numpy, jax, optax, onnx, onnxruntime, SimpleITK; no patient's image.
"""

import hashlib
import json
import shutil
import sys
from pathlib import Path

import jax
import jax.numpy as jnp
import numpy as np
import optax

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "training"))

import filling  # noqa: E402
import kit  # noqa: E402
from figures import measure  # noqa: E402
from networks import proposal, proposal_model, proposal_parameters, score, score_model, score_parameters  # noqa: E402
from service import GRIDS, N_SLICES, SIDE, Grid, Scan, block, findings, proposals, scaled, session  # noqa: E402

IS_SHORT = "--short" in sys.argv
PLUGIN = HERE.parents[1] / "plugins" / "lung-nodule"
# First seed and number of the scans by the thickness of their slices, mm: the thick and the thin ones are fewer.
TRAIN = {2.5: (11_001, 2)} if IS_SHORT else {2.5: (11_001, 60), 1.25: (12_001, 5), 5.0: (13_001, 8), 8.0: (14_001, 4)}
TUNE = (440_001, 2 if IS_SHORT else 78)
LENGTH_MM = 320.0
# Scans that are made at a time: before they lie on the networks' grids each needs up to 200 MB.
CHUNK = 4
# Scans to learn from hold many nodules, and what is taken for one.
MANY = ("solid-nodule,solid-nodule,solid-nodule,part-solid-nodule,part-solid-nodule,ground-glass-nodule,"
        "ground-glass-nodule,calcified-nodule,perifissural-nodule")
OTHERS = "infiltrates,consolidation,emphysema,effusion"
LEARNING = {"many": MANY, "many-count": 14, "among": OTHERS, "prevalence": 0.35, "enhanced": 0.4,
            "kernel": "soft,standard,lung"}
USUAL = {"among": "solid-nodule,part-solid-nodule,ground-glass-nodule,calcified-nodule,perifissural-nodule"}
NODULE = "27925004"
KINDS = ("Solid", "PartSolid", "GroundGlass")
# Voxels of a part-solid nodule above this are its solid part, HU: half way from haze to soft tissue.
SOLID_HU = -300.0
# Steps of the two networks; those of the first before and after it is shown its mistakes.
PROPOSAL_STEPS, SCORE_STEPS = ((20, 20), 20) if IS_SHORT else ((900, 700), 3500)
# The smallest nodules of the second network, log2 of the diameter in voxels: smaller ones (below 4 mm on the fine grid)
# look like vessels that are cut across, and whoever is taught to call them calls vessels.
SMALLEST_LOG2 = 1.7
# False marks a scan at the threshold, on the tuning seeds.
FALSE_PER_SCAN = 0.5


# Phantoms ---------------------------------------------------------------------------------------------------------

class Chest(Scan):
    """A scan of FOLDER with its nodules, and with what is none and looks like one."""

    def __init__(self, folder, seed):
        about = json.loads((folder / f"chest-{seed}.json").read_text())
        self.seed, self.nodules, self.imitators = seed, about["nodules"], about["imitators"]
        for one in self.nodules + self.imitators:
            one["centre"] = np.array(one["centre"])
        grids = {scale: Grid(np.load(folder / f"chest-{seed}-{scale}.npy", "r"), grid["spacing"], grid["origin"])
                 for scale, grid in about["grids"].items()}
        super().__init__(grids)


def scans(folder, first, count, zooms, **settings):
    """Scans by seed on all grids; those that are there are kept."""
    folder.mkdir(parents=True, exist_ok=True)
    for start in range(first, first + count, CHUNK):
        chunk = range(start, min(start + CHUNK, first + count))
        if not all((folder / f"chest-{seed}.json").is_file() for seed in chunk):
            kit.make_phantoms(folder / "raw", "chest-ct", start, len(chunk), **settings)
            for seed in chunk:
                # Grids of other sizes than the networks' own make them see other sizes of patients.
                keep(folder, kit.Phantom(folder / "raw", seed), np.random.default_rng([5, seed]).uniform(*zooms))
            shutil.rmtree(folder / "raw")
    opened = []
    for seed in range(first, first + count):
        try:
            opened.append(Chest(folder, seed))
        except AssertionError as fault:
            # As the service, which does not run on such a scan.
            print(f"seed {seed} left out: {fault}", flush=True)
    return opened


def keep(folder, phantom, zoom):
    facts = phantom.series[0]
    whole, grids = Grid(phantom.samples(), facts["spacing_mm"], facts["origin_mm"]), {}
    for scale in (*GRIDS, *GRIDS.values()):
        one = whole.resampled(float(scale) * zoom)
        np.save(folder / f"chest-{phantom.seed}-{scale}.npy", np.round(one.hu).astype(np.int16))
        grids[scale] = {"spacing": one.spacing.tolist(), "origin": one.origin.tolist()}
    place = lambda lesion: {"centre": lesion["centre_mm"], "diameter_mm": 2 * lesion["radius_mm"]}
    labels, nodules = phantom.labels(), []
    imitators = [place(one) for one in phantom.about["imitations"]]
    for idx, lesion in enumerate(phantom.lesions):
        if lesion["code"] == NODULE:
            kind = KINDS.index(lesion["type"] or "Solid")
            own = whole.hu[labels == idx + 1].astype(np.float32) if kind == 1 else ()
            # The noise of single voxels widens both sides alike.
            solid = (1.0, float((own > SOLID_HU).mean()) ** (1 / 3) if len(own) else 0.5, 0.0)[kind]
            nodules.append({**place(lesion), "kind": kind, "solid_part": solid})
    (folder / f"chest-{phantom.seed}.json").write_text(
        json.dumps({"grids": grids, "nodules": nodules, "imitators": imitators}))


# Training ---------------------------------------------------------------------------------------------------------

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


def target(grid, nodules, imitators, first, size):
    """1 in the inner part of each nodule, and how much each voxel counts in the loss, for a plane block (z, y, x).

    What looks like a nodule may be proposed: the second network tells them apart.
    """
    z, y, x = [np.arange(f, f + n) for f, n in zip(first, size)]
    place = np.stack(np.broadcast_arrays(x[None, None, :], y[None, :, None], z[:, None, None]), -1)
    wanted, counts = np.zeros(size, np.float32), np.ones(size, np.float32)
    away = lambda one: np.linalg.norm((place - grid.voxel(one["centre"])) * grid.spacing, axis=-1)
    for imitator in imitators:
        counts[away(imitator) < imitator["diameter_mm"] / 2 + grid.spacing.mean()] = 0
    for nodule in nodules:
        distance = away(nodule)
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
            scale = "2" if rng.random() < 0.65 else "5"
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
            wanted, counts = target(grid, phantom.nodules, phantom.imitators, (cz, *first[1:]), (1, side, side))
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
    """Cubes in equal parts of nodules and of what is none; every fourth nodule is a small one, every fourth other cube
    looks like a nodule.

    What is none and looks like nothing is drawn the more often the more wrong the network was about it. Nodules and what
    looks like one are drawn alike: the hardest of them cannot be told apart by anybody.
    """
    nodules = [c for c in cubes if c["truth"]]
    small = [c for c in nodules if c["truth"]["log2"] < 3] or nodules
    others = [c for c in cubes if not c["truth"] and not c["imitates"]]
    kinds = [nodules, others, nodules, others, small, [c for c in cubes if c["imitates"]] or others, nodules, others]
    weight = lambda c: 1 if c["truth"] or c["imitates"] else 0.25 + c["wrong"]
    while True:
        upto = [np.cumsum([weight(c) for c in pool]) for pool in kinds]
        for _ in range(50):
            xs, ys = [], []
            for idx in range(n):
                pool, ends = kinds[idx % 8], upto[idx % 8]
                cube = pool[min(np.searchsorted(ends, rng.uniform(0, ends[-1])), len(pool) - 1)]
                # Cubes are kept 8 voxels wider than the network sees: the centre of a proposal is never exact.
                shift = np.clip(np.round(rng.normal(0, 1.2, 3)), -4, 4).astype(int)
                x, y, z = shift + 4
                values = cube["values"][z:z + SIDE, y:y + SIDE, x:x + SIDE]
                truth = cube["truth"]
                offset = truth["offset"] - shift if truth else np.zeros(3)
                values, offset = turned(rng, values, offset)
                xs.append(noisy(rng, values)[None])
                if truth:
                    ys.append(np.array([1, *offset, truth["log2"], truth["solid_part"], truth["kind"]], np.float32))
                else:
                    ys.append(np.zeros(7, np.float32))
            yield np.stack(xs), np.stack(ys)


def score_loss(p, x, wanted):
    """Whether it is a nodule counts most; where it lies, how large and of what kind it is are asked beside."""
    answer = score(p, x)
    is_nodule, offset, log2, solid, kind = wanted[:, 0], wanted[:, 1:4], wanted[:, 4], wanted[:, 5], wanted[:, 6]
    cross = optax.sigmoid_binary_cross_entropy(answer[:, 0], is_nodule).mean()
    count = is_nodule.sum() + 1e-6
    place = (optax.huber_loss(answer[:, 1:4], offset).sum(1) * is_nodule).sum() / count
    size = (optax.huber_loss(answer[:, 4], log2, delta=0.3) * is_nodule).sum() / count
    part = (optax.sigmoid_binary_cross_entropy(answer[:, 5], solid) * is_nodule * (kind == 1)).sum() / count
    sort = (optax.softmax_cross_entropy_with_integer_labels(answer[:, 6:9], kind.astype(int)) * is_nodule).sum() / count
    return 2 * cross + 0.05 * place + 0.7 * size + 0.1 * part + 0.15 * sort


def training_cube(grid, place, nodules, imitates=False):
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
    return {"values": values.astype(np.float16), "truth": truth, "imitates": imitates and truth is None, "wrong": 1.0}


def training_cubes(rng, phantoms, proposing):
    """Cubes at the proposals of the first network, and at every nodule and what looks like one, proposed or not."""
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
            for imitator in phantom.imitators:
                if 2.0 <= imitator["diameter_mm"] / grid.spacing.mean() <= 28:
                    for _ in range(2):
                        place = imitator["centre"] + rng.normal(0, 0.15 * imitator["diameter_mm"], 3).clip(-4, 4)
                        cubes.append(training_cube(grid, place, phantom.nodules, True))
    return [c for c in cubes if c["truth"] is None or SMALLEST_LOG2 <= c["truth"]["log2"] <= 4.9]


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


def saved(model, name, check, inputs):
    """Writes the model and makes sure that the runtime answers as the training code does."""
    path = HERE / f"{name}.onnx"
    path.write_bytes(model.SerializeToString())
    opened = session(str(path))
    found = opened.run(None, {model.graph.input[0].name: inputs})[0]
    np.testing.assert_allclose(found, check, atol=2e-4)
    return opened


def train_proposal(rng, key, phantoms):
    p, hard = proposal_parameters(key), {}
    for turn, n_steps in enumerate(PROPOSAL_STEPS):
        batches = proposal_batches(np.random.default_rng([2, turn]), phantoms, hard)
        p = kit.fit(p, proposal_loss, batches, n_steps, (3e-3, 1.5e-3)[turn], HERE / f"loss-proposal-{turn + 1}.csv")
        x = next(proposal_batches(rng, phantoms, {}, n=2))[0]
        opened = saved(proposal_model(p), "proposal", jax.nn.sigmoid(proposal(p, x)), x)
        if turn + 1 < len(PROPOSAL_STEPS):
            hard = mistakes(opened, phantoms[::3])
    return opened


def train_score(rng, key, phantoms, proposing):
    cubes = training_cubes(rng, phantoms, proposing)
    assert any(c["imitates"] for c in cubes), "no calcified or perifissural nodule to learn from"
    n_nodules, n_imitators = (sum(map(bool, which)) for which in
                              ((c["truth"] for c in cubes), (c["imitates"] for c in cubes)))
    print(f"{len(cubes)} cubes, {n_nodules} of nodules, {n_imitators} of what looks like one", flush=True)
    others = [c for c in cubes if not c["truth"] and not c["imitates"]]
    inner = lambda c: c["values"][4:4 + SIDE, 4:4 + SIDE, 4:4 + SIDE].astype(np.float32)[None]
    says = jax.jit(lambda q, x: jax.nn.sigmoid(score(q, x)[:, 0]))

    def look(q):
        for first in range(0, len(others), 64):
            some = others[first:first + 64]
            x = np.zeros((64, 1, SIDE, SIDE, SIDE), np.float32)
            x[:len(some)] = [inner(c) for c in some]
            for cube, said in zip(some, np.asarray(says(q, x))):
                cube["wrong"] = float(said)

    batches = score_batches(np.random.default_rng([3, 0]), cubes)
    q = kit.fit(score_parameters(key), score_loss, batches, SCORE_STEPS, 2e-3, HERE / "loss-score.csv", decay=1e-3, look=look)
    return saved_score(q, next(score_batches(rng, cubes, n=2))[0])


def saved_score(q, x):
    answer = score(q, x)
    check = jnp.concatenate([jax.nn.sigmoid(answer[:, :1]), answer[:, 1:5], jax.nn.sigmoid(answer[:, 5:6]),
                             jax.nn.softmax(answer[:, 6:])], 1)
    return saved(score_model(q), "score", check, x)


# What the plugin takes --------------------------------------------------------------------------------------------

def spans(*groups):
    """First and last seed of each group."""
    return [[first, first + count - 1] for first, count in groups]


def install(figures):
    """Hashes, seeds, threshold and figures into the files that name them."""
    card = (HERE / "README.md").read_text()
    manifest, model = (PLUGIN / "plugin.toml").read_text(), (HERE / "model.toml").read_text()
    for name in ("proposal", "score"):
        digest = hashlib.sha256((HERE / f"{name}.onnx").read_bytes()).hexdigest()
        card = filling.replaced(card, rf"`{name}\.onnx` \|[^\n]*`([0-9a-f]{{64}})` \|$", digest)
        manifest = filling.replaced(manifest, rf'models/{name}\.onnx"\nsha256 = "([0-9a-f]{{64}})"', digest)
        model = filling.replaced(model, rf'"{name}\.onnx"\nsha256 = "([0-9a-f]{{64}})"', digest)
    train, tune = spans(*TRAIN.values()), spans(TUNE)[0]
    trained = (f"{sum(count for _, count in TRAIN.values())} synthetic chest CTs "
               f"(seeds {', '.join(f'{first} to {last}' for first, last in train)})")
    tested = f"{figures['scans']} of {TUNE[1]} synthetic chest CTs of other seeds"
    threshold, false = figures["threshold"], figures["false_positives_per_scan"]
    for pattern, value in ((r'^dataset = "([^"]*?) than those', tested), (r'^trained-on = "([^")]*\))', trained),
                           (r'^tested-on = "([^")]*\))', f"{tested} ({tune[0]} to {tune[1]})"),
                           (r"operating-point\]\nthreshold = (\S+)", threshold), (r"^sensitivity = (\S+)", figures["sensitivity"]["all"]["share"]),
                           (r"^false-positives-per-study = (\S+)", false), (r"settings\.threshold\][^\[]*?default = (\S+)", threshold),
                           (r"^sensitivity-all = (\S+)", figures["sensitivity"]["all"]["share"]),
                           (r"^sensitivity-solid-6mm-and-more = (\S+)", figures["sensitivity"]["solid_6mm_and_more"]["share"]),
                           (r"^auc = (\S+)", figures["auc_of_scans"]["area"])):
        manifest = filling.replaced(manifest, pattern, value)
    model = filling.replaced(model, r"operating-point\]\nthreshold = (\S+)", threshold)
    model = filling.replaced(model, r"^false-positives-per-scan = (\S+)", false)
    model = filling.replaced(model, r"^train = ([^\n]*)$", train)
    model = filling.replaced(model, r"^tune = ([^\n]*)$", tune)
    card = filling.replaced(card, r"<!-- figures: begin -->\n(.*?)<!-- figures: end -->", table(figures))
    source = filling.replaced((PLUGIN / "src/lib.rs").read_text(), r"DEFAULT_THRESHOLD: f64 = ([0-9.]+);", threshold)
    for path, text in ((HERE / "README.md", card), (PLUGIN / "plugin.toml", manifest), (HERE / "model.toml", model),
                       (PLUGIN / "src/lib.rs", source)):
        path.write_text(text)


def table(figures):
    rows = ((("solid, 6 mm and more", "solid_6mm_and_more"), ("all nodules", "all"), ("all kinds, below 6 mm", "below_6mm"),
             ("all kinds, 6 to below 10 mm", "6_to_10mm"), ("all kinds, 10 mm and more", "10mm_and_more"),
             ("solid", "solid"), ("part-solid", "part_solid"), ("ground glass", "ground_glass")))
    own, area, right = figures["sensitivity"], figures["auc_of_scans"], figures["kind_right"]
    lines = [f"At the threshold {figures['threshold']} there were {figures['false_positives_per_scan']} false marks a scan:\n",
             "| nodules | number | found | 95 % interval |", "|---|---|---|---|"]
    lines += [f"| {words} | {own[key]['of']} | {own[key]['share']:.2f} | {own[key]['low']:.2f} to {own[key]['high']:.2f} |"
              for words, key in rows if own[key]]
    lines += ["", f"- Area under the ROC curve, scans with against scans without a nodule by the highest probability in a scan: "
              f"{area['area']} ({area['low']:.3f} to {area['high']:.3f}).",
              f"- Diameter of the nodules found: off by {figures['diameter_error_mm_mean_absolute']:.1f} mm on average "
              f"(mean of the signed error {figures['diameter_error_mm_mean']:.1f} mm).",
              f"- Kind (solid, part-solid, ground glass) right in {100 * right['share']:.0f} % "
              f"({100 * right['low']:.0f} to {100 * right['high']:.0f}) of the nodules found.", ""]
    return "\n".join(lines)


def main(folder):
    folder = Path(folder).resolve()
    rng, keys, phantoms = np.random.default_rng(1), jax.random.split(jax.random.PRNGKey(1)), []
    for thickness, (first, count) in TRAIN.items():
        settings = {"slices": round(LENGTH_MM / thickness), "thickness": thickness}
        phantoms += scans(folder, first, count, (0.85, 1.18), **settings, **LEARNING)
    print(f"{len(phantoms)} scans, {sum(len(p.nodules) for p in phantoms)} nodules", flush=True)
    tuning = scans(folder, *TUNE, (1.0, 1.0), **USUAL)
    proposing = train_proposal(rng, keys[0], phantoms)
    sessions = proposing, train_score(rng, keys[1], phantoms, proposing)
    figures = measure([(scan.nodules, findings(*sessions, scan)) for scan in tuning], FALSE_PER_SCAN)
    about = {"train": list(TRAIN.values()), "tune": TUNE, "steps": [*PROPOSAL_STEPS, SCORE_STEPS]}
    (HERE / "figures.json").write_text(json.dumps({**about, "on-tuning-seeds": figures}, indent=1) + "\n")
    print(json.dumps(figures, indent=1))
    if not IS_SHORT:
        install(figures)


if __name__ == "__main__":
    main(sys.argv[1])
