//! Examples of a person's page.

use model::{
    AuthorId, ChannelId, ConsentId, ConsentPurpose, ConsentState, ConversationId, Network, NoteId, PersonMergeId,
    PostId, Status, TopicId,
};

use super::consent::{ConsentRow, Consents};
use super::notes::NoteRow;
use super::same::{Candidate, MergeRow, Same};
use super::view::{ConversationRow, Erasing, HandleRow, PersonPage};
use crate::ui::components::Kind;
use crate::ui::gesture::view::OnPost;
use crate::ui::inbox::regard::{Regard, Stands};
use crate::ui::layout::sample_at;

fn handle(id: i64, handle: &str, network: Network, last: &str) -> HandleRow {
    HandleRow {
        id: AuthorId(id),
        handle: handle.into(),
        name: "Renske Ophoven".into(),
        kind: Some(Kind::Critic),
        network,
        url: Some("https://social.example/profile/renske.example".into()),
        follower_count: Some(1_284),
        follows_us: Some(true),
        follow: OnPost { accounts: vec![(ChannelId(1), "Vellenbahn".into())], ..OnPost::default() },
        channels: vec!["Vellenbahn".into()],
        first_heard_at: Some(sample_at("2026-09-02T08:00:00Z")),
        last_heard_at: Some(sample_at(last)),
    }
}

fn stands(author: i64, value: &str, stance: Option<&str>) -> Stands {
    let judged = |value: &str, is_corrected: bool| Regard {
        value: value.into(),
        confidence_percent: 78,
        is_corrected,
        expires_at: sample_at("2027-02-20T10:00:00Z"),
        is_in_name: false,
        posts: vec![(ConversationId(2), PostId(20), Some("ich pendle jeden Tag".into()))],
    };
    Stands {
        author: AuthorId(author),
        relations: vec![judged(value, false)],
        stances: stance.map(|one| (TopicId(3), "Access".to_owned(), Some(judged(one, true)))).into_iter().collect(),
    }
}

fn conversations() -> Vec<ConversationRow> {
    let row =
        |id: i64, network, words: &str, with: Option<&str>, status, assignee: Option<&str>, at: &str| ConversationRow {
            id: ConversationId(id),
            network,
            words: words.into(),
            with: with.map(str::to_owned),
            topics: vec!["Access".into(), "Port Velle".into()],
            status,
            assignee: assignee.map(str::to_owned),
            at: sample_at(at),
        };
    use Network::{Atproto, Simulated};
    vec![
        row(
            2,
            Atproto,
            "Rampe ab 16 Uhr. Gleis 2 hat aber drei Stufen!",
            None,
            Status::Open,
            Some("Tarik Wenzel"),
            "2026-11-24T07:41:00Z",
        ),
        row(
            4,
            Simulated,
            "Is the lift in Port Velle working today?",
            None,
            Status::Resolved,
            Some("Mara Lind"),
            "2026-11-12T09:00:00Z",
        ),
        row(5, Atproto, "", Some("Radio Hallgrund"), Status::Waiting, None, "2026-10-30T18:00:00Z"),
    ]
}

fn merge(id: i64, ground: &str, parted: bool) -> MergeRow {
    MergeRow {
        id: PersonMergeId(id),
        handles: ("@renske.example".into(), "@renske@rail.example".into()),
        ground: ground.into(),
        by: "Mara Lind".into(),
        at: sample_at("2026-11-20T10:00:00Z"),
        parted: parted.then(|| ("Tarik Wenzel".to_owned(), sample_at("2026-11-21T08:30:00Z"))),
    }
}

fn consents() -> Consents {
    let row = |id: i64, purpose, state, post: bool, words: Option<&str>, at: &str| ConsentRow {
        id: ConsentId(id),
        author: AuthorId(7),
        purpose,
        state,
        post: post.then(|| (ConversationId(2), PostId(20), "Klar, zitiert mich ruhig!".to_owned())),
        words: words.map(str::to_owned),
        by: "Mara Lind".into(),
        at: sample_at(at),
    };
    use ConsentPurpose::{Contact, Quote};
    Consents {
        noted: vec![
            row(3, Quote, ConsentState::Given, true, None, "2026-11-23T15:00:00Z"),
            row(2, Contact, ConsentState::Refused, false, Some("On the telephone, on Monday"), "2026-11-23T11:00:00Z"),
            row(1, Quote, ConsentState::Asked, false, Some("In a reply of ours"), "2026-11-22T09:00:00Z"),
        ],
        messages: vec![(PostId(20), "Rampe ab 16 Uhr. Gleis 2 hat aber drei Stufen!".into())],
    }
}

pub(super) fn samples() -> Vec<(&'static str, PersonPage)> {
    let (sky, rail) = (
        handle(7, "@renske.example", Network::Atproto, "2026-11-24T07:41:00Z"),
        handle(12, "@renske@rail.example", Network::Simulated, "2026-11-12T09:00:00Z"),
    );
    let note = NoteRow {
        id: NoteId(1),
        author: AuthorId(7),
        by: "Tarik Wenzel".into(),
        at: sample_at("2026-11-23T12:00:00Z"),
        text: "Travels with a wheelchair, every weekday at 16:10 from Port Velle.".into(),
    };
    let usual = PersonPage {
        id: AuthorId(7),
        handles: vec![sky.clone(), rail.clone()],
        stands: vec![stands(7, "customer", Some("critic")), stands(12, "community", None)],
        same: Same {
            merges: vec![
                merge(1, "The profile on Bluesky links to the other one.", false),
                merge(2, "Same photo.", true),
            ],
            ..Same::default()
        },
        consents: consents(),
        notes: vec![note],
        total: 14,
        conversations: conversations(),
        more: Some("1.1".into()),
        is_first: true,
        erasure: None,
        error: None,
    };
    let candidate =
        Candidate { id: AuthorId(12), handle: rail.handle, name: rail.name, network: rail.network, others: 2 };
    let alone = PersonPage {
        handles: vec![sky],
        stands: vec![stands(7, "customer", None)],
        same: Same { namesakes: vec![candidate.clone()], ..Same::default() },
        consents: Consents::default(),
        notes: Vec::new(),
        total: 3,
        more: None,
        ..usual.clone()
    };
    let found =
        PersonPage { same: Same { find: "renske".into(), found: vec![candidate], ..Same::default() }, ..alone.clone() };
    let refused = PersonPage {
        error: Some("Say in 1 to 200 characters how it is known that they are one person.".into()),
        ..alone.clone()
    };
    let over = Erasing { posts: 1_204, done_at: Some(sample_at("2026-11-24T07:50:00Z")), waits_in: None };
    let waits = Erasing { done_at: None, waits_in: Some(ConversationId(9)), ..over.clone() };
    let erased = PersonPage { erasure: Some(over), ..alone.clone() };
    let erasing = PersonPage { erasure: Some(waits), ..alone.clone() };
    vec![
        ("", usual),
        ("alone", alone),
        ("found", found),
        ("refused", refused),
        ("erasing", erasing),
        ("erased", erased),
    ]
}
