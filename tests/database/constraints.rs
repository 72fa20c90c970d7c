//! Every constraint of the migrations refuses its bad row, and no constraint is left untried.

mod cases;
mod templates;

use std::collections::BTreeSet;

use diesel::QueryResult;
use diesel_async::{RunQueryDsl, SimpleAsyncConnection};
use serde_json::{Value, json};
use summit_ledger::actions::file_update::file_update;
use summit_ledger::db::statement::Statement;
use summit_ledger::db::{Conn, Db, broken_constraint};
use summit_ledger::domain::commitment::{Kind, Strength, Urgency};
use summit_ledger::domain::epoch::EpochCause;
use summit_ledger::domain::party::{PartyKind, Role};
use summit_ledger::domain::status::{Basis, Status, UpdateStatus};
use summit_ledger::domain::terms::Term;
use summit_ledger::domain::timeliness::Timeliness;
use summit_ledger::domain::update::{NewEvidence, NewUpdate};
use summit_ledger::domain::user::UserRole;
use summit_ledger::domain::webhook::{DeliveryState, WebhookState};
use summit_ledger::error;
use summit_ledger::records::change::{Entity, Op};
use summit_ledger::records::conflict::{ConflictGroup, Resolution};
use summit_ledger::records::ids;

use crate::ledger::{Sketch, Terms, about, caller, file, insert, rows, update, value};
use crate::support::Schema;
use cases::{Bad, IMPLIED};
use templates::template;

/// A webhook that is there, and a delivery of it.
const WEBHOOK: &str = "00000000-0000-7000-8000-000000000001";
const DELIVERY: &str = "00000000-0000-7000-8000-000000000002";

/// A ledger with two items, of which the first has updates of both bases; all that the templates
/// of the cases hang on.
struct Setup {
    db: Db,
    owner: Conn,
    names: Vec<(&'static str, String)>,
    _schema: Schema,
}

impl Setup {
    async fn new() -> Self {
        let schema = Schema::new().await;
        let db = schema.db(4).await;
        let mut sketch = Sketch::new("made-up", "MADE");
        let first = sketch.item(&Terms { deadline: Some("2026"), ..Terms::default() });
        let second = sketch.item(&Terms::default());
        sketch.seed(&db).await;
        let analyst = caller(&db, "analyst", UserRole::Analyst, Some("AA")).await;
        let assessor = caller(&db, "assessor", UserRole::Assessor, None).await;
        let declared = update(Basis::Declared, UpdateStatus::InProgress, "2026-01-01");
        let assessed = update(Basis::Assessed, UpdateStatus::Stalled, "2026-01-01");
        let own = file(&db, &analyst, &about(&first, "AA"), &declared).await;
        let judged = file(&db, &assessor, &about(&first, "AA"), &assessed).await;
        let other = file(&db, &analyst, &about(&second, "AA"), &declared).await;
        let names = vec![
            ("$first", ids::commitment("made-up", &first).to_string()),
            ("$second", ids::commitment("made-up", &second).to_string()),
            ("$obligation", own.obligation_id.to_string()),
            ("$declared", own.id.to_string()),
            ("$assessed", judged.id.to_string()),
            ("$elsewhere", other.id.to_string()),
            ("$user", analyst.user_id.to_string()),
            ("$party", ids::party("AA").to_string()),
            ("$declaration", ids::declaration("made-up").to_string()),
            ("$webhook", WEBHOOK.to_owned()),
            ("$delivery", DELIVERY.to_owned()),
            ("$new", ids::new().to_string()),
        ];
        let mut owner = schema.owner().await;
        // A state that owes nothing, in a group that owes nothing either.
        let member = "INSERT INTO parties VALUES
            (gen_random_uuid(), 'XX', 'state', '{}', 7, NULL, 1),
            (gen_random_uuid(), 'small', 'group', '{}', 8, '{XX}', 1)";
        owner.batch_execute(member).await.unwrap();
        let listener = format!(
            "INSERT INTO webhooks (id, owner, slot, url, filter, secret, mark)
            VALUES ('{WEBHOOK}', '{}', 1, 'https://example.org', '{{}}', decode(repeat('5a', 32), 'hex'), 0);
            INSERT INTO deliveries (id, webhook, seq, next_attempt_at)
            VALUES ('{DELIVERY}', '{WEBHOOK}', 1, now()), (gen_random_uuid(), '{WEBHOOK}', NULL, now());
            INSERT INTO delivery_attempts (delivery, at, ms) VALUES ('{DELIVERY}', now(), 1)",
            analyst.user_id
        );
        owner.batch_execute(&listener).await.unwrap();
        Self { db, owner, names, _schema: schema }
    }

    /// A text with the ids of this ledger for their names.
    fn named(&self, text: &str) -> String {
        self.names.iter().fold(text.to_owned(), |text, (name, id)| text.replace(name, id))
    }

    fn row(&self, table: &str, patch: &Value) -> Value {
        let mut row = template(table);
        for (column, value) in patch.as_object().expect("a patch is an object") {
            row[column] = value.clone();
        }
        serde_json::from_str(&self.named(&row.to_string())).unwrap()
    }

    /// The constraint that a write breaks, at its end or at the transaction's; nothing is kept.
    async fn broken(&mut self, bad: &Bad) -> Result<(), String> {
        self.owner.batch_execute("BEGIN").await.unwrap();
        let result = self.attempt(bad).await;
        self.owner.batch_execute("ROLLBACK").await.unwrap();
        result.map_err(|error| match broken_constraint(&error) {
            Some(name) => name.to_owned(),
            None => error.to_string(),
        })
    }

    async fn attempt(&mut self, bad: &Bad) -> QueryResult<()> {
        match bad {
            Bad::Row(table, patch) => {
                let row = self.row(table, &patch());
                insert(&mut self.owner, table, &[row]).await?;
            }
            Bad::Sql(sql) => {
                Statement::new(&self.named(sql)).execute(&mut self.owner).await?;
            }
        }
        self.owner.batch_execute("SET CONSTRAINTS ALL IMMEDIATE").await
    }
}

#[tokio::test]
async fn every_constraint_refuses_its_bad_row() {
    let mut setup = Setup::new().await;
    // The templates are good, so it is by its patch that a row is bad.
    let tables: BTreeSet<&str> = cases::all()
        .filter_map(|(_, bad)| if let Bad::Row(table, _) = bad { Some(*table) } else { None })
        .collect();
    for table in tables {
        let good = Bad::Row(table, || json!({}));
        assert_eq!(setup.broken(&good).await, Ok(()), "the template of {table}");
    }
    for (constraint, bad) in cases::all() {
        assert_eq!(setup.broken(bad).await, Err((*constraint).to_owned()), "{bad:?}");
    }
}

#[tokio::test]
async fn no_constraint_is_left_untried() {
    let mut setup = Setup::new().await;
    let query = "SELECT conname::text AS name FROM pg_constraint
            WHERE connamespace = current_schema()::regnamespace
                AND conrelid <> '__diesel_schema_migrations'::regclass
        UNION SELECT c.relname FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
            WHERE i.indisunique AND c.relnamespace = current_schema()::regnamespace
                AND i.indrelid <> '__diesel_schema_migrations'::regclass";
    let named = rows(&mut setup.owner, Statement::new(query)).await;
    let there: BTreeSet<&str> = named.iter().filter_map(|row| row["name"].as_str()).collect();
    let tried: BTreeSet<&str> =
        cases::all().map(|(constraint, _)| *constraint).chain(IMPLIED).collect();
    assert_eq!(there, tried);
}

/// The lists of Postgres are those of the program, word by word.
#[tokio::test]
async fn lists_are_closed_and_alike_on_both_sides() {
    fn words<T: Term>() -> Vec<&'static str> {
        T::ALL.iter().map(|term| term.as_str()).collect()
    }
    let lists = [
        ("basis", words::<Basis>()),
        ("change_op", words::<Op>()),
        ("conflict_group", words::<ConflictGroup>()),
        ("delivery_state", words::<DeliveryState>()),
        ("entity", words::<Entity>()),
        ("epoch_cause", words::<EpochCause>()),
        ("kind", words::<Kind>()),
        ("party_kind", words::<PartyKind>()),
        ("party_role", words::<Role>()),
        ("resolution", words::<Resolution>()),
        ("status", words::<Status>()),
        ("strength", words::<Strength>()),
        ("timeliness", words::<Timeliness>()),
        ("update_status", words::<UpdateStatus>()),
        ("urgency", words::<Urgency>()),
        ("user_role", words::<UserRole>()),
        ("webhook_state", words::<WebhookState>()),
    ];
    let expected: Value =
        lists.into_iter().map(|(name, words)| (name.to_owned(), json!(words))).collect();
    let mut setup = Setup::new().await;
    let there = "SELECT jsonb_object_agg(typname, words) FROM (
        SELECT t.typname, jsonb_agg(e.enumlabel ORDER BY e.enumsortorder) AS words
        FROM pg_type t JOIN pg_enum e ON e.enumtypid = t.oid
        WHERE t.typnamespace = current_schema()::regnamespace GROUP BY t.typname) t";
    assert_eq!(value(&mut setup.owner, there).await, expected);
    let stranger = Bad::Row("updates", || json!({"status": "not_reported"}));
    let said = setup.broken(&stranger).await.unwrap_err();
    assert!(said.contains("invalid input value for enum update_status"), "{said}");
}

#[tokio::test]
async fn a_quote_and_its_text_may_only_be_edited_together() {
    let mut setup = Setup::new().await;
    let text = "UPDATE paragraphs SET text = '从前 😀 ' || text WHERE section = 1";
    let follow = "UPDATE commitments SET quote_start = quote_start + 5";
    let tries = [
        // Each time both items quote this paragraph.
        (vec![text], Err("commitments_quote_exact")),
        (vec![text, follow], Ok(())),
        (vec![follow, text], Ok(())),
        (vec![follow], Err("commitments_quote_exact")),
        // What is deleted need not be quoted any more.
        (vec!["UPDATE commitments SET deleted_at = now()", text], Ok(())),
        (vec!["UPDATE commitments SET quote = NULL, quote_start = NULL", text], Ok(())),
        (vec!["UPDATE paragraphs SET text = 'another' WHERE section = 2"], Ok(())),
    ];
    for (statements, expected) in tries {
        setup.owner.batch_execute("BEGIN").await.unwrap();
        for statement in &statements {
            setup.owner.batch_execute(statement).await.expect("it is looked at in the end");
        }
        let checked = setup.owner.batch_execute("SET CONSTRAINTS ALL IMMEDIATE").await;
        let broken = checked.as_ref().map_err(|error| broken_constraint(error).unwrap());
        assert_eq!(broken.copied(), expected, "{statements:?}");
        setup.owner.batch_execute("ROLLBACK").await.unwrap();
    }
}

/// What an obligation copies from its commitment follows it, and cannot say otherwise.
#[tokio::test]
async fn copies_follow_what_they_copy() {
    let mut setup = Setup::new().await;
    let copies = setup.named(
        "SELECT jsonb_object_agg(party, jsonb_build_array(tracked, standing, is_open))
        FROM obligations WHERE commitment_id = '$first'",
    );
    let steps = [
        ("SELECT 1", json!([true, true, true])),
        ("UPDATE commitments SET tracked = false", json!([false, true, false])),
        ("UPDATE commitments SET tracked = true", json!([true, true, true])),
        ("UPDATE commitments SET deleted_at = now()", json!([true, false, false])),
        ("UPDATE commitments SET deleted_at = NULL", json!([true, true, true])),
        ("UPDATE obligations SET dropped_at = now()", json!([true, true, false])),
    ];
    for (step, expected) in steps {
        setup.owner.batch_execute(step).await.unwrap();
        let there = value(&mut setup.owner, &copies).await;
        assert_eq!(there["AA"], expected, "after {step}");
        // A supporter's is never open.
        assert_eq!(there["BB"], json!([expected[0], expected[1], false]), "after {step}");
    }
    for own in ["tracked = false", "standing = false", "declaration = 'other'"] {
        let by_hand = format!("UPDATE obligations SET {own}");
        let error = setup.owner.batch_execute(&by_hand).await.unwrap_err();
        assert_eq!(broken_constraint(&error), Some("obligations_commitment"), "{by_hand}");
    }
}

/// Whatever the rules in Rust let through the database takes: nobody gets an error of its.
#[tokio::test]
async fn an_update_is_refused_by_a_rule_or_taken() {
    let setup = Setup::new().await;
    let code = "MADE-1.1b";
    let analyst = caller(&setup.db, "analyst-2", UserRole::Analyst, Some("AA")).await;
    let plain = || update(Basis::Declared, UpdateStatus::InProgress, "2026-01-01");
    let linked = |change: fn(&mut NewEvidence)| {
        let mut link = NewEvidence {
            url: "https://example.org".to_owned(),
            title: "A page".to_owned(),
            lang: "en".to_owned(),
            published_on: None,
            sha256: None,
        };
        change(&mut link);
        NewUpdate { evidence: vec![link], ..plain() }
    };
    let odd = [
        plain(),
        NewUpdate { reason: Some(String::new()), ..plain() },
        NewUpdate { reason: Some("  ".to_owned()), ..plain() },
        NewUpdate { reason: Some("\u{a0}".to_owned()), ..plain() },
        NewUpdate { reason: Some("why \u{0} not".to_owned()), ..plain() },
        NewUpdate { narrative: String::new(), ..plain() },
        NewUpdate { narrative: " \t\u{3000}".to_owned(), ..plain() },
        NewUpdate { narrative: "\t.\n".to_owned(), ..plain() },
        NewUpdate { as_of: chrono::NaiveDate::MAX, ..plain() },
        NewUpdate { done_on: Some(crate::ledger::day("2025-01-01")), ..plain() },
        NewUpdate { status: UpdateStatus::Complete, ..plain() },
        NewUpdate { status: UpdateStatus::Withdrawn, ..plain() },
        NewUpdate { corrects: Some(ids::new()), ..plain() },
        NewUpdate { seen: Some(ids::new()), ..plain() },
        linked(|_| ()),
        linked(|link| link.url = "HTTPS://example.org".to_owned()),
        linked(|link| link.url = "ftp://example.org".to_owned()),
        linked(|link| link.title = "\u{a0}".to_owned()),
        linked(|link| link.sha256 = Some("AB".repeat(32))),
        linked(|link| link.sha256 = Some("ab".repeat(31))),
        linked(|link| link.published_on = Some(chrono::NaiveDate::MAX)),
    ];
    for new in odd {
        let filed = setup
            .db
            .write(async |conn| file_update(conn, &analyst, &about(code, "AA"), &new).await);
        if let Err(problem) = filed.await {
            assert_eq!(problem.kind, error::Kind::Invalid, "{new:?}: {problem}");
        }
    }
}
