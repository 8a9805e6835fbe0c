// Keeps what is being written: on the server while typing, in this tab when the server does not answer.
import { csrf } from "./page.js";

const WAIT_MS = 700;
/** @type {Map<HTMLTextAreaElement, number>} */
const timers = new Map();

/** @param {HTMLTextAreaElement} text */
function placeOf(text) {
  const id = text.closest("[data-conversation]")?.getAttribute("data-conversation");
  return { id, kind: text.dataset.draft ?? "reply", key: `draft:${id}:${text.dataset.draft}` };
}

/** What is said of the pictures that are laid to a text. @param {HTMLTextAreaElement} text */
const altsOf = (text) => /** @type {HTMLTextAreaElement[]} */ ([...(text.form?.querySelectorAll("textarea[data-alt]") ?? [])]);
/** @param {HTMLTextAreaElement} alt */
const altKey = (alt) => `draft:alt:${alt.dataset.alt}`;

/** @param {HTMLTextAreaElement} text @param {string} words */
function tell(text, words) {
  const place = document.querySelector(`[data-kept="${text.dataset.draft}"]`);
  if (place) place.textContent = words;
}

/** @param {HTMLTextAreaElement} text @param {boolean} isLeaving */
async function keep(text, isLeaving) {
  const { id, kind, key } = placeOf(text);
  clearTimeout(timers.get(text));
  timers.delete(text);
  if (!id) return;
  const body = new URLSearchParams({ csrf: csrf(), text: text.value, kind });
  const alts = altsOf(text);
  for (const alt of alts) {
    body.append("picture", alt.dataset.alt ?? "");
    body.append("alt", alt.value);
  }
  for (const said of text.form?.querySelectorAll("[name=fact]:checked") ?? []) body.append("fact", /** @type {HTMLInputElement} */ (said).value);
  if (text.form?.querySelector("[name=signed]:checked")) body.append("signed", "yes");
  const asks = /** @type {HTMLInputElement | null} */ (text.form?.querySelector("[name=enquiring]:checked") ?? null);
  if (asks) body.append("enquiring", asks.value);
  const corrects = /** @type {HTMLInputElement | null} */ (text.form?.querySelector("[name=correcting]:checked") ?? null);
  if (corrects) body.append("correcting", corrects.value);
  try {
    const response = await fetch(`/conversations/${id}/draft`, {
      method: "POST", body, keepalive: isLeaving, headers: { "X-Requested-With": "fetch" },
    });
    if (!response.ok) throw new Error(String(response.status));
    sessionStorage.removeItem(key);
    for (const alt of alts) sessionStorage.removeItem(altKey(alt));
    tell(text, text.value || alts.length > 0 ? "Draft kept" : "");
  } catch {
    sessionStorage.setItem(key, text.value);
    for (const alt of alts) sessionStorage.setItem(altKey(alt), alt.value);
    tell(text, "Kept in this tab only: the server does not answer");
  }
}

/** Keeps what waits, before the page goes. */
function keepAll() {
  for (const text of [...timers.keys()]) keep(text, true);
}

/** Drops what waits for a form that is being sent, so that no draft rises again behind it. @param {HTMLFormElement} form */
export function forget(form) {
  for (const text of form.querySelectorAll("textarea")) {
    if (!text.dataset.draft) continue;
    clearTimeout(timers.get(text));
    timers.delete(text);
    sessionStorage.removeItem(placeOf(text).key);
    tell(text, "");
  }
}

/** Keeps in this tab what was forgotten to be sent, and was not taken. @param {HTMLFormElement} form */
export function remember(form) {
  for (const text of form.querySelectorAll("textarea")) {
    if (text.dataset.draft && text.value) sessionStorage.setItem(placeOf(text).key, text.value);
    if (text.dataset.alt && text.value) sessionStorage.setItem(altKey(text), text.value);
  }
}

/** Puts back what only this tab has. */
function restore() {
  for (const text of /** @type {NodeListOf<HTMLTextAreaElement>} */ (document.querySelectorAll("textarea[data-draft]"))) {
    const kept = sessionStorage.getItem(placeOf(text).key);
    if (kept === null || text.value !== "") continue;
    text.value = kept;
    text.dispatchEvent(new Event("input", { bubbles: true }));
  }
  for (const alt of /** @type {NodeListOf<HTMLTextAreaElement>} */ (document.querySelectorAll("textarea[data-alt]"))) {
    const kept = sessionStorage.getItem(altKey(alt));
    if (kept === null || alt.value !== "") continue;
    alt.value = kept;
    alt.dispatchEvent(new Event("input", { bubbles: true }));
  }
}

export function start() {
  restore();
  document.addEventListener("page:shown", restore);
  document.addEventListener("page:leaving", keepAll);
  addEventListener("pagehide", keepAll);
  document.addEventListener("input", (event) => {
    const written = event.target;
    if (!(written instanceof HTMLTextAreaElement)) return;
    const text = /** @type {HTMLTextAreaElement | null} */ (
      written.dataset.alt ? written.form?.querySelector("textarea[data-draft]") : written);
    if (!text?.dataset.draft) return;
    tell(text, "");
    clearTimeout(timers.get(text));
    timers.set(text, setTimeout(() => keep(text, false), WAIT_MS));
  });
}
