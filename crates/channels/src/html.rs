//! HTML of others, turned into text, marks and pictures. No markup goes on from here.

use std::cell::RefCell;

use html5ever::TokenizerResult;
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::states::RawKind;
use html5ever::tokenizer::{BufferQueue, Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts};
use model::{Attachment, AttachmentKind, Mark, MarkKind, PictureSource};
use url::Url;

/// What a reader sees of a piece of HTML.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Readable {
    /// The words, with a line break where a block ends and an empty line between paragraphs.
    pub(crate) text: String,
    /// The links in the words, in order.
    pub(crate) marks: Vec<Mark>,
    /// The pictures, in order.
    pub(crate) images: Vec<Attachment>,
}

/// Reads HTML as a browser would: whatever the bytes are, something comes out. Addresses are resolved against `base`;
/// only those of the web are kept. O(length).
pub(crate) fn read(html: &str, base: Option<&Url>) -> Readable {
    let writer = Writer { base: base.cloned(), ..Writer::default() };
    tokenize(html, writer).finish()
}

/// A page's links to its feeds: address and title, in order.
pub(crate) fn feed_links(html: &str, base: &Url) -> Vec<(Url, Option<String>)> {
    const KINDS: [&str; 3] = ["application/rss+xml", "application/atom+xml", "application/feed+json"];
    let links = tokenize(html, Links::default()).0;
    let links = links.into_iter().filter(|link| {
        let is_alternate = link.rel.split_ascii_whitespace().any(|word| word.eq_ignore_ascii_case("alternate"));
        is_alternate && KINDS.iter().any(|kind| link.kind.trim().eq_ignore_ascii_case(kind))
    });
    links.filter_map(|link| Some((web_address(&link.href, Some(base))?, link.title))).collect()
}

/// Something that is made from tokens.
trait Taker {
    fn words(&mut self, words: &str);
    /// What the tag turns its content into, when that is no HTML.
    fn tag(&mut self, tag: &Tag) -> Option<RawKind>;
}

struct Sink<T>(RefCell<T>);

impl<T: Taker> TokenSink for Sink<T> {
    type Handle = ();

    fn process_token(&self, token: Token, _line: u64) -> TokenSinkResult<()> {
        let mut taker = self.0.borrow_mut();
        match token {
            Token::CharacterTokens(words) => taker.words(&words),
            Token::TagToken(tag) => {
                if let Some(kind) = taker.tag(&tag) {
                    return TokenSinkResult::RawData(kind);
                }
            }
            Token::DoctypeToken(_)
            | Token::CommentToken(_)
            | Token::NullCharacterToken
            | Token::EOFToken
            | Token::ParseError(_) => {}
        }
        TokenSinkResult::Continue
    }
}

fn tokenize<T: Taker>(html: &str, taker: T) -> T {
    let input = BufferQueue::default();
    input.push_back(StrTendril::from_slice(html));
    let tokenizer = Tokenizer::new(Sink(RefCell::new(taker)), TokenizerOpts::default());
    while !matches!(tokenizer.feed(&input), TokenizerResult::Done) {}
    tokenizer.end();
    tokenizer.sink.0.into_inner()
}

/// What stands between two words.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
enum Pause {
    #[default]
    None,
    Space,
    Line,
    Paragraph,
}

#[derive(Default)]
struct Writer {
    base: Option<Url>,
    readable: Readable,
    pause: Pause,
    /// Where the present link goes, and where its words began.
    link: Option<(String, Option<usize>)>,
    /// How deep we are in preformatted text.
    preformatted: usize,
    /// The element whose content nobody reads.
    unread: Option<String>,
}

impl Writer {
    fn pause(&mut self, pause: Pause) {
        self.pause = self.pause.max(pause);
    }

    fn push(&mut self, c: char) {
        let text = &mut self.readable.text;
        if !text.is_empty() {
            text.push_str(match self.pause {
                Pause::None => "",
                Pause::Space => " ",
                Pause::Line => "\n",
                Pause::Paragraph => "\n\n",
            });
        }
        self.pause = Pause::None;
        if let Some((_, start)) = &mut self.link {
            start.get_or_insert(text.len());
        }
        text.push(c);
    }

    fn end_link(&mut self) {
        if let Some((url, Some(start))) = self.link.take() {
            let end = self.readable.text.len();
            self.readable.marks.push(Mark { start, end, kind: MarkKind::Link(url) });
        }
    }

    fn image(&mut self, tag: &Tag) {
        let is_dot = |name| attribute(tag, name).is_some_and(|size| matches!(size.trim(), "0" | "1"));
        // Pictures of one dot count readers and show nothing.
        if is_dot("width") || is_dot("height") {
            return;
        }
        let url = attribute(tag, "src").and_then(|src| web_address(src, self.base.as_ref()));
        if let Some(url) = url {
            let alt = attribute(tag, "alt").map(str::trim).filter(|alt| !alt.is_empty()).map(str::to_owned);
            let pixels = |name| attribute(tag, name).and_then(|size| size.trim().parse().ok());
            self.readable.images.push(Attachment {
                alt,
                picture: Some(PictureSource::Web(url.to_string())),
                url: Some(url.into()),
                width: pixels("width"),
                height: pixels("height"),
                ..Attachment::of(AttachmentKind::Image)
            });
        }
    }

    fn finish(mut self) -> Readable {
        self.end_link();
        self.readable
    }
}

impl Taker for Writer {
    fn words(&mut self, words: &str) {
        if self.unread.is_some() {
            return;
        }
        for c in words.chars() {
            match c {
                '\n' if self.preformatted > 0 => self.pause(Pause::Line),
                // A space that does not break is there for looks.
                '\u{a0}' if self.preformatted == 0 => self.pause(Pause::Space),
                c if c.is_ascii_whitespace() && self.preformatted == 0 => self.pause(Pause::Space),
                c if c.is_control() && c != '\t' => {}
                c => self.push(c),
            }
        }
    }

    fn tag(&mut self, tag: &Tag) -> Option<RawKind> {
        let name: &str = &tag.name;
        let is_start = tag.kind == TagKind::StartTag;
        if let Some(unread) = &self.unread {
            if !is_start && unread == name {
                self.unread = None;
            }
            return None;
        }
        match name {
            "script" | "style" | "template" | "iframe" | "noembed" | "noframes" | "textarea" | "title" | "select"
            | "svg" | "math" | "object"
                if is_start && !tag.self_closing =>
            {
                self.unread = Some(name.to_owned());
                return match name {
                    "script" => Some(RawKind::ScriptData),
                    "textarea" | "title" => Some(RawKind::Rcdata),
                    "style" | "iframe" | "noembed" | "noframes" => Some(RawKind::Rawtext),
                    _ => None,
                };
            }
            "a" => {
                self.end_link();
                let href = is_start.then(|| attribute(tag, "href")).flatten();
                let url = href.and_then(|href| web_address(href, self.base.as_ref()));
                self.link = url.map(|url| (url.into(), None));
            }
            "img" if is_start => self.image(tag),
            "br" if self.pause >= Pause::Line => self.pause(Pause::Paragraph),
            "br" => self.pause(Pause::Line),
            "li" if is_start => {
                self.pause(Pause::Line);
                self.push('•');
                self.pause(Pause::Space);
            }
            "pre" => {
                self.preformatted = if is_start { self.preformatted + 1 } else { self.preformatted.saturating_sub(1) };
                self.pause(Pause::Paragraph);
            }
            "p" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "ul" | "ol" | "dl" | "blockquote" | "table" | "figure"
            | "hr" => self.pause(Pause::Paragraph),
            "td" | "th" => self.pause(Pause::Space),
            "div" | "tr" | "li" | "dt" | "dd" | "section" | "article" | "aside" | "header" | "footer" | "main"
            | "nav" | "address" | "figcaption" | "form" | "details" | "summary" => self.pause(Pause::Line),
            _ => {}
        }
        None
    }
}

/// The links in the head of a page.
#[derive(Default)]
struct Links(Vec<Link>);

struct Link {
    rel: String,
    kind: String,
    href: String,
    title: Option<String>,
}

impl Taker for Links {
    fn words(&mut self, _words: &str) {}

    fn tag(&mut self, tag: &Tag) -> Option<RawKind> {
        let is_start = tag.kind == TagKind::StartTag;
        match &*tag.name {
            "link" if is_start => {
                let text = |name| attribute(tag, name).map(str::to_owned);
                if let (Some(rel), Some(kind), Some(href)) = (text("rel"), text("type"), text("href")) {
                    self.0.push(Link { rel, kind, href, title: text("title") });
                }
                None
            }
            "script" if is_start => Some(RawKind::ScriptData),
            "style" if is_start => Some(RawKind::Rawtext),
            _ => None,
        }
    }
}

fn attribute<'a>(tag: &'a Tag, name: &str) -> Option<&'a str> {
    tag.attrs.iter().find(|attribute| &*attribute.name.local == name).map(|attribute| &*attribute.value)
}

/// An address of the web, resolved.
pub(crate) fn web_address(written: &str, base: Option<&Url>) -> Option<Url> {
    let written = written.trim();
    let url = match base {
        Some(base) => base.join(written).ok()?,
        None => Url::parse(written).ok()?,
    };
    (matches!(url.scheme(), "http" | "https") && url.has_host()).then_some(url)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(html: &str) -> String {
        read(html, None).text
    }

    #[test]
    fn words_come_as_a_reader_sees_them() {
        assert_eq!(text("<p>Two  \n lines</p><p>and&nbsp;<b>more</b> &amp; &eacute;</p>"), "Two lines\n\nand more & é");
        assert_eq!(text("one<br>two<br><br>three"), "one\ntwo\n\nthree");
        assert_eq!(text("<ul><li>a</li><li>b</li></ul>after"), "• a\n• b\n\nafter");
        assert_eq!(text("<pre>let a;\n  let b;</pre>"), "let a;\n  let b;");
        assert_eq!(text("<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>"), "a b\nc");
    }

    #[test]
    fn nothing_of_scripts_styles_and_comments_is_read() {
        let html = "a<script>alert('<p>x</p>')</script><style>b{}</style><!-- c --><svg><text>d</text></svg>e";
        assert_eq!(text(html), "ae");
        assert_eq!(text("<scr<script>ipt>alert(1)</script>"), "ipt>alert(1)");
    }

    #[test]
    fn text_that_only_looks_like_markup_stays() {
        assert_eq!(text("1 < 2 && 3 > 2"), "1 < 2 && 3 > 2");
        assert_eq!(text("&lt;script&gt;"), "<script>");
    }

    #[test]
    fn links_mark_their_words_and_lead_to_the_web_only() {
        let base = Url::parse("https://blog.example/post/").unwrap();
        let html = "see <a href='../more'> this <b>page</b></a>, <a href='javascript:alert(1)'>not this</a>";
        let readable = read(html, Some(&base));
        assert_eq!(readable.text, "see this page, not this");
        let kind = MarkKind::Link("https://blog.example/more".into());
        assert_eq!(readable.marks, [Mark { start: 4, end: 13, kind }]);
    }

    #[test]
    fn pictures_keep_their_description_and_counting_dots_are_left_out() {
        let base = Url::parse("https://blog.example/").unwrap();
        let html = "<img src=a.png alt=' A cat ' width=640 height=50%><img src=b.gif width=1 height=1><img src='data:image/png;base64,'>";
        let readable = read(html, Some(&base));
        let cat = Attachment {
            alt: Some("A cat".into()),
            url: Some("https://blog.example/a.png".into()),
            picture: Some(PictureSource::Web("https://blog.example/a.png".into())),
            width: Some(640),
            ..Attachment::of(AttachmentKind::Image)
        };
        assert_eq!((readable.text.as_str(), readable.images), ("", vec![cat]));
    }

    #[test]
    fn a_page_tells_its_feeds() {
        let base = Url::parse("https://blog.example/about").unwrap();
        let html = "<head><link rel=stylesheet type=text/css href=a.css>\
            <link rel='alternate' type='application/rss+xml' title='News' href='/feed'>\
            <script>'<link rel=alternate type=application/rss+xml href=/no>'</script>\
            <link REL='ALTERNATE' TYPE='application/atom+xml' href='https://other.example/atom'></head>";
        let links = feed_links(html, &base);
        let links: Vec<_> = links.iter().map(|(url, title)| (url.as_str(), title.as_deref())).collect();
        assert_eq!(links, [("https://blog.example/feed", Some("News")), ("https://other.example/atom", None)]);
    }

    proptest::proptest! {
        #[test]
        fn any_text_comes_through_with_sound_marks(html in "(<[a-z/! ]{0,8}>|<a href=//x>|</a>|&[a-z#0-9]{0,6};?|\\PC){0,60}") {
            let readable = read(&html, None);
            for mark in &readable.marks {
                proptest::prop_assert!(readable.text.get(mark.start..mark.end).is_some_and(|words| !words.is_empty()));
            }
        }
    }
}
