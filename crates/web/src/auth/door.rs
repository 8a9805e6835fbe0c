//! Passwords, and how often they may be tried.

use std::net::IpAddr;
use std::num::NonZeroU32;
use std::sync::LazyLock;
use std::time::Duration;

use argon2::Argon2;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use governor::clock::{Clock as _, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};
use tokio::sync::Semaphore;

use crate::failure::Failure;

/// The fewest characters of a password.
pub(crate) const PASSWORD_CHARS_MIN: usize = 12;
/// Longer ones only cost time.
const PASSWORD_BYTES_MAX: usize = 1_000;

/// Tries for one address: ten at once, then one every ninety seconds.
const PER_EMAIL: (u32, Duration) = (10, Duration::from_secs(90));
/// Tries from one place: thirty at once, then one every ten seconds.
const PER_PLACE: (u32, Duration) = (30, Duration::from_secs(10));

/// Checks passwords with argon2id, slowly on purpose and few at a time, and slows down who guesses.
pub(crate) struct Doorkeeper {
    by_email: DefaultKeyedRateLimiter<String>,
    by_place: DefaultKeyedRateLimiter<IpAddr>,
    hashing: Semaphore,
}

/// Whether somebody may try.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// They may.
    Try,
    /// Not before this time has passed.
    Wait(Duration),
}

// Checked when there is no such member, so that the time does not tell.
static NOBODY: LazyLock<String> = LazyLock::new(|| hash("nobody has this password").unwrap_or_default());

fn hash(password: &str) -> Option<String> {
    Argon2::default().hash_password(password.as_bytes()).ok().map(|hash| hash.to_string())
}

impl Doorkeeper {
    pub(crate) fn new() -> Self {
        let quota = |(burst, every): (u32, Duration)| {
            Quota::with_period(every)
                .expect("the period is not zero")
                .allow_burst(NonZeroU32::new(burst).expect("the burst is not zero"))
        };
        Self {
            by_email: RateLimiter::keyed(quota(PER_EMAIL)),
            by_place: RateLimiter::keyed(quota(PER_PLACE)),
            hashing: Semaphore::new(2),
        }
    }

    /// Counts a try to sign in.
    pub(crate) fn admit(&self, email: &str, place: IpAddr) -> Verdict {
        self.by_email.retain_recent();
        self.by_place.retain_recent();
        let now = DefaultClock::default().now();
        let by_place = self.by_place.check_key(&household(place)).err().map(|not| not.wait_time_from(now));
        let by_email = self.by_email.check_key(&email.trim().to_lowercase()).err().map(|not| not.wait_time_from(now));
        by_place.max(by_email).map_or(Verdict::Try, Verdict::Wait)
    }

    /// The hash of a new password in PHC form; broken when the machine cannot.
    pub(crate) async fn hash(&self, password: String) -> Result<String, Failure> {
        let _turn = self.hashing.acquire().await.map_err(|error| Failure::broken(&error))?;
        let hashed = tokio::task::spawn_blocking(move || hash(&password)).await.ok().flatten();
        hashed.ok_or_else(|| Failure::broken(&std::io::Error::other("a password could not be hashed")))
    }

    /// Whether a password is the one that was hashed; takes as long when there is no hash.
    pub(crate) async fn is_right(&self, password: String, hashed: Option<String>) -> bool {
        if password.len() > PASSWORD_BYTES_MAX {
            return false;
        }
        let Ok(_turn) = self.hashing.acquire().await else { return false };
        let check = move || {
            let is_somebody = hashed.is_some();
            let hashed = hashed.unwrap_or_else(|| NOBODY.clone());
            let is_right = PasswordHash::new(&hashed)
                .is_ok_and(|hash| Argon2::default().verify_password(password.as_bytes(), &hash).is_ok());
            is_somebody && is_right
        };
        tokio::task::spawn_blocking(check).await.unwrap_or(false)
    }
}

/// All addresses that one connection of the version 6 internet has are one place.
fn household(place: IpAddr) -> IpAddr {
    match place.to_canonical() {
        IpAddr::V6(address) => IpAddr::V6((address.to_bits() & (u128::MAX << 64)).into()),
        v4 => v4,
    }
}

/// What is wrong with a new password, as a sentence; `None` when it will do.
pub(crate) fn password_fault(password: &str, name: &str, email: &str) -> Option<String> {
    let count = password.chars().count();
    let lower = password.to_lowercase();
    let is_own_name = [name, email, email.split('@').next().unwrap_or_default()]
        .iter()
        .any(|own| own.chars().count() >= 4 && lower == own.to_lowercase());
    let distinct = password.chars().collect::<std::collections::HashSet<_>>().len();
    if count < PASSWORD_CHARS_MIN {
        Some(format!(
            "{count} characters; at least {PASSWORD_CHARS_MIN} are needed. A short sentence is easy to keep in mind."
        ))
    } else if password.len() > PASSWORD_BYTES_MAX {
        Some("That is longer than a password can be here.".into())
    } else if is_own_name || distinct < 4 {
        Some("That is easy to guess. A short sentence that only you would say is better.".into())
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn only_the_right_password_of_somebody_opens() {
        let door = Doorkeeper::new();
        let hashed = door.hash("a quiet corner table".into()).await.ok();
        assert!(hashed.as_ref().is_some_and(|hash| hash.starts_with("$argon2id$")));
        assert!(door.is_right("a quiet corner table".into(), hashed.clone()).await);
        assert!(!door.is_right("a loud corner table".into(), hashed).await);
        assert!(!door.is_right("nobody has this password".into(), None).await);
    }

    #[test]
    fn guessing_is_slowed_per_address_from_wherever_it_comes() {
        let door = Doorkeeper::new();
        for n in 0..10 {
            assert_eq!(door.admit("Mara@example.test", IpAddr::from([10, 0, 0, n])), Verdict::Try);
        }
        assert!(matches!(door.admit("mara@example.test ", IpAddr::from([10, 0, 0, 99])), Verdict::Wait(_)));
        assert_eq!(door.admit("jonas@example.test", IpAddr::from([10, 0, 0, 99])), Verdict::Try);
    }

    #[test]
    fn guessing_is_slowed_per_place_whatever_address_it_takes_there() {
        let door = Doorkeeper::new();
        let place = |n: u16| IpAddr::from([0x2001, 0xdb8, 0, 0, 0, 0, 0, n]);
        for n in 0..30 {
            assert_eq!(door.admit(&format!("guess{n}@example.test"), place(n)), Verdict::Try);
        }
        assert!(matches!(door.admit("mara@example.test", place(99)), Verdict::Wait(_)));
    }

    #[test]
    fn short_and_guessable_passwords_are_named_as_such() {
        assert!(password_fault("short", "Mara", "mara@x.test").is_some());
        assert!(password_fault("aaaaaaaaaaaaaaaa", "Mara", "mara@x.test").is_some());
        assert!(password_fault("mara.lind@x.test", "Mara", "mara.lind@x.test").is_some());
        assert_eq!(password_fault("a quiet corner table", "Mara", "mara@x.test"), None);
    }
}
