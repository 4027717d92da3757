// The network at work on a drawing: what speaks for the answer, each step's maps, and how their numbers come about.
import { drawHeat, drawNumbers } from "./pictures.js";
import { stepText, text } from "./texts.js";

/** Channels of a kernel that are written out; the others are counted. */
const mostChannels = 3;

/** The largest side of a table of numbers. */
const largestTable = 7;

const element = (name, className, content) => {
  const made = document.createElement(name);
  if (className) made.className = className;
  if (content !== undefined) made.textContent = content;
  return made;
};

/** A number in about four characters. */
export function short(value) {
  if (Number.isInteger(value) && Math.abs(value) < 1e6) return String(value);
  const size = Math.abs(value);
  if (size >= 100) return value.toFixed(0);
  if (size >= 10) return value.toFixed(1);
  return value.toFixed(2);
}

/** All that `look` found of a digit, or of a text without a saliency, as elements. */
export function insideView(seen, look) {
  return [saliencyView(seen, look.saliency), ...look.steps.map(stepView)].filter(Boolean);
}

function saliencyView(digit, saliency) {
  if (!saliency || !digit.pixels) return null;
  const part = element("section", "step");
  const heading = element("header");
  heading.append(element("h3", "", text("saliency", digit.name)));
  const maps = element("div", "maps");
  const canvas = element("canvas", "large");
  canvas.setAttribute("role", "img");
  canvas.setAttribute("aria-label", text("saliency", digit.name));
  drawHeat(canvas, digit, saliency);
  maps.append(canvas);
  part.append(heading, element("p", "soft", text("saliencyText")), maps);
  return part;
}

function stepView(step) {
  const part = element("section", "step");
  const heading = element("header");
  heading.append(element("h3", "", step.name), element("span", "soft", `${step.operation} · ${step.shape.join(" × ")}`));
  part.append(heading);
  const sentence = stepText(step.operation) || step.sentence;
  if (sentence) part.append(element("p", "soft", sentence));
  const { width, height, channels, values } = step.maps;
  const working = element("div", "working");
  working.hidden = true;
  working.setAttribute("aria-live", "polite");
  const maps = element("ul", "maps");
  if (height === 1 && channels.length === 1) {
    const item = element("li");
    const canvas = element("canvas", "row");
    drawNumbers(canvas, values[0], width, 1);
    item.append(canvas);
    maps.append(item);
  } else {
    maps.append(...channels.map((channel, place) => mapView(step, channel, values[place], maps, working)));
  }
  part.append(maps, working);
  return part;
}

function mapView(step, channel, values, maps, working) {
  const item = element("li");
  const button = element("button");
  button.type = "button";
  button.setAttribute("aria-pressed", "false");
  button.setAttribute("aria-label", `${step.name}, ${text("map", channel)}`);
  const { width, height } = step.maps;
  // A line of text keeps its aspect.
  const canvas = element("canvas", width > 2 * height ? "wide" : "");
  drawNumbers(canvas, values, width, height);
  button.append(canvas);
  button.addEventListener("click", () => {
    const isShown = button.getAttribute("aria-pressed") === "true";
    for (const other of maps.querySelectorAll("button")) other.setAttribute("aria-pressed", "false");
    button.setAttribute("aria-pressed", String(!isShown));
    working.hidden = isShown;
    if (!isShown) working.replaceChildren(...workingView(step, channel, values));
  });
  item.append(button);
  return item;
}

/** How the largest number of a map comes about. */
function workingView(step, channel, values) {
  const example = step.examples.find(({ place }) => place[0] === channel);
  if (!example) return [element("p", "", text("noWorking", short(Math.max(...values))))];
  const [, row, column] = example.place;
  const title = element("h3", "", text("largest", channel, row + 1, column + 1));
  if (example.kind !== "sum") {
    const kept = example.kind === "maximum" ? example.values.indexOf(Math.max(...example.values)) : -1;
    return [title, scrolled(table(example.values, example.shape.slice(-2), kept)),
      element("p", "result", text(example.kind, short(example.result)))];
  }
  return [title, ...sumView(example)];
}

function sumView({ shape, values, factors, bias, result }) {
  const [count, rows, columns] = shape;
  const plane = rows * columns;
  const weight = (part) => {
    let sum = 0;
    for (let i = part * plane; i < (part + 1) * plane; i += 1) sum += Math.abs(values[i] * factors[i]);
    return sum;
  };
  const order = Array.from({ length: count }, (_, part) => part).sort((one, two) => weight(two) - weight(one));
  const shown = rows > largestTable || columns > largestTable ? [] : order.slice(0, mostChannels);
  const parts = shown.map((part) => {
    const range = [part * plane, (part + 1) * plane];
    const line = element("div", "terms");
    if (count > 1) line.append(element("span", "soft", text("part", part)));
    line.append(
      captioned(text("sees"), scrolled(table(values.slice(...range), [rows, columns]))), element("span", "sign", "×"),
      captioned(text("times"), scrolled(table(factors.slice(...range), [rows, columns]))));
    return line;
  });
  if (count > shown.length && shown.length > 0) parts.push(element("p", "soft", text("more", count - shown.length)));
  parts.push(element("p", "result", text("sum", values.length, short(bias ?? 0), short(result))));
  return parts;
}

function captioned(caption, content) {
  const part = element("div");
  part.append(element("span", "soft", caption), content);
  return part;
}

function scrolled(content) {
  const part = element("div", "scroll");
  part.append(content);
  return part;
}

function table(values, [rows, columns], kept = -1) {
  const made = element("table", "numbers");
  for (let row = 0; row < rows; row += 1) {
    const line = element("tr");
    for (let column = 0; column < columns; column += 1) {
      const place = row * columns + column;
      line.append(element("td", place === kept ? "kept" : "", short(values[place])));
    }
    made.append(line);
  }
  return made;
}
