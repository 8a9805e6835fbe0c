//! What the language of queries says of one, in the language of whoever reads: the library says it in English.

use listening::Reason;
use wording::{Part, fill, later, parts, t, text};

/// What is wrong with a query; in English as the library says it.
pub(crate) fn reason(reason: &Reason) -> String {
    match reason {
        Reason::Empty => t!("the query is empty").into(),
        Reason::TooLong { limit } => t!("the query is longer than {limit} bytes", limit),
        Reason::TooDeep { limit } => t!("nested more than {limit} deep", limit),
        Reason::TooMany { what, limit } => match *what {
            "words and fields" => t!("more than {limit} words and fields in one query", limit),
            "words in a phrase" => t!("more than {limit} words in a phrase in one query", limit),
            "words with * or ?" => t!("more than {limit} words with * or ? in one query", limit),
            "regular expressions" => t!("more than {limit} regular expressions in one query", limit),
            what => t!("more than {limit} {what} in one query", limit, what),
        },
        Reason::TooCostly { steps, limit } => t!(
            "this could take {time} of one post, and {most} is the most a query may",
            time = as_time(*steps),
            most = as_time(*limit)
        ),
        Reason::MixedOperators => t!("AND and OR stand side by side without parentheses").into(),
        Reason::MixedNear("another NEAR") => t!("NEAR stands beside another NEAR without parentheses").into(),
        Reason::MixedNear(operator) => t!("NEAR stands beside {operator} without parentheses", operator),
        Reason::NotNear("a group without AND") => t!("a group without AND cannot stand beside NEAR or inside ~").into(),
        Reason::NotNear("a field") => t!("a field cannot stand beside NEAR or inside ~").into(),
        Reason::NotNear("a regular expression") => {
            t!("a regular expression cannot stand beside NEAR or inside ~").into()
        }
        Reason::NotNear(what) => t!("{what} cannot stand beside NEAR or inside ~", what),
        Reason::Distance { limit } => t!("a distance is a number from 1 to {limit}", limit),
        Reason::Dangling(operator) => t!("{operator} has nothing on one side", operator),
        Reason::Unclosed(sign) => t!("{sign} is not closed", sign),
        Reason::Unopened(sign) => t!("{sign} closes nothing", sign),
        Reason::EmptyGroup(signs) => t!("there is nothing between {signs}", signs),
        Reason::NoWords(written) => t!("\"{written}\" has no word, tag, emoji or sign to look for", written),
        Reason::LeadingWildcard(sign) => t!("a word cannot begin with {sign}", sign),
        Reason::ShortPrefix { limit } => t!("* needs at least {limit} letters before it", limit),
        Reason::Wildcard(why) => said(why),
        Reason::OnlyNegative => t!("a topic cannot only say what it does not want").into(),
        Reason::UnknownField(name) => t!("there is no field {name}:", name),
        Reason::NotOffered(written) => t!("{written} is not offered", written),
        Reason::ViewOnly(name) => t!("{name}: works in views, rules and history, not in topics", name),
        Reason::NoValue(name) => t!("{name}: has no value", name),
        Reason::Value { field, value } if *field == "title" && value == "a field" => {
            t!("title: cannot be a field").into()
        }
        Reason::Value { field, value } => t!("{field}: cannot be {value}", field, value),
        Reason::Foreign(written) if written == "~ behind a word" => {
            t!("~ behind a word is not an operator here").into()
        }
        Reason::Foreign(written) => t!("{written} is not an operator here", written),
        Reason::Regex(why) => t!("the regular expression cannot be used: {why}", why = said(why)),
        // The library may come to know more reasons than it promises: a claim below says when it does.
        other => other.to_string(),
    }
}

/// Steps as the time that they take at most, as the library has it.
fn as_time(steps: u64) -> String {
    let (unit, size) = match steps {
        0..1_000 => ("ns", 1),
        1_000..1_000_000 => ("µs", 1_000),
        1_000_000..1_000_000_000 => ("ms", 1_000_000),
        _ => ("s", 1_000_000_000),
    };
    format!("{} {unit}", steps.div_ceil(size))
}

/// A doubt, an advice or a detail of the library; itself where it is none that is known here.
pub(crate) fn said(english: &str) -> String {
    match KNOWN.iter().find_map(|sentence| Some((*sentence, slots(sentence, english)?))) {
        Some((sentence, slots)) => {
            let slots: Vec<(&str, &dyn std::fmt::Display)> =
                slots.iter().map(|(name, value)| (*name, value as &dyn std::fmt::Display)).collect();
            fill(text("", sentence), &slots)
        }
        None => english.to_owned(),
    }
}

/// What stands in the slots of a sentence where a text is that sentence.
fn slots<'t>(sentence: &'static str, said: &'t str) -> Option<Vec<(&'static str, &'t str)>> {
    let mut found = Vec::new();
    let mut rest = said;
    let mut open: Option<&'static str> = None;
    let mut parts = parts(sentence).peekable();
    while let Some(part) = parts.next() {
        match (part, open) {
            (Part::Slot(name), None) => open = Some(name),
            // Two slots side by side could be told apart by nobody.
            (Part::Slot(_), Some(_)) => return None,
            (Part::Words(words), None) => rest = rest.strip_prefix(words)?,
            (Part::Words(words), Some(name)) => {
                let is_last = parts.peek().is_none();
                let at = if is_last { rest.strip_suffix(words)?.len() } else { rest.find(words)? };
                found.push((name, &rest[..at]));
                (rest, open) = (&rest[at + words.len()..], None);
            }
        }
    }
    match open {
        Some(name) => found.push((name, rest)),
        None if rest.is_empty() => {}
        None => return None,
    }
    Some(found)
}

/// The sentences of the library; one that others could be read as stands behind them.
const KNOWN: &[&str] = &[
    // Details of reasons.
    later!("wildcards have no meaning inside words of this script"),
    later!("it is too long"),
    later!("its [ ] and \\p{ } name too many characters"),
    later!("it can match without a character, so it matches everywhere"),
    // Doubts.
    later!("every post would have to be judged before it can be left out"),
    later!("nothing in it says which posts to look at: every post is tried"),
    later!("it rests on what very many posts have"),
    later!("the regular expression is tried on every post"),
    later!("it has more than 1,000 alternatives"),
    later!("a distance changes nothing for one word"),
    later!("the ? stands for one letter, so {word} itself is not found"),
    later!("{words} words cannot stand within {distance}"),
    later!("the range is empty: it ends before it begins"),
    later!("ratings end at 5"),
    later!("no language has the tag {tag}"),
    later!("this leaves out everything that {part} asks for"),
    // Advice.
    later!("join the judgement with AND to words that must be there"),
    later!("add words, tags or authors that must be there"),
    later!("add a word that few posts have"),
    later!("join it with AND to a word that must be there"),
    later!("split it into several topics"),
    later!("split the query into several topics"),
    later!("write {word} for the word, \"{written}\" for the question mark"),
    later!("write ~{distance} or more"),
    later!("ratings of other scales are brought to 0 to 5 when they come in"),
    later!("write the two letters of its tag, such as en, de or pt-BR"),
    later!("write the host, such as {field}:acme.com, or look for {written} as a word"),
    later!("take one of them away"),
    later!("write OR between them, in parentheses"),
    later!("take one away"),
    later!("take it away"),
    later!("write {operator}, with parentheses around what belongs together, or put the word in quotes"),
    later!("places are known for few posts and not searched; name the places as words"),
    later!("reactions come after the post and are measured, not listened for"),
    later!("pictures are not recognised; alt texts are searched like text"),
    later!("verification is sold, so it says little; use followers: or author:"),
    later!("biographies are not searched; a relation to us is judged, see relation:"),
    later!("of the author's figures only followers: is known"),
    later!("connect the community as a channel and write channel:"),
    later!("people's gender is not guessed"),
    later!("use after: and before: with a time"),
    later!("write what is reviewed as words, with kind:review"),
    later!("write the authors: author:(a OR b)"),
    later!("write the time as a date: after:2026-05-01T12:00Z"),
    later!("write the time as a date: before:2026-05-01T12:00Z"),
    later!("use after: with a time"),
    later!("use before: with a time"),
    later!("write the words themselves"),
    later!("nothing is sampled here"),
    later!("use network: or kind:"),
    later!("use has:image, has:video or has:link"),
    later!("the length of a post is not searched"),
    later!("use after: and before:"),
    later!("reach is estimated after matching; use followers:"),
    later!("the post answered is known by id or author only: in_reply_to:"),
    later!("write a number, [a TO b], >n or <n, for example {example}"),
    later!("write a date (2026-05-01), a time (2026-05-01T12:00Z), or a time ago (-30d, -4h), for example {example}"),
    later!("write a time with > or <, such as >4h or <30m, for example {example}"),
    later!("write yes or no, for example {example}"),
    later!("* may only stand at the end of a value"),
    later!("write one of {values}"),
    later!("write it right after the colon, for example {example}"),
    later!("close the regular expression with / before a space, or quote what is to be found as written"),
    later!("close it with {sign}"),
    later!("write what to look for between them"),
    later!("a shorter phrase finds the same posts"),
    later!("remove it"),
    later!("remove it, or write something behind it and close it"),
    later!("remove it, or write {written} to find the signs as they are"),
    later!("write the forms that matter, or split the query into several topics"),
    later!("write the forms that matter instead of * and ?"),
    later!("write the word itself, or exact:\"?\" for the sign"),
    later!("write the beginning of the word and end with *; searching every word's end would be slow"),
    later!("leave it out: words are found inside longer ones anyway"),
    later!("write more letters before *, or the words themselves"),
    later!("write an expression between them"),
    later!("it may have {limit} bytes"),
    later!("they may name {limit} in all; write \\S, \\w or . outside of brackets"),
    later!("look-around and back-references are not offered, since they can take for ever; escape signs with \\"),
    later!("ask for at least one character"),
    later!("write (a OR b) NOT (a AND b)"),
    later!("matches are not ordered by weight; take it out"),
    later!("every word must be there anyway; for the exact spelling write {written}"),
    later!("write -{word} to leave the word out, or {{other}} to insist on its capitals"),
    later!("to search for {name} as a word, leave the colon out"),
    later!("to search for it as words, write {written}"),
    later!("take it out; nothing here depends on it"),
    later!("put it right behind a phrase or a group: \"a b\"~5"),
    later!("words are not compared by likeness; list the spellings, (colour OR color), or write colo*r"),
    later!("a topic says what is heard; put this clause into a view of the topic"),
    later!("write the values with OR between them: {example}"),
    later!("write one operator between all values: {example}"),
    later!("write -title: and then the words"),
    later!("take the field out of title:( )"),
    later!("write the value right after the colon"),
    later!("write a value right after the colon; to search for {name} as a word, leave the colon out"),
    later!("say which belong together, for example {written}"),
    later!("write what to leave out right after NOT"),
    later!("write something between them or remove them"),
    later!("write something on both sides of {operator}, or remove it; to search for it as a word, quote it"),
    later!("write a word, a \"phrase\", a #tag or a @handle to listen for"),
    later!("take parentheses away, or split the query into several topics"),
    later!("one side of the OR only says what it does not want; give it a word to look for, too"),
    later!("add what to look for, for example: (acme OR #acme) NOT spam"),
    later!("shorten what it repeats, \\w{1,20} for example, or write [a-z] for \\w"),
    later!("look for fewer words near each other, or for one NEAR at a time; AND costs far less"),
    later!("look for fewer words within the distance; AND costs far less"),
    later!("write NOT outside: (a NEAR/5 b) NOT c"),
    later!("join the words with AND, or take ~ away"),
    later!("write the NEAR for each of them: (a NEAR/5 c) AND (b NEAR/5 c)"),
    later!("join the field with AND instead"),
    later!("put the NEAR inside: title:(a NEAR/5 b)"),
    later!("join it with AND instead"),
    // What begins with a piece of the query is looked for last: it could be anything.
    later!("{word} stands here very often: once is enough, in parentheses with what belongs to it"),
    later!("{word} in small letters is searched as a word"),
    later!("{written} is no address: a host has a dot"),
    later!("{part} stands here twice"),
    later!("{one} and {other} cannot both hold"),
    later!("{part} changes nothing beside {other}"),
    later!("write {written}"),
];

#[cfg(test)]
mod tests {
    use std::collections::HashSet;
    use std::mem::discriminant;

    use listening::{FieldContext, Query};

    use super::*;

    fn every_reason() -> Vec<Reason> {
        let mut all = vec![
            Reason::Empty,
            Reason::TooLong { limit: 100_000 },
            Reason::TooDeep { limit: 32 },
            Reason::TooMany { what: "things", limit: 3 },
            Reason::MixedOperators,
            Reason::Distance { limit: 100 },
            Reason::Dangling("AND".into()),
            Reason::Unclosed("("),
            Reason::Unopened(')'),
            Reason::EmptyGroup("( )"),
            Reason::NoWords("{name}!".into()),
            Reason::LeadingWildcard('*'),
            Reason::ShortPrefix { limit: 3 },
            Reason::Wildcard("wildcards have no meaning inside words of this script"),
            Reason::OnlyNegative,
            Reason::UnknownField("colour".into()),
            Reason::NotOffered("likes:".into()),
            Reason::ViewOnly("status"),
            Reason::NoValue("lang".into()),
            Reason::Value { field: "lang", value: "a field".into() },
            Reason::Value { field: "title", value: "a field".into() },
            Reason::Foreign("XOR".into()),
            Reason::Foreign("~ behind a word".into()),
            Reason::Regex("it is too long".into()),
            Reason::Regex("what the engine says".into()),
        ];
        let many = ["words and fields", "words in a phrase", "words with * or ?", "regular expressions"];
        all.extend(many.map(|what| Reason::TooMany { what, limit: 10_000 }));
        all.extend(["OR", "another NEAR"].map(Reason::MixedNear));
        let sides = ["AND", "NOT", "title:", "a field", "a regular expression", "a group without AND"];
        all.extend(sides.map(Reason::NotNear));
        let steps = [1, 999, 1_000, 20_000_000, 20_000_001, 3_000_000_000];
        all.extend(steps.map(|steps| Reason::TooCostly { steps, limit: 20_000_000 }));
        all
    }

    #[test]
    fn every_reason_is_said_in_english_as_the_library_says_it() {
        let all = every_reason();
        for one in &all {
            assert_eq!(reason(one), one.to_string());
        }
        let source = include_str!("../../../../listening/src/error.rs");
        let of_reasons = source.split_once("pub enum Reason").and_then(|(_, rest)| rest.split_once("\n}\n"));
        let (variants, _) = of_reasons.expect("the reasons stand there");
        let known: HashSet<_> = all.iter().map(discriminant).collect();
        assert_eq!(known.len(), variants.matches("#[error(").count(), "a reason has no words here");
    }

    /// What the library says of a query apart from its reasons.
    fn remarks(query: &str, context: FieldContext) -> Vec<String> {
        match Query::parse(query, context) {
            Ok(parsed) => {
                let lints = parsed.lint(context);
                lints.into_iter().flat_map(|lint| [lint.message, lint.suggestion.text]).collect()
            }
            Err(errors) => errors.iter().map(|error| error.suggestion.text.clone()).collect(),
        }
    }

    #[test]
    fn every_remark_is_known_and_said_in_english_as_the_library_says_it() {
        let long_words = vec!["the"; 9_000].join(" OR ");
        let many: String = (0..1_100).map(|at| format!("w{at} OR ")).collect();
        let many_stars: String = (0..60).map(|at| format!("word{at}* OR ")).collect();
        let queries = [
            "",
            "()",
            "(a",
            "a)",
            "a }",
            "\"a",
            "{a",
            "/a b/",
            "<<<a",
            "a AND",
            "NOT",
            "a OR b c",
            "a NEAR b NEAR c",
            "a NEAR/900 b",
            "a NEAR/3 b OR c",
            "a NEAR/3 (NOT b)",
            "(a OR b)~3",
            "(a AND b) NEAR/3 c",
            "a NEAR/3 lang:en",
            "a NEAR/3 /b/",
            "a NEAR/3 title:b",
            "(a AND lang:en)~3",
            "((a AND b) OR c) NEAR/3 (NOT d)",
            "!!!",
            "\"\"",
            "{}",
            "//",
            "*a",
            "*",
            "ab*",
            "a*",
            "\"*a b\"",
            "漢*字",
            "-a",
            "NOT a",
            "a OR NOT b",
            "likes:5",
            "geo:berlin",
            "gender:f",
            "since_id:5",
            "authorGender:f",
            "minuteOfDay:5",
            "itemReview:x",
            "list:x",
            "since_time:5",
            "until_time:5",
            "max_id:5",
            "context:x",
            "sample:5",
            "sourcetype:x",
            "post_type:x",
            "word_count:5",
            "published:x",
            "reach:5",
            "parentMessage:5",
            "colour:red",
            "colour:",
            "colour:(a OR b)",
            "lagn:en",
            "lang:",
            "lang: en",
            "status:open",
            "rating:x",
            "after:x",
            "kind:xyz",
            "kind:reposts",
            "has:*",
            "url:*",
            "url:a*b",
            "lang:(en de)",
            "lang:(en AND de OR fr)",
            "lang:()",
            "title:(NOT a)",
            "title:(lang:en)",
            "exact:",
            "a XOR b",
            "a^2",
            "+a",
            "!a",
            "-\"",
            "a~",
            "a~2",
            "~5",
            "\"a b\"~900",
            "/[/",
            "/a*/",
            "/\\p{L}\\p{L}\\p{L}\\p{L}\\p{L}/",
            "a or b",
            "a near b",
            "(a or b c) d",
            "bus?",
            "where is the bus?",
            "\"a\"~3",
            "\"a b c d\"~1",
            "rating:[5 TO 1]",
            "rating:>7",
            "lang:xx",
            "lang:german",
            "site:acme",
            "a NOT a",
            "a AND lang:en AND lang:de",
            "a a",
            "a OR a",
            "a b*  bus bus*",
            "the",
            "lang:en",
            "/abc/",
            "sentiment:negative",
            "a OR sentiment:negative",
            "is:x",
            "filter:x",
            "RT a",
            "from:acme is:retweet OR raw:Google+",
            "a NOT",
            "a AND AND b",
            "a AND ()",
            "OR",
            "a NEAR",
            "\"a *b\"",
            "needs_reply:x",
            "waiting:x",
            "waiting:4h",
            "followers:5-9",
            "is:verified",
            "bio:x",
        ]
        .map(str::to_owned);
        let built = [
            "(".repeat(40) + "a" + &")".repeat(40),
            format!("acme AND ({long_words})"),
            format!("{many}x"),
            format!("{many_stars}x"),
            "a".repeat(100_001),
            format!("\"{}\"", vec!["word"; 101].join(" ")),
            format!("/{}/", "a".repeat(501)),
            "w ".repeat(10_001),
            "/ab/ /cd/ /ef/ /gh/ /ij/ /kl/".to_owned(),
            vec!["a1"; 120].join(" OR "),
        ];
        let mut used: HashSet<&str> = HashSet::new();
        let mut unknown = Vec::new();
        for query in queries.into_iter().chain(built) {
            for context in [FieldContext::Topic, FieldContext::View] {
                for remark in remarks(&query, context).into_iter().filter(|remark| !remark.is_empty()) {
                    assert_eq!(said(&remark), remark);
                    match KNOWN.iter().find(|sentence| slots(sentence, &remark).is_some()) {
                        Some(sentence) => drop(used.insert(sentence)),
                        None => unknown.push(remark),
                    }
                }
            }
        }
        assert_eq!(unknown, [""; 0]);
        assert!(used.len() > 60, "{}", used.len());
    }

    #[test]
    fn what_stands_in_a_remark_is_found_wherever_it_stands() {
        let sentence = "write {word} for the word, \"{written}\" for the question mark";
        let said = "write \"or\" for the word, \"or?\" for the question mark";
        assert_eq!(slots(sentence, said), Some(vec![("word", "\"or\""), ("written", "or?")]));
        assert_eq!(slots("write ~{distance} or more", "write ~3"), None);
        assert_eq!(slots("remove it", "remove it, or write x"), None);
        let capitals = "write -{word} to leave the word out, or {{other}} to insist on its capitals";
        let said = "write -a to leave the word out, or {a} to insist on its capitals";
        assert_eq!(slots(capitals, said), Some(vec![("word", "a"), ("other", "a")]));
    }
}
