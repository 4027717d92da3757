"""Attacks a running `inkling serve` over HTTP/1.1 and HTTP/2, with TLS, if the program has it, and without.

Bad input must be answered with 4xx, or the connection ended; no answer may show a path; and after all of it the server must
answer as before, hold few connections and little memory, and end with 0. It takes some minutes.

Usage: python3 Tests/Peers/serving_attacks COMMAND    needs openssl
"""
import os
import re
import socket
import struct
import subprocess
import sys
import tempfile
import threading
import time

import checks
from carriers import Carrier
from checks import AUTHORIZED, TOKEN, check, judge
from connections import attacks1, attacks2, ends, messages2, stopped, tls_attacks
from http2_frames import HEADERS, frame
from messages import bad_requests, strangers


def bad_input(carrier, secrets):
    for name, method, path, fields, body, right in bad_requests():
        judge(f"{carrier.name}: {name}", carrier.ask(method, path, fields + AUTHORIZED, body), right, secrets)
    for name, host, fields in strangers():
        # A token is no excuse for a page of another site.
        for method, path in (("GET", "/v2"), ("POST", "/v2/repository/index"), ("POST", "/predict"), ("DELETE", "/corrections")):
            answer = carrier.ask(method, path, fields + AUTHORIZED, b"", host)
            judge(f"{carrier.name}: {method} {path} of {name}", answer, {400, 403}, secrets)


def well(carrier):
    answer = carrier.ask("GET", "/v2", AUTHORIZED)
    return answer is not None and answer[0] == 200


def status(process, name):
    with open(f"/proc/{process}/status") as file:
        return int(re.search(name + r":\s*(\d+)", file.read()).group(1))


def attack(carriers, secrets):
    port = carriers[0].port
    tasks = []
    for carrier in carriers:
        bad_input(carrier, secrets)
        if carrier.http2:
            messages2(carrier, secrets)
        check(well(carrier), f"{carrier.name}: not well after bad input")
        for one in attacks2(carrier) if carrier.http2 else attacks1(carrier):
            tasks.append((carrier, *one) if carrier.http2 else (carrier, *one, None))
    if carriers[0].tls:
        tasks += tls_attacks(port)
    threads = [threading.Thread(target=ends, args=task) for task in tasks]
    for thread in threads:
        thread.start()
    # The others are answered meanwhile.
    slowest = 0
    while any(thread.is_alive() for thread in threads):
        start = time.monotonic()
        check(all(well(carrier) for carrier in carriers), "not well under attack")
        slowest = max(slowest, (time.monotonic() - start) / len(carriers))
        time.sleep(0.5)
    for _ in range(2000):
        # A client that goes away in the middle.
        carrier = carriers[_ % len(carriers)]
        try:
            connection = carrier.begin()
            connection.sendall(frame(HEADERS, 4, 1, carrier.block("POST", "/predict", AUTHORIZED)) if carrier.http2 else
                               b"POST /predict HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\n\r\na")
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            connection.close()
        except OSError as error:
            check(False, f"{carrier.name}: {error}")
    check(all(well(carrier) for carrier in carriers), "not well at the end")
    return slowest


def serve(command, folder, options, carriers_of):
    server = subprocess.Popen(
        [command, "serve", "--port", "0", "--token", TOKEN, "--store", folder + "/corrections.sqlite"] + options,
        stdout=subprocess.PIPE, stderr=open(folder + "/log", "w"), text=True)
    try:
        port = int(server.stdout.readline().strip().rsplit(":", 1)[1])
        carriers = carriers_of(port)
        while not well(carriers[0]):
            time.sleep(0.1)
        before = len(os.listdir(f"/proc/{server.pid}/fd"))
        slowest = attack(carriers, [folder, command, os.getcwd(), "/usr/", ".swift"])
        stopped(carriers, server.pid)
        time.sleep(2)
        after = len(os.listdir(f"/proc/{server.pid}/fd"))
        memory = status(server.pid, "VmHWM") // 1024
        check(after <= before + 2, f"{after - before} more open files than before")
        check(memory < 300, f"{memory} MB of memory")
        names = " and ".join(carrier.name for carrier in carriers)
        print(f"    {names}: at most {memory} MB; others waited at most {slowest * 1000:.0f} ms")
        with open(folder + "/log") as log:
            text = log.read()
        check("Fatal error" not in text and "BUG" not in text, "the log tells of a fault: " + text[-2000:])
        server.terminate()
        check(server.wait(30) == 0, "SIGTERM did not end it with 0")
    finally:
        server.kill()
        server.wait()


def finish(note):
    if checks.faults:
        sys.exit(f"serving_attacks: {len(checks.faults)} faults")
    print(f"ok  serving_attacks: {checks.count} checks{note}")


def main():
    command = os.path.abspath(sys.argv[1])
    with tempfile.TemporaryDirectory() as folder:
        serve(command, folder, [], lambda port: [Carrier(port, False, False), Carrier(port, True, False)])
    with tempfile.TemporaryDirectory() as folder:
        certificate, key = folder + "/certificate.pem", folder + "/key.pem"
        options = ["--tls-certificate", certificate, "--tls-key", key]
        done = subprocess.run([command, "serve", "--port", "0"] + options, capture_output=True, text=True, timeout=30)
        if "built without TLS" in done.stderr:
            return finish("; this program has no TLS")
        subprocess.run(
            ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2", "-keyout", key,
             "-out", certificate, "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"], check=True, capture_output=True)
        serve(command, folder, options, lambda port: [Carrier(port, False, True), Carrier(port, True, True)])
    finish("")


main()
