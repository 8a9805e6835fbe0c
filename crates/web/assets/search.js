// A search that did not come to its end goes on by itself: it looks while nothing was found, and counts what there is.
// Each step is a page that works without this, and Stop leaves it where it is.
import { morph } from "./morph.js";
import { go } from "./page.js";

/** The search that was stopped, and the one that is gone on with. */
let stopped = "";
let current = "";
/** How far counting came: its words, and where it goes on; a refreshed page begins at the beginning.
 * @type {{ words: string, next: string } | null} */
let counted = null;
/** @type {AbortController | null} */
let asking = null;

const search = () => /** @type {HTMLElement | null} */ (document.querySelector("#list[data-search]"))?.dataset.search ?? "";
const link = (/** @type {string} */ name) => /** @type {HTMLAnchorElement | null} */ (document.querySelector(`#list a[data-${name}]`));

/** @param {boolean} isOn */
function offerToStop(isOn) {
  const stop = document.getElementById("stop");
  if (stop) stop.hidden = !isOn;
}

function goOn() {
  if (search() !== current) {
    asking?.abort();
    [current, counted, asking] = [search(), null, null];
    if (current !== stopped) stopped = "";
  }
  const looks = link("looks");
  const counts = link("counts");
  if (counted) showCounted();
  // Going on shows another page of the list: not beside a conversation that somebody works in.
  const isBeside = document.querySelector("#thread[data-conversation]") !== null;
  const isOn = current !== stopped && !(isBeside && looks) && (looks !== null || (counts !== null && counted?.next !== ""));
  offerToStop(isOn);
  if (!isOn) return;
  if (looks) go(looks.href, { isInPlace: true });
  else if (counts && !asking) count(counted?.next ?? counts.href);
}

function showCounted() {
  const found = document.getElementById("found");
  if (found && counted) found.textContent = counted.words;
}

/** Asks step by step, until everything is counted. @param {string} from */
async function count(from) {
  const mine = asking = new AbortController();
  try {
    for (let next = from; next;) {
      const response = await fetch(next, { headers: { "X-Fragment": "main" }, signal: mine.signal, cache: "no-store" });
      if (!response.ok) break;
      const parsed = new DOMParser().parseFromString(await response.text(), "text/html");
      if (mine.signal.aborted) return;
      next = /** @type {HTMLAnchorElement | null} */ (parsed.querySelector("#list a[data-counts]"))?.getAttribute("href") ?? "";
      counted = { words: parsed.getElementById("found")?.textContent ?? "", next };
      showCounted();
    }
    if (counted?.next === "") {
      const counts = link("counts");
      if (counts) morph(counts, document.createElement("span"));
      offerToStop(false);
    }
  } catch {
    // Stopped, or the connection is gone: the link is still there.
  } finally {
    if (asking === mine) asking = null;
  }
}

export function start() {
  document.addEventListener("page:shown", goOn);
  document.addEventListener("click", (event) => {
    const target = event.target instanceof Element ? event.target : null;
    if (target?.closest("#stop")) {
      stopped = current;
      asking?.abort();
      offerToStop(false);
    } else if (target?.closest("a[data-looks], a[data-counts], #looking a")) {
      stopped = "";
    }
  });
  goOn();
}
