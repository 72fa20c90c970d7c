//! One key, one effect: twins at the same time, a failure that frees its key, and other users' keys.

use std::time::Duration;

use diesel_async::{RunQueryDsl, SimpleAsyncConnection};
use futures_util::future::{join, join_all};
use serde_json::json;
use summit_ledger::actions::file_update::file_update;
use summit_ledger::db::connect::Failure;
use summit_ledger::db::operations::{self, Operation, Outcome};
use summit_ledger::db::statement::Statement;
use summit_ledger::db::{Conn, Db};
use summit_ledger::domain::status::{Basis, UpdateStatus};
use summit_ledger::domain::user::{Caller, UserRole};
use summit_ledger::error::Problem;
use tokio::time::sleep;

use crate::ledger::{Sketch, Terms, about, caller, update, value};
use crate::support::Schema;

struct Setup {
    schema: Schema,
    db: Db,
    analyst: Caller,
    code: String,
}

impl Setup {
    async fn new() -> Self {
        let schema = Schema::new().await;
        let db = schema.db(20).await;
        let mut sketch = Sketch::new("made-up", "MADE");
        let code = sketch.item(&Terms::default());
        sketch.seed(&db).await;
        let analyst = caller(&db, "analyst", UserRole::Analyst, Some("AA")).await;
        Self { schema, db, analyst, code }
    }

    /// What a handler does: the effect and the note of its key in one transaction, or the earlier
    /// answer. The second is whether it was the earlier one.
    async fn attempt(
        &self,
        conn: &mut Conn,
        operation: &Operation,
        slow: bool,
    ) -> Result<(Outcome, bool), Failure> {
        if let Some(earlier) = operations::begin(conn, operation).await? {
            return Ok((earlier, true));
        }
        if slow {
            sleep(Duration::from_millis(100)).await;
        }
        let new = update(Basis::Declared, UpdateStatus::InProgress, "2026-01-01");
        let (_, filed) = file_update(conn, &self.analyst, &about(&self.code, "AA"), &new).await?;
        let outcome = Outcome {
            request_hash: operation.request_hash.to_vec(),
            status: Some(201),
            location: Some(format!("/{}", filed.id)),
            etag: Some("\"1.abc\"".to_owned()),
            body: Some(filed.id.to_string()),
        };
        operations::finish(conn, operation, &outcome).await?;
        Ok((outcome, false))
    }

    async fn try_once(&self, operation: &Operation) -> Result<(Outcome, bool), Problem> {
        self.db.write(async |conn| self.attempt(conn, operation, true).await).await
    }

    /// How many updates and keys there are, and how many changes of updates wait to be sealed.
    async fn counts(&self) -> serde_json::Value {
        let query = "SELECT jsonb_build_array((SELECT count(*) FROM updates),
            (SELECT count(*) FROM operations),
            (SELECT count(*) FROM outbox WHERE entity = 'update'))";
        value(&mut self.schema.owner().await, query).await
    }
}

fn operation_of(caller: &Caller, key: &str, content: u8) -> Operation {
    Operation {
        user_id: caller.user_id,
        key: key.to_owned(),
        request_hash: [content; 32],
        said: None,
    }
}

#[tokio::test]
async fn concurrent_twins_have_one_effect_and_one_answer() {
    let setup = Setup::new().await;
    let operation = operation_of(&setup.analyst, "twins", 1);
    let answers = join_all((0..12).map(|_| setup.try_once(&operation))).await;
    let answers: Vec<(Outcome, bool)> = answers.into_iter().map(Result::unwrap).collect();
    assert_eq!(answers.iter().filter(|(_, replayed)| !replayed).count(), 1);
    assert!(answers.iter().all(|(outcome, _)| *outcome == answers[0].0), "{answers:?}");
    assert!(answers[0].0.body.is_some());
    assert_eq!(setup.counts().await, json!([1, 1, 1]));

    let (later, replayed) = setup.try_once(&operation).await.unwrap();
    assert_eq!((&later, replayed), (&answers[0].0, true));
    // The request is known by its hash, which the caller of `begin` compares.
    let other = operation_of(&setup.analyst, "twins", 2);
    assert_eq!(setup.try_once(&other).await.unwrap().0.request_hash, [1; 32]);
    assert_eq!(setup.counts().await, json!([1, 1, 1]));
}

#[tokio::test]
async fn a_key_is_its_users_own() {
    let setup = Setup::new().await;
    let other = caller(&setup.db, "another", UserRole::Analyst, Some("AA")).await;
    let keys = [
        operation_of(&setup.analyst, "a", 1),
        operation_of(&setup.analyst, "b", 1),
        operation_of(&other, "a", 1),
    ];
    let answers = join_all(keys.iter().map(|operation| setup.try_once(operation))).await;
    assert!(answers.iter().all(|answer| matches!(answer, Ok((_, false)))), "{answers:?}");
    assert_eq!(setup.counts().await, json!([3, 3, 3]));
}

#[tokio::test]
async fn a_failure_frees_its_key_for_the_twin_that_waits() {
    let setup = Setup::new().await;
    let operation = operation_of(&setup.analyst, "again", 1);
    // The first one fails late, after its effect; the twin waits meanwhile and then does it.
    let fails = setup.db.write(async |conn| {
        setup.attempt(conn, &operation, true).await?;
        sleep(Duration::from_millis(200)).await;
        Err::<(), Failure>(Problem::forbidden("no").into())
    });
    let twin = async {
        sleep(Duration::from_millis(20)).await;
        setup.try_once(&operation).await
    };
    let (failed, done) = join(fails, twin).await;
    assert!(failed.is_err());
    assert!(!done.unwrap().1, "the failure left no answer, so the twin did it anew");
    assert_eq!(setup.counts().await, json!([1, 1, 1]));

    // So does one whose process dies amid it.
    let operation = operation_of(&setup.analyst, "dead", 1);
    let mut conn = setup.schema.owner().await;
    conn.batch_execute("BEGIN").await.unwrap();
    setup.attempt(&mut conn, &operation, false).await.unwrap();
    let twin = setup.try_once(&operation);
    let dies = async {
        sleep(Duration::from_millis(50)).await;
        drop(conn);
    };
    let (done, ()) = join(twin, dies).await;
    assert!(!done.unwrap().1);
    assert_eq!(setup.counts().await, json!([2, 2, 2]));
}

/// Twins on two connections: the second must wait, and not find an answer that is not there yet.
#[tokio::test]
async fn a_twin_waits_for_the_answer() {
    let setup = Setup::new().await;
    let operation = operation_of(&setup.analyst, "wait", 1);
    let mut first = setup.schema.owner().await;
    first.batch_execute("BEGIN").await.unwrap();
    let (outcome, _) = setup.attempt(&mut first, &operation, false).await.unwrap();
    let mut second = setup.schema.owner().await;
    second.batch_execute("BEGIN; SET LOCAL lock_timeout = '100ms'").await.unwrap();
    let error = operations::begin(&mut second, &operation).await.unwrap_err();
    assert!(error.to_string().contains("lock timeout"), "{error}");
    second.batch_execute("ROLLBACK").await.unwrap();
    first.batch_execute("COMMIT").await.unwrap();
    let found = operations::begin(&mut second, &operation).await.unwrap();
    assert_eq!(found, Some(outcome));
    let none = Statement::new("DELETE FROM operations WHERE status IS NULL").execute(&mut second);
    assert_eq!(none.await.unwrap(), 0, "no key is ever kept without its answer");
}
