// What each event of the stream changes in the page's knowledge.

import { changed, setClock, state, threadKey } from "./state.js";
import { toast } from "./toast.js";

const EVENTS = {
  message: ({ channel, message }) => place(channel, message, true),
  message_changed: ({ channel, message }) => place(channel, message, false),
  message_deleted: ({ channel, ts }) => remove(channel, ts),
  view_opened: ({ view }) => views([...state.views.filter((each) => each.id !== view.id), view]),
  view_updated: ({ view }) => views(state.views.map((each) => (each.id === view.id ? view : each))),
  view_closed: ({ view_id, all }) =>
    views(all ? [] : state.views.filter((each) => each.id !== view_id)),
  home: ({ view }) => {
    state.home = view;
    changed("home");
  },
  unread: ({ channel, unread, unread_replies }) => {
    const known = state.channels.get(channel);
    if (known) Object.assign(known, { unread, unread_replies });
    changed("channels");
  },
  person: ({ person }) => {
    state.people.set(person.id, { ...state.people.get(person.id), ...person });
    changed("people");
  },
  clock: ({ now, next, running }) => {
    setClock({ now, next, ...(running === undefined ? {} : { running }) });
    changed("clock");
  },
  playing: ({ type, ...playing }) => {
    state.playing = playing;
    changed("playing");
  },
  bot: ({ connected }) => {
    state.bot.connected = connected;
    changed("bot");
  },
  failure: ({ text }) => toast(text),
};

const notes = new Set();

/** Take in one event of the stream. */
export function receive(event) {
  for (const each of notes) each.push(event);
  EVENTS[event.type]?.(event);
}

/** Note what comes from now on; gives a function that takes a conversation's messages of it in again. */
export function noting(channel) {
  const noted = [];
  notes.add(noted);
  return () => {
    notes.delete(noted);
    for (const event of noted)
      if (event.channel === channel && event.type !== "unread") EVENTS[event.type](event);
  };
}

function views(list) {
  state.views = list;
  changed("views");
}

/** Put a message where it belongs in the lists that are loaded; isNew when it has only just been written. */
export function place(channel, message, isNew) {
  const root = message.thread_ts ?? message.ts;
  const reply = root !== message.ts;
  if (!reply || message.subtype === "thread_broadcast") upsert(channel, message, isNew);
  if (reply && isNew) countReply(channel, root, message);
  if (state.lists.has(threadKey(channel, root))) upsert(threadKey(channel, root), message, isNew);
}

function upsert(key, message, isNew) {
  const list = state.lists.get(key);
  if (!list) return;
  const at = list.findIndex((each) => each.ts === message.ts);
  if (at >= 0) list[at] = message;
  else if (isNew || !message.thread_ts || message.thread_ts === message.ts) {
    list.push(message);
    list.sort((one, other) => Number(one.ts) - Number(other.ts));
  }
  changed("messages", { key, message, added: at < 0 && isNew });
}

function countReply(channel, root, reply) {
  const parent = state.lists.get(channel)?.find((each) => each.ts === root);
  if (!parent) return;
  if (reply.user !== state.me) state.fresh.add(threadKey(channel, root));
  if (!(Number(parent.latest_reply ?? 0) >= Number(reply.ts))) {
    parent.reply_count = (parent.reply_count ?? 0) + 1;
    parent.latest_reply = reply.ts;
    parent.reply_users = [...new Set([...(parent.reply_users ?? []), reply.user])];
  }
  changed("messages", { key: channel, message: parent, added: false });
}

function remove(channel, ts) {
  for (const [key, list] of state.lists) {
    if (key !== channel && !key.startsWith(`${channel}/`)) continue;
    const at = list.findIndex((each) => each.ts === ts);
    if (at < 0) continue;
    const [message] = list.splice(at, 1);
    changed("messages", { key, message, added: false, gone: true });
  }
}
