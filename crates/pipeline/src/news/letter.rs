//! The words of the house's mail: ours alone. What people said stays in the house; a mail says what happened, how often, and where it
//! is to be read.

use std::fmt::Write as _;

use channels::mailer::Mail;
use store::letter::Letter;
use store::notice::{About, Notice};
use url::Url;
use wording::t;

/// Notices of which a digest has a line each.
const LINES_MAX: usize = 20;

/// One thing that a mail says, with where it leads.
struct Line {
    words: String,
    link: Option<Url>,
}

/// A mail as it is composed.
struct Composed {
    subject: String,
    head: String,
    lines: Vec<Line>,
    foot: Vec<Line>,
}

fn plain(words: &str) -> Line {
    Line { words: words.to_owned(), link: None }
}

fn linked(words: &str, base: &Url, path: &str) -> Line {
    Line { words: words.to_owned(), link: base.join(path).ok() }
}

/// Tells of notices; `stop` is the path that stops it.
pub(crate) fn digest(letter: &Letter, house: (&str, &Url), told: &[Notice], stop: &str) -> Mail {
    let (name, base) = house;
    let mut lines: Vec<Line> = told
        .iter()
        .take(LINES_MAX)
        .map(|one| {
            let path = match one.about {
                About::Conversation(id) => format!("inbox/{id}?view=all"),
                About::Fact(id) => format!("facts/{id}"),
                About::Statement(id) => format!("statements/{id}"),
            };
            linked(&capital(one.kind.words()), base, &path)
        })
        .collect();
    if told.len() > LINES_MAX {
        lines.push(plain(&t!("And {count} more", count = told.len() - LINES_MAX)));
    }
    let composed = Composed {
        subject: t!(told.len(); "{count} thing for you: {name}", "{count} things for you: {name}", name),
        head: t!(told.len(); "{count} thing for you at {name}:", "{count} things for you at {name}:", name),
        lines,
        foot: vec![
            linked(t!("All that is for you"), base, "notices"),
            linked(t!("Choose what comes, how and when"), base, "me/notices"),
            linked(t!("Stop these mails"), base, stop),
        ],
    };
    composed.mail(letter, base.join(stop).ok().map(String::from))
}

/// Asks whether mail may come to an address; `confirm` is the path that says so.
pub(crate) fn confirm(letter: &Letter, (name, base): (&str, &Url), member: &str, confirm: &str) -> Mail {
    let composed = Composed {
        subject: t!("Is this your address? {name}", name),
        head: t!(
            "{member} of {name} asks for mail to this address: what is for them there, and nothing else.",
            member,
            name
        ),
        lines: vec![linked(t!("Yes, it is mine (the link works once, for a day)"), base, confirm)],
        foot: vec![plain(t!("If you do not know of it, do nothing: no other mail will come."))],
    };
    composed.mail(letter, None)
}

/// Tells a former address that mail goes elsewhere now.
pub(crate) fn moved(letter: &Letter, (name, base): (&str, &Url)) -> Mail {
    let composed = Composed {
        subject: t!("Your mail goes to another address now: {name}", name),
        head: t!(
            "You asked {name} to send your mail to another address, and it was confirmed. No more comes here.",
            name
        ),
        lines: vec![linked(t!("If that was not you, change your password and the address"), base, "me")],
        foot: Vec::new(),
    };
    composed.mail(letter, None)
}

impl Composed {
    fn mail(self, letter: &Letter, stopped_at: Option<String>) -> Mail {
        Mail {
            to: letter.address.clone(),
            text: self.text(),
            html: self.html(),
            subject: self.subject,
            id: format!("letter-{}", letter.id),
            at: letter.created_at,
            stopped_at,
        }
    }

    fn text(&self) -> String {
        let mut text = format!("{}\n\n", self.head);
        for (part, mark) in [(&self.lines, "* "), (&self.foot, "")] {
            for line in part {
                match &line.link {
                    Some(link) => writeln!(text, "{mark}{}:\n  {link}", line.words),
                    None => writeln!(text, "{mark}{}", line.words),
                }
                .expect("a text takes what is written");
            }
            text.push('\n');
        }
        text
    }

    /// Readable without a picture, a sheet of style or a script.
    fn html(&self) -> String {
        let line = |line: &Line| match &line.link {
            Some(link) => format!("<a href=\"{}\">{}</a>", escaped(link.as_str()), escaped(&line.words)),
            None => escaped(&line.words),
        };
        let items: String = self.lines.iter().map(|one| format!("<li>{}</li>\n", line(one))).collect();
        let foot: String = self.foot.iter().map(|one| format!("<p>{}</p>\n", line(one))).collect();
        format!(
            "<!DOCTYPE html>\n<html lang=\"{}\">\n<head><meta charset=\"utf-8\"><title>{}</title></head>\n<body>\n<p>{}</p>\n\
             <ul>\n{items}</ul>\n{foot}</body>\n</html>\n",
            wording::current().tag(),
            escaped(&self.subject),
            escaped(&self.head)
        )
    }
}

fn capital(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for sign in text.chars() {
        match sign {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            sign => out.push(sign),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use model::{LetterKind, LetterState, MemberId, NoticeKind};

    use super::*;

    fn letter() -> Letter {
        Letter {
            id: 7.into(),
            member: MemberId(3),
            kind: LetterKind::Digest,
            address: "mara@example.org".into(),
            notices: vec![],
            state: LetterState::Waiting,
            attempts: 0,
            why: None,
            created_at: "2026-11-23T10:00:00Z".parse().unwrap(),
            tried_at: None,
        }
    }

    fn told(count: i64) -> Vec<Notice> {
        let one = |id: i64| Notice {
            id: id.into(),
            kind: NoticeKind::Nudged,
            run: None,
            about: About::Conversation((id + 100).into()),
            at: letter().created_at,
            seen_at: None,
        };
        (1..=count).map(one).collect()
    }

    #[test]
    fn a_digest_says_what_happened_and_where_in_text_and_in_html_alike() {
        let base = Url::parse("https://coffee.example/house/").unwrap();
        let mail = digest(&letter(), ("Kaffee & <Kuchen>", &base), &told(2), "mail/stop/3.abc");
        assert_eq!(mail.subject, "2 things for you: Kaffee & <Kuchen>");
        assert_eq!(mail.stopped_at.as_deref(), Some("https://coffee.example/house/mail/stop/3.abc"));
        assert!(
            mail.text
                .contains("* A colleague calls you in a note:\n  https://coffee.example/house/inbox/101?view=all\n")
        );
        assert!(mail.html.contains(
            "<a href=\"https://coffee.example/house/inbox/102?view=all\">A colleague calls you in a note</a>"
        ));
        assert!(mail.html.contains("2 things for you at Kaffee &amp; &lt;Kuchen&gt;:"));
        assert!(!mail.html.contains("<img") && !mail.html.contains("<Kuchen>"));
    }

    #[test]
    fn of_many_things_the_first_have_a_line_each_and_the_rest_is_counted() {
        let base = Url::parse("https://coffee.example/").unwrap();
        let mail = digest(&letter(), ("Vellenbahn", &base), &told(23), "mail/stop/3.abc");
        assert_eq!(mail.text.matches("calls you").count(), 20);
        assert!(mail.text.contains("* And 3 more\n") && mail.subject.starts_with("23 things"));
        let one = digest(&letter(), ("Vellenbahn", &base), &told(1), "mail/stop/3.abc");
        assert_eq!(one.subject, "1 thing for you: Vellenbahn");
    }
}
