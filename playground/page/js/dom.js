// Building DOM nodes: h(tag, props, ...children), where a string can only ever become text.

const PROPERTIES = new Set(["value", "checked", "disabled", "hidden", "selected", "indeterminate"]);

/** An element; props are attributes, `on*` listeners, `class`, `dataset`; null and false are left out. */
export function h(tag, props, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(props ?? {})) set(node, name, value);
  append(node, children);
  return node;
}

function set(node, name, value) {
  if (value === null || value === undefined || value === false) return;
  if (name === "class") node.className = value;
  else if (name === "dataset") Object.assign(node.dataset, value);
  else if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
  else if (PROPERTIES.has(name)) node[name] = value;
  else node.setAttribute(name, value === true ? "" : String(value));
}

function append(node, children) {
  for (const child of children.flat(Infinity)) {
    if (child !== null && child !== undefined && child !== false) node.append(child);
  }
  return node;
}

/** Replace what a node holds. */
export function fill(node, ...children) {
  node.replaceChildren();
  return append(node, children);
}

/** Have a node hold exactly these elements; one that stands in its place already is not touched. */
export function settle(node, items) {
  const wanted = new Set(items);
  for (const child of [...node.children]) if (!wanted.has(child)) child.remove();
  items.forEach((each, index) => {
    if (node.children[index] !== each) node.insertBefore(each, node.children[index] ?? null);
  });
}

/**
 * Have a node hold what looks like these, and keep each element that can stay, with its listeners:
 * one that is drawn anew while it is pressed hears nothing.
 */
export function redraw(node, ...children) {
  become(node, append(node.cloneNode(false), children));
}

function become(old, fresh) {
  if (old.isEqualNode(fresh)) return;
  if (old.nodeName !== fresh.nodeName) {
    old.replaceWith(fresh);
    return;
  }
  if (old.nodeType === Node.TEXT_NODE) {
    old.data = fresh.data;
    return;
  }
  for (const { name } of [...old.attributes])
    if (!fresh.hasAttribute(name)) old.removeAttribute(name);
  for (const { name, value } of fresh.attributes) old.setAttribute(name, value);
  const children = [...fresh.childNodes];
  while (old.childNodes.length > children.length) old.lastChild.remove();
  children.forEach((each, index) => {
    const there = old.childNodes[index];
    if (there) become(there, each);
    else old.append(each);
  });
}

const ICONS = {
  cup: "M4 9h11v5a5 5 0 0 1-5 5H9a5 5 0 0 1-5-5zM15 10.5h2a2.5 2.5 0 0 1 0 5h-2M8 6c0-1.5 1.5-1.5 1.5-3M12 6c0-1.5 1.5-1.5 1.5-3",
  close: "M6 6l12 12M18 6L6 18",
  menu: "M4 7h16M4 12h16M4 17h16",
  more: "M6 12h.01M12 12h.01M18 12h.01",
  down: "M7 10l5 5 5-5",
  home: "M4 11l8-7 8 7v8a1 1 0 0 1-1 1h-4v-6H9v6H5a1 1 0 0 1-1-1z",
  message: "M5 5h14a1 1 0 0 1 1 1v9a1 1 0 0 1-1 1h-7l-5 4v-4H5a1 1 0 0 1-1-1V6a1 1 0 0 1 1-1z",
  thread: "M9 8l-5 4 5 4M4 12h10a6 6 0 0 1 6 6v1",
  send: "M4 12l16-8-6 16-3-7z",
  file: "M7 3h7l5 5v12a1 1 0 0 1-1 1H7a1 1 0 0 1-1-1V4a1 1 0 0 1 1-1zM14 3v5h5",
  download: "M12 4v11m-5-4l5 5 5-5M5 20h14",
  next: "M5 6l7 6-7 6zM13 6l7 6-7 6z",
  play: "M8 5l11 7-11 7z",
  pause: "M9 5v14M15 5v14",
  list: "M5 6h.01M5 12h.01M5 18h.01M10 6h10M10 12h10M10 18h10",
  sun: "M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM12 2v2M12 20v2M2 12h2M20 12h2M5 5l1.5 1.5M17.5 17.5L19 19M19 5l-1.5 1.5M6.5 17.5L5 19",
  moon: "M20 14A8 8 0 0 1 10 4a8 8 0 1 0 10 10z",
  auto: "M12 4a8 8 0 1 0 0 16 8 8 0 0 0 0-16zM12 4v16M12 8l7 0M12 12h8M12 16h7",
  check: "M5 12.5l4.5 4.5L19 7.5",
  eye: "M2 12s4-7 10-7 10 7 10 7-4 7-10 7-10-7-10-7zM12 9a3 3 0 1 0 0 6 3 3 0 0 0 0-6z",
};

/** A line icon, hidden from assistive technology: its control carries the words. */
export function icon(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  svg.setAttribute("class", `icon icon-${name}`);
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  path.setAttribute("d", ICONS[name]);
  svg.append(path);
  return svg;
}

/** Words for screen readers only. */
export const spoken = (text) => h("span", { class: "sr" }, text);

let ids = 0;
/** An id that no other element on the page has. */
export const unique = (prefix) => `${prefix}-${++ids}`;
