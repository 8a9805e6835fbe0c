//! The translations into one language: a gettext catalogue.

use anyhow::{Context, Result};
use polib::catalog::Catalog;
use polib::message::{Message, MessageView};

use super::text::{Said, Text};

/// A gettext catalogue.
pub struct Catalogue(Catalog);

/// One of its texts.
pub struct Entry {
    /// In English.
    pub text: Text,
    /// Its translations: one, or one for each form of a number. Empty ones are not made yet.
    pub forms: Vec<String>,
    /// Whether whoever translated it was not sure.
    pub is_fuzzy: bool,
    /// The files that say it.
    pub files: Vec<String>,
}

impl Catalogue {
    /// Reads a catalogue.
    pub fn parse(written: &str) -> Result<Self> {
        polib::po_file::parse_from_reader(written.as_bytes()).map(Self).context("this is no gettext catalogue")
    }

    /// Its tag (BCP 47).
    pub fn language(&self) -> &str {
        &self.0.metadata.language
    }

    /// How many forms of a number its head promises.
    pub fn forms(&self) -> usize {
        self.0.metadata.plural_rules.nplurals
    }

    /// Its texts, as they stand in it.
    pub fn entries(&self) -> impl Iterator<Item = Entry> {
        self.0.messages().map(|message| Entry {
            text: Text {
                one: message.msgid().to_owned(),
                many: message.msgid_plural().ok().map(str::to_owned),
                context: message.msgctxt().unwrap_or_default().to_owned(),
            },
            forms: message
                .msgstr()
                .map(|one| vec![one.to_owned()])
                .or_else(|_| message.msgstr_plural().cloned())
                .unwrap_or_default(),
            is_fuzzy: message.is_fuzzy(),
            files: message.source().split_whitespace().map(str::to_owned).collect(),
        })
    }

    /// Texts without translation.
    pub fn untranslated(&self) -> impl Iterator<Item = Text> {
        self.entries().filter(|entry| !entry.is_translated()).map(|entry| entry.text)
    }

    /// The same with exactly the texts that are said, by the first file that says them: translations stay, and what a
    /// translator remarked; those of texts that are said no more go.
    pub fn in_step(&self, said: &Said) -> Self {
        let mut kept = Catalog::new(self.0.metadata.clone());
        kept.preheader.clone_from(&self.0.preheader);
        let mut texts: Vec<_> = said.iter().collect();
        texts.sort_by_key(|(text, files)| (files.first(), *text));
        for (text, files) in texts {
            let context = Some(text.context.as_str()).filter(|context| !context.is_empty());
            let before = self.0.find_message(context, &text.one, text.many.as_deref());
            let files: Vec<&str> = files.iter().map(String::as_str).collect();
            kept.append_or_update(message(text, &files.join("\n"), before, self.forms()));
        }
        Self(kept)
    }

    /// As it is written.
    pub fn print(&self) -> Result<String> {
        let mut written = std::io::BufWriter::new(Vec::new());
        polib::po_file::write(&self.0, &mut written)?;
        let mut written = String::from_utf8(written.into_inner()?)?;
        written.truncate(written.trim_end().len());
        Ok(written + "\n")
    }
}

fn message(text: &Text, files: &str, before: Option<&dyn MessageView>, forms: usize) -> Message {
    let mut new = if text.many.is_some() { Message::build_plural() } else { Message::build_singular() };
    new.with_source(files.to_owned()).with_msgctxt(text.context.clone()).with_msgid(text.one.clone());
    if let Some(many) = &text.many {
        let told = before.and_then(|before| before.msgstr_plural().ok().cloned());
        let told = told.unwrap_or_else(|| vec![String::new(); forms]);
        new.with_msgid_plural(many.clone()).with_msgstr_plural(told);
    } else {
        new.with_msgstr(before.and_then(|before| before.msgstr().ok()).unwrap_or_default().to_owned());
    }
    if let Some(before) = before {
        new.with_translator_comments(before.translator_comments().to_owned()).with_flags(before.flags().clone());
    }
    new.done()
}

impl Entry {
    /// Whether every form is translated.
    pub fn is_translated(&self) -> bool {
        !self.forms.is_empty() && self.forms.iter().all(|form| !form.is_empty())
    }
}

#[cfg(test)]
pub mod tests {
    use std::collections::BTreeSet;

    use super::*;

    pub const HEAD: &str =
        "msgid \"\"\nmsgstr \"\"\n\"Language: de\\n\"\n\"Plural-Forms: nplurals=2; plural=(n != 1);\\n\"\n";

    pub fn said(texts: impl IntoIterator<Item = (Text, &'static str)>) -> Said {
        texts
            .into_iter()
            .map(|(text, files)| (text, files.split(' ').map(str::to_owned).collect::<BTreeSet<_>>()))
            .collect()
    }

    #[test]
    fn new_texts_come_old_ones_go_and_translations_stay() {
        let before = format!(
            "{HEAD}\n# A remark.\n#: gone.rs\nmsgid \"Save\"\nmsgstr \"Sichern\"\n\nmsgid \"Gone\"\nmsgstr \"Weg\"\n\n\
             msgid \"{{count}} row\"\nmsgid_plural \"{{count}} rows\"\nmsgstr[0] \"{{count}} Zeile\"\nmsgstr[1] \"{{count}} Zeilen\"\n"
        );
        let said = said([
            (Text::plain("Save"), "b.rs c.js"),
            (Text::counted("{count} row", "{count} rows"), "c.rs"),
            (Text::apart("state", "Open"), "a.rs"),
            (Text::counted("{count} post", "{count} posts"), "a.rs"),
        ]);
        let kept = Catalogue::parse(&before).unwrap().in_step(&said);
        let written = kept.print().unwrap();
        let expected = "#: a.rs\nmsgctxt \"state\"\nmsgid \"Open\"\nmsgstr \"\"\n\n\
            #: a.rs\nmsgid \"{count} post\"\nmsgid_plural \"{count} posts\"\nmsgstr[0] \"\"\nmsgstr[1] \"\"\n\n\
            # A remark.\n#: b.rs\n#: c.js\nmsgid \"Save\"\nmsgstr \"Sichern\"\n\n\
            #: c.rs\nmsgid \"{count} row\"\nmsgid_plural \"{count} rows\"\nmsgstr[0] \"{count} Zeile\"\nmsgstr[1] \"{count} Zeilen\"\n";
        let (head, entries) = written.split_once("\n\n").unwrap();
        assert!(head.contains("Language: de") && head.contains("nplurals=2"), "{head}");
        // Upper-case letters come before braces.
        assert_eq!(entries, expected);
        assert_eq!(kept.untranslated().count(), 2);
        let again = Catalogue::parse(&written).unwrap().in_step(&said).print().unwrap();
        assert_eq!(again, written, "what is in step stays as it is");
    }

    #[test]
    fn long_texts_come_back_whole() {
        let text = Text::plain(&"A \"long\" text with a \\ and\ta line\nof its own, ".repeat(9));
        let said = said([(text.clone(), "a.rs")]);
        let written = Catalogue::parse(HEAD).unwrap().in_step(&said).print().unwrap();
        assert_eq!(Catalogue::parse(&written).unwrap().entries().next().unwrap().text, text);
    }
}
