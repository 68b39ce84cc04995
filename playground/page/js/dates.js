// Instants in words, in the zone of the seat: times, days, Slack's date tokens, and back from a local time.

const formats = new Map();

function format(zone, options) {
  const key = zone + JSON.stringify(options);
  if (!formats.has(key))
    formats.set(key, new Intl.DateTimeFormat("en-GB", { timeZone: zone, ...options }));
  return formats.get(key);
}

const TIME = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" };
const SHORT = { weekday: "short", day: "numeric", month: "short" };
const LONG = { weekday: "long", day: "numeric", month: "long" };

/** Slack's ts ("1700000000.000100", seconds) as a Date. */
export const ofTs = (ts) => new Date(Number(ts) * 1000);

/** "09:30". */
export const time = (at, zone) => format(zone, TIME).format(at);

/** "Tue, 3 Mar". */
export const shortDay = (at, zone) => format(zone, SHORT).format(at);

/** "Tue, 3 Mar 2026". */
export const datedDay = (at, zone) => format(zone, { ...SHORT, year: "numeric" }).format(at);

/** "March 2026". */
export const month = (at, zone) => format(zone, { month: "long", year: "numeric" }).format(at);

/** "Tuesday 3 March 2026 at 09:30", for titles. */
export const full = (at, zone) =>
  `${format(zone, { ...LONG, year: "numeric" }).format(at)} at ${time(at, zone)}`;

/** "2026-03-03" in the zone: the same for instants of one local day. */
export function dayKey(at, zone) {
  const parts = format(zone, { year: "numeric", month: "2-digit", day: "2-digit" }).formatToParts(
    at,
  );
  return ["year", "month", "day"]
    .map((type) => parts.find((part) => part.type === type).value)
    .join("-");
}

/** "Today", "Yesterday", "Tomorrow", or null. */
export function relativeDay(at, now, zone) {
  const day = 86_400_000;
  const names = [
    ["Today", 0],
    ["Yesterday", -day],
    ["Tomorrow", day],
  ];
  const key = dayKey(at, zone);
  return (
    names.find(([, shift]) => key === dayKey(new Date(now.getTime() + shift), zone))?.[0] ?? null
  );
}

/** "Today", "Tuesday 3 March", with the year when it isn't this one. */
export function dayName(at, now, zone) {
  const near = relativeDay(at, now, zone);
  if (near) return near;
  const sameYear = dayKey(at, zone).slice(0, 4) === dayKey(now, zone).slice(0, 4);
  return format(zone, sameYear ? LONG : { ...LONG, year: "numeric" }).format(at);
}

/** "in 3 days", "in 2 hours", "now": how far ahead a moment is. */
export function ahead(at, now) {
  const minutes = Math.round((at - now) / 60_000);
  if (minutes < 1) return "now";
  const [amount, unit] =
    minutes < 60
      ? [minutes, "minute"]
      : minutes < 1440
        ? [Math.round(minutes / 60), "hour"]
        : [Math.round(minutes / 1440), "day"];
  return `in ${amount} ${unit}${amount === 1 ? "" : "s"}`;
}

const TOKENS = {
  date_num: (at, zone) => dayKey(at, zone),
  date: (at, zone) => format(zone, { day: "numeric", month: "long", year: "numeric" }).format(at),
  date_short: (at, zone) =>
    format(zone, { day: "numeric", month: "short", year: "numeric" }).format(at),
  date_long: (at, zone) => format(zone, { ...LONG, year: "numeric" }).format(at),
  time,
  time_secs: (at, zone) => format(zone, { ...TIME, second: "2-digit" }).format(at),
  ago: (at, zone, now) =>
    at > now ? ahead(at, now) : ahead(now, at).replace(/^in (.*)$/, "$1 ago"),
};

/** Fill Slack's {date_short_pretty} and its kin in a pattern; tokens that aren't known stay as written. */
export function tokens(pattern, at, zone, now) {
  return pattern.replace(/\{(\w+)\}/g, (whole, name) => {
    const plain = name.replace(/_pretty$/, "");
    if (!(plain in TOKENS)) return whole;
    const near = name.endsWith("_pretty") ? relativeDay(at, now, zone)?.toLowerCase() : null;
    return near ?? TOKENS[plain](at, zone, now);
  });
}

/** The instant (seconds) of "2026-03-03T09:30" on the wall of a zone; a gap moves it forward. */
export function fromLocal(text, zone) {
  const wanted = Date.parse(`${text}Z`);
  let guess = wanted;
  for (let round = 0; round < 2; round += 1)
    guess += wanted - Date.parse(`${toLocal(guess / 1000, zone)}Z`);
  return Math.floor(guess / 1000);
}

/** The instant as "2026-03-03T09:30" on the wall of a zone. */
export const toLocal = (seconds, zone) => {
  const at = new Date(seconds * 1000);
  return `${dayKey(at, zone)}T${time(at, zone)}`;
};
