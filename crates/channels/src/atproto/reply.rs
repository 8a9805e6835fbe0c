//! Answers of ours: written once, sent as often as it takes, standing once.

use model::RemoteRef;
use serde_json::{Value, json};

use super::facets::{self, Meaning};
use super::parse::{is_language_tag, text_of};
use super::pictures::embed;
use super::session::{Account, Session};
use super::uri::{POSTS, RecordUri, is_did, key_for};
use super::xrpc::Input;
use super::{AtprotoChannel, LENGTH, look_up::listed};
use crate::{Answered, ChannelError, Fate, OutgoingPicture, OutgoingReply, PreparedReply, SentReply};

/// A record that stands.
pub(super) struct Standing {
    pub(super) cid: Option<String>,
    pub(super) value: Value,
}

impl AtprotoChannel {
    pub(super) async fn prepare_reply(&self, reply: &OutgoingReply) -> Result<PreparedReply, ChannelError> {
        let account = self.account()?;
        let measured = LENGTH.measure(&reply.text);
        if reply.text.trim().is_empty() || !measured.fits {
            return Err(ChannelError::give_up(format!(
                "a post holds 1 to 300 characters and at most 3000 bytes; this one has {} and {}",
                measured.graphemes, measured.bytes
            )));
        }
        let session = account.session().await?;
        let mut record = json!({
            "$type": POSTS,
            "text": reply.text,
            "createdAt": reply.created_at.strftime("%Y-%m-%dT%H:%M:%S%.3fZ").to_string(),
        });
        if let Some(Answered { parent, root }) = &reply.answers {
            let [parent, root] = self.strong_refs([parent, root]).await?;
            record["reply"] = json!({"root": root, "parent": parent});
        }
        let facets = facet_records(account, &reply.text).await?;
        if !facets.is_empty() {
            record["facets"] = Value::Array(facets);
        }
        if let Some(embed) = embed(&reply.pictures)? {
            record["embed"] = embed;
        }
        if let Some(language) = reply.language.as_deref().filter(|tag| is_language_tag(tag)) {
            record["langs"] = json!([language]);
        }
        let rkey = key_for(reply.created_at, reply.intent);
        let uri = RecordUri::post(&session.did, &rkey)
            .ok_or_else(|| ChannelError::give_up("our own account has an unusable id"))?;
        // Nothing may stand there yet: the condition that makes repeating harmless.
        let body = json!({
            "repo": session.did,
            "collection": POSTS,
            "rkey": rkey,
            "record": record,
            "swapRecord": null,
        });
        Ok(PreparedReply { remote_id: Some(uri.to_string()), record: body.to_string() })
    }

    pub(super) async fn send_reply(
        &self,
        reply: &PreparedReply,
        pictures: &[OutgoingPicture],
    ) -> Result<SentReply, ChannelError> {
        let account = self.account()?;
        let uri = uri_of(reply)?;
        let session = owner(account, &uri).await?;
        // The network keeps a picture for a while without a record that shows it, so each attempt brings them.
        self.bring(account, &reply.record, pictures).await?;
        let sent = account.procedure("com.atproto.repo.putRecord", Input::Json(&reply.record)).await;
        match sent {
            // A server that finds exactly these bytes standing answers the same way and writes nothing.
            Ok(answer) => Ok(sent_reply(&uri, &session, text_of(&answer, "cid"))),
            Err(error) if error.is_named("InvalidSwap") => {
                let standing = standing(account, &uri).await?;
                match standing.filter(|standing| is_same(standing, &reply.record)) {
                    Some(standing) => Ok(sent_reply(&uri, &session, standing.cid.as_deref())),
                    None => Err(ChannelError::give_up("another post of ours has the place of this answer")),
                }
            }
            Err(error) => Err(error.of("send the answer")),
        }
    }

    pub(super) async fn fate_of(&self, reply: &PreparedReply) -> Result<Fate, ChannelError> {
        let account = self.account()?;
        let uri = uri_of(reply)?;
        let session = owner(account, &uri).await?;
        Ok(match standing(account, &uri).await? {
            Some(standing) if is_same(&standing, &reply.record) => {
                Fate::Stands(sent_reply(&uri, &session, standing.cid.as_deref()))
            }
            // Whatever else stands there, our answer does not; sending it is refused, not doubled.
            Some(_) | None => Fate::Absent,
        })
    }

    pub(super) async fn delete_post(&self, post: &RemoteRef) -> Result<(), ChannelError> {
        let account = self.account()?;
        let uri = RecordUri::parse(&post.id)
            .filter(RecordUri::is_post)
            .ok_or_else(|| ChannelError::give_up("this is no post of ours"))?;
        owner(account, &uri).await?;
        let body = json!({"repo": uri.did, "collection": uri.collection, "rkey": uri.rkey}).to_string();
        let method = "com.atproto.repo.deleteRecord";
        let deleted = account.procedure(method, Input::Json(&body)).await;
        deleted.map(|_| ()).map_err(|error| error.of("delete the post"))
    }

    /// The version of each post that an answer refers to, asked for where it is not known.
    async fn strong_refs(&self, posts: [&RemoteRef; 2]) -> Result<[Value; 2], ChannelError> {
        let unknown: Vec<&RemoteRef> = posts.into_iter().filter(|post| post.revision.is_none()).collect();
        let mut answer = Value::Null;
        if !unknown.is_empty() {
            let named: Vec<_> = unknown.iter().map(|post| ("uris", post.id.as_str())).collect();
            answer = self
                .ask("app.bsky.feed.getPosts", &named)
                .await
                .map_err(|error| error.of("look up the post to answer"))?;
            listed(&answer, "posts")?;
        }
        let strong_ref = |post: &RemoteRef| -> Result<Value, ChannelError> {
            let asked = || {
                let views = answer.get("posts")?.as_array()?;
                let view = views.iter().find(|view| text_of(view, "uri") == Some(&post.id))?;
                text_of(view, "cid").map(str::to_owned)
            };
            let cid = post
                .revision
                .clone()
                .or_else(asked)
                .ok_or_else(|| ChannelError::give_up("the post to answer, or the first of its thread, is gone"))?;
            Ok(json!({"uri": post.id, "cid": cid}))
        };
        Ok([strong_ref(posts[0])?, strong_ref(posts[1])?])
    }
}

/// The facets of an answer, handles resolved. Who cannot be found stays plain words.
pub(super) async fn facet_records(account: &Account, text: &str) -> Result<Vec<Value>, ChannelError> {
    let mut facets = facets::find(text);
    for facet in &mut facets {
        if let Meaning::Handle(handle) = &facet.meaning
            && let Some(did) = resolve(account, handle).await?
        {
            facet.meaning = Meaning::Mention(did);
        }
    }
    Ok(facets.iter().filter_map(facets::Facet::record).collect())
}

async fn resolve(account: &Account, handle: &str) -> Result<Option<String>, ChannelError> {
    let method = "com.atproto.identity.resolveHandle";
    match account.query(method, &[("handle", handle)]).await {
        Ok(answer) => Ok(text_of(&answer, "did").filter(|did| is_did(did)).map(str::to_owned)),
        Err(super::CallError::Refused(refusal)) if matches!(refusal.status, 400 | 404) => Ok(None),
        Err(error) => Err(error.of("find the people whom the answer names")),
    }
}

/// The session, if the record lies in its account; answers are never sent from another than they were made for.
pub(super) async fn owner(account: &Account, uri: &RecordUri) -> Result<std::sync::Arc<Session>, ChannelError> {
    let session = account.session().await?;
    if session.did == uri.did {
        Ok(session)
    } else {
        Err(ChannelError::give_up("it belongs to another account than the one that is connected"))
    }
}

fn uri_of(reply: &PreparedReply) -> Result<RecordUri, ChannelError> {
    reply
        .remote_id
        .as_deref()
        .and_then(RecordUri::parse)
        .filter(RecordUri::is_post)
        .ok_or_else(|| ChannelError::give_up("the prepared answer has no address"))
}

/// What our own server has there, which knows before anybody else.
pub(super) async fn standing(account: &Account, uri: &RecordUri) -> Result<Option<Standing>, ChannelError> {
    let parameters = [("repo", uri.did.as_str()), ("collection", uri.collection.as_str()), ("rkey", uri.rkey.as_str())];
    let method = "com.atproto.repo.getRecord";
    match account.query(method, &parameters).await {
        Ok(answer) => Ok(Some(Standing {
            cid: text_of(&answer, "cid").map(str::to_owned),
            value: answer.get("value").cloned().unwrap_or_default(),
        })),
        Err(error) if error.is_named("RecordNotFound") => Ok(None),
        Err(error) => {
            let mut failure = error.of("ask what became of it");
            failure.may_have_arrived = false; // asking changes nothing
            Err(failure)
        }
    }
}

/// Whether what stands is the prepared answer, edited since perhaps: made at its time, as an answer to its post, or to none.
fn is_same(standing: &Standing, prepared: &str) -> bool {
    let prepared: Value = serde_json::from_str(prepared).unwrap_or_default();
    let ours = |pointer: &str| prepared.pointer(&format!("/record{pointer}"));
    let same = |pointer: &str| ours(pointer) == standing.value.pointer(pointer);
    ours("/createdAt").is_some() && same("/createdAt") && same("/reply/parent/uri")
}

fn sent_reply(uri: &RecordUri, session: &Session, cid: Option<&str>) -> SentReply {
    SentReply {
        remote: RemoteRef { id: uri.to_string(), revision: cid.map(str::to_owned) },
        url: Some(uri.page(session.handle.as_deref())),
    }
}
