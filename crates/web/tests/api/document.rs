//! The description: as it is checked in, and true.

use std::path::Path;

use axum::http::Method;
use serde_json::Value;

use crate::house::House;

#[test]
fn the_description_that_is_checked_in_is_what_the_handlers_say() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/api/openapi.json");
    if std::env::var_os("COFFEEHOUSE_UPDATE").is_some() {
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, web::openapi()).unwrap();
    }
    let kept = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(kept == web::openapi(), "the API changed; if that was meant: cargo xtask openapi");
}

#[tokio::test]
async fn everything_described_is_served_and_nothing_else() {
    let (house, program, _) = House::with_program().await;
    let document: Value = serde_json::from_str(&web::openapi()).unwrap();
    assert!(document["openapi"].as_str().unwrap().starts_with("3.1"));
    let methods = [Method::GET, Method::POST, Method::PATCH, Method::PUT, Method::DELETE];
    for (path, item) in document["paths"].as_object().unwrap() {
        for method in &methods {
            let is_described = item.get(method.as_str().to_lowercase()).is_some();
            let told = house.call(&program, method.clone(), &path.replace("{id}", "1"), "").await;
            let is_served = told.status != 405 && !told.text.contains("nothing at this address");
            assert_eq!(is_served, is_described, "{method} {path}: {} {}", told.status, told.text);
        }
    }
}

#[test]
fn every_operation_says_what_it_gives_and_what_can_go_wrong() {
    let document: Value = serde_json::from_str(&web::openapi()).unwrap();
    for (path, item) in document["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            let what = format!("{method} {path}");
            assert!(operation["summary"].as_str().is_some_and(|words| !words.is_empty()), "{what}");
            for parameter in operation["parameters"].as_array().into_iter().flatten() {
                let is_text = parameter["schema"].get("type").is_none_or(Value::is_string);
                assert!(is_text, "{what}: no address and no header holds null: {parameter}");
            }
            let responses = operation["responses"].as_object().unwrap();
            let mut good = responses.iter().filter(|(status, _)| status.starts_with('2')).peekable();
            assert!(good.peek().is_some(), "{what}");
            for (status, response) in good {
                assert!(response["description"].as_str().is_some_and(|words| !words.is_empty()), "{what}: {status}");
            }
            if path.ends_with("/openapi.json") {
                continue;
            }
            for status in ["401", "403", "429", "500"] {
                assert_eq!(responses[status]["$ref"], "#/components/responses/Problem", "{what}: {status}");
            }
            if path.contains('{') {
                assert!(responses.contains_key("404"), "{what}");
            }
        }
    }
}

#[test]
fn what_is_given_has_every_member_and_what_is_sent_may_leave_some_out() {
    let document: Value = serde_json::from_str(&web::openapi()).unwrap();
    let schema = |name: &str| &document["components"]["schemas"][name];
    let required = |name: &str| schema(name)["required"].as_array().map_or(0, Vec::len);
    let members = |name: &str| schema(name)["properties"].as_object().unwrap().len();
    for name in ["Conversation", "Reply", "Topic", "Page_Conversation"] {
        assert_eq!(required(name), members(name), "{name}");
    }
    assert_eq!(schema("ChannelDetail")["allOf"][1]["required"].as_array().unwrap().len(), 9);
    assert_eq!((required("NewTopic"), required("TopicChange"), required("ConversationChange")), (2, 0, 0));
}

#[test]
fn every_reference_leads_somewhere() {
    let document: Value = serde_json::from_str(&web::openapi()).unwrap();
    let mut found = 0;
    each_reference(&document, &mut |reference| {
        let pointer = reference.strip_prefix('#').expect("everything stands in the document");
        assert!(document.pointer(pointer).is_some(), "{reference} leads nowhere");
        found += 1;
    });
    assert!(found > 50, "only {found}");
}

fn each_reference(value: &Value, see: &mut impl FnMut(&str)) {
    match value {
        Value::Object(members) => {
            for (name, value) in members {
                match value.as_str() {
                    Some(reference) if name == "$ref" => see(reference),
                    _ => each_reference(value, see),
                }
            }
        }
        Value::Array(values) => values.iter().for_each(|value| each_reference(value, see)),
        _ => {}
    }
}
