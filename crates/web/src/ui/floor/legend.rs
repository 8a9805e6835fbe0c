//! What the signs in the picture mean.

use insights::{Floor, LATE_AFTER, State};
use maud::{Markup, html};
use wording::{number, t};

use super::{mood, picture};
use crate::ui::components::time::length_exact;
use crate::ui::components::{Kind, kind};

/// How to read a table, with how many people look so.
pub(super) fn legend(floor: &Floor) -> Markup {
    let of = |state| number(floor.count(state));
    html! { ul.legend aria-label=(t!("How to read a table")) {
        li { svg viewBox="-12 -11 36 22" aria-hidden="true" { circle.seat.is-late r="6.6" {} line.hand.late x1="10" x2="22" y1="0" y2="0" {} }
            (t!("late, over {length}", length = length_exact(LATE_AFTER.as_secs()))) " " b { (of(State::Late)) } }
        li { svg viewBox="-12 -11 36 22" aria-hidden="true" { circle.seat.is-waiting r="6.6" {} line.hand x1="10" x2="19" y1="0" y2="0" {} }
            (t!("hand up, waiting for us")) " " b { (of(State::Waiting)) } }
        li { svg viewBox="-12 -11 36 22" aria-hidden="true" { circle.seat.is-answered r="6.6" {}
                path.cup transform="translate(16 0)" d=(picture::CUP) {} }
            (t!("a cup, answered")) " " b { (of(State::Answered)) } }
        li { svg.one viewBox="-12 -11 24 22" aria-hidden="true" { circle.seat.is-heard r="6.6" {} }
            (t!("heard, needs no answer")) " " b { (of(State::Heard)) } }
        li { svg.one viewBox="-12 -11 24 22" aria-hidden="true" { circle.seat.is-heard r="6.6" {} circle.fresh r="10" {} }
            (t!("spoke in the last five minutes")) }
        (mood::legend(floor))
        @for (sign, count) in signs(floor) {
            li { svg.one viewBox="-12 -11 24 22" aria-hidden="true" { (kind::seat(sign, "0", "0")) } (sign.word()) " " b { (number(count)) } }
        }
    } }
}

/// The signs that are seen, with how many people have them.
fn signs(floor: &Floor) -> Vec<(Kind, usize)> {
    let mut signs: Vec<(Kind, usize)> = Vec::new();
    for sign in floor.people().filter_map(picture::sign) {
        match signs.iter_mut().find(|(known, _)| *known == sign) {
            Some((_, count)) => *count += 1,
            None => signs.push((sign, 1)),
        }
    }
    signs.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    signs
}
