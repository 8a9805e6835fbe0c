//! With what one signs, on each channel.

use maud::{Markup, html};
use model::ChannelId;
use wording::t;

use crate::ui::components::{csrf, form_error, rich};
use crate::ui::layout::{Frame, Page, Place};

/// `/me/signatures`.
#[derive(Clone, Debug, Default)]
pub struct SignaturesPage {
    /// Each place at which one may sign: wherever there is no other first.
    pub places: Vec<SignaturePlace>,
    /// What is wrong with what was posted.
    pub error: Option<String>,
    /// Whether it was just kept.
    pub is_kept: bool,
}

/// Where one signs.
#[derive(Clone, Debug)]
pub struct SignaturePlace {
    /// On which channel; wherever there is no other when there is none.
    pub channel: Option<ChannelId>,
    /// The channel's name.
    pub name: String,
    /// The words as they are kept.
    pub text: String,
    /// The words with their blanks filled.
    pub shown: String,
}

impl Page for SignaturesPage {
    fn title(&self) -> String {
        t!("Your signatures").into()
    }

    fn place(&self) -> Place {
        Place::Elsewhere
    }

    fn body(&self, frame: &Frame) -> Markup {
        html! {
            header.page-head { div {
                h1.page-title { (self.title()) }
                p { (t!("A line behind what you say in public, so that people know who speaks, and for whom. It counts towards the length, and each answer can go without.")) }
            } }
            @if self.is_kept { div.once role="status" { p { (t!("Kept. Answers are signed like this from now on.")) } } }
            (form_error(self.error.as_deref()))
            form.stack method="post" action="/me/signatures" {
                (csrf(frame))
                @for place in &self.places {
                    @let id = place.channel.map_or_else(|| "0".to_owned(), |id| id.to_string());
                    @let label = if place.channel.is_some() { t!("On {name}", name = place.name) } else { t!("Everywhere").to_owned() };
                    input type="hidden" name="channel" value=(id);
                    div.field {
                        label for={ "signature-" (id) } { (label) }
                        input id={ "signature-" (id) } type="text" name="text" value=(place.text) dir="auto" autocomplete="off" aria-describedby="signature-hint";
                        @if place.shown != place.text { p.hint { (rich!("Reads: {signature}", signature = html! { span dir="auto" { (place.shown) } })) } }
                    }
                }
                p.hint #signature-hint { (rich!(
                    "At most {most} characters each. {me} is your name, {organisation} ours. Left empty, a channel has the one for everywhere.",
                    most = inbox::SIGNATURE_CHARS_MAX,
                    me = html! { code { "{{me}}" } },
                    organisation = html! { code { "{{organisation}}" } },
                )) }
                button.btn.main type="submit" { (t!("Keep them")) }
            }
        }
    }

    fn samples() -> Vec<(&'static str, Self)> {
        let place = |channel: Option<i64>, name: &str, text: &str, shown: &str| SignaturePlace {
            channel: channel.map(ChannelId),
            name: name.into(),
            text: text.into(),
            shown: shown.into(),
        };
        let places = vec![
            place(None, "", "– {{me}}, {{organisation}}", "– Mara Lind, Vellenbahn"),
            place(Some(1), "Vellenbahn on Bluesky", "^Mara", "^Mara"),
            place(Some(2), "Vellenbahn Störungen", "", ""),
        ];
        let page = Self { places, ..Self::default() };
        let error = Some("{{naem}} is no blank of a signature; there are {{me}} and {{organisation}}.".into());
        vec![("", page.clone()), ("kept", Self { is_kept: true, ..page.clone() }), ("wrong", Self { error, ..page })]
    }
}
