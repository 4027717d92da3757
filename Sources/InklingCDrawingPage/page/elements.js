// Elements of the page, made by scripts.

/**
 * An element with a class, a text of the page by its key, and attributes; `children` are put into it.
 */
export function made(tag, { kind, key, ...attributes } = {}, ...children) {
  const element = document.createElement(tag);
  if (kind) element.className = kind;
  if (key) element.dataset.text = key;
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

/** A button that does something. */
export function button(attributes, act) {
  const element = made("button", { type: "button", ...attributes });
  element.addEventListener("click", act);
  return element;
}
