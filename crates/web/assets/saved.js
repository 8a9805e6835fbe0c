// Saved replies: chosen in a window, put into the answer where the cursor stands.
import { choose } from "./chooser.js";
import { write } from "./composer.js";
import { complain, settle, signIn } from "./page.js";

/** Puts words into the answer, in place of what is marked. @param {string} words @param {string} id of the saved reply */
function insert(words, id) {
  const text = /** @type {HTMLTextAreaElement | null} */ (document.getElementById("reply-text"));
  if (!text) return;
  const [from, to] = [text.selectionStart, text.selectionEnd];
  write("reply");
  text.setRangeText(words, from, to, "end");
  const field = /** @type {HTMLInputElement | null} */ (text.form?.elements.namedItem("saved_reply"));
  if (field) field.value = id;
  text.dispatchEvent(new Event("input", { bubbles: true }));
}

/** Words that came with the page go where the cursor stands, once: the address asks for them no more. */
function place() {
  const text = /** @type {HTMLTextAreaElement | null} */ (document.getElementById("reply-text"));
  const words = text?.dataset.inserted;
  if (!text || words === undefined) return;
  const field = /** @type {HTMLInputElement | null} */ (text.form?.elements.namedItem("saved_reply"));
  delete text.dataset.inserted;
  const url = new URL(location.href);
  const id = url.searchParams.get("insert") ?? field?.value ?? "";
  url.searchParams.delete("insert");
  settle(url);
  // What was typed here and is not kept yet stays; the server put the words behind what it had.
  if (text.value === text.defaultValue) {
    text.value = text.defaultValue;
    write("reply");
    text.dispatchEvent(new Event("input", { bubbles: true }));
  } else insert(words, id);
}

/** Asks the server for what is saved, filled in for the open conversation, and offers it. */
export async function offer() {
  const link = /** @type {HTMLAnchorElement | null} */ (document.getElementById("saved-open"));
  if (!link) return;
  let response;
  try {
    response = await fetch(link.href, { headers: { "X-Fragment": "main" }, cache: "no-store" });
  } catch {
    complain("The saved replies cannot be had: the server did not answer.");
    return;
  }
  if (response.status === 401) { signIn(); return; }
  if (!response.ok) { complain(`The saved replies cannot be had: the server answered ${response.status}.`); return; }
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  const choices = [...page.querySelectorAll("#saved-replies > li")].map((item) => {
    const name = /** @type {HTMLElement} */ (item.querySelector("[data-insert]"));
    const words = item.querySelector(".saved-text")?.textContent ?? "";
    return { words: name.textContent ?? "", hint: words, act: () => insert(words, name.dataset.insert ?? "") };
  });
  choose("Put a saved reply into the answer", choices, "No reply is saved yet. Write one under your initials, “Saved replies”.");
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
  // In an empty answer the key that finds everything finds what is saved.
  document.addEventListener("keydown", (event) => {
    const text = event.target;
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
    if (!(text instanceof HTMLTextAreaElement) || text.id !== "reply-text" || text.value !== "") return;
    event.preventDefault();
    offer();
  });
}
