// Keeps what is being written: on the server while typing, in this tab when the server does not answer.
import { csrf } from "./page.js";
import { t } from "./words.js";

const WAIT_MS = 700;
/** @type {Map<HTMLTextAreaElement, number>} */
const timers = new Map();
/** What the server has of each text that is being written. @type {Map<string, string>} */
const known = new Map();

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

/** Leaves in the box of an answer that a colleague has taken over what was typed since. @param {HTMLTextAreaElement} text */
function giveOver(text) {
  const { key } = placeOf(text);
  const theirs = known.get(key) ?? "";
  known.set(key, "");
  if (theirs.trim() === "" || !text.value.startsWith(theirs)) return;
  const since = text.value.slice(theirs.length).trimStart();
  const gone = text.value.length - since.length;
  const [from, to] = [text.selectionStart, text.selectionEnd].map((at) => Math.max(0, at - gone));
  text.value = since;
  text.setSelectionRange(from, to);
  text.dispatchEvent(new Event("input", { bubbles: true }));
}

/** @param {HTMLTextAreaElement} text @param {boolean} isLeaving */
async function keep(text, isLeaving) {
  const { id, kind, key } = placeOf(text);
  clearTimeout(timers.get(text));
  timers.delete(text);
  if (!id) return;
  const words = text.value;
  const body = new URLSearchParams({ csrf: csrf(), text: words, kind });
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
    if (response.status === 409) {
      giveOver(text);
      if (text.value.trim()) sessionStorage.setItem(key, text.value);
      else sessionStorage.removeItem(key);
      const name = await response.text();
      tell(text, t("{name} has your answer now. What you typed since is kept in this tab; “Take it over” puts both together.", { name }));
      return;
    }
    if (!response.ok) throw new Error(String(response.status));
    known.set(key, words);
    sessionStorage.removeItem(key);
    for (const alt of alts) sessionStorage.removeItem(altKey(alt));
    tell(text, text.value || alts.length > 0 ? t("Draft kept") : "");
  } catch {
    sessionStorage.setItem(key, text.value);
    for (const alt of alts) sessionStorage.setItem(altKey(alt), alt.value);
    tell(text, t("Kept in this tab only: the server does not answer"));
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
    known.delete(placeOf(text).key);
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

/** Shows what the server has: of an answer that was taken over, only what was typed since stays. @param {boolean} isQuiet */
function shown(isQuiet) {
  if (!isQuiet) known.clear();
  const text = /** @type {HTMLTextAreaElement | null} */ (document.querySelector("#reply-text"));
  if (text && document.querySelector("#begun[data-taken]")) giveOver(text);
  restore();
}

export function start() {
  restore();
  document.addEventListener("page:shown", (event) => shown(/** @type {CustomEvent} */ (event).detail.isQuiet));
  document.addEventListener("page:leaving", keepAll);
  addEventListener("pagehide", keepAll);
  document.addEventListener("input", (event) => {
    const written = event.target;
    if (!(written instanceof HTMLTextAreaElement)) return;
    const text = /** @type {HTMLTextAreaElement | null} */ (
      written.dataset.alt ? written.form?.querySelector("textarea[data-draft]") : written);
    if (!text?.dataset.draft) return;
    const { key } = placeOf(text);
    if (!known.has(key)) known.set(key, text.defaultValue);
    tell(text, "");
    clearTimeout(timers.get(text));
    timers.set(text, setTimeout(() => keep(text, false), WAIT_MS));
  });
}
