//! What the fictional team would do.

use crate::language::Language;
use crate::member::{self, TeamMember};
use crate::network::{Beat, Network, Post, PostIndex};
use crate::phrase::{Mood, Said, answer, fill};
use crate::topic::Topic;

/// What the team would do with a post.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suggestion {
    /// The answer, in the language of the person.
    pub answer: String,
    /// Labels for the conversation.
    pub labels: Vec<&'static str>,
    /// Who would answer.
    pub member: TeamMember,
}

pub(crate) fn suggest(network: &Network, index: PostIndex) -> Option<Suggestion> {
    let post = network.post(index);
    let topic = post.draft.topic?;
    let language = post.draft.language;
    let fitting = |said: &'static [Said]| choose(said, language, index);
    let text = match post.draft.beat {
        Beat::Opening => fitting(answers(topic, post.draft.mood))?.to_owned(),
        Beat::FollowUp => fitting(answer::TO_FOLLOW_UP)?.to_owned(),
        Beat::AskAgain => {
            let answers = answers(topic, post.draft.mood);
            format!("{} {}", fitting(answer::SORRY)?, fitting(answers)?)
        }
        Beat::Reaction | Beat::Bystander | Beat::Elsewhere | Beat::OurAnswer => return None,
    };
    let function = match topic.label {
        "press" | "staff" | "timetable" | "supplier" | "partner" | "competitor" | "neighbours" | "regulator" => {
            "communication"
        }
        "idea" => "marketing",
        "praise" | "groups" => "engagement",
        _ => "service",
    };
    let team: Vec<_> = member::members().iter().filter(|member| member.function == function).collect();
    // Who took a thread keeps it.
    let root = network.root(index);
    Some(Suggestion {
        answer: fill(&text, |slot| post.draft.facts.slot(slot, language)),
        labels: labels(post, topic.label),
        member: **team.get(root.0 % team.len())?,
    })
}

/// The answers that suit the mood: nobody who praises wants to be comforted, and the other way round.
fn answers(topic: &Topic, mood: Mood) -> &'static [Said] {
    match mood {
        Mood::Positive if !topic.is_cheerful => answer::TO_PRAISE,
        Mood::Negative | Mood::Mixed if topic.is_cheerful => answer::TO_CRITIC,
        _ => topic.answers,
    }
}

fn labels(post: &Post, label: &'static str) -> Vec<&'static str> {
    let again = (post.draft.beat == Beat::AskAgain).then_some("asked twice");
    std::iter::once(label).chain(again).collect()
}

fn choose(said: &'static [Said], language: Language, index: PostIndex) -> Option<&'static str> {
    let fitting: Vec<_> = said.iter().filter(|said| said.0 == language).collect();
    fitting.get(index.0 % fitting.len().max(1)).map(|said| said.1)
}
