//! Feeds that are wrong, each in a way that has been taken for right: the tests must see it.

use std::time::Duration;

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text, Uuid as PgUuid};
use diesel_async::{RunQueryDsl, SimpleAsyncConnection};
use futures_util::future::join;
use serde_json::Value;
use summit_ledger::db::connect::Failure;
use summit_ledger::db::outbox::{self, SealedRow};
use summit_ledger::db::statement::Statement;
use summit_ledger::db::{Conn, Db, broken_constraint, changes, clock};
use summit_ledger::records::change::Change;
use tokio::time::sleep;
use uuid::Uuid;

use super::storm::{Feed, storm};
use crate::ledger::{party, value};
use crate::support::Schema;
use crate::support::verdict::Entry;

/// A table with a bigserial, and as a cursor the last id that was seen.
struct Serial {
    db: Db,
}

#[derive(QueryableByName)]
struct SerialRow {
    #[diesel(sql_type = BigInt)]
    id: i64,
    #[diesel(sql_type = PgUuid)]
    entity_id: Uuid,
    #[diesel(sql_type = BigInt)]
    version: i64,
    #[diesel(sql_type = Text)]
    body: String,
}

impl Feed for Serial {
    type Cursor = i64;

    async fn append(&self, conn: &mut Conn, all: &[Change]) -> Result<(), Failure> {
        for Change { record, .. } in all {
            Statement::new("INSERT INTO serial (entity_id, version, body) VALUES (")
                .bind(record.entity_id())
                .sql(", ")
                .bind(record.version())
                .sql(", ")
                .bind(serde_json::to_string(record).unwrap())
                .sql(")")
                .execute(conn)
                .await?;
        }
        Ok(())
    }

    async fn page(&self, cursor: i64, limit: i64) -> (Vec<Entry>, i64) {
        let rows: Vec<SerialRow> = Statement::new("SELECT * FROM serial WHERE id > ")
            .bind(cursor)
            .sql(" ORDER BY id LIMIT ")
            .bind(limit)
            .load(&mut self.db.get().await.unwrap())
            .await
            .unwrap();
        let next = rows.last().map_or(cursor, |row| row.id);
        let entries = rows.into_iter().map(|row| {
            let body: Value = serde_json::from_str(&row.body).unwrap();
            Entry { entity_id: row.entity_id, version: row.version, body }
        });
        (entries.collect(), next)
    }
}

#[tokio::test]
async fn a_bigserial_is_caught_losing_changes() {
    let schema = Schema::new().await;
    let mut owner = schema.owner().await;
    let table = "CREATE TABLE serial
        (id bigserial PRIMARY KEY, entity_id uuid, version bigint, body text)";
    owner.batch_execute(table).await.unwrap();
    let serial = Serial { db: Db::new(schema.target.clone(), None, 30).unwrap() };
    let [_, after] = storm(&serial, &serial.db, &schema).await;
    let late = party("SEC", 3).id;
    let is_late = |entry: &Entry| entry.entity_id == late && entry.version == 2;
    assert_eq!(
        after.lost.iter().filter(|entry| is_late(entry)).count(),
        4,
        "all 4 readers lose it"
    );
}

/// How a sealer sees to it that it is the only one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Lock {
    /// In a statement of its own, as the program does.
    Apart,
    /// In one statement with the reading of the head.
    Together,
    None,
}

impl Lock {
    /// Locks, or not, and reads the head.
    async fn take(self, conn: &mut Conn, key: i64) -> i64 {
        #[derive(QueryableByName)]
        struct Head {
            #[diesel(sql_type = BigInt)]
            head: i64,
        }
        let lock = format!("pg_advisory_xact_lock({key})");
        if self == Self::Apart {
            Statement::new(&format!("SELECT {lock}")).execute(conn).await.unwrap();
        }
        let head = "SELECT coalesce((SELECT max(seq) FROM feed), 0) AS head";
        let read = match self {
            Self::Together => format!("{head}, {lock}::text"),
            Self::Apart | Self::None => head.to_owned(),
        };
        let row: Head = Statement::new(&read).get_result(conn).await.unwrap();
        row.head
    }
}

/// Seals what is in the outbox under the numbers after `head`, within the transaction of `conn`.
async fn seal_after(conn: &mut Conn, head: i64) -> Result<(), Failure> {
    let pending = outbox::take_outbox(conn, 100).await?;
    let rows = (head + 1..).zip(pending).map(|(seq, change)| {
        let (hash, chain) = ([0; 32], [0; 32]);
        SealedRow { seq, hash, chain, change }
    });
    outbox::append(conn, "node", rows.collect()).await?;
    Ok(())
}

async fn leave_change(conn: &mut Conn, code: &str) {
    let at = clock::now(conn).await.unwrap();
    let change = Change::created(party(code, 1).into());
    changes::append(conn, &[change], "somebody", at).await.unwrap();
}

/// Two sealers: the first one holds its transaction open while the second one begins, and while
/// another change is committed. Gives what became of the second one.
async fn two_sealers(lock: Lock) -> Result<(), Failure> {
    let schema = Schema::new().await;
    let [mut first, mut second] = [schema.owner().await, schema.owner().await];
    // A key of this test's own, so that it holds up no other.
    let key = i64::from(Uuid::now_v7().as_fields().0) << 16 | lock as i64;
    leave_change(&mut first, "AA").await;
    first.batch_execute("BEGIN").await.unwrap();
    let head = lock.take(&mut first, key).await;
    seal_after(&mut first, head).await.unwrap();
    leave_change(&mut second, "BB").await;

    second.batch_execute("BEGIN").await.unwrap();
    let (head, ()) = join(lock.take(&mut second, key), async {
        // The second one is on its way, or waits for the lock.
        sleep(Duration::from_millis(300)).await;
        first.batch_execute("COMMIT").await.unwrap();
    })
    .await;
    let sealed = seal_after(&mut second, head).await;
    second.batch_execute(if sealed.is_ok() { "COMMIT" } else { "ROLLBACK" }).await.unwrap();

    let mut owner = schema.owner().await;
    let in_order = "SELECT array_agg(seq ORDER BY seq) = '{1,2}' FROM feed";
    let waiting = value(&mut owner, "SELECT count(*) FROM outbox").await;
    match &sealed {
        Ok(()) => assert_eq!(value(&mut owner, in_order).await, true),
        // Nothing is lost even so: it is still in the outbox.
        Err(_) => assert_eq!(waiting, 1),
    }
    sealed
}

#[tokio::test]
async fn sealers_that_lock_in_a_statement_apart_do_not_meet() {
    two_sealers(Lock::Apart).await.unwrap();
}

/// Were it not for the primary key of the feed, seqs would double.
#[tokio::test]
async fn sealers_without_a_lock_are_caught_doubling() {
    assert_doubles(two_sealers(Lock::None).await);
}

/// The snapshot of a statement is older than the lock that the statement waits for.
#[tokio::test]
async fn sealers_that_lock_and_read_at_once_are_caught_doubling() {
    assert_doubles(two_sealers(Lock::Together).await);
}

fn assert_doubles(sealed: Result<(), Failure>) {
    let Err(Failure::Db(error)) = sealed else { panic!("it went well, and must not: {sealed:?}") };
    // One statement writes envelopes and bodies, in no order of its own.
    let is_seq = ["feed_pkey", "feed_bodies_pkey"].map(Some).contains(&broken_constraint(&error));
    assert!(is_seq, "{error}");
}
