//! Nothing heard is lost or doubled, and nothing that fails delays anything else.
#![allow(clippy::unwrap_used)]

mod post_office;
use post_office::{Opener, PostOffice, Server, connection, said, said_in_thread};

use std::sync::Arc;

use channels::{ChannelError, Received, StreamGap};
use model::{Actor, ChannelState, EventKind, ReceivedAuthor};
use pipeline::journey::{self, Source};
use pipeline::{ConnectError, Remembering};

fn down() -> ChannelError {
    ChannelError::retry("the line is down")
}

async fn count(server: &Server) -> usize {
    let view = store::conversation::View::All;
    store::conversation::count(&mut server.store().read().await.unwrap(), view, usize::MAX).await.unwrap()
}

#[tokio::test]
async fn one_broken_stream_delays_no_other_and_goes_on_where_it_was() {
    let office = PostOffice::with_streams(&["letters", "cards"]);
    office.break_down("cards", down);
    office.says("cards", [said("c1", "eins")]);
    let server = Server::listening_to(office.clone()).await;
    for number in 0..10 {
        office.says("letters", [said(&format!("l{number}"), "hallo")]);
    }
    server.eventually("all letters are filed", async || count(&server).await == 10).await;
    let failing = async || server.stream("cards").await.is_some_and(|stream| stream.failing_since.is_some());
    server.eventually("the failure is told of", failing).await;
    assert_eq!(server.stream("cards").await.unwrap().failure.as_deref(), Some("the line is down"));
    assert_eq!(server.gaps("cards").await, ["open"]);
    assert_eq!(server.gaps("letters").await, Vec::<String>::new());

    office.mend("cards");
    server.eventually("the card is filed", async || count(&server).await == 11).await;
    let closed = async || server.gaps("cards").await == ["closed"];
    server.eventually("the gap is closed", closed).await;
    assert_eq!(server.stream("cards").await.unwrap().failing_since, None);
    server.handle.shut_down().await;
}

#[tokio::test]
async fn a_gap_stays_open_until_the_stream_has_caught_up() {
    let office = PostOffice::with_streams(&["letters"]);
    let server = Server::listening_to(office.clone()).await;
    office.says("letters", [said("a", "vorher")]);
    server.eventually("the first is filed", async || count(&server).await == 1).await;
    office.break_down("letters", down);
    server.eventually("a gap opens", async || server.gaps("letters").await == ["open"]).await;
    office.hold_back("letters", true);
    office.says("letters", [said("b", "währenddessen")]);
    office.mend("letters");
    server.eventually("the second is filed", async || count(&server).await == 2).await;
    assert_eq!(server.gaps("letters").await, ["open"], "more is waiting");
    office.hold_back("letters", false);
    office.says("letters", [said("c", "danach")]);
    server.eventually("the gap closes", async || server.gaps("letters").await == ["closed"]).await;
    server.handle.shut_down().await;
}

#[tokio::test]
async fn what_the_source_gives_no_more_is_kept_as_lost() {
    let office = PostOffice::with_streams(&["letters"]);
    let lost = StreamGap {
        stream: "letters".into(),
        from: "2026-11-20T00:00:00Z".parse().unwrap(),
        to: "2026-11-22T00:00:00Z".parse().unwrap(),
        cause: "the source keeps a day".into(),
    };
    office.loses("letters", lost.clone());
    office.says("letters", [said("a", "heute")]);
    let server = Server::listening_to(office.clone()).await;
    server.eventually("it is noted", async || server.gaps("letters").await == ["lost"]).await;
    office.says("letters", [said("b", "weiter")]);
    server.eventually("it goes on", async || count(&server).await == 2).await;
    let gaps = store::stream::gaps(&mut server.store().read().await.unwrap(), server.channel, 9).await.unwrap();
    assert_eq!((gaps[0].from, gaps[0].to, &gaps[0].cause), (lost.from, Some(lost.to), &lost.cause));
    assert_eq!(gaps.len(), 1, "and stays lost");
    server.handle.shut_down().await;
}

#[tokio::test]
async fn what_cannot_be_understood_is_set_aside_and_blocks_nothing() {
    let office = PostOffice::with_streams(&["letters"]);
    let unparsed = |raw: &str| Received::Unparsed { raw: raw.into(), reason: "not a letter".into() };
    office.says("letters", [unparsed("{\u{0}"), said("a", "gut"), unparsed("]"), said("b", "auch gut")]);
    let server = Server::listening_to(office.clone()).await;
    server.eventually("the good ones are filed", async || count(&server).await == 2).await;
    let set_aside = async || {
        let mut tx = server.store().read().await.unwrap();
        store::quarantine::newest(&mut tx, server.channel, 9).await.unwrap()
    };
    let kept = set_aside().await;
    assert_eq!(kept.iter().map(|item| item.raw.as_str()).collect::<Vec<_>>(), ["]", "{\u{0}"]);
    assert_eq!(kept[0].reason, "not a letter");
    server.handle.shut_down().await;
}

#[tokio::test]
async fn what_was_set_aside_and_is_deleted_since_is_not_filed_when_it_is_tried_again() {
    let office = PostOffice::with_streams(&["letters"]);
    let unparsed = |raw: &str| Received::Unparsed { raw: raw.into(), reason: "not a letter".into() };
    office.says("letters", [unparsed("readable a"), unparsed("readable b"), unparsed("["), said("mark", "hallo")]);
    let server = Server::listening_to(office.clone()).await;
    server.eventually("all are heard", async || server.post("mark").await.is_some()).await;
    office.deletes_quietly("readable a");
    let became = server.handle.read_again(Actor::System, server.channel, None).await.unwrap();
    assert_eq!((became.filed, became.passed, became.left), (1, 1, 1));
    assert!(server.post("readable a").await.is_none() && server.post("readable b").await.is_some());
    server.handle.shut_down().await;
}

#[tokio::test]
async fn a_post_that_could_not_be_filed_is_set_aside_whole() {
    let office = PostOffice::with_streams(&["letters"]);
    let server = Server::listening_to(office.clone()).await;
    // A file gave one number to posts of two people.
    let mut tx = server.store().write().await.unwrap();
    let id = tx.next_id();
    let new = store::channel::NewChannel {
        id,
        network: model::Network::Imported,
        name: "file",
        config: "town",
        secret: None,
        author: None,
    };
    store::channel::connect(&mut tx, Actor::System, new).await.unwrap();
    tx.commit().await.unwrap();
    let mut other = post_office::letter("1", "von Ben");
    (other.author.remote_id, other.title) = ("did:ben".into(), Some("Betreff".into()));
    let long = post_office::letter(&"1".repeat(2_001), "mit langer Nummer");
    let items = [post_office::letter("1", "von Anna"), other, long].map(|one| Received::Post(Box::new(one)));
    let batch = channels::Batch { items: items.into(), ..Default::default() };
    let source = Source { channel: id, network: model::Network::Imported, name: "file".into(), stream: "rows".into() };
    let topics = pipeline::Topics::load(server.store()).await.unwrap();
    journey::take_in(server.store(), &topics, &Remembering::nothing(), &source, batch).await.unwrap();
    let set_aside = async || store::quarantine::newest(&mut server.store().read().await.unwrap(), id, 9).await.unwrap();
    let before = set_aside().await;
    assert_eq!(before.len(), 2);
    for word in ["von Ben", "did:ben", "Betreff"] {
        assert!(before.iter().any(|item| item.raw.contains(word)), "{word}: {before:?}");
    }
    // Nothing has changed: they stay as they are, with what is wrong with them.
    let became = server.handle.read_again(Actor::System, id, None).await.unwrap();
    assert_eq!((became.filed, became.passed, became.left), (0, 0, 2));
    assert_eq!(set_aside().await, before);
    server.handle.shut_down().await;
}

#[tokio::test]
async fn a_batch_that_speaks_of_itself_is_understood() {
    let office = PostOffice::with_streams(&["letters"]);
    let gone = Received::Deleted { remote_id: "b".into() };
    office.says("letters", [said("a", "Frage"), said_in_thread("a2", "a", "Ich auch"), said("b", "Versehen")]);
    office.says("letters", [said("c", "Noch eine"), gone, said_in_thread("x", "elsewhere", "Unter uns")]);
    office.says("letters", [said("d", "Kurz"), Received::Deleted { remote_id: "d".into() }, said("e", "Schluss")]);
    let server = Server::listening_to(office.clone()).await;
    server.eventually("all is heard", async || server.post("e").await.is_some()).await;
    let answer = server.post("a2").await.expect("what stands in a thread of the same batch is kept");
    assert_eq!(answer.conversation, server.conversation_of("a").await);
    for id in ["b", "d"] {
        assert!(server.post(id).await.unwrap().deleted_at.is_some(), "{id}");
    }
    assert!(server.post("x").await.is_none());
    server.handle.shut_down().await;
}

#[tokio::test]
async fn names_are_followed_and_asked_for_where_the_stream_gives_none() {
    let office = PostOffice::with_streams(&["letters"]);
    let mut nameless = post_office::letter("a", "wer bin ich");
    nameless.author = ReceivedAuthor { remote_id: "did:ben".into(), ..ReceivedAuthor::default() };
    office.says("letters", [Received::Post(Box::new(nameless))]);
    let server = Server::listening_to(office.clone()).await;
    let profile = async || {
        let mut tx = server.store().read().await.unwrap();
        let found = store::author::by_remote(&mut tx, model::Network::Simulated, "did:ben").await.unwrap();
        found.map(|author| author.profile).unwrap_or_default()
    };
    let asked = async || profile().await.handle.as_deref() == Some("ben.example");
    server.eventually("the network is asked for the name", asked).await;
    let renamed = ReceivedAuthor {
        remote_id: "did:ben".into(),
        display_name: Some("Ben B.".into()),
        ..ReceivedAuthor::default()
    };
    office.says("letters", [Received::Author(renamed)]);
    let followed = async || profile().await.display_name.as_deref() == Some("Ben B.");
    server.eventually("a new name is followed", followed).await;
    assert_eq!(profile().await.handle.as_deref(), Some("ben.example"));
    server.handle.shut_down().await;
}

#[tokio::test]
async fn a_post_deleted_where_no_stream_tells_is_found_by_looking() {
    let office = PostOffice::with_streams(&["letters"]);
    office.says("letters", [said("a", "Versehen"), said("b", "Bleibt")]);
    let server = Server::listening_to(office.clone()).await;
    server.eventually("both are filed", async || count(&server).await == 2).await;
    office.deletes_quietly("a");
    // The round is gone at every start.
    let server = server.restart(async |_| ()).await;
    let is_gone = async || server.post("a").await.unwrap().deleted_at.is_some();
    server.eventually("it is gone here too", is_gone).await;
    assert_eq!(server.post("b").await.unwrap().text, "Bleibt");
    server.handle.shut_down().await;
}

#[tokio::test]
async fn time_in_which_nobody_listened_is_a_gap_until_it_is_caught_up() {
    let office = PostOffice::with_streams(&["letters"]);
    office.says("letters", [said("a", "vorher")]);
    let server = Server::listening_to(office.clone()).await;
    server.eventually("the first is filed", async || count(&server).await == 1).await;
    let server = server.restart(async |_| office.says("letters", [said("b", "währenddessen")])).await;
    server.eventually("the second is filed", async || count(&server).await == 2).await;
    server.eventually("the gap is closed", async || server.gaps("letters").await == ["closed"]).await;
    server.handle.shut_down().await;
}

#[tokio::test]
async fn a_refused_credential_blocks_the_channel_until_somebody_mends_it() {
    let office = PostOffice::with_streams(&["letters"]);
    let server = Server::listening_to(office.clone()).await;
    office.break_down("letters", || ChannelError::reconnect("the password was refused"));
    let blocked = async || server.kept().await.state == ChannelState::Blocked;
    server.eventually("the channel is blocked", blocked).await;
    assert_eq!(server.kept().await.state_reason.as_deref(), Some("the password was refused"));
    let connections = office.connections("letters");
    office.mend("letters");
    office.says("letters", [said("a", "hallo")]);
    tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    assert_eq!(office.connections("letters"), connections, "nobody knocks with a password that was refused");

    let kept = server.kept().await;
    server.handle.change_credential(Actor::System, &kept, "better").await.unwrap();
    server.eventually("it is heard again", async || count(&server).await == 1).await;
    assert_eq!(server.kept().await.state, ChannelState::Active);
    server.handle.shut_down().await;
}

#[tokio::test]
async fn a_paused_channel_is_not_heard_and_a_resumed_one_misses_nothing() {
    let office = PostOffice::with_streams(&["letters"]);
    office.says("letters", [said("a", "vorher")]);
    let server = Server::listening_to(office.clone()).await;
    server.eventually("the first is filed", async || count(&server).await == 1).await;
    server.handle.set_channel_state(Actor::System, server.channel, ChannelState::Paused).await.unwrap();
    office.says("letters", [said("b", "währenddessen")]);
    tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    assert_eq!(count(&server).await, 1);
    server.handle.set_channel_state(Actor::System, server.channel, ChannelState::Active).await.unwrap();
    server.eventually("the second is filed", async || count(&server).await == 2).await;
    server.handle.shut_down().await;
}

#[tokio::test]
async fn an_account_is_connected_once_and_keeps_its_identity() {
    let office = PostOffice::with_streams(&["letters"]);
    let server = Server::listening_to(office).await;
    let again = server.handle.connect(Actor::System, connection("town")).await;
    assert!(matches!(again, Err(ConnectError::Doubled { name, .. }) if name == "ours"));
    let nowhere = server.handle.connect(Actor::System, connection("nowhere")).await;
    assert!(matches!(nowhere, Err(ConnectError::Settings(_))));
    let mut tx = server.store().write().await.unwrap();
    assert_eq!(store::channel::all(&mut tx).await.unwrap().len(), 1, "nothing of it was kept");

    // As if the channel had been connected for another account than the credential is of.
    let profile = ReceivedAuthor { remote_id: "did:other".into(), ..ReceivedAuthor::default() };
    let other = store::author::keep(&mut tx, model::Network::Simulated, &profile).await.unwrap();
    store::channel::change(&mut tx, Actor::System, server.channel, "town", None, Some(other)).await.unwrap();
    tx.commit().await.unwrap();
    let kept = server.kept().await;
    let refused = server.handle.change_credential(Actor::System, &kept, "of another account").await;
    assert!(matches!(refused, Err(ConnectError::Settings(why)) if why.contains("another account")));
    assert_eq!(server.kept().await, kept);
    server.handle.shut_down().await;
}

#[tokio::test]
async fn every_event_reaches_a_watcher_in_order_and_without_holes() {
    let office = PostOffice::with_streams(&["letters", "cards"]);
    let server = Server::listening_to(office.clone()).await;
    let mut watch = server.handle.live().watch();
    for number in 0..60 {
        let stream = if number % 2 == 0 { "letters" } else { "cards" };
        office.says(stream, [said(&format!("p{number}"), "hallo")]);
    }
    server.eventually("all is filed", async || count(&server).await == 60).await;
    let sealed = async || {
        let mut tx = server.store().read().await.unwrap();
        store::event::oldest_unsealed(&mut tx).await.unwrap().is_none()
    };
    server.eventually("all is sealed", sealed).await;
    server.handle.shut_down().await;
    let last = server.log().await.len() as i64;
    let (mut position, mut opened) = (None, 0);
    while let Ok(batch) = watch.try_recv() {
        assert_eq!(position.replace(batch.position).unwrap_or(batch.after), batch.after);
        assert!(batch.position > batch.after);
        if batch.kinds.contains(&EventKind::ConversationOpened) {
            opened += batch.conversations.len();
        }
    }
    assert_eq!((position, opened), (Some(last), 60));
}

#[tokio::test]
async fn a_topic_hears_from_the_moment_it_is_made_until_it_is_put_away() {
    let office = PostOffice::with_streams(&["letters"]);
    let unaddressed = |id: &str| {
        let post = model::ReceivedPost { reason: None, ..post_office::letter(id, "Der Kaffee ist kalt") };
        Received::Post(Box::new(post))
    };
    let server = Server::listening_to(office.clone()).await;
    let owner = server.ada().await.id;
    office.says("letters", [unaddressed("before"), said("1", "Marke")]);
    server.eventually("the mark is filed", async || server.post("1").await.is_some()).await;
    let mut tx = server.store().write().await.unwrap();
    let topic = store::topic::create(&mut tx, owner, "coffee", "kaffee").await.unwrap();
    tx.commit().await.unwrap();
    server.handle.topics_changed().await.unwrap();
    office.says("letters", [unaddressed("while"), said("2", "Marke")]);
    server.eventually("the mark is filed", async || server.post("2").await.is_some()).await;
    let mut tx = server.store().write().await.unwrap();
    store::topic::archive(&mut tx, owner, topic).await.unwrap();
    tx.commit().await.unwrap();
    server.handle.topics_changed().await.unwrap();
    office.says("letters", [unaddressed("after"), said("3", "Marke")]);
    server.eventually("the mark is filed", async || server.post("3").await.is_some()).await;

    assert!(server.post("before").await.is_none() && server.post("after").await.is_none());
    let post = server.post("while").await.unwrap();
    let matches = store::mention::matches(&mut server.store().read().await.unwrap(), post.id).await.unwrap();
    assert_eq!((matches.len(), matches[0].topic, &matches[0].spans[..]), (1, topic, &[(4, 10)][..]));
    server.handle.shut_down().await;
}

/// Kills the process at some moment, again and again, and hears to the end.
#[test]
fn whenever_it_is_killed_everything_is_heard_once() {
    const POSTS: usize = 300;
    let office = PostOffice::with_streams(&["letters"]);
    for number in 0..POSTS {
        office.says("letters", [said(&format!("p{number}"), "hallo")]);
    }
    let folder = tempfile::TempDir::new().unwrap();
    let clock = post_office::quick_clock();
    let runtime = || tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    let opener = Opener([("town".to_owned(), office.clone() as Arc<dyn channels::Channel>)].into());
    for life in 0_u64..8 {
        let runtime = runtime();
        let (office, opener) = (office.clone(), opener.clone());
        let begun = runtime.block_on(async {
            let store = post_office::open(folder.path(), &clock).await;
            let handle = pipeline::start(store, post_office::vault(), Arc::new(opener)).await.unwrap();
            if life == 0 {
                handle.connect(Actor::System, connection("town")).await.unwrap();
            }
            while office.connections("letters") == 0 {
                tokio::time::sleep(std::time::Duration::from_millis(1)).await;
            }
            tokio::time::sleep(std::time::Duration::from_millis(3 + life * 5)).await;
            office.connections("letters")
        });
        assert!(begun > 0);
        // Every task is dropped wherever it is.
        runtime.shutdown_timeout(std::time::Duration::from_secs(10));
    }
    runtime().block_on(async {
        let store = post_office::open(folder.path(), &clock).await;
        let handle = pipeline::start(store.clone(), post_office::vault(), Arc::new(opener)).await.unwrap();
        let view = store::conversation::View::All;
        for _ in 0..1_000 {
            tokio::time::sleep(std::time::Duration::from_millis(10)).await;
            if store::conversation::count(&mut store.read().await.unwrap(), view, usize::MAX).await.unwrap() == POSTS {
                break;
            }
        }
        handle.shut_down().await;
        let mut tx = store.read().await.unwrap();
        assert_eq!(store::conversation::count(&mut tx, view, usize::MAX).await.unwrap(), POSTS);
        let log = store::event::after(&mut tx, 0, 1_000_000).await.unwrap();
        assert_eq!(log.iter().filter(|one| one.event.kind == EventKind::MentionFiled).count(), POSTS);
        assert!(matches!(store::seal::verify(&mut tx).await.unwrap(), store::seal::Verdict::Whole { .. }));
    });
}

#[tokio::test]
async fn a_post_with_an_endless_id_is_set_aside_and_blocks_nothing() {
    let office = PostOffice::with_streams(&["letters"]);
    let server = Server::listening_to(office.clone()).await;
    let endless = "x".repeat(2_001);
    office.says("letters", [said(&endless, "hallo"), said_in_thread("b", &endless, "hallo"), said("c", "hallo")]);
    server.eventually("the third is filed", async || count(&server).await == 1).await;
    let mut tx = server.store().read().await.unwrap();
    let set_aside = store::quarantine::newest(&mut tx, server.channel, 9).await.unwrap();
    assert_eq!(set_aside.len(), 1, "the second concerns us by nothing but a thread that we do not have");
    assert_eq!(set_aside[0].reason, "it has an id of more than 2,000 bytes");
    drop(tx);
    server.handle.shut_down().await;
}
