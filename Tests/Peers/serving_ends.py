"""How a process of `inkling serve` ends, and what it is handed by systemd. Part of serving.py."""
import os
import re
import select
import socket
import struct
import subprocess
import sys
import time
import zlib

WAIT = 30


def start(command, *options, **more):
    return subprocess.Popen(
        [command, "serve", "--port", "0", *options], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, **more)


def address(server):
    return ("127.0.0.1", int(server.stdout.readline().strip().rsplit(":", 1)[1]))


def ended_at_once(check, command):
    """Who reads the address may end the server in the same moment, and go on sending signals."""
    for _ in range(20):
        server = start(command)
        server.stdout.readline()
        while server.poll() is None:
            server.terminate()
        check(server.returncode == 0, f"SIGTERM right behind the address: {server.returncode}")
        server.communicate()


def ended_while_loading(check, command):
    """The socket is there before the models are opened."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    # So many threads take seconds to make.
    server = subprocess.Popen(
        [command, "serve", "--port", str(port), "--threads", "1024"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    while server.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            break
        except OSError:
            pass
    server.terminate()
    printed, said = server.communicate(timeout=WAIT)
    check(server.returncode == 0, f"SIGTERM while models are opened: {server.returncode} {said[-500:]}")
    check(printed == "", "the address was printed before SIGTERM came: the test shows nothing")


def huge(side, channels):
    """A PNG of a black half and a white one, small as a file."""
    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
    row = b"\0" + b"\xff" * (channels * side // 2) + b"\0" * (channels * (side - side // 2))
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", side, side, 8, 0 if channels == 1 else 2, 0, 0, 0))
        + chunk(b"IDAT", zlib.compress(row * side, 9)) + chunk(b"IEND", b""))


def post(body, kind="image/png"):
    return f"POST /predict HTTP/1.1\r\nHost: localhost\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body


def everything(connection):
    found = b""
    try:
        while more := connection.recv(65536):
            found += more
    except OSError:
        pass
    return found


def ended_under_pictures(check, command):
    """Minutes of work wait when the time is up: the end waits for none of it, and says how many got no answer."""
    server = start(command, "--drain", "1", "--connections", "1000")
    target = address(server)
    request = post(huge(5000, 1))
    connections = [socket.create_connection(target, WAIT) for _ in range(300)]
    for connection in connections:
        connection.sendall(request)
    time.sleep(1)
    server.terminate()
    _, said = server.communicate(timeout=WAIT)
    check(server.returncode == 0, f"SIGTERM under large pictures: {server.returncode} {said[-500:]}")
    unanswered = sum(not everything(connection).startswith(b"HTTP/1.1 200") for connection in connections)
    counted = re.search(r"warning: requests were left unanswered count=(\d+)", said)
    check(unanswered > 0, "300 large pictures are computed in a second: the test shows nothing")
    check(counted and int(counted.group(1)) == unanswered, f"{unanswered} without an answer, and the log says: {said[-500:]}")


def many_large_pictures(check, command):
    """A request of many photographs takes the memory of one."""
    server = start(command)
    target = address(server)
    picture, count = huge(5000, 3), 8
    body = b"".join(
        b'--x\r\nContent-Disposition: form-data; name="a"; filename="a.png"\r\n\r\n' + picture + b"\r\n" for _ in range(count)) + b"--x--\r\n"
    connection = socket.create_connection(target, 10 * WAIT)
    connection.sendall(post(body, "multipart/form-data; boundary=x"))
    answer = b""
    while b"milliseconds" not in answer and (more := connection.recv(65536)):
        answer += more
    check(answer.startswith(b"HTTP/1.1 200") and answer.count(b'"refused"') == count, f"many photographs: {answer[:200]}")
    with open(f"/proc/{server.pid}/status") as file:
        memory = int(re.search(r"VmHWM:\s*(\d+)", file.read()).group(1)) // 1024
    check(memory < 450, f"{count} photographs in one request take {memory} MB")
    server.terminate()
    server.communicate(timeout=WAIT)


HANDOVER = (
    "import os, sys\n"
    "os.dup2(int(sys.argv[1]), 3)\n"
    "os.set_inheritable(3, True)\n"
    "os.environ['LISTEN_PID'] = sys.argv[2] or str(os.getpid())\n"
    "os.environ['LISTEN_FDS'] = sys.argv[3]\n"
    "os.execv(sys.argv[4], [sys.argv[4], 'serve', '--port', '0'])\n")


def handed(command, descriptor, process="", count="1"):
    return subprocess.Popen(
        [sys.executable, "-c", HANDOVER, str(descriptor), process, count, command], pass_fds=[descriptor],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def handed_over(check, command):
    """What systemd hands over is served, or refused with a sentence."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        server = handed(command, listening.fileno())
        check(address(server)[1] == listening.getsockname()[1], "a socket that is handed over is not served")
        server.terminate()
        server.communicate(timeout=WAIT)
        check(server.returncode == 0, f"with a socket that was handed over it ends with {server.returncode}")
        server = handed(command, listening.fileno(), process="1")
        check(address(server)[1] != listening.getsockname()[1], "a socket of another process is served")
        server.terminate()
        server.communicate(timeout=WAIT)
        client = socket.create_connection(listening.getsockname())
        accepted, _ = listening.accept()
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as packets, socket.socket(socket.AF_UNIX) as local, \
                open("/dev/null") as file, client, accepted:
            packets.bind(("127.0.0.1", 0))
            for name, descriptor, more in (
                    ("a socket of datagrams", packets, {}), ("a socket of this machine", local, {}), ("a file", file, {}),
                    ("a connection", accepted, {}), ("LISTEN_FDS=x", listening, {"count": "x"}),
                    ("LISTEN_FDS=2", listening, {"count": "2"}), ("LISTEN_PID=x", listening, {"process": "x"})):
                server = handed(command, descriptor.fileno(), **more)
                _, said = server.communicate(timeout=WAIT)
                sentence = said.strip()
                check(
                    server.returncode == 64 and sentence.startswith("inkling: ") and "\n" not in sentence,
                    f"{name}: {server.returncode} {sentence}")


def silent_handshake(check, command, options):
    """Of two who have connected, the one that has begun its handshake is waited for, and the silent one is not."""
    server = start(command, "--drain", "3600", *options)
    target = address(server)
    begun = socket.create_connection(target, WAIT)
    begun.sendall(b"\x16")
    time.sleep(1)
    silent = socket.create_connection(target, WAIT)
    time.sleep(0.3)
    server.terminate()
    first, _, _ = select.select([begun, silent], [], [], WAIT)
    check(first == [silent], "a connection without a handshake holds the end as long as one with half of it")
    check(everything(begun) == b"" and everything(silent) == b"", "an answer to no handshake")
    server.communicate(timeout=WAIT)
    check(server.returncode == 0, f"with silent connections it ends with {server.returncode}")


def ends(check, command):
    ended_at_once(check, command)
    ended_while_loading(check, command)
    ended_under_pictures(check, command)
    many_large_pictures(check, command)
    handed_over(check, command)
