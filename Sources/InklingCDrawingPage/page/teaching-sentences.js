// What the page says of a teaching, in a sentence.
import { text } from "./texts.js";

/** Whether a version came of it. One that does not answer may be due to another file's model, which answers now. */
export const isKept = ({ state }) => ["accepted", "kept"].includes(state);

/** Whether the list has a version more: what is worse is kept too, whatever is decided. */
export const isListed = ({ state }) => ["accepted", "kept", "waiting", "discarded"].includes(state);

/** How a teaching stands; `served` is the version that answers now, and null where nobody knows. */
export function teachingSentence(state, served) {
  const points = state.margin === undefined ? "" : String(+(100 * state.margin).toFixed(3));
  switch (state.state) {
    case "running": return text(state.step ?? "preparing");
    case "accepted": return accepted(state, points, served);
    case "kept": return state.version === served ? text("answers", served) : text("kept", state.version, state.reason);
    case "waiting": return text("waiting", points);
    // Somebody may have chosen it since, or another one.
    case "discarded": return served === null ? text("discarded") : text("discardedBefore", served);
    case "failed": return text("teachFailed", state.error);
    default: return "";
  }
}

/** What came of the last teaching, also when somebody has gone back since. */
function accepted({ version, not_worse: isNotWorse = true }, points, served) {
  const key = isNotWorse ? "accepted" : "acceptedWorse";
  return served === null || version === served ? text(key, version, points) : text(`${key}Before`, version, points, served);
}
