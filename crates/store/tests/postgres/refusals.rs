//! A server that does not let us begin is told of in words that say what to do, and never with the password.

use std::sync::Arc;

use model::{ManualClock, SystemClock};
use store::{PostgresOptions, Store, StoreError};
use tempfile::TempDir;

use crate::database::{address, connect, execute, server};
use crate::house::House;
use crate::place::Place;

async fn refusal(url: &str) -> StoreError {
    let folder = TempDir::new().unwrap();
    let options = PostgresOptions { url: url.into(), folder: folder.path().into(), clock: Arc::new(SystemClock) };
    let error = Store::connect(options).await.err().unwrap();
    let mut text = format!("{error:?}");
    let mut cause = Some(&error as &dyn std::error::Error);
    while let Some(one) = cause {
        text.push_str(&one.to_string());
        cause = one.source();
    }
    assert!(!text.contains("hunter2"), "{text}");
    error
}

/// The server's address with another user and password.
fn signed_in_as(user: &str) -> String {
    let server = server();
    format!("postgres://{user}:hunter2@{}", server.rsplit_once('@').unwrap().1)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs PostgreSQL"]
async fn a_refused_password_says_where_to_look() {
    let error = refusal(&signed_in_as("coffeehouse")).await;
    assert!(matches!(&error, StoreError::SignIn { user, .. } if user == "coffeehouse"), "{error}");
    assert!(error.to_string().contains("check name and password"), "{error}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs PostgreSQL"]
async fn a_missing_database_comes_with_the_statement_that_makes_it() {
    let error = refusal(&address("no_such_house")).await;
    assert!(matches!(error, StoreError::NoDatabase { .. }), "{error}");
    assert!(error.to_string().contains("CREATE DATABASE \"no_such_house\" OWNER \"coffeehouse\""), "{error}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs PostgreSQL"]
async fn an_address_that_is_none_and_one_where_nobody_answers_are_told_apart() {
    for url in ["mysql://ada:hunter2@db/coffee", "postgres://ada:hunter2@:99999/coffee", "hunter2", ""] {
        let error = refusal(url).await;
        assert!(matches!(error, StoreError::Address(_)), "{url}: {error}");
    }
    let error = refusal("postgres://ada:hunter2@127.0.0.1:1/coffee").await;
    assert!(matches!(&error, StoreError::Unreachable { at, .. } if at == "127.0.0.1:1"), "{error}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs PostgreSQL"]
async fn a_server_without_tls_is_not_spoken_to_in_the_clear_when_tls_is_asked_for() {
    let error = refusal(&format!("{}?sslmode=require", server())).await;
    assert!(matches!(error, StoreError::Tls { .. }), "{error}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs PostgreSQL"]
async fn a_user_who_may_make_no_tables_is_told_what_to_ask_for() {
    let place = Place::new().await;
    let user = format!("guest_{}", std::process::id());
    execute(&place.url(), "REVOKE CREATE ON SCHEMA public FROM PUBLIC".into()).await;
    execute(&server(), format!("CREATE ROLE {user} LOGIN PASSWORD 'hunter2'")).await;
    let (_, database) = place.url().rsplit_once('/').map(|(host, name)| (host.to_owned(), name.to_owned())).unwrap();
    let signed_in = signed_in_as(&user);
    let error = refusal(&format!("{}/{database}", signed_in.rsplit_once('/').unwrap().0)).await;
    execute(&server(), format!("DROP ROLE {user}")).await;
    assert!(matches!(error, StoreError::NotOwner { .. }), "{error:?}");
    assert!(error.to_string().contains(&format!("OWNER TO \"{user}\"")), "{error}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs PostgreSQL"]
async fn a_database_that_cannot_keep_every_character_is_refused() {
    let name = format!("latin_{}", std::process::id());
    execute(&server(), format!("CREATE DATABASE {name} ENCODING 'LATIN1' LOCALE 'C' TEMPLATE template0")).await;
    let error = refusal(&address(&name)).await;
    execute(&server(), format!("DROP DATABASE {name}")).await;
    assert!(matches!(&error, StoreError::Encoding { encoding, .. } if encoding == "LATIN1"), "{error}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs PostgreSQL"]
async fn a_second_server_in_one_folder_is_refused_here_too() {
    let house = House::new().await;
    let clock = Arc::new(ManualClock::at("2026-11-23T10:00:00Z"));
    assert!(matches!(house.place.open(&clock).await, Err(StoreError::InUse { .. })));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs PostgreSQL"]
async fn connections_that_were_cut_are_made_anew() {
    let house = House::new().await;
    house.append(1).await;
    let mut begun = house.write().await;
    crate::house::append(&mut begun, 1).await;
    let cut = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() \
               AND pid <> pg_backend_pid()";
    sqlx::query(cut).execute(&mut connect(&house.place.url()).await).await.unwrap();
    assert!(begun.commit().await.is_err(), "what was begun is lost, and said to be");
    for _ in 0..20 {
        house.append(1).await;
        house.seal().await;
    }
    assert_eq!(house.log().await.len(), 21);
}
