//! Private messages: the chat service, which our account's server asks for us (lexicons `chat.bsky.convo.*`, read 2026-11).
//!
//! The service gives a message its id when it takes it, so an attempt that ended without a word is settled by reading the
//! talk: a message of ours with the same words, newer than what stood there when it was prepared, is that attempt.

use std::collections::HashMap;
use std::time::Duration;

use jiff::Timestamp;
use model::{LengthRule, Reason, ReceivedPost, RemoteRef};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use tokio::sync::mpsc;
use tokio::time::sleep;

use super::parse::{author, bare_author, clean, list, text_of};
use super::reply::facet_records;
use super::session::Account;
use super::uri::is_did;
use super::xrpc::Input;
use super::{AtprotoChannel, CallError, PRIVATE, look_up::listed};
use crate::{Batch, ChannelError, Fate, OutgoingReply, PreparedReply, Received, SentReply, StreamCursor};

/// The length rule of private messages (lexicon `chat.bsky.convo.defs#messageInput`, read 2026-11).
pub const PRIVATE_LENGTH: LengthRule = LengthRule { graphemes_max: Some(1_000), bytes_max: Some(10_000) };

/// How many messages are read back to settle an attempt, a page at a time.
const PAGES_MAX: usize = 10;
/// How long the stream rests when the service refuses it: nothing but a person helps.
const REFUSED_PAUSE: Duration = Duration::from_secs(600);

/// What is sent, and behind which message of the talk.
#[derive(Serialize, Deserialize)]
struct Prepared {
    did: String,
    #[serde(rename = "convoId")]
    talk: String,
    /// The revision of the talk before it.
    after: String,
    message: Value,
}

/// Where the stream stands: behind which revision of the log.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct LogMark {
    rev: String,
}

/// The id of a talk among ours.
fn talk_id(talk: &str) -> String {
    format!("chat:{talk}")
}

fn message_id(talk: &str, message: &str) -> String {
    format!("chat:{talk}:{message}")
}

/// Whether a prepared answer is a private message.
pub(super) fn is_private(reply: &PreparedReply) -> bool {
    serde_json::from_str::<Prepared>(&reply.record).is_ok()
}

fn read(reply: &PreparedReply) -> Result<Prepared, ChannelError> {
    serde_json::from_str(&reply.record)
        .map_err(|error| ChannelError::give_up("what was prepared cannot be read any more").caused_by(error))
}

/// What a refusal of the chat service means to members.
fn refused(error: CallError, what: &str) -> ChannelError {
    if error.is_about_token() {
        return ChannelError::give_up(
            "this app password may not use private messages: make one on Bluesky that allows access to them, and give it to \
             this channel",
        );
    }
    let CallError::Refused(refusal) = &error else { return error.of(what) };
    let words = match refusal.name.as_str() {
        "NotFollowedBySender" => {
            "this person takes private messages only from accounts that they follow: ask them in public to follow ours, or \
             offer another way"
        }
        "MessagesDisabled" => "this person takes no private messages: offer another way",
        "BlockedActor" | "BlockedSubject" => {
            "this person and our account do not hear each other: one has blocked the other"
        }
        "RecipientNotFound" => "this person's account is gone",
        _ => return error.of(what),
    };
    ChannelError::give_up(words)
}

impl AtprotoChannel {
    pub(super) async fn prepare_private(&self, reply: &OutgoingReply, to: &str) -> Result<PreparedReply, ChannelError> {
        let account = self.account()?;
        if !self.has_private() {
            return Err(ChannelError::give_up("this account was connected without private messages"));
        }
        if !is_did(to) || !reply.pictures.is_empty() {
            return Err(ChannelError::give_up("a private message has one reader and no pictures"));
        }
        if reply.text.trim().is_empty() || !PRIVATE_LENGTH.measure(&reply.text).fits {
            return Err(ChannelError::give_up("a private message holds 1 to 1000 characters and at most 10000 bytes"));
        }
        let session = account.session().await?;
        let answer = account.query("chat.bsky.convo.getConvoForMembers", &[("members", to)]).await;
        let answer = answer.map_err(|error| refused(error, "open the private talk"))?;
        let convo = answer.get("convo").cloned().unwrap_or_default();
        let part = |name| text_of(&convo, name).map(str::to_owned);
        let (Some(talk), Some(after)) = (part("id"), part("rev")) else {
            return Err(ChannelError::retry("the network did not name the private talk"));
        };
        let mut message = json!({ "text": reply.text });
        let facets = facet_records(account, &reply.text).await?;
        if !facets.is_empty() {
            message["facets"] = Value::Array(facets);
        }
        let prepared = Prepared { did: session.did.clone(), talk, after, message };
        let record = serde_json::to_string(&prepared)
            .map_err(|error| ChannelError::give_up("the message cannot be written").caused_by(error))?;
        Ok(PreparedReply { remote_id: None, record })
    }

    pub(super) async fn send_private(&self, reply: &PreparedReply) -> Result<SentReply, ChannelError> {
        // The service would take the same message twice.
        if let Fate::Stands(sent) = self.private_fate(reply).await? {
            return Ok(sent);
        }
        let Prepared { talk, message, .. } = read(reply)?;
        let body = json!({ "convoId": talk, "message": message }).to_string();
        let sent = self.account()?.procedure("chat.bsky.convo.sendMessage", Input::Json(&body)).await;
        let sent = sent.map_err(|error| refused(error, "send the private message"))?;
        match text_of(&sent, "id") {
            Some(id) => Ok(sent_reply(&talk, id)),
            None => Err(ChannelError::retry("the network did not name the message").perhaps_arrived()),
        }
    }

    pub(super) async fn private_fate(&self, reply: &PreparedReply) -> Result<Fate, ChannelError> {
        let account = self.account()?;
        let prepared = read(reply)?;
        if account.session().await?.did != prepared.did {
            return Err(ChannelError::give_up("it belongs to another account than the one that is connected"));
        }
        let words = text_of(&prepared.message, "text").unwrap_or_default().trim();
        let mut page: Option<String> = None;
        for _ in 0..PAGES_MAX {
            let mut parameters = vec![("convoId", prepared.talk.as_str()), ("limit", "100")];
            parameters.extend(page.as_deref().map(|page| ("cursor", page)));
            let answer = account.query("chat.bsky.convo.getMessages", &parameters).await;
            let answer = answer.map_err(|error| {
                let mut failure = refused(error, "ask what became of it");
                failure.may_have_arrived = false; // asking changes nothing
                failure
            })?;
            let mut is_older = false;
            for view in listed(&answer, "messages")? {
                // Revisions are ordered as texts; the newest message comes first.
                is_older = text_of(view, "rev").is_none_or(|rev| rev <= prepared.after.as_str());
                if is_older {
                    break;
                }
                let is_ours = view.pointer("/sender/did").and_then(Value::as_str) == Some(&prepared.did);
                if let (true, Some(id)) = (is_ours, text_of(view, "id"))
                    && text_of(view, "text").is_some_and(|text| text.trim() == words)
                {
                    return Ok(Fate::Stands(sent_reply(&prepared.talk, id)));
                }
            }
            page = text_of(&answer, "cursor").map(str::to_owned);
            if is_older || page.is_none() {
                return Ok(Fate::Absent);
            }
        }
        Ok(Fate::CannotTell)
    }

    pub(super) async fn receive_private(
        &self,
        account: &Account,
        cursor: Option<StreamCursor>,
        batches: mpsc::Sender<Batch>,
    ) -> Result<(), ChannelError> {
        let mut mark: Option<LogMark> = StreamCursor::read(cursor);
        let mut talks = HashMap::new();
        loop {
            let batch = self.look_at_log(account, &mut mark, &mut talks).await?;
            if batches.send(batch).await.is_err() {
                return Ok(());
            }
            tokio::select! {
                () = batches.closed() => return Ok(()),
                () = sleep(self.config.poll_interval()) => {}
            }
        }
    }

    /// What the log tells behind the mark; without one, where the talks stand now.
    async fn look_at_log(
        &self,
        account: &Account,
        mark: &mut Option<LogMark>,
        talks: &mut HashMap<String, bool>,
    ) -> Result<Batch, ChannelError> {
        let failed = |error| {
            let mut failure = refused(error, "read the private messages");
            if failure.remedy == crate::Remedy::GiveUp {
                failure.remedy = crate::Remedy::Retry { after: Some(REFUSED_PAUSE) };
            }
            failure
        };
        let now = self.xrpc.clock.now();
        let mut items = Vec::new();
        let rev = match mark.take() {
            None => {
                let answer = account.query("chat.bsky.convo.listConvos", &[("limit", "1")]).await.map_err(failed)?;
                let newest = listed(&answer, "convos")?.first().and_then(|convo| text_of(convo, "rev"));
                newest.unwrap_or_default().to_owned()
            }
            Some(LogMark { rev }) => {
                let parameters = [("cursor", rev.as_str())];
                let parameters = if rev.is_empty() { &parameters[..0] } else { &parameters[..] };
                let answer = account.query("chat.bsky.convo.getLog", parameters).await.map_err(failed)?;
                for entry in listed(&answer, "logs")? {
                    let Some(talk) = text_of(entry, "convoId") else { continue };
                    let is_new_or_gone = text_of(entry, "$type")
                        .is_some_and(|kind| kind.ends_with("#logCreateMessage") || kind.ends_with("#logDeleteMessage"));
                    if is_new_or_gone && self.is_between_two(account, talk, talks).await.map_err(failed)? {
                        items.extend(item(talk, entry, now));
                    }
                }
                text_of(&answer, "cursor").map_or(rev, str::to_owned)
            }
        };
        let next = LogMark { rev };
        let value = serde_json::to_string(&next).expect("a text is JSON");
        *mark = Some(next);
        Ok(Batch {
            items,
            cursor: Some(StreamCursor { stream: PRIVATE.to_owned(), value }),
            heard_until: Some(now),
            is_caught_up: true,
            ..Batch::default()
        })
    }

    /// Whether a talk is with one person: what a group says is not said to us alone.
    async fn is_between_two(
        &self,
        account: &Account,
        talk: &str,
        talks: &mut HashMap<String, bool>,
    ) -> Result<bool, CallError> {
        if let Some(known) = talks.get(talk) {
            return Ok(*known);
        }
        let answer = account.query("chat.bsky.convo.getConvo", &[("convoId", talk)]).await?;
        let convo = answer.get("convo");
        let is_group = convo.and_then(|convo| convo.pointer("/kind/$type")).and_then(Value::as_str);
        let is_group = is_group.is_some_and(|kind| kind.ends_with("#groupConvo"));
        let members = list(convo.and_then(|convo| convo.get("members"))).count();
        let is_between_two = members == 2 && !is_group;
        talks.insert(talk.to_owned(), is_between_two);
        Ok(is_between_two)
    }
}

fn sent_reply(talk: &str, message: &str) -> SentReply {
    SentReply { remote: RemoteRef { id: message_id(talk, message), revision: None }, url: None }
}

/// An entry of the log as what it brings: a message, or that one is gone.
fn item(talk: &str, entry: &Value, now: Timestamp) -> Option<Received> {
    let view = entry.get("message")?;
    let remote_id = message_id(talk, text_of(view, "id")?);
    let Some(text) = text_of(view, "text") else { return Some(Received::Deleted { remote_id }) };
    if text_of(entry, "$type").is_some_and(|kind| kind.ends_with("#logDeleteMessage")) {
        return Some(Received::Deleted { remote_id });
    }
    let did = view.pointer("/sender/did").and_then(Value::as_str).filter(|did| is_did(did))?;
    let known = list(entry.get("relatedProfiles")).filter_map(author).find(|author| author.remote_id == did);
    let mut post = ReceivedPost {
        remote: RemoteRef { id: remote_id, revision: text_of(view, "rev").map(clean) },
        author: known.unwrap_or_else(|| bare_author(did, None)),
        title: None,
        text: clean(text),
        marks: list(view.get("facets")).filter_map(super::parse::mark).collect(),
        languages: Vec::new(),
        posted_at: text_of(view, "sentAt").and_then(|at| at.parse().ok()).unwrap_or(now),
        revised_at: None,
        parent: None,
        root: Some(RemoteRef { id: talk_id(talk), revision: None }),
        talk: None,
        quoted: None,
        attachments: Vec::new(),
        url: None,
        reason: Some(Reason::InPrivate),
    };
    post.keep_sound_marks();
    Some(Received::Post(Box::new(post)))
}
