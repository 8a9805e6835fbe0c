//! Studies: a question about all that was heard, answered on a random sample by two members who do not see what the other
//! says.

mod coding;
mod drawing;
mod insight;

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan as _};
use listening::{Analysis, FieldContext, Query};
use model::{Actor, EventKind, Function, Right, StudyId, StudyState};
use serde_json::json;
use store::event::append;
use store::member::Member;
use store::study::{self, Code, Drawing, Study, StudyTerms, Variable};
use store::{Tx, job, random_bytes, team};
use wording::t;

pub use self::coding::{
    CODE_NOTE_CHARS_MAX, Coding, DECISION_REASON_CHARS_MAX, begin_coding, code_mention, coder_of, coding_order,
    decide_code, decides, end_coding, seen_answers,
};
pub use self::drawing::draw_on;
pub use self::insight::{EVIDENCE_MAX, INSIGHT_NOTE_CHARS_MAX, SENTENCE_CHARS_MAX, note_insight, step_insight};
use crate::{InboxError, Result};

/// The kind of the job that draws a sample.
pub const DRAW_STUDY: &str = "draw_study";
/// The longest name of a study, or of what it asks of a mention, in characters.
pub const STUDY_NAME_CHARS_MAX: usize = 100;
/// The longest question, in characters.
pub const QUESTION_CHARS_MAX: usize = 500;
/// How many mentions a sample may have.
pub const SAMPLE_SIZES: std::ops::RangeInclusive<i64> = 10..=2_000;
/// The longest seed, in characters.
pub const SEED_CHARS_MAX: usize = 64;
/// The most that is asked of each mention.
pub const VARIABLES_MAX: usize = 20;
/// How many codes may answer it.
pub const CODE_COUNTS: std::ops::RangeInclusive<usize> = 2..=12;
/// The longest name of a code, in characters.
pub const CODE_NAME_CHARS_MAX: usize = 60;
/// The longest definition, in characters.
pub const DEFINITION_CHARS_MAX: usize = 500;

const MISSING: InboxError = InboxError::Missing("this study");

/// Why a study is not kept, or a step of it not taken.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum StudyFault {
    /// It is called nothing, or much.
    #[error("{}", t!("a name of 1 to {max} characters is needed", max = STUDY_NAME_CHARS_MAX))]
    Name,
    /// It asks nothing, or much.
    #[error("{}", t!("say what it is to find out, in 1 to {max} characters", max = QUESTION_CHARS_MAX))]
    Question,
    /// Its first day comes after its last.
    #[error("{}", t!("the first day comes before the last, or is the same"))]
    Days,
    /// Few or many are to be drawn.
    #[error("{}", t!("a sample has {least} to {most} mentions", least = SAMPLE_SIZES.start(), most = SAMPLE_SIZES.end()))]
    Size,
    /// The seed is long.
    #[error("{}", t!("a seed has at most {max} characters, without a line break", max = SEED_CHARS_MAX))]
    Seed,
    /// Much is asked of each mention.
    #[error("{}", t!("at most {max} things are asked of each mention", max = VARIABLES_MAX))]
    Variables,
    /// Something is asked that has no name, a long one, or that of another.
    #[error("{}", t!("whatever is asked has a name of its own, of 1 to {max} characters", max = STUDY_NAME_CHARS_MAX))]
    VariableName,
    /// It has few or many codes.
    #[error("{}", t!("each question has {least} to {most} codes; “cannot say” is always there", least = CODE_COUNTS.start(), most = CODE_COUNTS.end()))]
    Codes,
    /// A code has no name, a long one, or that of another.
    #[error("{}", t!("each code of a question has a name of its own, of 1 to {max} characters", max = CODE_NAME_CHARS_MAX))]
    CodeName,
    /// A definition is long.
    #[error("{}", t!("a definition has at most {max} characters", max = DEFINITION_CHARS_MAX))]
    Definition,
    /// There is no code book to code by.
    #[error("{}", t!("write the code book first: nothing is asked of a mention yet"))]
    NoBook,
    /// Nothing met the query.
    #[error("{}", t!("nothing was drawn: no mention of these days meets the query"))]
    NothingDrawn,
    /// There are not two, or they cannot see what is to be coded.
    #[error("{}", t!("two different members who read the inbox code it"))]
    Coders,
    /// Somebody else codes it.
    #[error("{}", t!("somebody else codes this study"))]
    NotCoder,
    /// The mention is not of the sample.
    #[error("{}", t!("this mention is not in the sample"))]
    NotDrawn,
    /// Something asked is left out, asked twice, or answered by no code of it.
    #[error("{}", t!("answer everything that is asked, each with one of its codes"))]
    Answers,
    /// A note is long.
    #[error("{}", t!("a note has at most {max} characters", max = CODE_NOTE_CHARS_MAX))]
    Note,
    /// There is nothing to decide.
    #[error("{}", t!("both coders said the same, so there is nothing to decide"))]
    NotDisputed,
    /// A reason is long.
    #[error("{}", t!("a reason has at most {max} characters", max = DECISION_REASON_CHARS_MAX))]
    Reason,
    /// Nothing was learned, or much.
    #[error("{}", t!("say what was learned in a sentence of 1 to {max} characters", max = SENTENCE_CHARS_MAX))]
    Sentence,
    /// Other mentions than those of the sample show it, or many.
    #[error("{}", t!("at most {max} mentions show it, all of the sample", max = EVIDENCE_MAX))]
    Evidence,
    /// It came so far already.
    #[error("{}", t!("an insight goes on: from noted to decided, done and told back"))]
    StepBack,
    /// A step says nothing, or much.
    #[error("{}", t!("say what was decided or done, in 1 to {max} characters", max = INSIGHT_NOTE_CHARS_MAX))]
    StepNote,
}

/// Whether a member keeps studies: by their role, or since they are of a team for research.
///
/// # Errors
/// When the database fails.
pub async fn keeps_studies(tx: &mut Tx, member: &Member) -> Result<bool> {
    if member.role.may(Right::KeepStudies) {
        return Ok(true);
    }
    let is_theirs =
        |team: &team::Team| team.terms.function == Function::Research && team.terms.members.contains(&member.id);
    Ok(member.role.may(Right::WorkInbox) && team::in_use(tx).await?.iter().any(is_theirs))
}

async fn require_keeper(tx: &mut Tx, member: &Member) -> Result<()> {
    if keeps_studies(tx, member).await? { Ok(()) } else { Err(InboxError::Forbidden(Right::KeepStudies)) }
}

/// A study that a member changes and nobody put away.
async fn kept(tx: &mut Tx, member: &Member, id: StudyId) -> Result<Study> {
    require_keeper(tx, member).await?;
    in_use(tx, id).await
}

async fn in_use(tx: &mut Tx, id: StudyId) -> Result<Study> {
    study::find(tx, id).await?.filter(|found| found.archived_at.is_none()).ok_or(MISSING)
}

fn as_seen(found: &Study, seen: Option<i64>) -> Result<()> {
    match seen {
        Some(seen) if seen != found.version => Err(InboxError::StudyChanged { version: found.version }),
        _ => Ok(()),
    }
}

/// Writes a study, or changes what one asks that is still a draft; `seen` is the version that was looked at. Without a seed
/// it is given one.
///
/// # Errors
/// `Forbidden`; `Missing`; `Query`; `Study` says what is wrong with it; `StudyState` once it is drawn, for all but
/// its name and its question, and for these once it is closed; `StudyChanged` where somebody changed it since.
pub async fn keep_study(
    tx: &mut Tx,
    member: &Member,
    id: Option<StudyId>,
    seen: Option<i64>,
    wanted: StudyTerms,
) -> Result<StudyId> {
    require_keeper(tx, member).await?;
    let Some(id) = id else {
        let terms = in_order(wanted, None)?;
        let made = study::create(tx, &terms, &[], member.id).await?;
        tell(tx, member, &made, EventKind::StudyCreated).await?;
        return Ok(made.id);
    };
    let mut found = in_use(tx, id).await?;
    as_seen(&found, seen)?;
    let terms = in_order(wanted, Some(&found.terms.seed))?;
    if found.terms == terms {
        return Ok(id);
    }
    let only_named = StudyTerms { name: terms.name.clone(), question: terms.question.clone(), ..found.terms.clone() };
    // What was drawn was drawn by what stood there; what it is called may be put better until it is closed.
    let may_be_named = found.state != StudyState::Closed && terms == only_named;
    if !(found.state.is_draft() || may_be_named) {
        return Err(InboxError::StudyState(found.state));
    }
    found.terms = terms;
    found.version += 1;
    study::save(tx, &found).await?;
    tell(tx, member, &found, EventKind::StudyChanged).await?;
    Ok(id)
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn has(text: &str, chars_max: usize) -> bool {
    (1..=chars_max).contains(&text.chars().count())
}

fn in_order(wanted: StudyTerms, former_seed: Option<&str>) -> Result<StudyTerms> {
    let (name, question) = (one_line(&wanted.name), wanted.question.trim().to_owned());
    if !has(&name, STUDY_NAME_CHARS_MAX) {
        return Err(StudyFault::Name.into());
    }
    if !has(&question, QUESTION_CHARS_MAX) {
        return Err(StudyFault::Question.into());
    }
    let query = wanted.query.trim().to_owned();
    Query::parse(&query, FieldContext::View).map_err(InboxError::Query)?;
    if wanted.first_day > wanted.last_day {
        return Err(StudyFault::Days.into());
    }
    if !SAMPLE_SIZES.contains(&wanted.size) {
        return Err(StudyFault::Size.into());
    }
    let seed = match (wanted.seed.trim(), former_seed) {
        ("", Some(former)) => former.to_owned(),
        ("", None) => random_bytes::<8>().iter().map(|byte| format!("{byte:02x}")).collect(),
        (given, _) => given.to_owned(),
    };
    if seed.chars().count() > SEED_CHARS_MAX || seed.chars().any(char::is_control) {
        return Err(StudyFault::Seed.into());
    }
    Ok(StudyTerms { name, question, query, seed, ..wanted })
}

/// Writes the code book of a study, which nobody codes by yet.
///
/// # Errors
/// `Forbidden`; `Missing`; `Study` says what is wrong with it; `StudyState` once somebody codes; `StudyChanged`.
pub async fn keep_code_book(
    tx: &mut Tx,
    member: &Member,
    id: StudyId,
    seen: Option<i64>,
    wanted: Vec<Variable>,
) -> Result<()> {
    let mut found = kept(tx, member, id).await?;
    as_seen(&found, seen)?;
    let book = checked_book(wanted)?;
    if found.book == book {
        return Ok(());
    }
    if !found.state.has_open_book() {
        return Err(InboxError::StudyState(found.state));
    }
    study::keep_book(tx, id, &book).await?;
    found.version += 1;
    found.book = book;
    study::save(tx, &found).await?;
    tell(tx, member, &found, EventKind::StudyChanged).await
}

fn checked_book(wanted: Vec<Variable>) -> Result<Vec<Variable>, StudyFault> {
    if wanted.len() > VARIABLES_MAX {
        return Err(StudyFault::Variables);
    }
    let definition = |text: &str| {
        let text = text.trim();
        if text.chars().count() > DEFINITION_CHARS_MAX { Err(StudyFault::Definition) } else { Ok(text.to_owned()) }
    };
    let mut book: Vec<Variable> = Vec::new();
    for one in wanted {
        let name = one_line(&one.name);
        if !has(&name, STUDY_NAME_CHARS_MAX) || book.iter().any(|other| is_same(&other.name, &name)) {
            return Err(StudyFault::VariableName);
        }
        if !CODE_COUNTS.contains(&one.codes.len()) {
            return Err(StudyFault::Codes);
        }
        let mut codes: Vec<Code> = Vec::new();
        for code in one.codes {
            let name = one_line(&code.name);
            if !has(&name, CODE_NAME_CHARS_MAX) || codes.iter().any(|other| is_same(&other.name, &name)) {
                return Err(StudyFault::CodeName);
            }
            codes.push(Code { name, definition: definition(&code.definition)? });
        }
        book.push(Variable { name, definition: definition(&one.definition)?, codes });
    }
    Ok(book)
}

fn is_same(one: &str, other: &str) -> bool {
    one.to_lowercase() == other.to_lowercase()
}

/// Begins to draw the sample of a draft: a job goes on with it ([`draw_on`]). Days are of the zone.
///
/// # Errors
/// `Forbidden`; `Missing`; `StudyState`; `Query`, where its words can be read no more.
pub async fn draw_study(tx: &mut Tx, member: &Member, id: StudyId, zone: &TimeZone) -> Result<()> {
    let mut found = kept(tx, member, id).await?;
    if found.state != StudyState::Draft {
        return Err(InboxError::StudyState(found.state));
    }
    Query::parse(&found.terms.query, FieldContext::View).map_err(InboxError::Query)?;
    let drawing = Drawing {
        began_at: tx.now(),
        by: member.id,
        begins_at: begins(found.terms.first_day, zone)?,
        ends_at: ends(found.terms.last_day, zone)?,
        position: store::event::position(tx).await?,
        last_post: study::last_heard(tx).await?,
        analysis: Analysis::VERSION.into(),
        after: model::PostId(0),
        // Counted by the first step, which nobody waits for.
        to_look: 0,
        looked: 0,
        met: 0,
        spam: 0,
        gone: 0,
        earliest_at: None,
        latest_at: None,
        done_at: None,
    };
    study::clear(tx, id).await?;
    found.drawing = Some(drawing);
    found.state = StudyState::Drawing;
    study::save(tx, &found).await?;
    tell(tx, member, &found, EventKind::StudyDrawing).await?;
    let now = tx.now();
    Ok(job::enqueue(tx, DRAW_STUDY, &id.to_string(), &json!({ "study": id }), now).await?)
}

/// When a day begins.
fn begins(day: Date, zone: &TimeZone) -> Result<Timestamp> {
    Ok(day.to_zoned(zone.clone()).map_err(|_| StudyFault::Days)?.timestamp())
}

/// When a day ends: as the next begins.
fn ends(day: Date, zone: &TimeZone) -> Result<Timestamp> {
    begins(day.checked_add(1.day()).map_err(|_| StudyFault::Days)?, zone)
}

/// Stops a drawing, or lets a sample go that nobody codes yet: the study is a draft again.
///
/// # Errors
/// `Forbidden`; `Missing`; `StudyState`.
pub async fn undraw_study(tx: &mut Tx, member: &Member, id: StudyId) -> Result<()> {
    let mut found = kept(tx, member, id).await?;
    if !matches!(found.state, StudyState::Drawing | StudyState::Drawn) {
        return Err(InboxError::StudyState(found.state));
    }
    study::clear(tx, id).await?;
    found.drawing = None;
    found.state = StudyState::Draft;
    study::save(tx, &found).await?;
    tell(tx, member, &found, EventKind::StudyUndrawn).await
}

/// Closes a study of which every disagreement is decided: nothing of it changes any more.
///
/// # Errors
/// `Forbidden`; `Missing`; `StudyState`.
pub async fn close_study(tx: &mut Tx, member: &Member, id: StudyId) -> Result<()> {
    let mut found = kept(tx, member, id).await?;
    if found.state != StudyState::Agreed {
        return Err(InboxError::StudyState(found.state));
    }
    found.state = StudyState::Closed;
    found.closed_at = Some(tx.now());
    study::save(tx, &found).await?;
    tell(tx, member, &found, EventKind::StudyClosed).await
}

/// Puts a study away, or takes it out again; what was learned from it stays. One that is being drawn is stopped first.
///
/// # Errors
/// `Forbidden`; `Missing`; `StudyState` while it is being drawn.
pub async fn put_study_away(tx: &mut Tx, member: &Member, id: StudyId, is_away: bool) -> Result<()> {
    require_keeper(tx, member).await?;
    let mut found = study::find(tx, id).await?.ok_or(MISSING)?;
    if found.archived_at.is_some() == is_away {
        return Ok(());
    }
    if found.state == StudyState::Drawing {
        return Err(InboxError::StudyState(found.state));
    }
    found.archived_at = is_away.then(|| tx.now());
    study::save(tx, &found).await?;
    let kind = if is_away { EventKind::StudyArchived } else { EventKind::StudyRestored };
    tell(tx, member, &found, kind).await
}

/// Appends the event that tells what a member did to a study.
async fn tell(tx: &mut Tx, by: &Member, one: &Study, kind: EventKind) -> Result<()> {
    let data = json!({ "study": one.id, "state": one.state, "version": one.version });
    append(tx, kind, Actor::Member(by.id), None, data).await?;
    Ok(())
}
