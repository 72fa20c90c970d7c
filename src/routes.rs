//! Every URL, in one table.

use actix_web::middleware::from_fn;
use actix_web::web::{self, ServiceConfig, delete, get, patch, post, resource};
use actix_web::{HttpRequest, HttpResponse, Resource};
use utoipa_swagger_ui::{Config, SwaggerUi};

use crate::api::auth::authenticate;
use crate::api::{
    changes, commitments, declarations, health, history, milestones, obligations, openapi, parties,
    reports, updates,
};
use crate::error::{Kind, Problem};

/// The URL table.
pub fn configure(config: &mut ServiceConfig) {
    let api = web::scope("/api/v1")
        .wrap(from_fn(authenticate))
        .service(at("/declarations").route(get().to(declarations::list)))
        .service(at("/declarations/{slug}").route(get().to(declarations::show)))
        .service(at("/declarations/{slug}/text").route(get().to(declarations::text)))
        .service(at("/parties").route(get().to(parties::list)))
        .service(
            at("/commitments")
                .route(get().to(commitments::list))
                .route(post().to(commitments::create)),
        )
        .service(
            at("/commitments/{code}")
                .route(get().to(commitments::show))
                .route(patch().to(commitments::patch))
                .route(delete().to(commitments::delete)),
        )
        .service(at("/commitments/{code}/history").route(get().to(history::list)))
        .service(
            at("/commitments/{code}/milestones")
                .route(get().to(milestones::list))
                .route(post().to(milestones::create)),
        )
        .service(
            at("/commitments/{code}/milestones/{id}")
                .route(get().to(milestones::show))
                .route(patch().to(milestones::patch)),
        )
        .service(
            at("/commitments/{code}/obligations/{party}/updates").route(post().to(updates::create)),
        )
        .service(
            at("/commitments/{code}/obligations/{party}/{occurrence}/updates")
                .route(post().to(updates::create_for_occurrence)),
        )
        .service(at("/obligations").route(get().to(obligations::list)))
        .service(at("/reports/progress").route(get().to(reports::show)))
        .service(at("/changes").route(get().to(changes::list)))
        .default_service(web::to(not_found));
    config
        .service(at("/healthz").route(get().to(health::healthz)))
        .service(at("/readyz").route(get().to(health::readyz)))
        .service(api)
        .service(web::redirect("/docs", "/docs/"))
        .service(
            SwaggerUi::new("/docs/{_:.*}")
                .url("/openapi.json", openapi::document())
                .config(Config::new(["/openapi.json"]).use_base_layout()),
        )
        .default_service(web::to(not_found));
}

/// A resource that names the right methods when it is asked by a wrong one.
fn at(path: &str) -> Resource {
    resource(path).default_service(web::to(wrong_method))
}

async fn wrong_method(request: HttpRequest) -> Result<HttpResponse, Problem> {
    let detail = format!("{} cannot be done to {}.", request.method(), request.path());
    Err(Problem::new(Kind::MethodNotAllowed, detail))
}

async fn not_found(request: HttpRequest) -> Result<HttpResponse, Problem> {
    Err(Problem::not_found(format!("Nothing answers at {}; see /docs.", request.path())))
}
