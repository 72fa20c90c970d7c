//! What was known then comes out again to the letter, whatever is written since.

mod edits;

use std::cell::{Cell, RefCell};
use std::collections::BTreeSet;
use std::time::Duration;

use diesel_async::SimpleAsyncConnection;
use futures_util::future::{join, join_all};
use summit_ledger::actions::file_update::file_update;
use summit_ledger::db::filter::{Filter, Moment};
use summit_ledger::db::moment::{Listing, Sort};
use summit_ledger::db::{Db, commitments, feed, obligations, outbox, retention};
use summit_ledger::domain::party::Role;
use summit_ledger::domain::status::{Basis, Status, UpdateStatus};
use summit_ledger::domain::timeliness::Timeliness;
use summit_ledger::language::Language;
use summit_ledger::reading::page::{Asked, resolve};
use summit_ledger::reading::views;
use summit_ledger::reports::model::Request;
use summit_ledger::reports::progress::progress;
use summit_ledger::sync::envelope::GENESIS;
use summit_ledger::sync::seal::seal;
use tokio::time::{sleep, timeout};

use crate::ledger::{Sketch, Terms, about, caller, day, file, update};
use crate::support::Schema;
use edits::Setup;

/// Requests of all shapes: days before and after things happened, one party, and compared.
fn requests() -> Vec<Request> {
    let ask = |as_of, party: Option<&str>, compare_to: Option<&str>| Request {
        declaration: Some("astana-2025".to_owned()),
        parties: party.map(str::to_owned).into_iter().collect(),
        as_of: day(as_of),
        known_at: None,
        compare_to: compare_to.map(day),
        sections: Vec::new(),
        language: Language::En,
    };
    vec![
        ask("2026-01-15", None, None),
        ask("2026-06-30", None, Some("2026-01-15")),
        ask("2025-07-01", None, None),
        ask("2030-01-01", Some("KZ"), Some("2025-01-01")),
        ask("2026-03-01", Some("relevant-parties"), None),
    ]
}

/// A report, printed, and the request that must bring it again.
#[derive(Debug, Clone)]
struct Printed {
    again: Request,
    text: String,
}

async fn print(db: &Db, request: &Request) -> Printed {
    let report = progress(db, request).await.expect("a report");
    let again = Request { known_at: report.known_at, ..request.clone() };
    Printed { again, text: serde_json::to_string_pretty(&report).unwrap() }
}

impl Printed {
    async fn assert_comes_again(&self, db: &Db, since: &str) {
        let again = print(db, &self.again).await;
        pretty_eq(&again.text, &self.text, since);
    }
}

/// The first line that differs, instead of two reports of some thousand lines.
fn pretty_eq(again: &str, first: &str, since: &str) {
    let differing = again.lines().zip(first.lines()).enumerate().find(|(_, (a, b))| a != b);
    assert_eq!(differing, None, "since {since}, at this line (again, first)");
    assert_eq!(again.len(), first.len(), "since {since}");
}

/// Lists of all shapes, as the API gives them: every sort, and filters that must fold anew.
async fn lists(db: &Db, moment: Moment) -> String {
    let overdue = Filter { timeliness: vec![Timeliness::Overdue], ..Filter::default() };
    let filters = [
        Filter { tracked: Some(true), ..Filter::default() },
        Filter::default(),
        overdue,
        Filter { statuses: vec![Status::InProgress, Status::Complete], ..Filter::default() },
        Filter { rollups: vec![Status::Stalled, Status::InProgress], ..Filter::default() },
        Filter {
            roles: vec![Role::Supporter],
            due_after: Some(day("2025-12-01")),
            ..Filter::default()
        },
    ];
    let sorts = [Sort::Code, Sort::Due, Sort::DueDescending, Sort::ChangedDescending];
    let read = db.snapshot(async |conn| {
        let mut text = String::new();
        for (filter, sort) in filters.iter().zip(sorts.into_iter().cycle()) {
            let listing = Listing { filter, moment, sort, after: None, limit: 1_000 };
            let rows = obligations::list(conn, &listing).await?;
            let places: Vec<_> = rows.iter().map(obligations::ObligationRow::after).collect();
            let all = views::obligation_list(conn, &rows, moment).await?;
            text += &serde_json::to_string_pretty(&(all, places)).unwrap();
            if sort != Sort::ChangedDescending {
                let rows = commitments::list(conn, &listing).await?;
                let records = rows.into_iter().map(|row| row.record).collect();
                let items = views::items(conn, records, moment).await?;
                text += &serde_json::to_string_pretty(&items).unwrap();
            }
        }
        Ok(text)
    });
    read.await.expect("the lists")
}

#[tokio::test]
async fn reports_and_lists_come_again_to_the_letter() {
    let mut setup = Setup::new().await;
    let db = setup.db.clone();
    // A write that is open across the moment, and commits later.
    let mut open = setup.schema.owner().await;
    setup.begin_update(&mut open).await;

    let mut printed = Vec::new();
    for request in requests() {
        printed.push(print(&db, &request).await);
    }
    let head = seal(&db).await.unwrap();
    let days = ["2025-07-01", "2026-01-15", "2030-01-01"].map(day);
    let mut listed = Vec::new();
    for day in days {
        let moment = Moment { day, known: Some(head.seq) };
        let known = lists(&db, moment).await;
        pretty_eq(&known, &lists(&db, Moment::live(day)).await, "nothing: it is live");
        listed.push((moment, known));
    }

    for step in 0..edits::STEPS {
        if step == edits::FIRST_SEEDING {
            // A seeding would wait for it.
            open.batch_execute("COMMIT").await.unwrap();
        }
        let what = setup.edit(step).await;
        for report in &printed[..2] {
            report.assert_comes_again(&db, what).await;
        }
    }
    // By now all of it was written, and whatever it broke is still broken.
    for report in &printed {
        report.assert_comes_again(&db, "everything was edited").await;
    }
    for (moment, known) in &listed {
        pretty_eq(&lists(&db, *moment).await, known, "everything was edited");
    }
    // The feed's copies are nothing that a report or a list is made from.
    let mut owner = setup.schema.owner().await;
    let end = seal(&db).await.unwrap().seq;
    let blanked = retention::prune(&mut owner, 0, end).await.unwrap();
    assert_eq!(blanked, end);
    for report in &printed {
        report.assert_comes_again(&db, "everything was pruned").await;
    }
    for (moment, known) in &listed {
        pretty_eq(&lists(&db, *moment).await, known, "everything was pruned");
    }
    // All of that did change the present.
    for (request, before) in requests().iter().zip(&printed).take(4) {
        assert_ne!(print(&db, request).await.text, before.text);
    }
    let at = printed[0].again.known_at.unwrap();
    let mut conn = db.get().await.unwrap();
    assert_eq!(feed::head_at(&mut conn, at).await.unwrap(), head.seq);
}

/// Every single edit shows in the present: else its step above would prove nothing.
#[tokio::test]
async fn every_edit_changes_a_report_or_a_list() {
    let mut setup = Setup::new().await;
    let db = setup.db.clone();
    let present = async || {
        let mut all = lists(&db, Moment::live(day("2026-01-15"))).await;
        for request in requests() {
            // Without the head of the feed, which every write moves.
            let mut report = progress(&db, &request).await.unwrap();
            (report.known_at, report.seq) = (None, 0);
            (report.chain, report.cursor) = (String::new(), String::new());
            all += &serde_json::to_string(&report).unwrap();
        }
        all
    };
    let mut before = present().await;
    for step in 0..edits::STEPS {
        let what = setup.edit(step).await;
        let after = present().await;
        // A milestone informs, and stands in neither.
        assert_eq!(after == before, what.contains("milestone"), "{what}");
        before = after;
    }
}

#[tokio::test]
async fn reports_drawn_amid_writes_come_again() {
    let setup = Setup::new().await;
    let db = setup.db.clone();
    let at_work = Cell::new(true);
    let printed = RefCell::new(Vec::new());
    let places = || -> BTreeSet<_> {
        printed.borrow().iter().map(|report: &Printed| report.again.known_at).collect()
    };
    let writers = async {
        for round in 0_u64.. {
            join_all((0..8).map(|seed| setup.write_for_a_while(8 * round + seed))).await;
            // On a busy machine few reports are drawn while a round lasts.
            if places().len() > 5 {
                break;
            }
        }
        at_work.set(false);
    };
    let reporters = join_all((0..3).map(async |place| {
        while at_work.get() {
            let report = print(&db, &requests()[place]).await;
            printed.borrow_mut().push(report);
        }
    }));
    join(writers, reporters).await;
    for report in printed.into_inner() {
        report.assert_comes_again(&db, "they were drawn amid writes").await;
    }
}

/// Of two writes about one obligation, the one that began first may come last.
#[tokio::test]
async fn a_write_that_waited_does_not_turn_the_clock_back() {
    let schema = Schema::new().await;
    let db = schema.db(4).await;
    let mut sketch = Sketch::new("astana-2025", "AST25");
    let code = sketch.item(&Terms::default());
    sketch.seed(&db).await;
    let analyst =
        caller(&db, "analyst", summit_ledger::domain::user::UserRole::Analyst, Some("AA")).await;
    let about = about(&code, "AA");
    let said = update(Basis::Declared, UpdateStatus::InProgress, "2026-01-01");
    let mut slow = schema.owner().await;
    slow.batch_execute("BEGIN; SELECT now()").await.unwrap();
    let later = file(&db, &analyst, &about, &said).await;
    let (_, earlier) = file_update(&mut slow, &analyst, &about, &said).await.unwrap();
    slow.batch_execute("COMMIT").await.unwrap();
    assert!(earlier.at < later.at);

    let printed = print(&db, &requests()[0]).await;
    printed.assert_comes_again(&db, "nothing at all").await;
    assert!(printed.text.contains(&serde_json::to_string(&later.at).unwrap()), "the last filing");
}

/// A sealer has read the clock and not yet committed: who asks what is known just then must hear
/// the same as who asks it of the same moment later.
#[tokio::test]
async fn a_moment_amid_sealing_is_waited_for() {
    let setup = Setup::new().await;
    let db = setup.db.clone();
    let before = seal(&db).await.unwrap();
    setup.file_something().await;
    let asked = Cell::new(None);
    let reader = async {
        while asked.get().is_none() {
            sleep(Duration::from_millis(1)).await;
        }
        db.read(async |conn| resolve(conn, asked.get().unwrap()).await).await.unwrap()
    };
    let sealer = db.seal_transaction(async |conn| {
        outbox::lock(conn).await?;
        let head = feed::head(conn).await?;
        let pending = outbox::take_outbox(conn, 100).await?;
        let rows = (head.seq + 1..).zip(pending).map(|(seq, change)| outbox::SealedRow {
            seq,
            hash: GENESIS,
            chain: GENESIS,
            change,
        });
        let head = outbox::append(conn, "node", rows.collect()).await?;
        asked.set(Some(Asked { day: day("2026-01-01"), known_at: head.sealed_at }));
        sleep(Duration::from_millis(300)).await;
        Ok(head)
    });
    let (first, head) = join(timeout(Duration::from_secs(30), reader), sealer).await;
    let head = head.unwrap();
    assert!(head.seq > before.seq);
    let again = db.read(async |conn| resolve(conn, asked.get().unwrap()).await).await.unwrap();
    assert_eq!(again.known, Some(head.seq));
    assert_eq!(first.unwrap().known, again.known, "the same moment, asked twice");
}
