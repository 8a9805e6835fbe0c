// Links inside the inbox: the page changes in place, the address with it.
import { release } from "./list.js";
import { go, load, main } from "./page.js";

/** @param {MouseEvent} event */
const isPlainClick = (event) => event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;

/** Whether a link leads to another page of the inbox while we are in it. @param {HTMLAnchorElement} link */
function isInside(link) {
  return !link.target && !link.getAttribute("href")?.startsWith("#") && link.origin === location.origin && /^\/inbox(\/|$)/.test(link.pathname)
    && main().classList.contains("inbox") && main().contains(link);
}

/** Shows a message that a banner names, and lets the eye find it. @param {string} id */
function jump(id) {
  const message = document.getElementById(id);
  if (!message) return;
  message.scrollIntoView({ block: "nearest" });
  message.tabIndex = -1;
  message.focus({ preventScroll: true });
}

/** Tells when an end of the list comes near. @type {IntersectionObserver | null} */
let nearEnd = null;
/** Where the list stood before it was scrolled on, the newest last. @type {string[]} */
let before = [];
/** Whether another part of the list is on its way. */
let isUnderWay = false;

/** Goes to another part of the list that holds what is in sight. @param {string} url */
async function scrollTo(url) {
  nearEnd?.disconnect();
  isUnderWay = true;
  await go(url, { isInPlace: true, isScrolled: true });
  isUnderWay = false;
  goOn();
}

/**
 * A list goes on by itself where it is scrolled to its end, and back where it came from: so many rows stand on the page that
 * it stays quick. Beside an open conversation, and without scripts, its links do.
 */
function goOn() {
  if (isUnderWay) return;
  nearEnd?.disconnect();
  if (main().classList.contains("has-open")) return;
  const on = /** @type {HTMLAnchorElement | null} */ (document.querySelector('#rows .more a:is([data-scrolls-to], [href*="&rows="])'));
  const back = document.querySelector("#rows .more.former");
  if (!back) before = [];
  nearEnd = new IntersectionObserver((entries) => {
    const met = entries.find((entry) => entry.isIntersecting)?.target;
    if (met && met === on) {
      if (on.dataset.scrollsTo) before.push(location.href);
      scrollTo(on.dataset.scrollsTo ?? on.href);
    } else if (met) {
      scrollTo(/** @type {string} */ (before.pop()));
    }
  }, { rootMargin: "1000px" });
  if (on) nearEnd.observe(on);
  if (back && before.length > 0) nearEnd.observe(back);
}

export function start() {
  // Only what somebody scrolls goes on: a list that is just looked at stays as long as it was.
  document.addEventListener("scroll", goOn, { capture: true, once: true, passive: true });
  document.addEventListener("page:shown", () => { if (nearEnd) goOn(); });
  document.addEventListener("click", (event) => {
    if (!(event.target instanceof Element) || event.defaultPrevented || !isPlainClick(event)) return;
    if (event.target.closest("#pill")) {
      release();
      load(location.href).then(() => document.getElementById("rows")?.scrollTo({ top: 0 }));
      return;
    }
    const link = /** @type {HTMLAnchorElement | null} */ (event.target.closest("a[href]"));
    if (!link) return;
    if (link.hasAttribute("data-jump")) {
      event.preventDefault();
      jump(link.hash.slice(1));
    } else if (isInside(link)) {
      event.preventDefault();
      go(link.href);
    }
  });
  // Looking for words from within the inbox changes it in place as well.
  document.addEventListener("submit", (event) => {
    const form = /** @type {HTMLFormElement} */ (event.target);
    if (form.method !== "get" || !main().classList.contains("inbox")) return;
    event.preventDefault();
    const fields = new URLSearchParams(/** @type {any} */ (new FormData(form)));
    go(`${form.getAttribute("action")}?${fields}`);
  });
}
