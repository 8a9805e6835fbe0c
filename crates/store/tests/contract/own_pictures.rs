//! Pictures of ours: in drafts, with answers, and gone when nothing shows them.

use model::{ConversationId, MemberId, Network, Role};
use store::draft_picture::{self, DraftPicture, Laid};
use store::media::{self, Media};
use store::picture::Remade;
use store::reply::{self, NewReply, Reply};
use store::reply_picture::{self, ReplyPicture};
use store::{Tx, author, post};

use crate::house::{House, letter};

fn bytes(content: &str) -> Media {
    Media { media_type: "image/png".into(), width: 40, height: 30, bytes: content.as_bytes().to_vec() }
}

fn remade(content: &str) -> Remade {
    Remade { full: bytes(content), thumbnail: bytes(&format!("small {content}")), left_out: None }
}

struct Desk {
    house: House,
    id: ConversationId,
    member: MemberId,
}

impl Desk {
    async fn new() -> Self {
        let house = House::new().await;
        let channel = house.channel(Network::Simulated).await;
        let (id, member) = (house.conversation(channel).await, house.member(Role::Member).await);
        Self { house, id, member }
    }

    async fn lay(&self, tx: &mut Tx, laid: Laid, content: &str) -> DraftPicture {
        draft_picture::lay(tx, (self.id, self.member), laid, &remade(content)).await.unwrap()
    }

    async fn reply(&self, tx: &mut Tx) -> Reply {
        let conversation = store::conversation::find(tx, self.id).await.unwrap().unwrap();
        let received = letter("a", "anna", "Kaffee?");
        let who = author::keep(tx, Network::Simulated, &received.author).await.unwrap();
        let post = post::insert(tx, conversation.channel, who, &received).await.unwrap().id;
        let new = NewReply {
            conversation: self.id,
            home: None,
            post,
            member: self.member,
            thread_version: 2,
            version_seen: 1,
            text: "Gern.",
            signature: None,
            send_at: tx.now(),
            is_later: false,
        };
        reply::queue(tx, new).await.unwrap()
    }

    async fn is_kept(&self, content: &str) -> bool {
        let kept = media::find(&mut self.house.read().await, &bytes(content).digest()).await.unwrap();
        let small = bytes(&format!("small {content}")).digest();
        assert_eq!(kept.is_some(), media::find(&mut self.house.read().await, &small).await.unwrap().is_some());
        kept.is_some()
    }
}

fn alts(pictures: &[DraftPicture]) -> Vec<&str> {
    pictures.iter().map(|one| one.alt.as_str()).collect()
}

pub async fn a_picture_is_described_in_a_draft_and_taken_along_by_an_answer() {
    let desk = Desk::new().await;
    let (id, member) = (desk.id, desk.member);
    let mut tx = desk.house.write().await;
    let cup = desk.lay(&mut tx, Laid::InDraft, "cup").await;
    let tram = desk.lay(&mut tx, Laid::InDraft, "tram").await;
    let apart = desk.lay(&mut tx, Laid::Apart, "menu").await;
    let still = Remade { left_out: Some("it moves".into()), ..remade("still") };
    let still = draft_picture::lay(&mut tx, (id, member), Laid::Apart, &still).await.unwrap();
    assert_eq!(draft_picture::find(&mut tx, still.id).await.unwrap(), Some(still));
    assert_eq!((cup.full.width, cup.full.height, cup.bytes, apart.place), (40, 30, 3, None));
    draft_picture::describe(&mut tx, cup.id, "A cup").await.unwrap();
    draft_picture::describe(&mut tx, tram.id, "A tram").await.unwrap();
    let draft = draft_picture::of_draft(&mut tx, id, member).await.unwrap();
    assert_eq!(alts(&draft), ["A cup", "A tram"], "what is apart is in no draft");
    draft_picture::put_in_order(&mut tx, &[tram.id, cup.id]).await.unwrap();
    let draft = draft_picture::of_draft(&mut tx, id, member).await.unwrap();
    assert_eq!(alts(&draft), ["A tram", "A cup"]);
    assert_eq!(draft_picture::of_conversation(&mut tx, id).await.unwrap(), draft);
    assert_eq!(draft_picture::find(&mut tx, cup.id).await.unwrap().as_ref(), Some(&draft[1]));
    assert_eq!(draft_picture::count_apart(&mut tx, member).await.unwrap(), 2);

    let reply = desk.reply(&mut tx).await;
    let taken: Vec<_> = draft.iter().map(|one| (one.clone(), format!("{}, taken along", one.alt))).collect();
    reply_picture::take(&mut tx, reply.id, &taken).await.unwrap();
    reply_picture::describe(&mut tx, reply.id, 1, "A cup of tea").await.unwrap();
    reply_picture::describe(&mut tx, reply.id, 1, "A cup of coffee").await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(draft_picture::of_draft(&mut desk.house.read().await, id, member).await.unwrap(), []);
    assert!(desk.is_kept("cup").await && desk.is_kept("tram").await);
    let mut tx = desk.house.write().await;
    let shown: Vec<ReplyPicture> =
        reply_picture::of_replies(&mut tx, &[reply.id]).await.unwrap().remove(&reply.id).unwrap();
    let told: Vec<_> = shown.iter().map(|one| (one.alt.as_str(), one.written_alt.as_deref())).collect();
    let author_wrote = Some("A cup, taken along");
    assert_eq!(told, [("A tram, taken along", None), ("A cup of coffee", author_wrote)], "the first writer is kept");
    assert_eq!(shown[1].kept.as_ref().unwrap().0, cup.full);

    // Taken back: laid to the draft again, behind what is there.
    desk.lay(&mut tx, Laid::InDraft, "lamp").await;
    draft_picture::lay_again(&mut tx, (id, member), &shown).await.unwrap();
    let draft = draft_picture::of_draft(&mut tx, id, member).await.unwrap();
    assert_eq!(alts(&draft), ["", "A tram, taken along", "A cup of coffee"]);
    draft_picture::remove(&mut tx, &draft).await.unwrap();
    tx.commit().await.unwrap();
    assert!(!desk.is_kept("lamp").await && desk.is_kept("cup").await, "the answer shows it still");
}

pub async fn what_no_answer_took_goes_after_its_time_with_its_bytes() {
    let desk = Desk::new().await;
    let mut tx = desk.house.write().await;
    for (laid, content) in [(Laid::Apart, "old"), (Laid::InDraft, "begun")] {
        desk.lay(&mut tx, laid, content).await;
    }
    tx.commit().await.unwrap();
    desk.house.later(100);
    let mut tx = desk.house.write().await;
    desk.lay(&mut tx, Laid::Apart, "new").await;
    let now = tx.now();
    assert_eq!(media::drop_unused(&mut tx, now, 10).await.unwrap(), 0, "somebody may want each of them");
    assert_eq!(draft_picture::expire(&mut tx, now, 10).await.unwrap(), 1);
    assert_eq!(draft_picture::expire(&mut tx, now, 10).await.unwrap(), 0);
    tx.commit().await.unwrap();
    assert!(!desk.is_kept("old").await && desk.is_kept("new").await && desk.is_kept("begun").await);
}

pub async fn a_picture_stands_in_the_draft_of_another_conversation_too() {
    let desk = Desk::new().await;
    let channel = desk.house.channel(Network::Feed).await;
    let other = desk.house.conversation(channel).await;
    let mut tx = desk.house.write().await;
    let cup = desk.lay(&mut tx, Laid::InDraft, "cup").await;
    draft_picture::describe(&mut tx, cup.id, "A cup").await.unwrap();
    let cup = draft_picture::find(&mut tx, cup.id).await.unwrap().unwrap();
    draft_picture::copy(&mut tx, &cup, (other, cup.member)).await.unwrap();
    draft_picture::remove(&mut tx, &[cup]).await.unwrap();
    tx.commit().await.unwrap();
    let there = draft_picture::of_draft(&mut desk.house.read().await, other, desk.member).await.unwrap();
    assert_eq!(alts(&there), ["A cup"]);
    assert!(desk.is_kept("cup").await);
}
