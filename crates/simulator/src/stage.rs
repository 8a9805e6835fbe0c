//! What a story can do in the world.

use std::time::Duration;

use channels::Received;
use jiff::Timestamp;
use model::Attachment;

use crate::act::Record;
use crate::language::Language;
use crate::network::{Beat, Draft, PostIndex, Stream, Writer};
use crate::person::{Person, Stance};
use crate::phrase::{Line, Mood, Said};
use crate::picture;
use crate::place::Facts;
use crate::seed::Random;
use crate::settings::Tempo;
use crate::story::{self, Cue, Plot};
use crate::team;
use crate::world::{self, Fixed, State};

/// Something that will happen.
pub(crate) enum Due {
    /// A story begins; the stories are numbered.
    Arrival(u64),
    /// A story goes on.
    Turn { plot: usize, cue: Cue },
    /// The network tells what happened a while ago.
    Announcement { stream: Stream, received: Box<Received>, about: Option<PostIndex> },
    /// The organisation, left to itself, answers.
    TeamAnswer { post: PostIndex },
}

/// The world as one story sees it during its turn.
pub(crate) struct Stage<'a> {
    fixed: &'a Fixed,
    state: &'a mut State,
    plot: usize,
}

impl<'a> Stage<'a> {
    pub(crate) fn new(fixed: &'a Fixed, state: &'a mut State, plot: usize) -> Self {
        Self { fixed, state, plot }
    }

    pub(crate) fn now(&self) -> Timestamp {
        self.state.now
    }

    pub(crate) fn is_live(&self) -> bool {
        self.state.now >= self.fixed.started_at
    }

    pub(crate) fn tempo(&self) -> Tempo {
        if self.is_live() { self.fixed.settings.tempo } else { Tempo::NATURAL }
    }

    /// Chance of this story's own.
    pub(crate) fn random(&self) -> Random {
        Random::of(self.fixed.seed, "plot", self.plot as u64)
    }

    pub(crate) fn people(&self) -> &[Person] {
        &self.state.people
    }

    pub(crate) fn is_deleted(&self, post: PostIndex) -> bool {
        self.state.network.post(post).is_deleted
    }

    pub(crate) fn is_answered(&self, post: PostIndex) -> bool {
        self.state.network.post(post).is_answered
    }

    pub(crate) fn is_private(&self, post: PostIndex) -> bool {
        self.state.network.post(post).draft.is_private
    }

    pub(crate) fn writer(&self, post: PostIndex) -> Writer {
        self.state.network.post(post).draft.writer
    }

    /// Plans another turn of this story.
    pub(crate) fn wake(&mut self, after: Duration, cue: Cue) {
        let plot = self.plot;
        self.plan(after, Due::Turn { plot, cue });
    }

    /// Begins another story.
    pub(crate) fn spawn(&mut self, after: Duration, plot: Box<dyn Plot>) {
        story::plan_plot(self.state, after, plot);
    }

    fn plan(&mut self, after: Duration, due: Due) {
        plan(self.state, after, due);
    }

    /// Somebody who fits, is awake and has not just spoken; as far as there is one.
    pub(crate) fn somebody(&mut self, random: &mut Random, fits: impl Fn(&Person) -> bool) -> Option<usize> {
        let fitting: Vec<_> = (0..self.state.people.len())
            .filter(|person| !self.state.gone.contains(person) && fits(&self.state.people[*person]))
            .collect();
        let now = self.state.now;
        let is_rested = |person: &usize| {
            let silence = self.state.spoke_at.get(person).map(|at| now.duration_since(*at).as_mins());
            silence.is_none_or(|minutes| minutes >= 45)
        };
        let by_day = self.fixed.pace_at(now).follows_the_day;
        let is_awake = |person: &usize| self.state.people[*person].is_awake(now);
        let choose = |random: &mut Random| (!fitting.is_empty()).then(|| *random.pick(&fitting));
        let mut person = choose(random)?;
        for _ in 0..12 {
            if is_rested(&person) && (is_awake(&person) || !by_day) {
                break;
            }
            person = *random.pick(&fitting);
        }
        self.state.spoke_at.insert(person, now);
        Some(person)
    }

    /// What a person says of the lines that fit: in a language of theirs, in a mood of theirs, and of those the one
    /// heard least so far.
    pub(crate) fn line(
        &mut self,
        random: &mut Random,
        lines: &'static [Line],
        person: usize,
        fits: impl Fn(&Line) -> bool,
    ) -> Option<&'static Line> {
        let person = &self.state.people[person];
        let (own, second) = (person.language, person.second_language);
        let in_mood = |line: &Line| moods(person.stance).contains(&line.mood);
        let bearable = |line: &Line| person.stance != Stance::Hostile || line.mood != Mood::Positive;
        let fitting: Vec<_> = lines.iter().filter(|line| fits(line)).collect();
        let choose = |language: Language, is_right: &dyn Fn(&Line) -> bool| -> Vec<&'static Line> {
            let right = |line: &&&Line| line.language == language && is_right(line);
            fitting.iter().filter(right).copied().collect()
        };
        let choice = [
            choose(own, &in_mood),
            choose(own, &bearable),
            choose(second, &in_mood),
            choose(Language::En, &bearable),
            choose(Language::De, &bearable),
        ]
        .into_iter()
        .find(|choice| !choice.is_empty())?;
        let text = self.freshest(random, &choice, |line| line.text)?;
        choice.into_iter().find(|line| line.text == text)
    }

    /// As [`Stage::line`], for sentences without mood, in the first of the languages that has any.
    pub(crate) fn said(
        &mut self,
        random: &mut Random,
        said: &'static [Said],
        languages: &[Language],
    ) -> Option<&'static Said> {
        let in_language =
            |language: &Language| -> Vec<&'static Said> { said.iter().filter(|said| said.0 == *language).collect() };
        let choice = languages.iter().map(in_language).find(|choice| !choice.is_empty())?;
        let text = self.freshest(random, &choice, |said| said.1)?;
        choice.into_iter().find(|said| said.1 == text)
    }

    /// One of the sentences said least so far; counts it.
    fn freshest<T>(
        &mut self,
        random: &mut Random,
        choice: &[&'static T],
        text: impl Fn(&'static T) -> &'static str,
    ) -> Option<&'static str> {
        let times = |line: &&'static T| self.state.said.get(text(line)).copied().unwrap_or_default();
        let least = choice.iter().map(times).min()?;
        let fresh: Vec<_> = choice.iter().filter(|line| times(line) == least).collect();
        let text = text(random.pick::<&&'static T>(&fresh));
        *self.state.said.entry(text).or_default() += 1;
        Some(text)
    }

    /// Posts; `None` when the writer's account or the post that is answered is gone.
    pub(crate) fn write(&mut self, draft: Draft) -> Option<PostIndex> {
        let is_gone = matches!(draft.writer, Writer::Person(person) if self.state.gone.contains(&person));
        let has_gone_parent = draft.parent.is_some_and(|parent| self.is_deleted(parent));
        if is_gone || has_gone_parent {
            return None;
        }
        let is_ours = draft.writer == Writer::Us;
        // Whoever was written to in private answers so.
        let is_private = draft.is_private
            || !is_ours && draft.parent.is_some_and(|parent| self.state.network.post(parent).draft.is_private);
        let draft = Draft { is_private, plot: self.plot, ..draft };
        let index = self.state.network.add(draft, self.state.now);
        self.state.network.posts[index.0].stream = self.stream_for(index);
        if !is_ours || self.fixed.settings.echoes_ours {
            let delay = if is_ours { Duration::ZERO } else { self.lateness(index) };
            self.announce_version(index, delay);
        }
        Some(index)
    }

    pub(crate) fn edit(&mut self, post: PostIndex, text: String) {
        self.state.network.edit(post, text, self.state.now);
        self.announce_version(post, Duration::ZERO);
    }

    pub(crate) fn text(&self, post: PostIndex) -> &str {
        &self.state.network.post(post).draft.text
    }

    pub(crate) fn delete(&mut self, post: PostIndex) {
        if self.is_deleted(post) {
            return;
        }
        self.state.network.posts[post.0].is_deleted = true;
        if !self.state.network.is_ours(post) || self.fixed.settings.echoes_ours {
            let remote_id = self.state.network.post(post).id.clone();
            self.announce(self.stream(post), Received::Deleted { remote_id }, Some(post), Duration::ZERO);
        }
    }

    /// Changes the name that a person shows.
    pub(crate) fn rename(&mut self, person: usize, name: String) {
        self.state.people[person].display_name = name;
        let profile = self.state.people[person].profile();
        self.announce(Stream::Public, Received::Author(profile), None, Duration::ZERO);
    }

    /// Takes a person's account off the network, and with it every post.
    pub(crate) fn leave(&mut self, person: usize) {
        if !self.state.gone.insert(person) {
            return;
        }
        let mut last = self.state.now;
        for post in &mut self.state.network.posts {
            if post.draft.writer == Writer::Person(person) {
                post.is_deleted = true;
                last = last.max(post.announced_until);
            }
        }
        // After whatever of theirs is still on its way.
        let after = Duration::try_from(last.duration_since(self.state.now)).unwrap_or_default();
        let remote_id = self.state.people[person].remote_id.clone();
        for stream in self.fixed.settings.streams().iter().copied() {
            let received = Box::new(Received::AuthorGone { remote_id: remote_id.clone() });
            self.plan(after, Due::Announcement { stream, received, about: None });
        }
    }

    fn announce_version(&mut self, post: PostIndex, delay: Duration) {
        let received = self.state.network.received(post, &self.state.people);
        self.announce(self.stream(post), Received::Post(Box::new(received)), Some(post), delay);
    }

    fn stream(&self, post: PostIndex) -> Stream {
        self.state.network.post(post).stream
    }

    /// The stream that tells of a new post. A post of ours comes where the post that it answers came.
    fn stream_for(&self, post: PostIndex) -> Stream {
        let network = &self.state.network;
        match (network.post(post).draft.parent, network.reason(post, &self.state.people)) {
            _ if !self.fixed.settings.has_account_stream => Stream::Public,
            (Some(parent), _) if network.is_ours(post) => self.stream(parent),
            (_, Some(_)) => Stream::Account,
            (_, None) => Stream::Public,
        }
    }

    fn announce(&mut self, stream: Stream, received: Received, about: Option<PostIndex>, delay: Duration) {
        let now = self.state.now;
        let mut at = now + delay;
        if let Some(post) = about {
            let post = &mut self.state.network.posts[post.0];
            at = at.max(post.announced_until);
            post.announced_until = at;
            if at > now || post.pending > 0 {
                post.pending += 1;
                let after = Duration::try_from(at.duration_since(now)).unwrap_or_default();
                self.plan(after, Due::Announcement { stream, received: Box::new(received), about });
                return;
            }
        }
        world::announce(self.state, stream, received, about);
    }

    /// How late the network tells of a post.
    fn lateness(&self, post: PostIndex) -> Duration {
        let mut random = Random::of(self.fixed.seed, "late", post.0 as u64);
        match random.chance(self.fixed.settings.faults.late_rate) {
            true => random.pause((Duration::from_secs(60), Duration::from_secs(7_200))),
            false => Duration::ZERO,
        }
    }

    /// Before the start the organisation mostly answers by itself; from the start on that is for its members to do.
    pub(crate) fn expect_answer(&mut self, post: PostIndex, random: &mut Random) {
        let after = random.pause(Tempo::NATURAL.team);
        let will_answer = random.below(100) < self.fixed.settings.answered_before;
        if will_answer && self.state.now + after < self.fixed.started_at {
            self.plan(after, Due::TeamAnswer { post });
        }
    }

    pub(crate) fn team_answer(&mut self, post: PostIndex) {
        // One answer is enough for whoever asked twice.
        let network = &self.state.network;
        let is_later = |other: &PostIndex| other.0 > post.0 && network.is_ours(*other);
        if self.is_deleted(post) || network.thread(post).iter().any(is_later) {
            return;
        }
        if let Some(suggestion) = team::suggest(&self.state.network, post) {
            let language = self.state.network.post(post).draft.language;
            self.post_ours((suggestion.answer, vec![]), post, language, None, false);
        }
    }

    /// Posts an answer that a member sent.
    pub(crate) fn answer(&mut self, record: &Record, parent: PostIndex) -> Option<PostIndex> {
        let declared = record.language.as_deref().and_then(Language::from_code);
        let language = declared.unwrap_or(self.state.network.post(parent).draft.language);
        let attachments = record.pictures.iter().map(picture::brought).collect();
        let is_private = record.private_to.is_some();
        self.post_ours((record.text.clone(), attachments), parent, language, Some(record.key()), is_private)
    }

    /// Posts what a member has us say of our own accord. Nobody was waiting for it.
    pub(crate) fn say(&mut self, record: &Record) -> Option<PostIndex> {
        let language = record.language.as_deref().and_then(Language::from_code).unwrap_or(Language::En);
        let mut random = Random::of(self.fixed.seed, "said", record.intent.unsigned_abs());
        let facts = Facts::draw(&mut random, self.state.now);
        let draft = Draft::new(Writer::Us, record.text.clone(), language, facts);
        self.write(Draft { key: Some(record.key()), ..draft.spoken_as(Beat::OurAnswer, Mood::Neutral) })
    }

    fn post_ours(
        &mut self,
        (text, attachments): (String, Vec<Attachment>),
        parent: PostIndex,
        language: Language,
        key: Option<String>,
        is_private: bool,
    ) -> Option<PostIndex> {
        let facts = self.state.network.post(parent).draft.facts.clone();
        let draft = Draft::new(Writer::Us, text, language, facts).to(parent);
        let ours =
            self.write(Draft { key, attachments, is_private, ..draft.spoken_as(Beat::OurAnswer, Mood::Neutral) })?;
        self.wake(Duration::ZERO, Cue::Answered { ours, to: parent });
        Some(ours)
    }
}

pub(crate) fn plan(state: &mut State, after: Duration, due: Due) {
    state.planned += 1;
    state.schedule.insert((state.now + after, state.planned), due);
}

/// The moods that somebody of this stance writes in.
fn moods(stance: Stance) -> &'static [Mood] {
    match stance {
        Stance::Fan => &[Mood::Positive, Mood::Neutral],
        Stance::Friendly => &[Mood::Positive, Mood::Neutral, Mood::Mixed],
        Stance::Neutral => &[Mood::Neutral, Mood::Negative, Mood::Mixed],
        Stance::Critic => &[Mood::Negative, Mood::Mixed],
        Stance::Hostile => &[Mood::Negative],
    }
}
