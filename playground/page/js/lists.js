// Fetching conversations and threads, and telling the playground what has been read.

import { get, post } from "./api.js";
import { noting } from "./live.js";
import { changed, state, threadKey } from "./state.js";

const underWay = new Map();
const ages = new WeakMap();
let asked = 0;

/**
 * Fetch a conversation's messages, or a thread's, into state.lists, with what came for it meanwhile.
 * A seat left meanwhile is ignored, and so is an answer that a later one has overtaken.
 */
export async function load(channel, thread) {
  const [me, key, age] = [state.me, threadKey(channel, thread), ++asked];
  const replay = noting(channel);
  underWay.set(age, { me, key });
  try {
    const { messages } = await get("messages", { as: me, channel, thread_ts: thread });
    if (me !== state.me || ages.get(state.lists.get(key)) > age) return;
    ages.set(messages, age);
    state.lists.set(key, messages);
  } finally {
    underWay.delete(age);
    if (me === state.me) replay();
  }
}

/** Fetch again every list that is held or on its way. */
export const reload = () =>
  Promise.all(
    [...new Set([...state.lists.keys(), ...coming()])].map((key) => load(...key.split("/"))),
  );

const coming = () =>
  [...underWay.values()].filter((each) => each.me === state.me).map((each) => each.key);

/** Mark as new the thread that was last answered by someone else, when only replies can be what is unread. */
export function suspectThread(channel) {
  const answered = (state.lists.get(channel) ?? [])
    .filter((each) => each.latest_reply && each.reply_users?.some((id) => id !== state.me))
    .sort((one, other) => Number(other.latest_reply) - Number(one.latest_reply));
  if (answered.length) state.fresh.add(threadKey(channel, answered[0].ts));
}

/** Say that a conversation or thread is being read, while the page is in view. */
export async function markRead(channel, thread) {
  if (document.visibilityState !== "visible") return;
  if (state.fresh.delete(threadKey(channel, thread)))
    changed("messages", { key: channel, added: false });
  await post("read", { as: state.me, channel, thread_ts: thread }).catch(() => {});
}
