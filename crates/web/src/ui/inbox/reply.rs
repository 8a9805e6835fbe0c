//! Answers in public: `POST /conversations/{id}/reply`.

use axum::extract::{Query, State};
use axum::http::HeaderMap;
use channels::Capabilities;
use inbox::{InboxError, NewerMessage};
use model::{ConversationId, Correcting, DraftPictureId, Enquiring, LengthRule, MemberId, PostId, Said, Visibility};
use pipeline::crash_point;
use serde::Deserialize;
use store::draft::{self, DraftKind};
use store::post::{self, ThreadPost};
use store::{conversation, merge};
use wording::t;

use super::address::Beside;
use super::composer::{ComposerKind, Stale};
use super::pictures::{described, lay, typed};
use super::show::{self, Refused};
use super::status::moment;
use super::thread::{EntryPost, Person};
use crate::app::App;
use crate::auth::PostedFiles;
use crate::failure::{Answer, Failure, sentence};
use crate::named::Named;
use crate::respond;
use crate::ui::components::Words;
use crate::ui::correction::line as correction;
use crate::ui::enquiry::asking;
use crate::ui::fact::said;

#[derive(Deserialize)]
pub(crate) struct Form {
    #[serde(default)]
    text: String,
    seen_version: i64,
    /// The message that it answers; the newest that was seen when empty.
    #[serde(default)]
    to: String,
    /// The pictures that go with it, in their order, and what each shows.
    #[serde(default)]
    picture: Vec<DraftPictureId>,
    #[serde(default)]
    alt: Vec<String>,
    /// The saved reply that the text was made of; empty for none.
    #[serde(default)]
    saved_reply: String,
    /// What it was made with: a fact as `fact:version`, a statement as `statement:id`.
    #[serde(default)]
    fact: Vec<String>,
    /// What it asks besides; empty for nothing.
    #[serde(default)]
    enquiring: String,
    /// What it puts right; empty for nothing.
    #[serde(default)]
    correcting: String,
    /// `yes` where the signature goes behind it.
    #[serde(default)]
    signed: String,
    /// When it is to go out, of those that are offered: local to the page's zone; empty for none.
    #[serde(default)]
    later: String,
    /// When it is to go out, as it was typed.
    #[serde(default)]
    later_at: String,
    /// `yes` where the talk goes on in private and this is for everybody all the same.
    #[serde(default)]
    open: String,
    /// The version seen before the newer messages were shown, when they are to be passed over.
    send_anyway: Option<i64>,
    /// The colleague whose begun answer was shown, when it is to be passed over.
    beside: Option<MemberId>,
}

/// What was posted, to stand in the box again when it is refused.
struct Written {
    text: String,
    said: Vec<Said>,
    enquiring: Option<Enquiring>,
    correcting: Option<Correcting>,
    is_signed: bool,
    later_at: String,
    pictures: Vec<DraftPictureId>,
}

impl Written {
    fn refused(self, error: Option<String>, stale: Option<Stale>) -> Refused {
        Refused {
            text: self.text,
            said: self.said,
            enquiring: self.enquiring,
            correcting: self.correcting,
            is_signed: self.is_signed,
            later_at: self.later_at,
            error,
            stale,
            ..Refused::of(ComposerKind::Reply)
        }
    }
}

pub(crate) async fn post(
    State(app): State<App>,
    Named(id): Named<ConversationId>,
    Query(beside): Query<Beside>,
    headers: HeaderMap,
    PostedFiles { who, form, files }: PostedFiles<Form>,
) -> Answer {
    let later_at = if form.later.is_empty() { form.later_at } else { form.later };
    let later = (!later_at.is_empty()).then(|| moment(&later_at, &app.settings().zone));
    let alts = typed(&form.alt);
    let written = Written {
        text: form.text.replace("\r\n", "\n"),
        said: said::read(&form.fact),
        enquiring: asking::read(&form.enquiring),
        correcting: correction::read(&form.correcting),
        is_signed: !form.signed.is_empty(),
        later_at,
        pictures: form.picture,
    };
    if !written.pictures.is_empty() {
        // Whatever becomes of the answer, what was written of its pictures stays.
        let mut tx = app.store().write().await?;
        inbox::describe_pictures(&mut tx, &who.member, &described(&written.pictures, &alts)).await?;
        tx.commit().await?;
    }
    let standing = merge::standing(&mut app.store().read().await?, id).await?;
    if let Some(into) = standing.filter(|standing| standing.id != id).map(|standing| standing.id) {
        // Shown where it stands now, with the words that were written; nobody has seen yet what else is there.
        return refuse(&app, &who, into, &beside, &headers, written, InboxError::Merged { into }, 0).await;
    }
    if later == Some(None) {
        let why = t!("The time at which it is to go out cannot be read; write it like 2026-11-25T09:00.");
        return show::opened(&app, &who, id, &beside, &headers, Some(written.refused(Some(why.into()), None))).await;
    }
    let to = match &written.correcting {
        Some(correcting) => {
            let mut tx = app.store().read().await?;
            match inbox::answered_by_correction(&mut tx, id, correcting.wrong).await {
                Ok(post) => Some(post),
                Err(error) => {
                    drop(tx);
                    return refuse(&app, &who, id, &beside, &headers, written, error, form.seen_version).await;
                }
            }
        }
        None => form.to.parse().ok().map(PostId),
    };
    let rules = match rules(&app, id, to).await {
        Ok(rules) => rules,
        Err(error) => return refuse(&app, &who, id, &beside, &headers, written, error, form.seen_version).await,
    };
    if !files.is_empty() {
        // Chosen without scripts and sent at once: nobody has said yet what they show.
        let why = match lay(&app, &who, id, rules.pictures, files).await? {
            Ok(()) => t!("Not sent yet: say what each picture shows.").to_owned(),
            Err(why) => why,
        };
        return show::opened(&app, &who, id, &beside, &headers, Some(written.refused(Some(why), None))).await;
    }
    let mut tx = app.store().write_durable().await?;
    let pictures = described(&written.pictures, &alts);
    let answer = inbox::Answer {
        conversation: id,
        to,
        visibility: (!form.open.is_empty()).then_some(Visibility::Public),
        closes: None,
        correcting: written.correcting.as_ref(),
        text: &written.text,
        is_signed: written.is_signed,
        pictures: &pictures,
        version_seen: form.send_anyway.unwrap_or(form.seen_version),
        // What came after the page that showed what is newer was not shown.
        send_anyway: form.send_anyway.map(|_| form.seen_version),
        beside: form.beside,
        length: rules.length,
        picture_rule: rules.pictures,
        undo: app.settings().undo,
        later: later.flatten(),
    };
    let mut answered = inbox::answer(&mut tx, &who.member, answer).await;
    if let (Ok(reply), Some(enquiring)) = (&answered, written.enquiring)
        && let Err(error) = inbox::enquire(&mut tx, reply, enquiring).await
    {
        answered = Err(error);
    }
    match answered {
        Ok(reply) => {
            if let Ok(saved) = form.saved_reply.parse() {
                inbox::made_of(&mut tx, &reply, saved).await?;
            }
            inbox::said_with(&mut tx, &reply, &written.said).await?;
            // The page's draft is what was sent; a program that answers in a member's name leaves theirs alone.
            draft::keep(&mut tx, id, who.member.id, DraftKind::Reply, "").await?;
            crash_point("answer.before_commit");
            tx.commit().await?;
            crash_point("answer.after_commit");
            app.pipeline().nudge_work();
            Ok(respond::see(&beside.list().address_of(id)))
        }
        Err(error) => {
            drop(tx);
            refuse(&app, &who, id, &beside, &headers, written, error, form.seen_version).await
        }
    }
}

/// The network's rules for an answer to a message of a conversation, or to its newest; a channel that cannot answer has none.
pub(crate) async fn rules(app: &App, id: ConversationId, to: Option<PostId>) -> Result<Capabilities, InboxError> {
    let mut tx = app.store().read().await?;
    let conversation = conversation::find(&mut tx, id).await?.ok_or(InboxError::Missing("this conversation"))?;
    let thread = post::of_conversation(&mut tx, id).await?;
    let is_answered = |one: &&ThreadPost| match to {
        Some(to) => one.post.id == to,
        None => !one.author.is_ours && !one.reasons.is_empty(),
    };
    let channel = thread.iter().rev().find(is_answered).map_or(conversation.channel, |one| one.post.channel);
    let running = app.pipeline().channel(channel).ok_or(InboxError::ListenOnly)?;
    let capabilities = running.capabilities();
    if capabilities.can_reply { Ok(capabilities) } else { Err(InboxError::ListenOnly) }
}

/// The network's rule for the words of an answer; there is none where it has no private messages.
pub(crate) fn length_of(rules: &Capabilities, is_private: bool) -> Result<LengthRule, InboxError> {
    if is_private { rules.private.ok_or(InboxError::NoPrivate) } else { Ok(rules.length) }
}

/// Shows the page again with the words still in the box, and why they were not sent.
#[allow(clippy::too_many_arguments)] // all of it is what was posted and where
async fn refuse(
    app: &App,
    who: &crate::auth::SignedIn,
    id: ConversationId,
    beside: &Beside,
    headers: &HeaderMap,
    written: Written,
    error: InboxError,
    seen_version: i64,
) -> Answer {
    let pictures = written.pictures.clone();
    let refused = |error, stale| written.refused(error, stale);
    let refused = match error {
        InboxError::Picture(fault) => {
            let picture = fault.number().and_then(|number| pictures.get(number - 1).copied());
            Refused { picture, ..refused(Some(sentence(&fault.to_string())), None) }
        }
        InboxError::Stale { newer } => refused(None, Some(stale(newer, seen_version))),
        InboxError::TooLong(measured) => {
            let why = t!(
                "{characters} characters, {bytes} bytes: that is longer than the network allows.",
                characters = measured.graphemes,
                bytes = measured.bytes
            );
            refused(Some(why), None)
        }
        InboxError::BeingWritten { name, .. } => {
            let why = t!("Not sent: {name} is writing the answer. Take it over, or send yours all the same.", name);
            refused(Some(why), None)
        }
        error @ (InboxError::Merged { .. }
        | InboxError::Empty
        | InboxError::NothingToAnswer
        | InboxError::Missing("this picture")
        | InboxError::ListenOnly
        | InboxError::AskedLately
        | InboxError::AskedAlready
        | InboxError::Missing("this message" | "this message of ours")
        | InboxError::Correction(_)
        | InboxError::InPrivate
        | InboxError::OnlyInPublic
        | InboxError::LaterIsPast
        | InboxError::LaterIsFar) => refused(Some(sentence(&error.to_string())), None),
        other => return Err(Failure::from(other)),
    };
    show::opened(app, who, id, beside, headers, Some(refused)).await
}

pub(super) fn stale(newer: Vec<NewerMessage>, version_seen: i64) -> Stale {
    let entry = |message: NewerMessage| EntryPost {
        id: message.post,
        person: Person { name: message.author, handle: None, kind: None },
        is_ours: message.is_ours,
        at: message.at,
        title: None,
        words: Words { text: message.text, marks: Vec::new(), language: None, matched: Vec::new() },
        url: None,
        edited_at: None,
        deleted_at: None,
        quoted: None,
        attachments: Vec::new(),
        is_new: true,
        is_private: false,
    };
    Stale { version_seen, newer: newer.into_iter().map(entry).collect() }
}
