"""Asks a server from 32 connections, ends it with SIGTERM, and counts requests that were sent and not answered.

Usage: ending.py PORT PROCESS
"""
import os
import signal
import socket
import sys
import threading
import time

port, process = int(sys.argv[1]), int(sys.argv[2])
pixels = bytes(784)
json = (
    b'{"inputs":[{"name":"images","datatype":"UINT8","shape":[1,1,28,28],"parameters":{"binary_data_size":784}}],'
    b'"outputs":[{"name":"logits"}]}')
request = (
    b"POST /v2/models/model/infer HTTP/1.1\r\nHost: localhost\r\nInference-Header-Content-Length: %d\r\n"
    b"Content-Length: %d\r\n\r\n" % (len(json), len(json) + 784)) + json + pixels
answered = unanswered = 0
lock = threading.Lock()


def ask():
    global answered, unanswered
    while True:
        try:
            connection = socket.create_connection(("127.0.0.1", port), timeout=20)
        except OSError:
            return
        closes = False
        while not closes:
            answer = b""
            try:
                connection.sendall(request)
                while b"\r\n\r\n" not in answer:
                    more = connection.recv(65536)
                    if not more:
                        break
                    answer += more
            except OSError:
                pass
            good = answer.startswith(b"HTTP/1.1 200")
            with lock:
                answered += good
                unanswered += not good
            if not good:
                return
            closes = b"connection: close" in answer.lower()
        connection.close()


threads = [threading.Thread(target=ask) for _ in range(32)]
for thread in threads:
    thread.start()
time.sleep(2)
os.kill(process, signal.SIGTERM)
for thread in threads:
    thread.join()
print(f"ended under load: {answered} answered, {unanswered} not")
