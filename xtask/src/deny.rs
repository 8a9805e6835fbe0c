//! Licences, bans and sources of everything in the build, after `deny.toml`.
//!
//! The file is cargo-deny's, so that tool reads it as well. It is not used here: a stranger's machine does not
//! have it, compiling it takes longer than all our checks, and the binaries on offer are too old for our licences.

mod licence;

use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;

use anyhow::{Context, Result};
use serde_json::Value;

use crate::tree;
use licence::is_allowed;

/// A package of the build.
struct Package {
    name: String,
    version: String,
    licence: Option<String>,
    /// Where it comes from; none for our own.
    source: Option<String>,
    /// The packages that depend on it.
    wanted_by: BTreeSet<String>,
}

/// What `deny.toml` says.
#[derive(Default)]
struct Policy {
    licences: BTreeSet<String>,
    /// What must not be in the build, and by whom it may be wanted all the same.
    banned: BTreeMap<String, BTreeSet<String>>,
    only_one_of: BTreeSet<String>,
}

/// Prints what is not allowed; returns whether there is nothing.
pub fn run() -> Result<bool> {
    let policy = policy(&std::fs::read_to_string(tree::root().join("deny.toml"))?)?;
    let packages = packages()?;
    let complaints = complaints(&policy, &packages);
    for complaint in &complaints {
        println!("deny: {complaint}");
    }
    println!("deny: {} packages, {} complaints", packages.len(), complaints.len());
    Ok(complaints.is_empty())
}

fn policy(text: &str) -> Result<Policy> {
    let file: toml::Table = text.parse().context("deny.toml")?;
    let list = |section: &str, key: &str| -> Result<Vec<toml::Value>> {
        let list = file.get(section).and_then(|section| section.get(key)).and_then(toml::Value::as_array);
        Ok(list.with_context(|| format!("deny.toml has no list `{key}` in [{section}]"))?.clone())
    };
    let mut policy = Policy::default();
    for licence in list("licenses", "allow")? {
        policy.licences.insert(licence.as_str().context("a licence is a string")?.to_owned());
    }
    for ban in list("bans", "deny")? {
        let name = ban.get("name").and_then(toml::Value::as_str).context("a ban has a name")?.to_owned();
        let is_for_copies = ban.get("deny-multiple-versions").and_then(toml::Value::as_bool).unwrap_or(false);
        if is_for_copies {
            policy.only_one_of.insert(name);
        } else {
            let wrappers = ban.get("wrappers").and_then(toml::Value::as_array).into_iter().flatten();
            policy.banned.insert(name, wrappers.filter_map(|name| Some(name.as_str()?.to_owned())).collect());
        }
    }
    Ok(policy)
}

/// Returns what is built for this machine, with every feature of ours.
fn packages() -> Result<Vec<Package>> {
    let rustc = tree::output(Command::new("rustc").arg("-vV"))?;
    let host = rustc.lines().find_map(|line| line.strip_prefix("host: ")).context("rustc names no host")?;
    let mut cargo = tree::cargo();
    cargo.args(["metadata", "--format-version=1", "--all-features", "--filter-platform", host]);
    let metadata: Value = serde_json::from_str(&tree::output(&mut cargo)?)?;
    let nodes = metadata["resolve"]["nodes"].as_array().context("cargo resolved nothing")?;
    let built: BTreeSet<&str> = nodes.iter().filter_map(|node| node["id"].as_str()).collect();
    let text = |value: &Value| value.as_str().map(str::to_owned);
    let all = || metadata["packages"].as_array().into_iter().flatten();
    let names: BTreeMap<&str, &str> =
        all().filter_map(|package| Some((package["id"].as_str()?, package["name"].as_str()?))).collect();
    let mut wanted_by: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
    for node in nodes {
        let name = node["id"].as_str().and_then(|id| names.get(id)).copied().unwrap_or_default();
        for dependency in node["dependencies"].as_array().into_iter().flatten().filter_map(Value::as_str) {
            wanted_by.entry(dependency).or_default().insert(name.to_owned());
        }
    }
    Ok(metadata["packages"]
        .as_array()
        .context("cargo knows no packages")?
        .iter()
        .filter(|package| package["id"].as_str().is_some_and(|id| built.contains(id)))
        .map(|package| Package {
            name: text(&package["name"]).unwrap_or_default(),
            version: text(&package["version"]).unwrap_or_default(),
            licence: text(&package["license"]),
            source: text(&package["source"]),
            wanted_by: package["id"].as_str().and_then(|id| wanted_by.get(id)).cloned().unwrap_or_default(),
        })
        .collect())
}

fn complaints(policy: &Policy, packages: &[Package]) -> Vec<String> {
    let mut complaints = Vec::new();
    let mut versions: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for Package { name, version, licence, source, wanted_by } in packages {
        versions.entry(name).or_default().push(version);
        let may_be_wanted = |wrappers: &BTreeSet<String>| !wrappers.is_empty() && wanted_by.is_subset(wrappers);
        if policy.banned.get(name).is_some_and(|wrappers| !may_be_wanted(wrappers)) {
            complaints.push(format!("{name} {version} is banned (deny.toml says why)"));
        }
        let Some(source) = source else { continue };
        // Cargo's own name for its default registry; the address behind it may be a mirror.
        if !(source.starts_with("registry+") && source.ends_with("-index")) {
            complaints.push(format!("{name} {version} comes from {source}, not from the registry"));
        }
        match licence {
            None => complaints.push(format!("{name} {version} states no licence")),
            Some(licence) => match is_allowed(licence, |term| policy.licences.contains(term)) {
                Ok(true) => {}
                Ok(false) => complaints.push(format!("{name} {version}: `{licence}` is not on the list of licences")),
                Err(error) => {
                    complaints.push(format!("{name} {version}: `{licence}` is no licence expression: {error}"))
                }
            },
        }
    }
    for name in &policy.only_one_of {
        if let Some(copies) = versions.get(name.as_str()).filter(|copies| copies.len() > 1) {
            complaints.push(format!("{name} is in the build more than once: {}", copies.join(", ")));
        }
    }
    complaints
}

#[cfg(test)]
mod tests {
    use super::*;

    fn package(name: &str, version: &str, licence: &str) -> Package {
        Package {
            name: name.into(),
            version: version.into(),
            licence: Some(licence.into()),
            source: Some("registry+https://example.org/the-index".into()),
            wanted_by: BTreeSet::new(),
        }
    }

    fn complain(packages: &[Package]) -> Vec<String> {
        let policy = policy(
            "[licenses]\nallow = ['MIT', 'Apache-2.0']\n\
             [bans]\ndeny = [{ name = 'openssl-sys' }, { name = 'reqwest', deny-multiple-versions = true }, \
             { name = 'chrono', wrappers = ['feeds'] }]",
        );
        complaints(&policy.unwrap(), packages)
    }

    #[test]
    fn an_allowed_build_has_no_complaints() {
        assert!(
            complain(&[package("serde", "1.0.0", "MIT OR Apache-2.0"), package("reqwest", "0.13.0", "MIT")]).is_empty()
        );
    }

    #[test]
    fn a_banned_crate_and_a_second_copy_are_named() {
        let found = complain(&[
            package("openssl-sys", "0.9.0", "MIT"),
            package("reqwest", "0.12.0", "MIT"),
            package("reqwest", "0.13.0", "MIT"),
        ]);
        assert_eq!(found.len(), 2, "{found:?}");
        assert!(found[0].contains("openssl-sys") && found[1].contains("0.12.0, 0.13.0"), "{found:?}");
    }

    #[test]
    fn a_banned_crate_may_come_with_those_who_may_want_it() {
        let chrono = |wanted_by: &[&str]| Package {
            wanted_by: wanted_by.iter().map(|name| (*name).to_owned()).collect(),
            ..package("chrono", "0.4.0", "MIT")
        };
        assert!(complain(&[chrono(&["feeds"])]).is_empty());
        assert_eq!(complain(&[chrono(&["feeds", "web"])]).len(), 1);
    }

    #[test]
    fn a_foreign_licence_an_absent_one_and_another_source_are_named() {
        let absent = Package { licence: None, ..package("a", "1.0.0", "") };
        let fork = Package { source: Some("git+https://example.org/b".into()), ..package("b", "1.0.0", "MIT") };
        let found = complain(&[absent, fork, package("c", "1.0.0", "GPL-3.0-only")]);
        assert_eq!(found.len(), 3, "{found:?}");
    }

    #[test]
    fn our_own_policy_can_be_read() {
        let policy = policy(include_str!("../../deny.toml")).unwrap();
        assert!(policy.licences.contains("MIT") && policy.banned.contains_key("openssl-sys"));
    }
}
