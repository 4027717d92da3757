// A picture in another size, and in grey or colours: for models whose pictures are not framed.

const bits = 22;

/** [channels, height, width] bytes of a picture `{ width, height, channels, samples }`, scaled. */
export function resizedPicture(picture, channels, height, width) {
  const { samples } = channels === 1 ? gray(picture) : colored(picture);
  const [columns, rows] = [axis(picture.width, width), axis(picture.height, height)];
  const result = new Uint8Array(channels * height * width);
  const lines = new Map();
  const line = (row) => {
    if (!lines.has(row)) {
      const found = new Float64Array(width * channels);
      for (let x = 0; x < width; x += 1) {
        for (let channel = 0; channel < channels; channel += 1) {
          let sum = 2 ** (bits - 9);
          for (const [source, weight] of columns[x]) sum += samples[(row * picture.width + source) * channels + channel] * weight;
          found[x * channels + channel] = Math.floor(sum / 2 ** (bits - 8));
        }
      }
      lines.set(row, found);
    }
    return lines.get(row);
  };
  for (let y = 0; y < height; y += 1) {
    const sums = new Float64Array(width * channels).fill(2 ** (bits + 7));
    for (const [source, weight] of rows[y]) line(source).forEach((value, i) => { sums[i] += value * weight; });
    sums.forEach((sum, i) => {
      const [x, channel] = [Math.floor(i / channels), i % channels];
      result[(channel * height + y) * width + x] = Math.min(Math.floor(sum / 2 ** (bits + 8)), 255);
    });
  }
  return result;
}

function gray({ channels, samples }) {
  if (channels === 1) return { samples };
  const grays = new Uint8Array(samples.length / 3);
  for (let i = 0; i < grays.length; i += 1) {
    grays[i] = (19595 * samples[3 * i] + 38470 * samples[3 * i + 1] + 7471 * samples[3 * i + 2] + 32768) >> 16;
  }
  return { samples: grays };
}

function colored({ channels, samples }) {
  if (channels === 3) return { samples };
  return { samples: Uint8Array.from({ length: 3 * samples.length }, (_, i) => samples[Math.floor(i / 3)]) };
}

/** For each of `count` pixels the source pixels that make it, with weights that add up to 2^22. */
function axis(sources, count) {
  if (sources === count) return Array.from({ length: count }, (_, place) => [[place, 2 ** bits]]);
  return Array.from({ length: count }, (_, place) => (count < sources ? area(place, sources, count) : between(place, sources, count)));
}

function area(place, sources, count) {
  const [begin, end] = [place * sources, (place + 1) * sources];
  const parts = [];
  let [covered, given] = [0, 0];
  for (let source = Math.floor(begin / count); source <= Math.floor((end - 1) / count); source += 1) {
    covered += Math.min(end, (source + 1) * count) - Math.max(begin, source * count);
    const sum = Math.floor((covered * 2 ** bits + Math.floor(sources / 2)) / sources);
    parts.push([source, sum - given]);
    given = sum;
  }
  return parts;
}

function between(place, sources, count) {
  const unit = 2 * count;
  const center = Math.min(Math.max((2 * place + 1) * sources - count, 0), (sources - 1) * unit);
  const source = Math.floor(center / unit);
  const second = Math.floor(((center % unit) * 2 ** bits + count) / unit);
  const parts = [[source, 2 ** bits - second]];
  if (second > 0) parts.push([source + 1, second]);
  return parts;
}
