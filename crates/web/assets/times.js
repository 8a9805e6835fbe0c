// Keeps ages and clocks current, and counts down to the moment an answer leaves the house.
import { main } from "./page.js";
import { t } from "./words.js";

/** Milliseconds that the server's clock is ahead of this machine's. */
let ahead = 0;

function readClock() {
  const now = Number(main().dataset.now);
  if (now) ahead = now - Date.now();
}

const nowMs = () => Date.now() + ahead;

/** The same words as the server's: minutes, hours, days. @param {number} seconds */
function age(seconds) {
  if (seconds < 60) return t("just now");
  if (seconds < 3600) return t("{minutes} min", { minutes: Math.floor(seconds / 60) });
  if (seconds < 86400) return t("{hours} h", { hours: Math.floor(seconds / 3600) });
  return t("{days} d", { days: Math.floor(seconds / 86400) });
}

/** @param {Element} element @param {string} words */
function put(element, words) {
  if (element.textContent !== words) element.textContent = words;
}

function refreshAges() {
  for (const time of document.querySelectorAll("time[data-ago]")) {
    const seconds = (nowMs() - Date.parse(time.getAttribute("datetime") ?? "")) / 1000;
    if (seconds >= 7 * 86400) continue; // older ones are dates, set by the server in its zone
    const isInSentence = time.getAttribute("data-ago") === "ago" && seconds >= 60;
    put(time, isInSentence ? t("{age} ago", { age: age(seconds) }) : age(seconds));
  }
}

function refreshCountdowns() {
  for (const time of document.querySelectorAll("time[data-leaves]")) {
    const seconds = Math.ceil((Date.parse(time.getAttribute("datetime") ?? "") - nowMs()) / 1000);
    put(time, seconds > 0 ? t("Goes out in {length}", { length: t("{seconds} s", { seconds }) }) : t("Going out"));
    const undo = time.closest(".under")?.querySelector("form:has([data-undo])");
    if (undo instanceof HTMLElement) undo.hidden = seconds <= 0;
  }
}

/** The same words as the server's `length_exact`. @param {number} seconds */
function lengthExact(seconds) {
  const [days, hours, minutes] = [Math.floor(seconds / 86400), Math.floor(seconds % 86400 / 3600), Math.floor(seconds % 3600 / 60)];
  if (days) return hours ? t("{days} d {hours} h", { days, hours }) : t("{days} d", { days });
  if (hours) return minutes ? t("{hours} h {minutes} min", { hours, minutes: String(minutes).padStart(2, "0") }) : t("{hours} h", { hours });
  return minutes ? t("{minutes} min", { minutes }) : t("under 1 min");
}

/** Clocks tick, and say themselves that they are near their end or past it. */
function refreshClocks() {
  for (const time of document.querySelectorAll("time[data-due]")) {
    const seconds = Math.floor(Date.parse(time.getAttribute("datetime") ?? "") / 1000) - Math.floor(nowMs() / 1000);
    const words = seconds >= 0 ? t("{length_exact} left", { length_exact: lengthExact(seconds) }) : t("{length_exact} late", { length_exact: lengthExact(-seconds) });
    put(time, words);
    const warn = Date.parse(time.getAttribute("data-warn") ?? "");
    const clock = time.closest("[data-sla]");
    const standing = seconds < 0 ? "late" : warn < nowMs() ? "near" : "ok";
    if (clock && clock.getAttribute("data-sla") !== standing) clock.setAttribute("data-sla", standing);
  }
}

export function start() {
  readClock();
  refreshCountdowns();
  document.addEventListener("page:shown", () => { readClock(); refreshAges(); refreshCountdowns(); refreshClocks(); });
  setInterval(refreshAges, 15_000);
  setInterval(refreshCountdowns, 500);
  setInterval(refreshClocks, 1000);
  document.addEventListener("visibilitychange", () => { refreshAges(); refreshClocks(); });
}
