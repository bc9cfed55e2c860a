"""Times onnxruntime called from Python on the model that the bench of the inference crate writes and runs.

Usage: python3 model.py MODEL.onnx [RUNS]. A line a figure: work, program and version, milliseconds, with tabs between;
the best of RUNS (default 40). The session has as many threads as ours: 2.
"""

import sys
import time

import numpy
import onnxruntime

N_THREADS = 2


def best_ms(runs, work):
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        work()
        times.append((time.perf_counter() - start) * 1000)
    return min(times)


def main():
    if len(sys.argv) < 2:
        sys.exit("usage: python3 model.py MODEL.onnx [RUNS]")
    runs = int(sys.argv[2]) if len(sys.argv) > 2 else 40
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = N_THREADS
    options.inter_op_num_threads = 1
    session = onnxruntime.InferenceSession(sys.argv[1], options, providers=["CPUExecutionProvider"])
    program = f"onnxruntime {onnxruntime.__version__}"
    for work, shape in [("inference, no plugin", (8, 1, 96, 96)), ("infer/1 window of 16 x 16", (1, 1, 16, 16))]:
        x = numpy.full(shape, 0.5, numpy.float32)
        session.run(None, {"x": x})
        print(f"{work}\t{program}\t{best_ms(runs, lambda: session.run(None, {'x': x})):.4f}", flush=True)


if __name__ == "__main__":
    main()
