#!/usr/bin/env python3
"""Opens the page of a running server in a real browser, and draws on it.

    Tests/Peers/served_page.py INKLING MODEL [--right 9] [--screenshots FOLDER] [--command "SERVER {port}"]

MODEL reads digits; it is served by `INKLING serve MODEL`, or by another command that takes its port. It needs chromium and
chromedriver.
"""
import argparse
import json
import os
import shlex
import socket
import subprocess
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import accessibility
from browser import Browser

parser = argparse.ArgumentParser()
parser.add_argument("inkling")
parser.add_argument("model")
parser.add_argument("--right", type=int, default=9, help="how many of the ten digits it must read")
parser.add_argument("--screenshots", help="a folder for pictures of the page")
parser.add_argument("--command", help="how the server is started, with {port} in it")
options = parser.parse_args()

failures = 0
drawings = json.load(open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "page/drawings.json")))


def say(ok, text):
    global failures
    failures += not ok
    print("ok     " if ok else "FAILED ", text, flush=True)


def strokes(digit, x=0.2, y=0.05, size=0.6):
    return [[(x + a * size, y + b * size * 4 / 3) for a, b in stroke] for stroke in drawings["digits"][digit]]


def state(browser):
    return browser.run("return document.documentElement.dataset.state")


def reading(browser):
    browser.wait(lambda: state(browser) == "idle")
    return browser.run("return document.getElementById('reading').textContent")


with socket.socket() as free:
    free.bind(("127.0.0.1", 0))
    port = free.getsockname()[1]
command = shlex.split(options.command.format(port=port)) if options.command else [
    options.inkling, "serve", options.model, "--port", str(port)]


def start():
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    Browser.wait(lambda: socket.create_connection(("127.0.0.1", port), 1))
    return server


server = start()
try:
    with Browser() as browser:
        browser.open(f"http://127.0.0.1:{port}/")
        browser.wait(lambda: browser.run("return document.querySelectorAll('.bars li').length") == 10)
        say(reading(browser) == "–", "the page opens and knows the ten classes")
        say(browser.complaints() == [], "without a complaint: the policy has no inline script and no inline style")
        read = []
        for digit in range(10):
            browser.draw("#paper", strokes(digit))
            read.append(reading(browser))
            browser.run("document.getElementById('clear').click()")
        right = sum(text == str(digit) for digit, text in enumerate(read))
        say(right >= options.right, f"{right} of 10 drawn digits are read: {' '.join(read)}")
        browser.draw("#paper", strokes(1, 0.02, 0.3, 0.3) + strokes(7, 0.33, 0.3, 0.3) + strokes(4, 0.66, 0.3, 0.3))
        say(len(reading(browser)) == 3, f"three in a row are a number: {reading(browser)}")

        browser.run("document.getElementById('inside').open = true")
        browser.wait(lambda: browser.run("return document.querySelectorAll('.step').length") > 3)
        browser.run("for (const step of document.querySelectorAll('.step')) step.querySelector('.maps button')?.click()")
        shown = browser.run("return document.querySelectorAll('.working table').length")
        say(shown > 2, f"{shown} tables say how numbers come about")
        reading(browser)
        found = accessibility.faults(browser)
        for fault in found[:12]:
            say(False, fault)
        say(not found, "contrast, names, keyboard and width are as they should be")
        say(browser.complaints() == [], "the console is clean")
        if options.screenshots:
            os.makedirs(options.screenshots, exist_ok=True)
            for width, dark in ((1280, False), (390, True)):
                browser.resize(width, 900, dark)
                browser.run("window.scrollTo(0, 0)")
                browser.screenshot(f"{options.screenshots}/served-{width}-{'dark' if dark else 'light'}.png")

        # The server goes, and comes back.
        browser.run("document.getElementById('inside').open = false; document.getElementById('clear').click()")
        reading(browser)
        server.terminate()
        server.wait()
        browser.draw("#paper", strokes(3))
        browser.wait(lambda: state(browser) == "gone")
        say(not browser.run("return document.getElementById('trouble').hidden"), "the page says that the server is gone")
        server = start()
        browser.wait(lambda: state(browser) == "idle")
        browser.wait(lambda: reading(browser) != "–")
        say(browser.run("return document.getElementById('trouble').hidden"), "it is back, and reads what was drawn meanwhile")
finally:
    server.terminate()
    server.wait()
sys.exit(1 if failures else 0)
