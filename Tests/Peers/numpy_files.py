#!/usr/bin/env python3
"""Writes numpy_files.json, which NPYTests reads: `.npy` files by NumPy itself and by hand, with what NumPy reads from them.

"accepted" is what we should say, which is NumPy's verdict where no "why" stands beside it. "values" are the numbers row by
row, as text. "written" marks what our writer must write to the byte.

    numpy_files.py                   writes the table
    numpy_files.py --read FILE.npz   prints name, type, shape and SHA-256 of the numbers of each array
"""
import base64
import hashlib
import io
import json
import os
import struct
import sys

import numpy as np

ROWS = []
NAMES = dict(float64="F64", float32="F32", float16="F16", int64="I64", int32="I32", int16="I16", int8="I8", uint64="U64",
             uint32="U32", uint16="U16", uint8="U8", bool="BOOL")


def case(name, data, written=False, why=None):
    row = dict(name=name, base64=base64.b64encode(data).decode(), accepted=False)
    try:
        # Old files of Python 2 make NumPy warn.
        import warnings
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            array = np.load(io.BytesIO(data), allow_pickle=False)
        row["numpy"] = True
        if array.dtype.name in NAMES:
            row["accepted"] = why is None
            row["type"], row["shape"] = NAMES[array.dtype.name], list(array.shape)
            row["values"] = [str(int(v)) if array.dtype.kind in "iub" else repr(float(v)) for v in array.ravel(order="C")]
        elif why is None:
            sys.exit(f"{name}: {array.dtype}")
    except Exception:  # Whatever NumPy throws is a refusal.
        row["numpy"] = False
    if why:
        row["why"] = why
    if written:
        row["written"] = True
    ROWS.append(row)


def saved(array, version=None):
    out = io.BytesIO()
    np.lib.format.write_array(out, array, version=version, allow_pickle=True)
    return out.getvalue()


def raw(header, body=b"", version=(1, 0), length=None, magic=b"\x93NUMPY"):
    header = header if isinstance(header, bytes) else header.encode()
    size = struct.pack("<H" if version[0] == 1 else "<I", len(header) if length is None else length)
    return magic + bytes(version) + size + header + body


for name in NAMES:
    array = np.arange(6).reshape(2, 3).astype(name)
    array = (array % 2).astype(name) if name == "bool" else array
    case(f"{name}", saved(array), written=True)
    case(f"{name}, big-endian", saved(array.astype(array.dtype.newbyteorder(">"))))
    case(f"{name}, column by column", saved(np.asfortranarray(array)))
extremes = dict(float64=[np.pi, -0.0, np.inf, 5e-324], float32=[np.pi, -0.0, np.inf, 1e-45], int64=[2**63 - 1, -2**63],
                uint64=[2**64 - 1], int8=[-128, 127], float16=[65504, 6e-8], uint8=[255])
for name, values in extremes.items():
    case(f"{name}, extremes", saved(np.array(values, name)), written=True)
case("scalar", saved(np.float32(1.5)), written=True)
case("no numbers", saved(np.zeros((3, 0, 2), np.float32)), written=True)
case("no numbers, column by column", saved(np.zeros((3, 0, 2), np.float32, order="F")))
case("one dimension of 10^10 and none", saved(np.zeros((10**10, 0), np.int8)), written=True)
case("four dimensions, column by column", saved(np.asfortranarray(np.arange(120, dtype=np.int16).reshape(2, 3, 4, 5))))
case("column by column and big-endian", saved(np.asfortranarray(np.arange(24, dtype=">f8").reshape(2, 3, 4))))
case("ones among the dimensions, column by column", raw(
    "{'descr': '<i2', 'fortran_order': True, 'shape': (1, 2, 1, 2), }\n", struct.pack("<4h", 1, 2, 3, 4)))
# With 36 and 57 the padding meets its boundary.
for size in (1, 30, 31, 32, 33, 36, 57, 64):
    case(f"{size} dimensions", saved(np.ones([1] * size, np.uint8)), written=True)
case("version 2", saved(np.arange(3, dtype="<i4"), (2, 0)))
case("version 3", saved(np.arange(3, dtype="<i4"), (3, 0)))

H = "{'descr': '<f4', 'fortran_order': False, 'shape': (1,), }\n"
B = struct.pack("<f", 1.5)
case("no padding", raw(H, B))
case("double quotes", raw(H.replace("'", '"'), B))
case("no comma at the end", raw("{'descr': '<f4', 'fortran_order': False, 'shape': (1,)}", B))
case("other order", raw("{'shape': (1,), 'descr': '<f4', 'fortran_order': False}", B))
case("spaces", raw("{ 'descr' : '<f4' ,\n 'fortran_order' : False , 'shape' : ( 1 , ) }  \n", B))
case("native order", raw(H.replace("<f4", "=f4"), B))
case("no order", raw(H.replace("<f4", "f4"), B))
case("Python 2's numbers", raw(H.replace("1,", "1L,"), B))

# What must be refused.
case("empty", b"")
case("magic number alone", b"\x93NUMPY")
case("wrong magic number", raw(H, B, magic=b"\x92NUMPY"))
for version in ((0, 0), (1, 1), (4, 0), (255, 255)):
    case(f"version {version}", raw(H, B, version))
case("header cut short", raw(H, length=1000))
case("header of 4 GB", raw(H, B, (2, 0), length=2**32 - 1))
case("no header", raw("", B))
case("data cut short", raw(H, B[:3]))
case("data left over", raw(H, B + b"\0"), why="bytes that belong to no array")
for text in ("{}", "[]", "None", "1", "{'descr': '<f4'}", "{'descr': '<f4', 'fortran_order': False}", H + "x", H + "{}", "{" + H,
             H.replace("'descr'", "descr"), H.replace("'descr'", "b'descr'"), H.replace(", 'shape'", "; 'shape'")):
    case(f"header {text.strip()}", raw(text, B))
case("repeated key", raw("{'descr': '<f8', 'descr': '<f4', 'fortran_order': False, 'shape': (1,)}", B), why="repeated key")
case("unknown key", raw(H.replace("}", "'more': 1}"), B))
for text in ("(1)", "1", "[1]", "(-1,)", "(1.0,)", "(1,,)", "('1',)", "(True,)", "(01,)", "(1 1,)", "(None,)", "((1,),)", "(1,", "(,)",
             "(__import__('os').system('true'),)", "(1+0,)"):
    case(f"shape {text}", raw(H.replace("(1,)", text), B),
         why="only whole numbers" if text in ("(True,)", "(1+0,)", "[1]") else None)
case("shape whose product overflows", raw(H.replace("(1,)", "(4294967296, 4294967296)"), B))
case("shape whose product wraps to the right size", raw(H.replace("(1,)", "(4611686018427387905,)"), B))
case("shape beyond 2^63", raw(H.replace("(1,)", "(9223372036854775808,)"), B))
case("shape beyond 2^64", raw(H.replace("(1,)", "(18446744073709551617,)"), B))
case("65 dimensions", raw(H.replace("(1,)", "(" + "1, " * 65 + ")"), B))
for text in ("0", "1", "'True'", "None", "true"):
    case(f"fortran_order {text}", raw(H.replace("False", text), B))
for text in ("<f3", "", "<", "f", "<<f4", "x", "<f4 ", "<f44", "<i3", "<u16", "<b1x"):
    case(f"descr '{text}'", raw(H.replace("<f4", text), B), why="a letter without a size" if text == "f" else None)
for text, size in (("|O", 8), ("<U1", 4), ("|S4", 4), ("|V4", 4), ("<c8", 8), ("<M8[ns]", 8), ("<m8[s]", 8), ("<f16", 16)):
    case(f"descr '{text}'", raw(H.replace("<f4", text), bytes(size)), why="not a type that is read")
case("a list of objects", saved(np.array([{"a": 1}, None], object)))
case("records", saved(np.zeros(2, [("x", "<f4"), ("y", "<i4")])), why="records")
case("an escape in text", raw(H.replace("<f4", "\\x3cf4"), B), why="no escapes")
case("bad UTF-8", raw(H.encode().replace(b"<f4", b"\xff"), B, (3, 0)))
case("nested 2,000 deep", raw(H.replace("(1,)", "(" * 2_000), B))

if len(sys.argv) == 3 and sys.argv[1] == "--read":
    with np.load(sys.argv[2], allow_pickle=False) as archive:
        for name in archive.files:
            array = archive[name]
            print(name, array.dtype.str, list(array.shape), hashlib.sha256(array.tobytes()).hexdigest())
    sys.exit()
wrong = [row["name"] for row in ROWS if not row.get("why") and row["accepted"] != row["numpy"]]
assert not wrong, wrong
assert len({row["name"] for row in ROWS}) == len(ROWS)
path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "numpy_files.json")
with open(path, "w") as out:
    lines = ",\n".join("  " + json.dumps(row) for row in ROWS)
    out.write(f'{{\n "numpy": "{np.__version__}",\n "cases": [\n{lines}\n ]\n}}\n')
print(f"{len(ROWS)} files, {sum(row['accepted'] for row in ROWS)} accepted, {sum('why' in row for row in ROWS)} where we are stricter")
