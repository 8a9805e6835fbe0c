//! To whom of a team a conversation goes by itself.

use serde::{Deserialize, Serialize};

use crate::{ChannelId, MemberId, Network, Relation};

crate::words! {
    /// How a team gives out what it is given.
    pub enum Giving {
        /// Members take it, or give it to each other.
        ByHand = "by_hand",
        /// To whoever was given something the longest time ago.
        InTurn = "in_turn",
        /// To whoever has the fewest conversations that are our turn.
        ByLoad = "by_load",
    }
}

crate::words! {
    /// Why a conversation waits with its team and nobody was given it.
    pub enum Lack {
        /// The team has no member who works the inbox.
        Members = "members",
        /// It is outside the hours of the team.
        Hours = "hours",
        /// Everybody is on leave.
        Leave = "leave",
        /// Nobody who is there speaks its language.
        Language = "language",
        /// Nobody who is there takes what comes from its channel.
        Channel = "channel",
        /// Nobody who is there takes what people like its author say.
        Relation = "relation",
        /// Everybody who could take it has as many as they take.
        Room = "room",
    }
}

/// What a member can take.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Skills {
    /// Languages, as ISO 639 codes; any when empty.
    pub languages: Vec<String>,
    /// Networks and channels from which they take; from any when both are empty.
    pub networks: Vec<Network>,
    /// See `networks`.
    pub channels: Vec<ChannelId>,
    /// Relations that are their speciality: where a team has somebody for a relation, it goes to them alone.
    pub relations: Vec<Relation>,
}

impl Skills {
    fn speaks(&self, language: Option<&str>) -> bool {
        self.languages.is_empty() || language.is_none_or(|asked| self.languages.iter().any(|one| one == asked))
    }

    fn takes_from(&self, network: Network, channel: ChannelId) -> bool {
        let takes_any = self.networks.is_empty() && self.channels.is_empty();
        takes_any || self.networks.contains(&network) || self.channels.contains(&channel)
    }
}

/// What a conversation asks of whoever is to have it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asks {
    /// Its language, where it is known.
    pub language: Option<String>,
    /// Its network.
    pub network: Network,
    /// Its channel.
    pub channel: ChannelId,
    /// What its author is judged to be to us.
    pub relations: Vec<Relation>,
}

/// A member of the team who works the inbox.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// Who.
    pub member: MemberId,
    /// Whether they are on leave.
    pub is_on_leave: bool,
    /// How many conversations that are our turn they have.
    pub load: i64,
    /// How many of them they take; any number when absent.
    pub capacity: Option<i64>,
    /// What they can take.
    pub skills: Skills,
    /// When they were last given something by the team: a number that grows; `None` for never.
    pub turn: Option<i64>,
}

impl Candidate {
    fn has_room(&self) -> bool {
        self.capacity.is_none_or(|capacity| self.load < capacity)
    }
}

/// Whose it is: of those who fit, whoever was given something the longest time ago, or has the fewest; among equals by turn,
/// then by id, so that the same members in the same state give the same answer. `ByHand` chooses as `InTurn`: who calls
/// has decided that it is given out.
///
/// # Errors
/// Why nobody fits: the first thing that nobody of those left has, in the order of [`Lack`].
pub fn choose(way: Giving, candidates: &[Candidate], asks: &Asks) -> Result<MemberId, Lack> {
    // A relation is asked for where somebody of the team has it, whether they are there or not.
    let special = asks.relations.iter().find(|asked| candidates.iter().any(|one| one.skills.relations.contains(asked)));
    let mut left: Vec<&Candidate> = candidates.iter().collect();
    let mut keep = |fits: &dyn Fn(&Candidate) -> bool, lack: Lack| {
        left.retain(|one| fits(one));
        if left.is_empty() { Err(lack) } else { Ok(()) }
    };
    keep(&|_| true, Lack::Members)?;
    keep(&|one| !one.is_on_leave, Lack::Leave)?;
    keep(&|one| one.skills.speaks(asks.language.as_deref()), Lack::Language)?;
    keep(&|one| one.skills.takes_from(asks.network, asks.channel), Lack::Channel)?;
    keep(&|one| special.is_none_or(|relation| one.skills.relations.contains(relation)), Lack::Relation)?;
    keep(&Candidate::has_room, Lack::Room)?;
    let rank = |one: &&Candidate| {
        let load = if way == Giving::ByLoad { one.load } else { 0 };
        (load, one.turn.unwrap_or(i64::MIN), one.member)
    };
    left.into_iter().min_by_key(rank).map(|one| one.member).ok_or(Lack::Members)
}

#[cfg(test)]
mod tests {
    use std::collections::{HashMap, VecDeque};

    use proptest::collection::vec;
    use proptest::prelude::*;
    use proptest::sample::{select, subsequence};

    use super::*;

    const LANGUAGES: [&str; 3] = ["de", "en", "tr"];
    const RELATIONS: [Relation; 3] = [Relation::Press, Relation::Customer, Relation::Regulator];

    fn skills() -> impl Strategy<Value = Skills> {
        let languages = subsequence(LANGUAGES.to_vec(), 0..=2);
        let channels = subsequence(vec![ChannelId(1), ChannelId(2)], 0..=1);
        let networks = subsequence(vec![Network::Atproto, Network::Feed], 0..=1);
        (languages, channels, networks, subsequence(RELATIONS.to_vec(), 0..=1)).prop_map(
            |(languages, channels, networks, relations)| Skills {
                languages: languages.into_iter().map(str::to_owned).collect(),
                networks,
                channels,
                relations,
            },
        )
    }

    fn candidates() -> impl Strategy<Value = Vec<Candidate>> {
        let one = (any::<bool>(), any::<bool>(), 0..4i64, proptest::option::of(0..5i64), skills());
        vec(one, 0..6).prop_map(|all| {
            let member = |(at, (one, other, load, capacity, skills)): (usize, _)| Candidate {
                member: MemberId(at as i64 + 1),
                is_on_leave: one && other,
                load,
                capacity,
                skills,
                turn: None,
            };
            all.into_iter().enumerate().map(member).collect()
        })
    }

    fn asks() -> impl Strategy<Value = Asks> {
        let language = proptest::option::of(select(LANGUAGES.to_vec()));
        let place = select(vec![
            (Network::Atproto, ChannelId(1)),
            (Network::Feed, ChannelId(2)),
            (Network::Imported, ChannelId(3)),
        ]);
        (language, place, subsequence(RELATIONS.to_vec(), 0..=2)).prop_map(
            |(language, (network, channel), relations)| Asks {
                language: language.map(str::to_owned),
                network,
                channel,
                relations,
            },
        )
    }

    /// Whether somebody may be given it, said once more, one question after the other.
    fn may_have(one: &Candidate, all: &[Candidate], asks: &Asks) -> bool {
        if one.is_on_leave {
            return false;
        }
        if let Some(capacity) = one.capacity
            && one.load >= capacity
        {
            return false;
        }
        if let Some(language) = &asks.language
            && !one.skills.languages.is_empty()
            && !one.skills.languages.contains(language)
        {
            return false;
        }
        let named = !one.skills.networks.is_empty() || !one.skills.channels.is_empty();
        if named && !one.skills.networks.contains(&asks.network) && !one.skills.channels.contains(&asks.channel) {
            return false;
        }
        for relation in &asks.relations {
            let is_special = all.iter().any(|other| other.skills.relations.contains(relation));
            if is_special {
                return one.skills.relations.contains(relation);
            }
        }
        true
    }

    proptest! {
        #[test]
        fn what_is_given_in_turn_goes_round_as_in_a_queue_and_to_nobody_who_may_not_have_it(
            mut team in candidates(),
            conversations in vec(asks(), 0..40),
        ) {
            // The oracle: a queue, from which the first who may have it steps out and goes to its end.
            let mut queue: VecDeque<usize> = (0..team.len()).collect();
            for (turn, asks) in (0..).zip(&conversations) {
                let place = queue.iter().position(|at| may_have(&team[*at], &team, asks));
                let expected = place.map(|place| {
                    let at = queue.remove(place).unwrap();
                    queue.push_back(at);
                    team[at].member
                });
                let chosen = choose(Giving::InTurn, &team, asks);
                prop_assert_eq!(chosen.ok(), expected);
                if let Some(one) = team.iter_mut().find(|one| Some(one.member) == expected) {
                    (one.turn, one.load) = (Some(turn), one.load + 1);
                    prop_assert!(one.capacity.is_none_or(|capacity| one.load <= capacity));
                }
            }
        }

        #[test]
        fn what_is_given_by_load_goes_to_whoever_has_least(team in candidates(), asks in asks()) {
            let least = team.iter().filter(|one| may_have(one, &team, &asks)).map(|one| one.load).min();
            match choose(Giving::ByLoad, &team, &asks) {
                Ok(chosen) => {
                    let one = team.iter().find(|one| one.member == chosen).unwrap();
                    prop_assert!(may_have(one, &team, &asks));
                    prop_assert_eq!(Some(one.load), least);
                }
                Err(_) => prop_assert_eq!(least, None),
            }
        }

        #[test]
        fn whoever_fits_as_well_as_the_others_is_given_as_many(count in 1..7usize, given in 0..60i64) {
            let asks = Asks { language: None, network: Network::Feed, channel: ChannelId(1), relations: vec![] };
            let member = |at: usize| Candidate {
                member: MemberId(at as i64),
                is_on_leave: false,
                load: 0,
                capacity: None,
                skills: Skills::default(),
                turn: None,
            };
            let mut team: Vec<Candidate> = (0..count).map(member).collect();
            let mut had: HashMap<MemberId, i64> = HashMap::new();
            for turn in 0..given {
                let chosen = choose(Giving::InTurn, &team, &asks).unwrap();
                *had.entry(chosen).or_default() += 1;
                team.iter_mut().find(|one| one.member == chosen).unwrap().turn = Some(turn);
            }
            let counts: Vec<i64> = team.iter().map(|one| had.get(&one.member).copied().unwrap_or_default()).collect();
            prop_assert!(counts.iter().max().unwrap() - counts.iter().min().unwrap() <= 1, "{:?}", counts);
        }
    }

    #[test]
    fn the_reason_is_the_first_thing_that_nobody_has() {
        let asks = |language: &str, relations: &[Relation]| Asks {
            language: Some(language.into()),
            network: Network::Feed,
            channel: ChannelId(1),
            relations: relations.to_vec(),
        };
        let anna = Candidate {
            member: MemberId(1),
            is_on_leave: false,
            load: 2,
            capacity: Some(2),
            skills: Skills { languages: vec!["de".into()], ..Skills::default() },
            turn: None,
        };
        let away = Candidate { is_on_leave: true, ..anna.clone() };
        let press = Skills { relations: vec![Relation::Press], ..Skills::default() };
        let reporter = Candidate { member: MemberId(2), is_on_leave: true, skills: press, ..anna.clone() };
        let only_feed = Skills { networks: vec![Network::Atproto], languages: vec!["de".into()], ..Skills::default() };
        let elsewhere = Candidate { skills: only_feed, ..anna.clone() };
        let lack = |team: &[Candidate], asks: &Asks| choose(Giving::InTurn, team, asks).unwrap_err();
        assert_eq!(lack(&[], &asks("de", &[])), Lack::Members);
        assert_eq!(lack(&[away], &asks("de", &[])), Lack::Leave);
        assert_eq!(lack(std::slice::from_ref(&anna), &asks("tr", &[])), Lack::Language);
        assert_eq!(lack(&[elsewhere], &asks("de", &[])), Lack::Channel);
        assert_eq!(lack(&[anna.clone(), reporter], &asks("de", &[Relation::Press])), Lack::Relation);
        assert_eq!(lack(std::slice::from_ref(&anna), &asks("de", &[Relation::Press])), Lack::Room);
    }
}
