//! Texts that break careless programs.

use super::{Cue, Plot};
use crate::language::Language;
use crate::network::{Beat, Draft, Writer};
use crate::phrase::{elsewhere, fill};
use crate::place::Facts;
use crate::stage::{Stage, us};

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
        let Some(said) = stage.said(&mut random, elsewhere::AWKWARD, &[language, Language::En])
        else {
            return;
        };
        let facts = Facts::draw(&mut random, stage.now());
        let text = fill(said.1, |slot| match slot {
            "us" => Some(us(true)),
            slot => facts.slot(slot, said.0),
        });
        stage.write(Draft {
            writer: Writer::Person(person),
            text,
            language: said.0,
            parent: None,
            quoted: None,
            attachments: vec![],
            beat: Beat::Elsewhere,
            topic: None,
            facts,
            plot: 0,
            key: None,
        });
    }
}
