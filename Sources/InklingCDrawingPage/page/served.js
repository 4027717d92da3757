// The page of a server: one of its models answers, and learns where corrections are kept.
import { modelMenu } from "./model-menu.js";
import { ServerModel } from "./server-model.js";
import { TeachingView } from "./teaching.js";
import { start } from "./page.js";
import { tokenField } from "./token.js";

const sheet = document.createElement("link");
sheet.rel = "stylesheet";
sheet.href = "teaching.css";
document.head.append(sheet);

const server = new ServerModel();
const teaching = new TeachingView(server, () => page.again());
tokenField(server, begin);
const page = start(server, teaching);
begin();

/** Asks for all that the page shows of its server beside answers. */
function begin() {
  teaching.begin();
  modelMenu(server, () => {
    teaching.begin();
    page.again();
  });
}
