// Text inputs of Block Kit: plain text (one line or several), number, email, address.

import { h, unique } from "./dom.js";
import { bind, named } from "./forms.js";
import { plain } from "./mrkdwn.js";

const KINDS = {
  plain_text_input: {},
  number_input: { inputmode: "decimal" },
  email_text_input: { inputmode: "email", autocomplete: "off" },
  url_text_input: { inputmode: "url", autocomplete: "off" },
};

const NEARLY = 0.8;

/** A text input; what is typed is never cut off, the counter and the check say when it is too long. */
export function textInput(element, block, ctx, names) {
  const { held, hold, dispatch } = bind(element, block, ctx);
  const counterId = element.max_length ? unique("count") : null;
  const control = h(element.multiline ? "textarea" : "input", {
    ...named(element, names),
    ...KINDS[element.type],
    type: element.multiline ? null : "text",
    rows: element.multiline ? 3 : null,
    class: "input",
    placeholder: element.placeholder ? plain(element.placeholder) : null,
    "aria-describedby": [names.describedby, counterId].filter(Boolean).join(" ") || null,
    "aria-required": block.type === "input" && !block.optional ? "true" : null,
  });
  control.value = held ? (held.value ?? "") : (element.initial_value ?? "");
  const counter = counterId ? h("span", { class: "counter", id: counterId }) : null;
  const note = () => {
    hold({ value: control.value === "" ? null : control.value });
    count(control, counter, element.max_length);
  };
  control.addEventListener("input", note);
  control.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !element.multiline) dispatch({ value: control.value }, control);
  });
  note();
  return h("div", { class: "text-input" }, control, counter);
}

function count(control, counter, most) {
  if (!counter) return;
  const length = [...control.value].length;
  counter.textContent = `${length} of ${most}`;
  counter.hidden = length < most * NEARLY;
  counter.classList.toggle("over", length > most);
}
