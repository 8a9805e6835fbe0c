//! Shows the inbox: `GET /inbox` and `GET /inbox/{id}`.

use axum::extract::{Query, State};
use axum::http::HeaderMap;
use axum::response::Response;
use jiff::civil::Date;
use model::{
    AuthorId, ConversationId, Correcting, DeedId, DraftPictureId, Enquiring, FactId, Right, Said, SavedReplyId,
    StatementId,
};
use store::{Tx, author, merge};
use wording::t;

use super::address::{Beside, after};
use super::composer::{Composer, ComposerKind, Stale};
use super::gather::{self, Opened};
use super::search;
use super::view::InboxPage;
use crate::app::App;
use crate::auth::SignedIn;
use crate::failure::{Answer, Failure};
use crate::named::Named;
use crate::respond;
use crate::ui::deed::words::notice;
use crate::ui::enquiry::asking::{self, Asking};
use crate::ui::fact::said;
use crate::ui::saved_reply::choose;

/// What was posted and refused: it stands in the composer again, with the reason.
#[derive(Clone, Debug)]
pub(crate) struct Refused {
    /// Which of both was written.
    pub(crate) kind: ComposerKind,
    /// The words.
    pub(crate) text: String,
    /// The public line beside a private message.
    pub(crate) line: Option<String>,
    /// What an answer was made with.
    pub(crate) said: Vec<Said>,
    /// What an answer was to ask besides.
    pub(crate) enquiring: Option<Enquiring>,
    /// What an answer was to put right.
    pub(crate) correcting: Option<Correcting>,
    /// Whether an answer was to be signed.
    pub(crate) is_signed: bool,
    /// When an answer was to go out, as it was posted.
    pub(crate) later_at: String,
    /// Why it was refused, as a sentence.
    pub(crate) error: Option<String>,
    /// What somebody wrote meanwhile.
    pub(crate) stale: Option<Stale>,
    /// The picture whose description is the reason.
    pub(crate) picture: Option<DraftPictureId>,
}

impl Refused {
    /// Nothing of this kind yet.
    pub(crate) const fn of(kind: ComposerKind) -> Self {
        Self {
            kind,
            text: String::new(),
            line: None,
            said: Vec::new(),
            enquiring: None,
            correcting: None,
            is_signed: true,
            later_at: String::new(),
            error: None,
            stale: None,
            picture: None,
        }
    }
}

/// The inbox without an open conversation.
pub(crate) async fn list(
    State(app): State<App>,
    who: SignedIn,
    Query(beside): Query<Beside>,
    headers: HeaderMap,
) -> Answer {
    who.require(Right::ReadInbox)?;
    let looked = search::look(&app, &beside, &who).await?;
    let mut tx = app.store().read().await?;
    let list = gather::list(&mut tx, &app, &beside, &who, looked).await?;
    let first_run = gather::first_run(&mut tx, &list).await?;
    let notice = notice(&mut tx, &who, &beside, &list.address()).await?;
    let frame = app.frame(&mut tx, &who, notice).await?;
    let is_misread = list.misread.is_some();
    let page = InboxPage { list, open: None, first_run };
    Ok(if is_misread { respond::refused(&headers, &frame, &page) } else { respond::page(&headers, &frame, &page) })
}

/// The inbox with a conversation open.
pub(crate) async fn conversation(
    State(app): State<App>,
    who: SignedIn,
    Named(id): Named<ConversationId>,
    Query(beside): Query<Beside>,
    headers: HeaderMap,
) -> Answer {
    who.require(Right::ReadInbox)?;
    let standing = merge::standing(&mut app.store().read().await?, id).await?;
    if let Some(into) = standing.filter(|standing| standing.id != id) {
        return Ok(respond::see(&after(&beside.list().address_of(into.id), beside.did.map(DeedId))));
    }
    opened(&app, &who, id, &beside, &headers, None).await
}

/// The inbox with a conversation open, and what was refused in its composer.
pub(crate) async fn opened(
    app: &App,
    who: &SignedIn,
    id: ConversationId,
    beside: &Beside,
    headers: &HeaderMap,
    refused: Option<Refused>,
) -> Answer<Response> {
    who.require(Right::ReadInbox)?;
    let looked = search::look(app, beside, who).await?;
    let mut tx = app.store().read().await?;
    let Opened { mut thread, context } = gather::conversation(&mut tx, app, who, id)
        .await?
        .ok_or_else(|| Failure::missing(t!("There is no conversation.")))?;
    if let Some(saved) = beside.insert.map(SavedReplyId) {
        insert(&mut tx, who, id, saved, &mut thread.composer).await?;
    }
    let today = tx.now().to_zoned(app.settings().zone.clone()).date();
    if let Some(fact) = beside.fact.map(FactId) {
        insert_said(&mut tx, who, id, Chosen::Fact(fact, today), &mut thread.composer).await?;
    }
    if let Some(statement) = beside.statement.map(StatementId) {
        insert_said(&mut tx, who, id, Chosen::Statement(statement), &mut thread.composer).await?;
    }
    if let Some(named) = beside.introduce.map(AuthorId) {
        who.require(Right::WorkInbox)?;
        if let Some(handle) = author::find(&mut tx, named).await?.and_then(|one| one.profile.handle) {
            put_behind(&mut thread.composer, format!("@{handle}"));
        }
    }
    if let Some(enquiring) = beside.enquire.as_deref().and_then(asking::read) {
        who.require(Right::WorkInbox)?;
        let composer = &mut thread.composer;
        composer.asking = Asking::of(&mut tx, Some(enquiring)).await?;
        put_behind(composer, inbox::asked(enquiring.kind(), composer.language.as_deref()).to_owned());
    }
    let is_refused = refused.is_some();
    if let Some(refused) = refused {
        let composer = &mut thread.composer;
        composer.kind = refused.kind;
        match refused.kind {
            ComposerKind::Reply => {
                (composer.reply_text, composer.later_at) = (refused.text, refused.later_at);
                composer.said = said::of(&mut tx, &refused.said, today).await?;
                composer.asking = Asking::of(&mut tx, refused.enquiring).await?;
                composer.correcting = refused.correcting;
                composer.is_signed = refused.is_signed;
            }
            ComposerKind::Note => composer.note_text = refused.text,
            ComposerKind::Private => {
                composer.later_at = refused.later_at;
                if let Some(private) = &mut composer.private {
                    (private.text, private.is_signed) = (refused.text, refused.is_signed);
                    private.line = refused.line.unwrap_or_default();
                }
            }
        }
        composer.error = refused.error;
        composer.stale = refused.stale;
        for one in &mut composer.pictures {
            one.is_wrong = Some(one.id) == refused.picture;
        }
    }
    let list = gather::list(&mut tx, app, beside, who, looked).await?;
    let notice = notice(&mut tx, who, beside, &list.address_of(id)).await?;
    let frame = app.frame(&mut tx, who, notice).await?;
    let is_stale = thread.composer.stale.is_some();
    let page = InboxPage { list, open: Some((thread, context)), first_run: None };
    let mut response = respond::page(headers, &frame, &page);
    if is_stale {
        *response.status_mut() = axum::http::StatusCode::CONFLICT;
    } else if is_refused {
        *response.status_mut() = axum::http::StatusCode::UNPROCESSABLE_ENTITY;
    }
    Ok(response)
}

/// Puts a saved reply behind what stands in the answer.
async fn insert(
    tx: &mut Tx,
    who: &SignedIn,
    id: ConversationId,
    saved: SavedReplyId,
    composer: &mut Composer,
) -> Answer<()> {
    who.require(Right::WorkInbox)?;
    let Some(conversation) = store::conversation::find(tx, id).await? else { return Ok(()) };
    let Some(chosen) = choose::words(tx, &conversation, who, saved).await? else { return Ok(()) };
    composer.saved_reply = Some(saved);
    put_behind(composer, chosen.text);
    Ok(())
}

/// What is to be put into the answer.
enum Chosen {
    /// A fact, on a day.
    Fact(FactId, Date),
    /// A statement.
    Statement(StatementId),
}

/// Puts a fact or a statement behind what stands in the answer.
async fn insert_said(
    tx: &mut Tx,
    who: &SignedIn,
    id: ConversationId,
    chosen: Chosen,
    composer: &mut Composer,
) -> Answer<()> {
    who.require(Right::WorkInbox)?;
    let Some(conversation) = store::conversation::find(tx, id).await? else { return Ok(()) };
    let found = match chosen {
        Chosen::Fact(id, today) => choose::words_of_fact(tx, &conversation, who, (id, today)).await?,
        Chosen::Statement(id) => choose::words_of_statement(tx, &conversation, who, id).await?,
    };
    let Some(chosen) = found else { return Ok(()) };
    composer.said.retain(|one| !one.used.is_of(chosen.said.used));
    composer.said.push(chosen.said);
    put_behind(composer, chosen.text);
    Ok(())
}

fn put_behind(composer: &mut Composer, words: String) {
    composer.kind = ComposerKind::Reply;
    if !composer.reply_text.is_empty() {
        composer.reply_text.push('\n');
    }
    composer.reply_text.push_str(&words);
    composer.inserted = Some(words);
}
