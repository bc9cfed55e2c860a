"""What the training of all services' networks shares: phantoms, a U-Net, fitting with a log, ONNX.

Needs numpy, jax, optax, onnx, onnxruntime. All draws are seeded and steps are counted, never timed; parallel sums may
round differently from run to run, so that weights differ in their last digits.
"""

import csv
import hashlib
import json
import queue
import subprocess
import sys
import threading
import time
from pathlib import Path

import jax
import jax.numpy as jnp
import numpy as np
import onnx
import optax
from onnx import TensorProto, helper, numpy_helper

HERE = Path(__file__).resolve().parent


# Phantoms ---------------------------------------------------------------------------------------------------------

def make_phantoms(folder, kind, first, count, **settings):
    """Renders phantoms into a folder by the program of `phantoms/`; those that are there already are kept."""
    manifest = HERE / "phantoms" / "Cargo.toml"
    words = [f"{key}={value}" for key, value in settings.items()]
    subprocess.run(["cargo", "run", "--release", "--quiet", "--manifest-path", manifest, "--", folder, kind, str(first),
                    str(count), *words], check=True)


class Phantom:
    """A study as `phantoms/` wrote it. Arrays are ordered slice, row, column."""

    def __init__(self, folder, seed):
        self.folder, self.seed = Path(folder), seed
        self.about = json.loads((self.folder / f"{seed}.json").read_text())
        self.lesions, self.facts, self.series = self.about["lesions"], self.about["facts"], self.about["series"]

    def samples(self, series=0):
        return self._read(series, "raw", "<i2")

    def labels(self, series=0):
        """0, or 1 + the index of the lesion in `lesions`."""
        return self._read(series, "mask", "u1")

    def mask(self, codes, series=0):
        """The channel of each voxel's lesion, counted from 1 in the order of `codes`; 0 elsewhere."""
        channel = np.zeros(256, np.uint8)
        for idx, lesion in enumerate(self.lesions):
            if lesion["code"] in codes:
                channel[idx + 1] = 1 + codes.index(lesion["code"])
        return channel[self.labels(series)]

    def holds(self, code):
        return any(lesion["code"] == code for lesion in self.lesions)

    def _read(self, series, kind, dtype):
        size = self.series[series]["size"][::-1]
        return np.memmap(self.folder / f"{self.seed}-{series}.{kind}", np.dtype(dtype), "r").reshape(size)


def load(folder, seeds):
    return [Phantom(folder, seed) for seed in seeds]


def reduced(array, step):
    """The mean over blocks of `step` x `step` pixels of the last two axes; what is left over at the ends is cut off."""
    rows, columns = array.shape[-2] // step, array.shape[-1] // step
    cut = array[..., :rows * step, :columns * step]
    return cut.reshape(*array.shape[:-2], rows, step, columns, step).mean((-3, -1), dtype=np.float32)


# Networks ---------------------------------------------------------------------------------------------------------

def kernel(key, shape):
    fan_in = np.prod(shape[1:])
    return {"w": jax.random.normal(key, shape) * np.sqrt(2.0 / fan_in), "b": jnp.zeros(shape[0])}


def conv(p, x, stride=1):
    pad = [(p["w"].shape[-1] // 2,) * 2] * 2
    y = jax.lax.conv_general_dilated(x, p["w"], (stride, stride), pad, dimension_numbers=("NCHW", "OIHW", "NCHW"))
    return y + p["b"].reshape(1, -1, 1, 1)


class UNet:
    """A U-Net over (n, channel, y, x): two convolutions a level, as many levels as `widths`, one head at full size.

    y and x must be multiples of 2 to the number of levels less one. `pooled` adds a second head: the mean of the
    deepest level over the plane, then a layer of `hidden`, then `pooled` numbers for the image as a whole.
    """

    def __init__(self, n_in, widths, n_out, pooled=0, hidden=64, bias=-4.0):
        self.n_in, self.widths, self.n_out, self.pooled, self.hidden, self.bias = n_in, widths, n_out, pooled, hidden, bias

    def parameters(self, key):
        shapes, n_in = {}, self.n_in
        for level, width in enumerate(self.widths):
            shapes[f"a{level}"] = (width, n_in, 3, 3)
            shapes[f"b{level}"] = (width, width, 3, 3)
            n_in = width
        for level in range(len(self.widths) - 2, -1, -1):
            width = self.widths[level]
            shapes[f"u{level}"] = (width, self.widths[level + 1] + width, 3, 3)
        shapes["out"] = (self.n_out, self.widths[0], 1, 1)
        if self.pooled:
            shapes["hidden"] = (self.hidden, self.widths[-1], 1, 1)
            shapes["whole"] = (self.pooled, self.hidden, 1, 1)
        keys = jax.random.split(key, len(shapes))
        parameters = {name: kernel(k, shape) for k, (name, shape) in zip(keys, shapes.items())}
        parameters["out"]["b"] = jnp.full(self.n_out, self.bias)
        return parameters

    def __call__(self, p, x):
        """Logits (n, n_out, y, x), and those of the whole image (n, pooled) where there are any."""
        relu, kept = jax.nn.relu, []
        for level in range(len(self.widths)):
            if level:
                x = jax.lax.reduce_window(x, -jnp.inf, jax.lax.max, (1, 1, 2, 2), (1, 1, 2, 2), "VALID")
            x = relu(conv(p[f"b{level}"], relu(conv(p[f"a{level}"], x))))
            kept.append(x)
        whole = None
        if self.pooled:
            middle = x.mean((2, 3), keepdims=True)
            whole = conv(p["whole"], relu(conv(p["hidden"], middle)))[:, :, 0, 0]
        for level in range(len(self.widths) - 2, -1, -1):
            x = jnp.repeat(jnp.repeat(x, 2, 2), 2, 3)
            x = relu(conv(p[f"u{level}"], jnp.concatenate([x, kept[level]], 1)))
        y = conv(p["out"], x)
        return (y, whole) if self.pooled else y

    def onnx(self, p, name, softmax=False):
        """The network with its probabilities as outputs: `probability` (n, n_out, y, x) and `whole` (n, pooled)."""
        g, kept, x = Graph(), [], "image"
        for level in range(len(self.widths)):
            if level:
                x = g.add("MaxPool", [x], kernel_shape=[2, 2], strides=[2, 2])
            x = g.conv(p[f"b{level}"], g.conv(p[f"a{level}"], x))
            kept.append(x)
        outputs = []
        if self.pooled:
            middle = g.add("GlobalAveragePool", [x])
            whole = g.conv(p["whole"], g.conv(p["hidden"], middle), relu=False)
            whole = g.add("Flatten", [g.add("Sigmoid", [whole])], axis=1)
            outputs.append((whole, "whole", ["n", self.pooled]))
        scales = g.weight(np.array([1, 1, 2, 2], np.float32))
        for level in range(len(self.widths) - 2, -1, -1):
            x = g.add("Resize", [x, "", scales], mode="nearest", coordinate_transformation_mode="asymmetric",
                      nearest_mode="floor")
            x = g.conv(p[f"u{level}"], g.add("Concat", [x, kept[level]], axis=1))
        y = g.conv(p["out"], x, relu=False)
        y = g.add("Softmax", [y], axis=1) if softmax else g.add("Sigmoid", [y])
        outputs.insert(0, (y, "probability", ["n", self.n_out, "y", "x"]))
        return g.model(name, ("image", ["n", self.n_in, "y", "x"]), outputs)


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
        """A convolution in two or three dimensions that keeps the size."""
        w = np.asarray(p["w"], np.float32)
        rank = w.ndim - 2
        y = self.add("Conv", [x, self.weight(w), self.weight(np.asarray(p["b"], np.float32))],
                     pads=[w.shape[-1] // 2] * 2 * rank, strides=[stride] * rank)
        return self.add("Relu", [y]) if relu else y

    def dense(self, p, x):
        w, b = np.asarray(p["w"], np.float32), np.asarray(p["b"], np.float32)
        return self.add("Gemm", [x, self.weight(w), self.weight(b)], transB=1)

    def model(self, name, source, outputs):
        renamed = {old: new for old, new, _ in outputs}
        for node in self.nodes:
            node.output[:] = [renamed.get(o, o) for o in node.output]
            node.input[:] = [renamed.get(i, i) for i in node.input]
        value = lambda name, shape: helper.make_tensor_value_info(name, TensorProto.FLOAT, shape)
        graph = helper.make_graph(self.nodes, name, [value(*source)], [value(new, shape) for _, new, shape in outputs],
                                  self.weights)
        model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8,
                                  producer_name=f"overread models/{name}")
        onnx.checker.check_model(model, full_check=True)
        return model


def save(model, path, network, parameters, example):
    """Writes the ONNX file and checks it against JAX on an example; prints size and SHA-256."""
    import onnxruntime
    onnx.save(model, path)
    session = onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])
    found = session.run(["probability"], {"image": example})[0]
    logits = network(parameters, jnp.asarray(example))
    logits = logits[0] if isinstance(logits, tuple) else logits
    sigmoid, softmax = jax.nn.sigmoid(logits), jax.nn.softmax(logits, axis=1)
    worst = min(float(np.abs(found - np.asarray(one)).max()) for one in (sigmoid, softmax))
    if worst > 1e-3:
        raise SystemExit(f"{path}: ONNX and JAX differ by {worst}")
    data = Path(path).read_bytes()
    print(f"{Path(path).name}: {len(data)} bytes, sha256 {hashlib.sha256(data).hexdigest()}, differs from JAX by {worst:.1e}")


# Training ---------------------------------------------------------------------------------------------------------

def ahead(batches, n=4):
    """The same batches in the same order, made by a thread while the network learns from those before."""
    ready = queue.Queue(n)

    def work():
        try:
            for batch in batches:
                ready.put(batch)
        except Exception as fault:
            ready.put(fault)
    threading.Thread(target=work, daemon=True).start()
    while True:
        batch = ready.get()
        if isinstance(batch, Exception):
            raise batch
        yield batch


def fit(parameters, loss, batches, n_steps, peak_rate, log, decay=1e-4, look=None, look_every=500):
    """AdamW with warm-up and cosine decay; `log` is a CSV file of step and running loss.

    `look` is given the parameters after every `look_every` steps, for batches that follow what is learnt.
    """
    schedule = optax.warmup_cosine_decay_schedule(0.0, peak_rate, max(1, n_steps // 20), n_steps)
    optimiser = optax.chain(optax.clip_by_global_norm(1.0), optax.adamw(schedule, weight_decay=decay))

    @jax.jit
    def step(parameters, state, batch):
        value, gradient = jax.value_and_grad(loss)(parameters, *batch)
        update, state = optimiser.update(gradient, state, parameters)
        return optax.apply_updates(parameters, update), state, value

    state, mean = optimiser.init(parameters), None
    with open(log, "w", newline="") as file:
        rows = csv.writer(file, lineterminator="\n")
        rows.writerow(["step", "loss"])
        for idx, batch in zip(range(n_steps), ahead(batches)):
            parameters, state, value = step(parameters, state, batch)
            if look and (idx + 1) % look_every == 0:
                look(parameters)
            mean = float(value) if mean is None else 0.98 * mean + 0.02 * float(value)
            if idx % 25 == 24:
                rows.writerow([idx + 1, f"{mean:.5f}"])
                file.flush()
                print(f"{time.strftime('%H:%M:%S')} step {idx + 1} of {n_steps}, loss {mean:.4f}", file=sys.stderr, flush=True)
    return parameters


def segmentation_loss(logits, wanted, counts=None, positive=4.0):
    """Cross entropy with the foreground weighted up, and Dice over the batch; `wanted` has the shape of `logits`."""
    counts = jnp.ones_like(wanted[:, :1]) if counts is None else counts
    each = optax.sigmoid_binary_cross_entropy(logits, wanted)
    weight = counts * jnp.where(wanted > 0.5, positive, 1.0)
    cross = (each * weight).sum() / weight.sum()
    probability = jax.nn.sigmoid(logits)
    over = (0, 2, 3)
    both = 2 * (probability * wanted * counts).sum(over) + 1
    dice = (1 - both / (((probability + wanted) * counts).sum(over) + 1)).mean()
    return 5 * cross + 0.3 * dice


# Figures ----------------------------------------------------------------------------------------------------------

def auc(abnormal, normal):
    """Area under the ROC curve, ties half; None without one of both."""
    if not len(abnormal) or not len(normal):
        return None
    a, b = np.asarray(abnormal)[:, None], np.asarray(normal)[None]
    return float((a > b).mean() + 0.5 * (a == b).mean())


def threshold_at_specificity(normal, specificity):
    """The least threshold at which at least this share of the normal studies lies below."""
    ranked = np.sort(np.asarray(normal))
    idx = min(len(ranked) - 1, int(np.ceil(specificity * len(ranked))))
    return float(np.nextafter(ranked[idx], np.inf))
