"""Makes picture-cases.json: small files of every format, and the samples that Pillow reads from them.

    python3 Tests/References/make_picture_cases.py > Tests/References/picture-cases.json

Pictures are turned upright (Exif) and composed on white, and once more on black where a name says so. Files that Pillow
does not write are made here byte by byte, and read by it. A case is its name, the file, width, height and channels, the
samples, and how many levels a sample may be apart.
"""
import base64, io, json, struct, sys, zlib
import numpy
from PIL import Image, ImageOps

WIDTH, HEIGHT = 13, 9
random = numpy.random.default_rng(11)
y, x = numpy.mgrid[0:HEIGHT, 0:WIDTH]
GRAY = ((x * 17 + y * 9) % 256).astype(numpy.uint8)
COLOR = numpy.stack([x * 19, 255 - y * 28, (x + y) * 12], axis=-1).clip(0, 255).astype(numpy.uint8)
ALPHA = ((x * 31 + y * 57) % 256).astype(numpy.uint8)
gray, color = Image.fromarray(GRAY), Image.fromarray(COLOR)
rgba = Image.fromarray(numpy.dstack([COLOR, ALPHA]))
cases = []


def saved(image, format, **options):
    buffer = io.BytesIO()
    image.save(buffer, format, **options)
    return buffer.getvalue()


def add(name, file, channels, apart=0, background=255, reference=None):
    """Reads the file with Pillow, unless its samples are known."""
    if reference is None:
        image = ImageOps.exif_transpose(Image.open(io.BytesIO(file)))
        if image.mode.startswith("I"):
            reference = numpy.rint(numpy.array(image).astype(float) / 257).astype(numpy.uint8)
        elif image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
            image = image.convert("RGBA")
            behind = Image.new("RGBA", image.size, (background, background, background, 255))
            reference = numpy.array(Image.alpha_composite(behind, image).convert("RGB"))
        else:
            reference = numpy.array(image.convert("RGB"))
    if channels == 1 and reference.ndim == 3:
        assert (reference == reference[..., :1]).all(), name
        reference = reference[..., 0]
    cases.append({
        "name": name, "file": base64.b64encode(file).decode(), "width": reference.shape[1],
        "height": reference.shape[0], "channels": channels, "apart": apart, "isOnBlack": background == 0,
        "samples": base64.b64encode(reference.astype(numpy.uint8).tobytes()).decode()})


def exif(orientation, order="<"):
    return (b"Exif\0\0" + (b"II*\0" if order == "<" else b"MM\0*") + struct.pack(order + "IH", 8, 2)
            + struct.pack(order + "HHIHH", 0x0100, 3, 1, WIDTH, 0)
            + struct.pack(order + "HHIHH", 0x0112, 3, 1, orientation, 0) + struct.pack(order + "I", 0))


def jpegs():
    add("JPEG, grey", saved(gray, "JPEG", quality=90), 1, 1)
    for name, sampling in [("4:4:4", 0), ("4:2:2", 1), ("4:2:0", 2)]:
        add(f"JPEG, {name}", saved(color, "JPEG", quality=90, subsampling=sampling), 3, 2)
    add("JPEG, progressive", saved(color, "JPEG", progressive=True), 3, 2)
    add("JPEG, progressive grey", saved(gray, "JPEG", progressive=True), 1, 1)
    add("JPEG, optimised", saved(color, "JPEG", optimize=True, quality=60), 3, 2)
    add("JPEG, restarts", saved(color.resize((40, 20)), "JPEG", restart_marker_blocks=1), 3, 2)
    add("JPEG, RGB", saved(color, "JPEG", keep_rgb=True), 3, 2)
    cmyk = saved(Image.fromarray(numpy.dstack([COLOR, GRAY]), "CMYK"), "JPEG", quality=95)
    add("JPEG, CMYK", cmyk, 3, 2)
    place = cmyk.index(b"Adobe")
    add("JPEG, YCCK", cmyk[:place + 11] + b"\2" + cmyk[place + 12:], 3, 2)
    for orientation in range(1, 9):
        add(f"JPEG, orientation {orientation}", saved(color, "JPEG", quality=90, exif=exif(orientation)), 3, 2)
    add("JPEG, orientation of the other byte order", saved(gray, "JPEG", quality=90, exif=exif(8, ">")), 1, 1)
    add("JPEG, orientation 9 is none", saved(gray, "JPEG", quality=90, exif=exif(9)), 1, 1)


def webps():
    add("WebP, lossy", saved(color, "WEBP", quality=80), 3, 2)
    add("WebP, lossless", saved(color, "WEBP", lossless=True), 3)
    add("WebP, lossless transparency", saved(rgba, "WEBP", lossless=True, exact=True), 3, 1)
    add("WebP, lossless transparency on black", saved(rgba, "WEBP", lossless=True, exact=True), 3, 1, background=0)
    add("WebP, lossy transparency", saved(rgba, "WEBP", quality=70), 3, 2)
    add("WebP, orientation", saved(color, "WEBP", lossless=True, exif=exif(6)), 3)
    animation = saved(color, "WEBP", lossless=True, save_all=True, append_images=[ImageOps.invert(color)])
    add("WebP, animation", animation, 3)
    transparent = saved(rgba, "WEBP", lossless=True, exact=True, save_all=True, append_images=[ImageOps.flip(rgba)])
    add("WebP, animation with transparency", transparent, 3, 1)
    # The canvas four columns and two rows larger, the frame at (4, 2).
    place, frame = animation.index(b"VP8X") + 8, animation.index(b"ANMF") + 8
    large = bytearray(animation)
    large[place + 4:place + 10] = (WIDTH + 3).to_bytes(3, "little") + (HEIGHT + 1).to_bytes(3, "little")
    large[frame:frame + 6] = (2).to_bytes(3, "little") + (1).to_bytes(3, "little")
    reference = numpy.full((HEIGHT + 2, WIDTH + 4, 3), 255)
    reference[2:, 4:] = COLOR
    add("WebP, animation with a smaller frame", bytes(large), 3, reference=reference)


def bitmap(width, height, bits, data, packing=0, palette=b"", size=40, masks=b"", colors=0):
    if size == 12:
        header = struct.pack("<IHHHH", 12, width, height, 1, bits)
    else:
        header = struct.pack("<IiiHHIIiiII", size, width, height, 1, bits, packing, len(data), 2835, 2835, colors, 0)
        header += masks
        header += b"\0" * (size - len(header))
    start = 14 + len(header) + len(palette)
    return b"BM" + struct.pack("<IHHI", start + len(data), 0, 0, start) + header + palette + data


def packed(values, bits):
    """Rows from the bottom, filled up to four bytes."""
    result = b""
    for row in values[::-1]:
        text = "".join(format(int(value), f"0{bits}b") for value in row)
        text += "0" * (-len(text) % 32)
        result += int(text, 2).to_bytes(len(text) // 8, "big")
    return result


def bitmaps():
    add("BMP, black and white", saved(gray.convert("1"), "BMP"), 1)
    add("BMP, grey", saved(gray, "BMP"), 1)
    add("BMP, 24 bits", saved(color, "BMP"), 3)
    add("BMP, palette", saved(color.quantize(7), "BMP"), 3)
    palette = b"".join(bytes([17 * i, 255 - 9 * i, 7 * i, 0]) for i in range(16))
    indices = (x + 3 * y) % 16
    add("BMP, 4 bits", bitmap(WIDTH, HEIGHT, 4, packed(indices, 4), palette=palette), 3)
    add("BMP, 4 bits, 12 colours", bitmap(WIDTH, HEIGHT, 4, packed(indices % 12, 4), palette=palette[:48], colors=12), 3)
    add("BMP, 1 bit of two colours", bitmap(WIDTH, HEIGHT, 1, packed(indices % 2, 1), palette=palette[:8]), 3)
    core = b"".join(palette[i:i + 3] for i in range(0, 64, 4))
    add("BMP of OS/2", bitmap(WIDTH, HEIGHT, 4, packed(indices, 4), palette=core, size=12), 3)
    add("BMP of OS/2, 24 bits", bitmap(WIDTH, HEIGHT, 24, packed(
        [[int.from_bytes(bytes(p[::-1]), "big") for p in row] for row in COLOR], 24), size=12), 3)
    wide = [[int.from_bytes(bytes(p[::-1]) + b"\7", "big") for p in row] for row in COLOR]
    add("BMP, 32 bits", bitmap(WIDTH, HEIGHT, 32, packed(wide, 32)), 3)
    add("BMP, from the top", bitmap(WIDTH, -HEIGHT, 32, packed(wide, 32)), 3)
    short = random.integers(0, 1 << 15, (HEIGHT, WIDTH))
    swapped = (short & 255) << 8 | short >> 8
    add("BMP, 16 bits", bitmap(WIDTH, HEIGHT, 16, packed(swapped, 16)), 3, 1)
    masks = struct.pack("<III", 0xF800, 0x07E0, 0x001F)
    add("BMP, masks of 5, 6 and 5 bits", bitmap(WIDTH, HEIGHT, 16, packed(swapped, 16), 3, palette=masks), 3, 1)
    masks = struct.pack("<III", 0x00FF0000, 0x0000FF00, 0x000000FF)
    add("BMP, masks of 32 bits", bitmap(WIDTH, HEIGHT, 32, packed(wide, 32), 3, palette=masks), 3)
    masks = struct.pack("<IIII", 0x000000FF, 0x0000FF00, 0x00FF0000, 0xFF000000)
    clear = [[int.from_bytes(bytes(p) + bytes([a]), "big") for p, a in zip(*rows)] for rows in zip(COLOR, ALPHA)]
    for size in (56, 108, 124):
        add(f"BMP, transparency, header of {size}",
            bitmap(WIDTH, HEIGHT, 32, packed(clear, 32), 3, size=size, masks=masks), 3, 1)
    file = bitmap(WIDTH, HEIGHT, 32, packed(clear, 32), 3, size=108, masks=masks)
    add("BMP, transparency on black", file, 3, 1, background=0)
    grays = b"".join(bytes([i, i, i, 0]) for i in range(256))
    # Runs, singles (an odd number, and one more byte), a step over two columns and a row, ends of rows.
    runs8 = (b"\5\x80\0\3\1\2\3\0\2\x30\0\0" + b"\4\x40\0\2\2\1\3\x50\0\0" + b"\0\4\x10\x20\x30\x40\0\0"
             + b"\x0d\x99\0\0" * 5 + b"\0\1")
    add("BMP, runs of 8 bits", bitmap(WIDTH, HEIGHT, 8, runs8, 1, palette=grays), 1)
    runs4 = b"\5\x83\0\7\x12\x34\x56\x70\1\x90\0\0" + b"\x0d\xab\0\0" * 4 + b"\0\3\x12\x30\0\0\4\x55\0\0" + b"\x0d\xcd\0\0" * 2 + b"\0\1"
    add("BMP, runs of 4 bits", bitmap(WIDTH, HEIGHT, 4, runs4, 2, palette=palette), 3)


def gifs():
    add("GIF, grey", saved(gray, "GIF"), 1)
    add("GIF, colours", saved(color.quantize(30), "GIF"), 3)
    add("GIF, interlaced", saved(color.quantize(30).resize((24, 21)), "GIF", interlace=1), 3)
    add("GIF, not interlaced", saved(color.quantize(30).resize((24, 21)), "GIF", interlace=0), 3)
    palette = color.quantize(16)
    add("GIF, transparency", saved(palette, "GIF", transparency=3), 3)
    add("GIF, transparency on black", saved(palette, "GIF", transparency=3), 3, background=0)
    add("GIF, animation", saved(palette, "GIF", save_all=True, append_images=[palette.rotate(180)]), 3)
    noise = Image.fromarray(random.integers(0, 256, (90, 100)).astype(numpy.uint8))
    add("GIF, more strings than 4096", saved(noise, "GIF"), 1)
    add("GIF, one level", saved(Image.new("L", (90, 70), 77), "GIF"), 1)
    file = bytearray(saved(palette, "GIF", transparency=3))
    file[6:10] = struct.pack("<HH", WIDTH + 5, HEIGHT + 2)
    place = file.index(b",\0\0\0\0")
    file[place + 1:place + 5] = struct.pack("<HH", 3, 1)
    inside = numpy.array(palette.convert("RGB"))
    inside[numpy.array(palette) == 3] = 255
    reference = numpy.full((HEIGHT + 2, WIDTH + 5, 3), 255)
    reference[1:1 + HEIGHT, 3:3 + WIDTH] = inside
    add("GIF, an image on a larger screen", bytes(file), 3, reference=reference)


def netpbm():
    add("PBM", saved(gray.convert("1"), "PPM"), 1)
    add("PGM", saved(gray, "PPM"), 1)
    add("PPM", saved(color, "PPM"), 3)
    add("PGM, 16 bits", b"P5\n2 3\n65535\n" + bytes(range(0, 240, 20)), 1)
    add("PGM, text", b"P2 3 2 9 " + b" ".join(b"%d" % i for i in range(2, 8)), 1, 1)
    add("PPM, text", b"P3\n2 1\n255\n" + b" ".join(b"%d" % i for i in range(7, 13)), 3)
    add("PBM, text", b"P1\n3 2\n010\n1 1 0\n", 1)
    add("PPM, maximum 100", b"P6 2 1 100\n" + bytes([0, 10, 50, 70, 99, 100]), 3, 1)


def pngs():
    def chunk(name, data):
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    add("PNG, grey", saved(gray, "PNG"), 1)
    add("PNG, RGB", saved(color, "PNG"), 3)
    add("PNG, palette", saved(color.quantize(16), "PNG"), 3)
    add("PNG, palette of greys", saved(gray.quantize(16), "PNG"), 1)
    add("PNG, transparency", saved(rgba, "PNG"), 3, 1)
    add("PNG, transparency on black", saved(rgba, "PNG"), 3, 1, background=0)
    faint = Image.fromarray(numpy.dstack([GRAY, ALPHA]), "LA")
    add("PNG, grey with transparency", saved(faint, "PNG"), 1, 1)
    add("PNG, transparent palette", saved(color.quantize(16), "PNG", transparency=bytes(range(0, 160, 10))), 3, 1)
    add("PNG, transparent palette on black", saved(color.quantize(16), "PNG", transparency=bytes(range(0, 160, 10))),
        3, 1, background=0)
    add("PNG, orientation", saved(color, "PNG", exif=exif(5)[6:]), 3)
    deep = (COLOR.astype(int) * 257 + 100).clip(0, 65535).astype(">u2")
    data = b"".join(b"\0" + row.tobytes() for row in deep)
    file = (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", WIDTH, HEIGHT, 16, 2, 0, 0, 0))
            + chunk(b"IDAT", zlib.compress(data)) + chunk(b"IEND", b""))
    add("PNG, RGB of 16 bits", file, 3, reference=numpy.rint(deep.astype(float) / 257))


for make in (jpegs, webps, bitmaps, gifs, netpbm, pngs):
    make()
print("[" + ",\n".join(json.dumps(case) for case in cases) + "]")
