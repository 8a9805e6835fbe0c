//! What we do without words: likes, reposts and follows are records under keys of our own, what is hidden stands in the gate
//! of a thread of ours, and a report is a call that nobody can ask about afterwards.

use model::{GestureKind, RemoteRef, ReportGround};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::look_up::listed;
use super::parse::text_of;
use super::reply::{owner, standing};
use super::session::Account;
use super::uri::{RecordUri, is_did, key_for};
use super::xrpc::Input;
use super::{AtprotoChannel, CallError};
use crate::{ChannelError, GestureFate, GestureSubject, OutgoingGesture, PreparedGesture};

const LIKES: &str = "app.bsky.feed.like";
const REPOSTS: &str = "app.bsky.feed.repost";
const FOLLOWS: &str = "app.bsky.graph.follow";
const GATES: &str = "app.bsky.feed.threadgate";

/// The most answers that a thread hides (lexicon `app.bsky.feed.threadgate`, read 2026-11).
const HIDDEN_MAX: usize = 300;
/// How often a gate is read anew that somebody else changes in the same moment.
const TRIES_MAX: usize = 5;

/// A record of ours, or one that somebody made in the network's own app.
#[derive(Serialize, Deserialize)]
struct OwnRecord {
    record: Value,
    /// Whether it stood before: then it is not made, and taken back like our own.
    is_adopted: bool,
}

/// An answer in the gate of a thread.
#[derive(Serialize, Deserialize)]
struct Hidden {
    thread: String,
    post: String,
    created_at: String,
}

impl AtprotoChannel {
    pub(super) async fn prepare_gesture_record(
        &self,
        gesture: &OutgoingGesture,
    ) -> Result<PreparedGesture, ChannelError> {
        let kind = gesture.kind;
        match (kind, &gesture.about) {
            (GestureKind::Like, GestureSubject::Post { post, .. }) => {
                self.prepare_about_post(gesture, post, LIKES, "/viewer/like").await
            }
            (GestureKind::Boost, GestureSubject::Post { post, .. }) => {
                self.prepare_about_post(gesture, post, REPOSTS, "/viewer/repost").await
            }
            (GestureKind::Follow, GestureSubject::Author(did)) => self.prepare_follow(gesture, did).await,
            (GestureKind::Hide, GestureSubject::Post { post, root }) => self.prepare_hide(gesture, post, root).await,
            (GestureKind::Report, GestureSubject::Post { post, .. }) => self.prepare_report(gesture, post).await,
            _ => Err(ChannelError::give_up("this cannot be done about that")),
        }
    }

    async fn prepare_about_post(
        &self,
        gesture: &OutgoingGesture,
        post: &RemoteRef,
        collection: &str,
        seen_at: &str,
    ) -> Result<PreparedGesture, ChannelError> {
        let view = self.post_view(post).await?;
        let cid = version_of(&view)?;
        let subject = json!({"uri": post.id, "cid": cid});
        let known = view.pointer(seen_at).and_then(Value::as_str);
        self.own_record(gesture, collection, subject, known).await
    }

    async fn prepare_follow(&self, gesture: &OutgoingGesture, did: &str) -> Result<PreparedGesture, ChannelError> {
        let gone = || ChannelError::give_up("the account is gone, or hides from ours");
        if !is_did(did) {
            return Err(gone());
        }
        let profile = match self.ask("app.bsky.actor.getProfile", &[("actor", did)]).await {
            Ok(profile) => profile,
            Err(CallError::Refused(refusal)) if refusal.status == 400 => return Err(gone()),
            Err(error) => return Err(error.of("look whom to follow up")),
        };
        let known = profile.pointer("/viewer/following").and_then(Value::as_str);
        self.own_record(gesture, FOLLOWS, json!(did), known).await
    }

    /// A record under a key of our own, or the one that the app view says is there already.
    async fn own_record(
        &self,
        gesture: &OutgoingGesture,
        collection: &str,
        subject: Value,
        known: Option<&str>,
    ) -> Result<PreparedGesture, ChannelError> {
        let account = self.account()?;
        let session = account.session().await?;
        let created_at = time_stamp(gesture);
        let record = json!({"$type": collection, "subject": subject, "createdAt": created_at});
        let prepared = |uri: RecordUri, is_adopted| {
            let record = text(&OwnRecord { record: record.clone(), is_adopted })?;
            Ok(PreparedGesture { kind: gesture.kind, remote_id: Some(uri.to_string()), record })
        };
        let known = known.and_then(RecordUri::parse);
        if let Some(uri) = known.filter(|uri| uri.did == session.did && uri.collection == collection) {
            // The app view tells a little late: it may be gone by now.
            if standing(account, &uri).await?.is_some() {
                return prepared(uri, true);
            }
        }
        let rkey = key_for(gesture.created_at, gesture.intent);
        prepared(record_uri(&session.did, collection, &rkey)?, false)
    }

    async fn prepare_hide(
        &self,
        gesture: &OutgoingGesture,
        post: &RemoteRef,
        root: &RemoteRef,
    ) -> Result<PreparedGesture, ChannelError> {
        let session = self.account()?.session().await?;
        let thread = RecordUri::parse(&root.id).filter(RecordUri::is_post).filter(|uri| uri.did == session.did);
        let Some(thread) = thread.filter(|_| post.id != root.id) else {
            return Err(ChannelError::give_up("only answers under a post of ours can be hidden"));
        };
        // The gate of a thread has the key of its first post (lexicon `app.bsky.feed.threadgate`, read 2026-11).
        let gate = record_uri(&session.did, GATES, &thread.rkey)?;
        let hidden = Hidden { thread: root.id.clone(), post: post.id.clone(), created_at: time_stamp(gesture) };
        Ok(PreparedGesture { kind: gesture.kind, remote_id: Some(gate.to_string()), record: text(&hidden)? })
    }

    async fn prepare_report(
        &self,
        gesture: &OutgoingGesture,
        post: &RemoteRef,
    ) -> Result<PreparedGesture, ChannelError> {
        let Some((ground, words)) = &gesture.report else {
            return Err(ChannelError::give_up("a report says what is wrong"));
        };
        self.account()?;
        let cid = match &post.revision {
            Some(cid) => cid.clone(),
            None => {
                let unsaid =
                    || ChannelError::give_up("the network does not say which version of this message it shows");
                text_of(&self.post_view(post).await?, "cid").ok_or_else(unsaid)?.to_owned()
            }
        };
        let record = json!({
            "reasonType": reason_type(*ground),
            "reason": words,
            "subject": {"$type": "com.atproto.repo.strongRef", "uri": post.id, "cid": cid},
        });
        Ok(PreparedGesture { kind: gesture.kind, remote_id: None, record: record.to_string() })
    }

    /// A post as our account sees it.
    async fn post_view(&self, post: &RemoteRef) -> Result<Value, ChannelError> {
        let answer = self.ask("app.bsky.feed.getPosts", &[("uris", &post.id)]).await;
        let answer = answer.map_err(|error| error.of("look the post up"))?;
        let view = listed(&answer, "posts")?.iter().find(|view| text_of(view, "uri") == Some(&post.id));
        view.cloned().ok_or_else(|| ChannelError::give_up("the post is gone, or its author hides from our account"))
    }

    pub(super) async fn make_prepared_gesture(&self, gesture: &PreparedGesture) -> Result<(), ChannelError> {
        let account = self.account()?;
        match gesture.kind {
            GestureKind::Hide => change_gate(account, gesture, true).await,
            GestureKind::Report => {
                let method = "com.atproto.moderation.createReport";
                let reported = account.procedure(method, Input::Json(&gesture.record)).await;
                reported.map(drop).map_err(|error| error.of("report the post"))
            }
            GestureKind::Like | GestureKind::Boost | GestureKind::Follow => make_own(account, gesture).await,
        }
    }

    pub(super) async fn fate_of_gesture(&self, gesture: &PreparedGesture) -> Result<GestureFate, ChannelError> {
        if gesture.kind == GestureKind::Report {
            return Ok(GestureFate::CannotTell);
        }
        let account = self.account()?;
        let uri = uri_of(gesture)?;
        owner(account, &uri).await?;
        let stands = match (gesture.kind, standing(account, &uri).await?) {
            (_, None) => false,
            (GestureKind::Hide, Some(gate)) => {
                let hidden: Hidden = read(gesture)?;
                is_hidden(&gate.value, &hidden.post)
            }
            (_, Some(standing)) => is_same(&standing.value, &read::<OwnRecord>(gesture)?),
        };
        Ok(if stands { GestureFate::Stands } else { GestureFate::Absent })
    }

    pub(super) async fn undo_gesture(&self, gesture: &PreparedGesture) -> Result<(), ChannelError> {
        let account = self.account()?;
        match gesture.kind {
            GestureKind::Hide => change_gate(account, gesture, false).await,
            GestureKind::Report => Err(ChannelError::give_up("a report cannot be taken back")),
            GestureKind::Like | GestureKind::Boost | GestureKind::Follow => {
                let uri = uri_of(gesture)?;
                owner(account, &uri).await?;
                let body = json!({"repo": uri.did, "collection": uri.collection, "rkey": uri.rkey}).to_string();
                let deleted = account.procedure("com.atproto.repo.deleteRecord", Input::Json(&body)).await;
                deleted.map(drop).map_err(|error| error.of("take it back"))
            }
        }
    }
}

/// Writes a record of ours, unless it stands.
async fn make_own(account: &Account, gesture: &PreparedGesture) -> Result<(), ChannelError> {
    let uri = uri_of(gesture)?;
    owner(account, &uri).await?;
    let own: OwnRecord = read(gesture)?;
    if own.is_adopted {
        let gone = || ChannelError::give_up("it was taken back on the network in the same moment");
        return standing(account, &uri).await?.map(drop).ok_or_else(gone);
    }
    let body = json!({
        "repo": uri.did,
        "collection": uri.collection,
        "rkey": uri.rkey,
        "record": own.record,
        "swapRecord": null,
    });
    match account.procedure("com.atproto.repo.putRecord", Input::Json(&body.to_string())).await {
        Ok(_) => Ok(()),
        Err(error) if error.is_named("InvalidSwap") => match standing(account, &uri).await? {
            Some(standing) if is_same(&standing.value, &own) => Ok(()),
            _ => Err(ChannelError::give_up("another record of ours has its place")),
        },
        Err(error) => Err(error.of("tell the network")),
    }
}

/// Hides an answer in its thread's gate or shows it again; whatever else others wrote there stays.
async fn change_gate(account: &Account, gesture: &PreparedGesture, hide: bool) -> Result<(), ChannelError> {
    let uri = uri_of(gesture)?;
    owner(account, &uri).await?;
    let Hidden { thread, post, created_at } = read(gesture)?;
    for _ in 0..TRIES_MAX {
        let (mut record, swap) = match standing(account, &uri).await? {
            Some(gate) => (gate.value, json!(gate.cid)),
            None => (json!({"$type": GATES, "post": thread, "createdAt": created_at}), Value::Null),
        };
        if is_hidden(&record, &post) == hide {
            return Ok(());
        }
        let former = record.get("hiddenReplies").and_then(Value::as_array).cloned().unwrap_or_default();
        let mut left: Vec<Value> = former.into_iter().filter(|one| one.as_str() != Some(&post)).collect();
        if hide && left.len() >= HIDDEN_MAX {
            return Err(ChannelError::give_up(format!("a thread hides {HIDDEN_MAX} answers at most")));
        }
        if hide {
            left.push(json!(post));
        }
        record["hiddenReplies"] = Value::Array(left);
        let body = json!({
            "repo": uri.did,
            "collection": uri.collection,
            "rkey": uri.rkey,
            "record": record,
            "swapRecord": swap,
        });
        match account.procedure("com.atproto.repo.putRecord", Input::Json(&body.to_string())).await {
            Ok(_) => return Ok(()),
            // Somebody changed it since it was read.
            Err(error) if error.is_named("InvalidSwap") => {}
            Err(error) => return Err(error.of(if hide { "hide the answer" } else { "show the answer again" })),
        }
    }
    Err(ChannelError::retry("what the thread hides is being changed by somebody else"))
}

fn is_hidden(gate: &Value, post: &str) -> bool {
    let hidden = gate.get("hiddenReplies").and_then(Value::as_array);
    hidden.is_some_and(|hidden| hidden.iter().any(|one| one.as_str() == Some(post)))
}

/// Whether what stands is about the same; its time and, of a post, the version may be others where it was adopted.
fn is_same(standing: &Value, own: &OwnRecord) -> bool {
    let about = |record: &Value| record.pointer("/subject/uri").or_else(|| record.get("subject")).cloned();
    about(standing).is_some() && about(standing) == about(&own.record)
}

fn uri_of(gesture: &PreparedGesture) -> Result<RecordUri, ChannelError> {
    let uri = gesture.remote_id.as_deref().and_then(RecordUri::parse);
    uri.ok_or_else(|| ChannelError::give_up("what was prepared has no address"))
}

fn record_uri(did: &str, collection: &str, rkey: &str) -> Result<RecordUri, ChannelError> {
    let uri = RecordUri::parse(&format!("at://{did}/{collection}/{rkey}"));
    uri.ok_or_else(|| ChannelError::give_up("our own account has an unusable id"))
}

fn time_stamp(gesture: &OutgoingGesture) -> String {
    gesture.created_at.strftime("%Y-%m-%dT%H:%M:%S%.3fZ").to_string()
}

fn text(value: &impl Serialize) -> Result<String, ChannelError> {
    serde_json::to_string(value).map_err(|error| ChannelError::give_up("the record cannot be written").caused_by(error))
}

fn read<T: for<'a> Deserialize<'a>>(gesture: &PreparedGesture) -> Result<T, ChannelError> {
    serde_json::from_str(&gesture.record)
        .map_err(|error| ChannelError::give_up("what was prepared cannot be read any more").caused_by(error))
}

/// The version of a post that the network shows.
fn version_of(view: &Value) -> Result<&str, ChannelError> {
    text_of(view, "cid").ok_or_else(|| ChannelError::retry("the network did not name the version"))
}

/// The words of `com.atproto.moderation.defs` (read 2026-11).
const fn reason_type(ground: ReportGround) -> &'static str {
    match ground {
        ReportGround::Spam => "com.atproto.moderation.defs#reasonSpam",
        ReportGround::Violation => "com.atproto.moderation.defs#reasonViolation",
        ReportGround::Misleading => "com.atproto.moderation.defs#reasonMisleading",
        ReportGround::Sexual => "com.atproto.moderation.defs#reasonSexual",
        ReportGround::Rude => "com.atproto.moderation.defs#reasonRude",
        ReportGround::Other => "com.atproto.moderation.defs#reasonOther",
    }
}
