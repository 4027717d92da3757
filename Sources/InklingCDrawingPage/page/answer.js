// What the model says: the reading, how sure it is, what it saw, and a bar for each class.
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
    this.showDigits(digits);
    this.showSure();
    this.showBars();
    this.time.textContent = answer && digits.length > 0 ? text("time", formatted(answer.milliseconds)) : "";
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

  showBars() {
    const names = this.digit?.names ?? this.names ?? [];
    const shares = this.digit?.probabilities ?? names.map(() => 0);
    let places = names.map((_, place) => place);
    if (names.length > mostBars) places = places.sort((one, two) => shares[two] - shares[one]).slice(0, mostBars);
    const best = this.digit ? this.digit.label : -1;
    this.bars.classList.toggle("words", names.some((name) => name.length > 3));
    while (this.rows.length > places.length) this.rows.pop().item.remove();
    while (this.rows.length < places.length) this.rows.push(this.row());
    places.forEach((place, index) => {
      const { item, name, fill, share } = this.rows[index];
      name.textContent = names[place];
      name.title = names[place].length > 10 ? names[place] : "";
      fill.style.transform = `scaleX(${shares[place]})`;
      share.textContent = this.digit ? percent(shares[place]) : "";
      item.classList.toggle("best", place === best);
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
