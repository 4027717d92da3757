"""Makes png-cases.json: small PNG files of every depth, colour type, interlacing and chunk, and their greys.

    python3 Tests/References/make_png_cases.py > Tests/References/png-cases.json

The greys are Pillow's: composed on white, then convert("L"). Two kinds of file Pillow does not read as it should, and
their greys are worked out here from the samples: a transparent colour of other than 8 bits, which Pillow compares with
8, and a gamma, which Pillow leaves alone. The same arithmetic is held against Pillow for all other files, at most one apart.
"""
import base64, io, json, struct, zlib
import numpy
from PIL import Image, ImageCms

WIDTH, HEIGHT = 9, 7
GRAY, RGB, PALETTE, GRAY_ALPHA, RGBA = 0, 2, 3, 4, 6
CHANNELS = {GRAY: 1, RGB: 3, PALETTE: 1, GRAY_ALPHA: 2, RGBA: 4}
ADAM7 = [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)]
random = numpy.random.default_rng(7)


def chunk(name, data):
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def rows(samples, depth):
    """The bytes of a pass: each row a filter byte 0 and its samples, the highest bits first."""
    result = b""
    for row in samples:
        bits = "".join(format(int(value), f"0{depth}b") for value in row.reshape(-1))
        bits += "0" * (-len(bits) % 8)
        result += b"\0" + int(bits, 2).to_bytes(len(bits) // 8, "big")
    return result


def encode(samples, color, depth, interlaced, chunks):
    header = struct.pack(">IIBBBBB", WIDTH, HEIGHT, depth, color, 0, 0, int(interlaced))
    passes = [samples[y::dy, x::dx] for x, y, dx, dy in ADAM7] if interlaced else [samples]
    data = b"".join(rows(part, depth) for part in passes if part.size)
    body = b"".join(chunk(name, value) for name, value in chunks)
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + body
            + chunk(b"IDAT", zlib.compress(data, 9)) + chunk(b"IEND", b""))


def worked_out(samples, color, depth, chunks):
    """Red, green, blue and alpha from 0 to 1 by the specification, then on white, then luma (BT.601)."""
    values, named = samples.astype(float) / (2**depth - 1), dict(chunks)
    alpha = numpy.ones((HEIGHT, WIDTH))
    transparency = named.get(b"tRNS")
    if color == PALETTE:
        table = numpy.frombuffer(named[b"PLTE"], numpy.uint8).reshape(-1, 3)
        opacity = numpy.full(len(table), 255)
        if transparency: opacity[: len(transparency)] = list(transparency)
        values, alpha = table[samples[..., 0]] / 255, opacity[samples[..., 0]] / 255
    elif color in (GRAY_ALPHA, RGBA):
        values, alpha = values[..., :-1], values[..., -1]
    elif transparency:
        key = numpy.frombuffer(transparency, ">u2")
        alpha = 1 - (samples == key).all(axis=-1)
    if b"gAMA" in named and b"sRGB" not in named:
        gamma = struct.unpack(">I", named[b"gAMA"])[0] / 100_000
        values = values if abs(gamma - 1 / 2.2) < 0.01 else values ** (1 / gamma / 2.2)
    values = numpy.broadcast_to(values, (HEIGHT, WIDTH, 3)) * alpha[..., None] + 1 - alpha[..., None]
    return numpy.rint(values @ [0.299, 0.587, 0.114] * 255).astype(int)


def pillow(file):
    image = Image.open(io.BytesIO(file))
    if image.mode.startswith("I"):
        return numpy.rint(numpy.array(image).astype(float) / 257).astype(int)
    image = image.convert("RGBA")
    white = Image.new("RGBA", image.size, (255, 255, 255, 255))
    return numpy.array(Image.alpha_composite(white, image).convert("RGB").convert("L")).astype(int)


cases = []


def add(name, color, depth, interlaced=False, chunks=(), key=False):
    chunks, count = list(chunks), 2**depth
    if color == PALETTE:
        chunks = [c for c in chunks if c[0] in (b"gAMA", b"sRGB", b"cHRM", b"iCCP", b"sBIT")] + [
            (b"PLTE", random.integers(0, 256, 3 * count, dtype=numpy.uint8).tobytes())
        ] + [c for c in chunks if c[0] in (b"tRNS", b"bKGD")]
    samples = random.integers(0, count, (HEIGHT, WIDTH, CHANNELS[color]))
    samples[0, 0], samples[0, 1] = 0, count - 1
    if color in (GRAY_ALPHA, RGBA) and depth == 16:  # Pillow cuts both factors: with both odd it is two levels off
        samples[..., -1] = samples[..., -1] // 257 * 257
    if key:  # a colour in the file that is transparent, and one beside it that differs in its lowest bits alone
        if depth == 16: samples[3, 4] = samples[3, 3] ^ 3
        samples[5, 5] = samples[3, 3]
        chunks.append((b"tRNS", samples[3, 3].astype(">u2").tobytes()))
    file = encode(samples, color, depth, interlaced, chunks)
    gray = worked_out(samples, color, depth, chunks)
    own = (key and depth != 8) or any(n == b"gAMA" and struct.unpack(">I", v)[0] != 45455 for n, v in chunks)
    if not own:
        seen = pillow(file)
        assert abs(seen - gray).max() <= 1, (name, abs(seen - gray).max())
        gray = seen
    cases.append({"name": name, "file": base64.b64encode(file).decode(), "gray": gray.reshape(-1).tolist()})


profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
CHUNKS = {
    "gAMA": [(b"gAMA", struct.pack(">I", 45455))],
    "sRGB": [(b"sRGB", b"\0")],
    "gAMA, sRGB and cHRM": [
        (b"gAMA", struct.pack(">I", 45455)),
        (b"cHRM", struct.pack(">8I", 31270, 32900, 64000, 33000, 30000, 60000, 15000, 6000)), (b"sRGB", b"\0")],
    "iCCP": [(b"iCCP", b"sRGB\0\0" + zlib.compress(profile, 9))],
    "cHRM": [(b"cHRM", struct.pack(">8I", 31270, 32900, 70800, 29200, 17000, 79700, 13100, 4600))],
    "a linear gAMA": [(b"gAMA", struct.pack(">I", 100000))],
}
DEPTHS = {GRAY: [1, 2, 4, 8, 16], RGB: [8, 16], PALETTE: [1, 2, 4, 8], GRAY_ALPHA: [8, 16], RGBA: [8, 16]}
NAMES = {GRAY: "grey", RGB: "RGB", PALETTE: "palette", GRAY_ALPHA: "grey and alpha", RGBA: "RGB and alpha"}
for color, depths in DEPTHS.items():
    for depth in depths:
        name = f"{NAMES[color]}, {depth} bits"
        for interlaced in [False, True]: add(name + ", interlaced" * interlaced, color, depth, interlaced)
        if color in (GRAY, RGB): add(name + ", tRNS", color, depth, key=True)
        if color == PALETTE:
            opacity = random.integers(0, 256, max(1, 2**depth - 1), dtype=numpy.uint8).tobytes()
            add(name + ", tRNS", color, depth, chunks=[(b"tRNS", opacity)])
        bits = {GRAY: 1, PALETTE: 3}.get(color, CHANNELS[color])
        used = min(depth, 8) if color == PALETTE else depth
        shifted = [(b"sBIT", bytes([8 if color == PALETTE else max(1, used - 1)] * bits))]
        ground = [(b"bKGD", b"\0" if color == PALETTE else b"\0\1" * (3 if color in (RGB, RGBA) else 1))]
        add(name + ", sBIT and bKGD", color, depth, chunks=shifted + ground)
        if depth >= 8:
            for said, chunks in CHUNKS.items():
                if said == "iCCP" and color in (GRAY, GRAY_ALPHA): continue
                add(f"{name}, {said}", color, depth, chunks=chunks)
print("[\n" + ",\n".join(json.dumps(case) for case in cases) + "\n]")
