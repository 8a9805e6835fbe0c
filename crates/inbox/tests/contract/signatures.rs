//! With what members sign what they say in public.

use crate::desk::{Desk, answer};

use inbox::{Answer, InboxError, SignatureFault, keep_signature};
use model::{ChannelId, LengthRule, Role};
use store::draft::{self, DraftKind};
use store::signature;

async fn kept(desk: &Desk, on: Option<ChannelId>, text: &str) -> Result<(), InboxError> {
    let who = desk.member("member").await;
    let mut tx = desk.write().await;
    keep_signature(&mut tx, &who, on, text).await?;
    tx.commit().await.unwrap();
    Ok(())
}

pub async fn an_answer_is_signed_as_on_its_channel_and_comes_back_without() {
    let desk = Desk::new().await;
    let (id, ada) = (desk.conversation("a").await, desk.member("member").await);
    let signed = async |is_signed| {
        let version_seen = desk.find(id).await.version;
        let mut tx = desk.write().await;
        let reply = inbox::answer(&mut tx, &ada, Answer { is_signed, version_seen, ..answer(id) }).await.unwrap();
        draft::keep(&mut tx, id, ada.id, DraftKind::Reply, "").await.unwrap();
        tx.commit().await.unwrap();
        reply
    };
    assert_eq!(signed(true).await.text, "Er kommt gleich.", "who has no signature signs with nothing");
    kept(&desk, None, " – {{me}} ").await.unwrap();
    assert_eq!(signed(true).await.text, "Er kommt gleich.\n– member");
    kept(&desk, Some(desk.channel), "^m").await.unwrap();
    let reply = signed(true).await;
    assert_eq!((reply.text.as_str(), reply.signature.as_deref()), ("Er kommt gleich.\n^m", Some("^m")));
    assert_eq!(desk.reply(reply.id).await, reply);
    let plain = signed(false).await;
    assert_eq!((plain.text.as_str(), plain.signature), ("Er kommt gleich.", None));

    // Taken back, the words are a draft without it, which is to be signed as the answer was.
    for (reply, is_unsigned) in [(reply.id, false), (plain.id, true)] {
        let mut tx = desk.write().await;
        inbox::cancel(&mut tx, &ada, reply).await.unwrap();
        assert_eq!(
            draft::find(&mut tx, id, ada.id, DraftKind::Reply).await.unwrap().as_deref(),
            Some("Er kommt gleich.")
        );
        assert_eq!(draft::is_unsigned(&mut tx, id, ada.id).await.unwrap(), is_unsigned);
        draft::keep(&mut tx, id, ada.id, DraftKind::Reply, "").await.unwrap();
        tx.commit().await.unwrap();
    }
    // Merged into another, an answer that goes without still does.
    let other = desk.conversation("z").await;
    let mut tx = desk.write().await;
    draft::keep(&mut tx, id, ada.id, DraftKind::Reply, "Und?").await.unwrap();
    draft::keep_unsigned(&mut tx, id, ada.id, true).await.unwrap();
    let merged = inbox::merge(&mut tx, &ada, id, other).await.unwrap().unwrap();
    tx.commit().await.unwrap();
    assert!(draft::is_unsigned(&mut desk.read().await, other, ada.id).await.unwrap());
    desk.undone(&ada, merged).await;
    let mut tx = desk.write().await;
    draft::keep(&mut tx, id, ada.id, DraftKind::Reply, "").await.unwrap();
    tx.commit().await.unwrap();
    kept(&desk, Some(desk.channel), "").await.unwrap();
    assert_eq!(signed(true).await.text, "Er kommt gleich.\n– member", "the one for everywhere again");
}

pub async fn a_signature_counts_towards_the_length_and_a_wrong_one_is_refused() {
    let desk = Desk::new().await;
    let (id, ada) = (desk.conversation("a").await, desk.member("member").await);
    kept(&desk, None, "– {{me}}").await.unwrap();
    let length = LengthRule { graphemes_max: Some(20), bytes_max: None };
    let refused = inbox::answer(&mut desk.write().await, &ada, Answer { is_signed: true, length, ..answer(id) }).await;
    assert!(matches!(&refused, Err(InboxError::TooLong(measured)) if measured.graphemes == 25), "{refused:?}");
    let is_blank = |fault: &SignatureFault| matches!(fault, SignatureFault::Blank { blank } if blank == "{{person}}");
    let long = "x".repeat(101);
    for (text, is_it) in [
        ("– {{person}}", &is_blank as &dyn Fn(&SignatureFault) -> bool),
        (long.as_str(), &|fault| *fault == SignatureFault::Long),
        ("– Ada\nBahn", &|fault| *fault == SignatureFault::Lines),
    ] {
        let refused = kept(&desk, None, text).await;
        assert!(matches!(&refused, Err(InboxError::Signature(fault)) if is_it(fault)), "{text}: {refused:?}");
    }
    assert!(matches!(kept(&desk, Some(ChannelId(7)), "– A").await, Err(InboxError::Missing("this channel"))));
    let stands = signature::of_member(&mut desk.read().await, ada.id).await.unwrap();
    assert_eq!(stands.iter().map(|one| one.text.as_str()).collect::<Vec<_>>(), ["– {{me}}"]);
    let mut reader = ada;
    reader.role = Role::Colleague;
    let refused = keep_signature(&mut desk.write().await, &reader, None, "– A").await;
    assert!(matches!(refused, Err(InboxError::Forbidden(_))), "{refused:?}");
}
