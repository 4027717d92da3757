// A picture of real numbers, row by row from the top left: what all steps of framing work on.
// The numbers are single precision, as in the program's own framing, so that both decide alike.

export const single = Math.fround;

/** `width * height` numbers, row-major. */
export class Plane {
  constructor(width, height, values = new Float32Array(width * height)) {
    this.width = width;
    this.height = height;
    this.values = values;
  }

  map(transform) {
    return new Plane(this.width, this.height, this.values.map(transform));
  }

  combined(other, combine) {
    const result = new Float32Array(this.values.length);
    for (let i = 0; i < result.length; i += 1) result[i] = combine(this.values[i], other.values[i]);
    return new Plane(this.width, this.height, result);
  }

  transposed() {
    const { width, height, values } = this;
    const result = new Plane(height, width);
    for (let y = 0; y < height; y += 1) {
      for (let x = 0; x < width; x += 1) result.values[x * height + y] = values[y * width + x];
    }
    return result;
  }

  /** A rectangle that may reach beyond the plane, as `columns` by `rows` numbers; `step` numbers of it in one. */
  resampled(x, y, stepX, stepY, columns, rows, extend = false) {
    const across = taps(single(x), single(stepX), columns, this.width, extend);
    const down = taps(single(y), single(stepY), rows, this.height, extend);
    const result = new Plane(columns, rows);
    const narrowed = new Float32Array(columns);
    let narrowedRow = -1;
    for (let row = 0; row < rows; row += 1) {
      for (let tap = 0; tap < down.count; tap += 1) {
        const weight = down.weights[row * down.count + tap];
        if (weight === 0) continue;
        if (narrowedRow !== down.first[row] + tap) {
          narrowedRow = down.first[row] + tap;
          narrow(this, narrowedRow, across, narrowed);
        }
        for (let column = 0; column < columns; column += 1) {
          result.values[row * columns + column] += single(weight * narrowed[column]);
        }
      }
    }
    return result;
  }

  resized(columns, rows) {
    if (columns === this.width && rows === this.height) return this;
    return this.resampled(0, 0, single(this.width / columns), single(this.height / rows), columns, rows, true);
  }

  /** Itself, or a smaller one of its shape whose longer side is `side`: each number the mean of its part. */
  shrunk(side) {
    const longest = Math.max(this.width, this.height);
    if (longest <= side) return this;
    const half = Math.floor(longest / 2);
    const columns = Math.max(1, Math.floor((this.width * side + half) / longest));
    const rows = Math.max(1, Math.floor((this.height * side + half) / longest));
    return this.resized(columns, rows);
  }

  /** Means over squares of `2 * radius + 1` numbers, fewer at the edges. */
  boxMeans(radius) {
    if (radius <= 0) return this;
    const { width, height } = this;
    const rows = new Plane(width, height);
    runningMeans(this.values, rows.values, height, width, 1, width, radius);
    const result = new Plane(width, height);
    runningMeans(rows.values, result.values, width, height, width, 1, radius);
    return result;
  }

  quantile(share) {
    return quantile(share, this.values);
  }

  /** At each place the whole step below which `share` of the numbers within `radius` lie. */
  localQuantiles(share, radius) {
    const { width, height, values } = this;
    const result = new Plane(width, height);
    const counts = new Int32Array(256);
    for (let y = 0; y < height; y += 1) {
      const [top, bottom] = [Math.max(0, y - radius), Math.min(height - 1, y + radius)];
      counts.fill(0);
      let size = 0;
      const count = (column, change) => {
        for (let row = top; row <= bottom; row += 1) {
          counts[Math.min(Math.max(Math.trunc(values[row * width + column]), 0), 255)] += change;
        }
        size += change * (bottom - top + 1);
      };
      for (let column = 0; column < Math.min(radius, width); column += 1) count(column, 1);
      for (let x = 0; x < width; x += 1) {
        if (x + radius < width) count(x + radius, 1);
        if (x - radius > 0) count(x - radius - 1, -1);
        let left = Math.trunc(single(size * single(share)));
        let step = 0;
        while (step < 255 && left >= counts[step]) {
          left -= counts[step];
          step += 1;
        }
        result.values[y * width + x] = step;
      }
    }
    return result;
  }

  /** The largest number within `radius` rows and columns (van Herk; Gil and Werman). */
  maxima(radius) {
    if (radius <= 0) return this;
    const result = new Plane(this.width, this.height, this.values.slice());
    runningMaxima(result.values, this.height, this.width, 1, this.width, radius);
    runningMaxima(result.values, this.width, this.height, this.width, 1, radius);
    return result;
  }

  minima(radius) {
    return this.map((value) => -value).maxima(radius).map((value) => -value);
  }

  /** Dark things narrower than `2 * radius + 1` filled with the light around them. */
  closed(radius) {
    if (radius <= 0) return this;
    const { width, height, values } = this;
    const columns = width + 2 * radius;
    const padded = new Plane(columns, height + 2 * radius);
    padded.values.fill(-Infinity);
    for (let y = 0; y < height; y += 1) {
      padded.values.set(values.subarray(y * width, (y + 1) * width), (y + radius) * columns + radius);
    }
    const filled = padded.maxima(radius).minima(radius);
    const result = new Plane(width, height);
    for (let y = 0; y < height; y += 1) {
      const start = (y + radius) * columns + radius;
      result.values.set(filled.values.subarray(start, start + width), y * width);
    }
    return result;
  }

  opened(radius) {
    return this.map((value) => -value).closed(radius).map((value) => -value);
  }

  /** The centre of mass in pixels from the top left corner. */
  centreOfMass() {
    let [mass, across, down] = [0, 0, 0];
    for (let y = 0; y < this.height; y += 1) {
      for (let x = 0; x < this.width; x += 1) {
        const value = this.values[y * this.width + x];
        mass += value;
        across += (x + 0.5) * value;
        down += (y + 0.5) * value;
      }
    }
    return mass > 0 ? [across / mass, down / mass] : [this.width / 2, this.height / 2];
  }
}

/** The value below which `share` of the numbers lie, by a histogram of 1,024 steps; zero for none. */
export function quantile(share, values) {
  if (values.length === 0) return 0;
  let [low, high] = [Infinity, -Infinity];
  for (const value of values) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  if (!(high > low)) return low;
  const steps = 1024;
  const counts = new Int32Array(steps);
  const scale = single(steps / single(high - low));
  for (const value of values) counts[Math.min(Math.trunc(single(single(value - low) * scale)), steps - 1)] += 1;
  let left = single(values.length * single(share));
  for (let step = 0; step < steps; step += 1) {
    const count = counts[step];
    if (count >= left && count > 0) return single(low + single((step + Math.max(left, 0) / count) / scale));
    left = single(left - count);
  }
  return high;
}

/** The numbers that a test holds for. */
export function those(values, test) {
  const result = new Float32Array(values.length);
  let count = 0;
  for (const value of values) {
    if (test(value)) {
      result[count] = value;
      count += 1;
    }
  }
  return result.subarray(0, count);
}

/** Which of a line's numbers make each of the result's, and by how much. */
function taps(start, step, outputs, size, extend) {
  const count = Math.min(step >= 1 ? Math.ceil(step) + 1 : 2, size);
  const first = new Int32Array(outputs);
  const weights = new Float32Array(outputs * count);
  const add = (weight, index, output) => {
    if (!extend && (index < 0 || index >= size)) return;
    const place = Math.min(Math.max(index, 0), size - 1) - first[output];
    if (place >= 0 && place < count) weights[output * count + place] += single(weight);
  };
  for (let output = 0; output < outputs; output += 1) {
    const low = single(start + single(output * step));
    if (step >= 1) {
      const high = single(low + step);
      const begin = Math.floor(low);
      first[output] = Math.min(Math.max(begin, 0), size - count);
      for (let index = begin; index < Math.ceil(high); index += 1) {
        add(single(single(Math.min(high, index + 1) - Math.max(low, index)) / step), index, output);
      }
    } else {
      const center = single(single(low + step / 2) - 0.5);
      const base = Math.floor(center);
      first[output] = Math.min(Math.max(base, 0), size - count);
      add(1 - single(center - base), base, output);
      add(center - base, base + 1, output);
    }
  }
  return { count, first, weights };
}

function narrow(plane, row, { count, first, weights }, narrowed) {
  for (let column = 0; column < narrowed.length; column += 1) {
    const start = row * plane.width + first[column];
    let sum = 0;
    for (let tap = 0; tap < count; tap += 1) {
      sum = single(sum + single(weights[column * count + tap] * plane.values[start + tap]));
    }
    narrowed[column] = sum;
  }
}

function runningMeans(source, target, lines, length, stride, jump, radius) {
  for (let line = 0; line < lines; line += 1) {
    const start = line * jump;
    let sum = 0;
    for (let place = 0; place < Math.min(radius, length); place += 1) sum += source[start + place * stride];
    for (let place = 0; place < length; place += 1) {
      if (place + radius < length) sum += source[start + (place + radius) * stride];
      if (place - radius > 0) sum -= source[start + (place - radius - 1) * stride];
      const count = Math.min(place + radius, length - 1) - Math.max(place - radius, 0) + 1;
      target[start + place * stride] = sum / count;
    }
  }
}

function runningMaxima(values, lines, length, stride, jump, radius) {
  const window = 2 * radius + 1;
  const padded = length + 2 * radius;
  const ahead = new Float32Array(padded);
  const behind = new Float32Array(padded);
  for (let line = 0; line < lines; line += 1) {
    const start = line * jump;
    for (let place = 0; place < padded; place += 1) {
      const index = place - radius;
      const value = index >= 0 && index < length ? values[start + index * stride] : -Infinity;
      ahead[place] = place % window === 0 ? value : Math.max(ahead[place - 1], value);
      behind[place] = value;
    }
    for (let place = padded - 2; place >= 0; place -= 1) {
      if ((place + 1) % window !== 0) behind[place] = Math.max(behind[place], behind[place + 1]);
    }
    for (let place = 0; place < length; place += 1) {
      values[start + place * stride] = Math.max(behind[place], ahead[place + window - 1]);
    }
  }
}
