"""What the page of a server says where something is out of the ordinary: a teaching that made the model worse, a file that was
replaced, a version that is damaged, a model that is not taught, a server that is asked too often. Part of served_page.py."""

import os
import shutil
import subprocess
import tempfile
import time
import urllib.request

import accessibility
from browser import DRAWINGS, Browser
from served_page_steps import choose, free_port, press, shows, text

strokes = Browser.strokes


class Trial:
    """A server of its own for each part, with a store."""

    def __init__(self, browser, say, options):
        self.browser, self.say, self.options = browser, say, options

    def run(self, name):
        self.folder = tempfile.mkdtemp()
        self.server = None
        try:
            PARTS[name](self)
        finally:
            if self.server:
                self.server.terminate()
                self.server.wait()
            shutil.rmtree(self.folder, ignore_errors=True)

    def start(self, *more, models=None):
        """Serves a copy of the model, and opens the page."""
        self.model = f"{self.folder}/digits.safetensors"
        self.put(self.options.model, self.model)
        self.port = free_port()
        self.server = subprocess.Popen(
            [self.options.inkling, "serve", *(models or [f"digits={self.model}"]), "--port", str(self.port), *more],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        Browser.wait(lambda: self.get("/v2/health/ready"))
        self.open()

    def open(self, query=""):
        self.browser.open(f"http://127.0.0.1:{self.port}/?{query or time.monotonic_ns()}")
        self.browser.wait(lambda: self.browser.run("return document.querySelectorAll('.bars li').length") == 10)
        self.browser.settle()

    def get(self, path):
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=60) as answer:
            return answer.read().decode()

    def post(self, path):
        """Another client asks, as one on this machine may."""
        address = f"http://127.0.0.1:{self.port}"
        asked = urllib.request.Request(address + path, b"", {"Origin": address}, method="POST")
        urllib.request.urlopen(asked, timeout=60).close()

    def put(self, model, path):
        """A model's file at a path: its copy, or what a run's folder is exported to."""
        if not os.path.isdir(model):
            shutil.copy(model, path)
            return
        subprocess.run([self.options.inkling, "export", model, "-o", f"{path}.safetensors"], check=True, capture_output=True)
        os.replace(f"{path}.safetensors", path)

    def replace(self, path):
        """Another model takes the file's place, and answers."""
        weights = "inkling_model_info"
        before = [line for line in self.get("/metrics").splitlines() if line.startswith(weights)]
        self.put(path, self.model + ".new")
        os.replace(self.model + ".new", self.model)
        Browser.wait(lambda: [line for line in self.get("/metrics").splitlines() if line.startswith(weights)] != before)

    @staticmethod
    def soon(ask, seconds=10):
        """Whether it is so before long."""
        end = time.monotonic() + seconds
        while not ask() and time.monotonic() < end:
            time.sleep(0.05)
        return bool(ask())

    # What a person does and sees.

    def draw(self, digit=7, x=0.2):
        self.browser.clear()
        self.browser.draw("#paper", strokes(digit, x))
        return self.browser.reading()

    def correct(self, name):
        if not choose(self.browser, name):
            return
        if shows(self.browser, "#consent-yes"):
            self.browser.click("#consent-yes")
        self.browser.wait(lambda: f"Kept as {name}" in text(self.browser, "#correcting"))

    def state(self):
        return self.browser.run("return document.getElementById('teaching').dataset.state")

    def teach(self):
        self.browser.click("#teach")
        self.browser.wait(lambda: self.state() == "running")
        self.browser.wait(lambda: self.state() != "running", 600)

    def message(self):
        return text(self.browser, "#teach-message")

    def item(self, version):
        return text(self.browser, f"#versions [data-version='{version}']")

    def serve(self, version):
        press(self.browser, f"#versions [data-version='{version}'] button")
        self.browser.wait(lambda: text(self.browser, f"#versions [data-version='{version}'] .now"), 20)
        self.browser.settle()

    def check_page(self):
        found = accessibility.faults(self.browser)
        for fault in found[:12]:
            self.say(False, fault)
        self.say(not found, "contrast, names, keyboard and width are as they should be")


# Digits of several slants, each given as another one.
WRONG = """
    const [digits, token] = arguments;
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [280, 280];
    const context = canvas.getContext("2d");
    return (async () => {
      for (let round = 0; round < 6; round += 1) {
        for (const [digit, strokes] of digits.entries()) {
          context.fillStyle = "white";
          context.fillRect(0, 0, 280, 280);
          [context.lineWidth, context.lineCap, context.lineJoin] = [14 + 3 * round, "round", "round"];
          for (const stroke of strokes) {
            context.beginPath();
            for (const [x, y] of stroke) context.lineTo(60 + 150 * x + 12 * (round - 2.5) * (0.5 - y), 40 + 200 * y);
            context.stroke();
          }
          const picture = canvas.toDataURL("image/png").split(",")[1];
          const body = JSON.stringify({ consent: true, label: String((digit + 3) % 10), picture });
          const headers = { "Content-Type": "application/json", "Inkling-Contributor": token };
          const answer = await fetch("corrections", { method: "POST", headers, body });
          if (!answer.ok) throw new Error(await answer.text());
        }
      }
      return true;
    })();"""


def make_worse(trial):
    """Wrong corrections, and a teaching."""
    trial.browser.run(WRONG, DRAWINGS["digits"], "00112233445566778899aabbccddeeff")
    trial.open()
    trial.browser.wait(lambda: "Corrections: 60;" in text(trial.browser, "#teaching"))
    trial.teach()
    trial.say(trial.state() == "waiting", f"wrong corrections make it worse: {trial.message()}")


def worse(trial):
    """A version that is worse is listed, and said to be worse, whatever is decided."""
    say = trial.say
    trial.start("--store", f"{trial.folder}/corrections.sqlite")
    make_worse(trial)
    # The list is asked for once the state is known.
    say(trial.soon(lambda: "worse on the test set" in trial.item(2)), f"it is in the list while it waits: {trial.item(2)}")
    trial.check_page()
    trial.browser.click("#teach-discard")
    trial.browser.wait(lambda: trial.state() == "discarded")
    trial.browser.settle()
    say(trial.soon(lambda: "worse on the test set" in trial.item(2)), "and when it is not taken over")
    say("Version 1 answers now" in trial.message(), f"the page says who answers: {trial.message()}")
    say(trial.soon(lambda: trial.browser.run("return document.activeElement.id") == "teach"), "the keyboard is not lost")
    trial.open()
    trial.browser.wait(lambda: trial.state() == "discarded")
    trial.serve(2)
    say("Version 2 answers now" in trial.message() and "goes on" not in trial.message(),
        f"what was discarded is chosen after all: {trial.message()}")
    trial.serve(1)
    trial.teach()
    trial.browser.click("#teach-accept")
    trial.browser.wait(lambda: trial.state() == "accepted" and text(trial.browser, "#versions [data-version='3'] .now"))
    say("Version 3 answers now, although" in trial.message() and "not worse" not in trial.message(),
        f"what is worse and used is said to be worse: {trial.message()}")
    trial.serve(1)
    said = trial.message()
    say("although on the test set it was worse" in said and "Version 1 answers now" in said, f"also after going back: {said}")
    trial.browser.click("#language")
    say(trial.soon(lambda: "尽管" in trial.message() and "变差" in trial.item(3)), f"in Chinese, too: {trial.message()}")
    trial.browser.click("#language")

    overtaken(trial)
    # A report that is damaged hides no version, and nobody is offered what cannot be served.
    with open(f"{trial.folder}/digits.versions/2/report.json", "w") as file:
        file.write("{")
    trial.open()
    trial.browser.wait(lambda: trial.item(3))
    say("damaged" in trial.item(2) and not shows(trial.browser, "#versions [data-version='2'] button"),
        f"a damaged version is listed as such: {trial.item(2)}")
    trial.check_page()
    if trial.options.other:
        replaced(trial)


# What the server says of its versions comes late.
LATE = """
    const real = window.fetch;
    window.late = 0;
    window.fetch = async (path, ...more) => {
      const answer = await real(path, ...more);
      if (String(path) !== "versions") return answer;
      await new Promise((done) => { setTimeout(done, 2000); });
      window.late += 1;
      return answer;
    };"""


def overtaken(trial):
    """A list of before comes after somebody has chosen a version."""
    browser = trial.browser
    browser.run(LATE)
    trial.post("/versions/3/serve")
    trial.draw()
    trial.serve(2)
    browser.wait(lambda: browser.run("return window.late") > 0)
    time.sleep(0.2)
    trial.say(text(browser, "#versions [data-version='2'] .now") and not text(browser, "#versions [data-version='3'] .now"),
              "a list that was overtaken is not shown")
    trial.open()
    browser.wait(lambda: text(browser, "#versions [data-version='2'] .now"))
    trial.serve(1)


def replaced(trial):
    """The number is the same, and the file another one."""
    trial.draw()
    trial.replace(trial.options.other)
    trial.browser.complaints()
    trial.draw(1)
    trial.say(trial.soon(lambda: "another file" in trial.item(3)) and not shows(trial.browser, "#versions [data-version='3'] button"),
              f"a file that is replaced while version 1 answers is noticed: {trial.item(3)}")
    trial.say("Version 1 answers now" in trial.message(), trial.message())
    trial.say(trial.browser.complaints() == [], "the console is clean")


def on_bytes(trial):
    """A model that is neither taught nor looked into."""
    browser, say = trial.browser, trial.say
    if not trial.options.bytes:
        return
    trial.start("--store", f"{trial.folder}/corrections.sqlite",
                models=[f"bytes={trial.options.bytes}", f"digits={trial.folder}/digits.safetensors"])
    trial.soon(lambda: not shows(browser, ".inside"))
    say(trial.draw() == "7" and not shows(browser, ".inside"), "a model on bytes answers, and cannot be looked into")
    say(not shows(browser, "#correcting") and not shows(browser, "#forget"), "it is not corrected, and there is nothing to delete")
    trial.open("model=digits")
    browser.wait(lambda: shows(browser, "#correcting") and shows(browser, ".inside"))
    trial.draw()
    trial.correct("1")
    say(shows(browser, "#forget"), "a correction of the other model can be deleted")
    trial.open("model=bytes")
    say(trial.soon(lambda: shows(browser, "#forget")) and not shows(browser, "#correcting") and not shows(browser, "#teach") and text(browser, "#teach-title") == "What you gave",
        "also where a model is shown that is not taught")
    trial.check_page()
    browser.click("#forget")
    say("All that you gave is deleted for good. Corrections: 1." in text(browser, "#teaching .question"), text(browser, "#teaching .question p"))
    browser.click("#forget-yes")
    browser.wait(lambda: trial.message())
    say(trial.message() == "Deleted corrections: 1." and not shows(browser, "#forget"), trial.message())
    trial.open("model=digits")
    browser.wait(lambda: "Corrections: 0; yours: 0." in text(browser, "#teaching"), 10)
    say(browser.run("return localStorage.getItem('inkling-contributor')") is None, "and nothing is left of it")
    say(browser.complaints() == [], "the console is clean")


# The server has too much to do, three times; what it is asked is counted.
BUSY = """
    const real = window.fetch;
    let refused = 0;
    window.asked = 0;
    window.fetch = (path, ...more) => {
      if (!String(path).startsWith("predict")) return real(path, ...more);
      window.asked += 1;
      if (refused === arguments[0]) return real(path, ...more);
      refused += 1;
      return Promise.resolve(new Response('{"error":"the server has too much to do; try again"}', {
        status: 503, headers: { "Retry-After": "1" },
      }));
    };"""


def refused(trial):
    """Who asks too often is answered later, by what is drawn then."""
    browser, say = trial.browser, trial.say
    trial.start("--rate", "1")
    time.sleep(5)
    browser.draw("#paper", strokes(7, 0.02, 0.3, 0.3))
    browser.draw("#paper", strokes(1, 0.33, 0.3, 0.3))
    browser.draw("#paper", strokes(1, 0.66, 0.3, 0.3))
    say(trial.soon(lambda: "asked again" in text(browser, "#trouble")), f"a client that asks too often: {text(browser, '#trouble')}")
    say(trial.soon(lambda: text(browser, "#reading") == "711", 20) and text(browser, "#trouble") == "" and not shows(browser, "#trouble"), "the newest drawing is read by itself, and the sentence goes")
    trial.server.terminate()
    trial.server.wait()
    trial.start()
    browser.complaints()
    browser.run(BUSY, 3)
    start = time.monotonic()
    browser.draw("#paper", strokes(7))
    say(browser.reading() == "7" and time.monotonic() - start > 2.5, "a server that has too much to do is asked again when it says")
    browser.clear()
    browser.run(BUSY, 1000)
    browser.draw("#paper", strokes(1))
    browser.wait(lambda: text(browser, "#trouble").startswith("No answer: "), 30)
    asked = browser.run("return window.asked")
    say(asked < 40, f"and given up after a while: {text(browser, '#trouble')} ({asked} questions)")


PARTS = {"worse": worse, "on_bytes": on_bytes, "refused": refused}
