//! Counts of views, once they are up to date: `GET /views/counts`, for the tabs of a page that is shown already.

use axum::extract::State;
use maud::html;
use model::Right;
use store::{event, saved_view};

use crate::app::App;
use crate::auth::SignedIn;
use crate::failure::Answer;
use crate::respond;
use crate::ui::inbox::list::tab_count;
use crate::ui::inbox::saved::count;
use crate::ui::inbox::tab_counts;

pub(crate) async fn get(State(app): State<App>, who: SignedIn) -> Answer {
    who.require(Right::ReadInbox)?;
    let asker = who.member.id;
    app.view_counts().refresh(app.store(), asker).await?;
    let mut tx = app.store().read().await?;
    let (views, position) = (saved_view::of_member(&mut tx, asker).await?, event::position(&mut tx).await?);
    let (counts, _) = tab_counts(&mut tx, &app, &who, position).await?;
    Ok(respond::html(html! {
        @for (view, count) in counts { (tab_count(view, Some(count))) }
        @for view in &views {
        (count(view.id, app.view_counts().known(view, asker, position).0))
        }
    }))
}
