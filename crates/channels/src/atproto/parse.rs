//! What the network sends, turned into posts and authors. Pure: values in, values out.
//!
//! Records are written by anybody with any program, so nothing about them is trusted: a part that makes no sense is
//! left out, and only a post without words of the right type is refused as a whole.

use jiff::{SignedDuration, Timestamp};
use model::{Mark, MarkKind, Reason, ReceivedAuthor, ReceivedPost, RemoteRef};
use serde_json::Value;

use super::embed;
use super::uri::{RecordUri, is_did, profile_page};

/// How far ahead of the network's own time an author's clock may be.
pub(super) const CLOCK_SKEW_MAX: SignedDuration = SignedDuration::from_mins(10);

/// Nothing that people import here was written earlier; programs that know no time write such dates.
const EARLIEST: &str = "2000-01-01T00:00:00Z";

/// The most of each kind that is taken from one post; honest posts hold far fewer.
const PARTS_MAX: usize = 100;

/// Where a record was heard.
pub(super) struct Heard<'a> {
    pub(super) uri: &'a RecordUri,
    pub(super) cid: Option<&'a str>,
    pub(super) author: ReceivedAuthor,
    /// The network's own time for it.
    pub(super) at: Timestamp,
    /// When this version was made. Only the revision of its repository tells: what the app view calls `indexedAt` may be the
    /// time of the first version.
    pub(super) revised_at: Option<Timestamp>,
}

/// A post from its record. The error says in plain words what is wrong with it.
pub(super) fn post(record: &Value, heard: Heard<'_>) -> Result<ReceivedPost, String> {
    let text = record.get("text").and_then(Value::as_str).ok_or("the record has no text")?;
    let reply = record.get("reply");
    let part_of_reply = |part| reply.and_then(|reply| strong_ref(reply.get(part)?));
    let embed::Embedded { mut attachments, quoted } = embed::read(record.get("embed"), &heard.uri.did);
    if embed::is_warned_of(record.pointer("/labels/values")) {
        attachments.iter_mut().for_each(|attachment| attachment.is_sensitive = true);
    }
    let url = heard.uri.page(heard.author.handle.as_deref());
    let mut post = ReceivedPost {
        remote: RemoteRef { id: heard.uri.to_string(), revision: heard.cid.map(str::to_owned) },
        author: heard.author,
        text: clean(text),
        marks: list(record.get("facets")).filter_map(mark).collect(),
        languages: list(record.get("langs"))
            .filter_map(Value::as_str)
            .filter(|tag| is_language_tag(tag))
            .map(str::to_owned)
            .collect(),
        posted_at: posted_at(record.get("createdAt"), heard.at),
        revised_at: heard.revised_at,
        parent: part_of_reply("parent"),
        root: part_of_reply("root"),
        title: None,
        talk: None,
        quoted,
        attachments,
        url: Some(url),
        reason: None,
    };
    post.keep_sound_marks();
    Ok(post)
}

/// A post from the form in which the app view shows it (`app.bsky.feed.defs#postView`, or a notification).
pub(super) fn post_view(view: &Value, now: Timestamp) -> Result<ReceivedPost, String> {
    let uri = text_of(view, "uri").ok_or("the item has no address")?;
    let uri = RecordUri::parse(uri).ok_or("the item's address is none")?;
    if !uri.is_post() {
        return Err(format!("a record of {} is no post", uri.collection));
    }
    let author = view.get("author").and_then(author);
    let author = author.ok_or("the item has no author")?;
    if author.remote_id != uri.did {
        return Err("the item's author is not the owner of its address".to_owned());
    }
    let at = indexed_at(view).unwrap_or(now);
    let heard = Heard { uri: &uri, cid: text_of(view, "cid"), author, at, revised_at: None };
    let mut post = post(view.get("record").ok_or("the item has no record")?, heard)?;
    let is_warned_of = embed::is_warned_of(view.get("labels"));
    for attachment in &mut post.attachments {
        attachment.is_sensitive |= is_warned_of;
    }
    embed::add_small_picture(&mut post.attachments, view.get("embed"));
    Ok(post)
}

/// A notification as a post, with the reason why it came. The network names one reason only, and `mention` wins over
/// `reply`, so the record is asked first.
pub(super) fn notification(view: &Value, our_did: &str, now: Timestamp) -> Result<ReceivedPost, String> {
    let mut post = post_view(view, now)?;
    let is_ours = |post: &RemoteRef| RecordUri::parse(&post.id).is_some_and(|at| at.did == our_did);
    post.reason = match text_of(view, "reason") {
        _ if post.parent.as_ref().is_some_and(is_ours) => Some(Reason::Answered),
        Some("reply") => Some(Reason::Answered),
        Some("quote") => Some(Reason::Quoted),
        _ => Some(Reason::Addressed),
    };
    Ok(post)
}

/// An author from any of the app view's profile forms.
pub(super) fn author(view: &Value) -> Option<ReceivedAuthor> {
    let did = text_of(view, "did").filter(|did| is_did(did))?;
    let handle = text_of(view, "handle").and_then(handle);
    let name = text_of(view, "displayName").map(|name| clean(name.trim()));
    Some(ReceivedAuthor {
        remote_id: did.to_owned(),
        url: Some(profile_page(did)),
        handle,
        display_name: name.filter(|name| !name.is_empty()),
        follower_count: view.get("followersCount").and_then(Value::as_i64),
        follows_us: view.get("viewer").map(|viewer| viewer.get("followedBy").is_some()),
    })
}

/// An author of whom only the lasting id is known, and perhaps the handle.
pub(super) fn bare_author(did: &str, handle: Option<String>) -> ReceivedAuthor {
    ReceivedAuthor { remote_id: did.to_owned(), url: Some(profile_page(did)), handle, ..ReceivedAuthor::default() }
}

/// A handle that means something: the network says `handle.invalid` for one that it could not verify.
pub(super) fn handle(text: &str) -> Option<String> {
    let is_sound =
        text.contains('.') && text.len() <= 253 && text.chars().all(|c| c.is_ascii_alphanumeric() || ".-".contains(c));
    (is_sound && text != "handle.invalid").then(|| text.to_ascii_lowercase())
}

/// The network's own time of an item.
pub(super) fn indexed_at(view: &Value) -> Option<Timestamp> {
    text_of(view, "indexedAt")?.parse().ok()
}

/// A text member.
pub(super) fn text_of<'a>(value: &'a Value, name: &str) -> Option<&'a str> {
    value.get(name).and_then(Value::as_str)
}

pub(super) fn list(value: Option<&Value>) -> impl Iterator<Item = &Value> {
    let items = value.and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
    items.iter().take(PARTS_MAX)
}

/// Databases refuse the character zero; a space keeps every byte offset where it is.
pub(super) fn clean(text: &str) -> String {
    text.replace('\0', " ")
}

fn posted_at(created_at: Option<&Value>, heard_at: Timestamp) -> Timestamp {
    let claimed = created_at.and_then(Value::as_str).and_then(|text| text.parse::<Timestamp>().ok());
    let earliest: Timestamp = EARLIEST.parse().expect("a time stamp");
    match claimed {
        Some(at) if at >= earliest && at.duration_since(heard_at) <= CLOCK_SKEW_MAX => at,
        _ => heard_at,
    }
}

pub(super) fn strong_ref(value: &Value) -> Option<RemoteRef> {
    let uri = RecordUri::parse(text_of(value, "uri")?)?;
    uri.is_post().then(|| RemoteRef { id: uri.to_string(), revision: text_of(value, "cid").map(clean) })
}

pub(super) fn mark(facet: &Value) -> Option<Mark> {
    let index = facet.get("index")?;
    let offset = |name| Some(index.get(name)?.as_u64()? as usize);
    let (start, end) = (offset("byteStart")?, offset("byteEnd")?);
    let kind = list(facet.get("features")).find_map(|feature| {
        match text_of(feature, "$type")?.strip_prefix("app.bsky.richtext.facet#")? {
            "mention" => {
                let did = text_of(feature, "did").filter(|did| is_did(did))?;
                Some(MarkKind::Mention(did.to_owned()))
            }
            "link" => Some(MarkKind::Link(web_address(text_of(feature, "uri")?)?)),
            "tag" => Some(MarkKind::Tag(clean(text_of(feature, "tag")?))),
            _ => None,
        }
    })?;
    Some(Mark { start, end, kind })
}

/// An address that a page may link to: of the web, nothing that a browser would run.
pub(super) fn web_address(text: &str) -> Option<String> {
    let url = url::Url::parse(text).ok()?;
    matches!(url.scheme(), "http" | "https").then(|| url.to_string())
}

/// Whether the text looks like a language tag (BCP 47): words of letters and digits, joined by hyphens.
pub(super) fn is_language_tag(text: &str) -> bool {
    let is_word = |word: &str| (1..=8).contains(&word.len()) && word.chars().all(|c| c.is_ascii_alphanumeric());
    let mut words = text.split('-');
    let language = words.next().unwrap_or_default();
    (2..=8).contains(&language.len())
        && language.chars().all(|c| c.is_ascii_alphabetic())
        && text.len() <= 35
        && words.all(is_word)
}

#[cfg(test)]
mod tests;
