// Parts of a picture's ink, and cuts through ink that is too wide for one digit: `{ x, y, ink }`.
import { Plane, single } from "./plane.js";
import { union } from "./pieces.js";

const widest = 1.2;
const usual = 0.75;

/** All ink, with a pixel of paper around it; null without any. */
export function allInk({ strengths, pieces }) {
  if (pieces.all.length === 0) return null;
  return cut(pieces.all.map(({ box }) => box).reduce(union), strengths, pieces.labels, () => true);
}

/** A line's ink from the left, `{ undivided, parts }`: in several parts where it is too wide for one digit. */
export function cutouts(line, { strengths, pieces }) {
  const height = line.reduce((most, { box }) => Math.max(most, box.height), 0);
  return line.map(({ box, labels }) => {
    const own = new Set(labels);
    const undivided = cut(box, strengths, pieces.labels, (label) => label === 0 || own.has(label));
    return { undivided, parts: divided(undivided, height) };
  });
}

function cut(box, strengths, labels, keeps) {
  const [left, top] = [Math.max(box.x - 1, 0), Math.max(box.y - 1, 0)];
  const right = Math.min(box.x + box.width + 1, strengths.width);
  const bottom = Math.min(box.y + box.height + 1, strengths.height);
  const ink = new Plane(right - left, bottom - top);
  for (let y = top; y < bottom; y += 1) {
    for (let x = left; x < right; x += 1) {
      const place = y * strengths.width + x;
      if (keeps(labels[place])) ink.values[(y - top) * ink.width + x - left] = strengths.values[place];
    }
  }
  return { x: left, y: top, ink };
}

/** Ink in one piece, or in pieces from the left, cut along the paths from top to bottom that cross the least of it. */
function divided(whole, lineHeight) {
  const ratio = single(whole.ink.width / Math.max(lineHeight, 1));
  if (!(ratio > single(widest))) return [whole];
  const parts = Math.max(2, Math.round(single(ratio / usual)));
  if (parts > 32) return [whole];
  let { x, ink } = whole;
  const result = [];
  for (let left = parts; left > 1; left -= 1) {
    const share = single(ink.width / left);
    const first = Math.max(1, Math.trunc(0.5 * share));
    const last = Math.min(ink.width - 2, Math.trunc(1.5 * share));
    if (first >= last) break;
    const { path, cost } = cheapestPath(ink, first, last);
    // A cut through a stroke's whole height is no valley.
    if (!(cost < single(0.35) * ink.height)) break;
    const [piece, rest] = split(ink, path);
    result.push({ x, y: whole.y, ink: piece });
    x += ink.width - rest.width;
    ink = rest;
  }
  return [...result, { x, y: whole.y, ink }];
}

/** The path from the first row to the last over the least ink; a little dearer away from the middle. */
function cheapestPath(ink, first, last) {
  const width = last - first + 1;
  const middle = (first + last) / 2;
  let costs = new Float32Array(width);
  const choices = [];
  for (let y = 0; y < ink.height; y += 1) {
    const next = new Float32Array(width);
    const steps = new Int8Array(width);
    for (let place = 0; place < width; place += 1) {
      let [least, chosen] = [Infinity, 0];
      for (const step of [0, -1, 1]) {
        if (place + step < 0 || place + step >= width) continue;
        const cost = single(costs[place + step] + (step === 0 ? 0 : single(0.02)));
        if (cost < least) [least, chosen] = [cost, step];
      }
      const distance = single(Math.abs(first + place - middle) / ink.height);
      next[place] = single(least + ink.values[y * ink.width + first + place]) + single(single(0.02) * distance);
      steps[place] = chosen;
    }
    costs = next;
    choices.push(steps);
  }
  let place = 0;
  for (let other = 1; other < width; other += 1) if (costs[other] < costs[place]) place = other;
  const cost = costs[place];
  const path = new Int32Array(ink.height);
  for (let y = ink.height - 1; y >= 0; y -= 1) {
    path[y] = first + place;
    place += choices[y][place];
  }
  return { path, cost };
}

function split(ink, path) {
  let [start, end] = [Infinity, 0];
  for (const column of path) [start, end] = [Math.min(start, column), Math.max(end, column + 1)];
  const left = new Plane(end, ink.height);
  const right = new Plane(ink.width - start, ink.height);
  for (let y = 0; y < ink.height; y += 1) {
    for (let x = 0; x < ink.width; x += 1) {
      const value = ink.values[y * ink.width + x];
      if (x < path[y]) left.values[y * left.width + x] = value;
      else right.values[y * right.width + x - start] = value;
    }
  }
  return [left, right];
}
