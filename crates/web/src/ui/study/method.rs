//! How a study was made, in plain text: what anybody needs to make it again, or to doubt it.

use store::study::Study;

use super::gather::Found;
use super::results::agreement_words;

/// The statement. Coders are named by what they are, never by who.
pub(crate) fn statement(study: &Study, found: &Found) -> String {
    let terms = &study.terms;
    let mut lines: Vec<String> = vec![
        "How this was made".into(),
        String::new(),
        format!("Study: {}", terms.name),
        format!("Question: {}", terms.question.replace('\n', " ")),
        String::new(),
        "Sample".into(),
        format!("Query: {}", terms.query.replace('\n', " ")),
    ];
    if let Some(drawing) = &study.drawing {
        let drawn = found.mentions.len();
        lines.push(format!(
            "Population: {} mentions of people outside that meet the query, written from {} to {} ({} to {} in UTC).",
            drawing.met, terms.first_day, terms.last_day, drawing.begins_at, drawing.ends_at
        ));
        lines.push(format!(
            "Left out of {} mentions of these days: {} as spam, {} whose words were gone.",
            drawing.looked, drawing.spam, drawing.gone
        ));
        if let (Some(from), Some(to)) = (drawing.earliest_at, drawing.latest_at) {
            lines.push(format!("The population was written from {from} to {to}."));
        }
        lines.push(format!(
            "Sample: {drawn} mentions, each with the same chance: those with the smallest SHA-256 of \"seed:id\"."
        ));
        lines.push(format!("Seed: {}", terms.seed));
        lines.push(format!(
            "Drawn {}, from what was heard until then (mention {}, position {} of the log), with version {} of the rules for words.",
            drawing.began_at, drawing.last_post, drawing.position, drawing.analysis
        ));
        lines.push("Near-duplicates count each for itself.".into());
    }
    lines.push(String::new());
    lines.push("Coding".into());
    lines.push(
        "Two members of the team were to code every mention, each in a random order of their own and without seeing the other's \
         codes. \"Cannot say\" was always a choice. Disagreements were to be decided afterwards, by one of both or by whoever \
         keeps the study."
            .into(),
    );
    let coded = found.mentions.iter().filter(|one| one.coded.iter().all(|coded| coded.both().is_some())).count();
    lines.push(format!("Coded by both: {coded} of {} mentions.", found.mentions.len()));
    for (variable, question) in study.book.iter().zip(&found.questions) {
        lines.push(String::new());
        lines.push(format!("{}{}", variable.name, defined(&variable.definition)));
        lines.extend(variable.codes.iter().map(|code| format!("- {}{}", code.name, defined(&code.definition))));
        lines.extend(agreement_words(&question.agreement));
        let disputed = question.agreement.both - question.agreement.agreed;
        lines.push(format!("Disagreements: {disputed}, of which {} are not decided.", question.open));
    }
    lines.push(String::new());
    lines.push(
        "Kappa counts \"cannot say\" as a code (Cohen 1960; interval after Fleiss, Cohen and Everitt 1969); alpha, for names, \
         as missing (Krippendorff 2011). Intervals of shares are Wilson's, 95 %."
            .into(),
    );
    lines.push(String::new());
    lines.join("\n")
}

fn defined(definition: &str) -> String {
    if definition.is_empty() { String::new() } else { format!(": {}", definition.replace('\n', " ")) }
}
