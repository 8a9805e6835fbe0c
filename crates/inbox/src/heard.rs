//! A post as the listening engine sees it.

use listening::{Has, Post};
use model::{AttachmentKind, JudgementTask, MarkKind, Network, ReceivedPost, Relation, micros, primary_language};
use store::judgement::Judgement;
use store::regard::Regard;

/// Holds what the engine's borrowed view of a post borrows.
pub struct Heard<'a> {
    post: &'a ReceivedPost,
    network: Network,
    channel: &'a str,
    links: Vec<&'a str>,
    tags: Vec<&'a str>,
    alt_texts: Vec<&'a str>,
    in_reply_to: Vec<&'a str>,
    lang: Option<&'a str>,
    /// What is judged, where it was asked: nothing at all stands for an abstention.
    sentiment: Option<Vec<&'a str>>,
    intent: Option<Vec<&'a str>>,
    relation: Option<Vec<&'a str>>,
    stance: Option<Vec<&'a str>>,
}

impl<'a> Heard<'a> {
    /// Gathers what the engine may ask of a post heard on a channel of this name.
    pub fn new(post: &'a ReceivedPost, network: Network, channel: &'a str) -> Self {
        let mark =
            |pick: fn(&'a MarkKind) -> Option<&'a str>| post.marks.iter().filter_map(move |mark| pick(&mark.kind));
        let link = |kind: &'a MarkKind| {
            if let MarkKind::Link(url) = kind { Some(url.as_str()) } else { None }
        };
        let tag = |kind: &'a MarkKind| {
            if let MarkKind::Tag(tag) = kind { Some(tag.as_str()) } else { None }
        };
        let attached = post.attachments.iter().filter_map(|attachment| attachment.url.as_deref());
        Self {
            post,
            network,
            channel,
            links: mark(link).chain(attached).collect(),
            tags: mark(tag).collect(),
            alt_texts: post.attachments.iter().filter_map(|attachment| attachment.alt.as_deref()).collect(),
            in_reply_to: post.parent.iter().map(|parent| parent.id.as_str()).collect(),
            lang: post.languages.iter().map(String::as_str).find(|tag| primary_language(tag).is_some()),
            sentiment: None,
            intent: None,
            relation: None,
            stance: None,
        }
    }

    /// Adds the language that was recognised; what the author declared stays.
    #[must_use]
    pub fn in_language(mut self, recognised: Option<&'a str>) -> Self {
        self.lang = self.lang.or(recognised);
        self
    }

    /// Adds what was judged. A question on which the judge abstained is decided too: no mood is named, so
    /// `sentiment:negative` does not hold and its negation does. What was declared by the author goes before what was
    /// judged about the language.
    #[must_use]
    pub fn judged(mut self, judgements: &'a [Judgement]) -> Self {
        for judgement in judgements {
            let value = judgement.value.as_deref();
            match judgement.task {
                JudgementTask::Language => self.lang = self.lang.or(value),
                JudgementTask::Sentiment => self.sentiment = Some(value.into_iter().collect()),
                JudgementTask::Intent => self.intent = Some(value.into_iter().collect()),
                JudgementTask::NeedsReply | JudgementTask::Spam => {}
            }
        }
        self
    }

    /// Adds how the author is judged to stand: relations, of which `unknown` holds where no other does, and stances to
    /// whatever topic.
    #[must_use]
    pub fn regarded(mut self, regards: &'a [Regard]) -> Self {
        let of = |is_stance: bool| regards.iter().filter(move |one| one.topic.is_some() == is_stance);
        let mut relations: Vec<&str> = of(false).map(|one| one.value.as_str()).collect();
        if relations.is_empty() {
            relations.push(Relation::Unknown.as_str());
        }
        self.relation = Some(relations);
        self.stance = Some(of(true).map(|one| one.value.as_str()).collect());
        self
    }

    /// The engine's view.
    pub fn post(&self) -> Post<'_> {
        let post = self.post;
        let mut has = Has::NONE;
        for attachment in &post.attachments {
            has = has.with(match attachment.kind {
                AttachmentKind::Image => Has::IMAGE.with(Has::ATTACHMENT),
                AttachmentKind::Video => Has::VIDEO.with(Has::ATTACHMENT),
                AttachmentKind::Audio => Has::AUDIO.with(Has::ATTACHMENT),
                AttachmentKind::Link => Has::LINK,
                AttachmentKind::File => Has::ATTACHMENT,
            });
            if attachment.is_sensitive {
                has = has.with(Has::WARNING);
            }
        }
        if post.quoted.is_some() {
            has = has.with(Has::QUOTE);
        }
        let kind = match (&post.parent, &post.quoted) {
            (Some(_), _) => "reply",
            (None, Some(_)) => "quote",
            (None, None) => "post",
        };
        Post {
            text: &post.text,
            title: post.title.as_deref(),
            alt_texts: &self.alt_texts,
            id: Some(&post.remote.id),
            url: post.url.as_deref(),
            author_handle: post.author.handle.as_deref(),
            author_name: post.author.display_name.as_deref(),
            channel: Some(self.channel),
            network: Some(self.network.as_str()),
            lang: self.lang,
            sentiment: self.sentiment.as_deref(),
            intent: self.intent.as_deref(),
            relation: self.relation.as_deref(),
            stance: self.stance.as_deref(),
            links: &self.links,
            tags: &self.tags,
            kind: Some(kind),
            has,
            in_reply_to: &self.in_reply_to,
            thread: Some(post.root_id()),
            followers: post.author.follower_count.and_then(|count| count.try_into().ok()),
            created_at: Some(micros(post.posted_at)),
            ..Post::default()
        }
    }
}
