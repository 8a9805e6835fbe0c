//! The people whom every world has, whatever its seed.

use crate::language::Language::{self, *};
use crate::person::Relation::{self, *};
use crate::person::Stance::{self, *};
use crate::person::Temper::{self, *};

/// Somebody written by hand.
pub(crate) struct Role {
    pub(crate) name: &'static str,
    /// Without `.example`.
    pub(crate) handle: &'static str,
    pub(crate) language: Language,
    pub(crate) relation: Relation,
    pub(crate) stance: Stance,
    pub(crate) temper: Temper,
    pub(crate) followers: i64,
}

const fn role(
    name: &'static str,
    handle: &'static str,
    language: Language,
    (relation, stance, temper): (Relation, Stance, Temper),
    followers: i64,
) -> Role {
    Role { name, handle, language, relation, stance, temper, followers }
}

/// Hosts of those who write for an organisation.
pub(crate) const NAMED_RELATIONS: [(Relation, &[&str]); 6] = [
    (Supplier, &["aufzugbau-nord", "gleiswerk", "sitzpolster"]),
    (Partner, &["portvelle-verkehr", "inselfaehre", "radhaus"]),
    (Competitor, &["kuestenbus", "fernblitz"]),
    (Press, &["velleecho", "nordfunk", "platform-post"]),
    (Regulator, &["schienenaufsicht"]),
    (Community, &["birkenmoor", "moorkamp", "eskenfeld"]),
];

#[rustfmt::skip] // one line for each person
pub(crate) const CAST: [Role; 34] = [
    role("Renske Ophoven", "renske.vellen", De, (Customer, Critic, Even), 412),
    role("Bartek Zieliński", "bartek-z.hallgrund", Pl, (Customer, Neutral, Quick), 96),
    role("Ortsrat Birkenmoor", "ortsrat.birkenmoor", De, (Community, Neutral, Calm), 1_204),
    role("Hanne T.", "hanne-t.moorkamp", De, (Customer, Critic, Quick), 58),
    role("Noor Haddad · Velle Echo", "noor.velleecho", En, (Press, Neutral, Quick), 18_400),
    role("wagenreihung", "wagenreihung.schiene", En, (Customer, Critic, Even), 6_310),
    role("سلمى منصور", "salma.portvelle", Ar, (Customer, Friendly, Calm), 143),
    role("Odile Marchand", "odile.ostervelle", Fr, (Prospect, Friendly, Calm), 231),
    role("Deniz Aksoy", "deniz.moorkamp", Tr, (Customer, Friendly, Calm), 305),
    role("Signal box 7", "stellwerk7.personal", En, (Employee, Critic, Even), 77),
    role("Joost Reinders", "joost.eskenfeld", Nl, (Customer, Fan, Calm), 189),
    role("Lucía Ferrer", "lucia.grauholm", Es, (Customer, Neutral, Even), 264),
    role("Giulia Tassi", "giulia.portvelle", It, (Customer, Friendly, Even), 517),
    role("佐伯 美穂", "miho.vellenstadt", Ja, (Prospect, Friendly, Calm), 88),
    role("Frau Petersen, 4b", "klasse4b.ahrenfurt", De, (Customer, Friendly, Calm), 34),
    role("Kapitän Knurr", "knurr.wolmersiel", De, (Customer, Hostile, Quick), 1_870),
    role("Tilda 🚲", "tilda.sandwerder", En, (Customer, Fan, Calm), 740),
    role("Aufzugbau Nord", "service.aufzugbau-nord", De, (Supplier, Neutral, Calm), 420),
    role("Gleiswerk Moorkamp", "hallo.gleiswerk", De, (Supplier, Friendly, Calm), 610),
    role("Inselfähre Sandwerder", "info.inselfaehre", De, (Partner, Friendly, Calm), 2_950),
    role("Verkehrsverbund Port Velle", "verbund.portvelle-verkehr", De, (Partner, Neutral, Even), 9_400),
    role("Küstenbus", "servus.kuestenbus", De, (Competitor, Critic, Even), 12_700),
    role("Fernblitz", "hello.fernblitz", En, (Competitor, Neutral, Even), 30_200),
    role("Nordfunk Verkehr", "verkehr.nordfunk", De, (Press, Neutral, Even), 41_500),
    role("Platform Post", "desk.platform-post", En, (Press, Critic, Quick), 7_800),
    role("Schienenaufsicht", "presse.schienenaufsicht", De, (Regulator, Neutral, Calm), 15_600),
    role("Fahrgastrat Velle", "fahrgastrat.velle", De, (Community, Critic, Even), 3_320),
    role("Lokführerin Ines", "ines.personal", De, (Employee, Friendly, Calm), 156),
    role("night shift, platform 3", "platform3.personal", En, (Employee, Neutral, Calm), 41),
    role("x_9134", "x9134.plaza", En, (Unknown, Hostile, Quick), 3),
    role("Zeynep Karaca", "zeynep.vellenstadt", Tr, (Customer, Critic, Even), 122),
    role("Piotr Malec", "piotr.kaldern", Pl, (Customer, Fan, Calm), 67),
    role("كريم العطار", "karim.hallgrund", Ar, (Customer, Critic, Quick), 210),
    role("高梨 健", "ken.portvelle", Ja, (Customer, Neutral, Calm), 54),
];
