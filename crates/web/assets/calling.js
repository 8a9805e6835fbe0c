// Colleagues called in a note: `@` at the beginning of a word offers their names.
import { choose } from "./chooser.js";
import { t } from "./words.js";

/** Puts a name at a place behind the `@`: the first word of it where nobody else has the same.
 * @param {string} name @param {string[]} names @param {number} at */
function call(name, names, at) {
  const text = /** @type {HTMLTextAreaElement | null} */ (document.getElementById("note-text"));
  if (!text) return;
  const first = name.split(/\s+/)[0];
  const isAlone = names.filter((other) => other.split(/\s+/)[0] === first).length === 1;
  text.focus();
  text.setRangeText(`${isAlone ? first : name} `, at, at, "end");
  text.dispatchEvent(new Event("input", { bubbles: true }));
}

export function start() {
  document.addEventListener("input", (event) => {
    const text = event.target;
    if (!(text instanceof HTMLTextAreaElement) || text.id !== "note-text" || !(event instanceof InputEvent)) return;
    if (event.isComposing || event.data !== "@" || !/(^|\s)@$/.test(text.value.slice(0, text.selectionStart))) return;
    const names = [...document.querySelectorAll("#note-names option")].map((one) => /** @type {HTMLOptionElement} */ (one).value);
    const at = text.selectionStart;
    choose(t("Call a colleague"), names.map((name) => ({ words: name, act: () => call(name, names, at) })), t("Nobody else is here."));
  });
}
