//! Which column of a file is what.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// The form of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Format {
    /// Values between commas (or semicolons, or tabs), with a first line that names the columns.
    Csv,
    /// One JSON object a line.
    Jsonl,
}

macro_rules! fields {
    ($($(#[$meta:meta])* $variant:ident = $word:literal, [$($alias:literal),*]);+ $(;)?) => {
        /// What a column can be.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum Field { $($(#[$meta])* $variant),+ }

        impl Field {
            /// Every field.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The word for it in mappings and flags.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $word),+ }
            }

            /// Names of columns that mean it, best first, without case, spaces and punctuation.
            const fn aliases(self) -> &'static [&'static str] {
                match self { $(Self::$variant => &[$($alias),*]),+ }
            }
        }
    };
}

// Names of columns after exports of social networks, listening suites and public data sets (2026-11).
fields! {
    /// Names the post for good; without one, author, time and words do.
    Id = "id", ["id", "postid", "tweetid", "statusid", "messageid", "mentionid", "commentid", "idstr", "guid", "uri", "resourceid"];
    /// The words.
    Text = "text", ["text", "fulltext", "body", "content", "message", "comment", "tweet", "tweettext", "posttext", "snippet", "caption"];
    /// The heading.
    Title = "title", ["title", "subject", "headline"];
    /// Who wrote it: a lasting id or a handle.
    Author = "author", ["authorid", "userid", "author", "username", "screenname", "userscreenname", "handle", "authorhandle", "user", "from", "sender", "name"];
    /// The name that the author shows.
    AuthorName = "author_name", ["authorname", "displayname", "fullname", "userdisplayname", "authorfullname"];
    /// When it was written.
    PostedAt = "posted_at", ["postedat", "createdat", "publishedat", "posted", "published", "created", "date", "datetime", "timestamp", "time", "tweetcreated", "createdtime", "sentat"];
    /// The account or brand that it speaks to, where the file knows no threads.
    Addressed = "addressed", ["addressed", "brand", "account", "page", "mentioned", "recipient"];
    /// The id of the post that it answers.
    InReplyTo = "in_reply_to", ["inreplyto", "inreplytoid", "inreplytostatusid", "inreplytostatusidstr", "inresponsetotweetid", "replyto", "parent", "parentid"];
    /// Its language (BCP 47).
    Language = "language", ["language", "lang", "locale"];
    /// Where people read it.
    Url = "url", ["url", "link", "permalink", "posturl", "tweeturl"];
    /// People who follow the author.
    Followers = "followers", ["followers", "followercount", "followerscount", "authorfollowers", "userfollowerscount"];
}

/// How a file is to be read. Every setting may be left out; [`Mapping::guess`] fills in the columns.
///
/// ```
/// let mapping: channels::imported::Mapping = toml::from_str(r#"
///     network = "twitter"
///     time_zone = "Europe/Amsterdam"
///     [columns]
///     text = "Full Text"
///     addressed = "airline"
/// "#)?;
/// assert_eq!(mapping.columns.len(), 2);
/// # Ok::<(), toml::de::Error>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Mapping {
    /// The form of the file; by its name and first character without it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub format: Option<Format>,
    /// The encoding, as the web names it; by the mark at the beginning, else UTF-8.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub encoding: Option<String>,
    /// What stands between two values of CSV; whatever divides the first line most without it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub delimiter: Option<char>,
    /// Where the people wrote: keeps names of one network apart from those of another.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub network: Option<String>,
    /// The time zone of times that name none; UTC without it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub time_zone: Option<String>,
    /// How times are written, as `strptime` has it; the usual ways without it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub time_format: Option<String>,
    /// Authors who are us.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub ours: Vec<String>,
    /// Days of silence after which the same people begin a new conversation, where the file knows no threads.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub silence_days: Option<u16>,
    /// Which column is what; inside objects of JSON, `user.name` is the name of the user.
    pub columns: BTreeMap<Field, String>,
}

/// A mapping that does not fit its file.
#[derive(Debug, thiserror::Error)]
pub enum MappingError {
    /// A column that the file does not have.
    #[error("the file has no column {column:?} for {}; it has {}", field.as_str(), listed(columns))]
    NoColumn {
        /// What it was to be.
        field: Field,
        /// Its name.
        column: String,
        /// Those that there are.
        columns: Vec<String>,
    },
    /// Our own posts can only be answers, and the file does not say to what.
    #[error(
        "posts of ours can be told to answer others only with a column that says what they answer; name it with --column in_reply_to=NAME, or leave --ours out; the file has {}",
        listed(columns)
    )]
    OursWithoutThreads {
        /// The columns that there are.
        columns: Vec<String>,
    },
    /// A column that is needed and was neither named nor recognised.
    #[error("no column is known to be the {}; say which one with --column {}=NAME; the file has {}", field.as_str(), field.as_str(), listed(columns))]
    Needed {
        /// What is missing.
        field: Field,
        /// The columns that there are.
        columns: Vec<String>,
    },
}

fn listed(columns: &[String]) -> String {
    let shown: Vec<String> = columns.iter().take(40).map(|column| format!("{column:?}")).collect();
    let more = if columns.len() > shown.len() { " and more" } else { "" };
    if shown.is_empty() { "none".to_owned() } else { shown.join(", ") + more }
}

impl Mapping {
    /// Checks the columns that were named against those of the file, and recognises the others by their names.
    ///
    /// # Errors
    /// `NoColumn` for a name that the file does not have, `Needed` when words, author or time cannot be found.
    pub fn guess(&mut self, columns: &[String]) -> Result<(), MappingError> {
        for (field, column) in &self.columns {
            if !columns.contains(column) {
                return Err(MappingError::NoColumn {
                    field: *field,
                    column: column.clone(),
                    columns: columns.to_vec(),
                });
            }
        }
        let plain: Vec<(String, &String)> = columns.iter().map(|column| (plain(column), column)).collect();
        for field in Field::ALL {
            if self.columns.contains_key(field) {
                continue;
            }
            let is_free = |column: &str| !self.columns.values().any(|taken| taken == column);
            let named = field.aliases().iter().find_map(|alias| {
                plain.iter().find(|(name, column)| name == alias && is_free(column)).map(|(_, column)| *column)
            });
            if let Some(column) = named {
                self.columns.insert(*field, column.clone());
            }
        }
        if !self.ours.is_empty() && !self.has_threads() {
            return Err(MappingError::OursWithoutThreads { columns: columns.to_vec() });
        }
        for field in [Field::Text, Field::Author, Field::PostedAt] {
            if !self.columns.contains_key(&field) {
                return Err(MappingError::Needed { field, columns: columns.to_vec() });
            }
        }
        Ok(())
    }

    /// Whether the file tells what answers what.
    pub fn has_threads(&self) -> bool {
        self.columns.contains_key(&Field::InReplyTo)
    }
}

/// A column's name without case, spaces and punctuation.
fn plain(column: &str) -> String {
    column.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn columns(names: &[&str]) -> Vec<String> {
        names.iter().map(|name| (*name).to_owned()).collect()
    }

    #[test]
    fn usual_exports_are_recognised() {
        let mut mapping = Mapping::default();
        mapping.guess(&columns(&["Mention Id", "Full Text", "Author", "Date", "Language", "Url"])).unwrap();
        let found: Vec<_> = mapping.columns.iter().map(|(field, column)| (field.as_str(), column.as_str())).collect();
        assert_eq!(
            found,
            [
                ("id", "Mention Id"),
                ("text", "Full Text"),
                ("author", "Author"),
                ("posted_at", "Date"),
                ("language", "Language"),
                ("url", "Url")
            ]
        );
    }

    #[test]
    fn a_column_is_one_thing_only_and_what_was_named_stays() {
        let mut mapping = Mapping::default();
        mapping.columns.insert(Field::Text, "name".into());
        mapping.guess(&columns(&["name", "text", "user", "created_at"])).unwrap();
        assert_eq!(mapping.columns[&Field::Text], "name");
        assert_eq!(mapping.columns[&Field::Author], "user");
        assert!(!mapping.columns.values().any(|column| column == "text"));
    }

    #[test]
    fn what_is_missing_is_said_with_what_there_is() {
        let error = Mapping::default().guess(&columns(&["text", "who"])).unwrap_err().to_string();
        assert!(error.contains("--column author=NAME") && error.contains("\"who\""), "{error}");
        let mut mapping = Mapping::default();
        mapping.columns.insert(Field::Author, "wo".into());
        let error = mapping.guess(&columns(&["text", "who"])).unwrap_err().to_string();
        assert!(error.contains("no column \"wo\" for author"), "{error}");
    }
}
