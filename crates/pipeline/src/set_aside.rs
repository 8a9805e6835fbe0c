//! Posts that were understood and could not be filed, as they are set aside: whole, so that they can be tried again.

use model::ReceivedPost;
use serde::{Deserialize, Serialize};

/// The form in which they are kept; no network sends it.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct SetAside<P> {
    coffeehouse_post: P,
}

/// The text of a post that is set aside.
pub(crate) fn write(post: &ReceivedPost) -> String {
    serde_json::to_string(&SetAside { coffeehouse_post: post }).expect("texts, numbers and times are JSON")
}

/// The post in this text; `None` where it is something else.
pub(crate) fn read(text: &str) -> Option<ReceivedPost> {
    serde_json::from_str(text).ok().map(|one: SetAside<ReceivedPost>| one.coffeehouse_post)
}
