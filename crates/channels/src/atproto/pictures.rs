//! Pictures of our answers: the record names them by their bytes, so it is known before any of them is sent.

use model::{LengthRule, PictureRule};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::AtprotoChannel;
use super::parse::{list, text_of};
use super::session::Account;
use super::xrpc::Input;
use crate::{ChannelError, OutgoingPicture};

/// The rule for pictures (lexicon `app.bsky.embed.images`, read 2026-11): four, of 2,000,000 bytes each. Servers with the
/// lexicon of before 2026-04 refuse more than 1,000,000, in which a photograph has room. Descriptions have no limit there;
/// the network's own program takes 2,000 characters.
pub const PICTURES: PictureRule =
    PictureRule { count_max: 4, bytes_max: 1_000_000, alt: LengthRule { graphemes_max: Some(2_000), bytes_max: None } };

/// What a record shows of pictures; `None` without any.
pub(super) fn embed(pictures: &[OutgoingPicture]) -> Result<Option<Value>, ChannelError> {
    if pictures.is_empty() {
        return Ok(None);
    }
    let is_fine = |one: &OutgoingPicture| {
        one.bytes.len() <= PICTURES.bytes_max && !one.alt.trim().is_empty() && PICTURES.alt.measure(&one.alt).fits
    };
    if pictures.len() > PICTURES.count_max || !pictures.iter().all(is_fine) {
        let what =
            "an answer has at most 4 pictures of 1,000,000 bytes, each with a description of 1 to 2,000 characters";
        return Err(ChannelError::give_up(what));
    }
    let image = |one: &OutgoingPicture| {
        json!({
            "alt": one.alt,
            "aspectRatio": {"width": one.width, "height": one.height},
            "image": {
                "$type": "blob",
                "ref": {"$link": cid(&one.bytes)},
                "mimeType": one.media_type,
                "size": one.bytes.len(),
            },
        })
    };
    let images: Vec<Value> = pictures.iter().map(image).collect();
    Ok(Some(json!({"$type": "app.bsky.embed.images", "images": images})))
}

impl AtprotoChannel {
    /// Brings the pictures that a record names to our server; one that is there already is not kept twice.
    pub(super) async fn bring(
        &self,
        account: &Account,
        record: &str,
        pictures: &[OutgoingPicture],
    ) -> Result<(), ChannelError> {
        let record: Value = serde_json::from_str(record)
            .map_err(|_| ChannelError::give_up("what was prepared of this answer cannot be read"))?;
        for image in list(record.pointer("/record/embed/images")) {
            let named = image.pointer("/image/ref/$link").and_then(Value::as_str).unwrap_or_default();
            let picture = pictures.iter().find(|picture| cid(&picture.bytes) == named);
            let picture = picture.ok_or_else(|| ChannelError::give_up("a picture of this answer is gone"))?;
            let input = Input::File(&picture.media_type, &picture.bytes);
            let brought = account.procedure("com.atproto.repo.uploadBlob", input).await.map_err(|error| {
                let mut failure = error.of("send a picture of the answer");
                failure.may_have_arrived = false; // nothing shows it yet
                failure
            })?;
            let kept = brought.get("blob").unwrap_or(&Value::Null);
            let is_same = kept.pointer("/ref/$link").and_then(Value::as_str) == Some(named)
                && text_of(kept, "mimeType") == Some(&picture.media_type);
            if !is_same {
                return Err(ChannelError::give_up("the network takes a picture of this answer for another"));
            }
        }
        Ok(())
    }
}

/// The network's name of these bytes: a CID of version 1 in base32, of raw bytes by their SHA-256 (AT Protocol, "Data
/// Model", "Blob Type", read 2026-11).
fn cid(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 32] = b"abcdefghijklmnopqrstuvwxyz234567";
    let mut named = vec![0x01, 0x55, 0x12, 0x20];
    named.extend_from_slice(&Sha256::digest(bytes));
    let mut text = String::from("b");
    let (mut left, mut bits) = (0_u32, 0);
    for byte in named {
        left = (left << 8) | u32::from(byte);
        bits += 8;
        while bits >= 5 {
            bits -= 5;
            text.push(char::from(LETTERS[(left >> bits) as usize & 31]));
        }
        left &= (1 << bits) - 1;
    }
    if bits > 0 {
        text.push(char::from(LETTERS[(left << (5 - bits)) as usize & 31]));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn picture(alt: &str, bytes: &[u8]) -> OutgoingPicture {
        OutgoingPicture { alt: alt.into(), media_type: "image/png".into(), width: 4, height: 3, bytes: bytes.to_vec() }
    }

    #[test]
    fn bytes_have_the_name_that_the_network_gives_them() {
        // The name of no bytes at all, as every implementation has it.
        assert_eq!(cid(b""), "bafkreihdwdcefgh4dqkjv67uzcmw7ojee6xedzdetojuzjevtenxquvyku");
        assert_eq!(cid(b"hello world"), "bafkreifzjut3te2nhyekklss27nh3k72ysco7y32koao5eei66wof36n5e");
    }

    #[test]
    fn a_record_shows_pictures_in_their_order_with_what_they_show_and_their_shape() {
        let embed = embed(&[picture("A cup", b"one"), picture("A tram", b"two")]).unwrap().unwrap();
        assert_eq!(embed["images"][1]["alt"], "A tram");
        assert_eq!(embed["images"][0]["aspectRatio"], json!({"width": 4, "height": 3}));
        assert_eq!(embed["images"][0]["image"]["ref"]["$link"], cid(b"one"));
        assert_eq!(embed["images"][0]["image"]["size"], 3);
        assert_eq!(super::embed(&[]).unwrap(), None);
    }

    #[test]
    fn what_the_network_does_not_take_is_refused_before_it_leaves() {
        let (undescribed, long) = (picture(" ", b"one"), picture(&"a".repeat(2_001), b"one"));
        let large = picture("A cup", &vec![0; PICTURES.bytes_max + 1]);
        let five = vec![picture("A cup", b"one"); 5];
        for pictures in [vec![undescribed], vec![long], vec![large], five] {
            assert!(embed(&pictures).is_err());
        }
    }
}
