// What a form's boxes must hold before it is sent: the checks Slack's own client makes.

const EMPTY = "Please fill this in.";

function texts(element, value) {
  const length = [...value].length;
  const { min_length: least, max_length: most, type } = element;
  if (least && length < least) return `At least ${least} characters, please. This has ${length}.`;
  if (most && length > most) return `${most} characters at most, please. This has ${length}.`;
  if (type === "number_input") return numbers(element, value);
  if (type === "email_text_input" && !/^\S+@\S+\.\S+$/.test(value))
    return "That does not look like an email address yet.";
  if (type === "url_text_input" && !/^https?:\/\/\S+\.\S+$/i.test(value))
    return "An address begins with https:// or http://.";
  return null;
}

function numbers(element, value) {
  if (!/^-?\d+([.,]\d+)?$/.test(value.trim())) return "A number, please.";
  const number = Number(value.trim().replace(",", "."));
  if (!element.is_decimal_allowed && !Number.isInteger(number)) return "A whole number, please.";
  if (element.min_value !== undefined && number < Number(element.min_value))
    return `${element.min_value} or more, please.`;
  if (element.max_value !== undefined && number > Number(element.max_value))
    return `${element.max_value} or less, please.`;
  return null;
}

/** {block_id: sentence} for the input blocks of a view that can't be sent as they are. */
export function faults(view, values) {
  const found = {};
  for (const block of view.blocks.filter((each) => each.type === "input")) {
    const { type, ...held } = values[block.block_id]?.[block.element.action_id] ?? {};
    const [value] = Object.values(held);
    const empty =
      value === null ||
      value === undefined ||
      value.length === 0 ||
      (typeof value === "string" && !value.trim());
    const fault = empty
      ? block.optional
        ? null
        : EMPTY
      : typeof value === "string" && "value" in held
        ? texts(block.element, value)
        : null;
    if (fault) found[block.block_id] = fault;
  }
  return found;
}
