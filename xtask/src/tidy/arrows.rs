//! Who may depend on whom. A crate is the only arrow that the compiler guards, and it guards any arrow:
//! which ones are right is written here.

use anyhow::{Context, Result};
use serde_json::Value;

use crate::tree;

/// Crates of ours in the order a mention travels, what each may see, and why no more.
const ARROWS: &[(&str, &[&str], &str)] = &[
    ("wording", &[], "what is said to people, and nothing of what it is about"),
    ("model", &["wording"], "the nouns know nobody"),
    ("channels", &["model", "wording"], "a network's shapes stay in its folder; stages do not know each other"),
    ("listening", &[], "a library for others: text and queries in, matches out"),
    ("enrichment", &["model", "wording"], "pure; stages do not know each other"),
    ("memory", &["model", "wording"], "files of what was heard; knows neither topics nor rows"),
    ("store", &["listening", "model", "wording"], "rows of the nouns, and the condition that a query narrows by"),
    ("inbox", &["listening", "store", "model", "wording"], "conversations do not know where posts come from"),
    ("insights", &["listening", "store", "model", "wording"], "numbers do not know where posts come from"),
    ("leadership", &["insights", "store", "model", "wording"], "judgements rest on numbers"),
    (
        "pipeline",
        &[
            "channels",
            "listening",
            "enrichment",
            "inbox",
            "insights",
            "leadership",
            "memory",
            "store",
            "model",
            "wording",
        ],
        "the only one that strings stages together",
    ),
    (
        "web",
        &[
            "inbox",
            "insights",
            "leadership",
            "listening",
            "enrichment",
            "store",
            "model",
            "channels",
            "pipeline",
            "wording",
        ],
        "pages call the stages, never the other way",
    ),
    ("simulator", &["channels", "model", "wording"], "a world outside the house sees what the networks see"),
    (
        "coffeehouse",
        &[
            "model",
            "channels",
            "listening",
            "enrichment",
            "store",
            "inbox",
            "insights",
            "leadership",
            "pipeline",
            "web",
            "simulator",
            "wording",
        ],
        "wiring only",
    ),
    ("fuzz", &["channels", "listening", "enrichment", "model", "wording"], "the parsers of outside bytes, and no more"),
    ("xtask", &[], "builds without the product"),
];

/// Tests may also see the simulator: it makes their world.
const FOR_TESTS: &[&str] = &["simulator"];

/// Dependencies that belong in few places: their name, who may have them, who may have them for tests, why.
const PLACES: &[(&str, &[&str], Tests, &str)] = &[
    (
        "sqlx",
        &["store"],
        // They make a database of their own on a server.
        Tests::Also(&["coffeehouse", "inbox", "pipeline"]),
        "SQL lives in store alone",
    ),
    (
        "axum",
        &["web", "coffeehouse"],
        Tests::Anywhere,
        "HTTP server types live in web alone; coffeehouse binds the socket",
    ),
    ("axum-extra", &["web"], Tests::Anywhere, "HTTP server types live in web alone"),
    ("maud", &["web"], Tests::Anywhere, "markup lives in web alone"),
];

enum Tests {
    Anywhere,
    Also(&'static [&'static str]),
}

/// One line of a manifest.
#[derive(Clone, Debug)]
pub struct Dependency {
    from: String,
    to: String,
    is_ours: bool,
    is_for_tests: bool,
}

/// Reads the manifests of the workspace.
pub fn dependencies() -> Result<Vec<Dependency>> {
    let mut cargo = tree::cargo();
    cargo.args(["metadata", "--no-deps", "--format-version=1"]);
    let metadata: Value = serde_json::from_str(&tree::output(&mut cargo)?)?;
    let mut found = Vec::new();
    for package in metadata["packages"].as_array().context("cargo knows no packages")? {
        for dependency in package["dependencies"].as_array().into_iter().flatten() {
            found.push(Dependency {
                from: package["name"].as_str().context("a package has a name")?.to_owned(),
                to: dependency["name"].as_str().context("a dependency has a name")?.to_owned(),
                is_ours: dependency["path"].is_string(),
                is_for_tests: dependency["kind"] == "dev",
            });
        }
    }
    Ok(found)
}

/// Returns a sentence for every dependency that points the wrong way.
pub fn check(dependencies: &[Dependency]) -> Vec<String> {
    dependencies
        .iter()
        .filter_map(|dependency| if dependency.is_ours { arrow(dependency) } else { place(dependency) })
        .collect()
}

fn arrow(Dependency { from, to, is_for_tests, .. }: &Dependency) -> Option<String> {
    let Some((_, may, why)) = ARROWS.iter().find(|(name, ..)| name == from) else {
        return Some(format!("crate {from} has no line among the arrows (xtask/src/tidy/arrows.rs)"));
    };
    let is_right = may.contains(&to.as_str()) || (*is_for_tests && FOR_TESTS.contains(&to.as_str()));
    (!is_right).then(|| format!("crates/{from}/Cargo.toml: {from} must not depend on {to}: {why}"))
}

fn place(Dependency { from, to, is_for_tests, .. }: &Dependency) -> Option<String> {
    let (_, may, tests, why) = PLACES.iter().find(|(name, ..)| name == to)?;
    let is_right = may.contains(&from.as_str())
        || *is_for_tests
            && match tests {
                Tests::Anywhere => true,
                Tests::Also(names) => names.contains(&from.as_str()),
            };
    (!is_right).then(|| format!("crates/{from}/Cargo.toml: {from} must not depend on {to}: {why}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ours(from: &str, to: &str) -> Dependency {
        Dependency { from: from.into(), to: to.into(), is_ours: true, is_for_tests: false }
    }

    fn theirs(from: &str, to: &str) -> Dependency {
        Dependency { is_ours: false, ..ours(from, to) }
    }

    fn for_tests(dependency: Dependency) -> Dependency {
        Dependency { is_for_tests: true, ..dependency }
    }

    #[test]
    fn arrows_along_the_journey_are_right() {
        assert!(check(&[ours("store", "model"), ours("web", "pipeline"), ours("coffeehouse", "simulator")]).is_empty());
    }

    #[test]
    fn arrows_against_the_journey_are_named_with_the_reason() {
        let found = check(&[ours("model", "store"), ours("channels", "listening"), ours("store", "web")]);
        assert_eq!(found.len(), 3, "{found:?}");
        assert!(found[0].contains("model must not depend on store: the nouns know nobody"), "{found:?}");
    }

    #[test]
    fn a_crate_without_a_line_is_named() {
        assert_eq!(check(&[ours("billing", "model")]).len(), 1);
    }

    #[test]
    fn tests_may_see_the_simulator_and_nothing_else_more() {
        assert!(check(&[for_tests(ours("pipeline", "simulator"))]).is_empty());
        assert_eq!(check(&[ours("pipeline", "simulator"), for_tests(ours("model", "store"))]).len(), 2);
    }

    #[test]
    fn sql_and_http_servers_stay_where_they_belong() {
        assert!(
            check(&[theirs("store", "sqlx"), theirs("web", "axum"), for_tests(theirs("coffeehouse", "sqlx"))])
                .is_empty()
        );
        assert!(check(&[for_tests(theirs("channels", "axum")), theirs("pipeline", "serde")]).is_empty());
        assert_eq!(check(&[theirs("web", "sqlx"), theirs("channels", "axum"), theirs("coffeehouse", "sqlx")]).len(), 3);
    }

    #[test]
    fn no_arrow_has_a_way_back() {
        let may = |from: &str| ARROWS.iter().find(|(name, ..)| *name == from).map_or(&[][..], |(_, may, _)| may);
        for (from, arrows, _) in ARROWS {
            for to in *arrows {
                assert!(!may(to).contains(from), "{from} and {to} may depend on each other");
            }
        }
    }
}
