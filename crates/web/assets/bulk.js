// Choosing rows of the list, and following what is done to many of them. The form works without this.
import { rows } from "./list.js";
import { load, say } from "./page.js";
import { t } from "./words.js";

const EVERY_MS = 700;
/** The row that was chosen last: a click with Shift chooses from there. @type {HTMLElement | null} */
let last = null;
let isAsking = false;

/** @param {Element} row @returns {HTMLInputElement | null} */
const box = (row) => row.closest("li")?.querySelector("input.pick") ?? null;

/** The rows that are chosen. */
export const chosen = () => rows().filter((row) => box(row)?.checked);

/** @param {HTMLElement} row @param {boolean} isOn */
function set(row, isOn) {
  const its = box(row);
  if (its) its.checked = isOn;
}

function tell() {
  const count = chosen().length;
  say(count === 0 ? t("None chosen") : t(count, "{count} chosen", "{count} chosen"));
}

/** Chooses a row, or does not any more. @param {HTMLElement} row */
export function toggle(row) {
  set(row, !box(row)?.checked);
  last = row;
  tell();
}

/** Chooses a row. @param {HTMLElement | null} row */
export function extend(row) {
  if (!row) return;
  set(row, true);
  last = row;
  tell();
}

/** Chooses all that the list shows, or none where all are chosen. */
export function toggleAll() {
  const all = rows();
  const isOn = chosen().length < all.length;
  for (const row of all) set(row, isOn);
  tell();
}

/** Chooses none. */
export function clear() {
  for (const row of rows()) set(row, false);
  const form = /** @type {HTMLFormElement | null} */ (document.getElementById("bulk"));
  form?.reset();
  tell();
}

/** Chooses or leaves every row between the last one and this. @param {HTMLElement} row @param {boolean} isOn */
function range(row, isOn) {
  const all = rows();
  const [from, to] = [all.indexOf(/** @type {any} */ (last)), all.indexOf(/** @type {any} */ (row))];
  if (from < 0) return;
  for (const one of all.slice(Math.min(from, to), Math.max(from, to) + 1)) set(one, isOn);
}

async function follow() {
  if (isAsking || !document.querySelector("#deed[data-moving]")) return;
  isAsking = true;
  try {
    await load(location.href, { isQuiet: true });
  } catch {
    // Asked again a moment later.
  } finally {
    isAsking = false;
  }
}

export function start() {
  document.addEventListener("click", (event) => {
    const pick = event.target instanceof HTMLInputElement && event.target.matches("input.pick") ? event.target : null;
    const row = /** @type {HTMLElement | null} */ (pick?.closest("li")?.querySelector("a.row") ?? null);
    if (!pick || !row) return;
    if (event.shiftKey) range(row, pick.checked);
    last = row;
    tell();
  });
  setInterval(follow, EVERY_MS);
}
