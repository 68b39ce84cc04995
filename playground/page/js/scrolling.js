// Where a message list stands: at its end while one reads the end, else left alone; and leading to one message.

const NEAR_PX = 80;

/** Keep a scrolling box at its end while it stands there, whatever changes in it or around it. */
export function stickToEnd(box, content) {
  let atEnd = true;
  let was = 0;
  let tall = 0;
  const note = () => {
    const grown = box.scrollHeight !== tall; // then it is the browser that moved, not the reader
    if (box.scrollHeight - box.scrollTop - box.clientHeight < NEAR_PX) atEnd = true;
    else if (box.scrollTop < was && !grown) atEnd = false;
    [was, tall] = [box.scrollTop, box.scrollHeight];
  };
  box.addEventListener("scroll", note, { passive: true });
  const watch = new ResizeObserver(() => atEnd && toEnd(box));
  watch.observe(box);
  watch.observe(content);
}

/** Go to the end. */
export function toEnd(box) {
  box.scrollTop = box.scrollHeight;
}

/** Bring a message into view, light it up for a moment and give it the focus; false when it isn't there. */
export function leadTo(box, ts) {
  const found = [...box.querySelectorAll("[data-ts]")].find((each) => each.dataset.ts === ts);
  if (!found) return false;
  found.scrollIntoView({ block: "center" });
  found.classList.remove("lit");
  void found.offsetWidth;
  found.classList.add("lit");
  found.addEventListener("blur", () => found.classList.remove("lit"), { once: true });
  found.focus({ preventScroll: true });
  return true;
}
