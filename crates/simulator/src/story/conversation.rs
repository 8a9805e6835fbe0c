//! Somebody turns to the organisation, and what comes of it.

use std::time::Duration;

use jiff::Timestamp;

use super::mind::Mind;
use super::words::{self, with_facts};
use super::{Cue, Plot};
use crate::language::Language;
use crate::network::{Beat, Draft, PostIndex, Writer};
use crate::person::{Person, Relation, Temper};
use crate::phrase::{Line, Mood, Said, reaction};
use crate::place::Facts;
use crate::seed::Random;
use crate::stage::Stage;
use crate::topic::{TOPICS, Topic};

/// What makes conversations differ before anybody has spoken.
#[derive(Clone, Copy)]
pub(crate) struct Script {
    /// What it is about; drawn by lot when `None`.
    pub(crate) topic: Option<&'static Topic>,
    /// For those caught in a disruption: where, and for how many minutes already.
    pub(crate) caught: Option<(&'static str, usize)>,
    /// Who begins it.
    pub(crate) who: fn(&Person) -> bool,
    /// Whether it names us by our handle, always.
    pub(crate) is_addressed: bool,
    /// What is said when nobody answers, if not the usual.
    pub(crate) ignored: Option<&'static [Said]>,
}

impl Script {
    /// Somebody who travels, or might, about one of the topics.
    pub(crate) const ANYTHING: Self = Self {
        topic: None,
        caught: None,
        who: |person| matches!(person.relation, Relation::Customer | Relation::Prospect | Relation::Unknown),
        is_addressed: false,
        ignored: None,
    };
}

/// Somebody turns to the organisation: they write, read the answer, react by stance and by how long it took, ask
/// again when ignored; others join; some correct or take back what they wrote.
pub(crate) struct Conversation {
    script: Script,
    begun: Option<Begun>,
}

/// A conversation whose first post stands.
struct Begun {
    random: Random,
    person: usize,
    language: Language,
    topic: &'static Topic,
    mood: Mood,
    facts: Facts,
    opening: PostIndex,
    last_word: PostIndex,
    last_answer: Option<PostIndex>,
    asked_at: Timestamp,
    is_waiting: bool,
    exchanges: u32,
    times_asked: u32,
}

impl Conversation {
    pub(crate) fn new(script: Script) -> Self {
        Self { script, begun: None }
    }

    fn begin(&self, stage: &mut Stage<'_>) -> Option<Begun> {
        let mut random = stage.random();
        let shares: Vec<_> = TOPICS.iter().map(|topic| topic.share).collect();
        let topic = match self.script.topic {
            Some(topic) => topic,
            None => &TOPICS[random.weighted(&shares)],
        };
        let person = stage.somebody(&mut random, self.script.who)?;
        // While a disruption lasts nobody says that it is over.
        let fits = |line: &Line| self.script.caught.is_none() || line.mood != Mood::Positive;
        let line = stage.line(&mut random, topic.openings, person, fits)?;
        let mut facts = Facts::draw(&mut random, stage.now());
        if let Some((station, minutes)) = self.script.caught {
            facts = facts.caught(station, minutes);
        }
        let text = words::opening(line, &facts, self.script.is_addressed, &mut random);
        let attachments = words::pictures(stage, &mut random, &facts, line.language);
        let draft = Draft::new(Writer::Person(person), text, line.language, facts.clone());
        let opening =
            stage.write(Draft { topic: Some(topic), attachments, ..draft.spoken_as(Beat::Opening, line.mood) })?;
        Some(Begun {
            random,
            person,
            language: line.language,
            topic,
            mood: line.mood,
            facts,
            opening,
            last_word: opening,
            last_answer: None,
            asked_at: stage.now(),
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
            Cue::Regret => begun.regret(stage),
        }
    }
}

impl Begun {
    /// Decides what will come of the first post besides an answer.
    fn look_ahead(&mut self, stage: &mut Stage<'_>) {
        let tempo = stage.tempo();
        for _ in 0..[0, 1, 2, 3][self.random.weighted(&[80, 13, 5, 2])] {
            stage.wake(self.random.pause(tempo.joining), Cue::Join);
        }
        if self.random.chance(0.06) {
            stage.wake(self.random.pause(tempo.second_thought), Cue::Correct);
        }
        if self.random.chance(0.04) {
            stage.wake(self.random.pause(tempo.second_thought), Cue::Regret);
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
        stage.wake(patience, Cue::Waited { exchanges: self.exchanges });
    }

    fn read(&mut self, stage: &mut Stage<'_>, ours: PostIndex, to: PostIndex) {
        let waited = Duration::try_from(stage.now().duration_since(self.asked_at)).unwrap_or_default();
        let was_late = self.is_waiting && waited > stage.tempo().late;
        self.is_waiting = false;
        // Nobody else reads what was said in private, and so nobody shows it.
        if !stage.is_private(ours) {
            self.last_answer = Some(ours);
        }
        stage.wake(self.random.pause(stage.tempo().reaction), Cue::React { ours, to, was_late });
        if self.random.chance(0.12) {
            stage.wake(self.random.pause(stage.tempo().joining), Cue::Join);
        }
    }

    fn react(&mut self, stage: &mut Stage<'_>, ours: PostIndex, to: PostIndex, was_late: bool) {
        if stage.is_deleted(ours) {
            return;
        }
        if let Writer::Person(other) = stage.writer(to)
            && other != self.person
        {
            let languages = [stage.people()[other].language, self.language, Language::En];
            if let Some(draft) = self.say(stage, other, reaction::THANKS, &languages) {
                stage.write(draft.to(ours).spoken_as(Beat::Reaction, Mood::Positive));
            }
            return;
        }
        self.exchanges += 1;
        let stance = stage.people()[self.person].stance;
        match Mind::after(self.exchanges, stance, was_late, &mut self.random) {
            Mind::Silent => {}
            Mind::Asks => self.follow_up(stage, ours),
            Mind::Says(said, mood) => {
                if let Some(draft) = self.say(stage, self.person, said, &[self.language]) {
                    stage.write(draft.to(ours).spoken_as(Beat::Reaction, mood));
                }
            }
        }
    }

    fn follow_up(&mut self, stage: &mut Stage<'_>, ours: PostIndex) {
        let Some(line) = stage.line(&mut self.random, self.topic.follow_ups, self.person, |_| true) else {
            return;
        };
        let draft = self.draft(self.person, line.text, line.language);
        if let Some(post) = stage.write(draft.to(ours).spoken_as(Beat::FollowUp, line.mood)) {
            self.language = line.language;
            self.last_word = post;
            self.asked_at = stage.now();
            self.wait(stage);
        }
    }

    fn ask_again(&mut self, stage: &mut Stage<'_>, exchanges: u32, ignored: Option<&'static [Said]>) {
        let has_moved_on = !self.is_waiting || exchanges != self.exchanges;
        // Who praised wants no answer; who has a last word says it once.
        let times_max = if ignored.is_some() { 1 } else { 2 };
        if has_moved_on || self.mood == Mood::Positive || self.times_asked >= times_max {
            return;
        }
        let asks = match stage.people()[self.person].temper {
            Temper::Calm => 0.25,
            Temper::Even => 0.4,
            Temper::Quick => 0.7,
        };
        if !self.random.chance(asks) {
            return;
        }
        self.times_asked += 1;
        let said = ignored.unwrap_or(reaction::ASK_AGAIN);
        let Some(draft) = self.say(stage, self.person, said, &[self.language, Language::En]) else { return };
        let draft = draft.to(self.last_word).spoken_as(Beat::AskAgain, Mood::Negative);
        if let Some(post) = stage.write(draft) {
            self.last_word = post;
            self.wait(stage);
        }
    }

    /// Somebody else answers the first post, or passes the last one on to their own followers.
    fn joined(&mut self, stage: &mut Stage<'_>) {
        let (person, language) = (self.person, self.language);
        let is_other = |other: &Person| other.language == language && other.is_private();
        let other = stage.somebody(&mut self.random, is_other).filter(|other| *other != person);
        let Some(other) = other else { return };
        let answer = self.last_answer.filter(|answer| !stage.is_deleted(*answer));
        let (said, mood, quoted) = match (self.random.weighted(&[44, 24, 12, 20]), answer) {
            (0, _) => (reaction::ME_TOO, Mood::Negative, None),
            (1, _) => (reaction::HELPFUL, Mood::Neutral, None),
            (2, _) => (reaction::CONTRARY, Mood::Mixed, None),
            (_, Some(_)) => (reaction::SHOWING_ANSWER, Mood::Positive, answer),
            (_, None) => (
                reaction::PASSING_ON,
                Mood::Neutral,
                Some(if stage.is_private(self.last_word) { self.opening } else { self.last_word }),
            ),
        };
        let said = self.say(stage, other, said, &[language, Language::En]);
        let Some(draft) = said else { return };
        let draft = draft.spoken_as(Beat::Bystander, mood);
        stage.write(match quoted {
            Some(_) => Draft { quoted, ..draft },
            None => draft.to(self.opening),
        });
    }

    fn correct(&mut self, stage: &mut Stage<'_>) {
        if stage.is_deleted(self.opening) {
            return;
        }
        if let Some(said) = stage.said(&mut self.random, reaction::EDITED, &[self.language]) {
            let note = with_facts(said.1, &self.facts, said.0);
            let text = format!("{}\n\n{note}", stage.text(self.opening));
            stage.edit(self.opening, text);
        }
    }

    /// Whoever was answered leaves it standing, mostly.
    fn regret(&mut self, stage: &mut Stage<'_>) {
        if !stage.is_answered(self.opening) || self.random.chance(0.2) {
            stage.delete(self.opening);
        }
    }

    fn say(
        &mut self,
        stage: &mut Stage<'_>,
        person: usize,
        said: &'static [Said],
        languages: &[Language],
    ) -> Option<Draft> {
        let said = stage.said(&mut self.random, said, languages)?;
        Some(self.draft(person, said.1, said.0))
    }

    fn draft(&self, person: usize, text: &str, language: Language) -> Draft {
        let text = with_facts(text, &self.facts, language);
        let draft = Draft::new(Writer::Person(person), text, language, self.facts.clone());
        Draft { topic: Some(self.topic), ..draft }
    }
}
