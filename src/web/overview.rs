//! The first page: what needs attention now, where each party stands, and how it came to this.

mod cards;

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;
use chrono::NaiveDate;

use self::cards::{Card, cards};
use super::answer::page;
use super::charts::deadlines::{self, DeadlineView};
use super::charts::matrix::Matrix;
use super::charts::parties::{PartyCounts, SPOKEN, bars};
use super::charts::trend::Trend;
use super::charts::{Count, Counting, Plain};
use super::frame::{Frame, Place};
use crate::app::AppState;
use crate::domain::status::Status;
use crate::error::Problem;
use crate::language::Args;
use crate::reading::views::TextsView;
use crate::reports::compare::Moved;
use crate::reports::lists::Line;
use crate::reports::model::{ProgressReport, Request};
use crate::reports::outline::Bar;
use crate::reports::overview::{Overview, overview};
use crate::reports::render::html::charts::{Bars, Timeline, pixels, share};

/// How many lines a list of the page has; the rest is a link away.
const LINES: usize = 8;

#[derive(Template)]
#[template(path = "web/overview.html")]
struct OverviewPage<'a> {
    frame: &'a Frame,
    title: String,
    /// Where and when it was adopted.
    adoption: String,
    /// The day that it is about.
    day: String,
    /// Other declarations: address and title, and whether it is this one.
    switcher: Vec<(String, String, bool)>,
    /// What is said of the day compared with: of the small figures, and over what has moved.
    compared: Option<(String, String)>,
    /// What there is to say where nothing is owed.
    nothing: Option<String>,
    cards: Vec<Card>,
    reported: Count,
    owed: Count,
    /// How long the bar of what is reported is, of 120.
    covered: String,
    all_overdue: String,
    all_due: String,
    overdue: Vec<LineView<'a>>,
    due_next: Vec<LineView<'a>>,
    recent: Vec<LineView<'a>>,
    /// The first that have moved, and those after them.
    moved: Vec<MovedView<'a>>,
    moved_further: Vec<MovedView<'a>>,
    bars: Bars<'a>,
    parties: Vec<PartyCounts>,
    ages: Vec<Plain>,
    matrix: Matrix,
    timeline: Option<Timeline>,
    deadlines: Vec<DeadlineView>,
    trend: Option<Trend>,
}

#[derive(Template)]
#[template(path = "web/overview_empty.html")]
struct EmptyPage<'a> {
    frame: &'a Frame,
}

/// An obligation in a short list.
struct LineView<'a> {
    line: &'a Line,
    title: &'a str,
    party: &'a str,
    address: String,
    due: Option<String>,
    late: Option<String>,
}

/// One whose status is another than on the day that is compared with.
struct MovedView<'a> {
    before: Status,
    now: LineView<'a>,
}

/// Shows the overview.
///
/// # Errors
/// A bad query for a declaration that there is not; else if the database does not answer.
pub async fn show(request: HttpRequest, state: Data<AppState>) -> Result<HttpResponse, Problem> {
    let (frame, query) = Frame::read(&request, &state, Place::Overview, &[])?;
    query.end()?;
    let asked = Request {
        declaration: frame.declaration.clone(),
        parties: Vec::new(),
        sections: Vec::new(),
        as_of: frame.day,
        known_at: None,
        compare_to: frame.compare_to,
        language: frame.language(),
    };
    let Some(mut found) = overview(&state.db, &asked).await? else {
        return page(&request, &EmptyPage { frame: &frame });
    };
    frame.order.arrange(&mut found.report.parties, frame.language(), |row| &row.name);
    let slug = found.report.declaration.slug.clone();
    let of = Counting { frame: &frame, slug: &slug };
    let all = bars(of, &found.report);
    page(&request, &OverviewPage::new(of, &found, &all))
}

impl<'a> OverviewPage<'a> {
    fn new(of: Counting<'a>, found: &'a Overview, all: &'a [Bar]) -> Self {
        let (now, then) = (&found.report, found.then.as_ref());
        let frame = of.frame;
        let totals = &now.totals.obligations;
        let pick = |texts| frame.language().pick(texts).to_owned();
        let lines = |lines: &'a [Line]| {
            lines.iter().take(LINES).map(|line| view(frame, now, line)).collect()
        };
        let moved = now.compared.iter().flat_map(|compared| &compared.moved);
        let mut moved: Vec<_> = moved.map(|moved| moved_view(frame, now, moved)).collect();
        let moved_further = moved.split_off(moved.len().min(LINES));
        let is_nothing = now.totals.obligations.total == 0;
        let cards = cards(of, found);
        let address = |name| {
            let card = cards.iter().find(|card| card.name == name);
            card.map(|card| card.count.address.clone()).unwrap_or_default()
        };
        Self {
            frame,
            title: pick(&now.declaration.title),
            adoption: adoption(frame, &now.declaration.place, now.declaration.adopted_on),
            day: frame.date(frame.day),
            switcher: switcher(frame, found),
            compared: frame.compare_to.map(|day| {
                let day = frame.date(day);
                let said = |key| frame.with(key, &day);
                (said("web-overview-compared"), said("web-overview-since"))
            }),
            nothing: now.summary.first().filter(|_| is_nothing).cloned(),
            covered: pixels(share(now.coverage.reported, now.coverage.total) * 120.0),
            all_overdue: address("overdue"),
            all_due: address("due"),
            cards,
            reported: of.count(
                now.coverage.reported,
                then.map(|then| then.coverage.reported),
                SPOKEN.trim_start_matches('&'),
            ),
            owed: of.count(totals.total, None, ""),
            overdue: lines(&now.overdue),
            due_next: lines(&now.due_next),
            recent: lines(&now.recently_changed),
            moved,
            moved_further,
            bars: Bars::new(all, "party", frame.texts),
            parties: PartyCounts::all(of, now, then),
            ages: deadlines::ages(of, now, then),
            matrix: Matrix::new(of, now, then),
            timeline: deadlines::timeline(frame, now),
            deadlines: deadlines::days(of, now),
            trend: Trend::new(of, &found.trend),
        }
    }
}

/// Where and when a declaration was adopted.
pub(super) fn adoption(frame: &Frame, place: &TextsView, day: NaiveDate) -> String {
    let mut args = Args::new();
    args.set("place", frame.language().pick(place).to_owned());
    args.set("day", frame.date(day));
    frame.texts.with("web-overview-adopted", &args)
}

/// The declarations to choose from, if there are several.
fn switcher(frame: &Frame, found: &Overview) -> Vec<(String, String, bool)> {
    if found.declarations.len() < 2 {
        return Vec::new();
    }
    let here = &found.report.declaration.slug;
    let all = found.declarations.iter();
    all.map(|(slug, title)| {
        let title = frame.language().pick(&title.0).to_owned();
        (frame.here("declaration", slug), title, slug == here)
    })
    .collect()
}

fn view<'a>(frame: &Frame, report: &'a ProgressReport, line: &'a Line) -> LineView<'a> {
    let code = &line.owed.party;
    let row = report.parties.iter().find(|row| row.party == *code);
    let due = |day| frame.with("web-overview-due-on", &frame.date(day));
    LineView {
        line,
        due: line.owed.due_on.map(due),
        late: line.owed.days_overdue.map(|days| frame.n("web-overview-days", days)),
        title: frame.language().pick(&line.title),
        party: row.map_or(code.as_str(), |row| frame.language().pick(&row.name)),
        address: frame.link(&format!("/commitments/{}", line.commitment)),
    }
}

fn moved_view<'a>(frame: &Frame, report: &'a ProgressReport, moved: &'a Moved) -> MovedView<'a> {
    MovedView { before: moved.before, now: view(frame, report, &moved.now) }
}
