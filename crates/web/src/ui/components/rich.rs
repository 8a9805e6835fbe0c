//! Sentences whose slots are filled with markup.

use maud::{Markup, PreEscaped, Render};
use wording::{Part, parts};

/// A sentence of a page in the language of whoever reads, its slots filled with anything that is shown: links, names,
/// keys. As [`wording::t!`], but markup: `rich!("{name} has it", name = html! { bdi { (name) } })`.
macro_rules! rich {
    ($text:literal, $($name:ident $(= $value:expr)?),+ $(,)?) => {
        $crate::ui::components::rich::fill(
            wording::t!($text),
            &[$((stringify!($name), $crate::ui::components::rich::slot!($name $(= $value)?))),+],
        )
    };
    ($context:literal : $text:literal, $($name:ident $(= $value:expr)?),+ $(,)?) => {
        $crate::ui::components::rich::fill(
            wording::t!($context: $text),
            &[$((stringify!($name), $crate::ui::components::rich::slot!($name $(= $value)?))),+],
        )
    };
    ($count:expr; $one:literal, $many:literal $(, $name:ident $(= $value:expr)?)* $(,)?) => {{
        let count = $count as usize;
        $crate::ui::components::rich::fill(
            wording::counted($one, $many, count),
            &[("count", &wording::number(count)), $((stringify!($name), $crate::ui::components::rich::slot!($name $(= $value)?))),*],
        )
    }};
}

/// What fills a slot.
macro_rules! slot {
    ($name:ident) => {
        &maud::html! { ($name) }
    };
    ($name:ident = $value:expr) => {
        &maud::html! { ($value) }
    };
}

pub(crate) use {rich, slot};

/// A sentence with markup in its slots; a slot without markup stays as it is written.
pub(crate) fn fill(text: &str, slots: &[(&str, &dyn Render)]) -> Markup {
    let mut filled = String::with_capacity(text.len() + 64 * slots.len());
    for part in parts(text) {
        match part {
            Part::Words(words) => words.render_to(&mut filled),
            Part::Slot(name) => match slots.iter().find(|(slot, _)| *slot == name) {
                Some((_, shown)) => shown.render_to(&mut filled),
                None => filled.extend(["{", name, "}"]),
            },
        }
    }
    PreEscaped(filled)
}

#[cfg(test)]
mod tests {
    use maud::html;

    #[test]
    fn words_are_escaped_and_markup_is_not() {
        let name = "<Mara>";
        let said = rich!("{name} & {link}", name, link = html! { a href="/me" { "you" } });
        assert_eq!(said.into_string(), "&lt;Mara&gt; &amp; <a href=\"/me\">you</a>");
        assert_eq!(rich!(1_200; "{count} row", "{count} rows").into_string(), "1,200 rows");
    }
}
