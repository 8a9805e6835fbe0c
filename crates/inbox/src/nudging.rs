//! Whom a note calls, by `@` and their name or that of their team: they are told of it.

use model::{ConversationId, MemberId, NoticeKind, Right, calls};
use store::member::{self, Member};
use store::{Tx, notice, team};

use crate::Result;

/// Tells whoever a note calls, but its author: who that was, in the order of their ids.
pub(crate) async fn nudge(tx: &mut Tx, author: &Member, id: ConversationId, text: &str) -> Result<Vec<MemberId>> {
    if !calls(text).iter().any(|(is_call, _)| *is_call) {
        return Ok(Vec::new());
    }
    let mut members = member::all(tx).await?;
    members.retain(|one| one.disabled_at.is_none() && one.role.may(Right::ReadInbox));
    let mut called = members_called(text, &members);
    let teams = team::all(tx).await?;
    for (_, call) in calls(text).into_iter().filter(|(is_call, _)| *is_call) {
        let of_team =
            teams.iter().filter(|team| team.archived_at.is_none() && joined(&team.terms.name) == joined(call));
        called.extend(of_team.flat_map(|team| team.terms.members.iter().copied()));
    }
    called.retain(|one| *one != author.id && members.iter().any(|member| member.id == *one));
    called.sort_unstable();
    called.dedup();
    for one in &called {
        notice::tell(tx, *one, NoticeKind::Nudged, id).await?;
    }
    Ok(called)
}

/// The members that a note names: by the words of their name, else by the first of them or the name as one word, all whom that
/// fits.
fn members_called(text: &str, members: &[Member]) -> Vec<MemberId> {
    let mut called = Vec::new();
    let mut at = 0;
    for (is_call, part) in calls(text) {
        let rest = &text[at..];
        at += part.len();
        if !is_call {
            continue;
        }
        let by_words = members.iter().filter(|one| goes_on_with(&rest[1..], &one.name)).map(|one| one.id);
        let before = called.len();
        called.extend(by_words);
        if called.len() == before {
            let wanted = joined(part);
            let first = |one: &Member| one.name.split_whitespace().next().map(joined);
            let is_called =
                |one: &&Member| joined(&one.name) == wanted || first(one).as_deref() == Some(wanted.as_str());
            called.extend(members.iter().filter(is_called).map(|one| one.id));
        }
    }
    called
}

/// A name as it is called: its letters and digits alone, in lower case.
fn joined(name: &str) -> String {
    name.chars().filter(|sign| sign.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Whether a text goes on with all words of a name of several, in any case.
fn goes_on_with(text: &str, name: &str) -> bool {
    if !name.contains(char::is_whitespace) {
        return false;
    }
    let mut said = text.chars().flat_map(char::to_lowercase);
    let is_begun = name.chars().flat_map(char::to_lowercase).all(|sign| said.next() == Some(sign));
    is_begun && !said.next().is_some_and(char::is_alphanumeric)
}
