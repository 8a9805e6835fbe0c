//! From a row to a post.

use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use model::{Reason, ReceivedAuthor, ReceivedPost, RemoteRef, Talk};
use sha2::{Digest, Sha256};

use super::mapping::{Field, Mapping};
use super::moment;
use crate::html::web_address;
use crate::web_links::link_marks;

/// The longest words of one post, in bytes.
const TEXT_BYTES_MAX: usize = 64 * 1024;

/// Makes rows into posts, as a mapping says.
pub(super) struct RowReader {
    mapping: Mapping,
    zone: TimeZone,
    silence_max: SignedDuration,
}

/// What a row says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Row {
    /// Names the post: its own id, else what its author, time and words make.
    pub(super) key: String,
    /// The author's lasting name, with the network.
    pub(super) author: String,
    pub(super) is_ours: bool,
    pub(super) posted_at: Timestamp,
    pub(super) addressed: Option<String>,
    pub(super) in_reply_to: Option<String>,
    handle: String,
    author_name: Option<String>,
    title: Option<String>,
    text: String,
    language: Option<String>,
    url: Option<String>,
    followers: Option<i64>,
}

impl RowReader {
    pub(super) fn new(mapping: Mapping, zone: TimeZone) -> Self {
        let silence_max = match mapping.silence_days {
            Some(days) => SignedDuration::from_hours(i64::from(days) * 24),
            None => Talk::SILENCE_MAX,
        };
        Self { mapping, zone, silence_max }
    }

    pub(super) fn silence_max(&self) -> SignedDuration {
        self.silence_max
    }

    pub(super) fn has_threads(&self) -> bool {
        self.mapping.has_threads()
    }

    /// Reads a row whose values `value` gives.
    ///
    /// # Errors
    /// A sentence that says what is wrong with it.
    pub(super) fn read(&self, value: impl Fn(Field) -> Option<String>) -> Result<Row, String> {
        let filled = |field| value(field).map(|text| text.trim().to_owned()).filter(|text| !text.is_empty());
        let text = filled(Field::Text).map(|text| unescaped(&text)).unwrap_or_default();
        let title = filled(Field::Title).map(|title| unescaped(&title));
        if text.is_empty() && title.is_none() {
            return Err("it has no words".to_owned());
        }
        if text.len() > TEXT_BYTES_MAX {
            return Err(format!("its words are longer than {TEXT_BYTES_MAX} bytes"));
        }
        let handle = filled(Field::Author).ok_or("it has no author")?.trim_start_matches('@').to_owned();
        let written_at = value(Field::PostedAt).unwrap_or_default();
        let posted_at = moment::read(&written_at, self.mapping.time_format.as_deref(), &self.zone)?;
        let key = filled(Field::Id).map(|id| self.post_id(&id));
        let key = key.unwrap_or_else(|| made_key(&handle, posted_at, title.as_deref(), &text));
        Ok(Row {
            key,
            author: author_id(&self.mapping, &handle),
            is_ours: self.mapping.ours.iter().any(|ours| ours.trim_start_matches('@').eq_ignore_ascii_case(&handle)),
            posted_at,
            addressed: filled(Field::Addressed),
            in_reply_to: filled(Field::InReplyTo).map(|id| self.post_id(&id)),
            handle,
            author_name: filled(Field::AuthorName),
            title,
            text,
            language: filled(Field::Language).filter(|language| language.len() <= 35),
            url: filled(Field::Url).and_then(|url| web_address(&url, None)).map(String::from),
            followers: filled(Field::Followers).and_then(|count| count.parse().ok()),
        })
    }

    /// A post's id: the same number means another post on another network.
    fn post_id(&self, id: &str) -> String {
        match &self.mapping.network {
            Some(network) => format!("{network}:{id}"),
            None => id.to_owned(),
        }
    }

    /// The post of a row, in the thread that begins with `root`, where it answers something.
    pub(super) fn post(&self, row: Row, root: Option<String>) -> ReceivedPost {
        let reference = |id: String| RemoteRef { id, revision: None };
        let talk = (!self.has_threads())
            .then(|| Talk { with: row.addressed.unwrap_or_default(), silence_max: self.silence_max });
        ReceivedPost {
            remote: reference(row.key),
            author: ReceivedAuthor {
                remote_id: row.author,
                handle: Some(row.handle),
                display_name: row.author_name,
                follower_count: row.followers,
                follows_us: None,
                url: None,
            },
            marks: link_marks(&row.text),
            title: row.title,
            text: row.text,
            languages: row.language.into_iter().collect(),
            posted_at: row.posted_at,
            revised_at: None,
            parent: row.in_reply_to.map(reference),
            root: root.map(reference),
            talk,
            quoted: None,
            attachments: Vec::new(),
            url: row.url,
            reason: (!row.is_ours).then_some(Reason::Imported),
        }
    }
}

impl Mapping {
    /// The authors that are us, as posts name them.
    pub fn our_authors(&self) -> Vec<ReceivedAuthor> {
        let handles = self.ours.iter().map(|ours| ours.trim().trim_start_matches('@'));
        let author = |handle: &str| ReceivedAuthor {
            remote_id: author_id(self, handle),
            handle: Some(handle.to_owned()),
            ..ReceivedAuthor::default()
        };
        handles.map(author).collect()
    }
}

/// An author's lasting name: names mean the same person within one network only.
fn author_id(mapping: &Mapping, handle: &str) -> String {
    let network = mapping.network.as_deref().unwrap_or("import");
    format!("{network}:{}", handle.to_lowercase())
}

/// A name for a row without one: the same row, imported again, is the same post.
fn made_key(author: &str, at: Timestamp, title: Option<&str>, text: &str) -> String {
    let mut hash = Sha256::new();
    for part in [author, &at.to_string(), title.unwrap_or_default(), text] {
        hash.update((part.len() as u64).to_le_bytes());
        hash.update(part.as_bytes());
    }
    format!("row:{}", hex::encode(&hash.finalize()[..16]))
}

/// Words without the references to characters that exports of social networks put in place of three of them.
fn unescaped(text: &str) -> String {
    text.replace("\r\n", "\n").replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(values: &[(Field, &str)]) -> Result<Row, String> {
        let mapping = Mapping { ours: vec!["@Velle".into()], network: Some("twitter".into()), ..Mapping::default() };
        let value = |field| values.iter().find(|(of, _)| *of == field).map(|(_, value)| (*value).to_owned());
        RowReader::new(mapping, TimeZone::UTC).read(value)
    }

    const GOOD: [(Field, &str); 3] =
        [(Field::Text, "I &lt;3 you &amp;lt; "), (Field::Author, "@Anna"), (Field::PostedAt, "2015-02-24")];

    #[test]
    fn a_row_is_read() {
        let row = read(&GOOD).unwrap();
        assert_eq!(
            (row.text.as_str(), row.author.as_str(), row.handle.as_str()),
            ("I <3 you &lt;", "twitter:anna", "Anna")
        );
        assert_eq!(row.key, read(&GOOD).unwrap().key, "the same row has the same name");
        let mut later = GOOD;
        later[2].1 = "2015-02-25";
        assert_ne!(row.key, read(&later).unwrap().key);
    }

    #[test]
    fn what_is_ours_is_known_by_its_author() {
        let mut ours = GOOD;
        ours[1].1 = "velle";
        assert!(read(&ours).unwrap().is_ours && !read(&GOOD).unwrap().is_ours);
    }

    #[test]
    fn what_is_missing_is_said() {
        let without = |field| {
            let rest: Vec<_> = GOOD.into_iter().filter(|(of, _)| *of != field).collect();
            read(&rest).unwrap_err()
        };
        assert_eq!(without(Field::Text), "it has no words");
        assert_eq!(without(Field::Author), "it has no author");
        assert_eq!(without(Field::PostedAt), "it has no time");
    }
}
