//! Adds pictures to what a member writes, and changes those that are there: `POST /conversations/{id}/pictures`. What is
//! written comes along and is kept, so that nothing is lost without scripts.

use axum::extract::{Query, State};
use axum::http::HeaderMap;
use inbox::{Described, InboxError};
use model::{ConversationId, DraftPictureId, PictureRule};
use serde::Deserialize;
use store::draft::{self, DraftKind};
use store::merge;
use wording::t;

use super::address::Beside;
use super::composer::ComposerKind;
use super::reply::rules;
use super::show::{self, Refused};
use crate::app::App;
use crate::auth::{PostedFile, PostedFiles, SignedIn};
use crate::failure::{Answer, Failure, sentence};
use crate::named::Named;
use crate::respond;
use crate::ui::correction::line as correction;
use crate::ui::enquiry::asking;
use crate::ui::fact::said;

#[derive(Deserialize)]
pub(crate) struct Form {
    /// The words of the answer so far; those that are kept stay when there are none.
    text: Option<String>,
    /// The pictures that are there, in their order, and what is said of each.
    #[serde(default)]
    picture: Vec<DraftPictureId>,
    #[serde(default)]
    alt: Vec<String>,
    /// What the answer is made with: a fact as `fact:version`, a statement as `statement:id`.
    #[serde(default)]
    fact: Vec<String>,
    /// What the answer asks besides; empty for nothing.
    #[serde(default)]
    enquiring: String,
    /// What the answer puts right; empty for nothing.
    #[serde(default)]
    correcting: String,
    /// `yes` for an answer that is to be signed.
    #[serde(default)]
    signed: String,
    /// When it is to go out, where that was said.
    #[serde(default)]
    later_at: String,
    /// `up-` or `remove-` with the id of a picture; anything else adds those that came along.
    #[serde(default)]
    act: String,
}

pub(crate) async fn post(
    State(app): State<App>,
    Named(id): Named<ConversationId>,
    Query(beside): Query<Beside>,
    headers: HeaderMap,
    PostedFiles { who, form, files }: PostedFiles<Form>,
) -> Answer {
    let standing = merge::standing(&mut app.store().read().await?, id).await?;
    let id = standing.ok_or_else(|| Failure::missing(t!("There is no conversation.")))?.id;
    let text = form.text.map(|text| text.replace("\r\n", "\n"));
    let said = said::read(&form.fact);
    let mut tx = app.store().write().await?;
    if let Some(text) = &text {
        draft::keep(&mut tx, id, who.member.id, DraftKind::Reply, text).await?;
        draft::keep_said(&mut tx, id, who.member.id, &said).await?;
        draft::keep_enquiring(&mut tx, id, who.member.id, asking::read(&form.enquiring)).await?;
        let correcting = correction::read(&form.correcting);
        draft::keep_correcting(&mut tx, id, who.member.id, correcting.as_ref()).await?;
        draft::keep_unsigned(&mut tx, id, who.member.id, form.signed.is_empty()).await?;
    }
    let alts = typed(&form.alt);
    inbox::describe_pictures(&mut tx, &who.member, &described(&form.picture, &alts)).await?;
    let acted = match form.act.split_once('-').map(|(verb, id)| (verb, id.parse())) {
        Some(("up", Ok(picture))) => inbox::move_picture_up(&mut tx, &who.member, picture).await,
        Some(("remove", Ok(picture))) => inbox::remove_picture(&mut tx, &who.member, picture).await,
        _ => Ok(()),
    };
    match acted {
        // It is gone already, which is what was wanted.
        Ok(()) | Err(InboxError::Missing(_)) => tx.commit().await?,
        Err(error) => return Err(error.into()),
    }
    let laid = match rules(&app, id, None).await {
        _ if files.is_empty() => Ok(()),
        Ok(rules) => lay(&app, &who, id, rules.pictures, files).await?,
        Err(error @ InboxError::ListenOnly) => Err(sentence(&error.to_string())),
        Err(error) => return Err(error.into()),
    };
    match laid {
        Ok(()) => Ok(respond::see(&beside.list().address_of(id))),
        Err(error) => {
            let text = text.unwrap_or_default();
            let refused = Refused {
                error: Some(error),
                text,
                said,
                enquiring: asking::read(&form.enquiring),
                correcting: correction::read(&form.correcting),
                later_at: form.later_at,
                ..Refused::of(ComposerKind::Reply)
            };
            show::opened(&app, &who, id, &beside, &headers, Some(refused)).await
        }
    }
}

/// What was typed, with the ends of lines as we keep them.
pub(super) fn typed(alts: &[String]) -> Vec<String> {
    alts.iter().map(|alt| alt.replace("\r\n", "\n")).collect()
}

/// The pictures of a form, each with what is said of it there.
pub(super) fn described<'a>(pictures: &[DraftPictureId], alts: &'a [String]) -> Vec<Described<'a>> {
    let alts = alts.iter().map(String::as_str).chain(std::iter::repeat(""));
    pictures.iter().zip(alts).map(|(picture, alt)| Described { picture: *picture, alt }).collect()
}

/// Makes pictures of files and lays them to what a member writes; what is wrong with the first that is none, as a sentence.
/// Those that are pictures are there all the same.
pub(super) async fn lay(
    app: &App,
    who: &SignedIn,
    id: ConversationId,
    rule: PictureRule,
    files: Vec<PostedFile>,
) -> Answer<Result<(), String>> {
    let mut laid = Ok(());
    for PostedFile { name, bytes } in files {
        let faulty = match app.pipeline().remake(bytes, rule).await {
            Err(why) => Some(t!("“{name}” cannot be sent: {why}.", name, why)),
            Ok(remade) => {
                let mut tx = app.store().write().await?;
                match inbox::lay_picture(&mut tx, &who.member, id, rule, &remade).await {
                    Ok(_) => {
                        tx.commit().await?;
                        None
                    }
                    Err(InboxError::Picture(fault)) => Some(sentence(&fault.to_string())),
                    Err(error) => return Err(error.into()),
                }
            }
        };
        if let (Some(why), Ok(())) = (faulty, &laid) {
            laid = Err(why);
        }
    }
    Ok(laid)
}
