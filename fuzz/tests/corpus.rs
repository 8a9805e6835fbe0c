//! Every target over its folder of bytes, without a fuzzer.
#![allow(clippy::unwrap_used)]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use fuzz::TARGETS;

fn corpus() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus")
}

#[test]
fn every_target_has_bytes_to_begin_with_and_every_folder_a_target() {
    let targets: BTreeSet<String> = TARGETS.iter().map(|target| target.name.to_owned()).collect();
    let entries = fs::read_dir(corpus()).unwrap().map(|entry| entry.unwrap());
    let folders: BTreeSet<String> = entries.map(|entry| entry.file_name().into_string().unwrap()).collect();
    assert_eq!(folders, targets);
    for target in TARGETS {
        assert!(fs::read_dir(corpus().join(target.name)).unwrap().next().is_some(), "{} has none", target.name);
    }
}

/// Each file whole, cut short anywhere, and with one byte wrong anywhere.
#[test]
fn no_bytes_of_the_corpus_and_no_damage_to_them_shows_a_fault() {
    for target in TARGETS {
        for entry in fs::read_dir(corpus().join(target.name)).unwrap() {
            let path = entry.unwrap().path();
            println!("{}", path.display());
            let whole = fs::read(&path).unwrap();
            (target.run)(&whole);
            let step = whole.len().div_ceil(64).max(1);
            for at in (0..whole.len()).step_by(step) {
                (target.run)(&whole[..at]);
                let mut damaged = whole.clone();
                damaged[at] ^= 0x2d;
                (target.run)(&damaged);
            }
        }
    }
}
