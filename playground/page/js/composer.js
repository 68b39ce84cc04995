// Where one writes: Enter sends, Shift+Enter begins a line, drafts are kept, and nothing typed is lost.

import { post } from "./api.js";
import { keep, recall } from "./drafts.js";
import { h, icon, spoken, unique } from "./dom.js";
import { state, threadKey } from "./state.js";
import { suggestions } from "./suggestions.js";
import { toast } from "./toast.js";

/** A composer for a conversation or a thread; sent() runs when something has gone out. */
export function composer({ channel, thread, label, placeholder, sent }) {
  const me = state.me;
  const draft = `${me}/${threadKey(channel, thread)}`;
  const hint = unique("keys");
  const area = h("textarea", {
    class: "composer-words",
    rows: 1,
    "aria-label": label,
    placeholder,
    "aria-describedby": hint,
    enterkeyhint: "send",
  });
  const help = suggestions(area, !thread);
  const button = h("button", { type: "submit", class: "send" }, icon("send"), spoken("Send"));
  const node = h(
    "form",
    { class: "composer", onsubmit: submit },
    help.nodes,
    h("div", { class: "composer-box" }, area, button),
    h(
      "p",
      { class: "keys muted small", id: hint },
      h("kbd", {}, "Enter"),
      " sends, ",
      h("kbd", {}, "Shift"),
      "+",
      h("kbd", {}, "Enter"),
      " begins a line",
    ),
  );

  function put(words) {
    area.value = words;
    size();
    keep(draft, words);
  }

  function size() {
    area.rows = Math.min(8, area.value.split("\n").length);
    button.disabled = !area.value.trim();
  }

  async function submit(event) {
    event?.preventDefault();
    const words = area.value.trim();
    if (!words) return;
    put("");
    node.setAttribute("aria-busy", "true");
    try {
      await say(words, { me, channel, thread });
      sent?.();
    } catch (failure) {
      put([words, area.value].filter(Boolean).join("\n"));
      toast(failure.message);
    } finally {
      node.removeAttribute("aria-busy");
    }
  }

  area.addEventListener("keydown", (event) => {
    if (help.keydown(event) || event.isComposing) return;
    if (event.key === "Enter" && !event.shiftKey) submit(event);
  });
  area.addEventListener("input", () => {
    size();
    keep(draft, area.value);
  });
  put(recall(draft) ?? "");
  return { node, put, focus: () => area.focus({ preventScroll: true }) };
}

async function say(words, { me, channel, thread }) {
  const command = words.match(/^(\/[a-z][\w-]*)\s*([\s\S]*)$/i);
  if (command && thread)
    throw new Error(`${command[1]} does not work in a thread. Type it in the conversation itself.`);
  if (command) return post("command", { as: me, channel, command: command[1], text: command[2] });
  return post("post", { as: me, channel, text: words, thread_ts: thread });
}
