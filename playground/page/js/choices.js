// Choosing: one of a list, several of a list, a person, radio buttons, checkboxes.

import { h, unique } from "./dom.js";
import { bind, named, whenSettled } from "./forms.js";
import { plain, text } from "./mrkdwn.js";

const people = (ctx) =>
  [...ctx.people.values()]
    .filter((each) => !each.is_bot && !each.deleted)
    .map((each) => ({
      value: each.id,
      text: { type: "plain_text", text: each.real_name, emoji: false },
    }));

const channels = (ctx) =>
  [...ctx.channels.values()]
    .filter((each) => each.kind === "channel")
    .map((each) => ({
      value: each.id,
      text: { type: "plain_text", text: `#${each.name}`, emoji: false },
    }));

/** Menus of what the workspace has: the key of their state, and what there is to choose. */
const LISTS = {
  users_select: ["user", people],
  channels_select: ["channel", channels],
};

/** static_select, users_select and channels_select, as the browser's own list. */
export function select(element, block, ctx, names) {
  const [kind, listed] = LISTS[element.type] ?? [];
  const groups = element.option_groups ?? [{ options: kind ? listed(ctx) : element.options }];
  const options = groups.flatMap((group) => group.options);
  const { held, hold, dispatch } = bind(element, block, ctx);
  const initial = held
    ? (held[`selected_${kind}`] ?? held.selected_option?.value)
    : (element[`initial_${kind}`] ?? element.initial_option?.value);
  const part = (value) => {
    const option = options.find((each) => each.value === value) ?? null;
    return kind ? { [`selected_${kind}`]: option?.value ?? null } : { selected_option: option };
  };
  const option = (each) =>
    h("option", { value: each.value, selected: each.value === initial }, plain(each.text));
  const known = options.some((each) => each.value === initial);
  const control = h(
    "select",
    { ...named(element, names), class: "input select" },
    h(
      "option",
      {
        value: "",
        selected: !known,
        disabled: !block.optional && block.type === "input",
        hidden: !block.optional,
      },
      element.placeholder ? plain(element.placeholder) : "Choose",
    ),
    groups.map((group) =>
      group.label
        ? h("optgroup", { label: plain(group.label) }, group.options.map(option))
        : group.options.map(option),
    ),
  );
  control.addEventListener("change", () => hold(part(control.value)));
  whenSettled(control, () => control.value && dispatch(part(control.value), control));
  hold(part(control.value));
  return control;
}

/** radio_buttons, checkboxes and the multi selects: a box or circle for each option. */
export function boxes(element, block, ctx, names) {
  const one = element.type === "radio_buttons";
  const persons = element.type === "multi_users_select";
  const options = persons
    ? people(ctx)
    : (element.options ?? element.option_groups.flatMap((group) => group.options));
  const { held, hold, dispatch } = bind(element, block, ctx);
  const chosen = new Set(initialValues(element, held));
  const part = (controls) => {
    const picked = options.filter((_, index) => controls[index].checked);
    if (persons) return { selected_users: picked.map((each) => each.value) };
    return one ? { selected_option: picked[0] ?? null } : { selected_options: picked };
  };
  const group = unique("group");
  const controls = options.map((option) =>
    h("input", {
      type: one ? "radio" : "checkbox",
      name: group,
      value: option.value,
      checked: chosen.has(option.value),
    }),
  );
  const limit = () => {
    const full =
      element.max_selected_items &&
      controls.filter((each) => each.checked).length >= element.max_selected_items;
    for (const control of controls) control.disabled = Boolean(full) && !control.checked;
  };
  controls.forEach((control) =>
    control.addEventListener("change", () => {
      limit();
      hold(part(controls));
      dispatch(part(controls), control);
    }),
  );
  limit();
  hold(part(controls));
  const scrolls = element.type.startsWith("multi_") ? "boxes scrolls" : "boxes";
  return h(
    "div",
    { ...named(element, names), role: one ? "radiogroup" : "group", class: scrolls },
    options.map((option, index) => labelled(controls[index], option, ctx)),
  );
}

function initialValues(element, held) {
  if (held)
    return (
      held.selected_users ??
      (held.selected_options ?? [held.selected_option]).map((each) => each?.value)
    );
  if (element.initial_users) return element.initial_users;
  return (element.initial_options ?? [element.initial_option]).map((each) => each?.value);
}

function labelled(control, option, ctx) {
  return h(
    "label",
    { class: "box" },
    control,
    h(
      "span",
      {},
      text(option.text, ctx),
      option.description
        ? h("span", { class: "muted small block" }, text(option.description, ctx))
        : null,
    ),
  );
}
