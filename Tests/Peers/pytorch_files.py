#!/usr/bin/env python3
"""Writes Tests/FormatsTests/PyTorch/PyTorchFixtures.json: files of torch.save in both forms, and what is in them.

    python3 Tests/Peers/pytorch_files.py > Tests/FormatsTests/PyTorch/PyTorchFixtures.json

With --check FILE... it reads files that Inkling wrote, and prints a line for each tensor.
"""

import base64
import collections
import io
import json
import sys
import zlib

import torch

TYPES = {
    torch.float64: "F64", torch.float32: "F32", torch.float16: "F16", torch.bfloat16: "BF16", torch.int64: "I64",
    torch.int32: "I32", torch.int16: "I16", torch.int8: "I8", torch.uint64: "U64", torch.uint32: "U32",
    torch.uint16: "U16", torch.uint8: "U8", torch.bool: "BOOL", torch.float8_e4m3fn: "F8_E4M3",
    torch.float8_e5m2: "F8_E5M2",
}


def raw(tensor):
    """The numbers row by row, little-endian."""
    return tensor.detach().contiguous().reshape(-1).view(torch.uint8).numpy().tobytes() if tensor.numel() else b""


def every_type(legacy):
    """All types; the older form has none of those that are held as bytes (torch cannot read them back)."""
    numbers = torch.tensor([[0.0, 1.5, -2.0], [0.25, 100.0, -0.5]])
    return {name: numbers.abs().to(dtype) if name[0] == "U" else numbers.to(dtype)
            for dtype, name in TYPES.items() if not legacy or name[:2] not in ("F8", "U1", "U3", "U6")}


def strided():
    base = torch.arange(24, dtype=torch.float32).reshape(4, 6)
    wide = torch.arange(120, dtype=torch.int16).reshape(2, 3, 4, 5)
    return {
        "base": base, "transposed": base.t(), "columns": base[:, 1::2], "row": base[2], "rows": base[1:3],
        "expanded": base[:, :1].expand(4, 3), "permuted": wide.permute(3, 0, 2, 1),
        "last": wide.contiguous(memory_format=torch.channels_last), "scalar": torch.tensor(7.0),
        "empty": torch.zeros(0, 3), "half": base.to(torch.float16)[:, 4:], "byte": wide.to(torch.uint8)[1, :, 2],
        "double": base.double()[::2].t(),
    }


def parameters():
    shared = torch.nn.Parameter(torch.arange(6, dtype=torch.float32).reshape(2, 3))
    with_state = torch.nn.Parameter(torch.ones(2))
    with_state.note = "kept"
    return collections.OrderedDict([("a.weight", shared), ("b.weight", shared), ("c", with_state)])


def checkpoint():
    net = torch.nn.Sequential(torch.nn.Conv2d(1, 2, 3), torch.nn.BatchNorm2d(2), torch.nn.Flatten(),
                              torch.nn.Linear(8, 3))
    wrapped = torch.nn.DataParallel(net)
    net(torch.rand(4, 1, 4, 4)).sum().backward()
    optimizer = torch.optim.Adam(net.parameters(), lr=0.01)
    optimizer.step()
    return {"epoch": 3, "lr": 0.5, "name": "small", "best": None, "loss": torch.tensor(0.25), "done": True,
            "model_state_dict": wrapped.state_dict(), "optimizer_state_dict": optimizer.state_dict()}


def buffer(value, legacy, protocol=2):
    data = io.BytesIO()
    torch.save(value, data, _use_new_zipfile_serialization=not legacy, pickle_protocol=protocol)
    return data.getvalue()


def fixture(name, value, tensors, legacy=False, protocol=2):
    data = buffer(value, legacy, protocol)
    # What is written here is what torch itself reads back.
    torch.load(io.BytesIO(data), weights_only=protocol == 2)
    read = [{"name": key, "type": TYPES[tensor.dtype], "shape": list(tensor.shape), "hex": raw(tensor).hex()}
            for key, tensor in tensors.items()]
    return {"name": name, "form": "legacy" if legacy else "zip"} | packed(data) | {"tensors": read}


def packed(data):
    """The file, deflated, because its padding repeats; and its length."""
    deflate = zlib.compressobj(9, zlib.DEFLATED, -15)
    return {"count": len(data), "deflated": base64.b64encode(deflate.compress(data) + deflate.flush()).decode()}


def read_files():
    files = []
    point = checkpoint()
    inner = {key.removeprefix("module."): value for key, value in point["model_state_dict"].items()}
    for legacy in (False, True):
        suffix = "Legacy" if legacy else ""
        files.append(fixture("types" + suffix, every_type(legacy), every_type(legacy), legacy))
        files.append(fixture("strided" + suffix, strided(), strided(), legacy))
        files.append(fixture("parameters" + suffix, parameters(), parameters(), legacy))
        files.append(fixture("checkpoint" + suffix, point, inner, legacy))
        files.append(fixture(
            "list" + suffix, [torch.ones(2), torch.zeros(1)], {"0": torch.ones(2), "1": torch.zeros(1)}, legacy))
    for protocol in (3, 4, 5):
        files.append(fixture(
            f"protocol{protocol}", {"w": torch.ones(2, 2).t(), "n": -5, "text": "Tinte"}, {"w": torch.ones(2, 2)},
            protocol=protocol))
    return files


def others():
    complex_ones = {"w": torch.ones(2, dtype=torch.complex64)}
    values = {
        "sparse": {"w": torch.eye(2).to_sparse()},
        "quantized": {"w": torch.quantize_per_tensor(torch.eye(2), 0.1, 0, torch.qint8)},
        "complex": complex_ones, "complexLegacy": complex_ones, "meta": {"w": torch.ones(2, device="meta")},
        "conjugate": {"w": torch.ones(2, dtype=torch.complex64).conj().imag}, "module": torch.nn.Linear(1, 1),
        "moduleLegacy": torch.nn.Linear(1, 1),
        "several": {"model": {"w": torch.ones(2)}, "ema": {"w": torch.zeros(2), "b": torch.zeros(1)}, "epoch": 2},
        "unusual": {"generator": {"w": torch.ones(2)}, "judge": {"w": torch.zeros(2)}, "epoch": 2},
    }
    return {name: packed(buffer(value, name.endswith("Legacy"))) for name, value in values.items()}


def main():
    torch.manual_seed(0)
    writer = "Tests/Peers/pytorch_files.py with PyTorch " + torch.__version__.split("+")[0]
    print(json.dumps({"writer": writer, "files": read_files(), "others": others()}, indent=1))


def check(paths):
    for path in paths:
        for arguments in ({}, {"mmap": True}):
            value = torch.load(path, weights_only=True, **arguments)
            assert type(value) is collections.OrderedDict, type(value)
            for name, tensor in value.items():
                assert tensor.is_contiguous() and tensor.data_ptr() % 8 == 0
                print(name, TYPES[tensor.dtype], list(tensor.shape), raw(tensor).hex()[:64])


if __name__ == "__main__":
    if sys.argv[1:2] == ["--check"]:
        check(sys.argv[2:])
    else:
        main()
