//! How a study was made, in plain text: what anybody needs to make it again, or to doubt it.

use store::study::Study;
use wording::t;

use super::gather::Found;
use super::results::agreement_words;

/// The statement. Coders are named by what they are, never by who.
pub(crate) fn statement(study: &Study, found: &Found) -> String {
    let terms = &study.terms;
    let mut lines: Vec<String> = vec![
        t!("How this was made").into(),
        String::new(),
        t!("Study: {name}", name = terms.name),
        t!("Question: {question}", question = terms.question.replace('\n', " ")),
        String::new(),
        t!("Sample").into(),
        t!("Query: {query}", query = terms.query.replace('\n', " ")),
    ];
    if let Some(drawing) = &study.drawing {
        let drawn = found.mentions.len();
        lines.push(t!(
            "Population: {met} mentions of people outside that meet the query, written from {first_day} to {last_day} ({begins_at} to {ends_at} in UTC).",
            met = drawing.met,
            first_day = terms.first_day,
            last_day = terms.last_day,
            begins_at = drawing.begins_at,
            ends_at = drawing.ends_at
        ));
        lines.push(t!(
            "Left out of {looked} mentions of these days: {spam} as spam, {gone} whose words were gone.",
            looked = drawing.looked,
            spam = drawing.spam,
            gone = drawing.gone
        ));
        if let (Some(from), Some(to)) = (drawing.earliest_at, drawing.latest_at) {
            lines.push(t!("The population was written from {from} to {to}.", from, to));
        }
        lines.push(t!(
            "Sample: {drawn} mentions, each with the same chance: those with the smallest SHA-256 of \"seed:id\".",
            drawn
        ));
        lines.push(t!("Seed: {seed}", seed = terms.seed));
        lines.push(t!(
            "Drawn {began_at}, from what was heard until then (mention {last_post}, position {position} of the log), with version {analysis} of the rules for words.",
            began_at = drawing.began_at,
            last_post = drawing.last_post,
            position = drawing.position,
            analysis = drawing.analysis
        ));
        lines.push(t!("Near-duplicates count each for itself.").into());
    }
    lines.push(String::new());
    lines.push(t!("Coding").into());
    lines.push(
        t!("Two members of the team were to code every mention, each in a random order of their own and without seeing the other's \
         codes. \"Cannot say\" was always a choice. Disagreements were to be decided afterwards, by one of both or by whoever \
         keeps the study.")
            .into(),
    );
    let coded = found.mentions.iter().filter(|one| one.coded.iter().all(|coded| coded.both().is_some())).count();
    lines.push(t!("Coded by both: {coded} of {mentions} mentions.", coded, mentions = found.mentions.len()));
    for (variable, question) in study.book.iter().zip(&found.questions) {
        lines.push(String::new());
        lines.push(format!("{}{}", variable.name, defined(&variable.definition)));
        lines.extend(variable.codes.iter().map(|code| format!("- {}{}", code.name, defined(&code.definition))));
        lines.extend(agreement_words(&question.agreement));
        let disputed = question.agreement.both - question.agreement.agreed;
        lines.push(t!("Disagreements: {disputed}, of which {open} are not decided.", disputed, open = question.open));
    }
    lines.push(String::new());
    lines.push(
        t!("Kappa counts \"cannot say\" as a code (Cohen 1960; interval after Fleiss, Cohen and Everitt 1969); alpha, for names, \
         as missing (Krippendorff 2011). Intervals of shares are Wilson's, 95 %.")
            .into(),
    );
    lines.push(String::new());
    lines.join("\n")
}

fn defined(definition: &str) -> String {
    if definition.is_empty() { String::new() } else { format!(": {}", definition.replace('\n', " ")) }
}
