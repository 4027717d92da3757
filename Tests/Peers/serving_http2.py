"""HTTP/2 and TLS of a running `inkling serve`, asked by curl and Python's ssl. Part of serving.py."""
import json
import socket
import ssl
import subprocess
import tempfile

import serving_ends
from http2_frames import GOAWAY, PREFACE, SETTINGS, frame, frames


def curl(arguments, token, urls):
    """What curl says of each of the transfers: the protocol's version, new connections, the status; and the bodies."""
    form = "%{stderr}%{http_version} %{num_connects} %{http_code}\\n"
    done = subprocess.run(
        ["curl", "-sS", "-m", "20", "-H", "Authorization: Bearer " + token, "-w", form] + arguments + urls,
        capture_output=True, text=True)
    return done.stderr.split("\n")[:-1], done.stdout, done.returncode


def plain(check, address, token):
    """HTTP/2 without TLS: with prior knowledge, and the wish for it that is not followed."""
    for path, expected in (("/v2", '"name":"inkling"'), ("/v2/health/ready", '"ready":true')):
        # curl 7.88 cannot ask twice so (https://github.com/curl/curl/pull/10643): over TLS it does, below.
        said, body, _ = curl(["--http2-prior-knowledge"], token, [address + path])
        check(said == ["2 1 200"] and expected in body, f"curl with prior knowledge: {said}")
    said, _, _ = curl(["--http2"], token, [address + "/v2", address + "/v2/health/ready"])
    check(said == ["1.1 1 200", "1.1 1 200"], f"curl --http2: {said}")


def openssl(folder, *arguments):
    subprocess.run(["openssl", *arguments], cwd=folder, check=True, capture_output=True)


def certificates(folder):
    """A good certificate and its key, another key, one that has expired, one that is not valid yet."""
    for name in ("", "other-"):
        openssl(
            folder, "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2",
            "-keyout", name + "key.pem", "-out", name + "certificate.pem", "-subj", "/CN=localhost",
            "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1")
    openssl(folder, "req", "-new", "-key", "key.pem", "-subj", "/CN=localhost", "-out", "request.pem")
    openssl(folder, "x509", "-req", "-in", "request.pem", "-signkey", "key.pem", "-days", "-1", "-out", "expired.pem")
    with open(folder + "/ca.cnf", "w") as file:
        file.write(
            "[ca]\ndefault_ca=d\n[d]\ndatabase=index\nnew_certs_dir=.\ndefault_md=sha256\npolicy=p\nrand_serial=yes\n"
            "[p]\ncommonName=supplied\n")
    open(folder + "/index", "w").close()
    openssl(
        folder, "ca", "-batch", "-config", "ca.cnf", "-selfsign", "-keyfile", "key.pem", "-in", "request.pem",
        "-startdate", "20400101000000Z", "-enddate", "20410101000000Z", "-out", "future.pem")
    authorities(folder)
    openssl(folder, "pkey", "-in", "key.pem", "-aes256", "-passout", "pass:secret", "-out", "secret-key.pem")
    with open(folder + "/text.pem", "w") as file:
        file.write("this is no certificate\n")


def authorities(folder):
    """An authority, one that it vouches for, and of that one the server's certificate: the chain that a server shows."""
    for name in ("root", "stranger"):
        openssl(
            folder, "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2",
            "-keyout", name + "-key.pem", "-out", name + ".pem", "-subj", "/CN=" + name,
            "-addext", "keyUsage=critical,keyCertSign")
    for name, signer, extensions in (
        ("middle", "root", "basicConstraints=critical,CA:TRUE\nkeyUsage=critical,keyCertSign\n"),
        ("server", "middle", "subjectAltName=DNS:localhost,IP:127.0.0.1\n"),
    ):
        with open(f"{folder}/{name}.cnf", "w") as file:
            file.write(extensions)
        openssl(
            folder, "req", "-new", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes",
            "-keyout", name + "-key.pem", "-out", name + "-request.pem", "-subj", "/CN=" + name)
        openssl(
            folder, "x509", "-req", "-in", name + "-request.pem", "-CA", signer + ".pem", "-CAkey", signer + "-key.pem",
            "-CAcreateserial", "-days", "2", "-extfile", name + ".cnf", "-out", name + ".pem")
    with open(folder + "/chain.pem", "w") as chain:
        for name in ("server", "middle"):
            with open(f"{folder}/{name}.pem") as file:
                chain.write(file.read())


def refusals(check, command, folder):
    """What is wrong with the files is said before the server listens."""
    for certificate, key, status, sentence in (
        ("expired.pem", "key.pem", 64, "the certificate has expired"),
        ("future.pem", "key.pem", 64, "valid from 2040-01-01T00:00:00Z"),
        ("certificate.pem", "other-key.pem", 65, "the private key is not the certificate's"),
        ("certificate.pem", "secret-key.pem", 65, "no private key that can be read"),
        ("certificate.pem", "text.pem", 65, "no private key that can be read"),
        ("text.pem", "key.pem", 65, "the file holds no certificate"),
        ("key.pem", "key.pem", 65, "the file holds no certificate"),
        ("missing.pem", "key.pem", 66, "missing.pem"),
        (".", "key.pem", None, ""),
    ):
        done = subprocess.run(
            [command, "serve", "--port", "0", "--tls-certificate", certificate, "--tls-key", key], cwd=folder,
            capture_output=True, text=True, timeout=30)
        check(done.stdout == "" and done.stderr.startswith("inkling: ") and done.stderr.count("\n") == 1,
              f"{certificate} with {key}: {done.stdout}{done.stderr}")
        check(sentence in done.stderr and status in (None, done.returncode), f"{done.returncode} {done.stderr}")
    done = subprocess.run(
        [command, "serve", "--port", "0", "--tls-key", "key.pem"], cwd=folder, capture_output=True, text=True, timeout=30)
    check(done.returncode == 64 and "one of them is missing" in done.stderr, done.stderr)


def wrapped(port, certificate, **options):
    context = ssl.create_default_context(cafile=certificate)
    context.set_alpn_protocols(options.get("protocols", ["h2"]))
    if "version" in options:
        context.set_ciphers("DEFAULT@SECLEVEL=0")
        context.minimum_version = context.maximum_version = options["version"]
    return context.wrap_socket(
        socket.create_connection(("127.0.0.1", port), timeout=30), server_hostname="localhost")


def handshake(check, port, certificate):
    """The protocol that both speak, and versions of TLS that are too old."""
    for protocols, chosen in ((["h2", "http/1.1"], "h2"), (["http/1.1"], "http/1.1"), (["other"], None)):
        with wrapped(port, certificate, protocols=protocols) as connection:
            check(connection.selected_alpn_protocol() == chosen, f"{protocols} became {connection.selected_alpn_protocol()}")
            check(connection.version() == "TLSv1.3", connection.version())
    with wrapped(port, certificate, version=ssl.TLSVersion.TLSv1_2) as connection:
        check(connection.version() == "TLSv1.2", connection.version())
    try:
        with wrapped(port, certificate, version=ssl.TLSVersion.TLSv1_1):
            check(False, "TLS 1.1 is spoken")
    except (ssl.SSLError, OSError):
        pass


def closed(connection):
    """Whether the server ends the connection; what it says before that is dropped."""
    try:
        while connection.recv(4096):
            pass
        return True
    except ConnectionError:
        return True
    except OSError:
        return False


def plain_at_tls(check, port):
    with socket.create_connection(("127.0.0.1", port), timeout=5) as connection:
        connection.sendall(b"GET /v2 HTTP/1.1\r\nHost: localhost\r\n\r\n")
        check(closed(connection), "plain HTTP is not ended")


def model_name(certificate, token, address):
    """The first model's."""
    _, body, _ = curl(["--cacert", certificate, "-X", "POST"], token, [address + "/v2/repository/index"])
    return json.loads(body)[0]["name"]


def asked(check, address, token, certificate, shape):
    """curl over HTTP/2 and HTTP/1.1."""
    pixels = samples(shape)
    infer = json.dumps({"inputs": [{"name": "images", "shape": [1] + shape, "datatype": "UINT8", "data": pixels}]})
    predict = json.dumps({"picture": [pixels[row * shape[2]:(row + 1) * shape[2]] for row in range(shape[1])]})
    name = model_name(certificate, token, address)
    for option, version in (("--http2", "2"), ("--http1.1", "1.1")):
        base = ["--cacert", certificate, option]
        urls = [address + "/v2", address + "/v2/health/ready", address + "/openapi.json"]
        said, body, _ = curl(base, token, urls)
        check(said == [f"{version} 1 200", f"{version} 0 200", f"{version} 0 200"], f"{option}: {said}")
        check('"ready":true' in body and '"openapi"' in body, "the bodies over TLS")
        for path, data, answer in (
            (f"/v2/models/{name}/infer", infer, '"outputs"'), ("/predict", predict, '"predictions"'),
        ):
            said, body, _ = curl(
                base + ["-H", "Content-Type: application/json", "--data-binary", data], token,
                [address + path, address + path])
            check(said == [f"{version} 1 200", f"{version} 0 200"] and body.count(answer) == 2, f"{path}: {said} {body}")
    for origin, status in ((address, "200"), (address.replace("https:", "http:"), "403")):
        said, _, _ = curl(["--cacert", certificate, "--http2", "-H", "Origin: " + origin], token, [address + "/v2"])
        check(said == ["2 1 " + status], f"a page of {origin}: {said}")
    said, _, _ = curl(["--cacert", certificate, "--http2"], "wrong", [address + "/v2/models/" + name])
    check(said == ["2 1 401"], f"a wrong token over TLS: {said}")


def samples(shape):
    count = shape[0] * shape[1] * shape[2]
    return [(17 * place) % 256 for place in range(count)]


def draining(check, server, port, certificate):
    """SIGTERM says good-bye to who speaks HTTP/2."""
    with wrapped(port, certificate) as connection:
        connection.sendall(PREFACE + frame(SETTINGS))
        server.terminate()
        ends = [payload for kind, _, _, payload in frames(connection) if kind == GOAWAY]
        check([payload[4:8] for payload in ends] == [bytes(4)], f"GOAWAY: {ends}")
    check(server.wait(30) == 0, "SIGTERM did not end it with 0 under TLS")


def chained(command, models, token, folder, ask):
    """A server whose certificate another authority vouches for; `ask` gets address, model, its authority and a stranger."""
    server = subprocess.Popen(
        [command, "serve", "--port", "0", "--tls-certificate", folder + "/chain.pem", "--tls-key", folder + "/server-key.pem",
         "--token", token] + models, stdout=subprocess.PIPE, text=True)
    try:
        address = server.stdout.readline().strip()
        root = folder + "/root.pem"
        ask(address.removeprefix("https://"), model_name(root, token, address), root, folder + "/stranger.pem")
    finally:
        server.kill()
        server.wait()


def encrypted(check, command, models, token, shape, ask):
    """TLS, if the program has it: returns whether it has."""
    with tempfile.TemporaryDirectory() as folder:
        certificate, key = folder + "/certificate.pem", folder + "/key.pem"
        options = ["serve", "--port", "0", "--tls-certificate", certificate, "--tls-key", key]
        done = subprocess.run([command] + options, capture_output=True, text=True, timeout=30)
        if "built without TLS" in done.stderr:
            check(done.returncode == 69 and "--traits TLS" in done.stderr, done.stderr)
            return False
        certificates(folder)
        server = subprocess.Popen(
            [command] + options + ["--token", token, "--drain", "5"] + models, stdout=subprocess.PIPE, text=True)
        try:
            address = server.stdout.readline().strip()
            check(address.startswith("https://127.0.0.1:"), address)
            port = int(address.rsplit(":", 1)[1])
            # Handshakes that never end: nothing, and a beginning. They have ten seconds.
            silent = [socket.create_connection(("127.0.0.1", port), timeout=30) for _ in range(2)]
            silent[1].sendall(bytes([22, 3, 1, 1, 0, 1]))
            refusals(check, command, folder)
            handshake(check, port, certificate)
            plain_at_tls(check, port)
            asked(check, address, token, certificate, shape)
            for connection in silent:
                check(closed(connection), "a handshake without an end is not ended")
            draining(check, server, port, certificate)
        finally:
            server.kill()
            server.wait()
        serving_ends.silent_handshake(check, command, options[3:])
        chained(command, models, token, folder, ask)
    return True
