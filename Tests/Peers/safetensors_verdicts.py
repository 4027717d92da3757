#!/usr/bin/env python3
"""Damaged and odd safetensors files with the verdict of the reference (safetensors 0.8.0).

    safetensors_verdicts.py                      writes safetensors_verdicts.json, which SafetensorsVerdictTests reads
    safetensors_verdicts.py --binary COMMAND...  runs COMMAND FILE for each file and compares the exit status with the
                                                 verdict ("{}" in COMMAND stands for the file)

"stricter" marks what we refuse although the reference reads it, with the reason; "written" what the reference wrote itself,
which our writer must write alike.
"""
import argparse
import base64
import ctypes
import itertools
import json
import os
import struct
import subprocess
import sys
import tempfile

import safetensors
from safetensors import TensorSpec, deserialize, serialize

CASES = []


def case(name, data, stricter=None, written=False):
    CASES.append(dict(name=name, data=data, stricter=stricter, written=written))


def file(header, body=b"", length=None):
    if not isinstance(header, bytes):
        header = (header if isinstance(header, str) else json.dumps(header, separators=(",", ":"))).encode()
    return struct.pack("<Q", len(header) if length is None else length) + header + body


def entry(dtype="F32", shape=(1,), offsets=(0, 4), **more):
    return dict(dtype=dtype, shape=list(shape), data_offsets=list(offsets), **more)


def one(text, body=b"\0\0\x80?"):
    """A file with one tensor, of which `text` is the JSON."""
    return file('{"a":' + text + "}", body)


WHOLE = '{"dtype":"F32","shape":[1],"data_offsets":[0,4]}'
F = b"\0\0\x80?"

# The header's length.
case("no bytes", b"")
case("seven bytes", b"\2\0\0\0\0\0\0")
case("length alone", struct.pack("<Q", 2))
case("length 0", file(""))
case("length 2^64-1", file("{}", length=2**64 - 1))
case("length 2^63", file("{}", length=2**63))
case("length 2^63-1", file("{}", length=2**63 - 1))
case("length beyond the limit", file("{}", length=100_000_001))
case("length at the limit, file shorter", file("{}", length=100_000_000))
case("length one too large", file({"a": entry()}, F[:3], length=len(json.dumps({"a": entry()}, separators=(",", ":"))) + 4))
case("length one too small", file({"a": entry()}, F, length=len(json.dumps({"a": entry()}, separators=(",", ":"))) - 1))
case("header cut short", file({"a": entry()})[:-5])

# JSON.
case("empty file of no tensors", file("{}"))
case("padded with spaces", file("{}      "))
case("padded with line feeds and tabs", file("{}\n\t\r "))
case("padded with zeros", file("{}\0\0\0\0\0\0"))
case("space before", file(" {}"), stricter="the header must begin with {")
case("line feed before", file("\n{}"), stricter="the header must begin with {")
case("byte order mark", file(b"\xef\xbb\xbf{}"))
case("an array", file("[]"))
case("null", file("null"))
case("two objects", file("{}{}"))
case("comma at the end", file('{"a":' + WHOLE + ",}", F))
case("no quotes", file("{a:" + WHOLE + "}", F))
case("single quotes", file("{'a':" + WHOLE + "}", F))
case("a comment", file("{/* */}"))
case("unfinished", file('{"a":{"dtype":"F32"'))
case("bad UTF-8 in a name", file(b'{"\xff\xfe":' + WHOLE.encode() + b"}", F))
case("overlong UTF-8 in a name", file(b'{"\xc0\xaf":' + WHOLE.encode() + b"}", F))
case("surrogate as UTF-8", file(b'{"\xed\xa0\x80":' + WHOLE.encode() + b"}", F))
case("lone surrogate escape", file('{"\\ud800":' + WHOLE + "}", F))
case("lone low surrogate escape", file('{"\\udc00":' + WHOLE + "}", F))
case("surrogate pair", file('{"\\ud83d\\ude00":' + WHOLE + "}", F))
case("escapes in a name", file('{"\\"\\\\\\/\\b\\f\\n\\r\\t\\u0000":' + WHOLE + "}", F))
case("unknown escape", file('{"\\x":' + WHOLE + "}", F))
case("control character in a name", file(b'{"a\nb":' + WHOLE.encode() + b"}", F))
case("empty name", file({"": entry()}, F))
case("spaces everywhere", file(json.dumps({"a": entry()}, indent=2), F))
case("canonically equal names", file('{"\u00e9":' + WHOLE + ',"e\u0301":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}',
                                     F + F))
case("nested 200 deep", one('{"dtype":"F32","shape":[1],"data_offsets":[0,4],"z":' + "[" * 200 + "]" * 200 + "}"))
case("nested 10,000 deep", file('{"a":' + "[" * 10_000))
case("nested 125 deep where nobody reads",
     one('{"dtype":"F32","shape":[1],"data_offsets":[0,4],"z":' + "[" * 125 + "]" * 125 + "}"))
case("nested 126 deep where nobody reads",
     one('{"dtype":"F32","shape":[1],"data_offsets":[0,4],"z":' + "[" * 126 + "]" * 126 + "}"))

# Keys.
case("repeated tensor", file('{"a":' + WHOLE + ',"a":' + WHOLE + "}", F), stricter="repeated key")
case("repeated tensor, once escaped", file('{"a":' + WHOLE + ',"\\u0061":' + WHOLE + "}", F), stricter="repeated key")
case("repeated dtype", one('{"dtype":"F32","dtype":"F32","shape":[1],"data_offsets":[0,4]}'))
case("repeated metadata", file('{"__metadata__":{},"__metadata__":{}}'))
case("repeated key of the metadata", file('{"__metadata__":{"a":"b","a":"c"}}'), stricter="repeated key")
case("repeated unknown key", one('{"dtype":"F32","shape":[1],"data_offsets":[0,4],"z":1,"z":2}'), stricter="repeated key")
case("unknown key", one('{"dtype":"F32","shape":[1],"data_offsets":[0,4],"z":{"y":[1,-2.5e3,true,null,"x"]}}'))
case("unknown number out of range", one('{"dtype":"F32","shape":[1],"data_offsets":[0,4],"z":1e999}'))
case("unknown number of fifty digits", one('{"dtype":"F32","shape":[1],"data_offsets":[0,4],"z":' + "1" * 50 + "}"))
case("unknown word", one('{"dtype":"F32","shape":[1],"data_offsets":[0,4],"z":nan}'))
for missing in ("dtype", "shape", "data_offsets"):
    case(f"no {missing}", one(json.dumps({k: v for k, v in entry().items() if k != missing})))
case("tensor null", one("null"))
case("tensor a string", one('"F32"'))
case("tensor a sequence", one('["F32",[1],[0,4]]'))
case("tensor a longer sequence", one('["F32",[1],[0,4],0]'))
case("tensor a shorter sequence", one('["F32",[1]]'))

# Metadata.
case("metadata", file({"__metadata__": {"format": "pt", "\u00fc": "\u2028"}}))
case("metadata null", file('{"__metadata__":null}'))
case("metadata an array", file('{"__metadata__":[]}'))
case("metadata a string", file('{"__metadata__":"pt"}'))
case("metadata with a number", file('{"__metadata__":{"epoch":3}}'))
case("metadata with null", file('{"__metadata__":{"epoch":null}}'))
case("metadata with an object", file('{"__metadata__":{"a":{}}}'))
case("metadata that is a tensor", file({"__metadata__": entry()}, F))

# Types.
SIZES = dict(BOOL=8, F4=4, F6_E2M3=6, F6_E3M2=6, U8=8, I8=8, F8_E5M2=8, F8_E4M3=8, F8_E8M0=8, F8_E4M3FNUZ=8,
             F8_E5M2FNUZ=8, I16=16, U16=16, F16=16, BF16=16, I32=32, U32=32, F32=32, C64=64, F64=64, I64=64, U64=64)
for dtype, bits in SIZES.items():
    case(f"dtype {dtype}", file({"a": entry(dtype, [4], [0, bits // 2])}, bytes(bits // 2)))
for dtype in ("f32", "F32 ", "F128", "C128", "I4", "F8_E4M3FN", "", "float32"):
    case(f"dtype '{dtype}'", file({"a": entry(dtype)}, F))
case("dtype a number", one('{"dtype":3,"shape":[1],"data_offsets":[0,4]}'))
case("dtype an object", one('{"dtype":{"F32":null},"shape":[1],"data_offsets":[0,4]}'), stricter="dtype is a string")
case("one F4", file({"a": entry("F4", [1], [0, 1])}, b"\0"))
case("three F4", file({"a": entry("F4", [3], [0, 2])}, b"\0\0"))
case("two F6", file({"a": entry("F6_E2M3", [2], [0, 2])}, b"\0\0"))

# Shapes.
case("scalar", file({"a": entry(shape=[])}, F))
case("zero-size tensor", file({"a": entry(shape=[3, 0], offsets=[0, 0])}))
case("zero-size tensors among others", file(
    {"a": entry(), "b": entry(shape=[0], offsets=[4, 4]), "c": entry(offsets=[4, 8]), "d": entry(shape=[0], offsets=[8, 8])},
    F + F))
case("zero-size tensor behind the data", file({"a": entry(), "b": entry(shape=[0], offsets=[8, 8])}, F))
case("sixty-five dimensions", file({"a": entry(shape=[1] * 65)}, F))
case("product overflows", file({"a": entry(shape=[2**32, 2**32])}, F))
case("product wraps to the right size", file({"a": entry(shape=[2**62 + 1])}, F))
case("product overflows before a zero", file({"a": entry(shape=[2**40, 2**40, 0], offsets=[0, 0])}))
case("zero before what would overflow", file({"a": entry(shape=[0, 2**40, 2**40], offsets=[0, 0])}))
case("product beyond 2^63 before a zero", file({"a": entry(shape=[2**62, 2, 0], offsets=[0, 0])}))
case("bits overflow", file({"a": entry(shape=[2**60])}, F))
case("dimension 2^63-1", file({"a": entry(shape=[2**63 - 1, 0], offsets=[0, 0])}))
case("dimension 2^64-1", file({"a": entry(shape=[2**64 - 1, 0], offsets=[0, 0])}), stricter="dimension beyond 2^63 - 1")
case("dimension 2^64", file({"a": entry(shape=[2**64, 0], offsets=[0, 0])}))
case("negative dimension", file({"a": entry(shape=[-1])}, F))
case("two negative dimensions", file({"a": entry(shape=[-1, -1])}, F))
for text in ("1.0", "1e0", "-0", "01", "+1", '"1"', "true", "null", "[1]", "1,", ",1", "0x1"):
    case(f"dimension {text}", one('{"dtype":"F32","shape":[%s],"data_offsets":[0,4]}' % text))
case("shape a number", one('{"dtype":"F32","shape":1,"data_offsets":[0,4]}'))
case("shape an object", one('{"dtype":"F32","shape":{},"data_offsets":[0,4]}'))
case("shape null", one('{"dtype":"F32","shape":null,"data_offsets":[0,4]}'))

# Offsets.
case("offsets past the end", file({"a": entry(shape=[2], offsets=[0, 8])}, F))
case("offsets far past the end", file({"a": entry(shape=[2**40], offsets=[0, 2**42])}, F))
case("offsets 2^64-1", file({"a": entry(offsets=[2**64 - 5, 2**64 - 1])}, F))
case("offsets 2^63-1", file({"a": entry(shape=[2**60 - 1], offsets=[3, 2**63 - 1])}, F))
case("offsets reversed", file({"a": entry(offsets=[4, 0])}, F))
case("offsets too small for the shape", file({"a": entry(shape=[2])}, F))
case("offsets too large for the shape", file({"a": entry(offsets=[0, 8])}, F + F))
case("begins at 4", file({"a": entry(offsets=[4, 8])}, F + F))
case("negative offset", file({"a": entry(offsets=[-4, 0])}, F))
case("float offsets", one('{"dtype":"F32","shape":[1],"data_offsets":[0.0,4.0]}'))
case("one offset", file({"a": entry(offsets=[4])}, F))
case("three offsets", file({"a": entry(offsets=[0, 4, 8])}, F))
case("no offsets", file({"a": entry(shape=[0], offsets=[])}))
case("offsets a string", one('{"dtype":"F32","shape":[1],"data_offsets":"0,4"}'))
case("offsets an object", one('{"dtype":"F32","shape":[1],"data_offsets":{"0":0,"1":4}}'))
case("overlapping", file({"a": entry(), "b": entry(offsets=[2, 6])}, F + F[:2]))
case("the same bytes", file({"a": entry(), "b": entry()}, F))
case("one inside the other", file({"a": entry(shape=[3], offsets=[0, 12]), "b": entry(offsets=[4, 8])}, F * 3))
case("a hole", file({"a": entry(), "b": entry(offsets=[8, 12])}, F * 3))
case("trailing byte", file({"a": entry()}, F + b"\0"))
case("trailing bytes without tensors", file("{}", F))
case("last byte missing", file({"a": entry()}, F[:3]))
case("order of the data is not the header's", file({"b": entry(offsets=[4, 8]), "a": entry(offsets=[0, 4])}, F + F))
case("unaligned", file({"a": entry("U8", [1], [0, 1]), "b": entry("F64", [1], [1, 9])}, bytes(9)))
case("unaligned header", file({"ab": entry()}, F))
case("bool that is 2", file({"a": entry("BOOL", [2], [0, 2])}, b"\2\xff"))

# What the reference writes.
sizes = {"bool": 1, "uint8": 1, "int8": 1, "float16": 2, "bfloat16": 2, "uint16": 2, "int16": 2, "float32": 4, "int32": 4,
         "uint32": 4, "float64": 8, "int64": 8, "uint64": 8, "float8_e4m3fn": 1, "float8_e5m2": 1}


def spec(kind, shape, data):
    """A tensor for the reference, which wants an address; the buffer lives as long as this script."""
    BUFFERS.append(ctypes.create_string_buffer(data, len(data)))
    return TensorSpec(dtype=kind, shape=shape, data_ptr=ctypes.addressof(BUFFERS[-1]), data_len=len(data))


BUFFERS = []
mixed = {f"{letter}.{kind}": spec(kind, [3, 1], bytes(itertools.islice(itertools.cycle(b"\1\0"), 3 * size)))
         for (kind, size), letter in zip(sizes.items(), itertools.cycle("zyxa"))}
case("every type, written by the reference", serialize(mixed, {"format": "pt"}), written=True)
ODD = ["", "b", "a", "ab", "\u00e9", "e\u0301", "\0\x1f\x7f\"\\/\n", "\U0001f600", "\uffff"]
case("odd names, written by the reference", serialize({name: spec("float32", [], F) for name in ODD}, None), written=True)
case("nothing, written by the reference", serialize({}, None), written=True)


def verdict(data):
    try:
        deserialize(data)
        return True
    except safetensors.SafetensorError:
        return False


def table():
    for entry in CASES:
        accepted = verdict(entry["data"])
        if entry["stricter"] and not accepted:
            sys.exit(f"'{entry['name']}' is marked as stricter, but the reference refuses it too")
        row = dict(name=entry["name"], accepted=accepted, base64=base64.b64encode(entry["data"]).decode())
        if entry["stricter"]:
            row["stricter"] = entry["stricter"]
        if entry["written"]:
            row["written"] = True
        yield row


def run(command):
    wrong = 0
    with tempfile.TemporaryDirectory() as folder:
        for row in table():
            path = os.path.join(folder, "case.safetensors")
            with open(path, "wb") as out:
                out.write(base64.b64decode(row["base64"]))
            line = [part.replace("{}", path) for part in command]
            line = line if line != command else command + [path]
            done = subprocess.run(line, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, timeout=60)
            expected = row["accepted"] and "stricter" not in row
            if (done.returncode == 0) != expected or done.returncode < 0:
                wrong += 1
                print(f"{row['name']}: expected {'accepted' if expected else 'refused'}, "
                      f"status {done.returncode} {done.stderr.strip()}")
    print(f"{len(CASES)} files, {wrong} verdicts differ")
    return 1 if wrong else 0


parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
parser.add_argument("--binary", nargs=argparse.REMAINDER)
arguments = parser.parse_args()
if arguments.binary:
    sys.exit(run(arguments.binary))
rows = list(table())
assert len({row["name"] for row in rows}) == len(rows)
path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "safetensors_verdicts.json")
with open(path, "w") as out:
    lines = ",\n".join("  " + json.dumps(row) for row in rows)
    out.write(f'{{\n "reference": "{safetensors.__version__}",\n "cases": [\n{lines}\n ]\n}}\n')
print(f"{len(rows)} files, {sum(row['accepted'] for row in rows)} accepted, "
      f"{sum('stricter' in row for row in rows)} where we are stricter")
