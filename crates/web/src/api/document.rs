//! The description of the API, OpenAPI 3.1: made from the handlers, never written by hand.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use axum::http::{Method, header};
use axum::response::IntoResponse;
use utoipa::openapi::path::{Operation, PathItem};
use utoipa::openapi::response::{Response, ResponseBuilder};
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::openapi::tag::TagBuilder;
use utoipa::openapi::{ContentBuilder, InfoBuilder, LicenseBuilder, OpenApi, Ref, RefOr, Schema};
use utoipa::{PartialSchema, ToResponse, ToSchema};

use super::ROOT;
use super::problem::{self, MEDIA_TYPE, ProblemKind};
use crate::router;

const ABOUT: &str = "What the pages do, for programs. A program acts as a member, by a token that they made under \
    *Tokens*; what it may is what the token's scopes and the member's role both allow. Ids are texts, times are RFC 3339 \
    in UTC, lists come in pages, and whatever goes wrong is a problem (RFC 9457) with a `type` that stays.";

const TAGS: &[(&str, &str)] = &[
    ("conversations", "Threads with their state."),
    ("messages", "What was said in a conversation."),
    ("replies", "Answers in public."),
    ("gestures", "What is done without words, and the house rules under which something is hidden or reported."),
    ("notes", "Internal remarks."),
    ("commitments", "What was promised to people outside."),
    ("obligations", "What functions owe on conversations."),
    ("bulk", "What is done to many conversations at once, and undone."),
    ("macros", "Several acts in one stroke."),
    ("facts", "What we say is true, with its source."),
    ("statements", "What the house says of its own accord, approved and published."),
    ("studies", "What is asked of random samples of what was heard, and what was learned."),
    ("rules", "What is done by itself when something happens."),
    ("views", "Lists of the inbox that members keep under a name."),
    ("topics", "What we listen for."),
    ("channels", "Where we listen and answer."),
    ("members", "Who works here."),
    ("teams", "Members who do one kind of work together."),
    ("events", "What happened, in order."),
    ("document", "This description."),
];

/// What went wrong (RFC 9457). Some kinds have further members.
#[derive(ToSchema)]
#[schema(as = Problem)]
#[allow(dead_code)] // it is only described; `problem.rs` writes it
struct Problem {
    /// What kind of problem it is; stays.
    #[schema(example = "urn:coffeehouse:problem:invalid")]
    r#type: String,
    /// The kind in a line.
    title: String,
    /// The status code.
    status: u16,
    /// This case of it, in a sentence.
    detail: String,
    /// What is wrong with which field or parameter, or where in a query.
    #[schema(value_type = Option<Vec<Object>>)]
    errors: Option<Vec<()>>,
    /// What was said since the version that was looked at.
    newer: Option<Vec<super::message::NewerMessage>>,
}

impl<'r> ToResponse<'r> for problem::Problem {
    fn response() -> (&'r str, RefOr<Response>) {
        let content = ContentBuilder::new().schema(Some(RefOr::Ref(Ref::from_schema_name("Problem")))).build();
        let response = ResponseBuilder::new().description("What went wrong.").content(MEDIA_TYPE, content);
        ("Problem", response.build().into())
    }
}

/// The description as JSON, as it is served and checked in.
pub fn openapi() -> String {
    let mut text = document().to_pretty_json().expect("a description is JSON");
    text.push('\n');
    text
}

static TEXT: LazyLock<String> = LazyLock::new(openapi);

/// This description. It needs no token.
#[utoipa::path(get, path = "/openapi.json", tag = "document", operation_id = "show_document", security(()),
    responses((status = 200, body = Object, description = "OpenAPI 3.1.")))]
pub(crate) async fn show() -> impl IntoResponse {
    ([(header::CONTENT_TYPE, "application/json")], TEXT.as_str())
}

/// Method and path of everything that it describes.
pub(crate) fn routes() -> Vec<(Method, String)> {
    let mut routes = Vec::new();
    for (path, mut item) in document().paths.paths {
        routes.extend(operations(&mut item).into_iter().map(|(method, _)| (method, path.clone())));
    }
    routes
}

fn operations(item: &mut PathItem) -> Vec<(Method, &mut Operation)> {
    let each = [
        (Method::GET, &mut item.get),
        (Method::POST, &mut item.post),
        (Method::PATCH, &mut item.patch),
        (Method::PUT, &mut item.put),
        (Method::DELETE, &mut item.delete),
    ];
    each.into_iter().filter_map(|(method, operation)| operation.as_mut().map(|there| (method, there))).collect()
}

fn document() -> OpenApi {
    let mut api = router::api().into_openapi();
    api.merge(router::open_api().into_openapi());
    let mut api = OpenApi::new(about(), utoipa::openapi::Paths::new()).nest(ROOT, api);
    api.tags =
        Some(TAGS.iter().map(|(name, what)| TagBuilder::new().name(*name).description(Some(*what)).build()).collect());
    let mut bodies = BTreeSet::new();
    for (path, item) in &mut api.paths.paths {
        for (_, operation) in operations(item) {
            complete(path, operation);
            bodies.extend(body_of(operation));
        }
    }
    let components = api.components.get_or_insert_default();
    let given = components.schemas.iter_mut().filter(|(name, _)| !bodies.contains(*name));
    given.for_each(|(_, schema)| never_left_out(schema));
    let bearer = HttpBuilder::new().scheme(HttpAuthScheme::Bearer);
    let bearer = bearer.description(Some("A token with the scopes that an operation names: read, write, reply."));
    components.security_schemes.insert("token".into(), SecurityScheme::Http(bearer.build()).into());
    let mut schemas = vec![(Problem::name().into_owned(), Problem::schema())];
    Problem::schemas(&mut schemas);
    components.schemas.extend(schemas);
    let (name, problem) = problem::Problem::response();
    components.responses.insert(name.into(), problem);
    api
}

/// Says of an operation what goes without saying at its handler.
fn complete(path: &str, operation: &mut Operation) {
    for (status, response) in &mut operation.responses.responses {
        if let RefOr::T(response) = response
            && response.description.is_empty()
        {
            response.description = if status == "201" { "It was made." } else { "What was asked for." }.into();
        }
    }
    for kind in everywhere(path, operation) {
        let status = kind.status().as_u16().to_string();
        let told = RefOr::Ref(Ref::from_response_name("Problem"));
        operation.responses.responses.entry(status).or_insert(told);
    }
}

/// The name of the schema of an operation's body.
fn body_of(operation: &Operation) -> Option<String> {
    let RefOr::T(body) = operation.request_body.as_ref()? else { return None };
    let RefOr::T(content) = body.content.values().next()? else { return None };
    let RefOr::Ref(schema) = content.schema.as_ref()? else { return None };
    schema.ref_location.rsplit('/').next().map(str::to_owned)
}

/// What we give has every member, be it null; what is sent to us may leave some out.
fn never_left_out(schema: &mut RefOr<Schema>) {
    match schema {
        RefOr::T(Schema::Object(object)) => object.required = object.properties.keys().cloned().collect(),
        RefOr::T(Schema::AllOf(all)) => all.items.iter_mut().for_each(never_left_out),
        _ => {}
    }
}

fn about() -> utoipa::openapi::Info {
    let license = LicenseBuilder::new().name("Apache-2.0").identifier(Some("Apache-2.0")).build();
    InfoBuilder::new().title("Coffeehouse").version("1").description(Some(ABOUT)).license(Some(license)).build()
}

/// What can go wrong with every operation of this shape.
fn everywhere(path: &str, operation: &Operation) -> Vec<ProblemKind> {
    use ProblemKind::{
        Broken, Invalid, Malformed, MediaType, NotFound, RightMissing, Timeout, TooLarge, TooMany, Unauthenticated,
    };
    let is_open = operation.operation_id.as_deref() == Some("show_document");
    if is_open {
        return Vec::new();
    }
    let mut kinds = vec![Unauthenticated, RightMissing, TooMany, Broken, Timeout];
    if path.contains('{') {
        kinds.push(NotFound);
    }
    if operation.parameters.is_some() {
        kinds.extend([Malformed, Invalid]);
    }
    if operation.request_body.is_some() {
        kinds.extend([Malformed, Invalid, TooLarge, MediaType]);
    }
    kinds
}
