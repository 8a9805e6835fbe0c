//! What members do besides answering: who may, and what it leads to.

use crate::desk::{Desk, addressed, answer, in_thread};

use inbox::{InboxError, Outcome};
use jiff::ToSpan as _;
use model::{Clock as _, ConversationId, EventKind, Right, Role, Status};
use store::conversation::{self, View};
use store::draft::{self, DraftKind};
use store::member::Member;
use store::{Tx, label, note};

const ACTS: [&str; 12] = [
    "triage",
    "note",
    "assign",
    "unassign",
    "prioritise",
    "status",
    "label",
    "unlabel",
    "labels",
    "answer",
    "cancel",
    "retry",
];

async fn act(tx: &mut Tx, act: &str, who: &Member, id: ConversationId) -> Result<(), InboxError> {
    let reply = store::reply::of_conversation(tx, id).await.unwrap().last().map_or(0.into(), |reply| reply.id);
    match act {
        "note" => inbox::write_note(tx, who, id, "Für uns").await.map(drop),
        "triage" => inbox::triage(tx, who, id, inbox::Decision::of(model::Disposition::Respond)).await.map(drop),
        "assign" => {
            let to = store::member::by_email(tx, "second@example.org").await.unwrap().unwrap();
            inbox::assign(tx, who, id, Some(to.id)).await.map(drop)
        }
        "unassign" => inbox::assign(tx, who, id, None).await.map(drop),
        "prioritise" => inbox::prioritise(tx, who, id, Some(model::Priority::High)).await.map(drop),
        "status" => inbox::set_status(tx, who, id, Status::Resolved, None).await.map(drop),
        "label" => inbox::label(tx, who, id, "VIP").await.map(drop),
        "unlabel" => inbox::unlabel(tx, who, id, "VIP").await.map(drop),
        "labels" => inbox::set_labels(tx, who, id, &["VIP".to_owned()]).await,
        "answer" => inbox::answer(tx, who, answer(id)).await.map(drop),
        "cancel" => inbox::cancel(tx, who, reply).await.map(drop),
        "retry" => inbox::retry(tx, who, reply).await.map(drop),
        "decide" => inbox::decide(tx, who, reply, true).await.map(drop),
        other => panic!("{other}"),
    }
}

pub async fn every_act_is_allowed_to_those_who_work_the_inbox_and_to_nobody_else() {
    for what in ACTS.into_iter().chain(["decide"]) {
        let desk = Desk::new().await;
        let id = desk.conversation("a").await;
        let second = desk.member("second").await;
        if matches!(what, "cancel" | "retry" | "decide") {
            let mut reply = desk.answer(&second, id, 1, false).await.unwrap();
            let outcome = match what {
                "retry" => Some(Outcome::Failed { why: "down".into() }),
                "decide" => Some(Outcome::FateUnknown { why: "silent".into() }),
                _ => None,
            };
            if let Some(outcome) = outcome {
                let mut tx = desk.write().await;
                inbox::begin_sending(&mut tx, &mut reply, "{}".into(), None).await.unwrap();
                inbox::finish_sending(&mut tx, &mut reply, outcome).await.unwrap();
                tx.commit().await.unwrap();
            }
        }
        let before = desk.log().await.len();
        for role in [Role::Leader, Role::Colleague] {
            let who = desk.member(role.as_str()).await;
            let mut tx = desk.write().await;
            let refused = act(&mut tx, what, &who, id).await;
            assert!(matches!(refused, Err(InboxError::Forbidden(Right::WorkInbox))), "{what} by {role}: {refused:?}");
            tx.commit().await.unwrap();
        }
        assert_eq!(desk.log().await.len(), before, "{what}: nothing of what was refused happened");
        for role in [Role::Owner, Role::Manager, Role::Member] {
            let who = desk.member(role.as_str()).await;
            let mut tx = desk.write().await;
            act(&mut tx, what, &who, id).await.unwrap_or_else(|error| panic!("{what} by {role}: {error}"));
        }
    }
}

#[test]
fn rights_are_as_written_down() {
    use Right::*;
    let table = [
        (
            Role::Owner,
            vec![
                SeeFloor,
                ReadInbox,
                WorkInbox,
                ManageChannels,
                ManageTopics,
                ManageRules,
                ManageViews,
                ManageSla,
                KeepFacts,
                KeepStudies,
                ManageTeams,
                ReleaseReplies,
                ApproveReplies,
                HidePosts,
                ErasePeople,
                ManageMembers,
                ManageOwners,
            ],
        ),
        (
            Role::Manager,
            vec![
                SeeFloor,
                ReadInbox,
                WorkInbox,
                ManageChannels,
                ManageTopics,
                ManageRules,
                ManageViews,
                ManageSla,
                KeepFacts,
                KeepStudies,
                ManageTeams,
                ReleaseReplies,
                ApproveReplies,
                HidePosts,
                ErasePeople,
                ManageMembers,
            ],
        ),
        (Role::Member, vec![SeeFloor, ReadInbox, WorkInbox]),
        (Role::Leader, vec![SeeFloor, ReadInbox, ApproveReplies]),
        (Role::Colleague, vec![SeeFloor]),
    ];
    assert_eq!(table.len(), Role::ALL.len());
    for (role, rights) in table {
        for right in Right::ALL {
            assert_eq!(role.may(*right), rights.contains(right), "{role} {right}");
        }
    }
}

/// A conversation that has this status.
async fn with_status(desk: &Desk, status: Status) -> ConversationId {
    let id = desk.conversation(&format!("in {status}")).await;
    if status != Status::New {
        let who = desk.member("owner").await;
        let mut tx = desk.write().await;
        let until = (status == Status::Snoozed).then(|| desk.clock.now() + 1.hour());
        inbox::set_status(&mut tx, &who, id, status, until).await.unwrap();
        tx.commit().await.unwrap();
    }
    assert_eq!(desk.find(id).await.status, status);
    id
}

pub async fn every_act_leads_from_every_status_where_the_table_says() {
    use Status::*;
    // From, after a note or an assignment, after a label, after an answer, after the person wrote.
    let table = [
        (New, Open, New, Waiting, New),
        (Open, Open, Open, Waiting, Open),
        (Waiting, Waiting, Waiting, Waiting, Open),
        (Snoozed, Snoozed, Snoozed, Waiting, Open),
        (Resolved, Resolved, Resolved, Resolved, Open),
        (Archived, Archived, Archived, Archived, Open),
    ];
    for (from, touched, labelled, answered, spoken_to) in table {
        for (what, to) in [("note", touched), ("assign", touched), ("label", labelled), ("answer", answered)] {
            let desk = Desk::new().await;
            let id = with_status(&desk, from).await;
            let (who, before) = (desk.member("member").await, desk.count(EventKind::ConversationStatusChanged).await);
            let mut tx = desk.write().await;
            act(&mut tx, what, &who, id).await.unwrap();
            tx.commit().await.unwrap();
            let found = desk.find(id).await;
            assert_eq!(found.status, to, "{what} from {from}");
            assert_eq!(found.snoozed_until.is_some(), to == Snoozed);
            let told = desk.count(EventKind::ConversationStatusChanged).await - before;
            assert_eq!(told, usize::from(from != to), "{what} from {from} is told of when it changes something");
        }
        let desk = Desk::new().await;
        let id = with_status(&desk, from).await;
        let root = format!("in {from}");
        desk.file(&in_thread("more", &root, &root, "anna", "Hallo?"), &[]).await;
        let found = desk.find(id).await;
        assert_eq!((found.status, found.snoozed_until), (spoken_to, None), "the person wrote in {from}");
        assert!(found.waiting_since.is_some());
    }
}

pub async fn a_member_sets_every_status_but_new() {
    for from in Status::ALL {
        for to in Status::ALL {
            let desk = Desk::new().await;
            let id = with_status(&desk, *from).await;
            let who = desk.member("member").await;
            let mut tx = desk.write().await;
            let until = (*to == Status::Snoozed).then(|| desk.clock.now() + 2.hours());
            let set = inbox::set_status(&mut tx, &who, id, *to, until).await;
            let is_allowed = *to != Status::New || *from == Status::New;
            assert_eq!(set.is_ok(), is_allowed, "{from} to {to}");
            tx.commit().await.unwrap();
            let found = desk.find(id).await;
            assert_eq!(found.status, if is_allowed { *to } else { *from });
            if is_allowed {
                assert_eq!(found.snoozed_until, until, "{from} to {to}");
            }
        }
    }
}

pub async fn a_snoozed_conversation_wakes_at_its_time_and_needs_one() {
    let desk = Desk::new().await;
    let id = desk.conversation("a").await;
    let who = desk.member("member").await;
    let snooze = async |until| {
        let mut tx = desk.write().await;
        let set = inbox::set_status(&mut tx, &who, id, Status::Snoozed, until).await;
        tx.commit().await.unwrap();
        set
    };
    assert!(matches!(snooze(None).await, Err(InboxError::Status(_))));
    assert!(matches!(snooze(Some(desk.clock.now())).await, Err(InboxError::Status(_))), "the past wakes nobody");
    snooze(Some(desk.clock.now() + 1.hour())).await.unwrap();
    let due = async || conversation::due_to_wake(&mut desk.read().await, 10).await.unwrap().len();
    assert_eq!(due().await, 0);
    desk.later(3_600);
    assert_eq!(due().await, 1);
    let mut tx = desk.write().await;
    for mut conversation in conversation::due_to_wake(&mut tx, 10).await.unwrap() {
        inbox::wake(&mut tx, &mut conversation).await.unwrap();
    }
    tx.commit().await.unwrap();
    assert_eq!((desk.find(id).await.status, due().await), (Status::Open, 0));
    let log = desk.log().await;
    assert_eq!(log.last().unwrap().actor, model::Actor::System);
}

pub async fn only_somebody_who_can_work_is_given_a_conversation() {
    let desk = Desk::new().await;
    let id = desk.conversation("a").await;
    let (owner, second) = (desk.member("owner").await, desk.member("second").await);
    let mut tx = desk.write().await;
    for role in ["leader", "colleague"] {
        let to = store::member::by_email(&mut tx, &format!("{role}@example.org")).await.unwrap().unwrap();
        assert!(matches!(inbox::assign(&mut tx, &owner, id, Some(to.id)).await, Err(InboxError::Forbidden(_))));
    }
    store::member::disable(&mut tx, owner.id, second.id).await.unwrap();
    assert!(matches!(inbox::assign(&mut tx, &owner, id, Some(second.id)).await, Err(InboxError::Missing(_))));
    assert!(matches!(inbox::assign(&mut tx, &owner, id, Some(77.into())).await, Err(InboxError::Missing(_))));
    for _ in 0..2 {
        inbox::assign(&mut tx, &owner, id, Some(owner.id)).await.unwrap();
    }
    assert_eq!(conversation::count(&mut tx, View::Mine(owner.id), usize::MAX).await.unwrap(), 1);
    assert_eq!(conversation::count(&mut tx, View::Unassigned, usize::MAX).await.unwrap(), 0);
    tx.commit().await.unwrap();
    assert_eq!(desk.count(EventKind::ConversationAssigned).await, 1);
}

pub async fn case_and_spacing_make_no_second_label() {
    let desk = Desk::new().await;
    let id = desk.conversation("a").await;
    let who = desk.member("member").await;
    let mut tx = desk.write().await;
    for name in ["  Gute   Idee", "gute idee", "GUTE IDEE "] {
        inbox::label(&mut tx, &who, id, name).await.unwrap();
    }
    let names: Vec<_> = label::all(&mut tx).await.unwrap().into_iter().map(|label| label.name).collect();
    assert_eq!(names, ["Gute Idee"], "as it was first written");
    assert_eq!(conversation::labels(&mut tx, &[id]).await.unwrap()[&id], ["Gute Idee"]);
    for name in ["", "  ", &"ä".repeat(41)] {
        assert!(matches!(inbox::label(&mut tx, &who, id, name).await, Err(InboxError::LabelName)), "{name:?}");
    }
    inbox::label(&mut tx, &who, id, &"ä".repeat(40)).await.unwrap();
    inbox::unlabel(&mut tx, &who, id, "GUTE  idee").await.unwrap();
    inbox::unlabel(&mut tx, &who, id, "gute idee").await.unwrap();
    inbox::unlabel(&mut tx, &who, id, "never made").await.unwrap();
    assert_eq!(conversation::labels(&mut tx, &[id]).await.unwrap()[&id].len(), 1);
    tx.commit().await.unwrap();
    assert_eq!(desk.count(EventKind::ConversationLabelled).await, 2);
    assert_eq!(desk.count(EventKind::ConversationUnlabelled).await, 1);
}

pub async fn labels_set_together_replace_the_former_and_tell_only_of_what_changed() {
    let desk = Desk::new().await;
    let id = desk.conversation("a").await;
    let who = desk.member("member").await;
    let mut tx = desk.write().await;
    let set = async |tx: &mut Tx, names: &[&str]| {
        let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
        inbox::set_labels(tx, &who, id, &names).await.unwrap();
        conversation::labels(tx, &[id]).await.unwrap().remove(&id).unwrap_or_default()
    };
    assert_eq!(set(&mut tx, &["Idea", "Praise"]).await, ["Idea", "Praise"]);
    assert_eq!(set(&mut tx, &["IDEA", "idea ", "Press"]).await, ["Idea", "Press"]);
    assert_eq!(set(&mut tx, &[]).await, [""; 0]);
    tx.commit().await.unwrap();
    assert_eq!(desk.count(EventKind::ConversationLabelled).await, 3);
    assert_eq!(desk.count(EventKind::ConversationUnlabelled).await, 3);
}

pub async fn a_note_is_for_the_team_and_appears_in_nothing_public() {
    let desk = Desk::new().await;
    let id = desk.conversation("a").await;
    let who = desk.member("member").await;
    let mut tx = desk.write().await;
    draft::keep(&mut tx, id, who.id, DraftKind::Note, "Interna begonnen").await.unwrap();
    inbox::write_note(&mut tx, &who, id, "  Interna ").await.unwrap();
    assert!(matches!(inbox::write_note(&mut tx, &who, id, " ").await, Err(InboxError::Empty)));
    assert_eq!(draft::find(&mut tx, id, who.id, DraftKind::Reply).await.unwrap(), None, "no draft becomes another");
    tx.commit().await.unwrap();
    let reply = desk.answer(&who, id, 1, false).await.unwrap();
    desk.file(&addressed("b", "ben", "Neu"), &[]).await;

    let mut tx = desk.read().await;
    assert_eq!(note::of_conversation(&mut tx, id).await.unwrap()[0].text, "Interna");
    let found = desk.find(id).await;
    let thread = desk.thread(id).await;
    let second = desk.member("second").await;
    let public = format!(
        "{thread:?} {reply:?} {:?} {:?} {:?}",
        conversation::list(&mut tx, View::All, None, 50).await.unwrap(),
        inbox::newer_messages(&mut tx, &found, &thread, &second, 0).await.unwrap(),
        store::reply::of_conversation(&mut tx, id).await.unwrap(),
    );
    assert!(!public.contains("Interna"), "{public}");
    assert_eq!(found.version, 2, "a note is no news to whoever writes an answer");
    drop(tx);
    assert!(desk.log().await.iter().all(|event| !event.data.to_string().contains("Interna")));
}
