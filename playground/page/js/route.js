// Where the visitor is, kept in the URL's hash: seat, conversation, tab, thread, message, panel.

const KEYS = ["as", "in", "tab", "thread", "at", "panel"];

/** The place the address names; absent parts are undefined. */
export function here() {
  const params = new URLSearchParams(location.hash.slice(1));
  return Object.fromEntries(
    KEYS.flatMap((key) => (params.get(key) ? [[key, params.get(key)]] : [])),
  );
}

/** The address of a place. */
export function link(place) {
  const kept = KEYS.flatMap((key) => (place[key] ? [[key, place[key]]] : []));
  return `#${new URLSearchParams(kept)}`;
}

/** Go to the present place with some parts changed. */
export function go(change) {
  location.hash = link({ ...here(), at: undefined, ...change });
}

/** The same without a step in the browser's history. */
export function correct(change) {
  history.replaceState(null, "", link({ ...here(), ...change }));
}
