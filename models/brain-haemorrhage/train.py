"""Trains the networks of the haemorrhage service on synthetic heads and measures them on other seeds: one command.

Usage: train.py WORK [--part P] [--only blood|shift|figures]
WORK takes the phantoms (3.5 MB each) and keeps them for the next run. The ONNX files, their loss curves and
figures.json are written beside this file, and what cards.py writes of them. `--part 0.1` takes a tenth of studies and steps, for a look at the way;
`--only` trains one network, or none, and measures with the other as it is there.
"""

import argparse
import json
import sys
from pathlib import Path

import jax
import jax.numpy as jnp
import numpy as np
import optax
from scipy import ndimage

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "training")]

import cards  # noqa: E402
import kit  # noqa: E402
import service  # noqa: E402
from service import COLUMNS, KINDS, ROWS, SHIFT_SLICES, SHIFT_STEP  # noqa: E402

# First seed and number of studies. Imitators, infarcts and fractures are among them: the service must stay silent there.
TRAIN, TUNE = (1, 400), (400_000, 140)
PREVALENCE = {"train": 0.75, "tune": 0.5}
# Pixels of 230 mm / 192, the size on which the host resamples.
SIZE = 192
BLOOD_WIDTHS, BLOOD_STEPS, BLOOD_BATCH, BLOOD_RATE = (16, 24, 32, 48), 1600, 8, 3e-3
# Rows and columns of the patches that the first network learns from.
PATCH = (144, 128)
SHIFT_STEPS, SHIFT_BATCH, SHIFT_RATE = 1500, 24, 2e-3
# The threshold is the least at which this share of the studies without haemorrhage is called negative.
SPECIFICITY = 0.9


# Studies ----------------------------------------------------------------------------------------------------------

class Study:
    """The part of a phantom around the brain, its blood by kind (0, or 1 + the kind), and its midline shift."""

    def __init__(self, phantom, head):
        self.head, self.phantom = head, phantom
        z, y, x = head["corner"]
        self.hu = head.pop("hu").astype(np.int16)
        n = self.hu.shape
        part = np.s_[z:z + n[0], y:y + n[1], x:x + n[2]]
        self.blood = phantom.mask(KINDS)[part]
        self.shift = self._signed(phantom.labels()[part])
        slab = service.slab(self.hu, head["top"])
        self.slab = service.centred(slab, head["middle_x"]).astype(np.float32)
        counts = np.stack([(self.blood == k + 1).sum((1, 2)) for k in range(len(KINDS))])
        self.slices = [np.flatnonzero(row >= 6) for row in counts]
        self.is_abnormal = bool(self.blood.any())
        self.kinds = [phantom.holds(code) for code in KINDS]

    def _signed(self, labels):
        """The shift is stated without a side: it goes away from the side that holds more of the lesions; None if unclear."""
        shift = self.phantom.facts["midline-shift"]
        if shift < 0.3:
            return 0.0
        columns = np.nonzero(labels)[2]
        if not len(columns):
            return None
        left = (columns > self.head["middle_x"]).mean()
        return None if 0.3 < left < 0.7 else float(-shift if left >= 0.7 else shift)


def studies(work, name, first, count):
    folder = work / name
    kit.make_phantoms(folder, "head-ct", first, count, prevalence=PREVALENCE[name], size=SIZE)
    found = []
    for phantom in kit.load(folder, range(first, first + count)):
        head = service.head(phantom.samples().astype(np.float32))
        if head is None:
            print(f"seed {phantom.seed}: no skull is found; the service would not run", file=sys.stderr)
        else:
            found.append(Study(phantom, head))
    return found


# Blood ------------------------------------------------------------------------------------------------------------

def blood_batches(rng, all_studies):
    """Slices with each kind of blood equally often, and a third of slices as they come, of quiet studies mostly."""
    places = [[(s, z) for s in all_studies for z in s.slices[k]] for k in range(len(KINDS))]
    quiet = [s for s in all_studies if not s.is_abnormal] or all_studies
    open_kinds = [k for k in range(len(KINDS)) if places[k]]
    while True:
        xs, ys = [], []
        for _ in range(BLOOD_BATCH):
            if rng.random() < 0.67:
                pool = places[open_kinds[rng.integers(len(open_kinds))]]
                study, z = pool[rng.integers(len(pool))]
            else:
                pool = quiet if rng.random() < 0.6 else all_studies
                study = pool[rng.integers(len(pool))]
                z = rng.integers(len(study.hu))
            hu = study.hu[np.clip([z - 1, z, z + 1], 0, len(study.hu) - 1)].astype(np.float32)
            x, y = varied(rng, hu, study.blood[z])
            xs.append(x)
            ys.append((y[None] == np.arange(1, len(KINDS) + 1)[:, None, None]).astype(np.float32))
        yield np.stack(xs), np.stack(ys)


def varied(rng, hu, blood):
    """Heads lie and scanners differ: turned, scaled, moved, mirrored; noise, level and contrast. Cut to PATCH."""
    angle, scale = np.deg2rad(rng.uniform(-12, 12)), rng.uniform(0.92, 1.08)
    flip = -1 if rng.random() < 0.5 else 1
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]]) / scale @ np.diag([1, flip])
    # The middle of the patch: near blood where there is any, else anywhere that keeps most of it inside.
    rows_columns, half = np.array(blood.shape), np.array(PATCH) / 2
    places = np.argwhere(blood)
    middle = places[rng.integers(len(places))] if len(places) else rows_columns * rng.uniform(0, 1, 2)
    middle = (middle + rng.uniform(-0.6, 0.6, 2) * half).clip(half - 16, rows_columns - half + 16)
    offset = middle - turn @ half
    hu = np.stack([ndimage.affine_transform(s, turn, offset, PATCH, order=1, cval=-1000.0) for s in hu])
    blood = ndimage.affine_transform(blood, turn, offset, PATCH, order=0)
    hu = (hu - 35) * rng.uniform(0.93, 1.07) + 35 + rng.normal(0, 2.0)
    noise = rng.standard_normal(hu.shape, np.float32) * rng.uniform(0, 3.0)
    if rng.random() < 0.5:
        noise = ndimage.gaussian_filter(noise, (0, 0.7, 0.7)) * 1.8
    if rng.random() < 0.3:
        hu = hu[::-1]
    return service.scaled(hu + noise), blood


def train_blood(all_studies, n_steps):
    network = kit.UNet(3, BLOOD_WIDTHS, len(KINDS))
    p = network.parameters(jax.random.PRNGKey(1))
    batches = blood_batches(np.random.default_rng(1), all_studies)

    def loss(p, x, wanted):
        return kit.segmentation_loss(network(p, x), wanted)
    p = kit.fit(p, loss, batches, n_steps, BLOOD_RATE, HERE / "blood-loss.csv")
    example = next(blood_batches(np.random.default_rng(2), all_studies))[0][:2]
    kit.save(network.onnx(p, "blood"), HERE / "blood.onnx", network, p, example)


# Shift ------------------------------------------------------------------------------------------------------------

SHIFT_WIDTHS, SHIFT_HIDDEN = (16, 24, 32, 32), 32
# Where the septum lies on the plane of the slab: 30 mm before the middle of the skull.
SEPTUM_ROW = ROWS / SHIFT_STEP / 2 - 30 / (service.PIXEL_MM * SHIFT_STEP)


def shift_parameters(key):
    keys = jax.random.split(key, len(SHIFT_WIDTHS) + 2)
    n_in, p = SHIFT_SLICES, {}
    for level, width in enumerate(SHIFT_WIDTHS):
        p[f"c{level}"] = kit.kernel(keys[level], (width, n_in, 3, 3))
        n_in = width
    # A strided convolution halves a side, rounding up.
    rows, columns = [-(-n // SHIFT_STEP // 2 ** len(SHIFT_WIDTHS)) for n in (ROWS, COLUMNS)]
    p["hidden"] = kit.kernel(keys[-2], (SHIFT_HIDDEN, n_in * rows * columns))
    p["out"] = kit.kernel(keys[-1], (1, SHIFT_HIDDEN))
    return p


def shift_network(p, x):
    """Millimetres (n, 1) of a slab (n, slice, y, x)."""
    for level in range(len(SHIFT_WIDTHS)):
        x = jax.nn.relu(kit.conv(p[f"c{level}"], x, 2))
    x = x.reshape(len(x), -1)
    x = jax.nn.relu(x @ p["hidden"]["w"].T + p["hidden"]["b"])
    return x @ p["out"]["w"].T + p["out"]["b"]


def shift_onnx(p):
    g, x = kit.Graph(), "slab"
    for level in range(len(SHIFT_WIDTHS)):
        x = g.conv(p[f"c{level}"], x, stride=2)
    x = g.add("Flatten", [x], axis=1)
    gemm = lambda name, x: g.add("Gemm", [x, g.weight(np.asarray(p[name]["w"], np.float32)),
                                          g.weight(np.asarray(p[name]["b"], np.float32))], transB=1)
    x = gemm("out", g.add("Relu", [gemm("hidden", x)]))
    side = [ROWS // SHIFT_STEP, COLUMNS // SHIFT_STEP]
    return g.model("shift", ("slab", ["n", SHIFT_SLICES, *side]), [(x, "shift", ["n", 1])])


def bent(rng, slab):
    """The slab with its middle pushed aside and its skull in place, and how far the septum went, mm."""
    n, rows, columns = slab.shape
    pixel_mm = service.PIXEL_MM * SHIFT_STEP
    push, half = rng.uniform(-14, 14), rng.uniform(24, 29)
    row, reach = SEPTUM_ROW + rng.uniform(-6, 10), rng.uniform(18, 40)
    off = (np.arange(columns) - (columns - 1) / 2) / half
    across = np.where(np.abs(off) < 1, np.cos(off * np.pi / 2) ** 2, 0)
    along = np.exp(-(((np.arange(rows) - row) / reach) ** 2))
    # Where the value of a pixel comes from: the pixel that the push, found by three rounds, brings there.
    at = np.broadcast_to(np.arange(columns, dtype=np.float64), (rows, columns))
    source = at
    for _ in range(3):
        pushed = np.interp(source.ravel(), np.arange(columns), across).reshape(rows, columns)
        source = at - push / pixel_mm * along[:, None] * pushed
    low = np.floor(source.clip(0, columns - 1)).astype(int)
    share = (source - low).astype(np.float32)
    take = lambda idx: np.take_along_axis(slab, np.broadcast_to(idx, slab.shape), 2)
    out = take(low) * (1 - share) + take((low + 1).clip(max=columns - 1)) * share
    return out, push * float(np.exp(-(((SEPTUM_ROW - row) / reach) ** 2)))


def shift_batches(rng, all_studies):
    known = [s for s in all_studies if s.shift is not None]
    shifted = [s for s in known if abs(s.shift) > 1] or known
    while True:
        xs, ys = [], []
        for _ in range(SHIFT_BATCH):
            pool = shifted if rng.random() < 0.4 else known
            study = pool[rng.integers(len(pool))]
            slab, wanted = study.slab, study.shift
            if rng.random() < 0.5:
                slab, pushed = bent(rng, slab)
                wanted = wanted + pushed
            if rng.random() < 0.5:
                slab, wanted = slab[..., ::-1], -wanted
            slab = np.roll(slab, (rng.integers(-3, 4), rng.integers(-1, 2)), (1, 2))
            if rng.random() < 0.3:
                slab = np.roll(slab, rng.integers(-1, 2), 0)
            noise = rng.standard_normal(slab.shape, np.float32) * rng.uniform(0, 0.03) + rng.normal(0, 0.03)
            xs.append(slab + noise.astype(np.float32))
            ys.append(wanted)
        yield np.stack(xs), np.array(ys, np.float32)


def train_shift(all_studies, n_steps):
    p = shift_parameters(jax.random.PRNGKey(2))

    def loss(p, x, wanted):
        both = shift_network(p, jnp.concatenate([x, x[..., ::-1]]))[:, 0]
        said = (both[:len(x)] - both[len(x):]) / 2
        return optax.huber_loss(said / 2, wanted / 2).mean()
    p = kit.fit(p, loss, shift_batches(np.random.default_rng(3), all_studies), n_steps, SHIFT_RATE,
                HERE / "shift-loss.csv")
    model, path = shift_onnx(p), HERE / "shift.onnx"
    path.write_bytes(model.SerializeToString())
    example = next(shift_batches(np.random.default_rng(4), all_studies))[0][:2]
    found = session("shift").run(["shift"], {"slab": example})[0]
    np.testing.assert_allclose(found, shift_network(p, example), atol=2e-2)


# Figures ----------------------------------------------------------------------------------------------------------

def session(name):
    import onnxruntime
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 2
    return onnxruntime.InferenceSession(str(HERE / f"{name}.onnx"), options, providers=["CPUExecutionProvider"])


def measured(tune):
    """Figures on the tuning seeds, on which the threshold is chosen; those of unseen seeds are made by `evaluate`."""
    blood, shift = session("blood"), session("shift")
    voxel_ml = (230 / SIZE) ** 2 * service.SLICE_MM / 1000
    rows = []
    for study in tune:
        hu = study.hu.astype(np.float32)
        found, scores = service.bleeds(service.probabilities(blood, hu), voxel_ml)
        rows.append({"scores": scores, "found": found, "shift": abs(service.shift_mm(shift, study.slab)), "study": study})
    highest = np.array([row["scores"].max() for row in rows])
    abnormal = np.array([row["study"].is_abnormal for row in rows])
    threshold = kit.threshold_at_specificity(highest[~abnormal], SPECIFICITY)
    volumes, shifts = [], []
    for row in rows:
        facts = row["study"].phantom.facts
        said = sum(one["volume_ml"] for one in row["found"] if one["score"] >= threshold)
        volumes.append((facts["haemorrhage-volume"], said))
        shifts.append((facts["midline-shift"], row["shift"]))
    volumes, shifts = np.array(volumes), np.array(shifts)
    kinds = {}
    for k, code in enumerate(KINDS):
        has = np.array([row["study"].kinds[k] for row in rows])
        scores = np.array([row["scores"][k] for row in rows])
        kinds[code] = {"studies": int(has.sum()), "auc": kit.auc(scores[has], scores[~has]),
                       "found": float((scores[has] >= threshold).mean()) if has.any() else None}
    error = lambda pairs: float(np.abs(pairs[:, 0] - pairs[:, 1]).mean())
    return {
        "studies": len(rows), "abnormal": int(abnormal.sum()), "threshold": threshold,
        "auc": kit.auc(highest[abnormal], highest[~abnormal]),
        "sensitivity": float((highest[abnormal] >= threshold).mean()),
        "specificity": float((highest[~abnormal] < threshold).mean()),
        "kinds": kinds,
        "volume_error_ml": error(volumes), "mean_volume_ml": float(volumes[:, 0].mean()),
        "shift_error_mm": error(shifts), "mean_shift_mm": float(shifts[:, 0].mean()),
        "shift_error_above_3_mm": error(shifts[shifts[:, 0] > 3]) if (shifts[:, 0] > 3).any() else None,
    }


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("work", type=Path)
    parser.add_argument("--part", type=float, default=1.0)
    parser.add_argument("--only", choices=["blood", "shift", "figures"])
    arguments = parser.parse_args()
    part = lambda n: max(1, round(n * arguments.part))
    if arguments.only != "figures":
        train = studies(arguments.work, "train", TRAIN[0], part(TRAIN[1]))
        if arguments.only != "blood":
            train_shift(train, part(SHIFT_STEPS))
        if arguments.only != "shift":
            train_blood(train, part(BLOOD_STEPS))
    tune = studies(arguments.work, "tune", TUNE[0], part(TUNE[1]))
    figures = {"part": arguments.part, "training_studies": part(TRAIN[1]), "blood_steps": part(BLOOD_STEPS),
               "shift_steps": part(SHIFT_STEPS), "tune": measured(tune)}
    (HERE / "figures.json").write_text(json.dumps(figures, indent=1) + "\n")
    cards.write(figures)
    print(json.dumps(figures, indent=1))


if __name__ == "__main__":
    main()
