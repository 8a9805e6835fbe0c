//! Words, phrases and distances: where they stand in a post.

use super::Occurrence;
use crate::analysed::AnalysedPost;
use crate::analysis::{Entry, is_special, unify};
use crate::compile::{Gap, Item, Pattern, Place, Scope, TextLeaf, Unit};

/// Says whether something stands in the post, by the shortest way.
pub(super) fn is_found(place: &Place, scope: Scope, post: &AnalysedPost<'_>) -> bool {
    match place {
        Place::Text(TextLeaf { pattern: Pattern::Item(item), .. }) => match &item.unit {
            Unit::Key { key, hash } if item.spelling.is_none() && scope == Scope::All => post.contains(key, *hash),
            _ => item_is_found(item, scope, post),
        },
        Place::Any(items) => items.iter().any(|item| is_found(item, scope, post)),
        _ => may_stand(place, post) && !occurrences(place, scope, post).is_empty(),
    }
}

/// Says no when a word that is needed is missing, which spares looking at positions.
fn may_stand(place: &Place, post: &AnalysedPost<'_>) -> bool {
    let has = |item: &Item| match &item.unit {
        Unit::Key { key, hash } => post.contains(key, *hash),
        _ => true,
    };
    match place {
        Place::Text(leaf) => match &leaf.pattern {
            Pattern::Item(item) => has(item),
            Pattern::Phrase { items, .. } | Pattern::Loose { items, .. } => items.iter().all(has),
            Pattern::Literal(_) => true,
        },
        Place::Any(items) => items.iter().any(|item| may_stand(item, post)),
        Place::Near { left, right, .. } => may_stand(left, post) && may_stand(right, post),
        Place::Within { items, .. } => items.iter().all(|item| may_stand(item, post)),
    }
}

/// Returns every place where a place's words stand as they must, by position.
pub(crate) fn occurrences(place: &Place, scope: Scope, post: &AnalysedPost<'_>) -> Vec<Occurrence> {
    let mut found = match place {
        Place::Text(leaf) => return text(leaf, scope, post),
        Place::Any(items) => items.iter().flat_map(|item| occurrences(item, scope, post)).collect(),
        Place::Near { left, right, distance, is_ordered } => {
            let left = occurrences(left, scope, post);
            if left.is_empty() {
                return left;
            }
            near(&left, &occurrences(right, scope, post), *distance, *is_ordered)
        }
        Place::Within { items, distance } => within(items.iter().map(|item| occurrences(item, scope, post)), *distance),
    };
    found.sort_unstable();
    found.dedup();
    found
}

fn text(leaf: &TextLeaf, scope: Scope, post: &AnalysedPost<'_>) -> Vec<Occurrence> {
    match &leaf.pattern {
        Pattern::Item(item) => one(item, leaf.clause, scope, post),
        Pattern::Phrase { items, gaps } => phrase(items, gaps, leaf.clause, scope, post),
        Pattern::Loose { items, distance } => {
            let mut found = within(items.iter().map(|item| one(item, leaf.clause, scope, post)), *distance);
            found.sort_unstable();
            found.dedup();
            found
        }
        Pattern::Literal(literal) => literal_places(literal, leaf.clause, scope, post),
    }
}

fn occurrence(entry: &Entry, clause: u32) -> Occurrence {
    let last = entry.position.saturating_add(u32::from(entry.width)).saturating_sub(1);
    Occurrence { first: entry.position, last, part: entry.part, start: entry.start, end: entry.end, clause }
}

fn is_spelt(entry: &Entry, item: &Item, post: &AnalysedPost<'_>) -> bool {
    item.spelling.as_ref().is_none_or(|spelling| {
        let text = post.post().part(entry.part);
        text.get(entry.start as usize..entry.end as usize)
            .is_some_and(|word| word == &**spelling || unify(word) == **spelling)
    })
}

fn item_is_found(item: &Item, scope: Scope, post: &AnalysedPost<'_>) -> bool {
    let fits = |entry: &Entry| scope.has(entry.part) && is_spelt(entry, item, post);
    match &item.unit {
        Unit::Key { key, hash } => post.places(key, *hash).any(fits),
        unit => post.entries().any(|(entry, key)| unit.fits(key) && fits(entry)),
    }
}

fn one(item: &Item, clause: u32, scope: Scope, post: &AnalysedPost<'_>) -> Vec<Occurrence> {
    let fits = |entry: &&Entry| scope.has(entry.part) && is_spelt(entry, item, post);
    match &item.unit {
        Unit::Key { key, hash } => {
            post.places(key, *hash).filter(fits).map(|entry| occurrence(entry, clause)).collect()
        }
        unit => {
            let entries = post.entries().filter(|(_, key)| unit.fits(key)).map(|(entry, _)| entry);
            let mut found: Vec<_> = entries.filter(fits).map(|entry| occurrence(entry, clause)).collect();
            found.dedup();
            found
        }
    }
}

impl Unit {
    fn fits(&self, candidate: &str) -> bool {
        match self {
            Self::Key { key, .. } => candidate == &**key,
            Self::Prefix(prefix) => candidate.starts_with(&**prefix),
            Self::Glob(glob) => glob.fits(candidate),
        }
    }
}

fn phrase(items: &[Item], gaps: &[Gap], clause: u32, scope: Scope, post: &AnalysedPost<'_>) -> Vec<Occurrence> {
    let mut open = one(&items[0], clause, scope, post);
    open.retain(|found| before_fits(&gaps[0], text_of(found, post), found.start as usize));
    for (index, item) in items.iter().enumerate().skip(1) {
        if open.is_empty() {
            return open;
        }
        let next = one(item, clause, scope, post);
        let mut longer = Vec::new();
        for begun in &open {
            let at = begun.last.saturating_add(1);
            let from = next.partition_point(|found| found.first < at);
            for found in next[from..].iter().take_while(|found| found.first == at && found.part == begun.part) {
                let between = text_of(found, post).get(begun.end as usize..found.start as usize).unwrap_or_default();
                if between_fits(&gaps[index], between) {
                    longer.push(Occurrence { last: found.last, end: found.end, ..*begun });
                }
            }
        }
        longer.sort_unstable();
        longer.dedup();
        open = longer;
    }
    open.retain(|found| after_fits(&gaps[items.len()], text_of(found, post), found.end as usize));
    open
}

fn text_of<'a>(found: &Occurrence, post: &AnalysedPost<'a>) -> &'a str {
    post.post().part(found.part)
}

fn before_fits(gap: &Gap, text: &str, start: usize) -> bool {
    let before = text.get(..start).unwrap_or_default();
    match gap {
        Gap::Any => true,
        Gap::Signs(signs) | Gap::Verbatim(signs) => before.ends_with(&**signs),
    }
}

fn between_fits(gap: &Gap, between: &str) -> bool {
    match gap {
        Gap::Any => true,
        Gap::Signs(signs) => between.chars().filter(|c| is_special(*c)).eq(signs.chars()),
        Gap::Verbatim(exactly) => between == &**exactly,
    }
}

fn after_fits(gap: &Gap, text: &str, end: usize) -> bool {
    let after = text.get(end..).unwrap_or_default();
    match gap {
        Gap::Any => true,
        Gap::Signs(signs) | Gap::Verbatim(signs) => after.starts_with(&**signs),
    }
}

/// Characters that are no tokens stand at the position of the token before them.
fn literal_places(literal: &str, clause: u32, scope: Scope, post: &AnalysedPost<'_>) -> Vec<Occurrence> {
    if literal.is_empty() {
        return Vec::new();
    }
    let entries = &post.tokens().entries;
    let mut found = Vec::new();
    for (part, text) in post.post().texts().filter(|(part, _)| scope.has(*part)) {
        // Entries are in order of part, and of place within a part as far as their positions go.
        let of_part =
            entries.partition_point(|entry| entry.part < part)..entries.partition_point(|entry| entry.part <= part);
        let of_part = &entries[of_part];
        for (start, _) in text.match_indices(literal) {
            let before = of_part.partition_point(|entry| (entry.start as usize) < start).saturating_sub(1);
            let position = of_part.get(before).map_or(0, |entry| entry.position);
            let narrow = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
            let (start, end) = (narrow(start), narrow(start + literal.len()));
            found.push(Occurrence { first: position, last: position, part, start, end, clause });
        }
    }
    found.sort_unstable();
    found
}

/// Keeps what has a partner on the other side close enough.
fn near(left: &[Occurrence], right: &[Occurrence], distance: u32, is_ordered: bool) -> Vec<Occurrence> {
    let is_near = |a: &Occurrence, b: &Occurrence| match is_ordered {
        // At most so many words between.
        true => b.first > a.last && b.first - a.last - 1 <= distance,
        false => apart(a, b) <= distance,
    };
    let mut found = Vec::new();
    keep(left, right, distance, is_near, &mut found);
    keep(right, left, distance, |b, a| is_near(a, b), &mut found);
    found
}

/// Positions from one to the other; 0 where they overlap.
fn apart(a: &Occurrence, b: &Occurrence) -> u32 {
    b.first.saturating_sub(a.last).max(a.first.saturating_sub(b.last))
}

/// Adds those of `these` that have one of `others` near; `others` are sorted by their first position.
fn keep(
    these: &[Occurrence],
    others: &[Occurrence],
    distance: u32,
    is_near: impl Fn(&Occurrence, &Occurrence) -> bool,
    found: &mut Vec<Occurrence>,
) {
    let longest = others.iter().map(|other| other.last - other.first).max().unwrap_or(0);
    let reach = distance.saturating_add(1);
    for this in these {
        let from =
            others.partition_point(|other| other.first < this.first.saturating_sub(reach.saturating_add(longest)));
        let near = others[from..].iter().take_while(|other| other.first <= this.last.saturating_add(reach));
        if near.into_iter().any(|other| is_near(this, other)) {
            found.push(*this);
        }
    }
}

/// Keeps what stands in some window that has one of each.
fn within(items: impl Iterator<Item = Vec<Occurrence>>, distance: u32) -> Vec<Occurrence> {
    let mut all: Vec<(Occurrence, usize)> = Vec::new();
    let mut count = 0;
    for (index, occurrences) in items.enumerate() {
        if occurrences.is_empty() {
            return Vec::new();
        }
        all.extend(occurrences.into_iter().map(|occurrence| (occurrence, index)));
        count = index + 1;
    }
    all.sort_unstable();
    let mut is_kept = vec![false; all.len()];
    let mut seen = vec![0_usize; count];
    for from in 0..all.len() {
        if from > 0 && all[from].0.first == all[from - 1].0.first {
            continue;
        }
        let end = all[from].0.first.saturating_add(distance);
        let in_window =
            || (from..all.len()).take_while(|at| all[*at].0.first <= end).filter(|at| all[*at].0.last <= end);
        // Numbers of windows mark what this one has, so that nothing is cleared between them.
        let mark = from + 1;
        let distinct = in_window().filter(|at| std::mem::replace(&mut seen[all[*at].1], mark) != mark).count();
        if distinct == count {
            in_window().for_each(|at| is_kept[at] = true);
        }
    }
    all.into_iter().zip(is_kept).filter(|(_, is_kept)| *is_kept).map(|((occurrence, _), _)| occurrence).collect()
}
