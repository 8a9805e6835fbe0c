//! The picture as SVG: geometry in attributes, looks in classes, one link for each table.

use insights::{Chair, Drawn, Floor, Person, Room, Shape, State, Table, TableId};
use maud::{Markup, html};
use wording::{number, t};

use super::mood;
use super::view::{address_of, name_of};
use crate::ui::components::time::length_exact;
use crate::ui::components::{Kind, kind};
use crate::ui::layout::Frame;

/// A cup from above: its bowl and its handle.
pub(super) const CUP: &str = "M-3.9 0a3.9 3.9 0 1 0 7.8 0a3.9 3.9 0 1 0-7.8 0zM3.6-2a2 2 0 1 1 0 4";
/// From one line of a table's name to the next.
const LINE: f64 = 19.0;
/// The room that one letter takes, generously: whose screen has which letters is not known.
const LETTER: f64 = 9.2;

/// The room, drawn for a screen or for a phone.
pub(super) fn room(floor: &Floor, shape: Shape, frame: &Frame) -> Markup {
    let room = Room::draw(floor, shape);
    let class = match shape {
        Shape::Wide => "room wide",
        Shape::Narrow => "room narrow",
    };
    let label = t!(
        "The room: {people} at {tables}",
        people = t!(floor.head_count(); "{count} person", "{count} people"),
        tables = t!(floor.tables.len(); "{count} table", "{count} tables")
    );
    html! {
        svg class=(class) viewBox={ "0 0 " (short(room.width)) " " (short(room.height)) } role="group" aria-label=(label) {
            @for (drawn, table) in room.tables.iter().zip(&floor.tables) { (self::table(drawn, table, floor, frame)) }
            // Apart from the links, whose labels say it in words.
            @for (drawn, table) in room.tables.iter().zip(&floor.tables) { (late_sign(drawn, table, floor)) }
        }
    }
}

fn table(drawn: &Drawn, table: &Table, floor: &Floor, frame: &Frame) -> Markup {
    let (place, key) = (place(drawn), key(table));
    let label = label(table, floor);
    let inside = html! {
        circle.top r=(short(drawn.radius)) {}
        (mood::rim(drawn, table))
        @for chair in &drawn.chairs { (self::chair(chair, drawn, table)) }
        (words(drawn, table))
    };
    html! {
        @if let Some(address) = address_of(table, frame) {
            a.table data-key=(key) transform=(place) href=(address) aria-label=(label) { (inside) }
        } @else {
            g.table data-key=(key) transform=(place) role="img" aria-label=(label) { (inside) }
        }
    }
}

fn chair(chair: &Chair, drawn: &Drawn, table: &Table) -> Markup {
    let at = |distance: f64| (short(distance * chair.angle.cos()), short(distance * chair.angle.sin()));
    let person = &table.people[chair.person];
    let is_late = chair.state == State::Late;
    html! {
        @if let Some((from, to)) = chair.hand {
            @let ((x1, y1), (x2, y2)) = (at(from), at(to));
            line.hand.late[is_late] x1=(x1) y1=(y1) x2=(x2) y2=(y2) {}
        }
        @match sign(person) {
            Some(sign) => (kind::seat(sign, &short(chair.x), &short(chair.y))),
            // Nobody was judged here: then a ring for "unknown" would only say so everywhere. What is known is the state.
            None => circle class={ "seat " (word(chair.state)) } cx=(short(chair.x)) cy=(short(chair.y)) r="6.6" {},
        }
        @if chair.is_fresh { circle.fresh cx=(short(chair.x)) cy=(short(chair.y)) r="10" {} }
        @if chair.state == State::Answered {
            @let (x, y) = at(drawn.radius - 9.5 - 12.0 * chair.ring as f64);
            path.cup transform={ "translate(" (x) " " (y) ")" } d=(CUP) {}
        }
    }
}

/// The class of a state.
const fn word(state: State) -> &'static str {
    match state {
        State::Late => "is-late",
        State::Waiting => "is-waiting",
        State::Answered => "is-answered",
        State::Heard => "is-heard",
    }
}

/// The sign of a person, where something was judged.
pub(super) fn sign(person: &Person) -> Option<Kind> {
    Kind::of(person.relation, person.stance)
}

/// Where a table stands, for everything that belongs to it.
fn place(drawn: &Drawn) -> String {
    format!("translate({} {})", short(drawn.x), short(drawn.y))
}

/// The name by which a table is found again when the picture changes.
fn key(table: &Table) -> String {
    match table.id {
        TableId::ToUs => "to-us".to_owned(),
        TableId::Small => "small".to_owned(),
        TableId::Topic(id) => id.to_string(),
    }
}

/// The words on a table: its name in lines, and how high they begin.
fn written(drawn: &Drawn, table: &Table) -> (Vec<String>, f64) {
    let has_cup = |chair: &&Chair| chair.state == State::Answered;
    // Cups at the sides take room from the words, cups at the top push them down.
    let sides = drawn.chairs.iter().filter(has_cup).filter(|chair| chair.angle.sin().abs() < 0.5);
    let rings = sides.map(|chair| chair.ring + 1).max().unwrap_or(0).min(3);
    let is_below = drawn.chairs.iter().any(|chair| chair.y > 0.6 * drawn.radius);
    let lines = lines(&name_of(table), 2.0 * (drawn.radius - 7.0 - 9.0 * rings as f64));
    let late = if is_late(table) { 24.0 } else { 0.0 };
    let height = lines.len() as f64 * LINE + 24.0 + late;
    let down = if is_below || drawn.chairs.iter().find(has_cup).is_none() { 0.0 } else { 5.0 };
    (lines, down - height / 2.0)
}

fn is_late(table: &Table) -> bool {
    table.count(State::Late) > 0
}

/// Name and how many.
fn words(drawn: &Drawn, table: &Table) -> Markup {
    let (lines, top) = written(drawn, table);
    let count_at = top + lines.len() as f64 * LINE + 19.0;
    html! {
        @for (at, line) in lines.iter().enumerate() {
            text.topic x="0" y=(short(top + 14.0 + at as f64 * LINE)) { (line) } " "
        }
        text.count x="0" y=(short(count_at)) { (number(table.people.len())) }
    }
}

/// How long the longest has waited, when that is late.
fn late_sign(drawn: &Drawn, table: &Table, floor: &Floor) -> Markup {
    let Some(since) = table.waiting_since().filter(|_| is_late(table)) else { return html! {} };
    let (lines, top) = written(drawn, table);
    let count_at = top + lines.len() as f64 * LINE + 19.0;
    html! { g.late-sign data-key={ "late-" (key(table)) } transform=(place(drawn)) aria-hidden="true" {
        rect x="-36" y=(short(count_at + 6.0)) width="72" height="21" rx="4" {}
        text x="0" y=(short(count_at + 21.5)) { (late_words(floor.now.duration_since(since).as_secs())) }
    } }
}

/// As short as a table has room for: "4 h 12".
fn late_words(seconds: i64) -> String {
    match (seconds / 3_600, seconds % 3_600 / 60) {
        (hours @ 1..24, minutes @ 1..) => t!("{hours} h {minutes}", hours, minutes = format!("{minutes:02}")),
        _ => length_exact(seconds),
    }
}

/// A name in at most three lines, each as wide as there is room; what does not fit ends with an ellipsis.
fn lines(name: &str, room: f64) -> Vec<String> {
    let wide = |text: &str| text.chars().map(|c| if is_wide(c) { 17.0 } else { LETTER }).sum::<f64>();
    let mut lines: Vec<String> = Vec::new();
    for word in name.split_whitespace() {
        match lines.last_mut() {
            Some(line) if wide(line) + LETTER + wide(word) <= room => {
                line.push(' ');
                line.push_str(word);
            }
            // Scripts without spaces break anywhere.
            _ if word.contains(is_wide) => {
                let fit = ((room / 17.0) as usize).max(1);
                let letters: Vec<char> = word.chars().collect();
                lines.extend(letters.chunks(fit).map(|line| line.iter().collect::<String>()));
            }
            _ => lines.push(word.to_owned()),
        }
    }
    let is_cut = lines.len() > 3;
    lines.truncate(3);
    if let Some(last) = lines.last_mut().filter(|_| is_cut) {
        last.push('…');
    }
    for line in &mut lines {
        // A hair more than the room is a sum of shares that was rounded.
        while wide(line) > room + 0.01 && line.chars().count() > 2 {
            let end = line.trim_end_matches('…').char_indices().next_back().map_or(0, |(at, _)| at);
            line.truncate(end);
            line.push('…');
        }
    }
    lines
}

/// Whether a letter is as wide as high: those of Chinese, Japanese, Korean and beyond.
fn is_wide(letter: char) -> bool {
    letter > '\u{2e80}'
}

/// Everything about a table in one sentence, for who cannot see it.
fn label(table: &Table, floor: &Floor) -> String {
    // Begins with what is to be read on the table, for who speaks to their computer.
    let mut text = format!("{}, {}", name_of(table), t!(table.people.len(); "{count} person", "{count} people"));
    for state in [State::Late, State::Waiting, State::Answered, State::Heard] {
        let people = table.count(state);
        if people > 0 {
            text.push_str(&match state {
                State::Late => t!(people; ", {count} late", ", {count} late"),
                State::Waiting => t!(people; ", {count} waiting", ", {count} waiting"),
                State::Answered => t!(people; ", {count} answered", ", {count} answered"),
                State::Heard => t!(people; ", {count} heard, needing nothing", ", {count} heard, needing nothing"),
            });
        }
    }
    if let Some(moods) = mood::in_words(table) {
        text.push_str(&format!("; {moods}"));
    }
    if let Some(since) = table.waiting_since() {
        text.push_str(&t!(
            "; the longest waits {length}",
            length = length_exact(floor.now.duration_since(since).as_secs())
        ));
    }
    text
}

/// A length with one decimal place, without a needless zero.
pub(super) fn short(length: f64) -> String {
    let text = format!("{length:.1}");
    match text.trim_end_matches('0').trim_end_matches('.') {
        "-0" => "0".to_owned(),
        text => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_any_length_fit_their_table() {
        assert_eq!(lines("Signal failure at Hallgrund", 110.0), ["Signal", "failure at", "Hallgrund"]);
        assert_eq!(lines("Donaudampfschifffahrtsgesellschaft", 80.0), ["Donauda…"]);
        assert_eq!(lines("one two three four five six", 40.0), ["one", "two", "thr…"]);
        assert_eq!(lines("信号故障について", 80.0), ["信号故障", "について"]);
        assert_eq!(lines("", 80.0), Vec::<String>::new());
    }

    #[test]
    fn lengths_are_short_and_never_minus_nothing() {
        assert_eq!(short(12.04), "12");
        assert_eq!(short(-0.04), "0");
        assert_eq!(short(100.0), "100");
        assert_eq!(short(-7.26), "-7.3");
    }
}
