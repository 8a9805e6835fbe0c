//! Says that we were wrong: `POST /conversations/{id}/wrong`, and withdraws it: `POST /replies/{id}/correction`.

use axum::extract::{Query, State};
use axum::http::HeaderMap;
use inbox::{InboxError, opening};
use model::{ConversationId, Correcting, CorrectionStep, DeedId, FactId, Finder, ReplyId, Right, Wrong};
use serde::Deserialize;
use store::{Tx, author, conversation, merge, post};
use wording::t;

use super::ask::{self, Filled};
use crate::app::App;
use crate::auth::{Posted, SignedIn};
use crate::failure::{Answer, Failure, sentence};
use crate::named::Named;
use crate::respond;
use crate::ui::error::Wrong as Fault;
use crate::ui::inbox::address::{Beside, after};
use crate::ui::saved_reply::choose;

#[derive(Deserialize)]
pub(crate) struct Form {
    /// The message that was wrong, as `reply:…` or `post:…`.
    wrong: String,
    #[serde(default)]
    error: String,
    #[serde(default)]
    right: String,
    /// The fact that says what is right; empty for none.
    #[serde(default)]
    fact: String,
    /// Who found it, as `person:…`, `member:…` or `nobody`.
    finder: String,
    /// The answer that says so already; empty for one that is to be written.
    #[serde(default)]
    with: String,
}

fn unreadable(why: &str) -> Failure {
    Failure::Wrong(Fault::Unreadable(why.to_owned()))
}

pub(crate) async fn begin(
    State(app): State<App>,
    Named(id): Named<ConversationId>,
    Query(beside): Query<Beside>,
    headers: HeaderMap,
    Posted { who, form }: Posted<Form>,
) -> Answer {
    who.require(Right::WorkInbox)?;
    let wrong: Wrong = form.wrong.parse().map_err(|_| unreadable(t!("Say which message was wrong.")))?;
    let finder: Finder = form.finder.parse().map_err(|_| unreadable(t!("Say who found it.")))?;
    let with = match form.with.as_str() {
        "" => None,
        id => Some(ReplyId(id.parse().map_err(|_| unreadable(t!("There is no such answer of ours.")))?)),
    };
    let fact = form.fact.parse().ok().map(FactId);
    let mut tx = app.store().write().await?;
    let id = merge::standing(&mut tx, id).await?.ok_or_else(|| Failure::missing(t!("There is no conversation.")))?.id;
    let filled = Filled {
        wrong: Some(wrong),
        error: form.error.clone(),
        right: form.right.clone(),
        fact,
        finder: Some(finder),
        with,
    };
    match said(&app, &mut tx, &who, id, &filled, (wrong, finder)).await? {
        Ok(deed) => {
            tx.commit().await?;
            Ok(respond::see(&after(&beside.list().address_of(id), deed)))
        }
        Err(why) => {
            drop(tx);
            let mut tx = app.store().read().await?;
            let mut page = ask::gather(&mut tx, id, &beside.list(), filled).await?;
            page.error = Some(why);
            let frame = app.frame(&mut tx, &who, None).await?;
            Ok(respond::refused(&headers, &frame, &page))
        }
    }
}

/// Says it with an answer that stands already, or marks the one that is begun; else why not, as a sentence.
async fn said(
    app: &App,
    tx: &mut Tx,
    who: &SignedIn,
    id: ConversationId,
    filled: &Filled,
    (wrong, finder): (Wrong, Finder),
) -> Answer<Result<Option<DeedId>, String>> {
    let conversation =
        conversation::find(tx, id).await?.ok_or_else(|| Failure::missing(t!("There is no conversation.")))?;
    let today = tx.now().to_zoned(app.settings().zone.clone()).date();
    let line = match filled.fact {
        Some(fact) => choose::words_of_fact(tx, &conversation, who, (fact, today)).await?,
        None => None,
    };
    let typed = filled.right.trim();
    let right = match (typed, &line) {
        ("", Some(line)) => Some(line.said.claim.clone()),
        ("", None) => None,
        (typed, _) => Some(typed.to_owned()),
    };
    let correcting = Correcting { wrong, error: filled.error.clone(), right, finder };
    let done = match filled.with {
        Some(reply) => inbox::own_up(tx, &who.member, reply, correcting).await,
        None => {
            let words = words(tx, id, finder, typed, line.as_ref()).await?;
            let fact = line.and_then(|line| line.said.used.fact());
            inbox::begin_correction(tx, &who.member, id, (correcting, &words), fact).await.map(|()| None)
        }
    };
    match done {
        Ok(deed) => Ok(Ok(deed)),
        Err(
            error @ (InboxError::Correction(_)
            | InboxError::NothingToAnswer
            | InboxError::Missing("this message of ours")),
        ) => Ok(Err(sentence(&error.to_string()))),
        Err(error) => Err(error.into()),
    }
}

/// How the answer begins: that we were wrong, thanks to whoever found it, and what is right.
async fn words(
    tx: &mut Tx,
    id: ConversationId,
    finder: Finder,
    typed: &str,
    line: Option<&choose::LineChoice>,
) -> Answer<String> {
    let thread = post::of_conversation(tx, id).await?;
    let last = thread.iter().rev().find(|one| !one.author.is_ours);
    let language = last.and_then(|one| one.post.languages.first().map(String::as_str));
    let found = match finder.person() {
        Some(person) => author::find(tx, person).await?,
        None => None,
    };
    let thanked = found.map(|one| match &one.profile.handle {
        Some(handle) => format!("@{handle}"),
        None => one.name().to_owned(),
    });
    let mut words = opening(language, thanked.as_deref());
    let right = match (typed, line) {
        ("", line) => line.map(|line| line.text.clone()),
        (typed, line) => {
            let source = line.and_then(|line| line.source_url.as_deref());
            Some(source.map_or_else(|| typed.to_owned(), |url| format!("{typed} {url}")))
        }
    };
    if let Some(right) = right {
        words.push('\n');
        words.push_str(&right);
    }
    Ok(words)
}

#[derive(Deserialize)]
pub(crate) struct StepForm {
    /// `withdraw` or `restore`.
    step: String,
}

pub(crate) async fn step(
    State(app): State<App>,
    Named(id): Named<ReplyId>,
    Query(beside): Query<Beside>,
    Posted { who, form }: Posted<StepForm>,
) -> Answer {
    who.require(Right::WorkInbox)?;
    let step = CorrectionStep::from_word(&form.step).ok_or_else(|| unreadable(t!("Say what becomes of it.")))?;
    let mut tx = app.store().write().await?;
    let said = store::reply::find(&mut tx, id).await?.ok_or_else(|| Failure::missing(t!("There is no answer.")))?;
    let deed = inbox::step_correction(&mut tx, &who.member, id, step).await?;
    tx.commit().await?;
    Ok(respond::see(&after(&beside.list().address_of(said.conversation), deed)))
}
