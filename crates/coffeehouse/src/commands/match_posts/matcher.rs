//! What the posts of a batch match, as lines of output.

use std::collections::HashMap;
use std::ops::ControlFlow;
use std::sync::OnceLock;

use listening::{AnalysedPost, CompiledQuery, Context, Explanation, Part, Post, QueryIndex, Span, Truth};
use serde::Serialize;

use super::input::{Batch, LINE_BYTES_MAX};
use super::post_line::PostLine;
use crate::commands::id::Id;
use crate::commands::printable;

/// Output is handed on once it is so long, so that a post that everything matches needs no more memory than others.
const OUTPUT_BYTES: usize = 1 << 20;
const BAD_LINES: usize = 1_000;

/// The topics, and what is said of a match.
pub struct Matcher {
    /// The topics by id.
    pub index: QueryIndex<Id>,
    /// The same one by one, once something matched them.
    pub matched: HashMap<Id, OnceLock<CompiledQuery>>,
    /// The time that relative times count from, in microseconds since 1970.
    pub now: i64,
    /// Whether each match says why.
    pub is_explained: bool,
    /// Whether matches are given that depend on what nobody has judged.
    pub gives_undecided: bool,
}

/// What some lines of input gave.
#[derive(Debug, Default)]
pub struct Output {
    /// A JSON line for each match.
    pub matches: Vec<u8>,
    /// How many there are.
    pub found: u64,
    /// How many posts were read.
    pub posts: u64,
    /// How many bytes of input are done with.
    pub bytes: u64,
    /// Lines that are no post.
    pub bad: Vec<BadLine>,
}

/// A line of input that is no post.
#[derive(Debug)]
pub struct BadLine {
    /// Its number, from 1.
    pub line: u64,
    /// What is wrong with it.
    pub reason: String,
}

impl Matcher {
    /// Hands over what the posts of a batch match, in their order and by topic.
    pub fn look(&self, batch: &Batch, mut each: impl FnMut(Output) -> ControlFlow<()>) {
        let mut output = Output::default();
        let (first, bytes) = match batch {
            Batch::Lines { first, bytes } => (*first, bytes),
            Batch::TooLong { line } => {
                output.bad.push(BadLine { line: *line, reason: too_long() });
                let _ = each(output);
                return;
            }
        };
        for (number, line) in (first..).zip(bytes.split_inclusive(|byte| *byte == b'\n')) {
            output.bytes += line.len() as u64;
            match read(number, line) {
                Ok(Some(post)) => self.look_at(number, &post, &mut output),
                Ok(None) => {}
                Err(reason) => output.bad.push(BadLine { line: number, reason }),
            }
            if (output.matches.len() >= OUTPUT_BYTES || output.bad.len() >= BAD_LINES)
                && each(std::mem::take(&mut output)).is_break()
            {
                return;
            }
        }
        let _ = each(output);
    }

    fn look_at(&self, line: u64, read: &PostLine, output: &mut Output) {
        output.posts += 1;
        let by_line = Id::Number(line.into());
        let id = read.id.as_ref().unwrap_or(&by_line);
        read.with_post(|post| {
            let context = Context::at(self.now);
            let language = self.index.needs_language(post).then(|| enrichment::language_of(post.text)).flatten();
            let post = Post { lang: post.lang.or(language.as_deref()), ..*post };
            let post = AnalysedPost::new(&post, self.index.analysis());
            for found in self.index.match_analysed(&post, &context) {
                if !found.truth.is_true() && !self.gives_undecided {
                    continue;
                }
                let query = self.query(&found.id);
                let explanation = self.is_explained.then(|| query.explain(&post, &context));
                let line = MatchLine {
                    post: id,
                    topic: &found.id,
                    spans: spans(query, &query.spans(&post, &context)),
                    undecided: !found.truth.is_true(),
                    explanation: explanation.as_ref().map(Explained::from),
                };
                serde_json::to_writer(&mut output.matches, &line).expect("text is written to memory");
                output.matches.push(b'\n');
                output.found += 1;
            }
        });
    }

    fn query(&self, id: &Id) -> &CompiledQuery {
        self.matched[id].get_or_init(|| self.index.query(id).expect("what matched is a topic of the index"))
    }
}

/// Returns the post of a line, none when the line is empty, or what is wrong with it.
fn read(number: u64, line: &[u8]) -> Result<Option<PostLine>, String> {
    if line.len() > LINE_BYTES_MAX {
        return Err(too_long());
    }
    let line = if number == 1 { line.strip_prefix("\u{FEFF}".as_bytes()).unwrap_or(line) } else { line };
    let line = str::from_utf8(line).map_err(|error| format!("not UTF-8 at byte {}", error.valid_up_to() + 1))?;
    if line.trim().is_empty() {
        return Ok(None);
    }
    if !line.trim_start().starts_with('{') {
        return Err("not a JSON object".to_owned());
    }
    serde_json::from_str(line).map(Some).map_err(|error| {
        let message = error.to_string();
        // The reader counts lines too, and knows of one only.
        let reason = message.rsplit_once(" at line ").map_or(message.as_str(), |(reason, _)| reason);
        format!("{}, at column {}", printable::one_line(reason, 200), error.column())
    })
}

fn too_long() -> String {
    format!("longer than {} MiB", LINE_BYTES_MAX >> 20)
}

#[derive(Serialize)]
struct MatchLine<'a> {
    post: &'a Id,
    topic: &'a Id,
    spans: Vec<MatchSpan<'a>>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    undecided: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    explanation: Option<Explained<'a>>,
}

#[derive(Serialize)]
struct MatchSpan<'a> {
    start: usize,
    end: usize,
    clause: &'a str,
}

/// Offsets are into the text alone; what was found in a title is in the explanation.
fn spans<'q>(query: &'q CompiledQuery, spans: &[Span]) -> Vec<MatchSpan<'q>> {
    let in_text = spans.iter().filter(|span| span.part == Part::Text);
    let clause = |span: &Span| &*query.clauses()[span.clause as usize].text;
    in_text.map(|span| MatchSpan { start: span.start, end: span.end, clause: clause(span) }).collect()
}

#[derive(Serialize)]
struct Explained<'a> {
    label: &'a str,
    truth: &'static str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    spans: Vec<ExplainedSpan<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    parts: Vec<Explained<'a>>,
}

#[derive(Serialize)]
struct ExplainedSpan<'a> {
    start: usize,
    end: usize,
    word: &'a str,
    /// Absent when it is the text.
    #[serde(skip_serializing_if = "Option::is_none")]
    part: Option<&'static str>,
}

impl<'a> From<&'a Explanation> for Explained<'a> {
    fn from(explanation: &'a Explanation) -> Self {
        let spans = explanation.spans.iter().zip(&explanation.words).map(|(span, word)| ExplainedSpan {
            start: span.start,
            end: span.end,
            word,
            part: match span.part {
                Part::Text => None,
                Part::Title => Some("title"),
                Part::Alt(_) => Some("alt"),
            },
        });
        Self {
            label: &explanation.label,
            truth: match explanation.truth {
                Truth::True => "true",
                Truth::False => "false",
                Truth::Undecided => "undecided",
            },
            spans: spans.collect(),
            parts: explanation.parts.iter().map(Self::from).collect(),
        }
    }
}
