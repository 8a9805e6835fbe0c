//! What is done to many conversations: the look before, the progress, the outcome.

use maud::{Markup, html};
use model::{ConversationId, DeedId, DeedState};
use store::deed::Tally;
use wording::{number, t};

use super::words::count;
use crate::ui::components::{press, rich};
use crate::ui::layout::{Frame, Page, Place};

/// `/bulk/{id}`.
#[derive(Clone, Debug)]
pub struct DeedPage {
    /// Which deed.
    pub id: DeedId,
    /// What it does: "Finish 12 conversations".
    pub asked: String,
    /// What that is made of, where it is several changes.
    pub each: Vec<String>,
    /// What became of it, as sentences.
    pub outcome: String,
    /// How far it is.
    pub state: DeedState,
    /// What became of its conversations.
    pub tally: Tally,
    /// Whether it can be undone.
    pub may_undo: bool,
    /// Some of the conversations that are not looked at yet.
    pub sample: Vec<Sample>,
    /// The list that it came from.
    pub back: String,
    /// What that list is: its name, or what was looked for.
    pub list: Option<String>,
}

/// A conversation among others.
#[derive(Clone, Debug)]
pub struct Sample {
    /// Which.
    pub id: ConversationId,
    /// With whom.
    pub name: String,
    /// Its last words.
    pub words: String,
}

impl DeedPage {
    /// How many are dealt with, and of how many.
    fn progress(&self) -> (i64, i64) {
        let Tally { total, already, changed, refused, restored, left } = self.tally;
        match self.state {
            DeedState::Undoing => (restored + left, changed),
            _ => (changed + already + refused, total),
        }
    }
}

impl Page for DeedPage {
    fn title(&self) -> String {
        self.asked.clone()
    }

    fn place(&self) -> Place {
        Place::Inbox
    }

    fn class(&self) -> &'static str {
        "page narrow-page"
    }

    fn live(&self) -> &'static str {
        "deed"
    }

    fn body(&self, frame: &Frame) -> Markup {
        let act = |verb: &str, button: Markup| press(frame, &format!("/bulk/{}/{verb}", self.id), &[], button);
        let stop = || act("stop", html! { button.btn type="submit" { (t!("Stop")) } });
        let again = || html! { a.btn.quiet.needs-no-script href={ "/bulk/" (self.id) } { (t!("Look again")) } };
        let (dealt_with, of) = self.progress();
        let bar = || {
            html! {
                progress.deed-progress value=(dealt_with) max=(of.max(1)) aria-label=(t!("How far it is")) {}
                p role="status" { (t!(
                    "{number} of {total} so far. It goes on when you leave this page.",
                    number = number(count(dealt_with)),
                    total = number(count(of)),
                )) }
            }
        };
        html! {
            p.crumbs { a href=(self.back) { (t!("Back to the list")) } }
            div #deed data-moving[self.state.is_moving()] {
                @match self.state {
                    DeedState::Gathering => {
                        header.page-head { div { h1.page-title { (t!("Looking for them")) } p { (t!("Nothing is changed before you have seen how many there are.")) } } }
                        p role="status" { (t!(count(self.tally.total); "{count} conversation found so far", "{count} conversations found so far")) }
                        div.toolbar { (stop()) (again()) }
                    },
                    DeedState::Ready => (self.preview(&act)),
                    DeedState::Running => {
                        header.page-head { div { h1.page-title { (self.title()) } } }
                        (bar())
                        div.toolbar { (stop()) (again()) }
                    },
                    DeedState::Undoing => {
                        header.page-head { div { h1.page-title { (t!("Taking it back")) } } }
                        (bar())
                        div.toolbar { (again()) }
                    },
                    DeedState::Stopped | DeedState::Done | DeedState::Undone => {
                        header.page-head { div {
                            h1.page-title { @match self.state {
                                DeedState::Stopped => (t!("Stopped")), DeedState::Undone => (t!("Taken back")), _ => (t!("Done"))
                            } }
                            p { (self.outcome) }
                        } }
                        @if self.state == DeedState::Stopped && of > dealt_with {
                            p { (t!(
                                count(of - dealt_with);
                                "{count} conversation was not reached.",
                                "{count} conversations were not reached."
                            )) }
                        }
                        div.toolbar {
                            a.btn.main href=(self.back) { (t!("Back to the list")) }
                            @if self.may_undo { (act("undo", html! { button.btn type="submit" data-undo { (t!("Undo all of it")) } })) }
                        }
                    },
                }
            }
        }
    }

    fn samples() -> Vec<(&'static str, Self)> {
        let one = |id: i64, name: &str, words: &str| Sample {
            id: ConversationId(id),
            name: name.into(),
            words: words.into(),
        };
        let ready = Self {
            id: DeedId(1),
            asked: "Finish 1,234 conversations".into(),
            each: Vec::new(),
            outcome: "Done: 1,180 conversations. 54 were so already.".into(),
            state: DeedState::Ready,
            tally: Tally { total: 1_234, already: 54, ..Tally::default() },
            may_undo: false,
            sample: vec![
                one(6, "Renske Ophoven", "Elf Tagen steht der Aufzug in Port Velle, und am Gleis 2 sind drei Stufen."),
                one(7, "wagenreihung", "Wagen 4 fehlt heute wieder."),
                one(8, "千田さくら", "ポートヴェレ行きの夜行列車は冬も走りますか。"),
            ],
            back: "/inbox?view=all&q=lift".into(),
            list: Some("lift".into()),
        };
        let tally = Tally { total: 1_234, already: 20, changed: 460, ..Tally::default() };
        let running = Self { state: DeedState::Running, tally, ..ready.clone() };
        let done = Tally { already: 54, changed: 1_180, ..tally };
        let finished = Self { state: DeedState::Done, tally: done, may_undo: true, ..ready.clone() };
        let undone = Self {
            state: DeedState::Undone,
            outcome:
                "Taken back: 1,177 conversations as before. 3 were left alone, since somebody changed something there \
                      meanwhile."
                    .into(),
            ..ready.clone()
        };
        let several = Self {
            asked: "Apply “Lift broken” to 1,234 conversations".into(),
            each: vec![
                "“lifts” is on it".into(),
                "The priority is high now".into(),
                "It is with Operations now".into(),
            ],
            ..ready.clone()
        };
        let looking = Self { state: DeedState::Gathering, ..ready.clone() };
        vec![
            ("", ready),
            ("several", several),
            ("looking", looking),
            ("running", running),
            ("done", finished),
            ("undone", undone),
        ]
    }
}

impl DeedPage {
    fn preview(&self, act: &impl Fn(&str, Markup) -> Markup) -> Markup {
        let would = self.tally.total - self.tally.already;
        html! {
            header.page-head { div {
                h1.page-title { (self.title()) @if would > 0 { "?" } }
                @if let Some(list) = &self.list { p { (rich!("All that “{list}” held when you asked.", list = html! { bdi { (list) } })) } }
            } }
            p { @let conversations = html! { b { (t!(count(would); "{count} conversation", "{count} conversations")) } };
                @if self.tally.already > 0 {
                    (rich!(
                        count(self.tally.already);
                        "{conversations} would change, {count} are so already.",
                        "{conversations} would change, {count} are so already.",
                        conversations
                    ))
                } @else { (rich!("{conversations} would change.", conversations)) }
                " " (t!("Whoever speaks after you asked is left out.")) }
            @if !self.each.is_empty() {
                h2 { (t!("In each of them")) }
                ol.macro-steps { @for one in &self.each { li { (one) } } }
                p.dim { (t!("Words of a saved reply are left out.")) }
            }
            @if !self.sample.is_empty() {
                h2 { (t!("Some of them")) }
                ul.plain.deed-sample { @for one in &self.sample { li {
                    a href={ "/inbox/" (one.id) "?view=all" } { b { bdi { (one.name) } } } " " span.dim dir="auto" { (one.words) }
                } } }
            }
            div.toolbar {
                @if would > 0 { (act("confirm", html! { button.btn.main type="submit" { (t!("Do it")) } })) }
                a.btn.quiet href=(self.back) { (t!("Leave it")) }
            }
        }
    }
}
