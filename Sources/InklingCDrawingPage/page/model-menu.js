// Which of a server's models the page asks: a menu, where there are several.
import { made } from "./elements.js";
import { text } from "./texts.js";

/** Puts the menu into the page's head; `chosen()` is called when another model is. */
export async function modelMenu(server, chosen) {
  const names = await server.models().catch(() => []);
  document.getElementById("model")?.remove();
  if (names.length < 2) return;
  const menu = made("select", { id: "model", "data-label": "model", "aria-label": text("model") });
  menu.append(...names.map((name) => made("option", { value: name }, name)));
  menu.value = server.chosen ?? names[0];
  menu.addEventListener("change", () => {
    server.choose(menu.value);
    chosen();
  });
  document.getElementById("language").before(menu);
}
