//! Introductions: an answer in the open that names somebody outside brings them together with whoever asked.

use model::{Actor, Author, EventKind};
use serde_json::json;
use store::event::append;
use store::reply::Reply;
use store::{Tx, author, introduction, person, post};

use crate::Result;

/// Keeps whom an answer that is out names, besides whoever it answers.
pub(crate) async fn keep(tx: &mut Tx, reply: &Reply) -> Result<()> {
    let named = handles(&reply.text);
    if reply.is_private || named.is_empty() {
        return Ok(());
    }
    let Some(answered) = post::find(tx, reply.post).await? else { return Ok(()) };
    let Some(network) = author::network(tx, answered.author).await? else { return Ok(()) };
    let named: Vec<&str> = named.iter().map(String::as_str).collect();
    let known = author::by_handles(tx, network, &named).await?;
    let askers = person::authors(tx, answered.author).await?;
    let is_other = |one: &Author| !one.is_ours && !askers.contains(&one.id);
    let introduced: Vec<_> = known.into_iter().filter(is_other).map(|one| one.id).collect();
    if introduced.is_empty() {
        return Ok(());
    }
    introduction::keep(tx, reply.id, &introduced).await?;
    let data = json!({ "reply": reply.id, "authors": introduced });
    append(tx, EventKind::ReplyIntroduced, Actor::System, Some(reply.conversation), data).await?;
    Ok(())
}

/// Handles that a text names, in lower case and each once: `@` where no letter stands before, and what a handle is made of.
fn handles(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    for (at, _) in text.match_indices('@') {
        let begins =
            !text[..at].ends_with(|before: char| before.is_alphanumeric() || matches!(before, '@' | '/' | '.'));
        let rest = &text[at + 1..];
        let end = rest.find(|sign: char| !sign.is_ascii_alphanumeric() && !matches!(sign, '.' | '-' | '_' | '@'));
        let handle = rest[..end.unwrap_or(rest.len())].trim_end_matches(['.', '-', '_', '@']).to_ascii_lowercase();
        if begins && !handle.is_empty() && !found.contains(&handle) {
            found.push(handle);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::handles;

    #[test]
    fn handles_are_found_where_somebody_is_named() {
        assert_eq!(handles("Frag @Kees.example, oder @ineke.example."), ["kees.example", "ineke.example"]);
        assert_eq!(handles("(@kees@social.example) @kees@social.example!"), ["kees@social.example"]);
        for none in ["mail a@b.example", "https://social.example/@kees", "@", "@@", "@ kees", "@🚆"] {
            assert!(handles(none).is_empty(), "{none}");
        }
    }
}
