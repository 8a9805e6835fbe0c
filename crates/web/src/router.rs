//! Every route, on one page.

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::{DefaultBodyLimit, MatchedPath, Request};
use axum::handler::Handler;
use axum::http::{Method, StatusCode};
use axum::middleware::{from_fn, from_fn_with_state};
use axum::response::Response;
use axum::routing::{MethodRouter, any, get, post};
use futures::future::BoxFuture;
use tower::ServiceBuilder;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::compression::predicate::{NotForContentType, Predicate, SizeAbove};
use tower_http::timeout::TimeoutLayer;
use tower_http::trace::TraceLayer;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::App;
use crate::ui::{
    approval, approval_policy, calendar, channel, correction, deed, desk, dial, enquiry, fact, figures, floor, gesture,
    house_rule, inbox, insight, label, linking, macros, me, media, member, merging, news, notice, owed, person,
    promised, reply, rule, saved_reply, saved_view, seat, session, signature, sla_policy, statement, stop, study, team,
    token, topic, webhook,
};
use crate::{api, assets, auth, failure, live, security_headers};

/// A request that takes longer is given up; streams are not requests.
const TIME_LIMIT: Duration = Duration::from_secs(30);

/// As long as a large photograph takes from where the network is weak.
const UPLOAD_TIME_LIMIT: Duration = Duration::from_secs(180);

/// Something that can be asked for.
struct Route {
    method: Method,
    path: &'static str,
    handler: MethodRouter<App>,
}

/// A handler whose type is forgotten, so that the router's own code is compiled once and not once for each route.
#[derive(Clone)]
struct AnyHandler(Arc<dyn Fn(Request, App) -> BoxFuture<'static, Response> + Send + Sync>);

impl AnyHandler {
    fn new<T: 'static>(handler: impl Handler<T, App>) -> Self {
        Self(Arc::new(move |request, app| Box::pin(handler.clone().call(request, app))))
    }
}

impl Handler<(), App> for AnyHandler {
    type Future = BoxFuture<'static, Response>;

    fn call(self, request: Request, app: App) -> Self::Future {
        (self.0)(request, app)
    }
}

fn see<T: 'static>(path: &'static str, handler: impl Handler<T, App>) -> Route {
    Route { method: Method::GET, path, handler: get(AnyHandler::new(handler)) }
}

fn act<T: 'static>(path: &'static str, handler: impl Handler<T, App>) -> Route {
    Route { method: Method::POST, path, handler: post(AnyHandler::new(handler)) }
}

/// The pages, and what is done on them.
fn pages() -> Vec<Route> {
    vec![
        see("/", session::home::get),
        // Coming in
        see("/sign-in", session::sign_in::get),
        act("/sign-in", session::sign_in::post),
        act("/sign-out", session::sign_out::post),
        see("/welcome/{token}", session::welcome::get),
        act("/welcome/{token}", session::welcome::post),
        see("/reset/{token}", session::reset::get),
        act("/reset/{token}", session::reset::post),
        see("/enter", session::enter::get),
        // The inbox
        see("/inbox", inbox::show::list),
        see("/inbox/{id}", inbox::show::conversation),
        act("/conversations/{id}/note", inbox::note::post),
        act("/conversations/{id}/private", inbox::private::post),
        act("/conversations/{id}/assign", inbox::assign::post),
        act("/conversations/{id}/team", inbox::team::post),
        act("/conversations/{id}/status", inbox::status::post),
        act("/conversations/{id}/triage", inbox::triage::post),
        act("/conversations/{id}/priority", inbox::priority::post),
        act("/conversations/{id}/label", inbox::label::post),
        act("/conversations/{id}/pin", inbox::pin::post),
        act("/conversations/{id}/owe", owed::act::owe),
        act("/obligations/{id}/step", owed::act::step),
        act("/conversations/{id}/commit", promised::act::commit),
        act("/commitments/{id}/step", promised::act::step),
        see("/commitments", promised::list::get),
        see("/owed", owed::list::get),
        // The people who speak to us
        see("/people", person::list::get),
        see("/people/{id}", person::show::get),
        see("/people/{id}/export", person::export::get),
        see("/people/{id}/erase", person::erase::get),
        act("/people/{id}/erase", person::erase::post),
        act("/people/{id}/merge", person::act::merge),
        act("/person-merges/{id}/part", person::act::part),
        act("/people/{id}/regard", person::act::regard),
        act("/people/{id}/note", person::notes::post),
        act("/people/{id}/consent", person::consent::post),
        see("/conversations/{id}/arrange", merging::show::get),
        act("/conversations/{id}/merge", merging::act::merge),
        act("/conversations/{id}/split", merging::act::split),
        act("/conversations/{id}/link", linking::act::link),
        act("/conversations/{id}/unlink", linking::act::unlink),
        act("/conversations/{id}/judgement", inbox::judgement::post),
        act("/conversations/{id}/regard", inbox::regard::post),
        act("/conversations/{id}/picture", media::fetch::post),
        see("/media/{digest}", media::show::get),
        act("/conversations/{id}/draft", inbox::draft::post),
        act("/conversations/{id}/subscription", inbox::subscribe::post),
        act("/conversations/{id}/take-over", inbox::begun::post),
        act("/conversations/{id}/presence", inbox::presence::post),
        act("/replies/{id}/cancel", reply::cancel::post),
        act("/replies/{id}/retry", reply::retry::post),
        act("/replies/{id}/send-now", reply::send_now::post),
        // What is put off, and the brake
        see("/outgoing", stop::list::get),
        act("/stops", stop::act::begin),
        act("/stops/{id}/lift", stop::act::lift),
        act("/replies/{id}/release", stop::act::release),
        act("/replies/{id}/decide", reply::decide::post),
        act("/replies/{id}/enquiry", enquiry::answer::post),
        act("/conversations/{id}/elsewhere", inbox::elsewhere::post),
        // Where we were wrong
        see("/conversations/{id}/wrong", correction::ask::get),
        act("/conversations/{id}/wrong", correction::act::begin),
        act("/replies/{id}/correction", correction::act::step),
        see("/corrections", correction::list::get),
        // What is done without words, and the rules of the house
        act("/conversations/{id}/gesture", gesture::act::want),
        act("/people/{id}/follow", gesture::act::follow),
        act("/gestures/{id}/take-back", gesture::act::take_back),
        act("/gestures/{id}/retry", gesture::act::retry),
        act("/gestures/{id}/release", gesture::act::release),
        see("/house-rules", house_rule::list::get),
        act("/house-rules", house_rule::act::create),
        see("/house-rules/{id}", house_rule::show::get),
        act("/house-rules/{id}", house_rule::act::change),
        act("/house-rules/{id}/archive", house_rule::act::archive),
        // What a second person looks at
        see("/replies/{id}/approval", approval::show::get),
        act("/replies/{id}/approve", approval::act::approve),
        act("/replies/{id}/return", approval::act::return_reply),
        see("/approval-policies", approval_policy::list::get),
        act("/approval-policies", approval_policy::edit::create),
        see("/approval-policies/new", approval_policy::edit::new),
        see("/approval-policies/{id}", approval_policy::edit::get),
        act("/approval-policies/{id}", approval_policy::edit::change),
        act("/approval-policies/{id}/archive", approval_policy::act::archive),
        act("/approval-policies/{id}/move", approval_policy::act::shift),
        // What is done to many at once, and undone
        act("/bulk", deed::begin::post),
        see("/bulk/{id}", deed::show::get),
        act("/bulk/{id}/confirm", deed::go::confirm),
        act("/bulk/{id}/stop", deed::go::stop),
        act("/bulk/{id}/undo", deed::go::undo),
        // Views under a name
        see("/views", saved_view::list::get),
        see("/views/new", saved_view::edit::new),
        see("/views/counts", saved_view::counts::get),
        act("/views", saved_view::edit::create),
        act("/views/check", saved_view::check::post),
        see("/views/{id}", saved_view::edit::get),
        act("/views/{id}", saved_view::edit::change),
        act("/views/{id}/move", saved_view::order::post),
        act("/views/{id}/remove", saved_view::remove::post),
        act("/views/{id}/bring-back", saved_view::remove::bring_back),
        // Rules
        see("/rules", rule::list::get),
        act("/rules", rule::edit::create),
        see("/rules/new", rule::edit::new),
        act("/rules/check", rule::check::post),
        see("/rules/{id}", rule::edit::get),
        act("/rules/{id}", rule::edit::change),
        act("/rules/{id}/switch", rule::act::switch),
        act("/rules/{id}/move", rule::act::order),
        act("/rules/{id}/remove", rule::act::remove),
        act("/rules/{id}/try", rule::trial::create),
        see("/rule-trials/{id}", rule::trial::get),
        see("/rule-trials/{id}/progress", rule::trial::progress),
        act("/rule-trials/{id}/stop", rule::trial::stop),
        see("/rule-runs/{id}", rule::run::get),
        act("/rule-runs/{id}/undo", rule::run::undo),
        see("/notices", notice::list::get),
        act("/notices/seen", notice::list::seen),
        // The floor
        see("/floor", floor::show::get),
        // Channels
        see("/channels", channel::list::get),
        see("/channels/new", channel::connect::choose::get),
        see("/channels/new/atproto", channel::connect::atproto::get),
        act("/channels/new/atproto", channel::connect::atproto::post),
        see("/channels/new/feed", channel::connect::feed::get),
        act("/channels/new/feed", channel::connect::feed::post),
        see("/channels/{id}", channel::show::get),
        act("/channels/{id}/state", channel::state::post),
        act("/channels/{id}/credential", channel::credential::post),
        act("/channels/{id}/quarantine", channel::quarantine::post),
        // Topics
        see("/topics", topic::list::get),
        see("/topics/new", topic::edit::new),
        act("/topics", topic::edit::create),
        act("/topics/check", topic::check::post),
        see("/topics/{id}", topic::edit::get),
        act("/topics/{id}", topic::edit::change),
        act("/topics/{id}/archive", topic::archive::post),
        see("/language", topic::language::get),
        // Labels
        see("/labels", label::list::get),
        act("/labels/{id}/rename", label::act::rename),
        act("/labels/{id}/archive", label::act::archive),
        act("/labels/{id}/merge", label::act::merge),
        // Macros
        see("/macros", macros::list::get),
        act("/macros", macros::edit::create),
        see("/macros/new", macros::edit::new),
        see("/macros/{id}", macros::edit::get),
        act("/macros/{id}", macros::edit::change),
        act("/macros/{id}/remove", macros::remove::post),
        act("/conversations/{id}/macro", macros::apply::post),
        // Saved replies
        see("/saved-replies", saved_reply::list::get),
        act("/saved-replies", saved_reply::edit::create),
        // Figures
        see("/dials", dial::show::get),
        see("/dials/change", dial::act::ask),
        act("/dials/change", dial::act::post),
        see("/figures", figures::show::get),
        see("/figures.csv", figures::show::csv),
        see("/desks", desk::show::mine),
        see("/desks/{function}", desk::show::get),
        see("/me/signatures", signature::edit::get),
        act("/me/signatures", signature::edit::post),
        see("/saved-replies/new", saved_reply::edit::new),
        see("/saved-replies/{id}", saved_reply::edit::get),
        act("/saved-replies/{id}", saved_reply::edit::change),
        act("/saved-replies/{id}/archive", saved_reply::archive::post),
        see("/conversations/{id}/saved-replies", saved_reply::choose::get),
        // What we say is true
        see("/facts", fact::list::get),
        act("/facts", fact::edit::create),
        see("/facts/new", fact::edit::new),
        see("/facts/{id}", fact::show::get),
        act("/facts/{id}", fact::edit::change),
        act("/facts/{id}/reviewed", fact::act::review),
        act("/facts/{id}/archive", fact::act::archive),
        // What the house says of its own accord
        see("/statements", statement::list::get),
        act("/statements", statement::edit::create),
        see("/statements/new", statement::edit::new),
        see("/statements/{id}", statement::show::get),
        act("/statements/{id}", statement::edit::change),
        act("/statements/{id}/approve", statement::act::approve),
        act("/statements/{id}/publish", statement::act::publish),
        act("/statements/{id}/withdraw", statement::act::withdraw),
        act("/postings/{id}/cancel", statement::act::cancel),
        act("/postings/{id}/retry", statement::act::retry),
        act("/postings/{id}/arrived", statement::act::arrived),
        act("/postings/{id}/absent", statement::act::absent),
        act("/postings/{id}/release", statement::act::release),
        // What is asked of a random sample, and what was learned
        see("/studies", study::list::get),
        act("/studies", study::edit::create),
        see("/studies/new", study::edit::new),
        see("/studies/{id}", study::show::get),
        act("/studies/{id}", study::edit::change),
        act("/studies/{id}/book", study::book::post),
        act("/studies/{id}/draw", study::act::draw),
        see("/studies/{id}/progress", study::show::progress),
        act("/studies/{id}/undraw", study::act::undraw),
        act("/studies/{id}/begin", study::act::begin),
        see("/studies/{id}/code", study::code::get),
        act("/studies/{id}/code", study::code::post),
        act("/studies/{id}/end", study::act::end),
        act("/studies/{id}/decide", study::act::decide),
        act("/studies/{id}/close", study::act::close),
        act("/studies/{id}/archive", study::act::archive),
        see("/studies/{id}/export", study::export::get),
        act("/studies/{id}/insights", insight::act::note),
        see("/insights", insight::list::get),
        act("/insights/{id}/step", insight::act::step),
        // Calendars and SLA policies
        see("/calendars", calendar::list::get),
        act("/calendars", calendar::edit::create),
        see("/calendars/new", calendar::edit::new),
        see("/calendars/{id}", calendar::edit::get),
        act("/calendars/{id}", calendar::edit::change),
        act("/calendars/{id}/archive", calendar::act::archive),
        act("/calendars/{id}/default", calendar::act::default),
        see("/sla", sla_policy::list::get),
        act("/sla", sla_policy::edit::create),
        see("/sla/new", sla_policy::edit::new),
        see("/sla/{id}", sla_policy::edit::get),
        act("/sla/{id}", sla_policy::edit::change),
        act("/sla/{id}/archive", sla_policy::act::archive),
        act("/sla/{id}/move", sla_policy::act::shift),
        // Teams
        see("/teams", team::list::get),
        act("/teams", team::edit::create),
        see("/teams/new", team::edit::new),
        see("/teams/{id}", team::edit::get),
        act("/teams/{id}", team::edit::change),
        act("/teams/{id}/archive", team::act::archive),
        // One's own seat
        see("/me", me::show::get),
        act("/me/language", me::language::post),
        act("/me/password", me::password::post),
        act("/me/sessions/end", me::sessions::end),
        // By which ways and when one is told
        see("/me/notices", news::show::get),
        act("/me/notices", news::keep::post),
        see("/me/news", news::woken::get),
        act("/me/devices", news::device::add),
        act("/me/devices/{id}/remove", news::device::remove),
        act("/me/mail", news::mail::ask),
        act("/me/mail/remove", news::mail::remove),
        see("/mail/confirm/{token}", news::link::confirm),
        act("/mail/confirm/{token}", news::link::confirmed),
        act("/backtests", topic::backtest::create),
        see("/backtests/{id}", topic::backtest::get),
        see("/backtests/{id}/progress", topic::backtest::progress),
        act("/backtests/{id}/stop", topic::backtest::stop),
        // Tokens for programs
        see("/tokens", token::list::get),
        act("/tokens", token::create::post),
        act("/tokens/{id}/revoke", token::revoke::post),
        // Webhooks
        see("/webhooks", webhook::list::get),
        act("/webhooks", webhook::edit::create),
        see("/webhooks/new", webhook::edit::new),
        see("/webhooks/{id}", webhook::edit::get),
        act("/webhooks/{id}", webhook::edit::change),
        act("/webhooks/{id}/try", webhook::act::try_it),
        act("/webhooks/{id}/again", webhook::act::again),
        act("/webhooks/{id}/secret", webhook::act::renew),
        act("/webhooks/{id}/archive", webhook::act::archive),
        // Members
        see("/members", member::list::get),
        act("/members/invite", member::invite::post),
        act("/members/{id}/role", member::role::post),
        act("/members/withdraw", member::withdraw::post),
        see("/members/{id}/seat", seat::show::get),
        act("/members/{id}/seat", seat::act::takes),
        act("/members/{id}/leave", seat::act::leave),
        act("/members/{id}/leave/end", seat::act::end),
        act("/members/{id}/hand-over", seat::act::hand_over),
        act("/members/{id}/disable", member::disable::post),
        act("/members/{id}/enable", member::enable::post),
        act("/members/{id}/reset", member::reset::post),
    ]
}

/// What may bring pictures along: larger, and for longer.
fn uploads() -> Vec<Route> {
    vec![
        act("/conversations/{id}/reply", inbox::reply::post),
        act("/conversations/{id}/pictures", inbox::pictures::post),
    ]
}

/// Streams have no time limit.
fn streams() -> Vec<Route> {
    vec![see("/live", live::stream)]
}

/// What needs no session and shows nothing of anybody.
fn plain() -> Vec<Route> {
    vec![
        see("/assets/{set}/{name}", assets::serve),
        see("/sw.js", news::woken::worker),
        see("/health", || async { "ok\n" }),
        // Mail programs post from nowhere (RFC 8058).
        see("/mail/stop/{token}", news::link::stop),
        act("/mail/stop/{token}", news::link::stopped),
    ]
}

/// What programs ask for with a token. Method and path stand at each handler, with the description that the document
/// has of it.
pub(crate) fn api() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(api::conversation::list))
        .routes(routes!(api::conversation::show, api::conversation::change))
        .routes(routes!(api::message::list))
        .routes(routes!(api::media::show))
        .routes(routes!(api::split::create))
        .routes(routes!(api::link::list, api::link::create))
        .routes(routes!(api::link::remove))
        .routes(routes!(api::reply::create))
        .routes(routes!(api::reply::go_private))
        .routes(routes!(api::picture::create))
        .routes(routes!(api::reply::show))
        .routes(routes!(api::reply::cancel))
        .routes(routes!(api::reply::retry))
        .routes(routes!(api::reply::send_now))
        .routes(routes!(api::stop::release))
        .routes(routes!(api::stop::list, api::stop::create))
        .routes(routes!(api::stop::lift))
        .routes(routes!(api::gesture::of_mention, api::gesture::create))
        .routes(routes!(api::gesture::of_person, api::gesture::follow))
        .routes(routes!(api::gesture::show, api::gesture::take_back))
        .routes(routes!(api::gesture::retry))
        .routes(routes!(api::gesture::release))
        .routes(routes!(api::house_rule::list, api::house_rule::create))
        .routes(routes!(api::house_rule::show, api::house_rule::change))
        .routes(routes!(api::house_rule::done))
        .routes(routes!(api::house_rule::archive))
        .routes(routes!(api::house_rule::restore))
        .routes(routes!(api::approval::list))
        .routes(routes!(api::approval::approve))
        .routes(routes!(api::approval::return_reply))
        .routes(routes!(api::approval_policy::list, api::approval_policy::create))
        .routes(routes!(api::approval_policy::show, api::approval_policy::change))
        .routes(routes!(api::approval_policy::archive))
        .routes(routes!(api::approval_policy::restore))
        .routes(routes!(api::approval_policy::shift))
        .routes(routes!(api::note::create))
        .routes(routes!(api::person::list))
        .routes(routes!(api::person::show, api::person::change))
        .routes(routes!(api::person::conversations))
        .routes(routes!(api::person_export::show))
        .routes(routes!(api::person_export::progress, api::person_export::erase))
        .routes(routes!(api::person_merge::create))
        .routes(routes!(api::person_merge::part))
        .routes(routes!(api::person_note::create))
        .routes(routes!(api::consent::create))
        .routes(routes!(api::commitment::list))
        .routes(routes!(api::commitment::show))
        .routes(routes!(api::commitment::step))
        .routes(routes!(api::commitment::of_conversation, api::commitment::create))
        .routes(routes!(api::obligation::list))
        .routes(routes!(api::obligation::show))
        .routes(routes!(api::obligation::step))
        .routes(routes!(api::obligation::of_conversation, api::obligation::create))
        .routes(routes!(api::label::list))
        .routes(routes!(api::label::change))
        .routes(routes!(api::label::merge))
        .routes(routes!(api::macros::list, api::macros::create))
        .routes(routes!(api::macros::show, api::macros::change))
        .routes(routes!(api::macros::remove))
        .routes(routes!(api::macros::apply))
        .routes(routes!(api::webhook::list, api::webhook::create))
        .routes(routes!(api::webhook::show, api::webhook::change))
        .routes(routes!(api::webhook::archive))
        .routes(routes!(api::webhook::restore))
        .routes(routes!(api::webhook::renew_secret))
        .routes(routes!(api::webhook::try_it))
        .routes(routes!(api::webhook::calls))
        .routes(routes!(api::webhook::call_again))
        .routes(routes!(api::fact::list, api::fact::create))
        .routes(routes!(api::fact::show, api::fact::change))
        .routes(routes!(api::fact::history))
        .routes(routes!(api::fact_answer::answers))
        .routes(routes!(api::subscription::show, api::subscription::keep))
        .routes(routes!(api::signature::list, api::signature::keep))
        .routes(routes!(api::correction::list))
        .routes(routes!(api::correction::show, api::correction::create))
        .routes(routes!(api::correction::step))
        .routes(routes!(api::enquiry::list))
        .routes(routes!(api::enquiry::show, api::enquiry::answer))
        .routes(routes!(api::fact::reviewed))
        .routes(routes!(api::fact::archive))
        .routes(routes!(api::fact::restore))
        .routes(routes!(api::statement::list, api::statement::create))
        .routes(routes!(api::statement::show, api::statement::change))
        .routes(routes!(api::statement::history))
        .routes(routes!(api::statement::approve))
        .routes(routes!(api::statement::withdraw))
        .routes(routes!(api::posting::create))
        .routes(routes!(api::posting::show))
        .routes(routes!(api::posting::cancel))
        .routes(routes!(api::posting::retry))
        .routes(routes!(api::posting::arrived))
        .routes(routes!(api::posting::absent))
        .routes(routes!(api::posting::release))
        .routes(routes!(api::study::list, api::study::create))
        .routes(routes!(api::study::show, api::study::change))
        .routes(routes!(api::study::code_book))
        .routes(routes!(api::study::draw))
        .routes(routes!(api::study::undraw))
        .routes(routes!(api::study::begin))
        .routes(routes!(api::study::end))
        .routes(routes!(api::study::close))
        .routes(routes!(api::study::archive))
        .routes(routes!(api::study::restore))
        .routes(routes!(api::study_coding::items))
        .routes(routes!(api::study_coding::code))
        .routes(routes!(api::study_coding::decide))
        .routes(routes!(api::study_coding::results))
        .routes(routes!(api::study_coding::export))
        .routes(routes!(api::insight::list, api::insight::create))
        .routes(routes!(api::insight::show))
        .routes(routes!(api::insight::step))
        .routes(routes!(api::saved_reply::list, api::saved_reply::create))
        .routes(routes!(api::saved_reply::show, api::saved_reply::change))
        .routes(routes!(api::saved_reply::archive))
        .routes(routes!(api::saved_reply::restore))
        .routes(routes!(api::calendar::list, api::calendar::create))
        .routes(routes!(api::calendar::show, api::calendar::change))
        .routes(routes!(api::calendar::archive))
        .routes(routes!(api::calendar::restore))
        .routes(routes!(api::calendar::make_default))
        .routes(routes!(api::sla_policy::list, api::sla_policy::create))
        .routes(routes!(api::sla_policy::show, api::sla_policy::change))
        .routes(routes!(api::sla_policy::archive))
        .routes(routes!(api::sla_policy::restore))
        .routes(routes!(api::sla_policy::shift))
        .routes(routes!(api::team::list, api::team::create))
        .routes(routes!(api::team::show, api::team::change))
        .routes(routes!(api::team::archive))
        .routes(routes!(api::team::restore))
        .routes(routes!(api::topic::list, api::topic::create))
        .routes(routes!(api::topic::show, api::topic::change))
        .routes(routes!(api::topic::archive))
        .routes(routes!(api::backtest::create))
        .routes(routes!(api::backtest::show))
        .routes(routes!(api::backtest::stop))
        .routes(routes!(api::deed::create))
        .routes(routes!(api::deed::show))
        .routes(routes!(api::deed::confirm))
        .routes(routes!(api::deed::stop))
        .routes(routes!(api::deed::undo))
        .routes(routes!(api::saved_view::list, api::saved_view::create))
        .routes(routes!(api::saved_view::show, api::saved_view::change))
        .routes(routes!(api::saved_view::remove))
        .routes(routes!(api::saved_view::bring_back))
        .routes(routes!(api::rule::list, api::rule::create))
        .routes(routes!(api::rule::show, api::rule::change))
        .routes(routes!(api::rule::order))
        .routes(routes!(api::rule::remove))
        .routes(routes!(api::rule::runs))
        .routes(routes!(api::rule::undo))
        .routes(routes!(api::rule::create_trial))
        .routes(routes!(api::rule::show_trial))
        .routes(routes!(api::rule::stop_trial))
        .routes(routes!(api::channel::list))
        .routes(routes!(api::channel::show))
        .routes(routes!(api::member::list))
        .routes(routes!(api::member::seat, api::member::takes))
        .routes(routes!(api::member::set_leave))
        .routes(routes!(api::member::end_leave))
        .routes(routes!(api::member::hand_over))
        .routes(routes!(api::news::show, api::news::change))
        .routes(routes!(api::news::told))
        .routes(routes!(api::news::devices))
        .routes(routes!(api::news::remove_device))
        .routes(routes!(api::news::mail, api::news::ask_mail, api::news::remove_mail))
        .routes(routes!(api::event::list))
}

/// What programs ask for without one.
pub(crate) fn open_api() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(api::document::show))
}

/// Every route as method and path, so that a test can ask who may use it.
pub fn routes() -> Vec<(Method, String)> {
    let ours = [pages(), uploads(), streams(), plain()]
        .into_iter()
        .flatten()
        .map(|route| (route.method, route.path.to_owned()));
    ours.chain(api::document::routes()).collect()
}

fn table(routes: Vec<Route>) -> Router<App> {
    routes.into_iter().fold(Router::new(), |router, route| router.route(route.path, route.handler))
}

/// The whole server.
pub fn router(app: App) -> Router {
    let pages = table(pages())
        .fallback(failure::nowhere)
        .method_not_allowed_fallback(failure::nowhere)
        .layer(DefaultBodyLimit::max(auth::FORM_BYTES_MAX))
        .layer(TimeoutLayer::with_status_code(StatusCode::GATEWAY_TIMEOUT, TIME_LIMIT));
    let uploads = table(uploads())
        .method_not_allowed_fallback(failure::nowhere)
        .layer(DefaultBodyLimit::max(auth::FILES_BYTES_MAX))
        .layer(TimeoutLayer::with_status_code(StatusCode::GATEWAY_TIMEOUT, UPLOAD_TIME_LIMIT));
    let trace = TraceLayer::new_for_http().make_span_with(|request: &Request| {
        // The route, not the address: that may hold the secret of a one-time link.
        let path = request.extensions().get::<MatchedPath>().map_or("", MatchedPath::as_str);
        tracing::debug_span!("request", method = %request.method(), path)
    });

    let api = api_server(&app);

    table(streams())
        .merge(pages)
        .merge(uploads)
        .layer(
            ServiceBuilder::new()
                .layer(from_fn_with_state(app.clone(), auth::load_session))
                .layer(from_fn_with_state(app.clone(), failure::show))
                .layer(from_fn(auth::require_same_site)),
        )
        .merge(table(plain()))
        .nest(api::ROOT, api)
        .route("/api/{*rest}", any(api::problem::nowhere).layer(from_fn(api::problem::tell)))
        .layer(CatchPanicLayer::new())
        .layer(compression())
        .layer(from_fn_with_state(app.clone(), security_headers::set))
        .layer(trace)
        .with_state(app)
}

/// The API: no session, no form, no page; whatever goes wrong is a problem that programs read.
fn api_server(app: &App) -> Router<App> {
    let (known, _) = api().split_for_parts();
    let (open, _) = open_api().split_for_parts();
    known
        .layer(from_fn_with_state(app.clone(), api::caller::identify))
        .merge(open)
        .method_not_allowed_fallback(api::problem::wrong_method)
        .layer(TimeoutLayer::with_status_code(StatusCode::GATEWAY_TIMEOUT, TIME_LIMIT))
        .layer(CatchPanicLayer::custom(api::problem::panicked))
        .layer(from_fn(api::problem::tell))
}

/// Pages and assets are compressed; a live stream must not wait for a full buffer, and pictures are small already.
fn compression() -> CompressionLayer<impl Predicate> {
    CompressionLayer::new().compress_when(
        SizeAbove::new(1_024).and(NotForContentType::new("text/event-stream")).and(NotForContentType::IMAGES),
    )
}
