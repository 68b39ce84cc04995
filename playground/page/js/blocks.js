// Block Kit as DOM: one small function a block type; the same for messages, forms and the Home tab.

import { button, overflow } from "./buttons.js";
import { boxes, select } from "./choices.js";
import { h, unique } from "./dom.js";
import { fileInput } from "./files.js";
import { textInput } from "./inputs.js";
import { plain, text } from "./mrkdwn.js";
import { picker } from "./pickers.js";
import { richText } from "./richtext.js";

const ELEMENTS = {
  button,
  overflow,
  static_select: select,
  users_select: select,
  channels_select: select,
  multi_static_select: boxes,
  multi_users_select: boxes,
  checkboxes: boxes,
  radio_buttons: boxes,
  datepicker: picker,
  timepicker: picker,
  datetimepicker: picker,
  plain_text_input: textInput,
  number_input: textInput,
  email_text_input: textInput,
  url_text_input: textInput,
  file_input: fileInput,
  image: (element) => picture(element, "thumb"),
};

const BLOCKS = { section, header, divider, context, actions, image, rich_text, input };

/** Blocks as nodes; ctx carries the people, the zone, the form and act(). */
export function blocks(list, ctx) {
  return list.map((block, index) => {
    const whole = { ...block, block_id: block.block_id ?? `block-${index}` };
    return BLOCKS[block.type] ? BLOCKS[block.type](whole, ctx) : unknown("block", block.type);
  });
}

function element(each, block, ctx, names = {}) {
  return ELEMENTS[each.type]
    ? ELEMENTS[each.type](each, block, ctx, names)
    : unknown("element", each.type);
}

const unknown = (what, type) =>
  h("p", { class: "unknown" }, `The playground does not draw this ${what} yet: ${type}`);

function picture(each, size) {
  const url = /^(https?:|data:image\/)/i.test(each.image_url ?? "") ? each.image_url : null;
  const image = h("img", { src: url, alt: each.alt_text, class: size, loading: "lazy" });
  image.addEventListener("error", () =>
    image.replaceWith(h("span", { class: "muted small" }, each.alt_text)),
  );
  return image;
}

function section(block, ctx) {
  const id = unique("section");
  return h(
    "div",
    { class: "section" },
    h(
      "div",
      { class: "section-words", id },
      block.text ? h("div", { class: "words" }, text(block.text, ctx)) : null,
      block.fields
        ? h(
            "div",
            { class: "fields" },
            block.fields.map((each) => h("div", { class: "words" }, text(each, ctx))),
          )
        : null,
    ),
    block.accessory
      ? h(
          "div",
          { class: "accessory" },
          element(block.accessory, block, ctx, { labelledby: block.text ? id : null }),
        )
      : null,
  );
}

function header(block, ctx) {
  return h(ctx.heading ?? "h2", { class: "block-header" }, plain(block.text));
}

function divider() {
  return h("hr", { class: "divider" });
}

function context(block, ctx) {
  return h(
    "div",
    { class: "context" },
    block.elements.map((each) =>
      each.type === "image"
        ? picture(each, "tiny")
        : h("span", { class: "words" }, text(each, ctx)),
    ),
  );
}

function actions(block, ctx) {
  return h(
    "div",
    { class: "actions" },
    block.elements.map((each) => element(each, block, ctx)),
  );
}

function image(block) {
  return h(
    "figure",
    { class: "figure" },
    block.title ? h("figcaption", { class: "small muted" }, plain(block.title)) : null,
    picture(block, "large"),
  );
}

function rich_text(block, ctx) {
  return h("div", { class: "words" }, richText(block, ctx));
}

function input(block, ctx) {
  const [label, hint, error] = [unique("label"), unique("hint"), unique("error")];
  const control = unique("control");
  const names = { labelledby: label, describedby: block.hint ? `${hint} ${error}` : error };
  const node = element(block.element, block, ctx, names);
  const field = node.matches("input, select, textarea") ? node : node.querySelector(".input");
  if (field) field.id = control;
  const words = [
    plain(block.label),
    block.optional ? h("span", { class: "muted" }, " (optional)") : null,
  ];
  return h(
    "div",
    { class: "field", dataset: { block: block.block_id } },
    field
      ? h("label", { class: "label", id: label, for: control }, words)
      : h("div", { class: "label", id: label }, words),
    node,
    block.hint ? h("p", { class: "hint", id: hint }, text(block.hint, ctx)) : null,
    h("p", { class: "error", id: error }),
  );
}
