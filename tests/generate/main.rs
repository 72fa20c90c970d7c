//! Generated ledgers: the same for the same seed, and such as the service would have written.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test stops at the first surprise"
)]

#[path = "../support/courses.rs"]
mod courses;
mod ledger;
#[path = "../support/mod.rs"]
mod support;

use chrono::{Days, NaiveDate};
use ledger::{Generated, UNTIL, options};
use summit_ledger::db::filter::{Filter, Moment};
use summit_ledger::db::moment::{Listing, Sort};
use summit_ledger::db::{commitments, feed, history, obligations};
use summit_ledger::domain::fold::fold;
use summit_ledger::domain::rollup::rollup;
use summit_ledger::domain::status::Status;
use summit_ledger::domain::timeliness::Timeliness;
use summit_ledger::error::Kind;
use summit_ledger::generate;
use summit_ledger::language::Language;
use summit_ledger::reports::model::Request;
use summit_ledger::reports::progress::progress;
use summit_ledger::seeding;

#[tokio::test(flavor = "multi_thread")]
async fn a_seed_means_one_ledger() {
    let (one, same) =
        (Generated::new(options(900, 7)).await, Generated::new(options(900, 7)).await);
    let other = Generated::new(options(900, 8)).await;
    assert_eq!((one.summary.obligations, one.summary.declarations), (900, 1));
    assert_eq!(one.summary.chain, same.summary.chain);
    assert_ne!(one.summary.chain, other.summary.chain);
    // The chain covers the feed's envelopes; the rest is compared row by row.
    assert_eq!(one.digests().await, same.digests().await);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_kept_is_what_the_fold_and_the_rollup_give() {
    let ledger = Generated::new(options(1500, 1)).await;
    let facts = ledger.facts().await;
    let rows = ledger.rows(Moment::live(NaiveDate::MAX)).await;
    assert!(rows.iter().any(|row| row.contested) && rows.iter().any(|row| row.reassess));
    for row in &rows {
        let state = fold(facts.get(&row.id).map_or(&[][..], Vec::as_slice), None);
        assert_eq!(row.status, state.status, "{}", row.key2);
        assert_eq!((row.basis, row.as_of, row.done_on), (state.basis, state.as_of, state.done_on));
        assert_eq!(row.declared.as_ref().map(|said| said.0), state.declared);
        assert_eq!(row.assessed.as_ref().map(|said| said.0), state.assessed);
        assert_eq!((row.contested, row.reassess), (state.contested, state.reassess));
        assert_eq!(row.head, state.update);
    }
    let kept = ledger.kept_statuses().await;
    for (id, status) in &kept {
        let own = rows.iter().filter(|row| row.commitment_id == *id);
        assert_eq!(*status, rollup(own.map(|row| (row.role, row.status))));
    }
    assert!(kept.iter().any(|(_, status)| *status == Some(Status::Complete)));
    let mut owner = Generated::new(options(12, 1)).await.schema.owner().await;
    assert!(courses::check_courses(&mut owner).await > 12);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_feed_has_no_gaps_and_its_chain_verifies() {
    let ledger = Generated::new(options(600, 3)).await;
    let head = ledger.verify_feed().await;
    assert_eq!((head.seq, head.chain), (ledger.summary.seq, ledger.summary.chain.clone()));
    let Generated { summary, .. } = &ledger;
    let records = summary.declarations + summary.commitments + summary.obligations;
    assert!(u64::try_from(head.seq).unwrap() > records + summary.updates);
}

#[tokio::test(flavor = "multi_thread")]
async fn it_goes_on_from_a_feed_that_is_there_and_only_once() {
    let ledger = Generated::empty().await;
    for files in seeding::shipped() {
        seeding::sync(&ledger.db, &seeding::load(&files).unwrap(), "seed").await.unwrap();
    }
    let first = generate::run(&ledger.db, options(300, 3)).await.unwrap();
    // What the seeding left in the outbox is sealed after it.
    let head = ledger.verify_feed().await;
    assert!(head.seq > first.seq);
    let again = generate::run(&ledger.db, options(300, 4)).await.unwrap_err();
    assert_eq!(again.kind, Kind::Conflict);
    assert_eq!(ledger.verify_feed().await, head);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_known_at_the_head_is_what_there_is() {
    let ledger = Generated::new(options(700, 5)).await;
    for day in [UNTIL, UNTIL - Days::new(500), UNTIL - Days::new(1500)] {
        let live = Moment::live(day);
        let known = Moment { day, known: Some(ledger.summary.seq) };
        let (live, known) = (ledger.rows(live).await, ledger.rows(known).await);
        assert_eq!(live.len(), known.len());
        for (live, known) in live.iter().zip(&known) {
            assert_eq!(format!("{live:?}"), format!("{known:?}"));
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_list_answers() {
    let ledger = Generated::new(options(1500, 2)).await;
    let past = UNTIL - Days::new(700);
    let middle = ledger.summary.seq / 2;
    let moments =
        [Moment::live(UNTIL), Moment::live(past), Moment { day: past, known: Some(middle) }];
    let party = ledger.rows(moments[2]).await[0].party.clone();
    let filters = [
        Filter::default(),
        Filter { timeliness: vec![Timeliness::Overdue], ..Filter::default() },
        Filter { rollups: vec![Status::Complete, Status::Stalled], ..Filter::default() },
        Filter { parties: vec![party], q: Some("领域".to_owned()), ..Filter::default() },
    ];
    for (moment, filter) in moments.iter().flat_map(|m| filters.iter().map(move |f| (*m, f))) {
        for sort in [Sort::Code, Sort::Due, Sort::DueDescending, Sort::ChangedDescending] {
            let listing = Listing { filter, moment, sort, after: None, limit: 20 };
            let rows = ledger.db.read(async |conn| Ok(obligations::list(conn, &listing).await?));
            assert!(!rows.await.unwrap().is_empty(), "{sort:?} {moment:?} {filter:?}");
            if sort != Sort::ChangedDescending {
                let items = ledger.db.read(async |c| Ok(commitments::list(c, &listing).await?));
                assert!(!items.await.unwrap().is_empty(), "{sort:?} {moment:?} {filter:?}");
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn reports_and_histories_answer_now_and_then() {
    let ledger = Generated::new(options(1500, 2)).await;
    let mut request = Request {
        declaration: Some("generated-0001".to_owned()),
        parties: Vec::new(),
        sections: Vec::new(),
        language: Language::En,
        as_of: UNTIL,
        known_at: None,
        compare_to: Some(UNTIL - Days::new(365)),
    };
    let now = progress(&ledger.db, &request).await.unwrap();
    assert!(!now.overdue.is_empty() && !now.recently_changed.is_empty() && now.compared.is_some());
    // Known three years ago is another report than about that day as it is known now.
    request.as_of = UNTIL - Days::new(1100);
    let hindsight = progress(&ledger.db, &request).await.unwrap();
    request.known_at = request.as_of.and_hms_opt(12, 0, 0).map(|at| at.and_utc());
    let then = progress(&ledger.db, &request).await.unwrap();
    assert!(then.seq > 0 && then.seq < hindsight.seq);
    assert_ne!(then.totals, hindsight.totals);

    let item = ledger.rows(Moment::live(UNTIL)).await[0].commitment_id;
    let changes = ledger.db.read(async |conn| {
        let page = feed::page(conn, 0, 500).await?;
        assert_eq!(page.len(), 500);
        history::of_commitment(conn, item, i64::MAX, 500).await
    });
    let changes = changes.await.unwrap();
    assert!(changes.is_sorted_by(|a, b| a.seq > b.seq) && changes.iter().all(|c| c.body.is_some()));
}
