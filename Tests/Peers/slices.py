#!/usr/bin/env python3
"""Holds the bounds of ONNX's Slice against onnxruntime, at the ends of every range and for both directions.

    Tests/Peers/slices.py .build/release/inkling

Each model takes every step from one start to one end of an axis of 0, 1 and 4 numbers, in several slices whose results are
its outputs. Needs onnx, onnxruntime and numpy.
"""
import pathlib
import subprocess
import sys
import tempfile

import numpy
import onnx
import onnxruntime
from onnx import helper, numpy_helper

LARGEST = 2**63 - 1
PLACES = [-LARGEST - 1, -LARGEST, -6, -5, -4, -3, -1, 0, 1, 3, 4, 5, 2**31 - 1, LARGEST - 1, LARGEST]
STEPS = [-LARGEST - 1, -3, -2, -1, 1, 2, 3, LARGEST]

command = sys.argv[1]
failures = count = 0
with tempfile.TemporaryDirectory() as folder:
    path = pathlib.Path(folder)
    for size in (0, 1, 4):
        slices = [(start, end, step) for start in PLACES for end in PLACES for step in STEPS]
        nodes, constants, outputs = [], [], []
        for number, bounds in enumerate(slices):
            names = [f"{letter}{number}" for letter in "set"]
            constants += [numpy_helper.from_array(numpy.array([value], numpy.int64), name)
                          for name, value in zip(names, bounds)]
            nodes.append(helper.make_node("Slice", ["x", names[0], names[1], "axis", names[2]], [f"y{number}"]))
            outputs.append(helper.make_tensor_value_info(f"y{number}", onnx.TensorProto.FLOAT, [None]))
        constants.append(numpy_helper.from_array(numpy.array([0], numpy.int64), "axis"))
        graph = helper.make_graph(
            nodes, "slices", [helper.make_tensor_value_info("x", onnx.TensorProto.FLOAT, [size])], outputs, constants)
        model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)])
        model.ir_version = 8
        onnx.save(model, path / "slices.onnx")
        x = numpy.arange(size, dtype=numpy.float32)
        numpy.savez(path / "x.npz", x=x)
        settings = onnxruntime.SessionOptions()
        settings.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_DISABLE_ALL
        settings.log_severity_level = 3
        session = onnxruntime.InferenceSession(
            str(path / "slices.onnx"), settings, providers=["CPUExecutionProvider"])
        theirs = session.run(None, {"x": x})
        subprocess.run([command, "run", path / "slices.onnx", "--inputs", path / "x.npz", "--output", path / "y.npz"],
                       check=True, stderr=subprocess.DEVNULL)
        with numpy.load(path / "y.npz") as ours:
            for number, bounds in enumerate(slices):
                count += 1
                if not numpy.array_equal(ours[f"y{number}"], theirs[number]):
                    failures += 1
                    print("FAILED ", size, bounds, ours[f"y{number}"], "onnxruntime:", theirs[number])
print(f"{'FAILED' if failures else 'ok    '}  {count - failures} of {count} slices are onnxruntime's")
sys.exit(1 if failures else 0)
