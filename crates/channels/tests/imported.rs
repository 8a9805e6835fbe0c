//! Files of other tools, read into batches.
#![allow(clippy::unwrap_used)]

use std::io::{Seek as _, Write as _};

use channels::Received;
use channels::imported::{Field, Import, ImportError, Mapping};
use model::{Reason, ReceivedPost};

fn open(content: impl AsRef<[u8]>, name: &str, mapping: Mapping) -> Result<Import, ImportError> {
    let mut file = tempfile::tempfile().unwrap();
    file.write_all(content.as_ref()).unwrap();
    file.rewind().unwrap();
    Import::open(file, name, mapping, |_| {})
}

fn items(import: &mut Import, cursor: Option<&str>) -> Vec<Received> {
    import.batches(cursor).flat_map(|batch| batch.unwrap().items).collect()
}

fn posts(import: &mut Import) -> Vec<ReceivedPost> {
    let post = |item| match item {
        Received::Post(post) => Some(*post),
        _ => None,
    };
    items(import, None).into_iter().filter_map(post).collect()
}

fn texts(content: impl AsRef<[u8]>, name: &str, mapping: Mapping) -> Vec<String> {
    posts(&mut open(content, name, mapping).unwrap()).into_iter().map(|post| post.text).collect()
}

fn refusal(content: impl AsRef<[u8]>, mapping: Mapping) -> String {
    open(content, "posts.csv", mapping).err().unwrap().to_string()
}

#[test]
fn people_are_heard_in_the_order_in_which_they_spoke() {
    let csv = "text,user,date\nthird,c,2026-01-03\nfirst,a,2026-01-01\n\"second,\nwith a \"\"line\"\"\",b,2026-01-02\n";
    assert_eq!(texts(csv, "posts.csv", Mapping::default()), ["first", "second,\nwith a \"line\"", "third"]);
}

#[test]
fn files_come_with_other_delimiters_marks_and_line_ends() {
    let expected = ["Grüße", "zweiter"];
    for content in [
        "\u{feff}text;user;date\r\nGrüße;a;2026-01-01\r\nzweiter;b;2026-01-02\r\n",
        "text\tuser\tdate\nGrüße\ta\t2026-01-01\n\nzweiter\tb\t2026-01-02",
        "text,user,date\rGrüße,a,2026-01-01\rzweiter,b,2026-01-02\r",
    ] {
        assert_eq!(texts(content, "posts.csv", Mapping::default()), expected);
    }
    let utf16: Vec<u8> = "\u{feff}text,user,date\nGrüße,a,2026-01-01\nzweiter,b,2026-01-02\n"
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    assert_eq!(texts(utf16, "posts.csv", Mapping::default()), expected);
}

#[test]
fn one_array_of_json_is_read_like_lines_and_a_bad_item_is_named_by_its_number() {
    let array = "[\n  {\"text\": \"first, [really]\",\n   \"user\": {\"name\": \"a\"}, \"date\": \"2026-01-01\"},\n  \
                 {\"text\": \"nobody said this\"},\n  {\"text\": \"third\", \"user\": {\"name\": \"b\"}, \"date\": \"2026-01-02\"}\n]\n";
    let mapping = || Mapping { columns: [(Field::Author, "user.name".to_owned())].into(), ..Mapping::default() };
    for name in ["posts.json", "posts"] {
        assert_eq!(texts(array, name, mapping()), ["first, [really]", "third"], "{name}");
    }
    let bad = open(array, "posts.json", mapping()).unwrap().overview().bad;
    assert_eq!(bad.iter().map(|(line, _)| *line).collect::<Vec<_>>(), [2]);
    assert!(matches!(open("[]", "posts.json", Mapping::default()), Err(ImportError::Empty)));
}

#[test]
fn another_encoding_is_asked_about_and_read_once_it_is_named() {
    let latin = b"text,user,date\nGr\xfc\xdfe,a,2026-01-01\n";
    let refused = refusal(latin, Mapping::default());
    assert!(
        refused.contains("line 2 is not UTF-8") && refused.contains("--encoding, such as windows-1252"),
        "{refused}"
    );
    let mapping = Mapping { encoding: Some("windows-1252".into()), ..Mapping::default() };
    assert_eq!(texts(latin, "posts.csv", mapping), ["Grüße"]);
    let mapping = Mapping { encoding: Some("utf-8".into()), ..Mapping::default() };
    let overview = open(latin, "posts.csv", mapping).unwrap().overview();
    assert_eq!(overview.bad, [(2, "it is not UTF-8".to_owned())], "who insists gets the rows that are fine");
    let mapping = Mapping { encoding: Some("klingon".into()), ..Mapping::default() };
    assert!(refusal(latin, mapping).contains("names no encoding"));
}

#[test]
fn bad_rows_are_set_aside_with_their_line_and_stop_nothing() {
    let csv =
        "text,user,date\n\"two\nlines\",a,2026-01-01\nno time,b,\nfour,values,2026-01-01,here\nlast,c,2026-01-02\n";
    let mut import = open(csv, "posts.csv", Mapping::default()).unwrap();
    let overview = import.overview();
    assert_eq!((overview.rows, overview.people, overview.bad.len()), (2, 2, 2));
    let set_aside: Vec<(String, String)> = items(&mut import, None)
        .into_iter()
        .filter_map(|item| match item {
            Received::Unparsed { raw, reason } => Some((raw, reason)),
            _ => None,
        })
        .collect();
    assert_eq!(set_aside[0], ("no time,b,\n".into(), "line 4: it has no time".into()));
    assert_eq!(set_aside[1].1, "line 5: it has 4 values, the first line names 3 columns");
}

#[test]
fn a_quotation_without_end_is_one_bad_row() {
    let csv = format!("text,user,date\nfine,a,2026-01-01\n\"never ends,b,2026-01-02\n{}", "x\n".repeat(1 << 20));
    let overview = open(csv, "posts.csv", Mapping::default()).unwrap().overview();
    assert_eq!((overview.rows, overview.bad.len(), overview.bad[0].0), (1, 1, 3));
    assert!(overview.bad[0].1.contains("a quotation may have no end"), "{}", overview.bad[0].1);
}

#[test]
fn a_carriage_return_alone_loses_nothing_in_silence() {
    let csv = "text,user,date\nfine,a,2026-01-01\none,b,2026-01-02\rtwo,c,2026-01-03\n";
    let overview = open(csv, "posts.csv", Mapping::default()).unwrap().overview();
    assert_eq!((overview.rows, overview.bad.len()), (1, 1));
    assert!(overview.bad[0].1.contains("a carriage return alone"), "{}", overview.bad[0].1);
}

#[test]
fn json_lines_may_hold_objects_in_objects() {
    let lines = "{\"id\": 7, \"text\": \"hi\", \"user\": {\"screen_name\": \"anna\", \"name\": \"Anna\"}, \"created_at\": 1424805273}\nnot json\n[]\n";
    let mut mapping = Mapping::default();
    mapping.columns.insert(Field::Author, "user.screen_name".into());
    mapping.columns.insert(Field::AuthorName, "user.name".into());
    let mut import = open(lines, "posts.jsonl", mapping).unwrap();
    let post = posts(&mut import).remove(0);
    assert_eq!((post.remote.id.as_str(), post.author.handle.as_deref()), ("7", Some("anna")));
    assert_eq!(post.author.display_name.as_deref(), Some("Anna"));
    assert_eq!(post.posted_at.to_string(), "2015-02-24T19:14:33Z");
    assert_eq!(post.reason, Some(Reason::Imported));
    assert_eq!(import.overview().bad.iter().map(|(line, _)| *line).collect::<Vec<_>>(), [2, 3]);
}

#[test]
fn answers_lead_to_the_root_of_their_thread_and_what_is_ours_is_no_mention() {
    let csv = "id,text,user,date,in_reply_to\n3,c,anna,2026-01-03,2\n2,b,Velle,2026-01-02,1\n1,a,anna,2026-01-01,\n\
        9,lost,bert,2026-01-04,8\n10,x,c,2026-01-05,11\n11,y,c,2026-01-06,10\n";
    let mapping = Mapping { ours: vec!["@velle".into()], ..Mapping::default() };
    let mut import = open(csv, "posts.csv", mapping).unwrap();
    let posts = posts(&mut import);
    let roots: Vec<(&str, Option<&str>)> =
        posts.iter().map(|post| (post.remote.id.as_str(), post.root.as_ref().map(|root| root.id.as_str()))).collect();
    assert_eq!(roots[..4], [("1", None), ("2", Some("1")), ("3", Some("1")), ("9", Some("8"))]);
    assert_eq!(roots[4].1, roots[5].1, "a chain that bites its tail is one thread");
    assert_eq!(posts[1].reason, None);
    assert!(posts.iter().all(|post| post.talk.is_none()), "a file with threads needs no talks");
}

#[test]
fn without_threads_posts_belong_to_talks_with_whom_they_address() {
    let csv = "text,user,date,airline\na,anna,2026-01-01,Delta\nb,anna,2026-01-05,Delta\nc,anna,2026-01-13,Delta\nd,anna,2026-01-13,United\n";
    let mut mapping = Mapping::default();
    mapping.columns.insert(Field::Addressed, "airline".into());
    let mut import = open(csv, "posts.csv", mapping).unwrap();
    assert_eq!(import.overview().conversations, 3);
    assert_eq!(posts(&mut import)[0].talk.as_ref().unwrap().with, "Delta");
}

#[test]
fn a_cursor_goes_on_where_it_stood_and_is_no_cursor_of_another_file() {
    let rows: String = (0..600).map(|number| format!("{number},a,2026-01-01\n")).collect();
    let csv = format!("text,user,date\n{rows}");
    let mut import = open(&csv, "posts.csv", Mapping::default()).unwrap();
    let first = import.batches(None).next().unwrap().unwrap();
    let cursor = first.cursor.unwrap().value;
    let rest = items(&mut import, Some(&cursor));
    assert_eq!(first.items.len() + rest.len(), 600);
    let mut longer = open(format!("{csv}600,a,2026-01-01\n"), "posts.csv", Mapping::default()).unwrap();
    assert_eq!(items(&mut longer, Some(&cursor)).len(), 601);
}

#[test]
fn what_cannot_be_imported_is_refused_with_what_helps() {
    assert_eq!(refusal("", Mapping::default()), "the file holds no rows");
    assert_eq!(refusal("text,user,date\n", Mapping::default()), "the file holds no rows");
    assert!(refusal("text,text,date\n", Mapping::default()).contains("two columns are named"));
    assert!(refusal("a,b\n1,2\n", Mapping::default()).contains("--column text=NAME"));
    let mapping = Mapping { time_zone: Some("Europe/Atlantis".into()), ..Mapping::default() };
    assert!(refusal("text,user,date\n", mapping).contains("Europe/Amsterdam"));
}
