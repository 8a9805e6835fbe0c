//! What the migrations come to.

use std::collections::BTreeSet;

use crate::house::House;
use crate::place;

use store::StoreError;

pub async fn the_migrations_come_to_the_schema_that_is_checked_in() {
    let house = House::new().await;
    let schema = house.place.schema().await;
    if schema != place::SCHEMA {
        let path = format!("{}/{}", env!("CARGO_TARGET_TMPDIR"), place::SCHEMA_FILE);
        std::fs::write(&path, &schema).unwrap();
        panic!("the schema changed; if that was meant, copy {path} to crates/store/tests/schema/");
    }
}

pub async fn both_databases_have_the_same_migrations_and_columns() {
    let names = |database: &str| -> BTreeSet<String> {
        let folder = format!("{}/migrations/{database}", env!("CARGO_MANIFEST_DIR"));
        let files = std::fs::read_dir(folder).unwrap();
        files.map(|file| file.unwrap().file_name().into_string().unwrap()).collect()
    };
    assert_eq!(names("sqlite"), names("postgres"), "a migration has the same number and name in both");
    // What each comes to is checked in; this one is the database at hand, that one is read from the other's schema.
    let house = House::new().await;
    for (table, column) in house.place.columns().await {
        for schema in [include_str!("../schema/sqlite.sql"), include_str!("../schema/postgres.sql")] {
            let of_table = schema.split("TABLE ").find(|part| part.split([' ', '\n']).next() == Some(&table));
            let of_table = of_table.unwrap_or_else(|| panic!("{table} is in one database only"));
            // SQLite writes a column that was added later behind the last one, on its line.
            let mut parts = of_table.split(['\n', ',']);
            let has_column = parts.any(|part| part.trim_start().starts_with(&format!("{column} ")));
            assert!(has_column, "{table}.{column} is in one database only");
        }
    }
}

pub async fn a_database_of_a_newer_version_is_refused_and_left_alone() {
    let house = House::new().await;
    let later = "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time) \
                 SELECT 9999, 'later', success, checksum, execution_time FROM _sqlx_migrations WHERE version = 1";
    assert_eq!(house.place.change_behind_our_back(later).await, 1);
    let House { place, clock, store } = house;
    store.close().await;
    let error = place.open(&clock).await.err().unwrap();
    assert!(matches!(error, StoreError::TooNew { version: 9999 }), "{error}");
    assert!(error.to_string().contains("run the newer one"), "{error}");
}

/// A function of the store that no claim calls has run on neither database.
pub async fn the_contract_calls_every_function_of_the_store() {
    let sources = |folder: &str| -> Vec<(String, String)> {
        let files = std::fs::read_dir(format!("{}/{folder}", env!("CARGO_MANIFEST_DIR"))).unwrap();
        let paths = files.map(|file| file.unwrap().path()).filter(|path| path.is_file());
        paths
            .map(|path| (path.file_stem().unwrap().to_str().unwrap().into(), std::fs::read_to_string(&path).unwrap()))
            .collect()
    };
    let called: String =
        ["tests/contract", "tests/house"].iter().flat_map(|folder| sources(folder)).map(|(_, text)| text).collect();
    let mut forgotten = Vec::new();
    for (noun, text) in sources("src") {
        let functions = text.split("\npub async fn ").skip(1).filter_map(|rest| rest.split(['(', '<']).next());
        let is_called =
            |call: &String| [format!("{call}("), format!("{call}::<")].iter().any(|way| called.contains(way));
        forgotten.extend(functions.map(|name| format!("{noun}::{name}")).filter(|call| !is_called(call)));
    }
    assert_eq!(forgotten, Vec::<String>::new());
}
