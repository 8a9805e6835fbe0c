// What scripts say, in the language of the page: the server lays translations into it (`#words`) unless it is English.

/** Texts with their translations: one, or one for each form of a number. @type {Record<string, string[]>} */
const told = JSON.parse(document.getElementById("words")?.textContent || "{}");
/** The language of the page. */
export const language = document.documentElement.lang || "en";
const forms = new Intl.PluralRules(language);
const numbers = new Intl.NumberFormat(language);

/** @param {string} text @param {Record<string, unknown>} slots */
const fill = (text, slots) => text.replace(/\{([a-z0-9_]+)\}/g, (written, name) => name in slots ? String(slots[name]) : written);

/**
 * A sentence in the language of the page: `t("Copied")`, `t("{name} has it now", { name })`; of a number of things
 * `t(count, "{count} row", "{count} rows")`, with its thousands set apart. Texts are literals: `cargo xtask words` finds them.
 * @param {string | number} what
 * @param {any[]} rest
 */
export function t(what, ...rest) {
  if (typeof what === "string") return fill(told[what]?.[0] ?? what, rest[0] ?? {});
  const [one, many, slots] = /** @type {[string, string, Record<string, unknown>?]} */ (rest);
  const form = forms.select(what) === "one" ? 0 : 1;
  return fill((told[one] ?? [one, many])[form], { count: numbers.format(what), ...slots });
}
