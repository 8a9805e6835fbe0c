//! Secrets at rest: encrypted with a key that lies outside the database.

use std::fmt;
use std::fs;
use std::io::Write as _;
use std::path::Path;

use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{Key, XChaCha20Poly1305, XNonce};
use sha2::{Digest, Sha256};

const VERSION: u8 = 1;
const KEY_ID_BYTES: usize = 4;
const NONCE_BYTES: usize = 24;

/// Encrypts and decrypts small secrets (passwords, tokens of channels) with XChaCha20-Poly1305.
///
/// A box is one version byte, four bytes that name the key, a random nonce and the cipher text. The place it is kept
/// at (table and row) is authenticated with it, so that a box moved to another row does not open.
#[derive(Clone)]
pub struct Vault {
    cipher: XChaCha20Poly1305,
    key_id: [u8; KEY_ID_BYTES],
}

impl fmt::Debug for Vault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Vault").field("key_id", &hex::encode(self.key_id)).finish_non_exhaustive()
    }
}

/// A secret that cannot be kept or opened.
#[derive(Debug, thiserror::Error)]
pub enum VaultError {
    /// The key file cannot be used.
    #[error("the key file {path} cannot be used")]
    KeyFile {
        /// Which file.
        path: String,
        /// What the system says.
        #[source]
        source: std::io::Error,
    },
    /// The key is not 32 bytes in hexadecimal.
    #[error("the key must be 64 hexadecimal digits (32 bytes)")]
    KeyForm,
    /// The box was made with another key.
    #[error("this secret was encrypted with another key ({0}); bring that key back or enter the secret again")]
    OtherKey(String),
    /// The box was changed or moved.
    #[error("this secret was damaged; enter it again")]
    Damaged,
}

impl Vault {
    /// The vault with this key (64 hexadecimal digits).
    ///
    /// # Errors
    /// `KeyForm` when it is not that.
    pub fn from_hex(key: &str) -> Result<Self, VaultError> {
        let bytes: [u8; 32] =
            hex::decode(key.trim()).ok().and_then(|bytes| bytes.try_into().ok()).ok_or(VaultError::KeyForm)?;
        let digest = Sha256::digest(bytes);
        let key_id = [digest[0], digest[1], digest[2], digest[3]];
        Ok(Self { cipher: XChaCha20Poly1305::new(&Key::from(bytes)), key_id })
    }

    /// The vault whose key lies in this file; a new key is made, readable by its owner only, when there is none.
    ///
    /// # Errors
    /// `KeyFile` when it cannot be read or made, `KeyForm` when it holds something else.
    pub fn from_file(path: &Path) -> Result<Self, VaultError> {
        let failed = |source| VaultError::KeyFile { path: path.display().to_string(), source };
        match fs::read_to_string(path) {
            Ok(key) => Self::from_hex(&key),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                let key = hex::encode(random_bytes::<32>());
                let mut options = fs::OpenOptions::new();
                options.write(true).create_new(true);
                #[cfg(unix)]
                std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
                let mut file = options.open(path).map_err(failed)?;
                file.write_all(key.as_bytes()).and_then(|()| file.sync_all()).map_err(failed)?;
                Self::from_hex(&key)
            }
            Err(error) => Err(failed(error)),
        }
    }

    /// Closes a secret into a box for one place.
    pub fn close(&self, place: &str, secret: &str) -> Vec<u8> {
        let nonce = random_bytes::<NONCE_BYTES>();
        let payload = Payload { msg: secret.as_bytes(), aad: place.as_bytes() };
        let sealed = self.cipher.encrypt(&XNonce::from(nonce), payload).expect("a short secret can be encrypted");
        [&[VERSION][..], &self.key_id, &nonce, &sealed].concat()
    }

    /// Opens a box that was closed for this place.
    ///
    /// # Errors
    /// `OtherKey`, or `Damaged` when the box was changed or moved.
    pub fn open(&self, place: &str, sealed: &[u8]) -> Result<String, VaultError> {
        let (head, rest) = sealed.split_at_checked(1 + KEY_ID_BYTES).ok_or(VaultError::Damaged)?;
        if head[0] != VERSION {
            return Err(VaultError::Damaged);
        }
        if head[1..] != self.key_id {
            return Err(VaultError::OtherKey(hex::encode(&head[1..])));
        }
        let (nonce, cipher_text) = rest.split_first_chunk::<NONCE_BYTES>().ok_or(VaultError::Damaged)?;
        let payload = Payload { msg: cipher_text, aad: place.as_bytes() };
        let plain = self.cipher.decrypt(&XNonce::from(*nonce), payload).map_err(|_| VaultError::Damaged)?;
        String::from_utf8(plain).map_err(|_| VaultError::Damaged)
    }
}

/// Bytes that nobody can guess, from the system.
pub fn random_bytes<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).expect("the system gives random bytes");
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    fn vault() -> Vault {
        Vault::from_hex(&"ab".repeat(32)).unwrap()
    }

    #[test]
    fn a_secret_opens_only_at_its_place_and_with_its_key() {
        let sealed = vault().close("channel:7", "hunter2");
        assert_eq!(vault().open("channel:7", &sealed).unwrap(), "hunter2");
        assert!(matches!(vault().open("channel:8", &sealed), Err(VaultError::Damaged)));
        let other = Vault::from_hex(&"cd".repeat(32)).unwrap();
        assert!(matches!(other.open("channel:7", &sealed), Err(VaultError::OtherKey(_))));
    }

    #[test]
    fn no_bytes_make_it_panic() {
        for length in 0..64 {
            assert!(vault().open("channel:7", &vec![1; length]).is_err());
        }
    }

    #[test]
    fn debug_shows_no_key() {
        assert!(!format!("{:?}", vault()).contains("abab"));
    }
}
