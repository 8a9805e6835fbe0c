//! Whatever is done to an obligation, it stands where the words say.

use jiff::Timestamp;
use proptest::prelude::*;

use crate::{
    Function, MemberId, ObligationFault, ObligationKind, ObligationStand, ObligationState, ObligationStep, Owing,
    Proof, ReplyId,
};

const NOW: Timestamp = Timestamp::UNIX_EPOCH;

fn owing(kind: ObligationKind) -> ObligationStand {
    let owing = Owing {
        kind,
        words: "mend the lift".into(),
        function: kind.function(),
        member: None,
        due_at: None,
        post: None,
    };
    owing.stand(NOW).unwrap()
}

fn words() -> impl Strategy<Value = String> {
    prop_oneof![Just(String::new()), Just("  ".to_owned()), Just("https://a.example/b".to_owned()), "[a-zä\n]{1,12}"]
}

fn step() -> impl Strategy<Value = ObligationStep> {
    let member = || proptest::option::of((1..4_i64).prop_map(MemberId));
    let function = prop::sample::select(Function::ALL);
    let proof = prop_oneof![
        words().prop_map(|text| Proof::Note { text }),
        words().prop_map(|text| Proof::Link { text }),
        words().prop_map(|text| Proof::Decision { text }),
        Just(Proof::Message { reply: ReplyId(5) }),
    ];
    prop_oneof![
        Just(ObligationStep::Accept),
        Just(ObligationStep::GiveBack),
        Just(ObligationStep::Reopen),
        (function, member(), words()).prop_map(|(to, member, why)| ObligationStep::HandOver { to, member, why }),
        proof.prop_map(|proof| ObligationStep::Finish { proof }),
        words().prop_map(|reason| ObligationStep::Decline { reason }),
        words().prop_map(|reason| ObligationStep::Void { reason }),
        (words(), member(), proptest::option::of(-5..5_i64)).prop_map(|(words, member, due)| ObligationStep::Amend {
            words,
            member,
            due_at: due.map(|due| Timestamp::from_second(due).unwrap()),
        }),
    ]
}

proptest! {
    #[test]
    fn whatever_is_done_what_is_closed_says_why_or_how(
        kind in prop::sample::select(ObligationKind::ALL),
        steps in prop::collection::vec((step(), 1..4_i64), 0..20),
    ) {
        let mut stand = owing(kind);
        for (step, by) in steps {
            let Ok(after) = stand.after(kind, &step, MemberId(by), NOW) else { continue };
            let state = after.state;
            prop_assert_eq!(state == ObligationState::Done, after.proof.is_some());
            let is_refused = matches!(state, ObligationState::Declined | ObligationState::Void);
            prop_assert_eq!(is_refused, after.reason.as_ref().is_some_and(|reason| !reason.trim().is_empty()));
            if let Some(proof) = &after.proof {
                prop_assert!(proof.is_whole() && kind.proofs().contains(&proof.kind()));
            }
            prop_assert!(state != ObligationState::Accepted || after.member.is_some());
            prop_assert!(!after.words.trim().is_empty());
            // What is closed is owed again only when somebody says so.
            if !stand.state.is_owed() && state.is_owed() {
                let is_said = matches!(step, ObligationStep::Reopen | ObligationStep::HandOver { .. });
                prop_assert!(is_said, "{step:?}");
            }
            let is_over = matches!(step, ObligationStep::HandOver { .. });
            prop_assert!(is_over || stand.function == after.function);
            stand = after;
        }
    }
}

#[test]
fn done_carries_what_its_kind_asks_for_and_nothing_less() {
    let finish = |kind: ObligationKind, proof: Proof| {
        owing(kind).after(kind, &ObligationStep::Finish { proof }, MemberId(1), NOW)
    };
    let note = || Proof::Note { text: "the relay was replaced".into() };
    let link = || Proof::Link { text: "https://vellenbahn.example/a".into() };
    assert!(finish(ObligationKind::Fix, note()).is_ok());
    assert_eq!(finish(ObligationKind::Press, note()), Err(ObligationFault::NeedsProof(ObligationKind::Press)));
    assert!(finish(ObligationKind::Press, link()).is_ok());
    assert!(finish(ObligationKind::Press, Proof::Link { text: "in the paper".into() }).is_err());
    assert!(finish(ObligationKind::Decision, link()).is_err());
    assert!(finish(ObligationKind::Thanks, Proof::Message { reply: ReplyId(1) }).is_ok());
    for kind in ObligationKind::ALL {
        assert!(!kind.proofs().is_empty(), "{kind}");
    }
}

#[test]
fn who_did_it_has_it_unless_another_had_taken_it_on() {
    let kind = ObligationKind::Fix;
    let done = ObligationStep::Finish { proof: Proof::Note { text: "mended".into() } };
    assert_eq!(owing(kind).after(kind, &done, MemberId(2), NOW).unwrap().member, Some(MemberId(2)));
    let taken = owing(kind).after(kind, &ObligationStep::Accept, MemberId(1), NOW).unwrap();
    assert_eq!(taken.after(kind, &done, MemberId(2), NOW).unwrap().member, Some(MemberId(1)));
}

#[test]
fn handing_over_needs_other_hands_and_a_reason() {
    let kind = ObligationKind::Fix;
    let over = |to, why: &str| ObligationStep::HandOver { to, member: None, why: why.into() };
    let stand = owing(kind);
    let fault = |step| stand.after(kind, &step, MemberId(1), NOW).unwrap_err();
    assert_eq!(fault(over(Function::Service, "again")), ObligationFault::SameHands);
    assert_eq!(fault(over(Function::Research, " ")), ObligationFault::NeedsReason);
    let declined = stand.after(kind, &ObligationStep::Decline { reason: "not ours".into() }, MemberId(1), NOW).unwrap();
    let passed = declined.after(kind, &over(Function::Communication, "they know it"), MemberId(1), NOW).unwrap();
    assert_eq!((passed.state, passed.function, passed.reason), (ObligationState::Open, Function::Communication, None));
}

#[test]
fn an_obligation_is_late_only_while_it_is_owed() {
    let kind = ObligationKind::Fix;
    let mut stand = owing(kind);
    stand.due_at = Some(NOW);
    let later = Timestamp::from_second(1).unwrap();
    assert!(stand.is_late(later) && !stand.is_late(NOW));
    let void = ObligationStep::Void { reason: "the station closed".into() };
    assert!(!stand.after(kind, &void, MemberId(1), later).unwrap().is_late(later));
}
