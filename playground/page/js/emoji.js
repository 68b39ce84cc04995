// The few :emoji: names that messages here use; any other name stays as it is written.

const NAMES = {
  coffee: "☕", tea: "🍵", seedling: "🌱", herb: "🌿", sunflower: "🌻", sparkles: "✨", star: "⭐",
  wave: "👋", "+1": "👍", thumbsup: "👍", "-1": "👎", thumbsdown: "👎", clap: "👏", pray: "🙏",
  raised_hands: "🙌", handshake: "🤝", muscle: "💪", point_right: "👉", smile: "😄", slightly_smiling_face: "🙂",
  blush: "😊", wink: "😉", joy: "😂", thinking_face: "🤔", heart: "❤️", yellow_heart: "💛", tada: "🎉",
  calendar: "📅", spiral_calendar_pad: "🗓️", date: "📅", clock3: "🕒", alarm_clock: "⏰", hourglass: "⌛",
  memo: "📝", pencil: "📝", pencil2: "✏️", book: "📖", books: "📚", bulb: "💡", dart: "🎯", compass: "🧭",
  world_map: "🗺️", mag: "🔍", link: "🔗", paperclip: "📎", pushpin: "📌", bell: "🔔", no_bell: "🔕",
  lock: "🔒", key: "🔑", envelope: "✉️", inbox_tray: "📥", speech_balloon: "💬", thought_balloon: "💭",
  white_check_mark: "✅", heavy_check_mark: "✔️", ballot_box_with_check: "☑️", x: "❌", warning: "⚠️",
  information_source: "ℹ️", question: "❓", arrow_right: "➡️", arrow_left: "⬅️", repeat: "🔁", hand: "✋",
  eyes: "👀", bust_in_silhouette: "👤", busts_in_silhouette: "👥", fire: "🔥", rocket: "🚀", zzz: "💤",
};

/** The sign for a name, or null. */
export const emoji = (name) => (Object.hasOwn(NAMES, name) ? NAMES[name] : null);

/** Text with its known :names: replaced. */
export const withEmoji = (text) => text.replace(/:([a-z0-9_+-]+):/g, (whole, name) => emoji(name) ?? whole);
