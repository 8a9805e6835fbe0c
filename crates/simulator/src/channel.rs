//! The world as a channel.

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use channels::{
    Batch, Capabilities, Channel, ChannelError, Fate, GestureFate, GestureSubject, Identity, LookedUp, OutgoingGesture,
    OutgoingPicture, OutgoingReply, PreparedGesture, PreparedReply, Received, SentReply, StreamCursor, StreamGap,
};
use model::{Coverage, GestureKind, LengthRule, PictureRule, PictureSource, ReceivedAuthor, ReceivedPost, RemoteRef};
use sha2::{Digest as _, Sha256};
use tokio::sync::mpsc;

use crate::act::{Record, RecordPicture};
use crate::fault::SendFate;
use crate::network::{self, PostIndex, Stream};
use crate::picture;
use crate::world::World;

/// The organisation's account in a [`World`]. Holds nothing of its own: a new one over the same world goes on where
/// the cursors say.
#[derive(Clone)]
pub struct SimulatedChannel {
    world: Arc<World>,
}

/// The most announcements in one batch.
const BATCH_MAX: usize = 50;
/// How long a stream stays silent before it looks at the clock and says how far it has heard.
const SILENCE_MAX: Duration = Duration::from_secs(15);
/// The longest answer, in characters as people count them.
const LENGTH: LengthRule = LengthRule { graphemes_max: Some(500), bytes_max: Some(5_000) };

/// The longest private message.
const PRIVATE: LengthRule = LengthRule { graphemes_max: Some(1_000), bytes_max: Some(10_000) };

/// Four pictures of at most a megabyte, each with a description.
const PICTURES: PictureRule =
    PictureRule { count_max: 4, bytes_max: 1_000_000, alt: LengthRule { graphemes_max: Some(1_500), bytes_max: None } };

/// The name of a picture on this network.
fn digest(bytes: &[u8]) -> String {
    hex::encode(Sha256::digest(bytes))
}

impl SimulatedChannel {
    /// The organisation's account in this world.
    pub fn new(world: Arc<World>) -> Self {
        Self { world }
    }

    fn find(&self, id: &str) -> Option<PostIndex> {
        self.world.state().network.find(id)
    }

    fn sent(&self, index: PostIndex) -> SentReply {
        let state = self.world.state();
        let url = state.network.received(index, &state.people).url;
        SentReply { remote: state.network.reference(index), url }
    }

    /// The items of a stretch as they go over the wire, with what goes wrong on it.
    fn wire(&self, announcements: Vec<network::Announcement>) -> Vec<Received> {
        let dice = self.world.fixed.dice;
        let mut items = Vec::with_capacity(announcements.len());
        for announcement in announcements {
            if dice.has_unreadable_before(announcement.number) {
                let (raw, reason) = dice.unreadable(announcement.number);
                items.push(Received::Unparsed { raw, reason });
            }
            if dice.is_duplicate(announcement.number) {
                items.push(announcement.received.clone());
            }
            items.push(announcement.received);
        }
        items
    }
}

#[async_trait]
impl Channel for SimulatedChannel {
    fn capabilities(&self) -> Capabilities {
        let gestures = GestureKind::ALL;
        Capabilities {
            can_reply: true,
            can_ask_fate: true,
            length: LENGTH,
            pictures: PICTURES,
            gestures,
            private: Some(PRIVATE),
        }
    }

    fn coverage(&self) -> Coverage {
        Coverage {
            heard: vec![
                "Posts that name, answer or quote @vellenbahn.example.".into(),
                "Everything else that the simulated people say in the open.".into(),
            ],
            not_heard: vec!["Real people: everybody here is made up.".into()],
        }
    }

    async fn identify(&self) -> Result<Identity, ChannelError> {
        self.world.admit()?;
        Ok(Identity::of_account(network::our_profile()))
    }

    fn streams(&self) -> Vec<&'static str> {
        self.world.fixed.settings.streams().iter().map(|stream| stream.name()).collect()
    }

    async fn receive(
        &self,
        stream: &str,
        cursor: Option<StreamCursor>,
        batches: mpsc::Sender<Batch>,
    ) -> Result<(), ChannelError> {
        let name = stream;
        let streams = self.world.fixed.settings.streams();
        let stream = streams
            .iter()
            .copied()
            .find(|stream| stream.name() == name)
            .ok_or_else(|| ChannelError::give_up("there is no such stream"))?;
        let mut position = match &cursor {
            None => 0,
            Some(cursor) => {
                cursor.value.parse().map_err(|_| ChannelError::give_up("the cursor is none of this network's"))?
            }
        };
        self.world.admit()?;
        let mut left = self.world.fixed.dice.connection_length(self.world.connect());
        let mut gap = self.forgotten(stream, &mut position);
        let mut silent_since = None;
        loop {
            let changed = self.world.changed.notified();
            tokio::pin!(changed);
            changed.as_mut().enable();

            let limit = left.map_or(BATCH_MAX, |left| (left as usize).min(BATCH_MAX));
            let stretch = self.world.read(stream, position, limit);
            let count = stretch.announcements.len() as u64;
            let now = tokio::time::Instant::now();
            let is_due = silent_since.is_none_or(|since| now.duration_since(since) >= SILENCE_MAX);
            if count > 0 || is_due {
                position = stretch.covered;
                silent_since = Some(now);
                let batch = Batch {
                    items: self.wire(stretch.announcements),
                    cursor: Some(StreamCursor { stream: name.to_owned(), value: position.to_string() }),
                    heard_until: Some(stretch.heard_until),
                    gap: gap.take(),
                    quota: None,
                    is_caught_up: stretch.is_end,
                };
                if batches.send(batch).await.is_err() {
                    return Ok(());
                }
            }
            if let Some(left) = &mut left {
                *left = left.saturating_sub(count);
                if *left == 0 {
                    return Err(ChannelError::retry("the connection broke"));
                }
            }
            if stretch.is_end {
                let due = self.world.next_due().unwrap_or(SILENCE_MAX);
                tokio::select! {
                    () = tokio::time::sleep(due.clamp(Duration::from_millis(1), SILENCE_MAX)) => {}
                    () = changed => {}
                    () = batches.closed() => return Ok(()),
                }
            }
        }
    }

    async fn thread(&self, post: &RemoteRef) -> Result<Vec<ReceivedPost>, ChannelError> {
        self.world.admit()?;
        let state = self.world.state();
        let Some(index) = state.network.find(&post.id).filter(|index| !state.network.post(*index).is_deleted) else {
            return Ok(vec![]);
        };
        let thread = state.network.thread(index);
        Ok(thread.into_iter().map(|index| state.network.received(index, &state.people)).collect())
    }

    async fn look_up(&self, posts: &[RemoteRef]) -> Result<Vec<LookedUp>, ChannelError> {
        self.world.admit()?;
        let state = self.world.state();
        let look = |index: PostIndex| match state.network.post(index) {
            post if post.is_deleted => LookedUp::Gone { remote_id: post.id.clone() },
            _ => LookedUp::Present(Box::new(state.network.received(index, &state.people))),
        };
        Ok(posts.iter().filter_map(|post| state.network.find(&post.id)).map(look).collect())
    }

    async fn profiles(&self, remote_ids: &[String]) -> Result<Vec<ReceivedAuthor>, ChannelError> {
        self.world.admit()?;
        let state = self.world.state();
        let stays = |person: &usize| !state.gone.contains(person);
        let people = (0..state.people.len()).filter(stays).map(|person| state.people[person].profile());
        let known: Vec<_> = std::iter::once(network::our_profile()).chain(people).collect();
        let find = |id: &String| known.iter().find(|profile| profile.remote_id == *id).cloned();
        Ok(remote_ids.iter().filter_map(find).collect())
    }

    async fn picture(&self, source: &PictureSource) -> Result<Option<Vec<u8>>, ChannelError> {
        self.world.admit()?;
        if let Some(digest) = picture::brought_digest(source) {
            return Ok(self.world.state().network.pictures.get(digest).cloned());
        }
        Ok(picture::develop(source))
    }

    async fn prepare(&self, reply: &OutgoingReply) -> Result<PreparedReply, ChannelError> {
        if reply.text.trim().is_empty() {
            return Err(ChannelError::give_up("an answer needs words"));
        }
        let length = if reply.private_to.is_some() { PRIVATE } else { LENGTH };
        if let Some(reader) = &reply.private_to
            && !self.world.takes_private(reader)
        {
            return Err(ChannelError::give_up(
                "this person takes no private messages from us: ask them to write to us, or offer another way",
            ));
        }
        if !length.measure(&reply.text).fits {
            return Err(ChannelError::give_up("the answer is longer than the network takes"));
        }
        let is_fine = |one: &OutgoingPicture| {
            one.bytes.len() <= PICTURES.bytes_max && !one.alt.trim().is_empty() && PICTURES.alt.measure(&one.alt).fits
        };
        if reply.pictures.len() > PICTURES.count_max || !reply.pictures.iter().all(is_fine) {
            return Err(ChannelError::give_up("the network does not take these pictures"));
        }
        let picture = |one: &OutgoingPicture| RecordPicture {
            alt: one.alt.clone(),
            media_type: one.media_type.clone(),
            width: one.width,
            height: one.height,
            digest: digest(&one.bytes),
        };
        let record = Record {
            pictures: reply.pictures.iter().map(picture).collect(),
            text: reply.text.clone(),
            parent: reply.answers.as_ref().map(|answers| answers.parent.id.clone()),
            language: reply.language.clone(),
            created_at: reply.created_at,
            intent: reply.intent,
            private_to: reply.private_to.clone(),
        };
        let remote_id = Some(network::our_post_id(&record.key()));
        let record = serde_json::to_string(&record)
            .map_err(|error| ChannelError::give_up("the record cannot be written").caused_by(error))?;
        Ok(PreparedReply { remote_id, record })
    }

    async fn send(&self, reply: &PreparedReply, pictures: &[OutgoingPicture]) -> Result<SentReply, ChannelError> {
        self.world.admit()?;
        let record = read_record(reply)?;
        let attempt = self.world.count_attempt(record.intent);
        if let Some(index) = self.find(&network::our_post_id(&record.key())) {
            if self.world.state().network.post(index).is_deleted {
                return Err(ChannelError::give_up("this answer was deleted"));
            }
            return Ok(self.sent(index));
        }
        let fate = self.world.fixed.dice.send_fate(record.intent, attempt);
        if fate == SendFate::Refused {
            return Err(ChannelError::give_up("the network refuses these words"));
        }
        for named in &record.pictures {
            let picture = pictures.iter().find(|picture| digest(&picture.bytes) == named.digest);
            let picture = picture.ok_or_else(|| ChannelError::give_up("a picture of this answer is gone"))?;
            self.world.state().network.pictures.insert(named.digest.clone(), picture.bytes.clone());
        }
        let index =
            self.world.post_ours(&record).ok_or_else(|| ChannelError::give_up("the post that this answers is gone"))?;
        if fate == SendFate::AnswerLost {
            return Err(ChannelError::retry("the connection broke before the network answered").perhaps_arrived());
        }
        Ok(self.sent(index))
    }

    async fn fate(&self, reply: &PreparedReply) -> Result<Fate, ChannelError> {
        self.world.admit()?;
        let record = read_record(reply)?;
        let stands = self
            .find(&network::our_post_id(&record.key()))
            .filter(|index| !self.world.state().network.post(*index).is_deleted);
        Ok(stands.map_or(Fate::Absent, |index| Fate::Stands(self.sent(index))))
    }

    async fn delete(&self, post: &RemoteRef) -> Result<(), ChannelError> {
        self.world.admit()?;
        match self.find(&post.id) {
            None => Ok(()),
            Some(index) if self.world.state().network.is_ours(index) => {
                self.world.delete_ours(index);
                Ok(())
            }
            Some(_) => Err(ChannelError::give_up("this post is not ours")),
        }
    }

    async fn prepare_gesture(&self, gesture: &OutgoingGesture) -> Result<PreparedGesture, ChannelError> {
        self.world.admit()?;
        let about = match &gesture.about {
            GestureSubject::Author(id) => id,
            GestureSubject::Post { post, root } => {
                let (found, root) = (self.find(&post.id), self.find(&root.id));
                let state = self.world.state();
                if found.is_none_or(|index| state.network.post(index).is_deleted) {
                    return Err(ChannelError::give_up("the post is gone"));
                }
                if gesture.kind == GestureKind::Hide && !root.is_some_and(|index| state.network.is_ours(index)) {
                    return Err(ChannelError::give_up("only answers under a post of ours can be hidden"));
                }
                &post.id
            }
        };
        // There is one of a kind about one thing, whoever makes it.
        let record = format!("{}:{about}", gesture.kind);
        Ok(PreparedGesture { kind: gesture.kind, remote_id: Some(record.clone()), record })
    }

    async fn make_gesture(&self, gesture: &PreparedGesture) -> Result<(), ChannelError> {
        self.world.admit()?;
        self.world.make_gesture(&gesture.record);
        Ok(())
    }

    async fn gesture_fate(&self, gesture: &PreparedGesture) -> Result<GestureFate, ChannelError> {
        self.world.admit()?;
        let stands = self.world.gestures().contains(&gesture.record);
        Ok(if stands { GestureFate::Stands } else { GestureFate::Absent })
    }

    async fn take_back_gesture(&self, gesture: &PreparedGesture) -> Result<(), ChannelError> {
        self.world.admit()?;
        self.world.take_back_gesture(gesture.remote_id.as_deref().unwrap_or(&gesture.record));
        Ok(())
    }
}

impl SimulatedChannel {
    /// A cursor from another world, beyond everything that this one told: hears from the present on and says so.
    fn forgotten(&self, stream: Stream, position: &mut u64) -> Option<StreamGap> {
        let state = self.world.state();
        let last = state.network.announcements.len() as u64;
        if *position <= last {
            return None;
        }
        *position = last;
        Some(StreamGap {
            stream: stream.name().into(),
            from: self.world.started_at(),
            to: state.now,
            cause: "the simulated world was begun anew".into(),
        })
    }
}

fn read_record(reply: &PreparedReply) -> Result<Record, ChannelError> {
    serde_json::from_str(&reply.record)
        .map_err(|error| ChannelError::give_up("the record is none of this network's").caused_by(error))
}
