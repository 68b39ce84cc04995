// Taking a seat: fetch what that person sees, listen to their stream, fetch again after every gap.

import { get } from "./api.js";
import { reload } from "./lists.js";
import { receive } from "./live.js";
import { changed, state, take } from "./state.js";
import { listen } from "./stream.js";
import { toast } from "./toast.js";

const FIRST = "maya";
const PATIENCE_MS = 3000;

let leave = () => {};
let latest = 0;

/**
 * Sit down as a person (undefined: the first one; a handle will do); true once the page knows what
 * they see, false when another seat was taken meanwhile.
 */
export async function sit(as) {
  latest += 1;
  const seat = latest;
  const told = await get("state", { as: as ?? FIRST }).catch((failure) => {
    if (as === undefined || as === FIRST) throw failure;
    return get("state", { as: FIRST });
  });
  if (seat !== latest) return false;
  leave();
  Object.assign(state, { lists: new Map(), home: null, fresh: new Set(), online: true });
  take(told);
  changed("seat");
  changed("playing");
  changed("views");
  leave = attend(told.me);
  return true;
}

/** Keep up with one person's stream until the function it gives is called. */
function attend(me) {
  let left = false;
  let waiting = null;
  let last = 0;

  async function refresh() {
    waiting ??= [];
    last += 1;
    const turn = last;
    const over = () => left || turn !== last;
    try {
      const told = await get("state", { as: me });
      if (!over()) await reload();
      if (!over()) takeAgain(told);
    } catch {
      // the stream will break and come back: then again
    } finally {
      if (!over()) {
        const events = waiting;
        waiting = null;
        events.forEach(receive);
      }
    }
  }

  function received(event) {
    if (waiting) waiting.push(event);
    else if (!left) receive(event);
  }

  function lost() {
    if (state.online)
      setTimeout(
        () => left || state.online || toast("The connection is lost. Trying again."),
        PATIENCE_MS,
      );
    state.online = false;
    changed("online");
  }

  const stop = listen(me, { opened: refresh, received, lost });
  return () => {
    left = true;
    stop();
  };
}

function takeAgain(told) {
  take(told);
  state.online = true;
  for (const topic of ["people", "channels", "bot", "clock", "playing", "online", "views", "refetched"])
    changed(topic);
}
