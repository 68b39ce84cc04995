// The ground a message, form or Home tab stands on: who sees it, its inputs, and how its actions are sent.

import { post } from "./api.js";
import { confirmed } from "./buttons.js";
import { now, state, zone } from "./state.js";
import { toast } from "./toast.js";

/** The context that blocks() wants; container is what Slack calls so, form holds the inputs. */
export function surface(container, form, heading = "h2") {
  const ctx = {
    ...reading(heading),
    form,
    container,
    async act(element, block, part, node) {
      if (node.getAttribute("aria-busy") === "true") return;
      if (!(await confirmed(element.confirm, ctx))) return;
      await send(
        container,
        form,
        { type: element.type, action_id: element.action_id, block_id: block.block_id, ...part },
        node,
      );
    },
  };
  return ctx;
}

function reading(heading) {
  return {
    me: state.me,
    zone: zone(),
    people: state.people,
    channels: state.channels,
    now,
    heading,
  };
}

async function send(container, form, action, node) {
  node.setAttribute("aria-busy", "true");
  try {
    await post("action", { as: state.me, container, action, state: { values: form.values } });
  } catch (failure) {
    toast(failure.message);
  } finally {
    node.removeAttribute("aria-busy");
  }
}
