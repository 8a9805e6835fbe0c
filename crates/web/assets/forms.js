// Forms are posted without leaving the page; what comes back is shown in place.
import { forget, remember } from "./draft.js";
import { begin, complain, go, say, show, signIn, stepTo } from "./page.js";
import { t } from "./words.js";

/** Forms that wait for their answer. Their marks do not say so: the page may be drawn anew meanwhile. @type {Set<HTMLFormElement>} */
const waiting = new Set();

/** Whether an act is on its way. */
export const isSending = () => waiting.size > 0;

const openMenus = () => [...document.querySelectorAll("details.menu[open]")];

/** Menus fold when their act is done; the focus stays with them. Those that were opened since stay. @param {Element[]} menus */
function fold(menus) {
  for (const menu of menus) {
    if (menu.contains(document.activeElement)) menu.querySelector("summary")?.focus();
    menu.removeAttribute("open");
  }
}

/** Buttons are marked, not disabled: a disabled one would lose the focus. @param {HTMLFormElement} form @param {boolean} isSending */
function setSending(form, isSending) {
  if (isSending) waiting.add(form);
  else waiting.delete(form);
  form.classList.toggle("is-sending", isSending);
  form.setAttribute("aria-busy", String(isSending));
  const buttons = [...form.elements, ...document.querySelectorAll(`button[form="${CSS.escape(form.getAttribute("id") ?? "")}"]`)];
  for (const button of buttons) {
    if (!(button instanceof HTMLButtonElement) || button.type !== "submit") continue;
    if (isSending) button.setAttribute("aria-disabled", "true");
    else button.removeAttribute("aria-disabled");
  }
}

/**
 * @param {HTMLFormElement} form
 * @param {HTMLElement | null} submitter
 */
async function post(form, submitter) {
  const fields = new FormData(form, submitter);
  const turn = begin();
  const menus = openMenus();
  setSending(form, true);
  forget(form);
  let response;
  try {
    const action = submitter?.getAttribute("formaction") ?? form.getAttribute("action");
    response = await fetch(action ?? location.href, {
      method: "POST",
      body: form.enctype === "multipart/form-data" ? fields : new URLSearchParams(/** @type {any} */ (fields)),
      headers: { "X-Requested-With": "fetch", "X-Fragment": "main" },
    });
  } catch {
    remember(form);
    setSending(form, false);
    complain(t("Not done: the server did not answer. What you typed is still here."));
    return;
  }
  if (!response.ok) remember(form);
  setSending(form, false);
  if (response.status === 401) { signIn(); return; }
  const text = await response.text();
  if (response.ok) succeed(form, response, text, { turn, menus, isDone: !submitter?.hasAttribute("formaction") });
  else if (response.status === 409 || response.status === 422) refuse(form, text, turn);
  else complain(plain(text) ?? t("Not done: the server answered {status}. What you typed is still here.", { status: response.status }));
}

/** @param {HTMLFormElement} form @param {Response} response @param {string} text @param {{ turn: number, menus: Element[], isDone: boolean }} sent */
function succeed(form, response, text, { turn, menus, isDone }) {
  // What was kept as a draft is posted now; what a button took elsewhere is a draft still, and comes back with the page.
  if (isDone) for (const field of form.querySelectorAll("textarea")) field.defaultValue = "";
  form.reset();
  fold(menus);
  document.getElementById("notice")?.remove();
  if (response.redirected && response.url !== location.href) {
    const to = new URL(response.url);
    if (to.pathname === "/sign-in") { signIn(); return; }
    stepTo(to);
  }
  // Something else was shown meanwhile: ask again rather than show what is old; but an answer that stands at no address of
  // its own, such as a link that is shown once, is shown.
  if (text.trim() && !show(text, { turn })) {
    if (response.redirected) go(location.href, { isBack: true });
    else show(text);
  }
  const notice = document.getElementById("notice");
  say(notice?.querySelector("p")?.textContent ?? t("Done."));
}

/** The text stays, the reason stands beside it, and the focus stays where it was. @param {HTMLFormElement} form @param {string} text @param {number} turn */
function refuse(form, text, turn) {
  const focused = document.activeElement;
  // Also when something newer was shown meanwhile: why it was refused is told nowhere else.
  if (!show(text, { turn })) show(text);
  const wrong = document.querySelector("[aria-invalid=true]");
  if (wrong instanceof HTMLElement) wrong.focus();
  else if (form.isConnected && (!focused || focused === document.body)) form.querySelector("textarea")?.focus();
}

/** The sentence of an error page. @param {string} text */
function plain(text) {
  const parsed = new DOMParser().parseFromString(text, "text/html");
  const lines = [...parsed.querySelectorAll(".err h1, .err p")].map((line) => line.textContent?.trim());
  return lines.length > 0 ? lines.slice(0, 2).join(". ").replace("..", ".") : null;
}

export function start() {
  document.addEventListener("submit", (event) => {
    const form = /** @type {HTMLFormElement} */ (event.target);
    if (form.method !== "post" || form.hasAttribute("data-plain") || event.defaultPrevented) return;
    event.preventDefault();
    if (waiting.has(form)) return;
    post(form, /** @type {HTMLElement | null} */ (event.submitter));
  });
}
