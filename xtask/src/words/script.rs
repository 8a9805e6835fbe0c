//! What scripts say: the texts of `t("…", …)` and `t(count, "…", "…", …)`.

use anyhow::{Context, Result, bail};

use super::text::Text;

/// The texts of a script, in order.
///
/// # Errors
/// Where what is said is no literal: it would be found by nobody.
pub fn texts(source: &str) -> Result<Vec<Text>> {
    // Remarks stand on lines of their own, or behind code that says nothing.
    let is_remark = |line: &&str| ["//", "/*", "*"].iter().any(|start| line.trim_start().starts_with(start));
    let code: Vec<&str> = source.lines().filter(|line| !is_remark(line)).collect();
    let code = code.join("\n");
    let calls = code.match_indices("t(").filter(|(at, _)| is_call(&code[..*at]));
    calls.map(|(at, name)| text(&code[at + name.len()..])).collect()
}

/// Whether a name begins here that is called, by what stands before it.
fn is_call(before: &str) -> bool {
    let is_of_name = |sign: char| sign.is_alphanumeric() || "_$.".contains(sign);
    !before.ends_with(is_of_name) && !before.ends_with("function ")
}

fn text(call: &str) -> Result<Text> {
    let said = || call.lines().next().unwrap_or_default();
    let arguments = arguments(call).with_context(|| format!("this has no end: t({}", said()))?;
    let literals: Vec<Option<String>> = arguments.iter().map(|argument| literal(argument)).collect();
    match literals.as_slice() {
        [Some(one), ..] => Ok(Text { one: one.clone(), many: None, context: String::new() }),
        [None, Some(one), Some(many), ..] => {
            Ok(Text { one: one.clone(), many: Some(many.clone()), context: String::new() })
        }
        _ => bail!("a text is a literal in double quotes: t({}", said()),
    }
}

/// What stands between the commas, up to the bracket that ends the call.
fn arguments(call: &str) -> Option<Vec<&str>> {
    let (mut found, mut from, mut depth) = (Vec::new(), 0, 0_usize);
    let mut quote = None;
    let mut signs = call.char_indices();
    while let Some((at, sign)) = signs.next() {
        match (quote, sign) {
            (Some(_), '\\') => drop(signs.next()),
            (Some(open), _) if open == sign => quote = None,
            (Some(_), _) => {}
            (None, '"' | '\'' | '`') => quote = Some(sign),
            (None, '(' | '[' | '{') => depth += 1,
            (None, ')' | ',') if depth == 0 => {
                found.push(call[from..at].trim());
                from = at + 1;
                if sign == ')' {
                    return Some(found);
                }
            }
            (None, ')' | ']' | '}') => depth = depth.checked_sub(1)?,
            (None, _) => {}
        }
    }
    None
}

/// The value of a literal in double quotes, whose escapes are those of JSON.
fn literal(argument: &str) -> Option<String> {
    argument.starts_with('"').then(|| serde_json::from_str(argument).ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_shapes_are_found_and_other_calls_are_not() {
        let found = texts(
            r#"
            // t("in a remark")
            /** Says t("in a remark"). */
            export function t(text, slots = {}) { return fill(text, slots); }
            say(t("Copied")); list.at(0); split("x"); reset("y"); this.t("z");
            const words = isOn ? t("live") : t("not live since {time}, \"trying\"", { time: f(",)", `)`, [1, 2]) });
            say(count === 0 ? t("None") : t(rows().filter((row) => row.x === ","), "{count} row", "{count} rows",
              { name }));
            "#,
        );
        let expected = [
            Text::plain("Copied"),
            Text::plain("live"),
            Text::plain("not live since {time}, \"trying\""),
            Text::plain("None"),
            Text::counted("{count} row", "{count} rows"),
        ];
        assert_eq!(found.unwrap(), expected);
    }

    #[test]
    fn what_nobody_could_find_is_refused() {
        for call in ["t(words)", "t(`a ${b}`)", "t(\"a\" + b)", "t(count, \"a\")", "t(\"a\""] {
            assert!(texts(call).is_err(), "{call}");
        }
    }
}
