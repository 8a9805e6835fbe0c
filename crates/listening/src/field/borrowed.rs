//! Fields of other products: taken over when they mean the same, answered with what to write when they do not.

/// What becomes of another product's field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Borrowed {
    /// Ours under another name; accepted.
    Same(&'static str),
    /// Say this instead; `{}` stands for the value.
    Write(&'static str),
    /// There is nothing like it; the sentence says why or what comes closest.
    Not(&'static str),
}

use Borrowed::{Not, Same, Write};

const PLACE: Borrowed = Not("places are known for few posts and not searched; name the places as words");
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
    ("authorVerified", Not("verification is sold, so it says little; use followers: or author:")),
    ("authorVerifiedType", Not("verification is sold, so it says little; use followers: or author:")),
    ("authorGender", Not("people's gender is not guessed")),
    ("minuteOfDay", Not("use after: and before: with a time")),
    ("publisherSubType", Write("has:image")),
    ("imageType", Write("has:image")),
    ("blogName", Write("author:{}")),
    ("weblogTitle", Write("title:{}")),
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
    ("brandIds", Not("pictures are not recognised; alt texts are searched like text")),
    ("objects", Not("pictures are not recognised; alt texts are searched like text")),
    // X
    ("from", Same("author")),
    ("to", Same("in_reply_to")),
    ("conversation_id", Same("thread")),
    ("in_reply_to_tweet_id", Same("in_reply_to")),
    ("in_reply_to_status_id", Same("in_reply_to")),
    ("followers_count", Same("followers")),
    ("since", Same("after")),
    ("until", Same("before")),
    ("retweets_of", Write("(kind:repost AND in_reply_to:{})")),
    ("retweets_of_user", Write("(kind:repost AND in_reply_to:{})")),
    ("filter", Write("has:{}")),
    ("place", PLACE),
    ("place_country", PLACE),
    ("point_radius", PLACE),
    ("bounding_box", PLACE),
    ("bio", Not("biographies are not searched; a relation to us is judged, see relation:")),
    ("bio_name", Write("author:{}")),
    ("context", Not("write the words themselves")),
    ("entity", Write("\"{}\"")),
    ("min_faves", Not("reactions come after the post and are measured, not listened for")),
    ("min_retweets", Not("reactions come after the post and are measured, not listened for")),
    ("sample", Not("nothing is sampled here")),
    // Talkwalker
    ("sourcetype", Not("use network: or kind:")),
    ("sourcecountry", PLACE),
    ("host_url", Write("site:{}")),
    ("domain_url", Write("site:{}")),
    ("content", Write("{}")),
    ("published", Not("use after: and before:")),
    ("reach", Not("reach is estimated after matching; use followers:")),
    ("engagement", Not("reactions come after the post and are measured, not listened for")),
    // Meltwater, Sprinklr
    ("ingress", Write("title:{}")),
    ("headline", Write("title:{}")),
    ("message", Write("{}")),
    ("exactMessage", Write("exact:{}")),
    ("parentMessage", Not("the post answered is known by id or author only: in_reply_to:")),
    ("authorContaining", Write("author:{}")),
    ("userbio", Not("biographies are not searched; a relation to us is judged, see relation:")),
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
