//! The same room as a table.

use insights::{Floor, State, TableId};
use maud::{Markup, html};

use super::view::{address_of, name_of};
use crate::ui::components::name::grouped;
use crate::ui::components::plural;
use crate::ui::components::time::{self, length_exact};
use crate::ui::layout::Frame;

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
            } } }
            tfoot { tr {
                th scope="row" { "All" }
                td.n data-l="People" { (grouped(floor.head_count())) }
                td.n data-l="Late" { (some(total(State::Late))) } td.n data-l="Waiting" { (some(total(State::Waiting))) }
                td.n data-l="Answered" { (some(total(State::Answered))) } td.n data-l="Heard" { (some(total(State::Heard))) }
                td.n data-l="Longest wait" { @match floor.longest_wait() {
                    Some((_, since)) => (length_exact(floor.now.duration_since(since).as_secs())), None => "–" } }
                td.n data-l="Posts" { (grouped(posts)) } td {}
            } }
        } }
    } }
}
