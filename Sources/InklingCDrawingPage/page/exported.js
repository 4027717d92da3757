// A page that is one file: the network answers in it.
import * as network from "./network.js";
import { about } from "./about.js";
import { LocalModel } from "./local-model.js";
import { withoutColor } from "./drawing.js";
import { start } from "./page.js";
import { stepsOf } from "./working.js";

const model = new LocalModel(network, about);
start(model);

/**
 * For who looks behind the page: a picture is `{ width, height, channels, samples }` or an `ImageData`. What `read` gives of a
 * text has `{ text, probability, characters }`.
 */
globalThis.inkling = Object.freeze({
  read: (picture) => model.answer(picture.data ? withoutColor(picture) : picture),
  images: (picture) => model.images(picture.data ? withoutColor(picture) : picture),
  logits: (pixels) => Array.from(network.logits(pixels)),
  steps: (pixels) => stepsOf(network, pixels),
  selfTest: () => network.selfTest(),
});
