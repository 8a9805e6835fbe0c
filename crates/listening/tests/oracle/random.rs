//! Random queries and posts, made of the same few words so that they meet.

use listening::Post;
use proptest::prelude::*;
use proptest::sample::{select, subsequence};

/// Words of every script and kind; a case takes a handful of them.
const WORDS: &[&str] = &[
    "delta",
    "Delta",
    "DELTA",
    "late",
    "lost",
    "bag",
    "a",
    "I",
    "#delta",
    "#DeltaFail",
    "#delta_fail",
    "@delta",
    "@delta@a.example",
    "@delta.bsky.social",
    "$DAL",
    "café",
    "cafe",
    "cafe\u{301}",
    "CAFÉ",
    "hoà",
    "hòa",
    "東京",
    "東",
    "京都",
    "京",
    "ケース",
    "ｹｰｽ",
    "สนาม",
    "เเม่",
    "แม่",
    "น้ำ",
    "น\u{E4D}\u{E49}า",
    "ខ្មែរ",
    "မြန်မာ",
    "ສະບາຍ",
    "한국",
    "한국에서는",
    "delta는",
    "🔥",
    "👍🏽",
    "👍",
    "👩‍💻",
    "🇫🇷",
    "1️⃣",
    "#️⃣",
    "İ",
    "ı",
    "ß",
    "ss",
    "wendy's",
    "wendy’s",
    "wendys",
    "don't",
    "l'avion",
    "avion",
    "U.S.A",
    "usa",
    "acme.com",
    "acme",
    "C++",
    "AT&T",
    "100%",
    "a-b",
    "a_b",
    "ＡＢＣ",
    "abc",
    "ﬁn",
    "مُحَمَّد",
    "محمد",
    "أحمد",
    "احمد",
    "مدرسة",
    "مدرسه",
    "צה״ל",
    "צהל",
    "ёлка",
    "елка",
    "мой",
    "мои",
    "हिन्दी",
    "हिंदी",
    "٢٠٢٤",
    "2024",
    "x1",
    "3.5",
    "Ǆ",
    "ŉ",
    "știri",
    "ştiri",
    "οδός",
    "ΟΔΟΣ",
    "great.Thanks",
    "#スター・ウォーズ",
    "https://acme.com/late",
];
const WILD: &[&str] =
    &["del*", "#del*", "@del*", "wen*", "caf?", "d?lta", "del*a", "avi*", "l?te", "한국*", "аме*", "usa*", "bag?"];
const GLUE: &[&str] = &[
    " ", " ", " ", " ", ", ", "", "\n", " - ", "/", ". ", "… ", "\u{200d}", "\u{301}", "\u{200b}", "#", "!", "(", " & ",
];
/// What stands between the words of a phrase.
const BETWEEN: &[&str] = &[" ", " ", " ", " ", "", ", ", " & ", "/"];
const FIELDS: &[&str] = &[
    "lang:en",
    "lang:pt",
    "lang:pt-BR",
    "channel:web",
    "network:x",
    "kind:reply",
    "sentiment:negative",
    "relation:press",
    "followers:>10",
    "followers:[5 TO 10]",
    "rating:[1 TO 3]",
    "rating:<2",
    "after:-1d",
    "before:-1d",
    "after:2023-11-14",
    "before:2020-01-01",
    "status:open",
    "assignee:me",
];
const REGEXES: &[&str] = &["/d.lta/", "/[0-9]+/", "/(late|lost) ?/", "/\\bbag\\b/", "/[^\\x00-\\x7f]/"];

const MOODS: &[Option<&[&str]>] = &[None, Some(&["negative"]), Some(&[])];
const RELATIONS: &[Option<&[&str]>] = &[None, Some(&["press", "customer"])];

/// A query and a post that it may meet.
#[derive(Debug, Clone)]
pub struct Case {
    pub query: String,
    text: String,
    title: Option<String>,
    lang: Option<&'static str>,
    channel: Option<&'static str>,
    kind: Option<&'static str>,
    sentiment: Option<&'static [&'static str]>,
    relation: Option<&'static [&'static str]>,
    followers: Option<u64>,
    rating: Option<f64>,
    created_at: Option<i64>,
    alts: Vec<&'static str>,
}

impl Case {
    pub fn post(&self) -> Post<'_> {
        Post {
            text: &self.text,
            title: self.title.as_deref(),
            alt_texts: &self.alts,
            lang: self.lang,
            channel: self.channel,
            network: self.channel,
            kind: self.kind,
            sentiment: self.sentiment,
            relation: self.relation,
            followers: self.followers,
            rating: self.rating,
            created_at: self.created_at,
            ..Post::default()
        }
    }
}

type Words = Vec<&'static str>;

fn leaf(words: Words) -> impl Strategy<Value = String> {
    // In quotes ? and * are signs, and a quote ends them; the words of the pool have none.
    let row = prop::collection::vec((select(words.clone()), select(BETWEEN)), 1..4).prop_map(|words| {
        let row: String = words.iter().flat_map(|(word, between)| [*word, *between]).collect();
        row.trim_end_matches(|c: char| !c.is_alphanumeric()).to_owned()
    });
    let row = row.prop_filter("there is a word", |row| !row.is_empty());
    prop_oneof![
        6 => select(words.clone()).prop_map(plain),
        2 => select(WILD).prop_map(str::to_owned),
        2 => row.clone().prop_map(|row| format!("\"{row}\"")),
        1 => (row.clone(), 1..5).prop_map(|(row, n)| format!("\"{row}\"~{n}")),
        2 => row.clone().prop_map(|row| format!("{{{row}}}")),
        2 => row.prop_map(|row| format!("exact:\"{row}\"")),
        1 => select(REGEXES).prop_map(str::to_owned),
        3 => select(FIELDS).prop_map(str::to_owned),
    ]
}

/// A word as it can stand without quotes.
fn plain(word: &'static str) -> String {
    if word.contains("://") { format!("\"{word}\"") } else { word.to_owned() }
}

/// Something that may stand near something.
fn side(words: Words) -> impl Strategy<Value = String> {
    let row = prop::collection::vec(select(words.clone()), 2..3).prop_map(|row| format!("\"{}\"", row.join(" ")));
    let word = prop_oneof![4 => select(words).prop_map(plain), 1 => select(WILD).prop_map(str::to_owned), 1 => row];
    prop_oneof![
        4 => word.clone(),
        2 => prop::collection::vec(word.clone(), 2..4).prop_map(|words| format!("({})", words.join(" OR "))),
        1 => (word.clone(), word, 1..5).prop_map(|(a, b, n)| format!("({a} NEAR/{n} {b})")),
    ]
}

fn query(words: Words) -> impl Strategy<Value = String> {
    let near = (side(words.clone()), side(words.clone()), 1..6, any::<bool>())
        .prop_map(|(a, b, n, is_ordered)| format!("({a} {}NEAR/{n} {b})", if is_ordered { "O" } else { "" }));
    let within = (prop::collection::vec(side(words.clone()), 2..4), 1..8)
        .prop_map(|(items, n)| format!("({})~{n}", items.join(" AND ")));
    let title = select(words.clone()).prop_map(|word| format!("title:({})", plain(word)));
    let base = prop_oneof![6 => leaf(words), 2 => near, 2 => within, 1 => title];
    base.prop_recursive(3, 16, 4, |inner| {
        let joined = |between: &'static str| {
            prop::collection::vec(inner.clone(), 2..4).prop_map(move |items| format!("({})", items.join(between)))
        };
        prop_oneof![joined(" "), joined(" OR "), joined(" AND "), inner.clone().prop_map(|item| format!("NOT {item}"))]
    })
}

fn text(words: Words, length: std::ops::Range<usize>) -> impl Strategy<Value = String> {
    let piece = (select(words), select(GLUE)).prop_map(|(word, glue)| format!("{word}{glue}"));
    prop::collection::vec(piece, length).prop_map(|pieces| pieces.concat())
}

fn of_length(length: std::ops::Range<usize>) -> impl Strategy<Value = Case> {
    subsequence(WORDS, 6).prop_flat_map(move |words| {
        let said = (
            query(words.clone()),
            text(words.clone(), length.clone()),
            prop::option::weighted(0.4, text(words.clone(), 0..5)),
        );
        let alts = prop::collection::vec(select(words), 0..3);
        let facts = (
            select(&[None, Some("en"), Some("pt-BR"), Some("pt_br")][..]),
            select(&[None, Some("web"), Some("X")][..]),
            select(&[None, Some("reply"), Some("post")][..]),
            select(MOODS),
            select(RELATIONS),
            prop::option::of(0_u64..20),
            prop::option::of(select(&[0.0, 1.0, 2.5, 3.0, 5.0][..])),
            select(&[None, Some(super::NOW), Some(super::NOW - 86_400_000_000), Some(0)][..]),
        );
        (said, alts, facts).prop_map(|((query, text, title), alts, facts)| {
            let (lang, channel, kind, sentiment, relation, followers, rating, created_at) = facts;
            Case { query, text, title, alts, lang, channel, kind, sentiment, relation, followers, rating, created_at }
        })
    })
}

pub fn case() -> impl Strategy<Value = Case> {
    of_length(0..12)
}

/// Posts so long that words are looked up another way.
pub fn long_case() -> impl Strategy<Value = Case> {
    of_length(80..200)
}
