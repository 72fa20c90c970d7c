//! The OpenAPI 3.1 document, gathered from the handlers.

use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::openapi::{ContentBuilder, OpenApi as OpenApiDocument, Ref, ResponseBuilder};
use utoipa::{Modify, OpenApi};

use super::{
    changes, commitments, conflicts, declarations, deliveries, health, history, kept_reports, me,
    milestones, node, obligations, parties, readers, redactions, reports, snapshot, stream, sync,
    updates, webhooks,
};

/// The document.
#[derive(Debug, OpenApi)]
#[openapi(
    info(
        title = "Summit Ledger",
        description = "What states promised each other, clause by clause: who owes it, by when, \
            and how far it has come.",
        license(name = "Apache-2.0", identifier = "Apache-2.0"),
    ),
    paths(
        declarations::list, declarations::show, declarations::text,
        parties::list,
        commitments::list, commitments::create, commitments::show, commitments::patch,
        commitments::delete,
        history::list,
        milestones::list, milestones::create, milestones::show, milestones::patch,
        obligations::list,
        updates::create, updates::create_for_occurrence,
        reports::show,
        me::show,
        kept_reports::list, kept_reports::create, kept_reports::show,
        node::show,
        changes::list, changes::head, stream::show, snapshot::show,
        redactions::create,
        readers::list, readers::put, readers::delete,
        sync::push,
        conflicts::list, conflicts::show, conflicts::resolve,
        webhooks::list, webhooks::create, webhooks::show, webhooks::patch, webhooks::delete,
        webhooks::rotate,
        deliveries::test, deliveries::list, deliveries::again,
        health::healthz, health::readyz,
    ),
    components(schemas(sync::PushOutcome)),
    modifiers(&Security, &Everywhere),
)]
struct Document;

struct Security;

impl Modify for Security {
    fn modify(&self, document: &mut OpenApiDocument) {
        let scheme = HttpBuilder::new()
            .scheme(HttpAuthScheme::Bearer)
            .description(Some("A token, as `summit-ledger token create` prints it."))
            .build();
        if let Some(components) = document.components.as_mut() {
            components.add_security_scheme("token", SecurityScheme::Http(scheme));
        }
    }
}

/// What every handler may answer, and none need say: a failure of ours, and to a read that the
/// caller has it already.
struct Everywhere;

impl Modify for Everywhere {
    fn modify(&self, document: &mut OpenApiDocument) {
        let problem = ContentBuilder::new().schema(Some(Ref::from_schema_name("Problem"))).build();
        let failure = ResponseBuilder::new()
            .description("A failure of the service or its database")
            .content("application/problem+json", problem)
            .build();
        let known = ResponseBuilder::new()
            .description("As the caller has it already, by If-None-Match")
            .build();
        for (path, item) in &mut document.paths.paths {
            let is_api = path.starts_with("/api/");
            if let Some(read) = item.get.as_mut().filter(|_| is_api) {
                let responses = &mut read.responses.responses;
                responses.insert("304".to_owned(), known.clone().into());
            }
            let all =
                [&mut item.get, &mut item.post, &mut item.put, &mut item.patch, &mut item.delete];
            for operation in all.into_iter().flatten().filter(|_| is_api) {
                let responses = &mut operation.responses.responses;
                responses.insert("5XX".to_owned(), failure.clone().into());
            }
        }
    }
}

/// The OpenAPI document of this version.
#[must_use]
pub fn document() -> OpenApiDocument {
    Document::openapi()
}

/// The document as it stands in `openapi.json`.
///
/// # Errors
/// Never for a document that compiles; the signature is the serializer's.
pub fn text() -> Result<String, serde_json::Error> {
    Ok(document().to_pretty_json()? + "\n")
}
