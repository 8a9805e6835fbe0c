//! Somebody who asks for pages of a measured server, as its scripts do, and what that took.

use std::net::{Ipv4Addr, SocketAddr};
use std::time::Duration;

use anyhow::bail;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use store::session;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::time::Instant;
use web::{App, Settings};

use super::meter::percentiles;
use super::stage::Stage;
use crate::server;

/// What the requests of one kind got.
#[derive(Debug, Default)]
pub struct Answers {
    /// How long each took.
    pub times: Vec<Duration>,
    /// How many conversations each found, as its page says it, where it says so.
    pub found: Vec<String>,
}

impl Answers {
    /// The line above those of [`Answers::tell`]; `last` is what the last column holds.
    pub fn head(last: &str) {
        println!("\n{:<34}{:>9}{:>9}{:>9}{last:>16}", "", "p50 ms", "p95 ms", "p99 ms");
    }

    /// Says how long they took.
    pub fn tell(&mut self, name: &str) {
        let [p50, p95, p99] = percentiles(&mut self.times);
        self.found.sort_unstable_by_key(|found| (found.len(), found.clone()));
        let found = self.found.get(self.found.len() / 2).map_or("", String::as_str);
        println!("{name:<34}{p50:>9.1}{p95:>9.1}{p99:>9.1}{found:>16}");
    }
}

/// How many conversations a page says that it found.
fn found(page: &str) -> Option<String> {
    let (_, rest) = page.split_once("id=\"found\">")?;
    Some(rest.split_once('<')?.0.trim().to_owned())
}

/// A member with a page open.
pub struct Visitor {
    address: SocketAddr,
    token: String,
}

impl Visitor {
    /// Serves the pages and signs the member of the stage in.
    pub async fn at(stage: &Stage) -> anyhow::Result<Self> {
        let listener = server::bind(SocketAddr::from((Ipv4Addr::LOCALHOST, 0))).await?;
        let (address, base_url) = (listener.local_addr()?, server::local_url(&listener)?);
        let settings = Settings { base_url, is_demo: false, undo: Duration::from_secs(10), zone: TimeZone::UTC };
        let router = web::router(App::new(stage.pipeline.clone(), settings));
        let service = router.into_make_service_with_connect_info::<SocketAddr>();
        tokio::spawn(async move { axum::serve(listener, service).await });
        let token = web::new_token();
        let mut tx = stage.store().write().await?;
        let ends = tx.now().saturating_add(SignedDuration::from_hours(24)).unwrap_or(Timestamp::MAX);
        session::begin(&mut tx, stage.member, &token, "csrf", ends).await?;
        tx.commit().await?;
        Ok(Self { address, token })
    }

    /// Asks for each, one after the other.
    pub async fn ask(&self, addresses: &[String]) -> anyhow::Result<Answers> {
        let mut answers = Answers::default();
        for address in addresses {
            let begun = Instant::now();
            let answer = self.get(address).await?;
            answers.times.push(begun.elapsed());
            let answer = String::from_utf8_lossy(&answer);
            if !answer.starts_with("HTTP/1.1 200 ") {
                bail!("{address} was answered with: {}", answer.lines().next().unwrap_or_default());
            }
            answers.found.extend(found(&answer));
        }
        Ok(answers)
    }

    async fn get(&self, path: &str) -> anyhow::Result<Vec<u8>> {
        let mut stream = TcpStream::connect(self.address).await?;
        let request = format!(
            "GET {path} HTTP/1.1\r\nHost: {}\r\nCookie: session={}\r\nX-Fragment: main\r\nConnection: close\r\n\r\n",
            self.address, self.token
        );
        stream.write_all(request.as_bytes()).await?;
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).await?;
        Ok(answer)
    }
}
