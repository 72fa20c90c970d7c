//! What a party has to report on: done from the keyboard, one obligation after another.

use std::collections::BTreeMap;

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;
use chrono::{Days, NaiveDate};
use uuid::Uuid;

use super::answer::{page, see};
use super::frame::{Frame, Place};
use super::item::badge::Badge;
use super::item::deadline::window;
use super::update_form::address;
use crate::actions::file_update::may_file;
use crate::app::AppState;
use crate::db::connect::Failure;
use crate::db::filter::{Filter, Moment};
use crate::db::moment::{Listing, Sort};
use crate::db::obligations::{self, Coverage, ObligationRow};
use crate::db::{Conn, parties};
use crate::domain::party::Role;
use crate::domain::status::Status;
use crate::domain::timeliness::Timeliness;
use crate::error::Problem;
use crate::reading::parameters::Parameter;
use crate::reading::views::ObligationView;
use crate::records::party::Party;

/// How many rows a section has at most; the rest is in the list of obligations.
const MOST: usize = 50;

/// How many days ahead something is prepared for.
const DAYS_AHEAD: u64 = 90;

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

/// Why an obligation is in the return. One that is there for several reasons stands under the
/// first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Reason {
    Overdue,
    DueSoon,
    Differing,
    Unreported,
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

/// The return of a party as it is read.
struct Found {
    party: Party,
    coverage: Coverage,
    queue: Vec<(Reason, Vec<ObligationRow>)>,
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
    let rows: Vec<&ObligationRow> = found.queue.iter().flat_map(|(_, rows)| rows).collect();
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

async fn find(
    conn: &mut Conn,
    parties: &[Party],
    code: &str,
    day: NaiveDate,
) -> Result<Found, Failure> {
    let party = parties.iter().find(|party| party.code == code);
    let party =
        party.ok_or_else(|| Problem::not_found(format!("There is no party {code}.")))?.clone();
    let moment = Moment::live(day);
    let own =
        Filter { parties: vec![party.code.clone()], tracked: Some(true), ..Filter::default() };
    let mut queue: Vec<(Reason, Vec<ObligationRow>)> = Vec::new();
    for (reason, filter, sort) in reasons(&own, day) {
        // One more than are shown, and as many as may stand under an earlier reason.
        let limit = i64::try_from(MOST * 2 + 1).unwrap_or(i64::MAX);
        let listing = Listing { filter: &filter, moment, sort, after: None, limit };
        let mut rows = obligations::list(conn, &listing).await?;
        rows.retain(|row| queue.iter().all(|(_, others)| others.iter().all(|o| o.id != row.id)));
        queue.push((reason, rows));
    }
    let coverage = obligations::coverage(conn, &own, moment).await?;
    Ok(Found { party, coverage, queue })
}

/// The reasons in their order, each with what is looked for.
fn reasons(own: &Filter, day: NaiveDate) -> [(Reason, Filter, Sort); 4] {
    let after = day.checked_add_days(Days::new(DAYS_AHEAD + 1));
    let overdue = Filter { timeliness: vec![Timeliness::Overdue], ..own.clone() };
    let soon = Filter {
        timeliness: vec![Timeliness::InWindow, Timeliness::Upcoming],
        due_before: after,
        ..own.clone()
    };
    let differing = Filter { differing: true, ..own.clone() };
    let unreported = Filter {
        statuses: vec![Status::NotReported],
        roles: vec![Role::Host, Role::Lead, Role::Participant],
        ..own.clone()
    };
    [
        (Reason::Overdue, overdue, Sort::Due),
        (Reason::DueSoon, soon, Sort::Due),
        (Reason::Differing, differing, Sort::Code),
        (Reason::Unreported, unreported, Sort::Due),
    ]
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
        let shown: Vec<&ObligationRow> =
            found.queue.iter().flat_map(|(_, rows)| rows.iter()).collect();
        let places: BTreeMap<Uuid, usize> =
            shown.iter().enumerate().map(|(place, row)| (row.id, place)).collect();
        let code = found.party.code.as_str();
        let may_file = frame.caller.as_ref().is_some_and(|one| may_file(one, code).is_ok());
        let update = |row: &ObligationRow| {
            let place = places.get(&row.id).filter(|_| may_file)?;
            Some(form_address(&frame, code, &shown, *place))
        };
        let section = |(reason, rows): &(Reason, Vec<ObligationRow>)| Section {
            reason: *reason,
            heading: frame.t(reason.heading()),
            rest: (rows.len() > MOST).then(|| frame.link(&reason.list(code, frame.day))),
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
        self.frame.n("web-return-waiting", self.waiting())
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

impl Reason {
    const fn heading(self) -> &'static str {
        match self {
            Self::Overdue => "web-return-overdue",
            Self::DueSoon => "web-return-due",
            Self::Differing => "web-return-differing",
            Self::Unreported => "web-return-unreported",
        }
    }

    /// The list that has all of them, or all that could be.
    fn list(self, party: &str, day: NaiveDate) -> String {
        let list = format!("/obligations?party={party}&sort=due_on");
        match self {
            Self::Overdue => format!("{list}&timeliness=overdue"),
            Self::DueSoon => {
                let before = day.checked_add_days(Days::new(DAYS_AHEAD + 1)).unwrap_or(day);
                format!("{list}&timeliness=in_window,upcoming&due_before={before}")
            }
            Self::Differing => list,
            Self::Unreported => {
                format!("{list}&status=not_reported&role=host,lead,participant")
            }
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
