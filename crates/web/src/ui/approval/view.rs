//! An answer that waits until a second person has looked at it: its page, its place among what goes out, its line in the thread.

use inbox::RETURN_REASON_CHARS_MAX;
use jiff::Timestamp;
use maud::{Markup, html};
use model::{ApprovalGround, ConversationId, ReplyId, Right};
use wording::t;

use super::diff::{self, Piece};
use super::words::{Asked, because};
use crate::ui::components::{csrf, form_error, icon, press, rich, time};
use crate::ui::inbox::OwnPicture;
use crate::ui::inbox::own_picture;
use crate::ui::layout::{Frame, Page, Place, sample_at};

/// How an answer stands that needed approval.
#[derive(Clone, Debug)]
pub struct Standing {
    /// Which.
    pub reply: ReplyId,
    /// What asks for it, and why.
    pub asked: Asked,
    /// Whether only the person is to read it.
    pub is_private: bool,
    /// Until when somebody is to decide, while it waits and that is to come.
    pub due_at: Option<Timestamp>,
    /// Whether it waits and nobody decided in time.
    pub is_late: bool,
    /// Whether whoever looks may decide.
    pub may_decide: bool,
    /// What became of it, in words; nothing while it waits.
    pub became: Option<String>,
    /// What whoever approved changed; nothing where nothing was.
    pub changed: Vec<Piece>,
}

/// An answer that waits, among what goes out.
#[derive(Clone, Debug)]
pub struct Waiting {
    /// How it stands.
    pub standing: Standing,
    /// Where it is said.
    pub conversation: ConversationId,
    /// To whom, by name.
    pub to: String,
    /// Who wrote it, by name.
    pub by: String,
    /// The words.
    pub words: String,
    /// How many pictures it has.
    pub pictures: usize,
    /// Since when it waits.
    pub asked_at: Timestamp,
}

/// Something that was said.
#[derive(Clone, Debug)]
pub struct Said {
    /// By whom.
    pub name: String,
    /// What; nothing when it is deleted.
    pub words: String,
    /// When.
    pub at: Timestamp,
}

/// `/replies/{id}/approval`.
#[derive(Clone, Debug)]
pub struct ApprovalPage {
    /// How it stands.
    pub standing: Standing,
    /// Where it is said.
    pub conversation: ConversationId,
    /// Who wrote it, by name.
    pub by: String,
    /// Since when it waits.
    pub asked_at: Timestamp,
    /// When it is to go out, where its author chose that.
    pub goes_at: Option<Timestamp>,
    /// What it answers.
    pub answered: Said,
    /// What was said since it was written, or since whoever approves looked.
    pub newer: Vec<Said>,
    /// The version of the conversation that was read.
    pub seen_version: i64,
    /// The version at which the page was drawn.
    pub shown_version: i64,
    /// Whether it was not approved, since somebody wrote.
    pub is_stale: bool,
    /// The words as they are to go out.
    pub text: String,
    /// The pictures that go out with them, described as they are to be.
    pub pictures: Vec<OwnPicture>,
    /// The reason for returning it, as it is written.
    pub reason: String,
    /// What is wrong.
    pub error: Option<String>,
    /// Whether whoever looks wrote it.
    pub is_own: bool,
    /// Why it was returned.
    pub remark: Option<String>,
}

/// Why it needs approval, with the way to the policy.
fn why(asked: &Asked) -> Markup {
    rich!(
        "{policy} asks for it, since {why}.",
        policy = html! { a href={ "/approval-policies/" (asked.policy) } { "“" (asked.name) "”" } },
        why = because(&asked.grounds),
    )
}

/// Until when somebody is to decide.
fn due(standing: &Standing, frame: &Frame) -> Markup {
    html! {
        @if let Some(due) = standing.due_at { (rich!("To be decided by {until}", until = time::until(due, frame))) }
        @if standing.is_late { span.overdue { (icon::line("warn")) (t!("Nobody decided in time")) } }
    }
}

/// The lines under an answer in the thread.
pub(crate) fn line(standing: &Standing, frame: &Frame) -> Markup {
    html! { div.approval {
        p {
            @match &standing.became {
                Some(became) => { (became) ". " },
                None => {
                    @if standing.due_at.is_some() || standing.is_late { (due(standing, frame)) ". " }
                    @if standing.may_decide { a.btn href={ "/replies/" (standing.reply) "/approval" } { (t!("Look at it")) } " " }
                },
            }
            span.faint { (why(&standing.asked)) }
        }
        (changed(standing))
    } }
}

fn changed(standing: &Standing) -> Markup {
    html! { @if !standing.changed.is_empty() { details.changed {
        summary { (t!("What was changed")) }
        (diff::diff(&standing.changed))
    } } }
}

/// A card among what goes out.
pub(crate) fn card(one: &Waiting, frame: &Frame) -> Markup {
    let standing = &one.standing;
    html! { li.card-row data-key={ "reply-" (standing.reply) } {
        div {
            h2 { (rich!(
                "whom": "To {person}",
                person = html! { a href={ "/inbox/" (one.conversation) "?view=all" } { bdi { (one.to) } } },
            )) }
            @if standing.is_private { p.only { (icon::line("envelope")) (t!("In private")) } }
            p.words dir="auto" { (one.words) }
            (own_picture::count(one.pictures))
            p.faint { (t!("by {by}", by = one.by)) ". " (why(&standing.asked)) }
        }
        div.figure {
            p { (rich!("waits since {since}", since = time::since(one.asked_at, frame))) }
            @if standing.due_at.is_some() || standing.is_late { p { (due(standing, frame)) } }
            @if standing.may_decide { a.btn href={ "/replies/" (standing.reply) "/approval" } { (t!("Look at it")) span.vh { (t!(": to {person}", person = one.to)) } } }
            @if frame.may(Right::WorkInbox) { " " (take_back(standing.reply, frame)) }
        }
    } }
}

fn take_back(id: ReplyId, frame: &Frame) -> Markup {
    press(frame, &format!("/replies/{id}/cancel"), &[], html! { button.link.quiet type="submit" { (t!("Take back")) } })
}

impl Page for ApprovalPage {
    fn title(&self) -> String {
        t!("To {person}, by {by}", person = self.answered.name, by = self.by)
    }

    fn place(&self) -> Place {
        Place::Inbox
    }

    fn class(&self) -> &'static str {
        "page narrow-page"
    }

    fn body(&self, frame: &Frame) -> Markup {
        html! {
            p.crumbs { a href="/outgoing" { (t!("Going out")) } " · " a href={ "/inbox/" (self.conversation) "?view=all" } { (t!("the conversation")) } }
            header.page-head { div {
                h1.page-title { @match &self.standing.became { Some(became) => (became), None => (t!("May it go out?")) } }
                @if self.standing.is_private { p.only { (icon::line("envelope")) (rich!(
                    "In private: only {person} reads it",
                    person = html! { bdi { (self.answered.name) } },
                )) } }
                p { (rich!("{by} wrote it {past}.", by = self.by, past = time::past(self.asked_at, frame))) " " (why(&self.standing.asked)) }
                @if self.standing.due_at.is_some() || self.standing.is_late { p { (due(&self.standing, frame)) "." } }
                @if let Some(at) = self.goes_at { p { (rich!("It is to go out {until}, and not before.", until = time::until(at, frame))) } }
            } }
            section { h2 { (t!("What it answers")) } (said(&self.answered, frame)) }
            @if !self.newer.is_empty() { section.newer role=[self.is_stale.then_some("alert")] {
                h2 { @if self.is_stale { (t!("Not approved: somebody wrote while you were reading")) } @else { (t!("Said since it was written")) } }
                @for one in &self.newer { (said(one, frame)) }
            } }
            (form_error(self.error.as_deref()))
            @if self.standing.may_decide { (self.forms(frame)) } @else { (self.shown(frame)) }
        }
    }

    fn samples() -> Vec<(&'static str, Self)> {
        samples()
    }
}

impl ApprovalPage {
    fn forms(&self, frame: &Frame) -> Markup {
        let act = |verb: &str| format!("/replies/{}/{verb}", self.standing.reply);
        html! {
            form.stack.wide method="post" action=(act("approve")) {
                (csrf(frame))
                input type="hidden" name="seen_version" value=(self.seen_version);
                div.field {
                    label for="f-text" { (t!("The answer")) }
                    p.hint #text-hint { (t!("Change the words where they need it. Both texts are kept, and {by} sees what you changed.", by = self.by)) }
                    textarea #f-text name="text" rows="5" required dir="auto" aria-describedby="text-hint" { "\n" (self.text) }
                }
                (own_picture::to_approve(&self.pictures))
                div.toolbar {
                    @if self.is_stale { button.btn.main type="submit" name="anyway" value=(self.shown_version) { (t!("Approve anyway")) } }
                    @else { button.btn.main type="submit" { (t!("Approve")) } }
                }
            }
            section.apart { form.stack.wide method="post" action=(act("return")) {
                (csrf(frame))
                div.field {
                    label for="f-reason" { (t!("Or return it: what is to be changed")) }
                    p.hint #reason-hint { (t!("{by} reads it, and has the words as a draft again.", by = self.by)) }
                    textarea #f-reason name="reason" rows="2" required maxlength=(RETURN_REASON_CHARS_MAX) dir="auto" aria-describedby="reason-hint" { "\n" (self.reason) }
                }
                div.toolbar { button.btn type="submit" { (t!("Return it")) } }
            } }
        }
    }

    /// For whoever may not decide, or when it is decided.
    fn shown(&self, frame: &Frame) -> Markup {
        html! {
            section {
                h2 { (t!("The answer")) }
                p.words dir="auto" { (self.text) }
                (own_picture::shown("own", &self.pictures))
                (changed(&self.standing))
                @if let Some(remark) = &self.remark { p { (rich!("Why: {remark}", remark = html! { bdi { (remark) } })) } }
                @if self.standing.became.is_none() {
                    p.dim { @if self.is_own { (t!("Somebody else has to look at what you wrote.")) } @else { (t!("Others decide about this one.")) } }
                    @if frame.may(Right::WorkInbox) { (take_back(self.standing.reply, frame)) }
                }
            }
        }
    }
}

fn said(one: &Said, frame: &Frame) -> Markup {
    html! { blockquote.quoted {
        p.t1.faint { bdi { (one.name) } ", " (time::past(one.at, frame)) }
        @if one.words.is_empty() { p.gone { (t!("Deleted at its source.")) } } @else { p.words dir="auto" { (one.words) } }
    } }
}

/// The words of Tarik, and what Mara made of them.
const SAMPLE_WRITTEN: &str = "Das tut uns leid, der Aufzug wird sicher bald repariert.";
pub(crate) const SAMPLE_CHANGED: &str =
    "Das tut uns leid. Der Aufzug fährt ab Freitag, bis dahin bringt Sie ein Taxi auf unsere Kosten.";

/// How an answer stands while it waits.
pub(crate) fn sample_standing() -> Standing {
    Standing {
        reply: 5.into(),
        asked: Asked {
            policy: 1.into(),
            name: "Press and regulators".into(),
            grounds: vec![ApprovalGround::Condition, ApprovalGround::Role],
        },
        is_private: false,
        due_at: Some(sample_at("2026-11-24T09:40:00Z")),
        is_late: false,
        may_decide: true,
        became: None,
        changed: Vec::new(),
    }
}

/// The same once it was approved with other words.
pub(crate) fn sample_changed() -> Standing {
    Standing {
        due_at: None,
        may_decide: false,
        became: Some("Approved by Mara Lind, with other words".into()),
        changed: diff::pieces(SAMPLE_WRITTEN, SAMPLE_CHANGED),
        ..sample_standing()
    }
}

/// One that waits, and one about which nobody decided in time.
pub(crate) fn sample_waiting() -> Vec<Waiting> {
    let one = Waiting {
        standing: sample_standing(),
        conversation: 5.into(),
        to: "Odile Marchand".into(),
        by: "Tarik Wenzel".into(),
        words: SAMPLE_WRITTEN.into(),
        pictures: 2,
        asked_at: sample_at("2026-11-24T07:40:00Z"),
    };
    let late = Standing { reply: 6.into(), due_at: None, is_late: true, may_decide: false, ..sample_standing() };
    let words = "Wir prüfen das und melden uns heute noch.".into();
    vec![one.clone(), Waiting { standing: late, to: "Renske Ophoven".into(), words, pictures: 0, ..one }]
}

fn samples() -> Vec<(&'static str, ApprovalPage)> {
    let said = |name: &str, words: &str, at: &str| Said { name: name.into(), words: words.into(), at: sample_at(at) };
    let waiting = ApprovalPage {
        standing: sample_standing(),
        conversation: 5.into(),
        by: "Tarik Wenzel".into(),
        asked_at: sample_at("2026-11-24T07:40:00Z"),
        goes_at: None,
        answered: said(
            "Odile Marchand",
            "Seit elf Tagen ist der Aufzug in Port Velle kaputt. Was sagt die Bahn dazu?",
            "2026-11-24T07:12:00Z",
        ),
        newer: Vec::new(),
        seen_version: 3,
        shown_version: 4,
        is_stale: false,
        text: SAMPLE_WRITTEN.into(),
        pictures: vec![],
        reason: String::new(),
        error: None,
        is_own: false,
        remark: None,
    };
    let newer = vec![said("Odile Marchand", "Unser Artikel erscheint um zehn.", "2026-11-24T07:51:00Z")];
    let stale = ApprovalPage { newer: newer.clone(), is_stale: true, ..waiting.clone() };
    let later = ApprovalPage { newer, goes_at: Some(sample_at("2026-11-25T08:00:00Z")), ..waiting.clone() };
    let refused =
        ApprovalPage { error: Some("Say what is to be changed, in 1 to 500 characters.".into()), ..waiting.clone() };
    let one = |letter, alt: &str| OwnPicture {
        alt: alt.into(),
        written_alt: None,
        kept: Some(own_picture::sample_picture(letter)),
    };
    let pictures = vec![
        one('a', "Der Aufzug von Port Velle, die Tür ist zu."),
        one('b', "Ein Zettel: „Außer Betrieb bis Freitag“."),
    ];
    let pictured = ApprovalPage { pictures, ..waiting.clone() };
    let own_standing = Standing { may_decide: false, ..sample_standing() };
    let own = ApprovalPage { standing: own_standing, is_own: true, ..waiting.clone() };
    let changed = ApprovalPage { standing: sample_changed(), text: SAMPLE_CHANGED.into(), ..waiting.clone() };
    let returned = ApprovalPage {
        standing: Standing {
            became: Some("Returned by Mara Lind".into()),
            due_at: None,
            may_decide: false,
            ..sample_standing()
        },
        remark: Some("Say when the lift is mended, and what helps until then.".into()),
        ..waiting.clone()
    };
    vec![
        ("", waiting),
        ("stale", stale),
        ("later", later),
        ("refused", refused),
        ("pictures", pictured),
        ("own", own),
        ("changed", changed),
        ("returned", returned),
    ]
}
