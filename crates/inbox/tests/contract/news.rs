//! What members are told besides on the page.

use crate::desk::Desk;

use inbox::{InboxError, LetterFate};
use jiff::tz::TimeZone;
use model::{
    Change, ConversationId, Day, DeviceId, EventKind, LetterId, LetterKind, LetterState, MailPace, MemberId, NewsFault,
    NewsTerms, NewsWay, NoticeGroup, NoticeId, NoticeKind, Quiet, Role,
};
use store::member::{self, Member};
use store::member_mail::{self, MemberMail};
use store::push_device::{self, NewDevice};
use store::{job, letter, news, notice, session};

async fn tell(desk: &Desk, who: &Member, kind: NoticeKind, id: ConversationId) -> NoticeId {
    let mut tx = desk.write().await;
    let told = notice::tell(&mut tx, who.id, kind, id).await.unwrap();
    tx.commit().await.unwrap();
    told
}

async fn choose(desk: &Desk, who: &Member, terms: NewsTerms) {
    let mut tx = desk.write().await;
    inbox::keep_news_terms(&mut tx, who, terms).await.unwrap();
    tx.commit().await.unwrap();
}

/// Mail that comes at once.
fn at_once() -> NewsTerms {
    NewsTerms { pace: MailPace::AtOnce, ..NewsTerms::default() }
}

async fn has_address(desk: &Desk, who: &Member) {
    let mut tx = desk.write().await;
    let mail = MemberMail { address: Some(who.email.clone()), ..MemberMail::default() };
    member_mail::keep(&mut tx, who.id, &mail).await.unwrap();
    tx.commit().await.unwrap();
}

async fn digest(desk: &Desk, who: &Member) -> Option<Vec<NoticeId>> {
    let mut tx = desk.write().await;
    let written = inbox::write_digest(&mut tx, who.id, &TimeZone::UTC).await.unwrap();
    tx.commit().await.unwrap();
    let found = letter::find(&mut desk.read().await, written?).await.unwrap().unwrap();
    assert_eq!((found.kind, &found.address), (LetterKind::Digest, &who.email));
    Some(found.notices)
}

pub async fn a_digest_has_what_is_due_and_was_not_seen_and_goes_once() {
    let desk = Desk::new().await;
    let (who, id) = (desk.member("member").await, desk.conversation("a").await);
    choose(&desk, &who, NewsTerms { mail: vec![NoticeGroup::Called, NoticeGroup::Due], ..at_once() }).await;
    has_address(&desk, &who).await;
    let seen = tell(&desk, &who, NoticeKind::Nudged, id).await;
    let mut tx = desk.write().await;
    notice::saw(&mut tx, who.id, seen).await.unwrap();
    tx.commit().await.unwrap();
    let first = tell(&desk, &who, NoticeKind::Nudged, id).await;
    tell(&desk, &who, NoticeKind::ReplyStopped, id).await;
    let second = tell(&desk, &who, NoticeKind::PromiseLate, id).await;
    assert_eq!(digest(&desk, &who).await, None, "it is not due");
    desk.later(60);
    assert_eq!(digest(&desk, &who).await, Some(vec![first, second]), "unseen, and of kinds that were chosen");
    assert_eq!(digest(&desk, &who).await, None);
    let mut tx = desk.write().await;
    assert!(job::is_due(&mut tx, job::Lane::Only(inbox::SEND_LETTER)).await.unwrap());
    drop(tx);
    // Without an address nothing is kept for later.
    let mut tx = desk.write().await;
    inbox::remove_mail_address(&mut tx, &who).await.unwrap();
    tx.commit().await.unwrap();
    tell(&desk, &who, NoticeKind::Nudged, id).await;
    desk.later(60);
    assert_eq!(digest(&desk, &who).await, None);
    has_address(&desk, &who).await;
    assert_eq!(digest(&desk, &who).await, None);
}

pub async fn what_comes_in_quiet_hours_waits_for_their_end_and_comes_as_one() {
    let desk = Desk::new().await;
    let (who, id) = (desk.member("member").await, desk.conversation("a").await);
    // The desk opens at ten.
    let morning = Quiet { days: Day::ALL.to_vec(), from: "09:00".parse().unwrap(), to: "11:00".parse().unwrap() };
    choose(&desk, &who, NewsTerms { quiet: vec![morning], ..at_once() }).await;
    has_address(&desk, &who).await;
    let mut told = Vec::new();
    for _ in 0..3 {
        told.push(tell(&desk, &who, NoticeKind::Nudged, id).await);
        desk.later(600);
        assert_eq!(digest(&desk, &who).await, None);
    }
    desk.later(30 * 60);
    assert_eq!(digest(&desk, &who).await, Some(told));
}

pub async fn how_long_it_is_quiet_is_known_when_something_is_sent() {
    let desk = Desk::new().await;
    let who = desk.member("member").await;
    let still = async || inbox::quiet_for(&mut desk.read().await, who.id, &TimeZone::UTC).await.unwrap();
    assert_eq!(still().await, None);
    let morning = Quiet { days: Day::ALL.to_vec(), from: "09:00".parse().unwrap(), to: "11:00".parse().unwrap() };
    choose(&desk, &who, NewsTerms { quiet: vec![morning], ..at_once() }).await;
    assert_eq!(still().await, Some(std::time::Duration::from_secs(3_600)));
    desk.later(3_600);
    assert_eq!(still().await, None);
}

pub async fn who_may_not_read_any_more_is_told_nothing() {
    let desk = Desk::new().await;
    let (who, owner, id) = (desk.member("member").await, desk.member("owner").await, desk.conversation("a").await);
    let told = tell(&desk, &who, NoticeKind::Nudged, id).await;
    let still = async |who: &Member| {
        let mut tx = desk.read().await;
        let left = inbox::still_to_tell(&mut tx, who, NewsWay::Mail, &[told]).await.unwrap();
        left.len()
    };
    assert_eq!(still(&who).await, 1);
    let mut tx = desk.write().await;
    member::set_role(&mut tx, owner.id, &who, Role::Colleague).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(still(&desk.member("member").await).await, 0, "a colleague reads no conversation");
    assert_eq!(still(&owner).await, 0, "it was not told to somebody else");
    let mut tx = desk.write().await;
    member::set_role(&mut tx, owner.id, &who, Role::Member).await.unwrap();
    member::disable(&mut tx, owner.id, who.id).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(still(&desk.member("member").await).await, 0);
}

async fn asked(desk: &Desk, who: &Member, address: &str) -> LetterId {
    let mut tx = desk.write().await;
    let id = inbox::ask_mail_address(&mut tx, who, address).await.unwrap();
    tx.commit().await.unwrap();
    id
}

async fn confirm(desk: &Desk, id: LetterId) -> bool {
    let mut tx = desk.write().await;
    let confirmed = inbox::confirm_mail_address(&mut tx, id).await.is_ok();
    if confirmed {
        tx.commit().await.unwrap();
    }
    confirmed
}

pub async fn an_address_is_confirmed_once_within_a_day_and_a_former_one_is_told() {
    let desk = Desk::new().await;
    let who = desk.member("member").await;
    let mail = async || member_mail::of(&mut desk.read().await, who.id).await.unwrap();
    let replaced = asked(&desk, &who, "mistyped@x.example").await;
    let first = asked(&desk, &who, " mara@x.example ").await;
    assert!(!confirm(&desk, replaced).await, "only the last link works");
    assert_eq!(mail().await.reachable(), None);
    assert!(confirm(&desk, first).await && !confirm(&desk, first).await);
    assert_eq!(mail().await.reachable(), Some("mara@x.example"));

    let late = asked(&desk, &who, "mara@y.example").await;
    desk.later(86_401);
    assert!(!confirm(&desk, late).await, "a day is over");
    let second = asked(&desk, &who, "mara@y.example").await;
    assert_eq!(mail().await.reachable(), Some("mara@x.example"), "until it is confirmed the former one stays");
    assert!(confirm(&desk, second).await);
    let newest = letter::of_member(&mut desk.read().await, who.id, 1).await.unwrap().remove(0);
    assert_eq!((newest.kind, newest.address.as_str()), (LetterKind::Moved, "mara@x.example"));

    let mut tx = desk.write().await;
    let refused = inbox::ask_mail_address(&mut tx, &who, "mara@x.example\r\nBcc: all@x.example").await;
    assert!(matches!(refused, Err(InboxError::News(NewsFault::Address))));
    drop(tx);
    for _ in 0..4 {
        asked(&desk, &who, "flood@x.example").await;
    }
    let mut tx = desk.write().await;
    let refused = inbox::ask_mail_address(&mut tx, &who, "flood@x.example").await;
    assert!(matches!(refused, Err(InboxError::News(NewsFault::ManyLetters))), "nobody's mailbox is filled");
    inbox::remove_mail_address(&mut tx, &who).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(mail().await, MemberMail::default());
    let words: String = desk.log().await.iter().map(|event| event.data.to_string()).collect();
    assert!(!words.contains('@'), "events hold no addresses");
}

pub async fn an_address_that_is_refused_gets_no_more_until_it_is_confirmed_again() {
    let desk = Desk::new().await;
    let (who, id) = (desk.member("member").await, desk.conversation("a").await);
    choose(&desk, &who, at_once()).await;
    has_address(&desk, &who).await;
    tell(&desk, &who, NoticeKind::Nudged, id).await;
    desk.later(60);
    digest(&desk, &who).await.unwrap();
    let mut tx = desk.write().await;
    let mut found = letter::of_member(&mut tx, who.id, 1).await.unwrap().remove(0);
    inbox::letter_begun(&mut tx, &mut found).await.unwrap();
    inbox::letter_ended(&mut tx, &mut found, LetterFate::Refused("550 no such user".into())).await.unwrap();
    tx.commit().await.unwrap();
    let kept = letter::find(&mut desk.read().await, found.id).await.unwrap().unwrap();
    assert_eq!((kept.state, kept.attempts), (LetterState::Refused, 1));
    let mail = member_mail::of(&mut desk.read().await, who.id).await.unwrap();
    assert_eq!(mail.refused.map(|(_, why)| why), Some("550 no such user".into()));
    assert_eq!(desk.count(EventKind::MailAddressRefused).await, 1);
    tell(&desk, &who, NoticeKind::Nudged, id).await;
    desk.later(60);
    assert_eq!(digest(&desk, &who).await, None);
    let again = asked(&desk, &who, &who.email).await;
    assert!(confirm(&desk, again).await);
    tell(&desk, &who, NoticeKind::Nudged, id).await;
    desk.later(60);
    assert!(digest(&desk, &who).await.is_some());

    // The link in it stops all of them, once.
    let mut tx = desk.write().await;
    for _ in 0..2 {
        inbox::stop_mail(&mut tx, who.id).await.unwrap();
    }
    assert!(inbox::stop_mail(&mut tx, MemberId(1)).await.is_err());
    tx.commit().await.unwrap();
    assert_eq!(news::terms(&mut desk.read().await, who.id).await.unwrap().mail, []);
    assert_eq!(desk.count(EventKind::NewsStopped).await, 1);
}

async fn device(desk: &Desk, who: &Member, token: &str, told: &str) -> Result<DeviceId, InboxError> {
    let mut tx = desk.write().await;
    let id = tx.next_id();
    let until = tx.now() + jiff::SignedDuration::from_hours(99);
    session::begin(&mut tx, who.id, token, "csrf", until).await.unwrap();
    let new = NewDevice { id, member: who.id, token, name: "  ", told, endpoint: vec![1] };
    let added = inbox::add_device(&mut tx, who, new).await?;
    tx.commit().await.unwrap();
    Ok(added)
}

pub async fn browsers_are_woken_once_for_what_comes_that_way() {
    let desk = Desk::new().await;
    let (who, other, id) = (desk.member("member").await, desk.member("second").await, desk.conversation("a").await);
    let wakes = async || {
        let mut tx = desk.write().await;
        let woken = inbox::wake_browsers(&mut tx, who.id, &TimeZone::UTC).await.unwrap();
        tx.commit().await.unwrap();
        woken
    };
    tell(&desk, &who, NoticeKind::Nudged, id).await;
    assert!(!wakes().await, "they have none");
    let refused = device(&desk, &who, "x", "http://push.example/").await;
    assert!(matches!(refused, Err(InboxError::News(NewsFault::Endpoint))));
    let first = device(&desk, &who, "a", "https://push.example/1").await.unwrap();
    assert!(!wakes().await, "what was told before is not told now");
    tell(&desk, &who, NoticeKind::PromiseNear, id).await;
    assert!(!wakes().await, "it is of a kind that does not come this way");
    tell(&desk, &who, NoticeKind::Nudged, id).await;
    assert!(wakes().await && !wakes().await);
    let mut tx = desk.write().await;
    let job =
        job::lease(&mut tx, "w", std::time::Duration::from_secs(9), job::Lane::Only(inbox::WAKE_DEVICE)).await.unwrap();
    assert_eq!(job.unwrap().payload, serde_json::json!({ "device": first, "is_call": true }));
    assert!(
        matches!(inbox::remove_device(&mut tx, &other, first).await, Err(InboxError::Missing(_))),
        "it is not theirs"
    );
    inbox::device_woken(&mut tx, first, None).await.unwrap();
    inbox::device_gone(&mut tx, first).await.unwrap();
    inbox::device_gone(&mut tx, first).await.unwrap();
    tx.commit().await.unwrap();
    let second = device(&desk, &who, "b", "https://push.example/2").await.unwrap();
    let mut tx = desk.write().await;
    assert_eq!(push_device::find(&mut tx, second).await.unwrap().unwrap().name, "A browser");
    inbox::remove_device(&mut tx, &who, second).await.unwrap();
    let shown = inbox::to_show(&mut tx, &who, 9).await.unwrap();
    assert_eq!(shown.iter().map(|one| one.kind).collect::<Vec<_>>(), [NoticeKind::Nudged, NoticeKind::Nudged]);
    tx.commit().await.unwrap();
    assert_eq!((desk.count(EventKind::DeviceAdded).await, desk.count(EventKind::DeviceRemoved).await), (2, 2));
}

pub async fn what_a_member_chooses_is_put_in_order_and_told_once() {
    let desk = Desk::new().await;
    let who = desk.member("member").await;
    let mixed = vec![NoticeGroup::Due, NoticeGroup::Called, NoticeGroup::Due];
    for _ in 0..2 {
        choose(&desk, &who, NewsTerms { browser: mixed.clone(), ..at_once() }).await;
    }
    let kept = news::terms(&mut desk.read().await, who.id).await.unwrap();
    assert_eq!(kept.browser, [NoticeGroup::Called, NoticeGroup::Due]);
    assert_eq!(desk.count(EventKind::NewsChosen).await, 1);
    let mut tx = desk.write().await;
    let nowhere = NewsTerms { zone: Some("Atlantis".into()), ..at_once() };
    let refused = inbox::keep_news_terms(&mut tx, &who, nowhere).await;
    assert!(matches!(refused, Err(InboxError::News(NewsFault::Zone(_)))));
    let colleague = desk.member("colleague").await;
    assert!(matches!(inbox::keep_news_terms(&mut tx, &colleague, at_once()).await, Err(InboxError::Forbidden(_))));
}

pub async fn whoever_is_given_a_conversation_is_told_unless_they_took_it() {
    let desk = Desk::new().await;
    let (who, second, id) = (desk.member("member").await, desk.member("second").await, desk.conversation("a").await);
    let assign = async |by: &Member, to: Option<MemberId>| {
        let mut tx = desk.write().await;
        let deed = inbox::assign(&mut tx, by, id, to).await.unwrap();
        tx.commit().await.unwrap();
        deed
    };
    let told = async |of: &Member| {
        let all = notice::of_member(&mut desk.read().await, of.id, 9).await.unwrap();
        all.iter().filter(|one| one.kind == NoticeKind::Given).count()
    };
    assign(&who, Some(who.id)).await;
    assert_eq!(told(&who).await, 0, "they took it");
    let deed = assign(&who, Some(second.id)).await.unwrap();
    assert_eq!((told(&who).await, told(&second).await), (0, 1));
    desk.undone(&who, deed).await;
    assert_eq!((told(&who).await, told(&second).await), (0, 1), "they had it before");
    assign(&who, None).await;
    assert_eq!((told(&who).await, told(&second).await), (0, 1));
}

pub async fn whoever_is_given_many_at_once_is_told_by_one_whatever_they_did_not_see_before() {
    let desk = Desk::new().await;
    let (who, second) = (desk.member("member").await, desk.member("second").await);
    let chosen = [desk.conversation("a").await, desk.conversation("b").await];
    let told = async || {
        let all = notice::of_member(&mut desk.read().await, second.id, 9).await.unwrap();
        all.iter().filter(|one| one.kind == NoticeKind::Given).count()
    };
    for times in 1..=2 {
        for to in [None, Some(second.id)] {
            desk.later(60);
            let mut tx = desk.write().await;
            let deed = inbox::choose(&mut tx, &who, Change::Assign { to }, &chosen).await.unwrap();
            tx.commit().await.unwrap();
            desk.finished(&who, deed.id).await;
        }
        assert_eq!(told().await, times, "one for both");
    }
}
