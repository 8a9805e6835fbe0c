//! What the product says to people, in the language of whoever reads it.
//!
//! The English sentence stands where it is said, in [`t!`], and is the key of its translations, which are gettext
//! catalogues in `languages/`: tools of translators read them, `cargo xtask words` keeps them in step with the source.
//! Whoever answers somebody says once for whom ([`reading`], [`reading_now`]); everything said inside is in their
//! language. Outside it is English: logs and the API.

mod catalogue;
mod language;
mod reading;
mod slots;

pub use catalogue::{counted, text, told_scripts};
pub use language::{Language, NoLanguage};
pub use reading::{current, reading, reading_now};
pub use slots::{Part, fill, number, parts};

/// A sentence in the language of whoever reads.
///
/// - `t!("Save")` is a `&'static str`.
/// - `t!("{name} has it now", name)` fills slots (anything `Display`) and is a `String`; `name = value` as well.
/// - `t!(n; "{count} answer", "{count} answers")` is of a number of things, whose `{count}` is filled with its thousands
///   set apart; more slots may follow.
/// - `t!("state": "Open")` tells words apart that are one in English; a slot or a number goes with it too.
///
/// The text is a literal: `cargo xtask words` finds it.
#[macro_export]
macro_rules! t {
    ($text:literal $(,)?) => { $crate::text("", $text) };
    ($context:literal : $text:literal $(,)?) => { $crate::text($context, $text) };
    ($text:literal, $($slots:tt)+) => { $crate::fill($crate::text("", $text), $crate::slots!($($slots)+)) };
    ($context:literal : $text:literal, $($slots:tt)+) => {
        $crate::fill($crate::text($context, $text), $crate::slots!($($slots)+))
    };
    ($count:expr; $one:literal, $many:literal $(,)?) => {{
        let count = $count as usize;
        $crate::fill($crate::counted($one, $many, count), &[("count", &$crate::number(count))])
    }};
    ($count:expr; $one:literal, $many:literal, $($name:ident $(= $value:expr)?),+ $(,)?) => {{
        let count = $count as usize;
        $crate::fill(
            $crate::counted($one, $many, count),
            &[("count", &$crate::number(count)), $((stringify!($name), $crate::slot!($name $(= $value)?))),+],
        )
    }};
}

/// The slots of a sentence.
#[doc(hidden)]
#[macro_export]
macro_rules! slots {
    ($($name:ident $(= $value:expr)?),+ $(,)?) => { &[$((stringify!($name), $crate::slot!($name $(= $value)?))),+] };
}

/// What fills a slot.
#[doc(hidden)]
#[macro_export]
macro_rules! slot {
    ($name:ident) => {
        &$name
    };
    ($name:ident = $value:expr) => {
        &$value
    };
}

/// Marks a sentence of a table that is said later, by [`text`]; the sentence itself.
#[macro_export]
macro_rules! later {
    ($text:literal) => {
        $text
    };
}
