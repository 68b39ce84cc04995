// The middle: one conversation with its composer, or the app's Home tab.

import { avatar, nameOf } from "./avatars.js";
import { composer } from "./composer.js";
import { dayKey } from "./dates.js";
import { fill, h } from "./dom.js";
import { keep, recall } from "./drafts.js";
import { keepingFocus } from "./focus.js";
import { firstHint } from "./hint.js";
import { homeTab, openTab } from "./home.js";
import { load, markRead, suspectThread } from "./lists.js";
import { author } from "./message.js";
import { messageList } from "./messages.js";
import { correct, here, link } from "./route.js";
import { leadTo, stickToEnd, toEnd } from "./scrolling.js";
import { botChannel, now, on, state, zone } from "./state.js";
import { announce, toast } from "./toast.js";

/** Fill the room and keep it in step; gives focus(), which goes to the composer. */
export function room(node) {
  let shown = null;
  let day = null;

  function show() {
    const channel = state.channels.get(here().in) ?? botChannel();
    const tab = here().tab === "home" && channel.kind === "im" ? "home" : "messages";
    const key = `${state.me}/${channel.id}/${tab}`;
    if (shown?.key !== key) {
      shown = { key, ...(tab === "home" ? homeTab() : conversation(channel)) };
      day = dayKey(now(), zone());
      keepingFocus(node, () => fill(node, head(channel, tab), shown.node));
      shown.begin?.();
      if (channel.kind === "im") openTab(tab);
      document.title = `${channel.kind === "im" ? state.bot.name : `#${channel.name}`} · ${nameOf(state.me)}`;
    } else shown.lead?.();
  }

  on("seat", () => {
    shown = null;
  });
  on("place", show);
  on("home", () => here().tab === "home" && shown?.draw());
  on("refetched", () => shown?.draw());
  on("messages", (change) => shown?.arrived?.(change));
  on("clock", () => {
    if (day === dayKey(now(), zone())) return;
    day = dayKey(now(), zone());
    shown?.draw();
  });
  on("channels", () => shown?.read?.());
  addEventListener("focus", () => shown?.read?.());
  return { focus: () => (shown?.focus ?? (() => node.focus()))() };
}

function head(channel, tab) {
  if (channel.kind !== "im")
    return h("div", { class: "room-head" }, h("h1", {}, `# ${channel.name}`));
  const tabLink = (words, place, current) =>
    h(
      "a",
      {
        class: "tab",
        href: link({ as: state.me, in: channel.id, ...place }),
        "aria-current": current ? "page" : null,
      },
      words,
    );
  return h(
    "div",
    { class: "room-head" },
    avatar(state.bot.user_id),
    h("h1", {}, state.bot.name, " ", h("span", { class: "app-tag" }, "App")),
    h(
      "nav",
      { class: "tabs", "aria-label": state.bot.name },
      tabLink("Home", { tab: "home" }, tab === "home"),
      tabLink("Messages", {}, tab !== "home"),
    ),
  );
}

function conversation(channel) {
  const name = channel.kind === "im" ? state.bot.name : `#${channel.name}`;
  const list = messageList({
    key: channel.id,
    channel: channel.id,
    unread: 0,
    label: `Messages with ${name}`,
  });
  const hint = h("div", { class: "hint-place" });
  const box = h(
    "div",
    { class: "scroll", role: "region", tabindex: "0", "aria-label": `Conversation with ${name}` },
    list.node,
    hint,
  );
  const writing = composer({
    channel: channel.id,
    label: `Message to ${name}`,
    placeholder: placeholder(channel, name),
    sent,
  });
  const begun = `begun/${state.me}`;
  const put = (words) => {
    writing.put(words);
    writing.focus();
  };

  stickToEnd(box, list.node);
  const unread = () => state.channels.get(channel.id)?.unread;
  let loading = true;

  async function read() {
    const known = state.channels.get(channel.id);
    if (!loading && known?.unread > known?.unread_replies) await markRead(channel.id);
  }

  function draw() {
    list.draw();
    const empty =
      channel.kind === "im" && state.lists.get(channel.id)?.length === 0 && !recall(begun);
    if (!empty) fill(hint);
    else if (!hint.firstChild) fill(hint, firstHint(put));
  }

  function sent() {
    keep(begun, true);
    draw();
    toEnd(box);
  }

  async function begin() {
    try {
      if (!state.lists.has(channel.id)) await load(channel.id);
    } catch (failure) {
      toast(failure.message);
    }
    if (!box.isConnected) return;
    list.beginNew(channel.unread - channel.unread_replies);
    loading = false;
    draw();
    toEnd(box);
    lead();
    await read();
    setTimeout(repliesLeft, 300);
  }

  function repliesLeft() {
    if (!box.isConnected || !unread() || here().thread) return;
    suspectThread(channel.id);
    list.draw();
  }

  function lead() {
    const { at, thread } = here();
    if (!at || thread || !state.lists.has(channel.id)) return;
    if (!leadTo(box, at)) toast("That message is no longer there.");
    correct({ at: undefined });
  }

  function arrived({ key, message, added }) {
    if (key !== channel.id) return;
    draw();
    if (!added || author(message) === state.me) return;
    if (!state.playing.on) announce(`${nameOf(author(message))}: ${message.text ?? ""}`);
    setTimeout(read, 50);
  }

  return {
    node: h("div", { class: "conversation" }, box, writing.node),
    draw,
    begin,
    lead,
    arrived,
    read,
    focus: writing.focus,
  };
}

const placeholder = (channel, name) =>
  channel.kind === "im" ? `Message ${name}, or type /` : `Message ${name}`;
