// The round sign of a person, or the bot's cup.

import { h, icon } from "./dom.js";
import { state } from "./state.js";

/** Initials on the person's colour; decorative, the name always stands beside it. */
export function avatar(id, size = "") {
  if (id === state.bot?.user_id || id === state.bot?.bot_id) {
    return h("span", { class: `avatar cup ${size}`, "aria-hidden": "true" }, icon("cup"));
  }
  const person = state.people.get(id);
  const node = h(
    "span",
    { class: `avatar ${size}`, "aria-hidden": "true" },
    person?.initials ?? "?",
  );
  const color = String(person?.color ?? "6b5748").replace(/^#?/, "#");
  node.style.backgroundColor = color;
  node.style.color = bright(color) ? "#1d1410" : "#fff";
  return node;
}

function bright(hex) {
  const [red, green, blue] = [1, 3, 5].map((at) => {
    const part = parseInt(hex.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue > 0.179;
}

/** The name to show for a user or bot id. */
export function nameOf(id) {
  if (id === state.bot?.user_id || id === state.bot?.bot_id) return state.bot.name;
  return state.people.get(id)?.real_name ?? "Someone";
}
