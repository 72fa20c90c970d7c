//! What a party has to report on: done from the keyboard, one obligation after another.

mod queue;

use std::collections::BTreeMap;

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;
use uuid::Uuid;

use self::queue::{Batch, Found, Reason, find};
use super::answer::{page, see};
use super::frame::{Frame, Place};
use super::item::badge::Badge;
use super::item::deadline::window;
use super::update_form::address;
use crate::actions::file_update::may_file;
use crate::app::AppState;
use crate::db::obligations::{Coverage, ObligationRow};
use crate::db::parties;
use crate::error::Problem;
use crate::reading::parameters::Parameter;
use crate::reading::views::ObligationView;
use crate::records::party::Party;

/// How many rows a section has at most; the rest is in the list of obligations.
const MOST: usize = 50;

const OWN: &[Parameter] =
    &[Parameter::text("party", "Whose return, for those who speak for none.")];

const NEXT: &[Parameter] = &[
    Parameter::text("party", "Whose return."),
    Parameter::text("then", "The id of the obligation to go on with."),
];

#[derive(Template)]
#[template(path = "web/my_return.html")]
struct ReturnPage {
    frame: Frame,
    /// Whose return it is, by code and name.
    party: Option<(String, String)>,
    /// The parties to choose from, for whoever speaks for none.
    parties: Vec<(String, String)>,
    coverage: Coverage,
    sections: Vec<Section>,
}

/// A reason to report, and what it holds for.
struct Section {
    reason: Reason,
    heading: String,
    rows: Vec<Row>,
    /// Where the others are, if not all are shown.
    rest: Option<String>,
}

/// An obligation to report on.
struct Row {
    code: String,
    title: String,
    item: String,
    occurrence: Option<String>,
    due: Option<String>,
    late: Option<String>,
    status: Badge,
    /// What the party says and what the assessor says, where they differ.
    sides: Option<(String, String)>,
    is_contested: bool,
    is_reassess: bool,
    /// The form, after which the next obligation comes; none for whoever may not file.
    update: Option<String>,
}

/// Shows the return: an analyst's own, else that of the party that is chosen.
///
/// # Errors
/// 400 for a bad parameter, 404 for an unknown party.
pub async fn show(request: HttpRequest, state: Data<AppState>) -> Result<HttpResponse, Problem> {
    let (frame, mut query) = Frame::read(&request, &state, Place::MyReturn, OWN)?;
    let asked = query.text("party");
    query.end()?;
    let code = whose(&frame, asked);
    let day = frame.day;
    let (mut parties, found) = state
        .db
        .read(async |conn| {
            let parties = parties::list(conn).await?;
            let found = match &code {
                Some(code) => Some(find(conn, &parties, code, day).await?),
                None => None,
            };
            Ok((parties, found))
        })
        .await?;
    frame.arrange(&mut parties);
    page(&request, &ReturnPage::new(frame, &parties, found))
}

/// Leads on to the form about an obligation, if it is still in the return; else to the return.
///
/// # Errors
/// 400 for a bad parameter, 404 for an unknown party.
pub async fn next(request: HttpRequest, state: Data<AppState>) -> Result<HttpResponse, Problem> {
    let (frame, mut query) = Frame::read(&request, &state, Place::MyReturn, NEXT)?;
    let then: Option<Uuid> = query.text("then").and_then(|id| id.parse().ok());
    let party = query.text("party");
    query.end()?;
    let Some(code) = whose(&frame, party) else { return Ok(see(&frame.link("/my-return"))) };
    let day = frame.day;
    let found = state
        .db
        .read(async |conn| {
            let parties = parties::list(conn).await?;
            find(conn, &parties, &code, day).await
        })
        .await?;
    let rows: Vec<&ObligationRow> = found.queue.iter().flat_map(|batch| &batch.rows).collect();
    let place = rows.iter().position(|row| Some(row.id) == then);
    let to = match place {
        Some(place) => form_address(&frame, &code, &rows, place),
        None => frame.link(&own_address("/my-return", &frame, &code)),
    };
    let said = if to.contains('?') { "&said=filed" } else { "?said=filed" };
    Ok(see(&format!("{to}{}", if frame.said.is_some() { said } else { "" })))
}

/// An analyst reads the own return, whatever is asked.
fn whose(frame: &Frame, asked: Option<String>) -> Option<String> {
    frame.own_party().map(str::to_owned).or(asked)
}

/// The address of a row's form; after it comes the row below.
fn form_address(frame: &Frame, party: &str, rows: &[&ObligationRow], place: usize) -> String {
    let row = rows[place];
    let next = match rows.get(place + 1) {
        Some(below) => {
            let to = own_address("/my-return/next", frame, party);
            let separator = if to.contains('?') { '&' } else { '?' };
            frame.link(&format!("{to}{separator}then={}", below.id))
        }
        None => frame.link(&own_address("/my-return", frame, party)),
    };
    let next: String = url::form_urlencoded::byte_serialize(next.as_bytes()).collect();
    let form = address(&row.code, &row.party, row.occurrence.as_deref());
    frame.link(&format!("{form}?next={next}"))
}

/// A page of the return, which names the party unless it is the caller's own.
fn own_address(path: &str, frame: &Frame, party: &str) -> String {
    if frame.own_party().is_some() { path.to_owned() } else { format!("{path}?party={party}") }
}

impl ReturnPage {
    fn new(frame: Frame, parties: &[Party], found: Option<Found>) -> Self {
        let language = frame.language();
        let named = |party: &Party| (party.code.clone(), language.pick(&party.name).to_owned());
        let parties = match frame.own_party() {
            Some(_) => Vec::new(),
            None => parties.iter().map(named).collect(),
        };
        let Some(found) = found else {
            let coverage = Coverage { reported: 0, total: 0 };
            return Self { frame, party: None, parties, coverage, sections: Vec::new() };
        };
        let shown: Vec<&ObligationRow> = found.queue.iter().flat_map(|batch| &batch.rows).collect();
        let places: BTreeMap<Uuid, usize> =
            shown.iter().enumerate().map(|(place, row)| (row.id, place)).collect();
        let code = found.party.code.as_str();
        let may_file = frame.caller.as_ref().is_some_and(|one| may_file(one, code).is_ok());
        let update = |row: &ObligationRow| {
            let place = places.get(&row.id).filter(|_| may_file)?;
            Some(form_address(&frame, code, &shown, *place))
        };
        let section = |Batch { reason, rows, is_cut }: &Batch| Section {
            reason: *reason,
            heading: frame.t(reason.heading()),
            rest: (*is_cut || rows.len() > MOST).then(|| frame.link(&reason.list(code, frame.day))),
            rows: rows.iter().take(MOST).map(|row| Row::new(&frame, row, update(row))).collect(),
        };
        let sections = found.queue.iter().map(section).collect();
        let party = Some(named(&found.party));
        Self { party, parties, coverage: found.coverage, sections, frame }
    }

    /// What the choice of a party keeps of the address.
    fn kept(&self) -> Vec<(String, String)> {
        self.frame.pairs_without(&["party", "said", "lang"])
    }

    /// How many obligations wait.
    fn waiting(&self) -> usize {
        self.sections.iter().map(|section| section.rows.len()).sum()
    }

    /// The same in words.
    fn waiting_words(&self) -> String {
        let is_cut = self.sections.iter().any(|section| section.rest.is_some());
        let key = if is_cut { "web-return-waiting-more" } else { "web-return-waiting" };
        self.frame.n(key, self.waiting())
    }

    /// How much has been reported, in words.
    fn progress(&self) -> String {
        let mut args = crate::language::Args::new();
        args.set("reported", self.coverage.reported);
        args.set("total", self.coverage.total);
        self.frame.texts.with("web-return-progress", &args)
    }

    /// Where one begins.
    fn first(&self) -> Option<&str> {
        self.sections.iter().flat_map(|one| &one.rows).find_map(|row| row.update.as_deref())
    }

    fn is_chosen(&self, code: &str) -> bool {
        self.party.as_ref().is_some_and(|(chosen, _)| chosen == code)
    }

    fn list(&self, more: &str) -> String {
        let code = self.party.as_ref().map_or("", |(code, _)| code);
        self.frame.link(&format!("/obligations?party={code}{more}"))
    }
}

impl Section {
    /// What its heading is called in the page.
    const fn heading_id(&self) -> &'static str {
        match self.reason {
            Reason::Overdue => "overdue",
            Reason::DueSoon => "due",
            Reason::Differing => "differing",
            Reason::Unreported => "unreported",
        }
    }
}

impl Row {
    fn new(frame: &Frame, row: &ObligationRow, update: Option<String>) -> Self {
        let view = ObligationView::new(row, &[], frame.day);
        let sides = view.declared.zip(view.assessed);
        Self {
            code: row.code.clone(),
            title: frame.language().pick(&row.title).to_owned(),
            item: frame.link(&format!("/commitments/{}", row.code)),
            occurrence: row.occurrence.clone(),
            due: row.due_on.map(|due_on| window(frame, row.opens_on, due_on)),
            late: view.days_overdue.map(|days| frame.n("web-item-days-overdue", days)),
            status: Badge::new(frame, row.status),
            sides: sides.filter(|(declared, assessed)| declared.status != assessed.status).map(
                |(declared, assessed)| {
                    (frame.term("status", declared.status), frame.term("status", assessed.status))
                },
            ),
            is_contested: row.contested,
            is_reassess: row.reassess,
            update,
        }
    }
}
