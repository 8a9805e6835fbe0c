// The list: moving through its rows, and holding new ones back while somebody reads it.
import { t } from "./words.js";

/** @returns {HTMLAnchorElement[]} */
export const rows = () => [...document.querySelectorAll("#rows a.row")].map((row) => /** @type {HTMLAnchorElement} */ (row));

/** Which place of the list the keys stood on last. */
let place = 0;
/** Whether the next list may be shown whole. */
let isReleased = false;
export const release = () => { isReleased = true; };

/** The row that the keys stand on. */
export function here() {
  const all = rows();
  return all.find((row) => row === document.activeElement) ?? all.find((row) => row.hasAttribute("aria-current"))
    ?? all.find((row) => row.tabIndex === 0 && row.dataset.roving === "") ?? null;
}

/** The row `step` places on; the first when the keys stand nowhere. @param {number} step */
export function beside(step) {
  const all = rows();
  const at = all.indexOf(/** @type {any} */ (here()));
  return at < 0 ? all[0] ?? null : all[Math.min(Math.max(at + step, 0), all.length - 1)];
}

/** One row takes part in tabbing; the others are reached by keys. @param {HTMLElement | null} [chosen] */
export function rove(chosen) {
  const all = rows();
  // What was open may have left the list: whatever took its place is where the keys stand.
  const inPlace = document.querySelector("#main.has-open") ? all[Math.min(place, all.length - 1)] : all[0];
  const one = chosen ?? all.find((row) => row === document.activeElement) ?? all.find((row) => row.hasAttribute("aria-current")) ?? inPlace;
  place = Math.max(all.indexOf(/** @type {any} */ (one)), 0);
  for (const row of all) {
    row.tabIndex = row === one ? 0 : -1;
    row.toggleAttribute("data-roving", row === one);
  }
}

/**
 * Keeps the first row in sight where it is while others come or go before it; begun right before they do, since somebody
 * scrolls meanwhile. @returns {() => void} gives it back
 */
export function holdInSight() {
  const pane = /** @type {HTMLElement} */ (document.getElementById("rows"));
  const scrolled = pane.scrollHeight > pane.clientHeight + 1 ? pane : /** @type {HTMLElement} */ (document.scrollingElement);
  const top = Math.max(pane.getBoundingClientRect().top, 0);
  const inSight = rows().find((row) => row.getBoundingClientRect().bottom > top);
  const at = inSight?.getBoundingClientRect().top ?? 0;
  return () => {
    const now = rows().find((row) => row.dataset.id === inSight?.dataset.id);
    if (now) scrolled.scrollTop += now.getBoundingClientRect().top - at;
  };
}

/** Whether rows that come or go would move what somebody looks at. */
function isRead() {
  const pane = document.getElementById("rows");
  return !!pane && (pane.matches(":hover, :focus-within") || pane.scrollTop > 0);
}

/**
 * Takes rows that are not on screen out of a list about to be shown, and keeps the order of the others; says how many wait.
 * @param {HTMLElement} next the <main> about to be shown
 * @param {boolean} isQuiet whether nobody asked for it
 */
export function holdBack(next, isQuiet) {
  const pill = document.getElementById("pill");
  const now = document.querySelector("#list");
  const then = next.querySelector("#list");
  const isSame = now && then && now.getAttribute("data-list") === then.getAttribute("data-list");
  const wasHeld = pill !== null && !pill.hidden;
  const mayShow = isReleased || !isSame || rows().length === 0 || (!wasHeld && !isQuiet) || !isRead();
  isReleased = false;
  const target = then?.querySelector(".row-list");
  let held = 0;
  if (!mayShow && target) {
    const coming = new Map([...target.children].map((item) => [item.getAttribute("data-key"), item]));
    const order = [...document.querySelectorAll(".row-list > li")].map((item) => item.getAttribute("data-key"));
    const kept = order.flatMap((key) => coming.get(key) ?? []);
    held = coming.size - kept.length;
    target.replaceChildren(...kept);
  }
  if (pill) {
    pill.hidden = held === 0;
    pill.textContent = t(held, "{count} new", "{count} new");
  }
  if (mayShow && isSame && isQuiet && target) markArrivals(target);
}

/** @param {Element} target */
function markArrivals(target) {
  const known = new Set([...document.querySelectorAll(".row-list > li")].map((item) => item.getAttribute("data-key")));
  if (known.size === 0) return;
  for (const item of target.children) if (!known.has(item.getAttribute("data-key"))) item.classList.add("arrives");
}

export function start() {
  rove();
  document.addEventListener("page:shown", () => rove());
  document.addEventListener("focusin", (event) => {
    const row = event.target instanceof Element ? event.target.closest("#rows a.row") : null;
    if (row) rove(/** @type {HTMLElement} */ (row));
  });
}
