//! Pictures in answers: described or not sent, taken along whatever way an answer goes, and never lost on it.

use crate::desk::{Desk, addressed, answer, in_thread};

use inbox::{Approving, Described, Filed, InboxError, PictureFault};
use jiff::SignedDuration;
use listening::{FieldContext, Query};
use model::{
    ApprovalOutcome, ApprovalTerms, Clock as _, ConversationId, DraftPictureId, EventKind, LengthRule, PictureRule,
    ReplyState, Right, Role,
};
use store::conversation::View;
use store::draft::{self, DraftKind};
use store::draft_picture::{self, DraftPicture};
use store::media::Media;
use store::member::Member;
use store::picture::Remade;
use store::reply::Reply;
use store::reply_picture::{self, ReplyPicture};
use store::{Tx, approval};

const RULE: PictureRule =
    PictureRule { count_max: 2, bytes_max: 20, alt: LengthRule { graphemes_max: Some(10), bytes_max: None } };

pub fn remade(content: &str) -> Remade {
    let media =
        |bytes: String| Media { media_type: "image/png".into(), width: 4, height: 3, bytes: bytes.into_bytes() };
    Remade { full: media(content.into()), thumbnail: media(format!("small {content}")), left_out: None }
}

async fn lay(tx: &mut Tx, who: &Member, id: ConversationId, content: &str) -> DraftPictureId {
    inbox::lay_picture(tx, who, id, RULE, &remade(content)).await.unwrap().id
}

/// Answers with these pictures and descriptions.
async fn say(
    tx: &mut Tx,
    who: &Member,
    id: ConversationId,
    pictures: &[(DraftPictureId, &str)],
) -> Result<Reply, InboxError> {
    let described: Vec<_> = pictures.iter().map(|(picture, alt)| Described { picture: *picture, alt }).collect();
    inbox::answer(tx, who, inbox::Answer { pictures: &described, picture_rule: RULE, ..answer(id) }).await
}

async fn shown(desk: &Desk, reply: &Reply) -> Vec<ReplyPicture> {
    let mut found = reply_picture::of_replies(&mut desk.read().await, &[reply.id]).await.unwrap();
    found.remove(&reply.id).unwrap_or_default()
}

fn alts(pictures: &[ReplyPicture]) -> Vec<&str> {
    pictures.iter().map(|one| one.alt.as_str()).collect()
}

async fn laid(desk: &Desk, who: &Member, id: ConversationId) -> Vec<DraftPicture> {
    draft_picture::of_draft(&mut desk.read().await, id, who.id).await.unwrap()
}

fn laid_alts(pictures: &[DraftPicture]) -> Vec<&str> {
    pictures.iter().map(|one| one.alt.as_str()).collect()
}

async fn sent(desk: &Desk, who: &Member, id: ConversationId) -> Reply {
    let mut tx = desk.write().await;
    let (cup, tram) = (lay(&mut tx, who, id, "cup").await, lay(&mut tx, who, id, "tram").await);
    let reply = say(&mut tx, who, id, &[(cup, " A cup "), (tram, "A tram")]).await.unwrap();
    tx.commit().await.unwrap();
    reply
}

pub async fn an_answer_is_not_sent_before_each_picture_is_described_and_nothing_is_lost() {
    let desk = Desk::new().await;
    let (id, who) = (desk.conversation("a").await, desk.member("member").await);
    let mut tx = desk.write().await;
    let (cup, tram) = (lay(&mut tx, &who, id, "cup").await, lay(&mut tx, &who, id, "tram").await);
    tx.commit().await.unwrap();
    let before = (laid(&desk, &who, id).await, desk.log().await.len());
    let refused: [(&[(DraftPictureId, &str)], PictureFault); 4] = [
        (&[(cup, "A cup"), (tram, " \n")], PictureFault::Undescribed(2)),
        (&[(cup, "A cup of coffee")], PictureFault::LongDescription { number: 1, length: 15 }),
        (&[(cup, "A cup"), (cup, "A cup")], PictureFault::Twice),
        (&[(cup, "A cup"), (tram, "A tram"), (cup, "A cup")], PictureFault::TooMany(2)),
    ];
    for (pictures, fault) in refused {
        let mut tx = desk.write().await;
        let outcome = say(&mut tx, &who, id, pictures).await;
        assert!(matches!(&outcome, Err(InboxError::Picture(found)) if *found == fault), "{outcome:?}");
    }
    let mut tx = desk.write().await;
    let nowhere = inbox::Answer {
        pictures: &[Described { picture: cup, alt: "A cup" }],
        picture_rule: PictureRule::NONE,
        ..answer(id)
    };
    let outcome = inbox::answer(&mut tx, &who, nowhere).await;
    assert!(matches!(outcome, Err(InboxError::Picture(PictureFault::NoneTaken))), "{outcome:?}");
    let other = desk.member("second").await;
    let outcome = say(&mut tx, &other, id, &[(cup, "A cup")]).await;
    assert!(matches!(outcome, Err(InboxError::Missing(_))), "nobody sends what another laid: {outcome:?}");
    drop(tx);
    assert_eq!((laid(&desk, &who, id).await, desk.log().await.len()), before);
}

pub async fn an_answer_takes_its_pictures_along_and_the_log_names_them_by_digests() {
    let desk = Desk::new().await;
    let (id, who) = (desk.conversation("a").await, desk.member("member").await);
    let reply = sent(&desk, &who, id).await;
    assert_eq!(alts(&shown(&desk, &reply).await), ["A cup", "A tram"]);
    assert_eq!(laid(&desk, &who, id).await, []);
    let log = desk.log().await;
    let queued = log.iter().find(|event| event.kind == EventKind::ReplyQueued).unwrap();
    let digests = queued.data["picture_digests"].as_array().unwrap();
    assert!(digests.len() == 2 && digests[0] != digests[1] && !queued.data.to_string().contains("cup"), "{queued:?}");
    // Sent at the same time from another window: what is gone is named, not left out.
    let mut tx = desk.write().await;
    let gone = laid(&desk, &who, id).await.first().map_or(DraftPictureId(1), |one| one.id);
    assert!(matches!(say(&mut tx, &who, id, &[(gone, "A cup")]).await, Err(InboxError::Missing(_))));
}

pub async fn taking_back_lays_the_pictures_to_the_draft_again_unless_another_was_begun() {
    for is_begun in [false, true] {
        let desk = Desk::new().await;
        let (id, who) = (desk.conversation("a").await, desk.member("member").await);
        let reply = sent(&desk, &who, id).await;
        let mut tx = desk.write().await;
        if is_begun {
            lay(&mut tx, &who, id, "lamp").await;
        }
        inbox::cancel(&mut tx, &who, reply.id).await.unwrap();
        tx.commit().await.unwrap();
        let text = draft::find(&mut desk.read().await, id, who.id, DraftKind::Reply).await.unwrap();
        let (found, words) = (laid(&desk, &who, id).await, text.as_deref());
        match is_begun {
            false => {
                assert_eq!((laid_alts(&found).as_slice(), words), (&["A cup", "A tram"][..], Some("Er kommt gleich.")))
            }
            true => {
                assert_eq!((laid_alts(&found).as_slice(), words), (&[""][..], None), "a picture alone is begun too")
            }
        }
        assert_eq!(alts(&shown(&desk, &reply).await), ["A cup", "A tram"], "what was taken back is shown as it was");
    }
}

pub async fn whoever_approves_sees_the_pictures_and_may_describe_them_otherwise() {
    let desk = Desk::new().await;
    let (id, who, lead) = (desk.conversation("a").await, desk.member("member").await, desk.member("manager").await);
    let mut tx = desk.write().await;
    let terms = ApprovalTerms { roles: vec![Role::Member], ..ApprovalTerms::default() };
    inbox::keep_approval_policy(&mut tx, &lead, None, ("Everything", terms)).await.unwrap();
    tx.commit().await.unwrap();
    let reply = sent(&desk, &who, id).await;
    assert_eq!(desk.reply(reply.id).await.state, ReplyState::NeedsApproval);
    let approving = |alts| Approving {
        reply: reply.id,
        text: None,
        alts,
        version_seen: 2,
        anyway: None,
        length: LengthRule::NONE,
        picture_rule: RULE,
        undo: std::time::Duration::ZERO,
    };
    for (alts, fault) in [
        (&["A cup"][..], PictureFault::Mismatch(2)),
        (&["A cup", ""][..], PictureFault::Undescribed(2)),
        (&["A cup of coffee", "A tram"][..], PictureFault::LongDescription { number: 1, length: 15 }),
    ] {
        let mut tx = desk.write().await;
        let outcome = inbox::approve(&mut tx, &lead, approving(Some(alts))).await;
        assert!(matches!(&outcome, Err(InboxError::Picture(found)) if *found == fault), "{outcome:?}");
    }
    let mut tx = desk.write().await;
    inbox::approve(&mut tx, &lead, approving(Some(&["A cup", "Line 4"]))).await.unwrap();
    tx.commit().await.unwrap();
    let found = shown(&desk, &reply).await;
    assert_eq!(alts(&found), ["A cup", "Line 4"]);
    assert_eq!((found[0].written_alt.as_deref(), found[1].written_alt.as_deref()), (None, Some("A tram")));
    let decided = approval::find(&mut desk.read().await, reply.id).await.unwrap().unwrap().decided.unwrap();
    assert_eq!(decided.outcome, ApprovalOutcome::Edited);
    let log = desk.log().await;
    let digests = |kind| {
        let event = log.iter().find(|event| event.kind == kind).unwrap();
        event.data["picture_digests"].as_array().unwrap().clone()
    };
    let (asked, queued) = (digests(EventKind::ReplyNeedsApproval), digests(EventKind::ReplyQueued));
    assert_eq!(digests(EventKind::ReplyEdited), queued);
    assert_eq!((asked[0] == queued[0], asked[1] == queued[1]), (true, false));
}

pub async fn what_is_returned_is_laid_to_its_authors_draft_again() {
    let desk = Desk::new().await;
    let (id, who, lead) = (desk.conversation("a").await, desk.member("member").await, desk.member("manager").await);
    let mut tx = desk.write().await;
    let terms = ApprovalTerms { roles: vec![Role::Member], ..ApprovalTerms::default() };
    inbox::keep_approval_policy(&mut tx, &lead, None, ("Everything", terms)).await.unwrap();
    tx.commit().await.unwrap();
    let reply = sent(&desk, &who, id).await;
    let mut tx = desk.write().await;
    inbox::return_reply(&mut tx, &lead, reply.id, "Another picture").await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(laid_alts(&laid(&desk, &who, id).await), ["A cup", "A tram"]);
    assert_eq!(laid(&desk, &lead, id).await, []);
}

pub async fn pictures_are_laid_described_moved_and_removed_by_their_member_alone() {
    let desk = Desk::new().await;
    let (id, who, other) = (desk.conversation("a").await, desk.member("member").await, desk.member("second").await);
    let mut tx = desk.write().await;
    let (cup, tram) = (lay(&mut tx, &who, id, "cup").await, lay(&mut tx, &who, id, "tram").await);
    let full = inbox::lay_picture(&mut tx, &who, id, RULE, &remade("lamp")).await;
    assert!(matches!(full, Err(InboxError::Picture(PictureFault::TooMany(2)))), "{full:?}");
    let none = inbox::lay_picture(&mut tx, &other, id, PictureRule::NONE, &remade("lamp")).await;
    assert!(matches!(none, Err(InboxError::Picture(PictureFault::NoneTaken))), "{none:?}");
    for picture in [cup, tram] {
        let described = [Described { picture, alt: "Not yours" }];
        inbox::describe_pictures(&mut tx, &other, &described).await.unwrap();
        assert!(matches!(inbox::remove_picture(&mut tx, &other, picture).await, Err(InboxError::Missing(_))));
        assert!(matches!(inbox::move_picture_up(&mut tx, &other, picture).await, Err(InboxError::Missing(_))));
    }
    let described = [(cup, "A cup"), (tram, "A tram")].map(|(picture, alt)| Described { picture, alt });
    inbox::describe_pictures(&mut tx, &who, &described).await.unwrap();
    inbox::move_picture_up(&mut tx, &who, cup).await.unwrap();
    inbox::move_picture_up(&mut tx, &who, tram).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(laid_alts(&laid(&desk, &who, id).await), ["A tram", "A cup"]);
    let mut tx = desk.write().await;
    inbox::remove_picture(&mut tx, &who, tram).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(laid_alts(&laid(&desk, &who, id).await), ["A cup"]);
    for role in Role::ALL {
        let one = desk.member(role.as_str()).await;
        let mut tx = desk.write().await;
        let outcomes = [
            inbox::lay_picture(&mut tx, &one, id, RULE, &remade("x")).await.map(|_| ()),
            inbox::hand_picture_in(&mut tx, &one, id, RULE, &remade("x")).await.map(|_| ()),
            inbox::describe_pictures(&mut tx, &one, &[]).await,
        ];
        for outcome in outcomes {
            match role.may(Right::WorkInbox) {
                true => assert!(outcome.is_ok(), "{role}: {outcome:?}"),
                false => {
                    assert!(matches!(outcome, Err(InboxError::Forbidden(Right::WorkInbox))), "{role}: {outcome:?}")
                }
            }
        }
    }
}

pub async fn what_a_program_hands_in_is_in_no_draft_and_has_an_end() {
    let desk = Desk::new().await;
    let (id, who) = (desk.conversation("a").await, desk.member("member").await);
    let mut tx = desk.write().await;
    let cup = inbox::hand_picture_in(&mut tx, &who, id, RULE, &remade("cup")).await.unwrap().id;
    let large = inbox::hand_picture_in(&mut tx, &who, id, RULE, &remade("made for another network")).await.unwrap().id;
    for number in 2..inbox::HANDED_IN_MAX {
        inbox::hand_picture_in(&mut tx, &who, id, RULE, &remade(&format!("{number}"))).await.unwrap();
    }
    let more = inbox::hand_picture_in(&mut tx, &who, id, RULE, &remade("more")).await;
    assert!(matches!(more, Err(InboxError::Picture(PictureFault::TooManyHandedIn))), "{more:?}");
    let outcome = say(&mut tx, &who, id, &[(cup, "A cup"), (large, "Large")]).await;
    assert!(matches!(outcome, Err(InboxError::Picture(PictureFault::TooLarge(2)))), "{outcome:?}");
    tx.commit().await.unwrap();
    assert_eq!(laid(&desk, &who, id).await, []);
    let mut tx = desk.write().await;
    let reply = say(&mut tx, &who, id, &[(cup, "A cup")]).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(alts(&shown(&desk, &reply).await), ["A cup"]);
}

pub async fn pictures_of_drafts_stand_in_the_merged_conversation_and_return_unless_they_were_used() {
    for is_used in [false, true] {
        let desk = Desk::new().await;
        let (first, who) = (desk.conversation("a").await, desk.member("member").await);
        let Filed::New { conversation: second, .. } = desk.file(&addressed("b", "ben", "Hallo"), &[]).await else {
            panic!("it is new")
        };
        let mut tx = desk.write().await;
        lay(&mut tx, &who, first, "cup").await;
        lay(&mut tx, &who, second, "tram").await;
        let deed = inbox::merge(&mut tx, &who, second, first).await.unwrap().expect("something changed");
        tx.commit().await.unwrap();
        let both = laid(&desk, &who, first).await;
        assert_eq!(both.len(), 2);
        let mut tx = desk.write().await;
        if is_used {
            inbox::remove_picture(&mut tx, &who, both[1].id).await.unwrap();
        } else {
            let described = [Described { picture: both[1].id, alt: "A tram" }];
            inbox::describe_pictures(&mut tx, &who, &described).await.unwrap();
        }
        tx.commit().await.unwrap();
        desk.undone(&who, deed).await;
        let found = (laid(&desk, &who, first).await.len(), laid(&desk, &who, second).await);
        match is_used {
            true => assert_eq!((found.0, found.1.as_slice()), (1, &[][..])),
            false => assert_eq!((found.0, laid_alts(&found.1).as_slice()), (1, &["A tram"][..])),
        }
    }
}

pub async fn an_answer_is_found_and_asked_about_by_what_its_pictures_show() {
    let desk = Desk::new().await;
    let (id, who, lead) = (desk.conversation("a").await, desk.member("member").await, desk.member("manager").await);
    let found = async |typed: &str| {
        let query = Query::parse(typed, FieldContext::View).unwrap();
        let search = inbox::Search::new(View::All, &query, typed, who.id);
        let found = search.look(&desk.store, None, inbox::Want { rows: 9, found: 9, looked: 99 }).await.unwrap();
        found.rows.len()
    };
    assert_eq!((found("tram").await, found("has:image").await), (0, 0));
    let mut tx = desk.write().await;
    let terms = ApprovalTerms { query: "tram".into(), ..ApprovalTerms::default() };
    inbox::keep_approval_policy(&mut tx, &lead, None, ("Trams", terms)).await.unwrap();
    tx.commit().await.unwrap();
    let reply = sent(&desk, &who, id).await;
    assert_eq!(desk.reply(reply.id).await.state, ReplyState::NeedsApproval, "a picture says it as words do");
    assert_eq!((found("tram").await, found("has:image cup").await, found("lamp").await), (1, 1, 0));
}

pub async fn pictures_stay_with_an_answer_that_is_put_off_held_or_stale() {
    let desk = Desk::new().await;
    let (id, who, lead) = (desk.conversation("a").await, desk.member("member").await, desk.member("manager").await);
    // Stale: nothing is taken along, and sending anyway takes it.
    let mut tx = desk.write().await;
    let cup = lay(&mut tx, &who, id, "cup").await;
    tx.commit().await.unwrap();
    desk.file(&in_thread("b", "a", "a", "anna", "Und?"), &[]).await;
    let mut tx = desk.write().await;
    let outcome = say(&mut tx, &who, id, &[(cup, "A cup")]).await;
    assert!(matches!(outcome, Err(InboxError::Stale { .. })), "{outcome:?}");
    drop(tx);
    assert_eq!(laid(&desk, &who, id).await.len(), 1);
    let version_seen = desk.find(id).await.version;
    let put_off = |pictures| inbox::Answer {
        pictures,
        picture_rule: RULE,
        version_seen,
        later: Some(desk.clock.now() + SignedDuration::from_hours(2)),
        ..answer(id)
    };
    let mut tx = desk.write().await;
    let described = [Described { picture: cup, alt: "A cup" }];
    let reply = inbox::answer(&mut tx, &who, put_off(&described)).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(alts(&shown(&desk, &reply).await), ["A cup"]);
    // Somebody writes before: it is stopped, and a draft again with its picture.
    desk.file(&in_thread("c", "a", "a", "anna", "Hat sich erledigt"), &[]).await;
    assert_eq!(desk.reply(reply.id).await.state, ReplyState::Cancelled);
    assert_eq!(laid_alts(&laid(&desk, &who, id).await), ["A cup"]);

    // Held and let go: it keeps what it shows.
    let again = laid(&desk, &who, id).await.remove(0).id;
    let version_seen = desk.find(id).await.version;
    let mut tx = desk.write().await;
    let described = [Described { picture: again, alt: "A cup" }];
    let wanted = inbox::Answer { pictures: &described, picture_rule: RULE, version_seen, ..answer(id) };
    let mut reply = inbox::answer(&mut tx, &who, wanted).await.unwrap();
    inbox::stop_sending(&mut tx, &who, None, "Nothing goes out").await.unwrap();
    assert!(inbox::is_held(&mut tx, &mut reply).await.unwrap());
    inbox::release(&mut tx, &lead, reply.id).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(alts(&shown(&desk, &reply).await), ["A cup"]);
    // Failed and tried again.
    let mut tx = desk.write().await;
    inbox::finish_sending(&mut tx, &mut reply, inbox::Outcome::Failed { why: "not now".into() }).await.unwrap();
    inbox::retry(&mut tx, &who, reply.id).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(alts(&shown(&desk, &reply).await), ["A cup"]);
}
