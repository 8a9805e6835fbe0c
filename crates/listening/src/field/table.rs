//! One row per field.

/// What a field's value looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// A word, or several in quotes.
    Text,
    /// Like `Text`, and `value*` is any that begins so.
    Prefixed,
    /// One of a closed list.
    OneOf(&'static [&'static str]),
    /// A number or a range.
    Number,
    /// A time, or one relative to now.
    Moment,
    /// A span of time with `>` or `<`.
    Duration,
    /// `yes` or `no`.
    YesNo,
}

/// A row of the field table.
#[derive(Debug, Clone, Copy)]
pub struct Spec {
    /// The field.
    pub field: Field,
    /// Its name before the colon.
    pub name: &'static str,
    /// What its value looks like.
    pub shape: Shape,
    /// Whether it is illegal in topics.
    pub is_view_only: bool,
    /// Whether it is a judgement, undecided until made.
    pub is_judgement: bool,
    /// A value for an example.
    pub example: &'static str,
    /// What it says, in a phrase.
    pub meaning: &'static str,
}

const SENTIMENTS: &[&str] = &["negative", "neutral", "positive", "mixed"];
const RELATIONS: &[&str] = &[
    "customer",
    "prospect",
    "employee",
    "supplier",
    "partner",
    "competitor",
    "press",
    "regulator",
    "community",
    "unknown",
];
const STANCES: &[&str] = &["fan", "friendly", "neutral", "critic", "hostile"];
const INTENTS: &[&str] = &[
    "praise",
    "question",
    "complaint",
    "case",
    "correction",
    "idea",
    "lead",
    "press",
    "staff",
    "safety",
    "legal",
    "abuse",
    "spam",
    "fraud",
    "other",
];
const KINDS: &[&str] = &["post", "reply", "repost", "quote", "comment", "review", "article", "message"];
const CARRIED: &[&str] = &[
    "link",
    "image",
    "video",
    "audio",
    "media",
    "poll",
    "location",
    "mention",
    "hashtag",
    "cashtag",
    "emoji",
    "quote",
    "attachment",
    "warning",
    "title",
    "alt",
    "rating",
];
const STATUSES: &[&str] = &["new", "open", "waiting", "snoozed", "resolved", "archived"];
const FUNCTIONS: &[&str] = &["communication", "marketing", "research", "service", "engagement"];
const OUTCOMES: &[&str] = &["solved", "explained", "referred", "declined", "silent", "heard", "none"];
const DISPOSITIONS: &[&str] = &["respond", "fix_facts", "restore", "share", "watch", "let_stand", "escalate", "none"];
const PRIORITIES: &[&str] = &["urgent", "high", "normal", "low", "none"];
const OBLIGATIONS: &[&str] = &["open", "accepted", "done", "declined", "void", "none"];
const COMMITMENTS: &[&str] = &["open", "late", "kept", "broken", "withdrawn", "none"];

/// Makes the fields and, in the same order, their rows, so that a field finds its row by its number.
macro_rules! fields {
    ($($field:ident = $kind:ident $name:literal $shape:expr, $example:literal, $meaning:literal;)*) => {
        /// What a clause may be about.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Field {
            $(#[doc = concat!("`", $name, ":`, ", $meaning, ".")] $field,)*
        }

        const TABLE: &[Spec] = &[$(Spec {
            field: Field::$field,
            name: $name,
            shape: $shape,
            is_view_only: Kind::$kind.is_view_only(),
            is_judgement: Kind::$kind.is_judgement(),
            example: $example,
            meaning: $meaning,
        },)*];
    };
}

/// What a field asks about: what came with the post, what was judged of it, the state of our work.
enum Kind {
    Fact,
    Judgement,
    Work,
}

impl Kind {
    const fn is_view_only(&self) -> bool {
        matches!(self, Self::Work)
    }

    const fn is_judgement(&self) -> bool {
        matches!(self, Self::Judgement)
    }
}

fields! {
    Author = Fact "author" Shape::Prefixed, "alice", "the author's handle, or words of the name";
    Channel = Fact "channel" Shape::Text, "support", "the channel it came through";
    Network = Fact "network" Shape::Text, "bluesky", "the network";
    Lang = Fact "lang" Shape::Text, "en", "the language; pt also means pt-BR";
    Site = Fact "site" Shape::Text, "bbc.co.uk", "the site it stands on, with its subdomains; .fr is a top-level domain";
    Url = Fact "url" Shape::Text, "bbc.co.uk/news", "the post's own address, from its beginning";
    Link = Fact "link" Shape::Text, "acme.com/help", "an address it links to, from its beginning";
    Kind = Fact "kind" Shape::OneOf(KINDS), "reply", "the kind of post";
    Has = Fact "has" Shape::OneOf(CARRIED), "image", "what it carries";
    InReplyTo = Fact "in_reply_to" Shape::Text, "acme", "the post it answers, or that post's author";
    Thread = Fact "thread" Shape::Text, "t3_abc", "the thread it belongs to";
    Id = Fact "id" Shape::Text, "3jz2", "one post, by its id at the source";
    Tag = Fact "tag" Shape::Prefixed, "travel", "one of the source's own tags";
    Source = Fact "source" Shape::Text, "survey", "where imported content came from";
    Followers = Fact "followers" Shape::Number, "[1000 TO 50000]", "how many follow the author";
    Rating = Fact "rating" Shape::Number, "[1 TO 2]", "stars given, 0 to 5";
    After = Fact "after" Shape::Moment, "2026-05-01", "written at that time or later";
    Before = Fact "before" Shape::Moment, "-30d", "written before that time";
    Sentiment = Judgement "sentiment" Shape::OneOf(SENTIMENTS), "negative", "the mood";
    Relation = Judgement "relation" Shape::OneOf(RELATIONS), "customer", "the author's relation to us";
    Stance = Judgement "stance" Shape::OneOf(STANCES), "fan", "the author's stance";
    Intent = Judgement "intent" Shape::OneOf(INTENTS), "praise", "what the author wants";
    Status = Work "status" Shape::OneOf(STATUSES), "open", "the conversation's status";
    Assignee = Work "assignee" Shape::Text, "me", "who has it: a name, me, none";
    Team = Work "team" Shape::Text, "support", "the team that has it: a name, me, none";
    Function = Work "function" Shape::OneOf(FUNCTIONS), "service", "the team's function";
    Label = Work "label" Shape::Prefixed, "refund", "a label";
    Priority = Work "priority" Shape::OneOf(PRIORITIES), "high", "how soon it is to be looked at, or none";
    Sla = Work "sla" Shape::OneOf(&["ok", "due", "missed", "paused", "none"]), "due", "how its clocks stand, the worst of them; none without a policy";
    Due = Work "due" Shape::Duration, "<1h", "how long there is until it is too late; nothing is left of what is late";
    Waiting = Work "waiting" Shape::Duration, ">4h", "how long someone outside has waited";
    NeedsReply = Work "needs_reply" Shape::YesNo, "yes", "whether it needs an answer";
    Disposition = Work "disposition" Shape::OneOf(DISPOSITIONS), "respond", "what triage decided, or none";
    Outcome = Work "outcome" Shape::OneOf(OUTCOMES), "solved", "what came of it, said when it was done; or none";
    Obligation = Work "obligation" Shape::OneOf(OBLIGATIONS), "open", "something that a function owes on it, in that state; or none";
    Commitment = Work "commitment" Shape::OneOf(COMMITMENTS), "late", "something that we promised in it, in that state; or none";
    Corrected = Work "corrected" Shape::YesNo, "yes", "whether we said in it that we were wrong";
    Elsewhere = Work "elsewhere" Shape::YesNo, "yes", "whether the house had heard of it before, elsewhere";
    Private = Work "private" Shape::YesNo, "yes", "whether it goes on in private";
    Topic = Work "topic" Shape::Text, "delays", "a topic it matched, or none";
    Contact = Work "contact" Shape::Text, "alice", "the person";
    First = Work "first" Shape::YesNo, "yes", "whether it is the first conversation of the person with us";
    Answered = Work "answered" Shape::YesNo, "no", "whether we answered";
}

impl Field {
    /// Returns every field's row.
    #[must_use]
    pub fn table() -> &'static [Spec] {
        TABLE
    }

    /// Returns the field's row.
    #[must_use]
    pub fn spec(self) -> &'static Spec {
        &TABLE[self as usize]
    }

    pub(crate) fn named(name: &str) -> Option<&'static Spec> {
        TABLE.iter().find(|spec| spec.name.eq_ignore_ascii_case(name))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_field_finds_its_own_row() {
        for (i, spec) in TABLE.iter().enumerate() {
            assert_eq!(spec.field as usize, i);
            assert_eq!(spec.field.spec().name, spec.name);
        }
    }
}
