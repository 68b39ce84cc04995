// The conversations of the seat: the bot with its state, the channels, and what is unread in them.

import { avatar } from "./avatars.js";
import { fill, h, icon, redraw, spoken } from "./dom.js";
import { keepingFocus } from "./focus.js";
import { here, link } from "./route.js";
import { botChannel, on, self, state } from "./state.js";
import { themeButton } from "./theme.js";

/** Fill the sidebar and keep it in step. */
export function sidebar(node, close) {
  const [parts, note] = [h("div", { class: "side-parts" }), h("p", { class: "small muted" })];
  fill(node, parts, h("div", { class: "side-foot" }, themeButton("side-theme"), note));
  const draw = () => {
    keepingFocus(parts, () => redraw(parts, head(close), apps(), channels()));
    redraw(note, foot());
  };
  for (const topic of ["people", "channels", "bot", "online", "place", "seat"]) on(topic, draw);
  draw();
}

function head(close) {
  return h(
    "div",
    { class: "side-head" },
    h("p", { class: "workspace-name" }, state.workspace?.name ?? ""),
    h(
      "button",
      { type: "button", class: "plain drawer-close", onclick: close },
      icon("close"),
      spoken("Close"),
    ),
    h(
      "p",
      { class: "muted small" },
      self() ? `You are ${self().real_name}, ${lower(self().title)}` : "",
    ),
  );
}

const lower = (title) => (title ? title[0].toLowerCase() + title.slice(1) : "");

function apps() {
  const channel = botChannel();
  if (!channel) return null;
  const { tab, in: at } = here();
  const inBot = !at || at === channel.id;
  const connected = state.bot.connected;
  return h(
    "div",
    { class: "side-part" },
    h("h2", { class: "side-title", id: "side-apps" }, "Apps"),
    h(
      "p",
      { class: "side-bot" },
      avatar(state.bot.user_id),
      h(
        "span",
        {},
        h(
          "span",
          { class: "side-name" },
          state.bot.name,
          " ",
          h("span", { class: "app-tag" }, "App"),
        ),
        h(
          "span",
          { class: `small block presence ${connected ? "on" : "off"}` },
          connected ? "connected" : "not connected",
        ),
      ),
    ),
    h(
      "ul",
      { "aria-labelledby": "side-apps" },
      entry("home", "Home", { in: channel.id, tab: "home" }, inBot && tab === "home"),
      entry("message", "Messages", { in: channel.id }, inBot && tab !== "home", channel.unread),
    ),
  );
}

function channels() {
  const rest = [...state.channels.values()].filter((each) => each.kind === "channel");
  if (!rest.length) return null;
  return h(
    "div",
    { class: "side-part" },
    h("h2", { class: "side-title", id: "side-channels" }, "Channels"),
    h(
      "ul",
      { "aria-labelledby": "side-channels" },
      rest.map((each) =>
        entry(null, `# ${each.name}`, { in: each.id }, here().in === each.id, each.unread),
      ),
    ),
  );
}

function entry(glyph, words, place, current, unread = 0) {
  return h(
    "li",
    {},
    h(
      "a",
      {
        class: `side-link${unread ? " unread" : ""}`,
        href: link({ as: state.me, ...place }),
        "aria-current": current ? "page" : null,
      },
      glyph ? icon(glyph) : null,
      h("span", {}, words),
      unread ? h("span", { class: "badge" }, String(unread), spoken(" unread")) : null,
    ),
  );
}

const foot = () =>
  state.online
    ? "A Slack of its own, on this machine. Nothing you write here leaves it."
    : "Connection lost. Trying again…";
