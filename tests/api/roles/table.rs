//! The table of rights: every route, its body, and what each caller is answered.

use serde_json::{Value, json};

use crate::world::{assessed, declared};

/// Who asks, in the order of the columns of [`TABLE`].
pub const CALLERS: [&str; 11] = [
    "anonymous",
    "viewer",
    "analyst of the party",
    "analyst of another",
    "analyst of a group",
    "assessor",
    "editor",
    "admin",
    "expired",
    "revoked",
    "garbage",
];

/// What each of [`CALLERS`] is answered.
pub type Answers = [u16; CALLERS.len()];

/// Everybody may read; a bad token is refused even so.
pub const READ: Answers = [200, 200, 200, 200, 200, 200, 200, 200, 401, 401, 401];
/// The process and its readiness are asked about without a token, and one sent is not looked at.
pub const OPEN: Answers = [200; CALLERS.len()];
/// Everybody with a good token, who is answered `ok`.
const fn signed_in(ok: u16) -> Answers {
    [401, ok, ok, ok, ok, ok, ok, ok, 401, 401, 401]
}
const BY_ADMIN: Answers = [401, 403, 403, 403, 403, 403, 403, 200, 401, 401, 401];
/// Editors and admins only; they are answered `ok`.
const fn edit(ok: u16) -> Answers {
    [401, 403, 403, 403, 403, 403, ok, ok, 401, 401, 401]
}
/// The viewer, whose it is, and admins; of others' nobody learns that it is there.
const fn own(ok: u16) -> Answers {
    [401, ok, 404, 404, 404, 404, 404, ok, 401, 401, 401]
}
/// Everybody who is known, whatever the role.
const SIGNED_IN: Answers = [401, 201, 201, 201, 201, 201, 201, 201, 401, 401, 401];
const BY_ANALYST: Answers = [401, 403, 201, 403, 403, 403, 403, 403, 401, 401, 401];
const BY_GROUP: Answers = [401, 403, 403, 403, 201, 403, 403, 403, 401, 401, 401];
const BY_ASSESSOR: Answers = [401, 403, 403, 403, 403, 201, 403, 403, 401, 401, 401];

/// Which body a request has.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Body {
    None,
    Commitment,
    Patch,
    Milestone,
    Declared,
    Assessed,
    Cursor,
    Cause,
    Push,
    Resolve,
    Webhook,
    WebhookPatch,
    Report,
}

/// Every route: method, path as the OpenAPI document has it, the path that is asked, body, answers.
pub const TABLE: &[(&str, &str, &str, Body, Answers)] = &[
    ("GET", "/healthz", "/healthz", Body::None, OPEN),
    ("GET", "/readyz", "/readyz", Body::None, OPEN),
    ("GET", "/api/v1/declarations", "/api/v1/declarations", Body::None, READ),
    ("GET", "/api/v1/declarations/{slug}", "/api/v1/declarations/astana-2025", Body::None, READ),
    (
        "GET",
        "/api/v1/declarations/{slug}/text",
        "/api/v1/declarations/astana-2025/text",
        Body::None,
        READ,
    ),
    ("GET", "/api/v1/parties", "/api/v1/parties", Body::None, READ),
    ("GET", "/api/v1/commitments", "/api/v1/commitments", Body::None, READ),
    ("POST", "/api/v1/commitments", "/api/v1/commitments", Body::Commitment, edit(201)),
    ("GET", "/api/v1/commitments/{code}", "/api/v1/commitments/AST25-12.7b", Body::None, READ),
    (
        "PATCH",
        "/api/v1/commitments/{code}",
        "/api/v1/commitments/AST25-12.7b",
        Body::Patch,
        edit(200),
    ),
    // NEW is an item that is made for the one request.
    ("DELETE", "/api/v1/commitments/{code}", "/api/v1/commitments/NEW", Body::None, edit(204)),
    (
        "GET",
        "/api/v1/commitments/{code}/history",
        "/api/v1/commitments/AST25-12.7b/history",
        Body::None,
        READ,
    ),
    (
        "GET",
        "/api/v1/commitments/{code}/milestones",
        "/api/v1/commitments/AST25-12.7b/milestones",
        Body::None,
        READ,
    ),
    (
        "POST",
        "/api/v1/commitments/{code}/milestones",
        "/api/v1/commitments/AST25-12.7b/milestones",
        Body::Milestone,
        edit(201),
    ),
    // MILESTONE is the id of one that is there.
    (
        "GET",
        "/api/v1/commitments/{code}/milestones/{id}",
        "/api/v1/commitments/AST25-12.7b/milestones/MILESTONE",
        Body::None,
        READ,
    ),
    (
        "PATCH",
        "/api/v1/commitments/{code}/milestones/{id}",
        "/api/v1/commitments/AST25-12.7b/milestones/MILESTONE",
        Body::Patch,
        edit(200),
    ),
    (
        "POST",
        "/api/v1/commitments/{code}/obligations/{party}/updates",
        "/api/v1/commitments/AST25-12.7b/obligations/KG/updates",
        Body::Declared,
        BY_ANALYST,
    ),
    (
        "POST",
        "/api/v1/commitments/{code}/obligations/{party}/updates",
        "/api/v1/commitments/AST25-12.7b/obligations/KG/updates",
        Body::Assessed,
        BY_ASSESSOR,
    ),
    (
        "POST",
        "/api/v1/commitments/{code}/obligations/{party}/updates",
        "/api/v1/commitments/GROUP/obligations/relevant-parties/updates",
        Body::Declared,
        BY_GROUP,
    ),
    (
        "POST",
        "/api/v1/commitments/{code}/obligations/{party}/updates",
        "/api/v1/commitments/GROUP/obligations/relevant-parties/updates",
        Body::Assessed,
        BY_ASSESSOR,
    ),
    (
        "POST",
        "/api/v1/commitments/{code}/obligations/{party}/{occurrence}/updates",
        "/api/v1/commitments/AST25-15.1a/obligations/KG/2027/updates",
        Body::Declared,
        BY_ANALYST,
    ),
    (
        "POST",
        "/api/v1/commitments/{code}/obligations/{party}/{occurrence}/updates",
        "/api/v1/commitments/AST25-15.1a/obligations/KG/2027/updates",
        Body::Assessed,
        BY_ASSESSOR,
    ),
    ("GET", "/api/v1/obligations", "/api/v1/obligations", Body::None, READ),
    ("GET", "/api/v1/reports/progress", "/api/v1/reports/progress", Body::None, READ),
    ("GET", "/api/v1/reports", "/api/v1/reports", Body::None, READ),
    ("POST", "/api/v1/reports", "/api/v1/reports", Body::Report, SIGNED_IN),
    // REPORT is the id of one that is kept.
    ("GET", "/api/v1/reports/{id}", "/api/v1/reports/REPORT", Body::None, READ),
    ("GET", "/api/v1/node", "/api/v1/node", Body::None, READ),
    ("GET", "/api/v1/changes", "/api/v1/changes", Body::None, READ),
    ("GET", "/api/v1/changes/head", "/api/v1/changes/head", Body::None, READ),
    // Its GET never ends; HEAD is let in by the same rule.
    ("HEAD", "/api/v1/changes/stream", "/api/v1/changes/stream", Body::None, READ),
    ("GET", "/api/v1/snapshot", "/api/v1/snapshot", Body::None, READ),
    ("POST", "/api/v1/changes/{seq}/redact", "/api/v1/changes/1/redact", Body::Cause, BY_ADMIN),
    ("GET", "/api/v1/readers", "/api/v1/readers", Body::None, signed_in(200)),
    // UNKNOWN is a name that nobody has.
    ("PUT", "/api/v1/readers/{name}", "/api/v1/readers/UNKNOWN", Body::Cursor, signed_in(201)),
    // READER is one that the editor registers for the one request.
    ("DELETE", "/api/v1/readers/{name}", "/api/v1/readers/READER", Body::None, edit(204)),
    // Whoever is known may push; what may be done is decided operation by operation.
    ("POST", "/api/v1/sync/push", "/api/v1/sync/push", Body::Push, signed_in(200)),
    ("GET", "/api/v1/conflicts", "/api/v1/conflicts", Body::None, READ),
    // CONFLICT is the id of one that is there.
    ("GET", "/api/v1/conflicts/{id}", "/api/v1/conflicts/CONFLICT", Body::None, READ),
    (
        "POST",
        "/api/v1/conflicts/{id}/resolve",
        "/api/v1/conflicts/CONFLICT/resolve",
        Body::Resolve,
        edit(200),
    ),
    ("GET", "/api/v1/webhooks", "/api/v1/webhooks", Body::None, signed_in(200)),
    ("POST", "/api/v1/webhooks", "/api/v1/webhooks", Body::Webhook, signed_in(201)),
    // WEBHOOK and DELIVERY are ids of the viewer's; SPARE is one that is made for the one request.
    ("GET", "/api/v1/webhooks/{id}", "/api/v1/webhooks/WEBHOOK", Body::None, own(200)),
    ("PATCH", "/api/v1/webhooks/{id}", "/api/v1/webhooks/WEBHOOK", Body::WebhookPatch, own(200)),
    (
        "POST",
        "/api/v1/webhooks/{id}/rotate",
        "/api/v1/webhooks/WEBHOOK/rotate",
        Body::None,
        own(200),
    ),
    (
        "GET",
        "/api/v1/webhooks/{id}/deliveries",
        "/api/v1/webhooks/WEBHOOK/deliveries",
        Body::None,
        own(200),
    ),
    (
        "POST",
        "/api/v1/webhooks/{id}/deliveries/{delivery}/redeliver",
        "/api/v1/webhooks/WEBHOOK/deliveries/DELIVERY/redeliver",
        Body::None,
        own(202),
    ),
    ("POST", "/api/v1/webhooks/{id}/test", "/api/v1/webhooks/WEBHOOK/test", Body::None, {
        // The viewer's is still on its way.
        [401, 409, 404, 404, 404, 404, 404, 409, 401, 401, 401]
    }),
    ("DELETE", "/api/v1/webhooks/{id}", "/api/v1/webhooks/SPARE", Body::None, own(204)),
    ("GET", "/api/v1/me", "/api/v1/me", Body::None, signed_in(200)),
];

pub fn commitment() -> Value {
    json!({
        "declaration": "astana-2025", "section": 12, "paragraph": 7,
        "title": {"zh": "新", "en": "New", "ru": "Новое"},
        "strength": "decision", "kind": "policy",
        "obligations": [{"party": "KG", "role": "participant"}],
    })
}

pub fn milestone() -> Value {
    json!({"title": {"zh": "一步", "en": "A step", "ru": "Шаг"}, "due": "2027-03"})
}

/// One that is told of nothing.
pub fn webhook() -> Value {
    json!({"url": "http://127.0.0.1:9/", "filter": {"declaration": ["none"]}})
}

pub fn body(kind: Body) -> Option<Value> {
    match kind {
        Body::None => None,
        Body::Commitment => Some(commitment()),
        Body::Patch => Some(json!({"title": {"en": "Another title"}})),
        Body::Milestone => Some(milestone()),
        Body::Declared => Some(declared("in_progress", "2025-08-01")),
        Body::Assessed => Some(assessed("in_progress", "2025-08-01")),
        // The one that is sent is of the ledger that is asked.
        Body::Cursor => Some(json!({"cursor": ""})),
        Body::Cause => Some(json!({"cause": "A test."})),
        Body::Push => Some(json!({"node": "laptop", "operations": []})),
        Body::Resolve => Some(json!({"keep": "theirs"})),
        Body::Webhook => Some(webhook()),
        Body::WebhookPatch => Some(json!({"description": "Another"})),
        Body::Report => Some(json!({"as_of": "2026-01-15"})),
    }
}
