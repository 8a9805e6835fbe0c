//! Turns: what overlapping transactions would spoil for each other, one of them does at a time.
//!
//! Where there is one writer, the turn is always one's own. On PostgreSQL a transaction that has a turn sees, from its
//! next statement on, all that the one before committed. Turns are taken before rows are locked, the network's first,
//! so that nobody waits in a circle.

use model::Network;
use sha2::{Digest, Sha256};

use crate::sql::sql;
use crate::{Result, Tx};

/// Takes the turn of those who write down what a network says: its people, their posts, the conversations they open.
pub async fn of_network(tx: &mut Tx, network: Network) -> Result<()> {
    take(tx, &format!("network:{network}")).await
}

/// Takes the turn of those who give out what teams have: how much somebody has, and whose turn it is, does not change between
/// asking and giving. It is taken before conversations are locked.
pub async fn of_giving(tx: &mut Tx) -> Result<()> {
    take(tx, "giving").await
}

/// Takes a turn until the transaction is over, waiting for whoever has it.
pub(crate) async fn take(tx: &mut Tx, name: &str) -> Result<()> {
    let Some(statement) = tx.dialect().take_turn().filter(|_| tx.is_writer()) else {
        return Ok(());
    };
    if tx.has_new_turn(name) {
        sql(statement).bind(number(name)).run(tx).await?;
    }
    Ok(())
}

/// The number by which the server knows a turn. Two names of one number would only wait for each other needlessly.
fn number(name: &str) -> i64 {
    let digest = Sha256::new().chain_update("coffeehouse:").chain_update(name).finalize();
    let (first, _) = digest.split_first_chunk::<8>().expect("a digest has 32 bytes");
    i64::from_be_bytes(*first)
}
