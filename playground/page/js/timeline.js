// The timeline: what has happened and what is due, each entry that is done leading to its message.

import { get } from "./api.js";
import { avatar, nameOf } from "./avatars.js";
import { datedDay, dayKey, dayName, full, time } from "./dates.js";
import { fill, h } from "./dom.js";
import { link } from "./route.js";
import { now, state, zone } from "./state.js";

/** The timeline's pane: draw() fetches and draws, arrived() does so a little later, many calls as one. */
export function timelinePane(leave) {
  const inner = h("div", { class: "timeline" });
  const box = h(
    "div",
    { class: "scroll", role: "region", tabindex: "0", "aria-label": "Timeline" },
    inner,
  );
  let timer = null;
  let led = false;

  async function draw() {
    try {
      const { entries } = await get("timeline", { as: state.me });
      if (!box.isConnected) return;
      fill(
        inner,
        entries.length
          ? days(entries, leave)
          : h("p", { class: "empty muted" }, "Nothing has happened yet, and nothing is due."),
      );
      if (!led) inner.querySelector(".line-now")?.scrollIntoView({ block: "center" });
      led = true;
    } catch (failure) {
      fill(inner, h("p", { class: "empty muted" }, failure.message));
    }
  }

  function arrived() {
    clearTimeout(timer);
    timer = setTimeout(draw, 250);
  }

  return {
    key: "timeline",
    title: "Timeline",
    subject: "what happened, what is due",
    nodes: [box],
    shown: draw,
    draw: arrived,
    arrived,
    focus: () => box.focus(),
  };
}

function days(entries, leave) {
  const nodes = [];
  let day = null;
  let list = null;
  let marked = false;
  for (const entry of entries) {
    const at = new Date(entry.at);
    if (!marked && entry.state === "due") {
      marked = true;
      day = null;
      nodes.push(
        h(
          "p",
          { class: "line-now" },
          h("span", {}, `Now: ${datedDay(now(), zone())}, ${time(now(), zone())}`),
        ),
      );
    }
    if (dayKey(at, zone()) !== day) {
      day = dayKey(at, zone());
      list = h("ol", { class: "line" });
      nodes.push(h("h3", { class: "line-day" }, dayName(at, now(), zone())), list);
    }
    list.append(h("li", { class: `line-entry ${entry.state}` }, line(entry, at, leave)));
  }
  return nodes;
}

function line(entry, at, leave) {
  const words = [
    avatar(entry.person, "mini"),
    h(
      "span",
      { class: "line-words" },
      h("span", { class: "line-title" }, entry.title),
      h(
        "span",
        { class: "muted small block" },
        nameOf(entry.person),
        entry.state === "due" ? " · due" : "",
      ),
    ),
    h(
      "time",
      { class: "stamp", datetime: at.toISOString(), title: full(at, zone()) },
      time(at, zone()),
    ),
  ];
  if (!entry.channel || !entry.ts) return h("div", { class: "line-body" }, words);
  const thread = entry.thread_ts && entry.thread_ts !== entry.ts ? entry.thread_ts : undefined;
  const place = { as: entry.person, in: entry.channel, at: entry.ts, thread };
  return h(
    "a",
    {
      class: "line-body",
      href: link({ ...place, panel: thread ? undefined : "timeline" }),
      onclick: (event) => leave(event, place),
    },
    words,
  );
}
