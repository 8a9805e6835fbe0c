// The box at the foot: which form is in front, and sending it by keys.

/** Brings a form to the front and the cursor into it. @param {"reply" | "note" | "private"} kind */
export function write(kind) {
  const mode = /** @type {HTMLInputElement | null} */ (document.getElementById(`mode-${kind}`));
  if (!mode) return;
  mode.checked = true;
  const text = /** @type {HTMLTextAreaElement | null} */ (document.getElementById(`${kind}-text`));
  if (!text) return;
  // Where a colleague has begun to answer, theirs is what can be gone on with.
  if (!text.checkVisibility()) return /** @type {HTMLElement | null} */ (document.querySelector("#begun button"))?.focus();
  text.focus();
  text.setSelectionRange(text.value.length, text.value.length);
}

export function start() {
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    const text = event.target;
    if (!(text instanceof HTMLTextAreaElement) || !text.form) return;
    event.preventDefault();
    text.form.requestSubmit(text.form.querySelector("button[type=submit]"));
  });
  // A click on a tab puts the cursor into its form; arrow keys between tabs keep the focus on the tabs.
  document.addEventListener("click", (event) => {
    const label = event.target instanceof Element ? event.target.closest(".modes label") : null;
    const kind = /** @type {"reply" | "note" | "private"} */ (label?.getAttribute("for")?.replace("mode-", ""));
    if (label) setTimeout(() => write(kind));
  });
}
