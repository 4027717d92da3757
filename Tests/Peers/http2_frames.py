"""Frames of HTTP/2 (RFC 9113) and the fields in them, byte by byte, for scripts that send what no client library would."""
import ssl

DATA, HEADERS, RESET, SETTINGS, PING, GOAWAY, WINDOW, CONTINUATION = 0, 1, 3, 4, 6, 7, 8, 9
PREFACE = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"
ACKNOWLEDGED, END_STREAM, END_HEADERS = 1, 1, 4


def frame(kind, flags=0, stream=0, payload=b""):
    return len(payload).to_bytes(3, "big") + bytes([kind, flags]) + stream.to_bytes(4, "big") + payload


def number(value, bits, first=0):
    """A number of HPACK (RFC 7541, 5.1)."""
    most = (1 << bits) - 1
    if value < most:
        return bytes([first | value])
    rest, value = bytes([first | most]), value - most
    while value >= 128:
        rest, value = rest + bytes([value % 128 | 128]), value // 128
    return rest + bytes([value])


def literal(name, value):
    """A field that is not indexed (RFC 7541, 6.2.2)."""
    return b"\x00" + number(len(name), 7) + name + number(len(value), 7) + value


def frames(connection):
    """Kind, flags, stream and payload of each frame until the connection ends; a silent one times out."""
    pending = b""
    while True:
        while len(pending) >= 9 and len(pending) >= (end := 9 + int.from_bytes(pending[:3], "big")):
            yield pending[3], pending[4], int.from_bytes(pending[5:9], "big"), pending[9:end]
            pending = pending[end:]
        try:
            more = connection.recv(1 << 16)
        except (ConnectionError, ssl.SSLError):
            return
        if not more:
            return
        pending += more
