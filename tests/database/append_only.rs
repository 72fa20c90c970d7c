//! What was once said stays: held by the database, for the owner of the tables and the service.

use diesel::result::{DatabaseErrorKind, Error};
use diesel_async::SimpleAsyncConnection;
use serde_json::{Value, json};
use summit_ledger::actions::keep_report::keep_report;
use summit_ledger::db::statement::Statement;
use summit_ledger::db::{Conn, Db, feed};
use summit_ledger::domain::status::{Basis, UpdateStatus};
use summit_ledger::domain::update::NewEvidence;
use summit_ledger::domain::user::UserRole;
use summit_ledger::language::Language;
use summit_ledger::reports::model::Request;
use summit_ledger::reports::progress::progress;
use summit_ledger::sync::seal::seal;

use crate::feed::chain;
use crate::ledger::{Sketch, Terms, about, caller, day, file, rows, update, value};
use crate::support::Schema;

const SERVICE: &str = "summit_ledger_service";

/// The tables that only ever grow, each with a column that somebody might wish to change.
const APPEND_ONLY: [(&str, &str); 7] = [
    ("updates", "narrative"),
    ("evidence", "title"),
    ("versions", "body"),
    ("feed", "actor"),
    ("feed_bodies", "body"),
    ("redactions", "cause"),
    ("reports", "body"),
];

/// A ledger with rows in each of these tables.
async fn ledger() -> (Schema, Db) {
    let schema = Schema::new().await;
    let db = schema.db(4).await;
    let mut sketch = Sketch::new("made-up", "MADE");
    let code = sketch.item(&Terms::default());
    sketch.seed(&db).await;
    let analyst = caller(&db, "analyst", UserRole::Analyst, Some("AA")).await;
    let mut new = update(Basis::Declared, UpdateStatus::InProgress, "2026-01-01");
    new.evidence.push(NewEvidence {
        url: "https://example.org".to_owned(),
        title: "A page".to_owned(),
        lang: "en".to_owned(),
        published_on: None,
        sha256: None,
    });
    file(&db, &analyst, &about(&code, "AA"), &new).await;
    seal(&db).await.unwrap();
    // The last change, which no test here is about.
    let redact = "SELECT redact_body(max(seq), 'a test', 'somebody') FROM feed";
    value(&mut schema.owner().await, redact).await;
    let request = Request {
        declaration: None,
        parties: Vec::new(),
        sections: Vec::new(),
        as_of: day("2026-01-15"),
        known_at: None,
        compare_to: None,
        language: Language::En,
    };
    let report = progress(&db, &request).await.unwrap();
    let keep = async |conn: &mut Conn| keep_report(conn, &analyst, &request, &report).await;
    db.write(keep).await.unwrap();
    (schema, db)
}

/// All that stands in a table.
async fn content(conn: &mut Conn, table: &str) -> Vec<Value> {
    rows(conn, Statement::new(&format!("SELECT * FROM {table} t ORDER BY t::text"))).await
}

/// What the database says against a statement; nothing of it is kept in any case.
async fn refusal(conn: &mut Conn, sql: &str) -> Option<String> {
    conn.batch_execute("BEGIN").await.unwrap();
    let error = conn.batch_execute(sql).await.err();
    conn.batch_execute("ROLLBACK").await.unwrap();
    error.map(|error| error.to_string())
}

#[tokio::test]
async fn nobody_changes_or_removes_what_was_said() {
    let (schema, db) = ledger().await;
    let mut owner = schema.owner().await;
    let mut service = db.get().await.unwrap();
    assert_eq!(value(&mut service, "SELECT current_user").await, SERVICE);
    for (table, column) in APPEND_ONLY {
        let before = content(&mut owner, table).await;
        assert!(!before.is_empty(), "{table} is empty, which shows nothing");
        for sql in [
            format!("UPDATE {table} SET {column} = {column}"),
            format!("UPDATE {table} SET {column} = NULL WHERE false"),
            format!("DELETE FROM {table}"),
            format!("DELETE FROM {table} WHERE false"),
            format!("TRUNCATE {table} CASCADE"),
        ] {
            let said = refusal(&mut owner, &sql).await.unwrap_or_default();
            assert!(said.contains("is refused"), "{sql} as the owner: {said:?}");
            let said = refusal(&mut service, &sql).await.unwrap_or_default();
            assert!(said.contains("permission denied"), "{sql} as the service: {said:?}");
        }
        assert_eq!(content(&mut owner, table).await, before);
    }
    // From the side either: what they hang on cannot take them along.
    for sql in [
        "DELETE FROM obligations",
        "TRUNCATE obligations CASCADE",
        "TRUNCATE commitments CASCADE",
        "TRUNCATE declarations CASCADE",
        "UPDATE obligations SET id = gen_random_uuid()",
    ] {
        assert!(refusal(&mut owner, sql).await.is_some(), "{sql}");
    }
}

#[tokio::test]
async fn the_service_cannot_lift_the_guards() {
    let (_schema, db) = ledger().await;
    let mut service = db.get().await.unwrap();
    for (table, column) in APPEND_ONLY {
        for sql in [
            format!("ALTER TABLE {table} DISABLE TRIGGER append_only"),
            format!("DROP TRIGGER append_only ON {table}"),
            format!("DROP TABLE {table} CASCADE"),
            format!("SET session_replication_role = replica; DELETE FROM {table}"),
            format!("SET ledger.blanking = 'on'; UPDATE {table} SET {column} = NULL"),
            format!("CREATE RULE no AS ON INSERT TO {table} DO INSTEAD NOTHING"),
        ] {
            let said = refusal(&mut service, &sql).await.unwrap_or_default();
            let denied = said.contains("permission denied") || said.contains("must be owner");
            assert!(denied, "{sql}: {said:?}");
        }
    }
    let said = refusal(&mut service, "CREATE TABLE mine (id int)").await.unwrap_or_default();
    assert!(said.contains("permission denied"), "{said:?}");
    let function = "CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger
        LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'";
    assert!(refusal(&mut service, function).await.is_some());
}

#[tokio::test]
async fn the_service_owns_nothing_and_may_do_what_it_must() {
    let (schema, db) = ledger().await;
    let mut owner = schema.owner().await;
    let owned = "SELECT (SELECT count(*) FROM pg_class WHERE relowner = r.oid)
            + (SELECT count(*) FROM pg_proc WHERE proowner = r.oid)
            + (SELECT count(*) FROM pg_type WHERE typowner = r.oid)
            + (SELECT count(*) FROM pg_namespace WHERE nspowner = r.oid) AS owned
        FROM pg_roles r WHERE rolname = 'summit_ledger_service'";
    assert_eq!(value(&mut owner, owned).await, 0);
    let may_nothing_else = "SELECT NOT rolsuper AND NOT rolcreaterole AND NOT rolcreatedb
            AND NOT rolcanlogin AND NOT rolreplication AND NOT rolbypassrls
            AND NOT has_schema_privilege(oid, current_schema(), 'CREATE') AS ok
        FROM pg_roles WHERE rolname = 'summit_ledger_service'";
    assert_eq!(value(&mut owner, may_nothing_else).await, true);

    let granted = "SELECT jsonb_object_agg(relname, rights) FROM (
            SELECT c.relname, coalesce(jsonb_agg(p.name ORDER BY p.place) FILTER (WHERE
                has_table_privilege('summit_ledger_service', c.oid, p.name)
                OR p.name IN ('INSERT', 'UPDATE')
                    AND has_any_column_privilege('summit_ledger_service', c.oid, p.name)
            ), '[]') AS rights
            FROM pg_class c, unnest(ARRAY['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'TRUNCATE',
                'REFERENCES', 'TRIGGER']) WITH ORDINALITY p(name, place)
            WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind = 'r'
            GROUP BY c.relname) t";
    let expected = json!({
        "__diesel_schema_migrations": ["SELECT"],
        "node": ["SELECT"],
        "epochs": ["SELECT"],
        "redactions": ["SELECT"],
        "readers": ["SELECT", "INSERT", "UPDATE", "DELETE"],
        "webhooks": ["SELECT", "INSERT", "UPDATE", "DELETE"],
        "deliveries": ["SELECT", "INSERT", "UPDATE", "DELETE"],
        "delivery_attempts": ["SELECT", "INSERT"],
        "node_key": ["SELECT"],
        "reports": ["SELECT", "INSERT"],
        "updates": ["SELECT", "INSERT"],
        "evidence": ["SELECT", "INSERT"],
        "versions": ["SELECT", "INSERT"],
        "feed": ["SELECT", "INSERT"],
        "feed_bodies": ["SELECT", "INSERT"],
        "outbox": ["SELECT", "INSERT", "DELETE"],
        "parties": ["SELECT", "INSERT", "UPDATE"],
        "declarations": ["SELECT", "INSERT", "UPDATE"],
        "paragraphs": ["SELECT", "INSERT", "UPDATE"],
        "commitments": ["SELECT", "INSERT", "UPDATE"],
        "obligations": ["SELECT", "INSERT", "UPDATE"],
        "obligation_states": ["SELECT", "INSERT", "DELETE"],
        "commitment_statuses": ["SELECT", "INSERT", "DELETE"],
        "milestones": ["SELECT", "INSERT", "UPDATE"],
        "conflicts": ["SELECT", "INSERT", "UPDATE"],
        "users": ["SELECT", "INSERT", "UPDATE"],
        "tokens": ["SELECT", "INSERT", "UPDATE"],
        "passwords": ["SELECT", "INSERT", "UPDATE"],
        "password_links": ["SELECT", "INSERT", "UPDATE"],
        "sessions": ["SELECT", "INSERT", "UPDATE"],
        "sign_in_attempts": ["SELECT", "INSERT", "UPDATE", "DELETE"],
        "operations": ["SELECT", "INSERT", "UPDATE"],
        "seeded": ["SELECT", "INSERT", "UPDATE"],
    });
    assert_eq!(value(&mut owner, granted).await, expected);
    drop(db);
}

#[tokio::test]
async fn bodies_are_blanked_by_one_function_only_and_the_chain_still_verifies() {
    let (schema, db) = ledger().await;
    let mut owner = schema.owner().await;
    let head = seal(&db).await.unwrap().seq;
    assert!(head > 5, "{head} changes");
    let before = chain::verify(&mut owner).await;

    assert_eq!(value(&mut owner, "SELECT count(*) FROM feed_bodies WHERE body IS NULL").await, 1);
    let error = Statement::new("SELECT blank_bodies(2, 3)");
    let error = diesel_async::RunQueryDsl::execute(error, &mut *db.get().await.unwrap()).await;
    let is_denied = |error: &Error| error.to_string().contains("permission denied");
    assert!(
        matches!(&error, Err(error @ Error::DatabaseError(DatabaseErrorKind::Unknown, _))
        if is_denied(error)),
        "{error:?}"
    );

    assert_eq!(value(&mut owner, "SELECT blank_bodies(2, 3)").await, 2);
    assert_eq!(value(&mut owner, "SELECT blank_bodies(2, 4)").await, 1, "two are blank already");
    let blank = "SELECT array_agg(seq ORDER BY seq) = '{2,3,4}' FROM feed_bodies
        WHERE body IS NULL AND seq NOT IN (SELECT seq FROM redactions)";
    assert_eq!(value(&mut owner, blank).await, true);
    assert_eq!(chain::verify(&mut owner).await, before);
    let mut conn = db.get().await.unwrap();
    let page = feed::page(&mut conn, 0, 5).await.unwrap();
    let bodies: Vec<bool> = page.iter().map(|row| row.body.is_some()).collect();
    assert_eq!(bodies, [true, false, false, false, true]);

    // The function leaves nothing ajar behind it.
    let said = refusal(&mut owner, "UPDATE feed_bodies SET body = NULL").await.unwrap_or_default();
    assert!(said.contains("is refused"), "{said:?}");
    // And whoever knows how it does it can still not put other words into a body's place.
    for sql in [
        "UPDATE feed_bodies SET body = '{}'",
        "UPDATE feed_bodies SET body = '{}' WHERE seq = 2",
        "UPDATE feed_bodies SET seq = 1000, body = NULL WHERE seq = 1",
        "DELETE FROM feed_bodies",
        "TRUNCATE feed_bodies",
    ] {
        let by_hand = format!("SET LOCAL ledger.blanking = 'on'; {sql}");
        let said = refusal(&mut owner, &by_hand).await.unwrap_or_default();
        assert!(said.contains("is refused"), "{by_hand}: {said:?}");
    }
}
