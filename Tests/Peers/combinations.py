#!/usr/bin/env python3
"""Holds random recipes, trained by the command `inkling`, against PyTorch: the same images, weights and order.

    Tests/Peers/combinations.py .build/release/inkling --seeds 300 [--first 0] [--keep FOLDER]

Prints each seed whose weights differ by more than rounding, with its recipe, and the share of all. Rounding is what
PyTorch's own float32 differs from its float64 by. Needs torch, numpy and safetensors; leaves with 0 without them.
"""
import argparse, json, os, random, struct, subprocess, sys, tempfile

try:
    import numpy as np, torch
    from safetensors.torch import load_file, save_file
except ImportError as missing:
    sys.exit(print(f"skipped: {missing}"))
from torch import nn
from torch.nn import functional as F
from torch.optim import lr_scheduler as L

torch.set_num_threads(1)
CLASSES, SIDE = 3, 6


def draw(seed):
    """A recipe as a dictionary, which JSON writes; YAML reads JSON."""
    r = random.Random(seed)
    chance = lambda p: r.random() < p
    number = lambda low, high: round(r.uniform(low, high), 3)
    name = r.choice(["sgd", "sgd", "adam", "adamw", "nadam", "rmsprop", "adagrad", "adadelta", "muon"])
    act = r.choice(["tanh", "relu", "gelu", "silu", "elu", "sigmoid"])
    layers, normal = [], chance(0.5)
    if name != "muon" and chance(0.75):
        layers += [{"conv": {"out": r.randint(2, 4), "kernel": 3, "bias": not normal}}] + ["batch_norm"] * normal + [act]
        layers += [{r.choice(["max_pool", "avg_pool"]): 2}] * chance(0.6)
    layers.append("flatten")
    if chance(0.6):
        layers += [{"linear": {"out": r.randint(4, 6), "bias": not normal}}] + ["batch_norm"] * normal + [act]
    layers.append({"linear": CLASSES})
    count, batch, epochs = r.randint(12, 40), r.randint(4, 10), r.randint(1, 5)
    while 1 <= count % batch <= 2 and "batch_norm" in layers:
        count += 1
    accumulation = r.choice([1, 1, 2, 3, 50])
    updates = -(-(-(-count // batch)) // accumulation)
    o = {"name": name, "decay_biases_and_norms": chance(0.5)}
    o["learning_rate"] = {"sgd": number(0.01, 0.5), "adadelta": number(0.1, 2), "muon": number(0.002, 0.05),
                          "adagrad": number(0.01, 0.1)}.get(name, number(0.001, 0.02))
    if chance(0.5): o["weight_decay"] = number(0.001, 0.2)
    if name in ("adam", "adamw", "nadam", "rmsprop", "adagrad", "adadelta"): o["eps"] = r.choice([1e-3, 1e-4, 1e-5])
    if name in ("adam", "adamw", "nadam") and chance(0.5): o["betas"] = [number(0.5, 0.95), number(0.8, 0.999)]
    if name in ("adam", "adamw"): o["amsgrad"] = chance(0.4)
    if name == "nadam": o["momentum_decay"] = number(0.001, 0.1)
    if name in ("sgd", "rmsprop") and chance(0.7): o["momentum"] = number(0.1, 0.95)
    if name == "sgd":
        if "momentum" in o and chance(0.3): o["nesterov"] = True
        elif chance(0.4): o["dampening"] = number(0.1, 1)
    if name == "rmsprop": o.update(alpha=number(0.8, 0.99), centered=chance(0.4))
    if name == "adagrad": o.update(lr_decay=number(0, 0.5), initial_accumulator_value=number(0, 0.5))
    if name == "adadelta": o["rho"] = number(0.7, 0.95)
    if name == "muon":
        o.update(momentum=number(0.5, 0.95), nesterov=chance(0.5), ns_steps=r.randint(1, 5),
                 vector_rate_scale=number(0.1, 1), adjust_lr_fn=r.choice(["original", "match_rms_adamw"]))
    recipe = {
        "model": {"layers": layers}, "data": {"classes": [0, 1, 2], "shuffle": False}, "optimizer": o, "seed": 1,
        "epochs": epochs, "batch_size": batch, "accumulation": accumulation, "loss": {"name": "cross_entropy"},
    }
    if chance(0.4): recipe["loss"]["label_smoothing"] = number(0.01, 0.3)
    if chance(0.4): recipe["loss"]["class_weights"] = [number(0.1, 3) for _ in range(CLASSES)]
    if chance(0.3): recipe["clipping"] = {r.choice(["norm", "value"]): number(0.05, 0.5)}
    names = [n for n, _ in network(layers).named_parameters()]
    groups = [p for p in ["fc*", "*.bias", "fc1.weight", "conv1", "bn*"] if chance(0.15) and any(match(p, n) for n in names)]
    if groups:
        recipe["parameter_groups"] = [
            {"match": p, "learning_rate_scale": r.choice([0, 0.1, 0.5, 2])}
            | ({"weight_decay": number(0, 0.2)} if chance(0.5) else {}) for p in groups]
    if chance(0.35):
        last = f"fc{sum(isinstance(l, dict) and 'linear' in l for l in layers)}.weight"
        frozen = [p for p in ["conv1", "bn1", "*.bias", "fc1.weight"]
                  if any(match(p, n) for n in names) and not match(p, last)]
        if frozen:
            recipe["fine_tuning"] = {"freeze": [r.choice(frozen)]}
            if epochs > 1 and chance(0.6):
                recipe["fine_tuning"]["unfreeze_at"] = [
                    {"epoch": r.randint(2, epochs), "patterns": recipe["fine_tuning"]["freeze"]}]
    keep_effective(recipe, names)
    if chance(0.35):
        recipe["averaging"] = r.choice([
            {"name": "ema", "decay": r.choice([0.5, 0.9]), "warm_up": chance(0.5)},
            {"name": "swa", "from_epoch": r.randint(1, epochs)}])
    recipe["schedule"] = schedule(r, chance, number, o, epochs, updates)
    return recipe, count


def keep_effective(recipe, names):
    """Takes groups away that change nothing, which are refused: behind others, or of what never learns."""
    tuning = recipe.get("fine_tuning", {})
    frozen = set() if "unfreeze_at" in tuning else {n for n in names if any(match(p, n) for p in tuning.get("freeze", []))}
    kept, taken = [], set()
    for group in recipe.pop("parameter_groups", []):
        own = {n for n in names if match(group["match"], n)}
        if own - taken - frozen: kept.append(group)
        taken |= own
    if kept: recipe["parameter_groups"] = kept


def schedule(r, chance, number, o, epochs, updates):
    name = r.choice(["constant", "step", "multi_step", "exponential", "cosine", "cosine_warm_restarts", "linear",
                     "polynomial", "one_cycle", "reduce_on_plateau"])
    s = {"name": name, "interval": "step" if name == "one_cycle" else "epoch" if name == "reduce_on_plateau"
         else r.choice(["step", "epoch"])}
    unit = 1 if s["interval"] == "step" else updates
    taken = 0
    if name != "one_cycle" and chance(0.4) and epochs > 1:
        if chance(0.5): s["warm_up"] = {"epochs": 1, "start_factor": number(0.01, 1)}
        else: s["warm_up"] = {"steps": r.randint(1, updates * epochs - 1), "start_factor": number(0.01, 1)}
        taken = s["warm_up"].get("steps", updates)
    length = epochs * updates // unit
    rest, begun = length - taken // unit, -(-taken // unit)
    if name == "step": s.update(step_size=r.randint(1, rest - 1), gamma=number(0.1, 0.9)) if rest > 1 else s.update(name="constant")
    if name == "multi_step":
        low = max(1, begun)
        if low < length: s.update(milestones=sorted({r.randint(low, length - 1) for _ in range(3)}), gamma=number(0.1, 0.9))
        else: s["name"] = "constant"
    if name == "exponential": s["gamma"] = number(0.5, 1)
    if name == "cosine" and chance(0.5): s.update(t_max=r.randint(1, rest), eta_min=o["learning_rate"] / 10)
    if name == "cosine_warm_restarts": s.update(t_0=r.randint(1, rest), t_mult=r.randint(1, 2), eta_min=o["learning_rate"] / 10)
    if name == "linear": s.update(start_factor=number(0.1, 1), end_factor=number(0, 1))
    if name == "polynomial": s["power"] = r.choice([0.5, 1, 2])
    if name in ("linear", "polynomial") and chance(0.5): s["total_iters"] = r.randint(1, rest)
    if name == "one_cycle":
        cycles = "betas" in torch_class(o["name"])([torch.zeros(1, 1, requires_grad=True)]).defaults or o.get("momentum", 0) > 0
        s.update(max_lr=o["learning_rate"] * 2, pct_start=number(0.1, 0.6), cycle_momentum=cycles and chance(0.7),
                 base_momentum=0.8, max_momentum=number(0.81, 0.95), div_factor=number(2, 30), final_div_factor=50,
                 three_phase=chance(0.4), anneal_strategy=r.choice(["cos", "linear"]))
        if not s["cycle_momentum"]: del s["base_momentum"], s["max_momentum"]
    if name == "reduce_on_plateau":
        s.update(monitor="training_loss", factor=number(0.1, 0.9), patience=r.randint(0, 2), cooldown=r.randint(0, 1),
                 threshold=r.choice([0.01, 0.1, 0.5]), threshold_mode=r.choice(["rel", "abs"]))
    return s


# --- PyTorch's side ---

def orthogonal(gradient, coefficients, steps, eps):
    """PyTorch's iteration for Muon in the gradient's own precision: its own is in bfloat16, of three digits."""
    a, b, c = coefficients
    x = gradient.T if gradient.size(0) > gradient.size(1) else gradient
    x = x / x.norm().clamp(min=eps)
    for _ in range(steps):
        gram = x @ x.T
        x = a * x + (b * gram + c * gram @ gram) @ x
    return x.T if gradient.size(0) > gradient.size(1) else x


torch.optim._muon._zeropower_via_newtonschulz = orthogonal


def torch_class(name):
    return {"sgd": torch.optim.SGD, "adam": torch.optim.Adam, "adamw": torch.optim.AdamW, "nadam": torch.optim.NAdam,
            "rmsprop": torch.optim.RMSprop, "adagrad": torch.optim.Adagrad, "adadelta": torch.optim.Adadelta,
            "muon": torch.optim.Muon}[name]


def match(pattern, name):
    import fnmatch
    return fnmatch.fnmatchcase(name, pattern) or fnmatch.fnmatchcase(name, pattern + ".*")


def network(layers):
    made, counts, size, channels = [], {}, SIDE, 1
    def add(stem, layer, counted=True):
        counts[stem] = counts.get(stem, 0) + 1
        made.append((f"{stem}{counts[stem]}", layer))
    features = None
    for layer in layers:
        word, options = (layer, None) if isinstance(layer, str) else next(iter(layer.items()))
        if word == "conv":
            add("conv", nn.Conv2d(channels, options["out"], 3, bias=options["bias"]))
            channels, size = options["out"], size - 2
        elif word == "linear":
            out, bias = (options, True) if isinstance(options, int) else (options["out"], options["bias"])
            add("fc", nn.Linear(features, out, bias=bias)); features = out
        elif word == "batch_norm": add("bn", nn.BatchNorm1d(features) if features else nn.BatchNorm2d(channels))
        elif word in ("max_pool", "avg_pool"):
            add("pool", (nn.MaxPool2d if word == "max_pool" else nn.AvgPool2d)(2)); size //= 2
        elif word == "flatten": add("flatten", nn.Flatten()); features = channels * size * size
        else: add("act", {"tanh": nn.Tanh, "relu": nn.ReLU, "gelu": nn.GELU, "silu": nn.SiLU, "elu": nn.ELU,
                          "sigmoid": nn.Sigmoid}[word]())
    from collections import OrderedDict
    return nn.Sequential(OrderedDict(made))


def rates(recipe, updates):
    """From the step's number, and the plateau's base rate, to the rate and the cycled momentum."""
    s, o = recipe["schedule"], recipe["optimizer"]
    steps, unit = recipe["epochs"] * updates, 1 if s["interval"] == "step" else updates
    rise = 0
    if w := s.get("warm_up"): rise = w.get("steps", w.get("epochs", 0) * updates)
    taken = rise // unit
    length, base = steps // unit - taken, o["learning_rate"]
    def run(make, count, cycles=False):
        parameter = [torch.zeros(1, 1, requires_grad=True)]
        if cycles and o["name"] in ("sgd", "rmsprop", "muon"):
            d = torch_class(o["name"])(parameter, lr=base, momentum=o["momentum"])
        elif cycles: d = torch_class(o["name"])(parameter, lr=base)
        else: d = torch.optim.SGD(parameter, lr=base)
        sched, out = make(d), []
        for i in range(count):
            g = d.param_groups[0]
            out.append((g["lr"], (g["betas"][0] if "betas" in g else g["momentum"]) if cycles else None))
            d.step()
            if i < count - 1: sched.step()
        return out
    pick = lambda *keys: {k: s[k] for k in keys if k in s}
    make = {
        "step": lambda d: L.StepLR(d, **pick("step_size", "gamma")),
        "multi_step": lambda d: L.MultiStepLR(d, [m - taken for m in s["milestones"]], s["gamma"]),
        "exponential": lambda d: L.ExponentialLR(d, s["gamma"]),
        "cosine": lambda d: L.CosineAnnealingLR(d, s.get("t_max", length), s.get("eta_min", 0)),
        "cosine_warm_restarts": lambda d: L.CosineAnnealingWarmRestarts(d, s["t_0"], s["t_mult"], s["eta_min"]),
        "linear": lambda d: L.LinearLR(d, s["start_factor"], s["end_factor"], s.get("total_iters", length)),
        "polynomial": lambda d: L.PolynomialLR(d, s.get("total_iters", length), s["power"]),
        "one_cycle": lambda d: L.OneCycleLR(d, total_steps=steps, **pick(
            "max_lr", "pct_start", "anneal_strategy", "cycle_momentum", "base_momentum", "max_momentum", "div_factor",
            "final_div_factor", "three_phase")),
    }.get(s["name"], lambda d: L.LambdaLR(d, lambda _: 1))
    main = run(make, length, bool(s.get("cycle_momentum")))
    warm = run(lambda d: L.LinearLR(d, w["start_factor"], 1, rise), rise) if rise else []
    def at(step, plateau):
        lr, momentum = warm[step] if step < rise else main[step // unit - taken]
        return lr * plateau / base, momentum
    return at


def train(recipe, images, labels, start, dtype):
    torch.set_default_dtype(dtype)
    model = network(recipe["model"]["layers"])
    model.load_state_dict({k: v.to(dtype) for k, v in start.items()}, strict=False)
    images = (images.to(dtype) / 255 - 0.5) / 0.5
    o, k, size = recipe["optimizer"], recipe["accumulation"], recipe["batch_size"]
    named = dict(model.named_parameters())
    settings = {n: next((g for g in recipe.get("parameter_groups", []) if match(g["match"], n)), {}) for n in named}
    own = {a: b for a, b in o.items() if a not in ("name", "learning_rate", "decay_biases_and_norms", "vector_rate_scale")}
    optimizers = []
    for n, p in named.items():
        standard = own.get("weight_decay", {"adamw": 0.01, "muon": 0.1}.get(o["name"], 0))
        spared = 0 if p.dim() < 2 and not o["decay_biases_and_norms"] else standard
        decay, scale, kind, options = settings[n].get("weight_decay", spared), settings[n].get("learning_rate_scale", 1), torch_class(o["name"]), dict(own)
        if o["name"] == "muon" and p.dim() < 2: kind, options, scale = torch.optim.AdamW, {}, scale * o["vector_rate_scale"]
        options["weight_decay"] = decay
        optimizers.append((n, p, scale, kind([p], lr=1.0, **options)))
    weights = recipe["loss"].get("class_weights")
    weights = None if weights is None else torch.tensor(weights)
    batches = [slice(i, i + size) for i in range(0, len(images), size)]
    updates = -(-len(batches) // k)
    at = rates(recipe, updates)
    s = recipe["schedule"]
    watched = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=o["learning_rate"])
    plateau = L.ReduceLROnPlateau(watched, **{a: s[a] for a in ("factor", "patience", "cooldown", "threshold", "threshold_mode")}) if s["name"] == "reduce_on_plateau" else None
    average, averaged, step, averaging = None, 0, 0, recipe.get("averaging", {})
    def take():
        nonlocal average, averaged
        new = {a: b.detach().clone() for a, b in model.state_dict().items() if not a.endswith("num_batches_tracked")}
        d = averaging.get("decay")
        if d and averaging["warm_up"]: d = min(d, (1 + averaged) / (10 + averaged))
        share = 1 - d if d else 1 / (averaged + 1)
        average = new if average is None else {a: b + share * (new[a] - b) for a, b in average.items()}
        averaged += 1
    for epoch in range(1, recipe["epochs"] + 1):
        tuning = recipe.get("fine_tuning", {})
        frozen = {n for n in named if any(match(p, n) for p in tuning.get("freeze", []))}
        for thaw in tuning.get("unfreeze_at", []):
            if thaw["epoch"] <= epoch: frozen -= {n for n in named if any(match(p, n) for p in thaw["patterns"])}
        for n, p in named.items(): p.requires_grad_(n not in frozen)
        model.train()
        for n, m in model.named_modules():
            if isinstance(m, nn.modules.batchnorm._BatchNorm) and {f"{n}.weight", f"{n}.bias"} <= frozen: m.eval()
        total_loss = 0.0
        for first in range(0, len(batches), k):
            window = batches[first:first + k]
            total = sum((len(labels[b]) if weights is None else weights[labels[b]].sum()) for b in window)
            model.zero_grad(set_to_none=True)
            for b in window:
                loss = F.cross_entropy(model(images[b]), labels[b], weights, reduction="sum",
                                       label_smoothing=recipe["loss"].get("label_smoothing", 0))
                (loss / total).backward()
                own_total = len(labels[b]) if weights is None else weights[labels[b]].sum()
                total_loss += float(loss.detach() / own_total) * len(labels[b])
            learned = [p for p in named.values() if p.grad is not None]
            if "norm" in recipe.get("clipping", {}): nn.utils.clip_grad_norm_(learned, recipe["clipping"]["norm"])
            if "value" in recipe.get("clipping", {}): nn.utils.clip_grad_value_(learned, recipe["clipping"]["value"])
            lr, momentum = at(step, watched.param_groups[0]["lr"])
            for n, p, scale, optimizer in optimizers:
                group = optimizer.param_groups[0]
                group["lr"] = lr * scale
                if momentum is not None and not (o["name"] == "muon" and p.dim() < 2):
                    if "betas" in group: group["betas"] = (momentum, group["betas"][1])
                    else: group["momentum"] = momentum
                optimizer.step()
            step += 1
            if averaging.get("name") == "ema": take()
        if plateau: plateau.step(total_loss / len(images))
        if averaging.get("name") == "swa" and epoch >= averaging["from_epoch"]: take()
    return average or {a: b.detach() for a, b in model.state_dict().items() if not a.endswith("num_batches_tracked")}


# --- Both ---

def idx(path, array):
    with open(path, "wb") as file:
        file.write(bytes([0, 0, 8, array.ndim]) + b"".join(struct.pack(">I", n) for n in array.shape) + array.tobytes())


def deviation(found, expected, skip):
    worst = 0.0
    for name, tensor in expected.items():
        if skip and "running_" in name: continue
        e, f = tensor.double(), found[name].double()
        scale = float(e.abs().max()) or 1.0
        d = float((f - e).abs().max()) / scale
        worst = max(worst, d if d == d else float("inf"))
    return worst


def compare(seed, inkling, folder):
    recipe, count = draw(seed)
    rng = np.random.default_rng(seed)
    data = os.path.join(folder, "data", "mnist"); os.makedirs(data, exist_ok=True)
    images, labels = rng.integers(0, 256, (count, SIDE, SIDE), dtype=np.uint8), (np.arange(count) % CLASSES).astype(np.uint8)
    for stem in ("train", "t10k"):
        idx(f"{data}/{stem}-images-idx3-ubyte", images); idx(f"{data}/{stem}-labels-idx1-ubyte", labels)
    torch.manual_seed(seed); torch.set_default_dtype(torch.float32)
    start = {n: t for n, t in network(recipe["model"]["layers"]).state_dict().items() if not n.endswith("num_batches_tracked")}
    save_file(start, f"{folder}/start.safetensors")
    recipe.setdefault("fine_tuning", {})["from"] = "start.safetensors"
    text = json.dumps(recipe, indent=1)
    with open(f"{folder}/recipe.yaml", "w") as file: file.write(text)
    done = subprocess.run([inkling, "train", "--recipe", "recipe.yaml", "--data", "data", "--runs", "runs", "--name", "run"],
                          cwd=folder, capture_output=True, text=True)
    if done.returncode: return f"exit {done.returncode}: {done.stderr.strip()[-400:]}", text
    found = load_file(f"{folder}/runs/run/weights-last.safetensors")
    pixels, truth = torch.tensor(images).unsqueeze(1), torch.tensor(labels).long()
    exact, single = (train(recipe, pixels, truth, start, t) for t in (torch.float64, torch.float32))
    # The statistics of an SWA are measured anew at the end.
    skip = recipe.get("averaging", {}).get("name") == "swa"
    found_by, rounding = deviation(found, exact, skip), deviation(single, exact, skip)
    if found_by > max(2e-5, 10 * rounding): return f"{found_by:.2e} from PyTorch, whose float32 is {rounding:.2e} away", text
    return None, text


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("inkling"); parser.add_argument("--seeds", type=int, default=100)
    parser.add_argument("--first", type=int, default=0); parser.add_argument("--keep")
    options = parser.parse_args()
    inkling, wrong = os.path.abspath(options.inkling), []
    for seed in range(options.first, options.first + options.seeds):
        with tempfile.TemporaryDirectory() as folder:
            fault, text = compare(seed, inkling, folder)
        if fault:
            wrong.append(seed)
            print(f"seed {seed}: {fault}", flush=True)
            if options.keep:
                os.makedirs(options.keep, exist_ok=True)
                with open(f"{options.keep}/{seed}.yaml", "w") as file: file.write(text)
            elif options.seeds == 1: print(text)
    print(f"{len(wrong)} of {options.seeds} recipes differ: {wrong}")
    sys.exit(1 if wrong else 0)


main()
