//! One item beside the text: what it is, and where each party stands.

use crate::reading::views::{Item, ObligationView};
use crate::records::party::Party;
use crate::web::charts::StatusView;
use crate::web::frame::Frame;

/// The item that stands beside the text.
#[derive(Debug)]
pub struct BesideView<'a> {
    pub code: &'a str,
    pub title: &'a str,
    pub quote: Option<&'a str>,
    /// The language of the quote.
    pub language: &'a str,
    pub status: Option<StatusView>,
    pub strength: String,
    pub kind: String,
    pub owed: Vec<OwedView>,
    /// Its own page, and this one without it.
    pub address: String,
    pub close: String,
    /// How many conflicts about it are open, in words.
    pub conflicts: Option<String>,
}

/// What one party owes under it.
#[derive(Debug)]
pub struct OwedView {
    pub party: String,
    pub role: String,
    pub occurrence: Option<String>,
    pub status: StatusView,
    pub due: Option<String>,
    pub late: Option<String>,
    pub is_contested: bool,
}

impl<'a> BesideView<'a> {
    /// The item as of the frame's day.
    pub fn new(frame: &Frame, item: &'a Item, parties: &[Party], language: &'a str) -> Self {
        Self {
            code: &item.code,
            title: frame.language().pick(&item.title),
            quote: item.quote.as_deref(),
            language,
            status: item
                .status
                .filter(|_| item.tracked)
                .map(|status| StatusView::new(frame, status)),
            strength: frame.term("strength", item.strength),
            kind: frame.term("kind", item.kind),
            owed: item.obligations.iter().map(|one| owed(frame, one, parties)).collect(),
            address: frame.link(&format!("/commitments/{}", item.code)),
            close: frame.here("item", ""),
            conflicts: (item.conflicts > 0)
                .then(|| frame.n("web-text-item-conflicts", item.conflicts)),
        }
    }
}

fn owed(frame: &Frame, one: &ObligationView, parties: &[Party]) -> OwedView {
    let party = parties.iter().find(|party| party.code == one.party);
    let name = party.map_or(one.party.as_str(), |party| frame.language().pick(&party.name));
    OwedView {
        party: name.to_owned(),
        role: frame.term("role", one.role),
        occurrence: one.occurrence.clone(),
        status: StatusView::new(frame, one.status),
        due: one.due_on.map(|day| frame.with("web-overview-due-on", &frame.date(day))),
        late: one.days_overdue.map(|days| frame.n("web-overview-days", days)),
        is_contested: one.contested,
    }
}
