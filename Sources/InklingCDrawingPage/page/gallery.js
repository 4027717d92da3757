// What was drawn in this session; choosing one puts it on the sheet again.
import { sheetHeight, sheetWidth } from "./drawing.js";
import { text } from "./texts.js";

const most = 48;
const thumbnailScale = 0.24;

export class Gallery {
  constructor(section, list, chosen) {
    Object.assign(this, { section, list, chosen });
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
      for (const canvas of list.querySelectorAll("canvas")) this.paint(canvas);
    });
  }

  /** What each thumbnail shows. */
  drawings = new WeakMap();

  /** Paints a thumbnail in the theme's ink. */
  paint(canvas) {
    const context = canvas.getContext("2d");
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.clearRect(0, 0, canvas.width, canvas.height);
    this.drawings.get(canvas).paint(context, thumbnailScale, getComputedStyle(canvas).color);
  }

  add(drawing, reading) {
    const item = document.createElement("li");
    const button = document.createElement("button");
    button.type = "button";
    const canvas = document.createElement("canvas");
    canvas.width = sheetWidth * thumbnailScale;
    canvas.height = sheetHeight * thumbnailScale;
    const label = document.createElement("span");
    label.textContent = reading || "–";
    this.drawings.set(canvas, drawing);
    button.append(canvas, label);
    button.setAttribute("aria-label", text("again", reading || "–"));
    button.addEventListener("click", () => {
      item.remove();
      this.section.hidden = this.list.children.length === 0;
      this.chosen(drawing.copy());
    });
    item.append(button);
    this.section.hidden = false;
    this.list.prepend(item);
    this.paint(canvas);
    while (this.list.children.length > most) this.list.lastChild.remove();
  }
}
