// Woken by a push without a word in it, asks the house what there is, and shows it.

/** What was shown already, by id: the newest. */
const KEPT = 200;
/** So many have a note each; more are one. */
const EACH = 3;
const SHOWN = "/news-shown";
const WORDS = "/news-words";

async function shown() {
  const found = await (await caches.open("news")).match(SHOWN);
  return found ? new Set(await found.json()) : new Set();
}

/** @param {Set<string>} ids */
async function keepShown(ids) {
  await (await caches.open("news")).put(SHOWN, new Response(JSON.stringify([...ids].slice(-KEPT))));
}

/**
 * What is said here and not by the house; in English until it said this too.
 * @typedef {{ several: string, some: string, none: string, signed_out: string }} Words
 * @type {Words}
 */
const ENGLISH = {
  several: "{count} things are for you",
  some: "Something is for you in Coffeehouse",
  none: "Nothing new is for you in Coffeehouse",
  signed_out: "You are signed out of Coffeehouse here",
};

/** What the house last said of it. @returns {Promise<Words>} */
async function words() {
  const found = await (await caches.open("news")).match(WORDS);
  return found ? { ...ENGLISH, ...await found.json() } : ENGLISH;
}

/** @param {Words} said */
async function keepWords(said) {
  await (await caches.open("news")).put(WORDS, new Response(JSON.stringify(said)));
}

/** The pages that can be seen now. */
async function visible() {
  const pages = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
  return pages.filter((page) => page.visibilityState === "visible");
}

/** @param {string} title @param {string} tag @param {string} path @param {boolean} [silent] */
const show = (title, tag, path, silent = false) => self.registration.showNotification(title, { tag, silent, data: { path } });

async function leave() {
  const place = await self.registration.pushManager.getSubscription();
  await place?.unsubscribe();
  await show((await words()).signed_out, "signed-out", "/sign-in");
}

async function tell() {
  let items, said;
  try {
    const answer = await fetch("/me/news", { headers: { "X-Requested-With": "fetch" }, cache: "no-store" });
    if (answer.status === 401 || answer.status === 403) return leave();
    if (!answer.ok) throw new Error(String(answer.status));
    ({ items, words: said } = await answer.json());
  } catch {
    return show((await words()).some, "news", "/notices");
  }
  await keepWords(said);
  const [before, pages] = await Promise.all([shown(), visible()]);
  const looked = pages.filter((page) => page.focused).map((page) => new URL(page.url).pathname);
  // What stands on a page that somebody looks at is told by that page.
  const isTold = (item) => before.has(item.id) || looked.includes("/notices") || looked.includes(item.path.split("?")[0]);
  const fresh = items.filter((item) => !isTold(item));
  await keepShown(new Set([...before, ...items.map((item) => item.id).reverse()]));
  if (fresh.length > EACH) return show(said.several.replace("{count}", String(fresh.length)), "news", "/notices");
  // Browsers take the right to be woken away from who wakes them for nothing that can be seen.
  if (!fresh.length && !pages.length) return show(said.none, "nothing-new", "/notices", true);
  for (const item of fresh.reverse()) await show(item.words, `notice-${item.id}`, item.path);
}

/** @param {string} path */
async function open(path) {
  const pages = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
  const there = pages.find((page) => new URL(page.url).pathname === path.split("?")[0]);
  if (there) return there.focus();
  return self.clients.openWindow(path);
}

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("push", (event) => event.waitUntil(tell()));
self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(open(event.notification.data?.path ?? "/notices"));
});
