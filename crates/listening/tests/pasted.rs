//! Queries as people paste them from other products: they work, or the errors lead to one that does.
#![allow(clippy::unwrap_used, reason = "a query in a test parses or the test fails")]

use listening::{FieldContext, Query};

/// Makes every exact change, as somebody does who takes each suggestion, until the query is understood.
fn repaired(pasted: &str) -> String {
    let mut query = pasted.to_owned();
    for _ in 0..10 {
        match Query::parse(&query, FieldContext::Topic) {
            Ok(_) => return query,
            Err(errors) => {
                query = errors.fix(&query).unwrap_or_else(|| panic!("no way out of {query}: {errors}"));
            }
        }
    }
    panic!("{pasted} is not understood after ten changes, but {query}");
}

#[track_caller]
fn is_understood(pasted: &str) -> Query {
    Query::parse(pasted, FieldContext::Topic).unwrap_or_else(|errors| panic!("{pasted}: {errors}"))
}

#[track_caller]
fn becomes(pasted: &str, ours: &str) {
    let repaired = repaired(pasted);
    assert_eq!(is_understood(&repaired), is_understood(ours), "{repaired}");
}

#[test]
fn a_long_query_in_the_syntax_of_brandwatch_is_taken_as_it_is() {
    is_understood(
        r#"<<< 1. The brand, its handles and its misspellings >>>
        (
          "blue harbour" OR blueharbour OR "blue harbor" OR {BHL} OR @blueharbour OR #blueharbour* OR
          (harbour NEAR/2 (airline* OR "air line")) OR title:"Blue Harbour"
        )
        AND
        <<< 2. What it is about >>>
        (
          (delay* OR cancel* OR "missed connection"~4 OR (lost NEAR/5 (bag OR luggage OR suitcase*)))
          OR (refund* NEAR/10f (wait* OR weeks OR month?))
          OR ((crew OR staff) AND (rude OR kind))~8
          OR 😡
        )
        NOT (job OR hiring OR "blue harbour hotel" OR site:jobs.example OR author:blueharbourjobs)
        AND language:en
        AND authorFollowers:[0 TO 5000000]
        NOT engagementType:RETWEET"#,
    );
}

#[test]
fn what_brandwatch_means_otherwise_is_written_anew() {
    becomes(
        r#"raw:(Google+ OR "G+") AND hashtags:(epicwin OR fail) AND at_mentions:acme AND topLevelDomain:.fr
           AND publisherSubType:VIDEO AND NOT sensitiveContent:true AND authorFollowers:[200-2000]"#,
        r#"(exact:"Google+" OR exact:"G+") AND (#epicwin OR #fail) AND @acme AND site:.fr
           AND has:video AND NOT has:warning AND followers:[200 TO 2000]"#,
    );
    becomes("engagingWithGuid:   857284431631011841 acme", "in_reply_to:857284431631011841 acme");
    becomes("acme OR apple AND pie NOT tart", "acme OR (apple AND pie AND NOT tart)");
    becomes("weblogTitle:feelslikegold AND acme", "author:feelslikegold AND acme");
    for (place, says) in [
        ("acme country:gbr", "places"),
        ("acme authorGender:F", "gender"),
        ("acme subreddit:rust", "channel"),
        ("acme minuteOfDay:[1110 TO 1140]", "after:"),
        ("acme objects:3902", "pictures"),
    ] {
        let errors = Query::parse(place, FieldContext::Topic).unwrap_err();
        assert!(errors.first().suggestion.text.contains(says), "{place}: {errors}");
    }
}

#[test]
fn a_long_query_in_the_syntax_of_talkwalker_becomes_ours() {
    becomes(
        r#"("blue harbour" OR +BlueHarbour OR #blueharbour) AND ((delay* ONEAR/5 flight*) OR refund~1 OR "lost bag"~3)
           AND NOT (job* OR "blue harbour hotel") AND lang:en -site:"http://www.jobs.example" domain_url:"news.example"
           AND author_name:"Jane Doe" AND content:strike"#,
        r#"("blue harbour" OR exact:"BlueHarbour" OR #blueharbour) AND ((delay* ONEAR/5 flight*) OR refund OR "lost bag"~3)
           AND NOT (job* OR "blue harbour hotel") AND lang:en -site:"http://www.jobs.example" site:"news.example"
           AND author:"Jane Doe" AND strike"#,
    );
    becomes("strike SENTENCE harbour", "strike NEAR/15 harbour");
    let errors = Query::parse("strike sourcetype:ONLINENEWS", FieldContext::Topic).unwrap_err();
    assert!(errors.first().suggestion.text.contains("network:"), "{errors}");
}

#[test]
fn a_long_query_in_the_syntax_of_meltwater_becomes_ours() {
    becomes(
        r#"("blue harbour" OR blueharbour)^9 AND (delay* OR cancel*) near/5 flight* NOT ("job offer" OR vacancy^2)
           AND (title:"blue harbour" OR ingress:strike) AND refund ONEAR money"#,
        r#"("blue harbour" OR blueharbour) AND (delay* OR cancel*) NEAR/5 flight* NOT ("job offer" OR vacancy)
           AND (title:"blue harbour" OR title:strike) AND refund ONEAR/4 money"#,
    );
    // There NOT binds before AND, and AND before OR.
    becomes("apple AND watch OR iwatch NOT juice", "(apple AND watch) OR (iwatch AND NOT juice)");
}

#[test]
fn a_long_rule_in_the_syntax_of_x_becomes_ours() {
    is_understood(
        r#"("blue harbour" OR #blueharbour OR @blueharbour OR $BHL OR 😡) (delay OR "lost bag"~3) lang:en
           -has:media -from:blueharbour to:blueharbour conversation_id:1334987486343299072 has:links
           -in_reply_to_tweet_id:1539382664746020864 has:cashtags since:2026-01-01 until:2026-02-01"#,
    );
    becomes(
        r#"(acme OR #acme) -is:retweet is:reply followers_count:1000..50000 filter:links exclude:replies
           -filter:nativeretweets retweets_of:bob url_contains:"acme.com" url_title:refund filter:safe"#,
        r#"(acme OR #acme) -kind:repost kind:reply followers:[1000 TO 50000] has:links -kind:reply
           -kind:repost (kind:repost AND in_reply_to:bob) link:"acme.com" "refund" -has:warning"#,
    );
    // One number is a least number there.
    becomes("acme followers_count:500", "acme followers:>=500");
    for query in
        ["acme place_country:GB", "acme min_faves:10", "acme sample:10", "acme bio:\"founder\"", "acme list:123"]
    {
        let errors = Query::parse(query, FieldContext::Topic).unwrap_err();
        assert!(!errors.first().suggestion.text.is_empty(), "{query}");
    }
}

#[test]
fn other_habits_become_ours() {
    becomes("acme && (bag || case) !job", "acme AND (bag OR case) -job");
    becomes("acme W/5 refund", "acme NEAR/5 refund");
    becomes("intitle:acme inurl:help", "title:acme url:help");
    becomes("exact:(AC/DC OR \"AC DC\")", "(exact:\"AC/DC\" OR exact:\"AC DC\")");
    becomes("rating:1..2 acme", "rating:[1 TO 2] acme");
    becomes("followers:1000.. acme", "followers:[1000 TO *] acme");
}

#[test]
fn what_comes_along_unseen_when_copying_changes_nothing() {
    let plain = is_understood("acme AND \"lost bag\"");
    for copied in [
        "\u{FEFF}acme AND \"lost bag\"",
        "acme\u{A0}AND\u{200B} \u{201C}lost bag\u{201D}\u{200E}",
        "acme\r\n\tAND\r\n\t«lost bag»",
        "\u{2066}acme AND\u{2069} \"lost bag\"",
        "acme AND ＂lost bag＂",
        "acme　AND　「lost bag」",
    ] {
        assert_eq!(is_understood(copied), plain, "{copied:?}");
    }
    assert_eq!(is_understood("（acme OR klm） lang：en"), is_understood("(acme OR klm) lang:en"));
}
