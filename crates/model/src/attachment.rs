//! What hangs on a post: pictures, films, recordings, link cards, files.

use serde::{Deserialize, Serialize};

/// Something that hangs on a post, as its author described it. Of the thing itself, only pictures and the small pictures
/// of films and links are ever fetched ([`Attachment::picture`]).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attachment {
    /// What it is.
    pub kind: AttachmentKind,
    /// The author's description for those who cannot see it; the title of a link card.
    pub alt: Option<String>,
    /// What it leads to.
    pub url: Option<String>,
    /// Where a picture of it can be fetched: the picture itself, or the small one that stands for a film or a link.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub picture: Option<PictureSource>,
    /// The media type that its source declares; never relied on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub media_type: Option<String>,
    /// Its declared width in pixels (or the first part of its aspect ratio).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub width: Option<u32>,
    /// Its declared height, in the same measure.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub height: Option<u32>,
    /// Whether its author or its network warns of it: it is not shown before somebody asks.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_sensitive: bool,
}

impl Attachment {
    /// An attachment of a kind, of which nothing else is known.
    pub fn of(kind: AttachmentKind) -> Self {
        Self { kind, ..Self::default() }
    }
}

/// What an [`Attachment`] is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AttachmentKind {
    /// A picture.
    Image,
    /// A film.
    Video,
    /// A recording.
    Audio,
    /// A card that leads to a page.
    Link,
    /// Anything else, also what only a newer version knows.
    #[default]
    #[serde(other)]
    File,
}

impl AttachmentKind {
    /// The word that stands for it outside the code.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Image => "image",
            Self::Video => "video",
            Self::Audio => "audio",
            Self::Link => "link",
            Self::File => "file",
        }
    }

    /// The kind of a declared media type or medium (`image/png`, `audio`).
    pub fn of_media_type(declared: &str) -> Self {
        match declared.trim().split('/').next().map(str::to_ascii_lowercase).as_deref() {
            Some("image") => Self::Image,
            Some("video") => Self::Video,
            Some("audio") => Self::Audio,
            _ => Self::File,
        }
    }
}

/// Where a picture can be fetched.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PictureSource {
    /// At an address of the web.
    Web(String),
    /// With whoever keeps its owner's records, named by what is in it.
    Blob {
        /// The network's lasting id of its owner.
        owner: String,
        /// The network's name for the content (a CID).
        cid: String,
    },
}

crate::words! {
    /// What became of a picture that hangs on a post.
    pub enum PictureState {
        /// It is still to be fetched.
        Waiting = "waiting",
        /// It is kept and can be shown.
        Kept = "kept",
        /// It could not be fetched.
        Failed = "failed",
        /// It was fetched and is nothing that we show.
        Refused = "refused",
        /// Its source has it no more.
        Gone = "gone",
        /// It was kept as long as pictures are kept.
        Expired = "expired",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_written_before_and_what_a_newer_version_writes_can_be_read() {
        let former = r#"{"kind": "image", "alt": "a cup", "url": null}"#;
        let read: Attachment = serde_json::from_str(former).unwrap();
        assert_eq!((read.kind, read.alt.as_deref(), read.picture), (AttachmentKind::Image, Some("a cup"), None));
        let newer = r#"{"kind": "hologram", "alt": null, "url": null, "depth": 3}"#;
        assert_eq!(serde_json::from_str::<Attachment>(newer).unwrap().kind, AttachmentKind::File);
    }

    #[test]
    fn a_declared_type_tells_the_kind() {
        for (declared, kind) in [
            ("image/png", AttachmentKind::Image),
            ("Audio/MPEG", AttachmentKind::Audio),
            ("video", AttachmentKind::Video),
            ("application/pdf", AttachmentKind::File),
            ("", AttachmentKind::File),
        ] {
            assert_eq!(AttachmentKind::of_media_type(declared), kind, "{declared}");
        }
    }
}
