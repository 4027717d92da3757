// Pieces of ink put together to digits, and digits to lines.
import { union } from "./pieces.js";
import { single } from "./plane.js";

/** The lines from the top, and the digits of each from the left: `{ labels, box, area }`. */
export function linesOf(pieces) {
  // What is left of a ruled line is flat; no digit is.
  const isFlat = ({ box }) => box.width > 4 * box.height;
  const upright = pieces.filter((piece) => !isFlat(piece));
  const usual = usualHeight(upright.length === 0 ? pieces : upright);
  const own = pieces.filter((piece) => !isFlat(piece) || piece.box.width <= 0.7 * usual || upright.length === 0);
  const isWhole = ({ box }) => box.height >= 0.5 * usual;
  const group = ({ label, box, area }) => ({ labels: [label], box, area });
  const groups = joined(own.filter(isWhole).map(group), usual);
  const parts = own.filter((piece) => !isWhole(piece)).sort((one, two) => two.area - one.area);
  for (const part of parts) attach(group(part), groups, usual);
  const largest = groups.reduce((most, { area }) => Math.max(most, area), 0);
  return inLines(groups.filter(({ area }) => area * 12 >= largest));
}

/** The height at which half of all ink is in lower pieces. */
function usualHeight(pieces) {
  const sorted = [...pieces].sort((one, two) => one.box.height - two.box.height);
  const half = Math.trunc(sorted.reduce((sum, { area }) => sum + area, 0) / 2);
  let sum = 0;
  for (const { area, box } of sorted) {
    sum += area;
    if (sum >= half) return box.height;
  }
  return 0;
}

function add(group, other) {
  group.labels = group.labels.concat(other.labels);
  group.box = union(group.box, other.box);
  group.area += other.area;
}

function joined(groups, usual) {
  let index = 0;
  while (index < groups.length) {
    const other = groups.findIndex((group, place) => place > index && areOneDigit(groups[index].box, group.box, usual));
    if (other < 0) {
      index += 1;
    } else {
      add(groups[index], groups.splice(other, 1)[0]);
      index = 0;
    }
  }
  return groups;
}

const sharedColumns = (one, two) => Math.max(0, Math.min(one.x + one.width, two.x + two.width) - Math.max(one.x, two.x));
const sharedRows = (one, two) => Math.max(0, Math.min(one.y + one.height, two.y + two.height) - Math.max(one.y, two.y));

/** Whether two pieces stand above one another within the height of a digit, or are the two strokes of a four. */
function areOneDigit(one, two, usual) {
  const shared = sharedColumns(one, two);
  const narrower = Math.min(one.width, two.width);
  if (shared < 0.5 * narrower) return isFour(one, two, usual) || isFour(two, one, usual);
  const both = union(one, two);
  const lower = Math.min(one.height, two.height);
  const higher = Math.max(one.height, two.height);
  // A broken stroke: in two parts of unlike height.
  if (lower < 0.75 * higher && touch(one, two, higher) && both.width <= 1.5 * higher) return true;
  if (both.height > 1.3 * usual || both.width > 1.3 * usual) return false;
  return lower < 0.75 * usual || shared >= 0.85 * narrower;
}

/** Whether hardly any paper lies between the rows of two pieces. */
function touch(one, two, height) {
  const gap = Math.max(one.y, two.y) - Math.min(one.y + one.height, two.y + two.height);
  return gap <= Math.max(1, single(single(0.06) * height));
}

/**
 * Whether `left` is the hook of a four whose stem `right` does not touch it: lower, beginning near the stem's top, and
 * ending well above its foot.
 */
function isFour(left, right, usual) {
  const part = (share) => single(single(share) * right.height);
  return left.x < right.x && right.x - left.x - left.width <= single(single(0.12) * usual) && left.height <= part(0.68)
    && right.width <= part(0.6) && left.y <= right.y + part(0.35) && left.y + left.height <= right.y + part(0.75)
    && sharedRows(left, right) * 2 >= left.height;
}

function attach(part, groups, usual) {
  const own = part.box;
  const distance = ({ box }) => {
    const across = Math.max(box.x - own.x - own.width, own.x - box.x - box.width, 0);
    const down = Math.max(box.y - own.y - own.height, own.y - box.y - box.height, 0);
    return Math.sqrt(across * across + down * down) - 0.01 * sharedColumns(box, own);
  };
  let nearest = null;
  for (const group of groups) if (!nearest || distance(group) < distance(nearest)) nearest = group;
  if (nearest && distance(nearest) <= 0.3 * usual) add(nearest, part);
}

function inLines(groups) {
  const lines = [];
  const middle = ({ y, height }) => y + Math.trunc(height / 2);
  for (const group of [...groups].sort((one, two) => middle(one.box) - middle(two.box))) {
    // The last digit of a line decides, so that a line may climb or fall.
    const fit = lines.findLast((line) => {
      let near = line.groups[0];
      for (const other of line.groups) {
        if (Math.abs(other.box.x - group.box.x) < Math.abs(near.box.x - group.box.x)) near = other;
      }
      return 2 * sharedRows(near.box, group.box) >= Math.min(near.box.height, group.box.height);
    });
    if (fit) {
      fit.groups.push(group);
      fit.box = union(fit.box, group.box);
    } else {
      lines.push({ box: group.box, groups: [group] });
    }
  }
  lines.sort((one, two) => one.box.y - two.box.y);
  // By their middles: what is left of a ruled line may begin before the neighbour.
  const center = ({ x, width }) => 2 * x + width;
  return lines.map((line) => line.groups.sort((one, two) => center(one.box) - center(two.box)));
}
