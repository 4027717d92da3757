// What a server is asked about corrections, teaching and versions.
import { contributor } from "./contributor.js";

/** Milliseconds before events are asked for again that broke off. */
const pause = 1000;

export class TeachingServer {
  constructor(server) {
    this.server = server;
  }

  /** Whether the server wants a token first. */
  get isLocked() {
    return this.server.isLocked;
  }

  /**
   * `{ kept, corrections, own, given, may_teach, state }`; `kept` is false where the server keeps none of this model. `given` may
   * be there all the same: what the reader gave for other models.
   */
  corrections() {
    return this.ask("corrections");
  }

  correct(drawing, picture, digit, label) {
    return this.ask("corrections", { method: "POST", json: { consent: true, picture, digit, label, strokes: drawing.way() } });
  }

  forget() {
    return this.ask("corrections", { method: "DELETE" });
  }

  versions() {
    return this.ask("versions");
  }

  /** How teaching stands. */
  state() {
    return this.ask("teach");
  }

  serve(version) {
    return this.ask(`versions/${version}/serve`, { method: "POST" });
  }

  /** `act` is nothing to begin, or "accept" or "discard". */
  teach(act) {
    return this.ask(act ? `teach/${act}` : "teach", { method: "POST" });
  }

  /** Tells every state until the teaching ends, or the signal says that nobody wants to know any more. */
  async follow(told, signal) {
    let state = { state: "running" };
    while (state.state === "running" && !signal.aborted) {
      try {
        const response = await fetch(this.server.address("teach/events"), { headers: this.server.headers(), signal });
        if (!response.ok) throw this.server.refusal(response);
        await eachEvent(response.body, (document) => {
          state = document;
          told(document);
        });
      } catch (error) {
        // A server that is gone says so elsewhere; when it is back nothing is being taught.
        if (error.again) await error.again();
        else if (!signal.aborted && !this.server.isLost) await this.server.check();
      }
      if (state.state === "running") await new Promise((resolve) => { setTimeout(resolve, pause); });
    }
  }

  ask(path, { method = "GET", json } = {}) {
    const headers = contributor() ? { "Inkling-Contributor": contributor() } : {};
    if (json) headers["Content-Type"] = "application/json";
    return this.server.ask(this.server.address(path), { method, headers, body: json && JSON.stringify(json) });
  }
}

/** Reads server-sent events, whose data is JSON. */
async function eachEvent(body, told) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return;
    const events = (rest + value).split("\n\n");
    rest = events.pop();
    for (const event of events) {
      const data = event.split("\n").find((line) => line.startsWith("data: "));
      if (data) told(JSON.parse(data.slice("data: ".length)));
    }
  }
}
