//! What somebody is to the organisation.

use std::collections::BTreeMap;

use model::{Intent, Relation};

use super::list::{List, Weight, Words};
use super::{CONFIDENCE_MIN, Regard, Remark, Sign, together};

/// A phrase by which the author says it, or a word of their chosen name.
const STRONG: f64 = 0.8;
/// A phrase that others use too; two together are enough.
const HINT: f64 = 0.46;

/// What the network shows of a person.
#[derive(Clone, Copy, Debug, Default)]
pub struct Profile<'a> {
    /// The name that they show.
    pub name: Option<&'a str>,
    /// What people type after `@`.
    pub handle: Option<&'a str>,
}

/// What somebody is to the organisation, by the name they chose and what they say of themselves; several may hold, the
/// surest first. Nothing where nothing of it is said, or in a language that we have no words for.
///
/// ```
/// use enrichment::regard::{Profile, Remark, relations};
/// use model::Relation;
///
/// let text = "My order number is 4711, and I still wait";
/// let said = Remark { text, language: Some("en"), sentiment: None, intent: None };
/// let found = relations(&Profile::default(), &[said]);
/// assert_eq!(found[0].value, Relation::Customer);
/// ```
pub fn relations(profile: &Profile<'_>, remarks: &[Remark<'_>]) -> Vec<Regard<Relation>> {
    // The same phrase said twice is no second sign, only a second place to read it.
    let mut signs: BTreeMap<Relation, Vec<(f64, String, Sign)>> = BTreeMap::new();
    for (name, sign) in [(profile.name, Sign::Name), (profile.handle, Sign::Handle)] {
        let Some(name) = name else { continue };
        let words = Words::of_name(name);
        let mut named: Vec<Relation> = List::all().flat_map(|list| list.named_in(&words)).collect();
        named.sort_unstable();
        named.dedup();
        named
            .into_iter()
            .for_each(|relation| signs.entry(relation).or_default().push((STRONG, name.to_lowercase(), sign)));
    }
    for (at, remark) in remarks.iter().enumerate() {
        if let Some(list) = remark.language.and_then(List::of) {
            for ((relation, weight), start, end) in list.said_in(&Words::of(remark.text)) {
                let weight = if weight == Weight::Strong { STRONG } else { HINT };
                let phrase = remark.text[start..end].to_lowercase();
                signs.entry(relation).or_default().push((weight, phrase, Sign::Remark(at, start, end)));
            }
        }
        // Whoever wants something of their own put right has something of ours.
        let by_intent = match remark.intent {
            Some(Intent::Case) => Some((Relation::Customer, HINT)),
            Some(Intent::Lead) => Some((Relation::Prospect, HINT)),
            Some(Intent::Press) => Some((Relation::Press, HINT)),
            _ => None,
        };
        if let Some((relation, weight)) = by_intent {
            signs.entry(relation).or_default().push((weight, String::new(), Sign::Remark(at, 0, 0)));
        }
    }
    let mut found: Vec<Regard<Relation>> = signs
        .into_iter()
        .map(|(value, signs)| {
            let distinct: BTreeMap<&str, f64> = signs.iter().map(|(weight, words, _)| (&**words, *weight)).collect();
            let confidence = together(distinct.into_values()).min(0.98);
            Regard { value, confidence, evidence: signs.into_iter().map(|(_, _, sign)| sign).collect() }
        })
        .filter(|one| one.confidence >= CONFIDENCE_MIN)
        .collect();
    // Who has bought is no prospect any more.
    if found.iter().any(|one| one.value == Relation::Customer) {
        found.retain(|one| one.value != Relation::Prospect);
    }
    found.sort_by(|a, b| b.confidence.total_cmp(&a.confidence));
    found
}
