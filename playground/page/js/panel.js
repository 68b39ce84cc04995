// The pane on the right: a thread or the timeline, opened and closed by the address.

import { fill, h, icon, spoken, unique } from "./dom.js";
import { correct, go, here, link } from "./route.js";
import { on, state, threadKey } from "./state.js";
import { threadPane } from "./thread.js";
import { timelinePane } from "./timeline.js";

const narrow = matchMedia("(max-width: 760px)");

/** Fill the pane and keep it in step with the address and with what arrives. */
export function sidePanel(node, backTo) {
  let pane = null;
  let title = null;

  function show() {
    const { thread, in: channel, panel } = here();
    const key = thread ? threadKey(channel, thread) : panel === "timeline" ? "timeline" : null;
    const whole = key && `${state.me} ${key}`;
    if (!key) return hide();
    if (pane?.whole === whole) return here().at && thread ? pane.shown() : undefined;
    const moved = node.dataset.kind !== (thread ? "thread" : "timeline") || Boolean(thread);
    pane = { ...(thread ? threadPane(channel, thread) : timelinePane(leave)), whole };
    draw();
    pane.shown();
    if (moved && !here().at) (narrow.matches ? title : pane).focus();
    return undefined;
  }

  function draw() {
    const id = unique("panel");
    title = h(
      "h2",
      { id, tabindex: "-1" },
      pane.title,
      pane.subject ? h("span", { class: "muted small" }, ` ${pane.subject}`) : null,
    );
    node.hidden = false;
    node.dataset.kind = pane.title.toLowerCase();
    node.setAttribute("aria-labelledby", id);
    fill(
      node,
      h(
        "div",
        { class: "panel-head" },
        title,
        h(
          "button",
          { type: "button", class: "plain", onclick: close },
          icon("close"),
          spoken(`Close the ${pane.title.toLowerCase()}`),
        ),
      ),
      pane.nodes,
    );
  }

  function hide() {
    if (!pane) return;
    const held = node.contains(document.activeElement);
    pane = null;
    node.hidden = true;
    delete node.dataset.kind;
    fill(node);
    if (held) backTo();
  }

  const close = () => go({ thread: undefined, panel: undefined });

  function leave(event, place) {
    if (!narrow.matches) return;
    event.preventDefault();
    correct({ panel: undefined });
    location.hash = link(place);
  }

  node.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || event.defaultPrevented) return;
    event.stopPropagation();
    close();
  });
  on("place", show);
  on("refetched", () => pane?.draw());
  on("clock", () => pane?.key === "timeline" && pane.arrived());
  on("messages", (change) => {
    if (pane?.key === change.key) pane.arrived(change);
    else if (pane?.key === "timeline") pane.arrived();
  });
}
