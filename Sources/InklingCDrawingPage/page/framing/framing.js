// Brings pictures to the form of a model's training images, as the program does: the same steps in the same order.
import { allInk, cutouts } from "./cutouts.js";
import { digitFrame, inkBox } from "./digit-frame.js";
import { inkOf } from "./ink.js";
import { linesOf } from "./lines.js";
import { Plane, single } from "./plane.js";

const workingSide = 1024;

/** How a model's images are framed; MNIST's is 28x28 with a box of 20, ink light. */
export function framingForm(width, height, inkIsLight) {
  const box = Math.max(1, Math.trunc((Math.min(width, height) * 20) / 28));
  return { width, height, box, inkIsLight, thinnestStroke: single(box * single(0.09)), thickestStroke: single(box * single(0.19)) };
}

/**
 * A picture `{ width, height, channels: 1 or 3, samples }` as lines of digits from the top, each from the left:
 * `{ pixels, box }` with bytes of the model's size, and the place in the picture. The first part of what was divided has
 * `undivided`, the one digit `{ pixels, box, count }` that it and those after it, `count` in all, may be.
 */
export function framed(picture, form) {
  const plain = likeTraining(picture, form);
  if (plain) return plain;
  const grays = grayPlane(picture);
  const ink = inkOf(grays);
  const inverts = ink.paper.inkIsLight !== form.inkIsLight;
  if (picture.width === form.width && picture.height === form.height && liesLikeTraining(ink, form)) {
    const pixels = Uint8Array.from(grays.values, (value) =>
      Math.trunc(Math.min(Math.max(inverts ? 255 - value : value, 0), 255) + 0.5));
    return [[{ pixels, box: whole(picture) }]];
  }
  const lines = linesOf(ink.pieces.all);
  const count = lines.reduce((sum, line) => sum + line.length, 0);
  const all = allInk(ink);
  const parts = count > 1 ? lines.map((line) => cutouts(line, ink)) : all ? [[{ undivided: all, parts: [all] }]] : [];
  const scale = [picture.width / grays.width, picture.height / grays.height];
  return parts
    .map((line) => line.flatMap((ink) => digits(ink, scale, form)))
    .filter((line) => line.length > 0);
}

function digits({ undivided, parts }, scale, form) {
  const result = parts.map((part) => digit(part, scale, form)).filter(Boolean);
  const one = result.length > 1 ? digit(undivided, scale, form) : null;
  if (one) result[0].undivided = { ...one, count: result.length };
  return result;
}

const whole = ({ width, height }) => ({ x: 0, y: 0, width, height });

function digit({ x, y, ink }, [across, down], form) {
  const frame = digitFrame(ink, form);
  if (!frame) return null;
  const pixels = Uint8Array.from(frame.image.values, (value) =>
    Math.trunc(single(single((form.inkIsLight ? value : 1 - value) * 255) + 0.5)));
  const [left, top] = [Math.trunc(x * across), Math.trunc(y * down)];
  const box = {
    x: left, y: top,
    width: Math.max(1, Math.ceil((x + ink.width) * across) - left),
    height: Math.max(1, Math.ceil((y + ink.height) * down) - top),
  };
  return { pixels, box };
}

/** A picture of the model's own kind is taken as it is; null for any other. */
function likeTraining(picture, form) {
  const { width, height, channels, samples } = picture;
  if (channels !== 1 || width !== form.width || height !== form.height) return null;
  const inkIsLight = samples[0] < 128;
  const paper = inkIsLight ? 0 : 255;
  let [left, right, top, bottom] = [width, -1, height, -1];
  let [mass, across, down, darkest] = [0, 0, 0, 0];
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const depth = Math.abs(samples[y * width + x] - paper);
      if (depth <= 24) continue;
      if (x === 0 || y === 0 || x === width - 1 || y === height - 1) return null;
      mass += depth;
      across += depth * (2 * x + 1);
      down += depth * (2 * y + 1);
      darkest = Math.max(darkest, depth);
      if (depth <= 89) continue;
      [left, right] = [Math.min(left, x), Math.max(right, x)];
      [top, bottom] = [Math.min(top, y), Math.max(bottom, y)];
    }
  }
  if (darkest <= 200 || right < left) return null;
  const longest = Math.max(right - left, bottom - top) + 1;
  if (longest < form.box - 2 || longest > form.box + 1) return null;
  if (Math.abs(across - width * mass) >= 3 * mass || Math.abs(down - height * mass) >= 3 * mass) return null;
  const pixels = Uint8Array.from(samples, (value) => (inkIsLight === form.inkIsLight ? value : 255 - value));
  return [[{ pixels, box: whole(picture) }]];
}

/** The ink's longer side is about the form's, and its centre of mass about the middle. */
function liesLikeTraining({ strengths, pieces }, form) {
  const box = pieces.all.length === 0 ? null : inkBox(strengths);
  if (!box) return false;
  const longest = Math.max(box.width, box.height);
  if (!(longest > form.box - 3.5 && longest < form.box + 1.5)) return false;
  const [x, y] = strengths.centreOfMass();
  return Math.abs(x - form.width / 2) < 1.5 && Math.abs(y - form.height / 2) < 1.5;
}

/** A picture as the one grey in which ink stands out most, its longer side at most 1,024. */
function grayPlane({ width, height, channels, samples }) {
  const planes = Array.from({ length: channels }, (_, channel) => {
    const plane = new Plane(width, height);
    for (let i = 0; i < plane.values.length; i += 1) plane.values[i] = samples[i * channels + channel];
    return plane.shrunk(workingSide);
  });
  if (channels === 1) return planes[0];
  const [red, green, blue] = inkAxis(planes);
  const result = new Plane(planes[0].width, planes[0].height);
  for (let i = 0; i < result.values.length; i += 1) {
    result.values[i] = red * planes[0].values[i] + green * planes[1].values[i] + blue * planes[2].values[i];
  }
  return result;
}

/** The first principal axis of what is left without each channel's local mean; parts that add up to one. */
function inkAxis(planes) {
  const residuals = planes.map((plane) => {
    const small = plane.shrunk(192);
    const radius = Math.max(Math.trunc(Math.max(small.width, small.height) / 10), 1);
    return small.combined(small.boxMeans(radius), (value, mean) => value - mean).values;
  });
  const covariance = residuals.map((one) => residuals.map((two) => one.reduce((sum, value, i) => sum + value * two[i], 0)));
  let axis = [1, 1, 1];
  for (let round = 0; round < 20; round += 1) {
    const next = covariance.map((row) => row[0] * axis[0] + row[1] * axis[1] + row[2] * axis[2]);
    const length = Math.hypot(...next);
    if (!(length > 0)) return [0.299, 0.587, 0.114];
    axis = next.map((value) => value / length);
  }
  const parts = axis.map((value) => Math.max(value, 0));
  const sum = parts[0] + parts[1] + parts[2];
  return sum > 0 ? parts.map((value) => value / sum) : [0.299, 0.587, 0.114];
}
