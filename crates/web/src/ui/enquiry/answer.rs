//! Says what they answered to what we asked: `POST /replies/{id}/enquiry`.

use axum::extract::State;
use model::{EnquiryAnswer, PostId, ReplyId};
use serde::Deserialize;
use wording::t;

use crate::app::App;
use crate::auth::Posted;
use crate::failure::{Answer, Failure};
use crate::named::Named;
use crate::respond;
use crate::ui::error::Wrong;

#[derive(Deserialize)]
pub(crate) struct Form {
    /// What they said, or `none` when they did not answer after all.
    answer: String,
    /// The message by which they said it.
    #[serde(default)]
    post: String,
}

pub(crate) async fn post(
    State(app): State<App>,
    Named(id): Named<ReplyId>,
    Posted { who, form }: Posted<Form>,
) -> Answer {
    let unreadable = |why: &str| Failure::Wrong(Wrong::Unreadable(why.to_owned()));
    let answer = match form.answer.as_str() {
        "none" => None,
        word => {
            let answer = EnquiryAnswer::from_word(word).ok_or_else(|| unreadable(t!("There is no such answer.")))?;
            let post =
                form.post.parse().map(PostId).map_err(|_| unreadable(t!("Say by which message they said so.")))?;
            Some((answer, post))
        }
    };
    let mut tx = app.store().write().await?;
    let settled = inbox::read_answer(&mut tx, &who.member, id, answer).await?;
    tx.commit().await?;
    Ok(respond::see(&format!("/inbox/{}#reply-{id}", settled.conversation)))
}
