#!/usr/bin/env python3
"""Prints the weights that Tests/TrainingTests/FineTuning/UnfreezingStepTests.swift expects: PyTorch's, of a convolution that
is frozen for the first three of six steps. An optimiser's state of it begins with its own first step.
"""
import torch
from torch import nn, optim

torch.set_default_dtype(torch.float64)
COUNT, CLASSES = 8, 3


def numbers(count, factor):
    return torch.tensor([(k * factor % 101 - 50) / 150 for k in range(count)])


def train(make):
    images = torch.tensor([[(n * 30 + p) * 37 % 256 for p in range(30)] for n in range(COUNT)]).view(COUNT, 1, 5, 6)
    images = images / 255 * 2 - 1
    labels = torch.tensor([n % CLASSES for n in range(COUNT)])
    net = nn.Sequential(nn.Conv2d(1, 2, 3), nn.Tanh(), nn.Flatten(), nn.Linear(24, CLASSES))
    for factor, parameter in zip([13, 29, 31, 17], net.parameters()):
        parameter.data = numbers(parameter.numel(), factor).view_as(parameter)
    optimizer = make(net.parameters())
    for step in range(6):
        for parameter in net[0].parameters():
            parameter.requires_grad_(step >= 3)
        optimizer.zero_grad()
        nn.functional.cross_entropy(net(images), labels).backward()
        optimizer.step()
    return [round(v, 8) for v in net[0].weight.detach().flatten().tolist()]


for name, make in {
    "Adam": lambda p: optim.Adam(p, lr=0.01),
    "AdamW, AMSGrad": lambda p: optim.AdamW(p, lr=0.01, amsgrad=True),
    "NAdam": lambda p: optim.NAdam(p, lr=0.01),
    "Adagrad": lambda p: optim.Adagrad(p, lr=0.05, lr_decay=0.5, initial_accumulator_value=0.1),
    "SGD": lambda p: optim.SGD(p, lr=0.5, momentum=0.9, dampening=0.5),
    "RMSprop": lambda p: optim.RMSprop(p, lr=0.01, momentum=0.5),
    "Adadelta": lambda p: optim.Adadelta(p),
}.items():
    print(f'("{name}",', train(make))
