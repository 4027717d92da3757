#!/usr/bin/env python3
"""Prints the running statistics that Tests/EngineTests/Program/AveragedStatisticsTests.swift expects: PyTorch's
`update_bn` of an SWA over three epochs of three batches, the last of two images.
"""
import torch
from torch import nn
from torch.optim.swa_utils import AveragedModel, update_bn

torch.set_default_dtype(torch.float64)
COUNT, CLASSES, BATCH, EPOCHS = 8, 3, 3, 3


def numbers(count, factor):
    return torch.tensor([(k * factor % 101 - 50) / 150 for k in range(count)])


images = torch.tensor([[(n * 30 + p) * 37 % 256 for p in range(30)] for n in range(COUNT)]).view(COUNT, 1, 5, 6) / 255 * 2 - 1
labels = torch.tensor([n % CLASSES for n in range(COUNT)])
batches = [(images[k:k + BATCH], labels[k:k + BATCH]) for k in range(0, COUNT, BATCH)]
net = nn.Sequential(
    nn.Conv2d(1, 2, 3, bias=False), nn.BatchNorm2d(2), nn.ReLU(), nn.Flatten(), nn.Linear(24, 4, bias=False),
    nn.BatchNorm1d(4, momentum=0.3), nn.ReLU(), nn.Linear(4, CLASSES))
for factor, parameter in zip([13, 41, 43, 31, 47, 53, 59, 61], net.parameters()):
    offset = 1 if factor in (41, 47) else 0
    parameter.data = numbers(parameter.numel(), factor).view_as(parameter) + offset
average = AveragedModel(net, use_buffers=True)
optimizer = torch.optim.SGD(net.parameters(), lr=0.01, momentum=0.9)
for epoch in range(EPOCHS):
    for x, y in batches:
        optimizer.zero_grad()
        nn.functional.cross_entropy(net(x), y).backward()
        optimizer.step()
    average.update_parameters(net)
for title in ["averaged", "measured"]:
    print(title)
    for name, buffer in average.module.state_dict().items():
        if "running" in name:
            print(f'    "{name}":', [round(v, 8) for v in buffer.flatten().tolist()])
    update_bn(batches, average)
print("0.weight", [round(v, 8) for v in average.module[0].weight.flatten().tolist()][:6])
