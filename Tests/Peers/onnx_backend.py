#!/usr/bin/env python3
"""Runs the node tests that come with onnx through `inkling run`.

    Tests/Peers/onnx_backend.py .build/release/inkling [--all] [--only WORD]

Every model of one node whose operation is in OPERATIONS, of operator set 13 or later, is run. The first count is of those
whose numbers are float32 (or whole, where the operation takes nothing else); `--all` runs those of other types and of the
other operations that are known as well. What is skipped is listed with its reason. Needs onnx and numpy.
"""

import argparse
import collections
import pathlib
import subprocess
import sys
import tempfile

import numpy
import onnx
import onnx.backend.base
import onnx.backend.test.loader
import onnx.numpy_helper

# What is asked for: the operations of CNN classifiers.
OPERATIONS = """Conv ConvTranspose Gemm MatMul Add Sub Mul Div Relu LeakyRelu PRelu Elu Sigmoid Tanh HardSwish HardSigmoid
Clip Softplus Gelu Erf MaxPool AveragePool GlobalAveragePool GlobalMaxPool BatchNormalization GroupNormalization
LayerNormalization InstanceNormalization Dropout Flatten Reshape Transpose Squeeze Unsqueeze Slice Concat Pad Identity
Constant Cast Shape ReduceMean Softmax LogSoftmax""".split()
# What is known besides.
OTHERS = """Abs And ArgMax ArgMin CastLike Ceil ConstantOfShape DequantizeLinear DynamicQuantizeLinear Equal Exp Expand
Floor GRU Gather Greater GreaterOrEqual LSTM Less LessOrEqual Log LpNormalization Max Min Mish Mod Neg Not Or Pow
QuantizeLinear RNN Range Reciprocal ReduceL1 ReduceL2 ReduceMax ReduceMin ReduceProd ReduceSum ReduceSumSquare Resize
Round Selu Size Softsign Split Sqrt Sum Tile Where Xor""".split()

NO_ARRAY = {"STRING", "INT4", "UINT4", "INT2", "UINT2", "FLOAT4E2M1", "FLOAT8E4M3FNUZ", "FLOAT8E5M2FNUZ", "FLOAT8E8M0",
            "COMPLEX64", "COMPLEX128"}
ARRAYS = {"FLOAT", "DOUBLE", "INT64", "INT32", "INT16", "INT8", "UINT64", "UINT32", "UINT16", "UINT8", "BOOL"}


class InklingModel(onnx.backend.base.BackendRep):
    """A model in a file, run by the command."""

    def __init__(self, command, model):
        self.command, self.model = command, model

    def run(self, inputs, **_):
        names = [value.name for value in self.model.graph.input]
        with tempfile.TemporaryDirectory() as folder:
            folder = pathlib.Path(folder)
            onnx.save(self.model, folder / "model.onnx")
            arrays = self.call(folder, {name: numpy.asarray(value) for name, value in zip(names, inputs)})
        return tuple(arrays[value.name] for value in self.model.graph.output)

    def call(self, folder, inputs):
        numpy.savez(folder / "x.npz", **inputs)
        arguments = ["run", folder / "model.onnx", "--inputs", folder / "x.npz", "--output", folder / "y.npz"]
        result = subprocess.run([self.command, *map(str, arguments)], capture_output=True, text=True, timeout=120)
        if result.returncode != 0:
            raise RuntimeError((result.stderr or result.stdout).strip()[-600:])
        with numpy.load(folder / "y.npz") as arrays:
            return dict(arrays)


class InklingBackend(onnx.backend.base.Backend):
    """onnx's interface to whoever runs its models."""

    command = "inkling"
    model_class = InklingModel

    @classmethod
    def prepare(cls, model, device="CPU", **_):
        return cls.model_class(cls.command, model)

    @classmethod
    def supports_device(cls, device):
        return device == "CPU"


def kinds(values):
    """The element types of a graph's values, or what they are instead of tensors."""
    return [onnx.TensorProto.DataType.Name(value.type.tensor_type.elem_type)
            if value.type.WhichOneof("value") == "tensor_type" else value.type.WhichOneof("value") for value in values]


def reason_to_skip(name, node, types):
    """Why a case cannot be run, or None."""
    missing = [kind for kind in types if kind in NO_ARRAY]
    if missing:
        return f"numbers of {missing[0]} have no array type here"
    if any(kind.endswith("_type") for kind in types):
        return "a sequence or an optional value, not a tensor"
    half = [kind for kind in types if kind not in ARRAYS]
    if half and half != ["FLOAT16"] * len(half):
        return f"numbers of {half[0]} have no NumPy type"
    if node.op_type == "Dropout" and "training" in name and "zero_ratio" not in name:
        return "draws at random with NumPy's generator"
    return None


def cases():
    for case in onnx.backend.test.loader.load_model_tests(kind="node"):
        folder = pathlib.Path(case.model_dir) if case.model_dir else None
        model = case.model or onnx.load(folder / "model.onnx")
        if len(model.graph.node) != 1:
            continue
        version = max((entry.version for entry in model.opset_import if entry.domain in ("", "ai.onnx")), default=0)
        yield case, folder, model, version


def data_sets(case, folder, model):
    if case.data_sets:
        for both in case.data_sets:
            yield tuple([onnx.numpy_helper.to_array(value) if isinstance(value, onnx.TensorProto) else value
                         for value in values] for values in both)
        return
    for data in sorted(folder.glob("test_data_set_*")):
        both = []
        for side in ("input", "output"):
            tensors = []
            for index in range(len(list(data.glob(f"{side}_*.pb")))):
                tensor = onnx.TensorProto()
                tensor.ParseFromString((data / f"{side}_{index}.pb").read_bytes())
                tensors.append(onnx.numpy_helper.to_array(tensor))
            both.append(tensors)
        yield tuple(both)


def difference(case, expected, found):
    """What is wrong with an answer, or None; by the tolerances of onnx's own runner."""
    for one, other in zip(expected, found):
        one = numpy.asarray(one)
        if one.dtype != other.dtype or one.shape != other.shape:
            return f"expected {one.dtype} {one.shape}, found {other.dtype} {other.shape}"
        try:
            numpy.testing.assert_allclose(other, one, rtol=case.rtol, atol=case.atol)
        except AssertionError as error:
            return " ".join(str(error).split())[:300]
    return None


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("inkling")
    parser.add_argument("--all", action="store_true", help="the other types and operations that are known as well")
    parser.add_argument("--only", default="", help="only the cases with this in their name")
    options = parser.parse_args()
    InklingBackend.command = options.inkling
    passed, failed, skipped = collections.Counter(), [], collections.defaultdict(list)
    for case, folder, model, version in cases():
        node = model.graph.node[0]
        types = kinds([*model.graph.input, *model.graph.output])
        is_asked = node.op_type in OPERATIONS and "FLOAT" in types and not set(types) - {"FLOAT", "INT64", "BOOL"}
        is_known = node.op_type in OPERATIONS or node.op_type in OTHERS
        if options.only not in case.name or not (is_asked or options.all and is_known):
            continue
        group = "asked for" if is_asked else "others"
        reason = f"the operator set {version}" if version < 13 else reason_to_skip(case.name, node, types)
        if reason:
            skipped[group, reason].append(case.name)
            continue
        try:
            prepared = InklingBackend.prepare(model)
            wrong = [difference(case, outputs, prepared.run(inputs))
                     for inputs, outputs in data_sets(case, folder, model)]
            wrong = [text for text in wrong if text]
        except (RuntimeError, KeyError, subprocess.TimeoutExpired) as error:
            wrong = [f"{type(error).__name__}: {error}"]
        if wrong:
            failed.append((group, case.name, wrong[0]))
        else:
            passed[group] += 1
    for group, name, text in failed:
        print(f"FAILED ({group}) {name}: {text}")
    for (group, reason), names in sorted(skipped.items()):
        print(f"skipped ({group}), {reason}: {', '.join(sorted(names))}")
    for group in ("asked for", "others") if options.all else ("asked for",):
        count = passed[group] + sum(1 for failure in failed if failure[0] == group)
        print(f"{group}: {passed[group]} of {count} passed,",
              f"{sum(len(names) for (other, _), names in skipped.items() if other == group)} skipped")
    return 1 if failed or not sum(passed.values()) else 0


if __name__ == "__main__":
    sys.exit(main())
