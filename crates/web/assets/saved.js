// Saved replies and approved lines: chosen in a window, put into the answer where the cursor stands.
import { choose } from "./chooser.js";
import { write } from "./composer.js";
import { complain, say, settle, signIn } from "./page.js";
import { t } from "./words.js";

/**
 * Puts words into the answer, in place of what is marked.
 * @param {string} words
 * @param {{ saved?: string, said?: Node | null }} [of] the saved reply that they are of; the line of the fact that they say
 */
function insert(words, { saved, said } = {}) {
  const text = /** @type {HTMLTextAreaElement | null} */ (document.getElementById("reply-text"));
  if (!text) return;
  const [from, to] = [text.selectionStart, text.selectionEnd];
  write("reply");
  text.setRangeText(words, from, to, "end");
  const field = savedField(text);
  if (field && saved !== undefined) field.value = saved;
  if (said) addSaid(said);
  text.dispatchEvent(new Event("input", { bubbles: true }));
}

/** Where an answer says which saved reply it is made of. @param {HTMLTextAreaElement} text */
const savedField = (text) => /** @type {HTMLInputElement | null} */ (text.form?.elements.namedItem("saved_reply") ?? null);

/** Says under the answer which fact it says, and what is to be known of that. @param {Node} line */
function addSaid(line) {
  const list = document.getElementById("said-facts");
  const item = line instanceof Element ? line : null;
  if (!list || !item) return;
  list.querySelector(`[data-key="${CSS.escape(item.getAttribute("data-key") ?? "")}"]`)?.remove();
  list.append(document.importNode(item, true));
  const warning = item.querySelector(".fact-warning")?.textContent;
  if (warning) say(t("{fact}: {warning}", { fact: item.querySelector("label")?.textContent?.trim(), warning }));
}

/** An answer without words is made of nothing; what it is to put right is put right in other words. @param {HTMLTextAreaElement} text */
function beginAnew(text) {
  const field = savedField(text);
  if (field) field.value = "";
  for (const one of document.querySelectorAll("#said-facts > :not([data-key=corrects])")) one.remove();
}

/** Words that came with the page go where the cursor stands, once: the address asks for them no more. */
function place() {
  const text = /** @type {HTMLTextAreaElement | null} */ (document.getElementById("reply-text"));
  const words = text?.dataset.inserted;
  if (!text || words === undefined) return;
  delete text.dataset.inserted;
  const url = new URL(location.href);
  const saved = url.searchParams.get("insert") ?? savedField(text)?.value ?? "";
  url.searchParams.delete("insert");
  url.searchParams.delete("fact");
  url.searchParams.delete("statement");
  url.searchParams.delete("enquire");
  settle(url);
  // What was typed here and is not kept yet stays; the server put the words behind what it had.
  if (text.value === text.defaultValue) {
    text.value = text.defaultValue;
    write("reply");
    text.dispatchEvent(new Event("input", { bubbles: true }));
  } else insert(words, { saved });
}

/** What is to be known before words are said, and the words. @param {string | null | undefined} warning @param {string} words */
const warned = (warning, words) => warning ? t("{warning}: {words}", { warning, words }) : words;

/** Asks the server for what is saved, filled in for the open conversation, and offers it. */
export async function offer() {
  const link = /** @type {HTMLAnchorElement | null} */ (document.getElementById("saved-open"));
  if (!link) return;
  let response;
  try {
    response = await fetch(link.href, { headers: { "X-Fragment": "main" }, cache: "no-store" });
  } catch {
    complain(t("What is saved cannot be had: the server did not answer."));
    return;
  }
  if (response.status === 401) { signIn(); return; }
  if (!response.ok) { complain(t("What is saved cannot be had: the server answered {status}.", { status: response.status })); return; }
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  const choices = [...page.querySelectorAll("#saved-replies > li")].map((item) => {
    const name = /** @type {HTMLElement} */ (item.querySelector("[data-insert]"));
    const words = item.querySelector(".saved-text")?.textContent ?? "";
    const lacks = item.querySelector("[data-lacks]")?.textContent;
    return { words: name.textContent ?? "", hint: warned(lacks, words), group: t("Saved replies"), act: () => insert(words, { saved: name.dataset.insert ?? "" }) };
  });
  const lines = [...page.querySelectorAll("#our-statements > li, #approved-lines > li")].map((item) => {
    const words = item.querySelector(".saved-text")?.textContent ?? "";
    const warning = [...item.querySelectorAll(".fact-warning")].map((one) => one.textContent).join("; ");
    const said = /** @type {HTMLTemplateElement | null} */ (item.querySelector("template"))?.content.firstElementChild;
    return { words: item.querySelector("[data-line]")?.textContent ?? "", hint: warned(warning, words),
      group: item.closest("#our-statements") ? t("Statements") : t("Approved lines"), isLast: item.hasAttribute("data-due"), act: () => insert(words, { said }) };
  });
  const helpers = [...page.querySelectorAll("#who-knows > li")].map((item) => {
    const name = /** @type {HTMLElement} */ (item.querySelector("[data-name]"));
    return { words: name.textContent ?? "", hint: [...item.querySelectorAll("p")].map((one) => one.textContent).join(", "),
      group: t("Who knows this"), act: () => insert(`${name.dataset.name ?? ""} `) };
  });
  choose(t("Put a saved reply, a statement or an approved line into the answer"), [...choices, ...lines, ...helpers],
    t("No reply is saved yet, and no fact is written. Both are under your initials."));
}

export function start() {
  place();
  document.addEventListener("page:shown", place);
  document.addEventListener("click", (event) => {
    const link = event.target instanceof Element ? event.target.closest("#saved-open") : null;
    if (!link || event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    offer();
  });
  // What is asked besides goes into the answer with its words.
  document.addEventListener("click", (event) => {
    const link = event.target instanceof Element ? /** @type {HTMLElement | null} */ (event.target.closest("[data-asks]")) : null;
    if (!link || event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    link.closest("details")?.removeAttribute("open");
    const text = /** @type {HTMLTextAreaElement | null} */ (document.getElementById("reply-text"));
    const gap = text && /\S$/.test(text.value.slice(0, text.selectionStart)) ? "\n" : "";
    insert(gap + (link.dataset.asks ?? ""), { said: link.querySelector("template")?.content.firstElementChild });
  });
  document.addEventListener("input", (event) => {
    const text = event.target;
    if (text instanceof HTMLTextAreaElement && text.id === "reply-text" && text.value.trim() === "") beginAnew(text);
  });
  // What is said no more is kept with the draft.
  document.addEventListener("change", (event) => {
    if (!(event.target instanceof Element) || !event.target.closest("#said-facts, #signed")) return;
    document.getElementById("reply-text")?.dispatchEvent(new Event("input", { bubbles: true }));
  });
  // In an empty answer the key that finds everything finds what is saved.
  document.addEventListener("keydown", (event) => {
    const text = event.target;
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
    if (!(text instanceof HTMLTextAreaElement) || text.id !== "reply-text" || text.value !== "") return;
    event.preventDefault();
    offer();
  });
}
