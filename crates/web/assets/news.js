// Browsers in which members are told, also while no page is open: asks the browser, and its push service for a place.
import { say } from "./page.js";
import { t } from "./words.js";

/** @param {string} key base64url */
const bytes = (key) => Uint8Array.from(atob(key.replace(/-/g, "+").replace(/_/g, "/")), (sign) => sign.charCodeAt(0));

/** @param {Uint8Array} one @param {ArrayBuffer | null | undefined} other */
const isSame = (one, other) => other != null && one.length === other.byteLength && new Uint8Array(other).every((byte, at) => byte === one[at]);

/** @param {HTMLElement} button @param {string} words */
function tell(button, words) {
  const place = button.parentElement?.querySelector("[data-waking-said]");
  if (place) place.textContent = words;
  else say(words);
}

/** @param {HTMLElement} button */
async function turnOn(button) {
  const form = /** @type {HTMLFormElement | null} */ (button.closest("form"));
  const field = /** @type {HTMLInputElement | null} */ (form?.querySelector("[name=endpoint]") ?? null);
  if (!form || !field) return;
  if (!window.isSecureContext) return tell(button, t("Browsers wake for pages over HTTPS only; whoever runs this server can put it behind that."));
  if (!("serviceWorker" in navigator && "PushManager" in window && "Notification" in window)) return tell(button, t("This browser cannot be woken."));
  tell(button, "");
  if ((await Notification.requestPermission()) !== "granted") return tell(button, t("The browser was told not to show anything from here. Its settings of this site change that."));
  try {
    await navigator.serviceWorker.register("/sw.js", { scope: "/" });
    const registration = await navigator.serviceWorker.ready;
    const key = bytes(button.dataset.pushKey ?? "");
    let place = await registration.pushManager.getSubscription();
    if (place && !isSame(key, place.options.applicationServerKey)) {
      await place.unsubscribe();
      place = null;
    }
    place ??= await registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key });
    field.value = place.endpoint;
    form.requestSubmit();
  } catch {
    tell(button, t("The browser’s push service did not give it a place. Try again, or another browser."));
  }
}

export function start() {
  document.addEventListener("click", (event) => {
    const button = event.target instanceof Element ? event.target.closest("button[data-push-key]") : null;
    if (button instanceof HTMLElement) turnOn(button);
  });
}
