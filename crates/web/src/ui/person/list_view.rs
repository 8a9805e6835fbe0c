//! Everybody who speaks to us, whoever something happened with last first.

use jiff::Timestamp;
use maud::{Markup, html};
use model::{AuthorId, Network};
use wording::t;

use crate::ui::components::{Empty, Kind, empty, icon, kind, rich, time};
use crate::ui::inbox::list::encode;
use crate::ui::layout::{Frame, Page, Place, sample_at};

/// `/people`.
#[derive(Clone, Debug, Default)]
pub struct PeoplePage {
    /// What was looked for; empty for everybody.
    pub sought: String,
    /// Whether more have such a name than are looked up.
    pub is_cut: bool,
    /// Those of this page.
    pub rows: Vec<PersonCard>,
    /// Whether this is the first page.
    pub is_first: bool,
    /// Where the next page begins.
    pub more: Option<String>,
}

/// A person as a row.
#[derive(Clone, Debug)]
pub struct PersonCard {
    /// Who: the handle under which they last spoke.
    pub id: AuthorId,
    /// The name they show there.
    pub name: String,
    /// How they are judged to stand.
    pub kind: Option<Kind>,
    /// Their handles, each with where it speaks.
    pub handles: Vec<(String, Network)>,
    /// When something last happened with them in public.
    pub at: Timestamp,
    /// How many conversations they began.
    pub conversations: usize,
}

impl PeoplePage {
    /// Whether anybody was found by what is looked for.
    fn finding(&self) -> Markup {
        let name = html! { bdi { (self.sought) } };
        if self.rows.is_empty() && self.is_first {
            rich!("Nobody with “{name}” in the name, or at the beginning of the handle.", name)
        } else if self.is_cut {
            rich!("More than 500 people with “{name}” in the name, or at the beginning of the handle.", name)
        } else {
            rich!("People with “{name}” in the name, or at the beginning of the handle.", name)
        }
    }
}

impl Page for PeoplePage {
    fn title(&self) -> String {
        t!("People").into()
    }

    fn place(&self) -> Place {
        Place::Elsewhere
    }

    fn live(&self) -> &'static str {
        "conversation.opened mention.filed person author.renamed"
    }

    fn body(&self, frame: &Frame) -> Markup {
        let next = self.more.as_ref().map(|more| match self.sought.as_str() {
            "" => format!("/people?after={more}"),
            sought => format!("/people?q={}&after={more}", encode(sought)),
        });
        html! {
            header.page-head { div {
                h1.page-title { (t!("People")) }
                p { (t!("Whoever began a conversation with us, the last we heard of first. An author is a person alone until a member says that two are one.")) }
            } }
            form.find-person method="get" action="/people" role="search" aria-label=(t!("People")) {
                label for="find-person" { (t!("Find somebody")) }
                div.inline {
                    input #find-person type="search" name="q" value=(self.sought) autocomplete="off" placeholder=(t!("A part of the name, or how the handle begins"));
                    button.btn type="submit" { (icon::line("find")) (t!("Find")) }
                }
            }
            @if !self.sought.is_empty() { p.sound {
                (self.finding()) " "
                @if self.is_cut { (t!("Type more of it to find the right one.")) " " }
                a href="/people" { (t!("Everybody")) }
            } }
            @if self.rows.is_empty() {
                (empty(match (self.sought.as_str(), self.is_first) {
                    ("", true) => Empty {
                        title: t!("Nobody yet"),
                        lines: vec![t!("As soon as somebody speaks to us or about us, they stand here.").into()],
                        acts: vec![(t!("Connect a channel"), "/channels/new")],
                    },
                    (_, true) => Empty {
                        title: t!("Nobody is called that"),
                        lines: vec![t!("Names are found by any part of them, handles by how they begin. Who only took part in the conversations of others is found in those.").into()],
                        acts: vec![(t!("Everybody"), "/people")],
                    },
                    (_, false) => Empty { title: t!("That was everybody"), lines: vec![], acts: vec![(t!("From the beginning"), "/people")] },
                }))
            } @else {
                ul.cards { @for row in &self.rows { (card(row, frame)) } }
                @if let Some(next) = next { p.toolbar { a.btn href=(next) { (t!("More")) } } }
            }
        }
    }

    fn samples() -> Vec<(&'static str, Self)> {
        let row = |id: i64, name: &str, kind, handles: &[(&str, Network)], at: &str, conversations| PersonCard {
            id: AuthorId(id),
            name: name.into(),
            kind,
            handles: handles.iter().map(|(handle, network)| ((*handle).to_owned(), *network)).collect(),
            at: sample_at(at),
            conversations,
        };
        let both = [("@renske.example", Network::Atproto), ("@renske@rail.example", Network::Simulated)];
        let rows = vec![
            row(7, "Renske Ophoven", Some(Kind::Critic), &both, "2026-11-24T07:41:00Z", 14),
            row(
                8,
                "Odile Marchand",
                Some(Kind::Fan),
                &[("@odile.example", Network::Atproto)],
                "2026-11-24T06:12:00Z",
                3,
            ),
            row(
                9,
                "Radio Hallgrund",
                Some(Kind::Press),
                &[("@hallgrund-radio.example", Network::Atproto)],
                "2026-11-23T18:30:00Z",
                1_204,
            ),
            row(
                10,
                "did:plc:7iza6de2dwap2sbkpav7c6c6",
                None,
                &[("did:plc:7iza6de2dwap2sbkpav7c6c6", Network::Atproto)],
                "2026-11-20T09:00:00Z",
                1,
            ),
        ];
        let usual = Self { rows: rows.clone(), is_first: true, more: Some("1.1".into()), ..Self::default() };
        let found = Self { sought: "rens".into(), rows: rows[..1].to_vec(), is_first: true, ..Self::default() };
        let many = Self { sought: "a".into(), is_cut: true, ..usual.clone() };
        let nobody = Self { sought: "zoltan".into(), is_first: true, ..Self::default() };
        vec![
            ("", usual),
            ("found", found),
            ("many", many),
            ("nobody", nobody),
            ("empty", Self { is_first: true, ..Self::default() }),
        ]
    }
}

fn card(row: &PersonCard, frame: &Frame) -> Markup {
    html! { li data-key={ "person-" (row.id) } {
        div {
            div.person {
                @if let Some(of) = row.kind { (kind(of)) }
                h2 { a href={ "/people/" (row.id) } { bdi { (row.name) } } }
            }
            p.t1.dim { @for (at, (handle, network)) in row.handles.iter().enumerate() {
                @if at > 0 { " · " }
                @if *handle == row.name { (t!("on {network}", network = network.title())) }
                @else { (rich!("{handle} on {network}", handle = html! { bdi { (handle) } }, network = network.title())) }
            } }
        }
        p.figure { (time::past(row.at, frame)) " " br; (t!(row.conversations; "{count} conversation", "{count} conversations")) }
    } }
}
