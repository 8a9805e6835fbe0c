//! What a search found in a conversation: the newest words that met it.

use listening::{Part, Span};

use super::Said;

/// Words that met a search.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Passage {
    /// Heading and words together, as a row shows them.
    pub text: String,
    /// The words that prove it: byte ranges of the text, half-open, in order.
    pub spans: Vec<(usize, usize)>,
    /// The language that the author declared.
    pub language: Option<String>,
    /// Whether we said it.
    pub is_ours: bool,
}

/// The newest of what was said in a conversation of which words met; `None` where a name or a fact alone did.
pub(super) fn newest(
    said: &Said,
    of_post: impl Fn(&store::post::ThreadPost) -> Vec<Span>,
    of_reply: impl Fn(&store::reply::Reply) -> Vec<Span>,
) -> Option<Passage> {
    let posts = said.posts.iter().filter_map(|one| {
        let language = one.post.languages.first().cloned();
        let passage = passage(one.post.title.as_deref(), &one.post.text, &of_post(one), language, one.author.is_ours)?;
        Some((one.post.posted_at, passage))
    });
    let replies = said.replies.iter().filter_map(|reply| {
        let passage = passage(None, &reply.text, &of_reply(reply), None, true)?;
        Some((reply.created_at, passage))
    });
    posts.chain(replies).max_by_key(|(at, _)| *at).map(|(_, passage)| passage)
}

fn passage(
    title: Option<&str>,
    text: &str,
    spans: &[Span],
    language: Option<String>,
    is_ours: bool,
) -> Option<Passage> {
    let text_begins = title.map_or(0, |title| title.len() + 1);
    let mut spans: Vec<(usize, usize)> = spans
        .iter()
        .filter_map(|span| match span.part {
            Part::Title => Some((span.start, span.end)),
            Part::Text => Some((text_begins + span.start, text_begins + span.end)),
            Part::Alt(_) => None,
        })
        .collect();
    spans.sort_unstable();
    spans.dedup();
    let text = title.map_or_else(|| text.to_owned(), |title| format!("{title}\n{text}"));
    (!spans.is_empty()).then_some(Passage { text, spans, language, is_ours })
}
