"""The network that judges a radiograph's quality: in JAX for training, and as ONNX."""

import sys
from pathlib import Path

import jax
import jax.numpy as jnp
import numpy as np
import onnx
from onnx import TensorProto, helper

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "training"))

from kit import Graph, conv, kernel  # noqa: E402

# The words of the faults in the order of the outputs; a last output says whether it is a frontal chest at all.
FAULTS = ("rotation", "poor-inspiration", "cut-off", "underexposure", "overexposure", "motion", "scapulae",
          "foreign-object", "missing-marker")
# Of the study beside its picture: taken from the front (0 no, 1 yes, 0.5 unknown), storage phosphor.
N_NUMBERS = 2
N_CHANNELS = 3
# Channels: after the first convolution (every second cell), of two levels below, of the last.
WIDTHS = (16, 24, 32, 48)
N_PLACED, HIDDEN, N_WHOLE = 8, 64, 7
# Cells of the picture to one of the maps of places, a side.
PLACE_STEP = 8
PLACES = ("foreign-object", "marker")


def parameters(key):
    w0, w1, w2, w3 = WIDTHS
    n_seen = 2 * w3 + 5 * 4 * N_PLACED + N_NUMBERS
    shapes = {
        "first": (w0, N_CHANNELS, 3, 3),
        "a1": (w1, w0, 3, 3), "b1": (w1, w1, 3, 3),
        "a2": (w2, w1, 3, 3), "b2": (w2, w2, 3, 3),
        "a3": (w3, w2, 3, 3), "b3": (w3, w3, 3, 3),
        "places": (2, w2, 1, 1), "placed": (N_PLACED, w3, 1, 1),
        "hidden": (HIDDEN, n_seen, 1, 1), "whole": (N_WHOLE, HIDDEN, 1, 1), "frontal": (1, HIDDEN, 1, 1),
    }
    out = {name: kernel(k, shape) for k, (name, shape) in zip(jax.random.split(key, len(shapes)), shapes.items())}
    out["places"]["b"] = jnp.full(2, -8.0)
    return out


def pooled(x, size, how):
    fold, start = (jax.lax.max, -jnp.inf) if how == "max" else (jax.lax.add, 0.0)
    y = jax.lax.reduce_window(x, start, fold, (1, 1, size, size), (1, 1, size, size), "VALID")
    return y if how == "max" else y / (size * size)


def logits(p, image, numbers):
    """Logits (n, faults + 1), and of the places (n, 2, 30, 24)."""
    relu = jax.nn.relu
    x = pooled(relu(conv(p["first"], image, 2)), 2, "max")
    x = pooled(relu(conv(p["b1"], relu(conv(p["a1"], x)))), 2, "max")
    x = relu(conv(p["b2"], relu(conv(p["a2"], x))))
    places = conv(p["places"], x)
    x = relu(conv(p["b3"], relu(conv(p["a3"], pooled(x, 2, "max")))))
    placed = pooled(relu(conv(p["placed"], x)), 3, "mean")
    seen = jnp.concatenate([x.mean((2, 3)), x.max((2, 3)), placed.reshape(len(x), -1), numbers], 1)[:, :, None, None]
    hidden = relu(conv(p["hidden"], seen))
    whole, frontal = conv(p["whole"], hidden)[:, :, 0, 0], conv(p["frontal"], hidden)[:, :, 0, 0]
    somewhere = jax.scipy.special.logsumexp(places, (2, 3))
    # No marker is what is nowhere: the opposite of the second map.
    return jnp.concatenate([whole, somewhere[:, :1], -somewhere[:, 1:], frontal], 1), places


def model(p):
    """As ONNX: `image` (n, 3, 240, 192) and `numbers` (n, 2) to `score` (n, 10) and `places` (n, 2, 30, 24)."""
    g = Graph()
    x = g.add("MaxPool", [g.conv(p["first"], "image", stride=2)], kernel_shape=[2, 2], strides=[2, 2])
    x = g.add("MaxPool", [g.conv(p["b1"], g.conv(p["a1"], x))], kernel_shape=[2, 2], strides=[2, 2])
    x = g.conv(p["b2"], g.conv(p["a2"], x))
    places = g.conv(p["places"], x, relu=False)
    x = g.add("MaxPool", [x], kernel_shape=[2, 2], strides=[2, 2])
    x = g.conv(p["b3"], g.conv(p["a3"], x))
    placed = g.add("AveragePool", [g.conv(p["placed"], x)], kernel_shape=[3, 3], strides=[3, 3])
    flat = [g.add("Flatten", [g.add(pool, [x])], axis=1) for pool in ("GlobalAveragePool", "GlobalMaxPool")]
    seen = g.add("Concat", [*flat, g.add("Flatten", [placed], axis=1), "numbers"], axis=1)
    hidden = g.conv(p["hidden"], g.add("Unsqueeze", [seen, axes(g)]))
    whole, frontal = (g.add("Flatten", [g.conv(p[name], hidden, relu=False)], axis=1) for name in ("whole", "frontal"))
    somewhere = g.add("ReduceLogSumExp", [places], axes=[2, 3], keepdims=0)
    foreign, marker = g.add("Split", [somewhere], 2, axis=1)
    answer = g.add("Concat", [whole, foreign, g.add("Neg", [marker]), frontal], axis=1)
    score, where = g.add("Sigmoid", [answer]), g.add("Sigmoid", [places])
    return whole_model(g, [("image", ["n", N_CHANNELS, 240, 192]), ("numbers", ["n", N_NUMBERS])],
                       [(score, "score", ["n", len(FAULTS) + 1]), (where, "places", ["n", 2, 30, 24])])


def axes(g):
    return g.weight(np.array([2, 3], np.int64))


def whole_model(g, inputs, outputs):
    """As the kit's, with two inputs."""
    renamed = {old: new for old, new, _ in outputs}
    for node in g.nodes:
        node.output[:] = [renamed.get(name, name) for name in node.output]
        node.input[:] = [renamed.get(name, name) for name in node.input]
    value = lambda name, shape: helper.make_tensor_value_info(name, TensorProto.FLOAT, shape)
    graph = helper.make_graph(g.nodes, "radiograph-quality", [value(*one) for one in inputs],
                              [value(name, shape) for _, name, shape in outputs], g.weights)
    made = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8,
                             producer_name="overread models/radiograph-quality")
    onnx.checker.check_model(made, full_check=True)
    return made
