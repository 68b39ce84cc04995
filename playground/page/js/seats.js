// Taking a seat: fetch what that person sees, listen to their stream, fetch again after every gap.

import { get } from "./api.js";
import { reload } from "./lists.js";
import { receive } from "./live.js";
import { changed, state, take } from "./state.js";
import { listen } from "./stream.js";

const FIRST = "maya";

let stop = () => {};
let waiting = null;
let seats = 0;

/** Sit down as a person (undefined: the first one; a handle will do); resolves when the page knows what they see. */
export async function sit(as) {
  stop();
  seats += 1;
  const seat = seats;
  const told = await get("state", { as: as ?? FIRST }).catch((failure) => {
    if (as === undefined || as === FIRST) throw failure;
    return get("state", { as: FIRST });
  });
  if (seat !== seats) return;
  Object.assign(state, { lists: new Map(), home: null, fresh: new Set(), online: true });
  take(told);
  changed("seat");
  changed("views");
  stop = listen(told.me, { opened: refresh, received, lost });
}

function received(event) {
  if (waiting) waiting.push(event);
  else receive(event);
}

async function refresh() {
  const me = state.me;
  waiting = [];
  try {
    const told = await get("state", { as: me });
    if (me !== state.me) return;
    await reload();
    take(told);
    state.online = true;
    for (const topic of ["people", "channels", "bot", "clock", "online", "views", "refetched"]) changed(topic);
  } catch {
    // the stream will break and come back: then again
  } finally {
    const events = waiting;
    waiting = null;
    events.forEach(receive);
  }
}

function lost() {
  state.online = false;
  changed("online");
}
