//! What stands around every page: the language, the day, who is signed in, and where else to go.

use actix_web::HttpRequest;
use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;
use url::form_urlencoded;

use super::assets;
use super::visitor::{Order, Visitor};
use crate::app::AppState;
use crate::domain::status::Status;
use crate::domain::terms::Term;
use crate::domain::user::{Caller, UserRole};
use crate::error::Problem;
use crate::language::{Args, Language, Texts};
use crate::reading::parameters::Parameter;
use crate::reading::query::Query;
use crate::records::party::Party;
use crate::reports::form::Form;

/// The parameters that every page takes, and hands on to the next.
const KEPT: [&str; 3] = ["as_of", "compare_to", "declaration"];

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

/// A link of the navigation.
pub struct NavLink {
    pub address: String,
    pub text: String,
    /// What stands before it, by the name of a symbol.
    pub symbol: &'static str,
    pub is_here: bool,
}

/// What stands around a page.
pub struct Frame {
    pub texts: &'static Texts,
    pub caller: Option<Caller>,
    pub csrf: String,
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
            query.fault("compare_to", format!("must be before {day}"));
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
            timezone: state.settings.timezone,
            place: Place::Elsewhere,
            path: path.to_owned(),
            pairs: Vec::new(),
        }
    }

    /// The same as of a place in the navigation.
    #[must_use]
    pub fn at(self, place: Place) -> Self {
        Self { place, ..self }
    }

    #[must_use]
    pub const fn language(&self) -> Language {
        self.texts.language()
    }

    /// Puts parties, which come in protocol order, into the order that the visitor chose.
    pub fn arrange(&self, parties: &mut [Party]) {
        self.order.arrange(parties, self.language(), |party| &party.name.0);
    }

    /// A text by its key.
    #[must_use]
    pub fn t(&self, key: &str) -> String {
        self.texts.text(key)
    }

    /// A text with one number in it, called `n`.
    #[must_use]
    pub fn n(&self, key: &str, n: impl TryInto<i64>) -> String {
        let mut args = Args::new();
        args.set("n", n.try_into().unwrap_or(i64::MAX));
        self.texts.with(key, &args)
    }

    /// A text with one word in it, called `what`.
    #[must_use]
    pub fn with(&self, key: &str, what: &str) -> String {
        let mut args = Args::new();
        args.set("what", what.to_owned());
        self.texts.with(key, &args)
    }

    /// The word for a term of a closed list.
    #[must_use]
    pub fn term(&self, list: &str, term: impl Term) -> String {
        self.texts.term(list, term)
    }

    /// The class of a status, by which the style knows its colour.
    #[must_use]
    pub fn class(&self, status: Status) -> String {
        status.as_str().replace('_', "-")
    }

    /// A day in words.
    #[must_use]
    pub fn date(&self, day: NaiveDate) -> String {
        self.texts.day(day)
    }

    /// A moment in words and figures, in the ledger's time zone.
    #[must_use]
    pub fn moment(&self, at: &DateTime<Utc>) -> String {
        let local = at.with_timezone(&self.timezone);
        format!("{} {}", self.date(local.date_naive()), local.format("%H:%M"))
    }

    /// What a form of a report is called.
    #[must_use]
    pub fn form(&self, form: Form) -> String {
        self.term("form", form)
    }

    /// What a field of an item is called.
    #[must_use]
    pub fn field(&self, name: &str) -> String {
        let known = FIELDS.iter().find(|(field, _)| *field == name);
        known.map_or_else(|| name.to_owned(), |(_, key)| self.t(key))
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

    /// The address of another page, about the same day and declaration. What `path` says itself
    /// counts.
    #[must_use]
    pub fn link(&self, path: &str) -> String {
        self.link_keeping(path, &KEPT)
    }

    /// The address of another page about the same declaration on a day of its own, compared with no
    /// other.
    #[must_use]
    pub fn link_on(&self, path: &str, day: NaiveDate) -> String {
        let separator = if path.contains('?') { '&' } else { '?' };
        self.link_keeping(&format!("{path}{separator}as_of={day}"), &["declaration"])
    }

    fn link_keeping(&self, path: &str, kept: &[&str]) -> String {
        let (bare, query) = path.split_once('?').unwrap_or((path, ""));
        let mut pairs: Vec<(String, String)> =
            form_urlencoded::parse(query.as_bytes()).into_owned().collect();
        for (name, value) in &self.pairs {
            if kept.contains(&name.as_str()) && !pairs.iter().any(|(other, _)| other == name) {
                pairs.push((name.clone(), value.clone()));
            }
        }
        address(bare, &pairs)
    }

    /// The address of a commitment's page.
    #[must_use]
    pub fn item(&self, code: &str) -> String {
        self.link(&format!("/commitments/{code}"))
    }

    /// The address of this page with one parameter set, or without it where `value` is empty. The
    /// place in a list is not kept.
    #[must_use]
    pub fn here(&self, name: &str, value: &str) -> String {
        let mut pairs = self.pairs_without(&[name, "cursor", "said"]);
        if !value.is_empty() {
            pairs.push((name.to_owned(), value.to_owned()));
        }
        address(&self.path, &pairs)
    }

    /// A parameter of this page's address, written as an address has it.
    #[must_use]
    pub fn value(&self, name: &str) -> Option<String> {
        let (_, value) = self.pairs.iter().find(|(other, _)| other == name)?;
        Some(form_urlencoded::byte_serialize(value.as_bytes()).collect())
    }

    /// The address of this page without these parameters.
    #[must_use]
    pub fn here_without(&self, names: &[&str]) -> String {
        address(&self.path, &self.pairs_without(names))
    }

    /// The address of this page with other pairs.
    #[must_use]
    pub fn with_pairs(&self, pairs: &[(String, String)]) -> String {
        address(&self.path, pairs)
    }

    /// The pairs of this page's address, but for these: what a form keeps hidden.
    #[must_use]
    pub fn pairs_without(&self, names: &[&str]) -> Vec<(String, String)> {
        self.pairs.iter().filter(|(name, _)| !names.contains(&name.as_str())).cloned().collect()
    }

    /// The hidden fields of the form that sets the day.
    #[must_use]
    pub fn around_the_day(&self) -> Vec<(String, String)> {
        self.pairs_without(&["as_of", "compare_to", "cursor", "said", "lang"])
    }

    /// The address of this page about today, compared with no other day.
    #[must_use]
    pub fn today_link(&self) -> String {
        address(&self.path, &self.around_the_day())
    }

    /// What a user is: the role and, of an analyst, the party.
    #[must_use]
    pub fn role_of(&self, caller: &Caller) -> String {
        let role = self.term("user-role", caller.role);
        caller.party.as_ref().map_or(role.clone(), |party| format!("{role}, {party}"))
    }

    /// The address of this page without what passes.
    #[must_use]
    pub fn path_and_query(&self) -> String {
        address(&self.path, &self.pairs_without(&["said", "lang"]))
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

    /// The links of the navigation.
    #[must_use]
    pub fn nav(&self) -> Vec<NavLink> {
        let all = [
            (Place::Overview, "/", "web-nav-overview", "overview"),
            (Place::MyReturn, "/my-return", "web-nav-my-return", "pen"),
            (Place::Text, "/text", "web-nav-text", "text"),
            (Place::Commitments, "/commitments", "web-nav-commitments", "list"),
            (Place::Obligations, "/obligations", "web-nav-obligations", "grid"),
            (Place::Review, "/review", "web-nav-review", "scales"),
            (Place::Activity, "/activity", "web-nav-activity", "pulse"),
            (Place::Reports, "/reports", "web-nav-reports", "page"),
            (Place::Settings, "/settings", "web-nav-settings", "gear"),
        ];
        let is_shown = |place: Place| match place {
            Place::MyReturn => self.own_party().is_some(),
            Place::Settings => self.caller.is_some(),
            _ => true,
        };
        all.into_iter()
            .filter(|(place, ..)| is_shown(*place))
            .map(|(place, path, key, symbol)| NavLink {
                address: self.link(path),
                text: self.t(key),
                symbol,
                is_here: place == self.place,
            })
            .collect()
    }

    /// The languages with the address of this page in each.
    #[must_use]
    pub fn languages(&self) -> Vec<(Language, String)> {
        Language::ALL.iter().map(|one| (*one, self.here("lang", one.as_str()))).collect()
    }
}

/// The fields of an item, and the texts that name them.
const FIELDS: &[(&str, &str)] = &[
    ("quote", "web-review-field-quote"),
    ("quote_start", "web-review-field-quote-start"),
    ("verb", "web-review-field-verb"),
    ("title", "web-review-field-title"),
    ("deadline", "web-review-field-deadline"),
    ("strength", "web-review-field-strength"),
    ("kind", "web-review-field-kind"),
    ("topics", "web-review-field-topics"),
    ("sdgs", "web-review-field-sdgs"),
    ("refs", "web-review-field-refs"),
    ("related", "web-review-field-related"),
    ("note", "web-review-field-note"),
    ("no_deadline", "web-review-field-no-deadline"),
    ("group", "web-review-field-group"),
    ("obligations", "web-review-field-obligations"),
    ("due", "web-review-field-due"),
    ("done_on", "web-review-field-done-on"),
    ("party", "web-review-field-party"),
];

/// What may be said after something was done: the word in the address, and the text.
const SAID: &[(&str, &str)] = &[
    ("filed", "web-said-filed"),
    ("signed-out", "web-said-signed-out"),
    ("password-set", "web-said-password-set"),
    ("resolved", "web-said-resolved"),
    ("kept", "web-said-report-kept"),
    ("sessions-ended", "web-said-sessions-ended"),
    ("token-revoked", "web-said-token-revoked"),
    ("webhook-deleted", "web-said-webhook-deleted"),
];

/// Puts a pair to those before it. A form of several choices under one name sends a pair for each,
/// and a query has them between commas.
fn together(
    mut pairs: Vec<(String, String)>,
    (name, value): (String, String),
) -> Vec<(String, String)> {
    match pairs.iter_mut().find(|(other, _)| *other == name) {
        Some((_, values)) => {
            values.push(',');
            values.push_str(&value);
        }
        None => pairs.push((name, value)),
    }
    pairs
}

fn address(path: &str, pairs: &[(String, String)]) -> String {
    if pairs.is_empty() {
        return path.to_owned();
    }
    let query = form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish();
    format!("{path}?{query}")
}
