//! Texts in several languages, with blanks that are filled in for each conversation.

use model::primary_language;
use store::variant::Variant;
use wording::{later, t};

/// The longest text, in characters: longer than any network of ours takes.
pub const TEXT_CHARS_MAX: usize = 10_000;
/// The most languages of one thing that is said.
pub const VARIANTS_MAX: usize = 40;

/// Blanks that a text may have, as `{{name}}`, and what fills them, in words for [`wording::text`].
pub const BLANKS: &[(&str, &str)] = &[
    ("person", later!("the person's name")),
    ("first_name", later!("the first word of it")),
    ("handle", later!("their handle, with @ where there is one")),
    ("me", later!("the name of whoever answers")),
    ("organisation", later!("our name")),
    ("topic", later!("what it is about, where a topic was met")),
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
    blank_but(text, |name| BLANKS.iter().any(|(known, _)| *known == name))
}

/// The first blank of a text, as it was written, but for those that are known.
pub(crate) fn blank_but(text: &str, is_known: impl Fn(&str) -> bool) -> Option<&str> {
    parts(text).into_iter().find_map(|part| match part {
        Part::Blank(name, written) if !is_known(name) => Some(written),
        _ => None,
    })
}

/// Tags that whoever reads one of them reads, the widest first: macrolanguages of ISO 639-3 (its tables of 2025) with what is
/// mostly written of them. Those whose members are not read by one another's readers are left out.
const KIN: &[&[&str]] = &[
    &["no", "nb", "nn"],
    &["ar", "arb"],
    &["az", "azj"],
    &["et", "ekk"],
    &["fa", "pes", "prs"],
    &["lv", "lvs"],
    &["mn", "khk"],
    &["ms", "zsm"],
    &["ne", "npi"],
    &["or", "ory"],
    &["sq", "als"],
    &["sw", "swh"],
    &["uz", "uzn"],
    &["zh", "cmn"],
];

/// The tags that are as good as this one, itself among them.
fn kin<'a>(tag: &'a &'a str) -> &'a [&'a str] {
    KIN.iter().find(|kin| kin.contains(tag)).copied().unwrap_or(std::slice::from_ref(tag))
}

/// Whether whoever reads the language of one tag reads that of the other.
pub fn is_kin(one: &str, other: &str) -> bool {
    kin(&one).contains(&other)
}

/// The text for somebody who writes this language: in it, else in one that is read as well, else the one for every language,
/// else the first.
pub fn in_language<'a>(variants: &'a [Variant], language: Option<&str>) -> Option<&'a Variant> {
    let is_in = |wanted: &str| variants.iter().find(|one| one.language == wanted);
    let wanted = language.and_then(primary_language);
    // As it was asked for: a text of Norwegian is found by its own tag where there is one of Bokmål too.
    let asked = wanted.as_ref().and(language).and_then(|tag| tag.split(['-', '_']).next()).map(str::to_lowercase);
    let exact = asked.as_deref().and_then(is_in).or_else(|| wanted.as_deref().and_then(is_in));
    let near = || wanted.as_deref().and_then(|wanted| kin(&wanted).iter().find_map(|tag| is_in(tag)));
    exact.or_else(near).or_else(|| is_in("")).or_else(|| variants.first())
}

/// The language that somebody writes, where something is said in several and in theirs is not: what they get is in that of `said`.
pub fn lacked<'a>(variants: &[Variant], said: &str, language: Option<&'a str>) -> Option<&'a str> {
    let wanted = language.and_then(primary_language)?;
    let is_told = variants.iter().any(|one| !one.language.is_empty()) && !is_kin(&wanted, said);
    language.filter(|_| is_told)
}

/// Why texts are not kept as they were asked for.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum VariantFault {
    /// A text is very long.
    #[error("{}", t!("a text has at most {max} characters", max = TEXT_CHARS_MAX))]
    TooLong,
    /// There are too many texts.
    #[error("{}", t!("at most {max} languages", max = VARIANTS_MAX))]
    TooMany,
    /// A language is no language.
    #[error("{}", t!("“{written}” is no language: write two or three letters, such as de", written = .0))]
    Language(String),
    /// Two texts are for one language.
    #[error("{}", t!("there are two texts for {language}", language = .0))]
    LanguageTwice(String),
    /// A blank is none of ours.
    #[error("{}", t!("nothing fills {blank}; there are {names}", blank = .blank, names = names()))]
    Blank {
        /// As it was written.
        blank: String,
    },
}

fn names() -> String {
    BLANKS.iter().map(|(name, _)| format!("{{{{{name}}}}}")).collect::<Vec<_>>().join(" ")
}

/// Texts as they are kept, without empty ones, or what is wrong with them.
pub(crate) fn checked(wanted: Vec<Variant>) -> Result<Vec<Variant>, VariantFault> {
    let mut variants: Vec<Variant> = Vec::new();
    for Variant { language, text } in wanted {
        let text = text.replace("\r\n", "\n").trim().to_owned();
        if text.is_empty() {
            continue;
        }
        let language = language.trim().to_lowercase();
        let is_code = matches!(language.len(), 0 | 2 | 3) && language.bytes().all(|byte| byte.is_ascii_lowercase());
        if !is_code {
            return Err(VariantFault::Language(language));
        }
        if variants.iter().any(|other| other.language == language) {
            let which = if language.is_empty() { t!("every language").to_owned() } else { language };
            return Err(VariantFault::LanguageTwice(which));
        }
        if text.chars().count() > TEXT_CHARS_MAX {
            return Err(VariantFault::TooLong);
        }
        if let Some(blank) = unknown_blank(&text) {
            return Err(VariantFault::Blank { blank: blank.to_owned() });
        }
        variants.push(Variant { language, text });
    }
    if variants.len() > VARIANTS_MAX { Err(VariantFault::TooMany) } else { Ok(variants) }
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

    fn texts(variants: &[(&str, &str)]) -> Vec<Variant> {
        let variant = |(language, text): &(&str, &str)| Variant { language: (*language).into(), text: (*text).into() };
        variants.iter().map(variant).collect()
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
        let variants = checked(texts(&[("de", "Hallo"), ("", "Hello"), ("pt", "Olá")])).unwrap();
        let text = |language| in_language(&variants, language).unwrap().text.as_str();
        assert_eq!(
            (text(Some("de")), text(Some("pt-BR")), text(Some("fr")), text(None)),
            ("Hallo", "Olá", "Hello", "Hello")
        );
        let lacks = |language| lacked(&variants, &in_language(&variants, language).unwrap().language, language);
        assert_eq!((lacks(Some("de-AT")), lacks(Some("fr")), lacks(None)), (None, Some("fr"), None));
        let only = checked(texts(&[("", "Hello")])).unwrap();
        assert_eq!(lacked(&only, "", Some("fr")), None, "nobody said which language that is");
    }

    #[test]
    fn what_is_written_in_norwegian_is_found_by_each_of_its_tags() {
        for (kept, asked) in
            [("no", "nb"), ("no", "nn"), ("no", "no"), ("nb", "no"), ("nb", "nn-NO"), ("nn", "nb"), ("nn", "no")]
        {
            let variants = checked(texts(&[("", "Hello"), (kept, "Hei")])).unwrap();
            assert_eq!(in_language(&variants, Some(asked)).unwrap().text, "Hei", "{kept} for {asked}");
            assert_eq!(lacked(&variants, kept, Some(asked)), None, "{kept} for {asked}");
        }
        let both = checked(texts(&[("nb", "Ja"), ("nn", "Jau"), ("no", "Jo")])).unwrap();
        let text = |language| in_language(&both, Some(language)).unwrap().text.as_str();
        assert_eq!((text("nb"), text("nn"), text("no")), ("Ja", "Jau", "Jo"));
        let chinese = checked(texts(&[("en", "Hello"), ("zh", "你好")])).unwrap();
        assert_eq!(in_language(&chinese, Some("cmn")).unwrap().text, "你好");
        assert_eq!(in_language(&chinese, Some("yue")).unwrap().text, "Hello");
    }

    #[test]
    fn what_cannot_be_kept_says_why() {
        use VariantFault as Fault;
        let fault = |variants: &[(&str, &str)]| checked(texts(variants)).unwrap_err();
        assert_eq!(fault(&[("english", "x")]), Fault::Language("english".into()));
        assert_eq!(fault(&[("de", "x"), ("DE", "y")]), Fault::LanguageTwice("de".into()));
        assert_eq!(fault(&[("", &"x".repeat(10_001))]), Fault::TooLong);
        let many: Vec<String> =
            (0..41u8).map(|at| format!("{}{}", (b'a' + at / 26) as char, (b'a' + at % 26) as char)).collect();
        assert_eq!(fault(&many.iter().map(|tag| (tag.as_str(), "x")).collect::<Vec<_>>()), Fault::TooMany);
        let blank = fault(&[("", "Hi {{naem}}")]);
        assert_eq!(blank, Fault::Blank { blank: "{{naem}}".into() });
        assert!(blank.to_string().contains("{{first_name}}"), "{blank}");
        assert_eq!(checked(texts(&[("de", " \n "), ("", "x\r\ny ")])), Ok(texts(&[("", "x\ny")])));
    }

    proptest! {
        #[test]
        fn a_text_without_blanks_of_ours_is_itself(text in "[a-z{} \\n]{0,60}") {
            prop_assume!(BLANKS.iter().all(|(name, _)| !text.contains(name)));
            prop_assert_eq!(filling().fill(&text), text);
        }
    }
}
