// Short notices that come and go politely, and words for the ears alone.

import { h, icon } from "./dom.js";

const STAYS_MS = 9000;

/** Show one sentence; inside the topmost dialog where one is open, since the rest is inert. */
export function toast(text) {
  const dialogs = document.querySelectorAll("dialog[open] .toasts");
  const place = dialogs[dialogs.length - 1] ?? document.getElementById("toasts");
  const close = () => note.remove();
  const note = h(
    "div",
    { class: "toast" },
    h("p", {}, text),
    h(
      "button",
      { type: "button", class: "plain", "aria-label": "Dismiss", onclick: close },
      icon("close"),
    ),
  );
  place.append(note);
  setTimeout(close, STAYS_MS);
}

/** Tell screen readers of something that sighted people see happen. */
export function announce(text) {
  document.getElementById("announcer").textContent = text;
}
