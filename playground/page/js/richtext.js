// The rich_text block: sections, lists, quotes and preformatted text, with styled leaves.

import { ofTs, tokens } from "./dates.js";
import { h } from "./dom.js";
import { emoji } from "./emoji.js";
import { anchor, channel, person } from "./mrkdwn.js";

const WRAPS = [
  ["code", "code"],
  ["bold", "strong"],
  ["italic", "em"],
  ["strike", "s"],
  ["underline", "u"],
];

const LEAVES = {
  text: (leaf) => leaf.text,
  link: (leaf) => anchor(leaf.url, leaf.text) ?? leaf.text ?? leaf.url,
  user: (leaf, ctx) => person(leaf.user_id, undefined, ctx),
  channel: (leaf, ctx) => channel(leaf.channel_id, undefined, ctx),
  emoji: (leaf) => emoji(leaf.name) ?? fromUnicode(leaf.unicode) ?? `:${leaf.name}:`,
  broadcast: (leaf) => h("span", { class: "mention" }, `@${leaf.range}`),
  usergroup: () => h("span", { class: "mention" }, "@group"),
  color: (leaf) => leaf.value,
  date: (leaf, ctx) => tokens(leaf.format, ofTs(leaf.timestamp), ctx.zone, ctx.now()),
};

function fromUnicode(code) {
  return code ? String.fromCodePoint(...code.split("-").map((part) => parseInt(part, 16))) : null;
}

function leaf(element, ctx) {
  const draw = LEAVES[element.type];
  let node = draw ? draw(element, ctx) : (element.text ?? "");
  for (const [style, tag] of WRAPS) if (element.style?.[style]) node = h(tag, {}, node);
  return node;
}

const leaves = (element, ctx) => element.elements.map((each) => leaf(each, ctx));

const PARTS = {
  rich_text_section: (part, ctx) => h("p", { class: "rich" }, leaves(part, ctx)),
  rich_text_quote: (part, ctx) => h("blockquote", {}, leaves(part, ctx)),
  rich_text_preformatted: (part, ctx) => h("pre", {}, h("code", {}, leaves(part, ctx))),
  rich_text_list: (part, ctx) =>
    h(
      part.style === "ordered" ? "ol" : "ul",
      {
        class: `rich indent-${Math.min(part.indent ?? 0, 4)}`,
        start: part.offset ? part.offset + 1 : null,
      },
      part.elements.map((item) => h("li", {}, leaves(item, ctx))),
    ),
};

/** A rich_text block as nodes. */
export const richText = (block, ctx) =>
  block.elements.map((part) => PARTS[part.type]?.(part, ctx) ?? null);
