//! What a feed said before: the cursor of its stream, and how an entry is known again.
//!
//! Feeds change ids (a move to https, another generator), dates (at every build) and words (an edit). An entry is the
//! one that we know when nothing of it changed, or its id says so; else, among those that the feed no longer shows under
//! their former id, when its link and its words or title do, or its words, or its title and date.

use std::collections::{HashMap, HashSet};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use url::Url;

use super::parse::Entry;

/// Entries remembered that the feed shows no more.
const FORMER_MAX: usize = 500;
/// A title shorter than this is no mark of an entry ("Update").
const TITLE_CHARS_MIN: usize = 8;

/// What a feed said before.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct Memory {
    /// The validators of the last document.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) etag: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) last_modified: Option<String>,
    /// When we last looked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) looked_at: Option<Timestamp>,
    /// The entries that we know: those of the last document first.
    #[serde(default)]
    entries: Vec<Known>,
}

/// An entry that we know, by digests: a cursor holds no words.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Known {
    /// Its id with us.
    key: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    id: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    link: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    title: Option<String>,
    words: String,
    at: Timestamp,
    /// Whether it was too old to be heard when it was met first; its changes are no news either.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    is_old: bool,
}

/// An entry that brings news.
#[derive(Debug)]
pub(super) struct News {
    /// Its id with us, the same for as long as we know it.
    pub(super) key: String,
    /// Names its words.
    pub(super) revision: String,
    /// When it was written, as it said first; when we saw it first, when it did not say.
    pub(super) posted_at: Timestamp,
    pub(super) entry: Entry,
}

/// What a document brought.
#[derive(Debug, Default)]
pub(super) struct Brought {
    /// New and changed entries, in the feed's order.
    pub(super) news: Vec<News>,
    /// Whether we know entries of this feed, and this document shows none of them: what it held in between was missed.
    pub(super) is_torn: bool,
}

impl Memory {
    /// Meets a document's entries, remembers them, and gives those that are new or changed. At first, entries from before
    /// `since` are only remembered.
    pub(super) fn meet(&mut self, entries: Vec<Entry>, now: Timestamp, since: Timestamp) -> Brought {
        let is_first = self.looked_at.is_none();
        let entries = told_apart(entries);
        let former = std::mem::take(&mut self.entries);
        let mut known_as = recognise(&entries, &former);
        let is_torn = entries.len() > 1 && !former.is_empty() && known_as.iter().all(Option::is_none);
        let mut keys: HashSet<String> = former.iter().map(|known| known.key.clone()).collect();
        let mut news = Vec::new();
        for (marks, entry) in entries {
            let known = known_as.remove(0).map(|index| &former[index]);
            let key = known.map_or_else(|| new_key(&marks, &entry, &keys), |known| known.key.clone());
            keys.insert(key.clone());
            let posted_at = known.map_or_else(|| entry.posted_at.unwrap_or(now), |known| known.at);
            let is_old = known.map_or(is_first && posted_at < since, |known| known.is_old);
            let is_news = !is_old && known.is_none_or(|known| known.words != marks.words);
            self.entries.push(Known {
                key: key.clone(),
                id: marks.id,
                link: marks.link,
                title: marks.title,
                words: marks.words.clone(),
                at: posted_at,
                is_old,
            });
            if is_news {
                news.push(News { key, revision: marks.words, posted_at, entry });
            }
        }
        let shown: HashSet<&str> = self.entries.iter().map(|known| known.key.as_str()).collect();
        let gone: Vec<Known> = former.into_iter().filter(|known| !shown.contains(known.key.as_str())).collect();
        self.entries.extend(gone.into_iter().take(FORMER_MAX));
        Brought { news, is_torn }
    }
}

/// What an entry can be known by.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Marks {
    id: Option<String>,
    link: Option<String>,
    title: Option<String>,
    words: String,
    dated_title: Option<String>,
}

impl Marks {
    fn of(entry: &Entry) -> Self {
        let title = entry.title.as_deref();
        let telling = title.filter(|title| title.chars().count() >= TITLE_CHARS_MIN);
        Self {
            id: entry.id.as_deref().map(|id| digest(&[id])),
            link: entry.link.as_deref().map(|link| digest(&[&plain_address(link)])),
            title: telling.map(|title| digest(&[title])),
            words: digest(&[title.unwrap_or_default(), &entry.text]),
            dated_title: telling.zip(entry.posted_at).map(|(title, at)| dated(&digest(&[title]), at)),
        }
    }
}

fn dated(title: &str, at: Timestamp) -> String {
    format!("{title} {}", at.as_second())
}

/// Entries with their marks, each once. An id that several different entries share names none of them.
fn told_apart(entries: Vec<Entry>) -> Vec<(Marks, Entry)> {
    let mut apart: Vec<(Marks, Entry)> = entries.into_iter().map(|entry| (Marks::of(&entry), entry)).collect();
    keep_once(&mut apart);
    let mut counts: HashMap<String, usize> = HashMap::new();
    for id in apart.iter().filter_map(|(marks, _)| marks.id.clone()) {
        *counts.entry(id).or_default() += 1;
    }
    for (marks, _) in &mut apart {
        marks.id = marks.id.take().filter(|id| counts.get(id) == Some(&1));
    }
    keep_once(&mut apart);
    apart
}

fn keep_once(entries: &mut Vec<(Marks, Entry)>) {
    let mut seen = HashSet::new();
    entries.retain(|(marks, _)| seen.insert((marks.id.clone(), marks.link.clone(), marks.words.clone())));
}

/// For each entry, the place of the one that we know it as.
fn recognise(entries: &[(Marks, Entry)], former: &[Known]) -> Vec<Option<usize>> {
    let mut known_as: Vec<Option<usize>> = vec![None; entries.len()];
    let mut is_free: Vec<bool> = vec![true; former.len()];
    type Mark<'a> = Box<dyn Fn(&'a Marks) -> Option<String> + 'a>;
    type KnownMark<'a> = Box<dyn Fn(&'a Known) -> Option<String> + 'a>;
    let join = |parts: [Option<&String>; 2]| Some(format!("{} {}", parts[0]?, parts[1]?));
    let all = |id: &Option<String>, link: &Option<String>, title: &Option<String>, words: &str| {
        Some(format!("{id:?} {link:?} {title:?} {words}"))
    };
    let ways: Vec<(Mark<'_>, KnownMark<'_>)> = vec![
        // Nothing changed: no other entry has a better claim, so that one document never brings news twice.
        (
            Box::new(move |one| all(&one.id, &one.link, &one.title, &one.words)),
            Box::new(move |known| all(&known.id, &known.link, &known.title, &known.words)),
        ),
        (Box::new(|one| one.id.clone()), Box::new(|known| known.id.clone())),
        (
            Box::new(move |one| join([one.link.as_ref(), Some(&one.words)])),
            Box::new(move |known| join([known.link.as_ref(), Some(&known.words)])),
        ),
        (
            Box::new(move |one| join([one.link.as_ref(), one.title.as_ref()])),
            Box::new(move |known| join([known.link.as_ref(), known.title.as_ref()])),
        ),
        // Without an id, the link is one.
        (
            Box::new(|one| one.link.clone().filter(|_| one.id.is_none())),
            Box::new(|known| known.link.clone().filter(|_| known.id.is_none())),
        ),
        (Box::new(|one| Some(one.words.clone())), Box::new(|known| Some(known.words.clone()))),
        (
            Box::new(|one| one.dated_title.clone()),
            Box::new(|known| known.title.as_ref().map(|title| dated(title, known.at))),
        ),
    ];
    for (mark, known_mark) in ways {
        let free_entries = (0..entries.len()).filter(|index| known_as[*index].is_none());
        let open = unique(free_entries.filter_map(|index| Some((mark(&entries[index].0)?, index))));
        let free_known = (0..former.len()).filter(|index| is_free[*index]);
        let known = unique(free_known.filter_map(|index| Some((known_mark(&former[index])?, index))));
        for (mark, index) in open {
            if let Some(former) = known.get(&mark) {
                known_as[index] = Some(*former);
                is_free[*former] = false;
            }
        }
    }
    known_as
}

/// The marks that name one thing only.
fn unique(marks: impl Iterator<Item = (String, usize)>) -> HashMap<String, usize> {
    let mut places: HashMap<String, Option<usize>> = HashMap::new();
    for (mark, index) in marks {
        places.entry(mark).and_modify(|place| *place = None).or_insert(Some(index));
    }
    places.into_iter().filter_map(|(mark, place)| Some((mark, place?))).collect()
}

/// The id that a new entry gets with us: its own, else its link, else one made of its words.
fn new_key(marks: &Marks, entry: &Entry, taken: &HashSet<String>) -> String {
    let id = marks.id.as_ref().and(entry.id.clone());
    let candidates = [id, entry.link.clone()].into_iter().flatten();
    let mut candidates = candidates.filter(|key| key.len() <= 1_000 && !taken.contains(key));
    candidates.next().unwrap_or_else(|| {
        let mut key = format!("words:{}", marks.words);
        while taken.contains(&key) {
            key.push('+');
        }
        key
    })
}

/// An address without what changes while the page stays the same.
pub(super) fn plain_address(link: &str) -> String {
    let Ok(mut url) = Url::parse(link) else { return link.to_owned() };
    let kept: Vec<(String, String)> =
        url.query_pairs().filter(|(name, _)| !name.starts_with("utm_")).map(|(n, v)| (n.into(), v.into())).collect();
    url.set_query(None);
    if !kept.is_empty() {
        url.query_pairs_mut().extend_pairs(kept);
    }
    let address = url.as_str().trim_start_matches("https://").trim_start_matches("http://");
    address.trim_start_matches("www.").trim_end_matches('/').to_owned()
}

/// Half a SHA-256: enough to tell the entries of one feed apart, also against somebody who tries.
fn digest(parts: &[&str]) -> String {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update((part.len() as u64).to_le_bytes());
        hash.update(part.as_bytes());
    }
    hex::encode(&hash.finalize()[..16])
}

#[cfg(test)]
mod tests {
    use model::ReceivedAuthor;
    use proptest::prelude::*;

    use super::*;

    const NOW: &str = "2026-11-25T08:00:00Z";

    fn entry(id: &str, link: &str, title: &str, text: &str) -> Entry {
        let filled = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        Entry {
            id: filled(id),
            link: filled(link).map(|path| format!("https://blog.example/{path}")),
            title: filled(title),
            text: text.into(),
            marks: vec![],
            attachments: vec![],
            author: ReceivedAuthor::default(),
            languages: vec![],
            posted_at: Some("2026-11-24T08:00:00Z".parse().unwrap()),
            revised_at: None,
        }
    }

    fn meet(memory: &mut Memory, entries: Vec<Entry>) -> Vec<String> {
        memory.meet(entries, NOW.parse().unwrap(), Timestamp::MIN).news.into_iter().map(|news| news.key).collect()
    }

    fn three() -> Vec<Entry> {
        vec![
            entry("3", "c", "The third entry", "ccc"),
            entry("2", "b", "The second entry", "bbb"),
            entry("1", "a", "The first entry", "aaa"),
        ]
    }

    #[test]
    fn what_is_known_is_no_news_until_its_words_change() {
        let mut memory = Memory::default();
        assert_eq!(meet(&mut memory, three()), ["3", "2", "1"]);
        assert!(meet(&mut memory, three()).is_empty());
        let mut changed = three();
        changed[1].text = "bbb, corrected".into();
        assert_eq!(meet(&mut memory, changed), ["2"]);
    }

    #[test]
    fn other_ids_make_no_new_entries() {
        let mut memory = Memory::default();
        meet(&mut memory, three());
        let renamed: Vec<Entry> =
            three().into_iter().map(|one| Entry { id: one.id.map(|id| format!("urn:{id}")), ..one }).collect();
        assert!(meet(&mut memory, renamed.clone()).is_empty());
        let mut changed = renamed;
        changed[0].text = "ccc, corrected".into();
        assert_eq!(meet(&mut memory, changed), ["3"], "and the first id goes on naming it");
    }

    #[test]
    fn other_ids_links_and_dates_make_no_new_entries() {
        let mut memory = Memory::default();
        meet(&mut memory, three());
        let moved = |one: Entry| Entry {
            id: one.id.map(|id| format!("urn:{id}")),
            link: one.link.map(|link| link.replace("blog.example", "moved.example/archive")),
            posted_at: Some(NOW.parse().unwrap()),
            ..one
        };
        assert!(meet(&mut memory, three().into_iter().map(moved).collect()).is_empty());
    }

    #[test]
    fn a_link_that_all_entries_share_names_none() {
        let status = |id: &str, text: &str| entry(id, "status", "", text);
        let mut memory = Memory::default();
        assert_eq!(meet(&mut memory, vec![status("1", "All well"), status("2", "Late")]), ["1", "2"]);
        assert_eq!(meet(&mut memory, vec![status("3", "All well again"), status("1", "All well")]), ["3"]);
        // The same words under a new id while the former entry stands there too: said twice.
        assert_eq!(meet(&mut memory, vec![status("4", "All well"), status("1", "All well")]), ["4"]);
    }

    #[test]
    fn an_id_that_all_entries_share_names_none() {
        let mut memory = Memory::default();
        let first = vec![entry("blog", "a", "", "aaa"), entry("blog", "b", "", "bbb")];
        assert_eq!(meet(&mut memory, first.clone()).len(), 2);
        assert!(meet(&mut memory, first).is_empty());
    }

    #[test]
    fn an_entry_without_id_is_known_by_its_link_and_without_both_by_its_words() {
        let mut memory = Memory::default();
        let first = vec![entry("", "a", "", "aaa"), entry("", "", "", "bbb")];
        assert_eq!(meet(&mut memory, first).len(), 2);
        let changed = meet(&mut memory, vec![entry("", "a", "", "aaa!"), entry("", "", "", "bbb")]);
        assert_eq!(changed, ["https://blog.example/a"]);
    }

    #[test]
    fn an_entry_without_a_link_is_not_taken_for_one_of_the_same_words_that_has_one() {
        let mut memory = Memory::default();
        meet(&mut memory, vec![entry("", "a", "", ""), entry("", "", "ab", ""), entry("", "a", "ab", "")]);
        for _ in 0..2 {
            assert!(meet(&mut memory, vec![entry("", "", "ab", "")]).is_empty());
        }
    }

    #[test]
    fn an_entry_that_comes_back_is_known() {
        let mut memory = Memory::default();
        meet(&mut memory, three());
        meet(&mut memory, vec![entry("4", "d", "The fourth entry", "ddd"), three().remove(0)]);
        assert!(meet(&mut memory, three()).is_empty());
    }

    #[test]
    fn a_document_that_shows_nothing_known_is_torn_off() {
        let mut memory = Memory::default();
        let now = NOW.parse().unwrap();
        assert!(!memory.meet(three(), now, Timestamp::MIN).is_torn, "nothing was known before");
        assert!(!memory.meet(three(), now, Timestamp::MIN).is_torn);
        let others = vec![entry("8", "h", "", "hhh"), entry("9", "i", "", "iii")];
        assert!(memory.meet(others, now, Timestamp::MIN).is_torn);
    }

    #[test]
    fn memory_is_bounded_and_survives_its_cursor() {
        let mut memory = Memory::default();
        for round in 0..30 {
            let entries = (0..40).map(|n| entry(&format!("{round}-{n}"), "", "", &format!("{round} {n}"))).collect();
            meet(&mut memory, entries);
        }
        assert_eq!(memory.entries.len(), 40 + FORMER_MAX);
        let cursor = serde_json::to_string(&memory).unwrap();
        assert_eq!(serde_json::from_str::<Memory>(&cursor).unwrap(), memory);
    }

    #[test]
    fn what_was_too_old_at_first_is_no_news_when_it_changes() {
        let mut memory = Memory::default();
        let (now, since) = (NOW.parse().unwrap(), "2026-11-24T09:00:00Z".parse().unwrap());
        assert!(memory.meet(three(), now, since).news.is_empty());
        memory.looked_at = Some(now);
        let mut changed = three();
        changed[0].text = "ccc, and a footer".into();
        changed.push(entry("4", "d", "The fourth entry", "ddd"));
        let keys: Vec<String> = memory.meet(changed, now, since).news.into_iter().map(|news| news.key).collect();
        assert_eq!(keys, ["4"]);
    }

    fn any_entry() -> impl Strategy<Value = Entry> {
        ("[ab]{0,2}", "[ab]{0,2}", "[ab]{0,9}", "[ab]{0,2}")
            .prop_map(|(id, link, title, text)| entry(&id, &link, &title, &text))
    }

    proptest! {
        #[test]
        fn heard_twice_changes_nothing_and_keys_are_unique(documents in prop::collection::vec(prop::collection::vec(any_entry(), 0..8), 1..5)) {
            let mut memory = Memory::default();
            for document in documents {
                meet(&mut memory, document.clone());
                let keys: HashSet<_> = memory.entries.iter().map(|known| &known.key).collect();
                prop_assert_eq!(keys.len(), memory.entries.len());
                let before = memory.clone();
                prop_assert!(meet(&mut memory, document).is_empty());
                prop_assert_eq!(&memory, &before);
            }
        }
    }
}
