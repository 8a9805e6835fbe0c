//! How a member works: the page.

use maud::{Markup, html};
use model::{ChannelId, MemberId, Network, Relation, Skills};
use store::leave::{Handing, Leave};
use store::workload::Workload;
use wording::t;

use crate::ui::components::{Field, csrf, field, form_error, press, rich, time};
use crate::ui::inbox::list::encode;
use crate::ui::inbox::thread::Choice;
use crate::ui::layout::{Frame, Page, Place, sample_at};
use crate::ui::sla_policy::view::relation_words;

/// `/members/{id}/seat`.
#[derive(Clone, Debug, Default)]
pub struct SeatPage {
    /// Which member.
    pub id: Option<MemberId>,
    /// Their name.
    pub name: String,
    /// Whether whoever looks may change it.
    pub may_change: bool,
    /// The names of the teams to which they belong.
    pub teams: Vec<String>,
    /// What they take.
    pub workload: Workload,
    /// Leaves that are on or to come, the next first.
    pub leaves: Vec<Leave>,
    /// How many conversations they have that are not over.
    pub had: usize,
    /// Channels, by name.
    pub channels: Vec<(ChannelId, String)>,
    /// To whom they can hand over.
    pub colleagues: Vec<Choice>,
    /// What is wrong with what was filled in.
    pub error: Option<String>,
}

impl Page for SeatPage {
    fn title(&self) -> String {
        t!("How {name} works", name = self.name)
    }

    fn place(&self) -> Place {
        Place::Members
    }

    fn body(&self, frame: &Frame) -> Markup {
        let path = |verb: &str| format!("/members/{}/{verb}", self.id.map(|id| id.to_string()).unwrap_or_default());
        let away = self.leaves.iter().find(|leave| leave.is_on(frame.now));
        html! {
            header.page-head { div {
                p.t1 { a href="/members" { (t!("← Members")) } }
                h1.page-title { (self.title()) }
                p { @if self.teams.is_empty() { (rich!("Belongs to no {team}.", team = html! { a href="/teams" { (t!("team")) } })) }
                    @else { (t!("Belongs to {teams}.", teams = self.teams.join(", "))) }
                    @if let Some(leave) = away { " " (rich!(
                        "{on_leave} until {until}.",
                        on_leave = html! { b { (t!("On leave")) } },
                        until = time::until(leave.until, frame),
                    )) } }
            } }
            (form_error(self.error.as_deref()))
            (self.takes(&path("seat"), frame))
            (self.leave(&path("leave"), &path("leave/end"), frame))
            (self.hand_over(&path("hand-over"), frame))
        }
    }

    fn samples() -> Vec<(&'static str, Self)> {
        let skills =
            Skills { languages: vec!["de".into(), "tr".into()], relations: vec![Relation::Press], ..Skills::default() };
        let page = Self {
            id: Some(MemberId(3)),
            name: "Ewa Brandt".into(),
            may_change: true,
            teams: vec!["Support".into()],
            workload: Workload { capacity: Some(12), skills },
            leaves: vec![Leave {
                id: 1.into(),
                member: MemberId(3),
                from: sample_at("2026-11-20T08:00:00Z"),
                until: sample_at("2026-12-01T08:00:00Z"),
                handing: Handing::To(MemberId(1)),
                handed_over_at: Some(sample_at("2026-11-20T08:00:04Z")),
            }],
            had: 9,
            channels: vec![(1.into(), "Vellenbahn on Bluesky".into()), (2.into(), "Station forum".into())],
            colleagues: vec![Choice { id: MemberId(1), name: "Mara Lind".into() }],
            error: None,
        };
        let error = Some("“Deutsch” is no language: write its code, such as de or pt.".into());
        let idle = Self {
            workload: Workload::default(),
            leaves: vec![],
            had: 0,
            teams: vec![],
            may_change: false,
            ..page.clone()
        };
        vec![("", page.clone()), ("refused", Self { error, ..page }), ("idle", idle)]
    }
}

impl SeatPage {
    fn takes(&self, action: &str, frame: &Frame) -> Markup {
        let Workload { capacity, skills } = &self.workload;
        let check = |name: &str, value: &str, is_on: bool, words: &str| {
            html! { label.check { input type="checkbox" name=(name) value=(value) checked[is_on]; span { (words) } } }
        };
        let capacity = capacity.map(|number| number.to_string()).unwrap_or_default();
        let languages = skills.languages.join(", ");
        html! { section.apart {
            h2 { (t!("What they take")) }
            p.hint { (t!("When a team gives out by itself. Members can take anything by hand.")) }
            form.stack.wide method="post" action=(action) {
                (csrf(frame))
                (field(Field { name: "capacity", label: t!("How many to answer at once"), kind: "text", value: &capacity, hint: t!("Empty: any number. With as many as that, nothing more is given to them."), ..Field::default() }))
                (field(Field { name: "languages", label: t!("Languages"), kind: "text", value: &languages, hint: t!("Codes with commas, such as de, tr. Empty: any language."), ..Field::default() }))
                fieldset.variant {
                    legend { (t!("From where")) }
                    p.hint { (t!("None chosen: from anywhere.")) }
                    div.checks role="group" aria-label=(t!("Networks")) {
                        @for one in Network::ALL { (check("network", one.as_str(), skills.networks.contains(one), one.title())) }
                    }
                    @if !self.channels.is_empty() { div.checks role="group" aria-label=(t!("Channels")) {
                        @for (id, name) in &self.channels { (check("channel", &id.to_string(), skills.channels.contains(id), name)) }
                    } }
                }
                fieldset.variant {
                    legend { (t!("Speciality")) }
                    p.hint { (t!("Where somebody of a team is chosen for the press, what the press says goes to them alone.")) }
                    div.checks role="group" aria-label=(t!("Speciality")) {
                        @for one in Relation::ALL.iter().filter(|one| **one != Relation::Unknown) {
                            (check("relation", one.as_str(), skills.relations.contains(one), relation_words(*one)))
                        }
                    }
                }
                @if self.may_change { div.toolbar { button.btn.main type="submit" { (t!("Keep it")) } } }
            }
        } }
    }

    fn leave(&self, set: &str, end: &str, frame: &Frame) -> Markup {
        html! { section.apart {
            h2 { (t!("Leave")) }
            @if self.leaves.is_empty() { p.dim { (t!("None is planned.")) } }
            @else { ul.plain { @for leave in &self.leaves { li {
                p {
                    (rich!("From {from} until {until}", from = time::until(leave.from, frame), until = time::until(leave.until, frame)))
                    @if let Some(handing) = self.handing(leave) { span.dim { "; " (handing) } }
                }
                @if self.may_change {
                    (press(frame, end, &[("leave", &leave.id.to_string())], html! {
                        button.btn.quiet type="submit" { @if leave.is_on(frame.now) { (t!("Back now")) } @else { (t!("Call off")) } }
                    }))
                }
            } } } }
            @if self.may_change { form.stack method="post" action=(set) {
                (csrf(frame))
                div.field.short {
                    label for="f-from" { (t!("From")) }
                    p.hint #from-hint { (t!("Empty: from now on.")) }
                    input #f-from type="datetime-local" name="from" aria-describedby="from-hint";
                }
                div.field.short {
                    label for="f-until" { (t!("Until")) }
                    input #f-until type="datetime-local" name="until" required;
                }
                div.field {
                    label for="f-then" { (t!("What they have then")) }
                    select #f-then name="to" {
                        option value="" { (t!("stays with them")) }
                        option value="teams" { (t!("goes back to its teams")) }
                        @for one in &self.colleagues { option value=(one.id) { (t!("goes to {name}", name = one.name)) } }
                    }
                }
                button.btn type="submit" { (t!("Set the leave")) }
            } }
        } }
    }

    /// What becomes of what they have.
    fn handing(&self, leave: &Leave) -> Option<Markup> {
        let is_over = leave.handed_over_at.is_some();
        let to = match leave.handing {
            Handing::Stays => return None,
            Handing::ToTeams if is_over => return Some(html! { (t!("what they had went back to its teams")) }),
            Handing::ToTeams => return Some(html! { (t!("what they have then goes back to its teams")) }),
            Handing::To(to) => self.colleagues.iter().find(|one| one.id == to),
        };
        let name = to.map(|one| html! { bdi { (one.name) } });
        Some(match name {
            Some(name) if is_over => rich!("what they had went to {name}", name),
            Some(name) => rich!("what they have then goes to {name}", name),
            None if is_over => html! { (t!("what they had went to a former colleague")) },
            None => html! { (t!("what they have then goes to a former colleague")) },
        })
    }

    fn hand_over(&self, action: &str, frame: &Frame) -> Markup {
        let query = format!("assignee:\"{}\"", self.name.replace('"', ""));
        html! { section.apart {
            h2 { (t!("What they have")) }
            @if self.had == 0 { p.dim { (t!("Nothing that is not over.")) } }
            @else {
                p { (rich!(
                    self.had;
                    "{conversations} that is not over.",
                    "{conversations} that are not over.",
                    conversations = html! { a href={ "/inbox?view=all&q=" (encode(&query)) } {
                        (t!(self.had; "{count} conversation", "{count} conversations"))
                    } },
                )) }
                @if self.may_change { form.stack method="post" action=(action) {
                    (csrf(frame))
                    div.field {
                        label for="f-to" { (t!("Hand all of it over to")) }
                        p.hint #to-hint { (t!("Teams give out what comes back to them in their way. It is one act, and can be undone.")) }
                        select #f-to name="to" aria-describedby="to-hint" {
                            option value="teams" { (t!("their teams")) }
                            @for one in &self.colleagues { option value=(one.id) { (one.name) } }
                        }
                    }
                    button.btn type="submit" { (t!("Hand over")) }
                } }
            }
        } }
    }
}
