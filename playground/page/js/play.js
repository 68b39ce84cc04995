// The play: a button that lets the people here live on by themselves, and its other face, Pause.

import { post } from "./api.js";
import { datedDay, month } from "./dates.js";
import { fill, h, icon } from "./dom.js";
import { changed, now, on, seated, state, zone } from "./state.js";
import { announce, toast } from "./toast.js";

const PLAY = "A year goes by: the people here answer by themselves. Pause whenever you like.";
const PAUSE = "Stop here and go on by hand. Play goes on from where you are.";

/** The button, which says month by month how far the play has come. */
export function playButton() {
  const button = h("button", {
    type: "button",
    class: "frame-button turn play-button",
    onclick: () => press(),
  });
  let shown = null;
  let told = null;

  function draw() {
    const { on: playing } = state.playing;
    button.setAttribute("aria-disabled", String(Boolean(state.turning)));
    if (shown === playing) return;
    if (shown !== null && state.clock) {
      const today = datedDay(now(), zone());
      announce(playing ? `Playing, from ${today}` : `Paused on ${today}`);
    }
    shown = playing;
    told = null;
    button.title = playing ? PAUSE : PLAY;
    fill(button, icon(playing ? "pause" : "play"), h("span", {}, playing ? "Pause" : "Play"));
  }

  function tell() {
    if (!state.playing.on || !state.clock) return;
    const name = month(now(), zone());
    if (told !== null && told !== name) announce(name);
    told = name;
  }

  for (const topic of ["playing", "turning"]) on(topic, draw);
  on("clock", tell);
  draw();
  return button;
}

async function press() {
  await seated;
  if (state.turning) return;
  try {
    const before = state.playing;
    const told = await post("play", { as: state.me, on: !before.on });
    if (state.playing !== before) return; // the stream has told it already, and perhaps more
    state.playing = told;
    changed("playing");
  } catch (failure) {
    toast(failure.message);
  }
}
