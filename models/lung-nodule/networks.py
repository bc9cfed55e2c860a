"""The two networks: how they are built in JAX, and the same as ONNX graphs. What they see and answer: README.md."""

import jax
import jax.numpy as jnp
import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

from service import N_SLICES, SIDE


def kernel(key, shape):
    fan_in = np.prod(shape[1:])
    return {"w": jax.random.normal(key, shape) * np.sqrt(2.0 / fan_in), "b": jnp.zeros(shape[0])}


def proposal_parameters(key):
    a, b, c = 12, 24, 32
    shapes = {
        "a1": (a, N_SLICES, 3, 3), "a2": (a, a, 3, 3), "b1": (b, a, 3, 3), "b2": (b, b, 3, 3),
        "c1": (c, b, 3, 3), "c2": (c, c, 3, 3), "d1": (a, c + b, 3, 3), "e1": (a, a + a, 3, 3), "out": (1, a, 1, 1),
    }
    keys = jax.random.split(key, len(shapes))
    parameters = {name: kernel(k, shape) for k, (name, shape) in zip(keys, shapes.items())}
    parameters["out"]["b"] = jnp.full(1, -4.0)
    return parameters


def conv(p, x, stride=1):
    """A convolution in two or three dimensions; one in three is a flat one over three slices as channels: fast on a CPU."""
    options = dict(dimension_numbers=("NCHW", "OIHW", "NCHW"))
    if x.ndim == 4:
        pad = [(p["w"].shape[-1] // 2,) * 2] * 2
        y = jax.lax.conv_general_dilated(x, p["w"], (stride, stride), pad, **options)
        return y + p["b"].reshape(1, -1, 1, 1)
    n, c, depth = x.shape[:3]
    padded = jnp.moveaxis(jnp.pad(x, ((0, 0), (0, 0), (1, 1), (0, 0), (0, 0))), 2, 1)
    slices = jnp.concatenate([padded[:, k:k + depth:stride] for k in range(3)], 2)
    weights = jnp.concatenate([p["w"][:, :, k] for k in range(3)], 1)
    y = jax.lax.conv_general_dilated(slices.reshape((-1,) + slices.shape[2:]), weights, (stride, stride), [(1, 1)] * 2, **options)
    y = y.reshape((n, -1) + y.shape[1:]) + p["b"].reshape(1, 1, -1, 1, 1)
    return jnp.moveaxis(y, 1, 2)


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


SCORE_LAYERS = [("a", 1, 8, 2), ("b", 8, 16, 1), ("c", 16, 32, 2), ("d", 32, 32, 1), ("e", 32, 48, 2)]


def score_parameters(key):
    keys = jax.random.split(key, len(SCORE_LAYERS) + 2)
    parameters = {name: kernel(k, (n_out, n_in, 3, 3, 3)) for k, (name, n_in, n_out, _) in zip(keys, SCORE_LAYERS)}
    parameters["f"] = kernel(keys[-2], (48, 48 * 4 ** 3))
    parameters["out"] = kernel(keys[-1], (9, 48))
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
    shares = g.add("Softmax", [kind], axis=1)
    g.add("Concat", [g.add("Sigmoid", [is_nodule]), numbers, g.add("Sigmoid", [solid]), shares], axis=1)
    return g.model("score", "cube", ["n", 1, SIDE, SIDE, SIDE], "answer", ["n", 9])
