//! People talk about something else.

use super::{Cue, Plot};
use crate::language::Language;
use crate::network::{Draft, PostIndex, Writer};
use crate::person::Person;
use crate::phrase::{Said, elsewhere, reaction};
use crate::place::Facts;
use crate::seed::Random;
use crate::stage::Stage;

/// Everyday life; somebody may answer it. When the railway does, they are surprised.
#[derive(Default)]
pub(super) struct Elsewhere {
    begun: Option<(PostIndex, Random)>,
}

impl Plot for Elsewhere {
    fn turn(&mut self, stage: &mut Stage<'_>, cue: Cue) {
        match (cue, &mut self.begun) {
            (Cue::Start, begun) => {
                let mut random = stage.random();
                let Some(person) = stage.somebody(&mut random, Person::is_private) else {
                    return;
                };
                let Some(post) = say(stage, &mut random, person, elsewhere::EVERYDAY, None) else {
                    return;
                };
                if random.chance(0.4) {
                    let after = random.pause(stage.tempo().joining);
                    stage.wake(after, Cue::Join);
                }
                *begun = Some((post, random));
            }
            (Cue::Join, Some((post, random))) => {
                let language = language(stage, *post);
                if let Some(other) = stage.somebody(random, |other| other.language == language && other.is_private()) {
                    say(stage, random, other, elsewhere::CHAT, Some(*post));
                }
            }
            (Cue::Answered { ours, to }, Some((_, random))) => {
                let after = random.pause(stage.tempo().reaction);
                stage.wake(after, Cue::React { ours, to, was_late: false });
            }
            (Cue::React { ours, to, .. }, Some((_, random))) => {
                if let Writer::Person(person) = stage.writer(to) {
                    say(stage, random, person, reaction::SURPRISED, Some(ours));
                }
            }
            _ => {}
        }
    }
}

fn language(stage: &Stage<'_>, post: PostIndex) -> Language {
    match stage.writer(post) {
        Writer::Person(person) => stage.people()[person].language,
        Writer::Us => Language::En,
    }
}

fn say(
    stage: &mut Stage<'_>,
    random: &mut Random,
    person: usize,
    said: &'static [Said],
    parent: Option<PostIndex>,
) -> Option<PostIndex> {
    let languages = [stage.people()[person].language, Language::En];
    let said = stage.said(random, said, &languages)?;
    let facts = Facts::draw(random, stage.now());
    let draft = Draft::new(Writer::Person(person), said.1.to_owned(), said.0, facts);
    stage.write(Draft { parent, ..draft })
}
