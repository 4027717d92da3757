// One piece of writing brought to the form of a model's training images.
import { Plane, quantile, single } from "./plane.js";
import { grown, strokeWidth } from "./stroke-width.js";

const fineness = 4;
const edge = single(0.35);
// Strokes narrower than so many cells of the fine grid are thickened first, to so many.
const [thinnest, lowest] = [1, 1.5];
// What is as fine and fills more of its box is noise, which would become a block.
const fullest = 0.2;

/** The image, strengths 0...1, and the strokes' width before it was changed; null where there is no ink. */
export function digitFrame(ink, form) {
  let box = inkBox(ink);
  if (!box) return null;
  const scale = single(form.box / Math.max(box.width, box.height));
  const width = single(strokeWidth(ink) * scale);
  let plane = ink;
  if (width < form.thinnestStroke || width > form.thickestStroke) {
    const wanted = Math.min(Math.max(width, form.thinnestStroke), form.thickestStroke);
    // Eating more than this would break thin places.
    const change = single(Math.max(single(wanted - width) / 2, single(-0.3) * width));
    const step = single(Math.max(box.width, box.height) / (form.box * fineness));
    const share = ink.values.reduce((sum, value) => sum + value, 0) / (box.width * box.height);
    const first = width * fineness < thinnest && share < fullest ? single(single(single(lowest * step) - single(width / scale)) / 2) : 0;
    if (first > 0) [plane, box] = thickened(ink, box, first);
    const more = single(change * fineness);
    plane = grown(fine(plane, box, form), first > 0 ? Math.max(single(more - single(first / step)), 0) : more);
    box = inkBox(plane);
    if (!box) return null;
  }
  return { image: place(plane, box, form), strokeWidth: width };
}

/** The ink's edges between pixels; null without ink. */
export function inkBox(ink) {
  const columns = new Float32Array(ink.width);
  const rows = new Float32Array(ink.height);
  for (let y = 0; y < ink.height; y += 1) {
    for (let x = 0; x < ink.width; x += 1) {
      const value = ink.values[y * ink.width + x];
      columns[x] = Math.max(columns[x], value);
      rows[y] = Math.max(rows[y], value);
    }
  }
  const across = extent(columns);
  const down = extent(rows);
  if (!across || !down) return null;
  return {
    x: across.low, y: down.low,
    width: Math.max(single(across.high - across.low), 1), height: Math.max(single(down.high - down.low), 1),
  };
}

/** The first and last place at which strengths reach the edge's, between pixel centres. */
function extent(values) {
  const first = values.findIndex((value) => value >= edge);
  if (first < 0) return null;
  const last = values.findLastIndex((value) => value >= edge);
  // A pixel that is fully ink beside an empty one ends at its own border.
  const before = first > 0 ? values[first - 1] : 0;
  const after = last + 1 < values.length ? values[last + 1] : 0;
  const part = (value, beyond) => single(single(value - edge) / Math.max(single(value - beyond), single(1e-3)));
  return {
    low: single(single(first + 0.5 - part(values[first], before)) - single(0.5 - edge)),
    high: single(single(last + 0.5 + part(values[last], after)) + single(0.5 - edge)),
  };
}

/** The ink with thicker strokes, and its box. */
function thickened(ink, box, radius) {
  const margin = Math.ceil(radius) + 1;
  const room = ink.resampled(-margin, -margin, 1, 1, ink.width + 2 * margin, ink.height + 2 * margin);
  const [before, more] = [single(margin - radius), single(2 * radius)];
  return [grown(room, radius), {
    x: single(box.x + before), y: single(box.y + before),
    width: single(box.width + more), height: single(box.height + more),
  }];
}

/** The ink with a fine grid, with room to grow. */
function fine(ink, box, form) {
  const step = single(Math.max(box.width, box.height) / (form.box * fineness));
  const margin = 4 * fineness;
  const size = (length) => Math.ceil(single(single(length / step) + 2 * margin));
  return ink.resampled(
    single(box.x - single(margin * step)), single(box.y - single(margin * step)), step, step, size(box.width), size(box.height));
}

function place(ink, box, form) {
  const step = single(Math.max(box.width, box.height) / form.box);
  const side = form.box + 4;
  // Two pixels of room: soft edges reach beyond the box.
  const square = ink.resampled(single(box.x - 2 * step), single(box.y - 2 * step), step, step, side, side);
  const inside = square.values.filter((value) => value > single(0.4));
  const gain = inside.length === 0 ? 1 : Math.min(Math.max(1 / Math.max(quantile(0.8, inside), 0.1), 1), 2.5);
  return centred(square.map((value) => (value * gain < 0.03 ? 0 : Math.min(value * gain, 1))), form);
}

/** Moved by whole pixels until the centre of mass is in the middle. */
function centred(square, form) {
  const [x, y] = square.centreOfMass();
  const [right, down] = [even(form.width / 2 - x), even(form.height / 2 - y)];
  const image = new Plane(form.width, form.height);
  for (let row = 0; row < square.height; row += 1) {
    for (let column = 0; column < square.width; column += 1) {
      const [toX, toY] = [column + right, row + down];
      if (toX < 0 || toX >= image.width || toY < 0 || toY >= image.height) continue;
      image.values[toY * image.width + toX] = square.values[row * square.width + column];
    }
  }
  return image;
}

/** The nearest whole number; of two the even one. */
function even(value) {
  const low = Math.floor(value);
  if (value - low !== 0.5) return Math.round(value);
  return low % 2 === 0 ? low : low + 1;
}
