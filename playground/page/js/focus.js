// Keeping the focus and the caret where they are while a surface is drawn anew.

/** Run draw, then focus the element that stands where the focused one stood; false when none does. */
export function keepingFocus(box, draw) {
  const active = document.activeElement;
  const held = box.contains(active) ? place(active) : null;
  draw();
  if (!held) return true;
  const again = [...box.querySelectorAll("input, select, textarea, button, a")].find((each) =>
    same(place(each), held),
  );
  again?.focus({ preventScroll: true });
  if (again && held.caret) again.setSelectionRange(...held.caret);
  return Boolean(again);
}

function place(node) {
  const typed = node.matches("textarea, input[type=text]");
  return {
    action: node.closest("[data-action]")?.dataset.action ?? node.getAttribute("href") ?? undefined,
    block: node.closest("[data-block]")?.dataset.block,
    option: node.matches("[type=radio], [type=checkbox]") ? node.value : undefined,
    caret: typed ? [node.selectionStart, node.selectionEnd] : null,
  };
}

const same = (one, other) =>
  one.action !== undefined &&
  ["action", "block", "option"].every((part) => one[part] === other[part]);

const FOCUSABLE = "a[href], button, input, select, textarea, [tabindex='0']";

/** Keep Tab inside a box: from its last control to its first and back. */
export function trapTab(box, event) {
  if (event.key !== "Tab") return;
  const controls = [...box.querySelectorAll(FOCUSABLE)].filter(
    (each) => !each.disabled && each.offsetParent,
  );
  const [first, last] = [controls[0], controls[controls.length - 1]];
  const leaving = event.shiftKey
    ? document.activeElement === first
    : document.activeElement === last;
  if (!leaving && box.contains(document.activeElement)) return;
  event.preventDefault();
  (event.shiftKey ? last : first).focus();
}
