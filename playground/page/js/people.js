// The bar on top: whose seat you are in, everybody's local time and unread count, the others under "more".

import { avatar } from "./avatars.js";
import { datedDay, dayKey, time } from "./dates.js";
import { fill, h, icon, redraw, spoken } from "./dom.js";
import { openMenu } from "./menu.js";
import { link } from "./route.js";
import { now, on, state, zone } from "./state.js";
import { themeButton } from "./theme.js";

const FIRST = ["mentee", "mentor", "organizer"];
const ROLES = { mentee: "mentee", mentor: "mentor", organizer: "organizer" };

/** Fill the bar and keep it in step. */
export function peopleBar(node, openDrawer) {
  const seats = h("nav", { class: "seats", "aria-label": "Take someone's seat" });
  const drawer = h(
    "button",
    {
      type: "button",
      class: "frame-button square drawer-button",
      "aria-controls": "sidebar",
      "aria-expanded": "false",
      onclick: openDrawer,
    },
    icon("menu"),
    spoken("Conversations"),
  );
  fill(
    node,
    drawer,
    h(
      "p",
      { class: "brand" },
      icon("cup"),
      h("span", {}, "Second Coffee"),
      h("span", { class: "brand-note" }, "playground"),
    ),
    seats,
    themeButton("people-theme"),
  );
  let look = null;

  function draw() {
    const fresh = JSON.stringify(everyone().map((each) => [each, localTime(each), state.me]));
    if (fresh === look) return;
    look = fresh;
    keepingFocus(seats, () => redraw(seats, shown().map(seat), more()));
  }

  for (const topic of ["people", "clock", "seat"]) on(topic, draw);
}

function keepingFocus(seats, draw) {
  const held = seats.contains(document.activeElement) ? document.activeElement.dataset.seat : null;
  draw();
  if (held) [...seats.children].find((each) => each.dataset.seat === held)?.focus();
}

const everyone = () => [...state.people.values()].filter((each) => !each.is_bot);

function shown() {
  const first = FIRST.map((role) => everyone().find((each) => each.role === role)).filter(Boolean);
  const me = state.people.get(state.me);
  return me && !first.includes(me) ? [...first, me] : first;
}

function localTime(person) {
  const at = now();
  const day =
    dayKey(at, person.tz) === dayKey(at, zone()) ? "" : `${datedDay(at, person.tz).slice(0, 3)} `;
  return day + time(at, person.tz);
}

function seat(person) {
  const unread = person.id === state.me ? 0 : (person.unread ?? 0);
  return h(
    "a",
    {
      class: "seat",
      href: link({ as: person.id }),
      dataset: { seat: person.id },
      "aria-current": person.id === state.me ? "true" : null,
      title: `${person.real_name}, ${person.title}. ${person.tz_label}`,
    },
    avatar(person.id),
    h(
      "span",
      { class: "seat-words" },
      h(
        "span",
        { class: "seat-name" },
        person.real_name.split(" ")[0],
        ROLES[person.role] ? h("span", { class: "seat-role" }, ` ${ROLES[person.role]}`) : null,
      ),
      h("span", { class: "seat-time" }, localTime(person)),
    ),
    unread ? h("span", { class: "badge" }, String(unread), spoken(" unread")) : null,
  );
}

function others() {
  const there = shown();
  return everyone().filter((each) => !there.includes(each));
}

function more() {
  if (!others().length) return null;
  const unread = others().reduce((sum, each) => sum + (each.unread ?? 0), 0);
  const items = () =>
    others()
      .filter((each) => !each.deleted)
      .map((each) => ({
        words: each.real_name,
        icon: avatar(each.id, "mini"),
        href: link({ as: each.id }),
        note: `${each.title}, ${localTime(each)}${each.unread ? `, ${each.unread} unread` : ""}`,
      }));
  return h(
    "button",
    {
      type: "button",
      class: "frame-button more",
      dataset: { seat: "more" },
      "aria-haspopup": "menu",
      "aria-expanded": "false",
      onclick: (event) => openMenu(event.currentTarget, items(), "Other people"),
    },
    "More",
    unread ? h("span", { class: "badge" }, String(unread), spoken(" unread")) : null,
    icon("down"),
  );
}
