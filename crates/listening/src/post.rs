//! The engine's own view of a post: borrowed, cheap to make.

/// A post as the engine sees it: what was said, and the facts that came with it.
///
/// Everything is borrowed and most of it optional; fill in what the channel gives and leave the rest to `default()`:
///
/// ```
/// let post = listening::Post { text: "Loving @Acme", lang: Some("en"), ..Default::default() };
/// assert_eq!(post.text, "Loving @Acme");
/// ```
#[derive(Debug, Clone, Copy, Default)]
pub struct Post<'a> {
    /// What was said, as plain text.
    pub text: &'a str,
    /// Title of an article or thread; plain terms are looked for in it too.
    pub title: Option<&'a str>,
    /// Descriptions of pictures; plain terms are looked for in them too.
    pub alt_texts: &'a [&'a str],
    /// The post's id at its source.
    pub id: Option<&'a str>,
    /// The post's own address.
    pub url: Option<&'a str>,
    /// Host of the site it stands on; taken from `url` when absent.
    pub site: Option<&'a str>,
    /// The author's handle, with or without `@`.
    pub author_handle: Option<&'a str>,
    /// The author's display name.
    pub author_name: Option<&'a str>,
    /// The channel it came through.
    pub channel: Option<&'a str>,
    /// The network the channel belongs to.
    pub network: Option<&'a str>,
    /// Language tag, such as `en` or `pt-BR`.
    pub lang: Option<&'a str>,
    /// Addresses the post links to, besides those in its text.
    pub links: &'a [&'a str],
    /// `post`, `reply`, `repost`, `quote`, `comment`, `review`, `article` or `message`.
    pub kind: Option<&'a str>,
    /// What the post carries besides what its text shows.
    pub has: Has,
    /// Id or address of the post it answers, and the handle of that post's author.
    pub in_reply_to: &'a [&'a str],
    /// Id of the thread it belongs to.
    pub thread: Option<&'a str>,
    /// The source's own tags.
    pub tags: &'a [&'a str],
    /// Where imported content came from.
    pub source: Option<&'a str>,
    /// How many follow the author.
    pub followers: Option<u64>,
    /// Stars given, from 0 to 5.
    pub rating: Option<f64>,
    /// When it was written: microseconds since 1970, UTC.
    pub created_at: Option<i64>,
    /// Judged moods; `None` when nobody has judged yet, which leaves `sentiment:` undecided.
    pub sentiment: Option<&'a [&'a str]>,
    /// Judged relations of the author to us; several may hold.
    pub relation: Option<&'a [&'a str]>,
    /// Judged stances of the author.
    pub stance: Option<&'a [&'a str]>,
    /// Judged intents of the post.
    pub intent: Option<&'a [&'a str]>,
}

/// A set of things a post carries, for `has:`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct Has(u16);

impl Has {
    /// Nothing.
    pub const NONE: Self = Self(0);
    /// A picture.
    pub const IMAGE: Self = Self(1);
    /// A film.
    pub const VIDEO: Self = Self(1 << 1);
    /// A recording.
    pub const AUDIO: Self = Self(1 << 2);
    /// A vote.
    pub const POLL: Self = Self(1 << 3);
    /// A place.
    pub const LOCATION: Self = Self(1 << 4);
    /// A link; links in the text are seen without it.
    pub const LINK: Self = Self(1 << 5);
    /// A handle; handles in the text are seen without it.
    pub const MENTION: Self = Self(1 << 6);
    /// A hashtag; hashtags in the text are seen without it.
    pub const HASHTAG: Self = Self(1 << 7);
    /// A quoted post.
    pub const QUOTE: Self = Self(1 << 8);
    /// Any attached file.
    pub const ATTACHMENT: Self = Self(1 << 9);
    /// A content warning.
    pub const WARNING: Self = Self(1 << 10);

    /// Returns both sets together.
    #[must_use]
    pub const fn with(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Says whether everything in `other` is here.
    #[must_use]
    pub const fn contains(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }

    /// Says whether something of `other` is here.
    #[must_use]
    pub const fn intersects(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }
}

/// Which text of a post a span lies in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Part {
    /// [`Post::text`].
    Text,
    /// [`Post::title`].
    Title,
    /// One of [`Post::alt_texts`], by its index.
    Alt(u16),
}

impl<'a> Post<'a> {
    /// Returns every text that plain terms are looked for in, the post's own text first.
    pub fn texts(&self) -> impl Iterator<Item = (Part, &'a str)> + use<'a> {
        let alt = self.alt_texts;
        std::iter::once((Part::Text, self.text))
            .chain(self.title.map(|title| (Part::Title, title)))
            .chain((0..=u16::MAX).zip(alt).map(|(index, text)| (Part::Alt(index), *text)))
    }

    /// Returns the text of one part, empty when the post has none.
    #[must_use]
    pub fn part(&self, part: Part) -> &'a str {
        match part {
            Part::Text => self.text,
            Part::Title => self.title.unwrap_or_default(),
            Part::Alt(index) => self.alt_texts.get(usize::from(index)).copied().unwrap_or_default(),
        }
    }
}
