//! Shows what is wrong with a query: the place marked under it, the reason, what to write instead.

use std::fmt::Write as _;

use listening::{ParseError, ParseErrors};

use super::printable;

/// Most errors shown of one query.
const ERRORS_MAX: usize = 5;
/// Characters of a long line shown before and after the place.
const AROUND: usize = 60;
/// Longest query shown with its change made.
const CHANGED_BYTES_MAX: usize = 300;

/// Returns the errors, each in a few indented lines.
pub fn show(query: &str, errors: &ParseErrors) -> String {
    let mut shown = String::new();
    for error in errors.iter().take(ERRORS_MAX) {
        show_one(query, error, &mut shown);
    }
    let count = errors.iter().count();
    if count > ERRORS_MAX {
        let _ = writeln!(shown, "  and {} more", count - ERRORS_MAX);
    }
    if count > 1
        && let Some(changed) = errors.fix(query).filter(|changed| changed.len() <= CHANGED_BYTES_MAX)
    {
        let _ = writeln!(shown, "  all changes at once: {}", printable::one_line(&changed, CHANGED_BYTES_MAX));
    }
    shown.trim_end().to_owned()
}

fn show_one(query: &str, error: &ParseError, shown: &mut String) {
    let place = Place::of(query, error.span.start, error.span.end);
    let _ = writeln!(shown, "  {}", place.line);
    let _ = writeln!(shown, "  {:indent$}{:^<width$}", "", "", indent = place.indent, width = place.width);
    let line = if place.line_number > 1 { format!("line {}, ", place.line_number) } else { String::new() };
    let _ = writeln!(shown, "  {line}column {}: {}", place.column, printable::one_line(&error.reason.to_string(), 300));
    if !error.suggestion.text.is_empty() {
        let _ = writeln!(shown, "  help: {}", printable::one_line(&error.suggestion.text, 300));
    }
    if let Some(fix) = &error.suggestion.fix {
        let changed = fix.apply(query);
        if changed.len() <= CHANGED_BYTES_MAX {
            let _ = writeln!(shown, "  try:  {}", printable::one_line(&changed, CHANGED_BYTES_MAX));
        }
    }
}

/// The line of a query in which something is wrong, cut to fit, and where the mark goes.
struct Place {
    line: String,
    line_number: usize,
    /// Characters from the line's beginning, from 1.
    column: usize,
    indent: usize,
    width: usize,
}

impl Place {
    fn of(query: &str, start: usize, end: usize) -> Self {
        let start = query.floor_char_boundary(start);
        let before = &query[..start];
        let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
        let line_end = query[start..].find('\n').map_or(query.len(), |newline| start + newline);
        let end = query.floor_char_boundary(end).clamp(start, line_end);
        let column = query[line_start..start].chars().count();
        let marked = query[start..end].chars().count().max(1);
        let skipped = column.saturating_sub(AROUND);
        let kept: String = query[line_start..line_end].chars().skip(skipped).collect();
        let (ellipsis, indent) = if skipped > 0 { ("…", AROUND + 1) } else { ("", column) };
        let line = format!("{ellipsis}{}", printable::one_line(&kept, 2 * AROUND));
        let room = line.chars().count().saturating_sub(indent).max(1);
        Self {
            line,
            line_number: before.matches('\n').count() + 1,
            column: column + 1,
            indent,
            width: marked.min(room),
        }
    }
}

#[cfg(test)]
mod tests {
    use listening::Query;

    use super::show;

    fn shown(query: &str) -> String {
        show(query, &query.parse::<Query>().unwrap_err())
    }

    #[test]
    fn mark_stands_under_the_place_with_letters_of_several_bytes_before_it() {
        let text = shown("café AND (zug");
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(lines[0], "  café AND (zug");
        assert_eq!(lines[1].chars().position(|c| c == '^'), lines[0].chars().position(|c| c == '('), "{text}");
        assert!(lines[2].contains("column 10"), "{text}");
    }

    #[test]
    fn only_the_line_in_question_of_a_query_of_several_lines_is_shown() {
        let text = shown("delta\n  AND *late");
        assert!(text.starts_with("    AND *late\n        ^"), "{text}");
        assert!(text.contains("line 2, column 7"), "{text}");
    }

    #[test]
    fn several_changes_are_shown_together_too() {
        assert!(!shown("from:acme raw:Google+ lost").contains("at once"));
        let text = shown("raw:Google+ filter:links lost");
        assert!(text.ends_with("all changes at once: exact:\"Google+\" has:links lost"), "{text}");
    }

    #[test]
    fn long_query_is_cut_around_the_place() {
        let text = shown(&format!("{} *late {}", "delta ".repeat(500), "bag ".repeat(500)));
        assert!(text.lines().all(|line| line.chars().count() < 200), "{text}");
        let lines: Vec<&str> = text.lines().collect();
        let mark = lines[1].chars().position(|c| c == '^').unwrap();
        assert_eq!(lines[0].chars().nth(mark), Some('*'), "{text}");
    }
}
