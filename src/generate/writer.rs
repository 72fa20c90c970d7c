//! Writing a generated ledger in the order of its history, as the service would have written it.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap};

use chrono::{DateTime, Duration, NaiveDate, Utc};
use uuid::Uuid;

use super::dice::{About, Dice};
use super::sealed::Feed;
use super::sheet::{Item, Outline, Sheet, sheet, slug};
use super::story::{Owed, story};
use super::texts;
use crate::db::copy::Batch;
use crate::domain::course::{Course, states, statuses};
use crate::domain::fold::{UpdateFact, fold};
use crate::domain::party::Role;
use crate::domain::status::Basis;
use crate::error::Problem;
use crate::records::change::{Change, Op, Record};
use crate::records::commitment::Commitment;
use crate::records::ids;
use crate::records::obligation::Obligation;
use crate::records::party::Party;
use crate::records::update::Update;

/// By whom declarations and their items are written, and by whom items are edited.
const ACTOR: &str = "generate";
const EDITOR: &str = "editor";

/// How much text is gathered before it is sent, in bytes.
const BATCH: usize = 4 << 20;

/// What happens in the ledger's history, ordered by time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Event {
    at: i64,
    what: What,
}

/// Each by its place in a list of the writer's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum What {
    /// A declaration comes in.
    Seeding(u32),
    /// An item is edited.
    Edit(u32),
    /// An update about an obligation is filed, the so-manyth.
    Update(u32, u8),
}

/// What updates have to know of an obligation, in few bytes: there may be millions.
#[derive(Debug, Clone, Copy)]
struct Brief {
    item: u32,
    /// Its number, from 1.
    declaration: u32,
    party: u16,
    /// The occurrence's, 0 for none.
    year: u16,
    role: Role,
    tracked: bool,
    adopted_on: NaiveDate,
    due_on: Option<NaiveDate>,
}

/// How much was written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Counts {
    pub commitments: u64,
    pub obligations: u64,
    pub updates: u64,
}

/// A ledger that is being written.
pub(super) struct Writer<'a, S> {
    pub seed: u64,
    /// Nothing is filed on this day or later.
    pub until: NaiveDate,
    pub parties: &'a [Party],
    pub feed: Feed<'a>,
    /// Where full batches go.
    pub sink: S,
    pub counts: Counts,
    batch: Batch,
    /// What is still to come; 16 bytes each, as texts are made when they are written.
    events: BinaryHeap<Reverse<Event>>,
    items: Vec<(Uuid, Box<str>)>,
    obligations: Vec<Brief>,
    edits: HashMap<u32, Vec<Change>>,
}

impl<'a, S: FnMut(Batch) -> Result<(), Problem>> Writer<'a, S> {
    pub(super) fn new(
        (seed, until): (u64, NaiveDate),
        parties: &'a [Party],
        feed: Feed<'a>,
        sink: S,
    ) -> Self {
        Self {
            seed,
            until,
            parties,
            feed,
            sink,
            counts: Counts::default(),
            batch: Batch::default(),
            events: BinaryHeap::new(),
            items: Vec::new(),
            obligations: Vec::new(),
            edits: HashMap::new(),
        }
    }

    /// Writes the parties that are `new`, then all that happens.
    pub(super) fn write(&mut self, new: &[Party], outlines: &[Outline]) -> Result<(), Problem> {
        if let Some(first) = outlines.iter().map(|outline| outline.at).min() {
            let at = first - Duration::days(1);
            self.feed.begin(at);
            for party in new {
                self.batch.party(party);
                self.append(Op::Created, &party.clone().into(), at, ACTOR)?;
            }
        }
        for (place, outline) in (0..).zip(outlines) {
            self.expect(outline.at, What::Seeding(place));
        }
        while let Some(Reverse(Event { at, what })) = self.events.pop() {
            let at = DateTime::from_timestamp_micros(at).unwrap_or_default();
            self.feed.begin(at);
            match what {
                What::Seeding(place) => self.seeding(outlines[index(place)])?,
                What::Edit(place) => self.edit(place, at)?,
                What::Update(place, number) => self.update(place, number, at)?,
            }
            if self.batch.len() > BATCH {
                (self.sink)(std::mem::take(&mut self.batch))?;
            }
        }
        (self.sink)(std::mem::take(&mut self.batch))
    }

    fn expect(&mut self, at: DateTime<Utc>, what: What) {
        self.events.push(Reverse(Event { at: at.timestamp_micros(), what }));
    }

    fn append(
        &mut self,
        op: Op,
        record: &Record,
        at: DateTime<Utc>,
        actor: &str,
    ) -> Result<(), Problem> {
        self.feed.append(&mut self.batch, (op, record), at, actor)
    }

    /// A declaration comes in with all its items.
    fn seeding(&mut self, outline: Outline) -> Result<(), Problem> {
        let Sheet { record, items } = sheet(self.seed, outline, self.parties, self.until);
        self.batch.declaration(&record);
        self.append(Op::Created, &record.into(), outline.at, ACTOR)?;
        items.into_iter().try_for_each(|item| self.item(item, outline))
    }

    fn item(&mut self, item: Item, outline: Outline) -> Result<(), Problem> {
        let Item { commitment, obligations, edit } = item;
        self.append(Op::Created, &commitment.clone().into(), outline.at, ACTOR)?;
        for obligation in &obligations {
            self.append(Op::Created, &obligation.clone().into(), outline.at, ACTOR)?;
        }
        let place = u32::try_from(self.items.len()).map_err(Problem::internal)?;
        self.items.push((commitment.id, commitment.code.as_str().into()));
        // The rows are written once, as the last edit is to leave them.
        let (mut last, mut owed) = (commitment, obligations);
        if let Some(edit) = edit {
            for change in &edit.changes {
                match &change.record {
                    Record::Commitment(edited) => last = (**edited).clone(),
                    Record::Obligation(edited) => {
                        owed.iter_mut()
                            .filter(|one| one.id == edited.id)
                            .for_each(|one| one.clone_from(edited));
                    }
                    _ => {}
                }
            }
            self.expect(edit.at, What::Edit(place));
            self.edits.insert(place, edit.changes);
        }
        self.stand(place, &last, &owed, outline)
    }

    /// Writes an item's rows with what is kept beside them, and expects its updates.
    fn stand(
        &mut self,
        item: u32,
        commitment: &Commitment,
        obligations: &[Obligation],
        outline: Outline,
    ) -> Result<(), Problem> {
        let mut standing = Vec::with_capacity(obligations.len());
        for obligation in obligations {
            let place = u32::try_from(self.obligations.len()).map_err(Problem::internal)?;
            let brief = self.brief(item, commitment, obligation, outline);
            self.obligations.push(brief);
            let told = story(self.seed, &brief.owed(place), self.until);
            for (number, one) in (0..).zip(&told) {
                self.expect(one.at, What::Update(place, number));
            }
            let facts: Vec<UpdateFact> = told.iter().map(|one| one.fact).collect();
            let state = fold(&facts, None);
            self.batch.obligation(obligation, commitment, &state, told.last().map(|one| one.at));
            let states = states(&facts);
            self.batch.states(obligation.id, &states);
            if obligation.dropped_at.is_none() {
                let statuses = states.iter().map(|spell| spell.map(|state| state.status));
                standing.push(Course { role: obligation.role, statuses: statuses.collect() });
            }
        }
        let statuses = statuses(&standing);
        self.batch.commitment(commitment, statuses.last().map(|spell| spell.what));
        self.batch.statuses(commitment.id, &statuses);
        self.counts.commitments += 1;
        self.counts.obligations += u64::try_from(obligations.len()).unwrap_or_default();
        Ok(())
    }

    fn brief(
        &self,
        item: u32,
        commitment: &Commitment,
        obligation: &Obligation,
        outline: Outline,
    ) -> Brief {
        let party = self.parties.iter().position(|party| party.code == obligation.party);
        let occurrence = obligation.occurrence.as_deref();
        Brief {
            item,
            declaration: outline.number,
            party: party.and_then(|place| u16::try_from(place).ok()).unwrap_or_default(),
            year: occurrence.and_then(|year| year.parse().ok()).unwrap_or_default(),
            role: obligation.role,
            tracked: commitment.tracked,
            adopted_on: outline.adopted_on,
            due_on: obligation.due_on,
        }
    }

    fn edit(&mut self, place: u32, at: DateTime<Utc>) -> Result<(), Problem> {
        let changes = self.edits.remove(&place).unwrap_or_default();
        changes.iter().try_for_each(|change| self.append(change.op, &change.record, at, EDITOR))
    }

    fn update(&mut self, place: u32, number: u8, at: DateTime<Utc>) -> Result<(), Problem> {
        let brief = self.obligations[index(place)];
        // Told anew each time: cheaper than to keep it until then.
        let told = story(self.seed, &brief.owed(place), self.until)[usize::from(number)];
        let party = self.parties[usize::from(brief.party)].code.clone();
        let (item, code) = &self.items[index(brief.item)];
        let occurrence = (brief.year > 0).then(|| brief.year.to_string());
        let stream = (u64::from(place) << 8) | u64::from(number);
        let mut dice = Dice::new(self.seed, About::Narrative, stream);
        let update = Update {
            id: told.fact.id,
            obligation_id: ids::obligation(*item, &party, occurrence.as_deref()),
            declaration: slug(brief.declaration),
            commitment: code.to_string(),
            author: match told.fact.basis {
                Basis::Declared => format!("analyst-{}", party.to_lowercase()),
                Basis::Assessed => format!("assessor-{}", 1 + dice.below(4)),
            },
            party,
            occurrence,
            basis: told.fact.basis,
            status: told.fact.status,
            as_of: told.fact.as_of,
            done_on: told.fact.done_on,
            narrative: texts::narrative(&mut dice),
            reason: told.reopens.then(|| texts::reason(&mut dice)),
            corrects: told.fact.corrects,
            seen: told.seen,
            evidence: texts::evidence(&mut dice, told.fact.as_of),
            at,
        };
        self.batch.update(&update);
        let actor = update.author.clone();
        self.counts.updates += 1;
        self.append(Op::Created, &update.into(), at, &actor)
    }
}

impl Brief {
    const fn owed(&self, number: u32) -> Owed {
        let Self { role, tracked, adopted_on, due_on, .. } = *self;
        Owed { number, role, tracked, adopted_on, due_on }
    }
}

fn index(place: u32) -> usize {
    usize::try_from(place).unwrap_or(usize::MAX)
}
