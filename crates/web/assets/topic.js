// Asks the server about a query while it is written.
import { csrf } from "./page.js";
import { morph } from "./morph.js";

const WAIT_MS = 250;
/** @type {number | undefined} */
let timer;
/** @type {AbortController | null} */
let asking = null;

/** @param {HTMLTextAreaElement} field */
async function check(field) {
  asking?.abort();
  const mine = asking = new AbortController();
  try {
    const response = await fetch(field.dataset.check ?? "", {
      method: "POST",
      body: new URLSearchParams({ csrf: csrf(), query: field.value }),
      headers: { "X-Requested-With": "fetch" },
      signal: mine.signal,
    });
    if (!response.ok && response.status !== 422) return;
    const parsed = new DOMParser().parseFromString(await response.text(), "text/html");
    const next = parsed.getElementById("query-check");
    const here = document.getElementById("query-check");
    if (!next || !here || mine.signal.aborted) return;
    morph(here, next);
    field.closest(".field")?.classList.toggle("wrong", next.querySelector(".wrong-why") !== null);
  } catch {
    // The form says it when it is sent; a remark that does not come is no trouble.
  }
}

export function start() {
  document.addEventListener("input", (event) => {
    const field = event.target;
    if (!(field instanceof HTMLTextAreaElement) || !field.dataset.check) return;
    clearTimeout(timer);
    timer = setTimeout(() => check(field), WAIT_MS);
  });
}
