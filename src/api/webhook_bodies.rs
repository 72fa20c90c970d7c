//! The bodies by which webhooks are stated, read and documented.

use serde::Serialize;
use serde_json::{Map, Value, json};
use utoipa::ToSchema;

use super::fields::Fields;
use crate::actions::stated::merge;
use crate::db::webhook_filter::WebhookFilter;
use crate::db::webhooks::{Stated, Webhook};
use crate::domain::status::{Status, UpdateStatus};
use crate::domain::terms::Term;
use crate::domain::webhook::WebhookState;
use crate::error::Problem;
use crate::sync::cursor::FeedCursor;

/// A new webhook.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct NewWebhook {
    /// `https://` or `http://`, without a user name; it must lead to a public address.
    #[schema(example = "https://example.org/ledger")]
    pub url: String,
    pub description: Option<String>,
    /// All changes if absent.
    pub filter: Option<WebhookFilter>,
    /// A cursor of the feed after which it is told of changes; from now on if absent.
    pub since: Option<String>,
}

/// A merge patch of a webhook: what is absent stays, null removes, lists are replaced whole.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct WebhookPatch {
    #[schema(required = false)]
    pub url: String,
    pub description: Option<String>,
    /// Merged field by field.
    pub filter: Option<WebhookFilter>,
    /// `active` or `paused`; a disabled webhook is set going again by `active`.
    #[schema(required = false)]
    pub state: WebhookState,
}

/// What the address of a body was found to be: in its normal form, or what is wrong with it.
pub type CheckedUrl = Option<Result<String, String>>;

/// Reads a new webhook.
///
/// # Errors
/// 422 with every bad field.
pub fn new_webhook(
    object: &Map<String, Value>,
    checked: CheckedUrl,
) -> Result<(Stated, Option<FeedCursor>), Problem> {
    let mut faults = Vec::new();
    let mut fields = Fields::new(object.clone(), String::new(), &mut faults);
    let stated = stated(&mut fields, checked);
    let since = fields.any_text("since").map(|text| FeedCursor::decode(&text));
    if since == Some(None) {
        fields.fault("since", "must be a cursor of this feed, as `next` of a page of it");
    }
    fields.end();
    match stated {
        Some(stated) if faults.is_empty() => Ok((stated, since.flatten())),
        _ => Err(Problem::invalid(faults)),
    }
}

/// Merges a patch (RFC 7396) into what is stated now, and reads the result.
///
/// # Errors
/// 422 with every bad field.
pub fn patched_webhook(
    present: &Webhook,
    patch: &Map<String, Value>,
    checked: CheckedUrl,
) -> Result<(Stated, WebhookState), Problem> {
    let mut now = Map::from_iter([
        ("url".to_owned(), json!(present.url)),
        ("description".to_owned(), json!(present.description)),
        ("filter".to_owned(), json!(present.filter)),
        ("state".to_owned(), json!(present.state)),
    ]);
    merge(&mut now, patch);
    let mut faults = Vec::new();
    let mut fields = Fields::new(now, String::new(), &mut faults);
    let stated = stated(&mut fields, checked);
    let state = fields.required("state", Fields::term::<WebhookState>);
    if state == Some(WebhookState::Disabled) && present.state != WebhookState::Disabled {
        fields.fault("state", "must be active or paused; only a receiver's 410 disables");
    }
    fields.end();
    match (stated, state) {
        (Some(stated), Some(state)) if faults.is_empty() => Ok((stated, state)),
        _ => Err(Problem::invalid(faults)),
    }
}

fn stated(fields: &mut Fields<'_>, checked: CheckedUrl) -> Option<Stated> {
    let url = fields.required("url", Fields::any_text);
    let url = match checked {
        None => url,
        Some(Ok(url)) => Some(url),
        Some(Err(message)) => {
            fields.fault("url", message);
            None
        }
    };
    let description = fields.text_up_to("description", 500);
    let filter = match fields.object_of("filter") {
        None => WebhookFilter::default(),
        Some(object) => {
            let mut fields = fields.nested(known(object.clone()), "filter");
            refuse(&mut fields, &object);
            filter(&mut fields)
        }
    };
    url.map(|url| Stated { url, description, filter })
}

/// What a webhook can be narrowed by.
const KNOWN: [&str; 12] = [
    "entity",
    "op",
    "declaration",
    "section",
    "party",
    "role",
    "status",
    "strength",
    "kind",
    "tracked",
    "due_before",
    "due_after",
];

/// Why other parameters of lists narrow no webhook.
const REFUSED: [(&str, &str); 9] = [
    (
        "timeliness",
        "cannot be listened to: it follows from the day, and no change happens when a day passes; \
         ask for due_before and status, or ask the lists when the day has come",
    ),
    (
        "rollup",
        "cannot be listened to: it follows from the obligations, and no change of its own tells of \
         it; ask for the status of obligations",
    ),
    ("as_of", "cannot be listened to: a change is told of when it comes, whatever day it is about"),
    ("known_at", "cannot be listened to: a change is told of when it becomes known"),
    ("q", "cannot be listened to: words are searched in lists only"),
    ("sort", "orders lists; changes come in the order of the feed"),
    ("limit", "is for the pages of lists; changes come one by one"),
    ("cursor", "is for the pages of lists; where to begin is said by since, beside the filter"),
    ("since", "stands beside the filter, not in it"),
];

fn known(mut object: Map<String, Value>) -> Map<String, Value> {
    object.retain(|name, _| KNOWN.contains(&name.as_str()));
    object
}

/// Finds fault with everything that is no filter of a webhook, and says why.
fn refuse(fields: &mut Fields<'_>, object: &Map<String, Value>) {
    for name in object.keys().filter(|name| !KNOWN.contains(&name.as_str())) {
        match REFUSED.iter().find(|(refused, _)| refused == name) {
            Some((_, why)) => fields.fault(name, *why),
            None => fields.fault(name, format!("is no filter; there are {}", KNOWN.join(", "))),
        }
    }
}

fn filter(fields: &mut Fields<'_>) -> WebhookFilter {
    WebhookFilter {
        entity: terms(fields, "entity"),
        op: terms(fields, "op"),
        declaration: texts(fields, "declaration"),
        section: sections(fields),
        party: texts(fields, "party"),
        role: terms(fields, "role"),
        status: statuses(fields),
        strength: terms(fields, "strength"),
        kind: terms(fields, "kind"),
        tracked: fields.plain("tracked", "true or false"),
        due_before: fields.date("due_before"),
        due_after: fields.date("due_after"),
    }
}

/// The most values that a field takes.
const MOST: usize = 100;

fn texts(fields: &mut Fields<'_>, name: &str) -> Vec<String> {
    let Some(all) = fields.plain::<Vec<String>>(name, "a list of texts") else {
        return Vec::new();
    };
    if all.is_empty() {
        fields.fault(name, "must have a value; leave it out to ask for all");
    }
    if all.len() > MOST {
        fields.fault(name, format!("must have at most {MOST} values"));
    }
    for (i, text) in all.iter().enumerate() {
        if text.trim().is_empty() || text.len() > 100 || text.contains('\0') {
            fields.fault_at(&format!("{name}/{i}"), "must be a text of 1 to 100 characters");
        }
    }
    all
}

fn terms<T: Term>(fields: &mut Fields<'_>, name: &str) -> Vec<T> {
    let mut terms = Vec::new();
    for (i, word) in texts(fields, name).iter().enumerate() {
        match T::parse(word) {
            Ok(term) => terms.push(term),
            Err(unknown) => fields.fault_at(&format!("{name}/{i}"), unknown.to_string()),
        }
    }
    terms
}

/// What an obligation's status may be, and what an update may say.
fn statuses(fields: &mut Fields<'_>) -> Vec<String> {
    let all = texts(fields, "status");
    for (i, word) in all.iter().enumerate() {
        if let Err(unknown) = Status::parse(word)
            && UpdateStatus::parse(word).is_err()
        {
            let withdrawn = UpdateStatus::Withdrawn;
            fields.fault_at(&format!("status/{i}"), format!("{unknown}, {withdrawn}"));
        }
    }
    all
}

fn sections(fields: &mut Fields<'_>) -> Vec<i32> {
    let all: Vec<i32> = fields.plain("section", "a list of whole numbers").unwrap_or_default();
    if all.len() > MOST || all.iter().any(|section| *section < 0) {
        fields.fault("section", format!("must be at most {MOST} whole numbers, not negative"));
    }
    all
}

/// The address that a body gives, if it is a text.
#[must_use]
pub fn url_of(object: &Map<String, Value>) -> Option<&str> {
    object.get("url").and_then(Value::as_str)
}
