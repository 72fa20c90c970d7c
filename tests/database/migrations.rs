//! Migrations: up, down and up again, with and without data, and by many at once.

use diesel_async::SimpleAsyncConnection;
use futures_util::future::join_all;
use serde_json::{Value, json};
use summit_ledger::db::Conn;
use summit_ledger::db::schema_setup::{
    is_migrated, migrate_down, migrate_up, migration_states, service_role,
};
use summit_ledger::db::statement::Statement;
use summit_ledger::domain::status::{Basis, UpdateStatus};
use summit_ledger::domain::user::UserRole;
use summit_ledger::language::Language;
use summit_ledger::reports::model::Request;
use summit_ledger::reports::progress::progress;
use summit_ledger::seeding::Outcome;

use crate::courses::check_courses;
use crate::feed::chain;
use crate::ledger::{Sketch, Terms, about, caller, day, file, rows, update, value};

use crate::support::Schema;

/// Everything of ours that a schema has, as Postgres describes it.
async fn catalogue(conn: &mut Conn) -> Vec<Value> {
    let query = "WITH here AS (SELECT current_schema()::regnamespace AS s)
        SELECT 'table' AS what, c.relname::text AS name, jsonb_build_array(c.relkind, c.relacl,
            (SELECT jsonb_agg(jsonb_build_array(a.attname, format_type(a.atttypid, a.atttypmod),
                a.attnotnull, a.attidentity, a.attgenerated, a.attcollation::regcollation,
                pg_get_expr(d.adbin, d.adrelid)) ORDER BY a.attnum)
            FROM pg_attribute a LEFT JOIN pg_attrdef d
                ON (d.adrelid, d.adnum) = (a.attrelid, a.attnum)
            WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped)) AS details
        FROM pg_class c, here WHERE c.relnamespace = s AND c.relkind <> 'i'
        UNION ALL SELECT 'index', indexname, to_jsonb(indexdef)
        FROM pg_indexes WHERE schemaname = current_schema()
        UNION ALL SELECT 'constraint', conrelid::regclass || ' ' || conname,
            to_jsonb(pg_get_constraintdef(oid))
        FROM pg_constraint, here WHERE connamespace = s
        UNION ALL SELECT 'function', p.oid::regprocedure::text,
            jsonb_build_array(pg_get_functiondef(p.oid), proacl)
        FROM pg_proc p, here WHERE pronamespace = s
        UNION ALL SELECT 'trigger', tgrelid::regclass || ' ' || tgname,
            to_jsonb(pg_get_triggerdef(t.oid))
        FROM pg_trigger t JOIN pg_class c ON c.oid = tgrelid, here
        WHERE NOT tgisinternal AND relnamespace = s
        UNION ALL SELECT 'type', typname, (SELECT jsonb_agg(enumlabel ORDER BY enumsortorder)
            FROM pg_enum WHERE enumtypid = t.oid)
        FROM pg_type t, here WHERE typnamespace = s AND typtype IN ('e', 'd', 'r')
        UNION ALL SELECT 'word', typname || ' ' || enumlabel, NULL
        FROM pg_enum JOIN pg_type t ON t.oid = enumtypid, here WHERE typnamespace = s
        UNION ALL SELECT 'column', relname || ' ' || attname, NULL
        FROM pg_attribute JOIN pg_class c ON c.oid = attrelid, here
        WHERE relnamespace = s AND relkind = 'r' AND attnum > 0 AND NOT attisdropped
        ORDER BY 1, 2";
    let mut all = rows(conn, Statement::new(query)).await;
    // The list of migrations is diesel's.
    all.retain(|row| !row.to_string().contains("__diesel_schema_migrations"));
    all
}

/// How many migrations a schema has, of how many.
async fn applied(schema: &Schema) -> (usize, usize) {
    let states = migration_states(&schema.target).await.unwrap();
    assert!(states.is_sorted_by(|a, b| a.name < b.name));
    assert!(states.is_sorted_by(|a, b| a.applied >= b.applied), "none before is left out");
    (states.iter().filter(|state| state.applied).count(), states.len())
}

#[tokio::test]
async fn up_down_and_up_again_is_as_if_it_was_never_down() {
    let schema = Schema::unmigrated().await;
    let mut conn = schema.owner().await;
    let (none, all) = applied(&schema).await;
    assert_eq!(none, 0);
    assert!(all >= 12);
    let before = catalogue(&mut conn).await;
    assert_eq!(before, Vec::<Value>::new());

    let up = migrate_up(&schema.target).await.unwrap();
    assert_eq!(up.len(), all);
    assert_eq!(applied(&schema).await, (all, all));
    assert!(is_migrated(&mut conn).await.unwrap());
    assert_eq!(migrate_up(&schema.target).await.unwrap(), Vec::<String>::new());
    let first = catalogue(&mut conn).await;
    assert!(first.len() > 200, "{} things", first.len());

    let down = migrate_down(&schema.target, usize::MAX).await.unwrap();
    let backwards: Vec<String> = up.iter().rev().cloned().collect();
    assert_eq!(down, backwards);
    assert_eq!(applied(&schema).await, (0, all));
    assert!(!is_migrated(&mut conn).await.unwrap());
    assert_eq!(catalogue(&mut conn).await, Vec::<Value>::new(), "nothing of ours is left");
    assert_eq!(migrate_down(&schema.target, 1).await.unwrap(), Vec::<String>::new());

    migrate_up(&schema.target).await.unwrap();
    assert_eq!(catalogue(&mut conn).await, first);
}

/// As `migrate redo` would, one step further each time.
#[tokio::test]
async fn every_migration_is_taken_back_whole() {
    let schema = Schema::unmigrated().await;
    let mut conn = schema.owner().await;
    let names = migrate_up(&schema.target).await.unwrap();
    let whole = catalogue(&mut conn).await;
    let mut steps = vec![whole.len()];
    for _ in &names {
        assert_eq!(migrate_down(&schema.target, 1).await.unwrap().len(), 1);
        assert!(!is_migrated(&mut conn).await.unwrap());
        steps.push(catalogue(&mut conn).await.len());
    }
    assert!(steps.is_sorted_by(|a, b| a > b), "each takes something away: {steps:?}");
    for (count, left) in steps.into_iter().enumerate().skip(1) {
        migrate_up(&schema.target).await.unwrap();
        let down = migrate_down(&schema.target, count).await.unwrap();
        assert_eq!(down.len(), count);
        assert_eq!(catalogue(&mut conn).await.len(), left, "{count} down");
    }
    migrate_up(&schema.target).await.unwrap();
    assert_eq!(catalogue(&mut conn).await, whole);
}

#[tokio::test]
async fn several_that_start_at_once_migrate_once_and_seed_once() {
    let schema = Schema::unmigrated().await;
    let all = applied(&schema).await.1;
    let ran = join_all((0..6).map(|_| migrate_up(&schema.target))).await;
    let mut counts: Vec<usize> = ran.into_iter().map(|names| names.unwrap().len()).collect();
    counts.sort_unstable();
    assert_eq!(counts, [0, 0, 0, 0, 0, all]);
    assert_eq!(applied(&schema).await, (all, all));

    let db = schema.db(6).await;
    let mut sketch = Sketch::new("made-up", "MADE");
    (0..20).for_each(|_| drop(sketch.item(&Terms::default())));
    let reports = join_all((0..6).map(|_| sketch.seed(&db))).await;
    let mut created: Vec<usize> =
        reports.iter().map(|report| report.count(Outcome::Created)).collect();
    created.sort_unstable();
    assert_eq!(created, [0, 0, 0, 0, 0, 1 + 5 + 20]);
    let mut owner = schema.owner().await;
    // The declaration, its parties, its items, and what two owe under each.
    let versions = value(&mut owner, "SELECT count(*) FROM versions").await;
    assert_eq!(versions, 1 + 5 + 20 + 2 * 20);
}

/// What the last migration brings is made anew of what is there: taking it back and bringing it
/// again loses nothing. Others take their rows with them, and still go down and up.
#[tokio::test]
async fn a_ledger_with_data_goes_down_and_up() {
    let schema = Schema::new().await;
    let db = schema.db(4).await;
    let mut sketch = Sketch::new("made-up", "MADE");
    let code = sketch.item(&Terms { deadline: Some("2025"), ..Terms::default() });
    sketch.seed(&db).await;
    let analyst = caller(&db, "analyst", UserRole::Analyst, Some("AA")).await;
    for (status, about_day) in [
        (UpdateStatus::Stalled, "2025-09-01"),
        (UpdateStatus::NotStarted, "2025-05-01"),
        (UpdateStatus::InProgress, "2026-01-01"),
    ] {
        let said = update(Basis::Declared, status, about_day);
        file(&db, &analyst, &about(&code, "AA"), &said).await;
    }
    let kept = check_courses(&mut schema.owner().await).await;
    let asked = Request {
        declaration: None,
        parties: Vec::new(),
        sections: Vec::new(),
        language: Language::En,
        as_of: day("2026-02-01"),
        known_at: None,
        compare_to: Some(day("2025-06-01")),
    };
    let before = serde_json::to_string(&progress(&db, &asked).await.unwrap()).unwrap();
    assert_eq!(json!(1), serde_json::from_str::<Value>(&before).unwrap()["totals"]["total"]);

    let down = migrate_down(&schema.target, 1).await.unwrap();
    assert_eq!(migrate_up(&schema.target).await.unwrap(), down);
    assert_eq!(check_courses(&mut schema.owner().await).await, kept);
    let after = serde_json::to_string(&progress(&db, &asked).await.unwrap()).unwrap();
    assert_eq!(after, before);
    let known_at = progress(&db, &asked).await.unwrap().known_at;
    let known = progress(&db, &Request { known_at, ..asked }).await.unwrap();
    assert_eq!(serde_json::to_string(&known).unwrap(), before);
    chain::verify(&mut schema.owner().await).await;

    drop(db);
    migrate_down(&schema.target, usize::MAX).await.unwrap();
    assert_eq!(catalogue(&mut schema.owner().await).await, Vec::<Value>::new());
    migrate_up(&schema.target).await.unwrap();
    let db = schema.db(4).await;
    assert_eq!(sketch.seed(&db).await.count(Outcome::Created), 1 + 5 + 1);
}

/// A migration that fails leaves nothing behind, and the next try goes on from there.
#[tokio::test]
async fn a_migration_that_fails_leaves_nothing_behind() {
    let schema = Schema::unmigrated().await;
    let mut conn = schema.owner().await;
    conn.batch_execute("CREATE TABLE evidence (in_the_way int)").await.unwrap();
    assert!(migrate_up(&schema.target).await.is_err());
    let (done, all) = applied(&schema).await;
    assert!(done > 0 && done < all, "{done} of {all}");
    let updates = "SELECT count(*) FROM pg_class
        WHERE relnamespace = current_schema()::regnamespace AND relname = 'updates'";
    assert_eq!(value(&mut conn, updates).await, 0, "made before it failed, and gone again");
    conn.batch_execute("DROP TABLE evidence").await.unwrap();
    assert_eq!(migrate_up(&schema.target).await.unwrap().len(), all - done);
    assert!(service_role(&schema.target).await.unwrap().is_some());
}
