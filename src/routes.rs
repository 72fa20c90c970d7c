//! Every URL, in one table.

use actix_web::guard::{Any, Delete, Get, Head, Patch, Post, Put, fn_guard};
use actix_web::http::header::{ACCEPT, ALLOW, HeaderValue};
use actix_web::middleware::from_fn;
use actix_web::web::{self, ServiceConfig};
use actix_web::{
    FromRequest, Handler, HttpRequest, HttpResponse, Resource, Responder, ResponseError, Route,
};
use utoipa_swagger_ui::{Config, SwaggerUi};

use crate::api::auth::authenticate;
use crate::api::{
    changes, commitments, conflicts, declarations, deliveries, health, history, kept_reports, me,
    milestones, node, obligations, openapi, parties, readers, redactions, reports, snapshot,
    stream, sync, updates, webhooks,
};
use crate::error::{Kind, Problem};
use crate::web::answer::finish;
use crate::web::visitor::meet;
use crate::web::{
    activity, assets, bulk, item, lists, my_return, overview, reports as reports_page, review,
    settings, sign_in, text, update_form, welcome,
};

/// The URL table.
pub fn configure(config: &mut ServiceConfig) {
    let api = web::scope("/api/v1")
        // Nothing is called so, and Postgres has no text with it.
        .guard(fn_guard(|context| !context.head().uri.path().contains("%00")))
        .wrap(from_fn(authenticate))
        .configure(ledger)
        .configure(feed)
        .default_service(web::to(not_found));
    config
        .service(at("/healthz", [get(health::healthz)]))
        .service(at("/readyz", [get(health::readyz)]))
        .service(api)
        .service(web::redirect("/docs", "/docs/"))
        .service(
            SwaggerUi::new("/docs/{_:.*}")
                .url("/openapi.json", openapi::document())
                .config(Config::new(["/openapi.json"]).use_base_layout()),
        )
        .service(
            web::scope("")
                .wrap(from_fn(meet))
                .wrap(from_fn(finish))
                .configure(pages)
                .default_service(web::to(no_page)),
        );
}

/// The pages.
fn pages(pages: &mut ServiceConfig) {
    pages
        .service(at("/", [get(overview::show)]))
        .service(at("/activity", [get(activity::show)]))
        .service(at("/text", [get(text::lead_on)]))
        .service(at("/declarations/{slug}", [get(text::show)]))
        .service(at("/assets/{file}", [get(assets::show)]))
        .service(at("/sign-in", [get(sign_in::show), post(sign_in::sign_in)]))
        .service(at("/sign-in/kept", [get(sign_in::kept)]))
        .service(at("/sign-out", [post(sign_in::sign_out)]))
        .service(at("/review", [get(review::show)]))
        .service(at("/review/conflicts/{id}", [post(review::resolve)]))
        .service(at("/reports", [get(reports_page::show)]))
        .service(at("/reports/keep", [post(reports_page::keep)]))
        .service(at("/settings", [get(settings::show), post(settings::act)]))
        .service(at("/welcome/{link}", [get(welcome::show), post(welcome::choose)]))
        .service(at("/my-return", [get(my_return::show)]))
        .service(at("/my-return/next", [get(my_return::next)]))
        .service(at("/commitments/{code}", [get(item::show)]))
        .service(at(
            "/commitments/{code}/obligations/{party}/update",
            [get(update_form::show), post(update_form::create)],
        ))
        .service(at(
            "/commitments/{code}/obligations/{party}/{occurrence}/update",
            [get(update_form::show_occurrence), post(update_form::create_for_occurrence)],
        ))
        .service(at("/commitments", [get(lists::commitments::show)]))
        .service(at("/obligations", [get(lists::obligations::show)]))
        .service(at("/obligations/update", [get(bulk::begin), post(bulk::preview)]))
        .service(at("/obligations/update/file", [get(bulk::begin), post(bulk::file)]))
        .service(at("/obligations/update/filed/{key}", [get(bulk::filed)]))
        .service(at("/obligations/update/undo", [get(bulk::begin), post(bulk::undo)]));
}

/// Declarations, items, what is owed, and reports.
fn ledger(api: &mut ServiceConfig) {
    api.service(at("/declarations", [get(declarations::list)]))
        .service(at("/declarations/{slug}", [get(declarations::show)]))
        .service(at("/declarations/{slug}/text", [get(declarations::text)]))
        .service(at("/parties", [get(parties::list)]))
        .service(at("/commitments", [get(commitments::list), post(commitments::create)]))
        .service(at(
            "/commitments/{code}",
            [get(commitments::show), patch(commitments::patch), delete(commitments::delete)],
        ))
        .service(at("/commitments/{code}/history", [get(history::list)]))
        .service(at(
            "/commitments/{code}/milestones",
            [get(milestones::list), post(milestones::create)],
        ))
        .service(at(
            "/commitments/{code}/milestones/{id}",
            [get(milestones::show), patch(milestones::patch)],
        ))
        .service(at("/commitments/{code}/obligations/{party}/updates", [post(updates::create)]))
        .service(at(
            "/commitments/{code}/obligations/{party}/{occurrence}/updates",
            [post(updates::create_for_occurrence)],
        ))
        .service(at("/obligations", [get(obligations::list)]))
        .service(at("/reports/progress", [get(reports::show)]))
        .service(at("/reports", [get(kept_reports::list), post(kept_reports::create)]))
        .service(at("/reports/{id}", [get(kept_reports::show)]))
        .service(at("/node", [get(node::show)]));
}

/// The feed, offline edits and listeners.
fn feed(api: &mut ServiceConfig) {
    api.service(at("/changes", [get(changes::list)]))
        .service(at("/changes/head", [get(changes::head)]))
        .service(at("/changes/stream", [get(stream::show)]))
        .service(at("/snapshot", [get(snapshot::show)]))
        .service(at("/changes/{seq}/redact", [post(redactions::create)]))
        .service(at("/readers", [get(readers::list)]))
        .service(at("/readers/{name}", [put(readers::put), delete(readers::delete)]))
        .service(at("/sync/push", [post(sync::push)]))
        .service(at("/conflicts", [get(conflicts::list)]))
        .service(at("/conflicts/{id}", [get(conflicts::show)]))
        .service(at("/conflicts/{id}/resolve", [post(conflicts::resolve)]))
        .service(at("/webhooks", [get(webhooks::list), post(webhooks::create)]))
        .service(at(
            "/webhooks/{id}",
            [get(webhooks::show), patch(webhooks::patch), delete(webhooks::delete)],
        ))
        .service(at("/webhooks/{id}/rotate", [post(webhooks::rotate)]))
        .service(at("/webhooks/{id}/test", [post(deliveries::test)]))
        .service(at("/webhooks/{id}/deliveries", [get(deliveries::list)]))
        .service(at("/webhooks/{id}/deliveries/{delivery}/redeliver", [post(deliveries::again)]))
        .service(at("/me", [get(me::show)]));
}

/// What answers a method of a resource.
struct Endpoint {
    /// As the Allow header names it.
    allowed: &'static str,
    route: Route,
}

macro_rules! endpoints {
    ($($method:ident: $allowed:literal, $guard:expr;)+) => {$(
        fn $method<F, Args>(handler: F) -> Endpoint
        where
            F: Handler<Args, Output: Responder + 'static>,
            Args: FromRequest + 'static,
        {
            Endpoint { allowed: $allowed, route: web::route().guard($guard).to(handler) }
        }
    )+};
}
endpoints! {
    // HEAD is answered wherever GET is (RFC 9110, 9.1); the server leaves the body out.
    get: "GET, HEAD", Any(Get()).or(Head());
    post: "POST", Post();
    put: "PUT", Put();
    patch: "PATCH", Patch();
    delete: "DELETE", Delete();
}

/// A resource that names the right methods when it is asked by a wrong one (RFC 9110, 15.5.6).
fn at<const N: usize>(path: &str, endpoints: [Endpoint; N]) -> Resource {
    let allowed = endpoints.each_ref().map(|one| one.allowed).join(", ");
    let resource = endpoints.into_iter().fold(web::resource(path), |all, one| all.route(one.route));
    resource.default_service(web::to(move |request: HttpRequest| {
        let response = wrong_method(&request, &allowed);
        async { response }
    }))
}

fn wrong_method(request: &HttpRequest, allowed: &str) -> HttpResponse {
    let detail = format!("{} answers {allowed}, not {}.", request.path(), request.method());
    let mut response = Problem::new(Kind::MethodNotAllowed, detail).error_response();
    if let Ok(allowed) = HeaderValue::from_str(allowed) {
        response.headers_mut().insert(ALLOW, allowed);
    }
    response
}

/// Where no page is. Whoever wants no page, such as a program, gets a problem as from the API.
async fn no_page(request: HttpRequest) -> Result<HttpResponse, Problem> {
    let accept = request.headers().get(ACCEPT).and_then(|value| value.to_str().ok());
    let problem = Problem::not_found(format!("Nothing answers at {}; see /docs.", request.path()));
    if accept.is_some_and(|accept| accept.contains("text/html")) {
        return Err(problem);
    }
    Ok(problem.error_response())
}

async fn not_found(request: HttpRequest) -> Result<HttpResponse, Problem> {
    Err(Problem::not_found(format!("Nothing answers at {}; see /docs.", request.path())))
}
