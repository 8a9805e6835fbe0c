//! One row per field.

/// What a clause may be about.
#[allow(missing_docs, reason = "each is described in its row of the table below")]
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Field {
    Author,
    Channel,
    Network,
    Lang,
    Site,
    Url,
    Link,
    Kind,
    Has,
    InReplyTo,
    Thread,
    Id,
    Tag,
    Source,
    Followers,
    Rating,
    After,
    Before,
    Sentiment,
    Relation,
    Stance,
    Intent,
    Status,
    Assignee,
    Team,
    Function,
    Label,
    Priority,
    Sla,
    Waiting,
    NeedsReply,
    Disposition,
    Obligation,
    Topic,
    Contact,
    Answered,
}

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
const DISPOSITIONS: &[&str] = &["respond", "fix_facts", "restore", "share", "watch", "let_stand", "escalate", "none"];
const OBLIGATIONS: &[&str] = &["open", "accepted", "done", "declined", "void"];

const fn fact(field: Field, name: &'static str, shape: Shape, example: &'static str, meaning: &'static str) -> Spec {
    Spec { field, name, shape, is_view_only: false, is_judgement: false, example, meaning }
}

const fn judgement(field: Field, name: &'static str, values: &'static [&'static str], meaning: &'static str) -> Spec {
    let shape = Shape::OneOf(values);
    Spec { field, name, shape, is_view_only: false, is_judgement: true, example: values[0], meaning }
}

const fn view(field: Field, name: &'static str, shape: Shape, example: &'static str, meaning: &'static str) -> Spec {
    Spec { field, name, shape, is_view_only: true, is_judgement: false, example, meaning }
}

/// In the order of [`Field`], so that a field finds its row by its number; a test holds it.
const TABLE: &[Spec] = &[
    fact(Field::Author, "author", Shape::Prefixed, "alice", "the author's handle, or words of the name"),
    fact(Field::Channel, "channel", Shape::Text, "support", "the channel it came through"),
    fact(Field::Network, "network", Shape::Text, "bluesky", "the network"),
    fact(Field::Lang, "lang", Shape::Text, "en", "the language; pt also means pt-BR"),
    fact(
        Field::Site,
        "site",
        Shape::Text,
        "bbc.co.uk",
        "the site it stands on, with its subdomains; .fr is a top-level domain",
    ),
    fact(Field::Url, "url", Shape::Text, "bbc.co.uk/news", "the post's own address, from its beginning"),
    fact(Field::Link, "link", Shape::Text, "acme.com/help", "an address it links to, from its beginning"),
    fact(Field::Kind, "kind", Shape::OneOf(KINDS), "reply", "the kind of post"),
    fact(Field::Has, "has", Shape::OneOf(CARRIED), "image", "what it carries"),
    fact(Field::InReplyTo, "in_reply_to", Shape::Text, "acme", "the post it answers, or that post's author"),
    fact(Field::Thread, "thread", Shape::Text, "t3_abc", "the thread it belongs to"),
    fact(Field::Id, "id", Shape::Text, "3jz2", "one post, by its id at the source"),
    fact(Field::Tag, "tag", Shape::Prefixed, "travel", "one of the source's own tags"),
    fact(Field::Source, "source", Shape::Text, "survey", "where imported content came from"),
    fact(Field::Followers, "followers", Shape::Number, "[1000 TO 50000]", "how many follow the author"),
    fact(Field::Rating, "rating", Shape::Number, "[1 TO 2]", "stars given, 0 to 5"),
    fact(Field::After, "after", Shape::Moment, "2026-05-01", "written at that time or later"),
    fact(Field::Before, "before", Shape::Moment, "-30d", "written before that time"),
    judgement(Field::Sentiment, "sentiment", SENTIMENTS, "the mood"),
    judgement(Field::Relation, "relation", RELATIONS, "the author's relation to us"),
    judgement(Field::Stance, "stance", STANCES, "the author's stance"),
    judgement(Field::Intent, "intent", INTENTS, "what the author wants"),
    view(Field::Status, "status", Shape::OneOf(STATUSES), "open", "the conversation's status"),
    view(Field::Assignee, "assignee", Shape::Text, "me", "who has it: a name, me, none"),
    view(Field::Team, "team", Shape::Text, "support", "the team"),
    view(Field::Function, "function", Shape::OneOf(FUNCTIONS), "service", "the team's function"),
    view(Field::Label, "label", Shape::Prefixed, "refund", "a label"),
    view(Field::Priority, "priority", Shape::Text, "high", "the priority"),
    view(Field::Sla, "sla", Shape::OneOf(&["ok", "due", "missed"]), "due", "how its clocks stand"),
    view(Field::Waiting, "waiting", Shape::Duration, ">4h", "how long someone outside has waited"),
    view(Field::NeedsReply, "needs_reply", Shape::YesNo, "yes", "whether it needs an answer"),
    view(Field::Disposition, "disposition", Shape::OneOf(DISPOSITIONS), "respond", "what triage decided, or none"),
    view(Field::Obligation, "obligation", Shape::OneOf(OBLIGATIONS), "open", "an obligation in that state"),
    view(Field::Topic, "topic", Shape::Text, "delays", "a topic it matched, or none"),
    view(Field::Contact, "contact", Shape::Text, "alice", "the person"),
    view(Field::Answered, "answered", Shape::YesNo, "no", "whether we answered"),
];

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
