// The bar below: the workspace's date and time in the seat's zone, and the buttons that turn it.

import { get, post } from "./api.js";
import { ahead, datedDay, shortDay, time } from "./dates.js";
import { fill, h, icon } from "./dom.js";
import { playButton } from "./play.js";
import { go, here } from "./route.js";
import { changed, now, on, self, setClock, state, zone } from "./state.js";
import { announce, toast } from "./toast.js";

const DAY_MS = 86_400_000;
const TICK_MS = 10_000;
const AGAIN_MS = 700;
const BY_ITSELF = "The clock turns by itself. Press Pause to turn it by hand.";

const span = ({ from, until }) => ({ from: new Date(from), until: new Date(until) });

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
    "aria-label": "How far the clock has turned",
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
    h(
      "div",
      { class: "turns", role: "group", "aria-label": "Turn the clock" },
      buttons,
      playButton(),
    ),
    timeline,
  );

  function draw() {
    if (!state.clock) return;
    hour.textContent = time(now(), zone());
    day.textContent = datedDay(now(), zone());
    whose.textContent = self() ? `${self().real_name.split(" ")[0]}'s time` : "";
    const next = state.clock.next ? new Date(state.clock.next) : null;
    const { on: playing } = state.playing;
    const note = next ? `${shortDay(next, zone())}, ${time(next, zone())}` : "nothing is due";
    fill(nextNote, playing ? null : note);
    const due = next ? `The next thing is due ${ahead(next, now())}` : "Nothing is due";
    const run = state.turning ?? (playing ? span(state.playing) : null);
    node.setAttribute("aria-busy", String(Boolean(state.turning)));
    buttons.forEach((each, index) => {
      const idle = Boolean(run) || (index === 0 && !next);
      each.setAttribute("aria-disabled", String(idle));
      each.title = playing ? BY_ITSELF : index === 0 ? due : "";
    });
    progress.hidden = !run;
    if (run?.until) progress.value = Math.min(1, (now() - run.from) / (run.until - run.from));
    else progress.removeAttribute("value");
    timeline.setAttribute("aria-pressed", String(here().panel === "timeline"));
  }

  for (const topic of ["clock", "people", "place", "seat", "turning", "playing"]) on(topic, draw);
  on("clock", askAgain);
  setInterval(() => state.clock?.running && changed("clock"), TICK_MS);
  draw();
}

let asking = null;

/** What is due by now goes out in a moment, and nobody says what comes after it: ask. */
function askAgain() {
  const { next } = state.clock ?? {};
  if (asking || state.turning || state.playing.on || !next || new Date(next) > now()) return;
  asking = setTimeout(async () => {
    const { readAt } = state;
    const told = await get("state", { as: state.me }).catch(() => null);
    asking = null;
    if (readAt !== state.readAt) return askAgain();
    if (!told || state.turning || told.clock.next === state.clock.next) return undefined;
    setClock(told.clock);
    return changed("clock");
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
