// A file for a form: it goes to the playground as soon as it is chosen, as it does to Slack.

import { post } from "./api.js";
import { h } from "./dom.js";
import { bind, named } from "./forms.js";
import { state } from "./state.js";

/** A file input; what was chosen is named below it and outlives a redraw. */
export function fileInput(element, block, ctx, names) {
  const { held, hold } = bind(element, block, ctx);
  const said = h("p", { class: "hint", role: "status" });
  const show = (files) => (said.textContent = files.map((file) => file.name).join(", "));
  const control = h("input", {
    ...named(element, { ...names, fallback: "File" }),
    type: "file",
    class: "input file",
    accept: element.filetypes?.map((each) => `.${each}`).join(",") ?? null,
    multiple: (element.max_files ?? 10) > 1,
  });
  control.addEventListener("change", async () => {
    hold({ files: [] });
    said.textContent = "Reading…";
    try {
      const files = await Promise.all([...control.files].map(send));
      hold({ files });
      show(files);
    } catch (failure) {
      control.value = "";
      said.textContent = failure.message;
    }
  });
  hold({ files: held?.files ?? [] });
  show(held?.files ?? []);
  return h("div", { class: "text-input" }, control, said);
}

async function send(file) {
  const content = await new Promise((done, failed) => {
    const reader = new FileReader();
    reader.onload = () => done(reader.result.slice(reader.result.indexOf(",") + 1));
    reader.onerror = () => failed(new Error("That file could not be read."));
    reader.readAsDataURL(file);
  });
  return post("upload", { as: state.me, name: file.name, content });
}
