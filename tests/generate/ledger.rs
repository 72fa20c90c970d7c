//! A generated ledger on a schema of its own, and what the tests read of it.

use std::collections::HashMap;

use chrono::NaiveDate;
use diesel::prelude::*;
use diesel::sql_types::Text;
use diesel_async::RunQueryDsl;
use summit_ledger::db::filter::{Filter, Moment};
use summit_ledger::db::moment::{Listing, Sort};
use summit_ledger::db::obligations::ObligationRow;
use summit_ledger::db::{Db, feed, obligations};
use summit_ledger::domain::fold::UpdateFact;
use summit_ledger::domain::status::Status;
use summit_ledger::generate::{self, Options, Summary};
use summit_ledger::schema::{commitments, feed as changes, updates};
use summit_ledger::sync::envelope::{Envelope, GENESIS, body_hash, hex};
use summit_ledger::sync::seal::seal;
use uuid::Uuid;

use crate::support::Schema;

/// The day before which all happens.
pub const UNTIL: NaiveDate = NaiveDate::from_ymd_opt(2026, 6, 1).expect("a day");

pub const fn options(obligations: u32, seed: u64) -> Options {
    Options { obligations, seed, until: UNTIL }
}

pub struct Generated {
    pub schema: Schema,
    pub db: Db,
    pub summary: Summary,
}

/// The end of a feed that was verified.
#[derive(Debug, PartialEq, Eq)]
pub struct Verified {
    pub seq: i64,
    pub chain: String,
}

#[derive(QueryableByName)]
struct Digest {
    #[diesel(sql_type = Text)]
    digest: String,
}

impl Generated {
    pub async fn new(options: Options) -> Self {
        let mut ledger = Self::empty().await;
        ledger.summary = generate::run(&ledger.db, options).await.unwrap();
        ledger
    }

    pub async fn empty() -> Self {
        let schema = Schema::new().await;
        let db = schema.db(4).await;
        let summary = Summary {
            declarations: 0,
            commitments: 0,
            obligations: 0,
            updates: 0,
            seq: 0,
            chain: String::new(),
            seconds: 0,
        };
        Self { schema, db, summary }
    }

    /// Every obligation, as of the moment.
    pub async fn rows(&self, moment: Moment) -> Vec<ObligationRow> {
        let filter = Filter::default();
        let listing =
            Listing { filter: &filter, moment, sort: Sort::Code, after: None, limit: i64::MAX };
        self.db.read(async |conn| Ok(obligations::list(conn, &listing).await?)).await.unwrap()
    }

    /// What the fold reads of each obligation's updates.
    pub async fn facts(&self) -> HashMap<Uuid, Vec<UpdateFact>> {
        use updates::dsl;

        let rows: Vec<(Uuid, Uuid, _, _, _, _, _)> = dsl::updates
            .select((
                dsl::obligation_id,
                dsl::id,
                dsl::basis,
                dsl::status,
                dsl::as_of,
                dsl::done_on,
                dsl::corrects,
            ))
            .load(&mut self.schema.owner().await)
            .await
            .unwrap();
        let mut facts: HashMap<Uuid, Vec<UpdateFact>> = HashMap::new();
        for (obligation, id, basis, status, as_of, done_on, corrects) in rows {
            let fact = UpdateFact { id, basis, status, as_of, done_on, corrects };
            facts.entry(obligation).or_default().push(fact);
        }
        facts
    }

    /// The status kept beside each standing commitment.
    pub async fn kept_statuses(&self) -> Vec<(Uuid, Option<Status>)> {
        commitments::table
            .select((commitments::id, commitments::status))
            .filter(commitments::deleted_at.is_null())
            .load(&mut self.schema.owner().await)
            .await
            .unwrap()
    }

    /// Seals what waits, then checks every change of the feed; gives its end.
    pub async fn verify_feed(&self) -> Verified {
        seal(&self.db).await.unwrap();
        let mut owner = self.schema.owner().await;
        let sealed: Vec<(Vec<u8>, chrono::DateTime<chrono::Utc>)> = changes::table
            .select((changes::body_hash, changes::sealed_at))
            .order(changes::seq)
            .load(&mut owner)
            .await
            .unwrap();
        assert!(sealed.is_sorted_by(|(_, a), (_, b)| a <= b), "sealing time never runs backwards");
        let rows = feed::page(&mut owner, 0, i64::MAX).await.unwrap();
        assert_eq!(rows.len(), sealed.len());
        let mut chain = GENESIS;
        for ((seq, row), (hash, _)) in (1..).zip(&rows).zip(&sealed) {
            assert_eq!(row.seq, seq, "no gaps");
            let body = row.body.as_deref().unwrap();
            assert_eq!(body_hash(body), hash.as_slice());
            let envelope = Envelope {
                seq,
                id: row.change_id,
                entity: row.entity,
                entity_id: row.entity_id,
                version: row.version,
                op: row.op,
                at: row.at,
                actor: &row.actor,
                node: &row.node,
                body_sha256: hex(hash),
            };
            chain = envelope.chain(&chain).unwrap();
            assert_eq!(row.chain, chain, "the chain at {seq}");
        }
        Verified { seq: i64::try_from(rows.len()).unwrap(), chain: hex(&chain) }
    }

    /// A digest of every row of every table that generating fills.
    pub async fn digests(&self) -> Vec<(&'static str, String)> {
        let tables = [
            "parties",
            "declarations",
            "paragraphs",
            "commitments",
            "obligations",
            "versions",
            "updates",
            "evidence",
            "feed",
            "feed_bodies",
            "obligation_states",
            "commitment_statuses",
        ];
        let mut owner = self.schema.owner().await;
        let mut digests = Vec::new();
        for table in tables {
            let sql = format!(
                "SELECT count(*) || md5(coalesce(string_agg(t::text, '' ORDER BY t::text), ''))
                 AS digest FROM {table} t"
            );
            let row: Digest = diesel::sql_query(sql).get_result(&mut owner).await.unwrap();
            digests.push((table, row.digest));
        }
        digests
    }
}
