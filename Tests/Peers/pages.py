#!/usr/bin/env python3
"""Opens the pages that Inkling writes in a real browser: reports of models and data, and explanations.

    Tests/Peers/pages.py INKLING MODEL [--screenshots FOLDER]

MODEL is a run that was trained on a data set which is there, such as strokes. It needs chromium and chromedriver. Of each page,
at 390 and 1280 pixels, light and dark: no complaint in the console, no scrolling sideways, texts with a contrast of 4.5, a
name for all that can be used, and a way with Tab to every link.
"""
import argparse
import os
import shutil
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import accessibility
from browser import Browser, Checks

parser = argparse.ArgumentParser()
parser.add_argument("inkling")
parser.add_argument("model")
parser.add_argument("--dataset", default="strokes", help="whose page is written; by default strokes")
parser.add_argument("--screenshots", help="a folder for pictures of the pages")
options = parser.parse_args()

folder = tempfile.mkdtemp()
say = Checks()
pages = {
    "report": ["report", options.model, "-o", f"{folder}/report.html", "--corrupted", "50"],
    "data": ["data", options.dataset, "--report", f"{folder}/data.html", "--mapped", "60"],
    "explain": ["explain", options.model, "--index", "7", "-o", f"{folder}/explain.html"],
}
for name, arguments in pages.items():
    done = subprocess.run([options.inkling, *arguments], capture_output=True, text=True)
    path = f"{folder}/{name}.html"
    if done.returncode != 0 or not os.path.exists(path):
        say(False, f"{name}: {done.stderr.strip() or 'nothing was written'}")
        continue
    with Browser() as browser:
        browser.open("file://" + path)
        found = [f"console: {text}" for text in browser.complaints()] + accessibility.faults(browser)
        for fault in found[:12]:
            say(False, f"{name}: {fault}")
        say(not found, f"{name}, {os.path.getsize(path)} bytes: console, contrast, names, keyboard and width")
        if options.screenshots:
            os.makedirs(options.screenshots, exist_ok=True)
            for width, dark in ((1280, False), (390, True)):
                browser.resize(width, 900, dark)
                browser.screenshot(f"{options.screenshots}/{name}-{width}-{'dark' if dark else 'light'}.png")

shutil.rmtree(folder)
sys.exit(1 if say.failures else 0)
