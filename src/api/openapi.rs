//! The OpenAPI 3.1 document, gathered from the handlers.

use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::{Modify, OpenApi};

use super::{
    changes, commitments, declarations, health, history, milestones, obligations, parties, reports,
    updates,
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
        changes::list,
        health::healthz, health::readyz,
    ),
    modifiers(&Security),
)]
struct Document;

struct Security;

impl Modify for Security {
    fn modify(&self, document: &mut utoipa::openapi::OpenApi) {
        let scheme = HttpBuilder::new()
            .scheme(HttpAuthScheme::Bearer)
            .description(Some("A token, as `summit-ledger token create` prints it."))
            .build();
        if let Some(components) = document.components.as_mut() {
            components.add_security_scheme("token", SecurityScheme::Http(scheme));
        }
    }
}

/// The OpenAPI document of this version.
#[must_use]
pub fn document() -> utoipa::openapi::OpenApi {
    Document::openapi()
}

/// The document as it stands in `openapi.json`.
///
/// # Errors
/// Never for a document that compiles; the signature is the serializer's.
pub fn text() -> Result<String, serde_json::Error> {
    Ok(document().to_pretty_json()? + "\n")
}
