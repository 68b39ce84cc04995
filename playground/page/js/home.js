// The Home tab of the app: the view it has published for this person.

import { post } from "./api.js";
import { nameOf } from "./avatars.js";
import { blocks } from "./blocks.js";
import { dayKey } from "./dates.js";
import { fill, h } from "./dom.js";
import { keepingFocus } from "./focus.js";
import { form } from "./forms.js";
import { changed, now, state, zone } from "./state.js";
import { surface } from "./surfaces.js";
import { toast } from "./toast.js";

/** Tell the app that a tab was opened; for "home" the published view comes back into state.home. */
export async function openTab(tab) {
  const { me, home } = state;
  try {
    const { view } = await post("home", { as: me, tab });
    if (tab !== "home" || me !== state.me || home !== state.home) return;
    state.home = view ?? state.home;
    changed("home");
  } catch (failure) {
    toast(failure.message);
  }
}

/** The Home tab's node and how to draw it anew. */
export function homeTab() {
  const held = form(`home/${state.me}`);
  const inner = h("div", { class: "home" });
  const node = h(
    "div",
    { class: "scroll", role: "region", tabindex: "0", "aria-label": "Home" },
    inner,
  );
  let look = null;

  function content() {
    if (!state.home)
      return h(
        "p",
        { class: "empty muted" },
        "Nothing is on this tab yet. It fills when the app has something to show.",
      );
    held.prune(state.home.blocks);
    return blocks(state.home.blocks, surface({ type: "view", view_id: state.home.id }, held));
  }

  function draw() {
    // What looks as before stays as it is: a button that is drawn anew while it is pressed hears nothing.
    const names = [...state.people.keys()].map(nameOf);
    const day = dayKey(now(), zone());
    const fresh = JSON.stringify([state.home?.id, state.home?.blocks, names, zone(), day]);
    if (fresh === look) return;
    look = fresh;
    keepingFocus(inner, () => fill(inner, content()));
  }

  draw();
  return { node, draw };
}
