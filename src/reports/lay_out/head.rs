//! What a report is of: its day, its knowledge, its scope and its place in the feed.

use super::Layout;
use crate::language::Args;

impl Layout<'_> {
    pub(super) fn facts(&self) -> Vec<(String, String)> {
        let report = self.report;
        let fact = |key: &str, text: String| (self.text(key), text);
        let mut adopted = Args::new();
        adopted.set("day", self.texts.day(report.declaration.adopted_on));
        adopted.set("place", self.pick(&report.declaration.place));
        let mut facts = vec![
            fact("report-adopted", self.texts.with("report-adopted-is", &adopted)),
            fact("report-as-of", self.texts.day(report.as_of)),
        ];
        if let Some(compared) = &report.compared {
            facts.push(fact("report-compared-with", self.texts.day(compared.as_of)));
        }
        facts.push(fact("report-scope", self.scope()));
        if let Some(at) = report.known_at {
            let at = at.to_rfc3339_opts(chrono::SecondsFormat::Micros, true);
            facts.push(fact("report-known-at", at));
        }
        facts.push(fact(
            "report-place",
            self.with("report-place-is", "seq", report.seq.to_string()),
        ));
        facts.push(fact("report-chain", report.chain.clone()));
        facts.push(fact("report-cursor", report.cursor.clone()));
        facts
    }

    fn scope(&self) -> String {
        let (scope, marks) = (&self.report.scope, self.language.marks());
        let mut parts = Vec::new();
        if !scope.parties.is_empty() {
            let names: Vec<String> = scope.parties.iter().map(|code| self.party(code)).collect();
            parts.push(self.with("report-scope-parties", "parties", names.join(marks.list)));
        }
        if !scope.sections.is_empty() {
            let numbers: Vec<String> = scope.sections.iter().map(ToString::to_string).collect();
            parts.push(self.with("report-scope-sections", "sections", numbers.join(marks.list)));
        }
        if parts.is_empty() { self.text("report-scope-all") } else { parts.join(marks.semicolon) }
    }
}
