// The table of a model before and after it was taught.
import { made } from "./elements.js";
import { counted, text } from "./texts.js";

const percent = (share, places = 1) => `${(100 * share).toFixed(places)}\u00a0%`;

/** What came of a teaching: a table, and what else a person should know; nothing of one that has not ended. */
export function teachingOutcome({ comparison, taught, replayed, seconds, weight_share: share, notes }) {
  if (!comparison) return [];
  const learned = text("learned", counted(taught), counted(replayed), seconds, Math.round(100 * share));
  return [teachingTable(comparison), ...[learned, ...notes].map((note) => made("p", { kind: "soft" }, note))];
}

/** A row for each set of images. */
function teachingTable(rows) {
  const heads = ["", "onImages", "before", "after", "wonLost", "chance"];
  const names = { corrections: "setCorrections", test: "setTest" };
  return made("div", { kind: "scroll", tabindex: "0", role: "group", "aria-label": text("table") },
    made("table", { kind: "outcome" },
      made("caption", { kind: "unseen" }, text("table")),
      made("thead", {}, made("tr", {}, ...heads.map((key) => (key ? made("th", { scope: "col" }, text(key)) : made("td"))))),
      made("tbody", {}, ...rows.map((row) => made("tr", {},
        made("th", { scope: "row" }, text(names[row.set] ?? row.set)),
        cell("onImages", counted(row.images)),
        cell("before", ...side(row.before, row.images)), cell("after", ...side(row.after, row.images)),
        cell("wonLost", `+${row.won}, −${row.lost}`),
        cell("chance", row.p < 0.0001 ? "< 0.0001" : row.p.toFixed(4)))))));
}

/** A cell that says itself what it is, for where no head stands above it. */
function cell(key, ...children) {
  return made("td", { "data-name": text(key) }, ...children);
}

/** An accuracy over its interval. */
function side({ accuracy, interval }, images) {
  const places = images >= 1000 ? 2 : 1;
  const range = text("interval", (100 * interval[0]).toFixed(places), (100 * interval[1]).toFixed(places));
  return [made("strong", {}, percent(accuracy ?? 0, places)), made("span", { kind: "soft" }, range)];
}
