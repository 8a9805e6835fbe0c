//! What a post carries: pictures, a film, a card, another post. Pure, of outside values.

use model::{Attachment, AttachmentKind, PictureSource, RemoteRef};
use serde_json::Value;

use super::parse::{clean, list, strong_ref, text_of, web_address};

/// What stands in the `embed` of a record.
#[derive(Debug, Default)]
pub(super) struct Embedded {
    pub(super) attachments: Vec<Attachment>,
    pub(super) quoted: Option<RemoteRef>,
}

/// Labels by which authors and moderators warn of a picture (the global values that hide or blur media; AT Protocol,
/// "Labels", read 2026-11).
const WARNINGS: [&str; 6] = ["porn", "sexual", "nudity", "graphic-media", "gore", "!warn"];

/// Reads the embed of a record of `owner`.
pub(super) fn read(embed: Option<&Value>, owner: &str) -> Embedded {
    let Some(embed) = embed else {
        return Embedded::default();
    };
    let media = |attachments| Embedded { attachments, quoted: None };
    let kind = text_of(embed, "$type").unwrap_or_default();
    match kind.strip_prefix("app.bsky.embed.").unwrap_or_default() {
        "images" => media(list(embed.get("images")).map(|image| picture(image, owner)).collect()),
        "video" => media(vec![described(AttachmentKind::Video, embed, embed.get("video"))]),
        "external" => media(card(embed, owner).into_iter().collect()),
        "record" => Embedded { attachments: vec![], quoted: embed.get("record").and_then(strong_ref) },
        "recordWithMedia" => {
            // Media inside media is not a thing; whoever writes it gets one level.
            let inner =
                embed.get("media").filter(|media| text_of(media, "$type") != Some("app.bsky.embed.recordWithMedia"));
            Embedded {
                attachments: read(inner, owner).attachments,
                quoted: embed.pointer("/record/record").and_then(strong_ref),
            }
        }
        _ => Embedded::default(),
    }
}

/// Whether a list of labels holds one that warns of pictures. A label that was taken back (`neg`) warns of nothing.
pub(super) fn is_warned_of(labels: Option<&Value>) -> bool {
    list(labels).any(|label| {
        let is_taken_back = label.get("neg").and_then(Value::as_bool) == Some(true);
        !is_taken_back && text_of(label, "val").is_some_and(|word| WARNINGS.contains(&word))
    })
}

/// Adds the small picture of a film, which only the shown form of a post names.
pub(super) fn add_small_picture(attachments: &mut [Attachment], shown: Option<&Value>) {
    let shown = shown.map(|shown| shown.get("media").unwrap_or(shown));
    let address = shown.and_then(|shown| web_address(text_of(shown, "thumbnail")?));
    for film in attachments.iter_mut().filter(|one| one.kind == AttachmentKind::Video) {
        film.picture = address.clone().map(PictureSource::Web);
    }
}

fn picture(image: &Value, owner: &str) -> Attachment {
    let blob = image.get("image");
    Attachment { picture: blob.and_then(|blob| source(blob, owner)), ..described(AttachmentKind::Image, image, blob) }
}

fn described(kind: AttachmentKind, part: &Value, blob: Option<&Value>) -> Attachment {
    let side = |name| part.get("aspectRatio")?.get(name)?.as_u64()?.try_into().ok().filter(|side| *side > 0);
    Attachment {
        alt: words(part, "alt"),
        media_type: blob.and_then(|blob| text_of(blob, "mimeType")).map(|kind| clean(kind).chars().take(100).collect()),
        width: side("width"),
        height: side("height"),
        ..Attachment::of(kind)
    }
}

fn card(embed: &Value, owner: &str) -> Option<Attachment> {
    let card = embed.get("external")?;
    Some(Attachment {
        alt: words(card, "title"),
        url: Some(web_address(text_of(card, "uri")?)?),
        picture: card.get("thumb").and_then(|blob| source(blob, owner)),
        ..Attachment::of(AttachmentKind::Link)
    })
}

fn words(part: &Value, name: &str) -> Option<String> {
    text_of(part, name).map(|words| clean(words.trim())).filter(|words| !words.is_empty())
}

/// Where a blob lies, in the present form (`ref`) or the former one (`cid`).
fn source(blob: &Value, owner: &str) -> Option<PictureSource> {
    let cid = blob.pointer("/ref/$link").or_else(|| blob.get("cid")).and_then(Value::as_str)?;
    let is_sound = (8..=256).contains(&cid.len()) && cid.bytes().all(|byte| byte.is_ascii_alphanumeric());
    is_sound.then(|| PictureSource::Blob { owner: owner.to_owned(), cid: cid.to_owned() })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    const CID: &str = "bafkreibabalobzn6cd366ukcsjycp4yymjymgfxcv6xczmlgpemzkz3cfa";

    fn images() -> Value {
        let blob = json!({ "$type": "blob", "ref": { "$link": CID }, "mimeType": "image/jpeg", "size": 9 });
        let image = json!({ "image": blob, "alt": " A cup ", "aspectRatio": { "width": 4, "height": 3 } });
        json!({ "$type": "app.bsky.embed.images", "images": [image, { "image": { "cid": CID }, "alt": "" }] })
    }

    #[test]
    fn pictures_tell_where_they_lie_how_they_look_and_what_they_show() {
        let read = read(Some(&images()), "did:plc:a").attachments;
        let source = Some(PictureSource::Blob { owner: "did:plc:a".into(), cid: CID.into() });
        assert_eq!((read[0].alt.as_deref(), read[0].width, read[0].height), (Some("A cup"), Some(4), Some(3)));
        assert_eq!(read[0].media_type.as_deref(), Some("image/jpeg"));
        assert_eq!((&read[0].picture, &read[1].picture), (&source, &source));
        assert_eq!(read[1].alt, None);
    }

    #[test]
    fn a_card_has_its_small_picture_and_a_quote_its_media() {
        let card = json!({ "$type": "app.bsky.embed.external",
            "external": { "uri": "https://beans.test/", "title": "Beans", "thumb": { "ref": { "$link": CID } } } });
        assert!(matches!(read(Some(&card), "did:plc:a").attachments[0].picture, Some(PictureSource::Blob { .. })));
        let quoted = json!({ "uri": "at://did:plc:b/app.bsky.feed.post/3n2", "cid": CID });
        let both =
            json!({ "$type": "app.bsky.embed.recordWithMedia", "record": { "record": quoted }, "media": images() });
        let both = read(Some(&both), "did:plc:a");
        assert_eq!((both.attachments.len(), both.quoted.is_some()), (2, true));
    }

    #[test]
    fn only_labels_that_stand_and_are_about_pictures_warn() {
        let label = |word: &str, is_taken_back: bool| json!([{ "val": word, "neg": is_taken_back }]);
        assert!(is_warned_of(Some(&label("graphic-media", false))));
        assert!(!is_warned_of(Some(&label("graphic-media", true))));
        assert!(!is_warned_of(Some(&label("bot", false))) && !is_warned_of(None));
    }

    #[test]
    fn a_cid_that_would_change_the_address_is_none() {
        for cid in ["../../etc/passwd", "bafk&did=x", "", "short"] {
            assert_eq!(source(&json!({ "ref": { "$link": cid } }), "did:plc:a"), None, "{cid}");
        }
    }

    #[test]
    fn a_film_has_the_small_picture_that_the_network_shows() {
        let embed = json!({ "$type": "app.bsky.embed.video", "video": { "ref": { "$link": CID } }, "alt": "A tram" });
        let mut film = read(Some(&embed), "did:plc:a").attachments;
        assert_eq!((film[0].kind, &film[0].picture), (AttachmentKind::Video, &None));
        add_small_picture(&mut film, Some(&json!({ "thumbnail": "https://video.test/t.jpg" })));
        assert_eq!(film[0].picture, Some(PictureSource::Web("https://video.test/t.jpg".into())));
    }
}
