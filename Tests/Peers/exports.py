#!/usr/bin/env python3
"""Holds exported models against the programs that they are for.

    Tests/Peers/exports.py INKLING MODEL [--images FILE.npy]

Exports MODEL (a run or a file) in every form and asks: does onnx.checker accept it, does onnxruntime answer as Inkling
does, on images of one's own where they are given; do torch and safetensors read the same numbers; do the C,
Swift and JavaScript files pass their self-tests; does Python's csv read from tables what --json says. The model is
quantised too, where its data set is there, and its ONNX form on bytes asked in the same way. A form whose program is
missing is skipped, and said.
"""
import argparse, csv, importlib.util, io, json, os, shutil, subprocess, sys, tempfile

parser = argparse.ArgumentParser()
parser.add_argument("inkling")
parser.add_argument("model")
parser.add_argument("--images", help="a .npy of uint8 [N, C, H, W]; by default 64 random ones")
options = parser.parse_args()
# The command is also run in another folder.
options.inkling = os.path.abspath(options.inkling)

import numpy as np

folder = tempfile.mkdtemp()
failures = 0


def say(ok, text):
    global failures
    failures += not ok
    print("ok     " if ok else "FAILED ", text)


def has(name):
    if importlib.util.find_spec(name):
        return True
    print("skipped", name, "is not installed")
    return False


def export(format, *more):
    path = os.path.join(folder, "model." + {"inkling": "safetensors", "js": "mjs"}.get(format, format))
    subprocess.run([options.inkling, "export", options.model, "--format", format, "-o", path, *more], check=True,
                   stderr=subprocess.DEVNULL)
    return path


def run(path, **arrays):
    np.savez(os.path.join(folder, "x.npz"), **arrays)
    y = os.path.join(folder, "y.npz")
    subprocess.run([options.inkling, "run", path, "--inputs", os.path.join(folder, "x.npz"), "--output", y], check=True,
                   stderr=subprocess.DEVNULL)
    with np.load(y) as file:
        return {name: file[name] for name in file.files}


own = export("inkling")
weights = {t["name"]: t["shape"] for t in json.loads(
    subprocess.run([options.inkling, "inspect", own, "--json"], check=True, capture_output=True).stdout)["tensors"]}
onnx_path = export("onnx", "--preprocessing")

if has("onnx"):
    import onnx
    model = onnx.load(onnx_path)
    onnx.checker.check_model(model, full_check=True)
    say(True, "onnx.checker accepts it")
    said = json.loads({entry.key: entry.value for entry in model.metadata_props}["inkling_input"])
    same = subprocess.run([options.inkling, "verify", options.model, onnx_path], stdout=subprocess.DEVNULL,
                          stderr=subprocess.DEVNULL).returncode == 0
    say(same, f"its metadata say how pictures are read: framing {said['picture']['framing']}, ink {said['picture']['ink']}")
    shape = [d.dim_value for d in model.graph.input[0].type.tensor_type.shape.dim][1:]
    pixels = np.load(options.images) if options.images else np.random.default_rng(0).integers(
        0, 256, (64, *shape), dtype=np.uint8)
    logits = run(own, pixels=pixels)["logits"]
    ours = run(onnx_path, pixels=pixels)["probabilities"]
    exp = np.exp(logits - logits.max(1, keepdims=True))
    wanted = exp / exp.sum(1, keepdims=True)
    say(np.abs(ours - wanted).max() < 1e-5, f"inkling run: probabilities differ by {np.abs(ours - wanted).max():.1e}")
    if has("onnxruntime"):
        import onnxruntime
        session = onnxruntime.InferenceSession(onnx_path, providers=["CPUExecutionProvider"])
        theirs = session.run(None, {"pixels": pixels})[0]
        same = (theirs.argmax(1) == logits.argmax(1)).all()
        say(np.abs(theirs - wanted).max() < 1e-5 and same,
            f"onnxruntime: {len(pixels)} images, probabilities differ by {np.abs(theirs - wanted).max():.1e}")

small = os.path.join(folder, "int8.safetensors")
quantize = [options.inkling, "quantize", options.model, "-o", small, "--calibration", "500"]
if subprocess.run(quantize, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode:
    print("skipped int8: the model cannot be quantised here, as where its data set is missing")
elif has("onnx") and has("onnxruntime"):
    import onnxruntime
    bytes_path = os.path.join(folder, "int8.onnx")
    subprocess.run([options.inkling, "export", small, "--format", "onnx", "--preprocessing", "-o", bytes_path], check=True,
                   stderr=subprocess.DEVNULL)
    model = onnx.load(bytes_path)
    onnx.checker.check_model(model, full_check=True)
    pairs = sum(node.op_type == "QuantizeLinear" for node in model.graph.node)
    say(pairs > 0, f"onnx.checker accepts the int8 model, with {pairs} values and "
        f"{sum(t.data_type == onnx.TensorProto.INT8 and len(t.dims) > 1 for t in model.graph.initializer)} weights on bytes")
    logits = run(small, pixels=pixels)["logits"]
    exp = np.exp(logits - logits.max(1, keepdims=True))
    wanted = exp / exp.sum(1, keepdims=True)

    def compare(who, theirs):
        # A sum in floats may fall to the byte beside ours: a step of the last values, and what becomes of it.
        gaps, same = np.abs(theirs - wanted), int((theirs.argmax(1) == wanted.argmax(1)).sum())
        say(same >= 0.995 * len(pixels) and np.median(gaps.max(1)) < 0.01,
            f"{who}: {len(pixels)} images, {same} of the same class, {int((gaps.max(1) < 1e-5).sum())} with probabilities "
            f"within 1e-5, the largest difference {gaps.max():.1e}")

    compare("inkling run", run(bytes_path, pixels=pixels)["probabilities"])
    for name, level in [("plain", onnxruntime.GraphOptimizationLevel.ORT_DISABLE_ALL),
                        ("on bytes", onnxruntime.GraphOptimizationLevel.ORT_ENABLE_ALL)]:
        settings = onnxruntime.SessionOptions()
        settings.graph_optimization_level = level
        session = onnxruntime.InferenceSession(bytes_path, settings, providers=["CPUExecutionProvider"])
        compare(f"onnxruntime {name}", session.run(None, {"pixels": pixels})[0])

if has("safetensors"):
    from safetensors.numpy import load_file
    tensors = load_file(own)
    say({k: list(v.shape) for k, v in tensors.items()} == weights, "safetensors reads the model's file")
    half = load_file(export("safetensors", "--dtype", "F16"))
    say(all((half[k] == v.astype(np.float16)).all() for k, v in tensors.items()), "and its float16 weights")
    with np.load(export("npz")) as file:
        say(all((file[k] == v).all() for k, v in tensors.items()), "NumPy reads the same numbers")
    if has("torch"):
        import torch
        state = torch.load(export("pt"), weights_only=True)
        say(all((state[k].numpy() == v).all() for k, v in tensors.items()) and len(state) == len(tensors),
            "torch.load(weights_only=True) reads the same numbers")

if shutil.which("cc"):
    source = export("c")
    title = next(l.split("_SELFTEST")[0].split()[-1] for l in open(source) if "_SELFTEST" in l and l.startswith("#if"))
    program = os.path.join(folder, "c")
    subprocess.run(["cc", "-std=c99", "-O2", f"-D{title}_SELFTEST", source, "-o", program, "-lm"], check=True)
    say(subprocess.run([program], stdout=subprocess.DEVNULL).returncode == 0, "the C file passes its self-test")
else:
    print("skipped cc is not installed")
if shutil.which("swiftc"):
    program = os.path.join(folder, "swift")
    subprocess.run(["swiftc", "-O", "-D", "SELFTEST", export("swift"), "-o", program], check=True)
    say(subprocess.run([program], stdout=subprocess.DEVNULL).returncode == 0, "the Swift file passes its self-test")
    source, main = export("swift"), os.path.join(folder, "main.swift")
    title = next(l.split()[2] for l in open(source) if l.startswith("public enum "))
    with open(main, "w") as file:
        file.write(f'print({title}.selfTest() ?? "passed")\n')
    built = subprocess.run(["swiftc", "-O", main, source, "-o", program]).returncode == 0
    say(built and subprocess.run([program], capture_output=True, text=True).stdout == "passed\n",
        "and compiles beside another file")
else:
    print("skipped swiftc is not installed")
if shutil.which("node"):
    script = f"import('{export('js')}').then(m => process.exit(m.selfTest() ? 0 : 1))"
    say(subprocess.run(["node", "-e", script]).returncode == 0, "the JavaScript module passes its self-test")
else:
    print("skipped node is not installed")


def tables():
    """Names that a table must quote, and some that it must leave alone, in the folders of a data set and in paths."""
    names = ["a,b", 'say "x"', " lead", "日本 é", "semi;tab'"]
    data, pictures = os.path.join(folder, "data"), []
    generator = np.random.default_rng(3)
    for part in ("train", "test"):
        for place, name in enumerate(names):
            os.makedirs(os.path.join(data, part, name))
            for image in range(4):
                path = os.path.join(data, part, name, f"{image}.pgm")
                with open(path, "wb") as file:
                    pixels = generator.integers(40 * place, 40 * place + 60, 784, np.uint8)
                    file.write(b"P5 28 28 255\n" + pixels.tobytes())
            pictures += [path] if part == "test" else []
    pictures.append(os.path.join(folder, 'p ,"q\nr.pgm'))
    shutil.copy(pictures[0], pictures[-1])

    def ask(*arguments):
        done = subprocess.run([options.inkling, *arguments], cwd=folder, capture_output=True)
        if done.returncode:
            sys.exit(f"inkling {arguments[0]}: {done.stderr.decode()}")
        return done.stdout.decode()

    ask("train", "--dataset", data, "--epochs", "3", "--batch-size", "5", "--name", "named", "--runs", "runs")
    model = os.path.join("runs", "named")
    table = list(csv.DictReader(io.StringIO(ask("predict", model, *pictures, "--csv"), newline="")))
    lines = [json.loads(line) for line in ask("predict", model, *pictures, "--json").splitlines()]

    def text(value):
        if value is None or isinstance(value, bool):
            return {None: "", True: "true", False: "false"}[value]
        return value if isinstance(value, str) else ";".join(" ".join(map(str, box)) for box in value)

    same = len(table) == len(lines) == len(pictures)
    for row, line in zip(table, lines):
        for key, value in line.items():
            number = isinstance(value, (int, float)) and not isinstance(value, bool)
            same = same and (float(row[key]) == value if number else row[key] == text(value))
    say(same, f"Python's csv reads the table of predict: {len(table)} pictures as --json has them")
    ask("evaluate", model, "--dataset", data, "--predictions", "p.csv", "--confusion", "c.csv")
    for file, first in [("p.csv", None), ("c.csv", "truth")]:
        with open(os.path.join(folder, file), newline="", encoding="utf-8") as opened:
            rows = list(csv.reader(opened))
        heads = [name.removeprefix("probability_") for name in rows[0][-len(names):]]
        truths = {row[0 if first else 1] for row in rows[1:]}
        say(sorted(heads) == sorted(names) and truths == set(names) and len({len(row) for row in rows}) == 1,
            f"and {file} of evaluate, with every name")


tables()
shutil.rmtree(folder)
sys.exit(1 if failures else 0)
