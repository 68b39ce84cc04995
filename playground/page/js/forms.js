// What a surface's inputs hold, in the shape Slack sends as state.values; kept across redraws and reloads.

import { keep, recall } from "./drafts.js";

/** The values of one message or view; with a key they outlive a reload. */
export function form(key = null) {
  const values = (key && recall(key)) || {};
  const save = () => key && keep(key, values);
  return {
    values,
    /** What is held for a block and action, where it is of that type. */
    held(block, action, type) {
      const value = values[block]?.[action];
      return value?.type === type ? value : undefined;
    },
    hold(block, action, value) {
      values[block] = { ...values[block], [action]: value };
      save();
    },
    /** Forget every block and action that the blocks at hand no longer have. */
    prune(blocks) {
      const present = new Set(blocks.flatMap(inputsOf));
      for (const block of Object.keys(values)) {
        for (const action of Object.keys(values[block])) {
          if (!present.has(`${block}\n${action}`)) delete values[block][action];
        }
        if (!Object.keys(values[block]).length) delete values[block];
      }
      save();
    },
    forget: () => key && keep(key, null),
  };
}

function inputsOf(block) {
  const elements = [
    block.element,
    block.accessory,
    ...(block.type === "actions" ? block.elements : []),
  ];
  return elements.filter(Boolean).map((element) => `${block.block_id}\n${element.action_id}`);
}

/** One element's link to its form: what to show at first, and what to do when it changes. */
export function bind(element, block, ctx) {
  const { type, action_id } = element;
  const dispatches = block.type !== "input" || block.dispatch_action === true;
  const held = ctx.form.held(block.block_id, action_id, type);
  return {
    held,
    hold: (part) => ctx.form.hold(block.block_id, action_id, { type, ...part }),
    dispatch: (part, node) => dispatches && ctx.act(element, block, part, node),
  };
}

/** What a control is called: by its block's label where it has one, else by its placeholder. */
export function named(element, names) {
  return {
    "aria-labelledby": names.labelledby,
    "aria-label": names.labelledby
      ? null
      : (element.placeholder?.text ?? names.fallback ?? "Choose"),
    "aria-describedby": names.describedby,
    "data-first": element.focus_on_load ? "" : null,
    "data-action": element.action_id,
  };
}

/** Call act when a value has settled: at once by pointer, after a pause, Enter or leaving when by keyboard. */
export function whenSettled(control, act) {
  let timer = null;
  let typing = false;
  const settle = () => {
    clearTimeout(timer);
    if (timer !== null) act();
    timer = null;
  };
  control.addEventListener("keydown", (event) => {
    typing = true;
    if (event.key === "Enter") settle();
  });
  control.addEventListener("pointerdown", () => (typing = false));
  control.addEventListener("blur", settle);
  control.addEventListener("change", () => {
    clearTimeout(timer);
    timer = setTimeout(settle, typing ? 1200 : 0);
  });
}
