//! Every word that a column may hold comes back from it.

use crate::house::House;

use model::{Actor, ChannelState, EventKind, JudgementTask, Network, ReplyState, Role, Status};
use store::judgement::Judgement;
use store::reply::NewReply;

pub async fn every_word_reads_back_from_its_column() {
    let house = House::new().await;
    for role in Role::ALL {
        let id = house.member(*role).await;
        assert_eq!(store::member::find(&mut house.read().await, id).await.unwrap().unwrap().role, *role);
    }
    for network in Network::ALL {
        let id = house.channel(*network).await;
        for state in ChannelState::ALL {
            let mut tx = house.write().await;
            store::channel::set_state(&mut tx, Actor::System, id, *state, Some("why")).await.unwrap();
            let found = store::channel::find(&mut tx, id).await.unwrap().unwrap();
            tx.commit().await.unwrap();
            assert_eq!((found.network, found.state), (*network, *state));
        }
    }
}

pub async fn every_state_of_conversations_and_answers_reads_back() {
    let house = House::new().await;
    let member = house.member(Role::Member).await;
    let channel = house.channel(Network::Simulated).await;
    let id = house.conversation(channel).await;
    let mut tx = house.write().await;
    let mut conversation = store::conversation::find(&mut tx, id).await.unwrap().unwrap();
    for status in Status::ALL {
        conversation.status = *status;
        store::conversation::save(&mut tx, &conversation).await.unwrap();
        assert_eq!(store::conversation::find(&mut tx, id).await.unwrap().unwrap(), conversation);
    }
    let post = post(tx.now());
    let post = store::post::insert(&mut tx, channel, conversation.author, &post).await.unwrap();
    assert_eq!(store::post::find(&mut tx, post.id).await.unwrap().unwrap(), post);
    let send_at = tx.now();
    let new = NewReply {
        conversation: id,
        home: None,
        post: post.id,
        member,
        thread_version: 1,
        version_seen: 0,
        text: "Ja",
        signature: None,
        send_at,
        is_later: false,
    };
    let mut reply = store::reply::queue(&mut tx, new).await.unwrap();
    for state in ReplyState::ALL {
        reply.state = *state;
        reply.prepared = Some("{}".into());
        reply.sent_at = Some(send_at);
        store::reply::save(&mut tx, &reply).await.unwrap();
        assert_eq!(store::reply::find(&mut tx, reply.id).await.unwrap().unwrap(), reply);
    }
}

pub async fn every_question_and_ground_of_a_judgement_reads_back() {
    let house = House::new().await;
    let channel = house.channel(Network::Simulated).await;
    let id = house.conversation(channel).await;
    let mut tx = house.write().await;
    let author = store::conversation::find(&mut tx, id).await.unwrap().unwrap().author;
    for (number, ground) in model::Ground::ALL.iter().enumerate() {
        let remote = model::RemoteRef { id: number.to_string(), revision: None };
        let post = model::ReceivedPost { remote, ..post(tx.now()) };
        let post = store::post::insert(&mut tx, channel, author, &post).await.unwrap().id;
        let judged = |task: &JudgementTask| Judgement {
            task: *task,
            value: (number % 2 == 0).then(|| "yes".to_owned()),
            confidence_percent: 42,
            ground: *ground,
            member: None,
        };
        let mut judgements: Vec<Judgement> = JudgementTask::ALL.iter().map(judged).collect();
        store::judgement::keep(&mut tx, post, &judgements).await.unwrap();
        judgements.sort_by_key(|judgement| judgement.task.as_str());
        assert_eq!(store::judgement::of_posts(&mut tx, &[post]).await.unwrap()[&post], judgements);
    }
}

pub fn post(posted_at: jiff::Timestamp) -> model::ReceivedPost {
    model::ReceivedPost {
        remote: model::RemoteRef { id: "root".into(), revision: None },
        author: model::ReceivedAuthor::default(),
        text: "Kaffee?".into(),
        marks: vec![],
        languages: vec!["de".into()],
        posted_at,
        revised_at: None,
        parent: None,
        root: None,
        title: None,
        talk: None,
        quoted: None,
        attachments: vec![],
        url: None,
        reason: None,
    }
}

pub async fn a_moment_reads_back_as_it_was_answered_however_fine_the_clock() {
    let house = House::new().await;
    let member = house.member(Role::Member).await;
    let channel = house.channel(Network::Simulated).await;
    let id = house.conversation(channel).await;
    house.clock.set("2026-11-23T10:00:00.123456789Z");
    let mut tx = house.write().await;
    let written = store::note::write(&mut tx, id, member, "Kaffee?").await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(written.created_at.to_string(), "2026-11-23T10:00:00.123456Z");
    assert_eq!(store::note::of_conversation(&mut house.read().await, id).await.unwrap(), [written]);
}

pub async fn every_kind_of_event_by_every_kind_of_actor_reads_back() {
    let house = House::new().await;
    let actors = [Actor::Member(7.into()), Actor::Author(8.into()), Actor::Channel(9.into()), Actor::System];
    let mut tx = house.write().await;
    let mut written = Vec::new();
    for (number, kind) in EventKind::ALL.iter().enumerate() {
        let actor = actors[number % actors.len()];
        let happened = model::timestamp(number as i64);
        let conversation = (number % 2 == 0).then_some(model::ConversationId(5));
        let data = serde_json::json!({ "ids": ["1", "2"], "before": null, "count": number });
        let id = store::event::append_at(&mut tx, *kind, actor, conversation, happened, data.clone()).await.unwrap();
        let learned_at = tx.now();
        written.push(model::Event { id, kind: *kind, actor, happened_at: happened, learned_at, conversation, data });
    }
    tx.commit().await.unwrap();
    house.seal().await;
    let read: Vec<_> = house.log().await.into_iter().map(|sealed| sealed.event).collect();
    assert_eq!(read, written);
}
