//! What a sync did, line by line.

use std::fmt;

use crate::domain::terms::terms;

terms! {
    /// What became of a record or a group of its fields.
    Outcome {
        /// New in the files, and now in the ledger.
        Created = "created",
        /// Changed in the files, and now in the ledger.
        Changed = "changed",
        /// Changed in the files, but the ledger's stays.
        Kept = "kept",
        /// In the ledger, but no longer in the files.
        Gone = "gone",
    }
}

/// One line of the report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReportLine {
    pub outcome: Outcome,
    /// The code of an item, or another record by its kind and code.
    pub subject: String,
    /// What there is to say besides; often empty.
    pub detail: String,
}

impl fmt::Display for ReportLine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { outcome, subject, detail } = self;
        let space = if detail.is_empty() || detail.starts_with(':') { "" } else { " " };
        write!(f, "{outcome} {subject}{space}{detail}")
    }
}

/// What a sync of one declaration did.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SyncReport {
    /// The slug of the declaration.
    pub declaration: String,
    pub lines: Vec<ReportLine>,
    /// How many items the files have.
    pub items: usize,
}

impl SyncReport {
    /// Adds a line.
    pub(super) fn line(
        &mut self,
        outcome: Outcome,
        subject: impl Into<String>,
        detail: impl Into<String>,
    ) {
        let (subject, detail) = (subject.into(), detail.into());
        self.lines.push(ReportLine { outcome, subject, detail });
    }

    /// How many lines there are of an outcome.
    #[must_use]
    pub fn count(&self, outcome: Outcome) -> usize {
        self.lines.iter().filter(|line| line.outcome == outcome).count()
    }
}

impl fmt::Display for SyncReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for line in &self.lines {
            writeln!(f, "{line}")?;
        }
        write!(
            f,
            "{}: {} items in the files; {} created, {} changed, {} kept, {} gone",
            self.declaration,
            self.items,
            self.count(Outcome::Created),
            self.count(Outcome::Changed),
            self.count(Outcome::Kept),
            self.count(Outcome::Gone)
        )
    }
}
