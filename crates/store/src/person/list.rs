//! People in the order in which something last happened with them.

use std::collections::HashMap;

use jiff::Timestamp;
use model::{Author, AuthorId, ConversationId, Network};

use crate::row::{FromRow, Row};
use crate::sql::{Statement, Value, pieces, places, sql};
use crate::{Result, Tx, word_index};

/// Where a person stands in the list: when something last happened with them in public, and in which conversation.
pub type PersonPlace = (Timestamp, ConversationId);

/// People that a name gives at most; who finds so many types more.
pub const BY_NAME_MAX: usize = 500;

/// A person as a row of the list.
#[derive(Clone, Debug, PartialEq)]
pub struct PersonRow {
    /// The handle under which they last spoke.
    pub author: Author,
    /// On which network that is.
    pub network: Network,
    /// Where they stand in the list.
    pub place: PersonPlace,
    /// Their other handles, each with its network, the first heard first.
    pub others: Vec<(Author, Network)>,
    /// How many conversations they began, under all of them.
    pub conversations: i64,
}

struct Last {
    row: PersonRow,
    person: Option<AuthorId>,
}

impl FromRow for Last {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        let place = (row.get("active_at")?, row.get("conversation_id")?);
        Ok(Self {
            person: row.get("person_id")?,
            row: PersonRow {
                author: Author::from_row(row)?,
                network: row.get("network")?,
                place,
                others: Vec::new(),
                conversations: 0,
            },
        })
    }
}

/// One page of the people who began conversations that are no spam, whoever something happened with last first; only
/// those who have one of these handles, where some are named.
///
/// Each stands where the last of the conversations of all handles stands.
pub async fn list(
    tx: &mut Tx,
    among: Option<&[AuthorId]>,
    after: Option<PersonPlace>,
    limit: i64,
) -> Result<Vec<PersonRow>> {
    if among.is_some_and(<[AuthorId]>::is_empty) {
        return Ok(Vec::new());
    }
    let (mut condition, mut values) = (String::new(), Vec::<Value>::new());
    if let Some(authors) = among {
        let list = places(1, authors.len());
        condition.push_str(&format!(
            " AND (author.id IN ({list}) OR author.person_id IN (SELECT person_id FROM author WHERE id IN ({list})))"
        ));
        values.extend(authors.iter().map(|id| Value::from(*id)));
    }
    if let Some((at, id)) = after {
        let first = values.len() + 1;
        condition.push_str(&format!(" AND (last.active_at, last.id) < (${first}, ${})", first + 1));
        values.extend([Value::from(at), Value::from(id)]);
    }
    let text = format!(
        "SELECT author.*, last.id AS conversation_id, last.active_at FROM conversation AS last \
         JOIN author ON author.id = last.author_id \
         WHERE author.is_ours = 0 AND author.erased_at IS NULL AND last.is_spam = 0{condition} \
         AND NOT EXISTS (SELECT 1 FROM conversation later WHERE later.author_id = author.id AND later.is_spam = 0 \
           AND (later.active_at, later.id) > (last.active_at, last.id)) \
         AND (author.person_id IS NULL OR NOT EXISTS (SELECT 1 FROM author other \
           JOIN conversation later ON later.author_id = other.id WHERE other.person_id = author.person_id \
           AND later.is_spam = 0 AND (later.active_at, later.id) > (last.active_at, last.id))) \
         ORDER BY last.active_at DESC, last.id DESC LIMIT {limit}"
    );
    let found: Vec<Last> = values.into_iter().fold(sql(text), Statement::bind).all(tx).await?;
    fill(tx, found).await
}

struct Of {
    person: AuthorId,
    author: Author,
    network: Network,
}

impl FromRow for Of {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        Ok(Self { person: row.get("person_id")?, author: Author::from_row(row)?, network: row.get("network")? })
    }
}

struct Count(AuthorId, i64);

impl FromRow for Count {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        Ok(Self(row.get("author_id")?, row.get("n")?))
    }
}

async fn fill(tx: &mut Tx, found: Vec<Last>) -> Result<Vec<PersonRow>> {
    let people: Vec<AuthorId> = found.iter().filter_map(|one| one.person).collect();
    let mut handles: HashMap<AuthorId, Vec<(Author, Network)>> = HashMap::new();
    for piece in pieces(&people) {
        let text = format!("SELECT * FROM author WHERE person_id IN ({}) ORDER BY id", places(1, piece.len()));
        for one in piece.iter().fold(sql(text), |query, id| query.bind(*id)).all::<Of>(tx).await? {
            handles.entry(one.person).or_default().push((one.author, one.network));
        }
    }
    let mut rows: Vec<PersonRow> = Vec::new();
    for Last { mut row, person } in found {
        let all = person.and_then(|person| handles.remove(&person)).unwrap_or_default();
        row.others = all.into_iter().filter(|(author, _)| author.id != row.author.id).collect();
        rows.push(row);
    }
    let of = |row: &PersonRow| {
        std::iter::once(row.author.id).chain(row.others.iter().map(|(author, _)| author.id)).collect::<Vec<_>>()
    };
    let ids: Vec<AuthorId> = rows.iter().flat_map(of).collect();
    let mut counts: HashMap<AuthorId, i64> = HashMap::new();
    for piece in pieces(&ids) {
        let text = format!(
            "SELECT author_id, COUNT(*) AS n FROM conversation WHERE author_id IN ({}) GROUP BY author_id",
            places(1, piece.len())
        );
        let counted = piece.iter().fold(sql(text), |query, id| query.bind(*id)).all::<Count>(tx).await?;
        counts.extend(counted.into_iter().map(|Count(author, n)| (author, n)));
    }
    for row in &mut rows {
        row.conversations = of(row).iter().filter_map(|id| counts.get(id)).sum();
    }
    Ok(rows)
}

/// The people whose name holds this anywhere, or who have a handle that begins with it; at most [`BY_NAME_MAX`], those
/// heard first last.
pub async fn by_name(tx: &mut Tx, typed: &str) -> Result<Vec<AuthorId>> {
    let part = typed.trim().trim_start_matches('@').to_lowercase();
    if part.is_empty() {
        return Ok(Vec::new());
    }
    let mut found = word_index::people_named(tx, &part, BY_NAME_MAX).await?;
    // Handles are kept as the network writes them; most write small letters.
    for beginning in [part, typed.trim().trim_start_matches('@').to_owned()] {
        let end = format!("{beginning}{}", char::MAX);
        let text = "SELECT id FROM author WHERE handle >= $1 AND handle < $2 AND is_ours = 0 ORDER BY handle LIMIT $3";
        let query = sql(text).bind(beginning).bind(end).bind(BY_NAME_MAX as i64);
        found.extend(query.all::<AuthorId>(tx).await?);
    }
    found.sort_unstable_by(|a, b| b.cmp(a));
    found.dedup();
    found.truncate(BY_NAME_MAX);
    Ok(found)
}
