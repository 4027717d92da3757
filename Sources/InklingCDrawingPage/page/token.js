// A field for the token, for a server that asks for one.
import { made } from "./elements.js";
import { text } from "./texts.js";

/** Puts the field into the page. It shows while the server wants a token; `opened()` is called when it has taken one. */
export function tokenField(server, opened) {
  const field = made("input", {
    type: "password", id: "token", autocomplete: "off", spellcheck: "false", required: "", "aria-describedby": "token-message",
  });
  const message = made("p", { kind: "message", id: "token-message", role: "status" });
  const form = made("form", { kind: "token", id: "token-form", hidden: "" },
    made("label", { key: "token", for: "token" }), field, made("button", { kind: "main", key: "tokenUse", id: "token-use" }), message);
  const refuse = () => {
    message.dataset.text = "tokenWrong";
    message.textContent = text("tokenWrong");
  };
  const take = async (given) => {
    const isTaken = await server.unlock(given);
    if (isTaken) {
      field.value = "";
      delete message.dataset.text;
      message.textContent = "";
      form.hidden = true;
      document.getElementById("paper").focus();
      opened();
    } else if (isTaken === false) {
      refuse();
      field.select();
    }
  };
  form.addEventListener("submit", (event) => {
    // It is sent as a header field, never as part of an address.
    event.preventDefault();
    take(field.value);
  });
  document.querySelector("main").prepend(form);
  server.offered = take;
  server.locked = (isWrong) => {
    form.hidden = false;
    if (isWrong) refuse();
    if (document.activeElement === document.body) field.focus();
  };
}
