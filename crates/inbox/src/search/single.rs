//! Asking a query of single posts, as a search of the conversations in which they stand decides it.

use std::collections::{HashMap, HashSet};

use jiff::Timestamp;
use listening::{AnalysedPost, Context, Truth};
use model::{ConversationId, PostId};
use store::post::ThreadPost;
use store::{Tx, sought};

use super::{Said, Search};
use crate::Result;

impl Search {
    /// Which of these posts meet the query at a moment. What stands in no conversation is searched by nobody.
    pub(crate) async fn posts_met(
        &self,
        tx: &mut Tx,
        posts: Vec<ThreadPost>,
        now: Timestamp,
    ) -> Result<HashSet<PostId>> {
        let mut said: HashMap<ConversationId, Said> = HashMap::new();
        for one in posts {
            if let Some(id) = one.post.conversation {
                said.entry(id).or_default().posts.push(one);
            }
        }
        let mut ids: Vec<ConversationId> = said.keys().copied().collect();
        ids.sort_unstable();
        let sought = sought::these(tx, &ids).await?;
        let gathered = self.gathered_of(tx, &ids, said).await?;
        let is_true = |post: &AnalysedPost<'_>, context: &Context<'_>| self.query.matches(post, context) == Truth::True;
        let mut met = HashSet::new();
        for one in &sought {
            let Some(said) = gathered.said.get(&one.conversation.id) else { continue };
            let found = said.posts.iter().filter(|post| self.of_post(one, post, &gathered, now, is_true));
            met.extend(found.map(|post| post.post.id));
        }
        Ok(met)
    }
}
