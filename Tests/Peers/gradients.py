#!/usr/bin/env python3
"""Writes Tests/References/gradients.safetensors, which Tests/EngineTests/Gradients/GradientReferenceTests.swift reads:
PyTorch's autograd, in float64, of three networks in evaluation and in training mode.

For each network and mode: outputs, loss (cross-entropy), and by the loss and by one logit the gradients of the input, of
every parameter and of named activations; the activations; and the running statistics after the batch.
"""
import pathlib
import torch
from safetensors.numpy import save_file
from torch import nn
from torch.nn import functional as F

torch.set_default_dtype(torch.float64)


def numbers(count, factor):
    return torch.tensor([(k * factor % 101 - 50) / 100 for k in range(count)])


class Chain(nn.Module):
    """Everything that one kernel takes in: normalisation, rectifier, pooling; a group convolution; dropout."""

    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(2, 4, 3, padding=1, bias=False)
        self.bn1 = nn.BatchNorm2d(4)
        self.conv2 = nn.Conv2d(4, 6, 3, groups=2)
        self.bn2 = nn.BatchNorm2d(6, eps=0.01, momentum=0.3)
        self.fc1 = nn.Linear(6, 5)
        self.bn3 = nn.BatchNorm1d(5)
        self.fc2 = nn.Linear(5, 3)

    def forward(self, x, see):
        x = see("conv1", self.conv1(x))
        x = see("relu:1", F.relu(see("bn1", self.bn1(x))))
        x = see("maxPool2d", F.max_pool2d(x, 2))
        x = see("bn2", self.bn2(see("conv2", self.conv2(x))))
        x = F.relu(x).flatten(1)
        x = see("bn3", self.bn3(self.fc1(x)))
        return self.fc2(F.relu(x))


class Branches(nn.Module):
    """A residual sum, a concatenation, PReLU, GroupNorm and LayerNorm."""

    def __init__(self):
        super().__init__()
        self.stem = nn.Conv2d(2, 4, 3, padding=1)
        self.block = nn.Conv2d(4, 4, 3, padding=1, bias=False)
        self.bn = nn.BatchNorm2d(4)
        self.prelu = nn.PReLU(4)
        self.side = nn.Conv2d(4, 2, 1)
        self.gn = nn.GroupNorm(3, 6)
        self.fc = nn.Linear(24, 8)
        self.ln = nn.LayerNorm(8)
        self.head = nn.Linear(8, 3)

    def forward(self, x, see):
        x = see("stem", self.stem(x))
        y = see("add", F.relu(self.bn(self.block(x))) + x)
        y = see("prelu", self.prelu(y))
        y = see("concatenate", torch.cat([y, self.side(x)], 1))
        y = see("gn", self.gn(y))
        y = F.adaptive_avg_pool2d(y, 2).flatten(1)
        return self.head(F.gelu(see("ln", self.ln(self.fc(y)))))


class Ties(nn.Module):
    """Poolings full of equals: the images are of three colours, the convolution has equal weights."""

    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(2, 3, 2)
        self.bn = nn.BatchNorm2d(3)
        self.fc = nn.Linear(12, 3)

    def forward(self, x, see):
        x = see("pool", F.max_pool2d(x, 3, stride=1, padding=1))
        x = F.max_pool2d(F.relu(see("conv", self.conv(x))), 2)
        return self.fc(see("bn", self.bn(x)).flatten(1))


def make(kind):
    net = kind()
    factors = [13, 41, 43, 31, 47, 53, 59, 61, 67, 71, 73, 79, 83, 89, 97, 17, 19, 23, 29]
    names = [name for name in net.state_dict() if "num_batches" not in name]
    state = net.state_dict()
    for name, factor in zip(names, factors, strict=True) if kind is Chain else zip(names, factors):
        values = numbers(state[name].numel(), factor).view_as(state[name])
        if name.endswith("running_var") or (name.split(".")[0] in ("bn", "bn1", "bn2", "bn3", "gn", "ln") and name.endswith("weight")):
            values = values + 1
        if kind is Ties and name == "conv.weight":
            values = torch.full_like(values, 0.5)
        state[name].copy_(values)
    return net, names


def images(kind, count):
    if kind is Ties:
        return torch.tensor([[(n * 5 + p // 3) % 3 * 100 for p in range(50)] for n in range(count)]).view(count, 2, 5, 5)
    return torch.tensor([[(n * 72 + p) * 37 % 256 for p in range(72)] for n in range(count)]).view(count, 2, 6, 6)


def case(kind, training, count, tensors):
    prefix = f"{kind.__name__}.{'training' if training else 'evaluation'}.{count}"
    scale = torch.tensor([1 / 127.5, 1 / 100]).view(1, 2, 1, 1)
    shift = torch.tensor([-1.0, -0.5]).view(1, 2, 1, 1)
    labels = torch.tensor([n % 3 for n in range(count)])
    for what in ["loss", "logit"]:
        net, names = make(kind)
        net.train(training)
        pixels = images(kind, count).double().requires_grad_()
        x = (pixels * scale + shift)
        x.retain_grad()
        seen = {}

        def see(name, value):
            value.retain_grad()
            seen[name] = value
            return value

        output = net(x, see)
        loss = F.cross_entropy(output, labels)
        (loss if what == "loss" else output[:, 1].sum()).backward()
        put = lambda name, value: tensors.__setitem__(f"{prefix}.{name}", value.detach().float().contiguous().numpy())
        put(f"{what}.input", x.grad)
        if what == "logit":
            continue
        for name, value in seen.items() if count < 16 else []:
            put(f"by.{name}", value.grad)
            put(f"value.{name}", value)
        put("pixels", pixels.grad)
        put("output", output)
        put("loss", loss.view(1))
        for name, parameter in net.named_parameters():
            put(f"parameter.{name}", parameter.grad)
        for name, buffer in net.named_buffers():
            if "num_batches" not in name:
                put(f"statistic.{name}", buffer)


tensors = {}
for kind in [Chain, Branches, Ties]:
    for training in [False, True]:
        for count in [5] if kind is not Chain else [5, 19]:
            case(kind, training, count, tensors)
path = pathlib.Path(__file__).parent.parent / "References" / "gradients.safetensors"
save_file(tensors, path)
print(len(tensors), "tensors,", path.stat().st_size, "bytes")
