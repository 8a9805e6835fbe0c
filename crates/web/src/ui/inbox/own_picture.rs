//! Pictures of ours: in the box, where each gets its description, and with the answers that took them along.

use maud::{Markup, html};
use model::DraftPictureId;
use store::draft_picture::DraftPicture;
use store::picture::Shown;
use store::reply_picture::ReplyPicture;
use wording::t;

use super::attached::address;
use super::composer::Composer;
use super::list::List;
use super::thread::Thread;
use crate::auth::FILE_BYTES_MAX;
use crate::failure::sentence;
use crate::ui::components::{icon, rich};

/// The kinds of files that can be made a picture of.
const KINDS: &str = "image/jpeg,image/png,image/gif,image/webp";

/// A picture that is laid to an answer.
#[derive(Clone, Debug)]
pub struct LaidPicture {
    /// Which.
    pub id: DraftPictureId,
    /// What it shows, as far as it is written.
    pub alt: String,
    /// What is left out of what was added, in plain words.
    pub left_out: Option<String>,
    /// The picture.
    pub full: Shown,
    /// A small one of it.
    pub thumbnail: Shown,
    /// Whether its description stopped the last attempt.
    pub is_wrong: bool,
}

impl From<DraftPicture> for LaidPicture {
    fn from(one: DraftPicture) -> Self {
        Self {
            id: one.id,
            alt: one.alt,
            left_out: one.left_out,
            full: one.full,
            thumbnail: one.thumbnail,
            is_wrong: false,
        }
    }
}

/// A picture of an answer.
#[derive(Clone, Debug)]
pub struct OwnPicture {
    /// What it shows.
    pub alt: String,
    /// What its author wrote there, where whoever approved it wrote something else.
    pub written_alt: Option<String>,
    /// The picture and a small one; `None` once whoever was answered is erased.
    pub kept: Option<(Shown, Shown)>,
}

impl From<ReplyPicture> for OwnPicture {
    fn from(one: ReplyPicture) -> Self {
        Self { alt: one.alt, written_alt: one.written_alt, kept: one.kept }
    }
}

/// The pictures of an answer, in their order.
pub(crate) fn shown(key: &str, all: &[OwnPicture]) -> Markup {
    html! { @if !all.is_empty() { div.attachments { @for (place, one) in all.iter().enumerate() {
        @match &one.kept {
            Some((full, small)) => { figure.picture data-key={ (key) "-" (place) } {
                a href=(address(full)) target="_blank" {
                    img src=(address(small)) width=(small.width) height=(small.height) loading="lazy" decoding="async" alt=(one.alt);
                    span.vh { " " (t!("(opens large)")) }
                }
                figcaption {
                    span dir="auto" { (one.alt) }
                    @if let Some(written) = &one.written_alt { span.faint { " " (rich!("(its author wrote: “{words}”)", words = html! { bdi { (written) } })) } }
                }
            } },
            None => { p.attached.faint data-key={ (key) "-" (place) } { (t!("A picture stood here. It went with the person.")) } },
        }
    } } } }
}

/// A picture that is kept nowhere: where samples are looked at, its description stands for it.
pub(crate) fn sample_picture(letter: char) -> (Shown, Shown) {
    let shown = |width, height| Shown { digest: letter.to_string().repeat(64), width, height };
    (shown(1_600, 1_200), shown(640, 480))
}

/// That an answer has pictures, where only its words are shown.
pub(crate) fn count(count: usize) -> Markup {
    html! { @if count > 0 { p.faint { (t!(count; "with {count} picture", "with {count} pictures")) } } }
}

/// The pictures in the box, each with its description.
pub(super) fn laid(composer: &Composer, thread: &Thread, list: &List) -> Markup {
    let action = action(thread, list);
    html! { @if !composer.pictures.is_empty() { ol #reply-pictures.laid { @for (at, one) in composer.pictures.iter().enumerate() {
        @let number = at + 1;
        @let field = format!("alt-{}", one.id);
        li.laid-picture data-key={ "laid-" (one.id) } {
            a.laid-preview href=(address(&one.full)) target="_blank" {
                img src=(address(&one.thumbnail)) width=(one.thumbnail.width) height=(one.thumbnail.height) decoding="async" alt=(t!("Picture {number}", number));
                span.vh { " " (t!("(opens large)")) }
            }
            div.laid-words {
                input type="hidden" name="picture" value=(one.id);
                label for=(field) { (t!("What does picture {number} show?", number)) }
                textarea id=(field) name="alt" rows="2" dir="auto" data-alt=(one.id) aria-required="true"
                    aria-invalid=[one.is_wrong.then_some("true")] aria-describedby="laid-hint" { "\n" (one.alt) }
                @if let Some(left_out) = &one.left_out { p.hint { (sentence(left_out)) } }
            }
            div.laid-acts {
                @if at > 0 { button.btn.quiet.small type="submit" name="act" value={ "up-" (one.id) } formaction=(action) formnovalidate data-picture-act {
                    (rich!("Move up {picture}", picture = picture(number))) } }
                button.btn.quiet.small type="submit" name="act" value={ "remove-" (one.id) } formaction=(action) formnovalidate data-picture-act {
                    (rich!("Remove {picture}", picture = picture(number))) }
            }
        }
    } } p #laid-hint.hint.laid-hint { (t!("Descriptions are for those who cannot see the pictures, and go out with them.")) } } }
}

/// Which of several, for who cannot see beside which a button stands.
fn picture(number: usize) -> Markup {
    html! { span.vh { (t!("picture {number}", number)) } }
}

/// How a picture is added: chosen here, or with scripts also pasted or dropped.
pub(super) fn add(composer: &Composer, thread: &Thread, list: &List) -> Markup {
    let (rule, count) = (composer.picture_rule, composer.pictures.len());
    let action = action(thread, list);
    html! { @if rule.takes_any() { span.picture-add {
        @if count < rule.count_max {
            @let rules = t!(
                "JPEG, PNG, GIF or WebP; at most {most}, of {megabytes} MB each. Or paste or drop them.",
                most = rule.count_max,
                megabytes = FILE_BYTES_MAX >> 20
            );
            label.btn.quiet for="reply-file" title=(rules) {
                (icon::line("picture")) span.picture-word { (t!("Picture")) } }
            input #reply-file type="file" name="file" accept=(KINDS) multiple data-bytes-max=(FILE_BYTES_MAX) data-action=(action)
                data-room=(rule.count_max - count);
            button.btn.quiet.needs-no-script type="submit" name="act" value="add" formaction=(action) formnovalidate { (t!("Add")) }
        } @else { span.hint { (t!("{count} of {most} pictures", count, most = rule.count_max)) } }
        span #pictures-status.vh role="status" {}
    } } }
}

/// The first button of a form is the one that Enter presses: with pictures in the box it would be one of theirs.
pub(super) fn send_first(composer: &Composer) -> Markup {
    html! { @if !composer.pictures.is_empty() { button.vh type="submit" tabindex="-1" aria-hidden="true" { (t!("Send")) } } }
}

fn action(thread: &Thread, list: &List) -> String {
    format!("/conversations/{}/pictures{}", thread.id, list.query_string())
}

/// The pictures of an answer that waits for approval, each with its description, to be changed where that needs it.
pub(crate) fn to_approve(all: &[OwnPicture]) -> Markup {
    html! { @if !all.is_empty() { ol.laid { @for (at, one) in all.iter().enumerate() {
        @let number = at + 1;
        @let field = format!("f-alt-{number}");
        li.laid-picture {
            @if let Some((full, small)) = &one.kept { a.laid-preview href=(address(full)) target="_blank" {
                img src=(address(small)) width=(small.width) height=(small.height) decoding="async" alt=(t!("Picture {number}", number));
                span.vh { " " (t!("(opens large)")) }
            } }
            div.laid-words {
                label for=(field) { (t!("What picture {number} shows", number)) }
                textarea id=(field) name="alt" rows="2" dir="auto" aria-required="true" { "\n" (one.alt) }
            }
        }
    } } } }
}
