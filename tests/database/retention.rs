//! Retention: nothing is pruned that a reader has yet to read, and what stands elsewhere stays.

use std::time::Duration;

use chrono::{TimeDelta, Utc};
use diesel_async::SimpleAsyncConnection;
use serde_json::json;
use summit_ledger::actions::acknowledge_reader::acknowledge_reader;
use summit_ledger::actions::prune_changes::{Batch, prune_changes};
use summit_ledger::actions::redact_change::redact_change;
use summit_ledger::db::{Db, feed, readers, retention};
use summit_ledger::domain::user::{Caller, UserRole};
use summit_ledger::error::{Kind, Problem};
use summit_ledger::sync::cursor::FeedCursor;
use summit_ledger::sync::resume::resume;
use summit_ledger::sync::seal::seal;
use tokio::time::timeout;

use crate::feed::chain;
use crate::ledger::{Sketch, Terms, caller, value};
use crate::support::Schema;

struct Setup {
    schema: Schema,
    /// As the service.
    db: Db,
    /// As the owner of the tables.
    house: Db,
    viewer: Caller,
    head: i64,
}

impl Setup {
    async fn new() -> Self {
        let schema = Schema::new().await;
        let db = schema.db(4).await;
        let mut sketch = Sketch::new("made-up", "MADE");
        for _ in 0..8 {
            sketch.item(&Terms::default());
        }
        sketch.seed(&db).await;
        let head = seal(&db).await.unwrap().seq;
        let viewer = caller(&db, "viewer", UserRole::Viewer, None).await;
        let house = Db::new(schema.target.clone(), None, 2).unwrap();
        Self { schema, db, house, viewer, head }
    }

    async fn cursor(&self, seq: i64) -> FeedCursor {
        let found = self.db.read(async |conn| {
            let chain = feed::chain_at(conn, seq).await?.expect("a change");
            Ok(FeedCursor::new(feed::node(conn).await?.epoch, seq, &chain))
        });
        found.await.unwrap()
    }

    /// Acknowledges; gives the mark.
    async fn read_to(&self, name: &str, seq: i64) -> Result<i64, Problem> {
        let cursor = self.cursor(seq).await;
        let done = self
            .db
            .write(async |conn| acknowledge_reader(conn, &self.viewer, name, cursor).await)
            .await?;
        Ok(done.0.seq)
    }

    /// Prunes all that is older than now.
    async fn prune(&self, drop: &[&str]) -> Result<Batch, Problem> {
        let drop: Vec<String> = drop.iter().map(|name| (*name).to_owned()).collect();
        let before = Utc::now() + TimeDelta::seconds(1);
        self.house.write(async |conn| prune_changes(conn, before, &drop).await).await
    }
}

#[tokio::test]
async fn pruning_stops_at_the_mark_of_the_slowest_reader() {
    let setup = Setup::new().await;
    assert_eq!(setup.read_to("fast", 9).await.unwrap(), 9);
    assert_eq!(setup.read_to("slow", 4).await.unwrap(), 4);
    let old = setup
        .house
        .write(async |conn| prune_changes(conn, Utc::now() - TimeDelta::days(1), &[]).await);
    assert_eq!(old.await.unwrap().blanked, 0, "nothing is a day old");
    let done = setup.prune(&[]).await.unwrap();
    assert_eq!((done.blanked, done.to, done.bounds.held_by()), (4, 4, Some(("slow", 4))));
    assert_eq!(setup.prune(&[]).await.unwrap().blanked, 0);
    let unknown = setup.prune(&["slow", "nobody"]).await.unwrap_err();
    assert_eq!(unknown.kind, Kind::NotFound);
    assert_eq!(setup.prune(&[]).await.unwrap().to, 4, "nobody was dropped");
    let done = setup.prune(&["slow"]).await.unwrap();
    assert_eq!((done.blanked, done.to, done.bounds.held_by()), (5, 9, Some(("fast", 9))));
    assert_eq!(setup.read_to("fast", setup.head).await.unwrap(), setup.head);
    let done = setup.prune(&[]).await.unwrap();
    assert_eq!((done.to, done.bounds.held_by()), (setup.head, None));
    let mut owner = setup.schema.owner().await;
    let all = usize::try_from(setup.head).unwrap();
    assert_eq!(chain::verify(&mut owner).await, all);
    let kept = value(&mut owner, "SELECT count(*) FROM versions").await;
    assert_eq!(kept, json!(setup.head));
}

#[tokio::test]
async fn a_mark_never_goes_back() {
    let setup = Setup::new().await;
    assert_eq!(setup.read_to("r", 5).await.unwrap(), 5);
    assert_eq!(setup.read_to("r", 3).await.unwrap(), 5, "a late retry");
    assert_eq!(setup.read_to("r", 7).await.unwrap(), 7);
    setup.prune(&[]).await.unwrap();
    assert_eq!(setup.read_to("r", 5).await.unwrap(), 7, "a late retry of what is pruned now");
    let late = setup.read_to("late", 5).await.unwrap_err();
    assert_eq!(late.kind, Kind::CursorExpired);
    let all = setup.db.read(async |conn| Ok(readers::list(conn).await?)).await.unwrap();
    assert_eq!(all.iter().map(|one| (one.name.as_str(), one.seq)).collect::<Vec<_>>(), [("r", 7)]);
    assert_eq!(all[0].lag_changes, setup.head - 7);
    assert!(all[0].lag_seconds > 0.0 && all[0].is_on_history);
    setup.read_to("r", setup.head).await.unwrap();
    let all = setup.db.read(async |conn| Ok(readers::list(conn).await?)).await.unwrap();
    assert_eq!((all[0].lag_changes, all[0].lag_seconds), (0, 0.0));
}

#[tokio::test]
async fn who_has_not_read_what_was_pruned_is_told() {
    let setup = Setup::new().await;
    let mut owner = setup.schema.owner().await;
    retention::redact(&mut owner, 8, "a test", "somebody").await.unwrap();
    retention::prune(&mut owner, 0, 5).await.unwrap();
    let resumed = async |seq: Option<i64>, bodies: bool| {
        let cursor = match seq {
            Some(seq) => Some(setup.cursor(seq).await),
            None => None,
        };
        let found = setup.db.read(async |conn| Ok(resume(conn, cursor, bodies).await?.seq)).await;
        found.map_err(|problem| problem.kind)
    };
    for seq in [None, Some(0), Some(4)] {
        assert_eq!(resumed(seq, true).await, Err(Kind::CursorExpired), "{seq:?}");
        assert_eq!(resumed(seq, false).await, Ok(seq.unwrap_or(0)));
    }
    // What was redacted expires no cursor.
    for seq in [5, 7, 8] {
        assert_eq!(resumed(Some(seq), true).await, Ok(seq));
    }
}

#[tokio::test]
async fn nobody_registers_while_a_batch_is_pruned() {
    let setup = Setup::new().await;
    let mut owner = setup.schema.owner().await;
    owner.batch_execute("BEGIN").await.unwrap();
    let before = Utc::now() + TimeDelta::seconds(1);
    prune_changes(&mut owner, before, &[]).await.map_err(Problem::from).unwrap();
    let registering = setup.read_to("r", 3);
    let mut registering = std::pin::pin!(registering);
    let early = timeout(Duration::from_millis(200), &mut registering).await;
    assert!(early.is_err(), "it waits for the batch");
    owner.batch_execute("COMMIT").await.unwrap();
    assert_eq!(registering.await.unwrap_err().kind, Kind::CursorExpired);
}

#[tokio::test]
async fn a_redaction_is_recorded_once_and_by_no_other_way() {
    let setup = Setup::new().await;
    let redact = async |seq, cause: &str| {
        setup.db.write(async |conn| redact_change(conn, seq, cause, "admin").await).await
    };
    let first = redact(2, " names a person ").await.unwrap();
    assert_eq!((first.seq, first.cause.as_str()), (2, "names a person"));
    assert_eq!(redact(2, "another cause").await.unwrap(), first);
    assert_eq!(redact(setup.head + 1, "x").await.unwrap_err().kind, Kind::NotFound);
    for cause in ["", "  ", &"x".repeat(501)] {
        assert_eq!(redact(3, cause).await.unwrap_err().kind, Kind::Invalid);
    }
    let mut owner = setup.schema.owner().await;
    let blank = "SELECT jsonb_agg(seq) FROM feed_bodies WHERE body IS NULL";
    assert_eq!(value(&mut owner, blank).await, json!([2]));
    let mut service = setup.db.get().await.unwrap();
    for sql in [
        "SELECT blank_bodies(3, 3)",
        "INSERT INTO redactions VALUES (3, 'x', 'x')",
        "UPDATE node SET pruned_to = 3",
    ] {
        let denied = service.batch_execute(sql).await.unwrap_err();
        assert!(denied.to_string().contains("permission denied"), "{sql}: {denied}");
    }
    chain::verify(&mut owner).await;
}
