// The list of a model's versions: which one answers, which may, and what is to be said of the others.
import { button, made } from "./elements.js";
import { counted, text } from "./texts.js";

/**
 * An item for each version that is kept, by their numbers; `known` is what the server says of them. `serve(version)` is called by
 * the buttons of those that may answer; null where nobody may change that.
 */
export function versionItems({ served, versions, of_another_file: others = [], damaged = [] }, serve) {
  const items = [
    ...versions.map((version) => [version.version, servable(version, served, serve)]),
    ...others.map((version) => [version, plain(version, text("versionOther", version))]),
    ...damaged.map(({ version, reason }) => [version, plain(version, text("versionDamaged", version, reason))]),
  ];
  return items.sort(([one], [two]) => Number(one) - Number(two)).map(([, item]) => item);
}

function servable({ version, corrections, date, worse }, served, serve) {
  const name = date ? text(worse ? "versionWorse" : "versionTaught", version, counted(corrections)) : text("versionGiven", version);
  const item = plain(version, name);
  if (date) item.append(made("time", { kind: "soft", datetime: date }, new Date(date).toLocaleString(document.documentElement.lang)));
  if (version === served) {
    item.append(made("strong", { kind: "now", key: "answersNow" }, text("answersNow")));
  } else if (serve) {
    const back = button({ key: "goBack", "aria-label": `${text("goBack")}: ${name}` }, () => serve(version));
    back.textContent = text("goBack");
    item.append(back);
  }
  return item;
}

/** A version that cannot answer has a sentence alone. */
function plain(version, sentence) {
  return made("li", { "data-version": version }, made("span", {}, sentence));
}
