// Light, dark or as the system has it: one button that goes round.

import { fill, h, icon, spoken } from "./dom.js";
import { changed, on } from "./state.js";

const KEY = "second-coffee-theme";
const ROUND = {
  auto: ["light", "auto", "as the system"],
  light: ["dark", "sun", "light"],
  dark: ["auto", "moon", "dark"],
};

/** A button that changes the theme and remembers it. */
export function themeButton(place) {
  const button = h("button", {
    type: "button",
    class: `frame-button square ${place}`,
    onclick: turn,
  });
  const draw = () => {
    const [, glyph, words] = ROUND[document.documentElement.dataset.theme ?? "auto"];
    button.title = `Theme: ${words}`;
    fill(button, icon(glyph), spoken(`Theme: ${words}. Change`));
  };
  function turn() {
    const [next] = ROUND[document.documentElement.dataset.theme ?? "auto"];
    if (next === "auto") delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = next;
    try {
      localStorage.setItem(KEY, next);
    } catch {
      // not remembered, still changed
    }
    changed("theme");
  }
  on("theme", draw);
  draw();
  return button;
}
