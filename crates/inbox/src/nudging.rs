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

/// The members that a note names: by the whole name, as one word or several; else by its first word, all whom that fits.
fn members_called(text: &str, members: &[Member]) -> Vec<MemberId> {
    let mut called = Vec::new();
    let mut at = 0;
    for (is_call, part) in calls(text) {
        let rest = &text[at..];
        at += part.len();
        if !is_call {
            continue;
        }
        let wanted = joined(part);
        let is_whole = |one: &&Member| joined(&one.name) == wanted || begins_with_words(&rest[1..], &one.name);
        let whole: Vec<MemberId> = members.iter().filter(is_whole).map(|one| one.id).collect();
        match whole.is_empty() {
            false => called.extend(whole),
            true => {
                let is_first =
                    |one: &&Member| one.name.split_whitespace().next().is_some_and(|first| joined(first) == wanted);
                called.extend(members.iter().filter(is_first).map(|one| one.id));
            }
        }
    }
    called
}

/// A name as it is called: its letters and digits alone, in lower case.
fn joined(name: &str) -> String {
    name.chars().filter(|sign| sign.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Whether a text goes on with all words of a name of several.
fn begins_with_words(text: &str, name: &str) -> bool {
    let (text, name) = (text.to_lowercase(), name.to_lowercase());
    let is_several = name.contains(char::is_whitespace);
    let ends = |rest: &str| !rest.starts_with(|sign: char| sign.is_alphanumeric());
    is_several && text.strip_prefix(name.as_str()).is_some_and(ends)
}
