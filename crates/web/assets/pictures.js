// Pictures for an answer: chosen, pasted or dropped, they go to the server at once and come back with a place for their
// description. What is being written meanwhile stays as it is.
import { firstShown } from "./focus.js";
import { begin, complain, say, show, signIn } from "./page.js";
import { t } from "./words.js";

/** Pictures that are on their way, one after the other. @type {Promise<void>} */
let queue = Promise.resolve();
let under = 0;

const form = () => /** @type {HTMLFormElement | null} */ (document.getElementById("reply-form"));
const input = () => /** @type {HTMLInputElement | null} */ (document.getElementById("reply-file"));

/** Says how it goes, for eyes and ears. @param {string} words */
function tell(words) {
  const place = document.getElementById("pictures-status");
  if (place) place.textContent = words;
  form()?.classList.toggle("is-adding", under > 0);
}

/**
 * Posts what is written, with what is to happen to the pictures.
 * @param {string} address
 * @param {(fields: FormData) => void} add
 * @returns {Promise<boolean>} whether it was done
 */
async function post(address, add) {
  const shown = form();
  if (!shown) return false;
  const fields = new FormData(shown);
  fields.delete("file");
  add(fields);
  const turn = begin();
  let response;
  try {
    response = await fetch(address, { method: "POST", body: fields, headers: { "X-Requested-With": "fetch", "X-Fragment": "main" } });
  } catch {
    complain(t("Not done: the server did not answer. What you wrote is still here."));
    return false;
  }
  if (response.status === 401) { signIn(); return false; }
  const text = await response.text();
  // Somebody went to another conversation meanwhile: what was done there is there.
  if (!shown.isConnected || shown.getAttribute("action") !== form()?.getAttribute("action")) return response.ok;
  if (response.ok || response.status === 422) {
    if (!show(text, { turn })) show(text);
  } else {
    const lines = [...new DOMParser().parseFromString(text, "text/html").querySelectorAll(".err p")];
    complain(lines[0]?.textContent ?? t("Not done: the server answered {status}. What you wrote is still here.", { status: response.status }));
  }
  return response.ok;
}

/** @param {File[]} files @param {boolean} isChosen by the button, from where one goes on to the description */
function add(files, isChosen) {
  const field = input();
  if (!field || files.length === 0) return;
  const { action = "", bytesMax = "0", room = "0" } = field.dataset;
  const fit = files.filter((file) => file.size <= Number(bytesMax));
  if (fit.length < files.length) complain(t("A picture can have at most {size} MB.", { size: Math.round(Number(bytesMax) / 1048576) }));
  const taken = fit.slice(0, Math.max(Number(room) - under, 0));
  if (taken.length < fit.length) complain(t("There is no room for more pictures in this answer."));
  under += taken.length;
  for (const file of taken) queue = queue.then(() => bring(file, action, isChosen));
}

/** @param {File} file @param {string} action @param {boolean} isChosen */
async function bring(file, action, isChosen) {
  tell(t(under, "Adding the picture…", "Adding {count} pictures…"));
  const isThere = await post(action, (fields) => fields.append("file", file, file.name || "picture")).catch(() => false);
  under -= 1;
  tell("");
  if (!isThere) return;
  say(t("The picture is there. Say what it shows."));
  // Whoever pasted it while writing goes on writing.
  if (under === 0 && isChosen) undescribed()?.focus();
}

const undescribed = () => /** @type {HTMLElement | undefined} */ (
  [...document.querySelectorAll("#reply-pictures textarea")].find((field) => /** @type {HTMLTextAreaElement} */ (field).value === ""));

/** @param {DataTransfer | null} data */
const pictures = (data) => [...(data?.files ?? [])].filter((file) => file.type.startsWith("image/"));

/** Whether something of files is held over the box. @param {DragEvent} event */
const isOverBox = (event) => Boolean(input()) && event.target instanceof Element && event.target.closest("#composer") !== null
  && [...(event.dataTransfer?.types ?? [])].includes("Files");

export function start() {
  document.addEventListener("change", (event) => {
    const field = event.target;
    if (!(field instanceof HTMLInputElement) || field.id !== "reply-file") return;
    add([...(field.files ?? [])], true);
    field.value = "";
  });
  document.addEventListener("paste", (event) => {
    const files = pictures(event.clipboardData);
    if (files.length === 0 || !input() || !(event.target instanceof Element) || !event.target.closest("#reply-form")) return;
    event.preventDefault();
    add(files, false);
  });
  document.addEventListener("dragover", (event) => {
    const isOver = isOverBox(event);
    form()?.classList.toggle("is-over", isOver);
    if (isOver) event.preventDefault();
  });
  document.addEventListener("dragleave", (event) => {
    if (!event.relatedTarget) form()?.classList.remove("is-over");
  });
  document.addEventListener("drop", (event) => {
    form()?.classList.remove("is-over");
    if (!isOverBox(event)) return;
    event.preventDefault();
    add(pictures(event.dataTransfer), false);
  });
  // Before the forms are posted as all others: what is being written is not posted with these.
  document.addEventListener("submit", (event) => {
    const shown = /** @type {HTMLFormElement} */ (event.target);
    if (shown.id !== "reply-form") return;
    const button = /** @type {HTMLButtonElement | null} */ (event.submitter);
    if (button?.hasAttribute("data-picture-act")) {
      event.preventDefault();
      queue = queue.then(async () => {
        await post(button.getAttribute("formaction") ?? "", (fields) => fields.append(button.name, button.value));
        if (document.activeElement === document.body) firstShown("textarea", form() ?? document)?.focus();
      });
    } else if (under > 0) {
      event.preventDefault();
      say(t("Not sent yet: a picture is still on its way."));
    }
  });
}
