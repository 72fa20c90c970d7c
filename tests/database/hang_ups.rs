//! A caller who goes away amid a transaction leaves nothing behind that others wait for.

use std::time::Duration;

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use futures_util::future::join;
use summit_ledger::db::connect::Failure;
use summit_ledger::db::{Conn, Db, outbox, parties};
use summit_ledger::sync::seal::seal;
use tokio::time::{sleep, timeout};

use crate::ledger::party;
use crate::support::Schema;

/// Far less than the pool takes to come round to a connection by itself.
const SOON: Duration = Duration::from_secs(5);

/// A pool with connections to spare, so that nobody is given the abandoned one by chance.
async fn pool(schema: &Schema) -> Db {
    let db = schema.db(4).await;
    let hold = async || {
        let conn = db.get().await.unwrap();
        sleep(Duration::from_millis(50)).await;
        drop(conn);
    };
    join(join(hold(), hold()), join(hold(), hold())).await;
    db
}

/// Begins a write and goes away when it has done `work`.
async fn hang_up(db: &Db, work: impl AsyncFn(&mut Conn) -> Result<(), Failure>) {
    let writing = db.write(async |conn| {
        work(conn).await?;
        std::future::pending::<Result<(), Failure>>().await
    });
    timeout(Duration::from_millis(300), writing).await.expect_err("it never ends by itself");
}

async fn edit(conn: &mut Conn) -> Result<(), Failure> {
    use summit_ledger::schema::parties;

    let of = parties::table.filter(parties::code.eq("AA"));
    diesel::update(of).set(parties::version.eq(parties::version + 1)).execute(conn).await?;
    Ok(())
}

#[tokio::test]
async fn a_row_is_free_again_at_once() {
    let schema = Schema::new().await;
    let db = pool(&schema).await;
    db.write(async |conn| Ok(parties::write(conn, &[party("AA", 1)]).await?)).await.unwrap();
    hang_up(&db, edit).await;
    timeout(SOON, db.write(edit)).await.expect("nobody holds the row").unwrap();
}

#[tokio::test]
async fn the_feed_is_free_to_be_sealed_at_once() {
    let schema = Schema::new().await;
    let db = pool(&schema).await;
    hang_up(&db, async |conn| Ok(outbox::lock(conn).await?)).await;
    timeout(SOON, seal(&db)).await.expect("nobody holds the sealers' lock").unwrap();
}
