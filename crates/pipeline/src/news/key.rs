//! Keys that the house makes once, and links that they sign.

use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use hmac::{Hmac, KeyInit as _, Mac as _};
use model::DeviceId;
use sha2::Sha256;
use store::push_device::Device;
use store::{VaultError, house_key, random_bytes};

use super::vapid;
use crate::handle::Handle;
use crate::{PipelineError, Result};

/// What a link of a mail is for. A link for the one is none for the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// It confirms an address; it names a letter.
    Confirm,
    /// It stops mail; it names a member.
    Stop,
}

impl Purpose {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Confirm => "confirm",
            Self::Stop => "stop",
        }
    }
}

const OF_LINKS: &str = "links";
const OF_PUSH: &str = "push";

impl Handle {
    /// The last part of a link that only we could have made, for a letter or a member.
    ///
    /// # Errors
    /// When the database fails, or the key was damaged.
    pub async fn link_token(&self, purpose: Purpose, id: i64) -> Result<String> {
        let mac = signed(&self.link_key().await?, purpose, id).finalize();
        Ok(format!("{id}.{}", BASE64_URL_SAFE_NO_PAD.encode(mac.into_bytes())))
    }

    /// For which letter or member a link is; `None` when we did not make it.
    ///
    /// # Errors
    /// As [`Handle::link_token`].
    pub async fn link_id(&self, purpose: Purpose, token: &str) -> Result<Option<i64>> {
        let parts = token.split_once('.').and_then(|(id, mac)| {
            let mac = BASE64_URL_SAFE_NO_PAD.decode(mac).ok()?;
            Some((id.parse::<i64>().ok()?, mac))
        });
        let Some((id, mac)) = parts else { return Ok(None) };
        let is_ours = signed(&self.link_key().await?, purpose, id).verify_slice(&mac).is_ok();
        Ok(is_ours.then_some(id))
    }

    /// By which key push services know us: what a browser is told when it asks one for a place.
    ///
    /// # Errors
    /// As [`Handle::link_token`].
    pub async fn push_key(&self) -> Result<String> {
        Ok(self.voucher().await?.public_key())
    }

    /// The endpoint of a device, in a box for its id.
    pub fn seal_endpoint(&self, id: DeviceId, endpoint: &str) -> Vec<u8> {
        self.vault().close(&Device::place(id), endpoint)
    }

    pub(crate) async fn voucher(&self) -> Result<super::Voucher> {
        let key = self.house_key(OF_PUSH, vapid::new_key).await?;
        super::Voucher::read(&key).ok_or_else(|| PipelineError::Vault(VaultError::Damaged))
    }

    async fn link_key(&self) -> Result<Vec<u8>> {
        self.house_key(OF_LINKS, || random_bytes::<32>().to_vec()).await
    }

    /// The key of a name; made when there is none, or one of another vault, as after a restore without its key. Where two servers
    /// make it at the same moment, both have the first.
    async fn house_key(&self, name: &str, make: impl Fn() -> Vec<u8>) -> Result<Vec<u8>> {
        let place = house_key::place(name);
        let mut tx = self.store().read().await?;
        let mut found = house_key::find(&mut tx, name).await?;
        drop(tx);
        let is_of_another_vault =
            |secret: &Vec<u8>| matches!(self.vault().open(&place, secret), Err(VaultError::OtherKey(_)));
        if found.as_ref().is_none_or(is_of_another_vault) {
            let secret = self.vault().close(&place, &hex::encode(make()));
            let mut tx = self.store().write().await?;
            match &found {
                None => house_key::keep_first(&mut tx, name, secret).await?,
                Some(former) => house_key::replace(&mut tx, name, former, secret).await?,
            }
            found = house_key::find(&mut tx, name).await?;
            tx.commit().await?;
        }
        let opened = self.vault().open(&place, &found.unwrap_or_default())?;
        Ok(hex::decode(opened).map_err(|_| VaultError::Damaged)?)
    }
}

fn signed(key: &[u8], purpose: Purpose, id: i64) -> Hmac<Sha256> {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).expect("a key of any length will do");
    mac.update(format!("{}:{id}", purpose.as_str()).as_bytes());
    mac
}
