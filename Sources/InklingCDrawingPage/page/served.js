// The page of a server: its model answers.
import { ServerModel } from "./server-model.js";
import { start } from "./page.js";

start(new ServerModel());
