//! Deadlines: what falls due when, and how long the overdue have been so.

use super::{Count, Counting, Plain};
use crate::language::Args;
use crate::reports::model::ProgressReport;
use crate::reports::outline::Tick;
use crate::reports::overview::{AGES, by_age};
use crate::reports::render::html::charts::Timeline;
use crate::reports::timeline::Deadline;
use crate::web::frame::Frame;

/// A day on which something falls due.
#[derive(Debug)]
pub struct DeadlineView {
    pub day: String,
    pub total: Count,
    pub done: u64,
    pub open: u64,
    pub overdue: Count,
}

/// The overdue by how long they have been so.
#[must_use]
pub fn ages(of: Counting<'_>, now: &ProgressReport, then: Option<&ProgressReport>) -> Vec<Plain> {
    let day = of.frame.day;
    let before = |days: i64| day - chrono::TimeDelta::days(days);
    let counts = by_age(&now.overdue);
    let earlier = then.map(|then| by_age(&then.overdue));
    let mut first = 1;
    let mut rows = Vec::new();
    for (class, last) in AGES.iter().enumerate() {
        let mut args = Args::new();
        args.set("first", first);
        let older = format!("timeliness=overdue&due_before={}", before(first - 1));
        let (label, query) = if let Some(last) = last {
            args.set("last", *last);
            first = last + 1;
            let label = of.frame.texts.with("web-overview-age", &args);
            (label, format!("{older}&due_after={}", before(last + 1)))
        } else {
            (of.frame.texts.with("web-overview-age-more", &args), older)
        };
        let count = of.count(counts[class], earlier.map(|counts| counts[class]), &query);
        rows.push((label, count));
    }
    Plain::all(rows)
}

/// The line of days.
#[must_use]
pub fn timeline(frame: &Frame, report: &ProgressReport) -> Option<Timeline> {
    let tick = |deadline: &Deadline| Tick {
        day: deadline.due_on,
        total: deadline.total,
        done: deadline.done,
        overdue: deadline.overdue,
        open: deadline.open,
    };
    let ticks: Vec<Tick> = report.timeline.iter().map(tick).collect();
    Timeline::new(&ticks, frame.day, &frame.t("web-overview-timeline"), frame.texts)
}

/// The same day by day.
#[must_use]
pub fn days(of: Counting<'_>, report: &ProgressReport) -> Vec<DeadlineView> {
    report.timeline.iter().map(|deadline| day(of, deadline)).collect()
}

fn day(of: Counting<'_>, deadline: &Deadline) -> DeadlineView {
    let day = deadline.due_on;
    let around = [day.pred_opt(), day.succ_opt()].map(Option::unwrap_or_default);
    let query = format!("due_after={}&due_before={}", around[0], around[1]);
    DeadlineView {
        day: of.frame.date(day),
        total: of.count(deadline.total, None, &query),
        done: deadline.done,
        open: deadline.open,
        overdue: of.count(deadline.overdue, None, &format!("{query}&timeliness=overdue")),
    }
}
