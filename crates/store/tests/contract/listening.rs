//! Topics, channels, their streams, and who speaks there.

use crate::house::{House, letter};

use jiff::{SignedDuration, ToSpan as _};
use model::{Actor, ChannelState, Network, Quota, Role};
use store::mention::TopicMatch;
use store::{author, channel, conversation, deletion, member, mention, post, quarantine, session, stream, topic};

pub async fn a_topic_keeps_its_versions_and_goes_on_after_them() {
    let house = House::new().await;
    let owner = house.member(Role::Owner).await;
    let channel = house.channel(Network::Simulated).await;
    let mut tx = house.write().await;
    let tea = topic::create(&mut tx, owner, "Tee", "tee").await.unwrap();
    let coffee = topic::create(&mut tx, owner, "coffee", "coffee").await.unwrap();
    let before = topic::find(&mut tx, coffee).await.unwrap().unwrap();
    topic::change(&mut tx, owner, &before, "Kaffee", "coffee OR kaffee").await.unwrap();
    let after = topic::find(&mut tx, coffee).await.unwrap().unwrap();
    assert_eq!((after.name.as_str(), after.version), ("Kaffee", 2));
    topic::change(&mut tx, owner, &after, "Caffè", "coffee OR kaffee").await.unwrap();
    let names = |topics: Vec<topic::Topic>| topics.into_iter().map(|topic| topic.name).collect::<Vec<_>>();
    assert_eq!(names(topic::listening(&mut tx).await.unwrap()), ["Caffè", "Tee"]);
    topic::archive(&mut tx, owner, coffee).await.unwrap();
    assert_eq!(names(topic::listening(&mut tx).await.unwrap()), ["Tee"]);

    let received = letter("a", "anna", "Tee");
    let author = author::keep(&mut tx, Network::Simulated, &received.author).await.unwrap();
    let stored = post::insert(&mut tx, channel, author, &received).await.unwrap();
    mention::keep_matches(&mut tx, &[(stored.id, &TopicMatch { topic: tea, version: 1, spans: vec![] })])
        .await
        .unwrap();
    let since = tx.now() - 1.hour();
    let overview = topic::overview(&mut tx, since).await.unwrap();
    let row = |number: usize| (overview[number].topic.name.as_str(), overview[number].mention_count);
    assert_eq!((row(0), row(1)), (("Tee", 1), ("Caffè", 0)), "what listens no more comes last");
    assert_eq!(overview[0].last_mention_at, Some(received.posted_at));
    assert_eq!(topic::mention_count(&mut tx, coffee).await.unwrap(), 0);
}

pub async fn a_stream_tells_where_it_stands_and_what_it_missed() {
    let house = House::new().await;
    let id = house.channel(Network::Simulated).await;
    let mut tx = house.write().await;
    stream::note_absence(&mut tx, id, "posts", "we were not running").await.unwrap();
    assert_eq!(stream::gaps(&mut tx, id, 5).await.unwrap(), [], "who never heard missed nothing");
    let heard_until = Some(tx.now() - 1.second());
    stream::advance(&mut tx, id, "posts", Some("7"), heard_until).await.unwrap();
    stream::advance(&mut tx, id, "posts", None, None).await.unwrap();
    let found = stream::find(&mut tx, id, "posts").await.unwrap().unwrap();
    assert_eq!((found.cursor.as_deref(), found.heard_until), (Some("7"), heard_until), "what is not said stays");
    tx.commit().await.unwrap();

    house.later(60);
    let mut tx = house.write().await;
    for why in ["it is down", "it is still down"] {
        stream::fail(&mut tx, id, "posts", why).await.unwrap();
    }
    let failing = stream::of_channel(&mut tx, id).await.unwrap();
    assert_eq!((failing.len(), failing[0].failure.as_deref()), (1, Some("it is still down")));
    let gaps = stream::gaps(&mut tx, id, 5).await.unwrap();
    assert_eq!((gaps.len(), gaps[0].from, gaps[0].to), (1, tx.now() - 60.seconds(), None));
    let (from, to) = (tx.now() - 60.seconds(), tx.now() - 30.seconds());
    stream::lose(&mut tx, id, "posts", from, to, "it keeps half a minute").await.unwrap();
    let states = stream::gaps(&mut tx, id, 5).await.unwrap();
    assert_eq!(states.iter().map(|gap| gap.state.as_str()).collect::<Vec<_>>(), ["lost", "closed"]);
    let lost = async |tx: &mut store::Tx, seconds| {
        stream::lost_until(tx, id, SignedDuration::from_secs(seconds)).await.unwrap()
    };
    assert_eq!((lost(&mut tx, 30).await, lost(&mut tx, 31).await), (Some(to), None));
    stream::note_absence(&mut tx, id, "posts", "we were not running").await.unwrap();
    stream::close_gap(&mut tx, id, "posts").await.unwrap();
    let gaps = stream::gaps(&mut tx, id, 1).await.unwrap();
    assert_eq!((gaps[0].state.as_str(), gaps[0].closed_at), ("closed", Some(tx.now())));

    let quota = Quota { limit: 300, left: 7, resets_at: Some(tx.now()) };
    stream::note_quota(&mut tx, id, "posts", &quota).await.unwrap();
    assert_eq!(stream::find(&mut tx, id, "posts").await.unwrap().unwrap().quota, Some(quota));
    quarantine::keep(&mut tx, id, "posts", "{", "it ends in the middle").await.unwrap();
    assert_eq!(quarantine::count(&mut tx, id).await.unwrap(), 1);
    let newest = quarantine::newest(&mut tx, id, 5).await.unwrap().remove(0);
    assert_eq!((newest.raw.as_str(), newest.received_at), ("{", tx.now()));
}

pub async fn deletions_are_told_to_others_until_everybody_knows_them() {
    let house = House::new().await;
    let mut tx = house.write().await;
    assert_eq!(deletion::last_position(&mut tx).await.unwrap(), 0);
    let begun = tx.now();
    for digests in [[1; 16], [2; 16], [3; 16]] {
        deletion::tell(&mut tx, "first", &digests).await.unwrap();
    }
    tx.commit().await.unwrap();
    house.later(60);
    let mut tx = house.write().await;
    deletion::tell(&mut tx, "second", &[4; 32]).await.unwrap();
    let told = deletion::after(&mut tx, 0, 10).await.unwrap();
    assert_eq!(told.iter().map(|one| one.digests[0]).collect::<Vec<_>>(), [1, 2, 3, 4]);
    assert!(told.windows(2).all(|pair| pair[0].position < pair[1].position));
    assert_eq!((told[3].server.as_str(), told[3].heard_at, told[3].digests.len()), ("second", tx.now(), 32));
    assert_eq!(deletion::last_position(&mut tx).await.unwrap(), told[3].position);
    let rest = deletion::after(&mut tx, told[1].position, 1).await.unwrap();
    assert_eq!(rest, told[2..3]);

    assert_eq!(deletion::forget(&mut tx, begun, 10).await.unwrap(), 0);
    let now = tx.now();
    assert_eq!(deletion::forget(&mut tx, now, 2).await.unwrap(), 2);
    assert_eq!(deletion::forget(&mut tx, now, 2).await.unwrap(), 1);
    assert_eq!(deletion::after(&mut tx, 0, 10).await.unwrap(), told[3..]);
    // Once all are forgotten, positions go on: whoever has read the last misses nothing.
    let later = now + 1.minute();
    assert_eq!(deletion::forget(&mut tx, later, 2).await.unwrap(), 1);
    tx.commit().await.unwrap();
    house.later(1);
    let mut tx = house.write().await;
    deletion::tell(&mut tx, "first", &[5; 16]).await.unwrap();
    assert_eq!(deletion::after(&mut tx, told[3].position, 10).await.unwrap().len(), 1);
}

pub async fn a_channel_keeps_the_credential_that_a_change_leaves_out() {
    let house = House::new().await;
    let id = house.channel(Network::Simulated).await;
    let mut tx = house.write().await;
    let us = author::keep(&mut tx, Network::Simulated, &letter("a", "ours", "").author).await.unwrap();
    channel::change(&mut tx, Actor::System, id, "{\"a\":1}", Some(vec![0, 255]), Some(us)).await.unwrap();
    channel::change(&mut tx, Actor::System, id, "{}", None, None).await.unwrap();
    let found = channel::all(&mut tx).await.unwrap().remove(0);
    assert_eq!((found.config.as_str(), found.secret, found.author), ("{}", Some(vec![0, 255]), Some(us)));
    assert_eq!((found.state, found.connected_at), (ChannelState::Active, tx.now()));
}

pub async fn authors_are_known_by_network_and_named_when_they_spoke() {
    let house = House::new().await;
    let id = house.channel(Network::Simulated).await;
    let conversation = house.conversation(id).await;
    let mut tx = house.write().await;
    let anna = conversation::find(&mut tx, conversation).await.unwrap().unwrap().author;
    assert_eq!(author::nameless(&mut tx, Network::Simulated, 5).await.unwrap(), [], "she has said nothing here");
    let stored = post::insert(&mut tx, id, anna, &letter("a", "anna", "Hallo")).await.unwrap();
    post::place(&mut tx, stored.id, conversation, 1).await.unwrap();
    let nameless = author::nameless(&mut tx, Network::Simulated, 5).await.unwrap();
    assert_eq!(nameless.iter().map(|author| author.id).collect::<Vec<_>>(), [anna]);
    assert_eq!(author::by_remote(&mut tx, Network::Atproto, "did:anna").await.unwrap(), None);
    assert_eq!(author::accounts(&mut tx, Network::Simulated).await.unwrap(), []);
    channel::change(&mut tx, Actor::System, id, "{}", None, Some(anna)).await.unwrap();
    author::mark_ours(&mut tx, anna).await.unwrap();
    let accounts = author::accounts(&mut tx, Network::Simulated).await.unwrap();
    assert!(accounts.len() == 1 && accounts[0].is_ours && accounts[0].id == anna);
}

pub async fn members_are_told_by_name_with_when_they_were_here() {
    let house = House::new().await;
    let (owner, ada) = (house.member(Role::Owner).await, house.member(Role::Member).await);
    let mut tx = house.write().await;
    let all = member::all(&mut tx).await.unwrap();
    assert_eq!(all.iter().map(|member| member.id).collect::<Vec<_>>(), [ada, owner]);
    assert_eq!(member::owner_count(&mut tx).await.unwrap(), 1);
    member::set_role(&mut tx, owner, &all[0], Role::Owner).await.unwrap();
    assert_eq!(member::owner_count(&mut tx).await.unwrap(), 2);
    let expires_at = tx.now() + 1.hour();
    session::begin(&mut tx, ada, "a", "csrf", expires_at).await.unwrap();
    let seen = session::last_seen(&mut tx).await.unwrap();
    assert_eq!(seen, [session::LastSeen { member: ada, at: tx.now() }]);
}
