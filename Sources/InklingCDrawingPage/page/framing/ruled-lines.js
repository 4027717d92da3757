// The lines of ruled or squared paper: thin, straight, from one edge of the picture to the other.
import { Plane, quantile, single } from "./plane.js";
import { courses } from "./ruled-strips.js";

/** The strengths without lines of both directions. */
export function removeLines(strengths, noise) {
  const level = removeLevel(strengths, noise);
  const upright = removeLevel((level ?? strengths).transposed(), noise);
  if (!level && !upright) return strengths;
  const result = upright ? upright.transposed() : level;
  // A digit cut out so closely that its own strokes reach from edge to edge is no ruled paper.
  return result.values.some((value) => value > single(0.6)) ? result : strengths;
}

function removeLevel(strengths, noise) {
  if (strengths.width < 48 || strengths.height < 20) return null;
  const { rows, thickness } = courses(strengths, noise);
  const lines = rows.map((course) => new RuledLine(course, thickness, strengths));
  const ruled = lines.filter((line) => line.strength > 0.025 && line.coverage(strengths) > 0.86);
  if (ruled.length === 0) return null;
  const result = new Plane(strengths.width, strengths.height, strengths.values.slice());
  for (const line of ruled) line.erase(result);
  return result;
}

/** One line: its row at each column, and how dark it is there at each distance from its middle. */
class RuledLine {
  constructor(rows, reach, strengths) {
    this.rows = rows;
    this.reach = reach;
    const window = Math.max(30, Math.trunc(strengths.width / 6));
    const every = 8;
    this.darkness = [];
    for (let offset = -reach; offset <= reach; offset += 1) {
      const along = Float32Array.from(rows, (row, x) => valueAt(strengths, x, single(row + offset)));
      const knots = [];
      for (let x = 0; x < rows.length + every - 1; x += every) {
        knots.push(quantile(0.4, along.subarray(Math.max(0, x - window), Math.min(rows.length, x + window))));
      }
      this.darkness.push(Float32Array.from(rows, (_, x) => {
        const knot = Math.trunc(x / every);
        const part = (x % every) / every;
        return Math.max(knots[knot] * (1 - part) + knots[Math.min(knot + 1, knots.length - 1)] * part, 0);
      }));
    }
    this.strength = quantile(0.5, this.darkness[reach]);
  }

  /** The share of the columns that show it, or something darker. */
  coverage(strengths) {
    let shown = 0;
    this.rows.forEach((row, x) => {
      if (valueAt(strengths, x, row) >= 0.45 * this.darkness[this.reach][x]) shown += 1;
    });
    return shown / this.rows.length;
  }

  /** Takes the line out; strokes that go on at both sides are led across it. */
  erase(strengths) {
    const { width, height } = strengths;
    const source = strengths.values.slice();
    for (let x = 0; x < this.rows.length; x += 1) {
      const middle = Math.round(this.rows[x]);
      const bridge = Math.min(this.edge(source, width, height, x, middle, -1), this.edge(source, width, height, x, middle, 1));
      for (let y = Math.max(middle - this.reach, 0); y <= Math.min(middle + this.reach, height - 1); y += 1) {
        const line = this.darknessAt(x, y);
        if (!(line > 0.01)) continue;
        const value = source[y * width + x];
        const above = line < 0.6 ? (value - line) / (1 - line) : 0;
        strengths.values[y * width + x] = line > 0.3 ? Math.max(above, Math.min(bridge, value)) : above;
      }
    }
  }

  edge(source, width, height, x, middle, direction) {
    const y = middle + direction * (this.reach + 1);
    if (y < 0 || y >= height) return 0;
    let strongest = 0;
    for (let column = Math.max(x - 1, 0); column <= Math.min(x + 1, width - 1); column += 1) {
      strongest = Math.max(strongest, source[y * width + column]);
    }
    return strongest;
  }

  darknessAt(x, y) {
    const place = y - this.rows[x] + this.reach;
    const base = Math.floor(place);
    const part = place - base;
    return (this.darkness[base]?.[x] ?? 0) * (1 - part) + (this.darkness[base + 1]?.[x] ?? 0) * part;
  }
}

function valueAt({ width, height, values }, x, y) {
  const base = Math.floor(y);
  const part = y - base;
  const low = base >= 0 && base < height ? values[base * width + x] : 0;
  const high = base + 1 >= 0 && base + 1 < height ? values[(base + 1) * width + x] : 0;
  return low * (1 - part) + high * part;
}
