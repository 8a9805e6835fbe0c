// Buttons that need a script: copying a link, taking over a suggestion.
import { say } from "./page.js";
import { t } from "./words.js";

/** @param {HTMLElement} button */
async function copy(button) {
  const field = /** @type {HTMLInputElement | null} */ (button.parentElement?.querySelector("input") ?? null);
  if (!field) return;
  field.select();
  try {
    await navigator.clipboard.writeText(field.value);
    button.textContent = t("Copied");
    say(t("Copied"));
  } catch {
    say(t("The browser does not allow copying; the link is selected."));
  }
}

/** @param {HTMLElement} button */
function useQuery(button) {
  const field = /** @type {HTMLTextAreaElement | null} */ (button.closest(".field")?.querySelector("textarea") ?? null);
  if (!field) return;
  field.value = button.dataset.useQuery ?? "";
  field.dispatchEvent(new Event("input", { bubbles: true }));
  field.focus();
}

export function start() {
  document.addEventListener("click", (event) => {
    const button = event.target instanceof Element ? event.target.closest("button") : null;
    if (button?.hasAttribute("data-copy")) copy(button);
    else if (button?.hasAttribute("data-use-query")) useQuery(button);
  });
}
