//! `coffeehouse reset-password`: a way in for a member who lost the password, when nobody inside can make one.

use std::process::ExitCode;
use std::sync::Arc;

use anyhow::Context as _;
use jiff::ToSpan as _;
use model::{Actor, Clock, SystemClock};
use store::member;
use store::password_reset::{self, NewReset};
use url::Url;

use super::Refused;
use super::database::Database;

#[derive(clap::Args)]
#[command(after_help = "\
Prints a link that works once, for a day; opened while the server runs, it asks for a new password. The embedded database
belongs to one process at a time: stop the server first, start it afterwards.")]
pub struct Arguments {
    #[command(flatten)]
    database: Database,
    /// The address that the member signs in with.
    email: String,
    /// Where people reach the server.
    #[arg(long, env = "COFFEEHOUSE_BASE_URL", default_value = "http://127.0.0.1:8080/")]
    base_url: Url,
}

pub async fn run(arguments: Arguments) -> anyhow::Result<ExitCode> {
    let clock: Arc<dyn Clock> = Arc::new(SystemClock);
    // Looked at first, so that a wrong folder is told of and not made.
    let beside = arguments.database.open_beside(clock.clone()).await?;
    let member = member::by_email(&mut beside.read().await?, &arguments.email).await?;
    beside.close().await;
    let Some(member) = member.filter(|member| member.disabled_at.is_none()) else {
        let reason = format!("no member who may come in signs in with {}; an owner can ask them in", arguments.email);
        return Err(Refused(reason).into());
    };
    let store = arguments.database.open(clock).await?;
    let mut tx = store.write().await?;
    let token = web::new_token();
    let expires_at = tx.now().saturating_add(24.hours())?;
    let new = NewReset { token: &token, member: member.id, by: Actor::System, expires_at };
    password_reset::offer(&mut tx, new).await?;
    tx.commit().await?;
    store.close().await;
    let link = arguments.base_url.join(&format!("reset/{token}")).context("the address of the server")?;
    println!("{} chooses a new password here (the link works once, for a day):\n  {link}", member.name);
    Ok(ExitCode::SUCCESS)
}
