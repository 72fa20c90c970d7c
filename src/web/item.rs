//! One commitment: its text, who owes what under it, what was said about that, and its history.

pub mod badge;
pub mod deadline;
mod facts;
mod load;
mod near;
mod owed;
pub mod past;
mod text;

use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

use self::badge::Badge;
use self::deadline::DeadlineWords;
use self::facts::{Link, MilestoneView, Tie};
use self::load::{Loaded, MOST_PAST};
use self::owed::Owed;
use self::past::{Entry, entries};
use self::text::Column;
use super::answer::page;
use super::frame::{Frame, Place};
use super::update_form::{Occasion, Subject, UpdateForm};
use crate::actions::file_update::{About, may_file};
use crate::app::AppState;
use crate::db::filter::Moment;
use crate::domain::fault::Reason;
use crate::domain::timeliness::Timeliness;
use crate::error::Problem;
use crate::reading::parameters::Parameter;
use crate::reading::views::Item;

const OWN: &[Parameter] = &[
    Parameter::text("update", "The party, and after a slash the occurrence, to file about."),
    Parameter::text("before", "The place of the feed that the history shown ends before."),
];

#[derive(Template)]
#[template(path = "web/item.html")]
struct ItemPage {
    item: Item,
    title: String,
    /// The declaration's title, and where its text shows the item.
    declaration: Link,
    section: String,
    status: Option<Badge>,
    timeliness: Option<String>,
    is_overdue: bool,
    strength: String,
    kind: String,
    deadline: Option<DeadlineWords>,
    columns: Vec<Column>,
    owed: Vec<Owed>,
    /// Whether some of it recurs.
    has_occurrences: bool,
    form: Option<UpdateForm>,
    milestones: Vec<MilestoneView>,
    related: Vec<Tie>,
    refs: Vec<Link>,
    conflicts: Vec<Link>,
    /// The group by whose name the text called the parties.
    group: Option<String>,
    /// The language of the text that is quoted.
    text_language: String,
    past: Vec<Entry>,
    /// Where the history goes on.
    older: Option<String>,
    frame: Frame,
}

/// Shows a commitment.
///
/// # Errors
/// 400 for a bad parameter.
pub async fn show(
    request: HttpRequest,
    state: Data<AppState>,
    code: Path<String>,
) -> Result<HttpResponse, Problem> {
    let (frame, mut query) = Frame::read(&request, &state, Place::Commitments, OWN)?;
    let update = query.text("update");
    let typed = query.text("before");
    let before = typed.as_ref().map(|text| text.parse().unwrap_or_default());
    if let Some(typed) = typed.filter(|_| before == Some(0)) {
        let reason = Reason::Number { typed };
        query.refuse("before", reason, "must be a place of the feed, from 1");
    }
    query.end()?;
    let moment = Moment::live(frame.day);
    let Some(loaded) = Loaded::find(&state, &code, moment, before).await? else {
        return near::page(&request, &state, frame, &code).await;
    };
    let form = match update.as_deref().map(|which| about(&code, which)) {
        Some(about) => form(&state, &frame, &about).await?,
        None => None,
    };
    page(&request, &ItemPage::new(frame, loaded, form))
}

/// The obligation that a parameter names.
fn about(code: &str, which: &str) -> About {
    let (party, occurrence) =
        which.split_once('/').map_or((which, None), |(party, key)| (party, Some(key.to_owned())));
    About { code: code.to_owned(), party: party.to_owned(), occurrence }
}

/// The form about an obligation, if the caller may file on it.
async fn form(
    state: &AppState,
    frame: &Frame,
    about: &About,
) -> Result<Option<UpdateForm>, Problem> {
    let Some(caller) = &frame.caller else { return Ok(None) };
    if may_file(caller, &about.party).is_err() {
        return Ok(None);
    }
    let subject = Subject::find(state, about, Moment::live(frame.day)).await?;
    Ok(Some(UpdateForm::fresh(frame, caller, &subject, Occasion::default())))
}

impl ItemPage {
    fn new(frame: Frame, mut loaded: Loaded, form: Option<UpdateForm>) -> Self {
        let item = loaded.item;
        let language = frame.language();
        let names = loaded
            .parties
            .iter()
            .map(|party| (party.code.clone(), language.pick(&party.name).to_owned()))
            .collect();
        let is_cut = loaded.history.len() > MOST_PAST;
        loaded.history.truncate(MOST_PAST);
        let older = loaded.history.last().filter(|_| is_cut).map(|row| row.seq.to_string());
        let past = entries(&frame, &loaded.history, &names);
        let owed: Vec<Owed> = item
            .obligations
            .iter()
            .map(|one| Owed::new(&frame, &item.code, one, &names, &loaded.told))
            .collect();
        Self {
            title: language.pick(&item.title).to_owned(),
            declaration: facts::declaration(&frame, &item, loaded.declaration.as_ref()),
            section: facts::section(&frame, &item, loaded.declaration.as_ref()),
            status: item.status.map(|status| Badge::new(&frame, status)),
            timeliness: item.timeliness.map(|one| frame.term("timeliness", one)),
            is_overdue: item.timeliness == Some(Timeliness::Overdue),
            strength: frame.term("strength", item.strength),
            kind: frame.term("kind", item.kind),
            deadline: item.deadline.as_ref().map(|deadline| DeadlineWords::new(&frame, deadline)),
            columns: text::columns(
                &frame,
                &item,
                loaded.declaration.as_ref(),
                loaded.paragraph.as_ref(),
            ),
            has_occurrences: owed.iter().any(|one| one.occurrence.is_some()),
            owed,
            form,
            milestones: facts::milestones(&frame, loaded.milestones, &names),
            related: facts::related(&frame, &item, &loaded.titles),
            refs: facts::references(&frame, &item),
            conflicts: facts::conflicts(&frame, &loaded.conflicts),
            group: item.group.as_ref().map(|code| {
                let found = loaded.parties.iter().find(|party| party.code == *code);
                found.map_or(code.as_str(), |party| language.pick(&party.name)).to_owned()
            }),
            text_language: loaded
                .declaration
                .as_ref()
                .map(|one| one.text_language.clone())
                .unwrap_or_default(),
            past,
            older: older.map(|seq| format!("{}#history", frame.here("before", &seq))),
            item,
            frame,
        }
    }

    /// The names of the goals that it serves.
    fn goals(&self) -> String {
        let numbers: Vec<String> = self.item.sdgs.iter().map(ToString::to_string).collect();
        numbers.join(", ")
    }

    /// That the page is about another day.
    fn then(&self) -> String {
        self.frame.with("web-item-then", &self.frame.date(self.frame.day))
    }

    /// How many conflicts are open.
    fn conflicts_open(&self) -> String {
        self.frame.n("web-item-conflicts", self.item.conflicts)
    }

    /// Whether the history shown begins with the latest.
    fn is_latest(&self) -> bool {
        self.frame.pairs_without(&[]).iter().all(|(name, _)| name != "before")
    }
}
