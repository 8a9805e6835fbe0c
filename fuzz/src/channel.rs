//! What networks send.

use std::io::{Seek as _, SeekFrom, Write as _};

use channels::imported::{Field, Import, Mapping};
use channels::{Received, outside_bytes};
use model::ReceivedPost;

/// A feed of any form.
pub fn feed(bytes: &[u8]) {
    for (text, mut marks) in outside_bytes::feed(bytes) {
        // The channel is the one to keep them sound; here it is seen whether it did.
        let given = marks.clone();
        marks.retain(|mark| text.get(mark.start..mark.end).is_some_and(|word| !word.is_empty()));
        assert_eq!(given, marks, "of {text:?}");
    }
}

/// A piece of HTML.
pub fn html(bytes: &[u8]) {
    let (text, marks) = outside_bytes::html(&String::from_utf8_lossy(bytes));
    let mut end = 0;
    for mark in marks {
        assert!(mark.start >= end && text.get(mark.start..mark.end).is_some(), "{mark:?} of {text:?}");
        end = mark.end;
    }
}

/// A message of either form of the Jetstream.
pub fn jetstream(bytes: &[u8]) {
    for item in outside_bytes::jetstream(&String::from_utf8_lossy(bytes)).into_iter().flatten() {
        if let Received::Post(post) = item {
            check(*post);
        }
    }
}

/// An item of the AT Protocol's notifications.
pub fn notification(bytes: &[u8]) {
    if let Ok(view) = serde_json::from_slice(bytes)
        && let Ok(post) = outside_bytes::notification(&view)
    {
        check(post);
    }
}

/// A file that a member imports.
pub fn import(bytes: &[u8]) {
    let mut file = tempfile::tempfile().expect("the machine has room for a file");
    file.write_all(bytes).expect("the machine has room for a file");
    file.seek(SeekFrom::Start(0)).expect("a file can be read from its start");
    let columns = [(Field::Text, "text"), (Field::Author, "user"), (Field::PostedAt, "at")];
    let columns = columns.map(|(field, name)| (field, name.to_owned())).into();
    for mapping in [Mapping::default(), Mapping { columns, ..Mapping::default() }] {
        let file = file.try_clone().expect("a file can be held twice");
        let Ok(mut import) = Import::open(file, "posts", mapping, |_| {}) else { continue };
        let overview = import.overview();
        let (mut posts, mut bad) = (0, 0);
        for item in import.batches(None).flat_map(|batch| batch.expect("the file is there").items) {
            match item {
                Received::Post(post) => {
                    posts += 1;
                    check(*post);
                }
                Received::Unparsed { .. } => bad += 1,
                _ => {}
            }
        }
        assert_eq!((posts, bad), (overview.rows, overview.bad.len()), "what is announced is what comes");
    }
}

fn check(mut post: ReceivedPost) {
    let given = post.marks.clone();
    post.keep_sound_marks();
    assert_eq!(given, post.marks, "of {:?}", post.text);
    assert!(!post.remote.id.is_empty());
}
