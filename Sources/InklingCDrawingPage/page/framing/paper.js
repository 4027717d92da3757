// What a picture would show without ink: the paper under its light and shadow.
import { quantile, single, those } from "./plane.js";
import { strokeWidth } from "./stroke-width.js";

const side = 160;
const cells = 40;

/** The paper's greys, and whether ink is lighter than it. */
export function paperOf(picture) {
  const small = picture.shrunk(side);
  const inkIsLight = isLight(small, small.shrunk(cells));
  const dark = inkIsLight ? small.map((value) => 255 - value) : small;
  const large = filled(dark, closingRadius(dark)).resized(picture.width, picture.height);
  return { inkIsLight, grays: inkIsLight ? large.map((value) => 255 - value) : large };
}

/** How far each pixel is from its paper towards ink, in greys of 255. */
export function depthsOf(picture, { grays, inkIsLight }) {
  if (!inkIsLight) return depths(picture, grays);
  return picture.combined(grays, (value, paper) => (single(value - paper) * 255) / Math.max(255 - paper, 32));
}

function depths(picture, paper) {
  return picture.combined(paper, (value, white) => (single(white - value) * 255) / Math.max(white, 32));
}

/** How dark the darkest ink is: the upper quartile of all that is deeper than half of it; zero without ink. */
export function fullDepth(plane) {
  const count = plane.values.length;
  const smoothed = Math.min(plane.width, plane.height) >= 100 ? plane.boxMeans(1) : plane;
  let full = smoothed.quantile(1 - Math.max(0.0008, Math.min(4 / count, 0.01)));
  for (let round = 0; round < 2; round += 1) {
    const inside = those(smoothed.values, (value) => value > 0.5 * full);
    if (inside.length <= 2) break;
    full = quantile(0.7, inside);
  }
  return Math.max(full, 0);
}

/** Whether ink is light on dark: what is narrow and unlike its surroundings, most of the edge, and most of the picture. */
function isLight(picture, grid) {
  const reach = Math.max(Math.trunc(Math.max(grid.width, grid.height) / 3), 2);
  const medians = grid.localQuantiles(0.5, reach).resized(picture.width, picture.height);
  const radius = Math.max(Math.trunc(Math.max(picture.width, picture.height) / 10), 2);
  const [closed, opened] = [picture.closed(radius), picture.opened(radius)];
  let [light, dark] = [0, 0];
  for (let i = 0; i < picture.values.length; i += 1) {
    const [value, median] = [picture.values[i], medians.values[i]];
    const above = Math.min(value - opened.values[i], Math.max(value - median, 0));
    const below = Math.min(closed.values[i] - value, Math.max(median - value, 0));
    light += above * above * above;
    dark += below * below * below;
  }
  const middle = single(single(grid.quantile(0.01) + grid.quantile(0.99)) / 2);
  const darkShare = those(grid.values, (value) => value < middle).length / grid.values.length;
  const edge = edgeValues(grid);
  const darkEdge = edge.filter((value) => value < middle).length / edge.length;
  const strokes = (light - dark) / Math.max(light + dark, 1);
  return 2 * strokes + (darkShare - 0.5) + (darkEdge - 0.5) > 0;
}

function edgeValues({ width, height, values }) {
  const edge = [];
  for (let x = 0; x < width; x += 1) edge.push(values[x], values[(height - 1) * width + x]);
  for (let y = 0; y < height; y += 1) edge.push(values[y * width], values[y * width + width - 1]);
  return edge;
}

/** More than the strokes' width, as a first guess of the paper shows them. */
function closingRadius(picture) {
  const longest = Math.max(picture.width, picture.height);
  const grid = picture.shrunk(cells);
  const coarse = grid.localQuantiles(0.7, Math.max(Math.trunc(Math.max(grid.width, grid.height) / 3), 2));
  const guess = depths(picture, coarse.resized(picture.width, picture.height));
  const full = Math.max(fullDepth(guess), 1);
  const width = strokeWidth(guess.map((value) => (value > 0.5 * full ? 1 : 0)));
  const wanted = Math.max(Math.trunc(longest / 14), Math.trunc(single(single(1.2) * width)) + 2);
  return Math.min(wanted, Math.trunc(longest / 3));
}

function filled(picture, radius) {
  // Noise would lift a maximum; means of nine have a third of it.
  const calm = Math.min(picture.width, picture.height) >= 64 ? picture.boxMeans(1) : picture;
  const closed = calm.closed(radius);
  const depth = depths(picture, closed);
  const full = Math.max(fullDepth(depth), 1);
  // What the maximum has lifted is taken back: the mean over all that is no ink.
  const weights = depth.map((value) => (value < single(0.3) * full ? 1 : 0));
  const lifted = closed.combined(picture, (one, other) => one - other).combined(weights, (one, other) => one * other);
  const reach = Math.max(Math.trunc(radius / 2), 1);
  const [weight, sum] = [weights.boxMeans(reach), lifted.boxMeans(reach)];
  const lift = sum.combined(weight, (one, other) => (other > 0.05 ? one / other : 0));
  return closed.combined(lift, (one, other) => one - other);
}
