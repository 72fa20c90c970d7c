//! The parameters of a query: one table that the parser reads and the OpenAPI document shows.

use utoipa::IntoParams;
use utoipa::openapi::path::{Parameter as OpenApiParameter, ParameterBuilder, ParameterIn};
use utoipa::openapi::schema::{ObjectBuilder, SchemaFormat, Type};
use utoipa::openapi::{KnownFormat, Required};

/// What a parameter's value is, as the OpenAPI document says it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Of {
    Text,
    Integer,
    Date,
    Time,
}

/// A parameter of a query.
#[derive(Debug, Clone, Copy)]
pub struct Parameter {
    pub name: &'static str,
    pub about: &'static str,
    pub of: Of,
}

const fn text(name: &'static str, about: &'static str) -> Parameter {
    Parameter::text(name, about)
}

pub const AS_OF: Parameter = Parameter {
    name: "as_of",
    about: "The day that states are about (YYYY-MM-DD); today in the ledger's time zone if absent.",
    of: Of::Date,
};
pub const KNOWN_AT: Parameter = Parameter {
    name: "known_at",
    about: "Answer by what had come into the feed by this time (RFC 3339).",
    of: Of::Time,
};
pub const LIMIT: Parameter = Parameter {
    name: "limit",
    about: "How many items a page has, 1 to 500; 50 if absent.",
    of: Of::Integer,
};
pub const CURSOR: Parameter =
    text("cursor", "Where the page begins: `next` of the page before, with the same parameters.");

/// What every list can be narrowed by. Lists of words are separated by commas.
pub const FILTERS: &[Parameter] = &[
    text("declaration", "Slugs of declarations."),
    text("section", "Numbers of sections; 0 is the preamble."),
    text("party", "Codes of parties or groups; a member does not stand for its group."),
    text("role", "host, lead, participant, supporter."),
    text("status", "Status of an obligation: not_reported, not_started, in_progress, …"),
    text("rollup", "Status of the commitment itself, rolled up from its obligations."),
    text("strength", "decision, undertaking, support, position, acknowledgement."),
    text("kind", "event, institution, instrument, programme, policy, position."),
    text(
        "timeliness",
        "overdue, in_window, upcoming, done_on_time, done_late, undated, not_due, follows.",
    ),
    Parameter { name: "due_before", about: "Due before this day (YYYY-MM-DD).", of: Of::Date },
    Parameter { name: "due_after", about: "Due after this day (YYYY-MM-DD).", of: Of::Date },
    text("tracked", "true, false or all; true if absent."),
    text(
        "q",
        "Words of titles and quotes in Chinese, English or Russian; Chinese from two characters.",
    ),
    AS_OF,
    KNOWN_AT,
    text("sort", "code, due_on, -due_on or, for obligations, -changed_at."),
    LIMIT,
    CURSOR,
];

/// In which form a list is given.
pub const EXPORT: &[Parameter] = &[
    text("format", "json for a page, csv for the whole list; by the Accept header if absent."),
    text("lang", "zh, en or ru: the language of a CSV's titles and words; by Accept-Language."),
];

/// What a progress report is asked by.
pub const REPORT: &[Parameter] = &[
    text("declaration", "The declaration's slug; may be absent while there is only one."),
    text("party", "Codes of parties or groups to report on; all if absent."),
    text("section", "Numbers of sections to report on; all if absent."),
    AS_OF,
    KNOWN_AT,
    Parameter {
        name: "compare_to",
        about: "An earlier day (YYYY-MM-DD) to say what changed since.",
        of: Of::Date,
    },
    text("format", "json, md, csv, html, xlsx, docx or pdf; by the Accept header if absent."),
    text("lang", "zh, en or ru; by the Accept-Language header if absent."),
];

/// What the list of kept reports is narrowed by.
pub const KEPT: &[Parameter] = &[text("declaration", "Slugs of declarations."), LIMIT, CURSOR];

const SINCE: Parameter = text(
    "since",
    "Where reading begins: a cursor of this feed, or `head` for what comes from now on; the feed's \
     beginning if absent.",
);
const ENTITY: Parameter =
    text("entity", "declaration, party, commitment, obligation, milestone, update, conflict.");
const OF_DECLARATION: Parameter =
    text("declaration", "Slugs of declarations; a party belongs to none.");
const OF_PARTY: Parameter = text(
    "party",
    "Codes: the party's own record, obligations, milestones and updates, and the commitments and \
     conflicts that it owes under.",
);
const BODIES: Parameter = text("bodies", "`false` for envelopes alone; `true` if absent.");

/// What a page of the feed is asked by.
pub const FEED: &[Parameter] = &[
    SINCE,
    LIMIT,
    ENTITY,
    OF_DECLARATION,
    OF_PARTY,
    BODIES,
    Parameter {
        name: "wait",
        about: "How many seconds to wait, 0 to 60, while there is nothing; 0 if absent.",
        of: Of::Integer,
    },
];

/// What a stream of the feed is asked by.
pub const STREAM: &[Parameter] = &[SINCE, ENTITY, OF_DECLARATION, OF_PARTY, BODIES];

/// What a snapshot is asked by.
pub const SNAPSHOT: &[Parameter] = &[ENTITY, OF_DECLARATION, OF_PARTY];

/// Which conflicts a list has.
pub const CONFLICTS: &[Parameter] = &[
    text("state", "open, resolved or all; open if absent."),
    text("declaration", "Slugs of declarations."),
    text("item", "Codes of commitments."),
    text("party", "Codes of parties or groups that owe, or have owed, under the item."),
    LIMIT,
    CURSOR,
];

/// When one item is asked about.
pub const MOMENT: &[Parameter] = &[AS_OF, KNOWN_AT];

/// A page of a plain list.
pub const PAGE: &[Parameter] = &[LIMIT, CURSOR];

/// The deliveries of a webhook.
pub const DELIVERIES: &[Parameter] =
    &[text("state", "pending, delivered, failed or cancelled; all if absent."), LIMIT, CURSOR];

impl Parameter {
    /// One whose value is text.
    #[must_use]
    pub const fn text(name: &'static str, about: &'static str) -> Self {
        Self { name, about, of: Of::Text }
    }

    fn documented(self) -> OpenApiParameter {
        let schema = match self.of {
            Of::Text => ObjectBuilder::new().schema_type(Type::String),
            Of::Integer => ObjectBuilder::new().schema_type(Type::Integer),
            Of::Date => ObjectBuilder::new()
                .schema_type(Type::String)
                .format(Some(SchemaFormat::KnownFormat(KnownFormat::Date))),
            Of::Time => ObjectBuilder::new()
                .schema_type(Type::String)
                .format(Some(SchemaFormat::KnownFormat(KnownFormat::DateTime))),
        };
        ParameterBuilder::new()
            .name(self.name)
            .parameter_in(ParameterIn::Query)
            .required(Required::False)
            .description(Some(self.about))
            .schema(Some(schema))
            .build()
    }
}

/// Makes a table of parameters known to utoipa by a type's name.
macro_rules! documented {
    ($($(#[$meta:meta])* $name:ident = $table:ident;)+) => {
        $(
            $(#[$meta])*
            #[derive(Debug)]
            pub struct $name;

            impl IntoParams for $name {
                fn into_params(
                    _: impl Fn() -> Option<ParameterIn>,
                ) -> Vec<OpenApiParameter> {
                    $table.iter().map(|parameter| parameter.documented()).collect()
                }
            }
        )+
    };
}
documented! {
    /// [`FILTERS`] in the OpenAPI document.
    Filters = FILTERS;
    /// [`EXPORT`] in the OpenAPI document.
    Export = EXPORT;
    /// [`REPORT`] in the OpenAPI document.
    Report = REPORT;
    /// [`CONFLICTS`] in the OpenAPI document.
    Conflicts = CONFLICTS;
    /// [`KEPT`] in the OpenAPI document.
    Kept = KEPT;
    /// [`FEED`] in the OpenAPI document.
    Feed = FEED;
    /// [`STREAM`] in the OpenAPI document.
    Stream = STREAM;
    /// [`SNAPSHOT`] in the OpenAPI document.
    Snapshot = SNAPSHOT;
    /// [`MOMENT`] in the OpenAPI document.
    AtMoment = MOMENT;
    /// [`DELIVERIES`] in the OpenAPI document.
    Deliveries = DELIVERIES;
    /// [`PAGE`] in the OpenAPI document.
    Page = PAGE;
}
