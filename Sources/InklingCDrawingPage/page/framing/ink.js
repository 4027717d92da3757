// The ink of a picture without its paper: strengths from 0 (paper) to 1 (ink), in connected pieces.
import { Plane, quantile, single, those } from "./plane.js";
import { depthsOf, fullDepth, paperOf } from "./paper.js";
import { Pieces } from "./pieces.js";
import { removeLines } from "./ruled-lines.js";

const faintest = 12;
const mostPieces = 256;

/** Finds the ink of a picture with greys 0...255: `{ paper, strengths, pieces }`. */
export function inkOf(picture) {
  const paper = paperOf(picture);
  const depths = depthsOf(picture, paper);
  const full = fullDepth(depths);
  const noise = noiseOf(depths, full);
  const { width, height } = picture;
  const isLarge = Math.min(width, height) >= 100;
  if (!(full >= faintest) || !(full > (isLarge ? 2 : 4) * noise)) {
    const blank = new Plane(width, height);
    return { paper, strengths: blank, pieces: new Pieces(blank, 1, 1) };
  }
  let clean = depths.map((value) => value / full);
  let share = single(noise / full);
  clean = removeLines(clean, share);
  if (share > 0.05 && isLarge) {
    clean = clean.boxMeans(share > 0.2 ? 2 : 1);
    share = noiseOf(clean, 1);
  }
  const low = single(Math.min(Math.max(0.22, 3.5 * share), 0.45));
  const pieces = new Pieces(clean, Math.max(single(0.45), low), low);
  dropSpecks(pieces, clean);
  // One pixel around each piece stays: the soft edge.
  const near = new Plane(width, height, Float32Array.from(pieces.labels, (label) => (label > 0 ? 1 : 0))).maxima(1);
  const strengths = clean.combined(near, (value, isNear) => (isNear > 0 ? Math.min(Math.max(value, 0), 1) : 0));
  return { paper, strengths, pieces };
}

/** The deviation of what is no ink, from the median of its distances. */
function noiseOf({ values }, full) {
  return single(single(1.4826) * quantile(0.5, those(values, (value) => value < single(0.35) * full).map(Math.abs)));
}

/** Pieces far smaller than the largest, and pieces far paler than usual, are dust and shadow. */
function dropSpecks(pieces, strengths) {
  const largest = pieces.all.reduce((most, { area }) => Math.max(most, area), 0);
  const darkness = pieces.meanStrengths(strengths);
  const darkest = pieces.all.reduce((most, { area }, i) => (area * 4 >= largest ? Math.max(most, darkness[i]) : most), 0);
  const pale = new Set(pieces.all.filter((piece, i) => darkness[i] < 0.7 * darkest).map(({ label }) => label));
  pieces.filter(({ area, label }) => area * 50 >= largest && area >= 3 && !pale.has(label));
  dropEdges(pieces);
  // Noise falls into thousands of pieces; only the largest are looked at.
  if (pieces.all.length > mostPieces) {
    const least = pieces.all.map(({ area }) => area).sort((one, two) => two - one)[mostPieces];
    pieces.filter(({ area }) => area > least);
  }
}

/** A piece along the picture's edge is a shadow's corner or the table, where there is other ink. */
function dropEdges(pieces) {
  const found = pieces.edgeContacts();
  const contacts = pieces.all.map(({ label, area, box }, i) => ({
    label, area, level: found[i][0] >= single(0.6) * box.width, upright: found[i][1] >= single(0.6) * box.height,
  }));
  const inner = contacts.reduce((most, one) => (one.level || one.upright ? most : Math.max(most, one.area)), 0);
  const dropped = new Set();
  for (const { label, area, level, upright } of contacts) {
    if ((level && upright) || ((level || upright) && area <= 10 * inner)) dropped.add(label);
  }
  pieces.filter(({ label }) => !dropped.has(label));
}
