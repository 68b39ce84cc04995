// Words typed and not yet sent, kept for this browser tab so that a reload or a change of seat loses none.

const PREFIX = "second-coffee-draft:";

/** What was kept under a key, or undefined. */
export function recall(key) {
  try {
    const kept = sessionStorage.getItem(PREFIX + key);
    return kept === null ? undefined : JSON.parse(kept);
  } catch {
    return undefined;
  }
}

/** Keep a value under a key; undefined, "" and null forget it. */
export function keep(key, value) {
  try {
    if (value === undefined || value === null || value === "")
      sessionStorage.removeItem(PREFIX + key);
    else sessionStorage.setItem(PREFIX + key, JSON.stringify(value));
  } catch {
    // storage may be full or closed: the words are still on the screen
  }
}
