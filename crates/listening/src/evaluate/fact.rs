//! Clauses about facts and judgements.

use crate::analysed::AnalysedPost;
use crate::analysis::{Analysis, find_links, strip_scheme};
use crate::compile::FieldLeaf;
use crate::evaluate::Context;
use crate::field::{Field, Moment, Value};
use crate::post::{Has, Post};
use crate::steps::{self, spend};
use crate::truth::Truth;

pub(super) fn truth(leaf: &FieldLeaf, post: &AnalysedPost<'_>, context: &Context<'_>) -> Truth {
    spend(|| steps::FACT);
    let spec = leaf.field.field.spec();
    if spec.is_view_only {
        return context.facts.holds(&leaf.field);
    }
    let facts = post.post();
    let judged = match leaf.field.field {
        Field::Sentiment => facts.sentiment,
        Field::Relation => facts.relation,
        Field::Stance => facts.stance,
        Field::Intent => facts.intent,
        Field::After | Field::Before => return written(leaf, facts, context),
        _ => return holds(leaf, post).into(),
    };
    match judged {
        Some(judged) => judged.iter().any(|value| is_same(value, &leaf.folded)).into(),
        None => Truth::Undecided,
    }
}

fn written(leaf: &FieldLeaf, post: &Post<'_>, context: &Context<'_>) -> Truth {
    let Value::Moment(moment) = leaf.field.value else { return Truth::False };
    let Some(created_at) = post.created_at else { return Truth::False };
    match Moment::resolve(moment, context.now) {
        None => Truth::Undecided,
        Some(at) if leaf.field.field == Field::After => (created_at >= at).into(),
        Some(at) => (created_at < at).into(),
    }
}

fn holds(leaf: &FieldLeaf, analysed: &AnalysedPost<'_>) -> bool {
    let post = analysed.post();
    let wanted = leaf.folded.as_ref();
    let any = |values: &[&str]| values.iter().any(|value| fits(value, leaf, analysed.analysis()));
    match leaf.field.field {
        Field::Author => is_author(leaf, analysed),
        Field::Channel => post.channel.is_some_and(|channel| is_same(channel, wanted)),
        Field::Network => post.network.is_some_and(|network| is_same(network, wanted)),
        Field::Lang => post.lang.is_some_and(|lang| is_language(lang, wanted)),
        Field::Site => site(post).is_some_and(|host| is_host(host, wanted)),
        Field::Url => post.url.is_some_and(|url| is_under(url, wanted)),
        Field::Link => post.links.iter().copied().chain(read_links(post)).any(|link| is_under(link, wanted)),
        Field::Kind => post.kind.is_some_and(|kind| is_same(kind, wanted)),
        Field::Has => carries(wanted, analysed),
        Field::InReplyTo => any(post.in_reply_to),
        Field::Thread => post.thread.is_some_and(|thread| is_same(thread, wanted)),
        Field::Id => post.id.is_some_and(|id| is_same(id, wanted)),
        Field::Tag => any(post.tags),
        Field::Source => post.source.is_some_and(|source| is_same(source, wanted)),
        // A count of followers is far below 2^53.
        Field::Followers => post.followers.is_some_and(|count| in_range(leaf, count as f64)),
        Field::Rating => post.rating.is_some_and(|rating| in_range(leaf, rating)),
        _ => false,
    }
}

fn in_range(leaf: &FieldLeaf, number: f64) -> bool {
    matches!(&leaf.field.value, Value::Number(range) if range.contains(number))
}

/// Folds a handle, a tag or another name for comparison.
pub(crate) fn fold_name(name: &str, analysis: &Analysis) -> String {
    if analysis.is_plain() {
        return name.to_owned();
    }
    let name = name.trim_start_matches(['@', '#', '＠', '＃']);
    name.split_inclusive(char::is_whitespace)
        .map(|word| match word.strip_suffix(char::is_whitespace) {
            Some(word) => analysis.fold_piece(word) + " ",
            None => analysis.fold_piece(word),
        })
        .collect()
}

/// Says whether folding would leave a name as it is, where that is seen at once.
pub(crate) fn is_folded(name: &str) -> bool {
    !name.starts_with('@') && name.bytes().all(|b| matches!(b, b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'@'))
}

fn is_same(value: &str, wanted: &str) -> bool {
    value == wanted
        || (value.len() == wanted.len() && value.eq_ignore_ascii_case(wanted))
        || (!value.is_ascii() && fold_name(value, &Analysis::social()) == wanted)
}

fn fits(value: &str, leaf: &FieldLeaf, analysis: &Analysis) -> bool {
    spend(|| steps::VALUE);
    let value = fold_name(value, analysis);
    match leaf.field.value {
        Value::Prefix(_) => value.starts_with(leaf.folded.as_ref()),
        _ => value == *leaf.folded || short_handle(&value).is_some_and(|short| short == &*leaf.folded),
    }
}

/// Returns the local part of a handle that names its server.
pub(crate) fn short_handle(handle: &str) -> Option<&str> {
    handle.split_once('@').map(|(local, _)| local).or_else(|| handle.strip_suffix(".bsky.social"))
}

fn is_author(leaf: &FieldLeaf, analysed: &AnalysedPost<'_>) -> bool {
    let post = analysed.post();
    let analysis = analysed.analysis();
    let wanted = leaf.folded.as_ref();
    if analysis.is_plain() {
        return match leaf.field.value {
            Value::Prefix(_) => post.author_handle.is_some_and(|handle| handle.starts_with(wanted)),
            _ => post.author_handle == Some(wanted),
        };
    }
    let handle = post.author_handle.map(|handle| analysed.folded_handle.get_or_init(|| fold_name(handle, analysis)));
    let is_prefix = matches!(leaf.field.value, Value::Prefix(_));
    if let Some(handle) = handle {
        let short = short_handle(handle);
        let is_it = |name: &str| if is_prefix { name.starts_with(wanted) } else { name == wanted };
        if is_it(handle) || short.is_some_and(is_it) {
            return true;
        }
    }
    post.author_name.is_some() && is_name(leaf, analysed, is_prefix)
}

/// Says whether the words wanted stand in the author's name, one after the other; dots count as spaces.
fn is_name(leaf: &FieldLeaf, analysed: &AnalysedPost<'_>, is_prefix: bool) -> bool {
    let wanted: Vec<&str> = name_words(&leaf.folded).collect();
    let (Some(last), false) = (wanted.len().checked_sub(1), wanted.is_empty()) else { return false };
    let name = analysed.name();
    let stands = |position: u32, index: usize| {
        spend(|| steps::PLACE);
        let from = name.entries.partition_point(|entry| entry.position < position);
        let mut here = name.entries[from..].iter().take_while(|entry| entry.position == position);
        here.any(|entry| match is_prefix && index == last {
            true => name.key(entry).starts_with(wanted[index]),
            false => name.key(entry) == wanted[index],
        })
    };
    name.entries.iter().any(|entry| {
        (0..).zip(0..wanted.len()).all(|(offset, index)| stands(entry.position.saturating_add(offset), index))
    })
}

/// Returns the words of a name as written in a query.
pub(crate) fn name_words(folded: &str) -> impl Iterator<Item = &str> {
    folded.split(|c: char| c.is_whitespace() || c == '.').filter(|word| !word.is_empty())
}

fn is_language(lang: &str, wanted: &str) -> bool {
    let same = |a: u8, b: u8| a.eq_ignore_ascii_case(&b) || (matches!(a, b'-' | b'_') && matches!(b, b'-' | b'_'));
    lang.len() >= wanted.len()
        && lang.bytes().zip(wanted.bytes()).all(|(a, b)| same(a, b))
        && lang.as_bytes().get(wanted.len()).is_none_or(|b| matches!(b, b'-' | b'_'))
}

fn site<'a>(post: &Post<'a>) -> Option<&'a str> {
    post.site.map(strip_scheme).or_else(|| post.url.map(|url| split_address(url).0))
}

/// Splits an address into host and the rest.
fn split_address(address: &str) -> (&str, &str) {
    let bare = strip_scheme(address);
    let at = bare.find(['/', '?', '#']).unwrap_or(bare.len());
    let (host, path) = bare.split_at(at);
    let host = host.rsplit_once('@').map_or(host, |(_, host)| host);
    (host.split_once(':').map_or(host, |(host, _)| host), path)
}

fn read_links<'a>(post: &Post<'a>) -> impl Iterator<Item = &'a str> {
    spend(|| steps::BYTE * post.text.len() as u64);
    find_links(post.text)
}

/// Says whether a host is the one wanted or belongs to it; `.fr` wants a top-level domain.
fn is_host(host: &str, wanted: &str) -> bool {
    let wanted = strip_scheme(wanted).trim_end_matches('/');
    let bare = wanted.trim_start_matches('.');
    let Some(at) = host.len().checked_sub(bare.len()) else { return false };
    let ends = host.get(at..).is_some_and(|end| end.eq_ignore_ascii_case(bare));
    ends && !bare.is_empty() && if at == 0 { bare.len() == wanted.len() } else { host.as_bytes()[at - 1] == b'.' }
}

/// Says whether an address lies on the host wanted and, if a path is wanted, under it.
fn is_under(address: &str, wanted: &str) -> bool {
    spend(|| steps::VALUE);
    let (host, path) = split_address(address);
    let (wanted_host, wanted_path) = split_address(wanted);
    let begins = path.get(..wanted_path.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(wanted_path));
    is_host(host, wanted_host) && (begins || wanted_path == "/")
}

fn carries(wanted: &str, analysed: &AnalysedPost<'_>) -> bool {
    spend(|| steps::BYTE * analysed.tokens().keys.len() as u64);
    let post = analysed.post();
    let has = |what: Has| post.has.intersects(what);
    let tags = || analysed.entries().map(|(_, key)| key).filter(|key| key.starts_with('#'));
    let says = |sigil: char| analysed.entries().any(|(_, key)| key.len() > 1 && key.starts_with(sigil));
    match wanted {
        "link" => has(Has::LINK) || !post.links.is_empty() || read_links(post).next().is_some(),
        "image" => has(Has::IMAGE),
        "video" => has(Has::VIDEO),
        "audio" => has(Has::AUDIO),
        "media" => has(Has::IMAGE.with(Has::VIDEO).with(Has::AUDIO)),
        "poll" => has(Has::POLL),
        "location" => has(Has::LOCATION),
        "mention" => has(Has::MENTION) || says('@'),
        // "#1" is a tag on no network.
        "hashtag" => has(Has::HASHTAG) || tags().any(|key| key.contains(char::is_alphabetic)),
        "cashtag" => says('$'),
        "emoji" => analysed.entries().any(|(_, key)| !key.contains(|c: char| c.is_alphanumeric() || c.is_ascii())),
        "quote" => has(Has::QUOTE) || post.kind.is_some_and(|kind| kind.eq_ignore_ascii_case("quote")),
        "attachment" => has(Has::ATTACHMENT.with(Has::IMAGE).with(Has::VIDEO).with(Has::AUDIO)),
        "warning" => has(Has::WARNING),
        "title" => post.title.is_some_and(|title| !title.is_empty()),
        "alt" => post.alt_texts.iter().any(|text| !text.is_empty()),
        "rating" => post.rating.is_some(),
        _ => false,
    }
}
