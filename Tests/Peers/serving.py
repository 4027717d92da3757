#!/usr/bin/env python3
"""Asks a running `inkling serve` with tritonclient, unmodified: synchronous and asynchronous, JSON and binary; with curl
over HTTP/2; and all of it over TLS, with a certificate that an authority of its own signed, if the program has that.

Usage: Tests/Peers/serving.py COMMAND [MODEL]    needs tritonclient[http], numpy, curl, openssl
"""
import asyncio
import os
import ssl
import subprocess
import sys
import time

import aiohttp
import numpy
import serving_ends
import serving_http2
import tritonclient.http as http
import tritonclient.http.aio as aio
from tritonclient.utils import InferenceServerException

TOKEN = "a-token-for-this-test"
# The client adds to what it is given: each call gets a copy.
HEADERS = {"Authorization": "Bearer " + TOKEN}
checks = 0


def check(truth, what):
    global checks
    checks += 1
    if not truth:
        sys.exit("serving: " + what)


def inputs(module, shape, binary, count):
    tensor = module.InferInput("images", [count] + shape, "UINT8")
    pixels = numpy.random.default_rng(7).integers(0, 256, [count] + shape, dtype=numpy.uint8)
    tensor.set_data_from_numpy(pixels, binary_data=binary)
    return tensor


def asked(module, binary):
    return [
        module.InferRequestedOutput("logits", binary_data=binary),
        module.InferRequestedOutput("labels", binary_data=binary),
        module.InferRequestedOutput("probabilities", binary_data=binary, class_count=3),
    ]


def text(value):
    """Of a binary tensor the client makes bytes, of JSON texts."""
    return value.decode() if isinstance(value, bytes) else value


def judge(result, count, names):
    logits, labels = result.as_numpy("logits"), result.as_numpy("labels")
    best = result.as_numpy("probabilities")
    check(logits.shape[0] == count and logits.dtype == numpy.float32, "logits of another form")
    check([names.index(text(label)) for label in labels] == list(logits.argmax(1)), "labels are not the largest logits")
    check(best.shape == (count, 3), "classification gives another shape")
    check([text(row[0]).split(":", 2)[2] for row in best] == [text(label) for label in labels], "the best class is not the label")


def synchronous(client, model):
    check(client.is_server_live() and client.is_server_ready(), "not ready")
    check("binary_tensor_data" in client.get_server_metadata(headers=dict(HEADERS))["extensions"], "no binary tensors")
    check(client.is_model_ready(model, headers=dict(HEADERS)) and client.is_model_ready(model, "1", headers=dict(HEADERS)), "model")
    metadata = client.get_model_metadata(model, headers=dict(HEADERS))
    shape = metadata["inputs"][0]["shape"][1:]
    width = metadata["outputs"][0]["shape"][1]
    everything = client.infer(model, [inputs(http, shape, True, 1)], headers=dict(HEADERS))
    check(everything.as_numpy("logits").shape == (1, width), "all outputs")
    best = client.infer(
        model, [inputs(http, shape, True, 1)], headers=dict(HEADERS),
        outputs=[http.InferRequestedOutput("logits", class_count=width)]).as_numpy("logits")[0]
    names = [None] * width
    for entry in best:
        _, number, name = text(entry).split(":", 2)
        names[int(number)] = name
    for binary in (True, False):
        for count in (1, 5, 40):
            answer = client.infer(
                model, [inputs(http, shape, binary, count)], outputs=asked(http, binary), request_id="r1", headers=dict(HEADERS))
            check(answer.get_response()["id"] == "r1", "the id is lost")
            judge(answer, count, names)
    several = [
        client.async_infer(model, [inputs(http, shape, True, 3)], outputs=asked(http, True), headers=dict(HEADERS))
        for _ in range(20)
    ]
    for answer in several:
        judge(answer.get_result(), 3, names)
    for wrong in (
        lambda: client.infer("other", [inputs(http, shape, True, 1)], headers=dict(HEADERS)),
        lambda: client.infer(model, [inputs(http, [1, 1, 1], True, 1)], headers=dict(HEADERS)),
        lambda: client.infer(model, [inputs(http, shape, True, 1)]),
    ):
        try:
            wrong()
            check(False, "a wrong request was answered")
        except InferenceServerException as error:
            check(str(error) != "", "an error without a sentence")
    index = client.get_model_repository_index(headers=dict(HEADERS))
    check(index[0]["name"] == model and index[0]["state"] == "READY", "the index")
    client.unload_model(model, headers=dict(HEADERS))
    check(not client.is_model_ready(model, headers=dict(HEADERS)), "unloaded and ready")
    client.load_model(model, headers=dict(HEADERS))
    check(client.is_model_ready(model, headers=dict(HEADERS)), "loaded and not ready")
    client.close()
    return shape, names


async def asynchronous(url, model, shape, names, **options):
    async with aio.InferenceServerClient(url, **options) as client:
        check(await client.is_server_ready(), "not ready")
        answers = await asyncio.gather(*(
            client.infer(
                model, [inputs(aio, shape, number % 2 == 0, 2)], outputs=asked(aio, number % 4 < 2), headers=dict(HEADERS))
            for number in range(50)))
        for answer in answers:
            judge(answer, 2, names)


def trusting(authority):
    """What makes tritonclient speak TLS: the synchronous client's options and the asynchronous one's."""
    return (
        {"ssl": True, "ssl_options": {"ca_certs": authority}, "ssl_context_factory": ssl.create_default_context},
        {"ssl": True, "ssl_context": ssl.create_default_context(cafile=authority)})


def over_tls(url, model, authority, stranger):
    """All of it again over TLS, and the refusal of who trusts another authority."""
    options, asynchronous_options = trusting(authority)
    shape, names = synchronous(http.InferenceServerClient(url, **options), model)
    asyncio.run(asynchronous(url, model, shape, names, **asynchronous_options))
    options, asynchronous_options = trusting(stranger)
    for ask, fault in (
        (lambda: http.InferenceServerClient(url, **options).is_server_ready(), ssl.SSLCertVerificationError),
        (lambda: asyncio.run(asynchronous(url, model, shape, names, **asynchronous_options)), aiohttp.ClientSSLError),
    ):
        try:
            ask()
        except fault:
            continue
        check(False, "a certificate of an unknown authority is trusted")


def main():
    command, models = os.path.abspath(sys.argv[1]), sys.argv[2:]
    server = subprocess.Popen(
        [command, "serve", "--port", "0", "--token", TOKEN] + models, stdout=subprocess.PIPE, text=True)
    try:
        url = server.stdout.readline().strip().removeprefix("http://")
        client = http.InferenceServerClient(url)
        for _ in range(100):
            try:
                if client.is_server_ready():
                    break
            except Exception:
                pass
            time.sleep(0.1)
        model = client.get_model_repository_index(headers=dict(HEADERS))[0]["name"]
        shape, names = synchronous(http.InferenceServerClient(url), model)
        asyncio.run(asynchronous(url, model, shape, names))
        serving_http2.plain(check, "http://" + url, TOKEN)
    finally:
        server.terminate()
        check(server.wait(30) == 0, "SIGTERM did not end it with 0")
    serving_ends.ends(check, command)
    has_tls = serving_http2.encrypted(check, command, models, TOKEN, shape, over_tls)
    print(f"ok  serving: {checks} checks" + ("" if has_tls else "; this program has no TLS"))


main()
