// The token of a server: as an address gives it, and as the tab keeps it.

/** Where the browser keeps the token as long as the tab is open. */
const tokenKey = "inkling-token";

/** A token as header fields can have it; null for another text. */
export function tokenOf(text) {
  const token = text?.trim() ?? "";
  return /^[\x21-\x7e]+$/.test(token) ? token : null;
}

/**
 * What stands behind #token= in the address, which is sent to nobody; null where nothing does. It never stays there, where it could
 * be seen and copied. It is taken as it is written: "+" is no space. What browsers escape (%22) is read again.
 */
export function takeTokenOfAddress() {
  const mark = "#token=";
  if (!location.hash.startsWith(mark)) return null;
  const given = location.hash.slice(mark.length).replace(/(?:%[0-9a-f]{2})+/gi, unescaped);
  history.replaceState(null, "", location.pathname + location.search);
  return given;
}

/** Bytes as %41 as the text that they are; as they stand where they are none. */
function unescaped(bytes) {
  try {
    return decodeURIComponent(bytes);
  } catch {
    return bytes;
  }
}

/** The token that was given in this tab before; null where none was. */
export function rememberedToken() {
  try {
    return tokenOf(sessionStorage.getItem(tokenKey));
  } catch {
    return null;
  }
}

/** Whether the browser keeps it; otherwise it lasts as long as the page. */
export function rememberToken(token) {
  try {
    sessionStorage.setItem(tokenKey, token);
    return true;
  } catch {
    return false;
  }
}
