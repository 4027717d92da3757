"""Bytes that are no good HTTP/1.1, HTTP/2 or TLS, or too much of it, or too slow. The server must end the connection on its own."""
import os
import signal
import time

from carriers import Carrier, answer1, status_of
from checks import AUTHORIZED, TOKEN, check, judge
from http2_frames import (
    CONTINUATION, DATA, END_HEADERS, END_STREAM, GOAWAY, HEADERS, PING, PREFACE, RESET, SETTINGS, WINDOW, frame, frames, literal,
    number)


def ends(carrier, name, pieces, seconds, code=None):
    """The server ends the connection on its own; over HTTP/2 with a code, where one is awaited."""
    start = time.monotonic()
    said = None
    try:
        with carrier.connect(timeout=seconds + 20) as connection:
            try:
                for piece in pieces:
                    connection.sendall(piece)
            except OSError:
                pass
            for kind, _, _, payload in frames(connection):
                if kind == GOAWAY and carrier.http2:
                    said = int.from_bytes(payload[4:8], "big")
    except TimeoutError:
        return check(False, f"{carrier.name}: {name}: the connection is held")
    except OSError:
        pass
    took = time.monotonic() - start
    check(took < seconds, f"{carrier.name}: {name}: ended after {took:.1f} s")
    # Where the client was still sending, the last words may be lost.
    check(code is None or said in (code, None), f"{carrier.name}: {name}: ended with {said}")


def stopped(carriers, process):
    """A server that is stopped for longer than a body may take has no client to blame for it."""
    begun = [(carrier, carrier.begin()) for carrier in carriers]
    for carrier, connection in begun:
        if carrier.http2:
            connection.sendall(frame(HEADERS, END_HEADERS, 1, carrier.block("POST", "/predict", AUTHORIZED)) + frame(DATA, 0, 1, b"no"))
        else:
            head = "POST /predict HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + TOKEN + "\r\nContent-Length: 10\r\n\r\n"
            connection.sendall(head.encode() + b"no")
    # Both are read; then the bodies' thirty seconds are over.
    time.sleep(0.5)
    os.kill(process, signal.SIGSTOP)
    time.sleep(31)
    os.kill(process, signal.SIGCONT)
    time.sleep(0.5)
    for carrier, connection in begun:
        status = None
        try:
            connection.sendall(frame(DATA, END_STREAM, 1, b" picture") if carrier.http2 else b" picture")
            if carrier.http2:
                status = next(
                    status_of(payload) if kind == HEADERS else "a reset" for kind, _, stream, payload in frames(connection)
                    if kind in (HEADERS, RESET) and stream == 1)
            elif answer := answer1(connection):
                status = answer[0]
        except (OSError, StopIteration):
            pass
        connection.close()
        check(status == 400, f"{carrier.name}: a body in which the server was stopped: {status}")


def slowly(pieces, pause):
    for piece in pieces:
        time.sleep(pause)
        yield piece


def attacks1(carrier):
    """What only HTTP/1.1 has: the name, what is sent, and the seconds in which the connection must end."""
    head = b"POST /predict HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + TOKEN.encode() + b"\r\n"
    smuggled = b"0\r\n\r\nGET /v2 HTTP/1.1\r\nHost: localhost\r\n\r\n"
    for name, text in (
        ("a length and chunks", head + b"Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n" + smuggled),
        ("two lengths", head + b"Content-Length: 4\r\nContent-Length: 5\r\n\r\nabcde"),
        ("a length below nothing", head + b"Content-Length: -1\r\n\r\n"),
        ("a length that overflows", head + b"Content-Length: 99999999999999999999\r\n\r\n"),
        ("a chunk that overflows", head + b"Transfer-Encoding: chunked\r\n\r\nfffffffffffffffff\r\na\r\n"),
        ("a chunk without a length", head + b"Transfer-Encoding: chunked\r\n\r\n;x\r\na\r\n"),
        ("codings that are not chunks", head + b"Transfer-Encoding: gzip, identity\r\n\r\n"),
        ("a field with no colon", head + b"nonsense\r\n\r\n"),
        ("a field before a colon", head + b"Content-Length : 4\r\n\r\nabcd"),
        ("a NUL in a field", head + b"X: a\0b\r\n\r\n"),
        ("100 KB of a field", head + b"X: " + b"a" * 100_000 + b"\r\n\r\n"),
        ("5,000 fields", head + b"X: b\r\n" * 5000 + b"\r\n"),
        ("no host", b"GET /v2 HTTP/1.1\r\n\r\n"),
        ("two hosts", b"GET /v2 HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\n\r\n"),
        ("an address of another host", b"GET http://evil.example/v2 HTTP/1.1\r\nHost: evil.example\r\n\r\n"),
        ("a tunnel", b"CONNECT evil.example:443 HTTP/1.1\r\nHost: localhost\r\n\r\n"),
        ("HTTP/9.9", b"GET /v2 HTTP/9.9\r\nHost: localhost\r\n\r\n"),
        ("no HTTP", os.urandom(4000) + b"\r\n\r\n"),
        ("a path with bytes", b"GET /\xff\xfe\x01 HTTP/1.1\r\nHost: localhost\r\n\r\n"),
    ):
        with carrier.connect() as connection:
            try:
                connection.sendall(text)
                answer = answer1(connection)
            except ConnectionError:
                answer = None
            check(answer is None or 400 <= answer[0] < 500 or answer[0] in (501, 505), f"{carrier.name}: {name}: {answer}")
    with carrier.connect() as connection:
        connection.sendall(b"".join(b"GET /v2/health/live HTTP/1.1\r\nHost: localhost\r\n\r\n" for _ in range(1000)))
        answers = b""
        while answers.count(b"HTTP/1.1 200") < 1000 and (more := connection.recv(1 << 16)):
            answers += more
        check(answers.count(b"HTTP/1.1 200") == 1000, f"{carrier.name}: 1,000 pipelined: {answers.count(b'HTTP/1.1 200')}")
    yield "one-byte chunks", [head + b"Transfer-Encoding: chunked\r\n\r\n"] + [b"1\r\na\r\n" * 1000] * 3000, 35
    yield "slow fields", slowly([b"GET /v2 HTTP/1.1\r\nX: "] + [b"a"] * 30, 0.8), 25
    yield "a slow body", slowly([head + b"Content-Length: 100\r\n\r\n"] + [b"a"] * 60, 0.8), 36
    yield "silence", [], 66
    yield "no reader", [b"GET /openapi.json HTTP/1.1\r\nHost: localhost\r\n\r\n"] * 200_000, 120


def attacks2(carrier):
    """What only HTTP/2 has: the name, what is sent, the seconds in which the connection must end, and its code."""
    start = PREFACE + frame(SETTINGS)
    get = carrier.block("GET", "/v2/health/live", [])
    post = carrier.block("POST", "/predict", AUTHORIZED)

    def streams(count, more=lambda stream: b"", flags=END_HEADERS | END_STREAM):
        for place in range(count):
            yield frame(HEADERS, flags, 2 * place + 1, get) + more(2 * place + 1)

    calm, protocol, size, flow = 11, 1, 6, 3
    yield "rapid reset", [start, *streams(1000, lambda stream: frame(RESET, 0, stream, b"\0\0\0\x08"))], 15, calm
    # CVE-2025-8671: the client makes the server reset.
    yield "made resets by windows", [start, *streams(1000, lambda stream: frame(WINDOW, 0, stream, bytes(4)), END_HEADERS)], 15, None
    yield "made resets by overflow", [start, *streams(1000, lambda stream: frame(WINDOW, 0, stream, b"\x7f\xff\xff\xff"), END_HEADERS)], 15, None
    yield "made resets by half-closed", [start, *streams(1000, lambda stream: frame(DATA, 0, stream, b"a"))], 15, None
    yield "settings", [start, frame(SETTINGS) * 10_000], 15, calm
    yield "pings", [start, frame(PING, 0, 0, bytes(8)) * 10_000], 15, calm
    yield "priorities", [start, b"".join(frame(2, 0, 2 * place + 1, b"\0\0\0\0\x10") for place in range(10_000))], 15, calm
    yield "empty data", [start, frame(HEADERS, END_HEADERS, 1, post), *[frame(DATA, 0, 1) * 1000] * 1000], 40, None
    padding = frame(DATA, 8, 1, b"\xff" + bytes(255))
    yield "data of padding", [start, frame(HEADERS, END_HEADERS, 1, post), *[padding * 100] * 1000], 40, None
    yield "data of one byte", [start, frame(HEADERS, END_HEADERS, 1, post), *[frame(DATA, 0, 1, b"a") * 1000] * 60], 75, None
    yield "continuations", [start, frame(HEADERS, 0, 1, get), *[frame(CONTINUATION, 0, 1, literal(b"a", b"b"))] * 10_000], 15, calm
    yield "empty continuations", [start, frame(HEADERS, 0, 1, get), *[frame(CONTINUATION, 0, 1)] * 10_000], 15, calm
    # One field of 4 KB in the table, and 16,000 times its number: 64 MB out of 16 KB.
    bomb = get + b"\x40" + number(1, 7) + b"a" + number(4000, 7) + b"b" * 4000 + b"\xbe" * 12_000
    yield "a bomb of fields", [start, *(frame(HEADERS, END_HEADERS | END_STREAM, 2 * place + 1, bomb) for place in range(20))], 75, None
    yield "a table of 4 GB", [start, frame(HEADERS, END_HEADERS | END_STREAM, 1, b"\x3f\xff\xff\xff\xff\x0f" + get)], 15, 9
    yield "fields that are none", [start, frame(HEADERS, END_HEADERS | END_STREAM, 1, b"\xff" * 200)], 15, 9
    yield "a frame of 16 MB", [start, b"\xff\xff\xff\0\0\0\0\0\1" + bytes(70_000)], 15, size
    yield "stream 0", [start, frame(HEADERS, END_HEADERS | END_STREAM, 0, get)], 15, protocol
    yield "an even stream", [start, frame(HEADERS, END_HEADERS | END_STREAM, 2, get)], 15, protocol
    yield "streams backwards", [start, frame(HEADERS, 5, 5, get), frame(HEADERS, 5, 3, get)], 15, None
    yield "a push", [start, frame(5, 4, 1, b"\0\0\0\2" + get)], 15, protocol
    yield "too large a window", [start, frame(WINDOW, 0, 0, b"\x7f\xff\xff\xff")], 15, flow
    yield "settings of 7 bytes", [start, frame(SETTINGS, 0, 0, bytes(7))], 15, size
    yield "a window over the limit", [start, frame(SETTINGS, 0, 0, b"\0\4\xff\xff\xff\xff")], 15, flow
    yield "more streams than allowed", [start, *(frame(HEADERS, END_HEADERS, 2 * place + 1, post) for place in range(1000))], 45, protocol
    yield "slow fields", slowly([start + frame(HEADERS, 0, 1, get)] + [b"\0"] * 30, 0.8), 25, None
    yield "half a preface", [b"PRI * HTTP/2.0\r\n\r\nSM"], 25, None
    yield "half a frame", [start + b"\0\0\x08"], 25, None
    yield "silence", [start], 66, None
    yield "no HTTP", [start + os.urandom(5000)], 75, None
    small = PREFACE + frame(SETTINGS, payload=b"\0\4\0\0\0\1")
    yield "windows of one byte", [small, *streams(50)], 100, None
    yield "windows in crumbs", slowly([small, *streams(1)] + [frame(WINDOW, 0, 1, b"\0\0\0\1") for _ in range(60)], 0.8), 120, None
    yield "windows without end", [start, *[frame(WINDOW, 0, 0, b"\0\0\0\1") * 1000] * 1000], 75, None
    yield "unknown frames", [start, *[frame(0xEE, 0xFF, 0, bytes(100)) * 100] * 1000], 75, None


def messages2(carrier, secrets):
    """Requests whose frames are good and whose fields are not (RFC 9113, 8.1.1), and answers with 4xx or a reset alone."""
    for name, fields in (
        ("a name in capitals", [(b"X-Capital", "a")]), ("a line's end in a value", [("x", b"a\r\nHost: evil.example")]),
        ("a NUL in a value", [("x", b"a\0b")]), ("a line's end in a name", [(b"x\r\ny", "a")]), ("a space in a name", [(b"x y", "a")]),
        ("a field of HTTP/1.1", [("connection", "keep-alive")]), ("chunks", [("transfer-encoding", "chunked")]), ("te", [("te", "gzip")]),
        ("a method twice", [(":method", "GET")]), ("a field of another kind", [(":other", "x")]), ("a status", [(":status", "200")]),
        ("a host of another kind", [("host", "evil.example")]), ("a name of nothing", [(b"", "x")]),
        ("a length that is too long", [("content-length", "5")]), ("a length below nothing", [("content-length", "-1")]),
        ("two lengths", [("content-length", "0"), ("content-length", "5")]),
    ):
        judge(f"{carrier.name}: {name}", carrier.ask("GET", "/v2", fields + AUTHORIZED), {400, 403, None}, secrets)
    for name, block in (
        ("no path", literal(b":method", b"GET") + literal(b":scheme", b"http") + literal(b":authority", b"localhost")),
        ("an empty path", carrier.block("GET", "", [])), ("a path that is none", carrier.block("GET", "v2", AUTHORIZED)),
        ("a path with a line's end", carrier.block("GET", "/v2\r\nX: y", AUTHORIZED)), ("a star", carrier.block("GET", "*", AUTHORIZED)),
        ("a tunnel", literal(b":method", b"CONNECT") + literal(b":authority", b"evil.example:443")),
        ("a field before the method", literal(b"x", b"y") + carrier.block("GET", "/v2", AUTHORIZED)), ("nothing", b""),
    ):
        with carrier.begin() as connection:
            connection.sendall(frame(HEADERS, END_HEADERS | END_STREAM, 1, block))
            # A question behind it, so that there is an answer to wait for.
            connection.sendall(frame(HEADERS, END_HEADERS | END_STREAM, 3, carrier.block("GET", "/v2/health/live", [])))
            seen = b""
            for kind, flags, stream, payload in frames(connection):
                if kind == HEADERS and stream == 1:
                    check(payload.lstrip(bytes(range(0x20, 0x40)))[:1] not in (b"\x88", b"\x8e"), f"{carrier.name}: {name} is answered")
                if stream == 3 and flags & END_STREAM and kind in (HEADERS, DATA):
                    break


def tls_attacks(port):
    """What is no TLS, half of it, or too much of it."""
    for name, pieces, seconds in (
        ("no TLS", [os.urandom(4000)], 25), ("half a greeting", [bytes([22, 3, 1, 1, 0, 1])], 25), ("silence", [], 25),
        ("a greeting in crumbs", slowly([bytes([22, 3, 1, 1, 0, 1])] + [b"\0"] * 30, 0.8), 25),
        ("an alert", [bytes([21, 3, 3, 0, 2, 2, 40])], 25), ("a record of 64 KB", [bytes([22, 3, 1, 255, 255]) + bytes(65535)], 25),
        ("heartbeat", [bytes([24, 3, 2, 0, 3, 1, 64, 0])], 25), ("HTTP", [b"GET / HTTP/1.1\r\n\r\n"], 25),
    ):
        yield Carrier(port, False, False), "TLS: " + name, pieces, seconds, None
