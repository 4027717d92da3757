#!/usr/bin/env python3
"""Prints the rates that Tests/TrainingTests/Recipes/ScheduleRecipeTests.swift expects: PyTorch's schedulers behind its
linear warm-up, over four epochs of seven steps, from 0.1.

A schedule by epochs moves where an epoch ends; one that is warmed up in part is its first. Milestones count from the
run's beginning.
"""
import torch
from torch.optim import lr_scheduler as L

EPOCHS, STEPS, BASE = 4, 7, 0.1
CHOSEN = [0, 6, 7, 9, 10, 13, 14, 20, 21, 27]


def rates(make, count):
    optimizer = torch.optim.SGD([torch.zeros(1, dtype=torch.float64, requires_grad=True)], lr=BASE)
    schedule, found = make(optimizer), []
    for _ in range(count):
        found.append(optimizer.param_groups[0]["lr"])
        optimizer.step()
        schedule.step()
    return found


def run(make, by_epochs, warm_up=0, factor=0.01):
    """`make(optimizer, length, taken)`, with what is left to the schedule and what the warm-up took before it."""
    unit = STEPS if by_epochs else 1
    taken = warm_up // unit
    main = rates(lambda o: make(o, EPOCHS * STEPS // unit - taken, taken), EPOCHS * STEPS // unit - taken)
    rise = rates(lambda o: L.LinearLR(o, factor, 1, warm_up), warm_up) if warm_up else []
    return [rise[s] if s < warm_up else main[s // unit - taken] for s in range(EPOCHS * STEPS)]


def cosine(o, n, taken): return L.CosineAnnealingLR(o, n)
def linear(o, n, taken): return L.LinearLR(o, 1, 0, n)
def milestones(*m): return lambda o, n, taken: L.MultiStepLR(o, [k - taken for k in m])


CASES = {
    "cosine": run(cosine, False), "cosine, interval: epoch": run(cosine, True),
    "cosine, interval: epoch, warm_up: {steps: 7}": run(cosine, True, 7),
    "cosine, interval: epoch, warm_up: {steps: 10}": run(cosine, True, 10),
    "cosine, warm_up: {steps: 10}": run(cosine, False, 10), "cosine, warm_up: {epochs: 2}": run(cosine, False, 14),
    "linear": run(linear, False), "linear, interval: epoch, warm_up: {steps: 7}": run(linear, True, 7),
    "linear, interval: epoch, warm_up: {steps: 3}": run(linear, True, 3),
    "linear, warm_up: {epochs: 1}": run(linear, False, 7),
    "multi_step, milestones: [2, 3], warm_up: {epochs: 1}": run(milestones(2, 3), True, 7),
    "multi_step, milestones: [2, 3], warm_up: {steps: 10}": run(milestones(2, 3), True, 10),
    "multi_step, interval: step, milestones: [9, 20], warm_up: {steps: 8}": run(milestones(9, 20), False, 8),
    "step, step_size: 1, warm_up: {steps: 10}": run(lambda o, n, t: L.StepLR(o, 1), True, 10),
    "polynomial, power: 2, warm_up: {epochs: 1}": run(lambda o, n, t: L.PolynomialLR(o, n, 2), False, 7),
    "exponential, gamma: 0.5, warm_up: {steps: 7}": run(lambda o, n, t: L.ExponentialLR(o, 0.5), True, 7),
}
for schedule, found in CASES.items():
    values = ", ".join(repr(float(f"{found[s]:.15g}")) for s in CHOSEN)
    print(f'    Case(schedule: "{schedule}", expected: [{values}]),')
