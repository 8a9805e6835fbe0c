// Single keys. They rest while somebody types, and can be switched off in the menu behind the initials.
import { chosen, clear, extend, toggle, toggleAll } from "./bulk.js";
import { write } from "./composer.js";
import { firstShown } from "./focus.js";
import { isSending } from "./forms.js";
import { beside, here, rove, rows } from "./list.js";
import { go, main } from "./page.js";
import { offer } from "./saved.js";

const SWITCH = "single-keys";
/** @type {number | undefined} */
let opening;
/** When `g` was pressed: the next letter names a page, the next digit a view. */
let goingSince = -Infinity;
const GOING_MS = 1_500;
/** How long an undo waits for the act that it takes back. */
const UNDO_MS = 5_000;

/** @param {EventTarget | null} target */
const isTyping = (target) => target instanceof HTMLElement
  && (target.isContentEditable || (target.matches("input, textarea, select") && !target.matches("[type=radio], [type=checkbox]")));

/** @param {string} selector */
const find = (selector) => /** @type {HTMLElement | null} */ (document.querySelector(selector));

/** @param {number} step */
function move(step) {
  // What was open has left the list: the next is the row in its place, which has the focus or where the keys stand.
  const isNext = step > 0 && main().classList.contains("has-open") && !rows().some((each) => each.hasAttribute("aria-current"));
  // The first press in a list goes onto the row where the keys stand.
  const stands = here();
  const isOn = stands !== null && (stands === document.activeElement || stands.hasAttribute("aria-current"));
  const row = isNext || !isOn ? stands : beside(step);
  if (!row || row === here() && row === document.activeElement && !isNext) return;
  const isListShown = row.offsetParent !== null;
  rove(row);
  if (isListShown) {
    row.focus({ preventScroll: true });
    row.scrollIntoView({ block: "nearest" });
  }
  // With a conversation open beside the list, moving reads on; a held key opens only where it stops.
  clearTimeout(opening);
  if (main().classList.contains("has-open") && !row.hasAttribute("aria-current")) opening = setTimeout(() => go(row.href), 80);
}

/** Unfolds a menu and puts the focus on its first act. @param {string} selector */
function unfold(selector) {
  const menu = find(selector);
  if (!menu) return;
  menu.setAttribute("open", "");
  /** @type {HTMLElement | null} */ (menu.querySelector(".sheet :is(button, select, input:not([type=hidden]))"))?.focus();
}

/** Where rows are chosen, the decision is about those. */
const triage = () => find(chosen().length > 0 ? "#bulk-triage" : "#triage");

/** Decides what is to become of the conversation, or why nothing is said, or in its open menu what came of it, by the number of
 * the act. @param {string} number */
function decide(number) {
  const menu = find("#outcome[open]") ?? triage();
  const reasons = /** @type {HTMLElement | null} */ (menu?.querySelector(".reasons[open]") ?? null);
  /** @type {HTMLElement | null} */
  const act = (reasons?.offsetParent ? reasons.querySelector(`[data-reason="${number}"]`) : menu?.querySelector(`[data-stroke="${number}"]`)) ?? null;
  if (!menu || !act) return;
  if (act instanceof HTMLButtonElement) {
    act.click();
    if (act.dataset.writes !== undefined) write("reply");
    return;
  }
  // Silence asks for a reason first.
  menu.setAttribute("open", "");
  act.parentElement?.setAttribute("open", "");
  /** @type {HTMLElement | null} */ (menu.querySelector("[data-reason]"))?.focus();
}

function toLabel() {
  const label = find("#label-name");
  if (label && label.offsetParent === null) location.hash = "context";
  label?.focus();
}

function toContext() {
  if (location.hash === "#context") leaveContext();
  else if (find(".to-context")?.offsetParent) location.hash = "context";
  else firstShown("#context a, #context button")?.focus();
}

function leaveContext() {
  location.hash = "thread";
}

/** Closes what is open, from the innermost outwards. */
function escape() {
  const menu = find("details.menu[open]");
  if (menu) {
    menu.removeAttribute("open");
    /** @type {HTMLElement | null} */ (menu.querySelector("summary"))?.focus();
  } else if (!isTyping(document.activeElement) && chosen().length > 0) clear();
  else if (isTyping(document.activeElement)) /** @type {HTMLElement} */ (document.activeElement).blur();
  else if (location.hash === "#context") leaveContext();
  else if (main().classList.contains("has-open")) {
    const row = here();
    if (row?.offsetParent) row.focus();
    else find("[data-back]")?.click();
  }
}

/** Takes the last act back; one that is on its way first arrives. */
function undo() {
  if (isSending()) {
    const asked = performance.now();
    document.addEventListener("page:shown", () => { if (performance.now() - asked < UNDO_MS) undo(); }, { once: true });
    return;
  }
  const buttons = document.querySelectorAll("[data-undo]");
  const last = find("#notice [data-undo]") ?? buttons[buttons.length - 1];
  if (last instanceof HTMLElement) last.click();
}

/** Likes their newest message, and no older one once that is liked. */
function like() {
  const theirs = document.querySelectorAll("#thread .msg:not(.ours)");
  /** @type {HTMLElement | null | undefined} */ (theirs[theirs.length - 1]?.querySelector("[data-like]"))?.click();
}

/** Goes to a page of the bar by its first letter, or to a saved view by its number. @param {string} key @returns {boolean} whether there is one */
function goTo(key) {
  const link = /^[a-z]$/.test(key) ? find(`:is(.nav, .me) a[data-go="${key}"]`) : /^[1-9]$/.test(key) && find(`.views a[data-go="${key}"]`);
  if (link) link.click();
  return Boolean(link);
}

/** @type {Record<string, () => void>} */
const ACTS = {
  g: () => { goingSince = performance.now(); },
  j: () => move(1),
  k: () => move(-1),
  o: () => here()?.click(),
  r: () => write("reply"),
  n: () => write("note"),
  v: () => write("private"),
  x: () => { const row = here(); if (row) toggle(row); },
  X: toggleAll,
  J: () => { extend(here()); move(1); extend(here()); },
  K: () => { extend(here()); move(-1); extend(here()); },
  t: () => unfold(chosen().length > 0 ? "#bulk-triage" : "#triage"),
  ";": () => offer(),
  // Where rows are chosen, the act is for those.
  a: () => unfold(chosen().length > 0 ? "#bulk-assign" : "#assign"),
  s: () => unfold(chosen().length > 0 ? "#bulk-snooze" : "#snooze"),
  w: () => unfold(chosen().length > 0 ? "#bulk-owe" : "#owe"),
  d: () => unfold(chosen().length > 0 ? "#bulk-macro" : "#macro"),
  c: () => unfold(chosen().length > 0 ? "#bulk-commit" : "#commit"),
  p: () => unfold(chosen().length > 0 ? "#bulk-priority" : "#priority"),
  u: () => find(chosen().length > 0 ? "#bulk-pin" : "#pin")?.click(),
  f: () => find("#subscribe")?.click(),
  E: () => unfold("#outcome"),
  e: () => find(chosen().length > 0 ? ".bulk-done" : ".done-act")?.click(),
  l: () => chosen().length > 0 ? unfold("#bulk-label") : toLabel(),
  "+": like,
  i: toContext,
  m: () => find("#arrange")?.click(),
  W: () => find("#own-up")?.click(),
  z: undo,
  "/": () => { const field = /** @type {HTMLInputElement | null} */ (find("#find")); field?.focus(); field?.select(); },
  "?": () => /** @type {any} */ (find("#keys-help"))?.togglePopover(),
};

export function start() {
  const box = /** @type {HTMLInputElement | null} */ (find("#single-keys"));
  if (box) {
    box.checked = localStorage.getItem(SWITCH) !== "off";
    box.closest("[hidden]")?.removeAttribute("hidden");
    box.addEventListener("change", () => localStorage.setItem(SWITCH, box.checked ? "on" : "off"));
  }
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    const isHelpOpen = find("#keys-help")?.matches(":popover-open");
    if (event.key === "Escape") { if (!isHelpOpen) escape(); return; }
    if (isTyping(event.target) || box?.checked === false || (isHelpOpen && event.key !== "?")) return;
    const isGoing = performance.now() - goingSince < GOING_MS;
    goingSince = -Infinity;
    if (isGoing && goTo(event.key)) { event.preventDefault(); return; }
    const act = /^[1-9]$/.test(event.key) ? () => decide(event.key) : ACTS[event.key];
    if (!act) return;
    event.preventDefault();
    // What a network shows to everybody is done once a press, however long the key is held.
    if (event.key === "+" && event.repeat) return;
    act();
  });
  // A click beside a menu folds it.
  document.addEventListener("click", (event) => {
    for (const menu of document.querySelectorAll("details.menu[open]")) {
      if (!menu.contains(/** @type {Node} */ (event.target))) menu.removeAttribute("open");
    }
  });
}
