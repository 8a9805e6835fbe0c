//! Who is one and the same, what is noted of people, and what they let us do.

use super::chance::Chance;
use crate::desk::{Desk, addressed};

use inbox::{Consenting, Filed, InboxError, Stands};
use model::{AuthorId, ConsentPurpose, ConsentState, EventKind, PersonMergeId, Relation, Right, Role, people};
use store::person;

async fn somebody(desk: &Desk, name: &str) -> AuthorId {
    let Filed::New { author, .. } = desk.file(&addressed(name, name, "Wo bleibt der Zug?"), &[]).await else {
        panic!("the post is not new");
    };
    author
}

async fn merge(desk: &Desk, one: AuthorId, other: AuthorId) -> Result<PersonMergeId, InboxError> {
    let member = desk.member("member").await;
    let mut tx = desk.write().await;
    let merge = inbox::merge_people(&mut tx, &member, one, other, " They  say so. ").await?;
    tx.commit().await.unwrap();
    Ok(merge.id)
}

async fn part(desk: &Desk, id: PersonMergeId) -> Result<(), InboxError> {
    let member = desk.member("second").await;
    let mut tx = desk.write().await;
    inbox::part_people(&mut tx, &member, id).await?;
    tx.commit().await.unwrap();
    Ok(())
}

async fn handles(desk: &Desk, id: AuthorId) -> Vec<AuthorId> {
    let handles = inbox::person_handles(&mut desk.read().await, id).await.unwrap();
    handles.into_iter().map(|one| one.author.id).collect()
}

pub async fn merging_people_needs_a_ground_and_somebody_else() {
    let desk = Desk::new().await;
    let (anna, bob) = (somebody(&desk, "anna").await, somebody(&desk, "bob").await);
    let member = desk.member("member").await;
    let mut tx = desk.write().await;
    for ground in ["", " \n ", "x".repeat(201).as_str()] {
        let refused = inbox::merge_people(&mut tx, &member, anna, bob, ground).await;
        assert!(matches!(refused, Err(InboxError::MergeGround)), "{refused:?}");
    }
    let itself = inbox::merge_people(&mut tx, &member, anna, anna, "Why not").await;
    assert!(matches!(itself, Err(InboxError::SamePerson)), "{itself:?}");
    let ours = store::author::accounts(&mut tx, model::Network::Simulated).await.unwrap()[0].id;
    for nobody in [ours, AuthorId(1)] {
        let refused = inbox::merge_people(&mut tx, &member, anna, nobody, "Why not").await;
        assert!(matches!(refused, Err(InboxError::Missing(_))), "{refused:?}");
        assert!(matches!(inbox::person_handles(&mut tx, nobody).await, Err(InboxError::Missing(_))));
    }
    drop(tx);
    let first = merge(&desk, anna, bob).await.unwrap();
    assert!(matches!(merge(&desk, bob, anna).await, Err(InboxError::SamePerson)));
    assert_eq!(person::merges(&mut desk.read().await, &[anna]).await.unwrap()[0].ground, "They say so.");
    part(&desk, first).await.unwrap();
    assert!(matches!(part(&desk, first).await, Err(InboxError::Missing(_))), "it is taken back once");
    let log = desk.log().await;
    let told: Vec<_> = log.iter().filter(|event| event.kind.as_str().starts_with("person.")).collect();
    assert_eq!(
        told.iter().map(|event| event.kind).collect::<Vec<_>>(),
        [EventKind::PersonMerged, EventKind::PersonParted]
    );
    assert!(told.iter().all(|event| !event.data.to_string().contains("say so")), "words are not in the log");
}

/// A chain of merges parts where one of them is taken back, whichever comes first.
pub async fn merges_are_taken_back_in_any_order() {
    let desk = Desk::new().await;
    let mut authors = Vec::new();
    for name in ["anna", "bob", "carl"] {
        authors.push(somebody(&desk, name).await);
    }
    let [anna, bob, carl] = authors[..] else { panic!() };
    for first_goes_first in [true, false] {
        let (first, second) = (merge(&desk, bob, anna).await.unwrap(), merge(&desk, carl, bob).await.unwrap());
        assert_eq!(handles(&desk, carl).await, [anna, bob, carl]);
        let (one, other) = if first_goes_first { (first, second) } else { (second, first) };
        part(&desk, one).await.unwrap();
        let (left, apart) = if first_goes_first { ([bob, carl], anna) } else { ([anna, bob], carl) };
        assert_eq!((handles(&desk, bob).await, handles(&desk, apart).await), (left.to_vec(), vec![apart]));
        part(&desk, other).await.unwrap();
        for alone in [anna, bob, carl] {
            assert_eq!(handles(&desk, alone).await, [alone]);
        }
    }
}

/// However people are merged and parted, who is one person is what the merges that stand say and nothing else, and nothing
/// else of anybody changes.
pub async fn whatever_is_merged_and_taken_back_people_are_who_the_standing_merges_say() {
    for seed in 0..6 {
        let desk = Desk::new().await;
        let mut chance = Chance(seed);
        let mut authors = Vec::new();
        for name in ["anna", "bob", "carl", "dora", "emil", "fritz"] {
            authors.push(somebody(&desk, name).await);
        }
        let posts = store::post::last_of_authors(&mut desk.read().await, &authors, 99).await.unwrap();
        let mut standing: Vec<(PersonMergeId, (AuthorId, AuthorId))> = Vec::new();
        for _ in 0..25 {
            let is_part = !standing.is_empty() && chance.below(3) == 0;
            if is_part {
                let (id, _) = standing.swap_remove(chance.below(standing.len() as u64) as usize);
                part(&desk, id).await.unwrap();
            } else {
                let tie = (chance.one(&authors), chance.one(&authors));
                let ties: Vec<_> = standing.iter().map(|(_, tie)| *tie).collect();
                let together = people(&authors, &ties).into_iter().find(|one| one.contains(&tie.0)).unwrap();
                match merge(&desk, tie.0, tie.1).await {
                    Ok(id) => {
                        assert!(!together.contains(&tie.1));
                        standing.push((id, tie));
                    }
                    Err(InboxError::SamePerson) => assert!(together.contains(&tie.1)),
                    Err(other) => panic!("{other:?}"),
                }
            }
            let ties: Vec<_> = standing.iter().map(|(_, tie)| *tie).collect();
            for expected in people(&authors, &ties) {
                for id in &expected {
                    assert_eq!(handles(&desk, *id).await, expected, "seed {seed}");
                }
            }
        }
        assert_eq!(store::post::last_of_authors(&mut desk.read().await, &authors, 99).await.unwrap(), posts);
    }
}

pub async fn a_note_about_a_person_stays_with_the_handle_it_was_written_at() {
    let desk = Desk::new().await;
    let (anna, bob) = (somebody(&desk, "anna").await, somebody(&desk, "bob").await);
    let merged = merge(&desk, anna, bob).await.unwrap();
    let member = desk.member("member").await;
    let mut tx = desk.write().await;
    assert!(matches!(inbox::write_person_note(&mut tx, &member, bob, " ").await, Err(InboxError::Empty)));
    let note = inbox::write_person_note(&mut tx, &member, bob, "Travels daily.\n").await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(note.text, "Travels daily.");
    part(&desk, merged).await.unwrap();
    let mut tx = desk.read().await;
    assert_eq!(person::notes(&mut tx, &[bob]).await.unwrap(), [note]);
    assert_eq!(person::notes(&mut tx, &[anna]).await.unwrap(), []);
    let log = desk.log().await;
    let told = log.iter().find(|event| event.kind == EventKind::PersonNoteWritten).unwrap();
    assert!(told.data["text_digest"].is_string() && !told.data.to_string().contains("Travels"));
}

pub async fn a_consent_needs_something_that_shows_it_and_is_withdrawn_only_when_it_was_given() {
    let desk = Desk::new().await;
    let (anna, bob) = (somebody(&desk, "anna").await, somebody(&desk, "bob").await);
    let mut tx = desk.write().await;
    let message = async |tx: &mut store::Tx, of| store::post::last_of_authors(tx, &[of], 1).await.unwrap()[0].id;
    let (hers, his) = (message(&mut tx, anna).await, message(&mut tx, bob).await);
    let member = desk.member("member").await;
    let mut note = async |state, post, words: &str| {
        let purpose = ConsentPurpose::Quote;
        let consenting = Consenting { author: anna, purpose, state, post, words: words.into() };
        inbox::note_consent(&mut tx, &member, &consenting).await.map(|one| (one.state, one.post, one.words))
    };
    use ConsentState::{Asked, Given, Refused, Withdrawn};
    assert!(matches!(note(Given, None, " ").await, Err(InboxError::ConsentShown)));
    assert!(matches!(note(Given, None, &"x".repeat(201)).await, Err(InboxError::ConsentShown)));
    assert!(matches!(note(Given, Some(his), "").await, Err(InboxError::Missing("this message"))));
    assert!(matches!(note(Withdrawn, Some(hers), "").await, Err(InboxError::ConsentWithdrawn)));
    assert_eq!(note(Asked, None, "In a reply").await.unwrap(), (Asked, None, Some("In a reply".into())));
    assert_eq!(note(Given, Some(hers), "").await.unwrap(), (Given, Some(hers), None));
    assert_eq!(note(Withdrawn, None, "By mail").await.unwrap().0, Withdrawn);
    assert_eq!(note(Refused, None, "By mail").await.unwrap().0, Refused);
    let contact = Consenting {
        author: anna,
        purpose: ConsentPurpose::Contact,
        state: Withdrawn,
        post: Some(hers),
        words: String::new(),
    };
    let other = inbox::note_consent(&mut tx, &member, &contact).await;
    assert!(matches!(other, Err(InboxError::ConsentWithdrawn)), "what was said of quoting says nothing of writing");
    let noted = person::consents(&mut tx, &[anna]).await.unwrap();
    assert_eq!(noted.iter().map(|one| one.state).collect::<Vec<_>>(), [Refused, Withdrawn, Given, Asked]);
}

pub async fn people_are_said_things_of_by_those_who_work_the_inbox_and_by_nobody_else() {
    let desk = Desk::new().await;
    let (anna, bob) = (somebody(&desk, "anna").await, somebody(&desk, "bob").await);
    for role in Role::ALL {
        let member = desk.member(role.as_str()).await;
        let mut tx = desk.write().await;
        let consenting = Consenting {
            author: anna,
            purpose: ConsentPurpose::Quote,
            state: ConsentState::Asked,
            post: None,
            words: "In a reply".into(),
        };
        let merged = inbox::merge_people(&mut tx, &member, anna, bob, "Why not").await;
        let id = merged.as_ref().map_or(PersonMergeId(1), |merge| merge.id);
        let outcomes = [
            merged.map(|_| ()),
            inbox::part_people(&mut tx, &member, id).await.map(|_| ()),
            inbox::write_person_note(&mut tx, &member, anna, "Hm.").await.map(|_| ()),
            inbox::note_consent(&mut tx, &member, &consenting).await.map(|_| ()),
            inbox::correct_regard_of_person(&mut tx, &member, anna, &Stands::To(vec![Relation::Press])).await,
        ];
        for (number, outcome) in outcomes.into_iter().enumerate() {
            match role.may(Right::WorkInbox) {
                true => assert!(outcome.is_ok(), "{role} {number}: {outcome:?}"),
                false => assert!(matches!(outcome, Err(InboxError::Forbidden(Right::WorkInbox))), "{role} {number}"),
            }
        }
    }
}
