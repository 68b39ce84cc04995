// The timeline: what has happened and what is due, each entry that is done leading to its message.

import { get } from "./api.js";
import { avatar, nameOf } from "./avatars.js";
import { datedDay, dayKey, dayName, full, month, time } from "./dates.js";
import { fill, h, settle, unique } from "./dom.js";
import { link } from "./route.js";
import { now, state, zone } from "./state.js";

const SOON_MS = 250;
const PLAYING_MS = 1200;
const BREATHS = 8;

let only = "";

/** The timeline's pane: draw() fetches and draws, arrived() does so a little later, many calls as one. */
export function timelinePane(leave) {
  const inner = h("div", { class: "timeline" });
  const box = h(
    "div",
    { class: "scroll", role: "region", tabindex: "0", "aria-label": "Timeline" },
    inner,
  );
  const whose = personFilter((id) => {
    only = id;
    led = false;
    draw();
  });
  const months = new Map();
  const here = h("p", { class: "line-now" }, h("span", {}));
  let [timer, again, last] = [null, false, 0];
  let led = false;
  let took = 0;

  async function draw() {
    const begun = performance.now();
    const turn = ++last;
    try {
      const { entries } = await get("timeline", { as: state.me });
      if (!box.isConnected || turn !== last) return;
      whose.offer(entries);
      const shown = only ? entries.filter((each) => each.person === only) : entries;
      settle(
        inner,
        shown.length
          ? parts(shown, months, here, leave)
          : [h("p", { class: "empty muted" }, "Nothing has happened yet, and nothing is due.")],
      );
      if (!led) inner.querySelector(".line-now")?.scrollIntoView({ block: "center" });
      led = !state.playing.on || box.contains(document.activeElement);
    } catch (failure) {
      fill(inner, h("p", { class: "empty muted" }, failure.message));
    }
    took = performance.now() - begun;
  }

  function arrived() {
    here.firstChild.textContent = present();
    again = true;
    timer ??= setTimeout(
      async () => {
        again = false;
        await draw();
        timer = null;
        if (again) arrived();
      },
      state.playing.on ? Math.max(PLAYING_MS, BREATHS * took) : SOON_MS,
    );
  }

  return {
    key: "timeline",
    title: "Timeline",
    subject: "what happened, what is due",
    nodes: [whose.node, box],
    shown: draw,
    draw: arrived,
    arrived,
    focus: () => box.focus(),
  };
}

/** A menu of the people in the timeline; offer() keeps its list, choose hears an id, or "" for all. */
function personFilter(choose) {
  const id = unique("whose");
  const select = h("select", { id, class: "input select", onchange: () => choose(select.value) });
  let offered = null;

  function offer(entries) {
    const ids = [...new Set(entries.map((each) => each.person))].sort((one, other) =>
      nameOf(one).localeCompare(nameOf(other)),
    );
    const fresh = ids.join(" ");
    if (fresh === offered) return;
    offered = fresh;
    fill(
      select,
      h("option", { value: "" }, "Everyone"),
      ids.map((each) => h("option", { value: each }, nameOf(each))),
    );
    select.value = ids.includes(only) ? only : "";
  }

  return { node: h("p", { class: "line-whose" }, h("label", { for: id }, "Show"), select), offer };
}

const present = () => `Now: ${datedDay(now(), zone())}, ${time(now(), zone())}`;

/** The months with the line that is now between them; a month that looks as before is left as it was. */
function parts(entries, months, here, leave) {
  const ahead = entries.findIndex((each) => each.state === "due");
  const past = ahead < 0 ? entries : entries.slice(0, ahead);
  const due = ahead < 0 ? [] : entries.slice(ahead);
  here.firstChild.textContent = present();
  return [
    ...chapters("past", past, months, leave),
    here,
    ...chapters("due", due, months, leave),
  ];
}

function chapters(which, entries, months, leave) {
  const byMonth = new Map();
  for (const entry of entries) {
    const name = month(new Date(entry.at), zone());
    byMonth.set(name, [...(byMonth.get(name) ?? []), entry]);
  }
  return [...byMonth].map(([name, own]) => {
    const key = `${which} ${name}`;
    const look = JSON.stringify([own, state.me, dayKey(now(), zone()), only]);
    const known = months.get(key);
    if (known?.look === look) return known.node;
    const node = h("section", {}, h("h3", { class: "line-month" }, name), days(own, leave));
    months.set(key, { look, node });
    return node;
  });
}

function days(entries, leave) {
  const nodes = [];
  let day = null;
  let list = null;
  for (const entry of entries) {
    const at = new Date(entry.at);
    if (dayKey(at, zone()) !== day) {
      day = dayKey(at, zone());
      list = h("ol", { class: "line" });
      nodes.push(h("h4", { class: "line-day" }, dayName(at, now(), zone())), list);
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
