#!/usr/bin/env python3
"""When a network that is trained by connectionist temporal classification leaves its plateau, for each of some seeds.

    Benchmarks/ctc_plateau.py .build/release/inkling --seeds 10

On the plateau a network gives every picture the same answer. The best such answer has a loss that follows from the texts
alone: it is computed here, for a character, as the training's losses are. The script trains the recipe captcha-ctc for a few
hundred steps at its first rate, and says at which step the mean loss of --every steps fell below that level, and below nine tenths of it.
"""
import argparse
import json
import math
import subprocess
import tempfile

parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
parser.add_argument("inkling", help="the command")
parser.add_argument("--recipe", default="captcha-ctc")
parser.add_argument("--seeds", type=int, default=10)
parser.add_argument("--steps", type=int, default=250)
parser.add_argument("--every", type=int, default=10, help="steps of one mean")
parser.add_argument("--batch-size", type=int, default=64)
parser.add_argument("--threads", type=int, default=1)
parser.add_argument("--columns", type=int, default=13, help="of the network's output")
parser.add_argument("--characters", type=int, default=36, help="of the alphabet")
parser.add_argument("--length", type=int, default=4, help="characters of a text")
parser.add_argument("--set", action="append", default=[], help="passed on to the recipe")
arguments = parser.parse_args()


def constant_loss(blank: float) -> float:
    """The loss a character of a text of different ones, where every column has these probabilities."""
    character = (1 - blank) / arguments.characters
    states = 2 * arguments.length + 1
    paths = [0.0] * states
    paths[0], paths[1] = blank, character
    for _ in range(arguments.columns - 1):
        paths = [
            (paths[s] + (paths[s - 1] if s else 0) + (paths[s - 2] if s > 1 and s % 2 else 0))
            * (character if s % 2 else blank)
            for s in range(states)
        ]
    return -math.log(paths[-1] + paths[-2]) / arguments.length


def main():
    level = min(constant_loss(blank / 1000) for blank in range(1, 1000))
    print(f"the best answer that is the same for every picture has a loss of {level:.3f}")
    for seed in range(arguments.seeds):
        with tempfile.TemporaryDirectory() as runs:
            command = [
                arguments.inkling, "train", "--recipe", arguments.recipe, "--seed", str(seed), "--runs", runs, "--json",
                "--threads", str(arguments.threads), "--batch-size", str(arguments.batch_size),
                "--epochs", str(arguments.steps // arguments.every), "--set", "data.validation=none",
                "--set", f"data.images={arguments.every * arguments.batch_size}", "--set", "schedule={name: constant}",
            ]
            for setting in arguments.set:
                command += ["--set", setting]
            text = subprocess.run(command, check=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL).stdout
        report = json.loads(text.splitlines()[-1])
        losses = [epoch["loss"] for epoch in report["epochs"]]
        below = [next((place + 1) * arguments.every for place, loss in enumerate(losses) if loss < share * level)
                 if any(loss < share * level for loss in losses) else None for share in (1, 0.9)]
        print(f"seed {seed}: below the level after {below[0]} steps, below nine tenths of it after {below[1]}; "
              f"{losses[-1]:.3f} after {arguments.steps}", flush=True)


main()
