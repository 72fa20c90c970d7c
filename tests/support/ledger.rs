//! A ledger with something in it: declarations made to measure, who writes, and plain SQL.
#![allow(dead_code, reason = "each test binary uses a part of it")]

use std::collections::BTreeMap;

use chrono::NaiveDate;
use diesel::prelude::*;
use diesel::sql_types::Jsonb;
use diesel_async::RunQueryDsl;
use serde_json::{Value, json};
use summit_ledger::actions::file_update::{About, file_update};
use summit_ledger::db::statement::Statement;
use summit_ledger::db::users::{self, NewUser};
use summit_ledger::db::{Conn, Db};
use summit_ledger::domain::commitment::{Kind, Strength};
use summit_ledger::domain::deadline::Deadline;
use summit_ledger::domain::party::{PartyKind, Role};
use summit_ledger::domain::status::{Basis, UpdateStatus};
use summit_ledger::domain::update::NewUpdate;
use summit_ledger::domain::user::{Caller, UserRole};
use summit_ledger::records::commitment::Commitment;
use summit_ledger::records::declaration::{Declaration, DeclarationRecord, Paragraph, Section};
use summit_ledger::records::obligation::Obligation;
use summit_ledger::records::party::Party;
use summit_ledger::records::texts::{Json, Texts};
use summit_ledger::records::update::Update;
use summit_ledger::records::{ids, keys};
use summit_ledger::seeding::{self, Item, SeedSet, SyncReport};
use uuid::Uuid;

/// A day, as `2026-01-15`.
pub fn day(text: &str) -> NaiveDate {
    text.parse().expect("a day")
}

/// An English text, which is all that these declarations have.
pub fn text(words: &str) -> Texts {
    Json(BTreeMap::from([("en".to_owned(), words.to_owned())]))
}

/// The parties of a [`Sketch`], in protocol order: two states, their secretariat, a group with
/// members and one without.
pub const PARTIES: [&str; 5] = ["AA", "BB", "SEC", "both", "friends"];

/// A declaration that is being made up, to be seeded.
#[derive(Debug, Clone)]
pub struct Sketch {
    pub set: SeedSet,
}

/// What an item of a [`Sketch`] says.
#[derive(Debug, Clone)]
pub struct Terms<'a> {
    pub section: i32,
    pub strength: Strength,
    pub kind: Kind,
    /// EDTF.
    pub deadline: Option<&'a str>,
    pub owes: &'a [(&'a str, Role)],
}

impl Default for Terms<'_> {
    fn default() -> Self {
        let owes = &[("AA", Role::Host), ("BB", Role::Supporter)];
        Self {
            section: 1,
            strength: Strength::Undertaking,
            kind: Kind::Event,
            deadline: None,
            owes,
        }
    }
}

impl Sketch {
    /// A declaration of three sections, each of one paragraph, and no items yet.
    pub fn new(slug: &str, prefix: &str) -> Self {
        let sections = 1..=3;
        let section = |number| {
            let title = text(&format!("Section {number}"));
            Section { number, title, coded: false }
        };
        let paragraph = |section| Paragraph {
            declaration: slug.to_owned(),
            section,
            number: 1,
            text: format!("Paragraph of section {section}: the Parties will meet."),
            translations: Json::default(),
            uncoded: Json::default(),
        };
        let declaration = Declaration {
            id: ids::declaration(slug),
            slug: slug.to_owned(),
            prefix: prefix.to_owned(),
            title: text("A declaration"),
            adopted_on: day("2025-01-01"),
            place: text("A place"),
            languages: vec!["en".to_owned()],
            text_language: "en".to_owned(),
            source: "made up".to_owned(),
            sections: Json(sections.clone().map(section).collect()),
            version: 1,
        };
        let paragraphs = sections.map(paragraph).collect();
        let declaration = DeclarationRecord { declaration, paragraphs };
        let parties = PARTIES.iter().zip(1..).map(|(code, place)| party(code, place)).collect();
        Self { set: SeedSet { declaration, parties, items: Vec::new() } }
    }

    pub fn slug(&self) -> &str {
        &self.set.declaration.declaration.slug
    }

    /// Adds an item under the next letter of its section's paragraph; gives its code.
    pub fn item(&mut self, terms: &Terms<'_>) -> String {
        let declaration = &self.set.declaration.declaration;
        let before = self.set.items.iter().filter(|i| i.commitment.section == terms.section);
        let letter = keys::letter(i64::try_from(before.count()).expect("few"));
        let code = keys::code(&declaration.prefix, terms.section, 1, &letter);
        let deadline = terms.deadline.map(|edtf| Deadline::parse(edtf).expect("EDTF"));
        let commitment = Commitment {
            id: ids::commitment(&declaration.slug, &code),
            declaration: declaration.slug.clone(),
            code: code.clone(),
            section: terms.section,
            paragraph: 1,
            sort_key: keys::commitment(&declaration.slug, terms.section, 1, &letter),
            quote: Some("the Parties will meet".to_owned()),
            quote_start: Some(24),
            verb: None,
            strength: terms.strength,
            kind: terms.kind,
            tracked: terms.strength.tracked(),
            title: text(&format!("Item {code}")),
            edtf: terms.deadline.map(str::to_owned),
            opens_on: deadline.as_ref().and_then(Deadline::opens_on),
            due_on: deadline.as_ref().map(Deadline::due_on),
            urgency: None,
            recurrence: None,
            party_group: None,
            topics: Vec::new(),
            sdgs: Vec::new(),
            refs: Json::default(),
            related: Json::default(),
            note: None,
            no_deadline: None,
            version: 1,
            deleted_at: None,
        };
        let obligations = terms.owes.iter().map(|owed| self.obligation(&commitment, *owed));
        let obligations = obligations.collect();
        self.set.items.push(Item { commitment, obligations });
        code
    }

    fn obligation(&self, item: &Commitment, (party, role): (&str, Role)) -> Obligation {
        let known = self.set.parties.iter().find(|known| known.code == party);
        let position = known.expect("a party of the sketch").position;
        Obligation {
            id: ids::obligation(item.id, party, None),
            commitment_id: item.id,
            declaration: item.declaration.clone(),
            party: party.to_owned(),
            role,
            occurrence: None,
            opens_on: item.opens_on,
            due_on: item.due_on,
            sort_key: keys::obligation(&item.sort_key, position, party, None),
            version: 1,
            dropped_at: None,
        }
    }

    /// Brings the ledger in step with the sketch as it is now.
    pub async fn seed(&self, db: &Db) -> SyncReport {
        seeding::sync(db, &self.set, "seed").await.expect("the sketch is seeded")
    }
}

/// A record of one of [`PARTIES`].
pub fn party(code: &str, position: i32) -> Party {
    let kind = match code {
        "SEC" => PartyKind::Secretariat,
        "both" | "friends" => PartyKind::Group,
        _ => PartyKind::State,
    };
    let members = (code == "both").then(|| vec!["AA".to_owned(), "BB".to_owned()]);
    let name = text(&format!("Party {code}"));
    Party { id: ids::party(code), code: code.to_owned(), kind, name, position, members, version: 1 }
}

/// The declaration that the program brings with it, as its files have it.
pub fn shipped() -> SeedSet {
    let files = seeding::shipped().pop().expect("a declaration");
    seeding::load(&files).unwrap_or_else(|faults| panic!("{faults}"))
}

/// A new user, calling.
pub async fn caller(db: &Db, name: &str, role: UserRole, party: Option<&str>) -> Caller {
    let user = NewUser { name: name.to_owned(), role, party: party.map(str::to_owned) };
    let user = db.write(async |conn| Ok(users::create(conn, &user).await?)).await.expect("a user");
    Caller { user_id: user.id, name: user.name, role: user.role, party: user.party }
}

/// The only obligation of a party under an item.
pub fn about(code: &str, party: &str) -> About {
    About { code: code.to_owned(), party: party.to_owned(), occurrence: None }
}

/// An update; `complete` is done on the day that it is about.
pub fn update(basis: Basis, status: UpdateStatus, as_of: &str) -> NewUpdate {
    let as_of = day(as_of);
    NewUpdate {
        id: None,
        basis,
        status,
        as_of,
        done_on: (status == UpdateStatus::Complete).then_some(as_of),
        narrative: "It came so far.".to_owned(),
        reason: None,
        corrects: None,
        seen: None,
        evidence: Vec::new(),
    }
}

/// Files an update in a transaction of its own.
pub async fn file(db: &Db, caller: &Caller, about: &About, new: &NewUpdate) -> Update {
    let filed = db.write(async |conn| file_update(conn, caller, about, new).await).await;
    filed.expect("the update is filed").1
}

/// The rows of a query, each as a JSON object.
pub async fn rows(conn: &mut Conn, query: Statement) -> Vec<Value> {
    #[derive(QueryableByName)]
    struct Row {
        #[diesel(sql_type = Jsonb)]
        row: Value,
    }
    let whole = Statement::new("SELECT to_jsonb(t) AS row FROM (").append(query).sql(") t");
    let rows: Vec<Row> = whole.load(conn).await.expect("the query is good");
    rows.into_iter().map(|row| row.row).collect()
}

/// The one value that a query gives.
pub async fn value(conn: &mut Conn, query: &str) -> Value {
    let mut rows = rows(conn, Statement::new(query)).await;
    assert_eq!(rows.len(), 1, "{query} gives one row");
    let Value::Object(row) = rows.remove(0) else { panic!("a row is an object") };
    row.into_iter().next().expect("a column").1
}

/// Adds rows to a table, all in one statement; their columns are those of the first.
///
/// # Errors
/// What the database says, such as a broken constraint.
pub async fn insert(conn: &mut Conn, table: &str, rows: &[Value]) -> QueryResult<usize> {
    let first = rows.first().and_then(Value::as_object).expect("a row");
    let columns: Vec<String> = first.keys().map(|name| format!("\"{name}\"")).collect();
    let columns = columns.join(", ");
    let sql = format!(
        "INSERT INTO {table} ({columns})
        SELECT {columns} FROM jsonb_populate_recordset(NULL::{table}, "
    );
    Statement::new(&sql).bind(json!(rows).to_string()).sql("::text::jsonb)").execute(conn).await
}

/// The id of an obligation of a seeded item.
pub fn obligation_id(slug: &str, code: &str, party: &str) -> Uuid {
    ids::obligation(ids::commitment(slug, code), party, None)
}
