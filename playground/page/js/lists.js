// Fetching conversations and threads, and telling the playground what has been read.

import { get, post } from "./api.js";
import { changed, state, threadKey } from "./state.js";

/** Fetch a conversation's messages, or a thread's, into state.lists; a seat left meanwhile is ignored. */
export async function load(channel, thread) {
  const me = state.me;
  const { messages } = await get("messages", { as: me, channel, thread_ts: thread });
  if (me === state.me) state.lists.set(threadKey(channel, thread), messages);
}

/** Fetch again every list that is held. */
export const reload = () =>
  Promise.all([...state.lists.keys()].map((key) => load(...key.split("/"))));

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
