//! The OpenAPI 3.1 document, gathered from the handlers.

use utoipa::openapi::path::Operation;
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::openapi::{ContentBuilder, OpenApi as OpenApiDocument, Ref, RefOr, ResponseBuilder};
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
    modifiers(&Security, &Everywhere, &Names),
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
            if let Some(read) = item.get.as_mut().filter(|read| is_api && !is_told_bit_by_bit(read))
            {
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

/// Whether an answer has no ETag, since it is on its way before its end is known.
fn is_told_bit_by_bit(read: &Operation) -> bool {
    let Some(RefOr::T(answer)) = read.responses.responses.get("200") else { return false };
    ["text/event-stream", "application/x-ndjson"]
        .iter()
        .any(|form| answer.content.contains_key(*form))
}

/// Names every operation by its method and path: generators of clients make functions of them, and
/// two of the same name would be one too few.
struct Names;

impl Modify for Names {
    fn modify(&self, document: &mut OpenApiDocument) {
        for (path, item) in &mut document.paths.paths {
            let words = path.trim_start_matches("/api/v1").replace('{', "by_").replace('}', "");
            let words = words.trim_matches('/').replace(['/', '-'], "_");
            let all = [
                ("get", &mut item.get),
                ("post", &mut item.post),
                ("put", &mut item.put),
                ("patch", &mut item.patch),
                ("delete", &mut item.delete),
            ];
            for (method, operation) in all {
                if let Some(operation) = operation {
                    operation.operation_id = Some(format!("{method}_{words}"));
                }
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
