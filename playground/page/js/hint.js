// The one card a newcomer sees in an empty conversation with the app: what to type first.

import { h } from "./dom.js";
import { self, state } from "./state.js";

/** The card; put(words) writes into the composer. */
export function firstHint(put) {
  const wanted = self().role === "mentee" ? "mentor" : "mentee";
  const other = [...state.people.values()].find(
    (each) => each.role === wanted && each.id !== state.me,
  );
  if (!other || !state.commands.length) return null;
  const words = `${state.commands[0].command} @${other.name}`;
  return h(
    "div",
    { class: "hint-card" },
    h("p", { class: "hint-title" }, "Type ", h("code", {}, words), " to start"),
    h(
      "p",
      { class: "muted" },
      `${state.bot.name} will ask what it needs and take it from there. Then take ${other.real_name.split(" ")[0]}'s seat in the bar above, and turn the clock below.`,
    ),
    h(
      "button",
      { type: "button", class: "button primary", onclick: () => put(words) },
      "Put it in the box",
    ),
  );
}
