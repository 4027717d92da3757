// The part of a server's page in which its model learns from corrections: only where the server keeps them.
import { contributor, forget } from "./contributor.js";
import { CorrectingView } from "./correcting.js";
import { button, made } from "./elements.js";
import { isKept, isListed, teachingSentence } from "./teaching-sentences.js";
import { TeachingServer } from "./teaching-server.js";
import { teachingOutcome } from "./teaching-table.js";
import { teachingTexts } from "./teaching-texts.js";
import { versionItems } from "./teaching-versions.js";
import { counted, extend, text } from "./texts.js";

extend(teachingTexts);

export class TeachingView {
  /** `again()` has the page ask for its answer again: another version may say something else. */
  constructor(server, again) {
    this.server = new TeachingServer(server);
    this.again = again;
    this.counts = null;
    this.following = new AbortController();
    this.state = { state: "idle" };
    /** Whether the model is taught. Of one that is not the page has nothing but the way to delete what was given for others. */
    this.isTaught = true;
    /** Which versions there are; null where it is not known yet. */
    this.known = null;
    /** How often they were asked for or told: an answer that something newer overtook is of before. */
    this.asked = 0;
    /** The version, and its weights, that an answer named last and the list did not. */
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
    this.title = made("h2", { id: "teach-title", key: "teachTitle" });
    this.about = made("p", { kind: "soft", key: "teachText" });
    this.section = made("section", { kind: "teach", "aria-labelledby": "teach-title", id: "teaching", hidden: "" },
      this.title, this.about, this.number,
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
    this.asked += 1;
    try {
      const counts = await this.server.corrections();
      const given = counts.given ?? 0;
      if (signal.aborted) return;
      this.turnTo(counts.kept);
      this.section.hidden = !counts.kept && (!contributor() || given === 0);
      this.show({ state: "idle" });
      this.count({ ...counts, given });
      if (!counts.kept) {
        this.showVersions({ versions: [] });
        return;
      }
      await this.list();
      if (counts.state !== "idle") this.follow();
    } catch (error) {
      // The field for the token says what is to be done; then this begins again.
      if (this.server.isLocked) return;
      this.section.hidden = false;
      this.say(error.message);
    }
  }

  /** What is for a model that is taught shows for no other. */
  turnTo(isTaught) {
    this.isTaught = isTaught;
    this.correcting.whole.hidden = !isTaught;
    this.number.hidden = !isTaught;
    for (const [element, key] of [[this.title, isTaught ? "teachTitle" : "ownTitle"], [this.about, isTaught ? "teachText" : "ownText"]]) {
      element.dataset.text = key;
      element.textContent = text(key);
    }
  }

  // What the page tells.

  answered(view, drawing) {
    this.correcting.show(view, drawing);
    this.notice(view.answer);
  }

  /** An answer may be of another version than the list says, or of other weights: another client, or a new file. */
  async notice(answer) {
    const { known } = this;
    if (!answer?.version || !known) return;
    const { model, version, digest } = answer;
    // Of a model that is not taught nothing is listed: later answers are held against the first one.
    if (!known.model) Object.assign(known, { model, served: version, digest });
    if (model !== known.model) return;
    const found = version === known.served && (digest ?? known.digest) === (known.digest ?? digest) ? null : `${version} ${digest}`;
    const isNoticed = found === this.noticed;
    this.noticed = found;
    if (!found || isNoticed) return;
    const { signal } = this.following;
    try {
      const counts = await this.server.corrections();
      if (signal.aborted) return;
      if (counts.kept !== this.isTaught) {
        await this.begin();
        return;
      }
      if (!counts.kept) return;
      this.count(counts);
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
    if (!this.question.hidden) this.question.querySelector("p").textContent = this.forgetText();
  }

  // Corrections.

  count(counts) {
    this.counts = counts;
    this.number.textContent = this.isTaught ? text("counts", counted(counts.corrections), counted(counts.own ?? 0)) : "";
    this.delete.hidden = !contributor() || counts.given === 0;
    if (this.delete.hidden) this.question.hidden = true;
    this.enable();
  }

  forgetText() {
    return text("forgetText", counted(this.counts.given ?? 0));
  }

  ask(isAsked) {
    this.question.hidden = !isAsked;
    this.question.querySelector("p").textContent = this.forgetText();
    (isAsked ? this.question.querySelector("button") : this.delete).focus();
  }

  async forget() {
    try {
      const counts = await this.server.forget();
      forget();
      this.question.hidden = true;
      this.count(counts);
      this.say(text("forgotten", counted(counts.deleted ?? 0)));
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
      this.keepFocus();
    } catch (error) {
      this.say(error.message);
    }
  }

  async follow() {
    const { signal } = this.following;
    await this.server.follow((state) => {
      if (signal.aborted) return;
      // What the list says is of before the teaching.
      if (isKept(state) && this.state.state === "running") this.known = null;
      this.show(state);
    }, signal);
    if (signal.aborted) return;
    if (this.state.state === "idle") this.say(text("stopped"));
    await this.changed();
  }

  async act(act) {
    try {
      const state = await this.server.teach(act);
      if (state.state === "running") return;
      if (isKept(state)) this.known = null;
      this.show(state);
      await this.changed();
      this.keepFocus();
    } catch (error) {
      this.say(error.message);
    }
  }

  /** What had the focus may be hidden now. */
  keepFocus() {
    const { activeElement: focused } = document;
    if (focused === document.body || !focused.checkVisibility()) this.section.querySelector("button:enabled")?.focus();
  }

  /** Another version may be kept, and another answer. */
  async changed() {
    if (isListed(this.state)) await this.list();
    if (isKept(this.state)) this.again();
  }

  show(state) {
    this.state = state;
    const isRunning = state.state === "running";
    this.section.dataset.state = state.state;
    this.bar.hidden = !isRunning;
    this.stop.hidden = !isRunning;
    this.go.hidden = isRunning || !this.isTaught;
    this.decision.hidden = state.state !== "waiting";
    if (isRunning) this.bar.value = state.share;
    this.say(teachingSentence(state, this.known?.served ?? null));
    this.table.replaceChildren(...teachingOutcome(state));
    this.enable();
  }

  enable() {
    if (!this.isTaught) return;
    const mayTeach = this.counts?.may_teach ?? false;
    this.go.disabled = !mayTeach || !this.counts.corrections || this.state.state === "waiting";
    if (this.counts && !mayTeach) this.say(text("mayNotTeach"));
  }

  say(sentence) {
    if (this.message.textContent !== sentence) this.message.textContent = sentence;
  }

  // Versions: with them it is known which one answers.

  async list() {
    const asked = (this.asked += 1);
    const known = await this.server.versions();
    if (asked === this.asked) this.takeOver(known);
  }

  takeOver(known) {
    this.asked += 1;
    this.showVersions(known);
    this.show(this.state);
  }

  showVersions(known) {
    this.known = known;
    const items = versionItems(known, this.counts?.may_teach ? (version) => this.serve(version) : null);
    this.versionsTitle.hidden = items.length < 2;
    this.versions.replaceChildren(...(items.length < 2 ? [] : items));
  }

  async serve(version) {
    try {
      const known = await this.server.serve(version);
      // What waits for a decision has it, when it is chosen here.
      if (this.state.state === "waiting") this.state = await this.server.state();
      this.takeOver(known);
      this.keepFocus();
      this.again();
    } catch (error) {
      // The list may be of before.
      const known = await this.server.versions().catch(() => null);
      if (known) this.showVersions(known);
      this.say(error.message);
    }
  }
}
