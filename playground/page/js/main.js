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

let taking = null;

async function follow() {
  const { as } = here();
  if (taking && (!as || as === taking.as)) return; // it goes where the address leads by then
  const mine = !state.me || taking || (as && as !== state.me) ? { as } : null;
  taking = mine;
  try {
    if (mine && !(await sit(as))) return;
  } catch (failure) {
    if (taking !== mine) return;
    toast(failure.message);
    if (!state.me) setTimeout(follow, 2000);
  } finally {
    if (taking === mine) taking = null;
  }
  if (!state.me) return;
  if (here().as !== state.me) correct({ as: state.me });
  changed("place");
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
