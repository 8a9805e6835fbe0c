//! One line of input as a post.

use std::fmt::{self, Formatter};

use jiff::Timestamp;
use listening::Post;
use model::primary_language;
use serde::de::value::MapAccessDeserializer;
use serde::de::{Error, IgnoredAny, MapAccess, Visitor};
use serde::{Deserialize, Deserializer};

use crate::commands::id::Id;

/// A post as a JSON object. Members with other names are let through unread.
#[derive(Debug, Deserialize)]
pub struct PostLine {
    /// Its id; the number of its line stands in for it.
    pub id: Option<Id>,
    text: String,
    author: Option<String>,
    lang: Option<String>,
    channel: Option<String>,
    created_at: Option<CreatedAt>,
    // The rest is no promise of the format: another program may mean something else by these names, so what has
    // another shape is passed over as any unknown member is.
    #[serde(default, deserialize_with = "if_it_fits")]
    title: Option<String>,
    #[serde(default, deserialize_with = "if_it_fits")]
    author_name: Option<String>,
    #[serde(default, deserialize_with = "if_it_fits")]
    url: Option<String>,
    #[serde(default, deserialize_with = "if_it_fits")]
    site: Option<String>,
    #[serde(default, deserialize_with = "if_it_fits")]
    network: Option<String>,
    #[serde(default, deserialize_with = "if_it_fits")]
    source: Option<String>,
    #[serde(default, deserialize_with = "if_it_fits")]
    kind: Option<String>,
    #[serde(default, deserialize_with = "if_it_fits")]
    thread: Option<String>,
    #[serde(default, deserialize_with = "if_it_fits")]
    followers: Option<u64>,
    #[serde(default, deserialize_with = "if_it_fits")]
    rating: Option<f64>,
    #[serde(default, deserialize_with = "if_it_fits")]
    links: Option<Several>,
    #[serde(default, deserialize_with = "if_it_fits")]
    tags: Option<Several>,
    #[serde(default, deserialize_with = "if_it_fits")]
    in_reply_to: Option<Several>,
    #[serde(default, deserialize_with = "if_it_fits")]
    sentiment: Option<Several>,
    #[serde(default, deserialize_with = "if_it_fits")]
    relation: Option<Several>,
    #[serde(default, deserialize_with = "if_it_fits")]
    stance: Option<Several>,
    #[serde(default, deserialize_with = "if_it_fits")]
    intent: Option<Several>,
}

impl PostLine {
    /// Returns what was said.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Calls `look` with the post as the engine sees it.
    pub fn with_post<R>(&self, look: impl FnOnce(&Post<'_>) -> R) -> R {
        let links = self.links.as_ref().map(Several::texts).unwrap_or_default();
        let tags = self.tags.as_ref().map(Several::texts).unwrap_or_default();
        let in_reply_to = self.in_reply_to.as_ref().map(Several::texts).unwrap_or_default();
        // A judgement that is absent is open; absent links are none.
        let sentiment = self.sentiment.as_ref().map(Several::texts);
        let relation = self.relation.as_ref().map(Several::texts);
        let stance = self.stance.as_ref().map(Several::texts);
        let intent = self.intent.as_ref().map(Several::texts);
        let id = self.id.as_ref().map(Id::to_string);
        look(&Post {
            text: &self.text,
            title: self.title.as_deref(),
            id: id.as_deref(),
            url: self.url.as_deref(),
            site: self.site.as_deref(),
            author_handle: self.author.as_deref(),
            author_name: self.author_name.as_deref(),
            channel: self.channel.as_deref(),
            network: self.network.as_deref(),
            lang: self.lang.as_deref().filter(|tag| primary_language(tag).is_some()),
            links: &links,
            kind: self.kind.as_deref(),
            in_reply_to: &in_reply_to,
            thread: self.thread.as_deref(),
            tags: &tags,
            source: self.source.as_deref(),
            followers: self.followers,
            rating: self.rating,
            created_at: self.created_at.map(|moment| moment.0),
            sentiment: sentiment.as_deref(),
            relation: relation.as_deref(),
            stance: stance.as_deref(),
            intent: intent.as_deref(),
            ..Post::default()
        })
    }
}

impl From<String> for PostLine {
    fn from(text: String) -> Self {
        use serde::de::value::{Error, MapDeserializer};
        let members = [("text", text)].into_iter();
        Self::deserialize(MapDeserializer::<_, Error>::new(members)).expect("a text is all that a post needs")
    }
}

/// One text or a list of them.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum Several {
    One(String),
    Many(Vec<String>),
}

impl Several {
    fn texts(&self) -> Vec<&str> {
        match self {
            Self::One(text) => vec![text],
            Self::Many(texts) => texts.iter().map(String::as_str).collect(),
        }
    }
}

fn if_it_fits<'de, D: Deserializer<'de>, T: Deserialize<'de>>(deserializer: D) -> Result<Option<T>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Fit<T> {
        Yes(T),
        No(IgnoredAny),
    }
    Ok(match Fit::deserialize(deserializer)? {
        Fit::Yes(value) => Some(value),
        Fit::No(IgnoredAny) => None,
    })
}

/// When a post was written, in microseconds since 1970.
#[derive(Clone, Copy, Debug)]
struct CreatedAt(i64);

impl<'de> Deserialize<'de> for CreatedAt {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(CreatedAtVisitor)
    }
}

struct CreatedAtVisitor;

impl<'de> Visitor<'de> for CreatedAtVisitor {
    type Value = CreatedAt;

    fn expecting(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str("created_at as RFC 3339 (2026-05-01T12:00:00Z) or milliseconds since 1970")
    }

    fn visit_i64<E: Error>(self, millis: i64) -> Result<CreatedAt, E> {
        let micros = millis.checked_mul(1_000).ok_or_else(|| E::custom("created_at is out of range"))?;
        Ok(CreatedAt(micros))
    }

    fn visit_u64<E: Error>(self, millis: u64) -> Result<CreatedAt, E> {
        self.visit_i64(i64::try_from(millis).unwrap_or(i64::MAX))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<CreatedAt, E> {
        let moment: Timestamp = text.parse().map_err(|_| E::invalid_value(serde::de::Unexpected::Str(text), &self))?;
        Ok(CreatedAt(moment.as_microsecond()))
    }

    /// TOML has times of its own.
    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<CreatedAt, A::Error> {
        let moment = toml::value::Datetime::deserialize(MapAccessDeserializer::new(map))?;
        self.visit_str(&moment.to_string())
    }
}
