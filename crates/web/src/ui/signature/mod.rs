//! With what one signs: one's own page, and the line of the composer.

pub mod edit;
pub mod view;

use maud::{Markup, html};

use crate::ui::components::rich;
use crate::ui::inbox::composer::Composer;

/// The line under an answer that is being written: how it will be signed, with the way not to.
pub(crate) fn line(composer: &Composer) -> Markup {
    html! { @if let Some(signature) = &composer.signature {
        label.check.signed #signed data-hold="reply-text" {
            input type="checkbox" name="signed" value="yes" checked[composer.is_signed] autocomplete="off" data-signs="reply-text" data-words=(signature);
            span { (rich!("Signed: {signature}", signature = html! { span dir="auto" { (signature) } })) }
        }
    } }
}
