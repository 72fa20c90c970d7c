//! What a progress report holds, in whatever form it is given.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use serde::Serialize;
use utoipa::ToSchema;

use super::compare::Compared;
use super::counts::{Coverage, Standings};
use super::items::{ItemReport, Note};
use super::lists::Line;
use super::timeline::Deadline;
use crate::domain::rubric::Scores;
use crate::language::Language;

/// What a report is asked for; written with the names of the API's parameters.
#[derive(Debug, Clone, Serialize)]
pub struct Request {
    /// The slug; may be absent while there is only one declaration.
    pub declaration: Option<String>,
    /// Codes; all if empty.
    #[serde(rename = "party")]
    pub parties: Vec<String>,
    /// Numbers; all if empty.
    #[serde(rename = "section")]
    pub sections: Vec<i32>,
    pub as_of: NaiveDate,
    /// Report what was known at this time; now if absent.
    pub known_at: Option<DateTime<Utc>>,
    pub compare_to: Option<NaiveDate>,
    /// The language of its sentences.
    #[serde(rename = "lang")]
    pub language: Language,
}

/// A progress report. Only tracked obligations of hosts, leads and participants are counted.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct ProgressReport {
    pub as_of: NaiveDate,
    /// When the last change that is in the report was sealed: asked for again with this
    /// `known_at`, the same report comes out.
    pub known_at: Option<DateTime<Utc>>,
    /// The place of the feed that the report was drawn at, and the chain there.
    pub seq: i64,
    pub chain: String,
    /// The same place as a cursor of the feed.
    pub cursor: String,
    pub language: Language,
    pub declaration: About,
    pub scope: Scope,
    /// What the numbers say, in sentences.
    pub summary: Vec<String>,
    pub totals: Totals,
    /// In protocol order.
    pub parties: Vec<PartyRow>,
    pub sections: Vec<SectionRow>,
    /// The cells of parties × sections that are not empty.
    pub matrix: Vec<Cell>,
    /// What falls due on which day, the earliest first.
    pub timeline: Vec<Deadline>,
    pub overdue: Vec<Line>,
    /// Not done, and due within 90 days.
    pub due_next: Vec<Line>,
    pub recently_changed: Vec<Line>,
    pub coverage: Coverage,
    pub scores: Scores,
    pub compared: Option<Compared>,
    /// Every counted obligation under its commitment, in the order of the text.
    pub items: Vec<ItemReport>,
    /// The evidence, numbered as the items refer to it.
    pub notes: Vec<Note>,
}

/// What is reported on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct About {
    pub slug: String,
    pub title: BTreeMap<String, String>,
    pub adopted_on: NaiveDate,
    pub place: BTreeMap<String, String>,
}

/// What the report was narrowed to; all where a list is empty.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Scope {
    /// Codes.
    pub parties: Vec<String>,
    /// The names of these parties, by their codes.
    pub names: BTreeMap<String, BTreeMap<String, String>>,
    pub sections: Vec<i32>,
}

/// Obligations, and commitments apart.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Totals {
    #[serde(flatten)]
    pub obligations: Standings,
    /// On how many of the obligations statements contradict each other.
    pub contested: u64,
    /// Tracked commitments by their own status, over all who owe them.
    pub commitments: Standings,
}

/// What one party owes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct PartyRow {
    pub party: String,
    pub name: BTreeMap<String, String>,
    #[serde(flatten)]
    pub standings: Standings,
    pub coverage: Coverage,
}

/// What one section holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct SectionRow {
    pub section: i32,
    pub title: BTreeMap<String, String>,
    #[serde(flatten)]
    pub standings: Standings,
    pub coverage: Coverage,
}

/// What one party owes by one section.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Cell {
    pub party: String,
    pub section: i32,
    #[serde(flatten)]
    pub standings: Standings,
}
