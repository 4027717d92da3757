"""The four ways to ask a server, byte by byte: HTTP/1.1 and HTTP/2, each with TLS and without. Part of serving_attacks.py."""
import os
import socket
import ssl
import sys

sys.path.append(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
from http2_frames import (
    CONTINUATION, DATA, END_HEADERS, END_STREAM, HEADERS, PREFACE, RESET, SETTINGS, WINDOW, frame, frames, literal)


def status_of(block):
    """The status that begins an answer's fields on a new connection: from the fixed table, or digits, in Huffman's code or not."""
    while block[:1] and 0x20 <= block[0] < 0x40:
        block = block[1:]
    fixed = {0x88: 200, 0x89: 204, 0x8A: 206, 0x8B: 304, 0x8C: 400, 0x8D: 404, 0x8E: 500}
    if block[0] in fixed:
        return fixed[block[0]]
    length = block[1] & 127
    text = block[2:2 + length]
    if block[1] < 128:
        return int(text)
    bits, digits = "".join(f"{byte:08b}" for byte in text), ""
    codes = {f"{digit:05b}": digit for digit in range(3)} | {f"{22 + digit:06b}": digit for digit in range(3, 10)}
    while len(digits) < 3:
        code = bits[:5] if bits[:5] in codes else bits[:6]
        digits, bits = digits + str(codes[code]), bits[len(code):]
    return int(digits)


class Carrier:
    """One of the ways. Each request has a connection of its own."""

    def __init__(self, port, http2, tls):
        self.port, self.http2, self.tls = port, http2, tls
        self.name = ("HTTP/2" if http2 else "HTTP/1.1") + (" over TLS" if tls else "")

    def connect(self, timeout=60, buffer=None):
        connection = socket.socket()
        if buffer:
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, buffer)
        connection.settimeout(timeout)
        connection.connect(("127.0.0.1", self.port))
        if not self.tls:
            return connection
        context = ssl.create_default_context()
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
        context.set_alpn_protocols(["h2" if self.http2 else "http/1.1"])
        return context.wrap_socket(connection, server_hostname="localhost")

    def begin(self, **options):
        """A connection that may be asked: for HTTP/2 with preface and settings, and windows as large as they may be."""
        connection = self.connect(**options)
        if self.http2:
            most, more = (2**31 - 1).to_bytes(4, "big"), (2**31 - 65536).to_bytes(4, "big")
            connection.sendall(PREFACE + frame(SETTINGS, payload=b"\0\4" + most) + frame(WINDOW, payload=more))
        return connection

    def block(self, method, path, fields, authority="localhost"):
        all_fields = [(":method", method), (":scheme", "https" if self.tls else "http"), (":path", path), (":authority", authority)]
        return b"".join(
            literal(name if isinstance(name, bytes) else name.lower().encode(), value if isinstance(value, bytes) else value.encode())
            for name, value in all_fields + fields)

    def ask(self, method, path, fields=(), body=b"", host="localhost"):
        """Status and body of the answer; None where the connection ends, or the stream, without one."""
        try:
            with self.begin() as connection:
                ask = self._ask2 if self.http2 else self._ask1
                return ask(connection, method, path, list(fields), body, host)
        except (ConnectionError, ssl.SSLError):
            return None

    def _ask1(self, connection, method, path, fields, body, host):
        lines = [f"{method} {path} HTTP/1.1", f"Host: {host}", f"Content-Length: {len(body)}", "Connection: close"]
        head = "\r\n".join(lines + [f"{name}: {value}" for name, value in fields]).encode() + b"\r\n\r\n"
        try:
            connection.sendall(head + body)
        except ConnectionError:
            # The answer may be there already.
            pass
        return answer1(connection)

    def _ask2(self, connection, method, path, fields, body, host):
        flags = END_HEADERS | (0 if body else END_STREAM)
        block = self.block(method, path, fields, host)
        pieces = [block[place:place + 16000] for place in range(0, len(block), 16000)]
        for place, piece in enumerate(pieces):
            last = END_HEADERS if place == len(pieces) - 1 else 0
            kind, own = (CONTINUATION, last) if place else (HEADERS, last | flags & END_STREAM)
            connection.sendall(frame(kind, own, 1, piece))
        answer, status, rest = b"", None, body
        # What may be sent, on the connection and the stream.
        windows = {0: 65535, 1: 65535}

        def send():
            nonlocal rest
            while rest and min(windows.values()) > 0:
                piece = rest[:min(16384, *windows.values())]
                rest = rest[len(piece):]
                for stream in windows:
                    windows[stream] -= len(piece)
                connection.sendall(frame(DATA, 0 if rest else END_STREAM, 1, piece))

        send()
        for kind, flags, stream, payload in frames(connection):
            if kind == SETTINGS and not flags & 1:
                connection.sendall(frame(SETTINGS, 1))
            elif kind == WINDOW:
                windows[stream] = windows.get(stream, 0) + int.from_bytes(payload, "big")
                send()
            elif kind == HEADERS and stream == 1 and status in (None, 100):
                status = status_of(payload)
            elif kind == DATA and stream == 1:
                answer += payload
            elif kind == RESET and stream == 1:
                return None if status is None else (status, answer)
            if kind in (HEADERS, DATA) and stream == 1 and flags & END_STREAM:
                return status, answer
        return None


def answer1(connection):
    """One answer of HTTP/1.1 whose connection ends behind it, or that has a length."""
    pending = b""
    while True:
        head, found, rest = pending.partition(b"\r\n\r\n")
        if found:
            lines = head.lower().split(b"\r\n")
            lengths = [int(line.split(b":")[1]) for line in lines if line.startswith(b"content-length:")]
            if lengths and len(rest) >= lengths[0]:
                return int(lines[0].split()[1]), rest[:lengths[0]]
        try:
            more = connection.recv(1 << 16)
        except ConnectionError:
            more = b""
        if not more:
            return (int(head.split()[1]), rest) if found else None
        pending += more
