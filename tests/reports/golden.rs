//! Every form in every language against the file that was looked at and found good.

use chrono::{DateTime, Utc};
use summit_ledger::domain::terms::Term;
use summit_ledger::language::Language;
use summit_ledger::reports::model::ProgressReport;
use uuid::Uuid;

use crate::forms::{FORMS, text};
use crate::lake::Lake;

/// The report with what is another in every run set to something fixed: times, ids and the chain.
fn frozen(mut report: ProgressReport) -> ProgressReport {
    let at: DateTime<Utc> = "2026-01-15T09:30:00Z".parse().unwrap();
    report.known_at = Some(at);
    report.chain = "00".repeat(32);
    report.cursor = String::from("cursor");
    let mut lists = vec![&mut report.overdue, &mut report.due_next, &mut report.recently_changed];
    if let Some(compared) = &mut report.compared {
        lists.extend([&mut compared.reached, &mut compared.slipped, &mut compared.contradicted]);
        for moved in &mut compared.moved {
            moved.now.owed.changed_at = moved.now.owed.changed_at.map(|_| at);
        }
    }
    for line in lists.into_iter().flatten() {
        line.owed.changed_at = line.owed.changed_at.map(|_| at);
    }
    let obligations = report.items.iter_mut().flat_map(|item| &mut item.obligations);
    for (obligation, number) in obligations.zip(1..) {
        obligation.owed.changed_at = obligation.owed.changed_at.map(|_| at);
        if let Some(update) = &mut obligation.update {
            update.id = Uuid::from_u128(number);
            update.at = at;
        }
    }
    report
}

#[tokio::test(flavor = "multi_thread")]
async fn every_form_in_every_language_is_as_it_was_found_good() {
    let lake = Lake::new().await;
    let mut settings = insta::Settings::clone_current();
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    for language in Language::ALL {
        let report = frozen(lake.report(&lake.request(*language)).await);
        for form in FORMS {
            let name = format!("lake-{language}-{form}");
            settings.bind(|| insta::assert_snapshot!(name, text(&report, *form)));
        }
    }
}
