//! The fictional team.

use model::Role;

/// Somebody of the organisation's team. All of them are made up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TeamMember {
    /// First and last name.
    pub name: &'static str,
    /// The rights they have.
    pub role: Role,
    /// The kind of work that they do: communication, marketing, research, service or engagement.
    pub function: &'static str,
}

/// The team of the Vellenbahn.
///
/// ```
/// assert!(simulator::members().iter().any(|member| member.role == model::Role::Owner));
/// ```
pub fn members() -> &'static [TeamMember] {
    const TEAM: [TeamMember; 9] = [
        TeamMember { name: "Karin Osterloh", role: Role::Owner, function: "communication" },
        TeamMember { name: "Ewa Brandt", role: Role::Manager, function: "communication" },
        TeamMember { name: "Mara Lind", role: Role::Member, function: "service" },
        TeamMember { name: "Jonas Okafor", role: Role::Member, function: "service" },
        TeamMember { name: "Tarik Wenzel", role: Role::Member, function: "service" },
        TeamMember { name: "Pauli Rahn", role: Role::Member, function: "engagement" },
        TeamMember { name: "Lene Harms", role: Role::Member, function: "research" },
        TeamMember { name: "Sofie Dahl", role: Role::Member, function: "marketing" },
        TeamMember { name: "Henrik Stahl", role: Role::Leader, function: "communication" },
    ];
    &TEAM
}
