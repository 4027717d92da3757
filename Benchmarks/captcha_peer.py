#!/usr/bin/env python3
"""Training the network of the recipe captcha: Inkling beside PyTorch at its best, in turn in one run.

    .peer/bin/python Benchmarks/captcha_peer.py .build/release/inkling --rounds 3

PyTorch takes its steps on pictures that are in memory as floats: channels_last, the fused Adam, cross-entropy of the four
positions, in float32 and under bfloat16 autocast. Inkling draws its pictures while it trains. Prints the medians in pictures
a second, and each round.
"""
import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time

parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
parser.add_argument("inkling", help="the command")
parser.add_argument("--threads", type=int, default=2)
parser.add_argument("--rounds", type=int, default=3)
parser.add_argument("--pictures", type=int, default=3200, help="of one measured round")
parser.add_argument("--dataset", help="a folder of pictures with texts, to measure training in memory, too")
parser.add_argument("--mode", choices=["float32", "bfloat16"], help="measure PyTorch alone: what the script runs itself")
arguments = parser.parse_args()
BATCH = 64


def pytorch(mode: str) -> float:
    import torch
    import torch.nn as nn
    import torch.nn.functional as F

    torch.set_num_threads(arguments.threads)
    torch.manual_seed(0)

    def block(inputs, outputs, kernel, pool=None, **options):
        layers = [nn.Conv2d(inputs, outputs, kernel, bias=False, **options)]
        if pool:
            layers.append(nn.MaxPool2d(pool))
        return layers + [nn.BatchNorm2d(outputs), nn.ReLU(inplace=True)]

    net = nn.Sequential(
        nn.GroupNorm(1, 1), *block(1, 16, 3, 2, padding=(3, 1)), *block(16, 32, 3, 2, padding=1),
        *block(32, 64, 3, 2, padding=1), *block(64, 128, 3, padding=1), *block(128, 128, 3, padding=1),
        *block(128, 128, (8, 1)), *block(128, 128, (1, 9), padding=(0, 4)), *block(128, 256, (1, 5), stride=(1, 5)),
        nn.Conv2d(256, 37, 1),
    ).to(memory_format=torch.channels_last)
    optimizer = torch.optim.Adam(net.parameters(), lr=0.003, betas=(0.9, 0.99), fused=True)
    images = torch.rand(arguments.pictures, 1, 60, 160).contiguous(memory_format=torch.channels_last)
    texts = torch.randint(1, 37, (arguments.pictures, 1, 4))

    def epoch(count):
        net.train()
        for first in range(0, count, BATCH):
            optimizer.zero_grad(set_to_none=True)
            with torch.autocast("cpu", dtype=torch.bfloat16, enabled=mode == "bfloat16"):
                loss = F.cross_entropy(net(images[first:first + BATCH]).float(), texts[first:first + BATCH])
            loss.backward()
            optimizer.step()

    epoch(BATCH * 10)
    start = time.perf_counter()
    epoch(arguments.pictures)
    return arguments.pictures / (time.perf_counter() - start)


def inkling(*more: str) -> float:
    with tempfile.TemporaryDirectory() as runs:
        text = subprocess.run(
            [arguments.inkling, "train", "--recipe", "captcha", "--epochs", "1", "--threads", str(arguments.threads),
             "--runs", runs, "--json", "--set", "data.validation=none", *more],
            check=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL).stdout
    return json.loads(text.splitlines()[-1])["epochs"][0]["images_per_second"]


def other_process(mode: str) -> float:
    command = [sys.executable, __file__, arguments.inkling, "--threads", str(arguments.threads),
               "--pictures", str(arguments.pictures), "--mode", mode]
    # The allocator keeps memory for the next step, as PyTorch's guide to CPUs advises.
    environment = {**os.environ, "MALLOC_TOP_PAD_": str(1 << 28), "MALLOC_TRIM_THRESHOLD_": str(1 << 30)}
    return float(subprocess.run(command, check=True, stdout=subprocess.PIPE, env=environment).stdout)


def main():
    if arguments.mode:
        return print(pytorch(arguments.mode))
    ways = {
        "inkling, drawn while it trains": lambda: inkling("--set", f"data.images={arguments.pictures}"),
        "pytorch float32": lambda: other_process("float32"),
        "pytorch bfloat16": lambda: other_process("bfloat16"),
    }
    if arguments.dataset:
        ways["inkling, in memory"] = lambda: inkling("--dataset", arguments.dataset)
    rates = {name: [] for name in ways}
    for number in range(arguments.rounds):
        for name, measure in ways.items():
            rates[name].append(measure())
            print(f"round {number + 1}: {name}: {rates[name][-1]:.1f} pictures/s", file=sys.stderr)
    medians = {name: statistics.median(values) for name, values in rates.items()}
    own = medians["inkling, drawn while it trains"]
    print(json.dumps({"medians": medians, "times as fast as float32": own / medians["pytorch float32"],
                      "times as fast as bfloat16": own / medians["pytorch bfloat16"], "rounds": rates}, indent=2))


main()
