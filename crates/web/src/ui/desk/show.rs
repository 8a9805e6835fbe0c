//! Shows a desk: `GET /desks`, `GET /desks/{function}`.

use std::collections::HashMap;

use axum::extract::{Path, State};
use axum::http::HeaderMap;
use inbox::{Listing, Want, may_quote};
use insights::figures::{PartKey, PartedBy, Response, Span, Summed, Terms, parts, summed};
use jiff::{SignedDuration, Timestamp};
use model::{
    ConversationId, EnquiryAnswer, EnquiryKind, Function, InsightState, MemberId, ObligationKind, ObligationState,
    Right, StudyState, is_erased_id,
};
use store::conversation::ListRow;
use store::correction::{self, CorrectionFilter};
use store::enquiry::{self, EnquiryFilter};
use store::obligation::{self, ObligationFilter};
use store::statement;
use store::study::{self, Study};
use store::{
    StoreError, Tx, author, calendar, conversation, fact, followed, insight, introduction, post, team, topic, wait,
};
use wording::{t, text};

use super::parts::{self, Part};
use super::view::{
    Came, Corrected, DeskPage, DeskPart, DeskRow, Desked, Helper, Introduced, Quote, Rated, Said, Voiced,
};
use crate::app::App;
use crate::auth::SignedIn;
use crate::failure::{Answer, Failure};
use crate::respond;
use crate::ui::components::words::last_words;
use crate::ui::correction::gather::rows;

/// Conversations that a part shows, and counts at most.
const ROWS: usize = 5;
const COUNTED: usize = 100;
/// Conversations looked at for one part: some hundredths of a second.
const LOOKED: usize = 2_000;
/// Quotes and helpers that a desk shows.
const SHOWN: i64 = 5;
/// Questions that were answered with yes among which quotes are looked for: the newest.
const QUOTES_LOOKED: i64 = 50;
/// Figures of a desk are of so long.
const LATELY: SignedDuration = SignedDuration::from_hours(30 * 24);
/// Corrections are rarer: they are counted for longer.
const CORRECTED_LATELY: SignedDuration = SignedDuration::from_hours(90 * 24);

/// Leads to the desk of whoever comes: that of their first team, else service.
pub(crate) async fn mine(State(app): State<App>, who: SignedIn) -> Answer {
    who.require(Right::ReadInbox)?;
    let function = function_of(&mut app.store().read().await?, who.member.id).await?;
    Ok(respond::see(&format!("/desks/{function}")))
}

async fn function_of(tx: &mut Tx, member: MemberId) -> Result<Function, StoreError> {
    let teams = team::all(tx).await?;
    let mine = teams.iter().find(|team| team.archived_at.is_none() && team.terms.members.contains(&member));
    Ok(mine.map_or(Function::Service, |team| team.terms.function))
}

pub(crate) async fn get(
    State(app): State<App>,
    who: SignedIn,
    Path(function): Path<String>,
    headers: HeaderMap,
) -> Answer {
    who.require(Right::ReadInbox)?;
    let function = Function::from_word(&function).ok_or_else(|| Failure::missing(t!("There is no desk.")))?;
    let mut found = Vec::new();
    for part in parts::parts(function) {
        found.push(look(&app, &who, part).await?);
    }
    let mut tx = app.store().read().await?;
    let owes = ObligationFilter { state: None, function: Some(function), member: None };
    let page = DeskPage {
        function,
        parts: found,
        owed: obligation::count(&mut tx, &owes).await?.try_into().unwrap_or_default(),
        owed_late: obligation::count_late(&mut tx, &owes).await?.try_into().unwrap_or_default(),
        answered: answered(&mut tx, function).await?,
        own: own(&mut tx, &app, function).await?,
    };
    let frame = app.frame(&mut tx, &who, None).await?;
    Ok(respond::page(&headers, &frame, &page))
}

async fn look(app: &App, who: &SignedIn, part: &Part) -> Answer<DeskPart> {
    let listing = Listing::new(part.cut, part.query);
    let shown = |rows: Vec<DeskRow>, count: usize, is_all: bool| DeskPart {
        title: text("", part.title),
        hint: text("", part.hint),
        cut: part.cut,
        query: part.query,
        rows,
        count,
        is_all,
    };
    let Ok(Some(search)) = listing.search(who.member.id) else { return Ok(shown(Vec::new(), 0, true)) };
    // Whoever waits longest is among the last that the list has.
    let rows = if part.owes.is_some() { COUNTED + 1 } else { ROWS };
    let found = search.look(app.store(), None, Want { rows, found: COUNTED + 1, looked: LOOKED }).await?;
    let mut chosen: Vec<&ListRow> = found.rows.iter().collect();
    if part.owes.is_some() {
        chosen.sort_by_key(|row| row.conversation.waiting_since.unwrap_or(Timestamp::MAX));
        chosen.truncate(ROWS);
    }
    let ids: Vec<ConversationId> = chosen.iter().map(|row| row.conversation.id).collect();
    let owed = match part.owes {
        Some(kind) => due(&mut app.store().read().await?, kind, &ids).await?,
        None => HashMap::new(),
    };
    let rows = chosen.into_iter().map(|row| DeskRow {
        id: row.conversation.id,
        name: row.author_name.clone(),
        network: row.network,
        at: row.posted_at,
        words: last_words(row),
        waits_since: row.conversation.waiting_since.filter(|_| part.owes.is_some()),
        due_at: owed.get(&row.conversation.id).copied(),
    });
    Ok(shown(rows.collect(), found.found.min(COUNTED), found.found <= COUNTED && found.looked_until.is_none()))
}

/// By when what the house owes is due in each of these conversations, the earliest where there are several.
async fn due(
    tx: &mut Tx,
    kind: ObligationKind,
    ids: &[ConversationId],
) -> Result<HashMap<ConversationId, Timestamp>, StoreError> {
    let is_open = |one: &obligation::Obligation| {
        one.kind == kind && matches!(one.stand.state, ObligationState::Open | ObligationState::Accepted)
    };
    let all = obligation::of_conversations(tx, ids).await?;
    let due = all.into_iter().filter_map(|(id, owed)| {
        let first = owed.iter().filter(|one| is_open(one)).filter_map(|one| one.stand.due_at).min();
        first.map(|at| (id, at))
    });
    Ok(due.collect())
}

/// How those were answered lately whom a team of the function has, or had.
async fn answered(tx: &mut Tx, function: Function) -> Result<Response, StoreError> {
    let teams = team::all(tx).await?;
    let is_ours = |id| teams.iter().any(|team| team.id == id && team.terms.function == function);
    let mut response = Response::default();
    for (key, part) in lately(tx, PartedBy::Team).await?.parts {
        if let PartKey::Team(id) = key
            && is_ours(id)
        {
            response.add(&part);
        }
    }
    Ok(response)
}

/// What is said of the waits that began lately, and of their parts.
async fn lately(tx: &mut Tx, by: PartedBy) -> Result<Summed, StoreError> {
    let (from, until) = (tx.now().saturating_sub(LATELY).unwrap_or(Timestamp::MIN), tx.now());
    let position = followed::position(tx, wait::FOLLOWER).await?;
    let calendar = calendar::default(tx).await?;
    let hours = calendar.as_ref().map(calendar::Calendar::hours);
    let terms = Terms { until, hours: hours.as_ref() };
    summed(tx, Span { from, until, position, terms, calendar: calendar.map(|one| one.id) }, Some(by)).await
}

/// How often each topic was spoken about lately, the most first.
async fn voices(tx: &mut Tx) -> Result<(u64, Vec<Voiced>), StoreError> {
    let Summed { whole, parts: found } = lately(tx, PartedBy::Topic).await?;
    let mut voiced = Vec::new();
    for part in parts(&whole, found) {
        let PartKey::Topic(id) = part.key else { continue };
        if let Some(found) = topic::find(tx, id).await?.filter(|_| voiced.len() < SHOWN as usize) {
            voiced.push(Voiced { topic: id, name: found.name, count: part.response.needs_reply.total() });
        }
    }
    Ok((whole.needs_reply.total(), voiced))
}

/// What only this desk has.
async fn own(tx: &mut Tx, app: &App, function: Function) -> Answer<Desked> {
    let since = tx.now().saturating_sub(LATELY).unwrap_or(Timestamp::MIN);
    Ok(match function {
        Function::Communication => {
            let today = tx.now().to_zoned(app.settings().zone.clone()).date();
            let facts = fact::all(tx).await?.into_iter().filter(|one| one.archived_at.is_none());
            let (mut all, mut due) = (0, Vec::new());
            for one in facts {
                all += 1;
                if one.is_due(today) {
                    due.push((one.id, one.terms.claim, one.terms.review_on));
                }
            }
            due.sort_by_key(|(_, _, since)| *since);
            let is_under_way = |one: &statement::Statement| !one.state.is_over();
            let now = tx.now();
            let said = inbox::statements(tx).await?.into_iter().filter(is_under_way).map(|one| Said {
                id: one.id,
                is_due: one.is_due(now),
                next_word_at: one.terms.next_word_at,
                state: one.state,
                title: one.terms.title,
            });
            let since = Some(now.saturating_sub(CORRECTED_LATELY).unwrap_or(Timestamp::MIN));
            let filter = CorrectionFilter { since, ..CorrectionFilter::default() };
            let newest = correction::list(tx, filter, None, SHOWN).await?;
            let corrected = Corrected {
                count: correction::count(tx, filter).await?.try_into().unwrap_or_default(),
                newest: rows(tx, newest).await?,
            };
            Desked::Said { all, due, said: said.collect(), corrected }
        }
        Function::Marketing => {
            let tally = enquiry::tally(tx, EnquiryKind::Quote, Timestamp::MIN).await?;
            let open = tally.get(&None).copied().unwrap_or_default().try_into().unwrap_or_default();
            let filter = EnquiryFilter { kind: Some(EnquiryKind::Quote), answer: Some(Some(EnquiryAnswer::Given)) };
            let mut quotes = Vec::new();
            for one in &enquiry::list(tx, filter, None, QUOTES_LOOKED).await? {
                let quoted = match one.post {
                    Some(id) => post::find(tx, id).await?.filter(|post| !is_erased_id(&post.remote.id)),
                    None => None,
                };
                let Some(quoted) = quoted else { continue };
                if quotes.len() == SHOWN as usize || !may_quote(tx, one).await? {
                    continue;
                }
                let name = author::find(tx, quoted.author).await?.map(|author| author.name().to_owned());
                quotes.push(Quote {
                    conversation: one.conversation,
                    post: quoted.id,
                    name: name.unwrap_or_default(),
                    is_as_asked: inbox::reads_as_asked(one, &quoted),
                    words: quoted.text,
                });
            }
            let (spoke, voices) = voices(tx).await?;
            Desked::Quotes { open, quotes, spoke, voices }
        }
        Function::Research => {
            let is_under_way = |one: &Study| one.archived_at.is_none() && one.state != StudyState::Closed;
            let studies = study::all(tx).await?.into_iter().filter(is_under_way);
            let learned = insight::all(tx).await?;
            Desked::Studies {
                studies: studies.map(|one| (one.id, one.terms.name, one.state)).collect(),
                insights: learned.iter().filter(|one| one.state != InsightState::ToldBack).count(),
            }
        }
        Function::Service => {
            let tally = enquiry::tally(tx, EnquiryKind::Satisfaction, since).await?;
            let mut rated = Rated::default();
            for (answer, count) in tally {
                let count = usize::try_from(count).unwrap_or_default();
                rated.asked += count;
                if let Some(rating) = answer.and_then(model::EnquiryAnswer::rating) {
                    rated.by_rating[usize::from(rating) - 1] = count;
                }
            }
            let came = conversation::outcomes(tx, since).await?;
            let came =
                came.into_iter().map(|(outcome, count)| Came { outcome, count: count.try_into().unwrap_or_default() });
            Desked::Outcomes { rated, came: came.collect() }
        }
        Function::Engagement => {
            let helpers = post::helpers(tx, since, SHOWN).await?;
            let helpers = helpers.into_iter().map(|one| Helper {
                author: one.author,
                name: one.name,
                conversations: one.conversations.try_into().unwrap_or_default(),
                last: one.last,
            });
            let introduced = introduction::list(tx, since, SHOWN).await?.into_iter().map(|one| Introduced {
                reply: one.reply,
                author: one.author,
                name: one.name,
                asker: one.asker,
                conversation: one.conversation,
                made_at: one.made_at,
                spoke_at: one.spoke_at,
            });
            Desked::Helpers { helpers: helpers.collect(), introduced: introduced.collect() }
        }
    })
}
