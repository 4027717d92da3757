#!/usr/bin/env python3
"""Opens the page of a running server in a real browser, draws on it, corrects it, and teaches it.

    Tests/Peers/served_page.py INKLING MODEL [--texts READER] [--other MODEL] [--bytes MODEL] [--right 9]
        [--screenshots FOLDER] [--command "SERVER {port} {store}"] [--only PART]

MODEL reads digits; it is served by `INKLING serve digits=MODEL --store FILE`, or by another command that takes its port. Without
such a command it is served once more, with a token, for which the page must ask.
READER, a model that reads texts, is served beside it; how well it reads is of no matter here. `--other` is another model of
digits, whose file takes the place of the first one's, and `--bytes` one that `INKLING quantize` made. `--only` does one of the
parts of served_page_trials.py alone. It needs chromium and chromedriver.
"""
import argparse
import os
import shlex
import shutil
import socket
import subprocess
import sys
import tempfile
import urllib.request

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import accessibility
import served_page_trials
from browser import Browser, Checks
from served_page_steps import bars, choose, free_port, press, shows, text

parser = argparse.ArgumentParser()
parser.add_argument("inkling")
parser.add_argument("model")
parser.add_argument("--texts", help="a model that reads texts, to be served beside it")
parser.add_argument("--other", help="another model of digits, which takes the first one's place")
parser.add_argument("--bytes", help="a model on bytes, to be served beside it")
parser.add_argument("--only", choices=sorted(served_page_trials.PARTS), help="one of the parts alone")
parser.add_argument("--right", type=int, default=9, help="how many of the ten digits it must read")
parser.add_argument("--screenshots", help="a folder for pictures of the page")
parser.add_argument("--command", help="how the server is started, with {port} and {store} in it")
options = parser.parse_args()

folder = tempfile.mkdtemp()
say = Checks()
strokes = Browser.strokes


port = free_port()
store = f"{folder}/corrections.sqlite"
# What is taught is kept beside the model: beside a copy of it.
model = options.model
if os.path.exists(model):
    model = f"{folder}/{os.path.basename(os.path.normpath(model))}"
    (shutil.copytree if os.path.isdir(options.model) else shutil.copy)(options.model, model)
command = shlex.split(options.command.format(port=port, store=store)) if options.command else [
    options.inkling, "serve", f"digits={model}", *([f"reader={options.texts}"] if options.texts else []), "--port", str(port),
    "--store", store]


def start(command=command, port=port):
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    Browser.wait(lambda: socket.create_connection(("127.0.0.1", port), 1))
    return server


def mirrored(x):
    """A seven as seen in a mirror: a style of its own, which the model does not know."""
    return [[(1 - a, b) for a, b in stroke] for stroke in strokes(7, x)]


def request(path, port=port, **fields):
    """Another client posts, as one on this machine may."""
    asked = urllib.request.Request(
        f"http://127.0.0.1:{port}{path}", b"", {"Origin": f"http://127.0.0.1:{port}", **fields}, method="POST")
    with urllib.request.urlopen(asked, timeout=60) as answer:
        return answer.status


def photograph(browser, name, selector=None):
    if not options.screenshots:
        return
    os.makedirs(options.screenshots, exist_ok=True)
    for width, dark in ((1280, False), (390, True), (390, False), (1280, True)):
        browser.resize(width, 900, dark)
        browser.run("window.scrollTo(0, 0); if (arguments[0]) document.querySelector(arguments[0]).scrollIntoView();", selector)
        browser.screenshot(f"{options.screenshots}/{name}-{width}-{'dark' if dark else 'light'}.png")
    browser.resize(1280, 900)


def correct(browser):
    """Corrections of one style, consent among them."""
    browser.draw("#paper", mirrored(0.2))
    before = browser.reading()
    say(choose(browser, "7"), f"a seven in a mirror is read as {before}, and can be corrected")
    say(shows(browser, "#consent-yes"), "consent is asked for")
    photograph(browser, "consent")
    press(browser, "#consent-no")
    say("Corrections: 0;" in text(browser, "#teaching"), "without it nothing is kept")
    say(browser.run("return localStorage.getItem('inkling-contributor')") is None, "and nobody has a number")
    choose(browser, "7")
    browser.click("#consent-yes")
    browser.wait(lambda: "Corrections: 1; yours: 1." in text(browser, "#teaching"))
    say("Kept as 7" in text(browser, "#correcting"), "with it the correction is kept")
    for place in range(9):
        browser.clear()
        browser.draw("#paper", mirrored(0.1 + 0.02 * place))
        browser.reading()
        if choose(browser, "7"):
            browser.wait(lambda: "Kept as 7" in text(browser, "#correcting"))
    say(not shows(browser, "#consent-yes"), "consent is asked for once")
    return before


def teach(browser, before):
    count = int(text(browser, "#teaching > p:not(.soft)").split(":")[1].split(";")[0])
    say(count > 5, f"{count} corrections are kept")
    browser.click("#teach")
    browser.wait(lambda: browser.run("return document.getElementById('teaching').dataset.state") == "running")
    say(shows(browser, "#teaching progress") and shows(browser, "#teach-stop"), "its progress shows")
    photograph(browser, "learning", "#teaching")
    browser.wait(lambda: browser.run("return document.getElementById('teaching').dataset.state") in ("accepted", "waiting", "failed"), 600)
    say(True, text(browser, "#teach-message"))
    rows = browser.run("return [...document.querySelectorAll('.outcome tbody tr')].map((row) => [...row.children].map((e) => e.textContent))")
    for row in rows:
        print("        ", " | ".join(row))
    say(len(rows) == 2, "a table says how it was before and after")
    notes = browser.run("return [...document.querySelectorAll('#teach-table p')].map((e) => e.textContent)")
    say("," in notes[0] and "% of the latter" in notes[0], notes[0])
    if shows(browser, "#teach-accept"):
        browser.click("#teach-accept")
    browser.wait(lambda: text(browser, "#versions [data-version='2'] .now"))
    say(True, "version 2 answers")
    browser.wait(lambda: browser.reading() == "7", 10)
    say(browser.reading() == "7", f"what was read as {before} is read as 7")
    photograph(browser, "taught", "#teaching")
    found = accessibility.faults(browser)
    for fault in found[:12]:
        say(False, fault)
    say(not found, "with all of it: contrast, names, keyboard and width are as they should be")
    browser.click("#language")
    say("教" in text(browser, "#teach") and "版本" in text(browser, "#versions"), "it speaks Chinese")
    photograph(browser, "chinese", "#teaching")
    browser.click("#language")
    browser.click("#versions [data-version='1'] button")
    browser.wait(lambda: text(browser, "#versions [data-version='1'] .now"))
    browser.wait(lambda: browser.reading() == before, 10)
    say(browser.reading() == before, f"one click goes back: {before}")
    said = text(browser, "#teach-message")
    say("Version 2 answers now" not in said and "Version 1 answers now" in said, f"and nothing says otherwise: {said}")
    for version in ("2", "1"):
        request(f"/versions/{version}/serve")
        browser.clear()
        browser.draw("#paper", mirrored(0.2))
        browser.reading()
        browser.wait(lambda: text(browser, f"#versions [data-version='{version}'] .now"))
        say(f"Version {version} answers now" in text(browser, "#teach-message"),
            f"the page notices that another client has version {version} answer")
    browser.open(f"http://127.0.0.1:{port}/?again")
    browser.wait(lambda: text(browser, "#versions [data-version='1'] .now"))
    browser.settle()
    say("Version 2 answers now" not in text(browser, "#teach-message"), "and knows it when it is opened anew")
    browser.click("#forget")
    browser.click("#forget-yes")
    browser.wait(lambda: "Corrections: 0; yours: 0." in text(browser, "#teaching"))
    say(browser.run("return localStorage.getItem('inkling-contributor')") is None, "what was given is deleted")
    say(browser.complaints() == [], "the console is clean")


# A picture of a text, opened as a person would: from the disk, dropped, or pasted.
OPEN = """
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [240, 80];
    const context = canvas.getContext("2d");
    context.fillStyle = "white";
    context.fillRect(0, 0, 240, 80);
    context.fillStyle = "black";
    context.font = "48px sans-serif";
    context.fillText(arguments[0], 20, 58);
    const way = arguments[1];
    return new Promise((done) => canvas.toBlob((blob) => {
      const transfer = new DataTransfer();
      transfer.items.add(new File([blob], "text.png", { type: "image/png" }));
      if (way === "drop") document.dispatchEvent(new DragEvent("drop", { dataTransfer: transfer, bubbles: true, cancelable: true }));
      else if (way === "paste") document.dispatchEvent(new ClipboardEvent("paste", { clipboardData: transfer, bubbles: true }));
      else {
        const file = document.getElementById("file");
        file.files = transfer.files;
        file.dispatchEvent(new Event("change"));
      }
      done(true);
    }, "image/png"));"""


def choose_model(browser, name):
    browser.run("const menu = document.getElementById('model'); menu.value = arguments[0]; menu.dispatchEvent(new Event('change'));", name)
    browser.wait(lambda: text(browser, "#title") == name)
    browser.settle()


def read_texts(browser):
    """The same page with a model that reads texts."""
    browser.clear()
    choose_model(browser, "reader")
    say("model=reader" in browser.run("return location.search"), "a menu chooses the model that reads texts")
    say(not any(shows(browser, part) for part in ("#correcting", "#teaching", ".inside")),
        "what is for classes is hidden: correcting, teaching, looking inside")
    say(bars(browser) == [], "and it has no bars for classes")
    photograph(browser, "reader-empty")
    for way in ("open", "drop", "paste"):
        browser.clear()
        browser.run(OPEN, "4K7P", way)
        browser.wait(lambda: shows(browser, "#digits .line"))
        read, rows = browser.reading(), bars(browser)
        say("%" in text(browser, "#sure") or read == "–",
            f"a picture ({way}) is read as {read!r}, {text(browser, '#sure')}")
        say("".join(name for name, _ in rows) == (read.replace(" ", "␣") if read != "–" else "") and all("%" in share for _, share in rows),
            "each character has its probability: " + ", ".join(f"{name} {share}" for name, share in rows))
    say(text(browser, "#time") != "" and text(browser, "#trouble") == "", "nothing is complained of")
    photograph(browser, "reader")
    found = accessibility.faults(browser)
    for fault in found[:12]:
        say(False, fault)
    say(not found, "contrast, names, keyboard and width are as they should be")
    browser.clear()
    browser.draw("#paper", strokes(3, 0.3))
    say(browser.reading() is not None and text(browser, "#trouble") == "", f"what is drawn is read too: {browser.reading()!r}")
    browser.clear()
    choose_model(browser, "digits")
    browser.wait(lambda: len(bars(browser)) == 10 and shows(browser, "#teaching"))
    browser.draw("#paper", strokes(1))
    say(browser.reading() == "1" and shows(browser, "#correcting"), "back at the digits, which can be corrected")
    browser.clear()
    say(browser.complaints() == [], "the console is clean")


# As `openssl rand -base64` makes them: "+" is no space.
TOKEN = "a+token/for+this/test=="
ENTER = "\ue007"


def write_token(browser, token):
    browser.run("const field = document.getElementById('token'); field.focus(); field.select();")
    browser.type(token + ENTER)


def ask_for_token(browser):
    """The page of a server with a token: nobody has it in an address."""
    port = free_port()
    server = start([options.inkling, "serve", f"digits={model}", "--port", str(port), "--token", TOKEN], port)
    try:
        browser.open(f"http://127.0.0.1:{port}/")
        browser.wait(lambda: shows(browser, "#token-form"))
        browser.wait(lambda: browser.state() == "locked")
        say(text(browser, "#trouble") != "", f"a server with a token: {text(browser, '#trouble')}")
        say(browser.run("return document.activeElement.id") == "token" and
            browser.run("return document.getElementById('token').labels[0].textContent") == "Token of this server",
            "the page asks for it, in a field with a name, which has the focus")
        say(not shows(browser, "#teaching"), "and shows nothing that is of no use yet")
        photograph(browser, "token")
        found = accessibility.faults(browser)
        for fault in found[:12]:
            say(False, fault)
        say(not found, "contrast, names, keyboard and width are as they should be")
        browser.draw("#paper", strokes(7))
        say(browser.state() == "locked" and text(browser, "#reading") == "–", "nothing is answered without it")
        for wrong in ("another-token", "令牌"):
            write_token(browser, wrong)
            browser.wait(lambda: text(browser, "#token-message") == "That is not its token.")
            say(browser.state() == "locked", f"a wrong one is said to be wrong: {wrong}")
            browser.click("#language")
            say(text(browser, "#token-message") == "令牌不正确。" and text(browser, "#token-use") == "使用", "in Chinese, too")
            browser.click("#language")
        write_token(browser, TOKEN)
        browser.wait(lambda: browser.state() == "idle" and browser.reading() != "–")
        say(browser.reading() == "7", f"with the right one what was drawn is read: {browser.reading()}")
        say(not shows(browser, "#token-form") and text(browser, "#trouble") == "", "and the field goes")
        say(TOKEN not in browser.run("return location.href"), "the token is in no address")
        # What the server refused before is in the console, by the browser's own word.
        say(all(" 401 " in complaint for complaint in browser.complaints()), "the policy has nothing against it")
        browser.open(f"http://127.0.0.1:{port}/?again")
        browser.wait(lambda: len(bars(browser)) == 10)
        say(not shows(browser, "#token-form") and browser.complaints() == [], "the tab keeps it")
        browser.run("sessionStorage.clear()")
        browser.open(f"http://127.0.0.1:{port}/?model=digits#token={TOKEN}")
        browser.wait(lambda: len(bars(browser)) == 10)
        say(browser.run("return location.href").endswith("/?model=digits") and browser.complaints() == [],
            "one behind # is taken, and out of the address")
        browser.run("sessionStorage.clear()")
        browser.open(f"http://127.0.0.1:{port}/?wrong#token=another+token")
        browser.wait(lambda: text(browser, "#token-message") == "That is not its token.")
        say(shows(browser, "#token-form") and browser.run("return location.href").endswith("/?wrong"),
            "a wrong one behind # is said to be wrong, and out of the address")
        browser.run("location.hash = '#token=' + arguments[0]", TOKEN)
        browser.wait(lambda: len(bars(browser)) == 10 and not shows(browser, "#token-form"))
        say(browser.run("return location.hash") == "", "the right one is taken in a page that is open, too")

        allowed = {"Authorization": f"Bearer {TOKEN}"}
        request("/v2/repository/models/digits/unload", port, **allowed)
        browser.open(f"http://127.0.0.1:{port}/?unloaded")
        browser.wait(lambda: text(browser, "#trouble"))
        say("No answer" in text(browser, "#trouble"), f"a model that is unloaded: {text(browser, '#trouble')}")
        request("/v2/repository/models/digits/load", port, **allowed)
        browser.draw("#paper", strokes(7))
        say(browser.reading() == "7" and text(browser, "#trouble") == "", "and loaded again")

        server.terminate()
        server.wait()
        server = start([options.inkling, "serve", f"digits={model}", "--port", str(port), "--token", "another-token"], port)
        browser.draw("#paper", strokes(1, 0.5))
        browser.wait(lambda: browser.state() == "locked")
        say(text(browser, "#reading") == "–", "an answer of before does not stand beside a newer drawing")
        browser.complaints()
    finally:
        server.terminate()
        server.wait()


def trials(browser, names):
    trial = served_page_trials.Trial(browser, say, options)
    for name in names:
        trial.run(name)


if options.only:
    with Browser() as browser:
        trials(browser, [options.only])
    sys.exit(1 if say.failures else 0)

server = start()
try:
    with Browser() as browser:
        browser.open(f"http://127.0.0.1:{port}/")
        browser.wait(lambda: browser.run("return document.querySelectorAll('.bars li').length") == 10)
        say(browser.reading() == "–", "the page opens and knows the ten classes")
        say(browser.complaints() == [], "without a complaint: the policy has no inline script and no inline style")
        read = []
        for digit in range(10):
            browser.draw("#paper", strokes(digit))
            read.append(browser.reading())
            browser.clear()
        right = sum(text == str(digit) for digit, text in enumerate(read))
        say(right >= options.right, f"{right} of 10 drawn digits are read: {' '.join(read)}")
        browser.draw("#paper", strokes(1, 0.02, 0.3, 0.3) + strokes(7, 0.33, 0.3, 0.3) + strokes(4, 0.66, 0.3, 0.3))
        say(len(browser.reading()) == 3, f"three in a row are a number: {browser.reading()}")

        browser.run("document.getElementById('inside').open = true")
        browser.wait(lambda: browser.run("return document.querySelectorAll('.step').length") > 3)
        browser.run("for (const step of document.querySelectorAll('.step')) step.querySelector('.maps button')?.click()")
        shown = browser.run("return document.querySelectorAll('.working table').length")
        say(shown > 2, f"{shown} tables say how numbers come about")
        browser.settle()
        found = accessibility.faults(browser)
        for fault in found[:12]:
            say(False, fault)
        say(not found, "contrast, names, keyboard and width are as they should be")
        say(browser.complaints() == [], "the console is clean")
        photograph(browser, "served")
        browser.run("document.getElementById('inside').open = false")
        browser.clear()

        browser.wait(lambda: shows(browser, "#correcting"))
        if options.texts:
            read_texts(browser)
        teach(browser, correct(browser))

        # The server goes, and comes back.
        browser.clear()
        browser.draw("#paper", strokes(1, 0.02, 0.3, 0.3))
        browser.reading()
        server.terminate()
        server.wait()
        browser.draw("#paper", strokes(3, 0.6))
        browser.wait(lambda: browser.state() == "gone")
        say(text(browser, "#reading") == "–", "what was answered before does not stand beside what is drawn")
        say(not browser.run("return document.getElementById('trouble').hidden"), "the page says that the server is gone")
        server = start()
        browser.wait(lambda: browser.state() == "idle")
        browser.wait(lambda: browser.reading() != "–")
        say(browser.run("return document.getElementById('trouble').hidden"), "it is back, and reads what was drawn meanwhile")
        browser.complaints()
        if not options.command:
            ask_for_token(browser)
            trials(browser, served_page_trials.PARTS)
finally:
    server.terminate()
    server.wait()
    shutil.rmtree(folder, ignore_errors=True)
sys.exit(1 if say.failures else 0)
