// Slack's mrkdwn as DOM nodes: bold, italic, strike, code, quotes, lists, links, mentions, dates, emoji.

import { ofTs, tokens } from "./dates.js";
import { h } from "./dom.js";
import { withEmoji } from "./emoji.js";

const STYLES = { "*": "strong", _: "em", "~": "s" };
const BLOCKS = /```\n?([\s\S]*?)```/g;
const INLINE = /`([^`\n]+)`|<([^<>\n]+)>|(https?:\/\/[^\s<>]+[^\s<>.,;:!?)'"\]])/g;

/** "&amp;", "&lt;", "&gt;" back to signs: the only escapes Slack knows. */
export const unescape = (text) =>
  text.replace(/&(amp|lt|gt);/g, (_, name) => ({ amp: "&", lt: "<", gt: ">" })[name]);

/** A text object of plain_text as one string. */
export const plain = (object) =>
  object.emoji === false ? unescape(object.text) : withEmoji(unescape(object.text));

/** A text object (mrkdwn or plain_text) as nodes. */
export function text(object, ctx) {
  if (object.type === "mrkdwn") return mrkdwn(object.text, ctx);
  return plain(object)
    .split("\n")
    .flatMap((line, index) => (index ? [h("br"), line] : [line]));
}

/** mrkdwn as nodes; ctx gives people, channels, zone and now. */
export function mrkdwn(source, ctx) {
  const nodes = [];
  let from = 0;
  for (const match of source.matchAll(BLOCKS)) {
    nodes.push(...lines(source.slice(from, match.index), ctx));
    nodes.push(h("pre", {}, h("code", {}, unescape(match[1].replace(/\n$/, "")))));
    from = match.index + match[0].length;
    if (source[from] === "\n") from += 1;
  }
  return [...nodes, ...lines(source.slice(from), ctx)];
}

function lines(source, ctx) {
  const nodes = [];
  let quoted = [];
  const closeQuote = () => {
    if (quoted.length) nodes.push(h("blockquote", {}, joined(quoted, ctx)));
    quoted = [];
  };
  let plainLines = [];
  const closeLines = () => {
    if (plainLines.length) nodes.push(...joined(plainLines, ctx));
    plainLines = [];
  };
  for (const line of source === "" ? [] : source.split("\n")) {
    const quote = line.match(/^(?:&gt;|>) ?(.*)$/);
    if (quote) {
      closeLines();
      quoted.push(quote[1]);
    } else {
      closeQuote();
      plainLines.push(line);
    }
  }
  closeQuote();
  closeLines();
  return nodes;
}

const BULLET = /^\s*([•◦▪]|\d+\.)\s+(.*)$/;

function joined(list, ctx) {
  return list.flatMap((line, index) => {
    const item = line.match(BULLET);
    if (item) return [bullet(item[1], item[2], ctx)];
    return [index && !BULLET.test(list[index - 1]) ? h("br") : null, ...inline(line, ctx)];
  });
}

function bullet(mark, words, ctx) {
  return h(
    "span",
    { class: "bullet" },
    h("span", { class: "mark" }, mark),
    h("span", {}, inline(words, ctx)),
  );
}

function inline(source, ctx) {
  // Code, links and mentions are set aside first, as one private sign each, so that styles can span them.
  const aside = [];
  const put = (node) => String.fromCharCode(0xe000 + aside.push(node) - 1);
  const marked = source
    .replace(/[\ue000-\uf8ff]/g, "")
    .replace(INLINE, (whole, code, entity, url) => {
      if (code) return put(h("code", {}, unescape(code)));
      if (url) return put(anchor(unescape(url), unescape(url)));
      return put(mention(entity, ctx) ?? unescape(whole));
    });
  return styled(marked, aside);
}

function styled(source, aside) {
  const match = source.match(/(^|[^\p{L}\p{N}])([*_~])(?=\S)(.*?\S)\2(?![\p{L}\p{N}])/u);
  if (!match || match[3].startsWith(match[2])) return leaves(source, aside);
  const start = match.index + match[1].length;
  const end = match.index + match[0].length;
  return [
    ...leaves(source.slice(0, start), aside),
    h(STYLES[match[2]], {}, styled(match[3], aside)),
    ...styled(source.slice(end), aside),
  ];
}

function leaves(source, aside) {
  return source
    .split(/([\ue000-\uf8ff])/)
    .filter(Boolean)
    .map((part) => aside[part.charCodeAt(0) - 0xe000] ?? withEmoji(unescape(part)));
}

function mention(entity, ctx) {
  const [target, label] = split(entity);
  if (target.startsWith("@")) return person(target.slice(1), label, ctx);
  if (target.startsWith("#")) return channel(target.slice(1), label, ctx);
  if (target.startsWith("!date^")) return date(entity, ctx);
  if (/^!(here|channel|everyone)$/.test(target))
    return h("span", { class: "mention" }, `@${target.slice(1)}`);
  if (target.startsWith("!subteam^")) return h("span", { class: "mention" }, label ?? "@group");
  return anchor(unescape(target), label === undefined ? undefined : withEmoji(unescape(label)));
}

function split(entity) {
  const bar = entity.indexOf("|");
  return bar < 0 ? [entity, undefined] : [entity.slice(0, bar), entity.slice(bar + 1)];
}

/** A person's name as Slack shows a mention. */
export function person(id, label, ctx) {
  const known = ctx.people.get(id);
  const own = id === ctx.me ? "mention own" : "mention";
  return h("span", { class: own }, `@${known?.real_name ?? (label ? unescape(label) : "someone")}`);
}

/** A channel's name as Slack shows a mention. */
export function channel(id, label, ctx) {
  return h(
    "span",
    { class: "mention" },
    `#${ctx.channels.get(id)?.name ?? (label ? unescape(label) : "channel")}`,
  );
}

function date(entity, ctx) {
  const [left, fallback] = split(entity);
  const [, seconds, pattern, url] = left.split("^");
  if (!/^\d+$/.test(seconds) || !pattern) return unescape(fallback ?? "");
  const at = ofTs(seconds);
  const words = unescape(tokens(pattern, at, ctx.zone, ctx.now()));
  const node = h("time", { datetime: at.toISOString() }, words);
  return url ? anchor(unescape(url), node) : node;
}

/** A link that opens elsewhere; an address that is not http, https or mail is only text, or null. */
export function anchor(url, label) {
  if (!/^(https?:\/\/|mailto:)/i.test(url)) return null;
  return h(
    "a",
    { href: url, target: "_blank", rel: "noopener noreferrer" },
    label ?? url.replace(/^mailto:/, ""),
  );
}
