//! Tells members what they were told on the page, by the ways and at the times that they chose. Each server looks; whoever comes first
//! takes what a member is to be told, and writes the digest or has browsers woken in the same transaction.

use std::time::Duration;

use model::{MemberId, NewsWay};
use store::news::{self, Waiting};

use crate::Result;
use crate::handle::Handle;

pub(super) const EVERY: Duration = Duration::from_secs(5);

pub(super) async fn go(handle: &Handle) -> Result<()> {
    let house = handle.house();
    let mut has_work = false;
    for way in NewsWay::ALL {
        // Another server on the database may have mail set up: it is left to that one.
        if *way == NewsWay::Mail && house.mailer.is_none() {
            continue;
        }
        for member in due(handle, *way).await? {
            let mut tx = handle.store().write().await?;
            has_work |= match way {
                NewsWay::Browser => inbox::wake_browsers(&mut tx, member, &house.zone).await?,
                NewsWay::Mail => inbox::write_digest(&mut tx, member, &house.zone).await?.is_some(),
            };
            tx.commit().await?;
        }
    }
    if has_work {
        handle.nudge_work();
    }
    Ok(())
}

/// To whom something is to come now. Looking costs no turn of the writer.
async fn due(handle: &Handle, way: NewsWay) -> Result<Vec<MemberId>> {
    let zone = handle.house().zone;
    let mut tx = handle.store().read().await?;
    let mut due = Vec::new();
    for Waiting { member, since } in news::waiting(&mut tx, way).await? {
        let terms = news::terms(&mut tx, member).await?;
        if terms.comes_at(way, since, &zone) <= tx.now() {
            due.push(member);
        }
    }
    Ok(due)
}
