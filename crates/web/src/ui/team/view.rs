//! The teams: the list, and one with its members.

use maud::{Markup, html};
use model::{Function, Giving, MemberId, Right, TeamId};
use store::team::{Team, TeamTerms};
use store::{StoreError, Tx, member};
use wording::t;

use crate::ui::calendar::choice::Calendars;
use crate::ui::components::{Empty, Field, csrf, empty, field, form_error, press, rich};
use crate::ui::inbox::list::encode;
use crate::ui::layout::{Frame, Page, Place, sample_at};

/// What teams speak of, by name.
#[derive(Clone, Debug, Default)]
pub struct Known {
    /// Calendars.
    pub calendars: Calendars,
    /// Every member: who, by which name, and whether they can be given conversations.
    pub members: Vec<(MemberId, String, bool)>,
}

impl Known {
    pub(crate) async fn gather(tx: &mut Tx) -> Result<Self, StoreError> {
        let members = member::all(tx).await?.into_iter().map(|one| {
            let may_work = one.disabled_at.is_none() && one.role.may(Right::WorkInbox);
            (one.id, one.name, may_work)
        });
        Ok(Self { calendars: Calendars::gather(tx).await?, members: members.collect() })
    }

    fn name(&self, id: MemberId) -> &str {
        self.members.iter().find(|(other, ..)| *other == id).map_or(t!("a former member"), |(_, name, _)| name.as_str())
    }

    fn sample() -> Self {
        let names = ["Mara Lind", "Jonas Okafor", "Ewa Brandt", "Tarik Wenzel"];
        let members = (1..).zip(names).map(|(id, name)| (MemberId(id), name.to_owned(), true));
        Self { calendars: Calendars::sample(), members: members.collect() }
    }
}

/// A function, as a choice has it, and what it is about.
pub(crate) fn function_words(function: Function) -> (&'static str, &'static str) {
    match function {
        Function::Communication => {
            (t!("Communication"), t!("what is true and how it is said: facts, press, statements"))
        }
        Function::Marketing => (t!("Marketing"), t!("what is liked and may be told of")),
        Function::Research => (t!("Research"), t!("what can be learned")),
        Function::Service => (t!("Service"), t!("what went wrong for somebody and is put right")),
        Function::Engagement => (t!("Engagement"), t!("who speaks for us, for the first time or again and again")),
    }
}

/// How a team gives out, as a choice has it, and what that means.
fn giving_words(giving: Giving) -> (&'static str, &'static str) {
    match giving {
        Giving::ByHand => (t!("By hand"), t!("members take it, or give it to each other")),
        Giving::InTurn => (t!("In turn"), t!("to whoever was given something the longest time ago")),
        Giving::ByLoad => (t!("By load"), t!("to whoever has the fewest to answer")),
    }
}

/// A team with what it has to do.
#[derive(Clone, Debug)]
pub struct TeamCard {
    /// The team.
    pub team: Team,
    /// Its conversations that are our turn.
    pub open: i64,
    /// Of those, the ones that nobody has.
    pub free: i64,
}

/// `/teams`.
#[derive(Clone, Debug, Default)]
pub struct TeamsPage {
    /// Those in use by name, then those put away.
    pub teams: Vec<TeamCard>,
    /// What they speak of.
    pub known: Known,
}

impl Page for TeamsPage {
    fn title(&self) -> String {
        t!("Teams").into()
    }

    fn place(&self) -> Place {
        Place::Members
    }

    fn live(&self) -> &'static str {
        "team conversation member"
    }

    fn body(&self, frame: &Frame) -> Markup {
        let may = frame.may(Right::ManageTeams);
        html! {
            header.page-head {
                div { h1.page-title { (t!("Teams")) }
                    p { (t!("Who does which kind of work. A conversation is given to a team, and to somebody of it.")) " " a href="/members" { (t!("Members")) } } }
                @if may { a.btn.main href="/teams/new" { (t!("Make one")) } }
            }
            @if self.teams.is_empty() {
                (empty(Empty {
                    title: t!("There is no team yet"),
                    lines: vec![t!("With teams, a conversation can be given to those who know what it is about, before anybody has it.").into()],
                    acts: if may { vec![(t!("Make the first"), "/teams/new")] } else { vec![] },
                }))
            } @else {
                ul.cards { @for one in &self.teams { (card(one, may, &self.known, frame)) } }
            }
        }
    }

    fn samples() -> Vec<(&'static str, Self)> {
        let team = |id: i64, name: &str, function, members: &[i64]| Team {
            id: id.into(),
            terms: TeamTerms {
                name: name.into(),
                function,
                calendar: None,
                members: members.iter().copied().map(MemberId).collect(),
                giving: if id == 1 { Giving::InTurn } else { Giving::ByHand },
                keeps_hours: id == 1,
            },
            archived_at: None,
        };
        let mut away = team(3, "Strike desk", Function::Communication, &[2]);
        away.archived_at = Some(sample_at("2026-09-01T08:00:00Z"));
        let teams = vec![
            TeamCard { team: team(2, "Press office", Function::Communication, &[1]), open: 0, free: 0 },
            TeamCard { team: team(1, "Support", Function::Service, &[2, 3, 4]), open: 14, free: 2 },
            TeamCard { team: away, open: 1, free: 1 },
        ];
        vec![("", Self { teams, known: Known::sample() }), ("empty", Self::default())]
    }
}

/// The conversations of a team that are our turn, or those of them that nobody has.
fn search_for(name: &str, is_free: bool) -> String {
    let query = format!("team:\"{}\"{}", name.replace('"', ""), if is_free { " assignee:none" } else { "" });
    format!("/inbox?view=waiting&q={}", encode(&query))
}

fn card(card: &TeamCard, may: bool, known: &Known, frame: &Frame) -> Markup {
    let TeamCard { team: Team { id, terms, archived_at }, open, free } = card;
    let is_away = archived_at.is_some();
    let archive = format!("/teams/{id}/archive");
    let names: Vec<&str> = terms.members.iter().map(|id| known.name(*id)).collect();
    let count = |number: &i64| usize::try_from(*number).unwrap_or_default();
    html! { li.card-row.put-away[is_away] data-key={ "team-" (id) } {
        div {
            h2 { a href={ "/teams/" (id) } { (terms.name) } @if is_away { span.t1.faint { " " (t!("put away")) } } }
            p { (function_words(terms.function).0) ": " @if names.is_empty() { span.faint { (t!("nobody yet")) } } @else { (names.join(", ")) } }
            p.t1.faint {
                @if *open == 0 { (t!("Nothing waits for it")) }
                @else {
                    (rich!(
                        "{conversations} to answer",
                        conversations = html! { a href=(search_for(&terms.name, false)) { (t!(count(open); "{count} conversation", "{count} conversations")) } },
                    ))
                    @if *free > 0 {
                        (rich!(", of which {free}", free = html! { a href=(search_for(&terms.name, true)) { (t!(count(free); "nobody has {count}", "nobody has {count}")) } }))
                    }
                }
                @let hours = known.calendars.hours(terms.calendar);
                "; " (match terms.giving {
                    Giving::ByHand => t!("gives out by hand, in {hours}", hours),
                    Giving::InTurn => t!("gives out in turn, in {hours}", hours),
                    Giving::ByLoad => t!("gives out by load, in {hours}", hours),
                })
            }
        }
        @if may { div.toolbar {
            @if is_away {
                (press(frame, &archive, &[("restore", "yes")], html! { button.link.quiet type="submit" { (t!("Use again")) } }))
            } @else {
                (press(frame, &archive, &[], html! { button.link.quiet type="submit" { (t!("Put away")) } }))
            }
        } }
    } }
}

/// `/teams/new` and `/teams/{id}`.
#[derive(Clone, Debug)]
pub struct TeamPage {
    /// Which one; none for a new one.
    pub id: Option<TeamId>,
    /// What it is.
    pub terms: TeamTerms,
    /// What it can speak of.
    pub known: Known,
    /// What is wrong with it.
    pub error: Option<String>,
    /// Whether it is put away.
    pub is_archived: bool,
}

impl Default for TeamPage {
    fn default() -> Self {
        let terms = TeamTerms {
            name: String::new(),
            function: Function::Service,
            calendar: None,
            members: Vec::new(),
            giving: Giving::ByHand,
            keeps_hours: false,
        };
        Self::of(None, terms)
    }
}

impl TeamPage {
    pub(crate) fn of(id: Option<TeamId>, terms: TeamTerms) -> Self {
        Self { id, terms, known: Known::default(), error: None, is_archived: false }
    }
}

impl Page for TeamPage {
    fn title(&self) -> String {
        if self.id.is_some() { self.terms.name.clone() } else { t!("Make a team").into() }
    }

    fn place(&self) -> Place {
        Place::Members
    }

    fn body(&self, frame: &Frame) -> Markup {
        let action = self.id.map_or("/teams".to_owned(), |id| format!("/teams/{id}"));
        let may = frame.may(Right::ManageTeams) && !self.is_archived;
        let belongs = |id: &MemberId| self.terms.members.contains(id);
        html! {
            header.page-head { div {
                p.t1 { a href="/teams" { (t!("← Teams")) } }
                h1.page-title { (self.title()) }
                @if self.is_archived { p { (t!("Put away: nothing more is given to it.")) } }
            } }
            form.stack.wide method="post" action=(action) {
                (csrf(frame))
                (form_error(self.error.as_deref()))
                (field(Field { name: "name", label: t!("Name"), kind: "text", value: &self.terms.name, is_required: true, ..Field::default() }))
                fieldset.choices {
                    legend { (t!("Its kind of work")) }
                    @for one in Function::ALL {
                        @let (name, what) = function_words(*one);
                        label.check { input type="radio" name="function" value=(one) checked[*one == self.terms.function];
                            span { b { (name) } " " span.faint { (what) } } }
                    }
                }
                fieldset.variant {
                    legend { (t!("Who belongs to it")) }
                    p.hint { (t!("Everybody may belong to several teams.")) }
                    div.checks role="group" aria-label=(t!("Members")) {
                        @for (id, name, may_work) in self.known.members.iter().filter(|(id, _, may_work)| *may_work || belongs(id)) {
                            label.check { input type="checkbox" name="member" value=(id) checked[belongs(id)];
                                span { (name) @if !may_work { span.faint { " " (t!("does not work the inbox any more")) } } } }
                        }
                    }
                }
                fieldset.choices {
                    legend { (t!("How it gives out what it is given")) }
                    @for one in Giving::ALL {
                        @let (name, what) = giving_words(*one);
                        label.check { input type="radio" name="giving" value=(one) checked[*one == self.terms.giving];
                            span { b { (name) } " " span.faint { (what) } } }
                    }
                    p.hint { (rich!("Only to who is not on leave, has room, and takes such: {seat} says what they take. Where nobody fits, it waits with the team, and says why.", seat = html! { a href="/members" { (t!("each member’s seat")) } })) }
                }
                (self.known.calendars.field(t!("It works in the hours of"), self.terms.calendar))
                label.check { input type="checkbox" name="keeps_hours" value="yes" checked[self.terms.keeps_hours];
                    span { (t!("It gives out in these hours only")) } }
                @if may { div.toolbar { button.btn.main type="submit" { (t!("Keep it")) } } }
            }
        }
    }

    fn samples() -> Vec<(&'static str, Self)> {
        let terms = TeamTerms {
            name: "Support".into(),
            function: Function::Service,
            calendar: None,
            members: vec![MemberId(2), MemberId(3)],
            giving: Giving::InTurn,
            keeps_hours: true,
        };
        let kept = Self { known: Known::sample(), ..Self::of(Some(1.into()), terms) };
        let refused = Self { error: Some("Another team has this name.".into()), ..kept.clone() };
        vec![("", kept), ("new", Self { known: Known::sample(), ..Self::default() }), ("refused", refused)]
    }
}
