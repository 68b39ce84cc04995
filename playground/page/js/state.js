// What the page knows, in one place, and who wants to hear when a part of it changes.

/** The page's knowledge of the seat it is in; messages are keyed by threadKey. */
export const state = {
  me: null,
  workspace: null,
  people: new Map(),
  bot: null,
  channels: new Map(),
  commands: [],
  clock: null,
  turning: null,
  playing: { on: false },
  views: [],
  lists: new Map(),
  home: null,
  fresh: new Set(),
  online: true,
  readAt: 0,
};

const listeners = new Map();
let seat;

/** Comes true when the page first knows whose seat it is; a button pressed before waits for it. */
export const seated = new Promise((resolve) => {
  seat = resolve;
});

/** Run act at each change of a topic: people, channels, clock, playing, views, messages, home, bot, online. */
export function on(topic, act) {
  listeners.set(topic, [...(listeners.get(topic) ?? []), act]);
}

/** Tell those who listen that a topic changed. */
export function changed(topic, detail) {
  for (const act of listeners.get(topic) ?? []) act(detail);
}

/** The key of a conversation's list, or of a thread's. */
export const threadKey = (channel, thread) => (thread ? `${channel}/${thread}` : channel);

/** The person in whose seat the visitor is. */
export const self = () => state.people.get(state.me);

/** The zone of the seat. */
export const zone = () => self()?.tz ?? "UTC";

/** The workspace's present moment; it runs on between two words from the server when it is running. */
export function now() {
  if (!state.clock) return new Date(0);
  const passed = state.clock.running ? performance.now() - state.readAt : 0;
  return new Date(Date.parse(state.clock.now) + passed);
}

/** Take a clock as the server tells it. */
export function setClock(clock) {
  state.clock = { ...state.clock, ...clock };
  state.readAt = performance.now();
}

/** Put everything that GET state gives in place. */
export function take(told) {
  Object.assign(state, {
    me: told.me,
    workspace: told.workspace,
    bot: told.bot,
    commands: told.commands,
    views: told.views,
    playing: told.playing,
  });
  state.people = new Map(told.people.map((each) => [each.id, each]));
  state.channels = new Map(told.channels.map((each) => [each.id, each]));
  setClock(told.clock);
  seat();
}

/** The DM with the bot: the first channel of a seat. */
export const botChannel = () => [...state.channels.values()].find((each) => each.kind === "im");
