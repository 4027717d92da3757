// Which is brighter in images, what is drawn or what it is drawn on: as the program measures it.

/**
 * The image [channels, height, width], inverted where it is drawn the other way round than `said`, "light_on_dark" or
 * "dark_on_light"; null leaves it as it is.
 */
export function withInk(said, pixels, channels, height, width) {
  const own = said === null ? null : inkOfEdge(pixels, channels, height, width);
  return own === null || own === said ? pixels : pixels.map((value) => 255 - value);
}

/** Null where the mean of the outermost pixels says neither. */
function inkOfEdge(pixels, channels, height, width) {
  const whole = Array.from({ length: width }, (_, column) => column);
  let [sum, count] = [0, 0];
  for (let line = 0; line < channels * height; line += 1) {
    const row = line % height;
    for (const column of row === 0 || row === height - 1 ? whole : [0, width - 1]) {
      sum += pixels[line * width + column];
      count += 1;
    }
  }
  const mean = sum / count;
  return mean < 64 ? "light_on_dark" : mean > 191 ? "dark_on_light" : null;
}
