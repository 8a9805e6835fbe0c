//! Saved replies: answers written once, with blanks that are filled in for each conversation.

use model::{Actor, EventKind, Right, SavedReplyId, primary_language};
use serde_json::json;
use store::Tx;
use store::event::append;
use store::member::Member;
use store::reply::Reply;
use store::saved_reply::{self, SavedReply, Variant};

use crate::acts::require;
use crate::{InboxError, Result};

/// The longest name, in characters.
pub const NAME_CHARS_MAX: usize = 60;
/// The longest text, in characters: longer than any network of ours takes.
pub const TEXT_CHARS_MAX: usize = 10_000;
/// The most languages of one saved reply.
pub const VARIANTS_MAX: usize = 40;

/// Blanks that a text may have, as `{{name}}`, and what fills them.
pub const BLANKS: &[(&str, &str)] = &[
    ("person", "the person's name"),
    ("first_name", "the first word of it"),
    ("handle", "their handle, with @ where there is one"),
    ("me", "the name of whoever answers"),
    ("organisation", "our name"),
    ("topic", "what it is about, where a topic was met"),
];

/// What fills the blanks in one conversation.
#[derive(Clone, Debug, Default)]
pub struct Filling {
    /// The person's name.
    pub person: String,
    /// Their handle, without `@`.
    pub handle: Option<String>,
    /// The member's name.
    pub me: String,
    /// The organisation's name.
    pub organisation: String,
    /// The name of the first topic that it meets.
    pub topic: Option<String>,
}

impl Filling {
    fn of(&self, blank: &str) -> Option<String> {
        match blank {
            "person" => Some(self.person.clone()),
            "first_name" => Some(self.person.split_whitespace().next().unwrap_or(&self.person).to_owned()),
            "handle" => Some(self.handle.as_ref().map_or_else(|| self.person.clone(), |handle| format!("@{handle}"))),
            "me" => Some(self.me.clone()),
            "organisation" => Some(self.organisation.clone()),
            "topic" => Some(self.topic.clone().unwrap_or_default()),
            _ => None,
        }
    }

    /// The text with its blanks filled. What is no blank of ours stays as it was written.
    pub fn fill(&self, text: &str) -> String {
        let mut filled = String::with_capacity(text.len());
        for part in parts(text) {
            match part {
                Part::Words(words) => filled.push_str(words),
                Part::Blank(name, written) => filled.push_str(&self.of(name).unwrap_or_else(|| written.to_owned())),
            }
        }
        filled
    }
}

enum Part<'a> {
    Words(&'a str),
    /// The name, and the blank as it was written.
    Blank(&'a str, &'a str),
}

fn parts(text: &str) -> Vec<Part<'_>> {
    let mut parts = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find("{{") {
        let Some(length) = rest[at..].find("}}").map(|end| end + 2) else { break };
        parts.push(Part::Words(&rest[..at]));
        let written = &rest[at..at + length];
        parts.push(Part::Blank(written[2..length - 2].trim(), written));
        rest = &rest[at + length..];
    }
    parts.push(Part::Words(rest));
    parts
}

/// The first blank of a text that nothing fills.
fn unknown_blank(text: &str) -> Option<&str> {
    parts(text).into_iter().find_map(|part| match part {
        Part::Blank(name, written) if !BLANKS.iter().any(|(known, _)| *known == name) => Some(written),
        _ => None,
    })
}

/// The text for somebody who writes this language: in it, else the one for every language, else the first.
pub fn in_language<'a>(saved: &'a SavedReply, language: Option<&str>) -> Option<&'a Variant> {
    let is_in = |wanted: &str| saved.variants.iter().find(|one| one.language == wanted);
    let wanted = language.and_then(primary_language);
    wanted.as_deref().and_then(is_in).or_else(|| is_in("")).or_else(|| saved.variants.first())
}

/// What a saved reply is to be.
#[derive(Clone, Debug)]
pub struct WantedReply {
    /// The name by which members find it.
    pub name: String,
    /// Its texts; empty ones are left out.
    pub variants: Vec<Variant>,
}

/// Why a saved reply is not kept as it was asked for.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SavedReplyFault {
    /// It has no name, or a long one.
    #[error("a name of 1 to {NAME_CHARS_MAX} characters is needed")]
    Name,
    /// Another one has this name.
    #[error("another saved reply has this name")]
    NameTaken,
    /// There are no words in it.
    #[error("at least one text is needed")]
    NoText,
    /// A text is very long.
    #[error("a text has at most {TEXT_CHARS_MAX} characters")]
    TooLong,
    /// There are too many texts.
    #[error("at most {VARIANTS_MAX} languages")]
    TooMany,
    /// A language is no language.
    #[error("“{0}” is no language: write two or three letters, such as de")]
    Language(String),
    /// Two texts are for one language.
    #[error("there are two texts for {0}")]
    LanguageTwice(String),
    /// A blank is none of ours.
    #[error("nothing fills {blank}; there are {}", names())]
    Blank {
        /// As it was written.
        blank: String,
    },
}

fn names() -> String {
    BLANKS.iter().map(|(name, _)| format!("{{{{{name}}}}}")).collect::<Vec<_>>().join(" ")
}

impl WantedReply {
    /// As it is kept, or what is wrong with it.
    fn checked(self) -> Result<(String, Vec<Variant>), SavedReplyFault> {
        let name = self.name.split_whitespace().collect::<Vec<_>>().join(" ");
        if !(1..=NAME_CHARS_MAX).contains(&name.chars().count()) {
            return Err(SavedReplyFault::Name);
        }
        let mut variants: Vec<Variant> = Vec::new();
        for Variant { language, text } in self.variants {
            let text = text.replace("\r\n", "\n").trim().to_owned();
            if text.is_empty() {
                continue;
            }
            let language = language.trim().to_lowercase();
            let is_code = matches!(language.len(), 0 | 2 | 3) && language.bytes().all(|byte| byte.is_ascii_lowercase());
            if !is_code {
                return Err(SavedReplyFault::Language(language));
            }
            if variants.iter().any(|other| other.language == language) {
                let which = if language.is_empty() { "every language".to_owned() } else { language };
                return Err(SavedReplyFault::LanguageTwice(which));
            }
            if text.chars().count() > TEXT_CHARS_MAX {
                return Err(SavedReplyFault::TooLong);
            }
            if let Some(blank) = unknown_blank(&text) {
                return Err(SavedReplyFault::Blank { blank: blank.to_owned() });
            }
            variants.push(Variant { language, text });
        }
        match variants.len() {
            0 => Err(SavedReplyFault::NoText),
            count if count > VARIANTS_MAX => Err(SavedReplyFault::TooMany),
            _ => Ok((name, variants)),
        }
    }
}

/// Makes a saved reply, or changes the one with this id.
///
/// # Errors
/// `Forbidden`; `Missing`; `SavedReply` says what is wrong with it.
pub async fn keep_saved_reply(
    tx: &mut Tx,
    member: &Member,
    id: Option<SavedReplyId>,
    wanted: WantedReply,
) -> Result<SavedReplyId> {
    require(member, Right::WorkInbox)?;
    let (name, variants) = wanted.checked()?;
    if saved_reply::named(tx, &name).await?.is_some_and(|other| Some(other) != id) {
        return Err(SavedReplyFault::NameTaken.into());
    }
    let (id, kind) = match id {
        Some(id) => {
            saved_reply::find(tx, id).await?.ok_or(InboxError::Missing("this saved reply"))?;
            saved_reply::change(tx, id, &name, &variants).await?;
            (id, EventKind::SavedReplyChanged)
        }
        None => (saved_reply::create(tx, &name, &variants).await?, EventKind::SavedReplyCreated),
    };
    let languages: Vec<&str> = variants.iter().map(|one| one.language.as_str()).collect();
    append(tx, kind, Actor::Member(member.id), None, json!({ "saved_reply": id, "languages": languages })).await?;
    Ok(id)
}

/// Puts a saved reply away, or takes it out again: answers that were made of it keep counting.
///
/// # Errors
/// `Forbidden`; `Missing`; `SavedReply` when another one has its name by now.
pub async fn put_saved_reply_away(tx: &mut Tx, member: &Member, id: SavedReplyId, is_away: bool) -> Result<()> {
    require(member, Right::WorkInbox)?;
    let saved = saved_reply::find(tx, id).await?.ok_or(InboxError::Missing("this saved reply"))?;
    if saved.archived_at.is_some() == is_away {
        return Ok(());
    }
    if !is_away && saved_reply::named(tx, &saved.name).await?.is_some() {
        return Err(SavedReplyFault::NameTaken.into());
    }
    saved_reply::put_away(tx, id, is_away).await?;
    let kind = if is_away { EventKind::SavedReplyArchived } else { EventKind::SavedReplyRestored };
    append(tx, kind, Actor::Member(member.id), None, json!({ "saved_reply": id })).await?;
    Ok(())
}

/// Remembers which saved reply an answer was made of.
pub async fn made_of(tx: &mut Tx, reply: &Reply, saved: SavedReplyId) -> Result<()> {
    // Whoever put it away meanwhile does not keep anybody from sending what is written already.
    if saved_reply::find(tx, saved).await?.is_some() {
        saved_reply::used(tx, saved, reply.id, reply.member).await?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn filling() -> Filling {
        Filling {
            person: "Renske Ophoven".into(),
            handle: Some("renske.example".into()),
            me: "Mara".into(),
            organisation: "Vellenbahn".into(),
            topic: None,
        }
    }

    fn wanted(name: &str, variants: &[(&str, &str)]) -> WantedReply {
        let variant = |(language, text): &(&str, &str)| Variant { language: (*language).into(), text: (*text).into() };
        WantedReply { name: name.into(), variants: variants.iter().map(variant).collect() }
    }

    #[test]
    fn blanks_are_filled_and_everything_else_stays() {
        let text = "Hallo {{ first_name }}, {{me}} von {{organisation}} hier. {{topic}}{{handle}} {{nothing}} {{ {x}";
        let filled = filling().fill(text);
        assert_eq!(filled, "Hallo Renske, Mara von Vellenbahn hier. @renske.example {{nothing}} {{ {x}");
    }

    #[test]
    fn what_somebody_is_called_is_never_filled_again() {
        let sly = Filling { person: "{{me}} {{organisation}}".into(), ..filling() };
        assert_eq!(sly.fill("Hi {{person}}"), "Hi {{me}} {{organisation}}");
    }

    #[test]
    fn the_text_is_in_their_language_or_the_one_for_everybody() {
        let (_, variants) = wanted("x", &[("de", "Hallo"), ("", "Hello"), ("pt", "Olá")]).checked().unwrap();
        let saved = SavedReply { id: 1.into(), name: "x".into(), archived_at: None, variants };
        let text = |language| in_language(&saved, language).unwrap().text.as_str();
        assert_eq!(
            (text(Some("de")), text(Some("pt-BR")), text(Some("fr")), text(None)),
            ("Hallo", "Olá", "Hello", "Hello")
        );
    }

    #[test]
    fn what_cannot_be_kept_says_why() {
        use SavedReplyFault as Fault;
        let fault = |wanted: WantedReply| wanted.checked().unwrap_err();
        assert_eq!(fault(wanted("  ", &[("", "x")])), Fault::Name);
        assert_eq!(fault(wanted(&"n".repeat(61), &[("", "x")])), Fault::Name);
        assert_eq!(fault(wanted("n", &[("", " \n ")])), Fault::NoText);
        assert_eq!(fault(wanted("n", &[("english", "x")])), Fault::Language("english".into()));
        assert_eq!(fault(wanted("n", &[("de", "x"), ("DE", "y")])), Fault::LanguageTwice("de".into()));
        assert_eq!(fault(wanted("n", &[("", &"x".repeat(10_001))])), Fault::TooLong);
        let blank = fault(wanted("n", &[("", "Hi {{naem}}")]));
        assert_eq!(blank, Fault::Blank { blank: "{{naem}}".into() });
        assert!(blank.to_string().contains("{{first_name}}"), "{blank}");
    }

    proptest! {
        #[test]
        fn a_text_without_blanks_of_ours_is_itself(text in "[a-z{} \\n]{0,60}") {
            prop_assume!(BLANKS.iter().all(|(name, _)| !text.contains(name)));
            prop_assert_eq!(filling().fill(&text), text);
        }
    }
}
