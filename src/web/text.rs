//! The text of a declaration as one reads it: each clause in the colour of its status.

mod beside;
mod clauses;
mod filter;

use actix_web::http::header::LOCATION;
use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

use self::beside::BesideView;
use self::clauses::{SectionView, sections};
use self::filter::{Choice, Dimming};
use super::answer::page;
use super::frame::{Frame, Place};
use crate::app::AppState;
use crate::db::filter::Moment;
use crate::db::{declarations, parties};
use crate::domain::fault::Reason;
use crate::error::Problem;
use crate::language::Language;
use crate::reading::parameters::Parameter;
use crate::reading::text::{TextView, text};
use crate::records::declaration::Declaration;
use crate::records::party::Party;

/// What the page is asked by, beside what every page is.
const OWN: &[Parameter] = &[
    Parameter::text("beside", "The translation that stands beside the text: zh, en, ru or none."),
    Parameter::text("item", "The code of the item that is shown beside the text."),
    Parameter::text("party", "Clauses that one of these owes."),
    Parameter::text("status", "Clauses that stand so."),
    Parameter::text("timeliness", "Clauses in or out of time."),
    Parameter::text("strength", "Clauses that bind so."),
];

#[derive(Template)]
#[template(path = "web/text.html")]
struct TextPage<'a> {
    frame: &'a Frame,
    title: String,
    adoption: String,
    /// The language of the text, and where it was taken from.
    language: &'a str,
    source: &'a str,
    /// The language of the translation beside it.
    beside: Option<&'a str>,
    /// What the form keeps of the address.
    hidden: Vec<(String, String)>,
    choices: Vec<Choice>,
    /// How many clauses the filter leaves, and the list of them.
    shown: Option<(String, String)>,
    /// This page without its filter.
    whole: String,
    sections: Vec<SectionView<'a>>,
    item: Option<BesideView<'a>>,
}

/// Leads on from `/text` to the declaration that is asked for, else to the one adopted last.
///
/// # Errors
/// 404 while there is no declaration.
pub async fn lead_on(request: HttpRequest, state: Data<AppState>) -> Result<HttpResponse, Problem> {
    let (frame, query) = Frame::read(&request, &state, Place::Text, &[])?;
    query.end()?;
    let last = state.db.read(async |conn| Ok(declarations::titles(conn, 1).await?)).await?;
    let asked = frame.declaration.as_ref().or_else(|| last.first().map(|(slug, _)| slug));
    let slug = asked.ok_or_else(|| Problem::not_found("There is no declaration yet."))?;
    let address = frame.link(&format!("/declarations/{slug}"));
    Ok(HttpResponse::SeeOther().insert_header((LOCATION, address)).finish())
}

/// Shows the text.
///
/// # Errors
/// 404 if there is no such declaration.
pub async fn show(
    request: HttpRequest,
    state: Data<AppState>,
    slug: Path<String>,
) -> Result<HttpResponse, Problem> {
    let (frame, mut query) = Frame::read(&request, &state, Place::Text, OWN)?;
    let dimming = Dimming::read(&mut query);
    let beside = query.text("beside");
    let is_stranger = |word: &&String| *word != "none" && word.parse::<Language>().is_err();
    if let Some(word) = beside.as_ref().filter(is_stranger) {
        let reason = Reason::choice(word, &["zh", "en", "ru", "none"]);
        query.refuse("beside", reason, "must be one of zh, en, ru, none");
    }
    let item = query.text("item");
    query.end()?;
    let moment = Moment::live(frame.day);
    let read = async |conn: &mut _| {
        let Some(found) = text(conn, &slug, moment).await? else { return Ok(None) };
        Ok(Some((found, parties::list(conn).await?)))
    };
    let found = state.db.snapshot(read).await?;
    let unknown = || Problem::not_found(format!("There is no declaration {slug}."));
    let ((declaration, view), mut parties) = found.ok_or_else(unknown)?;
    frame.arrange(&mut parties);
    let reading = Reading { declaration: &declaration, view: &view, parties: &parties };
    let beside = beside.unwrap_or_else(|| frame.language().to_string());
    page(&request, &TextPage::new(&frame, &reading, &dimming, (&beside, item.as_deref())))
}

/// What was read for the page.
struct Reading<'a> {
    declaration: &'a Declaration,
    view: &'a TextView,
    parties: &'a [Party],
}

impl<'a> TextPage<'a> {
    fn new(
        frame: &'a Frame,
        reading: &Reading<'a>,
        dimming: &Dimming,
        (beside, item): (&str, Option<&str>),
    ) -> Self {
        let Reading { declaration, view, parties } = *reading;
        let paragraphs = || view.sections.iter().flat_map(|section| &section.paragraphs);
        let translated = paragraphs().flat_map(|paragraph| paragraph.translations.keys());
        let mut languages: Vec<&str> = translated.map(String::as_str).collect();
        languages.sort_unstable();
        languages.dedup();
        let beside = languages.iter().copied().find(|language| *language == beside);
        let items = || paragraphs().flat_map(|paragraph| &paragraph.items);
        let shown = dimming.is_set().then(|| {
            let count = items().filter(|one| dimming.lets(one)).count();
            let list = format!("/commitments?declaration={}&tracked=all", declaration.slug);
            let list = frame.link(&format!("{list}{}", dimming.query()));
            (frame.n("web-text-shown", i64::try_from(count).unwrap_or(i64::MAX)), list)
        });
        let chosen = item.and_then(|code| items().find(|one| one.code == code));
        Self {
            frame,
            title: frame.language().pick(&declaration.title).to_owned(),
            adoption: super::overview::adoption(frame, &declaration.place, declaration.adopted_on),
            language: &view.language,
            source: &declaration.source,
            beside,
            hidden: frame.pairs_without(&filter::FIELDS),
            choices: filter::choices(frame, parties, dimming, (&languages, beside)),
            shown,
            whole: frame.here_without(&filter::FIELDS[1..]),
            sections: sections(frame, view, dimming, beside, &declaration.prefix),
            item: chosen.map(|item| BesideView::new(frame, item, parties, &view.language)),
        }
    }
}
