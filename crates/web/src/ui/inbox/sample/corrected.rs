//! A conversation in which we said that we were wrong.

use model::{AuthorId, ConversationId, Correcting, FactId, Finder, ReplyId, ReplyState, Wrong};

use super::thread::{event, reply, thread};
use crate::ui::correction::line::{CorrectionAct, CorrectionLine, Found};
use crate::ui::inbox::composer::Composer;
use crate::ui::inbox::thread::{Act, Entry, Thread};
use crate::ui::layout::sample_at;

/// An answer that is being written and puts something right.
pub(super) fn correcting(composer: Composer) -> Composer {
    Composer {
        reply_text: inbox::opening(Some("de"), Some("@renske.example")),
        correcting: Some(Correcting {
            wrong: Wrong::Reply(ReplyId(31)),
            error: "We said that the lift at Port Velle runs; it stands still.".into(),
            right: None,
            finder: Finder::Nobody,
        }),
        ..composer
    }
}

/// Said with one answer, about to be said with another, and withdrawn from a third.
pub(super) fn corrected(composer: Composer) -> Thread {
    let line = |reply: i64, wrong: i64, found, at: Option<&str>| CorrectionLine {
        reply: ReplyId(reply),
        conversation: ConversationId(7),
        wrong_in: ConversationId(7),
        wrong: Wrong::Reply(ReplyId(wrong)),
        error: "We said that the lift at Port Velle runs; it stands still.".into(),
        right: Some("It is repaired by the end of November.".into()),
        found,
        by: "Mara Lind".into(),
        at: at.map(sample_at),
        is_withdrawn: false,
        facts: Vec::new(),
    };
    let facts = vec![(FactId(1), "The lift at Port Velle runs.".to_owned())];
    let sent = Some("2026-11-24T07:40:00Z");
    let person = Found::Person(AuthorId(7), "Renske Ophoven".into());
    let corrections = vec![
        CorrectionLine { facts, ..line(32, 31, person, sent) },
        line(33, 31, Found::Member("Tarik Wenzel".into()), None),
        CorrectionLine { is_withdrawn: true, ..line(34, 32, Found::Nobody, sent) },
    ];
    let said = |id: i64, at: &str, state, text: &str| Entry::Ours(reply(id, at, state, text));
    let entries = [
        said(31, "2026-11-24T07:30:00Z", ReplyState::Delivered, "Der Aufzug in Port Velle fährt seit gestern wieder."),
        said(
            32,
            "2026-11-24T07:40:00Z",
            ReplyState::Delivered,
            "Hier lagen wir falsch. Danke, @renske.example, für den Hinweis.",
        ),
        said(33, "2026-11-24T07:45:00Z", ReplyState::Queued, "Und noch etwas stimmte nicht."),
        said(34, "2026-11-24T07:46:00Z", ReplyState::Sent, "Doch, das stimmte."),
        event("2026-11-24T07:47:00Z", "Mara Lind", Act::Corrected(CorrectionAct::Withdrawn, Some(ReplyId(34)))),
    ];
    let thread = thread(composer);
    let id = thread.id;
    let here = |one: CorrectionLine| CorrectionLine { conversation: id, wrong_in: id, ..one };
    Thread {
        corrections: corrections.into_iter().map(here).collect(),
        entries: thread.entries.into_iter().chain(entries).collect(),
        ..thread
    }
}
