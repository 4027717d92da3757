#!/usr/bin/env python3
"""Writes hdf5_files.base64, which HDF5PeerTests reads: HDF5 files by h5py, with what h5py reads from them.

It is a zip with the files and a table, cases.json. A data set has its little-endian bytes beside it, or the words in which it is refused; so has a
file that must not be opened.

    hdf5_files.py                    writes the table
    hdf5_files.py --of FILE ... > T  a table of other files (.h5, and .keras with model.weights.h5 in it), for
                                     HDF5_FILES=T swift test --filter HDF5PeerTests
"""
import base64
import io
import json
import os
import sys
import zipfile

import h5py
import numpy as np

NAMES = dict(float64="F64", float32="F32", float16="F16", int64="I64", int32="I32", int16="I16", int8="I8", uint64="U64",
             uint32="U32", uint16="U16", uint8="U8", bool="BOOL")
FILES = {}
CASES = []
VERSIONS = dict(old="earliest", new="latest")


def little(array):
    array = np.asarray(array)
    return array.astype(array.dtype.newbyteorder("<")).tobytes()


def value(thing):
    """What an attribute or a data set holds, as the test compares it."""
    if isinstance(thing, h5py.Empty):
        if thing.dtype.name not in NAMES:
            return dict(texts=[], shape=[0]) if h5py.check_string_dtype(thing.dtype) or thing.dtype.kind == "S" else {}
        return dict(type=NAMES[thing.dtype.name], shape=[0], base64="")
    if isinstance(thing, (str, bytes)):
        thing = np.array(thing, dtype=object)
    thing = np.asarray(thing)
    if thing.dtype.kind in "SO" and all(isinstance(t, (str, bytes)) for t in thing.ravel().tolist()):
        texts = [t.decode() if isinstance(t, bytes) else t for t in thing.ravel().tolist()]
        return dict(texts=texts, shape=list(thing.shape))
    if thing.dtype.names is not None or thing.dtype.name not in NAMES:
        return {}
    return dict(type=NAMES[thing.dtype.name], shape=list(thing.shape), base64=base64.b64encode(little(thing)).decode())


def describe(name, data, refusals={}):
    """A table's row. `refusals`: by a data set's path, what is said of it."""
    row = dict(name=name, datasets=[], attributes=[])

    def look(place, thing):
        for key in thing.attrs:
            row["attributes"].append(dict(place=place, name=key, value=value(thing.attrs[key])))
        if isinstance(thing, h5py.Dataset):
            entry = dict(path=place)
            if place in refusals:
                entry["refused"] = refusals[place]
            else:
                entry["value"] = value(thing[()])
            row["datasets"].append(entry)
        else:
            for key in thing:
                look(f"{place}/{key}" if place else key, thing[key])

    with h5py.File(io.BytesIO(data)) as file:
        look("", file)
    FILES[name] = data
    CASES.append(row)


def refuse(name, data, why):
    FILES[name] = data
    CASES.append(dict(name=name, refused=why, datasets=[], attributes=[]))


def write(version, body):
    buffer = io.BytesIO()
    with h5py.File(buffer, "w", libver=VERSIONS.get(version, version)) as file:
        body(file)
    return buffer.getvalue()


def types(file):
    for name in NAMES:
        low = 0 if name.startswith("u") or name == "bool" else -3
        file[name] = (np.arange(6).reshape(2, 3) + low).astype(name)
    for name, extreme in (("int64", np.iinfo(np.int64).min), ("uint64", np.iinfo(np.uint64).max)):
        file[name][0, 0] = extreme
    file["big"] = np.array([1.5, -2, 4e9], ">f4")
    file["big_integer"] = np.array([[513], [-2]], ">i2")
    file["scalar"] = np.float32(0.25)
    file["empty"] = np.zeros((0, 7), "f4")
    file["nothing"] = h5py.Empty("f4")
    file["special"] = np.array([np.nan, np.inf, -0.0], "f8")


def attributes(file):
    group = file.create_group("group")
    data = group.create_dataset("data", data=np.arange(3, dtype="i4"))
    for place in (file, group, data):
        place.attrs["text"] = "Grüße"
        place.attrs["fixed"] = np.bytes_(b"ab")
        place.attrs["list"] = np.array([b"x", b"yz"])
        place.attrs["long"] = ["one", "", "three" * 9]
        place.attrs["number"] = 513
        place.attrs["pair"] = np.zeros(2, "i4,f4")
    file.attrs["none"] = []
    group.attrs["flags"] = np.array([[True], [False]])
    group.attrs["nothing"] = h5py.Empty("S3")
    data.attrs["big"] = np.arange(3, dtype=">u8")
    data.attrs["wide"] = np.ones((2, 1, 3), "f2")


def groups(file):
    for index in range(24):
        file[f"many/{index}"] = np.int8(index)
    file["a/b/c/d/e"] = np.float32(1)
    file["again"] = file["a/b"]
    file.create_group("empty")
    ordered = file.create_group("ordered", track_order=True)
    for name in "cab":
        ordered[name] = np.array([ord(name)], "u1")


def few_groups(file):
    file["a/b/c/d/e"] = np.float32(1)
    file["again"] = file["a/b"]
    file.create_group("empty")
    ordered = file.create_group("ordered", track_order=True)
    for name in "cab":
        ordered[name] = np.array([ord(name)], "u1")


def chunks(file):
    def add(name, shape, chunk, **options):
        data = np.arange(np.prod(shape), dtype="f4").reshape(shape)
        file.create_dataset(name, data=data, chunks=chunk, **options)

    add("one", (5,), (5,))
    add("line", (11,), (4,))
    add("plane", (7, 5), (3, 2))
    add("cube", (3, 4, 5), (2, 4, 3))
    add("deflate", (7, 5), (3, 2), compression="gzip")
    add("deflate_one", (6, 4), (6, 4), compression="gzip")
    add("shuffle", (11,), (4,), shuffle=True)
    add("sum", (7, 5), (3, 2), fletcher32=True)
    add("all", (7, 5), (3, 2), fletcher32=True, shuffle=True, compression="gzip", compression_opts=9)
    file.create_dataset("ones", data=np.full(6, -1, "i2"), chunks=(6,), fletcher32=True)
    file.create_dataset("zeros", data=np.zeros(6, "i2"), chunks=(6,), fletcher32=True)
    odd = np.arange(5, dtype="u1")
    file.create_dataset("odd_sum", data=odd, chunks=(5,), fletcher32=True)
    # More than a page of a fixed array, or more than a node of a tree.
    count = 1200 if file.libver[0] != "earliest" else 150
    file.create_dataset("pages", data=np.arange(count).astype("u1"), chunks=(1,))
    compact = h5py.h5p.create(h5py.h5p.DATASET_CREATE)
    compact.set_layout(h5py.h5d.COMPACT)
    h5py.h5d.create(file.id, b"compact", h5py.h5t.STD_I16LE, h5py.h5s.create_simple((3,)), compact)
    file["compact"][...] = [1, -2, 3]
    early = h5py.h5p.create(h5py.h5p.DATASET_CREATE)
    early.set_chunk((2, 2))
    early.set_alloc_time(h5py.h5d.ALLOC_TIME_EARLY)
    h5py.h5d.create(file.id, b"early", h5py.h5t.STD_I16LE, h5py.h5s.create_simple((3, 3)), early)
    file["early"][...] = np.arange(9).reshape(3, 3)


def growing(file):
    file.create_dataset("line", data=np.arange(9, dtype="i2"), chunks=(2,), maxshape=(None,))
    file.create_dataset("plane", data=np.arange(6, dtype="i2").reshape(2, 3), chunks=(2, 2), maxshape=(None, None))


def bfloat16(file):
    kind = h5py.h5t.IEEE_F32LE.copy()
    kind.set_fields(15, 7, 8, 0, 7)
    kind.set_size(2)
    kind.set_ebias(127)
    space = h5py.h5s.create_simple((2,))
    data = h5py.h5d.create(file.id, b"d", kind, space)
    data.write(space, space, np.array([1.5, -2], "f4"))


WAY = "is stored in a way that is not read"
FILTER = "is compressed or filtered in a way that is not read"
KIND = "is not of numbers that are read"


def others(file):
    file["text"] = "text"
    file["compound"] = np.zeros(2, "i4,f4")
    file.create_dataset("list", (1,), dtype=h5py.vlen_dtype("i4"))
    file.create_dataset("reference", (1,), dtype=h5py.ref_dtype)
    file.create_dataset("enumeration", (1,), dtype=h5py.enum_dtype(dict(A=0, B=1), basetype="i1"))
    file.create_dataset("array", (1,), dtype=np.dtype(("f4", (2,))))
    kind = h5py.h5t.STD_I32LE.copy()
    kind.commit(file.id, b"kind")
    h5py.h5d.create(file.id, b"shared", kind, h5py.h5s.create_simple((1,)))
    del file["kind"]
    narrow = h5py.h5t.STD_I32LE.copy()
    narrow.set_precision(20)
    h5py.h5d.create(file.id, b"narrow", narrow, h5py.h5s.create_simple((1,)))
    file.create_dataset("unwritten", (4,), "f4")
    file.create_dataset("huge", (1 << 40,), "f4")
    file.create_dataset("unwritten_chunks", (4,), "f4", chunks=(2,))
    some = file.create_dataset("some_chunks", (4,), "f4", chunks=(2,))
    some[:2] = 1
    file.create_dataset("lzf", data=np.zeros(9, "f4"), chunks=(9,), compression="lzf")
    file.create_dataset("scaled", data=np.zeros(9, "i4"), chunks=(9,), scaleoffset=4)
    file.create_dataset("huge_chunk", (1,), "f4", chunks=(1 << 28,), maxshape=(None,))


OTHERS = dict(
    text=f"{KIND}: found text", compound=f"{KIND}: found a compound type", list=f"{KIND}: found lists of any length",
    reference=f"{KIND}: found references", enumeration=f"{KIND}: found an enumeration", array=f"{KIND}: found arrays",
    shared=f"{KIND}: found a type of its own place in the file", narrow=f"{KIND}: found integers of 20 bits",
    unwritten="has fewer bytes than its shape says: expected 16, found 0",
    huge="is larger than its file: found the shape [1099511627776]",
    unwritten_chunks="has fewer bytes than its shape says: found not all of its chunks",
    some_chunks="has fewer bytes than its shape says: expected 2 chunks, found 1",
    lzf=f"{FILTER}: expected deflate, shuffle or fletcher32, found lzf",
    scaled=f"{FILTER}: expected deflate, shuffle or fletcher32, found scaleoffset",
    huge_chunk="has chunks that are too large: expected at most 67108864 bytes, found [268435456]")


def link(kind):
    def body(file):
        file["a/away"] = h5py.SoftLink("/etc") if kind == "soft" else h5py.ExternalLink("/etc/passwd", "/")
    return body


def attributes_many(file):
    for index in range(12):
        file.attrs[f"{index}"] = index


def attributes_huge(file):
    attributes_many(file)
    file.attrs["huge"] = np.zeros(20000, "u1")


def many(file):
    """So many members that the heap has a table of blocks, and the tree has levels."""
    file["here"] = np.int8(0)
    for index in range(300):
        file[f"{index}" + "-" * (index % 60)] = file["here"]


def deep(file):
    file["/".join(["g"] * 40)] = np.int8(1)


def committed(file):
    h5py.h5t.STD_I32LE.copy().commit(file.id, b"kind")


def shared(value):
    """One data set with a large attribute behind many names."""
    def body(file):
        file["0"] = np.int8(1)
        file["0"].attrs["a"] = value
        for index in range(1, 60):
            file[f"{index}"] = file["0"]
    return body


def virtual(file):
    layout = h5py.VirtualLayout((2,), "f4")
    layout[:] = h5py.VirtualSource("/etc/passwd", "d", (2,))
    file.create_virtual_dataset("d", layout)


def external(file):
    file.create_dataset("d", (2,), "f4", external=[("/etc/passwd", 0, 8)])


def table():
    for version in VERSIONS:
        describe(f"{version}_types", write(version, types))
        describe(f"{version}_attributes", write(version, attributes))
        describe(f"{version}_groups", write(version, groups))
        describe(f"{version}_chunks", write(version, chunks))
        data = write(version, bfloat16)
        describe(f"{version}_bfloat16", data, dict(d=""))
        CASES[-1]["datasets"] = [
            dict(path="d", value=dict(type="BF16", shape=[2], base64=base64.b64encode(b"\xc0\x3f\x00\xc0").decode()))]
        refusals = dict(OTHERS)
        if version == "new":
            refusals["huge_chunk"] = f"{WAY}: found chunks in an extensible array"
        describe(f"{version}_others", write(version, others), refusals)
        for kind, why in (("soft", "a soft link"), ("external", "a link into another file")):
            refuse(f"{version}_{kind}", write(version, link(kind)),
                   f"the HDF5 file has {why}, which is not followed in x.h5: found 'a/away'.")
        describe(f"{version}_virtual", write(version, virtual), dict(d="is made of parts of other data sets"))
        describe(f"{version}_storage", write(version, external), dict(d="is stored in another file"))
        describe(f"{version}_middle", write(version, lambda file: attributes(file.create_group("inner"))))
    refuse("old_deep", write("old", deep), "the groups of the HDF5 file are nested too deeply in x.h5: expected 32 levels, "
           f"found '{'/'.join(['g'] * 32)}'.")
    refuse("old_committed", write("old", committed),
           "a member of the HDF5 file is neither a group nor a data set in x.h5: found 'kind'.")
    data = write("old", shared(np.zeros(60000, "u1")))
    refuse("old_shared_numbers", data, "the names and attributes of the HDF5 file are too large in x.h5: expected at most "
           f"{(1 << 16) + 16 * len(data)} bytes.")
    refuse("old_shared_compound", write("old", shared(np.zeros(60000, [("a", "u1")]))),
           "the parts of the HDF5 file refer to each other too often in x.h5.")
    describe("old_growing", write("old", growing))
    describe("new_growing", write("new", growing), dict(
        line=f"{WAY}: found chunks in an extensible array", plane=f"{WAY}: found chunks in a B-tree of version 2"))
    describe("version2", write(("v108", "v108"), few_groups))
    describe("old_many_attributes", write("old", attributes_many))
    describe("new_many_attributes", write("new", attributes_many))
    describe("new_many_members", write("new", many))
    huge = write("new", attributes_huge)
    refuse("new_huge_attribute", huge,
           "the HDF5 file keeps a large part of an object in a heap's own way, which is not read in x.h5.")


def main():
    if sys.argv[1:2] == ["--of"]:
        for path in sys.argv[2:]:
            with open(path, "rb") as file:
                data = file.read()
            if data[:2] == b"PK":
                data = zipfile.ZipFile(io.BytesIO(data)).read("model.weights.h5")
            describe(os.path.basename(path), data)
        out = sys.stdout
    else:
        table()
        out = open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "hdf5_files.base64"), "w")
    FILES["cases.json"] = json.dumps(CASES, ensure_ascii=False).encode()
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, data in FILES.items():
            archive.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED, 9)
    text = base64.b64encode(packed.getvalue()).decode()
    with out:
        out.write("".join(text[i:i + 120] + "\n" for i in range(0, len(text), 120)))


main()
