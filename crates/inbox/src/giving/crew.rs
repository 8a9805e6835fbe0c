//! The members of a team as they are now, and which of them is to have a conversation.

use std::collections::HashMap;

use model::{Asks, Candidate, ConversationId, Giving, Lack, MemberId, Relation, Right, choose, primary_language};
use serde_json::json;
use store::conversation::Conversation;
use store::team::Team;
use store::{Tx, channel, giving, leave, member, regard, workload};

use super::Why;
use crate::Result;
use crate::calendar::hours_of;

/// A team with its members as they are now.
pub(super) struct Crew {
    pub(super) team: Team,
    /// Whether it gives out at this hour.
    is_open: bool,
    candidates: Vec<Candidate>,
}

impl Crew {
    /// The members of a team who work the inbox, but for one who has just let something go.
    pub(super) async fn gather(tx: &mut Tx, team: Team, but: Option<MemberId>) -> Result<Self> {
        let works = |one: &member::Member| one.disabled_at.is_none() && one.role.may(Right::WorkInbox);
        let members: Vec<MemberId> = member::all(tx).await?.iter().filter(|one| works(one)).map(|one| one.id).collect();
        let members: Vec<MemberId> =
            team.terms.members.iter().copied().filter(|id| members.contains(id) && Some(*id) != but).collect();
        let mut workloads = workload::of(tx, &members).await?;
        let loads = workload::loads(tx, &members).await?;
        let turns = giving::turns(tx, team.id).await?;
        let away = leave::away(tx).await?;
        let candidates = members.into_iter().map(|member| {
            let workload = workloads.remove(&member).unwrap_or_default();
            Candidate {
                member,
                is_on_leave: away.contains(&member),
                load: loads.get(&member).copied().unwrap_or_default(),
                capacity: workload.capacity,
                skills: workload.skills,
                turn: turns.get(&member).copied(),
            }
        });
        let candidates = candidates.collect();
        let is_open = !team.terms.keeps_hours || is_open_now(tx, &team).await?;
        Ok(Self { team, is_open, candidates })
    }

    /// Whether the team gives out by itself.
    pub(super) fn gives_out(&self) -> bool {
        self.team.terms.giving != Giving::ByHand && self.team.archived_at.is_none()
    }

    pub(super) fn choose(&self, asks: &Asks) -> Result<MemberId, Lack> {
        if !self.is_open && !self.candidates.is_empty() {
            return Err(Lack::Hours);
        }
        choose(self.team.terms.giving, &self.candidates, asks)
    }

    /// Lets a member have one more, and have had their turn: the number of it.
    pub(super) fn given(&mut self, member: MemberId) -> i64 {
        let turn = self.candidates.iter().filter_map(|one| one.turn).max().unwrap_or_default() + 1;
        self.has_one_more(member);
        for one in self.candidates.iter_mut().filter(|one| one.member == member) {
            one.turn = Some(turn);
        }
        turn
    }

    /// Lets a member have one more.
    pub(super) fn has_one_more(&mut self, member: MemberId) {
        for one in self.candidates.iter_mut().filter(|one| one.member == member) {
            one.load += 1;
        }
    }

    /// The relation that is somebody's speciality, of those that are asked for.
    fn special(&self, asks: &Asks) -> Option<Relation> {
        let is_special = |asked: &&Relation| self.candidates.iter().any(|one| one.skills.relations.contains(asked));
        asks.relations.iter().find(is_special).copied()
    }

    /// Why a member is to have it.
    pub(super) fn why(&self, member: MemberId, asks: &Asks) -> Why {
        let chosen = self.candidates.iter().find(|one| one.member == member);
        let speaks = chosen.is_some_and(|one| !one.skills.languages.is_empty());
        let last = self.candidates.iter().filter(|one| one.turn.is_some()).max_by_key(|one| one.turn);
        json!({
            "way": self.team.terms.giving,
            "last": last.map(|one| one.member),
            "load": chosen.map(|one| one.load),
            "language": asks.language.as_ref().filter(|_| speaks),
            "relation": self.special(asks),
        })
    }

    /// What exactly nobody has.
    pub(super) fn detail(&self, lack: Lack, asks: &Asks) -> Option<String> {
        match lack {
            Lack::Language => asks.language.clone(),
            Lack::Relation => self.special(asks).map(|relation| relation.to_string()),
            _ => None,
        }
    }
}

/// Whether somebody of the team is there at this hour; always, where there is no calendar.
async fn is_open_now(tx: &mut Tx, team: &Team) -> Result<bool> {
    Ok(hours_of(tx, team.terms.calendar).await?.is_open_at(tx.now()))
}

/// What conversations ask of whoever is to have them.
pub(super) async fn asks_of(tx: &mut Tx, conversations: &[&Conversation]) -> Result<HashMap<ConversationId, Asks>> {
    let ids: Vec<ConversationId> = conversations.iter().map(|one| one.id).collect();
    let authors: Vec<_> = conversations.iter().map(|one| one.author).collect();
    let languages = giving::languages(tx, &ids).await?;
    let regards = regard::of_authors(tx, &authors).await?;
    let networks: HashMap<_, _> = channel::all(tx).await?.into_iter().map(|one| (one.id, one.network)).collect();
    let asks = conversations.iter().filter_map(|one| {
        let known = regards.get(&one.author).into_iter().flatten().filter(|regard| regard.topic.is_none());
        let asks = Asks {
            language: languages.get(&one.id).and_then(|tag| primary_language(tag)),
            network: *networks.get(&one.channel)?,
            channel: one.channel,
            relations: known.filter_map(|regard| Relation::from_word(&regard.value)).collect(),
        };
        Some((one.id, asks))
    });
    Ok(asks.collect())
}
