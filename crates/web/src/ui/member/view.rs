//! Members: who works here, who is asked in.

use jiff::Timestamp;
use maud::{Markup, html};
use model::{MemberId, Right, Role};
use wording::t;

use crate::ui::components::name;
use crate::ui::components::{Field, csrf, field, form_error, initials, press, rich, time};
use crate::ui::layout::{Frame, Page, Place, sample_at};

/// `/members`.
#[derive(Clone, Debug, Default)]
pub struct MembersPage {
    /// Everyone, those shut out last.
    pub members: Vec<MemberRow>,
    /// Invitations not yet taken up.
    pub invitations: Vec<InvitationRow>,
    /// A link just made: shown on this page once, never again.
    pub link: Option<OneTimeLink>,
    /// What was typed as address in the invitation.
    pub email: String,
    /// What is wrong with that address.
    pub email_error: Option<String>,
    /// What is wrong otherwise: "The last owner cannot be shut out."
    pub error: Option<String>,
}

/// One member.
#[derive(Clone, Debug)]
pub struct MemberRow {
    /// Which one.
    pub id: MemberId,
    /// The name to show.
    pub name: String,
    /// The address they sign in with.
    pub email: String,
    /// Their role.
    pub role: Role,
    /// When they were last here; nothing when they are signed in nowhere.
    pub seen_at: Option<Timestamp>,
    /// Until when they are on leave, where they are.
    pub away_until: Option<Timestamp>,
    /// Whether they were shut out.
    pub is_disabled: bool,
}

/// An invitation not yet taken up.
#[derive(Clone, Debug)]
pub struct InvitationRow {
    /// For whom.
    pub email: String,
    /// As what.
    pub role: Role,
    /// Until when it can be taken up.
    pub until: Timestamp,
}

/// A one-time link.
#[derive(Clone, Debug)]
pub struct OneTimeLink {
    /// What it is and for whom.
    pub heading: String,
    /// The whole address.
    pub url: String,
    /// Until when it works.
    pub until: Timestamp,
}

/// What a role is for, in a line.
fn role_line(role: Role) -> &'static str {
    match role {
        Role::Owner => t!("everything, and the other owners"),
        Role::Manager => t!("channels, topics and members, besides answering"),
        Role::Member => t!("what a member does": "answers"),
        Role::Leader => t!("reads all that the team does, and approves answers that wait for a second person"),
        Role::Colleague => t!("has a reader’s seat"),
    }
}

impl Page for MembersPage {
    fn title(&self) -> String {
        t!("Members").into()
    }

    fn place(&self) -> Place {
        Place::Members
    }

    fn live(&self) -> &'static str {
        // Shown again, it would lack the link.
        if self.link.is_some() { "" } else { "member" }
    }

    fn body(&self, frame: &Frame) -> Markup {
        let may = frame.may(Right::ManageMembers);
        html! {
            header.page-head { div { h1.page-title { (t!("Members")) } p { (t!("Who answers here, and who reads along.")) " " a href="/teams" { (t!("Teams")) } } } }
            (form_error(self.error.as_deref()))
            @if let Some(link) = &self.link { (shown_once(link, frame)) }
            ul.cards { @for member in &self.members { (row(member, may, frame)) } }
            @if !self.invitations.is_empty() { section.apart {
                h2 { (t!("Asked in")) }
                ul.plain { @for invitation in &self.invitations { li {
                    (invitation.email)
                    span.faint { (rich!("{role}, link works until {until}", role = name::role(invitation.role), until = time::until(invitation.until, frame))) }
                    @if may { (press(frame, "/members/withdraw", &[("email", &invitation.email)], html! { button.btn.quiet type="submit" aria-label=(t!("Take the invitation of {email} back", email = invitation.email)) { (t!("Take back")) } })) }
                } } }
            } }
            @if may { (invite(self, frame)) }
        }
    }

    fn samples() -> Vec<(&'static str, Self)> {
        let member = |id: i64, name: &str, role, seen: Option<&str>| MemberRow {
            id: MemberId(id),
            name: name.into(),
            email: format!("{}@vellenbahn.example", name.to_lowercase().replace(' ', ".")),
            role,
            seen_at: seen.map(sample_at),
            away_until: (id == 3).then(|| sample_at("2026-12-01T08:00:00Z")),
            is_disabled: false,
        };
        let members = vec![
            member(9, "Karin Voss", Role::Leader, Some("2026-11-20T08:00:00Z")),
            member(1, "Mara Lind", Role::Owner, Some("2026-11-24T07:52:00Z")),
            member(2, "Jonas Okafor", Role::Manager, Some("2026-11-24T07:50:00Z")),
            member(3, "Ewa Brandt", Role::Member, Some("2026-11-24T07:31:00Z")),
            member(4, "Tarik Wenzel", Role::Member, Some("2026-11-24T06:58:00Z")),
            member(6, "Lene Saar", Role::Colleague, None),
            MemberRow { is_disabled: true, ..member(7, "Olav Brink", Role::Member, Some("2026-07-01T06:58:00Z")) },
        ];
        let page = Self {
            members,
            invitations: vec![InvitationRow {
                email: "pauli.rahn@vellenbahn.example".into(),
                role: Role::Member,
                until: sample_at("2026-12-01T07:00:00Z"),
            }],
            ..Self::default()
        };
        let invited = Self {
            link: Some(OneTimeLink {
                heading: "A link for pauli.rahn@vellenbahn.example".into(),
                url: "https://coffee.vellenbahn.example/welcome/3kq9-7wmd-x2pf-8rtz-qqe4".into(),
                until: sample_at("2026-12-01T07:00:00Z"),
            }),
            ..page.clone()
        };
        vec![("", page), ("invited", invited)]
    }
}

fn row(member: &MemberRow, may: bool, frame: &Frame) -> Markup {
    let is_me = frame.viewer.as_ref().is_some_and(|viewer| viewer.id == member.id);
    let may_change = may && !is_me && (member.role != Role::Owner || frame.may(Right::ManageOwners));
    html! { li.card-row.put-away[member.is_disabled] data-key={ "member-" (member.id) } {
        div.person-line {
            span.initials aria-hidden="true" { (initials(&member.name)) }
            div {
                h2 { a href={ "/members/" (member.id) "/seat" } { (member.name) } @if is_me { span.t1.faint { " " (t!("you")) } } }
                p.t1.dim { (member.email) }
            }
        }
        p.t1.faint.seen {
            @if member.is_disabled { (t!("shut out")) }
            @else if let Some(until) = member.away_until { (rich!("on leave until {until}", until = time::until(until, frame))) }
            @else if let Some(at) = member.seen_at { (rich!("last here {past}", past = time::past(at, frame))) }
            @else { (t!("signed out")) }
        }
        @if may_change && member.is_disabled { div.toolbar {
            (press(frame, &format!("/members/{}/enable", member.id), &[], html! { button.btn type="submit" { (t!("Let in again")) } }))
        } }
        @else if may_change { div.toolbar {
            form.inline method="post" action={ "/members/" (member.id) "/role" } {
                (csrf(frame))
                label.vh for={ "role-" (member.id) } { (t!("Role of {member}", member = member.name)) }
                select id={ "role-" (member.id) } name="role" { (role_options(member.role, frame)) }
                button.btn type="submit" { (t!("Set")) span.vh { " " (t!("the role of {member}", member = member.name)) } }
            }
            (press(frame, &format!("/members/{}/reset", member.id), &[], html! { button.btn.quiet type="submit" { (t!("New password")) span.vh { " " (t!("for {member}", member = member.name)) } } }))
            (press(frame, &format!("/members/{}/disable", member.id), &[], html! { button.btn.quiet type="submit" { (t!("Shut out")) span.vh { " " (member.name) } } }))
        } }
        @else { p.role { b { (name::role(member.role)) } " " span.t1.faint { (role_line(member.role)) } } }
    } }
}

fn role_options(chosen: Role, frame: &Frame) -> Markup {
    html! { @for role in Role::ALL { @if *role != Role::Owner || frame.may(Right::ManageOwners) || chosen == Role::Owner {
        option value=(role) selected[*role == chosen] { (name::role(*role)) }
    } } }
}

fn shown_once(link: &OneTimeLink, frame: &Frame) -> Markup {
    html! { section.once role="status" {
        h2 { (link.heading) }
        p { (rich!("Hand it over yourself. It works once, until {until}, and is not shown again.", until = time::until(link.until, frame))) }
        div.copy-line {
            input.mono type="text" readonly value=(link.url) aria-label=(t!("One-time link"));
            button.btn.main.needs-script type="button" data-copy { (t!("Copy")) }
        }
    } }
}

fn invite(page: &MembersPage, frame: &Frame) -> Markup {
    html! { section.apart {
        h2 { (t!("Ask somebody in")) }
        form.stack method="post" action="/members/invite" {
            (csrf(frame))
            (field(Field { name: "email", label: t!("Their e-mail"), kind: "email", value: &page.email, hint: t!("To sign in with. Nothing is sent: you get a link to hand over."), is_required: true, error: page.email_error.as_deref(), ..Field::default() }))
            fieldset.choices {
                legend { (t!("As what")) }
                @for role in Role::ALL { @if *role != Role::Owner || frame.may(Right::ManageOwners) {
                    label.check { input type="radio" name="role" value=(role) checked[*role == Role::Member];
                        span { b { (name::role(*role)) } " " span.faint { (role_line(*role)) } } }
                } }
            }
            div { button.btn.main type="submit" { (t!("Make a link")) } }
        }
    } }
}
