//! Who goes hands over what they have, and nothing is left behind.

use crate::contract::giving::{gives, takes, waits};
use crate::contract::teams::{given, undone};
use crate::desk::{Desk, in_thread};

use inbox::{InboxError, SeatFault, begin_leave, hand_over, has_left_behind, shut_out, take_from_who_left};
use jiff::SignedDuration;
use model::{Change, ConversationId, DeedId, EventKind, Giving, Lack, MemberId, Right, Skills, Status};
use store::leave::Handing;
use store::member::{self, Member};
use store::workload::Workload;

async fn assigned(desk: &Desk, id: ConversationId, to: MemberId) {
    let mut tx = desk.write().await;
    inbox::assign(&mut tx, &desk.member("owner").await, id, Some(to)).await.unwrap();
    tx.commit().await.unwrap();
}

async fn handed(desk: &Desk, who: &Member, from: MemberId, to: Option<MemberId>) -> Option<DeedId> {
    let mut tx = desk.write().await;
    let deed = hand_over(&mut tx, who, from, to).await.unwrap();
    tx.commit().await.unwrap();
    deed.map(|deed| deed.id)
}

async fn set_status(desk: &Desk, id: ConversationId, status: Status) {
    let mut tx = desk.write().await;
    inbox::set_status(&mut tx, &desk.member("owner").await, id, status, None).await.unwrap();
    tx.commit().await.unwrap();
}

pub async fn what_somebody_has_goes_back_to_its_teams_or_to_a_colleague_and_is_undone_at_once() {
    let desk = Desk::new().await;
    let (one, other) = (desk.member("member").await, desk.member("second").await);
    let team = gives(&desk, "Support", Giving::InTurn, &[one.id]).await;
    let ids = [desk.conversation("a").await, desk.conversation("b").await, desk.conversation("c").await];
    let done = desk.conversation("d").await;
    given(&desk, &one, ids[0], Some(team)).await;
    for id in [ids[1], ids[2], done] {
        assigned(&desk, id, one.id).await;
    }
    set_status(&desk, ids[2], Status::Waiting).await;
    set_status(&desk, done, Status::Resolved).await;

    let deed = handed(&desk, &one, one.id, None).await.unwrap();
    for id in ids {
        assert_eq!(desk.find(id).await.assignee, None);
    }
    assert_eq!(waits(&desk, ids[0]).await, Some((Lack::Members, None)), "not back to who has just let it go");
    assert_eq!(waits(&desk, ids[1]).await, None, "what is of no team is nobody's");
    assert_eq!(desk.find(ids[2]).await.status, Status::Waiting);
    assert_eq!(desk.find(done).await.assignee, Some(one.id), "what is over stays");
    assert_eq!(undone(&desk, &one, deed).await, 3);
    for id in ids {
        assert_eq!(desk.find(id).await.assignee, Some(one.id));
    }

    handed(&desk, &desk.member("manager").await, one.id, Some(other.id)).await.unwrap();
    for id in ids {
        assert_eq!(desk.find(id).await.assignee, Some(other.id));
    }
    assert_eq!(handed(&desk, &one, one.id, None).await, None, "they have nothing");
    let refused = hand_over(&mut desk.write().await, &one, other.id, None).await;
    assert!(matches!(refused, Err(InboxError::Forbidden(Right::ManageMembers))), "{refused:?}");
    let refused = hand_over(&mut desk.write().await, &other, other.id, Some(desk.member("leader").await.id)).await;
    assert!(matches!(refused, Err(InboxError::Forbidden(Right::WorkInbox))), "{refused:?}");
}

pub async fn who_is_shut_out_keeps_no_conversation_that_is_our_turn() {
    let desk = Desk::new().await;
    let (manager, one, other) =
        (desk.member("manager").await, desk.member("member").await, desk.member("second").await);
    let team = gives(&desk, "Support", Giving::InTurn, &[one.id, other.id]).await;
    let (open, later) = (desk.conversation("a").await, desk.conversation("b").await);
    assigned(&desk, open, one.id).await;
    given(&desk, &one, open, Some(team)).await;
    assigned(&desk, later, one.id).await;
    given(&desk, &one, later, Some(team)).await;
    set_status(&desk, later, Status::Resolved).await;

    let mut tx = desk.write().await;
    let deed = shut_out(&mut tx, &manager, one.id).await.unwrap().unwrap();
    tx.commit().await.unwrap();
    assert_eq!(deed.change, Change::HandOver { from: one.id, to: None });
    assert_eq!(desk.find(open).await.assignee, Some(other.id), "the team gives it to the next at once");
    assert_eq!(undone(&desk, &manager, deed.id).await, 0, "nobody is given it who is shut out");
    assert!(!has_left_behind(&mut desk.read().await).await.unwrap());

    // What was done comes back long after.
    desk.file(&in_thread("b2", "b", "b", "anna", "Und jetzt?"), &[]).await;
    assert!(has_left_behind(&mut desk.read().await).await.unwrap());
    let mut tx = desk.write().await;
    assert_eq!(take_from_who_left(&mut tx, 9).await.unwrap(), 1);
    tx.commit().await.unwrap();
    assert_eq!(desk.find(later).await.assignee, Some(other.id));
    assert!(!has_left_behind(&mut desk.read().await).await.unwrap());

    let mut tx = desk.write().await;
    member::set_role(&mut tx, manager.id, &other, model::Role::Leader).await.unwrap();
    tx.commit().await.unwrap();
    assert!(has_left_behind(&mut desk.read().await).await.unwrap(), "who only reads keeps nothing either");
}

pub async fn only_oneself_and_who_manages_members_says_how_somebody_works() {
    let desk = Desk::new().await;
    let (manager, one, other) =
        (desk.member("manager").await, desk.member("member").await, desk.member("second").await);
    takes(&desk, &one, Some(3), &["DE", "pt-BR"]).await;
    let kept = store::workload::of(&mut desk.read().await, &[one.id]).await.unwrap().remove(&one.id).unwrap();
    assert_eq!(kept.skills.languages, ["de", "pt"]);
    let wanted = |capacity, languages: &[&str]| Workload {
        capacity,
        skills: Skills { languages: languages.iter().map(|tag| (*tag).to_owned()).collect(), ..Skills::default() },
    };
    let mut tx = desk.write().await;
    assert!(!inbox::keep_workload(&mut tx, &manager, one.id, wanted(Some(3), &["pt", "de"])).await.unwrap());
    let refused = inbox::keep_workload(&mut tx, &other, one.id, wanted(None, &[])).await;
    assert!(matches!(refused, Err(InboxError::Forbidden(Right::ManageMembers))), "{refused:?}");
    for (workload, fault) in [
        (wanted(Some(-1), &[]), SeatFault::Capacity),
        (wanted(Some(1_001), &[]), SeatFault::Capacity),
        (wanted(None, &["Deutsch"]), SeatFault::Language("Deutsch".into())),
    ] {
        let refused = inbox::keep_workload(&mut tx, &one, one.id, workload).await;
        assert!(matches!(&refused, Err(InboxError::Seat(one)) if *one == fault), "{refused:?}");
    }
    let (now, day) = (tx.now(), SignedDuration::from_hours(24));
    let leave = inbox::set_leave(&mut tx, &manager, one.id, (now, now + day), Handing::Stays).await.unwrap();
    for (from, until, fault) in [
        (now + day, now + day, SeatFault::LeaveOver),
        (now - day * 2, now - day, SeatFault::LeaveOver),
        (now, now + day * 900, SeatFault::LeaveTooLong),
        (now + day / 2, now + day * 2, SeatFault::LeaveTwice),
    ] {
        let refused = inbox::set_leave(&mut tx, &one, one.id, (from, until), Handing::Stays).await;
        assert!(matches!(&refused, Err(InboxError::Seat(one)) if *one == fault), "{refused:?}");
    }
    let refused = inbox::end_leave(&mut tx, &other, one.id, leave).await;
    assert!(matches!(refused, Err(InboxError::Forbidden(Right::ManageMembers))), "{refused:?}");
    inbox::end_leave(&mut tx, &one, one.id, leave).await.unwrap();
    let refused = inbox::end_leave(&mut tx, &one, one.id, leave).await;
    assert!(matches!(refused, Err(InboxError::Missing("this leave"))), "{refused:?}");
    tx.commit().await.unwrap();
    for kind in [EventKind::MemberWorkloadChanged, EventKind::MemberLeaveSet, EventKind::MemberLeaveEnded] {
        assert_eq!(desk.count(kind).await, 1, "{kind}");
    }
}

/// Has leaves begin whose time has come, as the round does.
async fn begin(desk: &Desk) -> usize {
    let (mut count, mut tx) = (0, desk.write().await);
    while begin_leave(&mut tx).await.unwrap() {
        count += 1;
    }
    tx.commit().await.unwrap();
    count
}

pub async fn what_somebody_has_goes_when_their_leave_begins_and_not_before() {
    let desk = Desk::new().await;
    let (one, other, third) = (desk.member("member").await, desk.member("second").await, desk.member("manager").await);
    let ids = [desk.conversation("a").await, desk.conversation("b").await, desk.conversation("c").await];
    for (id, who) in ids.into_iter().zip([&one, &other, &third]) {
        assigned(&desk, id, who.id).await;
    }
    let (now, day) = (desk.write().await.now(), SignedDuration::from_hours(24));
    let mut tx = desk.write().await;
    let to_self = inbox::set_leave(&mut tx, &one, one.id, (now + day, now + day * 3), Handing::To(one.id)).await;
    assert!(matches!(to_self, Err(InboxError::Seat(SeatFault::Successor))), "{to_self:?}");
    inbox::set_leave(&mut tx, &one, one.id, (now + day, now + day * 3), Handing::To(third.id)).await.unwrap();
    inbox::set_leave(&mut tx, &other, other.id, (now + day, now + day * 3), Handing::Stays).await.unwrap();
    let off = inbox::set_leave(&mut tx, &third, third.id, (now + day, now + day * 3), Handing::ToTeams).await.unwrap();
    inbox::end_leave(&mut tx, &third, third.id, off).await.unwrap();
    tx.commit().await.unwrap();
    desk.later(24 * 3_600 - 1);
    assert_eq!(begin(&desk).await, 0);
    desk.later(1);
    assert_eq!(begin(&desk).await, 1);
    let has = [third.id, other.id, third.id];
    for (id, who) in ids.into_iter().zip(has) {
        assert_eq!(desk.find(id).await.assignee, Some(who));
    }
    assert_eq!((begin(&desk).await, desk.count(EventKind::MemberLeaveBegun).await), (0, 1), "once");
    let log = desk.log().await;
    let begun = log.iter().find(|event| event.kind == EventKind::MemberLeaveBegun).unwrap();
    let deed: DeedId = begun.data["bulk"].as_str().unwrap().parse().unwrap();
    assert_eq!(undone(&desk, &one, deed).await, 1, "it is a deed of theirs");
    assert_eq!(desk.find(ids[0]).await.assignee, Some(one.id));
}

pub async fn what_was_to_go_to_a_colleague_who_is_away_goes_back_to_its_team() {
    let desk = Desk::new().await;
    let (one, other) = (desk.member("member").await, desk.member("second").await);
    let team = gives(&desk, "Support", Giving::InTurn, &[one.id]).await;
    let id = desk.conversation("a").await;
    given(&desk, &one, id, Some(team)).await;
    assert_eq!(desk.find(id).await.assignee, Some(one.id));
    let (now, day) = (desk.write().await.now(), SignedDuration::from_hours(24));
    let mut tx = desk.write().await;
    inbox::set_leave(&mut tx, &one, one.id, (now + day, now + day * 3), Handing::To(other.id)).await.unwrap();
    // Who is away is given nothing either.
    inbox::set_leave(&mut tx, &other, other.id, (now, now + day * 2), Handing::Stays).await.unwrap();
    tx.commit().await.unwrap();
    desk.later(24 * 3_600);
    assert_eq!(begin(&desk).await, 1);
    assert_eq!((desk.find(id).await.assignee, desk.find(id).await.team), (None, Some(team)));
    assert_eq!(waits(&desk, id).await, Some((Lack::Members, None)), "and waits there");
}
