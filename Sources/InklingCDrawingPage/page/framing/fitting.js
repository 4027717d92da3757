// A picture in the size of a model that reads texts: its aspect is kept, it stands in the middle, and the rest is its own paper.
// Everything is in whole numbers, as in the program: the same bytes.

/** [channels, height, width] bytes of a picture `{ width, height, channels: 1 or 3, samples }`. */
export function fittedPicture(picture, channels, height, width) {
  const inner = fittedSize(picture, height, width);
  const scaled = planes(picture, channels, inner.height, inner.width);
  // The paper is measured on the picture as it is, and becomes grey or colours as its pixels do.
  const ground = planes(paperOf(picture), channels, 1, 1);
  const [top, left] = [Math.floor((height - inner.height) / 2), Math.floor((width - inner.width) / 2)];
  const image = new Uint8Array(channels * height * width);
  for (let channel = 0; channel < channels; channel += 1) {
    image.fill(ground[channel], channel * height * width, (channel + 1) * height * width);
    for (let row = 0; row < inner.height; row += 1) {
      const from = (channel * inner.height + row) * inner.width;
      image.set(scaled.subarray(from, from + inner.width), (channel * height + top + row) * width + left);
    }
  }
  return image;
}

/** The largest size of the picture's aspect that the other holds. */
function fittedSize(own, height, width) {
  const rounded = (value, divisor) => Math.max(1, Math.floor((2 * value + divisor) / (2 * divisor)));
  if (own.width * height >= own.height * width) {
    return { width, height: Math.min(height, rounded(own.height * width, own.width)) };
  }
  return { width: Math.min(width, rounded(own.width * height, own.height)), height };
}

/** A picture of one pixel: in each channel the median of the outermost, the lower of two. */
function paperOf({ width, height, channels, samples }) {
  const paper = Uint8Array.from({ length: channels }, (_, channel) => {
    const counts = new Int32Array(256);
    const add = (row, column) => { counts[samples[(row * width + column) * channels + channel]] += 1; };
    for (let column = 0; column < width; column += 1) {
      add(0, column);
      if (height > 1) add(height - 1, column);
    }
    for (let row = 1; row < height - 1; row += 1) {
      add(row, 0);
      if (width > 1) add(row, width - 1);
    }
    const total = counts.reduce((sum, count) => sum + count);
    let below = 0;
    return counts.findIndex((count) => {
      below += count;
      return 2 * below >= total;
    });
  });
  return { width: 1, height: 1, channels, samples: paper };
}

/** The picture in another size, [channels, height, width]: colours become their luma, grey three equal channels. */
function planes(picture, channels, height, width) {
  const own = Array.from({ length: picture.channels }, (_, channel) => plane(picture, channel, height, width));
  const result = new Uint8Array(channels * height * width);
  if (channels === 1 && own.length === 3) {
    const [red, green, blue] = own;
    return result.map((_, i) => Math.floor((299 * red[i] + 587 * green[i] + 114 * blue[i] + 500) / 1000));
  }
  for (let channel = 0; channel < channels; channel += 1) result.set(own[channel % own.length], channel * height * width);
  return result;
}

function plane({ width: ownWidth, height: ownHeight, channels, samples }, channel, height, width) {
  const [columns, rows] = [axis(ownWidth, width), axis(ownHeight, height)];
  const all = columns.total * rows.total;
  const half = Math.floor(all / 2);
  const result = new Uint8Array(height * width);
  // Only the rows that a row of the result needs are summed across, once for each.
  const sums = new Float64Array(width);
  let line = -1;
  for (let row = 0; row < height; row += 1) {
    const totals = new Float64Array(width).fill(half);
    for (const [place, weight] of rows.taps[row]) {
      if (place !== line) {
        line = place;
        const start = line * ownWidth * channels + channel;
        for (let column = 0; column < width; column += 1) {
          sums[column] = columns.taps[column].reduce((sum, [from, share]) => sum + share * samples[start + from * channels], 0);
        }
      }
      for (let column = 0; column < width; column += 1) totals[column] += weight * sums[column];
    }
    for (let column = 0; column < width; column += 1) result[row * width + column] = Math.floor(totals[column] / all);
  }
  return result;
}

/** For each of `target` pixels the `source` pixels that make it, with weights that add up to `total`. */
function axis(source, target) {
  const pixels = Array.from({ length: target }, (_, pixel) => pixel);
  if (source > target) {
    // In units of 1 / target of a pixel: the mean of the area that is covered.
    const taps = pixels.map((pixel) => {
      const [begin, end] = [pixel * source, (pixel + 1) * source];
      const [first, last] = [Math.floor(begin / target), Math.floor((end - 1) / target)];
      return Array.from({ length: last - first + 1 }, (_, i) => {
        const place = first + i;
        return [place, Math.min(end, (place + 1) * target) - Math.max(begin, place * target)];
      });
    });
    return { taps, total: source };
  }
  // In units of 1 / (2 target): linear between the centres of two pixels.
  const unit = 2 * target;
  const taps = pixels.map((pixel) => {
    const centre = Math.min(Math.max((2 * pixel + 1) * source - target, 0), (source - 1) * unit);
    const [place, rest] = [Math.floor(centre / unit), centre % unit];
    return rest === 0 ? [[place, unit]] : [[place, unit - rest], [place + 1, rest]];
  });
  return { taps, total: unit };
}
