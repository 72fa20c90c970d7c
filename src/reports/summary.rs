//! What the numbers of a report say, in sentences of a language.

use super::compare::Compared;
use super::model::ProgressReport;
use crate::domain::status::Status;
use crate::domain::timeliness::Timeliness;
use crate::language::{Args, Language, Texts};

/// The sentences, the most general first. `is_early` if the declaration had not been adopted yet.
#[must_use]
pub fn summary(report: &ProgressReport, is_early: bool) -> Vec<String> {
    let texts = report.language.texts();
    if is_early {
        let mut args = Args::new();
        args.set("day", texts.day(report.as_of));
        args.set("adopted", texts.day(report.declaration.adopted_on));
        return vec![texts.with("report-summary-early", &args)];
    }
    if report.totals.obligations.total == 0 {
        return vec![texts.text("report-summary-nothing")];
    }
    let mut sentences = vec![owed(report, texts), coverage(report, texts)];
    if report.coverage.reported > 0 {
        sentences.push(complete(report, texts));
    }
    sentences.push(overdue(report, texts));
    sentences.push(next(report, texts));
    if report.totals.contested > 0 {
        let mut args = Args::new();
        args.set("contested", report.totals.contested);
        sentences.push(texts.with("report-summary-contested", &args));
    }
    sentences.extend(report.compared.as_ref().map(|compared| changes(compared, texts)));
    sentences
}

fn owed(report: &ProgressReport, texts: &Texts) -> String {
    let mut args = Args::new();
    args.set("obligations", report.totals.obligations.total);
    args.set("commitments", report.totals.commitments.total);
    texts.with("report-summary-owed", &args)
}

fn coverage(report: &ProgressReport, texts: &Texts) -> String {
    let coverage = report.coverage;
    if coverage.reported == 0 {
        return texts.text("report-summary-silent");
    }
    let mut args = Args::new();
    args.set("reported", coverage.reported);
    args.set("total", coverage.total);
    args.set("share", share(texts.language(), coverage.reported, coverage.total));
    texts.with("report-summary-coverage", &args)
}

/// A part of a whole, in per cent.
#[must_use]
pub fn share(language: Language, part: u64, whole: u64) -> String {
    #[expect(clippy::cast_precision_loss, reason = "counts of obligations are small")]
    let share = if whole == 0 { 0.0 } else { part as f64 / whole as f64 };
    language.numbers().percent(share)
}

fn complete(report: &ProgressReport, texts: &Texts) -> String {
    let standings = &report.totals.obligations;
    let mut args = Args::new();
    args.set("complete", standings.by_status.get(Status::Complete));
    args.set("late", standings.by_timeliness.get(Timeliness::DoneLate));
    texts.with("report-summary-complete", &args)
}

fn overdue(report: &ProgressReport, texts: &Texts) -> String {
    let mut args = Args::new();
    args.set("overdue", report.overdue.len());
    // The oldest stands first.
    args.set("days", report.overdue.first().and_then(|line| line.owed.days_overdue).unwrap_or(0));
    texts.with("report-summary-overdue", &args)
}

fn next(report: &ProgressReport, texts: &Texts) -> String {
    let mut args = Args::new();
    args.set("next", report.due_next.len());
    let first = report.due_next.first().and_then(|line| line.owed.due_on);
    args.set("day", first.map(|day| texts.day(day)).unwrap_or_default());
    texts.with("report-summary-next", &args)
}

fn changes(compared: &Compared, texts: &Texts) -> String {
    let mut args = Args::new();
    args.set("day", texts.day(compared.as_of));
    args.set("reached", compared.reached.len());
    args.set("slipped", compared.slipped.len());
    args.set("moved", compared.moved.len());
    texts.with("report-summary-changes", &args)
}
