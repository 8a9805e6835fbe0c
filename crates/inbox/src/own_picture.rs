//! Pictures of our own: laid to what a member writes, described by them, taken along by the answer, and laid there again when
//! that is taken back.

use model::{ConversationId, DraftPictureId, PictureRule, Right, text_digest};
use serde_json::{Value, json};
use store::draft_picture::{self, DraftPicture, Laid};
use store::member::Member;
use store::picture::Remade;
use store::reply::Reply;
use store::reply_picture::{self, ReplyPicture};
use store::{Tx, conversation};
use wording::t;

use crate::acts::require;
use crate::{InboxError, Result};

/// Pictures of a member that programs handed in and no answer took yet.
pub const HANDED_IN_MAX: i64 = 100;

/// Why pictures do not go with an answer.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PictureFault {
    /// The network takes none.
    #[error("{}", t!("no pictures can be sent there"))]
    NoneTaken,
    /// More than the network takes.
    #[error("{}", t!("at most {max} pictures go with an answer; remove what is too much", max = .0))]
    TooMany(usize),
    /// Nobody who cannot see it would know what it shows.
    #[error("{}", t!("picture {number} has no description: say what it shows, for those who cannot see it", number = .0))]
    Undescribed(usize),
    /// The network would not take the description.
    #[error("{}", t!("the description of picture {number} is longer than the network allows: it has {length} characters", number = .number, length = .length))]
    LongDescription {
        /// Which, from 1.
        number: usize,
        /// Characters as people count them.
        length: usize,
    },
    /// It was made for another network.
    #[error("{}", t!("picture {number} is larger than the network allows; remove it and add it again", number = .0))]
    TooLarge(usize),
    /// The same twice.
    #[error("{}", t!("a picture goes with an answer once"))]
    Twice,
    /// Whoever approves describes all pictures or none.
    #[error("{}", t!("this answer has {pictures} pictures; describe each of them, in their order", pictures = .0))]
    Mismatch(usize),
    /// A program hands in pictures and gives no answer with them.
    #[error("{}", t!("{max} pictures wait for an answer already; what no answer takes goes after a day", max = HANDED_IN_MAX))]
    TooManyHandedIn,
}

impl PictureFault {
    /// The picture that is meant, from 1.
    pub const fn number(&self) -> Option<usize> {
        match self {
            Self::Undescribed(number) | Self::LongDescription { number, .. } | Self::TooLarge(number) => Some(*number),
            Self::NoneTaken | Self::TooMany(_) | Self::Twice | Self::Mismatch(_) | Self::TooManyHandedIn => None,
        }
    }
}

/// A picture that is to go with an answer.
#[derive(Clone, Copy, Debug)]
pub struct Described<'a> {
    /// Which.
    pub picture: DraftPictureId,
    /// What it shows.
    pub alt: &'a str,
}

/// Lays a picture to what a member writes in a conversation, behind those that are there.
///
/// # Errors
/// `Forbidden`; `Missing`; `Picture` when the network takes none or no more.
pub async fn lay_picture(
    tx: &mut Tx,
    member: &Member,
    id: ConversationId,
    rule: PictureRule,
    remade: &Remade,
) -> Result<DraftPicture> {
    check_place(tx, member, id, rule).await?;
    if draft_picture::of_draft(tx, id, member.id).await?.len() >= rule.count_max {
        return Err(PictureFault::TooMany(rule.count_max).into());
    }
    Ok(draft_picture::lay(tx, (id, member.id), Laid::InDraft, remade).await?)
}

/// Keeps a picture for a day, that a program may name it in an answer of the member; what the member writes stays as it is.
///
/// # Errors
/// `Forbidden`; `Missing`; `Picture` when the network takes none, or too many wait.
pub async fn hand_picture_in(
    tx: &mut Tx,
    member: &Member,
    id: ConversationId,
    rule: PictureRule,
    remade: &Remade,
) -> Result<DraftPicture> {
    check_place(tx, member, id, rule).await?;
    if draft_picture::count_apart(tx, member.id).await? >= HANDED_IN_MAX {
        return Err(PictureFault::TooManyHandedIn.into());
    }
    Ok(draft_picture::lay(tx, (id, member.id), Laid::Apart, remade).await?)
}

async fn check_place(tx: &mut Tx, member: &Member, id: ConversationId, rule: PictureRule) -> Result<()> {
    require(member, Right::WorkInbox)?;
    conversation::find(tx, id).await?.ok_or(InboxError::Missing("this conversation"))?;
    if rule.takes_any() { Ok(()) } else { Err(PictureFault::NoneTaken.into()) }
}

/// Keeps what a member says of pictures that they laid somewhere; those that are gone meanwhile are passed over.
///
/// # Errors
/// `Forbidden`.
pub async fn describe_pictures(tx: &mut Tx, member: &Member, described: &[Described<'_>]) -> Result<()> {
    require(member, Right::WorkInbox)?;
    for one in described {
        let found = draft_picture::find(tx, one.picture).await?.filter(|found| found.member == member.id);
        if found.is_some_and(|found| found.alt != one.alt) {
            draft_picture::describe(tx, one.picture, one.alt).await?;
        }
    }
    Ok(())
}

/// Takes a picture out of what a member writes.
///
/// # Errors
/// `Forbidden`; `Missing`.
pub async fn remove_picture(tx: &mut Tx, member: &Member, id: DraftPictureId) -> Result<()> {
    let found = own(tx, member, id).await?;
    Ok(draft_picture::remove(tx, &[found]).await?)
}

/// Puts a picture before the one that it stands behind; the first stays where it is.
///
/// # Errors
/// `Forbidden`; `Missing`.
pub async fn move_picture_up(tx: &mut Tx, member: &Member, id: DraftPictureId) -> Result<()> {
    let found = own(tx, member, id).await?;
    let draft = draft_picture::of_draft(tx, found.conversation, member.id).await?;
    let mut order: Vec<DraftPictureId> = draft.iter().map(|one| one.id).collect();
    if let Some(at) = order.iter().position(|one| *one == id).filter(|at| *at > 0) {
        order.swap(at - 1, at);
        draft_picture::put_in_order(tx, &order).await?;
    }
    Ok(())
}

async fn own(tx: &mut Tx, member: &Member, id: DraftPictureId) -> Result<DraftPicture> {
    require(member, Right::WorkInbox)?;
    let found = draft_picture::find(tx, id).await?.filter(|found| found.member == member.id);
    found.ok_or(InboxError::Missing("this picture"))
}

/// The pictures that an answer is to take along, if the network takes all of them so.
pub(crate) async fn checked(
    tx: &mut Tx,
    member: &Member,
    described: &[Described<'_>],
    rule: PictureRule,
) -> Result<Vec<(DraftPicture, String)>> {
    let alts: Vec<&str> = described.iter().map(|one| one.alt).collect();
    check_alts(&alts, rule)?;
    let mut checked: Vec<(DraftPicture, String)> = Vec::new();
    for (number, one) in (1..).zip(described) {
        let found = own(tx, member, one.picture).await?;
        if usize::try_from(found.bytes).unwrap_or(usize::MAX) > rule.bytes_max {
            return Err(PictureFault::TooLarge(number).into());
        }
        if checked.iter().any(|(known, _)| known.id == found.id) {
            return Err(PictureFault::Twice.into());
        }
        checked.push((found, one.alt.trim().to_owned()));
    }
    Ok(checked)
}

/// Refuses descriptions that are none, or that the network would not take.
pub(crate) fn check_alts(alts: &[&str], rule: PictureRule) -> Result<()> {
    if !alts.is_empty() && !rule.takes_any() {
        return Err(PictureFault::NoneTaken.into());
    }
    if alts.len() > rule.count_max {
        return Err(PictureFault::TooMany(rule.count_max).into());
    }
    for (number, alt) in (1..).zip(alts) {
        let alt = alt.trim();
        if alt.is_empty() {
            return Err(PictureFault::Undescribed(number).into());
        }
        let measured = rule.alt.measure(alt);
        if !measured.fits {
            return Err(PictureFault::LongDescription { number, length: measured.graphemes }.into());
        }
    }
    Ok(())
}

/// The pictures of an answer, in their order.
pub(crate) async fn of_reply(tx: &mut Tx, reply: &Reply) -> Result<Vec<ReplyPicture>> {
    Ok(reply_picture::of_replies(tx, &[reply.id]).await?.remove(&reply.id).unwrap_or_default())
}

/// Says in an event what an answer shows: each picture and its description by one salted digest.
pub(crate) async fn tell(tx: &mut Tx, reply: &Reply, data: &mut Value) -> Result<()> {
    let pictures = of_reply(tx, reply).await?;
    if pictures.is_empty() {
        return Ok(());
    }
    let digest = |one: &ReplyPicture| {
        let shown = one.kept.as_ref().map_or("", |(full, _)| full.digest.as_str());
        text_digest(&reply.salt, &format!("{shown} {}", one.alt))
    };
    data["picture_digests"] = json!(pictures.iter().map(digest).collect::<Vec<_>>());
    Ok(())
}
