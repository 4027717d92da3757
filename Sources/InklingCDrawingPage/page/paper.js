// The sheet that one draws on: mouse, finger, pen with pressure, and keyboard.
import { breadthOf, Drawing, openPicture, sheetHeight, sheetWidth } from "./drawing.js";
import { text } from "./texts.js";

/** Units that an arrow key moves the pen. */
const [keyStep, keyStride] = [12, 48];

export class Paper {
  /**
   * `changed(isFinal)` is called after each piece of a stroke, and with true when it is done; `refused()` for a picture
   * that cannot be opened; `told(sentence)` for what a screen reader should say.
   */
  constructor(canvas, sheet, { changed, cleared, refused, told }) {
    Object.assign(this, { canvas, sheet, changed, cleared, refused, told });
    this.drawing = new Drawing();
    this.penWidth = 34;
    this.pointer = null;
    this.cursor = null;
    this.isDown = false;
    this.hint = sheet.querySelector("#hint");
    this.listen();
    new ResizeObserver(() => this.paint()).observe(canvas);
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.paint());
  }

  listen() {
    const { canvas, sheet } = this;
    canvas.addEventListener("pointerdown", (event) => this.press(event));
    canvas.addEventListener("pointermove", (event) => this.move(event));
    for (const end of ["pointerup", "pointercancel"]) canvas.addEventListener(end, (event) => this.release(event));
    canvas.addEventListener("keydown", (event) => this.key(event));
    canvas.addEventListener("blur", () => this.leave());
    canvas.addEventListener("contextmenu", (event) => event.preventDefault());
    for (const type of ["dragenter", "dragover"]) {
      document.addEventListener(type, (event) => {
        event.preventDefault();
        sheet.classList.add("over");
      });
    }
    document.addEventListener("dragleave", (event) => { if (!event.relatedTarget) sheet.classList.remove("over"); });
    document.addEventListener("drop", (event) => {
      event.preventDefault();
      sheet.classList.remove("over");
      this.open(event.dataTransfer.files[0]);
    });
    document.addEventListener("paste", (event) => { this.open(event.clipboardData.files[0]); });
  }

  // Drawing with a pointer.

  place(event) {
    const box = this.canvas.getBoundingClientRect();
    // A mouse and a finger press with 0.5 or nothing; a pen says how hard.
    const breadth = event.pointerType === "pen" ? breadthOf(event.pressure) : 1;
    return [((event.clientX - box.left) / box.width) * sheetWidth, ((event.clientY - box.top) / box.height) * sheetHeight, breadth, event.timeStamp];
  }

  press(event) {
    if (this.pointer !== null || event.button !== 0 || !event.isPrimary) return;
    this.pointer = event.pointerId;
    this.cursor = null;
    this.isDown = false;
    this.canvas.setPointerCapture(event.pointerId);
    this.drawing.begin(this.penWidth, this.place(event));
    this.update(false);
  }

  move(event) {
    if (event.pointerId !== this.pointer) return;
    const events = event.getCoalescedEvents?.() ?? [];
    for (const one of events.length > 0 ? events : [event]) this.drawing.extend(this.place(one));
    this.update(false);
  }

  release(event) {
    if (event.pointerId !== this.pointer) return;
    this.pointer = null;
    this.update(true);
  }

  // Drawing with the keyboard.

  key(event) {
    const moves = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "z") this.undo();
    else if (event.ctrlKey || event.metaKey || event.altKey) return;
    else if (event.key === "Delete" || event.key === "Backspace") this.clear();
    else if (event.key === " " || event.key === "Enter") this.toggle();
    else if (moves[event.key]) this.step(moves[event.key], event.shiftKey ? keyStride : keyStep);
    else return;
    event.preventDefault();
  }

  toggle() {
    this.cursor ??= [sheetWidth / 2, sheetHeight / 2];
    this.isDown = !this.isDown;
    if (this.isDown) this.drawing.begin(this.penWidth, [...this.cursor, 1, performance.now()]);
    this.told(text(this.isDown ? "down" : "up"));
    this.update(!this.isDown);
  }

  step([across, down], length) {
    const [x, y] = this.cursor ?? [sheetWidth / 2, sheetHeight / 2];
    const within = (value, most) => Math.min(Math.max(value, 0), most);
    this.cursor = [within(x + across * length, sheetWidth), within(y + down * length, sheetHeight)];
    if (this.isDown) {
      this.drawing.extend([...this.cursor, 1, performance.now()]);
      this.update(false);
    } else {
      this.paint();
    }
  }

  leave() {
    const wasDown = this.isDown;
    this.isDown = false;
    this.cursor = null;
    if (wasDown) this.update(true);
    else this.paint();
  }

  // What the buttons do.

  undo() {
    this.isDown = false;
    this.drawing.undo();
    this.update(true);
  }

  clear() {
    if (!this.drawing.isEmpty) this.cleared(this.drawing);
    this.show(new Drawing());
  }

  show(drawing) {
    this.isDown = false;
    this.drawing = drawing;
    this.update(true);
  }

  async open(file) {
    if (!file) return;
    try {
      const picture = await openPicture(file);
      if (!this.drawing.isEmpty) this.cleared(this.drawing);
      const drawing = new Drawing();
      drawing.picture = picture;
      this.show(drawing);
    } catch {
      this.refused();
    }
  }

  update(isFinal) {
    this.paint();
    this.changed(isFinal);
  }

  paint() {
    const { canvas } = this;
    const scale = (canvas.clientWidth * devicePixelRatio) / sheetWidth;
    const [width, height] = [Math.round(sheetWidth * scale), Math.round(sheetHeight * scale)];
    if (canvas.width !== width || canvas.height !== height) [canvas.width, canvas.height] = [width, height];
    const context = canvas.getContext("2d");
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.clearRect(0, 0, width, height);
    const style = getComputedStyle(canvas);
    this.drawing.paint(context, scale, style.color);
    this.hint.hidden = !this.drawing.isEmpty || this.cursor !== null;
    if (this.cursor) this.paintCursor(context, style.getPropertyValue("--accent"));
  }

  paintCursor(context, color) {
    const [x, y] = this.cursor;
    context.beginPath();
    context.arc(x, y, this.penWidth / 2 + 4, 0, 2 * Math.PI);
    context.strokeStyle = color;
    context.lineWidth = this.isDown ? 6 : 3;
    context.stroke();
  }
}
