// The bar below: the workspace's date and time in the seat's zone, and the buttons that turn it.

import { get, post } from "./api.js";
import { ahead, datedDay, shortDay, time } from "./dates.js";
import { fill, h, icon } from "./dom.js";
import { go, here } from "./route.js";
import { changed, now, on, self, setClock, state, zone } from "./state.js";
import { announce, toast } from "./toast.js";

const DAY_MS = 86_400_000;
const TICK_MS = 10_000;
const AGAIN_MS = 700;

/** Fill the bar and keep it in step. */
export function clockBar(node) {
  const day = h("span", { class: "clock-day" });
  const hour = h("span", { class: "clock-time" });
  const whose = h("span", { class: "clock-zone small" });
  const nextNote = h("span", { class: "turn-note small" });
  const progress = h("progress", {
    class: "turning",
    max: "1",
    hidden: true,
    "aria-label": "Turning the clock",
  });
  const buttons = [
    turner("next", [icon("next"), h("span", {}, "Next thing"), nextNote]),
    turner("day", ["+1 day"]),
    turner("week", ["+1 week"]),
  ];
  const timeline = h(
    "button",
    { type: "button", class: "frame-button timeline-button", onclick: toggleTimeline },
    icon("list"),
    h("span", {}, "Timeline"),
  );
  fill(
    node,
    progress,
    h("p", { class: "clock-face" }, hour, h("span", { class: "clock-words" }, day, whose)),
    h("div", { class: "turns", role: "group", "aria-label": "Turn the clock" }, buttons),
    timeline,
  );

  function draw() {
    if (!state.clock) return;
    hour.textContent = time(now(), zone());
    day.textContent = datedDay(now(), zone());
    whose.textContent = self() ? `${self().real_name.split(" ")[0]}'s time` : "";
    const next = state.clock.next ? new Date(state.clock.next) : null;
    fill(nextNote, next ? `${shortDay(next, zone())}, ${time(next, zone())}` : "nothing is due");
    buttons[0].title = next ? `The next thing is due ${ahead(next, now())}` : "Nothing is due";
    const turning = state.turning;
    node.setAttribute("aria-busy", String(Boolean(turning)));
    buttons.forEach((each, index) =>
      each.setAttribute("aria-disabled", String(Boolean(turning) || (index === 0 && !next))),
    );
    progress.hidden = !turning;
    if (turning?.until)
      progress.value = Math.min(1, (now() - turning.from) / (turning.until - turning.from));
    else progress.removeAttribute("value");
    timeline.setAttribute("aria-pressed", String(here().panel === "timeline"));
  }

  for (const topic of ["clock", "people", "place", "seat", "turning"]) on(topic, draw);
  on("clock", askAgain);
  setInterval(() => state.clock?.running && changed("clock"), TICK_MS);
  draw();
}

let asking = null;

/** What is due by now goes out in a moment, and nobody says what comes after it: ask. */
function askAgain() {
  const { next } = state.clock ?? {};
  if (asking || state.turning || !next || new Date(next) > now()) return;
  asking = setTimeout(async () => {
    const told = await get("state", { as: state.me }).catch(() => null);
    asking = null;
    if (!told || state.turning || told.clock.next === state.clock.next) return;
    setClock(told.clock);
    changed("clock");
  }, AGAIN_MS);
}

function turner(to, words) {
  return h(
    "button",
    {
      type: "button",
      class: "frame-button turn",
      "aria-disabled": "true",
      dataset: { turn: to },
      onclick: (event) => event.currentTarget.getAttribute("aria-disabled") !== "true" && turn(to),
    },
    words,
  );
}

async function turn(to) {
  const from = now();
  const until = {
    day: new Date(from.getTime() + DAY_MS),
    week: new Date(from.getTime() + 7 * DAY_MS),
    next: state.clock.next && new Date(state.clock.next),
  }[to];
  state.turning = { from, until };
  changed("turning");
  try {
    setClock({ now: (await post("clock", { as: state.me, to })).now });
    announce(`It is now ${datedDay(now(), zone())}, ${time(now(), zone())}`);
  } catch (failure) {
    toast(failure.message);
  } finally {
    state.turning = null;
    changed("turning");
    changed("clock");
  }
}

function toggleTimeline() {
  go({ panel: here().panel === "timeline" ? undefined : "timeline", thread: undefined });
}
