// Buttons and overflow menus of Block Kit, and the question asked before an action that wants one.

import { h, icon, unique } from "./dom.js";
import { bind } from "./forms.js";
import { openMenu } from "./menu.js";
import { plain, text } from "./mrkdwn.js";

/** A button element; with a url it is a link that also tells the app. */
export function button(element, block, ctx) {
  const { dispatch } = bind(element, block, ctx);
  const props = {
    class: `button ${["primary", "danger"].includes(element.style) ? element.style : ""}`,
    "aria-label": element.accessibility_label ?? null,
    "data-action": element.action_id,
  };
  const words = plain(element.text);
  const act = (event) =>
    dispatch({ value: element.value, text: element.text }, event.currentTarget);
  if (/^https?:\/\//i.test(element.url ?? "")) {
    return h(
      "a",
      { ...props, href: element.url, target: "_blank", rel: "noopener noreferrer", onclick: act },
      words,
    );
  }
  return h("button", { ...props, type: "button", onclick: act }, words);
}

/** An overflow menu behind three dots. */
export function overflow(element, block, ctx) {
  const { dispatch } = bind(element, block, ctx);
  const open = (event) => {
    const trigger = event.currentTarget;
    openMenu(
      trigger,
      element.options.map((option) => ({
        words: plain(option.text),
        note: option.description ? plain(option.description) : null,
        href: /^https?:\/\//i.test(option.url ?? "") ? option.url : null,
        elsewhere: true,
        choose: () => dispatch({ selected_option: option }, trigger),
      })),
      "More actions",
    );
  };
  return h(
    "button",
    {
      type: "button",
      class: "button square",
      "aria-haspopup": "menu",
      "aria-expanded": "false",
      "aria-label": "More actions",
      "data-action": element.action_id,
      onclick: open,
    },
    icon("more"),
  );
}

/** Ask what a confirm object asks; true when the person goes ahead, or when there is nothing to ask. */
export function confirmed(ask, ctx) {
  if (!ask) return Promise.resolve(true);
  return new Promise((resolve) => {
    const title = unique("ask");
    const end = (value) => () => dialog.close(value);
    const style = ask.style === "danger" ? "danger" : "primary";
    const dialog = h(
      "dialog",
      { class: "modal ask", "aria-labelledby": title },
      h("h2", { id: title }, plain(ask.title)),
      h("div", { class: "modal-body" }, h("p", {}, text(ask.text, ctx))),
      h(
        "div",
        { class: "modal-foot" },
        h("button", { type: "button", class: "button", onclick: end("") }, plain(ask.deny)),
        h(
          "button",
          { type: "button", class: `button ${style}`, onclick: end("yes") },
          plain(ask.confirm),
        ),
      ),
    );
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(dialog.returnValue === "yes");
    });
    document.body.append(dialog);
    dialog.showModal();
  });
}
