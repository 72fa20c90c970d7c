//! What one party owes, and how far it has come on whose word.

use std::collections::BTreeMap;

use uuid::Uuid;

use super::badge::Badge;
use super::deadline::window;
use crate::actions::file_update::may_file;
use crate::db::updates::Told;
use crate::domain::fold::Statement;
use crate::domain::timeliness::Timeliness;
use crate::language::Args;
use crate::reading::views::ObligationView;
use crate::web::frame::Frame;

/// An obligation as a row of the page.
pub(super) struct Owed {
    /// Its place in the page.
    pub anchor: String,
    pub party: String,
    /// All that the party owes.
    pub list: String,
    pub role: String,
    pub occurrence: Option<String>,
    pub due: Option<String>,
    pub status: Badge,
    pub timeliness: String,
    pub late: Option<String>,
    /// Whom it follows while its party says nothing.
    pub follows: Option<(String, Badge)>,
    /// On whose word, about which day.
    pub word: Option<String>,
    pub done_on: Option<String>,
    /// What was said in the update that counts.
    pub narrative: String,
    /// Declared and assessed side by side, where they differ.
    pub sides: Option<(Side, Side)>,
    pub is_contested: bool,
    pub is_reassess: bool,
    /// Where the caller files an update, if that may be.
    pub update: Option<String>,
}

/// What one basis says.
pub(super) struct Side {
    pub status: Badge,
    pub as_of: String,
    pub done_on: Option<String>,
}

impl Owed {
    pub(super) fn new(
        frame: &Frame,
        code: &str,
        view: &ObligationView,
        names: &BTreeMap<String, String>,
        told: &BTreeMap<Uuid, Told>,
    ) -> Self {
        let name = |code: &str| names.get(code).cloned().unwrap_or_else(|| code.to_owned());
        let told = view.update.and_then(|id| told.get(&id));
        let is_late = view.days_overdue.filter(|_| view.timeliness == Timeliness::Overdue);
        let may_file =
            frame.caller.as_ref().is_some_and(|caller| may_file(caller, &view.party).is_ok());
        let which = view
            .occurrence
            .as_ref()
            .map_or_else(|| view.party.clone(), |key| format!("{}/{key}", view.party));
        Self {
            anchor: which.replace('/', "-"),
            party: name(&view.party),
            role: frame.term("role", view.role),
            occurrence: view.occurrence.clone(),
            due: view.due_on.map(|due_on| window(frame, view.opens_on, due_on)),
            list: frame.link(&format!("/obligations?party={}", view.party)),
            status: Badge::new(frame, view.status),
            timeliness: frame.term("timeliness", view.timeliness),
            late: is_late.map(|days| frame.n("web-item-days-overdue", days)),
            follows: view.follows.as_ref().map(|other| {
                (
                    frame.with("web-item-follows", &name(&other.party)),
                    Badge::new(frame, other.status),
                )
            }),
            word: told.map(|told| word(frame, told)),
            done_on: view.done_on.map(|day| frame.date(day)),
            narrative: told.map(|told| told.narrative.clone()).unwrap_or_default(),
            sides: sides(frame, view),
            is_contested: view.contested,
            is_reassess: view.reassess,
            update: may_file.then(|| {
                let to = format!("/commitments/{code}?update={which}");
                format!("{}#update", frame.link(&to))
            }),
        }
    }
}

fn word(frame: &Frame, told: &Told) -> String {
    let mut args = Args::new();
    args.set("basis", frame.term("basis", told.basis));
    args.set("day", frame.date(told.as_of));
    args.set("author", told.author.clone());
    frame.texts.with("web-item-word", &args)
}

fn sides(frame: &Frame, view: &ObligationView) -> Option<(Side, Side)> {
    let (declared, assessed) = (view.declared?, view.assessed?);
    let claim = |said: &Statement| (said.status, said.done_on);
    let side = |said: Statement| Side {
        status: Badge::new(frame, said.status),
        as_of: frame.date(said.as_of),
        done_on: said.done_on.map(|day| frame.date(day)),
    };
    (claim(&declared) != claim(&assessed)).then(|| (side(declared), side(assessed)))
}
