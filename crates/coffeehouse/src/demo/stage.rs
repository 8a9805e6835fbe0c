//! Sets the stage: the organisation, its team, its topics and its channel.

use std::time::Duration;

use anyhow::Context as _;
use model::{Actor, Network, Role, Status};
use pipeline::{Handle, NewConnection};
use simulator::members;
use store::conversation::{self, View};
use store::member::{self, NewMember};
use store::{Store, organisation, stream, topic};

/// Nobody signs in to a demo with a password: this is the hash of none.
const NO_PASSWORD: &str = "!";
/// Conversations that wait when the visitor comes in.
const LEFT_WAITING: usize = 14;
/// How long the three days may take to be heard.
const HISTORY_PATIENCE: Duration = Duration::from_secs(60);

/// Founds the organisation with its team and topics.
pub async fn found(store: &Store) -> anyhow::Result<()> {
    let mut tx = store.write().await?;
    organisation::found(&mut tx, "Vellenbahn").await?;
    let mut owner = None;
    for one in members() {
        let email = format!("{}@vellenbahn.example", one.name.to_lowercase().replace(' ', "."));
        let new = NewMember { email: &email, name: one.name, role: one.role, password_hash: NO_PASSWORD };
        owner = owner.or(member::join(&mut tx, new).await?);
    }
    let owner = owner.context("the demo has a team")?;
    for (name, query) in simulator::topics() {
        topic::create(&mut tx, owner, &name, &query).await?;
    }
    Ok(tx.commit().await?)
}

/// Connects the invented network.
pub async fn open_doors(pipeline: &Handle) -> anyhow::Result<()> {
    let new = NewConnection {
        network: Network::Simulated,
        name: Some("The invented network".into()),
        config: "{}".into(),
        secret: None,
    };
    pipeline.connect(Actor::System, new).await?;
    Ok(())
}

/// Clears the tables of the past days as a team would have, so that what waits is what just came.
pub async fn clear_tables(store: &Store) -> anyhow::Result<()> {
    let mut tx = store.write().await?;
    let team: Vec<_> = member::all(&mut tx).await?.into_iter().filter(|one| one.role == Role::Member).collect();
    let waiting = conversation::list(&mut tx, View::Waiting, None, 1_000).await?;
    for (number, row) in waiting.iter().enumerate().skip(LEFT_WAITING) {
        let member = &team[number % team.len()];
        inbox::set_status(&mut tx, member, row.conversation.id, Status::Resolved, None).await?;
    }
    Ok(tx.commit().await?)
}

/// Waits until the history was heard, so that the visitor comes into a room where people sit.
pub async fn wait_for_history(pipeline: &Handle) -> anyhow::Result<()> {
    let begun = tokio::time::Instant::now();
    while begun.elapsed() < HISTORY_PATIENCE {
        let mut tx = pipeline.store().read().await?;
        let now = tx.now();
        let mut are_heard = Vec::new();
        for channel in store::channel::all(&mut tx).await? {
            for stream in stream::of_channel(&mut tx, channel.id).await? {
                let is_near = |until: jiff::Timestamp| now.duration_since(until).as_secs() < 60;
                are_heard.push(stream.heard_until.is_some_and(is_near));
            }
        }
        drop(tx);
        if !are_heard.is_empty() && are_heard.iter().all(|is_heard| *is_heard) {
            break;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    Ok(())
}
