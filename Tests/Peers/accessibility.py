"""What must hold of every page: contrast, names of what can be used, the way of the keyboard, no scrolling sideways, and
the rules of axe-core where the package axe-playwright-python, which carries them, is there."""

import importlib.util
import os

# Texts that stand out too little from what is behind them: in SVG by their fill, in HTML by their colour.
CONTRAST = """
const parse = (text) => {
  const parts = text.match(/[\\d.]+/g)?.map(Number) ?? [0, 0, 0, 0];
  return parts.length === 3 ? [...parts, 1] : parts;
};
const over = (top, bottom) => [0, 1, 2].map((i) => top[i] * top[3] + bottom[i] * (1 - top[3])).concat(1);
const linear = (level) => (level / 255 <= 0.04045 ? level / 255 / 12.92 : ((level / 255 + 0.055) / 1.055) ** 2.4);
const light = (color) => 0.2126 * linear(color[0]) + 0.7152 * linear(color[1]) + 0.0722 * linear(color[2]);
const ratio = (one, two) => {
  const [a, b] = [light(one), light(two)].sort((x, y) => y - x);
  return (a + 0.05) / (b + 0.05);
};
const behind = (element) => {
  const layers = [];
  for (let e = element; e; e = e.parentElement) layers.push(parse(getComputedStyle(e).backgroundColor));
  return layers.reverse().reduce((bottom, top) => over(top, bottom), matchMedia("(prefers-color-scheme: dark)").matches ? [18, 18, 18, 1] : [255, 255, 255, 1]);
};
const faults = [];
const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
while (walker.nextNode()) {
  const element = walker.currentNode.parentElement;
  const text = walker.currentNode.data.trim();
  if (!text || element.closest("script, style, noscript, :disabled, title, desc") || !element.checkVisibility?.()) continue;
  const style = getComputedStyle(element);
  const isSVG = element instanceof SVGElement;
  if (isSVG && /(^| )k\\d/.test(element.getAttribute("class") ?? "")) continue;
  const back = behind(element);
  const found = ratio(over(parse(isSVG ? style.fill : style.color), back), back);
  if (found < 4.5) faults.push(`"${text.slice(0, 40)}" has a contrast of ${found.toFixed(2)}`);
}
const root = getComputedStyle(document.documentElement);
for (let step = 0; step < 10 && root.getPropertyValue(`--h${step}`); step += 1) {
  const hex = (name) => root.getPropertyValue(name).trim().slice(1).match(/../g).map((part) => parseInt(part, 16)).concat(1);
  const found = ratio(hex(`--h${step}`), hex(`--t${step}`));
  if (found < 4.5) faults.push(`heat ${step} has a contrast of ${found.toFixed(2)}`);
}
return [...new Set(faults)];
"""

# What can be used and has no name, pictures without a text, and words that appear twice as an id.
NAMES = """
const faults = [];
const name = (e) => (e.getAttribute("aria-label") || e.textContent || e.labels?.[0]?.textContent || e.title || "").trim();
for (const e of document.querySelectorAll("a[href], button, input, select, summary, [tabindex]")) {
  if (e.checkVisibility() && !name(e)) faults.push(`no name: ${e.outerHTML.slice(0, 80)}`);
}
for (const e of document.querySelectorAll("img:not([alt])")) faults.push(`no alt: ${e.outerHTML.slice(0, 80)}`);
for (const e of document.querySelectorAll("svg:not([aria-hidden])")) {
  if (!e.closest("[aria-hidden], [role=img] svg svg, svg svg") && !e.querySelector("title") && !e.getAttribute("aria-label") && !e.getAttribute("aria-labelledby")) {
    faults.push(`no title: ${e.outerHTML.slice(0, 80)}`);
  }
}
const ids = [...document.querySelectorAll("[id]")].map((e) => e.id);
for (const id of new Set(ids)) if (ids.indexOf(id) !== ids.lastIndexOf(id)) faults.push(`two elements are called ${id}`);
if (!document.documentElement.lang) faults.push("the page has no language");
if (document.querySelectorAll("h1").length !== 1) faults.push("the page has not one h1");
return faults;
"""

SIDEWAYS = """
const width = document.documentElement.clientWidth;
if (document.scrollingElement.scrollWidth <= width) return [];
const wide = [...document.querySelectorAll("body *")].filter((e) => e.getBoundingClientRect().right > width + 1 && !e.closest(".scroll"));
return wide.slice(0, 5).map((e) => `${e.tagName} ${e.id || e.getAttribute("class") || ""} reaches ${e.getBoundingClientRect().right}`);
"""

# What a person without a mouse must reach, numbered; and the number of what has the focus.
MARK = """
const all = [...document.querySelectorAll("a[href], button, input, summary, [tabindex='0']")].filter((e) => !e.disabled && e.tabIndex >= 0 && e.checkVisibility() && !e.closest("details:not([open]) > :not(summary)"));
all.forEach((e, i) => { e.dataset.mark = i; });
document.activeElement?.blur();
return all.map((e) => `${e.tagName} ${e.id || e.textContent.trim().slice(0, 30)}`);
"""
FOCUSED = """
const e = document.activeElement;
const style = getComputedStyle(e);
const own = e.matches("input[type=file]") ? getComputedStyle(e.closest(".button")) : style;
return [e.dataset.mark ?? null, own.outlineStyle !== "none" && parseFloat(own.outlineWidth) > 0];
"""
TAB = "\ue004"

# What breaks one of its rules: the rule, and the first elements.
BROKEN = """
const found = await axe.run(document, {resultTypes: ["violations"]});
return found.violations.map((rule) => `axe: ${rule.id}: ${rule.help}: ` +
  rule.nodes.slice(0, 3).map((node) => node.target.join(" ")).join(", "));
"""


def axe():
    """The text of axe-core; None where it is not installed."""
    package = importlib.util.find_spec("axe_playwright_python")
    if package is None:
        return None
    with open(os.path.join(package.submodule_search_locations[0], "axe.min.js"), encoding="utf-8") as file:
        return file.read()


def broken(browser, rules=axe()):
    """What breaks axe-core's rules."""
    if rules is None:
        print("note    axe-core is not installed: pip install --no-deps axe-playwright-python", flush=True)
        return []
    # The script has no page's policy to obey: the driver hands it in, as a person's own tool does.
    browser.run(rules + "\n;window.axe = axe;")
    return browser.run(BROKEN)


def unreached(browser, most=400):
    """What Tab does not reach, or where the focus does not show."""
    names = browser.run(MARK)
    reached, faults = set(), []
    for _ in range(min(len(names) + 3, most)):
        browser.type(TAB)
        mark, shows = browser.run(FOCUSED)
        if mark is None:
            continue
        if not shows and mark not in reached:
            faults.append(f"the focus does not show: {names[int(mark)]}")
        reached.add(mark)
    if len(names) <= most:
        faults += [f"Tab does not reach {name}" for place, name in enumerate(names) if str(place) not in reached]
    return faults


def faults(browser, sizes=((390, 844), (1280, 900))):
    """All of it, in both themes."""
    found = []
    for width, height in sizes:
        for dark in (False, True):
            browser.resize(width, height, dark)
            found += [f"{width} px, {'dark' if dark else 'light'}: {fault}"
                      for fault in browser.run(CONTRAST) + browser.run(SIDEWAYS) + broken(browser)]
    return found + browser.run(NAMES) + unreached(browser)
