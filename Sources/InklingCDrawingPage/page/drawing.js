// A drawing: strokes in units of a sheet of 800 by 600, over a picture or none; and how it becomes pixels.

export const sheetWidth = 800;
export const sheetHeight = 600;

/** The sheet's pixels that a model reads, for one unit. */
const rasterScale = 0.4;

/** A pen's breadth without pressure, and what the most pressure adds. A mouse draws as a pen at half of it. */
const [lightest, range] = [0.4, 1.2];

/** How broad a pen draws, as a share of its width. */
export const breadthOf = (pressure) => lightest + range * pressure;

const round = (value) => Math.round(value * 1000) / 1000;

export class Drawing {
  constructor() {
    /** Each `{ width, points: [[x, y, breadth, time], ...] }`: shares of the width, and milliseconds. */
    this.strokes = [];
    /** `{ bitmap, width, height }`, shown as large as the sheet allows. */
    this.picture = null;
  }

  get isEmpty() {
    return this.strokes.length === 0 && !this.picture;
  }

  begin(width, point) {
    this.strokes.push({ width, points: [point] });
  }

  extend(point) {
    this.strokes[this.strokes.length - 1].points.push(point);
  }

  undo() {
    if (this.strokes.length > 0) this.strokes.pop();
    else this.picture = null;
  }

  copy() {
    const other = new Drawing();
    other.strokes = this.strokes.map(({ width, points }) => ({ width, points: [...points] }));
    other.picture = this.picture;
    return other;
  }

  /** The pen's way for others: strokes of [x, y, milliseconds since the first point, pressure in 0...1]. */
  way() {
    const first = this.strokes[0]?.points[0][3] ?? 0;
    return this.strokes.map(({ points }) => points.map(([x, y, breadth, time]) =>
      [round(x), round(y), Math.round(time - first), round(Math.min(Math.max((breadth - lightest) / range, 0), 1))]));
  }

  /** Draws all on a context that has `scale` pixels for a unit. */
  paint(context, scale, ink) {
    context.setTransform(scale, 0, 0, scale, 0, 0);
    if (this.picture) {
      const { bitmap, width, height } = this.picture;
      const size = Math.min(sheetWidth / width, sheetHeight / height);
      context.drawImage(
        bitmap, (sheetWidth - width * size) / 2, (sheetHeight - height * size) / 2, width * size, height * size);
    }
    context.strokeStyle = ink;
    context.fillStyle = ink;
    context.lineCap = "round";
    context.lineJoin = "round";
    for (const stroke of this.strokes) paintStroke(context, stroke);
  }

  /** The pixels that a model reads: `{ width, height, channels, samples }`, black on white. */
  pixels() {
    if (this.picture && this.strokes.length === 0) return picturePixels(this.picture);
    return withoutColor(imageData(this.raster(), sheetWidth * rasterScale, sheetHeight * rasterScale));
  }

  /** The same as a PNG file. */
  async png() {
    const canvas = this.picture && this.strokes.length === 0 ? pictureCanvas(this.picture) : this.raster();
    return new Promise((resolve) => { canvas.toBlob(resolve, "image/png"); });
  }

  raster() {
    const canvas = canvasOf(sheetWidth * rasterScale, sheetHeight * rasterScale);
    this.paint(canvas.getContext("2d", { willReadFrequently: true }), rasterScale, "#000000");
    return canvas;
  }
}

function paintStroke(context, { width, points }) {
  const breadth = (share) => width * share;
  const [[x, y, first]] = points;
  context.beginPath();
  context.arc(x, y, breadth(first) / 2, 0, 2 * Math.PI);
  context.fill();
  let i = 1;
  while (i < points.length) {
    // Pieces of one breadth are one line, so that no seam shows.
    const own = points[i][2];
    context.lineWidth = breadth(own);
    context.beginPath();
    context.moveTo(points[i - 1][0], points[i - 1][1]);
    while (i < points.length && points[i][2] === own) {
      context.lineTo(points[i][0], points[i][1]);
      i += 1;
    }
    context.stroke();
  }
}

/** A white canvas. */
function canvasOf(width, height) {
  const canvas = document.createElement("canvas");
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext("2d", { willReadFrequently: true });
  context.fillStyle = "#ffffff";
  context.fillRect(0, 0, width, height);
  return canvas;
}

function imageData(canvas, width, height) {
  return canvas.getContext("2d", { willReadFrequently: true }).getImageData(0, 0, width, height);
}

/** The longest side of a picture that is looked at. */
const pictureSide = 2048;

function pictureCanvas({ bitmap, width, height }) {
  const scale = Math.min(1, pictureSide / Math.max(width, height));
  const canvas = canvasOf(Math.max(1, Math.round(width * scale)), Math.max(1, Math.round(height * scale)));
  canvas.getContext("2d").drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  return canvas;
}

function picturePixels(picture) {
  const canvas = pictureCanvas(picture);
  return withoutColor(imageData(canvas, canvas.width, canvas.height));
}

/** Grey where no pixel has a colour, as a file would store it. */
export function withoutColor({ width, height, data }) {
  let isGray = true;
  for (let i = 0; i < data.length && isGray; i += 4) isGray = data[i] === data[i + 1] && data[i] === data[i + 2];
  const channels = isGray ? 1 : 3;
  const samples = new Uint8Array(width * height * channels);
  for (let i = 0; i < width * height; i += 1) {
    for (let channel = 0; channel < channels; channel += 1) samples[i * channels + channel] = data[4 * i + channel];
  }
  return { width, height, channels, samples };
}

/** A picture file or blob, ready to be shown; throws where it is none. */
export async function openPicture(file) {
  const bitmap = await createImageBitmap(file);
  return { bitmap, width: bitmap.width, height: bitmap.height };
}
