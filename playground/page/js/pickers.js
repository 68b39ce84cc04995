// Date, time and date-with-time pickers: the browser's own, in the seat's zone.

import { fromLocal, toLocal } from "./dates.js";
import { h } from "./dom.js";
import { bind, named, whenSettled } from "./forms.js";

const KINDS = {
  datepicker: { input: "date", part: "selected_date", initial: "initial_date", fallback: "Date" },
  timepicker: { input: "time", part: "selected_time", initial: "initial_time", fallback: "Time" },
  datetimepicker: {
    input: "datetime-local",
    part: "selected_date_time",
    initial: "initial_date_time",
    fallback: "Date and time",
  },
};

/** A picker; half-typed dates are not yet values. */
export function picker(element, block, ctx, names) {
  const { input, part, initial, fallback } = KINDS[element.type];
  const { held, hold, dispatch } = bind(element, block, ctx);
  const shown = (value) =>
    value && input === "datetime-local" ? toLocal(value, ctx.zone) : (value ?? "");
  const sent = (value) => {
    if (value === "" || (/^0/.test(value) && input !== "time")) return null;
    return input === "datetime-local" ? fromLocal(value, ctx.zone) : value;
  };
  const control = h("input", {
    ...named(element, { ...names, fallback }),
    type: input,
    class: "input picker",
    min: input === "date" ? "1900-01-01" : null,
    max: input === "date" ? "9999-12-31" : input === "time" ? null : "9999-12-31T23:59",
  });
  control.value = shown(held ? held[part] : element[initial]);
  const note = () => hold({ [part]: sent(control.value) });
  control.addEventListener("input", note);
  whenSettled(
    control,
    () => sent(control.value) && dispatch({ [part]: sent(control.value) }, control),
  );
  note();
  return control;
}
