// The thread pane: a message, its replies, and where to answer.

import { nameOf } from "./avatars.js";
import { composer } from "./composer.js";
import { h } from "./dom.js";
import { load, markRead } from "./lists.js";
import { author } from "./message.js";
import { messageList } from "./messages.js";
import { here, correct } from "./route.js";
import { leadTo, stickToEnd, toEnd } from "./scrolling.js";
import { state, threadKey } from "./state.js";
import { announce, toast } from "./toast.js";

/** A thread's pane: its node, draw() after changes, shown() once it stands on the page. */
export function threadPane(channel, thread) {
  const key = threadKey(channel, thread);
  const list = messageList({ key, channel, inThread: true, label: "Thread" });
  const box = h(
    "div",
    { class: "scroll", role: "region", tabindex: "0", "aria-label": "Messages of the thread" },
    list.node,
  );
  const writing = composer({
    channel,
    thread,
    label: "Reply in thread",
    placeholder: "Reply…",
    sent: () => toEnd(box),
  });

  stickToEnd(box, list.node);

  async function shown() {
    try {
      await load(channel, thread);
    } catch (failure) {
      toast(failure.message);
    }
    if (!box.isConnected) return;
    list.draw();
    toEnd(box);
    if (leadTo(box, here().at)) correct({ at: undefined });
    markRead(channel, thread);
  }

  function arrived({ message, added }) {
    list.draw();
    if (!added || author(message) === state.me) return;
    announce(`${nameOf(author(message))}, in the thread: ${message.text ?? ""}`);
    markRead(channel, thread);
  }

  const subject = () => {
    const parent = state.lists.get(channel)?.find((each) => each.ts === thread);
    return parent ? `with ${nameOf(author(parent))}` : "";
  };
  return {
    key,
    title: "Thread",
    subject: subject(),
    nodes: [box, writing.node],
    shown,
    arrived,
    draw: list.draw,
    focus: writing.focus,
  };
}
