//! The thread around a post.

use model::{ReceivedPost, RemoteRef};
use serde_json::Value;

use super::parse::post_view;
use super::{AtprotoChannel, look_up::listed};
use crate::ChannelError;

/// How many levels up and down are asked for. Deeper answers would nest deeper than our JSON reader goes (128).
const PARENTS_MAX: &str = "80";
const REPLIES_DEPTH_MAX: &str = "40";

/// How many posts of a crowded thread are taken.
const POSTS_MAX: usize = 1_000;

impl AtprotoChannel {
    pub(super) async fn read_thread(&self, post: &RemoteRef) -> Result<Vec<ReceivedPost>, ChannelError> {
        let parameters = [("uri", post.id.as_str()), ("parentHeight", PARENTS_MAX), ("depth", REPLIES_DEPTH_MAX)];
        let answer = match self.ask("app.bsky.feed.getPostThread", &parameters).await {
            Ok(answer) => answer,
            Err(error) if error.is_named("NotFound") => return Ok(vec![]),
            Err(error) => return Err(error.of("read the thread")),
        };
        let mut views = flatten(answer.get("thread").unwrap_or(&Value::Null));
        views.truncate(POSTS_MAX);
        let now = self.xrpc.clock.now();
        let mut posts: Vec<ReceivedPost> = views.into_iter().filter_map(|view| post_view(view, now).ok()).collect();
        if let Some(root) = self.root_beyond(&posts).await? {
            posts.insert(0, root);
        }
        Ok(posts)
    }

    /// The root of a thread that goes further up than was asked for.
    async fn root_beyond(&self, posts: &[ReceivedPost]) -> Result<Option<ReceivedPost>, ChannelError> {
        let Some(root) = posts.first().and_then(|first| first.root.as_ref()) else {
            return Ok(None);
        };
        let answer = self
            .ask("app.bsky.feed.getPosts", &[("uris", &root.id)])
            .await
            .map_err(|error| error.of("read the thread's first post"))?;
        let now = self.xrpc.clock.now();
        let root = listed(&answer, "posts")?.first();
        Ok(root.and_then(|view| post_view(view, now).ok()))
    }
}

/// The posts of a thread view, root first, each before what answers it. Places that are blocked, deleted or of
/// unknown kind hold no post and are left out.
fn flatten(thread: &Value) -> Vec<&Value> {
    let mut ancestors = vec![];
    let mut place = thread.get("parent");
    while let Some(parent) = place {
        ancestors.extend(parent.get("post"));
        place = parent.get("parent");
    }
    ancestors.reverse();

    let mut posts = ancestors;
    let mut open = vec![thread];
    while let Some(place) = open.pop() {
        posts.extend(place.get("post"));
        let replies = place.get("replies").and_then(Value::as_array);
        open.extend(replies.into_iter().flatten().rev());
    }
    posts
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_thread_is_read_root_first_and_around_its_holes() {
        let thread = json!({
            "post": 3,
            "parent": {"post": 2, "parent": {"post": 1, "parent": {"notFound": true, "uri": "at://x"}}},
            "replies": [
                {"post": 4, "replies": [{"post": 5}]},
                {"blocked": true, "uri": "at://y"},
                {"post": 6, "replies": []},
            ],
        });
        assert_eq!(flatten(&thread), [&json!(1), &json!(2), &json!(3), &json!(4), &json!(5), &json!(6)]);
    }

    #[test]
    fn a_thread_of_nothing_is_empty() {
        assert!(flatten(&Value::Null).is_empty());
        assert!(flatten(&json!({"notFound": true})).is_empty());
    }
}
