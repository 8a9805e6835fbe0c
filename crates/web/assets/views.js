// Counts of views: where the page shows older ones, asks for those of now once the server has counted.
import { morph } from "./morph.js";

let isAsking = false;

async function refresh() {
  const tabs = document.getElementById("views");
  const address = tabs?.dataset.counts;
  if (!address || isAsking) return;
  isAsking = true;
  try {
    const response = await fetch(address, { headers: { "X-Requested-With": "fetch" }, cache: "no-store" });
    if (!response.ok) return;
    const parsed = new DOMParser().parseFromString(await response.text(), "text/html");
    for (const count of parsed.querySelectorAll("[id^=view-count-]")) {
      const here = document.getElementById(count.id);
      if (here) morph(here, count);
    }
    document.getElementById("views")?.removeAttribute("data-counts");
  } catch {
    // The next page that is shown asks again.
  } finally {
    isAsking = false;
  }
}

export function start() {
  document.addEventListener("page:shown", refresh);
  refresh();
}
