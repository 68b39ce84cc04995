// A small menu that drops from a button: arrows move, Enter chooses, Escape or a click elsewhere closes.

import { h } from "./dom.js";

/** Open a menu under a button; items are {words, note, href, choose, current}. */
export function openMenu(button, items, label) {
  const menu = h("div", { role: "menu", class: "menu", popover: "auto", "aria-label": label });
  const close = () => menu.hidePopover();
  for (const item of items) menu.append(entry(item, close));
  menu.addEventListener("toggle", (event) => {
    button.setAttribute("aria-expanded", String(event.newState === "open"));
    if (event.newState === "closed") leave(menu, button);
  });
  menu.addEventListener("keydown", (event) => move(event, [...menu.children], close));
  (button.closest("dialog") ?? document.body).append(menu);
  menu.showPopover();
  place(menu, button);
  menu.children[0].focus();
}

function leave(menu, button) {
  if (menu.contains(document.activeElement) || document.activeElement === document.body)
    button.focus();
  menu.remove();
}

function entry(item, close) {
  const words = [
    item.icon ?? null,
    h("span", {}, item.words),
    item.note ? h("span", { class: "muted small" }, item.note) : null,
  ];
  const chosen = () => {
    close();
    item.choose?.();
  };
  const props = {
    role: "menuitem",
    class: "menu-item",
    tabindex: "-1",
    onclick: chosen,
    "aria-current": item.current ? "true" : null,
  };
  if (!item.href) return h("button", { type: "button", ...props }, words);
  return h(
    "a",
    {
      href: item.href,
      target: item.elsewhere ? "_blank" : null,
      rel: "noopener noreferrer",
      ...props,
    },
    words,
  );
}

function move(event, entries, close) {
  const at = entries.indexOf(document.activeElement);
  const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: entries.length - 1 }[event.key];
  if (event.key === "Tab") close();
  if (to === undefined) return;
  event.preventDefault();
  entries[(to + entries.length) % entries.length].focus();
}

function place(menu, button) {
  const box = button.getBoundingClientRect();
  const { offsetWidth: width, offsetHeight: height } = menu;
  const below = box.bottom + 4 + height <= innerHeight;
  menu.style.left = `${Math.max(8, Math.min(box.left, innerWidth - width - 8))}px`;
  menu.style.top = `${below ? box.bottom + 4 : Math.max(8, box.top - height - 4)}px`;
}
