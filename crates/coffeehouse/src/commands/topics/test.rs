//! `coffeehouse topics test`: every topic against its own examples.

use std::fmt::Write as _;
use std::io::{self, ErrorKind, Write as _};
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Context as _;
use listening::{AnalysedPost, Analysis, Context, Field, FieldContext, Post, Truth};
use model::{Clock as _, SystemClock};

use super::file::{self, Example, Topic};
use crate::commands::printable;

/// Characters of an example's text shown.
const TEXT_CHARS: usize = 120;

#[derive(clap::Args)]
#[command(after_help = "Exit codes: 0 every example holds, 1 some do not, 2 the file cannot be understood.")]
pub struct Arguments {
    /// A file of topics, TOML or JSON Lines; their examples stand in `matches` and `does_not_match`.
    file: PathBuf,
}

pub fn run(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    let topics = file::read(&arguments.file)?;
    let mut tester = Tester {
        analysis: Analysis::social(),
        context: Context::at(SystemClock.now().as_microsecond()),
        report: String::new(),
        examples: 0,
        failed: 0,
    };
    topics.iter().for_each(|topic| tester.test(topic));
    tester.sum_up(&topics);
    match io::stdout().write_all(tester.report.as_bytes()) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => return Err(error).context("cannot write the report"),
        _ => {}
    }
    Ok(if tester.failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

struct Tester {
    analysis: Analysis,
    context: Context<'static>,
    report: String,
    examples: usize,
    failed: usize,
}

impl Tester {
    fn test(&mut self, topic: &Topic) {
        for doubt in topic.query.lint(FieldContext::Topic) {
            let note = printable::one_line(&format!("{}. {}", doubt.message, doubt.suggestion.text), 300);
            let _ = writeln!(self.report, "{}: note: {}", printable::one_line(&topic.id.to_string(), 80), note.trim());
        }
        topic.matches.iter().for_each(|example| self.try_example(topic, example, Truth::True));
        topic.does_not_match.iter().for_each(|example| self.try_example(topic, example, Truth::False));
    }

    fn try_example(&mut self, topic: &Topic, Example(example): &Example, wanted: Truth) {
        self.examples += 1;
        let (truth, explanation) = example.with_post(|post| {
            let query = topic.query.compile(&self.analysis);
            let needs_language = post.lang.is_none() && query.asks_for(Field::Lang);
            let language = needs_language.then(|| enrichment::language_of(post.text)).flatten();
            let post = Post { lang: post.lang.or(language.as_deref()), ..*post };
            let post = AnalysedPost::new(&post, &self.analysis);
            (query.matches(&post, &self.context), query.explain(&post, &self.context))
        });
        if truth == wanted {
            return;
        }
        self.failed += 1;
        let what = match (wanted, truth) {
            (Truth::True, Truth::Undecided) => "should match, and is undecided: give it the judgements it needs",
            (Truth::True, _) => "should match, and does not",
            (_, Truth::Undecided) => "should not match, and is undecided: give it the judgements it needs",
            _ => "should not match, and does",
        };
        let id = printable::one_line(&topic.id.to_string(), 80);
        let _ = writeln!(self.report, "{id}: {what}: {}", printable::one_line(example.text(), TEXT_CHARS));
        for line in printable::lines(&explanation.to_string()).lines() {
            let _ = writeln!(self.report, "  {line}");
        }
    }

    fn sum_up(&mut self, topics: &[Topic]) {
        let bare = topics.iter().filter(|topic| topic.matches.is_empty() && topic.does_not_match.is_empty()).count();
        let held = self.examples - self.failed;
        let (examples, of) = (counted(self.examples, "example"), counted(topics.len(), "topic"));
        let bare = if bare == 0 { String::new() } else { format!(" ({bare} without examples)") };
        let _ = writeln!(self.report, "{of}{bare}, {examples}: {held} held, {} failed", self.failed);
    }
}

fn counted(count: usize, noun: &str) -> String {
    format!("{count} {noun}{}", if count == 1 { "" } else { "s" })
}
