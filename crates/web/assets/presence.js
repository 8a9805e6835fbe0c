// Tells colleagues who reads and who writes here: a courtesy, never a lock.
import { csrf } from "./page.js";

const STILL_HERE_MS = 25_000;
const STOPPED_WRITING_MS = 12_000;
/** @type {string | null} */
let conversation = null;
let doing = "reading";
/** @type {number | undefined} */
let quiet;

/** @param {string} id @param {string} what */
function tell(id, what) {
  fetch(`/conversations/${id}/presence`, {
    method: "POST",
    keepalive: true,
    body: new URLSearchParams({ csrf: csrf(), doing: what }),
    headers: { "X-Requested-With": "fetch" },
  }).catch(() => {}); // who does not answer now is asked again by the next beat
}

/** @param {string} what */
function become(what) {
  if (doing === what) return;
  doing = what;
  if (conversation) tell(conversation, doing);
}

function look() {
  const now = document.querySelector("#thread[data-conversation]")?.getAttribute("data-conversation") ?? null;
  const may = document.getElementById("reply-form") ?? document.getElementById("note-form");
  if (now === conversation) return;
  if (conversation) tell(conversation, "gone");
  conversation = may ? now : null;
  doing = "reading";
  if (conversation && !document.hidden) tell(conversation, doing);
}

export function start() {
  look();
  document.addEventListener("page:shown", look);
  document.addEventListener("input", (event) => {
    if (!(event.target instanceof HTMLElement) || !["reply-text", "private-text"].includes(event.target.id)) return;
    become("writing");
    clearTimeout(quiet);
    quiet = setTimeout(() => become("reading"), STOPPED_WRITING_MS);
  });
  setInterval(() => { if (conversation && !document.hidden) tell(conversation, doing); }, STILL_HERE_MS);
  document.addEventListener("visibilitychange", () => {
    if (conversation) tell(conversation, document.hidden ? "gone" : doing);
  });
  addEventListener("pagehide", () => { if (conversation) tell(conversation, "gone"); });
}
