// Puts the page together and follows the address: who sits here, in which conversation, with which pane.

import { clockBar } from "./clock.js";
import { modals } from "./modal.js";
import { sidePanel } from "./panel.js";
import { peopleBar } from "./people.js";
import { room } from "./room.js";
import { correct, here } from "./route.js";
import { sit } from "./seats.js";
import { sidebar } from "./sidebar.js";
import { changed, state } from "./state.js";
import { toast } from "./toast.js";

const part = (id) => document.getElementById(id);
const narrow = matchMedia("(max-width: 760px)");

function drawer(open) {
  const button = document.querySelector(".drawer-button");
  const was = document.body.classList.contains("drawer-open");
  document.body.classList.toggle("drawer-open", open);
  button?.setAttribute("aria-expanded", String(open));
  part("sidebar").inert = narrow.matches && !open;
  for (const id of ["room", "panel", "clock"]) part(id).inert = narrow.matches && open;
  if (open) part("sidebar").querySelector("a, button")?.focus();
  else if (was && document.activeElement === document.body) button?.focus();
}

async function follow() {
  try {
    const { as } = here();
    if (!state.me || (as && as !== state.me)) await sit(as);
    if (here().as !== state.me) correct({ as: state.me });
    changed("place");
  } catch (failure) {
    toast(failure.message);
    if (!state.me) setTimeout(follow, 2000);
  }
}

const middle = room(part("room"));
peopleBar(part("people"), () => drawer(!document.body.classList.contains("drawer-open")));
sidebar(part("sidebar"), () => drawer(false));
sidePanel(part("panel"), () => middle.focus());
clockBar(part("clock"));
modals(() => middle.focus());
part("skip").addEventListener("click", () => middle.focus());
narrow.addEventListener("change", () => drawer(false));
part("sidebar").addEventListener("click", (event) => event.target.closest("a") && drawer(false));
addEventListener(
  "keydown",
  (event) =>
    event.key === "Escape" && document.body.classList.contains("drawer-open") && drawer(false),
);
addEventListener("hashchange", follow);
drawer(false);
follow();
