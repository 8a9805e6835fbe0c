//! What two codings of a sample come to: how far they agree, what is open, and the shares of each code.

use std::collections::HashMap;

use insights::{Agreement, Share};
use model::{CANNOT_SAY, Coded, PostId};
use store::study::{self, Answer, Decision, Item, Study};
use store::{StoreError, Tx};
use wording::later;

/// A coded sample.
#[derive(Clone, Debug)]
pub struct Found {
    /// Its mentions, in the order of their lots.
    pub mentions: Vec<Mention>,
    /// What is asked of them, in the order of the code book.
    pub questions: Vec<Question>,
}

/// A mention with what was said of it.
#[derive(Clone, Debug)]
pub struct Mention {
    /// The mention.
    pub item: Item,
    /// What was said to everything that is asked, in the order of the code book.
    pub coded: Vec<Coded>,
    /// What was decided, by the number of what is asked.
    pub decisions: HashMap<u32, Decision>,
}

/// What a question comes to.
#[derive(Clone, Debug)]
pub struct Question {
    /// How far both agree.
    pub agreement: Agreement,
    /// How many have each code, "cannot say" first.
    pub shares: Vec<Share>,
    /// Of how many mentions it is settled.
    pub settled: u64,
    /// In how many both disagree and nobody has decided.
    pub open: u64,
    /// How many were not coded by both.
    pub unpaired: u64,
    /// Whether its shares are those of all that meets the query: everything was drawn and is settled, so nothing is estimated.
    pub is_everything: bool,
}

/// The number of something in a list, counted from 1.
pub(crate) fn number(place: usize) -> u32 {
    u32::try_from(place + 1).unwrap_or(u32::MAX)
}

/// What a code that is no code says; in English in files and for programs.
pub(super) const CANNOT_SAY_WORDS: &str = later!("cannot say");

/// The name of a code.
pub(crate) fn code_name(study: &Study, variable: u32, code: u32) -> &str {
    if code == CANNOT_SAY {
        return CANNOT_SAY_WORDS;
    }
    let at = |number: u32| usize::try_from(number).ok().and_then(|number| number.checked_sub(1));
    let variable = at(variable).and_then(|place| study.book.get(place));
    let code = at(code).and_then(|place| variable?.codes.get(place));
    code.map_or("?", |code| code.name.as_str())
}

/// What the coding of a study came to. Coding has ended: nobody asks before.
pub(crate) async fn found(tx: &mut Tx, study: &Study) -> Result<Found, StoreError> {
    let items = study::items(tx, study.id).await?;
    let answers = study::answers(tx, study.id).await?;
    let decisions = study::decisions(tx, study.id).await?;
    Ok(of(study, items, &answers, decisions))
}

pub(super) fn of(study: &Study, items: Vec<Item>, answers: &[Answer], decisions: Vec<Decision>) -> Found {
    let mentions = mentions(study, items, answers, decisions);
    let questions = (0..study.book.len()).map(|place| question(study, place, &mentions)).collect();
    Found { mentions, questions }
}

/// The mentions of a sample, each with what these say of it.
pub(crate) fn mentions(study: &Study, items: Vec<Item>, answers: &[Answer], decisions: Vec<Decision>) -> Vec<Mention> {
    let said: HashMap<(PostId, u32, u32), u32> =
        answers.iter().map(|one| ((one.post, one.slot, one.variable), one.code)).collect();
    let mut decided: HashMap<PostId, HashMap<u32, Decision>> = HashMap::new();
    for one in decisions {
        decided.entry(one.post).or_default().insert(one.variable, one);
    }
    let mention = |item: Item| {
        let decisions = decided.remove(&item.post.id).unwrap_or_default();
        let coded = (0..study.book.len()).map(|place| {
            let (post, variable) = (item.post.id, number(place));
            let by = |slot: u32| said.get(&(post, slot, variable)).copied();
            Coded { first: by(1), second: by(2), decided: decisions.get(&variable).map(|one| one.code) }
        });
        Mention { coded: coded.collect(), item, decisions }
    };
    items.into_iter().map(mention).collect()
}

fn question(study: &Study, place: usize, mentions: &[Mention]) -> Question {
    let codes = study.book.get(place).map_or(0, |variable| variable.codes.len());
    let coded: Vec<Coded> = mentions.iter().filter_map(|one| one.coded.get(place).copied()).collect();
    let settled: Vec<u32> = coded.iter().filter_map(|one| one.settled()).collect();
    let of = settled.len() as u64;
    let count = |code: usize| settled.iter().filter(|one| **one as usize == code).count() as u64;
    let open = coded.iter().filter(|one| one.is_disputed() && one.decided.is_none()).count() as u64;
    let unpaired = coded.iter().filter(|one| one.both().is_none()).count() as u64;
    let is_all_drawn = study.drawing.as_ref().is_some_and(|drawing| drawing.met <= study.terms.size);
    Question {
        agreement: Agreement::of(coded.iter().filter_map(|one| one.both()), codes),
        shares: (0..=codes).map(|code| Share::new(count(code), of)).collect(),
        settled: of,
        open,
        unpaired,
        is_everything: is_all_drawn && open == 0 && unpaired == 0,
    }
}

impl Found {
    /// In how many places both disagree and nobody has decided.
    pub(crate) fn open(&self) -> u64 {
        self.questions.iter().map(|one| one.open).sum()
    }
}

#[cfg(test)]
mod tests {
    use model::StudyState;

    use super::*;
    use crate::ui::study::sample;

    #[test]
    fn nothing_is_estimated_only_where_all_is_drawn_coded_by_both_and_decided() {
        let mut study = sample::study(StudyState::Agreed);
        let known = |found: &Found| found.questions.iter().map(|one| one.is_everything).collect::<Vec<_>>();
        assert_eq!(known(&sample::coded(&study, true)), [false, false], "318 meet the query");
        if let Some(drawing) = &mut study.drawing {
            drawing.met = 40;
        }
        let whole = sample::coded(&study, true);
        assert_eq!(known(&whole), [true, true]);
        assert_eq!(known(&sample::coded(&study, false)), [false, true], "the first has open disputes");
        let items = whole.mentions.into_iter().map(|one| one.item).collect();
        assert_eq!(known(&of(&study, items, &[], Vec::new())), [false, false], "nobody coded them");
    }
}
