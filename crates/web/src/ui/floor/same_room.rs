//! The same room as a table.

use insights::{Floor, State, Table, TableId};
use maud::{Markup, html};

use super::mood;
use super::view::{address_of, name_of};
use crate::ui::components::name::grouped;
use crate::ui::components::plural;
use crate::ui::components::time::{self, length_exact};
use crate::ui::layout::Frame;

/// Words of a kind that are shown of a table.
const SHOWN: usize = 3;

/// Everything that the picture shows, as rows.
pub(super) fn same_room(floor: &Floor, frame: &Frame) -> Markup {
    let total = |state| floor.count(state);
    let some = |count: usize| if count == 0 { "–".to_owned() } else { grouped(count) };
    let posts: usize = floor.tables.iter().map(|table| table.posts).sum();
    html! { section.same-room {
        h2 { "The same room as a table" }
        p.dim { (plural(floor.tables.len(), "table", "tables")) ", " (plural(floor.head_count(), "person", "people")) ", "
            (plural(posts, "post", "posts")) ". Whoever speaks at two tables sits where they spoke last and is counted once; \
            a post counts where it was said." }
        div.tablewrap tabindex="0" role="region" aria-label="People by table" { table.data.people-table {
            thead { tr {
                th scope="col" { "Table" } th.n scope="col" { "People" } th.n scope="col" { "Late" } th.n scope="col" { "Waiting" }
                th.n scope="col" { "Answered" } th.n scope="col" { "Heard" } th.n scope="col" { "Longest wait" }
                th.n scope="col" { "Posts" } th.n scope="col" { "Last spoke" }
                th scope="col" { "Mood" } th scope="col" { "Who they are" } th scope="col" { "What they want" }
            } }
            tbody { @for table in &floor.tables { tr {
                th scope="row" {
                    @match address_of(table, frame) { Some(address) => a href=(address) { (name_of(table)) }, None => (name_of(table)) }
                    @if table.id == TableId::Small { span.t1.faint { " " (table.topics.join(", ")) } }
                }
                td.n data-l="People" { span { (grouped(table.people.len())) @if table.speakers > table.people.len() {
                    span.faint title="spoke here and sit elsewhere by now" { " + " (grouped(table.speakers - table.people.len())) } } } }
                @for (state, words) in [(State::Late, "Late"), (State::Waiting, "Waiting"), (State::Answered, "Answered"), (State::Heard, "Heard")] {
                    td.n.strong[state == State::Late && table.count(state) > 0] data-l=(words) { (some(table.count(state))) }
                }
                td.n data-l="Longest wait" { @match table.waiting_since() {
                    Some(since) => (length_exact(floor.now.duration_since(since).as_secs())), None => "–" } }
                td.n data-l="Posts" { (grouped(table.posts)) }
                td.n data-l="Last spoke" { (time::ago(table.last_at, frame)) }
                td data-l="Mood" { span { (mood::cell(table)) } }
                td data-l="Who they are" { (most(who(table))) }
                td data-l="What they want" { (most(wants(table))) }
            } } }
            tfoot { tr {
                th scope="row" { "All" }
                td.n data-l="People" { (grouped(floor.head_count())) }
                td.n data-l="Late" { (some(total(State::Late))) } td.n data-l="Waiting" { (some(total(State::Waiting))) }
                td.n data-l="Answered" { (some(total(State::Answered))) } td.n data-l="Heard" { (some(total(State::Heard))) }
                td.n data-l="Longest wait" { @match floor.longest_wait() {
                    Some((_, since)) => (length_exact(floor.now.duration_since(since).as_secs())), None => "–" } }
                td.n data-l="Posts" { (grouped(posts)) } td {} td {} td {} td {}
            } }
        } }
    } }
}

/// What was judged of how people stand, the relation first: a critic may be a customer.
fn who(table: &Table) -> Vec<&'static str> {
    let relations = table.people.iter().filter_map(|person| person.relation).map(|relation| relation.as_str());
    let stances = table.people.iter().filter_map(|person| person.stance).map(|stance| stance.as_str());
    relations.chain(stances).collect()
}

/// What people were after in what they last said.
fn wants(table: &Table) -> Vec<&'static str> {
    table.people.iter().filter_map(|person| person.intent).map(|intent| intent.as_str()).collect()
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
        counts.iter().take(SHOWN).map(|(word, count)| format!("{word} {}", grouped(*count))).collect();
    match counts.len().saturating_sub(SHOWN) {
        _ if shown.is_empty() => "–".to_owned(),
        0 => shown.join(", "),
        more => format!("{}, {more} more", shown.join(", ")),
    }
}
