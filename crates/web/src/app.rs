//! What every handler has at hand.

use std::sync::Arc;
use std::time::Duration;

use jiff::tz::TimeZone;
use model::{MemberId, Right};
use pipeline::Handle;
use store::{
    Store, StoreError, Tx, approval, commitment, conversation, event, label, notice, obligation, organisation, stop,
};
use url::Url;

use crate::api::caller::Pace;
use crate::auth::{Doorkeeper, SignedIn};
use crate::presence::Presence;
use crate::ui::layout::{Frame, Notice, Viewer};
use crate::view_counts::{COUNTED, Count, ViewCounts};

/// What the server is told about itself.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Where people reach it, for links that leave the page; cookies are for HTTPS only when this is.
    pub base_url: Url,
    /// Whether everyone here is made up.
    pub is_demo: bool,
    /// How long an answer can be taken back.
    pub undo: Duration,
    /// The time zone of times in pages.
    pub zone: TimeZone,
}

struct Inner {
    pipeline: Handle,
    settings: Settings,
    presence: Presence,
    doorkeeper: Doorkeeper,
    pace: Pace,
    view_counts: ViewCounts,
}

/// The state of the web server. Cheap to clone.
#[derive(Clone)]
pub struct App(Arc<Inner>);

impl App {
    /// The web server's state over a running pipeline.
    pub fn new(pipeline: Handle, settings: Settings) -> Self {
        let presence = Presence::new(pipeline.store().clock().clone());
        let (doorkeeper, pace, view_counts) = (Doorkeeper::new(), Pace::new(), ViewCounts::new());
        Self(Arc::new(Inner { pipeline, settings, presence, doorkeeper, pace, view_counts }))
    }

    /// The pipeline.
    pub fn pipeline(&self) -> &Handle {
        &self.0.pipeline
    }

    /// The database.
    pub fn store(&self) -> &Store {
        self.0.pipeline.store()
    }

    /// What the server was told about itself.
    pub fn settings(&self) -> &Settings {
        &self.0.settings
    }

    /// Who looks at and writes in which conversation.
    pub(crate) fn presence(&self) -> &Presence {
        &self.0.presence
    }

    /// Passwords and how often they may be tried.
    pub(crate) fn doorkeeper(&self) -> &Doorkeeper {
        &self.0.doorkeeper
    }

    /// How often tokens may ask.
    pub(crate) fn pace(&self) -> &Pace {
        &self.0.pace
    }

    /// How many conversations views hold.
    pub(crate) fn view_counts(&self) -> &ViewCounts {
        &self.0.view_counts
    }

    /// Counts the views of a member in the background, where the log has moved on from what was counted.
    pub(crate) fn count_views(&self, member: MemberId) {
        let app = self.clone();
        tokio::spawn(async move {
            // A failure has told the log of itself; the next who looks has it counted again.
            let _counted = app.view_counts().refresh_once(app.store(), member).await;
        });
    }

    /// The frame of a page for whoever is signed in.
    pub(crate) async fn frame(&self, tx: &mut Tx, who: &SignedIn, done: Option<Notice>) -> Result<Frame, StoreError> {
        let waiting = conversation::count(tx, conversation::View::Waiting, COUNTED + 1).await?;
        let mut frame = self.door_frame(tx).await?;
        frame.viewer = Some(Viewer { id: who.member.id, name: who.member.name.clone(), role: who.member.role });
        frame.csrf = who.csrf.clone();
        frame.waiting = Some(Count::to(waiting, COUNTED));
        frame.notices = notice::unseen(tx, who.member.id).await?.try_into().unwrap_or_default();
        if who.member.role.may(Right::ApproveReplies) {
            frame.approvals = approval::count_waiting(tx, who.member.id).await?.try_into().unwrap_or_default();
        }
        frame.stopped = stopped(tx).await?;
        let mine = obligation::ObligationFilter { member: Some(who.member.id), ..Default::default() };
        let promised = commitment::CommitmentFilter { member: Some(who.member.id), ..Default::default() };
        let due = obligation::count(tx, &mine).await? + commitment::count(tx, &promised).await?;
        frame.owed = due.try_into().unwrap_or_default();
        frame.notice = done;
        Ok(frame)
    }

    /// The frame of a page before signing in.
    pub(crate) async fn door_frame(&self, tx: &mut Tx) -> Result<Frame, StoreError> {
        let organisation = organisation::find(tx).await?;
        Ok(Frame {
            organisation: organisation.map_or_else(|| "Coffeehouse".to_owned(), |organisation| organisation.name),
            viewer: None,
            csrf: String::new(),
            now: tx.now(),
            zone: self.settings().zone.clone(),
            is_demo: self.settings().is_demo,
            waiting: None,
            notices: 0,
            approvals: 0,
            stopped: Vec::new(),
            owed: 0,
            position: event::position(tx).await?,
            notice: None,
        })
    }
}

/// What is stopped from going out: the names of labels, none for everything.
async fn stopped(tx: &mut Tx) -> Result<Vec<Option<String>>, StoreError> {
    let mut stopped = Vec::new();
    for stop in stop::in_force(tx).await? {
        stopped.push(match stop.label {
            Some(id) => label::find(tx, id).await?.map(|label| label.name),
            None => None,
        });
    }
    Ok(stopped)
}
