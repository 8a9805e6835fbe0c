//! Fields of other products: taken over when they mean the same, answered with what to write when they do not.

/// What becomes of another product's field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Borrowed {
    /// Ours under another name; accepted.
    Same(&'static str),
    /// Say this instead; `{}` stands for the value, without its quotes where the pattern has some.
    Write(&'static str),
    /// There is nothing like it; the sentence says why or what comes closest.
    Not(&'static str),
}

use Borrowed::{Not, Same, Write};

const PLACE: Borrowed = Not("places are known for few posts and not searched; name the places as words");
const REACTIONS: Borrowed = Not("reactions come after the post and are measured, not listened for");
const RECOGNISED: Borrowed = Not("pictures are not recognised; alt texts are searched like text");
const VERIFIED: Borrowed = Not("verification is sold, so it says little; use followers: or author:");
const BIOGRAPHY: Borrowed = Not("biographies are not searched; a relation to us is judged, see relation:");
const ONLY_FOLLOWERS: Borrowed = Not("of the author's figures only followers: is known");
const REDDIT: Borrowed = Not("connect the community as a channel and write channel:");

const NAMES: &[(&str, Borrowed)] = &[
    // Brandwatch, vendor's operator page
    ("language", Same("lang")),
    ("links", Same("link")),
    ("authorFollowers", Same("followers")),
    ("engagementType", Same("kind")),
    ("tags", Same("tag")),
    ("guid", Same("id")),
    ("channelId", Same("channel")),
    ("pubType", Same("source")),
    ("engagingWith", Same("in_reply_to")),
    ("engagingWithGuid", Same("in_reply_to")),
    ("parentPostId", Same("in_reply_to")),
    ("rootPostId", Same("thread")),
    ("raw", Write("exact:{}")),
    ("topLevelDomain", Write("site:.{}")),
    ("country", PLACE),
    ("continent", PLACE),
    ("region", PLACE),
    ("city", PLACE),
    ("state", PLACE),
    ("latitude", PLACE),
    ("longitude", PLACE),
    ("authorVerified", VERIFIED),
    ("authorVerifiedType", VERIFIED),
    ("authorGender", Not("people's gender is not guessed")),
    ("minuteOfDay", Not("use after: and before: with a time")),
    ("publisherSubType", Write("has:{}")),
    ("imageType", Write("has:image")),
    ("hashtags", Write("#{}")),
    ("at_mentions", Write("@{}")),
    ("domain", Write("site:{}")),
    ("blogName", Write("author:{}")),
    ("weblogTitle", Write("author:{}")),
    ("parentBlogName", Write("in_reply_to:{}")),
    ("rootBlogName", Write("in_reply_to:{}")),
    ("itemReview", Not("write what is reviewed as words, with kind:review")),
    ("publication", Write("site:{}")),
    ("subreddit", REDDIT),
    ("subredditTopics", REDDIT),
    ("subredditNSFW", REDDIT),
    ("redditAuthorFlair", REDDIT),
    ("redditPostFlair", REDDIT),
    ("redditSpoiler", REDDIT),
    ("sensitiveContent", Write("has:warning")),
    ("brandIds", RECOGNISED),
    ("objects", RECOGNISED),
    // X
    ("from", Same("author")),
    ("to", Same("in_reply_to")),
    ("conversation_id", Same("thread")),
    ("in_reply_to_tweet_id", Same("in_reply_to")),
    ("in_reply_to_status_id", Same("in_reply_to")),
    ("tweets_count", ONLY_FOLLOWERS),
    ("following_count", ONLY_FOLLOWERS),
    ("listed_count", ONLY_FOLLOWERS),
    ("since", Same("after")),
    ("until", Same("before")),
    ("retweets_of", Write("(kind:repost AND in_reply_to:{})")),
    ("retweets_of_user", Write("(kind:repost AND in_reply_to:{})")),
    ("retweets_of_tweet_id", Write("(kind:repost AND in_reply_to:{})")),
    ("quotes_of_tweet_id", Write("(kind:quote AND in_reply_to:{})")),
    ("url_contains", Write("link:{}")),
    ("url_title", Write("\"{}\"")),
    ("url_description", Write("\"{}\"")),
    ("filter", Write("has:{}")),
    ("list", Not("write the authors: author:(a OR b)")),
    ("since_time", Not("write the time as a date: after:2026-05-01T12:00Z")),
    ("until_time", Not("write the time as a date: before:2026-05-01T12:00Z")),
    ("since_id", Not("use after: with a time")),
    ("max_id", Not("use before: with a time")),
    ("near", PLACE),
    ("geocode", PLACE),
    ("profile_country", PLACE),
    ("profile_region", PLACE),
    ("profile_locality", PLACE),
    ("bio_location", PLACE),
    ("place", PLACE),
    ("place_country", PLACE),
    ("point_radius", PLACE),
    ("bounding_box", PLACE),
    ("bio", BIOGRAPHY),
    ("bio_name", Write("author:{}")),
    ("context", Not("write the words themselves")),
    ("entity", Write("\"{}\"")),
    ("min_faves", REACTIONS),
    ("min_retweets", REACTIONS),
    ("min_replies", REACTIONS),
    ("sample", Not("nothing is sampled here")),
    // Talkwalker
    ("sourcetype", Not("use network: or kind:")),
    ("sourcecountry", PLACE),
    ("host_url", Write("site:{}")),
    ("domain_url", Write("site:{}")),
    ("content", Write("{}")),
    ("author_name", Write("author:{}")),
    ("hashtag", Write("#{}")),
    ("mention", Write("@{}")),
    ("post_type", Not("use has:image, has:video or has:link")),
    ("word_count", Not("the length of a post is not searched")),
    ("published", Not("use after: and before:")),
    ("reach", Not("reach is estimated after matching; use followers:")),
    ("engagement", REACTIONS),
    // Meltwater, Sprinklr
    ("ingress", Write("title:{}")),
    ("headline", Write("title:{}")),
    ("message", Write("{}")),
    ("exactMessage", Write("exact:{}")),
    ("parentMessage", Not("the post answered is known by id or author only: in_reply_to:")),
    ("authorContaining", Write("author:{}")),
    ("userbio", BIOGRAPHY),
    // Search engines
    ("intitle", Write("title:{}")),
    ("inurl", Write("url:{}")),
    ("intext", Write("{}")),
];

/// Returns what becomes of a field that other products have.
pub(crate) fn borrowed(name: &str) -> Option<Borrowed> {
    NAMES.iter().find(|(theirs, _)| theirs.eq_ignore_ascii_case(name)).map(|(_, borrowed)| *borrowed)
}

#[cfg(test)]
mod tests {
    use super::super::Field;
    use super::*;

    #[test]
    fn every_field_taken_over_is_a_field_of_ours_under_a_name_that_is_not() {
        for (theirs, borrowed) in NAMES {
            assert!(Field::named(theirs).is_none(), "{theirs}");
            if let Same(ours) = borrowed {
                assert!(Field::named(ours).is_some(), "{ours}");
            }
        }
    }
}
