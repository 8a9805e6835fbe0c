//! One organisation's life through many deaths of its server: what people said, and what a member answered.

use std::collections::HashMap;
use std::os::unix::process::ExitStatusExt as _;
use std::time::{Duration, Instant};

use rand::rngs::StdRng;
use rand::{RngExt as _, SeedableRng as _};

use crate::audit;
use crate::desk::{Desk, Posted, Shown, eventually};
use crate::house::{Ears, House};
use crate::network::{Network, Person, Place, unique};
use crate::plan::{Death, Plan};
use crate::server::{Server, Settings};

const SIGKILL: i32 = 9;
/// How long a step may take to be reached before the server is killed from outside instead.
const REACHED_WITHIN: Duration = Duration::from_secs(8);
/// By then nothing may be unknown or on its way.
const SETTLED_WITHIN: Duration = Duration::from_secs(60);

/// A post of somebody outside that concerns us.
pub struct Spoken {
    pub place: Place,
    /// A word that only this post has.
    pub token: String,
    /// The first post of its thread.
    pub root: Place,
    /// Whether it meets the topics.
    pub is_about_topics: bool,
}

/// An answer that a member posted.
pub struct Given {
    pub text: String,
    /// The conversation's first post.
    pub root: Place,
    /// What the server said of it.
    pub posted: Posted,
    /// What it said when the member took it back.
    pub taken_back: Option<Posted>,
}

/// How much was said until some moment.
#[derive(Clone, Copy, Debug)]
pub struct Mark {
    pub spoken: usize,
    pub given: usize,
}

/// What a round came to.
#[derive(Clone, Copy, Debug, Default)]
pub struct Outcome {
    /// Whether the server died at the step that was meant.
    pub is_reached: bool,
    pub heard: usize,
    /// Answers that stand on the network, once each.
    pub standing: usize,
    /// Answers shown as not sent, of which nothing stands.
    pub none: usize,
    /// Answers that the server had not taken when it died, of which nothing is kept and nothing stands.
    pub never_taken: usize,
    /// From the last start until nothing was on its way.
    pub settled_in: Duration,
}

pub struct Story {
    pub network: Network,
    pub house: House,
    ears: Ears,
    people: Vec<Person>,
    pub spoken: Vec<Spoken>,
    pub given: Vec<Given>,
    random: StdRng,
}

impl Story {
    /// Founds an organisation and lets its streams begin; two people wait for an answer.
    pub async fn begin(ears: Ears, seed: u64) -> Self {
        let network = Network::running();
        let house = House::found(&network, ears).await;
        let people = vec![network.join("ada").await, network.join("ben").await, network.join("cem").await];
        let random = StdRng::seed_from_u64(seed);
        let mut story = Self { network, house, ears, people, spoken: Vec::new(), given: Vec::new(), random };
        // A stream that never heard anything has no place to go on from; nobody can ask for more than that.
        for _ in 0..10 {
            let mut server = Server::start(&story.house, &Settings::default());
            let desk = Desk::at(&server.address().await.expect("it opens"));
            tokio::time::sleep(Duration::from_secs(1)).await;
            let from = story.mark();
            story.speak(2).await;
            story.settle(&desk, from).await;
            assert!(server.stop().await.success());
            if story.streams_began().await {
                return story;
            }
        }
        panic!("the streams did not begin");
    }

    /// Until now.
    pub fn mark(&self) -> Mark {
        Mark { spoken: self.spoken.len(), given: self.given.len() }
    }

    async fn streams_began(&self) -> bool {
        let store = self.house.open().await;
        let mut tx = store.read().await.unwrap();
        let streams = store::stream::of_channel(&mut tx, self.house.channel).await.unwrap();
        drop(tx);
        store.close().await;
        let expected = if self.ears == Ears::Notifications { 1 } else { 2 };
        streams.iter().filter(|stream| stream.cursor.is_some()).count() == expected
    }

    /// One round: people speak and a member answers while the server dies; then it is started again, and everything
    /// is counted.
    pub async fn round(&mut self, plan: &Plan) -> Outcome {
        let from = self.mark();
        if self.random.random_bool(0.5) {
            // While nobody listens.
            self.speak(1).await;
        }
        let mut is_reached = true;
        for (turn, death) in plan.deaths.iter().enumerate() {
            let settings = Settings { crash_at: death.step().map(str::to_owned), undo_seconds: plan.undo_seconds };
            let server = Server::start(&self.house, &settings);
            is_reached &= match death {
                Death::Starting(after) => {
                    tokio::time::sleep(*after).await;
                    server.kill().await;
                    true
                }
                _ if turn == 0 => self.live_and_die(server, death, plan).await,
                _ => die(server, death).await,
            };
        }
        if self.random.random_bool(0.5) {
            self.speak(1).await;
        }

        let mut server = Server::start(&self.house, &Settings::default());
        let started = Instant::now();
        let desk = Desk::at(&server.address().await.expect("it opens again"));
        self.settle(&desk, from).await;
        let settled_in = started.elapsed();
        assert!(server.stop().await.success(), "an orderly end");

        let counted = audit::everything(self, from).await;
        let heard = self.spoken.len() - from.spoken;
        Outcome { is_reached, heard, settled_in, ..counted }
    }

    /// People speak and a member answers until the server is dead; whether it died as it was meant to.
    async fn live_and_die(&mut self, mut server: Server, death: &Death, plan: &Plan) -> bool {
        let Some(address) = server.address().await else {
            // At a step of its start.
            return die(server, death).await;
        };
        let desk = Desk::at(&address);
        let waiting = self.unanswered();
        let texts = [unique("answer"), unique("answer")];
        let speak = self.speak(2);
        let answer = answer(&desk, &waiting, &texts, plan.takes_back);
        let ((), given, is_reached) = tokio::join!(speak, answer, die(server, death));
        self.given.extend(given);
        is_reached
    }

    /// The token and first post of threads that nobody answered yet, oldest first.
    fn unanswered(&self) -> Vec<(String, Place)> {
        let is_answered = |spoken: &&Spoken| !self.given.iter().any(|given| given.root == spoken.root);
        let first = self.spoken.iter().filter(|spoken| spoken.root == spoken.place).filter(is_answered);
        first.map(|spoken| (spoken.token.clone(), spoken.root.clone())).collect()
    }

    /// People write `count` posts of every kind, and now and then one answers us back.
    pub async fn speak(&mut self, count: usize) {
        for _ in 0..count {
            let token = unique("n");
            let by = self.people[self.random.random_range(0..self.people.len())].clone();
            let word = &self.house.word;
            // Less than forty letters each: of longer words, what says nearly the same would stand under the first.
            let kinds = if self.ears == Ears::Notifications { 1 } else { 3 };
            let (place, is_about_topics) = match self.random.random_range(0..kinds) {
                0 => (self.network.mention(&by, &self.house.brand, &format!("{token} hello")).await, false),
                1 => (self.network.say(&by, &format!("{token} {word} good")).await, true),
                _ => {
                    let text = format!("{token} {word} good");
                    (self.network.mention(&by, &self.house.brand, &text).await, true)
                }
            };
            self.spoken.push(Spoken { root: place.clone(), place, token, is_about_topics });
        }
        if !self.given.is_empty() && self.random.random_bool(0.3) {
            self.answer_us_back().await;
        }
    }

    async fn answer_us_back(&mut self) {
        let posts = self.network.posts_of(&self.house.brand).await;
        let Some(ours) = posts.get(self.random.random_range(0..posts.len().max(1))) else {
            return;
        };
        let Some(given) = self.given.iter().find(|given| given.text == ours.text) else {
            return;
        };
        let (root, token) = (given.root.clone(), unique("n"));
        let by = &self.people[self.random.random_range(0..self.people.len())];
        let place = self.network.answer(by, &root, &ours.place, &format!("{token} thanks")).await;
        self.spoken.push(Spoken { place, token, root, is_about_topics: false });
    }

    /// Waits until the pages show every post and no answer is on its way, of those since `from`.
    pub async fn settle(&self, desk: &Desk, from: Mark) {
        let begun = Instant::now();
        loop {
            let missing = self.unsettled(desk, from).await;
            if missing.is_empty() {
                return;
            }
            assert!(begun.elapsed() < SETTLED_WITHIN, "after a minute: {missing:#?}\n{}", self.house.last_words());
            tokio::time::sleep(Duration::from_millis(200)).await;
        }
    }

    async fn unsettled(&self, desk: &Desk, from: Mark) -> Vec<String> {
        let (spoken, given) = (&self.spoken[from.spoken..], &self.given[from.given..]);
        let list = desk.list().await.expect("the server lives");
        let mut threads: HashMap<&str, Option<Shown>> = HashMap::new();
        for root in spoken.iter().map(|spoken| &spoken.root).chain(given.iter().map(|given| &given.root)) {
            if !threads.contains_key(root.uri.as_str()) {
                threads.insert(&root.uri, self.thread(desk, &list, root).await);
            }
        }
        let mut missing = Vec::new();
        for spoken in spoken {
            let shown = &threads[spoken.root.uri.as_str()];
            if !shown.as_ref().is_some_and(|shown| shown.says(&spoken.token)) {
                missing.push(format!("{} is not heard", spoken.token));
            }
        }
        for given in given {
            let shown = &threads[given.root.uri.as_str()];
            let state = shown.as_ref().and_then(|shown| shown.reply(&given.text)).map(|reply| reply.state.as_str());
            let is_settled = match state {
                Some("queued" | "sending" | "unknown") => false,
                Some(_) => true,
                None => given.posted != Posted::Done && shown.is_some(),
            };
            if !is_settled {
                missing.push(format!("{} is {state:?}", given.text));
            }
        }
        missing
    }

    /// The page of a thread; any of its posts may stand in the list.
    async fn thread(&self, desk: &Desk, list: &[(String, String)], root: &Place) -> Option<Shown> {
        let tokens = || self.spoken.iter().filter(|spoken| spoken.root == *root);
        let id = list.iter().find(|(_, row)| tokens().any(|spoken| row.contains(&spoken.token)))?;
        desk.open(&id.0).await
    }
}

/// Waits for the death; whether it came as it was meant to.
async fn die(mut server: Server, death: &Death) -> bool {
    if let Death::Starting(after) | Death::AnyMoment(after) = death {
        tokio::time::sleep(*after).await;
        server.kill().await;
        return true;
    }
    match server.died_within(REACHED_WITHIN).await {
        Some(status) => assert_eq!(status.signal(), Some(SIGKILL), "it dies by its own hand only"),
        None => {
            server.kill().await;
            return false;
        }
    }
    true
}

/// A member answers whom they see, until the server is dead.
async fn answer(desk: &Desk, waiting: &[(String, Place)], texts: &[String], takes_back: bool) -> Vec<Given> {
    let mut given: Vec<Given> = Vec::new();
    for ((token, root), text) in waiting.iter().zip(texts) {
        let Some(id) = desk.find(token).await else { break };
        let Some(shown) = desk.open(&id).await else { break };
        let posted = desk.answer(&id, text, &shown.seen_version).await;
        given.push(Given { text: text.clone(), root: root.clone(), posted, taken_back: None });
        if takes_back && given.len() == 1 {
            let Some(shown) = desk.open(&id).await else { break };
            if let Some(reply) = shown.reply(text) {
                let taken_back = desk.cancel(&reply.id).await;
                given[0].taken_back = Some(taken_back);
            }
        }
    }
    given
}

/// Waits until a conversation with these words stands in the list, and gives its id.
pub async fn seen(desk: &Desk, token: &str) -> String {
    eventually("the mention", async || desk.find(token).await).await
}
