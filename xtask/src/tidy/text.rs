//! Places that must not stand in the source: somebody's machine, and hosts of package registries.

/// Folders at the root of a machine; below them, no path is the same for the next person.
const MACHINE_FOLDERS: &[&str] = &["work", "root", "home", "mnt"];

/// Where packages come from is the package managers' setting, never ours. In two parts, or this file
/// would have to be excused.
const REGISTRIES: &[(&str, &str)] = &[
    ("npmjs", ".org"),
    ("npmjs", ".com"),
    ("pypi", ".org"),
    ("pythonhosted", ".org"),
    ("crates", ".io"),
    ("debian", ".org"),
    ("yarnpkg", ".com"),
];

/// Returns a sentence for every line that names such a place.
pub fn check(path: &str, content: &str) -> Vec<String> {
    let mut complaints = Vec::new();
    let is_lock = path.ends_with("Cargo.lock") || path.ends_with("package-lock.json");
    for (number, line) in content.lines().enumerate().map(|(index, line)| (index + 1, line)) {
        for folder in MACHINE_FOLDERS {
            if holds_machine_path(line, folder) {
                complaints.push(format!("{path}:{number}: a path below /{folder} is somebody's machine"));
            }
        }
        if is_lock {
            continue;
        }
        for (name, ending) in REGISTRIES {
            let host = format!("{name}{ending}");
            // Cargo's name for its default registry is `…-index`, not a host.
            if line.match_indices(&host).any(|(at, _)| !line[at + host.len()..].starts_with("-index")) {
                complaints.push(format!("{path}:{number}: {host} is a host of a package registry"));
            }
        }
    }
    complaints
}

/// A path that starts with `/folder/`; not an address or a longer path that holds it.
fn holds_machine_path(line: &str, folder: &str) -> bool {
    let start = format!("/{folder}/");
    line.match_indices(&start).any(|(at, _)| {
        let before = line[..at].chars().next_back();
        !before.is_some_and(|c| c.is_alphanumeric() || "-_./~}$)*".contains(c))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn path_below(folder: &str) -> String {
        format!("/{folder}/someone/notes.txt")
    }

    #[test]
    fn machine_paths_are_found_with_their_line() {
        for folder in MACHINE_FOLDERS {
            let found = check("a.rs", &format!("first\nlet file = \"{}\";", path_below(folder)));
            assert_eq!(found.len(), 1, "{folder}: {found:?}");
            assert!(found[0].starts_with("a.rs:2:"), "{found:?}");
        }
    }

    #[test]
    fn addresses_and_longer_paths_are_no_machine_paths() {
        let line = format!("https://example.org{0} target{0} $DIR{0}", path_below("home"));
        assert_eq!(check("a.md", &line), Vec::<String>::new());
    }

    #[test]
    fn registries_are_found_outside_lock_files_only() {
        for (name, ending) in REGISTRIES {
            let line = format!("https://{name}{ending}/x");
            assert_eq!(check("README.md", &line).len(), 1, "{line}");
            assert!(check("a/package-lock.json", &line).is_empty());
        }
        let index = format!("registry+https://example.org/{}{}-index", "crates", ".io");
        assert!(check("a.rs", &index).is_empty());
    }
}
