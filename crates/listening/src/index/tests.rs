use super::*;
use crate::Post;

fn query(text: &str) -> Query {
    Query::parse(text, FieldContext::Topic).expect("a query of a test parses")
}

#[test]
fn the_language_is_needed_only_where_a_query_that_may_match_asks_for_it() {
    let post = |text| Post { text, ..Post::default() };
    let mut index = QueryIndex::new(Analysis::social());
    index.register(1, &query("delta")).expect("there is room");
    index.register(2, &query("late (lang:de OR bag)")).expect("there is room");
    assert!(index.needs_language(&post("late")));
    assert!(!index.needs_language(&post("delta")), "its query does not ask");
    assert!(!index.needs_language(&Post { lang: Some("en"), ..post("late") }), "it is known");
    assert!(index.asks_for(Field::Lang) && !index.asks_for(Field::Relation));
    index.register(2, &query("late")).expect("there is room");
    assert!(!index.asks_for(Field::Lang));
    assert!(!index.needs_language(&post("late")), "nobody asks any more");
    index.register(3, &query("lang:de")).expect("there is room");
    assert!(index.needs_language(&post("whatever")), "every post may meet it");
    index.remove(&3);
    assert!(!index.needs_language(&post("whatever")));
}
