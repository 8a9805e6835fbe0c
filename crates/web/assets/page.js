// The page as a whole: asks the server for its <main> and brings the one on screen to that shape.
import { hold } from "./focus.js";
import { holdBack, holdInSight } from "./list.js";
import { morph } from "./morph.js";

/** Counts requests for the page, so that an answer that was overtaken is not shown. */
let asked = 0;
let shown = 0;
/** @type {AbortController | null} */
let navigation = null;
/** The address without the place in it. */
const address = () => location.pathname + location.search;
/** The address of what is on screen. */
let here = address();

export const main = () => /** @type {HTMLElement} */ (document.getElementById("main"));

/** The sealed position that the page shows. */
export const position = () => Number(main().dataset.position ?? 0);

/** The token for posting. */
export const csrf = () => document.body.dataset.csrf ?? "";

/** Says something to those who listen to the page. @param {string} words */
export function say(words) {
  const status = document.getElementById("status");
  if (!status) return;
  status.textContent = ""; // the same words again are said again
  requestAnimationFrame(() => { status.textContent = words; });
}

/** Shows that something went wrong, until the next act. @param {string} words */
export function complain(words) {
  document.getElementById("notice")?.remove();
  const notice = Object.assign(document.createElement("div"), { id: "notice", className: "toast bad", textContent: words });
  notice.setAttribute("role", "alert");
  main().prepend(notice);
}

/** Goes to the door; comes back to this page. */
export function signIn() {
  location.assign("/sign-in?next=" + encodeURIComponent(address()));
}

/** Begins a request whose answer will be shown, unless a later one was shown before. @returns {number} */
export const begin = () => ++asked;

/**
 * Shows an answer of the server: a <main>, or parts of it that have an id.
 * @param {string} text the markup
 * @param {{ turn?: number, isQuiet?: boolean, isScrolled?: boolean }} [how] quiet: nobody asked for it, so nothing may jump;
 * scrolled: it is another part of the list that is being scrolled
 * @returns {boolean} whether it was shown
 */
export function show(text, { turn = begin(), isQuiet = false, isScrolled = false } = {}) {
  if (turn < shown) return false;
  const parsed = new DOMParser().parseFromString(text, "text/html");
  const next = parsed.getElementById("main");
  // What follows no event is not to be replaced by an answer to one: a link that is shown once.
  if (next && isQuiet && main().dataset.live === "") return false;
  const giveBack = hold();
  if (next) {
    shown = turn;
    const notice = document.getElementById("notice");
    if (isQuiet && notice && !next.querySelector("#notice")) next.prepend(notice.cloneNode(true));
    if (isQuiet) keepTold(next);
    holdBack(next, isQuiet);
    const giveSightBack = isScrolled ? holdInSight() : null;
    morph(main(), next);
    giveSightBack?.();
    showOutside();
  } else {
    for (const part of [...parsed.body.children]) {
      const here = part.id && document.getElementById(part.id);
      if (here) morph(here, part);
    }
  }
  document.dispatchEvent(new CustomEvent("page:shown", { detail: { isQuiet } }));
  giveBack();
  return true;
}

/** Why something was refused is told once: what happens elsewhere meanwhile does not take it away. @param {Element} next */
function keepTold(next) {
  for (const told of main().querySelectorAll("[data-told]")) {
    const holder = /** @type {HTMLElement} */ (told.parentElement);
    const there = /** @type {HTMLElement | null} */ (next.querySelector(`#${CSS.escape(holder.id)}`));
    const isSame = there?.dataset.conversation === holder.dataset.conversation;
    if (there && isSame && !there.querySelector("[data-told]")) there.prepend(told.cloneNode(true));
  }
}

/** The title, the counts in the bar and what was searched for stand outside <main>. */
function showOutside() {
  const { title, waiting, notices, sought, stopped } = main().dataset;
  const find = /** @type {HTMLInputElement | null} */ (document.getElementById("find"));
  if (find && find.defaultValue !== (sought ?? "")) {
    const isTyped = find === document.activeElement && find.value !== find.defaultValue;
    find.defaultValue = sought ?? "";
    if (!isTyped) find.value = find.defaultValue;
  }
  if (title) document.title = title;
  const count = document.querySelector(".nav [data-count]");
  if (count && waiting !== undefined) count.textContent = waiting;
  const stopSign = /** @type {HTMLElement | null} */ (document.querySelector(".stop-sign"));
  if (stopSign) {
    stopSign.hidden = !stopped;
    stopSign.textContent = stopped ?? "";
  }
  for (const told of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-notices]:not(#main)"))) {
    told.hidden = notices === undefined || notices === "0";
    if (told.firstChild) told.firstChild.nodeValue = notices ?? "";
  }
}

/** Says in the address what is shown from now on, as a step of its own. @param {string | URL} url */
export function stepTo(url) {
  history.pushState(null, "", url);
  here = address();
}

/** Says in the address what is shown, in place of what it says: what was done on the way here is not done again. @param {string | URL} url */
export function settle(url) {
  history.replaceState(null, "", url);
  here = address();
}

/**
 * Asks for a page's <main> and shows it. What nobody asked for is of the page that is on screen when it comes: an act may
 * have led to another address meanwhile.
 * @param {string} url
 * @param {{ isQuiet?: boolean, isScrolled?: boolean, signal?: AbortSignal }} [how]
 * @returns {Promise<boolean>} false when it could not be had; what was overtaken was had
 */
export async function load(url, { isQuiet = false, isScrolled = false, signal } = {}) {
  const turn = begin();
  const from = address();
  const response = await fetch(url, { headers: { "X-Fragment": "main" }, signal, cache: "no-store" });
  if (response.status === 401) { signIn(); return false; }
  if (!response.ok && response.status !== 404 && response.status !== 422) return false; // those have a page of ours
  const text = await response.text();
  if (isQuiet && from !== address()) return load(location.href, { isQuiet, signal });
  show(text, { turn, isQuiet, isScrolled });
  return true;
}

/**
 * Goes to another page of the inbox without leaving this one.
 * @param {string} url
 * @param {{ isBack?: boolean, isInPlace?: boolean, isScrolled?: boolean }} [how] back: the address changed already; in place:
 * it is no step of its own for whoever goes back; scrolled: as for `show`
 */
export async function go(url, { isBack = false, isInPlace = false, isScrolled = false } = {}) {
  navigation?.abort();
  const mine = navigation = new AbortController();
  document.documentElement.classList.add("is-loading");
  document.dispatchEvent(new CustomEvent("page:leaving"));
  try {
    if (isInPlace) history.replaceState(null, "", url);
    else if (!isBack) stepTo(url);
    here = address();
    if (!await load(url, { isScrolled, signal: mine.signal })) location.assign(url);
    const focused = /** @type {HTMLElement | null} */ (document.activeElement);
    if (!focused?.offsetParent) main().focus({ preventScroll: true }); // what had it is gone, or on another screen
  } catch (error) {
    if (!mine.signal.aborted) location.assign(url); // the browser's own page says what is wrong
  } finally {
    if (navigation === mine) document.documentElement.classList.remove("is-loading");
  }
}

export function start() {
  // Going to a place within the page (`#context`) is told as well, and asks for nothing.
  addEventListener("popstate", () => {
    if (main().classList.contains("inbox") && address() !== here) go(location.href, { isBack: true });
  });
}
