//! Commits a second with the feed, against the same write without it.

use std::sync::Arc;
use std::time::Instant;

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use futures_util::future::join_all;
use summit_ledger::db::connect::{Failure, Target};
use summit_ledger::db::{Conn, Db, changes, clock};
use summit_ledger::error::Problem;
use summit_ledger::postgres::{Cluster, Options};
use summit_ledger::records::change::{Change, Record};
use summit_ledger::records::milestone::Milestone;
use summit_ledger::schema::{milestones, versions};
use summit_ledger::sync::seal::{keep_sealing, seal};
use uuid::Uuid;

use super::service::Place;
use super::{Line, TURN, in_turns};

const WRITERS: usize = 16;

/// Each writer edits a record of its own, and keeps its version.
pub async fn commits(place: &Place) -> Line {
    let options = Options {
        data_dir: place.postgres().parent().expect("a folder").to_owned(),
        program: env!("CARGO_BIN_EXE_summit-ledger").into(),
        settings: Vec::new(),
    };
    let cluster = Arc::new(Cluster::open(options).await.expect("the cluster opens"));
    let target = Target::parse(&cluster.url()).expect("an address");
    let db = Db::new(target, Some(cluster.clone()), WRITERS + 2).expect("a pool");
    let ids = records(&db).await;
    let rates = in_turns(
        async || {
            let sealing = tokio::spawn(keep_sealing(db.clone()));
            let rate = rate(&db, &ids, true).await;
            sealing.abort();
            let _ = sealing.await;
            seal(&db).await.expect("it is sealed");
            rate
        },
        async || rate(&db, &ids, false).await,
    );
    let rates = rates.await;
    drop(db);
    Line::ratio(
        format!("commits at {WRITERS} writers, against the same without a feed"),
        rates,
        "0.75",
    )
}

/// Makes a milestone for each writer, each of another item.
async fn records(db: &Db) -> Vec<Uuid> {
    let client = db.target().client().await.expect("the database answers");
    let make =
        "INSERT INTO milestones (id, commitment_id, declaration, title, due, due_on, version)
        SELECT gen_random_uuid(), id, declaration, '{\"en\": \"a step\"}', '2027', '2027-12-31', 1
        FROM commitments WHERE tracked LIMIT $1 RETURNING id";
    let count = i64::try_from(WRITERS).expect("few");
    let rows = client.query(make, &[&count]).await.expect("they are made");
    rows.iter().map(|row| row.get(0)).collect()
}

async fn rate(db: &Db, ids: &[Uuid], with_feed: bool) -> f64 {
    let began = Instant::now();
    let writers = ids.iter().map(async |id| {
        let mut count = 0;
        while began.elapsed() < TURN {
            write(db, *id, with_feed).await.expect("it is written");
            count += 1;
        }
        count
    });
    let sum: u32 = join_all(writers).await.into_iter().sum();
    f64::from(sum) / began.elapsed().as_secs_f64()
}

async fn write(db: &Db, id: Uuid, with_feed: bool) -> Result<(), Problem> {
    db.write(async |conn| {
        let at = clock::now(conn).await?;
        let edited: Milestone = diesel::update(milestones::table.find(id))
            .set(milestones::version.eq(milestones::version + 1))
            .returning(Milestone::as_returning())
            .get_result(conn)
            .await?;
        if with_feed {
            changes::append(conn, &[Change::edited(edited.into())], "bench", at).await
        } else {
            keep_version(conn, &edited.into()).await
        }
    })
    .await
}

/// What is kept of an edit where there is no feed.
async fn keep_version(conn: &mut Conn, record: &Record) -> Result<(), Failure> {
    let body = serde_json::to_value(record).expect("JSON");
    diesel::insert_into(versions::table)
        .values((
            versions::entity.eq(record.entity()),
            versions::entity_id.eq(record.entity_id()),
            versions::version.eq(record.version()),
            versions::declaration.eq(record.declaration().map(str::to_owned)),
            versions::body.eq(body),
        ))
        .execute(conn)
        .await?;
    Ok(())
}
