//! The number that makes our ids ours: a lease per number, taken for as long as we write.

use std::time::Duration;

use jiff::Timestamp;
use tokio::sync::Mutex;

use crate::sql::sql;
use crate::{Result, Store, StoreError, Tx, lease};

/// How long a number stays ours after the last that was heard of us.
const LEASE: Duration = Duration::from_secs(60);
/// Renewed long before it is over.
const RENEW_AFTER: Duration = Duration::from_secs(20);

/// The number that we have, and until when nobody needs to ask.
#[derive(Default)]
pub(crate) struct Number(Mutex<Option<(u8, Timestamp)>>);

impl Number {
    /// Sees to it that the number of our ids is ours; whoever was silent for too long goes on with another one.
    pub(crate) async fn keep(&self, store: &Store, name: &str) -> Result<()> {
        let mut ours = self.0.lock().await;
        let now = store.clock().now();
        if ours.is_some_and(|(_, renew_at)| now < renew_at) {
            return Ok(());
        }
        let former = ours.map(|(number, _)| number);
        let mut tx = store.begin_write_unnumbered().await?;
        for number in former.into_iter().chain(0..=u8::MAX) {
            if lease::take(&mut tx, &format!("node:{number}"), name, LEASE).await? {
                if former != Some(number) {
                    store.ids().become_node(number);
                    store.ids().go_on_after(crate::open::last_id(&mut tx).await?);
                }
                tx.commit().await?;
                *ours = Some((number, now.saturating_add(RENEW_AFTER).unwrap_or(Timestamp::MAX)));
                return Ok(());
            }
        }
        Err(StoreError::Crowded)
    }

    /// Whether others than `name` have numbers at this moment.
    pub(crate) async fn is_given_to_others(tx: &mut Tx, name: &str) -> Result<bool> {
        let now = tx.now();
        let others: Option<i64> = sql(
            "SELECT until AS n FROM lease WHERE substr(name, 1, 5) = 'node:' AND holder <> $1 AND until > $2 LIMIT 1",
        )
        .bind(name)
        .bind(now)
        .maybe(tx)
        .await?;
        Ok(others.is_some())
    }

    /// Lets go of the number, at an orderly end.
    pub(crate) async fn give_up(&self, store: &Store, name: &str) -> Result<()> {
        let Some((number, _)) = self.0.lock().await.take() else {
            return Ok(());
        };
        let mut tx = store.begin_write_unnumbered().await?;
        lease::give_up(&mut tx, &format!("node:{number}"), name).await?;
        tx.commit().await
    }
}
