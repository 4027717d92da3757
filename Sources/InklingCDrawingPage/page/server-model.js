// A model that a server answers for: `POST /predict` with the drawing, `POST /explain` with what it saw.
import { Drawing } from "./drawing.js";
import { rememberedToken, rememberToken, takeTokenOfAddress, tokenOf } from "./kept-token.js";

/** Milliseconds between two looks whether the server is back: twice as long each time, up to the last. */
const [firstPause, longestPause] = [500, 8000];

/** Milliseconds after which a server that does not answer counts as gone: to a question, and to a look. */
const [patience, shortPatience] = [20000, 3000];

/** How often a question is asked again by itself that came too often, and the seconds that it waits for that at most. */
const [mostTries, longestWait] = [8, 60];

export class ServerModel {
  constructor() {
    this.title = "Inkling";
    this.card = "";
    this.names = null;
    this.readsTexts = false;
    this.isFramed = true;
    this.isOnBytes = false;
    /** When the last of the questions that were refused may be asked again. */
    this.nextTurn = 0;
    /** The model that is asked; null for the server's first. */
    this.chosen = new URLSearchParams(location.search).get("model");
    this.isLost = false;
    this.tell = () => {};
    /** Whether the server wants a token that it has not got yet; `locked(isWrong)` is called when it says so, with whether the
        address had one that is not it. */
    this.isLocked = false;
    this.locked = () => {};
    /** Is called with a token that a later address gives. */
    this.offered = () => {};
    const given = takeTokenOfAddress();
    this.isOffered = given !== null;
    const token = tokenOf(given);
    if (token !== null) rememberToken(token);
    this.token = token ?? rememberedToken();
    // An address that differs behind # alone opens no page anew.
    addEventListener("hashchange", () => {
      const later = takeTokenOfAddress();
      if (later !== null) this.offered(later);
    });
  }

  /** Whether the network can be looked into: the server explains neither models on bytes nor texts. */
  get explains() {
    return !this.readsTexts && !this.isOnBytes;
  }

  async read(drawing) {
    const start = performance.now();
    const picture = await drawing.png();
    // Whoever draws asks again, with what is drawn by then.
    const answer = await this.post(this.address("predict?framed=true"), picture, 0);
    this.meet(answer);
    const [prediction] = answer.predictions;
    const found = "text" in prediction ? await this.text(prediction) : await this.digits(prediction);
    const { model, version, digest } = answer;
    return { ...found, model, version, digest, milliseconds: performance.now() - start, picture };
  }

  async digits({ digits, number, probability, refused }) {
    const found = await Promise.all(digits.map((digit) => this.digit(digit)));
    return {
      lines: found.length === 0 ? [] : [found], number: number ?? "", probability: probability ?? 0,
      refused: refused && found.length > 0,
    };
  }

  async text({ text, probability, characters, framed }) {
    return {
      lines: [], number: text ?? "", probability: probability ?? 0, refused: false, characters,
      seen: await pixelsOf(imageOf(framed)),
    };
  }

  async look(digit) {
    try {
      return await this.post(this.address("explain"), digit.image);
    } catch (error) {
      // Another model may have taken the place of the one that could be looked into.
      await this.learn();
      if (!this.explains) return null;
      throw error;
    }
  }

  /** Asks another model from now on. */
  choose(name) {
    this.chosen = name;
    history.replaceState(null, "", `?${new URLSearchParams({ model: name })}${location.hash}`);
    this.greet();
  }

  /** The names of all models that answer, in the server's order. */
  async models() {
    const body = new Blob(['{"ready":true}'], { type: "application/json" });
    return [...new Set((await this.post("v2/repository/index", body)).map(({ name }) => name))];
  }

  /** A path with the model that is asked. */
  address(path) {
    return this.chosen === null ? path : `${path}${path.includes("?") ? "&" : "?"}${new URLSearchParams({ model: this.chosen })}`;
  }

  watch(tell) {
    this.tell = tell;
    this.greet();
  }

  /** A digit as the page shows it: its framed picture as a file and as pixels. */
  async digit({ label, probability, probabilities, framed, class: name }) {
    const image = imageOf(framed);
    return { label, name, names: this.names, probability, probabilities, image, ...await pixelsOf(image) };
  }

  /** Takes over what an answer says of its model. */
  meet({ model, version, digest, classes, predictions: [prediction] }) {
    // An answer that was on its way when another model was chosen.
    if (this.chosen !== null && this.chosen !== model) return;
    const readsTexts = "text" in prediction;
    const isNew = this.title !== model || this.names?.join() !== classes.join() || this.readsTexts !== readsTexts;
    const isOther = isNew || this.version !== version || this.digest !== digest;
    Object.assign(this, { version, digest });
    this.title = model;
    this.names = classes;
    this.readsTexts = readsTexts;
    if (isNew) this.tell("ready");
    if (isOther) this.learn();
  }

  /** Asks whether the model that answers computes with bytes. */
  async learn() {
    const { title } = this;
    const { platform } = await this.ask(`v2/models/${encodeURIComponent(title)}`).catch(() => ({}));
    const isOnBytes = platform === "inkling_int8";
    if (this.title !== title || this.isOnBytes === isOnBytes) return;
    this.isOnBytes = isOnBytes;
    this.tell("ready");
  }

  /** Asks for the model's name and classes with an empty sheet. */
  async greet() {
    try {
      this.meet(await this.post(this.address("predict"), await new Drawing().png()));
    } catch (error) {
      // A server that is gone has been noticed, and one that wants a token too.
      if (!this.isLost && !this.isLocked) this.tell("ready", error.message);
    }
  }

  post(path, body, tries = mostTries) {
    return this.ask(path, { method: "POST", body, headers: { "Content-Type": body.type }, tries });
  }

  /** Header fields for a request, with the token where there is one. */
  headers(others = {}) {
    return this.token ? { ...others, Authorization: `Bearer ${this.token}` } : others;
  }

  /** What the server says to the token that this page has: a status, or null where it says nothing. */
  async greetingStatus() {
    const response = await fetch("v2", { headers: this.headers(), signal: AbortSignal.timeout(shortPatience) }).catch(() => null);
    return response?.status ?? null;
  }

  /** Nothing is answered until the right token is given. */
  lock() {
    this.locked(this.isOffered);
    if (this.isLocked) return;
    this.isLocked = true;
    this.tell("locked");
  }

  /** Takes a token from now on; false where it is not the server's, and null where the server did not say. */
  async unlock(given) {
    const token = tokenOf(given);
    if (token === null) return false;
    const before = this.token;
    this.token = token;
    const status = await this.greetingStatus();
    // Who asks too often has shown the token first.
    if (status !== 200 && status !== 429) {
      this.token = before;
      if (status === null) this.lose();
      return status === 401 ? false : null;
    }
    rememberToken(token);
    this.isLocked = false;
    this.tell("ready");
    this.greet();
    return true;
  }

  /** Looks whether the server is still there. */
  async check() {
    await this.ask("v2/health/ready").catch(() => {});
  }

  /** What the server answers, an object; an error has the server's sentence. Who asks too often waits and asks again. */
  async ask(path, { tries = mostTries, ...request } = {}) {
    for (let left = tries; ; left -= 1) {
      try {
        return await this.askOnce(path, request);
      } catch (error) {
        if (error.status !== 429 || !error.again || left <= 0) throw error;
        await error.again();
      }
    }
  }

  async askOnce(path, { method = "GET", headers = {}, body } = {}) {
    let response;
    try {
      response = await fetch(path, { method, body, headers: this.headers(headers), signal: AbortSignal.timeout(patience) });
    } catch (error) {
      this.lose();
      throw error;
    }
    // Without a token at all the server refuses some requests, too, and asks for none.
    if (response.status === 401 && await this.greetingStatus() === 401) this.lock();
    const found = await response.json().catch(() => ({ error: response.statusText }));
    if (!response.ok) throw this.refusal(response, found.error);
    return found;
  }

  /** A refusal as an error. Where the server says when to ask again, and that is soon, `again()` waits for it. */
  refusal({ status, statusText, headers }, sentence = statusText) {
    const wait = Number(headers.get("Retry-After") ?? NaN);
    const isTold = [429, 503].includes(status) && wait >= 0 && wait <= longestWait;
    return Object.assign(new Error(sentence), { status, again: isTold ? () => this.turn(wait) : null });
  }

  /** Waits some seconds; of several who wait each has a turn of its own, so that they do not refuse each other. */
  async turn(seconds) {
    const now = performance.now();
    this.nextTurn = Math.max(now, this.nextTurn) + 1000 * seconds + 50;
    await new Promise((resolve) => { setTimeout(resolve, this.nextTurn - now); });
  }

  /** Says that the server is gone, and looks until it is back. */
  async lose() {
    if (this.isLost) return;
    this.isLost = true;
    this.tell("gone");
    for (let pause = firstPause; this.isLost; pause = Math.min(2 * pause, longestPause)) {
      await new Promise((resolve) => { setTimeout(resolve, pause); });
      const response = await fetch("v2/health/ready", { signal: AbortSignal.timeout(shortPatience) }).catch(() => null);
      this.isLost = !response?.ok;
    }
    this.tell(this.isLocked ? "locked" : "ready");
    if (!this.isLocked) this.greet();
  }
}

/** A picture file of a data URL. */
function imageOf(url) {
  const bytes = Uint8Array.from(atob(url.slice(url.indexOf(",") + 1)), (character) => character.charCodeAt(0));
  return new Blob([bytes], { type: "image/png" });
}

async function pixelsOf(image) {
  const bitmap = await createImageBitmap(image);
  const { width, height } = bitmap;
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext("2d");
  context.drawImage(bitmap, 0, 0);
  const { data } = context.getImageData(0, 0, width, height);
  const plane = width * height;
  const pixels = Uint8Array.from({ length: 3 * plane }, (_, i) => data[4 * (i % plane) + Math.trunc(i / plane)]);
  return { width, height, channels: 3, pixels };
}
