//! Addresses to sign in with.

/// The longest address that mail can carry (RFC 5321, section 4.5.3.1.3).
const EMAIL_BYTES_MAX: usize = 254;

/// What is wrong with an address, as a sentence; `None` when it will do. Nothing is sent to it, so it is enough that it
/// looks like one.
pub(crate) fn email_fault(email: &str) -> Option<String> {
    let has_place = email.rsplit_once('@').is_some_and(|(name, host)| {
        !name.is_empty() && !name.contains('@') && !host.is_empty() && !host.starts_with('.') && !host.ends_with('.')
    });
    let has_gap = email.chars().any(|c| c.is_whitespace() || c.is_control());
    if has_place && !has_gap && email.len() <= EMAIL_BYTES_MAX {
        return None;
    }
    Some("That is no e-mail address. It looks like name@place.example".into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_looks_like_an_address_is_taken() {
        for email in ["mara@x.test", "mara.lind+coffee@mail.x.test", "mära@bücher.example", "root@localhost"] {
            assert_eq!(email_fault(email), None, "{email}");
        }
        for email in ["", "mara", "@x.test", "mara@", "mara@.test", "mara@x.", "a@b@c", "ma ra@x.test", "mara@x\n.test"]
        {
            assert!(email_fault(email).is_some(), "{email:?}");
        }
    }
}
