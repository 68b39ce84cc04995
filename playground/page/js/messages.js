// A list of messages kept in step with what arrives: day dividers, groups, the place where new ones begin.

import { dayKey, dayName, ofTs } from "./dates.js";
import { h, settle } from "./dom.js";
import { author, drawMessage } from "./message.js";
import { now, state, zone } from "./state.js";

const GROUP_S = 300;

/** A list that draws state.lists[key]; beginNew(unread) marks where new ones begin. */
export function messageList({ key, channel, inThread = false, label }) {
  const node = h("ol", { class: "messages", "aria-label": label });
  const drawn = new Map();
  let firstNew = null;

  function draw() {
    const list = state.lists.get(key) ?? [];
    const items = [];
    list.forEach((message, index) => {
      const before = list[index - 1];
      const day = !inThread && (!before || dayOf(before) !== dayOf(message));
      if (day)
        items.push(part(`day ${dayOf(message)}`, dayName(ofTs(message.ts), now(), zone()), "day"));
      if (message.ts === firstNew) items.push(part("new", "New", "day new"));
      if (inThread && index === 1)
        items.push(part(`replies ${list.length}`, replies(list.length - 1), "day"));
      items.push(
        item(
          message,
          !day &&
            message.ts !== firstNew &&
            index !== (inThread ? 1 : -1) &&
            follows(before, message),
        ),
      );
    });
    const wanted = new Set(items);
    for (const [id, kept] of drawn) if (!wanted.has(kept.node)) drawn.delete(id);
    settle(node, items);
  }

  function part(id, words, kind) {
    return once(`${id} ${words}`, words, () => h("li", { class: kind }, h("span", {}, words)));
  }

  function item(message, grouped) {
    const look = JSON.stringify([
      message,
      grouped,
      zone(),
      [...state.fresh].some((each) => each.endsWith(message.ts)),
    ]);
    return once(message.ts, look, () => drawMessage(message, { channel, grouped, inThread }));
  }

  function once(id, look, make) {
    const kept = drawn.get(id);
    if (kept?.look === look) return kept.node;
    const fresh = make();
    if (kept) replace(kept.node, fresh);
    drawn.set(id, { look, node: fresh });
    return fresh;
  }

  const beginNew = (unread) => (firstNew = firstUnread(state.lists.get(key) ?? [], unread));

  return { node, draw, beginNew };
}

function replace(old, fresh) {
  const focused = old.contains(document.activeElement)
    ? document.activeElement.dataset.action
    : undefined;
  const had = old.contains(document.activeElement);
  old.replaceWith(fresh);
  if (!had) return;
  const same =
    focused &&
    [...fresh.querySelectorAll("[data-action]")].find((each) => each.dataset.action === focused);
  (same || fresh).focus({ preventScroll: true });
}

const dayOf = (message) => dayKey(ofTs(message.ts), zone());

const replies = (count) => `${count} ${count === 1 ? "reply" : "replies"}`;

function follows(before, message) {
  return (
    Boolean(before) &&
    author(before) === author(message) &&
    !before.ephemeral &&
    !message.ephemeral &&
    Number(message.ts) - Number(before.ts) < GROUP_S
  );
}

function firstUnread(list, unread) {
  const others = list.filter((message) => author(message) !== state.me && !message.ephemeral);
  return unread > 0 ? (others[others.length - unread]?.ts ?? null) : null;
}
