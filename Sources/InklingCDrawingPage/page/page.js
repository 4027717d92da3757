// The page: what is drawn goes to a model, and what it says is shown.
import { AnswerView } from "./answer.js";
import { Gallery } from "./gallery.js";
import { insideView } from "./inside.js";
import { Paper } from "./paper.js";
import { language, preferred, remember, speak, text } from "./texts.js";

const byId = (id) => document.getElementById(id);

/** How often a drawing is asked about again that nobody changes. */
const mostTries = 8;

/**
 * Starts the page with a model:
 *
 * - `title`, `card`: texts about it; `names`: its classes, null where they are not known yet.
 * - `isFramed`: whether it reads digits wherever they are drawn; `readsTexts`: whether it reads texts, and tells no classes
 *   apart.
 * - `read(drawing)`: a promise of `{ lines, number, probability, refused, milliseconds }`; a line is digits from the
 *   left, each `{ label, name, names, probability, probabilities, pixels, channels, width, height }`. Of a text there are no
 *   lines but `characters`, each `{ character, probability }`, and `seen`, the model's image. An error may have `again()`,
 *   which waits until it may be asked again.
 * - `look(image)`: a promise of what the network does with a digit or with what was `seen` of a text, `{ saliency, steps }`,
 *   without a saliency for a text; null where it cannot say. `explains` is false where it never can.
 * - `watch(tell)`: tells the page from then on whether answers can be had, with `tell(state, fault)`: "ready", "gone", "locked" or
 *   "broken"; `fault` is a sentence on why none can be had all the same.
 *
 * A companion, which may be null, is told of each answer (`answered(view, drawing)`), and of another language
 * (`write()`). Returned is `{ again }`, which asks for an answer again.
 */
export function start(model, companion = null) {
  const trouble = byId("trouble");
  const inside = byId("inside");
  const view = new AnswerView({
    section: document.querySelector(".answer"), reading: byId("reading"), sure: byId("sure"), digits: byId("digits"),
    bars: byId("bars"), time: byId("time"), names: model.names,
  }, () => {
    companion?.answered(view, paper.drawing);
    look();
  });
  const paper = new Paper(byId("paper"), byId("sheet"), {
    changed: (isFinal) => change(isFinal),
    cleared: (drawing) => gallery.add(drawing, view.answer?.number),
    refused: () => complain(text("badPicture")),
    told: (sentence) => { byId("spoken").textContent = sentence; },
  });
  const gallery = new Gallery(byId("gallery"), byId("drawn"), (drawing) => paper.show(drawing));
  let state = "ready";
  let isBusy = false;
  let isWanted = false;
  let isFinal = true;
  let isRefused = false;
  let tries = 0;
  let lift = () => {};

  function change(isDone) {
    byId("undo").disabled = paper.drawing.isEmpty;
    byId("clear").disabled = paper.drawing.isEmpty;
    // What was refused is asked again, and the sentence stands until then.
    if (state === "ready" && !isRefused) complain("");
    tries = 0;
    isFinal = isDone;
    if (isDone) lift();
    ask();
  }

  /** One question at a time; what is drawn meanwhile is asked next. */
  async function ask() {
    isWanted = true;
    if (state !== "ready") forgetAnswer();
    if (isBusy || state !== "ready") return;
    isBusy = true;
    while (isWanted && state === "ready") {
      isWanted = false;
      const start = performance.now();
      await answer();
      // While the pen is down, half of the time is its own.
      if (!isFinal) await pause(performance.now() - start);
    }
    isBusy = false;
    document.documentElement.dataset.state = state === "ready" ? "idle" : state;
  }

  /** What was answered is not of what is drawn now. */
  function forgetAnswer() {
    view.show(null);
    companion?.answered(view, paper.drawing);
  }

  async function answer() {
    document.documentElement.dataset.state = "busy";
    if (paper.drawing.isEmpty) {
      forgetAnswer();
    } else {
      try {
        view.show(await model.read(paper.drawing));
        companion?.answered(view, paper.drawing);
      } catch (error) {
        await refused(error);
        return;
      }
    }
    if (isRefused) complain("");
    isRefused = false;
    // A frame for what was drawn meanwhile.
    await new Promise(requestAnimationFrame);
    if (isFinal && !isWanted) {
      byId("spoken").textContent = view.sentence;
      await look();
    }
  }

  /** There is no answer. Where the model says when it may be asked again it is, by what is drawn then. */
  async function refused(error) {
    forgetAnswer();
    // The watch says what is wrong with a server that is gone.
    isWanted = state !== "ready";
    if (isWanted) return;
    isRefused = Boolean(error.again) && tries < mostTries;
    complain(text(isRefused ? "notYet" : "failed", error.message));
    if (!isRefused) return;
    tries += 1;
    await error.again();
    isWanted = true;
  }

  async function look() {
    if (!inside.open || inside.parentElement.hidden) return;
    const { seen } = view;
    const target = byId("steps");
    if (!seen) {
      target.replaceChildren(note(text("insideEmpty")));
      return;
    }
    if (target.children.length === 0) target.replaceChildren(note(text("insideBusy")));
    try {
      const found = await model.look(seen);
      if (found && view.seen === seen) target.replaceChildren(...insideView(seen, found));
    } catch (error) {
      // The answer stands all the same.
      if (view.seen === seen) target.replaceChildren(note(text("insideFailed", error.message)));
    }
  }

  /** Some milliseconds, or until the pen is lifted. */
  function pause(milliseconds) {
    return new Promise((resolve) => {
      lift = resolve;
      setTimeout(resolve, milliseconds);
    });
  }

  function note(sentence) {
    const made = document.createElement("p");
    made.className = "soft";
    made.textContent = sentence;
    return made;
  }

  function complain(sentence) {
    trouble.hidden = sentence === "";
    if (trouble.textContent !== sentence) trouble.textContent = sentence;
  }

  function write() {
    speak(language());
    byId("title").textContent = model.title;
    byId("hint").textContent = text(model.readsTexts ? "hintText" : model.isFramed ? "hintDigits" : "hint");
    inside.parentElement.hidden = model.explains === false;
    byId("language").textContent = language() === "en" ? "中文" : "English";
    byId("language").lang = language() === "en" ? "zh" : "en";
    view.show(view.answer);
    if (state !== "ready") complain(text(state));
    companion?.write();
    companion?.answered(view, paper.drawing);
    look();
  }

  byId("undo").addEventListener("click", () => paper.undo());
  byId("clear").addEventListener("click", () => paper.clear());
  byId("width").addEventListener("input", (event) => { paper.penWidth = Number(event.target.value); });
  byId("file").addEventListener("change", (event) => {
    paper.open(event.target.files[0]);
    event.target.value = "";
  });
  byId("language").addEventListener("click", () => {
    const other = language() === "en" ? "zh" : "en";
    remember(other);
    speak(other);
    write();
  });
  inside.addEventListener("toggle", () => look());

  document.title = model.title;
  if (model.card) {
    byId("about").hidden = false;
    byId("card").textContent = model.card;
  }
  speak(preferred());
  write();
  change(true);
  model.watch((now, fault = null) => {
    state = now;
    isRefused = false;
    document.documentElement.dataset.state = now === "ready" ? "idle" : now;
    complain(fault !== null ? text("failed", fault) : now === "ready" ? "" : text(now));
    view.names = model.names;
    document.title = model.title;
    write();
    if (now === "ready") ask();
  });
  return { again: () => ask() };
}
