//! What is asked of a random sample of all that was heard: its terms, its code book, its sample, its codes.

mod coding;
mod drawing;

use std::collections::HashMap;

use jiff::Timestamp;
use jiff::civil::Date;
use model::{MemberId, PostId, StudyId, StudyState};

pub use self::coding::{
    About, Answer, Decision, about, answer_counts, answers, answers_of, coders, coders_of_all, decide, decisions,
    disputed, forget_note, keep_note, notes, open_disputes, set_answers, set_coders,
};
pub use self::drawing::{
    Drawn, Item, change_lots, clear, count_heard, heard_after, item, items, last_heard, lot, lots,
};
use crate::row::{FromRow, Row};
use crate::sql::{Statement, Value, insert, sql};
use crate::{Result, Tx};

/// What a study asks, and of what.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StudyTerms {
    /// What it is called.
    pub name: String,
    /// What it is to find out.
    pub question: String,
    /// Which mentions it is about, in the language of the inbox's search.
    pub query: String,
    /// The first day on which they may have been written.
    pub first_day: Date,
    /// The last one.
    pub last_day: Date,
    /// How many are drawn.
    pub size: i64,
    /// The words by which they are.
    pub seed: String,
}

/// Something that is asked of each mention.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Variable {
    /// What it is called.
    pub name: String,
    /// What is meant.
    pub definition: String,
    /// The codes that answer it, the first of which has the number 1.
    pub codes: Vec<Code>,
}

/// One answer that may be given.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Code {
    /// What it is called.
    pub name: String,
    /// What is meant.
    pub definition: String,
}

/// How the sample of a study is drawn, or was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Drawing {
    /// When it began.
    pub began_at: Timestamp,
    /// Who began it: `me` in the query is they.
    pub by: MemberId,
    /// When the first day begins.
    pub begins_at: Timestamp,
    /// When the last day ends.
    pub ends_at: Timestamp,
    /// Up to where the log was sealed.
    pub position: i64,
    /// The mention that was heard last.
    pub last_post: PostId,
    /// By which rules for words the query is asked.
    pub analysis: i64,
    /// Up to which mention it has looked.
    pub after: PostId,
    /// How many mentions of these days there are to look at; 0 until they are counted.
    pub to_look: i64,
    /// How many were looked at.
    pub looked: i64,
    /// How many of them meet the query: the population.
    pub met: i64,
    /// How many were left out as spam.
    pub spam: i64,
    /// How many were left out since their words are gone.
    pub gone: i64,
    /// When the earliest of the population was written.
    pub earliest_at: Option<Timestamp>,
    /// When the latest was.
    pub latest_at: Option<Timestamp>,
    /// When it was done.
    pub done_at: Option<Timestamp>,
}

/// A study.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Study {
    /// Our id.
    pub id: StudyId,
    /// What it asks, and of what.
    pub terms: StudyTerms,
    /// Its code book.
    pub book: Vec<Variable>,
    /// Where it stands.
    pub state: StudyState,
    /// Grows whenever what it asks or its book changes, from 1.
    pub version: i64,
    /// Who wrote it.
    pub by: MemberId,
    /// When.
    pub created_at: Timestamp,
    /// How its sample was drawn; none in a draft.
    pub drawing: Option<Drawing>,
    /// When coding began.
    pub coding_at: Option<Timestamp>,
    /// When it ended.
    pub ended_at: Option<Timestamp>,
    /// When every disagreement was decided.
    pub agreed_at: Option<Timestamp>,
    /// When it was closed.
    pub closed_at: Option<Timestamp>,
    /// Since when it is put away.
    pub archived_at: Option<Timestamp>,
}

fn drawing_of(row: &Row<'_>) -> Result<Option<Drawing>> {
    let Some(began_at) = row.get::<Option<Timestamp>>("drawing_at")? else { return Ok(None) };
    Ok(Some(Drawing {
        began_at,
        by: row.get("drawn_by")?,
        begins_at: row.get("begins_at")?,
        ends_at: row.get("ends_at")?,
        position: row.get("position")?,
        last_post: row.get("last_post")?,
        analysis: row.get("analysis")?,
        after: row.get("after_post")?,
        to_look: row.get("to_look")?,
        looked: row.get("looked")?,
        met: row.get("met")?,
        spam: row.get("spam")?,
        gone: row.get("gone")?,
        earliest_at: row.get("earliest_at")?,
        latest_at: row.get("latest_at")?,
        done_at: row.get("drawn_at")?,
    }))
}

impl FromRow for Study {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        Ok(Self {
            id: row.get("id")?,
            terms: StudyTerms {
                name: row.get("name")?,
                question: row.get("question")?,
                query: row.get("query")?,
                first_day: row.get("first_day")?,
                last_day: row.get("last_day")?,
                size: row.get("size")?,
                seed: row.get("seed")?,
            },
            book: Vec::new(),
            state: row.get("state")?,
            version: row.get("version")?,
            by: row.get("member_id")?,
            created_at: row.get("created_at")?,
            drawing: drawing_of(row)?,
            coding_at: row.get("coding_at")?,
            ended_at: row.get("ended_at")?,
            agreed_at: row.get("agreed_at")?,
            closed_at: row.get("closed_at")?,
            archived_at: row.get("archived_at")?,
        })
    }
}

/// Keeps a study that a member writes now.
pub async fn create(tx: &mut Tx, terms: &StudyTerms, book: &[Variable], by: MemberId) -> Result<Study> {
    let (id, now) = (tx.next_id::<StudyId>(), tx.now());
    let made = Study {
        id,
        terms: terms.clone(),
        book: book.to_vec(),
        state: StudyState::Draft,
        version: 1,
        by,
        created_at: now,
        drawing: None,
        coding_at: None,
        ended_at: None,
        agreed_at: None,
        closed_at: None,
        archived_at: None,
    };
    sql("INSERT INTO study (id, name, question, query, first_day, last_day, size, seed, state, version, member_id, \
         created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)")
    .bind(id)
    .bind(&terms.name)
    .bind(&terms.question)
    .bind(&terms.query)
    .bind(terms.first_day)
    .bind(terms.last_day)
    .bind(terms.size)
    .bind(&terms.seed)
    .bind(made.state)
    .bind(made.version)
    .bind(by)
    .bind(now)
    .run(tx)
    .await?;
    keep_book(tx, id, book).await?;
    Ok(made)
}

/// Every column that changes, in the order of [`values`].
const CHANGING: &[&str] = &[
    "name",
    "question",
    "query",
    "first_day",
    "last_day",
    "size",
    "seed",
    "state",
    "version",
    "coding_at",
    "ended_at",
    "agreed_at",
    "closed_at",
    "archived_at",
    "drawing_at",
    "drawn_by",
    "begins_at",
    "ends_at",
    "position",
    "last_post",
    "analysis",
    "earliest_at",
    "latest_at",
    "drawn_at",
    "after_post",
    "to_look",
    "looked",
    "met",
    "spam",
    "gone",
];

fn values(one: &Study) -> Vec<Value> {
    let (terms, drawing) = (&one.terms, one.drawing.as_ref());
    let count = |of: fn(&Drawing) -> i64| -> Value { drawing.map_or(0, of).into() };
    vec![
        (&terms.name).into(),
        (&terms.question).into(),
        (&terms.query).into(),
        terms.first_day.into(),
        terms.last_day.into(),
        terms.size.into(),
        (&terms.seed).into(),
        one.state.into(),
        one.version.into(),
        one.coding_at.into(),
        one.ended_at.into(),
        one.agreed_at.into(),
        one.closed_at.into(),
        one.archived_at.into(),
        drawing.map(|drawing| drawing.began_at).into(),
        drawing.map(|drawing| drawing.by).into(),
        drawing.map(|drawing| drawing.begins_at).into(),
        drawing.map(|drawing| drawing.ends_at).into(),
        drawing.map(|drawing| drawing.position).into(),
        drawing.map(|drawing| drawing.last_post).into(),
        drawing.map(|drawing| drawing.analysis).into(),
        drawing.and_then(|drawing| drawing.earliest_at).into(),
        drawing.and_then(|drawing| drawing.latest_at).into(),
        drawing.and_then(|drawing| drawing.done_at).into(),
        count(|drawing| drawing.after.0),
        count(|drawing| drawing.to_look),
        count(|drawing| drawing.looked),
        count(|drawing| drawing.met),
        count(|drawing| drawing.spam),
        count(|drawing| drawing.gone),
    ]
}

/// Keeps how a study stands from now on; its code book is kept apart ([`keep_book`]).
pub async fn save(tx: &mut Tx, study: &Study) -> Result<()> {
    let set: Vec<String> = CHANGING.iter().zip(2..).map(|(column, place)| format!("{column} = ${place}")).collect();
    let query = sql(format!("UPDATE study SET {} WHERE id = $1", set.join(", "))).bind(study.id);
    values(study).into_iter().fold(query, Statement::bind).run(tx).await?;
    Ok(())
}

/// Keeps the code book of a study in place of the former one.
pub async fn keep_book(tx: &mut Tx, id: StudyId, book: &[Variable]) -> Result<()> {
    sql("DELETE FROM study_variable WHERE study_id = $1").bind(id).run(tx).await?;
    sql("DELETE FROM study_code WHERE study_id = $1").bind(id).run(tx).await?;
    let (mut variables, mut codes): (Vec<Vec<Value>>, Vec<Vec<Value>>) = (Vec::new(), Vec::new());
    for (number, variable) in (1_i64..).zip(book) {
        variables.push(vec![id.into(), number.into(), (&variable.name).into(), (&variable.definition).into()]);
        for (code_number, code) in (1_i64..).zip(&variable.codes) {
            codes.push(vec![
                id.into(),
                number.into(),
                code_number.into(),
                (&code.name).into(),
                (&code.definition).into(),
            ]);
        }
    }
    let head = "INSERT INTO study_variable (study_id, number, name, definition)";
    insert(tx, head, "", variables.into_iter()).await?;
    insert(tx, "INSERT INTO study_code (study_id, variable, number, name, definition)", "", codes.into_iter()).await
}

struct VariableRow(StudyId, Variable);

impl FromRow for VariableRow {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        let variable = Variable { name: row.get("name")?, definition: row.get("definition")?, codes: Vec::new() };
        Ok(Self(row.get("study_id")?, variable))
    }
}

struct CodeRow(StudyId, i64, Code);

impl FromRow for CodeRow {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        let code = Code { name: row.get("name")?, definition: row.get("definition")? };
        Ok(Self(row.get("study_id")?, row.get("variable")?, code))
    }
}

/// The study with this id, also one that is put away; by a writer, to be changed.
pub async fn find(tx: &mut Tx, id: StudyId) -> Result<Option<Study>> {
    let text = format!("SELECT * FROM study WHERE id = $1{}", tx.to_change());
    let Some(mut found) = sql(text).bind(id).maybe::<Study>(tx).await? else { return Ok(None) };
    let variables = sql("SELECT * FROM study_variable WHERE study_id = $1 ORDER BY number").bind(id);
    found.book = variables.all::<VariableRow>(tx).await?.into_iter().map(|VariableRow(_, one)| one).collect();
    let codes = sql("SELECT * FROM study_code WHERE study_id = $1 ORDER BY variable, number").bind(id);
    for CodeRow(_, number, code) in codes.all(tx).await? {
        put_code(&mut found.book, number, code);
    }
    Ok(Some(found))
}

fn put_code(book: &mut [Variable], number: i64, code: Code) {
    let place = usize::try_from(number - 1).ok();
    if let Some(variable) = place.and_then(|place| book.get_mut(place)) {
        variable.codes.push(code);
    }
}

/// Every study, those in use first, then the newest first.
pub async fn all(tx: &mut Tx) -> Result<Vec<Study>> {
    let mut books: HashMap<StudyId, Vec<Variable>> = HashMap::new();
    let variables = sql("SELECT * FROM study_variable ORDER BY study_id, number");
    for VariableRow(id, variable) in variables.all(tx).await? {
        books.entry(id).or_default().push(variable);
    }
    let codes = sql("SELECT * FROM study_code ORDER BY study_id, variable, number");
    for CodeRow(id, number, code) in codes.all(tx).await? {
        put_code(books.entry(id).or_default(), number, code);
    }
    let mut all: Vec<Study> = sql("SELECT * FROM study ORDER BY id DESC").all(tx).await?;
    for one in &mut all {
        one.book = books.remove(&one.id).unwrap_or_default();
    }
    all.sort_by_key(|one| one.archived_at.is_some());
    Ok(all)
}
