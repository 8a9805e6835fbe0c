//! The floor: who sits at which table, and whether they were heard, answered, or wait.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use jiff::Timestamp;
use jiff::tz::TimeZone;
use model::{AuthorId, ConversationId, Relation, Sentiment, Stance, TopicId};
use store::floor::{Heard, Words};
use store::regard::Regard;
use store::topic::{self, Topic};
use store::{StoreError, Tx};

use crate::person::{person, together};
use crate::{Person, State, Window};

/// Most tables that a room has: more cannot be told apart at a glance. Beyond, the smallest topics share one.
pub const TABLES_MAX: usize = 12;
/// Conversations looked at; beyond, the quietest are left out and [`Floor::is_cut`] says so.
const CONVERSATIONS_MAX: i64 = 20_000;
/// The newest words that are shown beside the picture.
const VOICES: usize = 3;

/// Everybody who was heard in a window, at their tables.
#[derive(Clone, Debug, PartialEq)]
pub struct Floor {
    /// Since when we listen.
    pub since: Timestamp,
    /// The moment that it shows.
    pub now: Timestamp,
    /// The tables with somebody at them, the fullest first.
    pub tables: Vec<Table>,
    /// What was said last by up to three people, the newest first.
    pub voices: Vec<Voice>,
    /// Conversations that wait for us in which nothing was said in the window.
    pub waiting_before: usize,
    /// Conversations of the window that are nothing but spam: nobody in them has a seat.
    pub spam: usize,
    /// Conversations of the window that began with nearly the same words as one that is counted.
    pub alike: usize,
    /// Whether more was said than is looked at: the quietest conversations are left out.
    pub is_cut: bool,
}

/// What people at a table talk about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TableId {
    /// To us, about nothing that we listen for.
    ToUs,
    /// A topic.
    Topic(TopicId),
    /// The smallest topics together.
    Small,
}

/// A table and who sits there.
#[derive(Clone, Debug, PartialEq)]
pub struct Table {
    /// Which.
    pub id: TableId,
    /// What it is called; empty for [`TableId::ToUs`] and [`TableId::Small`].
    pub name: String,
    /// The topics that share it, for [`TableId::Small`].
    pub topics: Vec<String>,
    /// Its place among all that there may be, which stays whoever comes and goes: tables find their spot by it.
    pub rank: usize,
    /// Who sits here, in order of id: everybody once, where they spoke last.
    pub people: Vec<Person>,
    /// How many posts were said here, also by those who sit elsewhere by now.
    pub posts: usize,
    /// How many distinct people spoke here, also those who sit elsewhere by now.
    pub speakers: usize,
    /// When somebody last spoke here.
    pub last_at: Timestamp,
}

/// Something that was just said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Voice {
    /// Where.
    pub conversation: ConversationId,
    /// Who.
    pub author: AuthorId,
    /// The table they sit at.
    pub table: TableId,
    /// When.
    pub at: Timestamp,
    /// Their name and words.
    pub words: Words,
}

impl Floor {
    /// The floor as it is now. One snapshot; the cost is that of [`store::floor::heard`] and what it gives.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn read(tx: &mut Tx, window: Window, zone: &TimeZone) -> Result<Self, StoreError> {
        let now = tx.now();
        let since = window.since(now, zone);
        let heard = store::floor::heard(tx, since, CONVERSATIONS_MAX).await?;
        let waiting_before = store::floor::waiting_before(tx, since).await?;
        let mut floor = Self::seat(&heard, &topic::all(tx).await?, since, now);
        floor.waiting_before = usize::try_from(waiting_before).unwrap_or_default();
        let authors: Vec<AuthorId> = floor.people().map(|person| person.author).collect();
        floor.regard(&store::regard::of_authors(tx, &authors).await?);
        let aside = store::floor::aside(tx, since).await?;
        floor.spam = usize::try_from(aside.spam).unwrap_or_default();
        floor.alike = usize::try_from(aside.alike).unwrap_or_default();
        floor.is_cut = store::floor::lively(tx, since).await? > CONVERSATIONS_MAX;
        for last in newest(&heard) {
            // A post may have been said at a table that has become a small one since.
            let table = floor.table_of(last.author).map_or(TableId::ToUs, |table| table.id);
            let Some(words) = store::floor::last_words(tx, last.conversation, last.author).await? else { continue };
            let Heard { conversation, author, last_at, .. } = *last;
            floor.voices.push(Voice { conversation, author, table, at: last_at.min(now), words });
        }
        Ok(floor)
    }

    /// Seats everybody: pure, in any order of `heard`.
    pub fn seat(heard: &[Heard], topics: &[Topic], since: Timestamp, now: Timestamp) -> Self {
        let mut tables: BTreeMap<TableId, (Table, BTreeSet<AuthorId>)> = BTreeMap::new();
        let mut people: BTreeMap<AuthorId, (Person, TableId, ConversationId)> = BTreeMap::new();
        for one in heard {
            let id = one.topic.map_or(TableId::ToUs, TableId::Topic);
            let posts = usize::try_from(one.posts).unwrap_or_default();
            let spoke_at = one.last_at.min(now);
            let (table, speakers) =
                tables.entry(id).or_insert_with(|| (empty_table(id, topics, since), BTreeSet::new()));
            table.posts += posts;
            table.last_at = table.last_at.max(spoke_at);
            speakers.insert(one.author);

            let there = person(one, now);
            match people.get_mut(&one.author) {
                None => drop(people.insert(one.author, (there, id, one.conversation))),
                Some((person, at, conversation)) => {
                    if (there.spoke_at, one.conversation) > (person.spoke_at, *conversation) {
                        (*at, *conversation) = (id, one.conversation);
                    }
                    *person = together(person, &there);
                }
            }
        }
        for (person, id, _) in people.into_values() {
            let (table, _) = tables.get_mut(&id).expect("whoever sits at a table spoke there");
            table.people.push(person);
        }
        // Whoever spoke at a table may all sit elsewhere by now: then it is empty, and not shown.
        let mut tables: Vec<_> = tables.into_values().filter(|(table, _)| !table.people.is_empty()).collect();
        tables.sort_by_key(|(table, _)| (std::cmp::Reverse(table.people.len()), table.rank));
        pool_small(&mut tables);
        let tables = tables.into_iter().map(|(table, speakers)| Table { speakers: speakers.len(), ..table });
        Self {
            since,
            now,
            tables: tables.collect(),
            voices: Vec::new(),
            waiting_before: 0,
            spam: 0,
            alike: 0,
            is_cut: false,
        }
    }

    /// Adds how people are judged to stand: the surest of what they are to us, and how they stand to what their table
    /// talks about; at a table without a topic of its own, the surest of all.
    pub fn regard(&mut self, regards: &HashMap<AuthorId, Vec<Regard>>) {
        for table in &mut self.tables {
            let id = table.id;
            let is_of_table = |one: &&Regard| match id {
                TableId::Topic(topic) => one.topic == Some(topic),
                TableId::ToUs | TableId::Small => one.topic.is_some(),
            };
            for person in &mut table.people {
                let Some(regards) = regards.get(&person.author) else { continue };
                let relations = regards.iter().filter(|one| one.topic.is_none());
                let relation = relations.max_by_key(|one| one.confidence_percent);
                person.relation = relation.and_then(|one| Relation::from_word(&one.value));
                let stance = regards.iter().filter(is_of_table).max_by_key(|one| one.confidence_percent);
                person.stance = stance.and_then(|one| Stance::from_word(&one.value));
            }
        }
    }

    /// Everybody who was heard, each once.
    pub fn people(&self) -> impl Iterator<Item = &Person> {
        self.tables.iter().flat_map(|table| &table.people)
    }

    /// How many were heard.
    pub fn head_count(&self) -> usize {
        self.tables.iter().map(|table| table.people.len()).sum()
    }

    /// How many are in a state.
    pub fn count(&self, state: State) -> usize {
        self.tables.iter().map(|table| table.count(state)).sum()
    }

    /// How many wait, late or not.
    pub fn waiting(&self) -> usize {
        self.count(State::Waiting) + self.count(State::Late)
    }

    /// The table where somebody has waited longest, and since when.
    pub fn longest_wait(&self) -> Option<(&Table, Timestamp)> {
        let waits = self.tables.iter().filter_map(|table| table.waiting_since().map(|since| (table, since)));
        waits.min_by_key(|(table, since)| (*since, table.rank))
    }

    /// A table of the room.
    pub fn table(&self, id: TableId) -> Option<&Table> {
        self.tables.iter().find(|table| table.id == id)
    }

    fn table_of(&self, author: AuthorId) -> Option<&Table> {
        self.tables.iter().find(|table| table.people.iter().any(|person| person.author == author))
    }
}

impl Table {
    /// How many here are in a state.
    pub fn count(&self, state: State) -> usize {
        self.people.iter().filter(|person| person.state == state).count()
    }

    /// How many here spoke last in a mood.
    pub fn in_mood(&self, mood: Sentiment) -> usize {
        self.people.iter().filter(|person| person.mood == Some(mood)).count()
    }

    /// Since when somebody here has waited longest.
    pub fn waiting_since(&self) -> Option<Timestamp> {
        self.people.iter().filter_map(|person| person.waiting_since).min()
    }
}

fn empty_table(id: TableId, topics: &[Topic], since: Timestamp) -> Table {
    let place = match id {
        TableId::Topic(id) => topics.iter().position(|topic| topic.id == id),
        TableId::ToUs | TableId::Small => None,
    };
    Table {
        id,
        name: place.map(|place| topics[place].name.clone()).unwrap_or_default(),
        topics: Vec::new(),
        rank: place.map_or(0, |place| place + 1),
        people: Vec::new(),
        posts: 0,
        speakers: 0,
        last_at: since,
    }
}

/// Puts the smallest topics at one table when there are too many; tables are the fullest first, before and after.
fn pool_small(tables: &mut Vec<(Table, BTreeSet<AuthorId>)>) {
    if tables.len() <= TABLES_MAX {
        return;
    }
    // What is said to us keeps its table, however few say it.
    tables.sort_by_key(|(table, _)| table.id != TableId::ToUs);
    let mut small = tables.split_off(TABLES_MAX - 1).into_iter();
    let (mut pool, mut speakers) = small.next().expect("more tables than a room has");
    pool.topics = vec![std::mem::take(&mut pool.name)];
    (pool.id, pool.rank) = (TableId::Small, usize::MAX);
    for (table, spoke) in small {
        pool.topics.push(table.name);
        pool.people.extend(table.people);
        pool.posts += table.posts;
        pool.last_at = pool.last_at.max(table.last_at);
        speakers.extend(spoke);
    }
    pool.people.sort_by_key(|person| person.author);
    tables.push((pool, speakers));
    tables.sort_by_key(|(table, _)| (std::cmp::Reverse(table.people.len()), table.rank));
}

/// Where the people who spoke last did so, the newest first, each person once.
fn newest(heard: &[Heard]) -> Vec<&Heard> {
    let mut newest: Vec<&Heard> = heard.iter().collect();
    newest.sort_by_key(|one| std::cmp::Reverse((one.last_at, one.conversation, one.author)));
    let mut seen = BTreeSet::new();
    newest.into_iter().filter(|one| seen.insert(one.author)).take(VOICES).collect()
}
