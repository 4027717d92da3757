// Small pictures of numbers on canvases.

/** Bytes [channels, height, width] as they are. */
export function drawBytes(canvas, { pixels, channels, width, height }) {
  const plane = width * height;
  paintPixels(canvas, width, height, (i) => [0, 1, 2].map((channel) => pixels[channels === 3 ? channel * plane + i : i]));
}

/** Numbers from the smallest, black, to the largest, white. */
export function drawNumbers(canvas, values, width, height) {
  let [low, high] = [Infinity, -Infinity];
  for (const value of values) [low, high] = [Math.min(low, value), Math.max(high, value)];
  const scale = high > low ? 255 / (high - low) : 0;
  paintPixels(canvas, width, height, (i) => {
    const gray = (values[i] - low) * scale;
    return [gray, gray, gray];
  });
}

/** A digit's bytes in grey, with what speaks for it in a warm colour: numbers up to 1. */
export function drawHeat(canvas, { pixels, width, height }, heat) {
  paintPixels(canvas, width, height, (i) => {
    const [gray, share] = [40 + pixels[i] * 0.55, Math.min(Math.max(heat[i], 0), 1)];
    return [gray + (255 - gray) * share, gray + (140 - gray) * share, gray * (1 - share)];
  });
}

function paintPixels(canvas, width, height, color) {
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext("2d");
  const image = context.createImageData(width, height);
  for (let i = 0; i < width * height; i += 1) {
    const [red, green, blue] = color(i);
    image.data.set([red, green, blue, 255], 4 * i);
  }
  context.putImageData(image, 0, 0);
}
