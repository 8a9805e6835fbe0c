//! An ignored test that no suite runs is a test that nobody runs.

use crate::suite::{Run, SUITES};

/// Returns a sentence for every ignored test that is not in a test target of a suite's name.
pub fn check(path: &str, content: &str) -> Vec<String> {
    if !path.ends_with(".rs") || is_in_suite(path) {
        return Vec::new();
    }
    let attribute =
        |line: &str| line.starts_with("#[ignore") || line.starts_with("#[cfg_attr") && line.contains("ignore");
    content
        .lines()
        .enumerate()
        .filter(|(_, line)| attribute(line.trim_start()))
        .map(|(index, _)| format!("{path}:{}: no suite runs this ignored test (xtask/src/suite.rs)", index + 1))
        .collect()
}

/// `crates/…/tests/SUITE.rs` or `crates/…/tests/SUITE/….rs`.
fn is_in_suite(path: &str) -> bool {
    let Some((_, test)) = path.split_once("/tests/") else {
        return false;
    };
    let target = test.split('/').next().unwrap_or_default().trim_end_matches(".rs");
    SUITES.iter().any(|suite| suite.name == target && matches!(suite.run, Run::Cargo { only_ignored: true, .. }))
}

#[cfg(test)]
mod tests {
    use super::*;

    const IGNORED: &str = "#[test]\n#[ignore = \"slow\"]\nfn never() {}";

    #[test]
    fn an_ignored_test_must_belong_to_a_suite() {
        assert_eq!(check("crates/store/src/sealer.rs", IGNORED).len(), 1);
        assert_eq!(check("crates/store/tests/slow.rs", IGNORED).len(), 1);
        assert_eq!(check("crates/store/tests/workspace.rs", IGNORED).len(), 1);
        assert!(check("crates/channels/tests/atproto.rs", IGNORED).is_empty());
        assert!(check("crates/coffeehouse/tests/crash/main.rs", IGNORED).is_empty());
    }
}
