// A model that a server answers for: `POST /predict` with the drawing, `POST /explain` with what it saw.
import { Drawing } from "./drawing.js";

/** Milliseconds between two looks whether the server is back: twice as long each time, up to the last. */
const [firstPause, longestPause] = [500, 8000];

/** Milliseconds after which a server that does not answer counts as gone: to a question, and to a look. */
const [patience, shortPatience] = [20000, 3000];

/** Where the browser keeps the token as long as the tab is open. */
const tokenKey = "inkling-token";

export class ServerModel {
  constructor() {
    this.title = "Inkling";
    this.card = "";
    this.names = null;
    this.readsTexts = false;
    this.isFramed = true;
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

  async read(drawing) {
    const start = performance.now();
    const picture = await drawing.png();
    const answer = await this.post(this.address("predict?framed=true"), picture);
    this.meet(answer);
    const [prediction] = answer.predictions;
    const found = "text" in prediction ? await this.text(prediction) : await this.digits(prediction);
    const { model, version } = answer;
    return { ...found, model, version, milliseconds: performance.now() - start, picture };
  }

  async digits({ digits, number, probability, refused }) {
    const found = await Promise.all(digits.map((digit) => this.digit(digit)));
    return {
      lines: found.length === 0 ? [] : [found], number: number ?? "", probability: probability ?? 0,
      refused: refused && found.length > 0,
    };
  }

  async text({ text, probability, characters, framed }) {
    return { lines: [], number: text, probability, refused: false, characters, seen: await pixelsOf(imageOf(framed)) };
  }

  look(digit) {
    return this.post(this.address("explain"), digit.image);
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
  meet({ model, classes, predictions: [prediction] }) {
    // An answer that was on its way when another model was chosen.
    if (this.chosen !== null && this.chosen !== model) return;
    const readsTexts = "text" in prediction;
    const isNew = this.title !== model || this.names?.join() !== classes.join() || this.readsTexts !== readsTexts;
    this.title = model;
    this.names = classes;
    this.readsTexts = readsTexts;
    if (isNew) this.tell("ready");
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

  post(path, body) {
    return this.ask(path, { method: "POST", body, headers: { "Content-Type": body.type } });
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
    if (status !== 200) {
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

  /** What the server answers, an object; an error has the server's sentence. */
  async ask(path, { method = "GET", headers = {}, body } = {}) {
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
    if (!response.ok) throw new Error(found.error ?? response.statusText);
    return found;
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

/** A token as header fields can have it; null for another text. */
function tokenOf(text) {
  const token = text?.trim() ?? "";
  return /^[\x21-\x7e]+$/.test(token) ? token : null;
}

/**
 * What stands behind #token= in the address, which is sent to nobody; null where nothing does. It never stays there, where it could
 * be seen and copied. It is taken as it is written: "+" is no space. What browsers escape (%22) is read again.
 */
function takeTokenOfAddress() {
  const mark = "#token=";
  if (!location.hash.startsWith(mark)) return null;
  const given = location.hash.slice(mark.length).replace(/(?:%[0-9a-f]{2})+/gi, unescaped);
  history.replaceState(null, "", location.pathname + location.search);
  return given;
}

/** Bytes as %41 as the text that they are; as they stand where they are none. */
function unescaped(bytes) {
  try {
    return decodeURIComponent(bytes);
  } catch {
    return bytes;
  }
}

function rememberedToken() {
  try {
    return tokenOf(sessionStorage.getItem(tokenKey));
  } catch {
    return null;
  }
}

/** Whether the browser keeps it; otherwise it lasts as long as the page. */
function rememberToken(token) {
  try {
    sessionStorage.setItem(tokenKey, token);
    return true;
  } catch {
    return false;
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
