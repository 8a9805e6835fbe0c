//! Browsers in which members are told, also while no page is open.

use model::{Actor, DeviceId, EventKind, MemberId, NewsFault, Right};
use serde_json::json;
use store::event::append;
use store::member::Member;
use store::push_device::{self, NewDevice};
use store::{Tx, job};
use url::{Host, Url};

use crate::acts::require;
use crate::{InboxError, Result};

/// Wakes a browser.
pub const WAKE_DEVICE: &str = "wake_device";

/// Devices of one member.
pub const DEVICES_MAX: usize = 20;
/// The longest address of a push service's place for a browser.
const ENDPOINT_BYTES_MAX: usize = 2_000;
const NAME_CHARS_MAX: usize = 80;

/// Keeps a browser of a member, whose endpoint is closed for its id.
///
/// # Errors
/// `Forbidden`; `News` where its push service cannot be reached, or there are enough.
pub async fn add_device(tx: &mut Tx, who: &Member, new: NewDevice<'_>) -> Result<DeviceId> {
    require(who, Right::ReadInbox)?;
    if !is_endpoint(new.told) {
        return Err(NewsFault::Endpoint.into());
    }
    if push_device::of_member(tx, who.id, None).await?.len() >= DEVICES_MAX {
        return Err(NewsFault::ManyDevices.into());
    }
    let name: String = new.name.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(NAME_CHARS_MAX).collect();
    let name = if name.is_empty() { "A browser" } else { &name };
    let id = new.id;
    push_device::keep(tx, NewDevice { name, ..new }).await?;
    tell(tx, Actor::Member(who.id), EventKind::DeviceAdded, who.id, id).await?;
    Ok(id)
}

/// Removes a browser of a member.
///
/// # Errors
/// `Forbidden`; `Missing`.
pub async fn remove_device(tx: &mut Tx, who: &Member, id: DeviceId) -> Result<()> {
    require(who, Right::ReadInbox)?;
    let found = push_device::find(tx, id).await?.filter(|found| found.member == who.id);
    found.ok_or(InboxError::Missing("this device"))?;
    push_device::remove(tx, id).await?;
    tell(tx, Actor::Member(who.id), EventKind::DeviceRemoved, who.id, id).await
}

/// Removes a browser that its push service knows no more.
///
/// # Errors
/// When the database fails.
pub async fn device_gone(tx: &mut Tx, id: DeviceId) -> Result<()> {
    let Some(found) = push_device::find(tx, id).await? else { return Ok(()) };
    push_device::remove(tx, id).await?;
    tell(tx, Actor::System, EventKind::DeviceRemoved, found.member, id).await
}

/// Notes that a browser was woken, or why not.
///
/// # Errors
/// When the database fails.
pub async fn device_woken(tx: &mut Tx, id: DeviceId, why: Option<&str>) -> Result<()> {
    Ok(push_device::woken(tx, id, why).await?)
}

pub(super) async fn wake(tx: &mut Tx, id: DeviceId, is_call: bool) -> Result<()> {
    let now = tx.now();
    Ok(job::enqueue(tx, WAKE_DEVICE, &id.to_string(), &json!({ "device": id, "is_call": is_call }), now).await?)
}

async fn tell(tx: &mut Tx, actor: Actor, kind: EventKind, member: MemberId, id: DeviceId) -> Result<()> {
    append(tx, kind, actor, None, json!({ "member": member, "device": id })).await?;
    Ok(())
}

/// Whether somebody's browser can be woken there: over TLS, or on this machine.
fn is_endpoint(told: &str) -> bool {
    let Ok(url) = Url::parse(told) else { return false };
    let is_here = match url.host() {
        Some(Host::Domain(name)) => name == "localhost",
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => return false,
    };
    let is_spoken = url.scheme() == "https" || (url.scheme() == "http" && is_here);
    is_spoken && told.len() <= ENDPOINT_BYTES_MAX && url.username().is_empty() && url.password().is_none()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_browser_is_woken_over_tls_or_on_this_machine() {
        assert!(is_endpoint("https://push.example/a/b?c") && is_endpoint("http://127.0.0.1:9000/a"));
        let long = format!("https://push.example/{}", "a".repeat(ENDPOINT_BYTES_MAX));
        for bad in ["", "push.example", "http://push.example/", "http://10.0.0.1/", "https://a:b@push.example/", &long]
        {
            assert!(!is_endpoint(bad), "{bad}");
        }
    }
}
