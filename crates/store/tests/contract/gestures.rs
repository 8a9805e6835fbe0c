//! What is done without words, and house rules.

use model::{
    AuthorId, ChannelId, ConversationId, GestureKind, GestureState, MemberId, Network, PostId, ReportGround, Role,
};
use store::gesture::{self, Gesture, NewGesture};
use store::{Tx, author, house_rule, post, stop};

use crate::house::{House, letter};

/// A post in a conversation, and whoever may do something about it.
struct Scene {
    house: House,
    channel: ChannelId,
    conversation: ConversationId,
    author: AuthorId,
    post: PostId,
    member: MemberId,
}

impl Scene {
    async fn new() -> Self {
        let house = House::new().await;
        let channel = house.channel(Network::Simulated).await;
        let (conversation, member) = (house.conversation(channel).await, house.member(Role::Member).await);
        let mut tx = house.write().await;
        let said = letter("a", "anna", "Hallo");
        let author = author::keep(&mut tx, Network::Simulated, &said.author).await.unwrap();
        let post = post::insert(&mut tx, channel, author, &said).await.unwrap().id;
        post::place(&mut tx, post, conversation, 1).await.unwrap();
        tx.commit().await.unwrap();
        Self { house, channel, conversation, author, post, member }
    }

    fn like(&self, tx: &Tx) -> NewGesture<'static> {
        NewGesture {
            kind: GestureKind::Like,
            channel: self.channel,
            author: self.author,
            post: Some(self.post),
            conversation: None,
            member: self.member,
            under: None,
            ground: None,
            make_at: tx.now(),
        }
    }
}

fn ids(found: &[Gesture]) -> Vec<model::GestureId> {
    found.iter().map(|one| one.id).collect()
}

pub async fn there_is_one_of_a_kind_until_it_is_taken_back_and_it_stands_where_its_post_does() {
    let scene = Scene::new().await;
    let mut tx = scene.house.write().await;
    let like = scene.like(&tx);
    let (mut first, is_new) = gesture::queue(&mut tx, like).await.unwrap();
    assert!(is_new);
    assert_eq!((first.state, first.conversation), (GestureState::Queued, Some(scene.conversation)));
    assert_eq!(gesture::queue(&mut tx, like).await.unwrap(), (first.clone(), false), "whoever asks twice");
    let boost = NewGesture { kind: GestureKind::Boost, ..like };
    let (boost, is_new) = gesture::queue(&mut tx, boost).await.unwrap();
    assert!(is_new, "another kind is another thing");
    let follow = NewGesture { kind: GestureKind::Follow, post: None, conversation: Some(scene.conversation), ..like };
    let (followed, is_new) = gesture::queue(&mut tx, follow).await.unwrap();
    assert!(is_new && followed.conversation == Some(scene.conversation));
    assert_eq!(gesture::queue(&mut tx, follow).await.unwrap(), (followed.clone(), false));

    let held_by = stop::begin(&mut tx, scene.member, None, "Wait.").await.unwrap();
    first.held = Some((tx.now(), held_by));
    gesture::save(&mut tx, &first).await.unwrap();
    assert_eq!(ids(&gesture::held(&mut tx, 9).await.unwrap()), [first.id]);
    (first.held, first.released_at) = (None, Some(tx.now()));
    (first.prepared, first.remote_id) = (Some("{}".into()), Some("ours/1".into()));
    (first.state, first.attempts, first.made_at) = (GestureState::Stands, 1, Some(tx.now()));
    gesture::save(&mut tx, &first).await.unwrap();
    assert_eq!(gesture::find(&mut tx, first.id).await.unwrap(), Some(first.clone()));
    assert_eq!(gesture::held(&mut tx, 9).await.unwrap(), []);
    assert_eq!(ids(&gesture::moving(&mut tx).await.unwrap()), [boost.id, followed.id]);

    first.state = GestureState::TakenBack;
    first.taken_back = Some((Some(scene.member), tx.now()));
    gesture::save(&mut tx, &first).await.unwrap();
    let (again, is_new) = gesture::queue(&mut tx, like).await.unwrap();
    assert!(is_new && again.id != first.id, "what was taken back may be done again");
    let standing = gesture::standing_on(&mut tx, &[scene.post]).await.unwrap();
    assert_eq!(ids(&standing[&scene.post]), [boost.id, again.id]);
    assert_eq!(ids(&gesture::about_post(&mut tx, scene.post).await.unwrap()), [again.id, boost.id, first.id]);
    assert_eq!(ids(&gesture::about_authors(&mut tx, &[scene.author]).await.unwrap()), [followed.id]);
    let all = gesture::all_about(&mut tx, &[scene.author]).await.unwrap();
    assert_eq!(ids(&all), [first.id, boost.id, followed.id, again.id]);
}

pub async fn what_was_done_under_a_house_rule_stays_with_it() {
    let scene = Scene::new().await;
    let mut tx = scene.house.write().await;
    let rule = house_rule::create(&mut tx, "No  insults", "Nobody is insulted.").await.unwrap();
    assert_eq!(house_rule::named(&mut tx, "no insults").await.unwrap(), Some(rule));
    let other = house_rule::create(&mut tx, "Adverts", "Nothing is sold.").await.unwrap();
    let report_wanted = NewGesture {
        kind: GestureKind::Report,
        under: Some((rule, "It is rude.")),
        ground: Some(ReportGround::Rude),
        ..scene.like(&tx)
    };
    let (mut report, _) = gesture::queue(&mut tx, report_wanted).await.unwrap();
    let hide = NewGesture { kind: GestureKind::Hide, under: Some((rule, "It is rude.")), ..scene.like(&tx) };
    let (hide, _) = gesture::queue(&mut tx, hide).await.unwrap();
    assert_eq!((report.ground, &report.under.as_ref().unwrap().reason[..]), (Some(ReportGround::Rude), "It is rude."));
    assert_ne!(report.under.as_ref().unwrap().salt, hide.under.as_ref().unwrap().salt, "each reason has a salt");
    let other_reason = Some((other, "It sells."));
    let anew = NewGesture { under: other_reason, ground: Some(ReportGround::Spam), ..report_wanted };
    gesture::want_anew(&mut tx, report.id, anew).await.unwrap();
    let found = gesture::find(&mut tx, report.id).await.unwrap().unwrap();
    let under = found.under.unwrap();
    assert_eq!((under.rule, &under.reason[..], found.ground), (other, "It sells.", Some(ReportGround::Spam)));
    assert_ne!(under.salt, report.under.as_ref().unwrap().salt, "other words have another salt");
    gesture::want_anew(&mut tx, report.id, report_wanted).await.unwrap();
    assert!(gesture::counts(&mut tx).await.unwrap().is_empty(), "nothing stands yet");
    report.state = GestureState::Stands;
    gesture::save(&mut tx, &report).await.unwrap();
    let counts = gesture::counts(&mut tx).await.unwrap();
    assert_eq!(counts.get(&rule).unwrap().get(&GestureKind::Report), Some(&1));
    assert_eq!(counts.len(), 1);
    assert_eq!(ids(&gesture::under_rule(&mut tx, rule, None, 9).await.unwrap()), [hide.id, report.id]);
    assert_eq!(ids(&gesture::under_rule(&mut tx, rule, None, 1).await.unwrap()), [hide.id]);
    assert_eq!(ids(&gesture::under_rule(&mut tx, rule, Some(hide.id), 9).await.unwrap()), [report.id]);

    house_rule::change(&mut tx, rule, "Kindness", "Be kind.").await.unwrap();
    house_rule::put_away(&mut tx, rule, true).await.unwrap();
    let found = house_rule::find(&mut tx, rule).await.unwrap().unwrap();
    assert_eq!((&found.name[..], &found.words[..], found.changed_at), ("Kindness", "Be kind.", Some(tx.now())));
    assert_eq!(house_rule::named(&mut tx, "kindness").await.unwrap(), None, "its name is free");
    let all: Vec<_> = house_rule::all(&mut tx).await.unwrap().into_iter().map(|rule| rule.id).collect();
    assert_eq!(all, [other, rule], "those put away come last");
    house_rule::put_away(&mut tx, rule, false).await.unwrap();
    assert_eq!(house_rule::named(&mut tx, "kindness").await.unwrap(), Some(rule));
}

pub async fn what_names_an_author_is_forgotten() {
    let scene = Scene::new().await;
    let mut tx = scene.house.write().await;
    let rule = house_rule::create(&mut tx, "Insults", "Nobody is insulted.").await.unwrap();
    let report = NewGesture {
        kind: GestureKind::Report,
        under: Some((rule, "Anna is rude.")),
        ground: Some(ReportGround::Rude),
        ..scene.like(&tx)
    };
    let (mut report, _) = gesture::queue(&mut tx, report).await.unwrap();
    (report.state, report.prepared) = (GestureState::Stands, Some("at://did:anna/1".into()));
    (report.remote_id, report.state_reason) = (Some("ours/1".into()), Some("anna".into()));
    gesture::save(&mut tx, &report).await.unwrap();
    gesture::forget_author(&mut tx, scene.author).await.unwrap();
    let report = gesture::find(&mut tx, report.id).await.unwrap().unwrap();
    assert_eq!((report.state, report.prepared, report.state_reason), (GestureState::Stands, None, None));
    assert_eq!(report.remote_id.as_deref(), Some("ours/1"), "by our own id it can still be taken back");
    let under = report.under.unwrap();
    assert_eq!((under.rule, &under.reason[..], under.salt.len()), (rule, "", 0));
}
