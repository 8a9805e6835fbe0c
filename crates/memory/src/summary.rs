//! What a segment holds, in numbers: its index.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// Languages told apart in a segment; further ones are counted as other.
const LANGUAGES_MAX: usize = 60;

/// What a segment holds.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Summary {
    /// When the first of its posts was heard, in microseconds.
    pub(crate) first_at: Option<i64>,
    /// When the last was.
    pub(crate) last_at: Option<i64>,
    /// How many posts.
    pub(crate) posts: u64,
    /// How many of each channel, by its id.
    pub(crate) channels: BTreeMap<i64, u64>,
    /// How many of each language that authors declared.
    pub(crate) languages: BTreeMap<String, u64>,
    /// Until when deletions have been taken out of the file itself.
    pub(crate) cleaned_at: Option<i64>,
}

impl Summary {
    /// Counts a post.
    pub(crate) fn count(&mut self, at: i64, channel: i64, language: Option<&str>) {
        self.stretch(at);
        self.posts += 1;
        *self.channels.entry(channel).or_default() += 1;
        if let Some(language) = language {
            self.count_language(language, 1);
        }
    }

    /// Counts the posts of a frame of which only that much is known.
    pub(crate) fn count_many(&mut self, first_at: i64, last_at: i64, posts: u64) {
        self.stretch(first_at);
        self.stretch(last_at);
        self.posts += posts;
    }

    /// Adds what another holds.
    pub(crate) fn add(&mut self, other: &Self) {
        [other.first_at, other.last_at].into_iter().flatten().for_each(|at| self.stretch(at));
        self.posts += other.posts;
        for (channel, count) in &other.channels {
            *self.channels.entry(*channel).or_default() += count;
        }
        for (language, count) in &other.languages {
            self.count_language(language, *count);
        }
    }

    fn stretch(&mut self, at: i64) {
        self.first_at = Some(self.first_at.map_or(at, |first| first.min(at)));
        self.last_at = Some(self.last_at.map_or(at, |last| last.max(at)));
    }

    fn count_language(&mut self, language: &str, count: u64) {
        // Authors may declare anything; the index stays small.
        let is_kept =
            self.languages.contains_key(language) || (language.len() <= 12 && self.languages.len() < LANGUAGES_MAX);
        let kept = if is_kept { language } else { "other" };
        match self.languages.get_mut(kept) {
            Some(counted) => *counted += count,
            None => {
                self.languages.insert(kept.to_owned(), count);
            }
        }
    }
}
