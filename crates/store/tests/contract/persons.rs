//! People: who is one and the same, their list, and what is noted of them.

use model::{AuthorId, ChannelId, ConsentPurpose, ConsentState, ConversationId, MemberId, Network, Role};
use store::conversation::{self, NewConversation};
use store::person::{self, NewConsent};
use store::{Tx, author, erasure, mention, post};

use crate::house::{House, letter};

/// A house in which three people wrote, a minute apart, each in a thread of their own.
struct Three {
    house: House,
    channel: ChannelId,
    member: MemberId,
    people: [AuthorId; 3],
}

async fn says(tx: &mut Tx, channel: ChannelId, id: &str, name: &str) -> (AuthorId, ConversationId) {
    let mut said = letter(id, name, "Hello");
    said.author.display_name = Some(format!("{name} of Port Velle"));
    said.posted_at = tx.now();
    let author = author::keep(tx, Network::Simulated, &said.author).await.unwrap();
    let opened_at = tx.now();
    let new = NewConversation { channel, thread_key: id, talk_with: None, author, opened_at };
    let opened = conversation::open(tx, new).await.unwrap().id;
    let kept = post::insert(tx, channel, author, &said).await.unwrap();
    post::place(tx, kept.id, opened, 1).await.unwrap();
    mention::keep(tx, kept.id, model::Reasons::NONE.with(model::Reason::Addressed)).await.unwrap();
    (author, opened)
}

async fn three() -> Three {
    let house = House::new().await;
    let channel = house.channel(Network::Simulated).await;
    let member = house.member(Role::Member).await;
    let mut people = Vec::new();
    for name in ["anna", "bob", "carl"] {
        let mut tx = house.write().await;
        people.push(says(&mut tx, channel, &format!("post of {name}"), name).await.0);
        tx.commit().await.unwrap();
        house.later(60);
    }
    Three { house, channel, member, people: people.try_into().unwrap() }
}

async fn merge(tx: &mut Tx, one: AuthorId, other: AuthorId, by: MemberId) -> model::PersonMergeId {
    person::turn_of_people(tx).await.unwrap();
    let mut authors = person::authors(tx, one).await.unwrap();
    authors.extend(person::authors(tx, other).await.unwrap());
    let merge = person::merge(tx, (one, other), "They say so.", by).await.unwrap();
    person::regroup(tx, &authors).await.unwrap();
    merge.id
}

pub async fn whoever_is_merged_is_one_person_until_it_is_taken_back() {
    let Three { house, member, people: [anna, bob, carl], .. } = three().await;
    let mut tx = house.write().await;
    assert_eq!(person::authors(&mut tx, AuthorId(1)).await.unwrap(), []);
    assert_eq!(person::authors(&mut tx, bob).await.unwrap(), [bob], "nobody is anybody else by himself");
    let first = merge(&mut tx, bob, carl, member).await;
    let second = merge(&mut tx, carl, anna, member).await;
    for one in [anna, bob, carl] {
        assert_eq!(person::authors(&mut tx, one).await.unwrap(), [anna, bob, carl]);
    }
    let told = person::merges(&mut tx, &[anna, bob, carl]).await.unwrap();
    assert_eq!(
        told.iter().map(|one| (one.id, one.author, one.other)).collect::<Vec<_>>(),
        [(first, bob, carl), (second, carl, anna)]
    );
    assert_eq!((told[0].ground.as_str(), told[0].merged_by, told[0].parted), ("They say so.", member, None));
    tx.commit().await.unwrap();

    let mut tx = house.write().await;
    assert!(person::part(&mut tx, first, member).await.unwrap());
    assert!(!person::part(&mut tx, first, member).await.unwrap(), "it is taken back once");
    let left = person::regroup(&mut tx, &[anna, bob, carl]).await.unwrap();
    assert_eq!(left, [vec![anna, carl], vec![bob]]);
    assert_eq!(person::authors(&mut tx, bob).await.unwrap(), [bob]);
    assert_eq!(person::authors(&mut tx, anna).await.unwrap(), [anna, carl]);
    let parted = person::find_merge(&mut tx, first).await.unwrap().unwrap();
    assert_eq!(parted.parted, Some((member, tx.now())));
}

pub async fn handles_tell_where_and_when_somebody_was_heard() {
    let Three { house, channel, people: [anna, bob, _], .. } = three().await;
    let mut tx = house.write().await;
    let (again, _) = says(&mut tx, channel, "another", "anna").await;
    assert_eq!(again, anna);
    let found = person::handles(&mut tx, &[bob, anna]).await.unwrap();
    assert_eq!(found.iter().map(|one| one.author.id).collect::<Vec<_>>(), [anna, bob]);
    let now = tx.now();
    assert_eq!((found[0].network, found[0].channels.as_slice()), (Network::Simulated, &["ours".to_owned()][..]));
    assert_eq!(found[0].last_heard_at, Some(now));
    assert_eq!(found[0].first_heard_at, Some(now - jiff::SignedDuration::from_mins(3)));
    assert_eq!(found[1].first_heard_at, found[1].last_heard_at);
    let last = post::last_of_authors(&mut tx, &[anna, bob], 2).await.unwrap();
    assert_eq!(last.iter().map(|one| one.remote.id.as_str()).collect::<Vec<_>>(), ["another", "post of bob"]);
}

pub async fn the_list_has_each_person_once_where_they_last_were() {
    let Three { house, channel, member, people: [anna, bob, carl] } = three().await;
    let names = async |tx: &mut Tx, among: Option<&[AuthorId]>| {
        let (mut all, mut after) = (Vec::new(), None);
        loop {
            let page = person::list(tx, among, after, 1).await.unwrap();
            let Some(row) = page.into_iter().next() else { return all };
            after = Some(row.place);
            all.push((row.author.id, row.others.iter().map(|(one, _)| one.id).collect::<Vec<_>>(), row.conversations));
        }
    };
    let mut tx = house.write().await;
    assert_eq!(names(&mut tx, None).await, [(carl, vec![], 1), (bob, vec![], 1), (anna, vec![], 1)]);
    assert_eq!(names(&mut tx, Some(&[bob])).await, [(bob, vec![], 1)]);
    assert_eq!(names(&mut tx, Some(&[])).await, []);
    merge(&mut tx, anna, carl, member).await;
    says(&mut tx, channel, "another", "anna").await;
    let (_, spam) = says(&mut tx, channel, "buy", "bob").await;
    store::spam::set(&mut tx, spam, true).await.unwrap();
    let merged = [(anna, vec![carl], 3), (bob, vec![], 2)];
    assert_eq!(names(&mut tx, None).await, merged, "spam moves nobody up");
    assert_eq!(names(&mut tx, Some(&[carl])).await, merged[..1], "by another handle of theirs");
    author::mark_ours(&mut tx, bob).await.unwrap();
    assert_eq!(names(&mut tx, None).await, merged[..1], "we are nobody who speaks to us");
}

pub async fn people_are_found_by_a_part_of_their_name_and_the_beginning_of_their_handle() {
    let Three { house, people: [anna, bob, carl], .. } = three().await;
    let mut tx = house.write().await;
    let found = async |tx: &mut Tx, typed: &str| person::by_name(tx, typed).await.unwrap();
    assert_eq!(found(&mut tx, "ANNA of").await, [anna]);
    assert_eq!(found(&mut tx, "ort vel").await, [carl, bob, anna], "any part of the name");
    assert_eq!(found(&mut tx, " @bo").await, [bob]);
    assert_eq!(found(&mut tx, "ob").await, [bob], "a part of the name that is the handle's too");
    for nobody in ["zoe", "", "@", "port anna", "%", "a\u{0}b"] {
        assert_eq!(found(&mut tx, nobody).await, [], "{nobody:?}");
    }
}

pub async fn notes_and_consents_are_kept_in_order_and_of_everybody_apart() {
    let Three { house, member, people: [anna, bob, _], .. } = three().await;
    let mut tx = house.write().await;
    let first = person::write_note(&mut tx, anna, member, "Travels daily.").await.unwrap();
    let second = person::write_note(&mut tx, bob, member, "Prefers letters.").await.unwrap();
    assert_eq!(person::notes(&mut tx, &[anna, bob]).await.unwrap(), [second, first.clone()]);
    assert_eq!(person::notes(&mut tx, &[anna]).await.unwrap(), [first]);

    let by = post::last_of_authors(&mut tx, &[anna], 1).await.unwrap()[0].id;
    let new = NewConsent {
        author: anna,
        purpose: ConsentPurpose::Quote,
        state: ConsentState::Asked,
        post: None,
        words: Some("In a reply"),
        member,
    };
    let asked = person::note_consent(&mut tx, new.clone()).await.unwrap();
    let given = NewConsent { state: ConsentState::Given, post: Some(by), words: None, ..new };
    let given = person::note_consent(&mut tx, given).await.unwrap();
    assert_eq!(person::consents(&mut tx, &[anna]).await.unwrap(), [given, asked]);
    assert_eq!(person::consents(&mut tx, &[bob]).await.unwrap(), []);
}

pub async fn an_erased_person_keeps_a_place_and_nothing_else() {
    let Three { house, channel, member, people: [anna, bob, carl] } = three().await;
    let mut tx = house.write().await;
    merge(&mut tx, anna, carl, member).await;
    person::write_note(&mut tx, anna, member, "Travels daily.").await.unwrap();
    let both = [anna, carl];
    let held = erasure::held(&mut tx, &both).await.unwrap();
    assert_eq!((held.posts, held.conversations, held.notes, held.pictures, held.moving), (2, 2, 1, 0, 0));
    assert_eq!(erasure::of_authors(&mut tx, &both).await.unwrap(), None);
    let mut begun = erasure::begin(&mut tx, carl, &both, member).await.unwrap();
    assert_eq!(erasure::find(&mut tx, begun.id).await.unwrap().as_ref(), Some(&begun));
    let names = erasure::names(&mut tx, &both).await.unwrap();
    let posts = erasure::posts_after(&mut tx, &both, 0, 9).await.unwrap();
    assert_eq!(posts.iter().map(|post| post.author).collect::<Vec<_>>(), both);
    for one in &posts {
        erasure::blank_post(&mut tx, one, None).await.unwrap();
    }
    let conversations = erasure::conversations_after(&mut tx, &both, 0, 9).await.unwrap();
    for id in &conversations {
        erasure::blank_conversation(&mut tx, *id, &both, &names).await.unwrap();
    }
    assert_eq!(conversations.len(), 2);
    let mut place = 0;
    while !erasure::is_last_place(place) {
        while erasure::blank_traces(&mut tx, place, &names, begun.after, 1).await.unwrap().is_some_and(|last| {
            begun.after = last;
            true
        }) {}
        (place, begun.after) = (place + 1, 0);
    }
    assert_eq!(erasure::blank_answers(&mut tx, &both, &names, 0, 9).await.unwrap(), erasure::Answers::Over);
    erasure::blank_authors(&mut tx, &both).await.unwrap();
    (begun.step, begun.posts, begun.done_at) = (erasure::Step::Done, 2, Some(tx.now()));
    erasure::save(&mut tx, &begun).await.unwrap();
    assert_eq!(erasure::waits_in(&mut tx, &begun).await.unwrap(), None);
    assert_eq!(erasure::of_authors(&mut tx, &both).await.unwrap(), Some(begun));

    let handles = person::handles(&mut tx, &both).await.unwrap();
    assert!(handles.iter().all(|one| one.erased_at.is_some() && one.author.profile.handle.is_none()));
    assert_eq!(conversation::count_with_authors(&mut tx, &both).await.unwrap(), 2);
    assert_eq!(person::notes(&mut tx, &both).await.unwrap(), []);
    let left = person::list(&mut tx, None, None, 9).await.unwrap();
    assert_eq!(left.iter().map(|row| row.author.id).collect::<Vec<_>>(), [bob]);
    assert_eq!(author::nameless(&mut tx, Network::Simulated, 9).await.unwrap(), [], "nobody asks who they were");
    // What the network tells of the post again is known, and is not kept.
    let known = post::by_remote(&mut tx, channel, "post of anna").await.unwrap().unwrap();
    assert!(known.is_erased && known.text.is_empty() && known.deleted_at.is_some());
    assert_eq!(post::known(&mut tx, channel, &["post of anna"]).await.unwrap()[0].0, "post of anna");
    assert_eq!(post::by_remotes(&mut tx, channel, &["post of bob", "post of carl"]).await.unwrap().len(), 2);
    // So is its thread.
    let threads = ["post of anna", "post of bob"];
    let found = conversation::by_threads(&mut tx, channel, &threads).await.unwrap();
    assert_eq!(found.iter().map(|one| one.thread_key.as_str()).collect::<Vec<_>>(), threads);
    assert_eq!(conversation::by_thread(&mut tx, channel, threads[0]).await.unwrap().as_ref(), found.first());
    let mut known = conversation::known_threads(&mut tx, channel, &threads).await.unwrap();
    known.sort_unstable();
    assert_eq!(known, threads);
    // What only begins like an erased post's id is a post as any other.
    let outside = letter("erased:17", "bob", "Hello");
    assert!(!post::insert(&mut tx, channel, bob, &outside).await.unwrap().is_erased);
    assert!(!post::by_remote(&mut tx, channel, "erased:17").await.unwrap().unwrap().is_erased);
}
