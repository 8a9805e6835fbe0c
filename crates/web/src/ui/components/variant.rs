//! Texts in several languages: said in a line, and in a form.

use maud::{Markup, html};
use store::variant::Variant;
use wording::{t, text};

use super::rich;
use super::words::language_name;

/// In which languages there is a text.
pub fn languages(variants: &[Variant]) -> String {
    let name = |one: &Variant| match one.language.as_str() {
        "" if variants.len() > 1 => t!("everybody else").to_owned(),
        "" => t!("everybody").to_owned(),
        tag => language_name(tag).to_owned(),
    };
    variants.iter().map(name).collect::<Vec<_>>().join(", ")
}

/// A field for each text and its language, and empty ones for so many more.
pub fn text_fields(variants: &[Variant], room: usize) -> Markup {
    let empty = Variant { language: String::new(), text: String::new() };
    let shown = variants.iter().chain(std::iter::repeat_n(&empty, room));
    html! { @for (at, one) in shown.enumerate() { (fields(one, at)) } }
}

/// The same for texts with blanks.
pub fn variant_fields(variants: &[Variant], room: usize) -> Markup {
    html! {
        (text_fields(variants, room))
        p.hint { (rich!(
            "Blanks are filled in for each conversation: {blanks}; what is said stays yours to change before it is sent.",
            blanks = blanks(),
        )) }
    }
}

fn blanks() -> Markup {
    html! { @for (at, (name, meaning)) in inbox::BLANKS.iter().enumerate() {
        @if at > 0 { "; " }
        code { "{{" (name) "}}" } " " (text("", meaning))
    } }
}

fn fields(one: &Variant, at: usize) -> Markup {
    html! { fieldset.variant {
        legend { @match one.language.as_str() { "" => { (t!("For everybody else")) }, tag => { (language_name(tag)) } } }
        div.field {
            label for={ "text-" (at) } { (t!("Text")) }
            textarea id={ "text-" (at) } name="text" rows="4" dir="auto" { "\n" (one.text) }
        }
        div.field.short {
            label for={ "language-" (at) } { (t!("Language")) }
            input id={ "language-" (at) } type="text" name="language" value=(one.language) maxlength="3" autocomplete="off"
                aria-describedby={ "language-hint-" (at) };
            p.hint id={ "language-hint-" (at) } { (t!("Two or three letters, such as de. Empty: for whoever writes in none of the others.")) }
        }
    } }
}

/// The texts that such fields sent, in their order.
pub(crate) fn read(languages: Vec<String>, texts: Vec<String>) -> Vec<Variant> {
    languages.into_iter().zip(texts).map(|(language, text)| Variant { language, text }).collect()
}
