// The pieces of ink of a picture: pixels that touch, corners included, belong together.

/** A rectangle with its top left pixel at (x, y). */
export function union(one, two) {
  const [x, y] = [Math.min(one.x, two.x), Math.min(one.y, two.y)];
  return {
    x, y,
    width: Math.max(one.x + one.width, two.x + two.width) - x,
    height: Math.max(one.y + one.height, two.y + two.height) - y,
  };
}

export class Pieces {
  /** Pieces of at least `high` strength, grown into their surroundings of at least `low` without ever joining. */
  constructor(strengths, high, low) {
    this.width = strengths.width;
    this.height = strengths.height;
    this.labels = new Int32Array(this.width * this.height);
    const { labels } = this;
    const { values } = strengths;
    const stack = [];
    let next = 0;
    for (let start = 0; start < labels.length; start += 1) {
      if (labels[start] !== 0 || values[start] < high) continue;
      next += 1;
      labels[start] = next;
      stack.push(start);
      while (stack.length > 0) {
        this.around(stack.pop(), (place) => {
          if (labels[place] !== 0 || values[place] < high) return;
          labels[place] = next;
          stack.push(place);
        });
      }
    }
    this.grow(values, low);
    this.measure(next);
  }

  around(place, body) {
    const { width, height } = this;
    const x = place % width;
    const y = (place - x) / width;
    const [left, right] = [x > 0 ? -1 : 0, x + 1 < width ? 1 : 0];
    for (let row = y > 0 ? -1 : 0; row <= (y + 1 < height ? 1 : 0); row += 1) {
      for (let column = left; column <= right; column += 1) body(place + row * width + column);
    }
  }

  /** All pieces grow at once, a pixel a round; who is first keeps the pixel. */
  grow(values, low) {
    const { labels } = this;
    let front = [];
    for (let place = 0; place < labels.length; place += 1) if (labels[place] > 0) front.push(place);
    while (front.length > 0) {
      const reached = [];
      for (const from of front) {
        this.around(from, (place) => {
          if (labels[place] !== 0 || values[place] < low) return;
          labels[place] = labels[from];
          reached.push(place);
        });
      }
      front = reached;
    }
  }

  measure(count) {
    const { width, labels } = this;
    const found = Array.from({ length: count }, () => ({ left: Infinity, top: Infinity, right: -1, bottom: -1, area: 0 }));
    for (let place = 0; place < labels.length; place += 1) {
      if (labels[place] === 0) continue;
      const piece = found[labels[place] - 1];
      const x = place % width;
      const y = (place - x) / width;
      piece.left = Math.min(piece.left, x);
      piece.right = Math.max(piece.right, x);
      piece.top = Math.min(piece.top, y);
      piece.bottom = Math.max(piece.bottom, y);
      piece.area += 1;
    }
    this.all = found.map(({ left, top, right, bottom, area }, index) => ({
      label: index + 1, area,
      box: { x: left, y: top, width: right - left + 1, height: bottom - top + 1 },
    }));
  }

  /** How many pixels of each piece lie in the first or last row, and in the first or last column: the larger of the two. */
  edgeContacts() {
    const { width, height, labels } = this;
    const counts = new Map(this.all.map(({ label }) => [label, [0, 0, 0, 0]]));
    const count = (place, edge) => {
      const own = counts.get(labels[place]);
      if (own) own[edge] += 1;
    };
    for (let x = 0; x < width; x += 1) {
      count(x, 0);
      count((height - 1) * width + x, 1);
    }
    for (let y = 0; y < height; y += 1) {
      count(y * width, 2);
      count(y * width + width - 1, 3);
    }
    return this.all.map(({ label }) => {
      const own = counts.get(label);
      return [Math.max(own[0], own[1]), Math.max(own[2], own[3])];
    });
  }

  /** The mean strength of each piece's stronger pixels, at most 1 each. */
  meanStrengths({ values }) {
    const [sums, counts] = [new Map(), new Map()];
    for (let place = 0; place < this.labels.length; place += 1) {
      const label = this.labels[place];
      if (label === 0 || !(values[place] > Math.fround(0.4))) continue;
      sums.set(label, (sums.get(label) ?? 0) + Math.min(values[place], 1));
      counts.set(label, (counts.get(label) ?? 0) + 1);
    }
    return this.all.map(({ label }) => (sums.get(label) ?? 0) / Math.max(counts.get(label) ?? 0, 1));
  }

  /** Leaves only the pieces that are kept; the others become paper. */
  filter(keeps) {
    this.all = this.all.filter(keeps);
    const kept = new Set(this.all.map(({ label }) => label));
    for (let place = 0; place < this.labels.length; place += 1) {
      if (this.labels[place] !== 0 && !kept.has(this.labels[place])) this.labels[place] = 0;
    }
  }
}
