// The list that drops up from a composer: arrows move in it, Tab and Enter take an entry, Escape closes it.

import { avatar } from "./avatars.js";
import { complete } from "./completion.js";
import { fill, h, unique } from "./dom.js";
import { state } from "./state.js";

/** Completion for a textarea: the list's node, and keydown(event), true when the key was for the list. */
export function suggestions(area, withCommands) {
  const id = unique("suggestions");
  const list = h("div", {
    role: "listbox",
    class: "suggestions",
    id,
    hidden: true,
    "aria-label": "Suggestions",
  });
  const count = h("span", { class: "sr", role: "status" });
  let found = null;
  let at = 0;
  area.setAttribute("aria-autocomplete", "list");

  function update() {
    const before = area.value.slice(0, area.selectionStart);
    found = complete(before, withCommands ? state.commands : [], [...state.people.values()]);
    at = 0;
    draw();
  }

  function close() {
    found = null;
    draw();
  }

  function draw() {
    list.hidden = !found;
    fill(list, (found?.items ?? []).map(entry));
    count.textContent = found ? `${found.items.length} suggestions` : "";
    if (!found) {
      area.removeAttribute("aria-activedescendant");
      area.removeAttribute("aria-controls");
      return;
    }
    area.setAttribute("aria-controls", id);
    area.setAttribute("aria-activedescendant", list.children[at].id);
    list.children[at].scrollIntoView({ block: "nearest" });
  }

  function entry(item, index) {
    const pick = (event) => {
      event.preventDefault();
      take(item);
    };
    return h(
      "div",
      {
        role: "option",
        id: `${id}-${index}`,
        class: "suggestion",
        "aria-selected": String(index === at),
        onpointerdown: pick,
      },
      item.person ? avatar(item.person, "mini") : null,
      h(
        "span",
        { class: "suggestion-words" },
        h("strong", {}, item.words),
        item.hint ? h("span", { class: "muted" }, ` ${item.hint}`) : null,
      ),
      item.note ? h("span", { class: "muted small" }, item.note) : null,
    );
  }

  function take(item) {
    const caret = area.selectionStart;
    const rest = area.value.slice(caret).replace(/^ /, "");
    const start = area.value.slice(0, found.from) + `${item.insert} `;
    area.value = start + rest;
    area.setSelectionRange(start.length, start.length);
    area.focus();
    area.dispatchEvent(new Event("input", { bubbles: true }));
  }

  function keydown(event) {
    if (!found || event.isComposing) return false;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) at = (at + step + found.items.length) % found.items.length;
    else if (event.key === "Escape") found = null;
    else if (event.key === "Tab" && !event.shiftKey) take(found.items[at]);
    else if (event.key === "Enter" && !event.shiftKey) {
      const item = found.items[at];
      if (area.value.slice(found.from, area.selectionStart) === item.insert)
        return (close(), false);
      take(item);
    } else return false;
    event.preventDefault();
    event.stopPropagation();
    if (step || event.key === "Escape") draw();
    return true;
  }

  area.addEventListener("input", update);
  area.addEventListener("blur", close);
  return { nodes: [list, count], keydown };
}
