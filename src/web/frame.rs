//! What stands around every page: the language, the day, who is signed in, and where else to go.

mod links;
mod words;

use actix_web::HttpRequest;
use chrono::NaiveDate;
use chrono_tz::Tz;
use url::form_urlencoded;

pub(super) use self::links::together;
use super::assets;
use super::csrf::Csrf;
use super::visitor::{Order, Visitor};
use crate::app::AppState;
use crate::domain::fault::Reason;
use crate::domain::user::{Caller, UserRole};
use crate::error::Problem;
use crate::language::{Language, Texts};
use crate::reading::parameters::Parameter;
use crate::reading::query::Query;
use crate::records::party::Party;

/// The same as the reader of queries knows them.
const FRAME: &[Parameter] = &[
    Parameter::text("as_of", "The day that the page is about."),
    Parameter::text("compare_to", "An earlier day to compare with."),
    Parameter::text("declaration", "The declaration's slug."),
    Parameter::text("lang", "zh, en or ru."),
    Parameter::text("said", "What has just been done."),
];

/// A place in the navigation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    Overview,
    Text,
    Commitments,
    Obligations,
    MyReturn,
    Review,
    Activity,
    Reports,
    Settings,
    /// None of them.
    Elsewhere,
}

/// The form of a page that a change of language sends again, lest what was typed in it be lost.
#[derive(Debug)]
pub struct Resend {
    /// The form's id.
    pub form: &'static str,
    /// Where it goes; none for the page's own address.
    pub path: Option<String>,
    /// How the form is shown, as it is then asked for.
    pub state: &'static str,
}

/// What stands around a page.
pub struct Frame {
    pub texts: &'static Texts,
    pub caller: Option<Caller>,
    pub csrf: Csrf,
    /// In which order parties stand.
    pub order: Order,
    /// The day that the page is about.
    pub day: NaiveDate,
    pub today: NaiveDate,
    pub compare_to: Option<NaiveDate>,
    /// The slug that the address names.
    pub declaration: Option<String>,
    /// What has just been done, in words.
    pub said: Option<String>,
    pub resend: Option<Resend>,
    timezone: Tz,
    place: Place,
    path: String,
    /// The pairs of the address, decoded.
    pairs: Vec<(String, String)>,
}

impl Frame {
    /// The frame of a page, and the page's own parameters, whose reading the page ends.
    ///
    /// # Errors
    /// Never behind the middleware that meets visitors.
    pub fn read(
        request: &HttpRequest,
        state: &AppState,
        place: Place,
        own: &[Parameter],
    ) -> Result<(Self, Query), Problem> {
        let visitor = Visitor::of(request)?;
        // Forms send what was left empty too.
        let pairs: Vec<(String, String)> =
            form_urlencoded::parse(request.query_string().as_bytes())
                .into_owned()
                .filter(|(_, value)| !value.is_empty())
                .fold(Vec::new(), together);
        let text = form_urlencoded::Serializer::new(String::new()).extend_pairs(&pairs).finish();
        let mut known = own.to_vec();
        known.extend(FRAME.iter().filter(|one| !own.iter().any(|other| other.name == one.name)));
        let mut query = Query::read(&text, &known);
        let today = state.settings.today();
        let day = query.date("as_of").unwrap_or(today);
        let compare_to = query.date("compare_to");
        if compare_to.is_some_and(|earlier| earlier >= day) {
            query.refuse("compare_to", Reason::Before(day), format!("must be before {day}"));
        }
        let _: Option<Language> = query.term("lang");
        let declaration = pairs.iter().find(|(name, _)| name == "declaration");
        let texts = visitor.language.texts();
        let said = query.text("said");
        let said = said.and_then(|word| SAID.iter().find(|(known, _)| *known == word));
        let frame = Self {
            texts,
            caller: visitor.caller,
            csrf: visitor.csrf,
            order: visitor.order,
            day,
            today,
            compare_to,
            declaration: declaration.map(|(_, slug)| slug.clone()),
            said: said.map(|(_, key)| texts.text(key)),
            resend: None,
            timezone: state.settings.timezone,
            place,
            path: request.path().to_owned(),
            pairs,
        };
        Ok((frame, query))
    }

    /// The frame of a page that asks for nothing, such as that of an error.
    #[must_use]
    pub fn bare(visitor: Visitor, state: &AppState, path: &str) -> Self {
        let today = state.settings.today();
        Self {
            texts: visitor.language.texts(),
            caller: visitor.caller,
            csrf: visitor.csrf,
            order: visitor.order,
            day: today,
            today,
            compare_to: None,
            declaration: None,
            said: None,
            resend: None,
            timezone: state.settings.timezone,
            place: Place::Elsewhere,
            path: path.to_owned(),
            pairs: Vec::new(),
        }
    }

    /// The same with a pair in the page's address, as for an answer to a form: the addresses in
    /// other languages keep it.
    #[must_use]
    pub fn asking(mut self, name: &str, value: &str) -> Self {
        self.pairs.push((name.to_owned(), value.to_owned()));
        self
    }

    /// The same as of a place in the navigation.
    #[must_use]
    pub fn at(self, place: Place) -> Self {
        Self { place, ..self }
    }

    /// Puts parties, which come in protocol order, into the order that the visitor chose.
    pub fn arrange(&self, parties: &mut [Party]) {
        self.order.arrange(parties, self.language(), |party| &party.name.0);
    }

    /// The address of a file of the pages.
    #[must_use]
    pub fn asset(&self, name: &str) -> String {
        assets::address(name)
    }

    /// Whether the page is about another day than today.
    #[must_use]
    pub fn is_past(&self) -> bool {
        self.day != self.today
    }

    /// Whether the caller speaks for a party.
    #[must_use]
    pub fn own_party(&self) -> Option<&str> {
        self.caller.as_ref()?.party.as_deref()
    }

    /// Whether the caller keeps the house.
    #[must_use]
    pub fn is_admin(&self) -> bool {
        self.caller.as_ref().is_some_and(|caller| caller.role == UserRole::Admin)
    }
}

/// What may be said after something was done: the word in the address, and the text.
const SAID: &[(&str, &str)] = &[
    ("filed", "web-said-filed"),
    ("not-taken-back", "web-said-not-taken-back"),
    ("signed-out", "web-said-signed-out"),
    ("password-set", "web-said-password-set"),
    ("resolved", "web-said-resolved"),
    ("kept", "web-said-report-kept"),
    ("sessions-ended", "web-said-sessions-ended"),
    ("token-revoked", "web-said-token-revoked"),
    ("made-before", "web-said-made-before"),
    ("webhook-deleted", "web-said-webhook-deleted"),
];
