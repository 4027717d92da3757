"""The exported pages of models that read texts. Part of page.py."""

import base64
import hashlib
import json
import os
import subprocess

import accessibility
from browser import DRAWINGS, PIXELS, Browser
from served_page_steps import bars, shows, text

PAGE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../Sources/InklingCDrawingPage/page")

# Pictures of texts in other sizes than the models', and in theirs.
KINDS = (("classic", "160x60"), ("lines", "200x80"), ("wavy", "90x70"))


def module(path):
    """A module's text, without imports, as a part of a script."""
    with open(f"{PAGE}/{path}", encoding="utf-8") as file:
        return "\n" + file.read().replace("\nexport ", "\n")


def check_fitting(say):
    """The twin of the program's scaling, in sizes and colours that no model here has."""
    script = module("drawing.js") + module("framing/fitting.js") + PIXELS + """
        return (async () => {
          const picture = withoutColor(await pixelsOf(arguments[0]));
          return arguments[1].map((size) => Array.from(fittedPicture(picture, ...size)));
        })();"""
    different = []
    with Browser() as browser:
        for picture in DRAWINGS["pictures"]:
            images = browser.run(script, picture["png"], DRAWINGS["sizes"])
            if [hashlib.sha256(bytes(image)).hexdigest() for image in images] != picture["fitted"]:
                different.append(picture["name"])
    say(not different, f"{len(DRAWINGS['pictures'])} pictures fitted into {len(DRAWINGS['sizes'])} sizes: the program's bytes {different or ''}")


def write_pictures(inkling, folder):
    """Pictures of texts, and those that are recorded: their files in base64, in the order of their names in the folder."""
    files = [base64.b64decode(picture["png"]) for picture in DRAWINGS["pictures"]]
    for style, size in KINDS:
        drawn = f"{folder}/{style}"
        subprocess.run(
            [inkling, "captcha", "write", drawn, "--count", "4", "--style", style, "--size", size],
            check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        for name in sorted(os.listdir(drawn)):
            if name.endswith(".png"):
                with open(f"{drawn}/{name}", "rb") as file:
                    files.append(file.read())
    os.mkdir(f"{folder}/pictures")
    for number, content in enumerate(files):
        with open(f"{folder}/pictures/{number:03}.png", "wb") as file:
            file.write(content)
    return [base64.b64encode(content).decode() for content in files]


def export(inkling, model, page):
    subprocess.run([inkling, "export", model, "-o", page], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def compare(browser, inkling, model, folder, pictures, say):
    """What the open page reads against what the program does; gives the program's texts."""
    out = subprocess.run(
        [inkling, "predict", model, f"{folder}/pictures", "--json"], capture_output=True, text=True, check=True)
    answers = [json.loads(line) for line in out.stdout.splitlines()]
    say(len(answers) == len(pictures), f"`inkling predict` reads {len(answers)} pictures")
    different, far = [], 0.0
    for number, (picture, own) in enumerate(zip(pictures, answers)):
        found, probability, characters = browser.run(PIXELS + """
            return (async () => {
              const { text, probability, characters } = inkling.read(await pixelsOf(arguments[0]));
              return [text, probability, characters.map(({ character, probability }) => [character, probability])];
            })();""", picture)
        if found != own["text"] or [one[0] for one in characters] != [one["character"] for one in own["characters"]]:
            different.append(f"{number}: {found!r} for {own['text']!r}")
            continue
        far = max([far, abs((probability or 0) - (own["probability"] or 0))] + [
            abs(one[1] - other["probability"]) for one, other in zip(characters, own["characters"])])
    say(any(own["text"] is None for own in answers), "some of them are blank, and have no text")
    texts = [own["text"] or "" for own in answers]
    say(not different, f"the page reads the same {sum(map(len, texts))} characters {different or ''}")
    # Some of the pictures are none of texts: networks are least sure of them, and rounding shows most.
    say(far < 2e-3, f"with the program's probabilities, within {far:.1e}")
    return texts


def check_answers(browser, picture, expected, say):
    """What a person gives it, and what it shows."""
    say(text(browser, "#hint").startswith("Drop, paste or open") and bars(browser) == [], "it asks for pictures of texts, and has no bars for classes")
    for way in ("open", "drop", "paste"):
        browser.hand_over(picture, way)
        browser.wait(lambda: shows(browser, "#digits .line"))
        say(browser.reading() == (expected or "–"), f"a picture ({way}) is read: {expected!r} {text(browser, '#sure')}")
        rows = bars(browser)
        say("".join(name for name, _ in rows) == expected.replace(" ", "␣") and all("%" in share for _, share in rows),
            "each character has its probability: " + ", ".join(f"{name} {share}" for name, share in rows))
        spoken = text(browser, "#spoken")
        say(expected in spoken and ("%" in spoken) == bool(expected), f"and is spoken: {spoken!r}")
        browser.clear()
        say(browser.reading() == "–" and bars(browser) == [] and text(browser, "#sure") + text(browser, "#spoken") == "",
            "without a picture it says nothing")
    browser.draw("#paper", Browser.strokes(3, 0.3))
    say(browser.reading() is not None and shows(browser, "#digits .line") and text(browser, "#trouble") == "",
        f"what is drawn is read too: {browser.reading()!r}")
    browser.clear()
    browser.hand_over(base64.b64encode(b"no picture").decode(), "drop")
    browser.wait(lambda: text(browser, "#trouble"))
    say(browser.reading() == "–", f"a file that is no picture is refused: {text(browser, '#trouble')}")


def check_inside(browser, picture, say):
    """Each step is shown, without what would speak for a class."""
    browser.hand_over(picture, "drop")
    browser.wait(lambda: shows(browser, "#digits .line"))
    found = accessibility.faults(browser)
    for fault in found[:12]:
        say(False, fault)
    say(not found, "contrast, names, keyboard and width are as they should be")
    browser.run("document.getElementById('inside').open = true")
    browser.wait(lambda: browser.run("return document.querySelectorAll('.step').length") > 3)
    browser.settle()
    steps = browser.run("""
        const [[{ pixels }]] = inkling.images({ width: 4, height: 3, channels: 1, samples: new Uint8Array(12) });
        return inkling.steps(pixels).map(({ name }) => name);""")
    shown = browser.run("return [...document.querySelectorAll('.step h3')].map((e) => e.textContent)")
    say(shown == steps, f"{len(shown)} steps are shown, and nothing else")
    browser.run("for (const step of document.querySelectorAll('.step')) step.querySelector('.maps button')?.click()")
    tables = browser.run("return document.querySelectorAll('.working:not([hidden]) table').length")
    say(tables > 2, f"with {tables} tables of numbers")
    browser.resize(390, 844)
    say(browser.run(accessibility.SIDEWAYS) == [], "nothing reaches out of a narrow page")
    browser.resize(1280, 900)
    browser.run("document.getElementById('language').click()")
    say("文字" in text(browser, "#hint") and browser.run("return document.getElementById('bars').ariaLabel") == "每个字符的概率",
        "the page speaks Chinese")
    browser.run("document.getElementById('language').click()")
    browser.settle()


def check_ink(options, folder, pictures, say):
    """A model of which somebody has said that its ink is light: dark ink is inverted, in the page as by `predict`."""
    onnx, model, page = (f"{folder}/light.{ending}" for ending in ("onnx", "safetensors", "html"))
    export(options.inkling, options.texts[0], onnx)
    subprocess.run(
        [options.inkling, "import", onnx, "--ink", "light", "-o", model], check=True, stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL)
    export(options.inkling, model, page)
    with Browser() as browser:
        browser.open("file://" + page)
        browser.settle()
        say(True, "a model of which somebody has said that its ink is light")
        compare(browser, options.inkling, model, folder, pictures, say)


def check(options, folder, say):
    folder = f"{folder}/texts"
    os.mkdir(folder)
    check_fitting(say)
    pictures = write_pictures(options.inkling, folder)
    characters = 0
    for number, reader in enumerate(options.texts):
        page = f"{folder}/{number}.html"
        export(options.inkling, reader, page)
        with Browser() as browser:
            browser.open("file://" + page)
            browser.settle()
            say(browser.complaints() == [], f"the page of {reader}, {os.path.getsize(page)} bytes, opens without a complaint")
            say(browser.run("return inkling.selfTest()"), "the golden inputs are answered as the model did")
            texts = compare(browser, options.inkling, reader, folder, pictures, say)
            characters += sum(map(len, texts))
            longest = max(range(len(texts)), key=lambda place: (len(texts[place]), place))
            check_answers(browser, pictures[longest], texts[longest], say)
            check_inside(browser, pictures[longest], say)
            say(browser.complaints() == [], "the console is clean")
            if options.screenshots:
                os.makedirs(options.screenshots, exist_ok=True)
                browser.run("window.scrollTo(0, 0)")
                browser.screenshot(f"{options.screenshots}/texts-{number}.png")
                browser.screenshot(f"{options.screenshots}/texts-{number}-whole.png", whole=True)
    say(characters > 0, f"{characters} characters were compared in all")
    check_ink(options, folder, pictures, say)
