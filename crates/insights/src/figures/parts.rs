//! `equity`: whether some are answered less, or later, than others.

use std::collections::{BTreeMap, BTreeSet};

use model::{ChannelId, Sentiment, TeamId, TopicId, Wait};
use serde::{Deserialize, Serialize};
use wording::later;

use super::{Definition, PART_MIN, Response, Terms};
use crate::survival::{LogRank, log_rank};

pub(super) const DEFINITION: Definition = Definition {
    id: "equity",
    name: later!("Who is answered less, or later"),
    question: later!("Do some wait longer than others?"),
    formula: later!(
        "The same figures of parts: of one channel, topic, language or mood. Each part is compared with all others by the log-rank test; a difference is called one when it would come about by chance less than once in a hundred times, divided by how many parts are compared."
    ),
    denominator: later!("Of each part, those in it that need an answer. Whoever spoke about two topics is in both."),
    interval: later!("Those of the figures."),
    sample_min: PART_MIN,
};

/// How rarely a difference may come about by chance to be called one, all parts together.
const CHANCE: f64 = 0.01;

/// By what waits are parted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PartedBy {
    /// By channel.
    Channel,
    /// By topic; one of several topics is in several parts.
    Topic,
    /// By language of the first words.
    Language,
    /// By mood of the first words.
    Mood,
    /// By the team that had the conversation.
    Team,
}

impl PartedBy {
    /// Every way, in the order in which they are offered.
    pub const ALL: [Self; 5] = [Self::Channel, Self::Topic, Self::Language, Self::Mood, Self::Team];

    /// Its word in addresses.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Channel => "channel",
            Self::Topic => "topic",
            Self::Language => "language",
            Self::Mood => "mood",
            Self::Team => "team",
        }
    }

    /// The way that a word stands for.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.as_str() == word)
    }

    /// In which parts a wait is.
    fn keys(self, wait: &Wait) -> BTreeSet<PartKey> {
        let one = |key: Option<PartKey>| BTreeSet::from([key.unwrap_or(PartKey::Unknown)]);
        match self {
            Self::Channel => one(Some(PartKey::Channel(wait.channel))),
            Self::Topic if wait.topics.is_empty() => one(None),
            Self::Topic => wait.topics.iter().map(|topic| PartKey::Topic(*topic)).collect(),
            Self::Language => one(wait.language.clone().map(PartKey::Language)),
            Self::Mood => one(wait.sentiment.map(PartKey::Mood)),
            Self::Team => one(wait.team.map(PartKey::Team)),
        }
    }
}

/// Which part.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum PartKey {
    /// What was said on a channel.
    Channel(ChannelId),
    /// What was said about a topic.
    Topic(TopicId),
    /// What was said in a language.
    Language(String),
    /// What was said in a mood.
    Mood(Sentiment),
    /// What a team has, or had.
    Team(TeamId),
    /// What none of them is known of.
    Unknown,
}

/// A part of the waits.
#[derive(Clone, Debug, PartialEq)]
pub struct Part {
    /// Which.
    pub key: PartKey,
    /// What is said of it.
    pub response: Response,
    /// How its first answers compare with those of all others; `None` where it or they are too few.
    pub against_others: Option<LogRank>,
    /// Whether that is more than chance, as far as can be said.
    pub is_otherwise: bool,
}

/// What is said of each part.
pub type Parts = BTreeMap<PartKey, Response>;

impl PartedBy {
    /// Counts one more wait in the parts in which it is.
    pub(super) fn count(self, parts: &mut Parts, wait: &Wait, terms: Terms<'_>) {
        for key in self.keys(wait) {
            parts.entry(key).or_default().count(wait, terms);
        }
    }
}

/// The parts of a whole, the largest first, each compared with all others.
pub fn parts(whole: &Response, parts: Parts) -> Vec<Part> {
    let compared: BTreeMap<PartKey, LogRank> = parts
        .iter()
        .filter_map(|(key, part)| {
            let others = whole.first.wall.without(&part.first.wall);
            let is_enough = part.first.wall.total() >= PART_MIN && others.total() >= PART_MIN;
            let test = if is_enough { log_rank(&part.first.wall, &others) } else { None };
            Some((key.clone(), test?))
        })
        .collect();
    let limit = CHANCE / compared.len().max(1) as f64;
    let mut parts: Vec<Part> = parts
        .into_iter()
        .map(|(key, response)| {
            let against_others = compared.get(&key).copied();
            Part { is_otherwise: against_others.is_some_and(|test| test.p < limit), key, response, against_others }
        })
        .collect();
    parts.sort_by_key(|part| std::cmp::Reverse(part.response.needs_reply.total()));
    parts
}
