//! Keeping topics: what pages and the API do alike, with the rules of what may be kept.

use listening::{FieldContext, ParseErrors, Query};
use model::{Right, TopicId};
use store::member::Member;
use store::topic::{self, Topic};
use store::{StoreError, Tx};
use wording::t;

use super::edit::lines;
use crate::failure::Failure;
use crate::ui::components::fault::reason;
use crate::ui::error::Wrong;

/// The longest name, in characters: it stands on every conversation.
const NAME_CHARS_MAX: usize = 60;

/// Why a topic is not kept as it was asked for; nothing of it was done.
#[derive(Debug)]
pub(crate) enum Refused {
    /// The role does not allow it.
    Forbidden,
    /// There is no such topic.
    Missing,
    /// It was put away.
    Archived,
    /// Somebody changed it since that version; this is how it is now.
    Changed(Topic),
    /// Name or query cannot be kept.
    Faults(Faults),
    /// The database failed.
    Store(StoreError),
}

/// What is wrong with a topic's name and query.
#[derive(Debug, Default)]
pub(crate) struct Faults {
    /// With the name, as a sentence.
    pub(crate) name: Option<String>,
    /// With the query.
    pub(crate) query: Option<ParseErrors>,
}

impl From<StoreError> for Refused {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

impl From<Refused> for Failure {
    fn from(refused: Refused) -> Self {
        match refused {
            Refused::Forbidden => Self::forbidden(Right::ManageTopics),
            Refused::Missing => Self::missing(t!("There is no topic.")),
            Refused::Archived => Self::Wrong(Wrong::Conflict(t!("This topic was put away.").into())),
            Refused::Changed(topic) => {
                let meanwhile =
                    t!("Somebody changed this topic meanwhile. It now listens for {query}", query = topic.query);
                Self::Wrong(Wrong::Conflict(meanwhile))
            }
            Refused::Faults(faults) => {
                let query = faults.query.map(|errors| reason(&errors.first().reason));
                Self::Wrong(Wrong::Unreadable(faults.name.or(query).unwrap_or_default()))
            }
            Refused::Store(error) => error.into(),
        }
    }
}

/// What a topic is to be.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Wanted<'a> {
    /// The name that members read.
    pub(crate) name: &'a str,
    /// The query.
    pub(crate) query: &'a str,
}

/// Makes a topic. After the commit the pipeline wants to hear that topics changed.
pub(crate) async fn create(tx: &mut Tx, member: &Member, wanted: Wanted<'_>) -> Result<TopicId, Refused> {
    require(member)?;
    let (name, query) = checked(tx, None, wanted).await?;
    Ok(topic::create(tx, member.id, &name, &query).await?)
}

/// Changes a topic; `seen` is the version that was looked at. Whether anything is another now.
pub(crate) async fn change(
    tx: &mut Tx,
    member: &Member,
    id: TopicId,
    seen: Option<i64>,
    wanted: Wanted<'_>,
) -> Result<bool, Refused> {
    require(member)?;
    let topic = topic::find(tx, id).await?.ok_or(Refused::Missing)?;
    if topic.archived_at.is_some() {
        return Err(Refused::Archived);
    }
    if seen.is_some_and(|seen| seen != topic.version) && lines(wanted.query) != topic.query {
        return Err(Refused::Changed(topic));
    }
    let (name, query) = checked(tx, Some(&topic), wanted).await?;
    let is_news = name != topic.name || query != topic.query;
    if is_news {
        topic::change(tx, member.id, &topic, &name, &query).await?;
    }
    Ok(is_news)
}

/// Puts a topic away. Whether it listened until now.
pub(crate) async fn archive(tx: &mut Tx, member: &Member, id: TopicId) -> Result<bool, Refused> {
    require(member)?;
    let topic = topic::find(tx, id).await?.ok_or(Refused::Missing)?;
    if topic.archived_at.is_none() {
        topic::archive(tx, member.id, id).await?;
    }
    Ok(topic.archived_at.is_none())
}

fn require(member: &Member) -> Result<(), Refused> {
    if member.role.may(Right::ManageTopics) { Ok(()) } else { Err(Refused::Forbidden) }
}

/// Name and query as they are kept, or what is wrong with them.
async fn checked(tx: &mut Tx, topic: Option<&Topic>, wanted: Wanted<'_>) -> Result<(String, String), Refused> {
    let (name, query) = (wanted.name.trim().to_owned(), lines(wanted.query));
    let faults =
        Faults { name: name_fault(tx, topic, &name).await?, query: Query::parse(&query, FieldContext::Topic).err() };
    if faults.name.is_some() || faults.query.is_some() { Err(Refused::Faults(faults)) } else { Ok((name, query)) }
}

async fn name_fault(tx: &mut Tx, topic: Option<&Topic>, name: &str) -> Result<Option<String>, StoreError> {
    if name.is_empty() {
        return Ok(Some(t!("A name is needed.").into()));
    }
    if name.chars().count() > NAME_CHARS_MAX {
        return Ok(Some(t!("That is longer than {most} characters.", most = NAME_CHARS_MAX)));
    }
    let is_same = |other: &Topic| other.name.to_lowercase() == name.to_lowercase();
    let others = topic::listening(tx).await?;
    let is_taken = others.iter().any(|other| is_same(other) && topic.is_none_or(|topic| topic.id != other.id));
    Ok(is_taken.then(|| t!("Another topic has this name.").to_owned()))
}
