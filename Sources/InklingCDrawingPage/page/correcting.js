// "That is wrong: it is a ...": below an answer, a button for each class; consent is asked for once.
import { agree, contributor } from "./contributor.js";
import { button, made } from "./elements.js";
import { text } from "./texts.js";

/** Of more classes one is chosen from a list. */
const mostButtons = 12;

export class CorrectingView {
  /** `kept(counts)` is called after a correction. */
  constructor(section, server, kept) {
    Object.assign(this, { server, kept });
    this.names = null;
    this.given = null;
    this.choices = made("div", { kind: "choices", role: "group", "aria-labelledby": "correct-title" });
    this.question = made("div", { kind: "question", hidden: "" },
      made("p", { key: "consentText" }),
      made("div", { kind: "row" },
        button({ key: "consentYes", kind: "main", id: "consent-yes" }, () => this.agreed()),
        button({ key: "consentNo", id: "consent-no" }, () => this.declined())));
    this.message = made("p", { kind: "soft message", "aria-live": "polite" });
    this.whole = made("div", { kind: "correcting", id: "correcting", hidden: "" },
      made("p", { id: "correct-title", key: "correct" }), this.choices, this.question, this.message);
    section.append(this.whole);
  }

  /** Takes over what is shown: the answer's view and the drawing. */
  show(view, drawing) {
    const digits = view.answer?.lines.flat() ?? [];
    this.shown = view.digit ? {
      drawing, place: digits.indexOf(view.digit), picture: view.answer.picture, said: view.answer.refused ? null : view.digit.name,
    } : null;
    if (view.names && this.names?.join() !== view.names.join()) this.list(view.names);
    if (this.given && this.given !== this.shown?.picture) {
      this.given = null;
      this.say("");
    }
    for (const choice of this.choices.querySelectorAll("button, select")) choice.disabled = !this.shown;
    for (const choice of this.choices.querySelectorAll("button")) choice.disabled = !this.shown || choice.textContent === this.shown.said;
  }

  list(names) {
    this.names = names;
    this.choices.classList.toggle("short", names.every((name) => name.length <= 3));
    if (names.length <= mostButtons) {
      this.choices.replaceChildren(...names.map((name) => {
        const choice = button({}, () => this.choose(name));
        choice.textContent = name;
        return choice;
      }));
      return;
    }
    const select = made("select", { id: "correct-class", "data-label": "correctOther", "aria-label": text("correctOther") }, made("option", { value: "" }, "…"));
    for (const name of names) select.append(made("option", { value: name }, name));
    select.addEventListener("change", () => {
      if (select.value) this.choose(select.value);
      select.value = "";
    });
    this.choices.replaceChildren(select);
  }

  choose(label) {
    if (!this.shown) return;
    this.wanted = { ...this.shown, drawing: this.shown.drawing.copy(), label };
    if (contributor()) {
      this.give();
      return;
    }
    this.question.hidden = false;
    this.question.querySelector("button").focus();
  }

  agreed() {
    agree();
    this.close();
    this.give();
  }

  declined() {
    this.wanted = null;
    this.close();
  }

  close() {
    this.question.hidden = true;
    this.choices.querySelector("button:enabled, select:enabled")?.focus();
  }

  async give() {
    const { drawing, picture, place, label } = this.wanted;
    try {
      const counts = await this.server.correct(drawing, await base64(picture), place, label);
      this.given = picture;
      this.say(text("thanks", label));
      this.kept(counts);
    } catch (error) {
      this.given = picture;
      this.say(text("notKept", error.message));
    }
  }

  say(sentence) {
    this.message.textContent = sentence;
  }
}

async function base64(blob) {
  const bytes = new Uint8Array(await blob.arrayBuffer());
  let letters = "";
  for (let start = 0; start < bytes.length; start += 32768) letters += String.fromCharCode(...bytes.subarray(start, start + 32768));
  return btoa(letters);
}
