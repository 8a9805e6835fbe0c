//! The present version of posts and profiles.

use std::collections::{HashMap, HashSet};

use jiff::SignedDuration;
use model::{ReceivedAuthor, ReceivedPost, RemoteRef};
use serde_json::Value;

use super::AtprotoChannel;
use super::parse;
use super::session::Account;
use super::uri::{RecordUri, is_did, tid_time};
use super::xrpc::CallError;
use crate::{ChannelError, Identity, LookedUp};

/// The most that `getPosts` and `getProfiles` take in one call (their lexicons, read 2026-11).
const PER_CALL_MAX: usize = 25;

/// The app view learns of a post a little after it was written: until then, not knowing it means nothing.
const INDEXING_LAG_MAX: SignedDuration = SignedDuration::from_mins(2);

impl AtprotoChannel {
    pub(super) async fn who_we_are(&self, account: &Account) -> Result<Identity, ChannelError> {
        let session = account.session().await?;
        let method = "app.bsky.actor.getProfile";
        let profile = account.query(method, &[("actor", &session.did)]).await;
        let author = match profile {
            Ok(profile) => parse::author(&profile),
            // A new account may be unknown to the app view; the session has told who we are.
            Err(CallError::Refused(refusal)) if refusal.status == 400 => None,
            Err(error) => return Err(error.of("read our own profile")),
        };
        let author = author.unwrap_or_else(|| parse::bare_author(&session.did, session.handle.clone()));
        Ok(Identity::of_account(author))
    }

    pub(super) async fn look_up_posts(&self, posts: &[RemoteRef]) -> Result<Vec<LookedUp>, ChannelError> {
        let ids: Vec<&str> = distinct(posts.iter().map(|post| post.id.as_str()))
            .filter(|id| RecordUri::parse(id).is_some_and(|uri| uri.is_post()))
            .collect();
        let mut found = HashMap::new();
        for ids in ids.chunks(PER_CALL_MAX) {
            let answer = self.ask("app.bsky.feed.getPosts", &named("uris", ids)).await;
            self.collect_posts(answer, &mut found)?;
        }
        // Who blocks our account is hidden from it: only what nobody can see is gone.
        let hidden: Vec<&str> = missing(&ids, &found);
        if self.account.is_some() {
            for ids in hidden.chunks(PER_CALL_MAX) {
                let answer = self.ask_publicly("app.bsky.feed.getPosts", &named("uris", ids)).await;
                self.collect_posts(answer, &mut found)?;
            }
        }
        let now = self.xrpc.clock.now();
        let is_settled = |id: &&str| {
            let key = RecordUri::parse(id).and_then(|uri| tid_time(&uri.rkey));
            key.is_none_or(|made| now.duration_since(made) > INDEXING_LAG_MAX)
        };
        let gone: Vec<LookedUp> = missing(&ids, &found)
            .into_iter()
            .filter(is_settled)
            .map(|id| LookedUp::Gone { remote_id: id.to_owned() })
            .collect();
        let present = found.into_values().map(LookedUp::Present);
        Ok(present.chain(gone).collect())
    }

    fn collect_posts(
        &self,
        answer: Result<Value, CallError>,
        found: &mut HashMap<String, Box<ReceivedPost>>,
    ) -> Result<(), ChannelError> {
        let answer = answer.map_err(|error| error.of("look up posts"))?;
        let now = self.xrpc.clock.now();
        for view in listed(&answer, "posts")? {
            match parse::post_view(view, now) {
                Ok(post) => {
                    found.insert(post.remote.id.clone(), Box::new(post));
                }
                // It stands, though in a form we do not read: leave what we have.
                Err(reason) => tracing::debug!(reason, "a looked-up post was not understood"),
            }
        }
        Ok(())
    }

    pub(super) async fn look_up_profiles(&self, remote_ids: &[String]) -> Result<Vec<ReceivedAuthor>, ChannelError> {
        let dids: Vec<&str> = distinct(remote_ids.iter().map(String::as_str)).filter(|id| is_did(id)).collect();
        let mut authors = Vec::with_capacity(dids.len());
        for dids in dids.chunks(PER_CALL_MAX) {
            let answer = self
                .ask("app.bsky.actor.getProfiles", &named("actors", dids))
                .await
                .map_err(|error| error.of("look up profiles"))?;
            authors.extend(listed(&answer, "profiles")?.iter().filter_map(parse::author));
        }
        Ok(authors)
    }
}

/// The items of a list that an answer must have. Without it, what is missing in the answer is not gone.
pub(super) fn listed<'a>(answer: &'a Value, name: &str) -> Result<&'a [Value], ChannelError> {
    let items = answer.get(name).and_then(Value::as_array);
    items.map(Vec::as_slice).ok_or_else(|| ChannelError::retry(format!("the server's answer lacks its list of {name}")))
}

fn named<'a>(name: &'a str, values: &[&'a str]) -> Vec<(&'a str, &'a str)> {
    values.iter().map(|value| (name, *value)).collect()
}

fn missing<'a>(ids: &[&'a str], found: &HashMap<String, Box<ReceivedPost>>) -> Vec<&'a str> {
    ids.iter().filter(|id| !found.contains_key(**id)).copied().collect()
}

fn distinct<'a>(ids: impl Iterator<Item = &'a str>) -> impl Iterator<Item = &'a str> {
    let mut seen = HashSet::new();
    ids.filter(move |id| seen.insert(*id))
}
