//! What concerns nobody is remembered, and a query can be tried on it.
#![allow(clippy::unwrap_used)]

mod post_office;
use post_office::{PostOffice, Server, letter, said};

use std::sync::Arc;

use channels::Received;
use jiff::tz::TimeZone;
use listening::{FieldContext, Query};
use model::{Network, Reason, ReceivedPost};
use pipeline::backtest::{Phase, Report, Run, Test, search_beside};
use pipeline::{Archive, Limits, Memory, Remembering};
use tokio_util::sync::CancellationToken;

fn overheard(id: &str, text: &str) -> Received {
    Received::Post(Box::new(ReceivedPost { reason: None, ..letter(id, text) }))
}

fn test(query: &str) -> Test {
    let parsed = Query::parse(query, FieldContext::Topic).unwrap();
    Test { query: parsed, written: query.into(), name: String::new(), topic: None, zone: TimeZone::UTC }
}

/// What a query would have heard, once everything was tried.
async fn tried(server: &Server, query: &str) -> Report {
    let id = server.handle.back_test(test(query));
    let run = server.handle.back_tests().find(id).unwrap();
    server.eventually("the back-test is over", async || run.report().phase.is_over()).await;
    let report = run.report();
    assert_eq!(report.phase, Phase::Done);
    report
}

fn texts(report: &Report) -> Vec<&str> {
    report.sample.iter().map(|one| one.text.as_str()).collect()
}

/// A server that has heard these, with a mention after them to wait for.
async fn heard(items: Vec<Received>) -> (Arc<PostOffice>, Server) {
    let office = PostOffice::with_streams(&["letters"]);
    let server = Server::listening_to(office.clone()).await;
    office.says("letters", items.into_iter().chain([said("mark", "a mark")]));
    server.eventually("all are heard", async || server.post("mark").await.is_some()).await;
    (office, server)
}

#[tokio::test]
async fn what_concerned_nobody_is_found_beside_what_was_filed_newest_first() {
    let (_office, server) = heard(vec![
        overheard("a", "the lift is out"),
        overheard("b", "a fine day"),
        overheard("c", "no lift again"),
        said("d", "hello, your lift is out"),
    ])
    .await;
    assert!(server.post("a").await.is_none(), "it concerns nobody and has no row");
    let report = tried(&server, "lift").await;
    assert_eq!((report.found, report.found_filed), (3, 1));
    assert_eq!((report.remembered, report.filed), (3, 2));
    assert!(report.has_memory && report.damaged == 0);
    assert_eq!(report.days.values().sum::<u64>(), 3);
    assert_eq!(texts(&report).len(), 3);
    let out = report.sample.iter().find(|one| one.text == "the lift is out").unwrap();
    assert_eq!((out.spans.as_slice(), out.is_filed), ([(4, 8)].as_slice(), false));
    let covered = report.covered.unwrap();
    assert!(covered.from <= out.heard_at && out.heard_at <= covered.to);
    server.handle.shut_down().await;
}

#[tokio::test]
async fn what_is_deleted_at_its_source_would_not_have_been_heard() {
    let gone = ReceivedPost { reason: None, ..letter("of gone", "a lift for one") };
    let author = gone.author.remote_id.clone();
    let mut other = ReceivedPost { reason: None, ..letter("kept", "a lift for all") };
    other.author.remote_id = "somebody else".into();
    let (office, server) =
        heard(vec![overheard("deleted", "the lift"), Received::Post(Box::new(other)), Received::Post(Box::new(gone))])
            .await;
    assert_eq!(tried(&server, "lift").await.found, 3);
    let deletions = [Received::Deleted { remote_id: "deleted".into() }, Received::AuthorGone { remote_id: author }];
    office.says("letters", deletions.into_iter().chain([said("mark 2", "another mark")]));
    server.eventually("both are heard", async || server.post("mark 2").await.is_some()).await;
    assert_eq!(texts(&tried(&server, "lift").await), ["a lift for all"]);
    server.handle.shut_down().await;
}

#[tokio::test]
async fn what_is_deleted_leaves_the_reports_that_are_kept() {
    let by = |author: &str, id: &str, text: &str, reason| {
        let mut post = ReceivedPost { reason, ..letter(id, text) };
        post.author.remote_id = author.into();
        Received::Post(Box::new(post))
    };
    let (office, server) = heard(vec![
        by("did:bob", "overheard", "a lift for one", None),
        by("did:cleo", "filed", "a lift for two", Some(Reason::Addressed)),
        by("did:dan", "of dan", "a lift for three", None),
        by("did:eve", "kept", "a lift for all", None),
    ])
    .await;
    let id = server.handle.back_test(test("lift"));
    let run = server.handle.back_tests().find(id).unwrap();
    server.eventually("the back-test is over", async || run.report().phase.is_over()).await;
    assert_eq!(run.report().sample.len(), 4);
    let gone = |id: &str| Received::Deleted { remote_id: id.into() };
    office.says("letters", [gone("overheard"), gone("filed"), Received::AuthorGone { remote_id: "did:dan".into() }]);
    server.eventually("one is left", async || texts(&run.report()) == ["a lift for all"]).await;
    assert_eq!(run.report().found, 4, "that it would have been heard stays counted");
    server.handle.shut_down().await;
}

#[tokio::test]
async fn a_channel_that_may_have_missed_deletions_is_not_tried() {
    let (office, server) = heard(vec![overheard("a", "the lift is out")]).await;
    let switch = async |state| {
        server.handle.set_channel_state(model::Actor::System, server.channel, state).await.unwrap();
    };
    switch(model::ChannelState::Paused).await;
    let report = tried(&server, "lift").await;
    assert_eq!((report.found, report.unsure.len()), (0, 1), "nobody hears what is deleted meanwhile");
    switch(model::ChannelState::Active).await;
    let report = tried(&server, "lift").await;
    assert_eq!((report.found, report.unsure.len()), (1, 0), "the stream goes on where it stood");
    let mut tx = server.store().write().await.unwrap();
    let (from, to) = (tx.now(), tx.now() + jiff::SignedDuration::from_hours(2));
    store::stream::lose(&mut tx, server.channel, "letters", from, to, "it keeps a day").await.unwrap();
    tx.commit().await.unwrap();
    let report = tried(&server, "lift").await;
    assert_eq!((report.found, report.unsure.len()), (0, 1), "what the network does not tell any more");
    drop(office);
    server.handle.shut_down().await;
}

#[tokio::test]
async fn a_question_of_judgement_is_decided_as_the_stream_decides_it() {
    let (_office, server) = heard(vec![
        overheard("angry", "The train was horrible, dirty and late, the worst service ever"),
        overheard("pleased", "The train was lovely and the staff was wonderful, thank you so much"),
    ])
    .await;
    let report = tried(&server, "train sentiment:negative").await;
    assert_eq!(texts(&report), ["The train was horrible, dirty and late, the worst service ever"]);
    server.handle.shut_down().await;
}

#[tokio::test]
async fn what_was_heard_twice_counts_once_also_when_it_was_filed_the_second_time() {
    let (office, server) = heard(vec![overheard("a", "the lift is out"), overheard("a", "the lift is out")]).await;
    assert_eq!(tried(&server, "lift").await.found, 1);
    let named = ReceivedPost { reason: Some(Reason::Addressed), ..letter("a", "the lift is out") };
    office.says("letters", [Received::Post(Box::new(named))]);
    server.eventually("it is filed", async || server.post("a").await.is_some()).await;
    let report = tried(&server, "lift").await;
    assert_eq!((report.found, report.found_filed), (1, 1));
    server.handle.shut_down().await;
}

#[tokio::test]
async fn what_is_remembered_outlives_the_server_and_is_read_beside_it() {
    let (_office, server) = heard(vec![overheard("a", "the lift is out")]).await;
    let server = server.restart(async |_| ()).await;
    assert_eq!(tried(&server, "lift").await.found, 1);
    let run = Run::new(test("lift"), server.clock.now(), CancellationToken::new());
    let archive = Archive::of(server.folder.path());
    search_beside(server.store(), &archive, jiff::Timestamp::UNIX_EPOCH, &run).await.unwrap();
    assert_eq!(run.report().found, 1);
    server.handle.shut_down().await;
}

#[tokio::test]
async fn a_back_test_that_was_stopped_looks_no_further() {
    let (_office, server) = heard(vec![overheard("a", "the lift is out")]).await;
    let run = Run::new(test("lift"), server.clock.now(), CancellationToken::new());
    run.stop();
    search_beside(server.store(), &Archive::of(server.folder.path()), jiff::Timestamp::UNIX_EPOCH, &run).await.unwrap();
    assert_eq!((run.report().phase, run.report().tried()), (Phase::Stopped, 0));
    server.handle.shut_down().await;
}

#[tokio::test]
async fn a_memory_that_cannot_write_keeps_nobody_from_the_inbox() {
    let office = PostOffice::with_streams(&["letters"]);
    let folder = tempfile::tempdir().unwrap();
    let clock = post_office::quick_clock();
    let store = post_office::open(folder.path(), &clock).await;
    let memory = Memory::open(folder.path(), Limits::default(), clock.clone()).unwrap();
    std::fs::remove_dir_all(folder.path().join("memory")).unwrap();
    std::fs::write(folder.path().join("memory"), "no folder").unwrap();
    let mut opener = post_office::Opener::default();
    opener.0.insert("town".into(), office.clone());
    let remembering = Remembering::new(memory, Archive::of(folder.path()));
    let handle = pipeline::start_remembering(store, post_office::vault(), Arc::new(opener), remembering).await.unwrap();
    let channel = handle.connect(model::Actor::System, post_office::connection("town")).await.unwrap();
    let server = Server::around(folder, clock, handle, channel);
    office.says("letters", [overheard("a", "the lift is out"), said("b", "hello")]);
    server.eventually("the mention is filed", async || server.post("b").await.is_some()).await;
    assert!(matches!(server.handle.memory_health().state, pipeline::MemoryState::Paused { missed: 1, .. }));
    assert_eq!(server.kept().await.network, Network::Simulated);
    server.handle.shut_down().await;
}
