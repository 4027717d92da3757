// Who gives corrections: a number that chance chose, known to this browser and the server alone.

const place = "inkling-contributor";
let last = null;

/** The number of a person who has agreed; null before. */
export function contributor() {
  try {
    return localStorage.getItem(place) ?? last;
  } catch {
    return last;
  }
}

/** Somebody agrees: 128 bits by chance. */
export function agree() {
  if (contributor()) return;
  last = Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
  try {
    localStorage.setItem(place, last);
  } catch {
    // Then it lasts as long as the page.
  }
}

/** Who has taken back all is asked again before anything more is kept. */
export function forget() {
  last = null;
  try {
    localStorage.removeItem(place);
  } catch {
    // It was not there.
  }
}
