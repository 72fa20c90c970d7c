//! A ledger of the shipped declaration, and everything that is done to it later.

use std::collections::BTreeMap;

use diesel_async::SimpleAsyncConnection;
use rand::rngs::StdRng;
use rand::seq::IndexedRandom;
use rand::{Rng, SeedableRng};
use summit_ledger::actions::create_milestone::{MilestoneDraft, create_milestone};
use summit_ledger::actions::delete_commitment::delete_commitment;
use summit_ledger::actions::draft::Draft;
use summit_ledger::actions::file_update::file_update;
use summit_ledger::actions::patch_commitment::{lock, patch_commitment};
use summit_ledger::actions::patch_milestone::patch_milestone;
use summit_ledger::db::{Conn, Db};
use summit_ledger::domain::commitment::Strength;
use summit_ledger::domain::deadline::Deadline;
use summit_ledger::domain::status::{Basis, UpdateStatus};
use summit_ledger::domain::terms::Term;
use summit_ledger::domain::user::{Caller, UserRole};
use summit_ledger::records::milestone::Milestone;
use summit_ledger::records::update::Update;
use summit_ledger::seeding::{self, Item, SeedSet};

use crate::ledger::{about, caller, day, file, shipped, update};
use crate::support::Schema;

/// How many edits there are.
pub const STEPS: usize = 9;

/// From this one on they are seedings, which wait for every open write about an item.
pub const FIRST_SEEDING: usize = 6;

pub struct Setup {
    pub schema: Schema,
    pub db: Db,
    set: SeedSet,
    /// Items that are due once and owed by several; each edit has one of its own.
    chosen: Vec<Item>,
    assessor: Caller,
    analyst: Caller,
    editor: Caller,
    first: Update,
    milestone: Milestone,
}

impl Setup {
    /// The declaration with some updates about it, and a milestone.
    pub async fn new() -> Self {
        let schema = Schema::new().await;
        let db = schema.db(16).await;
        let set = shipped();
        seeding::sync(&db, &set, "seed").await.unwrap();
        let assessor = caller(&db, "assessor", UserRole::Assessor, None).await;
        let analyst = caller(&db, "analyst", UserRole::Analyst, Some("KZ")).await;
        let editor = caller(&db, "editor", UserRole::Editor, None).await;
        let fits = |item: &&Item| {
            let commitment = &item.commitment;
            let once = commitment.edtf.is_some() && commitment.recurrence.is_none();
            commitment.tracked && once && item.obligations.len() > 1
        };
        let chosen: Vec<Item> = set.items.iter().filter(fits).cloned().collect();
        assert!(chosen.len() > 6, "{} items are too few", chosen.len());
        let mut first = None;
        for (item, status) in chosen.iter().zip(UpdateStatus::ALL.iter().cycle()) {
            if *status != UpdateStatus::Withdrawn {
                let new = update(Basis::Assessed, *status, "2025-12-01");
                first = Some(file(&db, &assessor, &owed(item), &new).await);
            }
        }
        let draft = milestone("2026-03");
        let item = chosen[0].commitment.clone();
        let made = db.write(async |conn| create_milestone(conn, &editor, &item, &draft).await);
        let milestone = made.await.unwrap();
        let first = first.unwrap();
        Self { schema, db, set, chosen, assessor, analyst, editor, first, milestone }
    }

    /// Files an update in a transaction that stays open.
    pub async fn begin_update(&self, conn: &mut Conn) {
        conn.batch_execute("BEGIN").await.unwrap();
        let new = update(Basis::Assessed, UpdateStatus::Complete, "2025-11-01");
        file_update(conn, &self.assessor, &owed(&self.chosen[5]), &new).await.unwrap();
    }

    pub async fn file_something(&self) {
        let new = update(Basis::Assessed, UpdateStatus::InProgress, "2025-11-01");
        file(&self.db, &self.assessor, &owed(&self.chosen[0]), &new).await;
    }

    /// Makes one of the edits; gives what it is.
    pub async fn edit(&mut self, step: usize) -> &'static str {
        match step {
            0 => {
                self.file_about_earlier_days().await;
                "updates about earlier days were filed"
            }
            1 => {
                self.take_back().await;
                "an update was taken back"
            }
            2 => {
                let deadline = Some(Deadline::parse("2025-06-30").unwrap());
                self.patch(1, |draft| draft.deadline.clone_from(&deadline)).await;
                "a deadline was patched"
            }
            3 => {
                self.patch(2, |draft| drop(draft.obligations.pop())).await;
                "an obligation was dropped"
            }
            4 => {
                self.delete(3).await;
                "an item was deleted"
            }
            5 => {
                self.edit_milestone().await;
                "a milestone was edited"
            }
            6 => {
                self.seed_again(edit_parties).await;
                "parties and a group were edited"
            }
            7 => {
                self.seed_again(edit_declaration).await;
                "the declaration was edited"
            }
            _ => {
                let code = self.chosen[4].commitment.code.clone();
                self.seed_again(|set| edit_items(set, &code)).await;
                "items were seeded anew"
            }
        }
    }

    async fn file_about_earlier_days(&self) {
        let new = update(Basis::Assessed, UpdateStatus::Complete, "2025-06-20");
        let item = self.other_than(&self.first);
        file(&self.db, &self.assessor, &owed(item), &new).await;
        let new = update(Basis::Declared, UpdateStatus::Stalled, "2025-06-21");
        let theirs = |item: &&Item| item.obligations.iter().any(|o| o.party == "KZ");
        let item = self.set.items.iter().find(theirs).expect("KZ owes something");
        file(&self.db, &self.analyst, &about(&item.commitment.code, "KZ"), &new).await;
    }

    async fn take_back(&self) {
        let mut new = update(Basis::Assessed, UpdateStatus::Withdrawn, "2026-01-20");
        new.corrects = Some(self.first.id);
        let Update { commitment, party, .. } = &self.first;
        file(&self.db, &self.assessor, &about(commitment, party), &new).await;
    }

    fn other_than(&self, update: &Update) -> &Item {
        self.chosen.iter().find(|item| item.commitment.code != update.commitment).unwrap()
    }

    /// Edits one of the chosen items.
    async fn patch(&self, which: usize, change: impl Fn(&mut Draft)) {
        let code = &self.chosen[which].commitment.code;
        let patched = self.db.write(async |conn| {
            let locked = lock(conn, code).await?;
            let mut draft = Draft::of(&locked.item, &locked.obligations);
            change(&mut draft);
            patch_commitment(conn, &self.editor, &locked, &draft).await
        });
        patched.await.unwrap();
    }

    async fn delete(&self, which: usize) {
        let code = &self.chosen[which].commitment.code;
        let deleted = self.db.write(async |conn| {
            let locked = lock(conn, code).await?;
            delete_commitment(conn, &self.editor, &locked).await
        });
        deleted.await.unwrap();
    }

    async fn edit_milestone(&mut self) {
        let draft = milestone("2027");
        let item = &self.chosen[0].commitment;
        let edited = self.db.write(async |conn| {
            patch_milestone(conn, &self.editor, item, &self.milestone, &draft).await
        });
        self.milestone = edited.await.unwrap();
    }

    async fn seed_again(&mut self, change: impl Fn(&mut SeedSet)) {
        change(&mut self.set);
        let report = seeding::sync(&self.db, &self.set, "seed").await.unwrap();
        assert!(report.count(seeding::Outcome::Changed) > 0, "{report}");
    }

    /// Files and patches at random, as one of several.
    pub async fn write_for_a_while(&self, seed: u64) {
        let mut random = StdRng::seed_from_u64(seed);
        let days = ["2025-06-20", "2025-12-31", "2026-01-10", "2026-02-01"];
        for _ in 0..12 {
            let which = random.random_range(0..self.chosen.len());
            if random.random_bool(0.2) {
                let edtf = ["2025", "2026-01", "2026"].choose(&mut random).unwrap();
                let deadline = Some(Deadline::parse(edtf).unwrap());
                self.patch(which, |draft| draft.deadline.clone_from(&deadline)).await;
                continue;
            }
            let status = loop {
                let status = *UpdateStatus::ALL.choose(&mut random).unwrap();
                if status != UpdateStatus::Withdrawn {
                    break status;
                }
            };
            let new = update(Basis::Assessed, status, days.choose(&mut random).unwrap());
            file(&self.db, &self.assessor, &owed(&self.chosen[which]), &new).await;
        }
    }
}

/// Other names, another order, and members where the text leaves them unstated.
fn edit_parties(set: &mut SeedSet) {
    for party in &mut set.parties {
        party.position = 20 - party.position;
        let name = party.name.0.get_mut("en").unwrap();
        *name = format!("The {name}");
        if party.code == "relevant-parties" {
            party.members = Some(vec!["KZ".to_owned(), "KG".to_owned()]);
        }
    }
}

fn edit_declaration(set: &mut SeedSet) {
    let declaration = &mut set.declaration.declaration;
    declaration.adopted_on = day("2025-06-18");
    declaration.title.0.insert("en".to_owned(), "Another title".to_owned());
    for section in &mut declaration.sections.0 {
        section.title.0.insert("en".to_owned(), "Another section".to_owned());
    }
}

/// One item binds nobody any more, and all others have another title.
fn edit_items(set: &mut SeedSet, code: &str) {
    for Item { commitment, .. } in &mut set.items {
        if commitment.code == code {
            commitment.strength = Strength::Position;
            commitment.tracked = false;
        } else {
            commitment.title.0.insert("en".to_owned(), "Renamed".to_owned());
        }
    }
}

/// The first obligation of an item.
fn owed(item: &Item) -> summit_ledger::actions::file_update::About {
    about(&item.commitment.code, &item.obligations[0].party)
}

fn milestone(due: &str) -> MilestoneDraft {
    let title = ["zh", "en", "ru"].map(|language| (language.to_owned(), "A step".to_owned()));
    MilestoneDraft {
        title: BTreeMap::from(title),
        due: Deadline::parse(due).unwrap(),
        done_on: None,
        party: None,
    }
}
