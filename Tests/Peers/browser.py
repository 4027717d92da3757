"""A browser that a script drives: Chromium by its chromedriver and the WebDriver protocol (W3C), with Python alone."""

import base64
import json
import os
import shutil
import socket
import subprocess
import tempfile
import time
import urllib.error
import urllib.request

# The pen's way for each digit, and pictures with what framing makes of them; a Swift test keeps them in step with the program.
DRAWINGS = json.load(open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "page/drawings.json")))

ELEMENT = "element-6066-11e4-a52e-4f735466cecf"

# For scripts: the pixels of a picture file in base64, as an `ImageData`.
PIXELS = """
    const pixelsOf = async (file) => {
      const bytes = Uint8Array.from(atob(file), (letter) => letter.charCodeAt(0));
      const bitmap = await createImageBitmap(new Blob([bytes]));
      const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
      const context = canvas.getContext("2d");
      context.drawImage(bitmap, 0, 0);
      return context.getImageData(0, 0, bitmap.width, bitmap.height);
    };"""

# A file for the page: in base64, its type, and how it comes.
HAND_OVER = """
    const bytes = Uint8Array.from(atob(arguments[0]), (letter) => letter.charCodeAt(0));
    const transfer = new DataTransfer();
    transfer.items.add(new File([bytes], "a.png", { type: "image/png" }));
    if (arguments[1] === "open") {
      const file = document.getElementById("file");
      file.files = transfer.files;
      file.dispatchEvent(new Event("change"));
    } else {
      document.getElementById("paper").dispatchEvent(arguments[1] === "drop"
        ? new DragEvent("drop", { dataTransfer: transfer, bubbles: true })
        : new ClipboardEvent("paste", { clipboardData: transfer, bubbles: true }));
    }"""


class Browser:
    """One window of a headless Chromium; closed at the end of a `with`."""

    def __init__(self, width=1280, height=900, dark=False, touch=False, language="en"):
        driver = shutil.which("chromedriver")
        if driver is None:
            raise SystemExit("chromedriver is missing: apt-get install chromium chromium-driver")
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        self.address = f"http://127.0.0.1:{port}"
        self.profile = tempfile.mkdtemp()
        self.process = subprocess.Popen(
            [driver, f"--port={port}"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        arguments = ["--headless=new", "--no-first-run", "--disable-gpu", "--force-color-profile=srgb",
                     f"--user-data-dir={self.profile}", f"--lang={language}", "--hide-scrollbars"]
        if os.geteuid() == 0:
            arguments.append("--no-sandbox")
        options = {"args": arguments, "prefs": {"intl.accept_languages": language}}
        capabilities = {
            "browserName": "chrome", "goog:chromeOptions": options, "goog:loggingPrefs": {"browser": "ALL"},
            "pageLoadStrategy": "normal"}
        self.session = self.wait(lambda: self.call(
            "POST", "/session", {"capabilities": {"alwaysMatch": capabilities}}))["sessionId"]
        self.resize(width, height, dark, touch)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        try:
            self.call("DELETE", f"/session/{self.session}")
        finally:
            self.process.terminate()
            self.process.wait()
            shutil.rmtree(self.profile, ignore_errors=True)

    # The protocol.

    def call(self, method, path, body=None):
        data = None if method in ("GET", "DELETE") else json.dumps(body or {}).encode()
        request = urllib.request.Request(
            self.address + path, data, {"Content-Type": "application/json"}, method=method)
        try:
            with urllib.request.urlopen(request, timeout=120) as response:
                return json.load(response)["value"]
        except urllib.error.HTTPError as error:
            value = json.load(error)["value"]
            raise RuntimeError(f"{value['error']}: {value['message'].splitlines()[0]}") from None

    def window(self, method, path, body=None):
        return self.call(method, f"/session/{self.session}{path}", body)

    def chrome(self, command, **parameters):
        return self.window("POST", "/goog/cdp/execute", {"cmd": command, "params": parameters})

    @staticmethod
    def wait(ask, seconds=60):
        """What `ask` gives, as soon as it does not fail and is not false."""
        end = time.monotonic() + seconds
        while True:
            fault = None
            try:
                answer = ask()
                if answer:
                    return answer
            except (OSError, RuntimeError) as error:
                fault = error
            if time.monotonic() > end:
                raise SystemExit(f"waited {seconds} s in vain: {fault}")
            time.sleep(0.05)

    # What a person does.

    def resize(self, width, height, dark=False, touch=False):
        self.chrome("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=touch)
        self.chrome("Emulation.setTouchEmulationEnabled", enabled=touch)
        self.chrome("Emulation.setEmulatedMedia", features=[
            {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}])

    def open(self, address):
        self.window("POST", "/url", {"url": address})

    def run(self, script, *arguments):
        """What a script returns; a promise is waited for."""
        return self.window("POST", "/execute/sync", {"script": script, "args": list(arguments)})

    def find(self, selector):
        return self.window("POST", "/element", {"using": "css selector", "value": selector})[ELEMENT]

    def click(self, selector):
        self.window("POST", f"/element/{self.find(selector)}/click")

    def type(self, text):
        """Presses keys one after another, wherever the focus is."""
        actions = [{"type": kind, "value": key} for key in text for kind in ("keyDown", "keyUp")]
        self.window("POST", "/actions", {"actions": [{"type": "key", "id": "keys", "actions": actions}]})

    def draw(self, selector, strokes, pointer="mouse"):
        """Strokes of points in 0...1 of an element's width and height."""
        box = self.run(
            "const e = document.querySelector(arguments[0]); e.scrollIntoView({block: 'center'});"
            "const b = e.getBoundingClientRect(); return [b.left, b.top, b.width, b.height]", selector)
        actions = []
        for stroke in strokes:
            for place, (x, y) in enumerate(stroke):
                point = {"x": round(box[0] + x * box[2]), "y": round(box[1] + y * box[3])}
                actions.append({"type": "pointerMove", "duration": 0, "origin": "viewport", **point})
                if place == 0:
                    actions.append({"type": "pointerDown", "button": 0})
            actions.append({"type": "pointerUp", "button": 0})
        self.window("POST", "/actions", {"actions": [
            {"type": "pointer", "id": pointer, "parameters": {"pointerType": pointer}, "actions": actions}]})

    def screenshot(self, path, whole=False):
        picture = self.chrome("Page.captureScreenshot", format="png", captureBeyondViewport=whole)
        with open(path, "wb") as file:
            file.write(base64.b64decode(picture["data"]))

    # The page that one draws on.

    @staticmethod
    def strokes(digit, x=0.2, y=0.05, size=0.6):
        """A digit's way on the sheet, which is four thirds as wide as high."""
        return [[(x + a * size, y + b * size * 4 / 3) for a, b in stroke] for stroke in DRAWINGS["digits"][digit]]

    def hand_over(self, content, way):
        """A picture file for the page, in base64: "drop", "paste" or "open"."""
        self.run(HAND_OVER, content, way)

    def state(self):
        return self.run("return document.documentElement.dataset.state")

    def settle(self):
        self.wait(lambda: self.state() == "idle")

    def reading(self):
        self.settle()
        return self.run("return document.getElementById('reading').textContent")

    def clear(self):
        self.run("document.getElementById('clear').click()")
        self.settle()

    def complaints(self):
        """What the console has said that is no mere remark, since it was asked last."""
        entries = self.window("POST", "/se/log", {"type": "browser"})
        return [entry["message"] for entry in entries if entry["level"] in ("WARNING", "SEVERE")]


class Checks:
    """What was looked at, a line each; `failures` of them were not as they should be."""

    failures = 0

    def __call__(self, ok, text):
        self.failures += not ok
        print("ok     " if ok else "FAILED ", text, flush=True)
