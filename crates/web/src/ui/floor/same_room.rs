//! The same room as a table.

use insights::{Floor, State, Table, TableId};
use maud::{Markup, html};
use wording::{number, t};

use super::mood;
use super::view::{address_of, name_of};
use super::words;
use crate::ui::components::time::{self, length_exact};
use crate::ui::layout::Frame;

/// Words of a kind that are shown of a table.
const SHOWN: usize = 3;

/// Everything that the picture shows, as rows.
pub(super) fn same_room(floor: &Floor, frame: &Frame) -> Markup {
    let total = |state| floor.count(state);
    let some = |count: usize| if count == 0 { "–".to_owned() } else { number(count) };
    let posts: usize = floor.tables.iter().map(|table| table.posts).sum();
    html! { section.same-room {
        h2 { (t!("The same room as a table")) }
        p.dim { (t!(
            "{tables}, {people}, {posts}. Whoever speaks at two tables sits where they spoke last and is counted once; a post counts where it was said.",
            tables = t!(floor.tables.len(); "{count} table", "{count} tables"),
            people = t!(floor.head_count(); "{count} person", "{count} people"),
            posts = t!(posts; "{count} post", "{count} posts"),
        )) }
        div.tablewrap tabindex="0" role="region" aria-label=(t!("People by table")) { table.data.people-table {
            thead { tr {
                th scope="col" { (t!("where people sit": "Table")) } th.n scope="col" { (t!("People")) } th.n scope="col" { (t!("Late")) } th.n scope="col" { (t!("Waiting")) }
                th.n scope="col" { (t!("Answered")) } th.n scope="col" { (t!("Heard")) } th.n scope="col" { (t!("Longest wait")) }
                th.n scope="col" { (t!("Posts")) } th.n scope="col" { (t!("Last spoke")) }
                th scope="col" { (t!("Mood")) } th scope="col" { (t!("Who they are")) } th scope="col" { (t!("What they want")) }
            } }
            tbody { @for table in &floor.tables { tr {
                th scope="row" {
                    @match address_of(table, frame) { Some(address) => a href=(address) { (name_of(table)) }, None => (name_of(table)) }
                    @if table.id == TableId::Small { span.t1.faint { " " (table.topics.join(", ")) } }
                }
                td.n data-l=(t!("People")) { span { (number(table.people.len())) @if table.speakers > table.people.len() {
                    span.faint title=(t!("spoke here and sit elsewhere by now")) { " + " (number(table.speakers - table.people.len())) } } } }
                @for (state, words) in [(State::Late, t!("Late")), (State::Waiting, t!("Waiting")), (State::Answered, t!("Answered")), (State::Heard, t!("Heard"))] {
                    td.n.strong[state == State::Late && table.count(state) > 0] data-l=(words) { (some(table.count(state))) }
                }
                td.n data-l=(t!("Longest wait")) { @match table.waiting_since() {
                    Some(since) => (length_exact(floor.now.duration_since(since).as_secs())), None => "–" } }
                td.n data-l=(t!("Posts")) { (number(table.posts)) }
                td.n data-l=(t!("Last spoke")) { (time::ago(table.last_at, frame)) }
                td data-l=(t!("Mood")) { span { (mood::cell(table)) } }
                td data-l=(t!("Who they are")) { (most(who(table))) }
                td data-l=(t!("What they want")) { (most(wants(table))) }
            } } }
            tfoot { tr {
                th scope="row" { (t!("All")) }
                td.n data-l=(t!("People")) { (number(floor.head_count())) }
                td.n data-l=(t!("Late")) { (some(total(State::Late))) } td.n data-l=(t!("Waiting")) { (some(total(State::Waiting))) }
                td.n data-l=(t!("Answered")) { (some(total(State::Answered))) } td.n data-l=(t!("Heard")) { (some(total(State::Heard))) }
                td.n data-l=(t!("Longest wait")) { @match floor.longest_wait() {
                    Some((_, since)) => (length_exact(floor.now.duration_since(since).as_secs())), None => "–" } }
                td.n data-l=(t!("Posts")) { (number(posts)) } td {} td {} td {} td {}
            } }
        } }
    } }
}

/// What was judged of how people stand, the relation first: a critic may be a customer.
fn who(table: &Table) -> Vec<&'static str> {
    let relations = table.people.iter().filter_map(|person| person.relation).map(words::relation);
    let stances = table.people.iter().filter_map(|person| person.stance).map(words::stance);
    relations.chain(stances).collect()
}

/// What people were after in what they last said.
fn wants(table: &Table) -> Vec<&'static str> {
    table.people.iter().filter_map(|person| person.intent).map(words::intent).collect()
}

/// The words that come most often, with how many: "customer 12, press 2".
fn most(words: Vec<&'static str>) -> String {
    let mut counts: Vec<(&str, usize)> = Vec::new();
    for word in words {
        match counts.iter_mut().find(|(known, _)| *known == word) {
            Some((_, count)) => *count += 1,
            None => counts.push((word, 1)),
        }
    }
    counts.sort_by_key(|(word, count)| (std::cmp::Reverse(*count), *word));
    let shown: Vec<String> =
        counts.iter().take(SHOWN).map(|(word, count)| format!("{word} {}", number(*count))).collect();
    match counts.len().saturating_sub(SHOWN) {
        _ if shown.is_empty() => "–".to_owned(),
        0 => shown.join(", "),
        more => t!(more; "{shown}, {count} more", "{shown}, {count} more", shown = shown.join(", ")),
    }
}
