//! Seeding on a real database, a schema for each test.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test stops at the first surprise"
)]

mod edits;
mod fixture;
#[path = "../support/mod.rs"]
mod support;

use fixture::{Setup, shipped};
use summit_ledger::seeding::{self, Outcome};

#[tokio::test(flavor = "multi_thread")]
async fn a_first_seeding_fills_the_ledger_and_a_second_changes_nothing() {
    let setup = Setup::new().await;
    assert!(seeding::is_empty(&setup.db).await.unwrap());
    let set = shipped();
    let report = setup.sync(&set).await;
    assert_eq!(report.count(Outcome::Created), 1 + set.parties.len() + set.items.len());
    assert!(!seeding::is_empty(&setup.db).await.unwrap());

    let ledger = setup.ledger().await;
    assert_eq!(ledger.commitments, i64::try_from(set.items.len()).unwrap());
    let owed: usize = set.items.iter().map(|item| item.obligations.len()).sum();
    assert_eq!(ledger.obligations, i64::try_from(owed).unwrap());
    assert_eq!(ledger.unreported, ledger.obligations);
    let everything = set.parties.len() + set.items.len() + owed + 1;
    assert_eq!(ledger.head, i64::try_from(everything).unwrap());
    // Whoever delivers has a status; what nobody owes has none.
    let delivered = set.items.iter().filter(|item| !item.obligations.is_empty()).count();
    assert_eq!(ledger.with_status, i64::try_from(delivered).unwrap());

    let report = setup.sync(&set).await;
    assert_eq!(report.lines, []);
    assert_eq!(setup.ledger().await, ledger);
}

#[tokio::test(flavor = "multi_thread")]
async fn several_processes_may_seed_at_once() {
    let setup = Setup::new().await;
    let set = shipped();
    let all = futures_util::future::join_all((0..4).map(|_| setup.sync(&set))).await;
    let created: Vec<usize> = all.iter().map(|report| report.lines.len()).collect();
    assert_eq!(created.iter().filter(|lines| **lines > 0).count(), 1, "{created:?}");
    assert_eq!(setup.ledger().await.commitments, i64::try_from(set.items.len()).unwrap());
}

#[tokio::test(flavor = "multi_thread")]
async fn another_declaration_of_the_same_prefix_is_refused_whole() {
    let setup = Setup::new().await;
    let set = fixture::set(&[]);
    setup.sync(&set).await;
    let before = setup.ledger().await;
    let other = fixture::set(&[("declaration.toml", "tal-2031", "tal-2032")]);
    let problem = seeding::sync(&setup.db, &other, "seed").await.unwrap_err();
    assert_eq!(problem.kind, summit_ledger::error::Kind::Conflict);
    assert!(problem.detail.contains("TAL"), "{problem}");
    assert_eq!(setup.ledger().await, before);
}
