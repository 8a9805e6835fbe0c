//! Texts that break careless programs.

use super::{Cue, Plot};
use crate::language::Language;
use crate::network::{Draft, Writer};
use crate::phrase::{elsewhere, fill};
use crate::place::Facts;
use crate::stage::Stage;

use super::words::us;

/// Somebody tries what a program does with odd letters. They mean no harm, and it does none.
pub(super) struct Awkward;

impl Plot for Awkward {
    fn turn(&mut self, stage: &mut Stage<'_>, cue: Cue) {
        let Cue::Start = cue else { return };
        let mut random = stage.random();
        let languages: Vec<_> = elsewhere::AWKWARD.iter().map(|said| said.0).collect();
        let language = *random.pick(&languages);
        let speaks = |person: &crate::person::Person| person.language == language;
        let Some(person) = stage.somebody(&mut random, speaks) else {
            return;
        };
        let Some(said) = stage.said(&mut random, elsewhere::AWKWARD, &[language, Language::En]) else {
            return;
        };
        let facts = Facts::draw(&mut random, stage.now());
        let text = fill(said.1, |slot| match slot {
            "us" => Some(us(true)),
            slot => facts.slot(slot, said.0),
        });
        stage.write(Draft::new(Writer::Person(person), text, said.0, facts));
    }
}
