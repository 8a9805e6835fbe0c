//! Names and counts in words.

use model::{Author, Function, Role};
use wording::t;

/// Up to two capitals of a name.
pub fn initials(name: &str) -> String {
    let mut parts = name.split_whitespace().filter_map(|part| part.chars().next());
    let first = parts.next();
    first.into_iter().chain(parts.next_back()).flat_map(char::to_uppercase).collect()
}

/// A handle as people write it, else the name.
pub fn shown_handle(author: &Author) -> String {
    match author.profile.handle.as_deref().filter(|handle| !handle.trim().is_empty()) {
        Some(handle) => format!("@{handle}"),
        None => author.name().to_owned(),
    }
}

/// A role, in a word.
pub(crate) fn role(role: Role) -> &'static str {
    match role {
        Role::Owner => t!("owner"),
        Role::Manager => t!("manager"),
        Role::Member => t!("role": "member"),
        Role::Leader => t!("leader"),
        Role::Colleague => t!("colleague"),
    }
}

/// A function of ours, inside a sentence.
pub(crate) fn function(function: Function) -> &'static str {
    match function {
        Function::Communication => t!("communication"),
        Function::Marketing => t!("marketing"),
        Function::Research => t!("research"),
        Function::Service => t!("service"),
        Function::Engagement => t!("engagement"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_any_shape_have_initials() {
        assert_eq!(initials("Mara Lind"), "ML");
        assert_eq!(initials("Ana María de la Vega"), "AV");
        assert_eq!(initials("wagenreihung"), "W");
        assert_eq!(initials(" "), "");
    }
}
