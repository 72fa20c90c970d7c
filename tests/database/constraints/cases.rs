//! The rows that are bad, each by one thing, and the constraint that must say so.

use serde_json::{Value, json};

/// A write that must be refused.
#[derive(Debug)]
pub enum Bad {
    /// The template of a table with other values in some of its columns.
    Row(&'static str, fn() -> Value),
    Sql(&'static str),
}

/// Constraints that never show: what breaks them breaks another one first, which says so.
pub const IMPLIED: [&str; 5] = [
    "commitments_copied",
    "updates_id_obligation_id_key",
    "updates_id_obligation_id_basis_key",
    "declarations_languages_check",
    // Says commitments_quote_exact, which is what the editor must know.
    "paragraphs_quote_exact",
];

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
        "evidence" => json!({
            "update_id": "$declared", "position": 0, "url": "http://example.org", "title": "A page",
            "lang": "en", "published_on": null, "sha256": hex(32),
        }),
        "milestones" => json!({
            "id": "$new", "commitment_id": "$first", "declaration": "made-up", "title": {},
            "due": "2026", "due_on": "2026-12-31", "done_on": null, "party": "AA", "version": 1,
        }),
        "conflicts" => conflict(),
        "users" => json!({"id": "$new", "name": "new", "role": "analyst", "party": "both"}),
        "tokens" => json!({
            "id": "$new", "user_id": "$user", "hash": hex(32), "hint": "x",
            "expires_at": "2027-01-01T00:00:00Z",
        }),
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
fn hex(bytes: usize) -> String {
    format!("\\x{}", "5a".repeat(bytes))
}

macro_rules! row {
    ($table:ident, $($patch:tt)+) => {
        Bad::Row(stringify!($table), || json!({ $($patch)+ }))
    };
}

/// What each constraint must refuse.
pub const CASES: &[(&str, Bad)] = &[
    ("parties_pkey", row!(parties, "id": "$party")),
    ("parties_code_key", row!(parties, "code": "AA")),
    ("parties_code_check", row!(parties, "code": "")),
    ("parties_code_check", row!(parties, "code": "a b")),
    ("parties_code_check", row!(parties, "code": "-a")),
    ("parties_code_check", row!(parties, "code": "a,b")),
    ("parties_name_check", row!(parties, "name": "A name")),
    ("parties_position_check", row!(parties, "position": -1)),
    ("parties_version_check", row!(parties, "version": 0)),
    ("parties_check", row!(parties, "members": ["AA"])),
    ("parties_check", row!(parties, "kind": "group", "members": [])),
    ("parties_members", row!(parties, "kind": "group", "members": ["AA", "ZZ"])),
    ("parties_members", row!(parties, "kind": "group", "members": ["both"])),
    ("parties_members", Bad::Sql("UPDATE parties SET members = '{ZZ}' WHERE code = 'both'")),
    ("parties_members", Bad::Sql("UPDATE parties SET kind = 'group' WHERE code = 'XX'")),
    ("parties_members", Bad::Sql("UPDATE parties SET code = 'YY' WHERE code = 'XX'")),
    ("parties_members", Bad::Sql("DELETE FROM parties WHERE code = 'XX'")),
    ("declarations_pkey", row!(declarations, "id": "$declaration")),
    ("declarations_slug_key", row!(declarations, "slug": "made-up")),
    ("declarations_slug_check", row!(declarations, "slug": "Made-up")),
    ("declarations_slug_check", row!(declarations, "slug": "a/b")),
    ("declarations_prefix_key", row!(declarations, "prefix": "MADE")),
    ("declarations_prefix_check", row!(declarations, "prefix": "M")),
    ("declarations_prefix_check", row!(declarations, "prefix": "made")),
    ("declarations_title_check", row!(declarations, "title": [])),
    ("declarations_place_check", row!(declarations, "place": 1)),
    ("declarations_check", row!(declarations, "languages": [])),
    ("declarations_check", row!(declarations, "text_language": "ru")),
    ("declarations_sections_check", row!(declarations, "sections": {})),
    ("declarations_version_check", row!(declarations, "version": 0)),
    ("paragraphs_pkey", row!(paragraphs, "number": 1)),
    ("paragraphs_declaration_fkey", row!(paragraphs, "declaration": "unknown")),
    ("paragraphs_section_check", row!(paragraphs, "section": -1)),
    ("paragraphs_number_check", row!(paragraphs, "number": 0)),
    ("paragraphs_text_check", row!(paragraphs, "text": "")),
    ("paragraphs_translations_check", row!(paragraphs, "translations": [])),
    ("paragraphs_uncoded_check", row!(paragraphs, "uncoded": {})),
    ("commitments_pkey", row!(commitments, "id": "$first")),
    ("commitments_declaration_fkey", row!(commitments, "declaration": "unknown")),
    ("commitments_paragraph", row!(commitments, "paragraph": 2)),
    ("commitments_code_key", row!(commitments, "code": "MADE-1.1a")),
    ("commitments_code_check", row!(commitments, "code": "MADE-2.1")),
    ("commitments_code_check", row!(commitments, "code": "MADE-2.1A")),
    ("commitments_code_check", row!(commitments, "code": "MADE-2.1abc")),
    ("commitments_code_check", row!(commitments, "code": "MADE-2.1a\n")),
    ("commitments_sort_key_key", row!(commitments, "sort_key": "made-up/0001/0001/a")),
    ("commitments_quote", row!(commitments, "quote": null)),
    ("commitments_quote", row!(commitments, "quote_start": null)),
    ("commitments_quote_check", row!(commitments, "quote": "")),
    ("commitments_quote_start_check", row!(commitments, "quote_start": -1)),
    ("commitments_quote_exact", row!(commitments, "quote_start": 23)),
    ("commitments_quote_exact", row!(commitments, "quote_start": 25)),
    ("commitments_quote_exact", row!(commitments, "quote": "the Parties shall meet")),
    ("commitments_quote_exact", row!(commitments, "quote": "The Parties will meet")),
    ("commitments_quote_exact", row!(commitments, "quote": "the Parties will meet. ")),
    ("commitments_quote_exact", row!(commitments, "quote": "x", "quote_start": 1000)),
    ("commitments_quote_exact", Bad::Sql("UPDATE commitments SET section = 2, quote_start = 0")),
    ("commitments_quote_exact", Bad::Sql("UPDATE paragraphs SET text = ' ' || text")),
    ("commitments_verb_check", row!(commitments, "verb": "")),
    ("commitments_title_check", row!(commitments, "title": [])),
    ("commitments_deadline", row!(commitments, "due_on": null)),
    ("commitments_deadline", row!(commitments, "edtf": null, "recurrence": null)),
    ("commitments_window", row!(commitments, "opens_on": "2027-01-01")),
    ("commitments_recurrence", row!(commitments, "edtf": null, "opens_on": null, "due_on": null)),
    ("commitments_party_group_fkey", row!(commitments, "party_group": "unknown")),
    ("commitments_sdgs_check", row!(commitments, "sdgs": [0])),
    ("commitments_sdgs_check", row!(commitments, "sdgs": [1, 18])),
    ("commitments_refs_check", row!(commitments, "refs": {})),
    ("commitments_related_check", row!(commitments, "related": {})),
    ("commitments_version_check", row!(commitments, "version": 0)),
    ("obligations_pkey", row!(obligations, "id": "$obligation")),
    ("obligations_once", row!(obligations, "party": "AA", "occurrence": null)),
    (
        "obligations_once",
        Bad::Sql(
            "INSERT INTO obligations (id, commitment_id, party, role, occurrence, sort_key,
                version, declaration, tracked)
            SELECT gen_random_uuid(), '$first', 'SEC', r::party_role, '2027', r, 1, 'made-up', true
            FROM unnest('{lead,supporter}'::text[]) r",
        ),
    ),
    ("obligations_commitment", row!(obligations, "commitment_id": "$new")),
    ("obligations_commitment", row!(obligations, "tracked": false)),
    ("obligations_commitment", row!(obligations, "standing": false)),
    ("obligations_commitment", row!(obligations, "declaration": "other")),
    ("obligations_party_fkey", row!(obligations, "party": "unknown")),
    ("obligations_occurrence_check", row!(obligations, "occurrence": "")),
    ("obligations_occurrence_check", row!(obligations, "occurrence": "2027/2028")),
    ("obligations_sort_key_key", row!(obligations, "sort_key": "made-up/0001/0001/a/001/AA/")),
    ("obligations_window", row!(obligations, "opens_on": "2026-01-02")),
    ("obligations_version_check", row!(obligations, "version": 0)),
    ("obligations_said", row!(obligations, "status": "stalled")),
    ("obligations_said", row!(obligations, "as_of": "2026-01-01")),
    ("obligations_said", row!(obligations, "basis": "declared")),
    ("obligations_said", row!(obligations, "head": "$declared")),
    ("obligations_done", row!(obligations, "done_on": "2026-01-01")),
    (
        "obligations_done",
        row!(obligations, "status": "complete", "basis": "declared", "as_of": "2026-01-01",
            "head": "$declared"),
    ),
    (
        // The head is an update about another obligation.
        "obligations_head",
        row!(obligations, "status": "stalled", "basis": "declared", "as_of": "2026-01-01",
            "head": "$declared"),
    ),
    ("updates_pkey", row!(updates, "id": "$declared", "corrects": null)),
    (
        "updates_obligation_id_fkey",
        row!(updates, "obligation_id": "$new", "corrects": null,
        "seen": null),
    ),
    ("updates_corrects", row!(updates, "corrects": "$elsewhere")),
    ("updates_corrects", row!(updates, "corrects": "$assessed")),
    ("updates_corrects", row!(updates, "corrects": "$first")),
    ("updates_corrects", row!(updates, "basis": "assessed")),
    ("updates_seen", row!(updates, "seen": "$elsewhere")),
    ("updates_seen", row!(updates, "seen": "$first")),
    ("updates_earlier", row!(updates, "corrects": "$new")),
    ("updates_earlier", row!(updates, "seen": "$new")),
    ("updates_done", row!(updates, "status": "complete")),
    ("updates_done", row!(updates, "done_on": "2026-01-01")),
    ("updates_done_by", row!(updates, "status": "complete", "done_on": "2026-02-02")),
    ("updates_narrative_check", row!(updates, "narrative": "  ")),
    ("updates_reason_check", row!(updates, "reason": " ")),
    ("updates_withdrawn", row!(updates, "status": "withdrawn", "corrects": null)),
    (
        "evidence_pkey",
        Bad::Sql(
            "INSERT INTO evidence SELECT '$declared', 0, 'http://x', 'x', 'en'
            FROM generate_series(1, 2)",
        ),
    ),
    ("evidence_update_id_fkey", row!(evidence, "update_id": "$new")),
    ("evidence_position_check", row!(evidence, "position": -1)),
    ("evidence_url_check", row!(evidence, "url": "javascript:alert(1)")),
    ("evidence_url_check", row!(evidence, "url": " http://example.org")),
    ("evidence_title_check", row!(evidence, "title": " ")),
    ("evidence_sha256_check", row!(evidence, "sha256": hex(31))),
    (
        "milestones_pkey",
        Bad::Sql(
            "INSERT INTO milestones
            SELECT '$new', '$first', 'made-up', '{}', '2026', '2026-12-31', NULL, NULL, 1
            FROM generate_series(1, 2)",
        ),
    ),
    ("milestones_commitment_id_fkey", row!(milestones, "commitment_id": "$new")),
    ("milestones_declaration_fkey", row!(milestones, "declaration": "unknown")),
    ("milestones_party_fkey", row!(milestones, "party": "unknown")),
    ("milestones_title_check", row!(milestones, "title": [])),
    ("milestones_version_check", row!(milestones, "version": 0)),
    (
        "conflicts_pkey",
        Bad::Sql(
            "INSERT INTO conflicts SELECT '$new', 'commitment', '$first', '$first', 'made-up',
                'MADE-1.1a', 'titles', 1, '{}', '{}', '{}', 1, '', now(), '', now(), now(), 'n',
                '', 1 FROM generate_series(1, 2)",
        ),
    ),
    ("conflicts_entity_check", row!(conflicts, "entity": "party")),
    ("conflicts_commitment_id_fkey", row!(conflicts, "commitment_id": "$new")),
    ("conflicts_declaration_fkey", row!(conflicts, "declaration": "unknown")),
    ("conflicts_code_fkey", row!(conflicts, "code": "MADE-9.9z")),
    ("conflicts_base_version_check", row!(conflicts, "base_version": 0)),
    ("conflicts_base_check", row!(conflicts, "base": [])),
    ("conflicts_theirs_check", row!(conflicts, "theirs": "a title")),
    ("conflicts_yours_check", row!(conflicts, "yours": 1)),
    (
        "conflicts_value_check",
        row!(conflicts, "value": [], "resolution": "value", "version": 2,
        "resolved_by": "editor", "resolved_at": "2026-02-02T00:00:00Z"),
    ),
    ("conflicts_node_check", row!(conflicts, "node": "")),
    ("conflicts_node_check", row!(conflicts, "node": "n".repeat(101))),
    ("conflicts_milestone", row!(conflicts, "entity": "milestone")),
    ("conflicts_milestone", row!(conflicts, "group": "milestone")),
    ("conflicts_deleted", row!(conflicts, "theirs": null)),
    ("conflicts_deleted", row!(conflicts, "yours": null)),
    ("conflicts_deleted", row!(conflicts, "group": "existence")),
    ("conflicts_deleted", row!(conflicts, "group": "existence", "theirs": null, "yours": null)),
    ("conflicts_later", row!(conflicts, "theirs_version": 1)),
    ("conflicts_version", row!(conflicts, "version": 2)),
    (
        "conflicts_version",
        row!(conflicts, "resolution": "yours", "resolved_by": "editor",
            "resolved_at": "2026-02-02T00:00:00Z"),
    ),
    ("conflicts_resolved", row!(conflicts, "resolved_by": "editor")),
    ("conflicts_resolved", row!(conflicts, "resolved_at": "2026-02-02T00:00:00Z")),
    (
        "conflicts_resolved",
        row!(conflicts, "resolution": "theirs", "version": 2,
            "resolved_at": "2026-02-02T00:00:00Z"),
    ),
    ("conflicts_value", row!(conflicts, "value": {})),
    (
        "conflicts_value",
        row!(conflicts, "resolution": "value", "version": 2, "resolved_by": "editor",
            "resolved_at": "2026-02-02T00:00:00Z"),
    ),
    (
        "conflicts_value",
        row!(conflicts, "resolution": "yours", "version": 2, "resolved_by": "editor",
            "resolved_at": "2026-02-02T00:00:00Z", "value": {}),
    ),
    ("users_pkey", row!(users, "id": "$user")),
    ("users_name_key", row!(users, "name": "analyst")),
    ("users_name_check", row!(users, "name": "")),
    ("users_name_check", row!(users, "name": "a b")),
    ("users_party", row!(users, "party": null)),
    ("users_party", row!(users, "role": "viewer")),
    ("users_party", row!(users, "role": "assessor")),
    ("users_party", row!(users, "role": "editor")),
    ("users_party", row!(users, "role": "admin")),
    ("users_party_fkey", row!(users, "party": "unknown")),
    (
        "tokens_pkey",
        Bad::Sql(
            "INSERT INTO tokens SELECT '$new', '$user', sha256(n::text::bytea), '', now(), now()
            FROM generate_series(1, 2) n",
        ),
    ),
    (
        "tokens_hash_key",
        Bad::Sql(
            "INSERT INTO tokens SELECT gen_random_uuid(), '$user', sha256(''), '', now(), now()
            FROM generate_series(1, 2)",
        ),
    ),
    ("tokens_hash_check", row!(tokens, "hash": hex(20))),
    ("tokens_user_id_fkey", row!(tokens, "user_id": "$new")),
    (
        "operations_pkey",
        Bad::Sql(
            "INSERT INTO operations SELECT '$user', 'k', sha256(n::text::bytea)
            FROM generate_series(1, 2) n",
        ),
    ),
    ("operations_user_id_fkey", row!(operations, "user_id": "$new")),
    ("operations_key_check", row!(operations, "key": "")),
    (
        "operations_key_check",
        Bad::Sql("INSERT INTO operations SELECT '$user', repeat('k', 256), sha256('')"),
    ),
    ("operations_node_check", row!(operations, "node": "")),
    ("operations_request_hash_check", row!(operations, "request_hash": hex(33))),
    ("node_pkey", Bad::Sql("INSERT INTO node (name, epoch) SELECT 'another', epoch FROM node")),
    (
        "node_only_row_check",
        Bad::Sql("INSERT INTO node (only_row, name, epoch) SELECT false, 'x', epoch FROM node"),
    ),
    ("node_name_check", Bad::Sql("UPDATE node SET name = ' '")),
    ("node_epoch", Bad::Sql("UPDATE node SET epoch = '$new'")),
    ("node_pruned_to", Bad::Sql("UPDATE node SET pruned_to = -1")),
    (
        "epochs_pkey",
        Bad::Sql(
            "INSERT INTO epochs (epoch, number, began_at_seq, cause)
            SELECT epoch, 2, 0, 'asked' FROM node",
        ),
    ),
    ("epochs_number", Bad::Sql("INSERT INTO epochs VALUES ('$new', 1, 0, now(), 'first')")),
    ("epochs_number_check", Bad::Sql("INSERT INTO epochs VALUES ('$new', -1, 0, now(), 'asked')")),
    (
        "epochs_began_at_seq_check",
        Bad::Sql("INSERT INTO epochs VALUES ('$new', 2, -1, now(), 'asked')"),
    ),
    ("epochs_first", Bad::Sql("INSERT INTO epochs VALUES ('$new', 2, 0, now(), 'first')")),
    ("epochs_first_began", Bad::Sql("UPDATE epochs SET began_at_seq = 1")),
    (
        "readers_pkey",
        Bad::Sql(
            "INSERT INTO readers SELECT 'r', '$user', epoch, 0 FROM node, generate_series(1, 2)",
        ),
    ),
    (
        "readers_name_check",
        Bad::Sql("INSERT INTO readers SELECT 'a b', '$user', epoch, 0 FROM node"),
    ),
    ("readers_seq_check", Bad::Sql("INSERT INTO readers SELECT 'r', '$user', epoch, -1 FROM node")),
    (
        "readers_user_id_fkey",
        Bad::Sql("INSERT INTO readers SELECT 'r', '$new', epoch, 0 FROM node"),
    ),
    ("readers_epoch_fkey", Bad::Sql("INSERT INTO readers VALUES ('r', '$user', '$new', 0)")),
    (
        "redactions_pkey",
        Bad::Sql("INSERT INTO redactions SELECT 1, 'x', '' FROM generate_series(1, 2)"),
    ),
    ("redactions_seq_fkey", Bad::Sql("INSERT INTO redactions VALUES (1000, 'x', '')")),
    ("redactions_cause", Bad::Sql("INSERT INTO redactions VALUES (1, ' ', '')")),
    ("versions_pkey", row!(versions, "entity_id": "$first")),
    ("versions_entity_check", row!(versions, "entity": "update")),
    ("versions_version_check", row!(versions, "version": 0)),
    (
        "outbox_pkey",
        Bad::Sql(
            "INSERT INTO outbox OVERRIDING SYSTEM VALUE SELECT 1, '$new', 'party', '$new', 1,
                'edited', now(), '', '' FROM generate_series(1, 2)",
        ),
    ),
    (
        "feed_pkey",
        Bad::Sql(
            "INSERT INTO feed SELECT 1, '$new', 'party', '$new', n, 'edited', now(), '', '',
                sha256(''), sha256(''), now() FROM generate_series(1, 2) n",
        ),
    ),
    (
        "feed_entity_id_version_key",
        Bad::Sql(
            "INSERT INTO feed SELECT n, '$new', 'party', '$new', 1, 'edited', now(), '', '',
                sha256(''), sha256(''), now() FROM generate_series(1, 2) n",
        ),
    ),
    ("feed_seq_check", row!(feed, "seq": 0)),
    ("feed_body_hash_check", row!(feed, "body_hash": hex(0))),
    ("feed_chain_check", row!(feed, "chain": hex(31))),
    (
        "feed_bodies_pkey",
        Bad::Sql(
            "WITH f AS (INSERT INTO feed SELECT 1, '$new', 'party', '$new', 1, 'edited', now(),
                '', '', sha256(''), sha256(''), now())
            INSERT INTO feed_bodies SELECT 1, NULL FROM generate_series(1, 2)",
        ),
    ),
    ("feed_bodies_seq_fkey", Bad::Sql("INSERT INTO feed_bodies VALUES (1, '{}')")),
    ("seeded_pkey", row!(seeded, "entity_id": "$first")),
    ("seeded_declaration_fkey", row!(seeded, "declaration": "unknown")),
    ("webhooks_pkey", row!(webhooks, "id": "$webhook")),
    ("webhooks_owner", row!(webhooks, "owner": "$first")),
    ("webhooks_slot", row!(webhooks, "slot": 0)),
    ("webhooks_slot", row!(webhooks, "slot": 21)),
    ("webhooks_once", row!(webhooks, "slot": 1)),
    ("webhooks_url", row!(webhooks, "url": "ftp://example.org")),
    ("webhooks_description", row!(webhooks, "description": " ")),
    ("webhooks_filter", row!(webhooks, "filter": [])),
    ("webhooks_secret", row!(webhooks, "secret": hex(23))),
    ("webhooks_secret", row!(webhooks, "secret": hex(65))),
    ("webhooks_previous", row!(webhooks, "previous_secret": hex(23))),
    ("webhooks_rotation", row!(webhooks, "previous_secret": null)),
    ("webhooks_rotation", row!(webhooks, "previous_until": null)),
    ("webhooks_reason", row!(webhooks, "state": "disabled")),
    ("webhooks_reason", row!(webhooks, "reason": "gone")),
    ("webhooks_mark", row!(webhooks, "mark": -1)),
    ("webhooks_version", row!(webhooks, "version": 0)),
    ("deliveries_pkey", row!(deliveries, "id": "$delivery")),
    ("deliveries_webhook", row!(deliveries, "webhook": "$first")),
    ("deliveries_seq", row!(deliveries, "seq": 0)),
    ("deliveries_once", row!(deliveries, "seq": 1)),
    ("deliveries_one_ping", row!(deliveries, "seq": null)),
    ("deliveries_attempts", row!(deliveries, "attempts": -1)),
    ("deliveries_last_ms", row!(deliveries, "last_ms": -1)),
    ("deliveries_pending", row!(deliveries, "next_attempt_at": null)),
    ("deliveries_pending", row!(deliveries, "state": "failed", "leased_until": null)),
    ("deliveries_leased", row!(deliveries, "state": "failed", "next_attempt_at": null)),
    ("deliveries_delivered", row!(deliveries, "delivered_at": "2026-01-01T00:00:00Z")),
    (
        "deliveries_delivered",
        row!(deliveries, "state": "delivered", "next_attempt_at": null, "leased_until": null),
    ),
    (
        "deliveries_place",
        Bad::Sql(
            "INSERT INTO deliveries (id, place, webhook, seq, next_attempt_at)
            OVERRIDING SYSTEM VALUE SELECT gen_random_uuid(), place, webhook, 2, now()
            FROM deliveries WHERE id = '$delivery'",
        ),
    ),
    (
        "node_key_pkey",
        Bad::Sql(
            "INSERT INTO node_key (seed, public_key)
            SELECT sha256(''), sha256('') FROM generate_series(1, 2)",
        ),
    ),
    (
        "node_key_only_row_check",
        Bad::Sql("INSERT INTO node_key VALUES (false, sha256(''), sha256(''))"),
    ),
    (
        "node_key_seed_length",
        Bad::Sql("INSERT INTO node_key (seed, public_key) VALUES ('', sha256(''))"),
    ),
    (
        "node_key_public_length",
        Bad::Sql("INSERT INTO node_key (seed, public_key) VALUES (sha256(''), '')"),
    ),
    (
        "reports_pkey",
        Bad::Sql(
            "INSERT INTO reports SELECT '$new', 'x', now(), 'made-up', 'n', '$new', 1,
                repeat('0', 64), '{}', '{}', repeat('0', 64), sha256(''),
                sha256('') || sha256('') FROM generate_series(1, 2)",
        ),
    ),
    ("reports_seq_not_negative", row!(reports, "seq": -1)),
    ("reports_chain_hexadecimal", row!(reports, "chain": "0")),
    ("reports_body_sha256_hexadecimal", row!(reports, "body_sha256": "G")),
    ("reports_public_length", row!(reports, "public_key": hex(31))),
    ("reports_signature_length", row!(reports, "signature": hex(32))),
    ("delivery_attempts_delivery", row!(delivery_attempts, "delivery": "$first")),
    ("delivery_attempts_ms", row!(delivery_attempts, "ms": -1)),
    (
        "delivery_attempts_pkey",
        Bad::Sql(
            "INSERT INTO delivery_attempts (id, delivery, at, ms)
            OVERRIDING SYSTEM VALUE SELECT id, delivery, at, ms FROM delivery_attempts",
        ),
    ),
];
