//! The box at the foot of the thread: an answer in public, or a private note. Two forms, never one with a switch.

use maud::{Markup, html};
use model::{Correcting, LengthRule, PictureRule, Right, SavedReplyId};
use wording::t;

use super::begun::{self, Begun};
use super::list::List;
use super::own_picture::{self, LaidPicture};
use super::thread::{EntryPost, Thread, brief, coming_times};
use crate::ui::components::words::{language_tag, start};
use crate::ui::components::{csrf, icon, rich};
use crate::ui::enquiry::asking::{self, Asking};
use crate::ui::fact::said::{self, SaidLine};
use crate::ui::layout::Frame;
use crate::ui::signature;

/// So much of a message is shown where one is chosen that is answered.
const ANSWERED_CHARS: usize = 40;

/// Which of the two forms is in front.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ComposerKind {
    /// The answer.
    #[default]
    Reply,
    /// The note.
    Note,
    /// What only the person reads.
    Private,
}

/// What is being written.
#[derive(Clone, Debug)]
pub struct Composer {
    /// Which form is in front.
    pub kind: ComposerKind,
    /// The answer's text: the kept draft, or what was just refused.
    pub reply_text: String,
    /// The saved reply that was put into it.
    pub saved_reply: Option<SavedReplyId>,
    /// The facts and statements that it is made with.
    pub said: Vec<SaidLine>,
    /// What it asks besides.
    pub asking: Option<Asking>,
    /// What it puts right.
    pub correcting: Option<Correcting>,
    /// The words that were put behind the draft just now.
    pub inserted: Option<String>,
    /// The pictures that are laid to it, in their order.
    pub pictures: Vec<LaidPicture>,
    /// The note's text.
    pub note_text: String,
    /// The version of the conversation that the page shows.
    pub seen_version: i64,
    /// The network's rule for length.
    pub length: LengthRule,
    /// The network's rule for pictures.
    pub picture_rule: PictureRule,
    /// The account that speaks, without `@`.
    pub speaks_as: Option<String>,
    /// The language the person writes, for spelling.
    pub language: Option<String>,
    /// Why nothing can be answered here: a sentence, and where to mend it.
    pub cannot: Option<(String, Option<String>)>,
    /// With what whoever answers signs here, where they do.
    pub signature: Option<String>,
    /// Whether this answer is to be signed.
    pub is_signed: bool,
    /// When the answer is to go out, local to the page's zone; empty for at once.
    pub later_at: String,
    /// That the answer will wait for approval, and why, where a policy asks for it.
    pub asks: Option<String>,
    /// The answer that a colleague has begun before.
    pub begun: Option<Begun>,
    /// Whether the talk goes on in private.
    pub is_in_private: bool,
    /// What only the person is to read, where the network has such messages.
    pub private: Option<PrivateBox>,
    /// What stopped the last attempt.
    pub stale: Option<Stale>,
    /// What else was wrong with the last attempt, in plain words.
    pub error: Option<String>,
}

/// What is being written to the person alone.
#[derive(Clone, Debug)]
pub struct PrivateBox {
    /// Whether the talk goes on in private already: then no public line goes with it.
    pub is_on: bool,
    /// The words: the kept draft, or what was just refused.
    pub text: String,
    /// The public line.
    pub line: String,
    /// Who reads it.
    pub reader: String,
    /// Whether it is to be signed.
    pub is_signed: bool,
    /// The network's rule for its length.
    pub length: LengthRule,
}

/// Somebody wrote while the answer was being written.
#[derive(Clone, Debug)]
pub struct Stale {
    /// The version that the author saw; sending anyway says so.
    pub version_seen: i64,
    /// What came meanwhile, oldest first.
    pub newer: Vec<EntryPost>,
}

/// The composer; nothing for those who may not answer.
pub fn composer(composer: &Composer, thread: &Thread, list: &List, frame: &Frame) -> Markup {
    if !frame.may(Right::WorkInbox) {
        return html! { p #composer.reader { (t!("You read here. Answers are written by members.")) } };
    }
    let is_on = |kind: ComposerKind| match (composer.kind, &composer.private) {
        (ComposerKind::Private, None) => kind == ComposerKind::Reply,
        (in_front, _) => kind == in_front,
    };
    html! { section #composer.composer aria-label=(t!("Write")) data-conversation=(thread.id) {
        @if let Some(stale) = &composer.stale { (stale_banner(stale, composer.kind)) }
        @if let Some(error) = &composer.error { p #composer-error.composer-error data-told role="alert" { (icon::line("warn")) (error) } }
        div.modes role="radiogroup" aria-label=(t!("Who reads it")) {
            input.vh #mode-reply type="radio" name="mode" value="reply" checked[is_on(ComposerKind::Reply)] autocomplete="off";
            label for="mode-reply" { (t!("Answer in public")) " " kbd { "r" } }
            @if composer.private.is_some() {
                input.vh #mode-private type="radio" name="mode" value="private" checked[is_on(ComposerKind::Private)] autocomplete="off";
                label.to-private for="mode-private" {
                    @if composer.is_in_private { (t!("Answer in private")) } @else { (t!("Move to private")) } " " kbd { "v" }
                }
            }
            input.vh #mode-note type="radio" name="mode" value="note" checked[is_on(ComposerKind::Note)] autocomplete="off";
            label.to-note for="mode-note" { (t!("Private note")) " " kbd { "n" } }
            span.as.as-reply {
                @if let Some(viewer) = &frame.viewer { (t!("{name} for {organisation}", name = viewer.name, organisation = frame.organisation)) }
                @if let Some(handle) = &composer.speaks_as { (t!(", as @{handle}", handle)) }
            }
            @if let Some(private) = &composer.private { span.as.as-private { (icon::line("envelope")) (rich!("only {name} reads it", name = html! { bdi { (private.reader) } })) } }
            span.as.as-note { (icon::line("lock")) (t!("only the team sees this")) }
        }
        @if let Some(begun) = composer.begun.as_ref().filter(|_| composer.cannot.is_none()) {
            (begun::card(begun, composer, thread, list, frame))
        }
        (reply_form(composer, thread, list, frame))
        (private_form(composer, thread, list, frame))
        (note_form(composer, thread, list, frame))
    } }
}

fn stale_banner(stale: &Stale, kind: ComposerKind) -> Markup {
    let Some(last) = stale.newer.last() else {
        return html! { div #stale.stale data-told role="alert" {
            div.stale-words { p { b { (t!("Not sent. This conversation was merged or split while you were writing.")) } } }
            div.stale-acts { (anyway(stale, kind)) }
        } };
    };
    let first_name = last.person.name.split_whitespace().next().unwrap_or(&last.person.name);
    html! { div #stale.stale data-told role="alert" {
        div.stale-words {
            p { b { (rich!("Not sent. {name} wrote while you were writing.", name = html! { bdi { (first_name) } })) } }
            @for post in &stale.newer { p { (brief(post)) } }
        }
        div.stale-acts {
            a.btn href={ "#post-" (last.id) } data-jump { (t!("Read it first")) }
            (anyway(stale, kind))
        }
    } }
}

fn anyway(stale: &Stale, kind: ComposerKind) -> Markup {
    let form = if kind == ComposerKind::Private { "private-form" } else { "reply-form" };
    html! {
        button.btn.quiet type="submit" form=(form) name="send_anyway" value=(stale.version_seen) { (t!("Send anyway")) }
    }
}

fn reply_form(composer: &Composer, thread: &Thread, list: &List, frame: &Frame) -> Markup {
    if let Some((why, mend)) = &composer.cannot {
        return html! { div.cannot.for-reply {
            p { (why) } @if let Some(address) = mend { a.btn href=(address) { (t!("Mend it")) } }
        } };
    }
    let signature = composer.signature.as_deref().filter(|_| composer.is_signed);
    let brings_files = composer.picture_rule.takes_any().then_some("multipart/form-data");
    html! { form #reply-form.for-reply method="post" enctype=[brings_files] action={ "/conversations/" (thread.id) "/reply" (list.query_string()) } {
        (csrf(frame))
        (own_picture::send_first(composer))
        // While something is being written, what its author saw does not grow by itself: what comes meanwhile is
        // shown, and the server asks whether it was read. After it has asked, it has been shown.
        input type="hidden" name="seen_version" value=(composer.seen_version) data-hold=[composer.stale.is_none().then_some("reply-text")];
        input type="hidden" name="view" value=(list.view.as_str());
        // Which saved reply the words are made of stays with them while they are there.
        input type="hidden" name="saved_reply" value=[composer.saved_reply] data-hold="reply-text";
        label.vh for="reply-text" { (t!("Your answer, in public")) }
        @if thread.answerable.len() > 1 { div.inline.answers {
            label for="reply-to" { (t!("recipient": "To")) }
            select #reply-to name="to" autocomplete="off" { @for one in &thread.answerable {
                option value=(one.post) { (one.name) ", " (one.network.title()) ": " (start(&one.words, ANSWERED_CHARS)) }
            } }
        } }
        textarea #reply-text name="text" rows="2" required lang=[language_tag(composer.language.as_deref())] dir="auto"
            data-draft="reply" data-length="reply-length" data-inserted=[composer.inserted.as_deref()]
            placeholder=[composer.begun.as_ref().map(|_| " ")]
            data-graphemes-max=[composer.length.graphemes_max] data-bytes-max=[composer.length.bytes_max]
            aria-describedby="reply-length" { "\n" (composer.reply_text) }
        (own_picture::laid(composer, thread, list))
        (said::list(&composer.said, composer.asking.as_ref(), composer.correcting.as_ref(), frame))
        (signature::line(composer))
        @if composer.is_in_private { label.check.in-the-open {
            input type="checkbox" name="open" value="yes" required autocomplete="off";
            span { (icon::line("warn")) b { (t!("Everybody can read this.")) }
                " " (t!("The talk goes on in private; tick this to answer in the open all the same.")) }
        } }
        @if let Some(asks) = &composer.asks { p.asks { (icon::line("clock")) (asks) } }
        div.foot {
            button.btn.main type="submit" { (t!("Send")) " " kbd { "Ctrl ↵" } }
            (later_menu(composer, "later", frame))
            a.btn.quiet #saved-open href={ "/conversations/" (thread.id) "/saved-replies" (list.query_string()) } { (t!("Saved")) " " kbd { ";" } }
            (asking::menu(thread, list, composer.language.as_deref()))
            (own_picture::add(composer, thread, list))
            span.kept data-kept="reply" role="status" {}
            (length("reply-length", composer.length, &inbox::signed(&composer.reply_text, signature)))
        }
    } }
}

/// When it goes out, if not at once. Whatever sends the form takes the moment in the field along: nothing goes out before it.
fn later_menu(composer: &Composer, id: &str, frame: &Frame) -> Markup {
    let now = frame.now.to_zoned(frame.zone.clone());
    html! { details #(id).menu.later name="menu" open[!composer.later_at.is_empty()] {
        summary.btn.quiet { (t!("Later")) }
        div.sheet {
            @for (words, at, shown) in &coming_times(frame) {
                button.btn.item type="submit" name="later" value=(at) { (words) span.faint { (shown) } }
            }
            div.field {
                label for={ (id) "-at" } { (t!("moment": "At")) }
                input #{ (id) "-at" } type="datetime-local" name="later_at" value=(composer.later_at) min=(now.strftime("%Y-%m-%dT%H:%M").to_string());
            }
            button.btn type="submit" { (t!("Send then")) }
            p.hint { (t!("If they write before, it is stopped and you are told.")) }
        }
    } }
}

fn length(id: &str, rule: LengthRule, words: &str) -> Markup {
    let measured = rule.measure(words);
    html! { p #(id).length.over[!measured.fits] {
        @match (rule.graphemes_max, rule.bytes_max) {
            (Some(max), _) => {
                meter min="0" max=(max) value=(measured.graphemes.min(max)) aria-hidden="true" {}
                span data-count { (t!("{count} of {most}", count = measured.graphemes, most = max)) }
            },
            (None, Some(max)) => {
                meter min="0" max=(max) value=(measured.bytes.min(max)) aria-hidden="true" {}
                span data-count { (t!("{count} of {most} bytes", count = measured.bytes, most = max)) }
            },
            (None, None) => { span data-count { (measured.graphemes) } },
        }
    } }
}

/// What only the person reads, and where the talk moves there, the line in public behind it.
fn private_form(composer: &Composer, thread: &Thread, list: &List, frame: &Frame) -> Markup {
    let Some(private) = composer.private.as_ref().filter(|_| composer.cannot.is_none()) else { return html! {} };
    let signature = composer.signature.as_deref();
    html! { form #private-form.for-private method="post" action={ "/conversations/" (thread.id) "/private" (list.query_string()) } {
        (csrf(frame))
        input type="hidden" name="seen_version" value=(composer.seen_version) data-hold=[composer.stale.is_none().then_some("private-text")];
        label.box-name for="private-text" { (rich!("In private: only {name} reads this", name = html! { bdi { (private.reader) } })) }
        textarea #private-text name="text" rows="2" required lang=[language_tag(composer.language.as_deref())] dir="auto"
            data-draft="private" data-length="private-length"
            data-graphemes-max=[private.length.graphemes_max] data-bytes-max=[private.length.bytes_max]
            aria-describedby="private-length" { "\n" (private.text) }
        @if !private.is_on {
            label.box-name for="private-line" { (t!("In the open, once that has arrived")) }
            textarea #private-line name="line" rows="1" required lang=[language_tag(composer.language.as_deref())] dir="auto" { "\n" (private.line) }
        }
        @if let Some(signature) = signature { label.check.signed data-hold="private-text" {
            input type="checkbox" name="signed" value="yes" checked[private.is_signed] autocomplete="off" data-signs="private-text" data-words=(signature);
            span { (rich!("Signed: {signature}", signature = html! { span dir="auto" { (signature) } })) }
        } }
        @if let Some(asks) = &composer.asks { p.asks { (icon::line("clock")) (asks) } }
        div.foot {
            button.btn.main type="submit" { (t!("Send in private")) " " kbd { "Ctrl ↵" } }
            (later_menu(composer, "private-later", frame))
            span.kept data-kept="private" role="status" {}
            (length("private-length", private.length, &inbox::signed(&private.text, signature.filter(|_| private.is_signed))))
        }
    } }
}

fn note_form(composer: &Composer, thread: &Thread, list: &List, frame: &Frame) -> Markup {
    html! { form #note-form.for-note method="post" action={ "/conversations/" (thread.id) "/note" (list.query_string()) } {
        (csrf(frame))
        label.vh for="note-text" { (t!("Your note; only the team sees it")) }
        textarea #note-text name="text" rows="2" required dir="auto" data-draft="note" aria-describedby="note-hint" { "\n" (composer.note_text) }
        datalist #note-names { @for one in &thread.members { option value=(one.name) {} } }
        div.foot {
            button.btn.dark type="submit" { (t!("Keep note")) " " kbd { "Ctrl ↵" } }
            span #note-hint.hint { (t!("@ and a name tells that colleague")) }
            span.kept data-kept="note" role="status" {}
        }
    } }
}
