// Follows what is tried in the background, a query or a rule, while it runs.
import { complain, show, signIn } from "./page.js";
import { t } from "./words.js";

const EVERY_MS = 700;
let isAsking = false;

const followed = () => /** @type {HTMLElement | null} */ (document.querySelector("[data-follow]"));

async function follow() {
  const address = followed()?.dataset.follow;
  if (!address || isAsking) return;
  isAsking = true;
  try {
    const response = await fetch(address, { headers: { "X-Requested-With": "fetch" } });
    const now = followed();
    if (now?.dataset.follow !== address) return;
    if (response.ok) show(await response.text(), { isQuiet: true });
    else if (response.status === 401) signIn();
    else if (response.status === 404) {
      delete now.dataset.follow;
      complain(t("The server knows nothing of this try any more; try it again."));
    }
  } catch {
    // Asked again a moment later.
  } finally {
    isAsking = false;
  }
}

export function start() {
  setInterval(follow, EVERY_MS);
}
