//! Adds and removes browsers in which one is told: `POST /me/devices`, `POST /me/devices/{id}/remove`.

use axum::extract::State;
use axum::http::{HeaderMap, header};
use inbox::InboxError;
use model::DeviceId;
use serde::Deserialize;
use store::push_device::NewDevice;

use super::show::with;
use super::view::NewsPage;
use crate::app::App;
use crate::auth::Posted;
use crate::failure::{Answer, sentence};
use crate::named::Named;
use crate::respond;

#[derive(Deserialize)]
pub(crate) struct Added {
    /// Where the browser's push service wakes it.
    #[serde(default)]
    endpoint: String,
}

pub(crate) async fn add(State(app): State<App>, headers: HeaderMap, Posted { who, form }: Posted<Added>) -> Answer {
    let agent = headers.get(header::USER_AGENT).and_then(|agent| agent.to_str().ok()).unwrap_or_default();
    let name = browser_name(agent);
    let mut tx = app.store().write().await?;
    let id: DeviceId = tx.next_id();
    let endpoint = app.pipeline().seal_endpoint(id, &form.endpoint);
    let (member, token, told) = (who.member.id, &*who.token, form.endpoint.as_str());
    let new = NewDevice { id, member, token, name: &name, told, endpoint };
    match inbox::add_device(&mut tx, &who.member, new).await {
        Ok(_) => {
            tx.commit().await?;
            Ok(respond::see("/me/notices"))
        }
        Err(InboxError::News(fault)) => {
            drop(tx);
            let device_error = Some(sentence(&fault.to_string()));
            with(&app, &who, &headers, NewsPage { device_error, ..NewsPage::default() }).await
        }
        Err(error) => Err(error.into()),
    }
}

#[derive(Deserialize)]
pub(crate) struct Removed {}

pub(crate) async fn remove(
    State(app): State<App>,
    Named(id): Named<DeviceId>,
    Posted { who, .. }: Posted<Removed>,
) -> Answer {
    let mut tx = app.store().write().await?;
    inbox::remove_device(&mut tx, &who.member, id).await?;
    tx.commit().await?;
    Ok(respond::see("/me/notices"))
}

/// What a browser calls itself, in words that its member knows it by.
fn browser_name(agent: &str) -> String {
    // Each says that it is those behind it, too.
    const BROWSERS: [(&str, &str); 5] =
        [("Firefox/", "Firefox"), ("Edg/", "Edge"), ("OPR/", "Opera"), ("Chrome/", "Chrome"), ("Safari/", "Safari")];
    const SYSTEMS: [(&str, &str); 6] = [
        ("Android", "Android"),
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Windows", "Windows"),
        ("Mac OS X", "macOS"),
        ("Linux", "Linux"),
    ];
    let first = |of: &[(&str, &'static str)]| of.iter().find(|(sign, _)| agent.contains(sign)).map(|(_, name)| *name);
    match (first(&BROWSERS), first(&SYSTEMS)) {
        (Some(browser), Some(system)) => format!("{browser} on {system}"),
        (Some(one), None) | (None, Some(one)) => one.to_owned(),
        (None, None) => "A browser".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_browser_is_known_by_what_it_is_and_where_it_runs() {
        let chrome =
            "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36";
        assert_eq!(browser_name(chrome), "Chrome on Linux");
        assert_eq!(
            browser_name("Mozilla/5.0 (Android 15; Mobile; rv:140.0) Gecko/140.0 Firefox/140.0"),
            "Firefox on Android"
        );
        assert_eq!(browser_name(""), "A browser");
    }
}
