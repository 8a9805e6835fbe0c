//! One claim per operator and field: what it finds and what it does not.
#![allow(clippy::unwrap_used, reason = "a query in a test parses or the test fails")]

use listening::{AnalysedPost, Analysis, Context, Facts, FieldClause, FieldContext, Has, Post, Query, Truth, Value};

const HOUR: i64 = 3_600_000_000;

fn ask(query: &str, post: &Post<'_>) -> Truth {
    let analysis = Analysis::social();
    let query = Query::parse(query, FieldContext::View).unwrap_or_else(|errors| panic!("{query}: {errors}"));
    query.compile(&analysis).matches(&AnalysedPost::new(post, &analysis), &Context::at(1_000 * HOUR))
}

fn finds(query: &str, text: &str) -> bool {
    ask(query, &Post { text, ..Post::default() }).is_true()
}

#[track_caller]
fn assert_finds(query: &str, found: &[&str], not_found: &[&str]) {
    for text in found {
        assert!(finds(query, text), "{query} finds {text:?}");
    }
    for text in not_found {
        assert!(!finds(query, text), "{query} does not find {text:?}");
    }
}

fn with(fill: impl FnOnce(&mut Post<'static>)) -> Post<'static> {
    let mut post = Post { text: "hello", ..Post::default() };
    fill(&mut post);
    post
}

#[test]
fn space_and_and_need_both() {
    assert_finds("delta late", &["late, says Delta"], &["delta", "late"]);
    assert_finds("delta AND late", &["late, says Delta"], &["delta", "late"]);
}

#[test]
fn or_needs_one() {
    assert_finds("delta OR united", &["Delta", "united"], &["klm"]);
}

#[test]
fn not_and_minus_leave_out() {
    for query in ["delta NOT job", "delta -job", "delta AND NOT job", "delta -(job OR career)"] {
        assert_finds(query, &["delta is late"], &["a job at delta", "late"]);
    }
    assert_finds("delta -\"job fair\"", &["a job at delta"], &["delta job fair"]);
}

#[test]
fn parentheses_group() {
    assert_finds("(delta OR united) late", &["united is late"], &["united", "late"]);
}

#[test]
fn quotes_need_the_words_in_a_row() {
    assert_finds("\"lost bag\"", &["my lost bag", "LOST, bag"], &["bag lost", "lost my bag"]);
    assert_finds("“lost bag”", &["my lost bag"], &["bag lost"]);
}

#[test]
fn quotes_with_a_distance_allow_any_order() {
    assert_finds("\"lost bag\"~2", &["bag lost", "lost my bag"], &["lost in my other bag"]);
}

#[test]
fn a_group_with_a_distance_keeps_its_members_together() {
    assert_finds("(lost AND bag AND (delta OR klm))~4", &["delta lost my bag"], &["delta is where I lost my only bag"]);
}

#[test]
fn near_counts_words_in_either_order() {
    assert_finds("lost NEAR/2 bag", &["bag lost", "lost my bag"], &["lost my other bag"]);
    assert_finds("(lost OR missing) NEAR/2 (bag OR \"hand luggage\")", &["missing: hand luggage"], &["bag", "lost"]);
    assert_finds("(lost NEAR/2 bag) NEAR/3 delta", &["delta lost my bag"], &["lost my bag, said a man at delta"]);
}

#[test]
fn onear_counts_the_words_between_and_keeps_the_order() {
    for query in ["lost ONEAR/1 bag", "lost NEAR/1f bag"] {
        assert_finds(query, &["lost bag", "lost my bag"], &["bag lost", "lost my other bag"]);
    }
}

#[test]
fn near_reaches_words_not_titles() {
    let post = with(|post| (post.text, post.title) = ("lost", Some("bag")));
    assert_eq!(ask("lost NEAR/9 bag", &post), Truth::False);
    assert_eq!(ask("\"lost bag\"", &post), Truth::False);
    assert_eq!(ask("lost bag", &post), Truth::True);
}

#[test]
fn a_star_ends_a_word() {
    assert_finds("delay*", &["delayed", "Delays", "delay"], &["dela"]);
    assert_finds("\"delay* flight*\"", &["delayed flights"], &["flights delayed"]);
    assert_finds("#delay*", &["#DelayedAgain"], &["delayed"]);
}

#[test]
fn a_question_mark_is_one_letter() {
    assert_finds("wom?n", &["woman", "Women"], &["womn", "womaan"]);
    assert_finds("col*r", &["color", "colour"], &["colors"]);
}

#[test]
fn braces_insist_on_case() {
    assert_finds("{BT}", &["my BT line"], &["bt", "Bt"]);
    assert_finds("{Best Buy}", &["at Best Buy"], &["the best buy"]);
}

#[test]
fn hashtags_are_tags_and_words() {
    assert_finds("#delta", &["#Delta!"], &["delta", "#DeltaFail"]);
    assert_finds("delta", &["#Delta", "#DeltaFail", "#delta_fail"], &["#deltafail"]);
    assert_finds("\"delta fail again\"", &["#DeltaFail again"], &["#Fail delta again"]);
    assert_finds("\"#DeltaFail again\"", &["#DELTAFAIL again"], &["Delta fail again"]);
    assert_finds("#東京", &["＃東京 です"], &["東京"]);
    let analysis = Analysis::social().with_hashtag_words(false);
    let analysed = AnalysedPost::new(&Post { text: "#DeltaFail", ..Post::default() }, &analysis);
    let delta = Query::parse("delta", FieldContext::Topic).unwrap().compile(&analysis);
    assert_eq!(delta.matches(&analysed, &Context::unknown()), Truth::False);
}

#[test]
fn handles_are_found_with_and_without_their_server() {
    assert_finds("@acme", &["hi @Acme!", "@acme@mastodon.social", "@acme.bsky.social"], &["acme", "x@acme.com"]);
    assert_finds("acme", &["hi @acme", "acme"], &["@acmecorp"]);
    assert_finds("@acme@a.example", &["@Acme@a.example"], &["@acme@b.example", "@acme"]);
}

#[test]
fn cashtags_are_found_as_written() {
    assert_finds("$TSLA", &["buy $tsla"], &["tsla"]);
    assert_finds("tsla", &["buy $TSLA"], &[]);
}

#[test]
fn emoji_are_words() {
    assert_finds("🔥", &["so good🔥🔥"], &["so good"]);
    assert_finds("👍", &["👍🏽", "👍"], &["👎"]);
    assert_finds("👍🏽", &["👍🏽"], &["👍"]);
    assert_finds("❤", &["❤️"], &[]);
    assert_finds("👩‍💻", &["I am a 👩‍💻"], &["👩 💻"]);
    assert_finds("\"🔥 sale\"", &["🔥 sale"], &["sale 🔥"]);
}

#[test]
fn signs_in_a_query_are_insisted_on() {
    assert_finds("C++", &["I like C++."], &["vitamin C"]);
    assert_finds("AT&T", &["at&t is down"], &["at t"]);
    assert_finds("\"100%\"", &["100% sure"], &["100 sure"]);
    assert_finds("$50", &["costs $50"], &["50"]);
    assert_finds("and/or", &["tea and/or milk"], &["and or"]);
    assert_finds("wi-fi", &["wi-fi", "wi fi"], &["wifi"]);
}

#[test]
fn exact_keeps_case_and_every_sign() {
    assert_finds("exact:\"Google+\"", &["on Google+ now"], &["google+", "Google"]);
    assert_finds("exact:\"...\"", &["well..."], &["well.."]);
    assert_finds("exact:\"a, b\"", &["a, b"], &["a b", "A, b"]);
}

#[test]
fn regular_expressions_search_the_text_as_it_stands() {
    assert_finds("/flight [A-Z]{2}\\d+/", &["flight dl123"], &["flight 123"]);
    assert_finds("/(?-i)DL\\d/", &["DL1"], &["dl1"]);
}

#[test]
fn unaccented_finds_accented_and_not_the_other_way() {
    assert_finds("cafe", &["café", "CAFÉ", "cafe\u{301}"], &[]);
    assert_finds("café", &["Café", "cafe\u{301}"], &["cafe"]);
    assert_finds("smorrebrod", &["smørrebrød"], &[]);
    assert_finds("strasse", &["Straße", "STRASSE"], &[]);
    assert_finds("елка", &["ёлка"], &[]);
    assert_finds("мои", &["мои"], &["мой"]);
}

#[test]
fn case_width_and_the_turkish_i_do_not_matter() {
    assert_finds("istanbul", &["İSTANBUL", "ıstanbul", "Istanbul"], &[]);
    assert_finds("ışık", &["IŞIK", "ışık"], &["isik"]);
    assert_finds("abc", &["ＡＢＣ", "𝐀𝐛𝐜"], &[]);
    assert_finds("ΟΔΟΣ", &["οδος", "Οδός"], &[]);
}

#[test]
fn apostrophes_are_normalised() {
    for query in ["wendy's", "wendy’s", "wendys"] {
        assert_finds(query, &["Wendy's", "wendy’s", "WENDYS"], &["wendy"]);
    }
    assert_finds("wendy", &["Wendy's"], &[]);
    assert_finds("avion", &["l'avion", "l’avion"], &[]);
    assert_finds("don", &["ask Don"], &["don't"]);
}

#[test]
fn abbreviations_and_missing_spaces_are_words() {
    assert_finds("USA", &["U.S.A.", "usa"], &[]);
    assert_finds("thanks", &["great.Thanks"], &[]);
    assert_finds("acme.com", &["see acme.com", "https://www.acme.com/a"], &["acme com is fine"]);
    assert_finds("acme", &["https://acme.com/x"], &["https://b.example/acme"]);
}

#[test]
fn scripts_without_spaces_match_inside_running_text() {
    assert_finds("東京", &["東京タワーに行く", "今日は東京"], &["京東", "東 の 京"]);
    assert_finds("ケース", &["スマートフォンケース", "ｹｰｽ"], &["スマートフォン"]);
    assert_finds("สนามบิน", &["ไปสนามบินเชียงใหม่"], &["สนาม บิด"]);
    assert_finds("សេវា", &["ខ្ញុំចូលចិត្តសេវាកម្ម"], &["ខ្ញុំ"]);
    assert_finds("东京*", &["东京塔"], &["京东"]);
    assert_finds("한국", &["한국 여행"], &["한국어"]);
}

#[test]
fn arabic_matches_without_its_signs() {
    assert_finds("محمد", &["مُحَمَّد", "محـمد"], &["احمد"]);
    assert_finds("احمد", &["أحمد"], &[]);
}

#[test]
fn comments_are_skipped() {
    assert_finds("<<< all names >>> delta <<<and late>>> late", &["late delta"], &["delta"]);
}

#[test]
fn title_searches_the_title_alone() {
    let post = with(|post| post.title = Some("Delta is late"));
    for query in [
        "title:delta",
        "title:\"is late\"",
        "title:(klm OR delta)",
        "title:{Delta}",
        "title:/d.lta/",
        "title:del*",
        "late",
    ] {
        assert_eq!(ask(query, &post), Truth::True, "{query}");
    }
    for query in ["title:hello", "title:(hello delta)", "title:/hello/", "title:{delta}"] {
        assert_eq!(ask(query, &post), Truth::False, "{query}");
    }
}

#[test]
fn alt_texts_are_searched_like_text() {
    let post = with(|post| post.alt_texts = &["a cat", "a delta plane"]);
    assert_eq!(ask("\"delta plane\"", &post), Truth::True);
    assert_eq!(ask("\"cat a\"", &post), Truth::False);
    assert_eq!(ask("has:alt", &post), Truth::True);
}

#[test]
fn fields_ask_for_facts() {
    let post = with(|post| {
        post.author_handle = Some("@Alice@mastodon.social");
        post.author_name = Some("Alice B. Miller");
        post.channel = Some("support");
        post.network = Some("mastodon");
        post.lang = Some("pt-BR");
        post.url = Some("https://news.bbc.co.uk/sport/1");
        post.links = &["https://www.acme.com/help/a"];
        post.kind = Some("reply");
        post.has = Has::IMAGE.with(Has::POLL);
        post.in_reply_to = &["at://x/1", "@bob"];
        post.thread = Some("t3_abc");
        post.id = Some("3jz2");
        post.tags = &["#Travel"];
        post.source = Some("survey");
        post.followers = Some(5_000);
        post.rating = Some(2.0);
        post.created_at = Some(990 * HOUR);
    });
    for query in [
        "author:alice",
        "author:@Alice",
        "author:alice@mastodon.social",
        "author:ali*",
        "author:\"b miller\"",
        "author:B.Miller",
        "author:(bob OR alice)",
        "channel:Support",
        "network:mastodon",
        "lang:pt",
        "lang:pt-br",
        "lang:(en OR pt)",
        "language:pt",
        "site:bbc.co.uk",
        "site:news.bbc.co.uk",
        "site:.uk",
        "url:bbc.co.uk/sport",
        "link:acme.com",
        "link:acme.com/help",
        "links:https://acme.com/help",
        "kind:reply",
        "engagementType:REPLY",
        "has:image",
        "has:media",
        "has:poll",
        "has:link",
        "has:images",
        "in_reply_to:bob",
        "in_reply_to:\"at://x/1\"",
        "thread:t3_abc",
        "id:3jz2",
        "tag:travel",
        "tag:#trav*",
        "source:survey",
        "followers:[1000 TO 5000]",
        "followers:>4k",
        "followers:<=5000",
        "authorFollowers:[* TO 1m]",
        "rating:2",
        "rating:[1 TO 2.5]",
        "rating:<3",
        "after:-11h",
        "before:-9h",
        "after:1970-02-11",
        "before:1970-03-01T00:00Z",
        "since:1970",
        "NOT lang:de",
        "-author:bob",
    ] {
        assert_eq!(ask(query, &post), Truth::True, "{query}");
    }
    for query in [
        "author:al",
        "author:miller.b",
        "author:mastodon",
        "channel:sup",
        "network:x",
        "lang:p",
        "lang:en",
        "lang:pt-pt",
        "site:bc.co.uk",
        "site:www.bbc.com",
        "url:bbc.co.uk/news",
        "link:cme.com",
        "link:acme.com/b",
        "kind:post",
        "has:video",
        "in_reply_to:alice",
        "followers:>5000",
        "rating:[3 TO 5]",
        "after:-9h",
        "before:-11h",
        "tag:tra",
    ] {
        assert_eq!(ask(query, &post), Truth::False, "{query}");
    }
}

#[test]
fn has_sees_what_the_text_shows() {
    let post = Post { text: "see https://a.example @bob #x $TSLA 🔥", ..Post::default() };
    for what in ["link", "mention", "hashtag", "cashtag", "emoji"] {
        assert_eq!(ask(&format!("has:{what}"), &post), Truth::True, "{what}");
        assert_eq!(
            ask(&format!("has:{what}"), &Post { text: "plain - text", ..Post::default() }),
            Truth::False,
            "{what}"
        );
    }
    assert_eq!(ask("link:a.example", &post), Truth::True);
    assert_eq!(ask("has:hashtag", &Post { text: "we are #1", ..Post::default() }), Truth::False);
}

#[test]
fn judgements_are_undecided_until_made() {
    let unjudged = Post { text: "delta", ..Post::default() };
    let judged = Post { sentiment: Some(&["negative"]), relation: Some(&["customer", "press"]), ..unjudged };
    for (query, before, after) in [
        ("sentiment:negative", Truth::Undecided, Truth::True),
        ("delta sentiment:positive", Truth::Undecided, Truth::False),
        ("klm sentiment:negative", Truth::False, Truth::False),
        ("delta OR sentiment:positive", Truth::True, Truth::True),
        ("NOT sentiment:negative", Truth::Undecided, Truth::False),
        ("relation:press", Truth::Undecided, Truth::True),
        ("relation:employee", Truth::Undecided, Truth::False),
        ("stance:fan", Truth::Undecided, Truth::Undecided),
        ("intent:complaint", Truth::Undecided, Truth::Undecided),
    ] {
        assert_eq!(ask(query, &unjudged), before, "{query}");
        assert_eq!(ask(query, &judged), after, "{query}");
    }
}

/// Knows one conversation: open, with Alice, waiting for five hours.
struct Conversation;

impl Facts for Conversation {
    fn holds(&self, clause: &FieldClause) -> Truth {
        match (clause.field.spec().name, &clause.value) {
            ("status", Value::Text(status)) => (status == "open").into(),
            ("assignee", Value::Text(name)) => (name == "alice").into(),
            ("waiting", Value::Duration(range)) => range.contains(5.0 * 3_600.0).into(),
            ("needs_reply", Value::Flag(needs)) => (*needs).into(),
            _ => Truth::Undecided,
        }
    }
}

#[test]
fn view_fields_ask_the_caller() {
    let analysis = Analysis::social();
    let post = AnalysedPost::new(&Post { text: "delta", ..Post::default() }, &analysis);
    let context = Context::unknown().with_facts(&Conversation);
    for (query, truth) in [
        ("status:open assignee:alice", Truth::True),
        ("status:(new OR open) delta", Truth::True),
        ("-status:open", Truth::False),
        ("waiting:>4h needs_reply:yes", Truth::True),
        ("waiting:<30m", Truth::False),
        ("team:support", Truth::Undecided),
        ("function:service OR status:open", Truth::True),
        ("label:refund priority:high sla:due disposition:\"fix facts\"", Truth::Undecided),
        ("obligation:open topic:delays contact:alice answered:no", Truth::Undecided),
        ("commitment:late", Truth::Undecided),
    ] {
        let parsed = Query::parse(query, FieldContext::View).unwrap_or_else(|errors| panic!("{query}: {errors}"));
        assert_eq!(parsed.compile(&analysis).matches(&post, &context), truth, "{query}");
        assert!(!parsed.compile(&analysis).matches(&post, &Context::unknown()).is_true(), "{query}");
    }
}
