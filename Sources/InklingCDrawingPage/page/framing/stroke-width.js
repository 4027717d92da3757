// How wide strokes are, and making them wider or narrower.
import { Plane, single } from "./plane.js";

/** The mean width: twice the ink over the length of its edge; zero without ink. */
export function strokeWidth({ width, height, values }) {
  let [area, edge] = [0, 0];
  for (let y = 0; y < height - 1; y += 1) {
    for (let x = 0; x < width - 1; x += 1) {
      const place = y * width + x;
      const [here, right] = [values[place], values[place + 1]];
      const [below, across] = [values[place + width], values[place + width + 1]];
      const horizontal = single(right - here + across - below) / 2;
      const vertical = single(below - here + across - right) / 2;
      area = single(area + here);
      edge = single(edge + single(Math.sqrt(horizontal * horizontal + vertical * vertical)));
    }
  }
  return edge > 0 ? single((2 * area) / edge) : 0;
}

/** Ink grown by `radius` on every side, or eaten away where it is negative. */
export function grown(ink, radius) {
  const size = Math.abs(radius);
  const whole = Math.trunc(size);
  const change = radius < 0 ? eroded : dilated;
  const inner = change(ink, whole);
  const part = single(size - whole);
  if (!(part > 0.01)) return inner;
  return inner.combined(change(ink, whole + 1), (near, far) => near * (1 - part) + far * part);
}

function eroded(ink, radius) {
  return dilated(ink.map((value) => 1 - value), radius).map((value) => 1 - value);
}

function dilated(ink, radius) {
  if (radius <= 0) return ink;
  const { width, height, values } = ink;
  const result = values.slice();
  for (let dy = -radius; dy <= radius; dy += 1) {
    const reach = Math.trunc(Math.sqrt((radius + 0.3) * (radius + 0.3) - dy * dy));
    for (let dx = -reach; dx <= reach; dx += 1) {
      if (dx === 0 && dy === 0) continue;
      for (let y = Math.max(0, -dy); y < Math.min(height, height - dy); y += 1) {
        for (let x = Math.max(0, -dx); x < Math.min(width, width - dx); x += 1) {
          const value = values[(y + dy) * width + x + dx];
          if (value > result[y * width + x]) result[y * width + x] = value;
        }
      }
    }
  }
  return new Plane(width, height, result);
}
