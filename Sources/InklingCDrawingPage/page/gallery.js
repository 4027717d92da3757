// What was drawn in this session; choosing one puts it on the sheet again.
import { sheetHeight, sheetWidth } from "./drawing.js";
import { text } from "./texts.js";

const most = 48;
const thumbnailScale = 0.24;

export class Gallery {
  constructor(section, list, chosen) {
    Object.assign(this, { section, list, chosen });
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
    drawing.paint(canvas.getContext("2d"), thumbnailScale, getComputedStyle(button).color);
    while (this.list.children.length > most) this.list.lastChild.remove();
  }
}
