//! A change in words: who, what, about which item, when.

use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;
use serde_json::Value;
use uuid::Uuid;

use crate::db::commitments::Named;
use crate::db::feed::Sealed;
use crate::domain::status::{Basis, Status};
use crate::domain::terms::Term;
use crate::language::Args;
use crate::reading::views::TextsView;
use crate::records::change::{Entity, Op};
use crate::records::party::Party;
use crate::web::frame::Frame;

/// A change with its record read.
pub struct Told {
    seq: i64,
    entity: Entity,
    op: Op,
    at: DateTime<Utc>,
    actor: String,
    /// None once it was pruned or redacted.
    record: Option<Value>,
}

/// A change as the page shows it.
pub struct Entry {
    pub seq: i64,
    /// In the ledger's time zone.
    pub day: NaiveDate,
    pub time: String,
    /// As machines read it.
    pub at: String,
    pub actor: String,
    pub entity: String,
    pub sentence: String,
    /// The class and the sign of the status that was told.
    pub status: Option<(String, char)>,
    /// Code, title and address.
    pub item: Option<(String, String, String)>,
    /// What was said with it.
    pub narrative: Option<String>,
}

impl Told {
    pub fn new(row: Sealed) -> Self {
        Self {
            seq: row.seq,
            entity: row.entity,
            op: row.op,
            at: row.at,
            actor: row.actor,
            record: row.body.and_then(|body| serde_json::from_str(&body).ok()),
        }
    }

    fn text(&self, field: &str) -> Option<&str> {
        self.record.as_ref()?.get(field)?.as_str()
    }

    /// The code of the item that it is about, where the record names it.
    fn code(&self) -> Option<&str> {
        match self.entity {
            Entity::Update => self.text("commitment"),
            Entity::Commitment | Entity::Conflict => self.text("code"),
            Entity::Declaration | Entity::Party | Entity::Obligation | Entity::Milestone => None,
        }
    }

    /// The id of the item that it is about, where the record has only that.
    fn item(&self) -> Option<Uuid> {
        self.text("commitment_id")?.parse().ok()
    }
}

/// The items that changes are about: ids, and codes.
pub fn items(told: &[Told]) -> (Vec<Uuid>, Vec<String>) {
    let ids = told.iter().filter_map(Told::item).collect();
    let codes = told.iter().filter_map(Told::code).map(str::to_owned).collect();
    (ids, codes)
}

/// What things are called.
pub struct Names<'a> {
    pub frame: &'a Frame,
    pub items: &'a [Named],
    pub parties: &'a [Party],
}

impl Names<'_> {
    /// The change in words.
    pub fn entry(&self, told: &Told, timezone: Tz) -> Entry {
        let local = told.at.with_timezone(&timezone);
        let is_update = told.entity == Entity::Update;
        let status = told.text("status").filter(|_| is_update);
        let status = status.and_then(|word| Status::parse(word).ok());
        Entry {
            seq: told.seq,
            day: local.date_naive(),
            time: local.format("%H:%M").to_string(),
            at: told.at.to_rfc3339_opts(chrono::SecondsFormat::Secs, true),
            actor: told.actor.clone(),
            entity: self.frame.term("entity", told.entity),
            sentence: self.sentence(told, status),
            status: status.map(|status| (self.frame.class(status), status.sign())),
            item: self.item(told),
            narrative: told.text("narrative").map(str::to_owned),
        }
    }

    fn item(&self, told: &Told) -> Option<(String, String, String)> {
        let (code, id) = (told.code(), told.item());
        let is_it = |one: &&Named| code == Some(one.code.as_str()) || id == Some(one.id);
        let named = self.items.iter().find(is_it)?;
        let title = self.frame.language().pick(&named.title).to_owned();
        Some((named.code.clone(), title, self.frame.link(&format!("/commitments/{}", named.code))))
    }

    fn sentence(&self, told: &Told, status: Option<Status>) -> String {
        let frame = self.frame;
        if told.record.is_none() {
            let what = frame.term("entity", told.entity);
            return format!("{} ({what})", frame.t("web-activity-blank"));
        }
        if told.entity == Entity::Update {
            return self.update(told, status);
        }
        let (key, what) = match (told.entity, told.op) {
            (Entity::Commitment, Op::Created) => ("web-activity-item-created", String::new()),
            (Entity::Commitment, Op::Edited) => ("web-activity-item-edited", String::new()),
            (Entity::Commitment, Op::Deleted) => ("web-activity-item-deleted", String::new()),
            (Entity::Obligation, Op::Created) => ("web-activity-owed-created", self.party(told)),
            (Entity::Obligation, Op::Edited) => ("web-activity-owed-edited", self.party(told)),
            (Entity::Obligation, Op::Deleted) => ("web-activity-owed-deleted", self.party(told)),
            (Entity::Milestone, Op::Created) => ("web-activity-step-created", self.title(told)),
            (Entity::Milestone, _) => ("web-activity-step-edited", self.title(told)),
            (Entity::Conflict, Op::Created) => ("web-activity-conflict-opened", String::new()),
            (Entity::Conflict, _) => ("web-activity-conflict-resolved", String::new()),
            (Entity::Party, Op::Created) => ("web-activity-party-created", self.name(told)),
            (Entity::Party, _) => ("web-activity-party-edited", self.name(told)),
            (Entity::Declaration, Op::Created) => ("web-activity-text-created", self.title(told)),
            (Entity::Declaration | Entity::Update, _) => {
                ("web-activity-text-edited", self.title(told))
            }
        };
        frame.with(key, &what)
    }

    fn update(&self, told: &Told, status: Option<Status>) -> String {
        let frame = self.frame;
        let party = self.party(told);
        let Some(status) = status else {
            return frame.with("web-activity-withdrawn", &party);
        };
        let mut args = Args::new();
        args.set("party", party);
        args.set("status", frame.term("status", status));
        let day = told.text("as_of").and_then(|day| day.parse().ok());
        args.set("day", day.map(|day| frame.date(day)).unwrap_or_default());
        let is_assessed = told.text("basis") == Some(Basis::Assessed.as_str());
        let key = if is_assessed { "web-activity-assessed" } else { "web-activity-declared" };
        frame.texts.with(key, &args)
    }

    /// The name of the party that owes.
    fn party(&self, told: &Told) -> String {
        let code = told.text("party").unwrap_or_default();
        let party = self.parties.iter().find(|party| party.code == code);
        party.map_or(code, |party| self.frame.language().pick(&party.name)).to_owned()
    }

    fn title(&self, told: &Told) -> String {
        self.texts(told, "title")
    }

    fn name(&self, told: &Told) -> String {
        self.texts(told, "name")
    }

    fn texts(&self, told: &Told, field: &str) -> String {
        let texts = told.record.as_ref().and_then(|record| record.get(field));
        let texts: Option<TextsView> =
            texts.and_then(|texts| serde_json::from_value(texts.clone()).ok());
        texts.map(|texts| self.frame.language().pick(&texts).to_owned()).unwrap_or_default()
    }
}
