#!/usr/bin/env python3
"""PyTorch on the classic MNIST job, as people write it and at its best; prints one JSON object.

    python3 -m venv .peer && .peer/bin/pip install torch torchvision
    .peer/bin/python Benchmarks/pytorch_peer.py DATA --threads 2

DATA is the folder that holds mnist/. One mode a process run, so that a benchmark can take turns with ours:
--mode written | best | best-compiled | infer | large | sprint
"""
import argparse
import gzip
import json
import pathlib
import statistics
import time

import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F

parser = argparse.ArgumentParser()
parser.add_argument("data")
parser.add_argument("--threads", type=int, default=2)
parser.add_argument("--mode", choices=["written", "best", "best-compiled", "infer", "large", "sprint"], required=True)
parser.add_argument("--epochs", type=int, default=1, help="measured epochs, after a warm-up of 100 steps")
arguments = parser.parse_args()
torch.set_num_threads(arguments.threads)
torch.manual_seed(0)
FOLDER = pathlib.Path(arguments.data) / "mnist"


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(1, 6, 5)
        self.pool = nn.MaxPool2d(2)
        self.conv2 = nn.Conv2d(6, 16, 5)
        self.fc1 = nn.Linear(16 * 4 * 4, 120)
        self.fc2 = nn.Linear(120, 84)
        self.fc3 = nn.Linear(84, 10)

    def forward(self, x):
        x = self.pool(F.relu(self.conv1(x)))
        x = self.pool(F.relu(self.conv2(x)))
        x = torch.flatten(x, 1)
        x = F.relu(self.fc1(x))
        x = F.relu(self.fc2(x))
        return self.fc3(x)


def read(name, offset):
    for path, opener in ((FOLDER / f"{name}.gz", gzip.open), (FOLDER / name, open)):
        if path.exists():
            with opener(path, "rb") as file:
                return np.frombuffer(file.read(), np.uint8, offset=offset).copy()
    raise SystemExit(f"{FOLDER / name} is missing")


def training_data():
    images = torch.from_numpy(read("train-images-idx3-ubyte", 16)).reshape(-1, 1, 28, 28)
    return images, torch.from_numpy(read("train-labels-idx1-ubyte", 8)).long()


class Digits(torch.utils.data.Dataset):
    """What torchvision.datasets.MNIST does with ToTensor and Normalize, picture by picture."""

    def __init__(self):
        from torchvision import transforms

        self.images, self.labels = training_data()
        self.transform = transforms.Compose([transforms.ToTensor(), transforms.Normalize((0.5,), (0.5,))])

    def __len__(self):
        return len(self.labels)

    def __getitem__(self, index):
        from PIL import Image

        image = Image.fromarray(self.images[index, 0].numpy(), mode=None)
        return self.transform(image), int(self.labels[index])


def written():
    loader = torch.utils.data.DataLoader(Digits(), batch_size=64, shuffle=True, num_workers=2)
    net, loss = Net(), nn.CrossEntropyLoss()
    optimizer = torch.optim.SGD(net.parameters(), lr=0.001, momentum=0.9)
    times = []
    for _ in range(arguments.epochs):
        start = time.perf_counter()
        running = 0.0
        for x, y in loader:
            optimizer.zero_grad()
            value = loss(net(x), y)
            value.backward()
            optimizer.step()
            running += value.item()
        times.append(time.perf_counter() - start)
    return times


def best(compiled):
    images, labels = training_data()
    x = (images.float() / 255 * 2 - 1).contiguous(memory_format=torch.channels_last)
    net = Net().to(memory_format=torch.channels_last)
    optimizer = torch.optim.SGD(net.parameters(), lr=0.001, momentum=0.9, fused=True)
    model = torch.compile(net) if compiled else net

    def epoch(limit=None):
        order = torch.randperm(len(labels))
        for first in range(0, limit or len(labels), 64):
            batch = order[first : first + 64]
            optimizer.zero_grad(set_to_none=True)
            F.cross_entropy(model(x[batch]), labels[batch]).backward()
            optimizer.step()

    epoch(6400)
    times = []
    for _ in range(arguments.epochs):
        start = time.perf_counter()
        epoch()
        times.append(time.perf_counter() - start)
    return times


def infer():
    images = torch.from_numpy(read("t10k-images-idx3-ubyte", 16)).reshape(-1, 1, 28, 28)
    x = (images.float() / 255 * 2 - 1).contiguous(memory_format=torch.channels_last)
    net = Net().to(memory_format=torch.channels_last).eval()
    rates, single = {}, []
    with torch.inference_mode():
        for batch in (64, 250, 1000, 10000):
            times = []
            for _ in range(7):
                start = time.perf_counter()
                for first in range(0, len(x), batch):
                    net(x[first : first + batch]).argmax(1)
                times.append(time.perf_counter() - start)
            rates[batch] = len(x) / statistics.median(times[1:])
        for index in range(300):
            start = time.perf_counter()
            net(x[index : index + 1]).argmax(1)
            single.append(time.perf_counter() - start)
    return {"images_per_second": max(rates.values()), "batch": max(rates, key=rates.get),
            "single_microseconds": statistics.median(single[50:]) * 1e6}


def large(batches=20):
    """Images a second of training the larger network, at its best."""

    def block(inputs, outputs):
        return [nn.Conv2d(inputs, outputs, 3, padding=1), nn.BatchNorm2d(outputs), nn.ReLU()]

    net = nn.Sequential(
        *block(1, 32), *block(32, 32), nn.MaxPool2d(2), *block(32, 64), *block(64, 64), nn.MaxPool2d(2),
        *block(64, 128), nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(128, 10),
    ).to(memory_format=torch.channels_last)
    optimizer = torch.optim.SGD(net.parameters(), lr=0.001, momentum=0.9, fused=True)
    images, labels = training_data()
    x = (images[: 64 * batches].float() / 255 * 2 - 1).contiguous(memory_format=torch.channels_last)
    times = []
    for _ in range(3):
        start = time.perf_counter()
        for first in range(0, len(x), 64):
            optimizer.zero_grad(set_to_none=True)
            F.cross_entropy(net(x[first : first + 64]), labels[first : first + 64]).backward()
            optimizer.step()
        times.append(time.perf_counter() - start)
    return {"images_per_second": len(x) / statistics.median(times[1:])}


def sprint():
    """The recipe `sprint`: seconds of its epoch, and what it reaches."""

    def pooled(inputs, outputs):
        return [nn.Conv2d(inputs, outputs, 5, bias=False), nn.MaxPool2d(2), nn.BatchNorm2d(outputs), nn.ReLU()]

    net = nn.Sequential(
        *pooled(1, 5), *pooled(5, 16), nn.Flatten(), nn.Linear(256, 120), nn.ReLU(), nn.Linear(120, 10)
    ).to(memory_format=torch.channels_last)
    images, labels = training_data()
    x = (images.float() / 255 * 2 - 1).contiguous(memory_format=torch.channels_last)
    steps = (len(labels) + 63) // 64
    optimizer = torch.optim.Adam(net.parameters(), lr=0.01, betas=(0.9, 0.99), fused=True)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, 0.01, total_steps=steps, pct_start=0.1)
    start = time.perf_counter()
    order = torch.randperm(len(labels))
    for first in range(0, len(labels), 64):
        batch = order[first : first + 64]
        optimizer.zero_grad(set_to_none=True)
        F.cross_entropy(net(x[batch]), labels[batch], label_smoothing=0.05).backward()
        optimizer.step()
        schedule.step()
    seconds = time.perf_counter() - start
    test = torch.from_numpy(read("t10k-images-idx3-ubyte", 16)).reshape(-1, 1, 28, 28).float() / 255 * 2 - 1
    truth = torch.from_numpy(read("t10k-labels-idx1-ubyte", 8)).long()
    net.eval()
    with torch.inference_mode():
        accuracy = (net(test).argmax(1) == truth).float().mean().item()
    return {"epoch_seconds": [seconds], "accuracy": accuracy}


result = {"torch": torch.__version__, "threads": arguments.threads, "mode": arguments.mode}
if arguments.mode == "infer":
    result.update(infer())
elif arguments.mode == "large":
    result.update(large())
elif arguments.mode == "sprint":
    result.update(sprint())
else:
    result["epoch_seconds"] = written() if arguments.mode == "written" else best(arguments.mode == "best-compiled")
print(json.dumps(result))
