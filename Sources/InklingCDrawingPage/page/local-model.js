// A model that answers in the page itself: the network in plain JavaScript, with the program's framing.
import { fittedPicture } from "./framing/fitting.js";
import { framed, framingForm } from "./framing/framing.js";
import { resizedPicture } from "./framing/resizing.js";
import { withInk } from "./framing/said-ink.js";
import { occlusion } from "./occlusion.js";
import { stepsOf } from "./working.js";

// Parts of digits look like digits to a model that knows nothing else: where they are as likely as this, they are some.
const certainty = 0.9;

/**
 * Answers of a network (`logits`, `predict`, `selfTest`, `observe`, `steps`, and `read` where it reads texts) to drawings, as
 * `about` says of the model.
 */
export class LocalModel {
  constructor(network, about) {
    this.network = network;
    this.about = about;
    this.readsTexts = about.readsTexts;
    this.names = about.readsTexts ? [] : network.classNames;
    this.title = about.title;
    this.card = about.card;
    this.isFramed = about.isFramed;
    this.form = framingForm(about.width, about.height, about.inkIsLight);
  }

  /** The model's images of a picture, line by line: `{ pixels, box }`. */
  images(picture) {
    if (this.about.isFramed) return framed(picture, this.form);
    const { channels, height, width, saidInk } = this.about;
    const box = { x: 0, y: 0, width: picture.width, height: picture.height };
    const pixels = this.readsTexts
      ? withInk(saidInk, fittedPicture(picture, channels, height, width), channels, height, width)
      : resizedPicture(picture, channels, height, width);
    return [[{ pixels, box }]];
  }

  async read(drawing) {
    return this.answer(drawing.pixels());
  }

  /** What the model says of a picture `{ width, height, channels, samples }`. */
  answer(picture) {
    const start = performance.now();
    const found = this.readsTexts ? this.text(picture) : this.classes(picture);
    return { ...found, milliseconds: performance.now() - start };
  }

  classes(picture) {
    const lines = this.images(picture).map((line) => this.digits(line));
    const digits = lines.flat();
    const outliers = digits.filter(({ isOutlier }) => isOutlier).length;
    return {
      lines,
      number: lines.map((line) => line.map(({ name }) => name).join("")).join("\n"),
      probability: digits.reduce((product, { probability }) => product * probability, 1),
      refused: digits.length === 0 || 2 * outliers >= digits.length && outliers > 0,
    };
  }

  text(picture) {
    const [[{ pixels }]] = this.images(picture);
    const { channels, height, width } = this.about;
    const { text, probability, characters } = isBlank(pixels, channels)
      ? { text: null, probability: null, characters: [] } : this.network.read(pixels);
    return {
      text, probability, characters, lines: [], number: text ?? "", refused: false, seen: { pixels, channels, height, width },
    };
  }

  /** A line's digits; wide ink is one of them where that is likelier than all of its parts together. */
  digits(line) {
    const result = [];
    for (let place = 0; place < line.length; ) {
      const { undivided } = line[place];
      const parts = line.slice(place, place + (undivided?.count ?? 1)).map((image) => this.digit(image));
      const one = undivided ? this.digit(undivided) : null;
      const together = parts.reduce((product, { probability }) => product * probability, 1);
      result.push(...(one && certainty * one.probability >= together ? [one] : parts));
      place += parts.length;
    }
    return result;
  }

  digit({ pixels, box }) {
    const logits = this.network.logits(pixels);
    const probabilities = Array.from(this.network.predict(pixels));
    const label = probabilities.indexOf(Math.max(...probabilities));
    const { channels, height, width, threshold } = this.about;
    return {
      label, name: this.names[label], names: this.names, probability: probabilities[label], probabilities, pixels, box,
      channels, height, width, isOutlier: threshold !== null && energy(logits) > threshold,
    };
  }

  async look(image) {
    const saliency = this.readsTexts ? null : await occlusion(this.network, image);
    return { saliency, steps: stepsOf(this.network, image.pixels) };
  }

  watch(tell) {
    if (!this.network.selfTest()) tell("broken");
  }
}

/** Whether there is nothing on an image: a network reads something on any. Each channel is of one level, as the program says. */
function isBlank(pixels, channels) {
  const plane = pixels.length / channels;
  return Array.from({ length: channels }, (_, channel) => pixels.subarray(channel * plane, (channel + 1) * plane))
    .every((levels) => levels.reduce((a, b) => Math.max(a, b)) - levels.reduce((a, b) => Math.min(a, b)) <= 8);
}

/** -log of the sum of the logits' exponentials. */
function energy(logits) {
  const largest = Math.max(...logits);
  return -(largest + Math.log(logits.reduce((sum, logit) => sum + Math.exp(logit - largest), 0)));
}
