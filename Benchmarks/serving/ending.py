"""Asks a server from 32 connections, ends it with SIGTERM, and counts requests that were accepted and not answered.

Usage: ending.py PORT PROCESS [--http2] [--tls] [--anew]

Over HTTP/1.1 each request that was sent counts, but for one on a connection that was answered before and ended in order
instead of an answer: the end and the request crossed each other, and the client may ask again (RFC 9112, 9.3.1 and 9.5). Over
HTTP/2 each counts up to the last stream that GOAWAY names: a later one was not accepted (RFC 9113, 6.8), and the client may
send it elsewhere. With --anew each request has a connection of its own.
"""
import os
import signal
import socket
import ssl
import sys
import threading
import time

sys.path.append(os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "Tests", "Peers"))
from http2_frames import (
    ACKNOWLEDGED, DATA, END_HEADERS, END_STREAM, GOAWAY, HEADERS, PING, PREFACE, SETTINGS, WINDOW, frame, frames, literal)

port, process = int(sys.argv[1]), int(sys.argv[2])
speaks_http2, speaks_tls, comes_anew = "--http2" in sys.argv, "--tls" in sys.argv, "--anew" in sys.argv
pixels = bytes(784)
json = (
    b'{"inputs":[{"name":"images","datatype":"UINT8","shape":[1,1,28,28],"parameters":{"binary_data_size":784}}],'
    b'"outputs":[{"name":"logits"}]}')
path, body = b"/v2/models/model/infer", json + pixels
fields = [(b"inference-header-content-length", b"%d" % len(json)), (b"content-length", b"%d" % len(body))]
answered = unanswered = refused = 0
lock = threading.Lock()


def connect():
    connection = socket.create_connection(("127.0.0.1", port), timeout=20)
    if not speaks_tls:
        return connection
    context = ssl.create_default_context()
    # The server is this script's own, with a certificate of its own.
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    context.set_alpn_protocols(["h2" if speaks_http2 else "http/1.1"])
    return context.wrap_socket(connection)


def count(good, bad, after=0):
    global answered, unanswered, refused
    with lock:
        answered += good
        unanswered += bad
        refused += after


def is_whole(answer):
    """Whether fields and body of an answer are there; over TLS they come apart."""
    head, found, rest = answer.lower().partition(b"\r\n\r\n")
    return bool(found) and len(rest) >= int(head.partition(b"content-length:")[2].split()[0])


def ask_http1():
    """Requests one behind the other, on a new connection where the server closes one."""
    request = b"POST " + path + b" HTTP/1.1\r\nHost: localhost\r\n" + b"".join(
        name + b": " + value + b"\r\n" for name, value in fields) + b"\r\n" + body
    while True:
        try:
            connection = connect()
        except OSError:
            return
        closes = answered_before = False
        while not closes:
            answer, is_reset = b"", False
            try:
                connection.sendall(request)
                while not is_whole(answer):
                    more = connection.recv(65536)
                    if not more:
                        break
                    answer += more
            except OSError:
                is_reset = True
            good = answer.startswith(b"HTTP/1.1 200") and is_whole(answer)
            crossed = answered_before and not answer and not is_reset
            count(good, not good and not crossed, crossed)
            if not good:
                return
            answered_before = True
            closes = comes_anew or b"connection: close" in answer.lower()
        connection.close()


head = b"".join(literal(*field) for field in [
    (b":method", b"POST"), (b":scheme", b"https" if speaks_tls else b"http"), (b":path", path), (b":authority", b"localhost"),
    *fields])


def ask_http2():
    """Four requests at a time on each connection, until the server says good-bye; then on a new one."""
    while True:
        try:
            connection = connect()
        except OSError:
            return
        # Streams that have no end yet, and whether their status is 200.
        open_streams, next_stream, last = {}, 1, None
        good = refused_here = 0

        def send():
            nonlocal next_stream
            message = b""
            while last is None and len(open_streams) < 4:
                open_streams[next_stream] = False
                message += frame(HEADERS, END_HEADERS, next_stream, head) + frame(DATA, END_STREAM, next_stream, body)
                next_stream += 2
            if message:
                connection.sendall(message)

        try:
            connection.sendall(PREFACE + frame(SETTINGS))
            # As much as there may be: the answers are never held up.
            connection.sendall(frame(WINDOW, 0, 0, (2**31 - 1 - 65535).to_bytes(4, "big")))
            send()
            for kind, flags, stream, payload in frames(connection):
                if kind == SETTINGS and not flags & ACKNOWLEDGED:
                    connection.sendall(frame(SETTINGS, ACKNOWLEDGED))
                elif kind == PING and not flags & ACKNOWLEDGED:
                    connection.sendall(frame(PING, ACKNOWLEDGED, 0, payload))
                elif kind == GOAWAY:
                    last = int.from_bytes(payload[:4], "big")
                    refused_here += len([number for number in open_streams if number > last])
                    open_streams = {number: state for number, state in open_streams.items() if number <= last}
                elif kind == HEADERS and stream in open_streams and not open_streams[stream]:
                    # 0x88 is the status 200; before it the size of the table may be told.
                    open_streams[stream] = payload.lstrip(bytes(range(0x20, 0x40)))[:1] == b"\x88"
                if kind in (HEADERS, DATA) and flags & END_STREAM and stream in open_streams:
                    good += open_streams[stream]
                    # One without the status 200 stays, and counts at the end.
                    if open_streams[stream]:
                        del open_streams[stream]
                    send()
                if last is not None and not open_streams:
                    break
        except OSError:
            pass
        count(good, len(open_streams), refused_here)
        connection.close()
        if last is None:
            return


threads = [threading.Thread(target=ask_http2 if speaks_http2 else ask_http1) for _ in range(32)]
for thread in threads:
    thread.start()
time.sleep(2)
os.kill(process, signal.SIGTERM)
for thread in threads:
    thread.join()
print(f"{answered} answered, {unanswered} not; {refused} " + ("after the good-bye" if speaks_http2 else "crossed the end"))
