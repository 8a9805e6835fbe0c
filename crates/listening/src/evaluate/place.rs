//! Words, phrases and distances: where they stand in a post.

use super::{Evaluation, Occurrence};
use crate::analysed::AnalysedPost;
use crate::analysis::{Entry, is_special, unify};
use crate::compile::{Gap, Gaps, Item, Items, Node, Nodes, Scope, Unit};
use crate::steps::{self, spend};

impl<'e> Evaluation<'e> {
    /// Says whether something stands in the post, by the shortest way.
    pub(super) fn is_found(self, node: Node<'_>, scope: Scope) -> bool {
        match node {
            Node::Words(words) => self.has_any(words, scope),
            Node::Item(items) => items.into_iter().all(|item| self.item_is_found(item, scope)),
            _ => {
                self.may_stand(node)
                    && match self.stands_among_few(node, scope) {
                        Some(stands) => stands,
                        None => !self.occurrences(node, scope, None).is_empty(),
                    }
            }
        }
    }

    /// Says whether the post has one of these words.
    #[inline]
    pub(super) fn has_any(self, words: &[u32], scope: Scope) -> bool {
        words.iter().any(|id| match scope {
            Scope::All => self.presence.has(*id),
            Scope::Title => {
                let entries = &self.post.tokens().entries;
                self.presence.entries(*id).any(|index| {
                    spend(|| steps::GLANCE);
                    scope.has(entries[index].part)
                })
            }
        })
    }

    /// Says no when a word that is needed is missing, which spares looking at positions.
    pub(super) fn may_stand(self, node: Node<'_>) -> bool {
        let has = |item: Item| match item.unit {
            Unit::Word(id) => self.presence.has(id),
            _ => true,
        };
        match node {
            Node::Words(words) => words.iter().any(|id| self.presence.has(*id)),
            Node::Item(items) | Node::Phrase(items) | Node::Signed(items, _) | Node::Loose(items, _) => {
                items.into_iter().all(has)
            }
            Node::Or(nodes) => nodes.into_iter().any(|node| self.may_stand(node)),
            Node::Near { sides: nodes, .. } | Node::Within(nodes, _) => {
                nodes.into_iter().all(|node| self.may_stand(node))
            }
            _ => true,
        }
    }

    /// Returns every place where a node's words stand as they must, by position.
    ///
    /// `clause` is its first clause; without one, nobody wants to know which clause found a place, and each is there once.
    /// Whoever asks knows that the node [may stand](Self::may_stand): of many alternatives only those few cost something of
    /// which the post has the words.
    pub(crate) fn occurrences(self, node: Node<'_>, scope: Scope, clause: Option<u32>) -> Vec<Occurrence> {
        let one = |item: Item| self.one(item, scope, clause);
        let mut found: Vec<Occurrence> = match node {
            Node::Words(words) => match clause {
                None => self.words(words, scope),
                Some(first) => {
                    let word = |id| Item { unit: Unit::Word(id), spelling: None };
                    let words = (first..).zip(words);
                    words.flat_map(|(clause, id)| self.one(word(*id), scope, Some(clause))).collect()
                }
            },
            Node::Item(items) => items.into_iter().flat_map(one).collect(),
            Node::Phrase(items) => self.phrase(items, None, scope, clause),
            Node::Signed(items, gaps) => self.phrase(items, Some(gaps), scope, clause),
            Node::Loose(items, distance) => within(items.into_iter().map(one), distance),
            Node::Literal(id) => return literal_places(self.lexicon.text(id), clause, scope, self.post),
            Node::Or(nodes) => {
                let standing = numbered(nodes, clause).filter(|(node, _)| self.may_stand(*node));
                standing.flat_map(|(node, clause)| self.occurrences(node, scope, clause)).collect()
            }
            Node::Near { sides, distance, is_ordered } => {
                let [left, right] = sides.two();
                let of_left = self.occurrences(left, scope, clause);
                if of_left.is_empty() {
                    return of_left;
                }
                let of_right = self.occurrences(right, scope, clause.map(|clause| clause + left.clauses()));
                near(&of_left, &of_right, distance, is_ordered)
            }
            Node::Within(nodes, distance) => {
                let items = numbered(nodes, clause).map(|(node, clause)| self.occurrences(node, scope, clause));
                within(items, distance)
            }
            // The parser lets nothing else stand near something.
            _ => Vec::new(),
        };
        spend(|| steps::PLACE * found.len() as u64);
        found.sort_unstable();
        found.dedup();
        found
    }

    fn is_spelt(self, entry: &Entry, item: Item) -> bool {
        item.spelling.is_none_or(|spelling| {
            let spelling = self.lexicon.text(spelling);
            spend(|| steps::SPELL);
            let text = self.post.post().part(entry.part);
            text.get(entry.start as usize..entry.end as usize)
                .is_some_and(|word| word == spelling || unify(word) == spelling)
        })
    }

    fn item_is_found(self, item: Item, scope: Scope) -> bool {
        self.entries(item, scope).next().is_some()
    }

    /// Returns the entries that an item finds, in order.
    fn entries(self, item: Item, scope: Scope) -> impl Iterator<Item = &'e Entry> + use<'e> {
        let all = &self.post.tokens().entries;
        let (word, other) = match item.unit {
            Unit::Word(id) => (Some(id), None),
            other => (None, Some(other)),
        };
        let words = word.into_iter().flat_map(move |id| self.presence.entries(id)).map(|index| &all[index]);
        let others = other.into_iter().flat_map(move |unit| {
            let fits = move |key: &str| {
                spend(|| steps::LETTER);
                unit.fits(key, self.lexicon)
            };
            self.post.entries().filter(move |(_, key)| fits(key)).map(|(entry, _)| entry)
        });
        words.chain(others).filter(move |entry| scope.has(entry.part) && self.is_spelt(entry, item))
    }

    fn one(self, item: Item, scope: Scope, clause: Option<u32>) -> Vec<Occurrence> {
        let mut found: Vec<_> = self.entries(item, scope).map(|entry| occurrence(entry, clause)).collect();
        spend(|| steps::PLACE * found.len() as u64);
        found.dedup();
        found
    }

    /// Returns where some of these words stand; a word that is among them many times is looked at once.
    fn words(self, words: &[u32], scope: Scope) -> Vec<Occurrence> {
        let all = &self.post.tokens().entries;
        let mut is_seen = vec![false; all.len()];
        let mut found = Vec::new();
        for word in words.iter().filter(|word| self.presence.has(**word)) {
            let news = self.presence.entries(*word).take_while(|index| !std::mem::replace(&mut is_seen[*index], true));
            let places = news.map(|index| &all[index]).filter(|entry| scope.has(entry.part));
            found.extend(places.map(|entry| occurrence(entry, None)));
        }
        spend(|| steps::PLACE * found.len() as u64);
        found
    }

    fn phrase(self, items: Items<'_>, gaps: Option<Gaps<'_>>, scope: Scope, clause: Option<u32>) -> Vec<Occurrence> {
        let gap = |index| gaps.map_or(Gap::Any, |gaps| gaps.at(index));
        let mut open: Vec<Occurrence> = Vec::new();
        let mut count = 0;
        for (index, item) in items.enumerate() {
            let next = self.one(item, scope, clause);
            count = index + 1;
            if index == 0 {
                open = next;
                open.retain(|found| self.before_fits(gap(0), text_of(found, self.post), found.start as usize));
                continue;
            }
            let mut longer = Vec::new();
            for begun in &open {
                spend(|| steps::PLACE);
                let at = begun.last.saturating_add(1);
                let from = next.partition_point(|found| found.first < at);
                for found in next[from..].iter().take_while(|found| found.first == at && found.part == begun.part) {
                    spend(|| steps::GLANCE);
                    let between = text_of(found, self.post).get(begun.end as usize..found.start as usize);
                    if self.between_fits(gap(index), between.unwrap_or_default()) {
                        longer.push(Occurrence { last: found.last, end: found.end, ..*begun });
                    }
                }
            }
            spend(|| steps::PLACE * longer.len() as u64);
            longer.sort_unstable();
            longer.dedup();
            open = longer;
            if open.is_empty() {
                return open;
            }
        }
        open.retain(|found| self.after_fits(gap(count), text_of(found, self.post), found.end as usize));
        open
    }

    fn before_fits(self, gap: Gap, text: &str, start: usize) -> bool {
        let before = text.get(..start).unwrap_or_default();
        match gap {
            Gap::Any => true,
            Gap::Signs(signs) | Gap::Verbatim(signs) => before.ends_with(self.lexicon.text(signs)),
        }
    }

    fn between_fits(self, gap: Gap, between: &str) -> bool {
        match gap {
            Gap::Any => true,
            Gap::Signs(signs) => {
                spend(|| steps::BYTE * between.len() as u64);
                between.chars().filter(|c| is_special(*c)).eq(self.lexicon.text(signs).chars())
            }
            Gap::Verbatim(exactly) => between == self.lexicon.text(exactly),
        }
    }

    fn after_fits(self, gap: Gap, text: &str, end: usize) -> bool {
        let after = text.get(end..).unwrap_or_default();
        match gap {
            Gap::Any => true,
            Gap::Signs(signs) | Gap::Verbatim(signs) => after.starts_with(self.lexicon.text(signs)),
        }
    }
}

/// Returns the nodes, each with the number of its first clause if clauses are numbered.
fn numbered(nodes: Nodes<'_>, first: Option<u32>) -> impl Iterator<Item = (Node<'_>, Option<u32>)> {
    nodes.numbered(first.unwrap_or(0)).map(move |(node, clause)| (node, first.and(Some(clause))))
}

fn occurrence(entry: &Entry, clause: Option<u32>) -> Occurrence {
    let clause = clause.unwrap_or(0);
    let last = entry.position.saturating_add(u32::from(entry.width)).saturating_sub(1);
    Occurrence { first: entry.position, last, part: entry.part, start: entry.start, end: entry.end, clause }
}

fn text_of<'a>(found: &Occurrence, post: &AnalysedPost<'a>) -> &'a str {
    post.post().part(found.part)
}

/// Characters that are no tokens stand at the position of the token before them.
fn literal_places(literal: &str, clause: Option<u32>, scope: Scope, post: &AnalysedPost<'_>) -> Vec<Occurrence> {
    if literal.is_empty() {
        return Vec::new();
    }
    let clause = clause.unwrap_or(0);
    let entries = &post.tokens().entries;
    let mut found = Vec::new();
    for (part, text) in post.post().texts().filter(|(part, _)| scope.has(*part)) {
        // Entries are in order of part, and of place within a part as far as their positions go.
        let of_part =
            entries.partition_point(|entry| entry.part < part)..entries.partition_point(|entry| entry.part <= part);
        let of_part = &entries[of_part];
        spend(|| steps::BYTE * text.len() as u64);
        for (start, _) in text.match_indices(literal) {
            spend(|| steps::PLACE);
            let before = of_part.partition_point(|entry| (entry.start as usize) < start).saturating_sub(1);
            let position = of_part.get(before).map_or(0, |entry| entry.position);
            let narrow = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
            let (start, end) = (narrow(start), narrow(start + literal.len()));
            found.push(Occurrence { first: position, last: position, part, start, end, clause });
        }
    }
    spend(|| steps::PLACE * found.len() as u64);
    found.sort_unstable();
    found
}

/// Keeps what has a partner on the other side close enough.
fn near(left: &[Occurrence], right: &[Occurrence], distance: u32, is_ordered: bool) -> Vec<Occurrence> {
    let positions = |found: &Occurrence| (found.first, found.last);
    let is_near = |a: &Occurrence, b: &Occurrence| is_near(positions(a), positions(b), distance, is_ordered);
    let mut found = Vec::new();
    keep(left, right, distance, is_near, &mut found);
    keep(right, left, distance, |b, a| is_near(a, b), &mut found);
    found
}

/// Says whether two things stand close enough, by the first and the last position of each.
pub(super) fn is_near(a: (u32, u32), b: (u32, u32), distance: u32, is_ordered: bool) -> bool {
    match is_ordered {
        // At most so many words between.
        true => b.0 > a.1 && b.0 - a.1 - 1 <= distance,
        // At most so many positions from one to the other; 0 where they overlap.
        false => b.0.saturating_sub(a.1).max(a.0.saturating_sub(b.1)) <= distance,
    }
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
    spend(|| steps::GLANCE * others.len() as u64 + steps::PLACE * these.len() as u64);
    for this in these {
        let from =
            others.partition_point(|other| other.first < this.first.saturating_sub(reach.saturating_add(longest)));
        let near = others[from..].iter().take_while(|other| other.first <= this.last.saturating_add(reach));
        let is_near = |other| {
            spend(|| steps::GLANCE);
            is_near(this, other)
        };
        if near.into_iter().any(is_near) {
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
    spend(|| steps::PLACE * all.len() as u64);
    all.sort_unstable();
    let mut is_kept = vec![false; all.len()];
    let mut seen = vec![0_usize; count];
    let reaches = |at: usize, end| {
        spend(|| steps::GLANCE);
        all[at].0.first <= end
    };
    for from in 0..all.len() {
        if from > 0 && all[from].0.first == all[from - 1].0.first {
            continue;
        }
        let end = all[from].0.first.saturating_add(distance);
        let in_window = || (from..all.len()).take_while(|at| reaches(*at, end)).filter(|at| all[*at].0.last <= end);
        // Numbers of windows mark what this one has, so that nothing is cleared between them.
        let mark = from + 1;
        let distinct = in_window().filter(|at| std::mem::replace(&mut seen[all[*at].1], mark) != mark).count();
        if distinct == count {
            in_window().for_each(|at| is_kept[at] = true);
        }
    }
    all.into_iter().zip(is_kept).filter(|(_, is_kept)| *is_kept).map(|((occurrence, _), _)| occurrence).collect()
}
