// A window in which one of many things is chosen by typing some of its letters.
import { t } from "./words.js";

/**
 * Those of one group stand together, in the order in which the groups come; what is last is the last of its group.
 * @typedef {{ words: string, hint?: string, group?: string, isLast?: boolean, act: () => void }} Choice
 */

/** @param {string} text */
const plain = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

/** The choices that hold every word that was typed, those that begin with it first. @param {Choice[]} choices @param {string} typed */
function matching(choices, typed) {
  const words = plain(typed).split(/\s+/).filter(Boolean);
  const found = choices.filter(({ words: own, hint = "" }) => words.every((word) => plain(`${own} ${hint}`).includes(word)));
  const groups = [...new Set(choices.map(({ group = "" }) => group))];
  const rank = (/** @type {Choice} */ one) => Number(!plain(one.words).startsWith(words[0] ?? ""));
  const place = (/** @type {Choice} */ one) => 4 * groups.indexOf(one.group ?? "") + 2 * Number(one.isLast ?? false) + rank(one);
  return found.sort((a, b) => place(a) - place(b));
}

/**
 * Opens the window; where nothing is chosen, the focus goes back to where it was.
 * @param {string} title
 * @param {Choice[]} choices
 * @param {string} nothing what to say when there is nothing to choose from
 */
export function choose(title, choices, nothing) {
  document.querySelector("dialog.chooser")?.remove();
  const dialog = Object.assign(document.createElement("dialog"), { className: "chooser" });
  dialog.setAttribute("aria-label", title);
  const input = Object.assign(document.createElement("input"), { type: "text", placeholder: title, autocomplete: "off" });
  for (const [name, value] of Object.entries({ "aria-label": title, role: "combobox", "aria-expanded": "true",
    "aria-controls": "chooser-list", "aria-autocomplete": "list" })) input.setAttribute(name, value);
  const list = Object.assign(document.createElement("div"), { id: "chooser-list" });
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", title);
  const empty = Object.assign(document.createElement("p"), { className: "t1 faint" });
  empty.setAttribute("role", "status");
  dialog.append(input, list, empty);
  document.body.append(dialog);

  /** @type {Choice[]} */
  let shown = [];
  let at = 0;

  function point() {
    const items = list.querySelectorAll("[role=option]");
    items.forEach((item, index) => item.setAttribute("aria-selected", String(index === at)));
    const item = items[at];
    if (item) input.setAttribute("aria-activedescendant", item.id);
    else input.removeAttribute("aria-activedescendant");
    item?.scrollIntoView({ block: "nearest" });
  }

  /** @param {Choice} choice @param {number} index */
  function option({ words, hint }, index) {
    const item = Object.assign(document.createElement("div"), { id: `chooser-${index}` });
    item.setAttribute("role", "option");
    item.append(Object.assign(document.createElement("b"), { textContent: words }));
    if (hint) item.append(Object.assign(document.createElement("span"), { textContent: hint }));
    item.addEventListener("click", () => take(index));
    return item;
  }

  /** A part of the list under its name. @param {string} name @param {HTMLElement[]} options */
  function part(name, options) {
    const item = Object.assign(document.createElement("div"), { className: "chooser-part" });
    item.setAttribute("role", "group");
    item.setAttribute("aria-label", name);
    const title = Object.assign(document.createElement("p"), { textContent: name });
    title.setAttribute("aria-hidden", "true");
    item.append(title, ...options);
    return item;
  }

  function fill() {
    shown = matching(choices, input.value);
    at = 0;
    /** @type {Map<string, HTMLElement[]>} */
    const parts = new Map();
    shown.forEach((choice, index) => {
      const name = choice.group ?? "";
      parts.set(name, [...parts.get(name) ?? [], option(choice, index)]);
    });
    list.replaceChildren(...[...parts].flatMap(([name, options]) => name === "" ? options : [part(name, options)]));
    empty.textContent = shown.length > 0 ? "" : choices.length === 0 ? nothing : t("Nothing is called so.");
    point();
  }

  /** @param {number} index */
  function take(index) {
    const one = shown[index];
    if (!one) return;
    dialog.close();
    one.act();
  }

  input.addEventListener("input", fill);
  dialog.addEventListener("keydown", (event) => {
    event.stopPropagation();
    if (event.isComposing) return;
    const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    if (step !== 0) {
      event.preventDefault();
      at = Math.min(Math.max(at + step, 0), shown.length - 1);
      point();
    } else if (event.key === "Enter") {
      event.preventDefault();
      take(at);
    }
  });
  // A click beside it closes it.
  dialog.addEventListener("click", (event) => { if (event.target === dialog) dialog.close(); });
  dialog.addEventListener("close", () => dialog.remove());
  fill();
  dialog.showModal();
  input.focus();
}
