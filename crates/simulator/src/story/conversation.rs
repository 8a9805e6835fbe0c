//! Somebody turns to the organisation, and what comes of it.

use std::time::Duration;

use jiff::Timestamp;

use super::{Cue, Plot};
use crate::language::Language;
use crate::network::{Beat, Draft, PostIndex, Writer};
use crate::person::{Person, Relation, Stance, Temper};
use crate::phrase::{Line, Mood, Said, fill, reaction, tail};
use crate::place::Facts;
use crate::seed::Random;
use crate::stage::{Stage, picture, us};
use crate::topic::{self, TOPICS, Topic};

/// What makes conversations differ before anybody has spoken.
#[derive(Clone, Copy)]
pub(crate) struct Script {
    /// What it is about; drawn by lot when `None`.
    pub(crate) topic: Option<&'static Topic>,
    /// Where it plays; drawn by lot when `None`.
    pub(crate) station: Option<&'static str>,
    /// Who begins it.
    pub(crate) who: fn(&Person) -> bool,
    /// Whether it names us by our handle, always.
    pub(crate) is_addressed: bool,
    /// What is said when nobody answers, if not the usual.
    pub(crate) ignored: Option<&'static [Said]>,
}

/// Somebody turns to the organisation: they write, read the answer, react by stance and by how long it took, ask
/// again when ignored; others join; some correct or take back what they wrote.
pub(crate) struct Conversation {
    script: Script,
    begun: Option<Begun>,
}

struct Begun {
    random: Random,
    person: usize,
    language: Language,
    topic: &'static Topic,
    facts: Facts,
    opening: PostIndex,
    last_word: PostIndex,
    asked_at: Timestamp,
    is_waiting: bool,
    exchanges: u32,
    times_asked: u32,
}

impl Conversation {
    pub(crate) fn new(script: Script) -> Self {
        Self {
            script,
            begun: None,
        }
    }

    pub(crate) fn about_anything() -> Self {
        Self::new(Script {
            topic: None,
            station: None,
            who: |person| !matches!(person.relation, Relation::Employee | Relation::Press),
            is_addressed: false,
            ignored: None,
        })
    }

    fn begin(&self, stage: &mut Stage<'_>) -> Option<Begun> {
        let mut random = stage.random();
        let topic = self.script.topic.unwrap_or_else(|| {
            &TOPICS[random.weighted(&TOPICS.iter().map(|topic| topic.share).collect::<Vec<_>>())]
        });
        let person = stage.somebody(&mut random, self.script.who)?;
        let line = stage.line(&mut random, topic.openings, person)?;
        let facts = Facts::draw(&mut random, stage.now());
        let facts = match self.script.station {
            Some(station) => facts.at(station),
            None => facts,
        };
        let text = words(line, &facts, self.script.is_addressed, &mut random);
        let mut attachments = vec![];
        if random.chance(0.08) {
            let alt = stage.said(&mut random, tail::PICTURES, &[line.language]);
            let alt = alt.filter(|_| random.chance(0.7));
            attachments.push(picture(
                alt.map(|said| facts_in(said.1, &facts, line.language)),
            ));
        }
        let opening = stage.write(Draft {
            writer: Writer::Person(person),
            text,
            language: line.language,
            parent: None,
            quoted: None,
            attachments,
            beat: Beat::Opening,
            topic: Some(topic),
            facts: facts.clone(),
            plot: 0,
            key: None,
        })?;
        let asked_at = stage.now();
        Some(Begun {
            random,
            person,
            language: line.language,
            topic,
            facts,
            opening,
            last_word: opening,
            asked_at,
            is_waiting: true,
            exchanges: 0,
            times_asked: 0,
        })
    }
}

impl Plot for Conversation {
    fn turn(&mut self, stage: &mut Stage<'_>, cue: Cue) {
        if let Cue::Start = cue {
            self.begun = self.begin(stage);
            if let Some(begun) = &mut self.begun {
                begun.look_ahead(stage);
                begun.wait(stage);
            }
            return;
        }
        let Some(begun) = &mut self.begun else { return };
        match cue {
            Cue::Start | Cue::Next(_) => {}
            Cue::Answered { ours, to } => begun.read(stage, ours, to),
            Cue::React { ours, to, was_late } => begun.react(stage, ours, to, was_late),
            Cue::Waited { exchanges } => begun.ask_again(stage, exchanges, self.script.ignored),
            Cue::Join => begun.joined(stage),
            Cue::Correct => begun.correct(stage),
            Cue::Regret => {
                // Whoever was answered leaves it standing, mostly.
                if !stage.is_answered(begun.opening) || begun.random.chance(0.2) {
                    stage.delete(begun.opening);
                }
            }
        }
    }
}

impl Begun {
    /// Decides what will come of the first post besides an answer.
    fn look_ahead(&mut self, stage: &mut Stage<'_>) {
        let tempo = stage.tempo();
        for _ in 0..[0, 1, 2, 3][self.random.weighted(&[80, 13, 5, 2])] {
            let after = self.random.pause(tempo.joining);
            stage.wake(after, Cue::Join);
        }
        if self.random.chance(0.06) {
            let after = self.random.pause(tempo.second_thought);
            stage.wake(after, Cue::Correct);
        }
        if self.random.chance(0.04) {
            let after = self.random.pause(tempo.second_thought);
            stage.wake(after, Cue::Regret);
        }
    }

    /// Waits for an answer to the last word.
    fn wait(&mut self, stage: &mut Stage<'_>) {
        self.is_waiting = true;
        stage.expect_answer(self.last_word, &mut self.random);
        let patience = self.random.pause(stage.tempo().patience);
        let patience = match stage.people()[self.person].temper {
            Temper::Calm => patience * 2,
            Temper::Even => patience,
            Temper::Quick => patience / 2,
        };
        stage.wake(
            patience,
            Cue::Waited {
                exchanges: self.exchanges,
            },
        );
    }

    fn read(&mut self, stage: &mut Stage<'_>, ours: PostIndex, to: PostIndex) {
        let waited =
            Duration::try_from(stage.now().duration_since(self.asked_at)).unwrap_or_default();
        let was_late = self.is_waiting && waited > stage.tempo().late;
        self.is_waiting = false;
        let pause = self.random.pause(stage.tempo().reaction);
        stage.wake(pause, Cue::React { ours, to, was_late });
        if self.random.chance(0.05) {
            let after = self.random.pause(stage.tempo().joining);
            stage.wake(after, Cue::Join);
        }
    }

    fn react(&mut self, stage: &mut Stage<'_>, ours: PostIndex, to: PostIndex, was_late: bool) {
        if stage.is_deleted(ours) {
            return;
        }
        match stage.writer(to) {
            Writer::Person(other) if other != self.person => {
                let languages = [stage.people()[other].language, self.language, Language::En];
                self.say(
                    stage,
                    other,
                    reaction::THANKS,
                    &languages,
                    ours,
                    Beat::Reaction,
                );
                return;
            }
            _ => {}
        }
        self.exchanges += 1;
        let stance = stage.people()[self.person].stance;
        match self.mind(stance, was_late) {
            Mind::Silent => {}
            Mind::Asks => self.follow_up(stage, ours),
            Mind::Says(said) => {
                self.say(
                    stage,
                    self.person,
                    said,
                    &[self.language],
                    ours,
                    Beat::Reaction,
                );
            }
        }
    }

    /// How the person takes the answer.
    fn mind(&mut self, stance: Stance, was_late: bool) -> Mind {
        use Mind::*;
        if was_late && !matches!(stance, Stance::Fan) && self.random.chance(0.7) {
            return Says(reaction::TOO_LATE);
        }
        let minds = [
            Asks,
            Says(reaction::THANKS),
            Says(reaction::GRUDGING),
            Says(reaction::STILL_ANGRY),
            Silent,
        ];
        let weights = match (self.exchanges, stance) {
            (1, Stance::Fan | Stance::Friendly) => [25, 65, 0, 0, 10],
            (1, Stance::Neutral) => [40, 42, 6, 0, 12],
            (1, Stance::Critic) => [48, 16, 26, 4, 6],
            (1, Stance::Hostile) => [20, 0, 12, 58, 10],
            (2, Stance::Critic) => [10, 30, 35, 5, 20],
            (2, Stance::Hostile) => [0, 4, 26, 45, 25],
            (2, _) => [8, 68, 4, 0, 20],
            _ => [0, 40, 10, 0, 50],
        };
        minds[self.random.weighted(&weights)]
    }

    fn follow_up(&mut self, stage: &mut Stage<'_>, ours: PostIndex) {
        let Some(line) = stage.line(&mut self.random, self.topic.follow_ups, self.person) else {
            return;
        };
        let text = facts_in(line.text, &self.facts, line.language);
        let draft = self.reply(self.person, text, line.language, ours, Beat::FollowUp);
        if let Some(post) = stage.write(draft) {
            self.language = line.language;
            self.last_word = post;
            self.asked_at = stage.now();
            self.wait(stage);
        }
    }

    fn ask_again(
        &mut self,
        stage: &mut Stage<'_>,
        exchanges: u32,
        ignored: Option<&'static [Said]>,
    ) {
        let has_moved_on = !self.is_waiting || exchanges != self.exchanges || self.times_asked >= 2;
        let asks = match stage.people()[self.person].temper {
            Temper::Calm => 0.3,
            Temper::Even => 0.5,
            Temper::Quick => 0.8,
        };
        // Praise wants no answer.
        let is_praise = self.topic.label == "praise";
        if has_moved_on || is_praise || !self.random.chance(asks) {
            return;
        }
        self.times_asked += 1;
        let said = ignored.unwrap_or(reaction::ASK_AGAIN);
        let said = self.say(
            stage,
            self.person,
            said,
            &[self.language, Language::En],
            self.last_word,
            Beat::AskAgain,
        );
        if let Some(post) = said {
            self.last_word = post;
            self.wait(stage);
        }
    }

    fn joined(&mut self, stage: &mut Stage<'_>) {
        let (person, language) = (self.person, self.language);
        let is_other = |other: &Person| {
            other.language == language
                && !matches!(other.relation, Relation::Press | Relation::Regulator)
        };
        let Some(other) = stage
            .somebody(&mut self.random, is_other)
            .filter(|other| *other != person)
        else {
            return;
        };
        let languages = [language, Language::En];
        if self.random.chance(0.15) {
            let Some(said) = stage.said(&mut self.random, reaction::QUOTING, &languages) else {
                return;
            };
            let text = facts_in(said.1, &self.facts, said.0);
            let mut draft = self.reply(other, text, said.0, self.opening, Beat::Bystander);
            draft.parent = None;
            draft.quoted = Some(self.last_word);
            stage.write(draft);
            return;
        }
        let said = [reaction::ME_TOO, reaction::HELPFUL, reaction::CONTRARY]
            [self.random.weighted(&[55, 30, 15])];
        self.say(
            stage,
            other,
            said,
            &languages,
            self.opening,
            Beat::Bystander,
        );
    }

    fn correct(&mut self, stage: &mut Stage<'_>) {
        if stage.is_deleted(self.opening) {
            return;
        }
        if let Some(said) = stage.said(&mut self.random, reaction::EDITED, &[self.language]) {
            let note = facts_in(said.1, &self.facts, said.0);
            let text = format!("{}\n\n{note}", stage.text(self.opening));
            stage.edit(self.opening, text);
        }
    }

    fn say(
        &mut self,
        stage: &mut Stage<'_>,
        person: usize,
        said: &'static [Said],
        languages: &[Language],
        to: PostIndex,
        beat: Beat,
    ) -> Option<PostIndex> {
        let said = stage.said(&mut self.random, said, languages)?;
        let text = facts_in(said.1, &self.facts, said.0);
        stage.write(self.reply(person, text, said.0, to, beat))
    }

    fn reply(
        &self,
        person: usize,
        text: String,
        language: Language,
        to: PostIndex,
        beat: Beat,
    ) -> Draft {
        Draft {
            writer: Writer::Person(person),
            text,
            language,
            parent: Some(to),
            quoted: None,
            attachments: vec![],
            beat,
            topic: Some(self.topic),
            facts: self.facts.clone(),
            plot: 0,
            key: None,
        }
    }
}

/// How somebody takes an answer.
#[derive(Clone, Copy)]
enum Mind {
    Silent,
    Asks,
    Says(&'static [Said]),
}

/// An opening in somebody's own words: with the facts, perhaps with a tail, naming us by handle or by name. What
/// nobody would find names us by handle.
fn words(line: &Line, facts: &Facts, is_addressed: bool, random: &mut Random) -> String {
    let foreign = matches!(line.language, Language::Ar | Language::Ja);
    let by_handle = is_addressed || foreign || random.chance(0.5);
    let mut text = fill(line.text, |slot| match slot {
        "us" => Some(us(by_handle)),
        slot => facts.slot(slot, line.language),
    });
    if random.chance(0.2) {
        text = format!("{text} {}", random.pick(tail::signs(line.mood)));
    } else if line.mood == Mood::Negative && random.chance(0.15) {
        let tails: Vec<_> = tail::UNHAPPY
            .iter()
            .filter(|said| said.0 == line.language)
            .collect();
        if !tails.is_empty() {
            text = format!(
                "{text} {}",
                facts_in(random.pick(&tails).1, facts, line.language)
            );
        }
    }
    let names_us = text.contains(&us(true));
    if (is_addressed && !names_us) || topic::matching(&text).is_empty() {
        text = format!("{} {text}", us(true));
    }
    text
}

fn facts_in(text: &str, facts: &Facts, language: Language) -> String {
    fill(text, |slot| facts.slot(slot, language))
}
