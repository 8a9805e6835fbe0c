//! A database of many conversations, made up from a seed: sentences of the simulated people, and words as rare and as
//! common as words are.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::Context as _;
use indicatif::{ProgressBar, ProgressStyle};
use jiff::{SignedDuration, Timestamp};
use model::{
    Actor, AuthorId, ChannelId, ChannelState, Clock as _, ConversationId, ManualClock, MemberId, Network, PostId,
    Reason, Reasons, ReceivedAuthor, ReceivedPost, Role, Status, SystemClock,
};
use rand::rngs::StdRng;
use rand::{RngExt as _, SeedableRng as _};
use simulator::{Announcement, World};
use store::channel::{self, NewChannel};
use store::conversation::{self, Conversation, NewConversation, View};
use store::member::{self, NewMember};
use store::post::Post;
use store::{Store, Tx, author, mention, post};

/// Between two conversations that are made, on the average, so that the last ones are of today.
const APART: SignedDuration = SignedDuration::from_secs(310);
/// Conversations of one transaction.
const AT_ONCE: usize = 250;
/// Invented words beside the sentences.
const VOCABULARY: usize = 50_000;
/// Of so many posts one is Chinese.
const CHINESE: usize = 20;
/// What is said in it.
const COMPLAINTS: [&str; 5] = ["列车又晚点了", "电梯坏了三天", "请问退款怎么办", "谢谢列车员的帮助", "我的行李丢了"];
/// Of so many conversations one is kept as an example.
const EXAMPLE: usize = 97;
/// The newest conversations of one made before, which are its examples.
const EXAMPLES_AGAIN: i64 = 1_000;
/// Posts of the longest conversation.
const POSTS_MAX: usize = 200;
/// The address of whoever works on it.
const EMAIL: &str = "bench@example.org";
const STATUSES: [Status; 5] = [Status::Resolved, Status::Archived, Status::Waiting, Status::Open, Status::New];

/// What an archive is made of.
pub struct Archive {
    sentences: Vec<String>,
    pub member: MemberId,
    /// Some of its conversations, of every age.
    pub examples: Vec<ConversationId>,
    /// Posts of a conversation on the average.
    posts_each: f64,
    channel: ChannelId,
    authors: HashMap<usize, AuthorId>,
    random: StdRng,
    at: Timestamp,
    made: usize,
}

/// What one transaction adds.
#[derive(Default)]
struct Batch {
    authors: Vec<(AuthorId, ReceivedAuthor)>,
    conversations: Vec<Conversation>,
    posts: Vec<Post>,
}

impl Archive {
    /// The one that was made before from the same seed, or so many conversations with roughly so many messages, the last of
    /// today.
    pub async fn of(store: &Store, seed: u64, conversations: u32, messages: u32) -> anyhow::Result<Self> {
        let begins = SystemClock.now().saturating_sub(APART * i32::try_from(conversations)?)?;
        let clock = Arc::new(ManualClock::at(&begins.to_string()));
        if let Some(archive) = Self::again(store, seed, clock.clone()).await? {
            return Ok(archive);
        }
        let begun = Instant::now();
        let bar = ProgressBar::new(conversations.into()).with_style(ProgressStyle::with_template(
            "{bar:40} {human_pos} of {human_len} conversations are made, {eta} left",
        )?);
        let posts_each = f64::from(messages) / f64::from(conversations);
        let mut archive = Self::begin(store, seed, clock, posts_each).await?;
        let posts = archive.grow(store, conversations as usize, |made| bar.set_position(made as u64)).await?;
        bar.finish_and_clear();
        println!("{conversations} conversations, {posts} messages, written in {:.1} s", begun.elapsed().as_secs_f64());
        Ok(archive)
    }

    /// Prepares an empty database, or one in which nothing is said; what is said begins where the clock stands.
    pub async fn begin(store: &Store, seed: u64, clock: Arc<ManualClock>, posts_each: f64) -> anyhow::Result<Self> {
        let at = model::Clock::now(clock.as_ref());
        let mut tx = store.write().await?;
        let new = NewMember { email: EMAIL, name: "Bench", role: Role::Owner, password_hash: "-" };
        let member = member::join(&mut tx, new).await?.context("the database is not empty")?;
        let id = tx.next_id();
        let new =
            NewChannel { id, network: Network::Simulated, name: "bench", config: "{}", secret: None, author: None };
        channel::connect(&mut tx, Actor::System, new).await?;
        // Nobody else speaks on it.
        channel::set_state(&mut tx, Actor::System, id, ChannelState::Paused, None).await?;
        tx.commit().await?;
        Ok(Self {
            sentences: sentences(seed, clock),
            member,
            examples: Vec::new(),
            posts_each,
            channel: id,
            authors: HashMap::new(),
            random: StdRng::seed_from_u64(seed),
            at,
            made: 0,
        })
    }

    /// One that was made before, from the same seed; `None` where there is none. Nothing may be added to it.
    pub async fn again(store: &Store, seed: u64, clock: Arc<ManualClock>) -> anyhow::Result<Option<Self>> {
        let at = model::Clock::now(clock.as_ref());
        let mut tx = store.read().await?;
        let Some(member) = member::by_email(&mut tx, EMAIL).await? else { return Ok(None) };
        let newest = conversation::list(&mut tx, View::All, None, EXAMPLES_AGAIN).await?;
        let channel = newest.first().context("the database holds no conversations; take an empty folder")?;
        Ok(Some(Self {
            sentences: sentences(seed, clock),
            member: member.id,
            examples: newest.iter().map(|row| row.conversation.id).collect(),
            posts_each: 1.0,
            channel: channel.conversation.channel,
            authors: HashMap::new(),
            random: StdRng::seed_from_u64(seed),
            at,
            made: 0,
        }))
    }

    /// Adds so many conversations, `told` of how many there are; says how many posts they have.
    pub async fn grow(
        &mut self,
        store: &Store,
        conversations: usize,
        mut told: impl FnMut(usize),
    ) -> anyhow::Result<usize> {
        let (mut made, mut posts) = (0, 0);
        while made < conversations {
            let count = (conversations - made).min(AT_ONCE);
            let mut tx = store.write().await?;
            posts += self.add(&mut tx, count).await?;
            tx.commit().await?;
            made += count;
            told(made);
        }
        Ok(posts)
    }

    async fn add(&mut self, tx: &mut Tx, count: usize) -> anyhow::Result<usize> {
        let mut new = Batch::default();
        for _ in 0..count {
            self.conversation(tx, &mut new)?;
        }
        author::keep_all(tx, Network::Simulated, &new.authors).await?;
        conversation::save_all(tx, &new.conversations.iter().collect::<Vec<_>>()).await?;
        post::insert_all(tx, &new.posts).await?;
        let reasons = Reasons::NONE.with(Reason::Addressed);
        let mentions: Vec<(PostId, Reasons)> = new.posts.iter().map(|post| (post.id, reasons)).collect();
        mention::keep_all(tx, &mentions).await?;
        Ok(new.posts.len())
    }

    fn conversation(&mut self, tx: &Tx, new: &mut Batch) -> anyhow::Result<()> {
        self.made += 1;
        self.at = self.at.saturating_add(SignedDuration::from_secs(self.random.random_range(20..600)))?;
        let who = self.random.random_range(0..1 + self.made / 2);
        let mut opened: Option<Conversation> = None;
        for number in 0..self.posts() {
            let received = self.post(who, number);
            let author = match self.authors.entry(who) {
                Entry::Occupied(known) => *known.get(),
                Entry::Vacant(unknown) => {
                    let id = *unknown.insert(tx.next_id());
                    new.authors.push((id, received.author.clone()));
                    id
                }
            };
            let conversation = opened.get_or_insert_with(|| {
                let (thread_key, opened_at) = (received.root_id(), received.posted_at);
                let new = NewConversation { channel: self.channel, thread_key, talk_with: None, author, opened_at };
                conversation::begin(tx, new)
            });
            conversation.version += 1;
            conversation.active_at = received.posted_at;
            new.posts.push(Post {
                conversation: Some(conversation.id),
                thread_version: Some(conversation.version),
                ..post::begin(tx, self.channel, author, &received)
            });
        }
        if let Some(mut conversation) = opened {
            // Most is done; what is open is new.
            conversation.status = STATUSES[[0, 0, 0, 0, 1, 1, 2, 2, 3, 4][self.random.random_range(0..10)]];
            if self.made.is_multiple_of(EXAMPLE) {
                self.examples.push(conversation.id);
            }
            new.conversations.push(conversation);
        }
        Ok(())
    }

    /// How many posts the next conversation has: each is the last with the same chance.
    fn posts(&mut self) -> usize {
        let (goes_on, mut count) = (1.0 - 1.0 / self.posts_each.max(1.0), 1);
        while count < POSTS_MAX && self.random.random_bool(goes_on) {
            count += 1;
        }
        count
    }

    fn post(&mut self, who: usize, number: usize) -> ReceivedPost {
        let id = format!("{}-{number}", self.made);
        let sentence = if self.random.random_range(0..CHINESE) == 0 {
            COMPLAINTS[self.random.random_range(0..COMPLAINTS.len())].to_owned()
        } else {
            self.sentence()
        };
        let words: Vec<String> = (0..self.random.random_range(4..14)).map(|_| self.word()).collect();
        let root = (number > 0).then(|| model::RemoteRef { id: format!("{}-0", self.made), revision: None });
        ReceivedPost {
            remote: model::RemoteRef { id, revision: None },
            author: ReceivedAuthor {
                remote_id: format!("person-{who}"),
                handle: Some(format!("{}.{who}.example", invented(who * 7_919 % VOCABULARY))),
                display_name: Some(format!("{} {}", invented(who % VOCABULARY), invented(who * 31 % VOCABULARY))),
                ..ReceivedAuthor::default()
            },
            title: None,
            text: format!("{sentence} {}", words.join(" ")),
            marks: Vec::new(),
            languages: vec![["de", "en", "nl"][self.random.random_range(0..3)].into()],
            posted_at: self.at + SignedDuration::from_secs(60 * number as i64),
            revised_at: None,
            parent: root.clone(),
            root,
            talk: None,
            quoted: None,
            attachments: Vec::new(),
            url: None,
            reason: Some(Reason::Addressed),
        }
    }

    /// A word, the n-th as often as words of that rank are.
    fn word(&mut self) -> String {
        let share: f64 = self.random.random_range(0.0..1.0);
        invented(((VOCABULARY as f64).powf(share) - 1.0) as usize)
    }

    /// Something that one of the simulated people said.
    pub fn sentence(&mut self) -> String {
        self.sentences[self.random.random_range(0..self.sentences.len())].clone()
    }
}

/// What the simulated people say in a week.
fn sentences(seed: u64, clock: Arc<ManualClock>) -> Vec<String> {
    let at = model::Clock::now(clock.as_ref());
    let told = World::new(seed, clock, at).history(at - Duration::from_secs(7 * 86_400), at);
    told.iter().filter_map(Announcement::post).map(|post| post.text.clone()).collect()
}

/// The invented word of this rank.
pub fn invented(rank: usize) -> String {
    const SYLLABLES: [&str; 16] =
        ["ba", "ke", "li", "mo", "nu", "ra", "se", "ti", "vo", "wu", "fa", "ge", "hi", "jo", "pu", "da"];
    let mut word = String::from("q");
    let mut rest = rank + 16;
    while rest > 0 {
        word.push_str(SYLLABLES[rest % 16]);
        rest /= 16;
    }
    word
}
