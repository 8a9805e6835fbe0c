//! Gathers what is known of a person from the store.

use model::{AuthorId, TopicId};
use store::conversation::{self, ListRow, Place};
use store::person::{self, Handle};
use store::regard::{self, Regard};
use store::{StoreError, Tx, erasure, post, topic};
use wording::t;

use super::consent::{ConsentRow, Consents};
use super::notes::NoteRow;
use super::same::{Candidate, MergeRow, Same};
use super::view::{ConversationRow, Erasing, HandleRow, PersonPage};
use crate::app::App;
use crate::failure::Answer;
use crate::ui::components::name::shown_handle;
use crate::ui::components::words::last_words;
use crate::ui::gesture::gather as gesture;
use crate::ui::gesture::view::OnPost;
use crate::ui::inbox::regard::{Stands, gather as stands_of, kind_of};
use crate::ui::owed::gather::{Names, names};

/// Conversations of a page.
const ROWS: i64 = 25;
/// People offered as the same.
const OFFERED: usize = 8;
/// Messages offered as those by which something was said.
const MESSAGES: i64 = 20;
/// Letters of a message that are shown in passing.
const WORDS: usize = 80;

/// What of the person is asked for.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Asked<'a> {
    /// Who is looked for, to say that it is the same person.
    pub(super) find: &'a str,
    /// After which conversation the page begins.
    pub(super) after: Option<Place>,
}

pub(super) async fn person(tx: &mut Tx, app: &App, id: AuthorId, asked: Asked<'_>) -> Answer<PersonPage> {
    let handles = inbox::person_handles(tx, id).await?;
    let ids: Vec<AuthorId> = handles.iter().map(|one| one.author.id).collect();
    let names = names(tx).await?;
    let mut found = conversation::with_authors(tx, &ids, asked.after, ROWS + 1).await?;
    let more = if found.len() as i64 > ROWS {
        found.truncate(ROWS as usize);
        found.last().map(|last| crate::ui::going_on::written((last.conversation.active_at, last.conversation.id)))
    } else {
        None
    };
    let regards = regard::of_authors(tx, &ids).await?;
    let mut stands = Vec::new();
    for id in &ids {
        stands.push(stands_on_all(tx, *id, regards.get(id).map_or(&[][..], Vec::as_slice)).await?);
    }
    let mut follows = Vec::new();
    for one in &handles {
        follows.push(gesture::of_author_by_all(tx, app, one.author.id, &names).await?);
    }
    let row = |(one, follow): (&Handle, OnPost)| HandleRow {
        follow,
        id: one.author.id,
        handle: shown_handle(&one.author),
        name: one.author.name().to_owned(),
        kind: kind_of(regards.get(&one.author.id)),
        network: one.network,
        url: one.author.profile.url.clone(),
        follower_count: one.author.profile.follower_count,
        follows_us: one.author.profile.follows_us,
        channels: one.channels.clone(),
        first_heard_at: one.first_heard_at,
        last_heard_at: one.last_heard_at,
    };
    let handles_shown: Vec<HandleRow> = handles.iter().zip(follows).map(row).collect();
    Ok(PersonPage {
        id,
        stands,
        same: same(tx, &handles, asked.find, &names).await?,
        consents: consents(tx, &ids, &names).await?,
        notes: notes(tx, &ids, &names).await?,
        total: conversation::count_with_authors(tx, &ids).await?.try_into().unwrap_or_default(),
        conversations: conversations(tx, found, &ids, &names).await?,
        more,
        is_first: asked.after.is_none(),
        handles: handles_shown,
        erasure: erasing(tx, &ids).await?,
        error: None,
    })
}

async fn erasing(tx: &mut Tx, ids: &[AuthorId]) -> Result<Option<Erasing>, StoreError> {
    let Some(one) = erasure::of_authors(tx, ids).await? else { return Ok(None) };
    let waits_in = erasure::waits_in(tx, &one).await?;
    Ok(Some(Erasing { posts: one.posts.try_into().unwrap_or_default(), done_at: one.done_at, waits_in }))
}

fn name(names: &Names, id: model::MemberId) -> String {
    names.get(&id).cloned().unwrap_or_else(|| t!("a former member").to_owned())
}

fn in_passing(words: &str) -> String {
    let mut short: String = words.chars().take(WORDS).collect();
    if words.chars().nth(WORDS).is_some() {
        short.push('…');
    }
    short
}

/// How an author stands to us, and to every topic to which it was judged.
async fn stands_on_all(tx: &mut Tx, author: AuthorId, regards: &[Regard]) -> Result<Stands, StoreError> {
    let mut topics: Vec<(TopicId, String)> = Vec::new();
    for id in regards.iter().filter_map(|one| one.topic) {
        if topics.iter().any(|(known, _)| *known == id) {
            continue;
        }
        if let Some(found) = topic::find(tx, id).await? {
            topics.push((id, found.name));
        }
    }
    stands_of(tx, author, topics).await
}

async fn conversations(
    tx: &mut Tx,
    found: Vec<ListRow>,
    authors: &[AuthorId],
    names: &Names,
) -> Result<Vec<ConversationRow>, StoreError> {
    let ids: Vec<_> = found.iter().map(|row| row.conversation.id).collect();
    let mut topics = conversation::topics(tx, &ids).await?;
    let row = |row: ListRow| ConversationRow {
        id: row.conversation.id,
        network: row.network,
        words: last_words(&row),
        with: (!authors.contains(&row.conversation.author)).then(|| row.author_name.clone()),
        topics: topics.remove(&row.conversation.id).unwrap_or_default(),
        status: row.conversation.status,
        assignee: row.conversation.assignee.map(|id| name(names, id)),
        at: row.conversation.active_at,
    };
    Ok(found.into_iter().map(row).collect())
}

async fn same(tx: &mut Tx, handles: &[Handle], find: &str, names: &Names) -> Result<Same, StoreError> {
    let ids: Vec<AuthorId> = handles.iter().map(|one| one.author.id).collect();
    let merges = person::merges(tx, &ids).await?;
    // Who was parted is no handle of this person any more.
    let mut others: Vec<AuthorId> = merges.iter().flat_map(|one| [one.author, one.other]).collect();
    others.retain(|id| !ids.contains(id));
    let others = store::author::of_ids(tx, &others).await?;
    let handle = |id: AuthorId| {
        let known = handles.iter().map(|one| &one.author).chain(&others).find(|one| one.id == id);
        known.map(shown_handle).unwrap_or_default()
    };
    let row = |one: person::PersonMerge| MergeRow {
        id: one.id,
        handles: (handle(one.author), handle(one.other)),
        ground: one.ground,
        by: name(names, one.merged_by),
        at: one.merged_at,
        parted: one.parted.map(|(by, at)| (name(names, by), at)),
    };
    let merges = merges.into_iter().map(row).collect();
    let mut same = Same { merges, find: find.to_owned(), ..Same::default() };
    if find.is_empty() {
        same.namesakes = namesakes(tx, handles, &ids).await?;
    } else {
        let found = person::by_name(tx, find).await?;
        same.found = candidates(tx, &found, &ids).await?;
    }
    Ok(same)
}

/// Others who show the very name that this person shows.
async fn namesakes(tx: &mut Tx, handles: &[Handle], ids: &[AuthorId]) -> Result<Vec<Candidate>, StoreError> {
    let chosen = |author: &model::Author| {
        author.profile.display_name.as_ref().map(|name| name.trim().to_lowercase()).filter(|name| !name.is_empty())
    };
    let mut shown: Vec<String> = handles.iter().filter_map(|one| chosen(&one.author)).collect();
    shown.dedup();
    let mut found = Vec::new();
    for name in shown {
        let named = person::by_name(tx, &name).await?;
        let named = store::author::of_ids(tx, &named).await?;
        found.extend(named.into_iter().filter(|one| chosen(one).as_ref() == Some(&name)).map(|one| one.id));
    }
    candidates(tx, &found, ids).await
}

/// Authors as whom somebody may be too, but for these; the first of them.
pub(super) async fn candidates(
    tx: &mut Tx,
    found: &[AuthorId],
    but: &[AuthorId],
) -> Result<Vec<Candidate>, StoreError> {
    let mut ids: Vec<AuthorId> = found.iter().copied().filter(|id| !but.contains(id)).collect();
    ids.truncate(OFFERED);
    let mut candidates = Vec::new();
    for one in person::handles(tx, &ids).await? {
        if one.author.is_ours || one.erased_at.is_some() {
            continue;
        }
        candidates.push(Candidate {
            id: one.author.id,
            handle: shown_handle(&one.author),
            name: one.author.name().to_owned(),
            network: one.network,
            others: person::authors(tx, one.author.id).await?.len().saturating_sub(1),
        });
    }
    Ok(candidates)
}

async fn consents(tx: &mut Tx, ids: &[AuthorId], names: &Names) -> Result<Consents, StoreError> {
    let mut noted = Vec::new();
    for one in person::consents(tx, ids).await? {
        let post = match one.post {
            Some(id) => {
                post::find(tx, id).await?.and_then(|post| Some((post.conversation?, id, in_passing(&post.text))))
            }
            None => None,
        };
        noted.push(ConsentRow {
            id: one.id,
            author: one.author,
            purpose: one.purpose,
            state: one.state,
            post,
            words: one.words,
            by: name(names, one.member),
            at: one.noted_at,
        });
    }
    let messages = post::last_of_authors(tx, ids, MESSAGES).await?;
    let messages = messages.into_iter().map(|one| (one.id, in_passing(&one.text))).collect();
    Ok(Consents { noted, messages })
}

async fn notes(tx: &mut Tx, ids: &[AuthorId], names: &Names) -> Result<Vec<NoteRow>, StoreError> {
    let row = |one: person::PersonNote| NoteRow {
        id: one.id,
        author: one.author,
        by: name(names, one.member),
        at: one.created_at,
        text: one.text,
    };
    Ok(person::notes(tx, ids).await?.into_iter().map(row).collect())
}
