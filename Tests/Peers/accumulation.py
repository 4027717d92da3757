#!/usr/bin/env python3
"""Prints the weights that Tests/TrainingTests/Loop/AccumulationTests.swift expects: PyTorch's loop with accumulation.

A window is of `--accumulation` batches, or of what is left at an epoch's end; its gradient is the mean over its own images
(with class weights the weighted one), and everything that counts steps counts these.
"""
import torch
from torch.nn import functional as F

torch.set_default_dtype(torch.float64)
COUNT, CLASSES, PIXELS, BATCH, EPOCHS = 7, 3, 6, 2, 3


def train(accumulation, optimizer, weights=None, milestones=None, clip=None):
    images = torch.tensor([[(n * 6 + p) * 37 % 256 for p in range(PIXELS)] for n in range(COUNT)]) / 255 * 2 - 1
    labels = torch.tensor([0, 1, 2, 1, 0, 0, 2])
    weight = torch.tensor([(k * 7 % 11 - 5) / 10 for k in range(CLASSES * PIXELS)]).view(CLASSES, PIXELS)
    bias = torch.tensor([0.1, -0.2, 0.05])
    parameters = [weight.requires_grad_(), bias.requires_grad_()]
    step = optimizer(parameters)
    schedule = torch.optim.lr_scheduler.MultiStepLR(step, milestones or [], gamma=0.5)
    class_weights = None if weights is None else torch.tensor(weights)
    for _ in range(EPOCHS):
        batches = list(range(0, COUNT, BATCH))
        for first in range(0, len(batches), accumulation):
            window = batches[first:first + accumulation]
            places = [n for b in window for n in range(b, min(b + BATCH, COUNT))]
            total = len(places) if weights is None else class_weights[labels[places]].sum()
            step.zero_grad()
            for b in window:
                x, y = images[b:b + BATCH], labels[b:b + BATCH]
                (F.cross_entropy(F.linear(x, *parameters), y, class_weights, reduction="sum") / total).backward()
            if clip:
                torch.nn.utils.clip_grad_norm_(parameters, clip)
            step.step()
            schedule.step()
    return [round(v, 9) for p in parameters for v in p.detach().flatten().tolist()]


def sgd(p): return torch.optim.SGD(p, lr=0.5, momentum=0.9)
def adam(p): return torch.optim.Adam(p, lr=0.05)


for name, arguments in {
    "windows of three and one": dict(accumulation=3, optimizer=sgd),
    "longer than an epoch": dict(accumulation=1000, optimizer=sgd),
    "Adam, class weights": dict(accumulation=3, optimizer=adam, weights=[1.0, 2.0, 0.5]),
    "a milestone, clipping": dict(accumulation=3, optimizer=sgd, milestones=[4], clip=0.4),
}.items():
    print(name, train(**arguments))
