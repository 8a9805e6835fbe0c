// Brings an element to the shape of another and keeps what belongs to the person: focus, selection, scroll,
// half-typed text, what is ticked, open menus.
//
// Half-typed text needs no code here: a browser keeps the value of a field that was edited when its default changes,
// and `form.reset()` gives it back. Children are matched by `data-key`, else `id`, else by place.

/**
 * The name by which a node is found again. The attribute: a form with a field named "id" gives that field for its own `id`.
 * @param {Node} node @returns {string | null}
 */
const keyOf = (node) => node instanceof Element ? node.getAttribute("data-key") ?? (node.getAttribute("id") || null) : null;

/** @param {Node} node */
const isKept = (node) => node instanceof Element && node.getAttribute("data-morph") === "keep";

/** What the person decides, not the server. @param {Element} element @param {string} name */
const isOwnState = (element, name) => name === "open" && (element.localName === "details" || element.localName === "dialog");

/** Whether what a field holds, or a list, stays as it is because something is being written in the field that it names. @param {Node} from @param {Node} to */
function isHeld(from, to) {
  if (!(from instanceof Element && to instanceof Element)) return false;
  const text = document.getElementById(to.getAttribute("data-hold") ?? "");
  return text instanceof HTMLTextAreaElement && text.value.trim() !== "" && (from.hasAttribute("value") || from.childElementCount > 0);
}

/** Whether somebody changed what a field came with. @param {Element} field */
function isChanged(field) {
  if (field instanceof HTMLSelectElement) {
    const options = [...field.options];
    const chosen = options.findIndex((option) => option.defaultSelected);
    return field.multiple ? options.some((option) => option.selected !== option.defaultSelected) : field.selectedIndex > -1 && field.selectedIndex !== Math.max(chosen, 0);
  }
  if (field instanceof HTMLTextAreaElement) return field.value !== field.defaultValue;
  if (!(field instanceof HTMLInputElement) || field.type === "hidden") return false;
  return ["checkbox", "radio"].includes(field.type) ? field.checked !== field.defaultChecked : field.value !== field.defaultValue;
}

/** Where a form is posted, wherever it is shown. @param {Element | null | undefined} form */
const addressOf = (form) => form?.getAttribute("action")?.replace(/\?.*/, "");

/**
 * The forms in which something is being written that were opened on a version of what they change, with where they are
 * posted: what they were opened with stays, so that the server still learns what their author saw.
 * @type {Map<Element, string | undefined>}
 */
let written = new Map();

/** @param {Element} from */
function writtenIn(from) {
  const forms = /** @type {NodeListOf<HTMLFormElement>} */ (document.querySelectorAll("form:has(input[type=hidden][name=version])"));
  const isWritten = (/** @type {HTMLFormElement} */ form) => (from.contains(form) || form.contains(from)) && [...form.elements].some(isChanged);
  return new Map([...forms].filter(isWritten).map((form) => [form, addressOf(form)]));
}

/** Whether a field is what a form that is being written in was opened with. @param {Node} from @param {Node} to */
function isOpenedWith(from, to) {
  if (!(from instanceof HTMLInputElement && to instanceof Element) || from.type !== "hidden" || from.name === "csrf") return false;
  return from.form !== null && written.has(from.form) && written.get(from.form) === addressOf(to.closest("form"));
}

/** @param {Element} from @param {Element} to */
function morphAttributes(from, to) {
  for (const { name, value } of to.attributes) {
    if (!isOwnState(from, name) && from.getAttribute(name) !== value) from.setAttribute(name, value);
  }
  for (const { name } of [...from.attributes]) {
    if (!isOwnState(from, name) && !to.hasAttribute(name)) from.removeAttribute(name);
  }
}

/** Moves without losing focus or scroll where the browser can. @param {Element} parent @param {Node} node @param {Node | null} before */
function place(parent, node, before) {
  if ("moveBefore" in parent && node.isConnected) /** @type {any} */ (parent).moveBefore(node, before);
  else parent.insertBefore(node, before);
}

/** @param {Node} from @param {Node} to */
function morphNode(from, to) {
  if (isKept(from) || isHeld(from, to) || isOpenedWith(from, to) || from.isEqualNode(to)) return;
  if (from instanceof Element && to instanceof Element) {
    morphAttributes(from, to);
    morphChildren(from, to);
  } else if (from.nodeValue !== to.nodeValue) from.nodeValue = to.nodeValue;
}

/** @param {Element} from @param {Element} to */
function morphChildren(from, to) {
  const wanted = new Set([...to.children].map(keyOf));
  const keyed = new Map();
  for (const child of [...from.children]) {
    const key = keyOf(child);
    if (key === null) continue;
    if (wanted.has(key)) keyed.set(key, child);
    else if (!isKept(child)) child.remove();
  }
  /** @type {Node | null} */
  let at = from.firstChild;
  for (const next of [...to.childNodes]) {
    while (at && isKept(at) && keyOf(at) !== keyOf(next) && !wanted.has(keyOf(at))) at = at.nextSibling;
    const key = keyOf(next);
    const isAlike = at && at.nodeName === next.nodeName && keyOf(at) === null;
    const match = key === null ? (isAlike ? at : null) : keyed.get(key) ?? null;
    if (!match || match.nodeName !== next.nodeName) {
      from.insertBefore(document.importNode(next, true), at);
      continue;
    }
    keyed.delete(key);
    if (match === at) at = at.nextSibling;
    else place(from, match, at);
    morphNode(match, next);
  }
  while (at) {
    const after = at.nextSibling;
    if (!isKept(at)) from.removeChild(at);
    at = after;
  }
}

/**
 * Brings `from` to the shape of `to`; `to` is not changed.
 * @param {Element} from an element of the page
 * @param {Element} to a parsed element with the same tag
 */
export function morph(from, to) {
  const active = /** @type {HTMLInputElement | null} */ (document.activeElement);
  const isText = active && from.contains(active) && "selectionStart" in active && active.selectionStart !== null;
  const selection = isText ? [active.selectionStart, active.selectionEnd, active.selectionDirection] : null;
  written = writtenIn(from);
  morphNode(from, to);
  written.clear();
  if (!active || !active.isConnected || active === document.body) return;
  if (document.activeElement !== active && from.contains(active)) active.focus({ preventScroll: true });
  if (selection && document.activeElement === active && active.selectionStart !== selection[0]) {
    active.setSelectionRange(/** @type {number} */ (selection[0]), /** @type {number} */ (selection[1]), /** @type {any} */ (selection[2]));
  }
}
