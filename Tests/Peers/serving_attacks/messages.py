"""Requests that are good HTTP and ask for what is no good."""
import json
import struct
import zlib


def png(width, height, rows=b""):
    """A PNG file that says it has this size."""
    def chunk(kind, payload):
        return struct.pack(">I", len(payload)) + kind + payload + struct.pack(">I", zlib.crc32(kind + payload))
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows, 9)) + chunk(b"IEND", b"")


def infer(data="[" + ",".join("0" * 784) + "]", shape="[1,784]", name="images", kind="UINT8", more=""):
    return f'{{"inputs":[{{"name":"{name}","datatype":"{kind}","shape":{shape},"data":{data}{more}}}]}}'.encode()


def binary(size, length=None, kind="UINT8", name="images", payload=bytes(784)):
    text = json.dumps({"inputs": [{"name": name, "datatype": kind, "shape": [1, 784], "parameters": {"binary_data_size": size}}]})
    fields = [("Inference-Header-Content-Length", str(len(text) if length is None else length))]
    return fields, text.encode() + payload


def bad_requests():
    """Name, method, address, fields, body, and the statuses that are right."""
    model = "/v2/models/digits/infer"
    for depth in (66, 10_000, 1_000_000):
        yield f"JSON nested {depth} deep", "POST", model, [], infer("[" * depth + "]" * depth), {400}
    for text in ("NaN", "Infinity", "1e999", "-1", "256", "1.5", "01", "true", '"1"', "null"):
        yield f"the pixel {text}", "POST", model, [], infer("[" + ",".join(["0"] * 783 + [text]) + "]"), {400}
    for shape in ("[9223372036854775807,9223372036854775807]", "[4294967296,4294967296]", "[-1,784]", "[0,784]", "[1e300,784]", "[]",
                  "[5000,784]", "[1,1,28,29]", "[1,1,1,1,1,1,1,1,784]"):
        yield f"the shape {shape}", "POST", model, [], infer(shape=shape), {400}
    for length in ("-1", "99999999", "9223372036854775808", "+4", "0x10", "1e3", "", "4, 4", "3"):
        yield f"a JSON length of '{length}'", "POST", model, *binary(784, length), {400}
    for size in (-1, 0, 783, 785, 1 << 40, (1 << 63) - 1):
        yield f"a binary size of {size}", "POST", model, *binary(size), {400}
    none = struct.pack("<f", float("nan")) * 784
    yield "floats that are none", "POST", model, *binary(3136, kind="FP32", name="values", payload=none), {400}
    yield "JSON without an end", "POST", model, [], infer()[:-2], {400}
    yield "JSON that is no UTF-8", "POST", model, [], b'{"inputs":[{"name":"\xff\xfe"}]}', {400}
    yield "a lone surrogate", "POST", model, [], b'{"id":"\\ud800","inputs":[]}', {400}
    yield "a key twice", "POST", model, [], b'{"inputs":[],"inputs":[]}', {400}
    yield "100,000 inputs", "POST", model, [], b'{"inputs":[' + b",".join([b"{}"] * 100_000) + b"]}", {400}
    yield "nothing", "POST", model, [], b"", {400}
    for form in ("--m\r\n\r\nabc", "--m", "abc", "--m\r\n\r\na\r\n" * 100_000 + "--m--"):
        fields = [("Content-Type", "multipart/form-data; boundary=m")]
        yield f"multipart {form[:12]!r} of {len(form)} bytes", "POST", "/predict", fields, form.encode(), {400}
    yield "no boundary", "POST", "/predict", [("Content-Type", "multipart/form-data")], b"--m", {400}
    yield "10,000 bytes of boundary", "POST", "/predict", [("Content-Type", "multipart/form-data; boundary=" + "b" * 10_000)], b"1", {400}
    for width, height in ((50_000, 50_000), (2**31 - 1, 2**31 - 1), (1, 2**31 - 1), (0, 0), (25_000_001, 1)):
        yield f"a PNG of {width} by {height}", "POST", "/predict", [], png(width, height), {400, 413}
    yield "a PNG bomb", "POST", "/predict", [], png(30_000, 30_000, bytes(30_001) * 4_000), {400, 413}
    yield "a PNG bomb in a row", "POST", "/predict", [], png(100, 100, bytes(100_000_000)), {400, 200}
    yield "a PNG without its pixels", "POST", "/predict", [], png(5_000, 5_000), {400}
    bmp = b"BM" + struct.pack("<IIIIiiHHIIIIII", 60, 0, 54, 40, -2**31, -2**31, 1, 24, 0, 0, 0, 0, 0, 0)
    yield "a BMP of much", "POST", "/predict", [], bmp, {400}
    gif = b"GIF89a\xff\xff\xff\xff\x80\0\0" + bytes(6) + b",\0\0\0\0\xff\xff\xff\xff\0\x08\x01\0\0;"
    yield "a GIF of much", "POST", "/predict", [], gif, {400}
    yield "a PGM of much", "POST", "/predict", [], b"P5 99999999 99999999 255\n0", {400}
    yield "a JPEG cut off", "POST", "/predict", [], b"\xff\xd8\xff\xe0\0\x10JFIF\0", {400}
    yield "Base64 that is none", "POST", "/predict", [("Content-Type", "application/json")], b'{"picture":"@@@@"}', {400}
    yield "rows of different lengths", "POST", "/predict", [("Content-Type", "application/json")], b'{"picture":[[0,1],[0]]}', {400}
    yield "65 pictures", "POST", "/predict", [("Content-Type", "application/json")], json.dumps({"pictures": [[[0]]] * 65}).encode(), {400}
    yield "a body in gzip", "POST", "/predict", [("Content-Encoding", "gzip")], b"\x1f\x8b", {415}
    yield "17 MB", "POST", "/predict", [], bytes(17_000_000), {413, None}
    for path in ("/../../etc/passwd", "/%2e%2e/%2e%2e/etc/passwd", "/..%2f..%2fetc%2fpasswd", "/%252e%252e/etc/passwd", "//etc/passwd",
                 "/%c0%ae%c0%ae/etc/passwd", "/v2/models/..%2f..%2fetc%2fpasswd", "/v2/models/digits%00", "/\\..\\etc", "/v2/models/%zz",
                 "/openapi.json/..", "/v2/models/" + "a" * 8000, "/predict?model=" + "%2e%2e%2f" * 50, "/teach/events?model=../x",
                 "/versions/..%2f..%2f1/serve"):
        yield f"the path {path[:40]}", "GET", path, [], b"", {400, 404, 405}
    for version in ("-1", "99999999999999999999", "0", "1%2f..", "%00"):
        yield f"the version {version}", "POST", f"/versions/{version}/serve", [], b"", {400, 404}
    for consent in (b"{}", b'{"consent":true}', b'{"consent":true,"label":"<script>","picture":"AAAA"}', b'{"consent":"yes"}',
                    b'{"consent":true,"label":"7","picture":"AAAA","strokes":' + b"[" * 1000 + b"]" * 1000 + b"}"):
        yield f"the correction {consent[:40]}", "POST", "/corrections", [("Inkling-Contributor", "x" * 32)], consent, {400, 403}
    yield "a token of one letter", "DELETE", "/corrections", [("Inkling-Contributor", "x")], b"", {400}
    for method in ("TRACE", "PUT", "PROPFIND", "A" * 5000):
        yield f"the method {method[:20]}", method, "/predict", [], b"", {400, 405, 501}
    settings = b'{"parameters":{"config":"{}","file:1/model":"AAAA"}}'
    yield "settings of a model", "POST", "/v2/repository/models/digits/load", [], settings, {400}
    yield "an index of nonsense", "POST", "/v2/repository/index", [], b'{"ready":7}', {400}


def strangers():
    """What pages of other sites and names of other machines ask."""
    for host in ("evil.example", "127.0.0.1.evil.example", "localhost.evil.example", "user@evil.example", "[::ffff:1.2.3.4]", "", "127.1"):
        yield f"the host '{host}'", host, []
    for origin in ("http://evil.example", "null", "file://", "http://localhost.evil.example", "https://127.0.0.1:1",
                   "http://127.0.0.1 http://x"):
        yield f"the origin {origin}", "localhost", [("Origin", origin)]
