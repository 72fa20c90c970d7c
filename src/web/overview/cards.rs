//! What needs attention now: the numbers that the overview begins with.

use chrono::Days;

use crate::domain::status::Status;
use crate::reports::model::ProgressReport;
use crate::reports::overview::Overview;
use crate::web::charts::{Count, Counting};

/// How far ahead what is due next lies.
const NEXT: Days = Days::new(90);

/// A number that somebody should look at.
pub struct Card {
    pub name: &'static str,
    pub symbol: &'static str,
    pub label: String,
    pub count: Count,
    pub hint: String,
    pub is_alert: bool,
}

/// The cards, the most pressing first.
pub fn cards(of: Counting<'_>, found: &Overview) -> Vec<Card> {
    let frame = of.frame;
    let (now, then) = (&found.report, found.then.as_ref());
    let overdue = |report: &ProgressReport| size(report.overdue.len());
    let next = |report: &ProgressReport| size(report.due_next.len());
    let silent =
        |report: &ProgressReport| report.totals.obligations.by_status.get(Status::NotReported);
    let oldest = now.overdue.first().and_then(|line| line.owed.days_overdue);
    let nearest = now.due_next.first().and_then(|line| line.owed.due_on);
    let until = frame.day + NEXT + Days::new(1);
    let card = |name, symbol, label: &str, count: Count, hint: String| Card {
        name,
        symbol,
        label: frame.t(label),
        is_alert: false,
        count,
        hint,
    };
    let late = of.count(overdue(now), then.map(overdue), "timeliness=overdue");
    let soon = format!("timeliness=in_window,upcoming&due_before={until}");
    let soon = of.count(next(now), then.map(next), &soon);
    let unsaid = of.count(silent(now), then.map(silent), "status=not_reported");
    let review = frame.link(&format!("/review?declaration={}", of.slug));
    let contested = |report: &ProgressReport| report.totals.contested;
    let contested = of.count_at(contested(now), then.map(contested), review.clone());
    let open = of.count_at(found.conflicts.unsigned_abs(), None, review);
    let age = oldest.map(|days| frame.n("web-overview-oldest", days)).unwrap_or_default();
    let day = nearest.map(|day| frame.with("web-overview-nearest", &frame.date(day)));
    let total = i64::try_from(now.totals.obligations.total).unwrap_or(i64::MAX);
    vec![
        Card {
            is_alert: late.n > 0,
            ..card("overdue", "warning", "web-overview-overdue", late, age)
        },
        card("due", "clock", "web-overview-due", soon, day.unwrap_or_default()),
        card(
            "silent",
            "question",
            "web-overview-silent",
            unsaid,
            frame.n("web-overview-of-owed", total),
        ),
        card(
            "contested",
            "scales",
            "web-overview-contested",
            contested,
            frame.t("web-overview-contested-hint"),
        ),
        card(
            "conflicts",
            "copy",
            "web-overview-conflicts",
            open,
            frame.t("web-overview-conflicts-hint"),
        ),
    ]
}

fn size(length: usize) -> u64 {
    u64::try_from(length).unwrap_or(u64::MAX)
}
