// Forms: the stack of up to three views, each in a dialog, with errors in place and nothing typed lost.

import { post } from "./api.js";
import { blocks } from "./blocks.js";
import { faults } from "./checks.js";
import { fill, h, icon, spoken, unique } from "./dom.js";
import { keepingFocus, trapTab } from "./focus.js";
import { form } from "./forms.js";
import { plain } from "./mrkdwn.js";
import { changed, on, state } from "./state.js";
import { surface } from "./surfaces.js";

const open = new Map();

/** Keep the dialogs on the page in step with state.views; backTo() gets the focus when the last one closes. */
export function modals(backTo) {
  on("views", () => {
    const had = open.size;
    const wanted = new Map(state.views.map((view) => [`${state.me}/${view.id}`, view]));
    for (const [key, modal] of open) if (!wanted.has(key)) close(key, modal);
    for (const [key, view] of wanted) {
      if (open.has(key)) open.get(key).update(view);
      else open.set(key, begin(key, view));
    }
    if (had && !open.size && document.activeElement === document.body) backTo();
  });
}

function close(key, modal) {
  open.delete(key);
  if (key.startsWith(`${state.me}/`)) modal.held.forget();
  modal.dialog.close();
  modal.dialog.remove();
}

function begin(key, first) {
  let view = first;
  let waiting = false;
  const held = form(`view/${key}`);
  const [title, alert] = [unique("modal"), h("p", { class: "error form-error", role: "alert" })];
  const body = h("div", { class: "modal-body" });
  const foot = h("div", { class: "modal-foot" });
  const heading = h("h2", { id: title, tabindex: "-1" });
  const frame = h(
    "form",
    { novalidate: true, onsubmit: submit },
    h(
      "div",
      { class: "modal-head" },
      heading,
      h(
        "button",
        { type: "button", class: "plain", onclick: leave },
        icon("close"),
        spoken("Close"),
      ),
    ),
    body,
    alert,
    foot,
  );
  const dialog = h(
    "dialog",
    { class: "modal", "aria-labelledby": title },
    frame,
    h("div", { class: "toasts", role: "status" }),
  );

  function draw() {
    held.prune(view.blocks);
    fill(heading, plain(view.title));
    fill(body, blocks(view.blocks, surface({ type: "view", view_id: view.id }, held, "h3")));
    if (body.querySelector("input, select, textarea, button, a")) body.removeAttribute("tabindex");
    else body.tabIndex = 0;
    drawFoot();
  }

  function drawFoot() {
    const close = h(
      "button",
      { type: "button", class: "button", onclick: leave },
      view.close ? plain(view.close) : "Close",
    );
    const send = view.submit
      ? h(
          "button",
          {
            type: "submit",
            class: "button primary",
            "aria-disabled": waiting ? "true" : null,
            "aria-busy": waiting ? "true" : null,
          },
          plain(view.submit),
          waiting ? spoken(" (waiting)") : null,
        )
      : null;
    fill(foot, close, send);
  }

  function wait(on) {
    waiting = on;
    const focused =
      foot.contains(document.activeElement) && document.activeElement.type === "submit";
    drawFoot();
    if (focused) foot.querySelector("[type=submit]")?.focus();
  }

  async function submit(event) {
    event?.preventDefault();
    if (waiting || !view.submit) return;
    alert.textContent = "";
    if (showErrors(faults(view, held.values))) return;
    wait(true);
    try {
      const { errors } = await post("submit", {
        as: state.me,
        view_id: view.id,
        values: held.values,
      });
      showErrors(errors ?? {});
    } catch (failure) {
      alert.textContent = `${failure.message} What you wrote is still here.`;
    } finally {
      if (dialog.open) wait(false);
    }
  }

  function showErrors(errors) {
    const fields = [...body.querySelectorAll(".field")];
    for (const field of fields) {
      const sentence = errors[field.dataset.block] ?? "";
      field.classList.toggle("wrong", Boolean(sentence));
      field.querySelector(".error").textContent = sentence;
      const control = field.querySelector(".input");
      if (control && sentence) control.setAttribute("aria-invalid", "true");
      else control?.removeAttribute("aria-invalid");
    }
    const strays = Object.keys(errors).filter(
      (id) => !fields.some((field) => field.dataset.block === id),
    );
    alert.textContent = strays.map((id) => errors[id]).join(" ");
    fields
      .find((field) => field.classList.contains("wrong"))
      ?.querySelector("input, textarea, select")
      .focus();
    return Object.keys(errors).length > 0;
  }

  function leave() {
    post("close", { as: state.me, view_id: view.id }).catch(() => {});
    state.views = view.clear_on_close ? [] : state.views.filter((each) => each.id !== view.id);
    changed("views");
  }

  function keydown(event) {
    trapTab(dialog, event);
    if (event.key !== "Enter" || event.isComposing) return;
    if (event.ctrlKey || event.metaKey) submit(event);
    else if (event.target.matches("input")) onward(event);
  }

  function onward(event) {
    // Enter sends from the last box and goes on from any other, so that a half-filled form isn't sent.
    event.preventDefault();
    const controls = [...body.querySelectorAll(".field .input, .field .boxes input")];
    const next = controls[controls.indexOf(event.target) + 1];
    if (next) next.focus();
    else submit();
  }

  function update(fresh) {
    if (JSON.stringify(fresh) === JSON.stringify(view)) return;
    view = fresh;
    alert.textContent = "";
    if (!keepingFocus(dialog, draw)) focusFirst();
  }

  function focusFirst() {
    (
      body.querySelector("[data-first], .field input, .field textarea, .field select") ?? heading
    ).focus();
  }

  dialog.addEventListener("keydown", keydown);
  dialog.addEventListener("cancel", (event) => {
    event.preventDefault();
    leave();
  });
  draw();
  document.body.append(dialog);
  dialog.showModal();
  focusFirst();
  return { dialog, held, update };
}
