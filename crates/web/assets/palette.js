// The palette: every act and every page that can be reached from here, by typing some of its letters.
import { choose } from "./chooser.js";
import { t } from "./words.js";

/** What a button or link says, without its key. @param {Element} element */
function said(element) {
  const copy = /** @type {Element} */ (element.cloneNode(true));
  const keys = [...copy.querySelectorAll("kbd")].map((key) => key.textContent).join(" ");
  for (const unsaid of copy.querySelectorAll("kbd, .n, svg, .suggestion")) unsaid.remove();
  const parts = [...copy.querySelectorAll("span:not(:has(span))")].filter((part) => part.previousSibling);
  for (const part of parts) part.before(" ");
  return { words: (copy.textContent ?? "").replace(/\s+/g, " ").trim(), keys };
}

/** @returns {import("./chooser.js").Choice[]} */
function acts() {
  // What asks for something to be filled in first is reached by its menu.
  const found = [...document.querySelectorAll(".acts .sheet .btn.item, .acts > form button, .finish > form button, .composer .modes label")];
  return found.map((element) => {
    const { words, keys } = said(element);
    const menu = element.closest("details.menu");
    const name = menu ? said(/** @type {Element} */ (menu.querySelector("summary"))).words : "";
    return { words: name ? t("{menu}: {act}", { menu: name, act: words }) : words, hint: keys, act: () => act(/** @type {HTMLElement} */ (element)) };
  }).filter((choice) => choice.words !== "");
}

/** @param {HTMLElement} element */
function act(element) {
  if (!element.matches("summary")) { element.click(); return; }
  element.closest("details.menu")?.setAttribute("open", "");
  element.parentElement?.setAttribute("open", "");
  /** @type {HTMLElement | null} */ (element.parentElement?.querySelector("button"))?.focus();
}

/** @returns {import("./chooser.js").Choice[]} */
function places() {
  const links = [...document.querySelectorAll(".nav a, .views a, .me .sheet a")];
  return links.map((link) => ({ words: t("Go to {page}", { page: said(link).words }), act: () => /** @type {HTMLElement} */ (link).click() }));
}

export function start() {
  document.addEventListener("keydown", (event) => {
    if (event.key.toLowerCase() !== "k" || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return;
    event.preventDefault();
    choose(t("What do you want to do?"), [...acts(), ...places()], t("There is nothing to do here."));
  });
}
