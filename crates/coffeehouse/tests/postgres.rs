//! The real program on PostgreSQL.
#![allow(clippy::unwrap_used)]

#[path = "../../../testing/database/postgres.rs"]
mod database;

use std::path::Path;
use std::process::{Output, Stdio};
use std::time::Duration;

use database::{Database, address, connect, execute, server};
use tempfile::TempDir;
use tokio::io::{AsyncBufReadExt as _, BufReader};
use tokio::process::{Child, Command};

/// A server that runs.
struct Server {
    child: Child,
    address: String,
    /// The link by which its first owner comes in.
    owner_link: String,
}

fn command(folder: &Path, url: &str) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_coffeehouse"));
    command.args(["serve", "--listen", "127.0.0.1:0", "--data"]).arg(folder);
    command.env("COFFEEHOUSE_DATABASE_URL", url).env_remove("COFFEEHOUSE_LOG").env_remove("COFFEEHOUSE_KEY");
    command.stdout(Stdio::piped()).stderr(Stdio::piped()).kill_on_drop(true);
    command
}

async fn serve(folder: &Path, url: &str) -> Server {
    let mut child = command(folder, url).spawn().unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let mut line = async || tokio::time::timeout(Duration::from_secs(60), lines.next_line()).await.unwrap().unwrap();
    let opened = line().await.expect("it opens");
    line().await.expect("nobody owns it yet");
    let owner_link = line().await.unwrap().trim().to_owned();
    Server { child, address: opened.split(' ').next_back().unwrap().to_owned(), owner_link }
}

/// What a server says that does not start.
async fn refusal(url: &str) -> String {
    let folder = TempDir::new().unwrap();
    let Output { status, stderr, .. } = command(folder.path(), url).output().await.unwrap();
    assert_eq!(status.code(), Some(1));
    let said = String::from_utf8(stderr).unwrap();
    assert!(!said.contains("hunter2"), "{said}");
    said
}

fn client() -> reqwest::Client {
    let provider = rustls::crypto::ring::default_provider();
    drop(provider.install_default());
    reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).build().unwrap()
}

async fn page(client: &reqwest::Client, url: String) -> (u16, String) {
    let answer = client.get(url).timeout(Duration::from_secs(30)).send().await.unwrap();
    (answer.status().as_u16(), answer.text().await.unwrap())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs PostgreSQL"]
async fn two_servers_on_one_database_show_the_same_organisation_also_after_it_was_away() {
    let database = Database::new().await;
    let (folder, second_folder) = (TempDir::new().unwrap(), TempDir::new().unwrap());
    let first = serve(folder.path(), &database.url()).await;
    let mut second = serve(second_folder.path(), &database.url()).await;
    let client = client();
    for server in [&first, &second] {
        assert_eq!(page(&client, format!("{}health", server.address)).await.0, 200);
        let (status, text) = page(&client, format!("{}sign-in", server.address)).await;
        assert!(status == 200 && text.contains("Sign in"), "{status}");
    }
    assert_eq!(page(&client, first.owner_link.clone()).await.0, 410, "only the last link works");
    let filled = [
        ("organisation", "Kaffeehaus ☕"),
        ("name", "Ada"),
        ("email", "ada@example.org"),
        ("password", "a good long sentence"),
    ];
    let entered = client.post(&second.owner_link).form(&filled).send().await.unwrap();
    assert_eq!(entered.status(), 303);
    let cookie = entered.headers()["set-cookie"].to_str().unwrap().split(';').next().unwrap().to_owned();
    let members = async || {
        let request = client.get(format!("{}members", first.address)).header("cookie", &cookie);
        let answer = request.timeout(Duration::from_secs(30)).send().await.unwrap();
        (answer.status().as_u16(), answer.text().await.unwrap())
    };
    let (status, text) = members().await;
    assert!(status == 200 && text.contains("ada@example.org") && text.contains("Kaffeehaus ☕"), "{status}: {text}");

    // As a restart of PostgreSQL does: every connection is cut.
    let cut = format!(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{}'",
        database.url().rsplit_once('/').unwrap().1
    );
    let cut = sqlx::raw_sql(sqlx::AssertSqlSafe(cut)).execute(&mut connect(&server()).await).await.unwrap();
    assert!(cut.rows_affected() > 1);
    for _ in 0..5 {
        assert_eq!(members().await.0, 200);
    }
    second.child.kill().await.unwrap();
    assert_eq!(members().await.0, 200);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs PostgreSQL"]
async fn a_server_that_cannot_begin_says_in_one_line_what_to_do() {
    let host = server().rsplit_once('@').unwrap().1.to_owned();
    for (url, expected) in [
        (format!("postgres://coffeehouse:hunter2@{host}"), "does not let the user \"coffeehouse\" in"),
        (address("no_such_house"), "CREATE DATABASE \"no_such_house\""),
        ("postgres://ada:hunter2@127.0.0.1:1/coffee".into(), "PostgreSQL does not answer at 127.0.0.1:1"),
        ("mysql://ada:hunter2@127.0.0.1/coffee".into(), "write it like postgres://"),
    ] {
        let said = refusal(&url).await;
        assert!(said.starts_with("coffeehouse: ") && said.contains(expected), "{said}");
        assert_eq!(said.trim_end().lines().count(), 1, "{said}");
    }
    let database = Database::new().await;
    let folder = TempDir::new().unwrap();
    drop(serve(folder.path(), &database.url()).await);
    let newer = "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time) \
                 SELECT 9999, 'later', success, checksum, execution_time FROM _sqlx_migrations WHERE version = 1";
    execute(&database.url(), newer.into()).await;
    let said = refusal(&database.url()).await;
    assert!(said.contains("a newer Coffeehouse brought the database to version 9999"), "{said}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs PostgreSQL"]
async fn a_server_with_another_key_than_the_others_does_not_join_them() {
    let database = Database::new().await;
    let (folder, second_folder) = (TempDir::new().unwrap(), TempDir::new().unwrap());
    let first = serve(folder.path(), &database.url()).await;
    let secret = store::Vault::from_file(&folder.path().join("key")).unwrap().close("channel:7", "hunter2");
    let channel = format!(
        "INSERT INTO channel (id, network, name, state, config, secret, created_at) \
         VALUES (7, 'atproto', 'ours', 'paused', '{{}}', '\\x{}', 0)",
        hex(&secret)
    );
    execute(&database.url(), channel).await;
    let refused = command(second_folder.path(), &database.url()).output().await.unwrap();
    let said = String::from_utf8(refused.stderr).unwrap();
    assert!(said.contains("other servers run on this database with another key"), "{said}");
    std::fs::copy(folder.path().join("key"), second_folder.path().join("key")).unwrap();
    drop((serve(second_folder.path(), &database.url()).await, first));
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
