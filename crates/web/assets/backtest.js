// Follows a back-test while it runs.
import { show } from "./page.js";

const EVERY_MS = 700;

async function follow() {
  const address = document.getElementById("back-test")?.dataset.follow;
  if (!address) return;
  try {
    const response = await fetch(address, { headers: { "X-Requested-With": "fetch" } });
    if (response.ok && document.getElementById("back-test")?.dataset.follow === address) {
      show(await response.text(), { isQuiet: true });
    }
  } catch {
    // Asked again a moment later.
  }
}

export function start() {
  setInterval(follow, EVERY_MS);
}
