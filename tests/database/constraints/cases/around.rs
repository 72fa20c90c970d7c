//! Those of what stands around it: users, the feed, epochs, seeds, webhooks and kept reports.

use serde_json::json;

use super::super::templates::hex;
use super::{Bad, row};

/// What each constraint must refuse.
pub(super) const CASES: &[(&str, Bad)] = &[
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
        "passwords_pkey",
        Bad::Sql(
            "INSERT INTO passwords SELECT '$user', '$argon2id$' || n FROM generate_series(1, 2) n",
        ),
    ),
    ("passwords_argon2id", row!(passwords, "hash": "secret")),
    ("passwords_user_id_fkey", row!(passwords, "user_id": "$new")),
    (
        "password_links_pkey",
        Bad::Sql(
            "INSERT INTO password_links SELECT sha256(''), '$user', now()
            FROM generate_series(1, 2)",
        ),
    ),
    ("password_links_hash_length", row!(password_links, "hash": hex(31))),
    ("password_links_user_id_fkey", row!(password_links, "user_id": "$new")),
    (
        "sessions_pkey",
        Bad::Sql(
            "INSERT INTO sessions (id, user_id, hash, expires_at, browser)
            SELECT '$new', '$user', sha256(n::text::bytea), now(), '' FROM generate_series(1, 2) n",
        ),
    ),
    (
        "sessions_hash_key",
        Bad::Sql(
            "INSERT INTO sessions (id, user_id, hash, expires_at, browser)
            SELECT gen_random_uuid(), '$user', sha256(''), now(), '' FROM generate_series(1, 2)",
        ),
    ),
    ("sessions_hash_length", row!(sessions, "hash": hex(33))),
    ("sessions_user_id_fkey", row!(sessions, "user_id": "$new")),
    ("sessions_browser_length", row!(sessions, "browser": "x".repeat(201))),
    (
        "sign_in_attempts_pkey",
        Bad::Sql(
            "INSERT INTO sign_in_attempts (id, name, address) SELECT '$new', 'n', 'a'
            FROM generate_series(1, 2)",
        ),
    ),
    ("sign_in_attempts_name_length", row!(sign_in_attempts, "name": "x".repeat(101))),
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
