//! With what members sign what they say in public: their name and for whom they speak, on each channel as it is usual there.

use model::{ChannelId, Right};
use store::member::Member;
use store::signature::{self, Signature};
use store::{Tx, channel, organisation};
use wording::t;

use crate::acts::require;
use crate::variant::{Filling, blank_but};
use crate::{InboxError, Result};

/// The longest signature, in characters.
pub const SIGNATURE_CHARS_MAX: usize = 100;
/// Blanks that a signature may have.
pub const SIGNATURE_BLANKS: &[&str] = &["me", "organisation"];

/// Why a signature cannot be kept.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SignatureFault {
    /// It is longer than anybody reads.
    #[error("{}", t!("a signature has at most {max} characters", max = SIGNATURE_CHARS_MAX))]
    Long,
    /// It is not on one line, or has signs that nobody sees.
    #[error("{}", t!("a signature is one line"))]
    Lines,
    /// It has a blank that is filled by nothing.
    #[error("{}", t!("{blank} is no blank of a signature; there are {names}", blank = .blank, names = names()))]
    Blank {
        /// As it was written.
        blank: String,
    },
}

/// The blanks of a signature, as they are written.
fn names() -> String {
    let names: Vec<String> = SIGNATURE_BLANKS.iter().map(|name| format!("{{{{{name}}}}}")).collect();
    t!("{names} and {last}", names = names[..names.len() - 1].join(", "), last = names[names.len() - 1])
}

/// Keeps with what a member signs on a channel, or with `None` wherever they have no other; empty words take it away.
///
/// # Errors
/// `Forbidden`; `Missing` for no such channel; `Signature` with what is wrong.
pub async fn keep_signature(tx: &mut Tx, member: &Member, on: Option<ChannelId>, text: &str) -> Result<()> {
    require(member, Right::WorkInbox)?;
    let text = text.trim();
    if text.chars().count() > SIGNATURE_CHARS_MAX {
        return Err(SignatureFault::Long.into());
    }
    if text.chars().any(char::is_control) {
        return Err(SignatureFault::Lines.into());
    }
    if let Some(blank) = blank_but(text, |name| SIGNATURE_BLANKS.contains(&name)) {
        return Err(SignatureFault::Blank { blank: blank.to_owned() }.into());
    }
    if let Some(on) = on {
        channel::find(tx, on).await?.ok_or(InboxError::Missing("this channel"))?;
    }
    Ok(signature::keep(tx, member.id, on, text).await?)
}

/// With what a member signs on a channel, its blanks filled; `None` where they sign with nothing.
pub async fn signature_on(tx: &mut Tx, member: &Member, on: ChannelId) -> Result<Option<String>> {
    let all = signature::of_member(tx, member.id).await?;
    let Some(found) = fitting(&all, on) else { return Ok(None) };
    let organisation = organisation::find(tx).await?.map(|organisation| organisation.name).unwrap_or_default();
    let filling = Filling { me: member.name.clone(), organisation, ..Filling::default() };
    Ok(Some(filling.fill(&found.text)))
}

/// The one for the channel, else the one for wherever there is no other.
fn fitting(all: &[Signature], on: ChannelId) -> Option<&Signature> {
    let of = |channel: Option<ChannelId>| all.iter().find(|one| one.channel == channel);
    of(Some(on)).or_else(|| of(None))
}

/// The words with the signature behind them, on a line of its own.
pub fn signed(text: &str, signature: Option<&str>) -> String {
    match signature {
        Some(signature) => format!("{text}\n{signature}"),
        None => text.to_owned(),
    }
}

/// The words without the signature that stands behind them; as they are where it stands there no more.
pub(crate) fn unsigned<'a>(text: &'a str, signature: Option<&str>) -> &'a str {
    let cut = signature.and_then(|signature| text.strip_suffix(signature));
    cut.map_or(text, |text| text.strip_suffix('\n').unwrap_or(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_signature_is_put_behind_and_taken_off_again_and_only_where_it_stands() {
        let whole = signed("On our way.", Some("– Mara"));
        assert_eq!(whole, "On our way.\n– Mara");
        assert_eq!(unsigned(&whole, Some("– Mara")), "On our way.");
        assert_eq!(unsigned("Edited – Jonas", Some("– Mara")), "Edited – Jonas");
        assert_eq!((signed("On our way.", None).as_str(), unsigned(&whole, None)), ("On our way.", whole.as_str()));
    }
}
