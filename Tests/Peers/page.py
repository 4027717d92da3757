#!/usr/bin/env python3
"""Opens a model's exported page in a real browser, draws on it, and holds its answers against the program's.

    Tests/Peers/page.py INKLING MODEL [--right 9] [--texts READER ...] [--screenshots FOLDER]

MODEL reads digits, and each READER texts. It needs chromium and chromedriver, and nothing else. What is drawn is in
page/drawings.json, which a Swift test keeps in step with the program: the pen's way for each digit, and pictures with what
framing makes of them, and what they are for models that read texts.
"""
import argparse
import base64
import json
import os
import shutil
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import accessibility
import page_texts
from browser import DRAWINGS as drawings, PIXELS, Browser, Checks

parser = argparse.ArgumentParser()
parser.add_argument("inkling")
parser.add_argument("model")
parser.add_argument("--right", type=int, default=9, help="how many of the ten digits it must read")
parser.add_argument("--texts", nargs="+", default=[], help="models that read texts; one of them must read some characters")
parser.add_argument("--screenshots", help="a folder for pictures of the page")
options = parser.parse_args()

folder = tempfile.mkdtemp()
say = Checks()
strokes = Browser.strokes

page = f"{folder}/page.html"
subprocess.run([options.inkling, "export", options.model, "-o", page], check=True, stderr=subprocess.DEVNULL)
address = "file://" + page
size = os.path.getsize(page)

with Browser() as browser:
    browser.open(address)
    browser.settle()
    say(browser.complaints() == [], f"the page of {size} bytes opens without a complaint")
    say(browser.run("return inkling.selfTest()"), "the golden inputs are answered as the model did")

    # The framing's twin, and the answers, against the program's.
    worst, shapes, boxes = 0, [], []
    for number, picture in enumerate(drawings["pictures"]):
        with open(f"{folder}/{number:02}.png", "wb") as file:
            file.write(base64.b64decode(picture["png"]))
        lines, answer = browser.run(PIXELS + """
            return (async () => {
              const pixels = await pixelsOf(arguments[0]);
              const lines = inkling.images(pixels).map((line) => line.map(({ pixels, box }) =>
                ({ pixels: Array.from(pixels), box: [box.x, box.y, box.width, box.height] })));
              const { number, probability, refused } = inkling.read(pixels);
              return [lines, { number, probability, refused }];
            })();""", picture["png"])
        picture["answer"] = answer
        expected = picture["lines"]
        if [len(line) for line in lines] != [len(line) for line in expected]:
            shapes.append(picture["name"])
            continue
        for own, other in zip(sum(lines, []), sum(expected, [])):
            worst = max([worst] + [abs(a - b) for a, b in zip(own["pixels"], base64.b64decode(other["pixels"]))])
            if own["box"] != other["box"]:
                boxes.append(picture["name"])
    count = len(drawings["pictures"])
    say(not shapes and not boxes, f"{count} pictures: the same digits at the same places {shapes or ''}{boxes or ''}")
    say(worst <= 1, f"framed within {worst} of 255 of what the program makes of them")

    out = subprocess.run(
        [options.inkling, "predict", options.model, folder, "--json"], capture_output=True, text=True)
    answers = [json.loads(line) for line in out.stdout.splitlines()]
    different, far = [], 0.0
    for picture, own in zip(drawings["pictures"], answers):
        page_answer = picture["answer"]
        if (own["number"] or "") != page_answer["number"] or own["refused"] != page_answer["refused"]:
            different.append(picture["name"])
        elif own["probability"] is not None:
            far = max(far, abs(own["probability"] - page_answer["probability"]))
    say(len(answers) == count and not different, f"read as `inkling predict` reads them {different or ''}")
    say(far < 1e-3, f"with its probabilities, within {far:.1e}")

    sums = browser.run("""
        const image = inkling.images({ width: 28, height: 28, channels: 1, samples: new Uint8Array(784).map((_, i) => (i % 28 > 12 && i % 28 < 16 && i > 140 && i < 644 ? 255 : 0)) })[0][0];
        let [worst, count] = [0, 0];
        for (const { examples } of inkling.steps(image.pixels)) {
          for (const { kind, values, factors, bias, result } of examples) {
            const sum = kind === "sum" ? values.reduce((sum, value, i) => sum + value * factors[i], bias)
              : kind === "maximum" ? Math.max(...values) : values.reduce((sum, value) => sum + value, 0) / values.length;
            worst = Math.max(worst, Math.abs(sum - result) / Math.max(1, Math.abs(result)));
            count += 1;
          }
        }
        return [worst, count];""")
    say(sums[1] > 0 and sums[0] < 1e-4, f"{sums[1]} numbers of its maps are what is written beside them, within {sums[0]:.1e}")

    # Drawing.
    read = []
    for digit in range(10):
        browser.draw("#paper", strokes(digit))
        read.append(browser.reading())
        browser.clear()
    right = sum(text == str(digit) for digit, text in enumerate(read))
    say(right >= options.right, f"{right} of 10 drawn digits are read: {' '.join(read)}")
    say(browser.run("return document.querySelectorAll('#drawn li').length") == 10, "the gallery holds ten drawings")
    browser.run("document.querySelector('#drawn button').click()")
    say(browser.reading() == read[9], "one of the gallery is drawn again")
    browser.clear()

    number = [strokes(1, 0.02, 0.3, 0.3), strokes(7, 0.33, 0.3, 0.3), strokes(4, 0.66, 0.3, 0.3)]
    browser.draw("#paper", sum(number, []))
    text = browser.reading()
    say(len(text) == 3, f"three digits in a row are a number: {text}")
    say(browser.run("return document.querySelectorAll('#digits li').length") == 3, "each is shown as it is seen")
    browser.run("document.querySelectorAll('#digits button')[1].click()")
    say(browser.run("return document.querySelector('.bars .best .name').textContent") == text[1], "each has its bars")
    for _ in range(len(sum(number, []))):
        browser.run("document.getElementById('undo').click()")
    say(browser.reading() == "–", "strokes are taken back one by one")

    for pointer in ("touch", "pen"):
        browser.draw("#paper", strokes(0), pointer)
        say(browser.reading() == read[0], f"a {pointer} draws as a mouse does")
        browser.clear()
    browser.run("document.getElementById('paper').focus()")
    up, down, left = "\ue013", "\ue015", "\ue012"
    browser.type(up * 12 + " " + down * 24 + " ")
    text = browser.reading()
    say(len(text) == 1 and text != "–", f"the keyboard draws: {text}")
    browser.type("\ue017")
    say(browser.reading() == "–", "Delete clears")

    by_name = {picture["name"]: picture for picture in drawings["pictures"]}
    for name, kind in (("number", "drop"), ("chalk", "paste"), ("ruled", "drop"), ("shadow", "paste")):
        browser.hand_over(by_name[name]["png"], kind)
        browser.wait(lambda: browser.run("return document.getElementById('undo').disabled") is False)
        expected = by_name[name]["answer"]["number"]
        say(browser.wait(lambda: browser.reading() == expected), f"a picture ({kind}, {name}) is read: {expected}")
        browser.clear()
    place = "return document.getElementById('paper').getBoundingClientRect().top"
    before = browser.run(place)
    browser.hand_over(base64.b64encode(b"no picture").decode(), "drop")
    browser.wait(lambda: browser.run("return !document.getElementById('trouble').hidden"))
    say(browser.run(place) == before, "a file that is no picture is refused with a sentence, and the sheet stays in its place")

    # What it sees.
    browser.draw("#paper", strokes(2))
    browser.settle()
    browser.run("document.getElementById('inside').open = true")
    browser.wait(lambda: browser.run("return document.querySelectorAll('.step').length") > 3)
    browser.run("for (const step of document.querySelectorAll('.step')) step.querySelector('.maps button')?.click()")
    shown = browser.run("return document.querySelectorAll('.working:not([hidden])').length")
    say(shown > 2, f"{shown} steps say how a number comes about")
    tables = browser.run("return document.querySelectorAll('.working table').length")
    say(tables > 2, f"with {tables} tables of numbers")
    browser.run("document.getElementById('language').click()")
    say(browser.run("return [document.documentElement.lang, document.getElementById('clear').textContent]")
        == ["zh", "清除"], "the page speaks Chinese")
    browser.settle()
    browser.run("document.getElementById('language').click()")
    browser.settle()

    found = accessibility.faults(browser)
    for fault in found[:12]:
        say(False, fault)
    say(not found, "contrast, names, keyboard and width are as they should be")
    say(browser.complaints() == [], "the console is clean")

    if options.screenshots:
        os.makedirs(options.screenshots, exist_ok=True)
        for width, height in ((1280, 900), (390, 844)):
            for dark in (False, True):
                browser.resize(width, height, dark)
                browser.run("window.scrollTo(0, 0)")
                browser.settle()
                browser.run("""
                    const step = document.querySelectorAll('.step')[2];
                    if (step.querySelector('.working').hidden) step.querySelector('.maps button').click();
                    document.activeElement.blur();""")
                name = f"{options.screenshots}/page-{width}-{'dark' if dark else 'light'}"
                browser.screenshot(name + ".png")
                browser.screenshot(name + "-whole.png", whole=True)
        browser.resize(1120, 1480)
        browser.run("""
            window.scrollTo(0, 0);
            document.querySelectorAll('.step')[1].hidden = true;
            document.querySelectorAll('.step')[2].querySelectorAll('.maps button')[3].click();
            document.activeElement.blur();
            // Not every machine has Chinese letters, and none has another's time.
            for (const id of ["language", "time"]) document.getElementById(id).style.visibility = "hidden";""")
        browser.settle()
        browser.screenshot(f"{options.screenshots}/page.png")

# A page whose weights were changed says so.
text = open(page).read()
start = text.index("const weights = numbers(`\n") + 200
changed = text[:start] + ("A" if text[start] != "A" else "B") + text[start + 1:]
policy = text.index("<meta http-equiv=\"Content-Security-Policy\"")
changed = changed[:policy] + changed[changed.index("\n", policy):]
with open(f"{folder}/changed.html", "w") as file:
    file.write(changed)
with Browser(width=390, height=844) as browser:
    browser.open(f"file://{folder}/changed.html")
    browser.wait(lambda: browser.run("return document.documentElement.dataset.state") == "broken")
    say(not browser.run("return document.getElementById('trouble').hidden"), "a page with a changed weight says so")

if options.texts:
    page_texts.check(options, folder, say)
shutil.rmtree(folder)
sys.exit(1 if say.failures else 0)
