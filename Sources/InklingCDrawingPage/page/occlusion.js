// How much of an answer's probability is lost when a square of the image is blank (Zeiler and Fergus, 2014).

/** Milliseconds of work after which the page may breathe. */
const patience = 12;

/** One number a pixel, the largest magnitude 1; the mean over all squares that cover the pixel. */
export async function occlusion(network, { pixels, channels, height, width, label }) {
  const side = Math.max(2, Math.trunc(Math.min(height, width) / 7));
  const step = Math.max(1, Math.trunc(side / 2));
  const blank = blankLevels(pixels, channels, height, width);
  const whole = network.predict(pixels)[label];
  const sums = new Float32Array(height * width);
  const counts = new Float32Array(height * width);
  let since = performance.now();
  for (let top = 0; top <= Math.max(height - side, 0); top += step) {
    for (let left = 0; left <= Math.max(width - side, 0); left += step) {
      const image = Uint8Array.from(pixels);
      const places = [];
      for (let y = top; y < Math.min(top + side, height); y += 1) {
        for (let x = left; x < Math.min(left + side, width); x += 1) places.push(y * width + x);
      }
      for (let channel = 0; channel < channels; channel += 1) {
        for (const place of places) image[channel * height * width + place] = blank[channel];
      }
      const loss = whole - network.predict(image)[label];
      for (const place of places) {
        sums[place] += loss;
        counts[place] += 1;
      }
      if (performance.now() - since > patience) {
        await new Promise((resolve) => { setTimeout(resolve); });
        since = performance.now();
      }
    }
  }
  const means = sums.map((sum, i) => (counts[i] > 0 ? sum / counts[i] : 0));
  const largest = means.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  return largest > 0 ? means.map((value) => value / largest) : means;
}

/** The mean of each channel's border. */
function blankLevels(pixels, channels, height, width) {
  return Array.from({ length: channels }, (_, channel) => {
    let [sum, count] = [0, 0];
    for (let y = 0; y < height; y += 1) {
      for (let x = 0; x < width; x += 1) {
        if (y > 0 && y < height - 1 && x > 0 && x < width - 1) continue;
        sum += pixels[(channel * height + y) * width + x];
        count += 1;
      }
    }
    return Math.trunc((sum + Math.trunc(count / 2)) / count);
  });
}
