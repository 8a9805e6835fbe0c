// Whoever works by keyboard stays where they are when what had the focus goes away: a row that leaves the list hands it to
// the row in its place, a button that is gone to what stands beside it.

/** What can have the focus. */
const ABLE = "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex='0']";
/** As far up as this is "beside": beyond it, somebody would be led astray. */
const BESIDE = "form, li, section, #list, #main";

/** @param {Element | null} element */
export const isShown = (element) => element instanceof HTMLElement && element.checkVisibility({ visibilityProperty: true });

const rows = () => /** @type {HTMLElement[]} */ ([...document.querySelectorAll("#rows a.row")]);

/** The first of those that are shown. @param {string} selector @param {ParentNode} [within] */
export const firstShown = (selector, within = document) =>
  /** @type {HTMLElement | null} */ ([...within.querySelectorAll(selector)].find(isShown) ?? null);

/**
 * Remembers what has the focus now.
 * @returns {() => void} gives it back, where it was lost meanwhile
 */
export function hold() {
  const focused = document.activeElement;
  if (!(focused instanceof HTMLElement) || focused === document.body) return () => {};
  const row = rows().indexOf(focused);
  /** @type {Element[]} */
  const around = [];
  for (let up = focused.parentElement?.closest(BESIDE); up; up = up.parentElement?.closest(BESIDE)) around.push(up);
  return () => {
    if (document.activeElement !== document.body && isShown(document.activeElement)) return;
    if (focused.isConnected && isShown(focused)) return focused.focus({ preventScroll: true });
    const left = rows();
    if (row >= 0 && left.length > 0) return left[Math.min(row, left.length - 1)].focus({ preventScroll: true });
    const near = around.find((each) => each.isConnected && isShown(each) && firstShown(ABLE, each));
    (near && near.id !== "main" ? firstShown(ABLE, near) : document.getElementById("main"))?.focus({ preventScroll: true });
  };
}
