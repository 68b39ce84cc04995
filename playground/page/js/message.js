// One message as Slack draws it: head, blocks or text, files, the line that leads to its thread.

import { avatar, nameOf } from "./avatars.js";
import { blocks } from "./blocks.js";
import { dayKey, full, ofTs, shortDay, time } from "./dates.js";
import { h, icon, spoken } from "./dom.js";
import { form } from "./forms.js";
import { mrkdwn } from "./mrkdwn.js";
import { link } from "./route.js";
import { now, state, threadKey, zone } from "./state.js";
import { surface } from "./surfaces.js";

const forms = new Map();

function formOf(channel, message) {
  const key = `${state.me}/${channel}/${message.ts}`;
  if (!forms.has(key)) forms.set(key, form());
  const kept = forms.get(key);
  kept.prune(message.blocks ?? []);
  return kept;
}

/** Who wrote it: a person's id, or the bot's. */
export const author = (message) => message.user ?? message.bot_id;

/** A list item for a message; grouped ones leave out the name, inThread ones the way to their thread. */
export function drawMessage(message, { channel, grouped = false, inThread = false }) {
  const at = ofTs(message.ts);
  const stamp = h(
    "time",
    { class: "stamp", datetime: at.toISOString(), title: full(at, zone()) },
    time(at, zone()),
  );
  const bot = author(message) === state.bot.user_id || author(message) === state.bot.bot_id;
  const ctx = surface(
    { type: "message", channel, ts: message.ts },
    formOf(channel, message),
    inThread ? "h3" : "h2",
  );
  const from = [
    h("span", { class: "author" }, nameOf(author(message))),
    bot ? h("span", { class: "app-tag" }, "App") : null,
    stamp,
  ];
  return h(
    "li",
    { class: `message${grouped ? " grouped" : ""}`, dataset: { ts: message.ts }, tabindex: "-1" },
    grouped
      ? h("div", { class: "gutter" }, spoken(nameOf(author(message))), stamp)
      : h("div", { class: "gutter" }, avatar(author(message))),
    h(
      "div",
      { class: "body" },
      message.ephemeral ? h("p", { class: "ephemeral" }, icon("eye"), "Only visible to you") : null,
      grouped ? null : h("div", { class: "head" }, from),
      content(message, ctx),
      (message.files ?? []).map(file),
      inThread ? null : summary(message, channel),
    ),
    inThread || message.ephemeral ? null : replyLink(message, channel),
  );
}

function content(message, ctx) {
  const edited = message.edited ? h("span", { class: "edited" }, "(edited)") : null;
  if (message.blocks?.length) {
    const drawn = h("div", { class: "blocks" }, blocks(message.blocks, ctx));
    const last = drawn.lastElementChild;
    (last?.matches(".context") ? last : drawn).append(edited ?? "");
    return drawn;
  }
  if (!message.text) return edited;
  return h("div", { class: "words" }, mrkdwn(message.text, ctx), edited ? [" ", edited] : null);
}

function file(each) {
  const url = new URL(each.url, location.href);
  if (url.origin === location.origin && !url.searchParams.has("as"))
    url.searchParams.set("as", state.me);
  const name = each.title || each.name;
  return h(
    "a",
    { class: "file", href: /^https?:$/.test(url.protocol) ? url.href : null, download: each.name },
    icon("file"),
    h(
      "span",
      { class: "file-name" },
      name,
      h("span", { class: "muted small block" }, `${each.name} · ${sizeOf(each.size)}`),
    ),
    icon("download"),
    spoken("Download"),
  );
}

const sizeOf = (bytes) =>
  bytes < 1024
    ? `${bytes} bytes`
    : bytes < 1_048_576
      ? `${Math.round(bytes / 1024)} KB`
      : `${(bytes / 1_048_576).toFixed(1)} MB`;

const toThread = (message, channel) =>
  link({ as: state.me, in: channel, thread: message.thread_ts ?? message.ts });

function replyLink(message, channel) {
  return h(
    "a",
    { class: "reply", href: toThread(message, channel), title: "Reply in thread" },
    icon("thread"),
    spoken(`Reply in thread to ${nameOf(author(message))}`),
  );
}

function summary(message, channel) {
  if (!message.reply_count) return null;
  const fresh = state.fresh.has(threadKey(channel, message.ts));
  const count = `${message.reply_count} ${message.reply_count === 1 ? "reply" : "replies"}`;
  return h(
    "a",
    { class: `summary${fresh ? " fresh" : ""}`, href: toThread(message, channel) },
    (message.reply_users ?? []).slice(0, 4).map((id) => avatar(id, "mini")),
    h("strong", {}, count),
    fresh ? h("span", { class: "badge" }, "new") : null,
    message.latest_reply
      ? h("span", { class: "muted small" }, `last reply ${lastReply(message.latest_reply)}`)
      : null,
  );
}

function lastReply(ts) {
  const at = ofTs(ts);
  const today = dayKey(at, zone()) === dayKey(now(), zone());
  return today ? `today at ${time(at, zone())}` : `${shortDay(at, zone())} at ${time(at, zone())}`;
}
