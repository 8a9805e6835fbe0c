//! By which ways members are told, and what is to be told yet.

use crate::house::House;

use jiff::ToSpan as _;
use model::{
    ConversationId, DeviceId, LetterKind, LetterState, MailPace, MemberId, Network, NewsTerms, NewsWay, NoticeGroup,
    NoticeId, NoticeKind, Role,
};
use store::letter::{self, LETTERS_KEPT};
use store::member_mail::{self, Asked, MemberMail};
use store::push_device::{self, NewDevice};
use store::{Tx, house_key, member, news, notice, session};

async fn somewhere(house: &House) -> ConversationId {
    let channel = house.channel(Network::Simulated).await;
    house.conversation(channel).await
}

pub async fn what_is_told_is_to_be_told_by_each_way_and_taken_once() {
    let house = House::new().await;
    let conversation = somewhere(&house).await;
    let (ada, ben) = (house.member(Role::Member).await, house.member(Role::Leader).await);
    let mut tx = house.write().await;
    let since = tx.now();
    let first = notice::tell(&mut tx, ada, NoticeKind::Nudged, conversation).await.unwrap();
    let other = notice::tell(&mut tx, ben, NoticeKind::Asked, conversation).await.unwrap();
    tx.commit().await.unwrap();
    house.later(60);
    let mut tx = house.write().await;
    let second = notice::tell(&mut tx, ada, NoticeKind::PromiseLate, conversation).await.unwrap();
    assert_eq!(news::waits_since(&mut tx, ada, NewsWay::Mail).await.unwrap(), Some(since));
    assert_eq!(news::take(&mut tx, ada, NewsWay::Mail).await.unwrap(), [first, second]);
    assert_eq!(news::take(&mut tx, ada, NewsWay::Mail).await.unwrap(), []);
    assert_eq!(news::waits_since(&mut tx, ada, NewsWay::Mail).await.unwrap(), None);
    let mail = news::waiting(&mut tx, NewsWay::Mail).await.unwrap();
    assert_eq!(mail.iter().map(|one| one.member).collect::<Vec<_>>(), [ben]);
    let mut browser = news::waiting(&mut tx, NewsWay::Browser).await.unwrap();
    browser.sort_by_key(|one| one.member);
    let mut both = vec![(ada, since), (ben, since)];
    both.sort_unstable();
    assert_eq!(
        browser.iter().map(|one| (one.member, one.since)).collect::<Vec<_>>(),
        both,
        "the other way has its own"
    );
    // What was seen is found no more among what was not.
    let unseen = async |tx: &mut Tx| {
        let all = notice::unseen_of_member(tx, ada, 9).await.unwrap();
        all.into_iter().map(|one| one.id).collect::<Vec<NoticeId>>()
    };
    assert_eq!(unseen(&mut tx).await, [second, first]);
    notice::saw(&mut tx, ada, first).await.unwrap();
    assert_eq!(unseen(&mut tx).await, [second]);
    assert_eq!(notice::find(&mut tx, ada, first).await.unwrap().map(|one| one.kind), Some(NoticeKind::Nudged));
    assert_eq!(notice::find(&mut tx, ada, other).await.unwrap(), None, "it is somebody else's");
    assert_eq!(notice::find(&mut tx, ada, NoticeId(1)).await.unwrap(), None);
}

pub async fn what_waits_to_be_told_can_be_forgotten() {
    let house = House::new().await;
    let conversation = somewhere(&house).await;
    let (ada, ben) = (house.member(Role::Member).await, house.member(Role::Leader).await);
    let mut tx = house.write().await;
    let since = tx.now();
    let told = notice::tell(&mut tx, ada, NoticeKind::Nudged, conversation).await.unwrap();
    let unseen =
        async |tx: &mut Tx, member, kind, since| notice::is_unseen_since(tx, member, kind, since).await.unwrap();
    assert!(unseen(&mut tx, ada, NoticeKind::Nudged, since).await);
    assert!(!unseen(&mut tx, ada, NoticeKind::Nudged, since + 1.second()).await);
    assert!(!unseen(&mut tx, ada, NoticeKind::PromiseLate, since).await);
    assert!(!unseen(&mut tx, ben, NoticeKind::Nudged, since).await);
    notice::saw(&mut tx, ada, told).await.unwrap();
    assert!(!unseen(&mut tx, ada, NoticeKind::Nudged, since).await);

    assert_eq!(news::forget_all(&mut tx).await.unwrap(), 2, "by each of both ways");
    assert_eq!(news::waits_since(&mut tx, ada, NewsWay::Mail).await.unwrap(), None);
    letter::write(&mut tx, ada, LetterKind::Digest, "ada@x.example", &[told]).await.unwrap();
    let sent = letter::write(&mut tx, ada, LetterKind::Confirm, "ada@x.example", &[]).await.unwrap();
    let mut sent = letter::find(&mut tx, sent).await.unwrap().unwrap();
    sent.state = LetterState::Sent;
    letter::save(&mut tx, &sent).await.unwrap();
    assert_eq!(letter::forget_waiting(&mut tx).await.unwrap(), 1);
    assert_eq!(letter::of_member(&mut tx, ada, 9).await.unwrap(), [sent], "what was sent stays");
}

pub async fn what_a_member_chose_reads_back() {
    let house = House::new().await;
    let ada = house.member(Role::Member).await;
    let mut tx = house.write().await;
    assert_eq!(news::terms(&mut tx, ada).await.unwrap(), NewsTerms::default());
    let mut terms = NewsTerms { mail: vec![NoticeGroup::Due], pace: MailPace::Hourly, ..NewsTerms::default() };
    for zone in [None, Some("Europe/Amsterdam".to_owned())] {
        terms.zone = zone;
        news::keep_terms(&mut tx, ada, &terms).await.unwrap();
        assert_eq!(news::terms(&mut tx, ada).await.unwrap(), terms);
    }
}

pub async fn where_mail_goes_and_what_became_of_it_reads_back() {
    let house = House::new().await;
    let ada = house.member(Role::Member).await;
    let mut tx = house.write().await;
    assert_eq!(member_mail::of(&mut tx, ada).await.unwrap(), MemberMail::default());
    let asking = letter::write(&mut tx, ada, LetterKind::Confirm, "ada@x.example", &[]).await.unwrap();
    let asked = Asked { address: "ada@x.example".into(), by: Some(asking), at: tx.now() };
    let mut mail = MemberMail { asked: Some(asked), ..MemberMail::default() };
    member_mail::keep(&mut tx, ada, &mail).await.unwrap();
    assert_eq!(member_mail::of(&mut tx, ada).await.unwrap(), mail);
    mail = MemberMail { address: Some("ada@x.example".into()), asked: None, refused: None };
    assert_eq!(mail.reachable(), Some("ada@x.example"));
    mail.refused = Some((tx.now(), "550 no such user".into()));
    assert_eq!(mail.reachable(), None);
    member_mail::keep(&mut tx, ada, &mail).await.unwrap();
    assert_eq!(member_mail::of(&mut tx, ada).await.unwrap(), mail);

    let digest =
        letter::write(&mut tx, ada, LetterKind::Digest, "ada@x.example", &[NoticeId(3), NoticeId(4)]).await.unwrap();
    let mut found = letter::find(&mut tx, digest).await.unwrap().unwrap();
    assert_eq!((found.state, &*found.notices), (LetterState::Waiting, &[NoticeId(3), NoticeId(4)][..]));
    (found.state, found.attempts, found.why) = (LetterState::Refused, 2, Some("550".into()));
    found.tried_at = Some(tx.now());
    letter::save(&mut tx, &found).await.unwrap();
    assert_eq!(letter::of_member(&mut tx, ada, 1).await.unwrap(), [found]);
    let since = tx.now();
    assert_eq!(letter::count_since(&mut tx, ada, LetterKind::Confirm, since).await.unwrap(), 1);
    assert_eq!(letter::count_since(&mut tx, ada, LetterKind::Moved, since).await.unwrap(), 0);
    tx.commit().await.unwrap();

    house.later(LETTERS_KEPT.as_secs().unsigned_abs() + 1);
    let mut tx = house.write().await;
    assert_eq!(letter::forget_old(&mut tx, 9).await.unwrap(), 1);
    let left: Vec<_> = letter::of_member(&mut tx, ada, 9).await.unwrap().into_iter().map(|one| one.id).collect();
    assert_eq!(left, [asking], "what waits is not forgotten");
}

async fn device(tx: &mut Tx, member: MemberId, token: &str, told: &str) -> DeviceId {
    let id = tx.next_id();
    let new = NewDevice { id, member, token, name: "Firefox", told, endpoint: vec![1, 2] };
    push_device::keep(tx, new).await.unwrap();
    id
}

pub async fn a_device_lives_as_long_as_its_session() {
    let house = House::new().await;
    let ada = house.member(Role::Owner).await;
    let mut tx = house.write().await;
    let until = tx.now() + 2.hours();
    for token in ["a", "b", "c"] {
        session::begin(&mut tx, ada, token, "csrf", until).await.unwrap();
    }
    let former = device(&mut tx, ada, "a", "https://push.example/1").await;
    let first = device(&mut tx, ada, "a", "https://push.example/1").await;
    let second = device(&mut tx, ada, "b", "https://push.example/2").await;
    let third = device(&mut tx, ada, "c", "https://push.example/3").await;
    let there = async |tx: &mut Tx| {
        let devices = push_device::of_member(tx, ada, Some("b")).await.unwrap();
        devices.into_iter().map(|one| (one.id, one.is_this)).collect::<Vec<_>>()
    };
    assert_eq!(there(&mut tx).await, [(first, false), (second, true), (third, false)], "an endpoint is one device");
    assert_eq!(push_device::find(&mut tx, former).await.unwrap(), None);

    push_device::woken(&mut tx, first, None).await.unwrap();
    push_device::woken(&mut tx, first, Some("it answered with status 500")).await.unwrap();
    let found = push_device::find(&mut tx, first).await.unwrap().unwrap();
    assert_eq!((found.woken_at, found.why.as_deref()), (Some(tx.now()), Some("it answered with status 500")));
    assert_eq!((found.member, &*found.name, &*found.endpoint), (ada, "Firefox", &[1, 2][..]));

    session::end(&mut tx, "a").await.unwrap();
    assert!(push_device::remove(&mut tx, third).await.unwrap() && !push_device::remove(&mut tx, third).await.unwrap());
    assert_eq!(there(&mut tx).await, [(second, true)]);
    let fourth = device(&mut tx, ada, "c", "https://push.example/4").await;
    tx.commit().await.unwrap();
    house.later(2 * 3_600 + 1);
    let mut tx = house.write().await;
    assert_eq!(there(&mut tx).await, [], "sessions that are over wake nobody");
    assert_eq!(push_device::find(&mut tx, fourth).await.unwrap(), None);
    session::begin(&mut tx, ada, "d", "csrf", until + 9.hours()).await.unwrap();
    let fifth = device(&mut tx, ada, "d", "https://push.example/5").await;
    assert_eq!(there(&mut tx).await, [(fifth, false)]);
    member::disable(&mut tx, ada, ada).await.unwrap();
    assert_eq!(there(&mut tx).await, [], "who is shut out is told nothing");
}

pub async fn the_first_key_of_a_name_stays() {
    let house = House::new().await;
    let mut tx = house.write().await;
    assert_eq!(house_key::find(&mut tx, "push").await.unwrap(), None);
    for secret in [vec![1], vec![2]] {
        house_key::keep_first(&mut tx, "push", secret).await.unwrap();
    }
    assert_eq!(house_key::find(&mut tx, "push").await.unwrap(), Some(vec![1]));
    for secret in [vec![3], vec![4]] {
        house_key::replace(&mut tx, "push", &[1], secret).await.unwrap();
    }
    assert_eq!(house_key::find(&mut tx, "push").await.unwrap(), Some(vec![3]), "the first in its place stays as well");
    assert_ne!(house_key::place("push"), house_key::place("mail"));
}
