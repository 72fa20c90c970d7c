//! Good rows, which stand beside those that are there; a case spoils one of them.

use serde_json::{Value, json};

/// A good row, which stands beside those that are there. `$name` stands for an id.
pub fn template(table: &str) -> Value {
    match table {
        "parties" => json!({
            "id": "$new", "code": "NEW", "kind": "state", "name": {}, "position": 9,
            "members": null, "version": 1,
        }),
        "declarations" => json!({
            "id": "$new", "slug": "new", "prefix": "NEW", "title": {}, "adopted_on": "2026-01-01",
            "place": {}, "languages": ["en"], "text_language": "en", "source": "made up",
            "sections": [], "version": 1,
        }),
        "paragraphs" => json!({
            "declaration": "made-up", "section": 1, "number": 2, "text": "x", "translations": {},
            "uncoded": [],
        }),
        "commitments" => json!({
            "id": "$new", "declaration": "made-up", "code": "MADE-2.1a", "section": 2,
            "paragraph": 1, "sort_key": "new", "quote": "the Parties will meet", "quote_start": 24,
            "verb": "will", "strength": "support", "kind": "event", "tracked": true, "title": {},
            "edtf": "2026", "opens_on": "2026-01-01", "due_on": "2026-12-31", "urgency": "asap",
            "recurrence": {}, "party_group": "both", "topics": [], "sdgs": [1, 17], "refs": [],
            "related": [], "note": null, "no_deadline": null, "version": 1, "deleted_at": null,
        }),
        "obligations" => obligation(),
        "updates" => json!({
            "id": "$new", "obligation_id": "$obligation", "basis": "declared",
            "status": "in_progress", "as_of": "2026-02-01", "done_on": null,
            "narrative": "more", "reason": "because", "corrects": "$declared", "seen": "$assessed",
            "author": "somebody", "at": "2026-02-01T00:00:00Z",
        }),
        "obligation_states" => json!({
            "obligation_id": "$obligation", "from_day": null, "until_day": "2020-01-01",
            "status": "not_reported", "basis": null, "as_of": null, "done_on": null, "head": null,
            "contested": false, "reassess": false,
        }),
        "commitment_statuses" => json!({
            "commitment_id": "$first", "from_day": null, "until_day": "2020-01-01",
            "status": "stalled",
        }),
        "evidence" => json!({
            "update_id": "$declared", "position": 0, "url": "http://example.org", "title": "A page",
            "lang": "en", "published_on": null, "sha256": hex(32),
        }),
        "milestones" => json!({
            "id": "$new", "commitment_id": "$first", "declaration": "made-up", "title": {},
            "due": "2026", "due_on": "2026-12-31", "done_on": null, "party": "AA", "version": 1,
        }),
        "conflicts" => conflict(),
        "operations" => json!({"user_id": "$user", "key": "k", "request_hash": hex(32)}),
        "versions" => json!({"entity": "party", "entity_id": "$new", "version": 1, "body": {}}),
        "feed" => json!({
            "seq": 1, "change_id": "$new", "entity": "party", "entity_id": "$new", "version": 1,
            "op": "edited", "at": "2026-01-01T00:00:00Z", "actor": "a", "node": "n",
            "body_hash": hex(32), "chain": hex(32), "sealed_at": "2026-01-01T00:00:00Z",
        }),
        "seeded" => json!({
            "entity_id": "$new", "declaration": "made-up", "code": "x", "body": {},
        }),
        _ => people(table),
    }
}

/// The same of users, and how they sign in.
fn people(table: &str) -> Value {
    match table {
        "users" => json!({"id": "$new", "name": "new", "role": "analyst", "party": "both"}),
        "passwords" => json!({"user_id": "$user", "hash": "$argon2id$v=19$m=8,t=1,p=1$c2FsdA$aA"}),
        "password_links" => json!({
            "hash": hex(32), "user_id": "$user", "expires_at": "2027-01-01T00:00:00Z",
        }),
        "sessions" => json!({
            "id": "$new", "user_id": "$user", "hash": hex(32),
            "expires_at": "2027-01-01T00:00:00Z", "browser": "a browser",
        }),
        "sign_in_attempts" => json!({"id": "$new", "name": "n", "address": "127.0.0.1"}),
        "tokens" => json!({
            "id": "$new", "user_id": "$user", "hash": hex(32), "hint": "x",
            "expires_at": "2027-01-01T00:00:00Z",
        }),
        _ => listeners(table),
    }
}

/// The same of webhooks and what is sent to them.
fn listeners(table: &str) -> Value {
    match table {
        "webhooks" => json!({
            "id": "$new", "owner": "$user", "slot": 2, "url": "https://example.org",
            "description": "x", "filter": {}, "secret": hex(32), "previous_secret": hex(32),
            "previous_until": "2027-01-01T00:00:00Z", "state": "active", "reason": null,
            "state_since": "2026-01-01T00:00:00Z", "mark": 0, "version": 1,
            "created_at": "2026-01-01T00:00:00Z",
        }),
        "deliveries" => json!({
            "id": "$new", "webhook": "$webhook", "seq": 2, "state": "pending", "attempts": 0,
            "next_attempt_at": "2026-01-01T00:00:00Z", "leased_until": "2026-01-01T00:00:00Z",
            "last_ms": 1, "delivered_at": null, "created_at": "2026-01-01T00:00:00Z",
        }),
        "reports" => json!({
            "id": "$new", "made_by": "x", "made_at": "2026-01-01T00:00:00Z",
            "declaration": "made-up", "node": "n", "epoch": "$new", "seq": 1,
            "chain": "0".repeat(64), "request": {}, "body": "{}", "body_sha256": "0".repeat(64),
            "public_key": hex(32), "signature": hex(64),
        }),
        "delivery_attempts" => json!({
            "delivery": "$delivery", "at": "2026-01-01T00:00:00Z", "status": 200, "ms": 1,
        }),
        _ => panic!("{table} has no template"),
    }
}

/// An occurrence that nobody has spoken of.
fn obligation() -> Value {
    json!({
        "id": "$new", "commitment_id": "$first", "party": "SEC", "role": "participant",
        "occurrence": "2027", "opens_on": "2026-01-01", "due_on": "2026-01-01",
        "sort_key": "new", "version": 1, "dropped_at": null, "declaration": "made-up",
        "tracked": true, "standing": true, "status": "not_reported", "basis": null,
        "as_of": null, "done_on": null, "contested": false, "reassess": false, "head": null,
    })
}

/// An open conflict of two titles.
fn conflict() -> Value {
    json!({
        "id": "$new", "entity": "commitment", "entity_id": "$first", "commitment_id": "$first",
        "declaration": "made-up", "code": "MADE-1.1a", "group": "titles", "base_version": 2,
        "base": {}, "theirs": {}, "yours": {}, "theirs_version": 2, "theirs_by": "editor",
        "theirs_at": "2026-02-01T00:00:00Z", "yours_by": "other",
        "yours_at": "2026-02-01T00:00:00Z", "made_at": "2026-01-01T00:00:00Z",
        "node": "laptop", "operation": "o", "version": 1, "resolution": null, "value": null,
        "resolved_by": null, "resolved_at": null,
    })
}

/// So many bytes, as Postgres writes them.
pub fn hex(bytes: usize) -> String {
    format!("\\x{}", "5a".repeat(bytes))
}
