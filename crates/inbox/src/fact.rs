//! Facts: what we say is true, with its source and whoever stands for it, looked at again in time; and what is said with them.

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan as _};
use model::{Actor, EventKind, FactAct, FactId, FactUse, Function, MemberId, NoticeKind, Right};
use serde_json::json;
use store::event::append;
use store::fact::{self, Fact, FactTerms, Source};
use store::member::{self, Member};
use store::reply::Reply;
use store::variant::Variant;
use store::{Tx, notice, team};
use wording::t;

use crate::acts::may_be_given;
use crate::variant::{checked, in_language, is_kin};
use crate::{InboxError, Result, VariantFault};

/// The longest claim, in characters.
pub const CLAIM_CHARS_MAX: usize = 300;
/// The longest title of a source, in characters.
pub const SOURCE_CHARS_MAX: usize = 200;
/// The longest address of a source, in characters.
pub const SOURCE_URL_CHARS_MAX: usize = 2_000;
/// The furthest day at which a fact is looked at again, in years.
pub const REVIEW_YEARS_MAX: i32 = 2;
/// The most facts that one answer is made with.
const FACTS_OF_ANSWER_MAX: usize = 50;

const MISSING: InboxError = InboxError::Missing("this fact");

/// Why a fact is not kept as it was asked for.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FactFault {
    /// It claims nothing, or much.
    #[error("{}", t!("a claim of 1 to {max} characters is needed", max = CLAIM_CHARS_MAX))]
    Claim,
    /// Another one claims this.
    #[error("{}", t!("another fact says the same"))]
    ClaimTaken,
    /// Nothing shows it.
    #[error("{}", t!("say what shows it, in 1 to {max} characters", max = SOURCE_CHARS_MAX))]
    Source,
    /// Where it is shown cannot be looked up.
    #[error("{}", t!("an address begins with https:// or http:// and has at most {max} characters", max = SOURCE_URL_CHARS_MAX))]
    SourceUrl,
    /// Nobody who answers stands for it.
    #[error("{}", t!("whoever stands for it works the inbox"))]
    Owner,
    /// It is to be looked at in the past.
    #[error("{}", t!("it is looked at again on a day to come"))]
    ReviewPast,
    /// It is to be looked at very late.
    #[error("{}", t!("it is looked at again within {max} years", max = REVIEW_YEARS_MAX))]
    ReviewFar,
    /// Its lines cannot be kept like that.
    #[error(transparent)]
    Lines(#[from] VariantFault),
}

/// Whether a member keeps facts: by their role, or since they are of a team for communication.
///
/// # Errors
/// When the database fails.
pub async fn keeps_facts(tx: &mut Tx, member: &Member) -> Result<bool> {
    if member.role.may(Right::KeepFacts) {
        return Ok(true);
    }
    let is_theirs =
        |team: &team::Team| team.terms.function == Function::Communication && team.terms.members.contains(&member.id);
    Ok(member.role.may(Right::WorkInbox) && team::in_use(tx).await?.iter().any(is_theirs))
}

async fn require_keeper(tx: &mut Tx, member: &Member) -> Result<()> {
    if keeps_facts(tx, member).await? { Ok(()) } else { Err(InboxError::Forbidden(Right::KeepFacts)) }
}

/// Whether a member may say that a fact is still true, or put it away: whoever keeps facts, and whoever stands for it.
///
/// # Errors
/// When the database fails.
pub async fn vouches(tx: &mut Tx, member: &Member, fact: &Fact) -> Result<bool> {
    let is_theirs = fact.terms.owner == member.id && member.role.may(Right::WorkInbox);
    Ok(is_theirs || keeps_facts(tx, member).await?)
}

async fn vouched(tx: &mut Tx, member: &Member, id: FactId) -> Result<Fact> {
    let found = fact::find(tx, id).await?;
    let Some(found) = found else {
        require_keeper(tx, member).await?;
        return Err(MISSING);
    };
    if vouches(tx, member, &found).await? { Ok(found) } else { Err(InboxError::Forbidden(Right::KeepFacts)) }
}

/// Writes a fact, or changes the one with this id; `seen` is the version that was looked at. Days are of the zone.
///
/// # Errors
/// `Forbidden`; `Missing`; `Fact` says what is wrong with it; `FactChanged` where somebody changed it since.
pub async fn keep_fact(
    tx: &mut Tx,
    member: &Member,
    id: Option<FactId>,
    seen: Option<i64>,
    (wanted, zone): (FactTerms, &TimeZone),
) -> Result<FactId> {
    require_keeper(tx, member).await?;
    let found = match id {
        Some(id) => Some(fact::find(tx, id).await?.ok_or(MISSING)?),
        None => None,
    };
    as_seen(found.as_ref(), seen)?;
    let terms = in_order(tx, found.as_ref(), wanted, zone).await?;
    let Some(mut found) = found else {
        let made = fact::create(tx, &terms, begins(terms.review_on, zone)?).await?;
        tell(tx, member, &made, FactAct::Create, !terms.lines.is_empty()).await?;
        return Ok(made.id);
    };
    if found.terms == terms {
        return Ok(found.id);
    }
    let before = std::mem::replace(&mut found.terms, terms);
    found.version += 1;
    if says_otherwise(&before, &found.terms) {
        found.stands_since = found.version;
    }
    if (before.review_on, before.owner) != (found.terms.review_on, found.terms.owner) {
        found.tell_at = Some(begins(found.terms.review_on, zone)?);
    }
    fact::save(tx, &found).await?;
    tell(tx, member, &found, FactAct::Change, before.lines != found.terms.lines).await?;
    Ok(found.id)
}

/// Whether something that could be said before is said otherwise or no more. A line more takes nothing back.
fn says_otherwise(before: &FactTerms, after: &FactTerms) -> bool {
    before.claim != after.claim
        || before.source != after.source
        || before.lines.iter().any(|line| !after.lines.contains(line))
}

fn as_seen(found: Option<&Fact>, seen: Option<i64>) -> Result<()> {
    match (found, seen) {
        (Some(found), Some(seen)) if seen != found.version => Err(InboxError::FactChanged { version: found.version }),
        _ => Ok(()),
    }
}

/// What a fact says as it is kept, where nothing is wrong with it. What stood before may stay: an owner who left, a day that
/// has come.
async fn in_order(tx: &mut Tx, found: Option<&Fact>, wanted: FactTerms, zone: &TimeZone) -> Result<FactTerms> {
    let claim = wanted.claim.split_whitespace().collect::<Vec<_>>().join(" ");
    if !(1..=CLAIM_CHARS_MAX).contains(&claim.chars().count()) {
        return Err(FactFault::Claim.into());
    }
    let is_in_use = found.is_none_or(|found| found.archived_at.is_none());
    let taken = fact::claimed(tx, &claim).await?;
    if is_in_use && taken.is_some() && taken != found.map(|found| found.id) {
        return Err(FactFault::ClaimTaken.into());
    }
    let source = checked_source(&wanted.source)?;
    let before = found.map(|found| &found.terms);
    if before.is_none_or(|before| before.owner != wanted.owner) {
        check_owner(tx, wanted.owner).await?;
    }
    if before.is_none_or(|before| before.review_on != wanted.review_on) {
        check_review(wanted.review_on, today(tx.now(), zone))?;
    }
    let mut lines = checked(wanted.lines).map_err(FactFault::Lines)?;
    // As they are read.
    lines.sort_by(|a, b| a.language.cmp(&b.language));
    Ok(FactTerms { claim, source, owner: wanted.owner, review_on: wanted.review_on, lines })
}

fn checked_source(source: &Source) -> Result<Source, FactFault> {
    let title = source.title.split_whitespace().collect::<Vec<_>>().join(" ");
    if !(1..=SOURCE_CHARS_MAX).contains(&title.chars().count()) {
        return Err(FactFault::Source);
    }
    let url = source.url.as_deref().map(str::trim).filter(|url| !url.is_empty());
    Ok(Source { title, url: url.map(checked_url).transpose()? })
}

fn checked_url(text: &str) -> Result<String, FactFault> {
    one_address(text).ok_or(FactFault::SourceUrl)
}

/// An address that can stand behind words, as it was written.
pub(crate) fn one_address(text: &str) -> Option<String> {
    let read = url::Url::parse(text).ok()?;
    let is_web = matches!(read.scheme(), "http" | "https") && read.has_host();
    // It is put behind the words as it was written.
    let is_one_word = !text.chars().any(|letter| letter.is_whitespace() || letter.is_control());
    let is_short = text.chars().count() <= SOURCE_URL_CHARS_MAX;
    (is_web && is_one_word && is_short).then(|| text.to_owned())
}

async fn check_owner(tx: &mut Tx, owner: MemberId) -> Result<()> {
    match may_be_given(tx, owner).await {
        Err(error @ InboxError::Store(_)) => Err(error),
        Err(_) => Err(FactFault::Owner.into()),
        Ok(()) => Ok(()),
    }
}

fn check_review(on: Date, today: Date) -> Result<(), FactFault> {
    if on <= today {
        return Err(FactFault::ReviewPast);
    }
    let last = today.checked_add(REVIEW_YEARS_MAX.years()).unwrap_or(Date::MAX);
    if on > last { Err(FactFault::ReviewFar) } else { Ok(()) }
}

fn today(now: Timestamp, zone: &TimeZone) -> Date {
    now.to_zoned(zone.clone()).date()
}

/// When a day begins.
fn begins(day: Date, zone: &TimeZone) -> Result<Timestamp> {
    let begun = day.to_zoned(zone.clone()).map_err(|_| FactFault::ReviewFar)?;
    Ok(begun.timestamp())
}

/// Says that a fact is still true, as it was seen, and when it is looked at again.
///
/// # Errors
/// `Forbidden`; `Missing`, also for one that is put away; `Fact` for a day that cannot be; `FactChanged` where somebody
/// changed it since.
pub async fn review_fact(
    tx: &mut Tx,
    member: &Member,
    id: FactId,
    seen: Option<i64>,
    (review_on, zone): (Date, &TimeZone),
) -> Result<()> {
    let mut found = vouched(tx, member, id).await?;
    if found.archived_at.is_some() {
        return Err(MISSING);
    }
    as_seen(Some(&found), seen)?;
    check_review(review_on, today(tx.now(), zone))?;
    found.terms.review_on = review_on;
    found.tell_at = Some(begins(review_on, zone)?);
    fact::save(tx, &found).await?;
    tell(tx, member, &found, FactAct::Review, false).await
}

/// Puts a fact away, or takes it out again: answers in which it stood are still known.
///
/// # Errors
/// `Forbidden`; `Missing`; `Fact` when another one says the same by now.
pub async fn put_fact_away(tx: &mut Tx, member: &Member, id: FactId, is_away: bool) -> Result<()> {
    // Who stands for something takes it back at once; saying it again is for those who keep facts.
    let mut found = match is_away {
        true => vouched(tx, member, id).await?,
        false => {
            require_keeper(tx, member).await?;
            fact::find(tx, id).await?.ok_or(MISSING)?
        }
    };
    if found.archived_at.is_some() == is_away {
        return Ok(());
    }
    if !is_away && fact::claimed(tx, &found.terms.claim).await?.is_some() {
        return Err(FactFault::ClaimTaken.into());
    }
    found.archived_at = is_away.then(|| tx.now());
    fact::save(tx, &found).await?;
    let act = if is_away { FactAct::PutAway } else { FactAct::TakeOut };
    tell(tx, member, &found, act, false).await
}

/// Keeps what a member did to a fact, and appends the event that tells of it.
async fn tell(tx: &mut Tx, by: &Member, one: &Fact, act: FactAct, lines_changed: bool) -> Result<()> {
    fact::note(tx, one, act, by.id, lines_changed).await?;
    let terms = &one.terms;
    let languages: Vec<&str> = terms.lines.iter().map(|line| line.language.as_str()).collect();
    let data = json!({
        "fact": one.id,
        "version": one.version,
        "stands_since": one.stands_since,
        "owner": terms.owner,
        "review_on": terms.review_on,
        "languages": languages,
    });
    append(tx, act.event(), Actor::Member(by.id), None, data).await?;
    Ok(())
}

/// A fact with whoever stands for it.
#[derive(Clone, Debug)]
pub struct Standing {
    /// The fact.
    pub fact: Fact,
    /// Who stands for it; none where whoever did has left, or does not answer any more.
    pub owner: Option<Member>,
}

/// Every fact as it stands on a day: those for which nobody stands, then those to be looked at, the longest due first, then the
/// others by claim, then those put away.
///
/// # Errors
/// When the database fails.
pub async fn facts(tx: &mut Tx, today: Date) -> Result<Vec<Standing>> {
    let members = member::all(tx).await?;
    let stands = |fact: Fact| {
        let owner = members.iter().find(|one| one.id == fact.terms.owner && answers(one)).cloned();
        Standing { fact, owner }
    };
    let mut all: Vec<Standing> = fact::all(tx).await?.into_iter().map(stands).collect();
    all.sort_by_key(|one| {
        let due = if one.fact.is_due(today) { one.fact.terms.review_on } else { Date::MAX };
        (one.fact.archived_at.is_some(), one.owner.is_some(), due)
    });
    Ok(all)
}

/// Whether a member can stand for something that is said in public.
pub fn answers(member: &Member) -> bool {
    member.disabled_at.is_none() && member.role.may(Right::WorkInbox)
}

/// What a fact offers to say to somebody who writes this language: its line, else the claim; and in which language that is,
/// empty where nobody said.
pub fn said_as(fact: &Fact, language: Option<&str>) -> Variant {
    let claim = || Variant { language: String::new(), text: fact.terms.claim.clone() };
    let line = in_language(&fact.terms.lines, language);
    // The first of other languages is no better than the claim.
    let wanted = language.and_then(model::primary_language);
    let fits = |line: &&Variant| {
        line.language.is_empty() || wanted.as_ref().is_some_and(|wanted| is_kin(wanted, &line.language))
    };
    line.filter(fits).cloned().unwrap_or_else(claim)
}

/// Remembers with which facts an answer was made.
///
/// # Errors
/// When the database fails.
pub(crate) async fn said_with_facts(tx: &mut Tx, reply: &Reply, mut said: Vec<FactUse>) -> Result<()> {
    // In one order, whoever answers: each keeps the facts until the answer is.
    said.sort_by_key(|one| one.fact);
    said.dedup_by_key(|one| one.fact);
    said.truncate(FACTS_OF_ANSWER_MAX);
    let mut told: Vec<FactUse> = Vec::new();
    for one in said {
        // As with saved replies: what was put away meanwhile keeps nobody from sending what is written already.
        let Some(found) = fact::find(tx, one.fact).await? else { continue };
        let one = FactUse { version: one.version.clamp(1, found.version), ..one };
        fact::used(tx, reply.id, one).await?;
        told.push(one);
    }
    if !told.is_empty() {
        let data = json!({ "reply": reply.id, "facts": told });
        append(tx, EventKind::FactSaid, Actor::Member(reply.member), Some(reply.conversation), data).await?;
    }
    Ok(())
}

/// Tells the owners of at most so many facts that their day has come, once for each day; how many facts there were.
///
/// # Errors
/// When the database fails; nobody was told then.
pub async fn tell_of_reviews(tx: &mut Tx, limit: i64) -> Result<usize> {
    let (mut due, now) = (fact::to_tell(tx, limit).await?, tx.now());
    // In the order of their ids, as whoever answers keeps them.
    due.sort_unstable();
    let mut told = 0;
    for id in due {
        // Another server may have told of it meanwhile.
        let Some(mut one) = fact::find(tx, id).await? else { continue };
        if one.tell_at.is_none_or(|at| at > now) {
            continue;
        }
        one.tell_at = None;
        fact::save(tx, &one).await?;
        let data = json!({ "fact": id, "owner": one.terms.owner, "review_on": one.terms.review_on });
        append(tx, EventKind::FactDue, Actor::System, None, data).await?;
        if member::find(tx, one.terms.owner).await?.is_some_and(|owner| answers(&owner)) {
            notice::tell_of_fact(tx, one.terms.owner, NoticeKind::FactDue, id).await?;
        }
        told += 1;
    }
    Ok(told)
}
