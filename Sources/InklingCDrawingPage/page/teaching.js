// The part of a server's page in which its model learns from corrections: only where the server keeps them.
import { contributor, forget } from "./contributor.js";
import { CorrectingView } from "./correcting.js";
import { button, made } from "./elements.js";
import { TeachingServer } from "./teaching-server.js";
import { teachingTable } from "./teaching-table.js";
import { teachingTexts } from "./teaching-texts.js";
import { counted, extend, text } from "./texts.js";

extend(teachingTexts);

/** Whether a version came of it. One that does not answer may be due to another file's model, which answers now. */
const isKept = ({ state }) => ["accepted", "kept"].includes(state);

export class TeachingView {
  /** `again()` has the page ask for its answer again: another version may say something else. */
  constructor(server, again) {
    this.server = new TeachingServer(server);
    this.again = again;
    this.counts = null;
    this.following = new AbortController();
    this.state = { state: "idle" };
    /** Which versions there are; null where it is not known yet. */
    this.known = null;
    /** The version that an answer named last and the list did not. */
    this.noticed = null;
    this.build();
    this.correcting = new CorrectingView(document.querySelector(".answer"), this.server, (counts) => this.count(counts));
  }

  build() {
    this.number = made("p", { "aria-live": "polite" });
    this.go = button({ key: "teach", kind: "main", id: "teach" }, () => this.teach());
    this.stop = button({ key: "stop", id: "teach-stop", hidden: "" }, () => this.act("discard"));
    this.delete = button({ key: "forget", id: "forget" }, () => this.ask(true));
    this.question = made("div", { kind: "question", hidden: "" }, made("p"),
      made("div", { kind: "row" },
        button({ key: "forgetYes", kind: "main", id: "forget-yes" }, () => this.forget()),
        button({ key: "consentNo" }, () => this.ask(false))));
    this.bar = made("progress", { max: "1", value: "0", hidden: "", "data-label": "training" });
    this.message = made("p", { kind: "message", id: "teach-message", role: "status" });
    this.decision = made("div", { kind: "row", hidden: "" },
      button({ key: "use", kind: "main", id: "teach-accept" }, () => this.act("accept")),
      button({ key: "keep", id: "teach-discard" }, () => this.act("discard")));
    this.table = made("div", { id: "teach-table" });
    this.versions = made("ol", { kind: "versions", id: "versions" });
    this.versionsTitle = made("h3", { key: "versions", hidden: "" });
    this.section = made("section", { kind: "teach", "aria-labelledby": "teach-title", id: "teaching", hidden: "" },
      made("h2", { id: "teach-title", key: "teachTitle" }), made("p", { kind: "soft", key: "teachText" }), this.number,
      made("div", { kind: "row" }, this.go, this.stop, this.delete), this.question, this.bar, this.message, this.decision,
      this.table, this.versionsTitle, this.versions);
    document.getElementById("gallery").before(this.section);
  }

  /** Looks whether the server keeps corrections of the model that is asked. */
  async begin() {
    this.following.abort();
    this.following = new AbortController();
    const { signal } = this.following;
    this.known = null;
    try {
      const counts = await this.server.corrections();
      if (signal.aborted) return;
      this.section.hidden = !counts.kept;
      this.correcting.whole.hidden = !counts.kept;
      if (!counts.kept) return;
      this.show({ state: "idle" });
      this.count(counts);
      await this.list();
      if (counts.state !== "idle") this.follow();
    } catch (error) {
      // The field for the token says what is to be done; then this begins again.
      if (this.server.isLocked) return;
      this.section.hidden = false;
      this.say(error.message);
    }
  }

  // What the page tells.

  answered(view, drawing) {
    this.correcting.show(view, drawing);
    this.notice(view.answer);
  }

  /** Another client may have taught the model, or gone back: then an answer is of another version than the list says. */
  async notice(answer) {
    if (!answer?.version || !this.known || answer.model !== this.known.model) return;
    if (answer.version === this.known.served) this.noticed = null;
    if (answer.version === this.known.served || answer.version === this.noticed) return;
    this.noticed = answer.version;
    const { signal } = this.following;
    try {
      const isFollowed = this.state.state === "running";
      const state = await this.server.state();
      if (signal.aborted) return;
      this.show(state);
      await this.list();
      if (state.state === "running" && !isFollowed) await this.follow();
    } catch (error) {
      if (!signal.aborted && !this.server.isLocked) this.say(error.message);
    }
  }

  /** Writes all anew, in another language. */
  write() {
    if (this.counts) this.count(this.counts);
    this.show(this.state);
    this.correcting.say("");
    if (this.known) this.showVersions(this.known);
  }

  // Corrections.

  count(counts) {
    this.counts = counts;
    this.number.textContent = text("counts", counted(counts.corrections), counted(counts.own ?? 0));
    this.delete.hidden = !contributor() || !counts.given;
    if (!counts.given) this.question.hidden = true;
    this.enable();
  }

  ask(isAsked) {
    this.question.hidden = !isAsked;
    this.question.querySelector("p").textContent = text("forgetText", counted(this.counts.given));
    (isAsked ? this.question.querySelector("button") : this.delete).focus();
  }

  async forget() {
    try {
      const counts = await this.server.forget();
      forget();
      this.question.hidden = true;
      this.count(counts);
      this.say(text("forgotten", counted(counts.deleted)));
    } catch (error) {
      this.say(error.message);
    }
  }

  // Teaching.

  async teach() {
    try {
      this.show(await this.server.teach());
      this.stop.focus();
      await this.follow();
      // What had the focus is hidden now.
      if (document.activeElement === document.body) this.section.querySelector("button:enabled")?.focus();
    } catch (error) {
      this.say(error.message);
    }
  }

  async follow() {
    const { signal } = this.following;
    await this.server.follow((state) => {
      if (signal.aborted) return;
      // What the list says is of before.
      if (isKept(state)) this.known = null;
      this.show(state);
    }, signal);
    if (signal.aborted) return;
    if (this.state.state === "idle") this.say(text("stopped"));
    if (isKept(this.state)) await this.changed();
  }

  async act(act) {
    try {
      const state = await this.server.teach(act);
      if (state.state === "running") return;
      this.show(state);
      if (isKept(state)) await this.changed();
    } catch (error) {
      this.say(error.message);
    }
  }

  /** Another version is kept, and mostly another answers. */
  async changed() {
    await this.list();
    this.again();
  }

  show(state) {
    this.state = state;
    const isRunning = state.state === "running";
    this.section.dataset.state = state.state;
    this.bar.hidden = !isRunning;
    this.stop.hidden = !isRunning;
    this.go.hidden = isRunning;
    this.decision.hidden = state.state !== "waiting";
    if (isRunning) this.bar.value = state.share;
    const points = state.margin === undefined ? "" : String(+(100 * state.margin).toFixed(3));
    const sentences = {
      idle: () => "", running: () => text(state.step ?? "preparing"), accepted: () => this.acceptedText(state.version, points),
      waiting: () => text("waiting", points), discarded: () => text("discarded"), failed: () => text("teachFailed", state.error),
      kept: () => this.answers(state.version) ? text("answers", state.version) : text("kept", state.version, state.reason),
    };
    this.say(sentences[state.state]?.() ?? "");
    this.table.replaceChildren(...(state.comparison ? [
      teachingTable(state.comparison),
      ...[text("learned", counted(state.taught), counted(state.replayed), state.seconds, Math.round(100 * state.weight_share)), ...state.notes].map((note) => made("p", { kind: "soft" }, note)),
    ] : []));
    this.enable();
  }

  /** Whether a version answers, as far as the list says. */
  answers(version) {
    return this.known?.served === version;
  }

  /** What came of the last teaching, also when somebody has gone back since. */
  acceptedText(version, points) {
    return !this.known || this.answers(version) ? text("accepted", version, points)
      : text("acceptedBefore", version, points, this.known.served);
  }

  enable() {
    const mayTeach = this.counts?.may_teach ?? false;
    this.go.disabled = !mayTeach || !this.counts.corrections || this.state.state === "waiting";
    if (this.counts && !mayTeach) this.say(text("mayNotTeach"));
  }

  say(sentence) {
    if (this.message.textContent !== sentence) this.message.textContent = sentence;
  }

  // Versions.

  async list() {
    this.takeOver(await this.server.versions());
  }

  /** The versions are known anew, and with them which one answers. */
  takeOver(known) {
    this.showVersions(known);
    this.show(this.state);
  }

  showVersions(known) {
    this.known = known;
    const { served, versions } = known;
    this.versionsTitle.hidden = versions.length < 2;
    this.versions.replaceChildren(...(versions.length < 2 ? [] : versions).map(({ version, corrections, date }) => {
      const name = date ? text("versionTaught", version, counted(corrections)) : text("versionGiven", version);
      const item = made("li", { "data-version": version }, made("span", {}, name));
      if (date) item.append(made("time", { kind: "soft", datetime: date }, new Date(date).toLocaleString(document.documentElement.lang)));
      if (version === served) item.append(made("strong", { kind: "now", key: "answersNow" }, text("answersNow")));
      else if (this.counts?.may_teach) item.append(button({ key: "goBack", "aria-label": `${text("goBack")}: ${name}` }, () => this.serve(version)));
      return item;
    }));
    for (const other of this.versions.querySelectorAll("button")) other.textContent = text("goBack");
  }

  async serve(version) {
    try {
      this.takeOver(await this.server.serve(version));
      this.again();
    } catch (error) {
      this.say(error.message);
    }
  }
}
