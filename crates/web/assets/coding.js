// Codes by keys: a digit answers the question where the line stands, then the line goes to the next one.

const form = () => /** @type {HTMLFormElement | null} */ (document.querySelector("#coding-form"));
const questions = () => /** @type {HTMLFieldSetElement[]} */ ([...(form()?.querySelectorAll("fieldset") ?? [])]);
/** @param {Element} question */
const isAnswered = (question) => question.querySelector(":checked") !== null;

/** @param {EventTarget | null} target */
const isTyping = (target) => target instanceof HTMLElement
  && (target.isContentEditable || (target.matches("input, textarea, select") && !target.matches("[type=radio], [type=checkbox]")));

/** The question that a digit answers: where the focus is, else the one with the line, else the first without an answer. */
function standing() {
  const all = questions();
  return all.find((one) => one.contains(document.activeElement)) ?? all.find((one) => one.classList.contains("is-current"))
    ?? all.find((one) => !isAnswered(one)) ?? all[0];
}

/** @param {Element | undefined} question */
function stand(question) {
  for (const one of questions()) one.classList.toggle("is-current", one === question);
}

/** @param {string} digit */
function answer(digit) {
  const question = standing();
  const choice = /** @type {HTMLInputElement | null | undefined} */ (question?.querySelector(`input[type=radio][value="${digit}"]`));
  if (!question || !choice) return;
  choice.checked = true;
  const all = questions();
  const next = all.slice(all.indexOf(question) + 1).find((one) => !isAnswered(one)) ?? all.find((one) => !isAnswered(one));
  stand(next ?? question);
  /** @type {HTMLElement | null} */ ((next ?? question).querySelector(next ? "input[type=radio]" : ":checked"))?.focus({ preventScroll: !next });
}

/** @param {"on" | "back"} where */
function keep(where) {
  /** @type {HTMLButtonElement | null | undefined} */ (form()?.querySelector(`[data-coding="${where}"]`))?.click();
}

export function start() {
  document.addEventListener("keydown", (event) => {
    if (!form() || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing || isTyping(event.target)) return;
    const box = /** @type {HTMLInputElement | null} */ (document.querySelector("#single-keys"));
    if (box?.checked === false || document.querySelector("#keys-help")?.matches(":popover-open")) return;
    if (/^[0-9]$/.test(event.key)) answer(event.key);
    else if (event.key === "j") keep("on");
    else if (event.key === "k") keep("back");
    else return;
    event.preventDefault();
  });
  const begin = () => { if (form()) stand(standing()); };
  document.addEventListener("page:shown", begin);
  begin();
}
