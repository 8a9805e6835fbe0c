// Keeps the page current. One stream a browser: the tab that holds a lock reads it and tells the others.
import { load, main, position, signIn } from "./page.js";
import { language, t } from "./words.js";

const REFRESH_MS = 250; // at most four a second
const RETRY_MS = [1_000, 2_000, 5_000, 10_000, 20_000];
const channel = new BroadcastChannel("coffeehouse-live");

/** The newest position that any tab heard of. */
let heard = 0;
let lastRefresh = 0;
/** @type {number | undefined} */
let waiting;
let isRefreshing = false;
let isStale = false;

/** @typedef {{ type: "sealed", position: number, kinds: string[] } | { type: "presence", conversation: string }
 *   | { type: "state", isOn: boolean, position: number } | { type: "here" }} News */

/** Whether what happened changes this page. @param {string[]} kinds */
function concernsUs(kinds) {
  const starts = (main().dataset.live ?? "").split(" ").filter(Boolean);
  return kinds.some((kind) => starts.some((start) => kind.startsWith(start)));
}

/** The least time between two refreshes: some pages want more calm. */
const pace = () => Number(main().dataset.liveAtMost ?? 0) * 1_000 || REFRESH_MS;

/** Asks for the page again, soon; several calls become one. */
function refreshSoon() {
  isStale = true;
  if (document.hidden || isRefreshing || waiting !== undefined) return;
  waiting = setTimeout(refresh, Math.max(0, lastRefresh + pace() - Date.now()));
}

/** Some pages change with the time alone. */
function refreshWhenOld() {
  const most = Number(main().dataset.liveAtLeast ?? 0) * 1_000;
  if (most && Date.now() - lastRefresh >= most) refreshSoon();
}

async function refresh() {
  waiting = undefined;
  isRefreshing = true;
  isStale = false;
  lastRefresh = Date.now();
  try {
    await load(location.href, { isQuiet: true });
  } catch {
    isStale = true; // the stream's own retry brings us back here
  }
  isRefreshing = false;
  if (isStale && !document.hidden) setTimeout(refreshSoon, pace());
}

/** @param {News} news */
function hear(news) {
  if (news.type === "sealed") {
    heard = Math.max(heard, news.position);
    if (news.position > position() && concernsUs(news.kinds)) refreshSoon();
  } else if (news.type === "presence") {
    if (document.querySelector(`#thread[data-conversation="${CSS.escape(news.conversation)}"]`)) refreshSoon();
  } else if (news.type === "state") {
    tellState(news.isOn);
    heard = Math.max(heard, news.position);
    if (news.isOn && news.position > position() && main().dataset.live) refreshSoon();
  }
}

/** @type {string | null} */
let offSince = null;
/** @param {boolean} isOn */
function tellState(isOn) {
  const place = document.getElementById("live-state");
  offSince = isOn ? null : offSince ?? new Date().toLocaleTimeString(language, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
  if (!place) return;
  place.classList.toggle("is-off", !isOn);
  place.textContent = isOn ? t("live") : t("not live since {time}, trying again", { time: offSince });
}

/** Reads the stream and tells every tab, until this tab closes. */
async function lead() {
  let tries = 0;
  for (;;) {
    const isOver = await readStream(() => { tries = 0; });
    if (isOver) return;
    await new Promise((wake) => setTimeout(wake, RETRY_MS[Math.min(tries++, RETRY_MS.length - 1)] * (0.75 + Math.random() / 2)));
  }
}

/** @param {() => void} opened @returns {Promise<boolean>} whether there is no use in trying again */
function readStream(opened) {
  return new Promise((end) => {
    const stream = new EventSource(`/live?after=${Math.max(heard, position())}`);
    /** @param {News} news */
    const tell = (news) => { hear(news); channel.postMessage(news); };
    const answer = (/** @type {MessageEvent} */ event) => {
      if (event.data.type === "here") channel.postMessage({ type: "state", isOn: stream.readyState === EventSource.OPEN, position: heard });
    };
    channel.addEventListener("message", answer);
    stream.addEventListener("hello", (event) => {
      opened();
      tell({ type: "state", isOn: true, position: Number(JSON.parse(event.data).position) });
    });
    stream.addEventListener("sealed", (event) => {
      const { position, kinds } = JSON.parse(event.data);
      tell({ type: "sealed", position: Number(position), kinds });
    });
    stream.addEventListener("presence", (event) => tell({ type: "presence", conversation: JSON.parse(event.data).conversation }));
    // We open the next one ourselves, at the position we have reached: the browser would ask for the old one again.
    stream.addEventListener("error", async () => {
      stream.close();
      channel.removeEventListener("message", answer);
      tell({ type: "state", isOn: false, position: heard });
      end(await isSignedOut());
    });
  });
}

/** A stream does not say why it ended; the page does. */
async function isSignedOut() {
  try {
    const response = await fetch(location.href, { headers: { "X-Fragment": "main" }, redirect: "manual" });
    if (response.status !== 401) return false;
    signIn();
    return true;
  } catch {
    return false;
  }
}

export function start() {
  if (document.body.classList.contains("is-door")) return;
  lastRefresh = Date.now();
  setInterval(refreshWhenOld, 5_000);
  if ("noStream" in document.body.dataset) return;
  channel.addEventListener("message", (event) => { if (event.data.type !== "here") hear(event.data); });
  channel.postMessage({ type: "here" });
  document.addEventListener("visibilitychange", () => { if (!document.hidden && isStale) refreshSoon(); });
  if (navigator.locks) navigator.locks.request("coffeehouse-live", lead);
  else lead(); // without a secure context there are no locks: each tab reads for itself
}
