// How long the answer is, by the network's own rule: characters as people count them, and bytes.
import { t } from "./words.js";

const characters = new Intl.Segmenter(undefined, { granularity: "grapheme" });
const bytes = new TextEncoder();

/** @param {HTMLTextAreaElement} text */
function measure(text) {
  // What is signed goes behind the words, on a line of its own.
  const signs = /** @type {HTMLInputElement | null} */ (document.querySelector(`[data-signs="${text.id}"]:checked`));
  const whole = signs ? `${text.value.trimEnd()}\n${signs.dataset.words}` : text.value;
  const place = document.getElementById(text.dataset.length ?? "");
  if (!place) return;
  // Forms are sent with CR LF for each line's end; the server turns them back before it counts.
  const count = [...characters.segment(whole)].length;
  const size = bytes.encode(whole).length;
  const countMax = Number(text.dataset.graphemesMax ?? Infinity);
  const sizeMax = Number(text.dataset.bytesMax ?? Infinity);
  const isOver = count > countMax || size > sizeMax;
  place.classList.toggle("over", isOver);
  const meter = place.querySelector("meter");
  if (meter) meter.value = Number.isFinite(countMax) ? count : size;
  const words = place.querySelector("[data-count]");
  if (words) words.textContent = say(count, size, countMax, sizeMax);
  text.setAttribute("aria-invalid", String(isOver));
}

/** @param {number} count @param {number} size @param {number} countMax @param {number} sizeMax */
function say(count, size, countMax, sizeMax) {
  const ofBytes = t("{bytes} of {max} bytes", { bytes: size, max: sizeMax });
  if (count > countMax) return t(count - countMax, "{count} too many", "{count} too many");
  if (size > sizeMax) return t(size - sizeMax, "{count} byte too many", "{count} bytes too many");
  if (size > sizeMax * 0.9) return ofBytes;
  if (Number.isFinite(countMax)) return t("{graphemes} of {max}", { graphemes: count, max: countMax });
  return Number.isFinite(sizeMax) ? ofBytes : String(count);
}

function measureAll() {
  for (const text of document.querySelectorAll("textarea[data-length]")) measure(/** @type {HTMLTextAreaElement} */ (text));
}

export function start() {
  measureAll();
  document.addEventListener("page:shown", measureAll);
  document.addEventListener("input", (event) => {
    if (event.target instanceof HTMLTextAreaElement && event.target.dataset.length) measure(event.target);
  });
  document.addEventListener("change", (event) => {
    if (event.target instanceof HTMLInputElement && event.target.dataset.signs) measureAll();
  });
}
