//! One post as bytes: what the listening engine may ask of it, and what a deletion names it by.
//!
//! A record begins with its length, so that a later version may append to it, and with its keys, so that a deletion is
//! looked up without reading the rest.

use model::{
    Attachment, AttachmentKind, ChannelId, Mark, MarkKind, Network, ReceivedAuthor, ReceivedPost, RemoteRef, micros,
    timestamp,
};

use crate::grave::Graves;
use crate::varint::{Bytes, put, put_maybe, put_signed, put_text};

/// A post that was heard and concerned nobody.
#[derive(Clone, Debug, PartialEq)]
pub struct Remembered {
    /// When it was heard, in microseconds; no two posts share a moment.
    pub heard_at: i64,
    /// By which channel.
    pub channel: ChannelId,
    /// On which network.
    pub network: Network,
    /// The post, as far as topics can ask about it.
    pub post: ReceivedPost,
}

/// Appends a record.
pub(crate) fn encode(out: &mut Vec<u8>, heard_at: i64, channel: ChannelId, network: Network, post: &ReceivedPost) {
    let mut body = Vec::with_capacity(post.text.len() + 192);
    body.extend_from_slice(&heard_at.to_le_bytes());
    put_signed(&mut body, channel.0);
    put_text(&mut body, network.as_str());
    put_text(&mut body, &post.remote.id);
    put_text(&mut body, &post.author.remote_id);
    put(&mut body, post.languages.len() as u64);
    post.languages.iter().for_each(|language| put_text(&mut body, language));
    put_maybe(&mut body, post.author.handle.as_deref());
    put_maybe(&mut body, post.author.display_name.as_deref());
    put_signed(&mut body, post.author.follower_count.unwrap_or(-1));
    put_maybe(&mut body, post.title.as_deref());
    put_text(&mut body, &post.text);
    put(&mut body, post.marks.len() as u64);
    for mark in &post.marks {
        put(&mut body, mark.start as u64);
        put(&mut body, mark.end as u64);
        let (kind, value) = match &mark.kind {
            MarkKind::Link(url) => (1, url),
            MarkKind::Mention(id) => (2, id),
            MarkKind::Tag(tag) => (3, tag),
        };
        body.push(kind);
        put_text(&mut body, value);
    }
    put_signed(&mut body, micros(post.posted_at));
    for other in [&post.parent, &post.root, &post.quoted] {
        put_maybe(&mut body, other.as_ref().map(|other| other.id.as_str()));
    }
    put(&mut body, post.attachments.len() as u64);
    for attachment in &post.attachments {
        put_text(&mut body, attachment.kind.as_str());
        body.push(u8::from(attachment.is_sensitive));
        put_maybe(&mut body, attachment.alt.as_deref());
        put_maybe(&mut body, attachment.url.as_deref());
    }
    put_maybe(&mut body, post.url.as_deref());
    put(out, body.len() as u64);
    out.extend_from_slice(&body);
}

/// The records in the bytes of a frame, each with its bytes; ends where they are none.
pub(crate) struct Records<'a>(Bytes<'a>);

impl<'a> Records<'a> {
    pub(crate) fn of(bytes: &'a [u8]) -> Self {
        Self(Bytes(bytes))
    }
}

impl<'a> Iterator for Records<'a> {
    type Item = Record<'a>;

    fn next(&mut self) -> Option<Record<'a>> {
        let before = self.0.0;
        let length = usize::try_from(self.0.number()?).ok()?;
        let mut body = Bytes(self.0.take(length)?);
        let whole = &before[..before.len() - self.0.0.len()];
        let heard_at = body.moment()?;
        let channel = ChannelId(body.signed()?);
        let network = Network::from_word(body.text()?)?;
        let (remote_id, author) = (body.text()?, body.text()?);
        Some(Record { whole, heard_at, channel, network, remote_id, author, rest: body })
    }
}

/// A record of which only the beginning was read.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Record<'a> {
    /// Its bytes, length included.
    pub(crate) whole: &'a [u8],
    pub(crate) heard_at: i64,
    pub(crate) channel: ChannelId,
    network: Network,
    remote_id: &'a str,
    author: &'a str,
    rest: Bytes<'a>,
}

impl Record<'_> {
    /// Whether its source deleted it.
    pub(crate) fn is_dead(&self, graves: &Graves) -> bool {
        graves.hold(self.heard_at, self.channel, self.remote_id, self.network, self.author)
    }

    /// The main language that its author declared.
    pub(crate) fn language(&self) -> Option<&str> {
        let mut rest = self.rest;
        (rest.count()? > 0).then(|| rest.text())?
    }

    /// Reads the rest of it.
    pub(crate) fn decode(mut self) -> Option<Remembered> {
        let rest = &mut self.rest;
        let mut languages = Vec::new();
        for _ in 0..rest.count()? {
            languages.push(rest.text()?.to_owned());
        }
        let owned = |text: Option<&str>| text.map(str::to_owned);
        let remote = |id: Option<&str>| id.map(|id| RemoteRef { id: id.to_owned(), revision: None });
        let author = ReceivedAuthor {
            remote_id: self.author.to_owned(),
            handle: owned(rest.maybe()?),
            display_name: owned(rest.maybe()?),
            follower_count: Some(rest.signed()?).filter(|count| *count >= 0),
            ..ReceivedAuthor::default()
        };
        let (title, text) = (owned(rest.maybe()?), rest.text()?.to_owned());
        let mut marks = Vec::new();
        for _ in 0..rest.count()? {
            let (start, end) = (usize::try_from(rest.number()?).ok()?, usize::try_from(rest.number()?).ok()?);
            let (kind, value) = (rest.byte()?, rest.text()?.to_owned());
            let kind = match kind {
                1 => MarkKind::Link(value),
                2 => MarkKind::Mention(value),
                3 => MarkKind::Tag(value),
                _ => return None,
            };
            marks.push(Mark { start, end, kind });
        }
        let posted_at = timestamp(rest.signed()?);
        let (parent, root, quoted) = (remote(rest.maybe()?), remote(rest.maybe()?), remote(rest.maybe()?));
        let mut attachments = Vec::new();
        for _ in 0..rest.count()? {
            let (kind, is_sensitive) = (AttachmentKind::from_word(rest.text()?), rest.byte()? == 1);
            let (alt, url) = (owned(rest.maybe()?), owned(rest.maybe()?));
            attachments.push(Attachment { alt, url, is_sensitive, ..Attachment::of(kind) });
        }
        let mut post = ReceivedPost {
            remote: RemoteRef { id: self.remote_id.to_owned(), revision: None },
            author,
            title,
            text,
            marks,
            languages,
            posted_at,
            revised_at: None,
            parent,
            root,
            talk: None,
            quoted,
            attachments,
            url: owned(rest.maybe()?),
            reason: None,
        };
        post.keep_sound_marks();
        Some(Remembered { heard_at: self.heard_at, channel: self.channel, network: self.network, post })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn post(text: String, title: Option<String>, languages: Vec<String>, followers: Option<i64>) -> ReceivedPost {
        ReceivedPost {
            remote: RemoteRef { id: format!("at://{text}"), revision: None },
            author: ReceivedAuthor {
                remote_id: "did:1".into(),
                handle: title.clone(),
                follower_count: followers.map(|count| count.saturating_abs().max(0)),
                ..ReceivedAuthor::default()
            },
            marks: match text.chars().next() {
                Some(first) => vec![Mark { start: 0, end: first.len_utf8(), kind: MarkKind::Tag("t".into()) }],
                None => Vec::new(),
            },
            attachments: vec![Attachment {
                alt: title.clone(),
                is_sensitive: true,
                ..Attachment::of(AttachmentKind::Image)
            }],
            parent: Some(RemoteRef { id: "p".into(), revision: None }),
            root: None,
            quoted: title.clone().map(|id| RemoteRef { id, revision: None }),
            title,
            text,
            languages,
            posted_at: timestamp(1_780_000_000_000_000),
            revised_at: None,
            talk: None,
            url: Some("https://a.test/1".into()),
            reason: None,
        }
    }

    proptest! {
        #[test]
        fn a_post_is_read_as_it_was_put(
            text: String, title: Option<String>, languages: Vec<String>, followers: Option<i64>, at: i64, channel: i64,
        ) {
            let post = post(text, title, languages, followers);
            let mut out = Vec::new();
            encode(&mut out, at, ChannelId(channel), Network::Atproto, &post);
            encode(&mut out, at, ChannelId(channel), Network::Feed, &post);
            let read: Vec<Remembered> = Records::of(&out).map(|record| record.decode().unwrap()).collect();
            prop_assert_eq!(&read[0].post, &post);
            prop_assert_eq!((read[1].heard_at, read[1].channel, read[1].network), (at, ChannelId(channel), Network::Feed));
            prop_assert_eq!(read.len(), 2);
        }

        #[test]
        fn bytes_that_are_no_posts_are_none(bytes: Vec<u8>) {
            for record in Records::of(&bytes) {
                let _ = record.decode();
            }
        }
    }
}
