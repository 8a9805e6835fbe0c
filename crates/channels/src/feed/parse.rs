//! From a document to entries. Pure: any bytes give entries or a reason.

use std::collections::HashSet;
use std::time::Duration;

use feedparser_rs::{
    Content, Entry as FoundEntry, FeedVersion, ParseOptions, ParsedFeed, Person, TextConstruct, TextType,
};
use jiff::Timestamp;
use model::{Attachment, AttachmentKind, Mark, PictureSource, ReceivedAuthor};
use url::Url;
use wording::t;

use super::decode::decode;
use crate::html::{self, Readable, web_address};
use crate::web_links::link_marks;

/// The longest words kept of an entry, in bytes: a long article, not a book.
const TEXT_BYTES_MAX: usize = 64 * 1024;
/// The most pictures and files described of an entry.
const ATTACHMENTS_MAX: usize = 20;

/// A feed as it came.
#[derive(Debug)]
pub(super) struct Document {
    /// What the feed calls itself.
    pub(super) title: Option<String>,
    /// How long the feed asks readers to wait between two looks.
    pub(super) wait: Option<Duration>,
    /// Its entries, in its order.
    pub(super) entries: Vec<Entry>,
}

/// An entry of a feed.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    /// The feed's own name for it.
    pub(super) id: Option<String>,
    /// Where people read it.
    pub(super) link: Option<String>,
    pub(super) title: Option<String>,
    pub(super) text: String,
    pub(super) marks: Vec<Mark>,
    pub(super) attachments: Vec<Attachment>,
    pub(super) author: ReceivedAuthor,
    pub(super) languages: Vec<String>,
    pub(super) posted_at: Option<Timestamp>,
    /// When it was changed last, as it says.
    pub(super) revised_at: Option<Timestamp>,
}

/// Why a document is no feed.
#[derive(Debug, thiserror::Error)]
pub(super) enum Unreadable {
    /// It is a page for people, which may lead to feeds.
    #[error("{}", t!("it is a web page, not a feed"))]
    Page(String),
    /// It is neither.
    #[error("{0}")]
    Other(String),
}

/// Reads a document that stands at `url`.
pub(super) fn read(bytes: &[u8], content_type: Option<&str>, url: &Url) -> Result<Document, Unreadable> {
    let text = decode(bytes, content_type);
    // The mark says that it is UTF-8 now, whatever the document declares.
    let marked = format!("\u{feff}{}", text.trim_start());
    // No markup goes on from here, so none needs to be made harmless.
    let options = ParseOptions { sanitize_html: false, ..ParseOptions::default() };
    match feedparser_rs::parse_with_options(marked.as_bytes(), &options) {
        Ok(feed) if feed.version != FeedVersion::Unknown => Ok(document(&feed, url)),
        _ if is_page(&text) => Err(Unreadable::Page(text)),
        Ok(_) => Err(Unreadable::Other(t!("it is neither RSS nor Atom nor JSON Feed").into())),
        Err(error) => Err(Unreadable::Other(error.to_string().chars().filter(|c| !c.is_control()).take(200).collect())),
    }
}

fn is_page(text: &str) -> bool {
    let start: String = text.chars().take(2_048).collect::<String>().to_ascii_lowercase();
    start.contains("<html") || start.contains("<!doctype html")
}

fn document(feed: &ParsedFeed, url: &Url) -> Document {
    let title = heading(feed.feed.title_detail.as_ref(), feed.feed.title.as_deref(), is_rss(feed.version));
    let entries = feed.entries.iter().map(|found| entry(found, feed, title.as_deref(), url));
    let entries = entries.filter(says_something).collect();
    let minutes = feed.feed.ttl.as_deref().and_then(|ttl| ttl.trim().parse::<u32>().ok());
    let wait = minutes.map(|minutes| Duration::from_secs(u64::from(minutes) * 60));
    Document { title, wait, entries }
}

fn says_something(entry: &Entry) -> bool {
    entry.title.is_some() || entry.link.is_some() || !entry.text.is_empty() || !entry.attachments.is_empty()
}

fn entry(found: &FoundEntry, feed: &ParsedFeed, feed_title: Option<&str>, url: &Url) -> Entry {
    let id = found.id.as_deref().map(str::trim).filter(|id| !id.is_empty());
    let link = found.link.as_deref().or(id.filter(|_| found.guidislink == Some(true)));
    let link = link.and_then(|link| web_address(link, Some(url)));
    let is_rss = is_rss(feed.version);
    let Readable { text, marks, images } = words(found, is_rss, link.as_ref().unwrap_or(url));
    let language = found.language.as_deref().or(feed.feed.language.as_deref()).map(str::trim);
    let person = found.authors.first().or(found.author_detail.as_ref()).or(feed.feed.authors.first());
    let moment = |micros: Option<i64>| {
        let at = Timestamp::from_microsecond(micros?).ok()?;
        // A date of the epoch is a date that somebody's program did not have.
        (at > Timestamp::UNIX_EPOCH).then_some(at)
    };
    Entry {
        id: id.map(str::to_owned),
        link: link.map(String::from),
        title: heading(found.title_detail.as_ref(), found.title.as_deref(), is_rss),
        text,
        marks,
        attachments: attachments(found, images),
        author: author(person, found.author.as_deref().or(found.dc_creator.as_deref()), feed_title, url),
        languages: language.filter(|language| !language.is_empty()).into_iter().map(str::to_owned).collect(),
        posted_at: moment(found.published.or(found.updated).or(found.dc_date).map(|at| at.timestamp_micros())),
        revised_at: moment(found.updated.map(|at| at.timestamp_micros())),
    }
}

fn is_rss(version: FeedVersion) -> bool {
    !matches!(version, FeedVersion::Atom03 | FeedVersion::Atom10 | FeedVersion::JsonFeed10 | FeedVersion::JsonFeed11)
}

/// A title on one line. Feeds of the RSS family do not say whether theirs is text or markup; both occur.
fn heading(detail: Option<&TextConstruct>, plain: Option<&str>, is_rss: bool) -> Option<String> {
    let title = detail.map(|detail| detail.value.as_str()).or(plain)?;
    let is_markup = detail.is_some_and(|detail| !matches!(detail.content_type, TextType::Text));
    let text = if is_markup || is_rss { html::read(title, None).text } else { title.to_owned() };
    let line: Vec<&str> = text.split_whitespace().collect();
    (!line.is_empty()).then(|| line.join(" "))
}

/// The words: the whole content where the feed gives it, else the summary.
fn words(found: &FoundEntry, is_rss: bool, link: &Url) -> Readable {
    let is_text = |content: &&Content| {
        let kind = content.content_type.as_deref().unwrap_or("html");
        let is_text = matches!(kind, "text" | "html" | "xhtml") || kind.starts_with("text/") || kind.contains("xhtml");
        is_text && !content.value.trim().is_empty()
    };
    let content = found.content.iter().filter(is_text).max_by_key(|content| content.value.len()).map(|content| {
        let kind = content.content_type.as_deref().unwrap_or("html");
        (content.value.as_str(), matches!(kind, "text" | "text/plain"), content.base.as_deref())
    });
    let summary = || match (&found.summary_detail, &found.summary) {
        (Some(detail), _) => {
            Some((detail.value.as_str(), matches!(detail.content_type, TextType::Text), detail.base.as_deref()))
        }
        (None, summary) => summary.as_deref().map(|summary| (summary, false, None)),
    };
    let Some((body, is_plain, base)) = content.or_else(summary) else { return Readable::default() };
    let base = base.and_then(|base| web_address(base, Some(link))).unwrap_or_else(|| link.clone());
    let mut readable = if is_plain && !is_rss { plain(body) } else { html::read(body, Some(&base)) };
    shorten(&mut readable);
    readable
}

/// Plain text, in which addresses are links.
fn plain(text: &str) -> Readable {
    let text = text.trim().to_owned();
    Readable { marks: link_marks(&text), text, images: Vec::new() }
}

fn shorten(readable: &mut Readable) {
    if readable.text.len() > TEXT_BYTES_MAX {
        let end = readable.text.floor_char_boundary(TEXT_BYTES_MAX);
        readable.text.truncate(end);
        readable.text.push('…');
        readable.marks.retain(|mark| mark.end <= end);
    }
}

fn attachments(found: &FoundEntry, images: Vec<Attachment>) -> Vec<Attachment> {
    let enclosed = found.enclosures.iter().map(|one| Described {
        url: &one.url,
        declared: one.enclosure_type.as_deref(),
        alt: one.title.as_deref(),
        size: [None, None],
    });
    let media = found.media_content.iter().map(|one| Described {
        url: &one.url,
        declared: one.content_type.as_deref().or(one.medium.as_deref()),
        alt: found.media_description.as_deref().or(found.media_title.as_deref()),
        size: [one.width.as_deref(), one.height.as_deref()],
    });
    // The small picture stands for the film or recording beside it, and for itself where there is none.
    let small = found.media_thumbnail.iter().find_map(|one| web_address(&one.url, None)).map(String::from);
    let described: Vec<Attachment> = enclosed.chain(media).filter_map(|one| one.attachment(small.as_deref())).collect();
    let mut attachments: Vec<Attachment> = images.into_iter().chain(described).collect();
    if let (true, Some(small)) = (attachments.is_empty(), small) {
        attachments.push(picture_at(small));
    }
    let mut seen = HashSet::new();
    attachments.retain(|attachment| attachment.url.clone().is_none_or(|url| seen.insert(url)));
    attachments.truncate(ATTACHMENTS_MAX);
    if found.media_rating.as_ref().is_some_and(|rating| rating.content.trim() == "adult") {
        attachments.iter_mut().for_each(|attachment| attachment.is_sensitive = true);
    }
    attachments
}

fn picture_at(address: String) -> Attachment {
    Attachment {
        picture: Some(PictureSource::Web(address.clone())),
        url: Some(address),
        ..Attachment::of(AttachmentKind::Image)
    }
}

/// A file as a feed describes it.
struct Described<'a> {
    url: &'a str,
    /// Its media type, or the medium alone.
    declared: Option<&'a str>,
    alt: Option<&'a str>,
    /// Width and height, as written.
    size: [Option<&'a str>; 2],
}

impl Described<'_> {
    fn attachment(self, small: Option<&str>) -> Option<Attachment> {
        let url: String = web_address(self.url, None)?.into();
        let kind = AttachmentKind::of_media_type(self.declared.unwrap_or_default());
        let picture = match kind {
            AttachmentKind::Image => Some(url.as_str()),
            AttachmentKind::Video | AttachmentKind::Audio => small,
            AttachmentKind::Link | AttachmentKind::File => None,
        };
        let [width, height] = self.size.map(|size| size?.trim().parse().ok());
        Some(Attachment {
            kind,
            alt: self.alt.map(|alt| html::read(alt, None).text).filter(|alt| !alt.is_empty()),
            picture: picture.map(|picture| PictureSource::Web(picture.to_owned())),
            url: Some(url),
            media_type: self.declared.filter(|declared| declared.contains('/')).map(str::to_owned),
            width,
            height,
            is_sensitive: false,
        })
    }
}

/// Who wrote it: a person where the feed names one, else the feed itself. Addresses of mail are not kept.
fn author(person: Option<&Person>, written: Option<&str>, feed_title: Option<&str>, url: &Url) -> ReceivedAuthor {
    let named = person.and_then(|person| person.name.as_deref());
    let name = named.and_then(name_of_person).or_else(|| written.and_then(name_of_person));
    let page = person.and_then(|person| person.uri.as_deref()).and_then(|uri| web_address(uri, None)).map(String::from);
    let remote_id = match (&page, &name) {
        (Some(page), _) => page.clone(),
        (None, Some(name)) => format!("{url}#{name}"),
        (None, None) => url.to_string(),
    };
    let display_name = name.or_else(|| Some(feed_title.or(url.host_str())?.to_owned()));
    ReceivedAuthor { remote_id, display_name, url: page, ..ReceivedAuthor::default() }
}

/// RSS asks for `address (name)`; `None` where there is nothing but an address.
fn name_of_person(written: &str) -> Option<String> {
    let written = written.trim();
    let in_brackets = || Some(written.split_once('(')?.1.split_once(')')?.0.trim());
    let is_bracketed = written.starts_with('(') && written.ends_with(')');
    let has_address = written.contains('@') && !written.starts_with('@');
    let name = if is_bracketed || has_address { in_brackets()? } else { written };
    (!name.is_empty()).then(|| name.chars().take(200).collect())
}

#[cfg(test)]
mod tests {
    use model::MarkKind;

    use super::*;

    fn url() -> Url {
        Url::parse("https://blog.example/feed").unwrap()
    }

    fn read_one(entry: &str) -> Entry {
        let feed = format!(
            "<rss version='2.0'><channel><title>News</title><link>https://blog.example/</link><item>{entry}</item></channel></rss>"
        );
        read(feed.as_bytes(), None, &url()).unwrap().entries.remove(0)
    }

    #[test]
    fn an_item_of_rss_is_read() {
        let entry = read_one(
            "<title>Late &amp;amp; cold</title><link>https://blog.example/1</link><guid>tag:1</guid>\
             <description>The &lt;b&gt;coffee&lt;/b&gt; is &lt;a href=\"/c\"&gt;cold&lt;/a&gt;</description>\
             <author>anna@example.org (Anna)</author><pubDate>Tue, 24 Nov 2026 08:00:00 +0100</pubDate>",
        );
        assert_eq!(entry.title.as_deref(), Some("Late & cold"));
        assert_eq!(entry.text, "The coffee is cold");
        assert_eq!(entry.marks[0].kind, MarkKind::Link("https://blog.example/c".into()));
        assert_eq!((entry.id.as_deref(), entry.link.as_deref()), (Some("tag:1"), Some("https://blog.example/1")));
        assert_eq!(entry.author.display_name.as_deref(), Some("Anna"));
        assert_eq!(entry.posted_at, Some("2026-11-24T07:00:00Z".parse().unwrap()));
    }

    #[test]
    fn an_entry_without_a_person_is_the_feeds_own() {
        let entry = read_one("<title>a</title><author>anna@example.org</author>");
        assert_eq!(entry.author.display_name.as_deref(), Some("News"));
        assert_eq!(entry.author.remote_id, "https://blog.example/feed");
        assert_eq!((entry.id, entry.posted_at), (None, None));
    }

    #[test]
    fn json_feeds_are_read_as_text_or_markup() {
        let feed = r#"{"version": "https://jsonfeed.org/version/1.1", "title": "News", "language": "de", "items": [
            {"id": "1", "url": "https://blog.example/1", "content_text": "a < b https://c.example/", "authors": [{"name": "Anna", "url": "https://anna.example/"}]},
            {"id": "2", "content_html": "<p>a &lt; b</p><img src=\"/i.png\" alt=\"A cup\">"}]}"#;
        let document = read(feed.as_bytes(), Some("application/feed+json"), &url()).unwrap();
        let [first, second] = &document.entries[..] else { panic!("{document:?}") };
        assert_eq!((first.text.as_str(), second.text.as_str()), ("a < b https://c.example/", "a < b"));
        assert_eq!(first.marks.len(), 1);
        assert_eq!(first.author.remote_id, "https://anna.example/");
        assert_eq!(second.attachments[0].alt.as_deref(), Some("A cup"));
        assert_eq!(first.languages, ["de"]);
    }

    #[test]
    fn pictures_films_and_recordings_are_told_apart_and_only_pictures_are_to_be_fetched() {
        let entry = read_one(
            "<title>Open day</title><enclosure url='https://blog.example/talk.mp3' type='audio/mpeg' length='9'/>\
             <media:content xmlns:media='http://search.yahoo.com/mrss/' url='https://blog.example/tram.jpg' medium='image' \
             width='800' height='600'/><media:content xmlns:media='http://search.yahoo.com/mrss/' \
             url='https://blog.example/tram.mp4' type='video/mp4'/><media:thumbnail \
             xmlns:media='http://search.yahoo.com/mrss/' url='https://blog.example/small.jpg'/>",
        );
        let told = entry.attachments.iter().map(|one| (one.kind, one.picture.clone(), one.width));
        let web = |name: &str| Some(PictureSource::Web(format!("https://blog.example/{name}")));
        assert_eq!(
            told.collect::<Vec<_>>(),
            [
                (AttachmentKind::Audio, web("small.jpg"), None),
                (AttachmentKind::Image, web("tram.jpg"), Some(800)),
                (AttachmentKind::Video, web("small.jpg"), None),
            ]
        );
    }

    #[test]
    fn pictures_of_adult_entries_are_marked_and_a_small_picture_alone_is_one() {
        let entry = read_one(
            "<title>a</title><media:thumbnail xmlns:media='http://search.yahoo.com/mrss/' url='https://blog.example/s.jpg'/>\
             <media:rating xmlns:media='http://search.yahoo.com/mrss/'>adult</media:rating>",
        );
        let [picture] = &entry.attachments[..] else { panic!("{:?}", entry.attachments) };
        assert!(picture.is_sensitive && picture.kind == AttachmentKind::Image && picture.picture.is_some());
    }

    #[test]
    fn a_page_is_told_from_other_things() {
        assert!(matches!(read(b"<!doctype html><title>x</title>", None, &url()), Err(Unreadable::Page(_))));
        assert!(matches!(read(b"Not found", None, &url()), Err(Unreadable::Other(_))));
        assert!(matches!(read(b"", None, &url()), Err(Unreadable::Other(_))));
    }

    #[test]
    fn endless_words_are_cut_on_a_character() {
        let entry = read_one(&format!("<description>{}</description>", "é".repeat(TEXT_BYTES_MAX)));
        assert!(entry.text.len() <= TEXT_BYTES_MAX + '…'.len_utf8() && entry.text.ends_with("é…"));
    }

    proptest::proptest! {
        #[test]
        fn any_bytes_give_entries_or_a_reason(bytes: Vec<u8>, wrap: bool) {
            let document = [&b"<rss version='2.0'><channel><item>"[..], &bytes[..], b"</item></channel></rss>"].concat();
            let _ = read(if wrap { &document } else { &bytes }, None, &url());
        }
    }
}
