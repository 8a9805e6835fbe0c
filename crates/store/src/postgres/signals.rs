//! Tells the other servers at once what they would otherwise find at their next look.
//!
//! Signals are sent apart from the transactions: NOTIFY inside one would have all commits of the server wait for each
//! other. One that is lost costs a second.

use std::sync::Arc;
use std::time::Duration;

use sqlx::postgres::{PgListener, PgPool};
use tokio::sync::Notify;
use tokio::task::JoinHandle;

const CHANNEL: &str = "coffeehouse";
/// What happens together is told together.
const GATHER: Duration = Duration::from_millis(5);
const RETRY_AFTER: Duration = Duration::from_secs(1);

/// The two tasks that speak and listen; they end with it.
pub(super) struct Signals {
    outgoing: Arc<Notify>,
    tasks: [JoinHandle<()>; 2],
}

impl Signals {
    /// Wakes `moved` whenever another server than `name` tells of something.
    pub(super) fn start(pool: PgPool, name: String, moved: Arc<Notify>) -> Self {
        let outgoing = Arc::new(Notify::new());
        let speak = tokio::spawn(speak(pool.clone(), name.clone(), outgoing.clone()));
        let listen = tokio::spawn(listen(pool, name, moved));
        Self { outgoing, tasks: [speak, listen] }
    }

    pub(super) fn tell(&self) {
        self.outgoing.notify_one();
    }

    pub(super) fn stop(&self) {
        for task in &self.tasks {
            task.abort();
        }
    }
}

impl Drop for Signals {
    fn drop(&mut self) {
        self.stop();
    }
}

async fn speak(pool: PgPool, name: String, outgoing: Arc<Notify>) {
    loop {
        outgoing.notified().await;
        tokio::time::sleep(GATHER).await;
        let told = sqlx::query("SELECT pg_notify($1, $2)").bind(CHANNEL).bind(&name).execute(&pool).await;
        if let Err(error) = told {
            tracing::debug!(error = &error as &dyn std::error::Error, "the other servers were not told");
        }
    }
}

async fn listen(pool: PgPool, name: String, moved: Arc<Notify>) {
    loop {
        if let Err(error) = listen_once(&pool, &name, &moved).await {
            tracing::debug!(error = &error as &dyn std::error::Error, "the other servers are not heard");
        }
        tokio::time::sleep(RETRY_AFTER).await;
    }
}

async fn listen_once(pool: &PgPool, name: &str, moved: &Notify) -> Result<(), sqlx::Error> {
    let mut listener = PgListener::connect_with(pool).await?;
    listener.listen(CHANNEL).await?;
    loop {
        // Nothing instead of a signal means that the connection was lost, and maybe signals with it.
        match listener.try_recv().await? {
            Some(signal) if signal.payload() == name => {}
            Some(_) | None => moved.notify_one(),
        }
    }
}
