// A picture cut into upright strips, in each of which a nearly level line is a dark row.
import { single } from "./plane.js";

const steepest = 0.09;
const leastShare = single(0.6);

/** The rows at each column of every line that shows in enough strips, and how thick lines may be. */
export function courses(strengths, noise) {
  const strips = new Strips(strengths, noise);
  return { rows: strips.courses(), thickness: strips.thickness };
}

class Strips {
  constructor(strengths, noise) {
    const { width, height } = strengths;
    this.width = width;
    this.height = height;
    this.columns = Math.max(8, Math.min(16, Math.trunc(width / 8)));
    this.count = Math.trunc(width / this.columns);
    this.thickness = Math.max(2, Math.trunc(Math.min(width, height) / 80) + 1);
    this.threshold = single(Math.max(0.025, (2 * noise) / Math.sqrt(this.columns)));
    this.contrast = [];
    for (let strip = 0; strip < this.count; strip += 1) {
      const far = this.thickness + 1;
      const [first, second] = paleColumns(strengths, strip * this.columns, this.columns).map((rows) =>
        rows.map((row, y) => {
          const above = y - far >= 0 ? rows[y - far] : 0;
          const below = y + far < height ? rows[y + far] : 0;
          return row - Math.max(above, below);
        }));
      this.contrast.push(first.map((value, y) => Math.max(value, second[y])));
    }
  }

  courses() {
    const most = Math.trunc(single(this.width * single(steepest)));
    let best = { score: 0, tilt: 0, coverage: [] };
    for (let tilt = -most; tilt <= most; tilt += 1) {
      const coverage = this.coverage(tilt);
      let score = 0;
      for (const share of coverage) if (share >= leastShare) score = single(score + single(share * share));
      if (score > best.score || (score === best.score && Math.abs(tilt) < Math.abs(best.tilt))) best = { score, tilt, coverage };
    }
    if (!(best.score > 0)) return [];
    const result = [];
    best.coverage.forEach((share, row) => {
      if (share < leastShare) return;
      const strength = this.darkness(row, best.tilt);
      // Of neighbouring rows the darkest is the line's middle; of equal ones the first.
      for (let other = Math.max(row - this.thickness - 1, 0); other <= Math.min(row + this.thickness + 1, this.height - 1); other += 1) {
        const others = this.darkness(other, best.tilt);
        if (!(others < strength || (others === strength && other >= row))) return;
      }
      result.push(this.course(row, best.tilt));
    });
    return result;
  }

  place(row, strip, tilt) {
    return row + Math.trunc(((2 * strip + 1 - this.count) * tilt) / (2 * this.count));
  }

  /** For each row in the picture's middle: the share of strips in which the line through it shows. */
  coverage(tilt) {
    const hits = new Int32Array(this.height);
    const inside = new Int32Array(this.height);
    for (let strip = 0; strip < this.count; strip += 1) {
      const shift = this.place(0, strip, tilt);
      for (let row = Math.max(0, -shift); row < Math.min(this.height, this.height - shift); row += 1) {
        inside[row] += 1;
        if (this.contrast[strip][row + shift] > this.threshold) hits[row] += 1;
      }
    }
    return Float32Array.from(hits, (hit, row) => (inside[row] * 2 >= this.count ? hit / inside[row] : 0));
  }

  darkness(row, tilt) {
    let sum = 0;
    for (let strip = 0; strip < this.count; strip += 1) {
      const y = this.place(row, strip, tilt);
      if (y >= 0 && y < this.height) sum = single(sum + Math.min(this.contrast[strip][y], 4 * this.threshold));
    }
    return sum;
  }

  /** The line's row in each strip, found anew near the straight one and smoothed by a median, then at each column. */
  course(row, tilt) {
    const found = this.contrast.map((contrast, strip) => {
      const y = this.place(row, strip, tilt);
      if (y < 0 || y >= this.height) return 0;
      let best = Math.max(y - 2, 0);
      for (let near = best; near <= Math.min(y + 2, this.height - 1); near += 1) {
        if (contrast[near] > contrast[best]) best = near;
      }
      return contrast[best] > this.threshold ? best - y : 0;
    });
    const offsets = found.map((_, strip) => {
      const near = found.slice(Math.max(strip - 2, 0), Math.min(strip + 2, this.count - 1) + 1).sort((a, b) => a - b);
      return near[Math.trunc(near.length / 2)];
    });
    return Float32Array.from({ length: this.width }, (_, x) => {
      const strip = Math.min(Math.trunc(x / this.columns), this.count - 1);
      return row + ((2 * x + 1) / (2 * this.columns * this.count) - 0.5) * tilt + offsets[strip];
    });
  }
}

/**
 * For each row the strengths that two fifths and a quarter of the columns do not reach: strokes that cross the strip do not
 * count. A tilted line leaves its row within a strip, so that it shows in the first; between many strokes it shows in the
 * second.
 */
function paleColumns({ width, height, values }, start, count) {
  const rows = [new Float32Array(height), new Float32Array(height)];
  for (let y = 0; y < height; y += 1) {
    const sorted = values.slice(y * width + start, y * width + start + count).sort();
    rows[0][y] = sorted[Math.trunc((count * 2) / 5)];
    rows[1][y] = sorted[Math.trunc(count / 4)];
  }
  return rows;
}
