#!/usr/bin/env python3
"""Where PyTorch's float32 leaves its own float64 on the golden `seed_adam`, and the first decision that fell otherwise.

    python3 Tests/Peers/trajectories.py --mnist ../shared/datasets/mnist --seeds 0-19

A decision is which value a pooling passes on, or whether a rectifier is open. Its margin is what float64 decides it by.
"""
import argparse, gzip, pathlib
import numpy as np, torch
from torch import nn
from torch.nn import functional as F

arguments = argparse.ArgumentParser()
arguments.add_argument("--mnist", default="../shared/datasets/mnist")
arguments.add_argument("--seeds", default="0-19")
arguments.add_argument("--steps", type=int, default=100)
arguments = arguments.parse_args()
torch.set_num_threads(1)


def read(name, offset):
    return np.frombuffer(gzip.open(pathlib.Path(arguments.mnist) / name).read(), np.uint8, offset=offset)


count = 64 * arguments.steps
IMAGES = torch.tensor(read("train-images-idx3-ubyte.gz", 16)[:count * 784].reshape(-1, 1, 28, 28).copy())
LABELS = torch.tensor(read("train-labels-idx1-ubyte.gz", 8)[:count].copy()).long()


class SeedNet(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1, self.conv2 = nn.Conv2d(1, 6, 5), nn.Conv2d(6, 16, 5)
        self.fc1, self.fc2, self.fc3 = nn.Linear(256, 120), nn.Linear(120, 84), nn.Linear(84, 10)

    def values(self, x):
        """What is decided on, and the logits."""
        conv1 = self.conv1(x)
        conv2 = self.conv2(F.max_pool2d(F.relu(conv1), 2))
        fc1 = self.fc1(F.max_pool2d(F.relu(conv2), 2).flatten(1))
        fc2 = self.fc2(F.relu(fc1))
        return [conv1, conv2, fc1, fc2], self.fc3(F.relu(fc2))


def decisions(values):
    made, margins = [], []
    for value in values:
        if value.dim() == 4:
            windows = F.unfold(value.reshape(-1, 1, *value.shape[2:]), 2, stride=2)
            top = windows.topk(2, dim=1).values
            made.append(torch.where(top[:, 0] > 0, windows.argmax(dim=1), -1))
            margins.append(torch.minimum(top[:, 0] - top[:, 1], top[:, 0].abs()))
        else:
            made.append(value > 0)
            margins.append(value.abs())
    return made, margins


def run(seed, dtype):
    torch.manual_seed(seed + 7)
    net = SeedNet().to(dtype)
    optimizer = torch.optim.Adam(net.parameters(), lr=0.001)
    for first in range(0, count, 64):
        values, logits = net.values(IMAGES[first:first + 64].to(dtype) / 255 * 2 - 1)
        loss = F.cross_entropy(logits, LABELS[first:first + 64])
        optimizer.zero_grad()
        loss.backward()
        yield loss.item(), decisions([value.detach() for value in values])
        optimizer.step()


first, last = [int(part) for part in (arguments.seeds.split("-") * 2)[:2]]
for seed in range(first, last + 1):
    decided, left, largest = None, None, 0.0
    for step, ((exact, (truth, margins)), (loss, made)) in enumerate(zip(run(seed, torch.float64), run(seed, torch.float32))):
        largest = max(largest, abs(loss - exact))
        if left is None and abs(loss - exact) > 1e-5:
            left = step
        for name, one, other, margin in zip(["conv1", "conv2", "fc1", "fc2"], truth, made[0], margins):
            if decided is None and (one != other).any():
                decided = f"{name} in step {step}, by {margin[one != other].max():.1e}"
    print(f"seed {seed:2d}: largest deviation {largest:.1e}, above 1e-5 from step {left}; first other decision: {decided}", flush=True)
