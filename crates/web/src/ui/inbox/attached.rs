//! What hangs on a post: pictures as we keep them, the rest as links.

use maud::{Markup, html};
use model::{Attachment, AttachmentKind, PictureState, PostId, Right};
use store::picture::{Picture, Shown};
use wording::t;

use super::list::List;
use super::thread::Thread;
use crate::ui::components::press;
use crate::ui::components::words::is_web_address;
use crate::ui::layout::Frame;

/// An attachment with what became of its picture.
#[derive(Clone, Debug)]
pub struct Attached {
    /// The attachment as its author described it.
    pub attachment: Attachment,
    /// Its picture, when it is one that we fetch.
    pub picture: Option<Picture>,
}

impl Attached {
    /// The attachments of a post with its pictures.
    pub(super) fn of(attachments: &[Attachment], pictures: &[Picture]) -> Vec<Self> {
        let picture = |place| pictures.iter().find(|picture| picture.place == place).cloned();
        let attachments = (0..).zip(attachments);
        attachments.map(|(place, one)| Self { attachment: one.clone(), picture: picture(place) }).collect()
    }
}

/// Where a picture is shown.
pub(super) fn address(shown: &Shown) -> String {
    format!("/media/{}", shown.digest)
}

/// Everything that hangs on a post.
pub(super) fn attached(post: PostId, all: &[Attached], thread: &Thread, list: &List, frame: &Frame) -> Markup {
    html! { @if !all.is_empty() { div.attachments {
        @for (place, one) in all.iter().enumerate() {
            @let key = format!("attached-{post}-{place}");
            @match one.picture.as_ref().and_then(|picture| picture.kept.as_ref()) {
                Some((full, small)) if one.attachment.is_sensitive => (behind_glass(&key, one, full, small)),
                Some((full, small)) => (shown(&key, one, full, small)),
                None => (described(&key, one, thread, list, frame)),
            }
        }
    } } }
}

/// The thing in a word.
fn word(kind: AttachmentKind) -> &'static str {
    match kind {
        AttachmentKind::Image => t!("Picture"),
        AttachmentKind::Video => t!("Film"),
        AttachmentKind::Audio => t!("Recording"),
        AttachmentKind::Link => t!("attachment": "Link"),
        AttachmentKind::File => t!("File"),
    }
}

fn alt(attachment: &Attachment) -> Option<&str> {
    attachment.alt.as_deref().filter(|alt| !alt.trim().is_empty())
}

fn img(attachment: &Attachment, small: &Shown) -> Markup {
    let unnamed = match attachment.kind {
        AttachmentKind::Image => t!("A picture without a description"),
        _ => "",
    };
    html! { img src=(address(small)) width=(small.width) height=(small.height) loading="lazy" decoding="async"
    alt=(alt(attachment).unwrap_or(unnamed)); }
}

/// A picture opens large; a film or card leads to where it is.
fn shown(key: &str, one: &Attached, full: &Shown, small: &Shown) -> Markup {
    html! { figure.picture data-key=(key) {
        @if one.attachment.kind == AttachmentKind::Image {
            a href=(address(full)) target="_blank" { (img(&one.attachment, small)) span.vh { " " (t!("(opens large)")) } }
        } @else {
            (img(&one.attachment, small))
        }
        (caption(one))
    } }
}

/// Nobody sees it before they ask for it, also without scripts.
fn behind_glass(key: &str, one: &Attached, full: &Shown, small: &Shown) -> Markup {
    html! { figure.picture data-key=(key) { details.glass id=(key) {
        summary {
            span.to-show { (t!("Sensitive, says its author or network. Show it")) }
            span.to-hide { (t!("Hide it again")) }
            img src=(address(small)) width=(small.width) height=(small.height) loading="lazy" decoding="async" alt="";
        }
        (caption(one))
        @if one.attachment.kind == AttachmentKind::Image { p { a href=(address(full)) target="_blank" { (t!("Open it large")) } } }
    } } }
}

fn caption(one: &Attached) -> Markup {
    let attachment = &one.attachment;
    let left_out = one.picture.as_ref().and_then(|picture| picture.reason.as_deref());
    html! { figcaption {
        @if attachment.kind != AttachmentKind::Image { b { (word(attachment.kind)) } " " }
        (description(attachment))
        @if attachment.kind != AttachmentKind::Image { (link(attachment)) }
        @if let Some(left_out) = left_out { span.faint { " (" (left_out) ")" } }
    } }
}

fn description(attachment: &Attachment) -> Markup {
    html! {
        @if let Some(alt) = alt(attachment) { span dir="auto" { (alt) } }
        @else if attachment.kind != AttachmentKind::Link { span.faint { (t!("no description given")) } }
    }
}

fn link(attachment: &Attachment) -> Markup {
    html! { @if let Some(url) = attachment.url.as_deref().filter(|url| is_web_address(url)) {
        " " a href=(url) rel="nofollow noopener noreferrer ugc" target="_blank" { (url) }
    } }
}

/// What cannot be shown: in words, with a link, and why.
fn described(key: &str, one: &Attached, thread: &Thread, list: &List, frame: &Frame) -> Markup {
    html! { div.attached data-key=(key) {
        p { b { (word(one.attachment.kind)) } " " (description(&one.attachment)) (link(&one.attachment)) }
        @if let Some(picture) = &one.picture {
            p.faint { (standing(picture)) }
            @if picture.state != PictureState::Waiting && frame.may(Right::WorkInbox) {
                @let action = format!("/conversations/{}/picture{}", thread.id, list.query_string());
                @let (post, place) = (picture.post.to_string(), picture.place.to_string());
                (press(frame, &action, &[("post", &post), ("place", &place)],
                    html! { button.btn.small type="submit" { (t!("Fetch it again")) } }))
            }
        }
    } }
}

/// What became of a picture that is not shown.
fn standing(picture: &Picture) -> String {
    match (picture.state, picture.reason.as_deref()) {
        (PictureState::Waiting, _) => t!("Being fetched; it appears by itself.").to_owned(),
        (PictureState::Failed, None) => t!("It could not be fetched.").to_owned(),
        (PictureState::Failed, Some(reason)) => t!("It could not be fetched: {reason}.", reason),
        (PictureState::Refused, None) => t!("Not shown.").to_owned(),
        (PictureState::Refused, Some(reason)) => t!("Not shown: {reason}.", reason),
        (PictureState::Gone, None) => t!("Gone.").to_owned(),
        (PictureState::Gone, Some(reason)) => t!("Gone: {reason}.", reason),
        (PictureState::Expired, _) => t!("No longer kept: pictures stay for a year.").to_owned(),
        (PictureState::Kept, _) => String::new(),
    }
}
