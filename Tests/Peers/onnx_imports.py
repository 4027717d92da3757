#!/usr/bin/env python3
"""Holds imported ONNX models against onnxruntime: the forms that exporters write, each made here from a few nodes.

    Tests/Peers/onnx_imports.py INKLING

Each model goes through `inkling import` into a network that can be trained, and that is asked with `inkling run`; its answers
are onnxruntime's on the same pixels, in the file's own layout. What can only be run is refused by a sentence that names the
node and says so, and `inkling run` answers with the file.
"""
import os, subprocess, sys, tempfile

import numpy as np
import onnx
import onnxruntime
from onnx import TensorProto, helper, numpy_helper

inkling = sys.argv[1]
folder = tempfile.mkdtemp()
random = np.random.default_rng(2024)
failures = 0


def weights(name, *shape):
    return numpy_helper.from_array(random.normal(0, 0.3, shape).astype(np.float32), name)


def ints(name, *values):
    return numpy_helper.from_array(np.array(values, np.int64), name)


def scalar(name, value):
    return numpy_helper.from_array(np.array(value, np.float32), name)


def node(operation, inputs, output, **attributes):
    return helper.make_node(operation, inputs.split(), [output], name=f"n_{output}", **attributes)


def graph(shape, nodes, constants, outputs=("y",), opset=17, kind=TensorProto.FLOAT):
    made = helper.make_graph(
        nodes, "g", [helper.make_tensor_value_info("x", kind, ["N", *shape])],
        [helper.make_tensor_value_info(name, TensorProto.FLOAT, None) for name in outputs], constants)
    model = helper.make_model(made, opset_imports=[helper.make_opsetid("", opset)], ir_version=8)
    return onnx.shape_inference.infer_shapes(model)


def convolution(name, source, channels, out=4, **attributes):
    return [node("Conv", f"{source} {name}.weight {name}.bias", name, kernel_shape=[3, 3], **attributes)], [
        weights(f"{name}.weight", out, channels, 3, 3), weights(f"{name}.bias", out)]


def dense(source, inputs, output="y", outputs=3):
    return [node("MatMul", f"{source} {output}_w", f"{output}_p"), node("Add", f"{output}_p {output}_b", output)], [
        weights(f"{output}_w", inputs, outputs), weights(f"{output}_b", outputs)]


def behind_convolution(nodes, constants, shape=(1, 6, 6), size=64, opset=17):
    """A convolution, what is given from `c` to `a`, and a linear layer."""
    conv, first = convolution("c", "x", shape[0])
    end, last = dense("f", size)
    return graph(shape, [*conv, *nodes, node("Flatten", "a", "f"), *end], [*first, *constants, *last], opset=opset)


def taken():
    """Models by what is special about them, with the order of their pixels: the file's [N, ...] from [N, C, H, W]."""
    def last(pixels): return pixels.transpose(0, 2, 3, 1)
    for axis in (-3, 1):
        conv, first = convolution("c", "x", 1)
        end, rest = dense("f", 64)
        yield f"Flatten, axis {axis}", graph(
            (1, 6, 6), [*conv, node("Flatten", "c", "f", axis=axis), *end], [*first, *rest]), None
    end, rest = dense("f", 16)
    yield "Flatten of features, axis -1", graph(
        (1, 4, 4), [node("Flatten", "x", "e"), node("Flatten", "e", "f", axis=-1), *end], rest), None
    # As tf2onnx writes a Keras network of three channels, normalised before it is turned about.
    conv, first = convolution("c", "t", 3)
    end, rest = dense("f", 64)
    keras = [
        node("Div", "x r", "d"), node("Sub", "d m", "s"), node("Transpose", "s", "t", perm=[0, 3, 1, 2]), *conv,
        node("Relu", "c", "r1"), node("Transpose", "r1", "u", perm=[0, 2, 3, 1]), node("Reshape", "u k", "f"), *end]
    constants = [*first, *rest, scalar("r", 255), weights("m", 1, 1, 1, 3), ints("k", -1, 64)]
    yield "NHWC with a transposition before Reshape", graph((6, 6, 3), keras, constants), last
    keras[0:3] = [node("Transpose", "x", "t", perm=[0, 3, 1, 2])]
    yield "the same with nothing before", graph((6, 6, 3), keras, constants[:-3] + constants[-1:]), last
    # Of one channel a reshape turns it about; the batch comes from Shape.
    conv, first = convolution("c", "t", 1)
    end, rest = dense("f", 64)
    yield "NHWC of one channel by a reshape", graph(
        (6, 6, 1), [
            node("Reshape", "x i", "t"), *conv, node("Transpose", "c", "u", perm=[0, 2, 3, 1]), node("Relu", "u", "r"),
            node("Shape", "r", "s"), node("Gather", "s z", "b"), node("Concat", "b l", "k", axis=0),
            node("Reshape", "r k", "f"), *end],
        [*first, *rest, ints("i", -1, 1, 6, 6), ints("z", 0), ints("l", -1)]), last
    conv, first = convolution("c", "t", 3)
    end, rest = dense("p", 4)
    yield "NHWC to a mean over rows and columns", graph(
        (6, 6, 3), [
            node("Transpose", "x", "t", perm=[0, 3, 1, 2]), *conv, node("Transpose", "c", "u", perm=[0, 2, 3, 1]),
            node("Add", "u b", "a"), node("ReduceMean", "a", "p", axes=[1, 2], keepdims=0), *end],
        [*first, *rest, weights("b", 4)]), last
    end, rest = dense("f", 108)
    yield "NHWC, flattened at once", graph((6, 6, 3), [node("Flatten", "x", "f"), *end], rest), last
    end, rest = dense("f", 36)
    yield "images [N, H, W]", graph((6, 6), [node("Flatten", "x", "f"), *end], rest), lambda x: x[:, 0]
    conv, first = convolution("c", "t", 1)
    end, rest = dense("f", 64)
    for name, shape, nodes, constants, order in [
        ("images [N, H, W] by Unsqueeze", (6, 6), [node("Unsqueeze", "x o", "t")], [ints("o", 1)], lambda x: x[:, 0]),
        ("rows by Reshape", (36,), [node("Reshape", "x o", "t")], [ints("o", -1, 1, 6, 6)],
         lambda x: x.reshape(len(x), -1)),
    ]:
        yield name, graph(
            shape, [*nodes, *conv, node("Flatten", "c", "f"), *end], [*first, *rest, *constants]), order
    for name, inputs in [("least", "c lo"), ("most", "c  hi"), ("both", "c lo hi"), ("neither", "c")]:
        clip = helper.make_node("Clip", inputs.split(" "), ["a"], name="n_a")
        yield f"Clip, bounds: {name}", behind_convolution(
            [clip], [scalar("lo", -20), scalar("hi", 35)]), None
    for operation, bound in [("Max", -10), ("Min", 20), ("Max", 0)]:
        yield f"{operation} of {bound}", behind_convolution([node(operation, "c v", "a")], [scalar("v", bound)]), None
    for alpha, beta in [(0.2, 0.5), (0.01, 0.4), (1 / 6, 0.5), (-0.03, 0.6)]:
        yield f"HardSigmoid, alpha {alpha:.3f}, beta {beta}", behind_convolution(
            [node("HardSigmoid", "c", "a", alpha=alpha, beta=beta)], []), None
    yield "HardSigmoid of a value that is read twice", behind_convolution(
        [node("HardSigmoid", "c", "h", alpha=0.02, beta=0.5), node("Add", "c h", "a")], []), None
    yield "a factor of a value under another name that is read twice", behind_convolution(
        [node("Identity", "c", "i"), node("Mul", "i k", "m"), node("Add", "c m", "a")], [scalar("k", 3)]), None
    # Uneven padding and rounding up: what begins in the padding is no window. Before operator set 22 onnx counts it in shapes.
    yield "AveragePool, uneven, rounded up", behind_convolution(
        [node("AveragePool", "c", "a", kernel_shape=[3, 2], strides=[3, 1], pads=[0, 0, 2, 0], ceil_mode=1,
              count_include_pad=1)], [], (1, 16, 16), 4 * 5 * 13, 22), None
    yield "MaxPool, more padding than half, rounded up", behind_convolution(
        [node("MaxPool", "c", "a", kernel_shape=[3, 1], strides=[3, 1], pads=[2, 0, 2, 0], ceil_mode=1)], [],
        (1, 14, 14), 4 * 5 * 12, 22), None
    # As PyTorch's exporter writes them below the operator sets 17 and 20.
    for name, axes in [("negative", [-3, -2, -1]), ("positive", [1, 2, 3])]:
        yield f"LayerNorm spelled out, {name} axes", behind_convolution(
            [node("ReduceMean", "c", "m", axes=axes), node("Sub", "c m", "d"), node("Pow", "d two", "p"),
             node("ReduceMean", "p", "v", axes=axes), node("Add", "v eps", "s"), node("Sqrt", "s", "r"),
             node("Div", "d r", "n"), node("Mul", "n g", "o"), node("Add", "o h", "a")],
            [scalar("two", 2), scalar("eps", 1e-5), weights("g", 4, 4, 4), weights("h", 4, 4, 4)]), None
    yield "GELU by tanh spelled out", behind_convolution(
        [node("Mul", "c tenth", "z"), node("Mul", "z z", "q"), node("Mul", "z q", "u"), node("Mul", "kappa u", "k"),
         node("Add", "z k", "i"), node("Mul", "beta i", "t"), node("Tanh", "t", "th"), node("Add", "one th", "l"),
         node("Mul", "z l", "e"), node("Mul", "half e", "a")],
        [scalar("tenth", 0.02), scalar("kappa", 0.044715), scalar("beta", (2 / np.pi) ** 0.5), scalar("one", 1),
         scalar("half", 0.5)]), None
    conv, first = convolution("c", "x", 1)
    end, rest = dense("f", 4)
    pooled = [*conv, node("GlobalAveragePool", "c", "p")]
    for name, nodes, constants in [
        ("Squeeze of one axis after the other", [node("Squeeze", "p l", "q"), node("Squeeze", "q l", "f")],
         [ints("l", -1)]),
        ("Unsqueeze of what was squeezed", [
            node("Squeeze", "p a", "q"), node("Unsqueeze", "q a", "r"), node("Relu", "r", "s"),
            node("Flatten", "s", "f")], [ints("a", 2, 3)]),
        ("Unsqueeze of what was flattened", [
            node("Flatten", "p", "q"), node("Unsqueeze", "q a", "r"), node("Mul", "r k", "s"), node("Flatten", "s", "e"),
            node("Add", "e q", "f")], [ints("a", 2, 3), scalar("k", 3)]),
    ]:
        yield name, graph((1, 6, 6), [*pooled, *nodes, *end], [*first, *rest, *constants]), None
    yield "means over columns, then rows", graph(
        (1, 6, 6), [
            *conv, node("ReduceMean", "c", "p", axes=[3], keepdims=0),
            node("ReduceMean", "p", "f", axes=[-1], keepdims=0), *end], [*first, *rest]), None
    # A number a channel, wherever the file has its channels: dimensions are compared from the last one on.
    for *shape, name in [(1, 1, 3, "Mul"), (3, "Add"), (1, 1, 1, 3, "Sub"), (1, "Div")]:
        own, kernels = convolution("c", "t", 3)
        tail, matrix = dense("f", 64)
        yield f"NHWC, {name} with {shape}", graph(
            (6, 6, 3), [node(name, "x k", "s"), node("Transpose", "s", "t", perm=[0, 3, 1, 2]), *own,
                        node("Flatten", "c", "f"), *tail], [*kernels, *matrix, weights("k", *shape)]), last
    for name, shape in [("Mul", (4, 1, 1)), ("Add", (1, 4, 1, 1)), ("PRelu", (4, 1, 1)), ("PRelu", (1,)), ("Max", (1, 1))]:
        yield f"{name} with {shape}", behind_convolution([node(name, "c k", "a")], [weights("k", *shape)]), None
    # Pixels' bytes as whole numbers.
    for kind in ("UINT8", "INT16", "UINT16", "INT32", "INT64"):
        own, kernels = convolution("c", "t", 1)
        tail, matrix = dense("f", 64)
        yield f"an input of {kind}", graph(
            (1, 6, 6), [node("Cast", "x", "t", to=TensorProto.FLOAT), *own, node("Flatten", "c", "f"), *tail],
            [*kernels, *matrix], kind=getattr(TensorProto, kind)), None
    # x.view(x.size(0), x.size(1) * x.size(2) * x.size(3)), as PyTorch traces it.
    end, rest = dense("f", 64)
    sizes = [node("Shape", "c", "s"), *(node("Gather", f"s i{i}", f"d{i}") for i in range(4))]
    yield "a product of sizes", graph(
        (1, 6, 6), [
            *conv, *sizes, node("Mul", "d1 d2", "e"), node("Mul", "e d3", "g"), node("Unsqueeze", "d0 z", "u0"),
            node("Unsqueeze", "g z", "u1"), node("Concat", "u0 u1", "k", axis=0), node("Reshape", "c k", "f"), *end],
        [*first, *rest, *(numpy_helper.from_array(np.array(i, np.int64), f"i{i}") for i in range(4)), ints("z", 0)]), None


def refused():
    """Models that are only run, with the node that is named and what is said of it."""
    conv, first = convolution("c", "x", 1)
    end, rest = dense("f", 64)
    gate = [
        node("GlobalAveragePool", "c", "p"), node("Flatten", "p", "q"), node("MatMul", "q w1", "e"),
        node("Sigmoid", "e", "g"), node("Unsqueeze", "g a", "h"), node("Mul", "c h", "m"), node("Flatten", "m", "f")]
    yield "a gate of squeeze and excitation", graph(
        (1, 6, 6), [*conv, *gate, *end], [*first, *rest, weights("w1", 4, 4), ints("a", 2, 3)]), "'n_h' (Unsqueeze)", ()
    gate = [
        node("GlobalAveragePool", "c", "p"), node("Conv", "p w1", "e"), node("HardSigmoid", "e", "g"),
        node("Mul", "c g", "m"), node("Flatten", "m", "f")]
    yield "the same of convolutions", graph(
        (1, 6, 6), [*conv, *gate, *end], [*first, *rest, weights("w1", 4, 4, 1, 1)]), "'n_m' (Mul)", ()
    for mode in ("reflect", "edge"):
        pad, first_ = convolution("c", "o", 1)
        more, rest_ = dense("f", 144)
        yield f"Pad, {mode}", graph(
            (1, 6, 6), [node("Pad", "x p", "o", mode=mode), *pad, node("Flatten", "c", "f"), *more],
            [*first_, *rest_, ints("p", 0, 0, 1, 1, 0, 0, 1, 1)]), "'n_o' (Pad)", ()
    yield "Resize", graph(
        (1, 6, 6), [
            helper.make_node("Resize", ["x", "", "s"], ["o"], name="n_o", mode="nearest"), *conv[:0],
            *convolution("c", "o", 1)[0], node("Flatten", "c", "f"), *dense("f", 400)[0]],
        [*convolution("c", "o", 1)[1], *dense("f", 400)[1],
         numpy_helper.from_array(np.array([1, 1, 2, 2], np.float32), "s")]), "'n_o' (Resize)", ()
    for *shape, name in [(6, 1, 1, "Mul"), (6, 1, "Add"), (1, 6, 1, 1, "Mul")]:
        own, kernels = convolution("c", "t", 6)
        tail, matrix = dense("f", 64)
        # As many rows as channels.
        yield f"NHWC, {name} with {shape}", graph(
            (6, 6, 6), [node(name, "x k", "s"), node("Transpose", "s", "t", perm=[0, 3, 1, 2]), *own,
                        node("Flatten", "c", "f"), *tail], [*kernels, *matrix, weights("k", *shape)]), "'n_s'", ()
    for name, nodes in [
        ("Div", [node("Div", "x k", "s"), node("Cast", "s", "x_", to=TensorProto.FLOAT)]),
        ("Sub", [node("Sub", "x k", "s"), node("Cast", "s", "x_", to=TensorProto.FLOAT)])]:
        own, kernels = convolution("c", "x_", 1)
        yield f"{name} of whole numbers", graph(
            (1, 6, 6), [*nodes, *own, node("Flatten", "c", "f"), *end],
            [*kernels, *rest, numpy_helper.from_array(np.array(200, np.uint8), "k")],
            kind=TensorProto.UINT8), "'n_s'", ()
    yield "an input of INT8", graph(
        (1, 6, 6), [node("Cast", "x", "x_", to=TensorProto.FLOAT), *convolution("c", "x_", 1)[0],
                    node("Flatten", "c", "f"), *end], [*first, *rest], kind=TensorProto.INT8), "a pixel's byte", ()
    yield "a rounding to half precision", behind_convolution(
        [node("Cast", "c", "h", to=TensorProto.FLOAT16), node("Relu", "h", "r"),
         node("Cast", "r", "a", to=TensorProto.FLOAT)], []), "'n_h' (Cast)", ()
    two = graph(
        (1, 6, 6), [*conv, node("Flatten", "c", "f"), *end, node("Softmax", "y", "q", axis=-1),
                    node("ArgMax", "y", "k", axis=1)], [*first, *rest], ("q", "y"))
    yield "two outputs", two, "--onnx-output", ("--onnx-output", "y")


def run(path, **arrays):
    np.savez(os.path.join(folder, "x.npz"), **arrays)
    y = os.path.join(folder, "y.npz")
    done = subprocess.run(
        [inkling, "run", path, "--inputs", os.path.join(folder, "x.npz"), "--output", y], capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(f"inkling run: {done.stderr.strip()}")
    with np.load(y) as file:
        return {name: file[name] for name in file.files}


def imported(path, *options):
    own = os.path.join(folder, "m.safetensors")
    return own, subprocess.run(
        [inkling, "import", path, "-o", own, "--pixels", "0..255", "--framed", "none", *options], capture_output=True,
        text=True)


def say(ok, text):
    global failures
    failures += not ok
    print("ok     " if ok else "FAILED ", text)


def ask(name, model, order=None, options=(), output="y"):
    path = os.path.join(folder, "m.onnx")
    onnx.save(model, path)
    onnx.checker.check_model(model)
    sides = [d.dim_value for d in model.graph.input[0].type.tensor_type.shape.dim][1:]
    count = int(np.prod(sides))
    channels = 3 if count % 3 == 0 and 3 in sides else 1
    side = int((count // channels) ** 0.5)
    pixels = random.integers(0, 256, (9, channels, side, side), dtype=np.uint8)
    theirs = np.ascontiguousarray((order or (lambda x: x.reshape(len(x), *sides)))(pixels).astype(
        helper.tensor_dtype_to_np_dtype(model.graph.input[0].type.tensor_type.elem_type)))
    session = onnxruntime.InferenceSession(path, providers=["CPUExecutionProvider"])
    wanted = session.run([output], {"x": theirs})[0]
    plain = run(path, x=theirs)[output]
    scale = max(1, np.abs(wanted).max())
    say(np.abs(plain - wanted).max() < 1e-5 * scale, f"{name}: inkling run of the file")
    own, done = imported(path, *options)
    if done.returncode:
        return say(False, f"{name}: {done.stderr.strip()}")
    try:
        ours = run(own, pixels=pixels)["logits"]
    except RuntimeError as error:
        return say(False, f"{name}: {error}")
    gap = np.abs(ours - wanted).max() / scale
    say(gap < 1e-5, f"{name}: imported, differs by {gap:.1e} of the largest output")


for name, model, order in taken():
    ask(name, model, order)
for name, model, sentence, options in refused():
    path = os.path.join(folder, "m.onnx")
    onnx.save(model, path)
    status, text = (lambda done: (done.returncode, done.stderr.strip()))(imported(path)[1])
    say(status == 65 and sentence in text and "inkling run" in text and text.count("\n") == 0, f"{name}: {text}")
    if options:
        ask(f"{name}, {' '.join(options)}", model, options=options)
sys.exit(1 if failures else 0)
