// What the model says: the reading, how sure it is, what it saw, and a bar for each class, or for each character of a text.
import { text } from "./texts.js";
import { drawBytes } from "./pictures.js";

/** Bars that are shown at most; of more classes the most probable. */
const mostBars = 10;

/** A share in per cent, with a decimal near the ends alone. */
function percent(share) {
  const isNearAnEnd = (share > 0.0005 && share < 0.0995) || (share > 0.985 && share < 0.9995);
  return `${(100 * share).toFixed(isNearAnEnd ? 1 : 0)}\u00a0%`;
}

export class AnswerView {
  constructor(elements, chosen) {
    Object.assign(this, elements);
    this.chosen = chosen;
    this.rows = [];
    this.answer = null;
    this.place = 0;
  }

  /** The digit whose bars are shown; undefined without one. */
  get digit() {
    return this.answer?.lines.flat()[this.place];
  }

  /** What can be looked into: that digit, or all that a model that reads texts has seen. */
  get seen() {
    return this.digit ?? this.answer?.seen;
  }

  /** Shows an answer, or with null that there is none. */
  show(answer) {
    const before = this.answer?.lines.flat().length ?? 0;
    this.answer = answer;
    const digits = answer?.lines.flat() ?? [];
    if (digits.length !== before || this.place >= digits.length) this.place = 0;
    this.section.classList.toggle("refused", Boolean(answer?.refused));
    this.reading.textContent = answer?.number || "–";
    const length = Math.max(0, ...(answer?.number ?? "").split("\n").map((line) => line.length));
    this.reading.parentElement.classList.toggle("several", length > 1 && length <= 4);
    this.reading.parentElement.classList.toggle("long", length > 4);
    if (answer?.characters) this.showSeen(answer.seen);
    else this.showDigits(digits);
    this.showSure();
    if (answer?.characters) this.showCharacters(answer.characters);
    else this.showBars();
    this.time.textContent = answer && (digits.length > 0 || answer.characters) ? text("time", formatted(answer.milliseconds)) : "";
  }

  /** What a screen reader says of it. */
  get sentence() {
    if (!this.answer || !this.answer.number) return "";
    if (this.answer.refused) return text("spokenRefused");
    return text("spoken", this.answer.number.split("\n").join(", "), percent(this.answer.probability));
  }

  showSure() {
    const { answer } = this;
    this.sure.textContent = !answer || !answer.number ? ""
      : answer.refused ? text("refused") : text("sure", percent(answer.probability));
  }

  showDigits(digits) {
    this.digits.replaceChildren(...digits.map((digit, place) => {
      const item = document.createElement("li");
      const button = document.createElement("button");
      button.type = "button";
      button.setAttribute("aria-pressed", String(place === this.place));
      button.setAttribute("aria-label", `${text("seen")}: ${digit.name}`);
      const canvas = document.createElement("canvas");
      if (digit.pixels) drawBytes(canvas, digit);
      button.append(canvas);
      button.addEventListener("click", () => {
        this.place = place;
        [...this.digits.querySelectorAll("button")].forEach((other, i) => other.setAttribute("aria-pressed", String(i === place)));
        this.showBars();
        this.chosen();
      });
      item.append(button);
      return item;
    }));
  }

  /** What a model that reads texts has seen of the picture. */
  showSeen(seen) {
    const item = document.createElement("li");
    const canvas = document.createElement("canvas");
    canvas.className = "line";
    canvas.setAttribute("role", "img");
    canvas.setAttribute("aria-label", text("seen"));
    drawBytes(canvas, seen);
    item.append(canvas);
    this.digits.replaceChildren(item);
  }

  /** A bar for each character of a text, in its order. */
  showCharacters(characters) {
    this.label("characters");
    this.bars.classList.remove("words");
    this.fillRows(characters.map(({ character, probability }) => ({
      name: character === " " ? "␣" : character, probability, share: percent(probability), isBest: true,
    })));
  }

  label(key) {
    this.bars.dataset.label = key;
    this.bars.setAttribute("aria-label", text(key));
  }

  showBars() {
    this.label("bars");
    const names = this.digit?.names ?? this.names ?? [];
    const shares = this.digit?.probabilities ?? names.map(() => 0);
    let places = names.map((_, place) => place);
    if (names.length > mostBars) places = places.sort((one, two) => shares[two] - shares[one]).slice(0, mostBars);
    const best = this.digit ? this.digit.label : -1;
    this.bars.classList.toggle("words", names.some((name) => name.length > 3));
    this.fillRows(places.map((place) => ({
      name: names[place], probability: shares[place], share: this.digit ? percent(shares[place]) : "", isBest: place === best,
    })));
  }

  fillRows(values) {
    while (this.rows.length > values.length) this.rows.pop().item.remove();
    while (this.rows.length < values.length) this.rows.push(this.row());
    values.forEach((value, index) => {
      const { item, name, fill, share } = this.rows[index];
      name.textContent = value.name;
      name.title = value.name.length > 10 ? value.name : "";
      fill.style.transform = `scaleX(${value.probability})`;
      share.textContent = value.share;
      item.classList.toggle("best", value.isBest);
    });
  }

  row() {
    const item = document.createElement("li");
    const [name, track, fill, share] = ["name", "track", "fill", "share"].map((kind) => {
      const part = document.createElement("span");
      part.className = kind;
      return part;
    });
    track.append(fill);
    item.append(name, track, share);
    this.bars.append(item);
    return { item, name, fill, share };
  }
}

function formatted(milliseconds) {
  return milliseconds < 10 ? milliseconds.toFixed(1) : Math.round(milliseconds);
}
