//! COPY: a whole ledger's rows in bulk and in one transaction, for one that is generated.

mod row;

use std::io::Cursor;

use chrono::{DateTime, Utc};
use futures_util::SinkExt;
use tokio_postgres::{Client, CopyInSink};
use uuid::Uuid;

use self::row::{Row, array, time};
use super::connect::Target;
use super::courses::NO_END;
use super::feed::{Head, link};
use super::outbox::SEAL_LOCK;
use crate::domain::course::Spell;
use crate::domain::fold::State;
use crate::domain::status::Status;
use crate::error::Problem;
use crate::records::change::{Entity, Record};
use crate::records::commitment::Commitment;
use crate::records::declaration::DeclarationRecord;
use crate::records::obligation::Obligation;
use crate::records::party::Party;
use crate::records::update::Update;
use crate::sync::envelope::{Envelope, GENESIS};

/// The tables that are filled, each with its columns; what is referred to stands before what
/// refers to it, but for an obligation's head, which is checked at the end.
const TABLES: [(&str, &str); 12] = [
    ("parties", "id, code, kind, name, position, members, version"),
    (
        "declarations",
        "id, slug, prefix, title, adopted_on, place, languages, text_language, source, sections, \
         version",
    ),
    ("paragraphs", "declaration, section, number, text, translations, uncoded"),
    (
        "commitments",
        "id, declaration, code, section, paragraph, sort_key, quote, quote_start, verb, strength, \
         kind, tracked, title, edtf, opens_on, due_on, urgency, recurrence, party_group, topics, \
         sdgs, refs, related, note, no_deadline, version, deleted_at, status",
    ),
    (
        "obligations",
        "id, commitment_id, party, role, occurrence, opens_on, due_on, sort_key, version, \
         dropped_at, declaration, tracked, standing, status, basis, as_of, done_on, declared, \
         assessed, contested, reassess, head, first_day, last_day, changed_at",
    ),
    ("versions", "entity, entity_id, version, declaration, body"),
    (
        "updates",
        "id, obligation_id, basis, status, as_of, done_on, narrative, reason, corrects, seen, \
         author, at",
    ),
    ("evidence", "update_id, position, url, title, lang, published_on, sha256"),
    (
        "feed",
        "seq, change_id, entity, entity_id, version, op, at, actor, node, body_hash, chain, \
         sealed_at, declaration, party",
    ),
    ("feed_bodies", "seq, body"),
    (
        "obligation_states",
        "obligation_id, from_day, until_day, status, basis, as_of, done_on, declared, assessed, \
         contested, reassess, head",
    ),
    ("commitment_statuses", "commitment_id, from_day, until_day, status"),
];

/// Rows of all tables, a text for each, as COPY reads them.
#[derive(Debug, Default)]
pub struct Batch {
    texts: [String; TABLES.len()],
}

impl Batch {
    /// How long the text is, in bytes.
    #[must_use]
    pub fn len(&self) -> usize {
        self.texts.iter().map(String::len).sum()
    }

    /// Whether no row is in it.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    fn row(&mut self, table: usize) -> Row<'_> {
        Row::new(&mut self.texts[table])
    }

    pub fn party(&mut self, party: &Party) {
        let Party { id, code, kind, name, position, members, version } = party;
        let members = members.as_deref().map(array);
        let row = self.row(0).plain(id).text(code).plain(kind).json(name);
        row.plain(position).maybe_text(members.as_deref()).plain(version).end();
    }

    /// With its paragraphs.
    pub fn declaration(&mut self, record: &DeclarationRecord) {
        let d = &record.declaration;
        let row = self.row(1).plain(d.id).text(&d.slug).text(&d.prefix).json(&d.title);
        let row = row.plain(d.adopted_on).json(&d.place).text(&array(&d.languages));
        let row = row.text(&d.text_language).text(&d.source).json(&d.sections);
        row.plain(d.version).end();
        for p in &record.paragraphs {
            let row = self.row(2).text(&p.declaration).plain(p.section).plain(p.number);
            row.text(&p.text).json(&p.translations).json(&p.uncoded).end();
        }
    }

    /// With the status that is kept beside it.
    pub fn commitment(&mut self, c: &Commitment, status: Option<Status>) {
        let row = self.row(3).plain(c.id).text(&c.declaration).text(&c.code);
        let row = row.plain(c.section).plain(c.paragraph).text(&c.sort_key);
        let row = row.maybe_text(c.quote.as_deref()).maybe(c.quote_start);
        let row = row.maybe_text(c.verb.as_deref()).plain(c.strength).plain(c.kind);
        let row = row.plain(c.tracked).json(&c.title).maybe_text(c.edtf.as_deref());
        let row = row.maybe(c.opens_on).maybe(c.due_on).maybe(c.urgency);
        let row = row.maybe_json(c.recurrence.as_ref()).maybe_text(c.party_group.as_deref());
        let row = row.text(&array(&c.topics)).text(&array(&c.sdgs)).json(&c.refs);
        let row = row.json(&c.related).maybe_text(c.note.as_deref());
        let row = row.maybe_text(c.no_deadline.as_deref()).plain(c.version);
        row.maybe(c.deleted_at.map(time)).maybe(status).end();
    }

    /// With the state that is kept beside it, and when its last update was filed.
    pub fn obligation(
        &mut self,
        o: &Obligation,
        of: &Commitment,
        state: &State,
        changed_at: Option<DateTime<Utc>>,
    ) {
        let row = self.row(4).plain(o.id).plain(o.commitment_id).text(&o.party).plain(o.role);
        let row = row.maybe_text(o.occurrence.as_deref()).maybe(o.opens_on).maybe(o.due_on);
        let row = row.text(&o.sort_key).plain(o.version).maybe(o.dropped_at.map(time));
        let row = row.text(&o.declaration).plain(of.tracked).plain(of.deleted_at.is_none());
        let row = row.plain(state.status).maybe(state.basis).maybe(state.as_of);
        let row = row.maybe(state.done_on).maybe_json(state.declared.as_ref());
        let row = row.maybe_json(state.assessed.as_ref()).plain(state.contested);
        let row = row.plain(state.reassess).maybe(state.update).maybe(state.first_day);
        row.maybe(state.last_day).maybe(changed_at.map(time)).end();
    }

    /// The states of an obligation.
    pub fn states(&mut self, obligation: Uuid, states: &[Spell<State>]) {
        for Spell { from, until, what: state } in states {
            let until = until.unwrap_or(NO_END);
            let row = self.row(10).plain(obligation).maybe(*from).plain(until);
            let row = row.plain(state.status).maybe(state.basis).maybe(state.as_of);
            let row = row.maybe(state.done_on).maybe_json(state.declared.as_ref());
            let row = row.maybe_json(state.assessed.as_ref()).plain(state.contested);
            row.plain(state.reassess).maybe(state.update).end();
        }
    }

    /// The statuses of a commitment.
    pub fn statuses(&mut self, commitment: Uuid, statuses: &[Spell<Status>]) {
        for Spell { from, until, what } in statuses {
            let until = until.unwrap_or(NO_END);
            self.row(11).plain(commitment).maybe(*from).plain(until).plain(what).end();
        }
    }

    /// A record's version, if it is one that has versions; `body` is its JSON.
    pub fn version(&mut self, record: &Record, body: &str) {
        if record.entity() != Entity::Update {
            let row = self.row(5).plain(record.entity()).plain(record.entity_id());
            row.plain(record.version()).maybe_text(record.declaration()).text(body).end();
        }
    }

    /// With its evidence.
    pub fn update(&mut self, u: &Update) {
        let row = self.row(6).plain(u.id).plain(u.obligation_id).plain(u.basis).plain(u.status);
        let row = row.plain(u.as_of).maybe(u.done_on).text(&u.narrative);
        let row = row.maybe_text(u.reason.as_deref()).maybe(u.corrects).maybe(u.seen);
        row.text(&u.author).plain(time(u.at)).end();
        for (position, link) in u.evidence.iter().enumerate() {
            let row = self.row(7).plain(u.id).plain(position).text(&link.url).text(&link.title);
            let row = row.text(&link.lang).maybe(link.published_on);
            row.maybe_text(link.sha256.as_ref().map(|hex| format!("\\x{hex}")).as_deref()).end();
        }
    }

    /// A sealed change with its body.
    pub fn change(
        &mut self,
        e: &Envelope<'_>,
        chain: &[u8; 32],
        sealed_at: Option<DateTime<Utc>>,
        (record, body): (&Record, &str),
    ) {
        let row = self.row(8).plain(e.seq).plain(e.id).plain(e.entity).plain(e.entity_id);
        let row = row.plain(e.version).plain(e.op).plain(time(e.at)).text(e.actor).text(e.node);
        let row = row.text(&format!("\\x{}", e.body_sha256));
        let row = row.text(&format!("\\x{}", crate::sync::envelope::hex(chain)));
        let row = row.maybe(sealed_at.map(time)).maybe_text(record.declaration());
        row.maybe_text(record.party()).end();
        self.row(9).plain(e.seq).text(body).end();
    }
}

/// A load under way, in one transaction: dropped before its end, it leaves nothing behind.
pub struct Load {
    client: Client,
}

impl Load {
    /// Begins a load as the owner of the tables, and holds the feed for itself.
    ///
    /// # Errors
    /// If the database does not answer.
    pub async fn begin(target: &Target) -> Result<Self, Problem> {
        let client = target.clone().as_role(None).client().await.map_err(Problem::unavailable)?;
        let load = Self { client };
        // The lock in a statement of its own, as the sealer takes it.
        load.run("BEGIN").await?;
        load.run(&format!("SELECT pg_advisory_xact_lock({SEAL_LOCK})")).await?;
        load.run("SET CONSTRAINTS obligations_head DEFERRED").await?;
        Ok(load)
    }

    async fn run(&self, sql: &str) -> Result<(), Problem> {
        self.client.batch_execute(sql).await.map_err(failed)
    }

    /// The end of the feed, to go on from.
    ///
    /// # Errors
    /// If the database does not answer.
    pub async fn head(&self) -> Result<Head, Problem> {
        let sql = "SELECT seq, chain, sealed_at FROM feed ORDER BY seq DESC LIMIT 1";
        let last = self.client.query_opt(sql, &[]).await.map_err(failed)?;
        let Some(last) = last else {
            return Ok(Head { seq: 0, chain: GENESIS, sealed_at: None });
        };
        let chain: &[u8] = last.try_get(1).map_err(failed)?;
        Ok(Head {
            seq: last.try_get(0).map_err(failed)?,
            chain: link(chain)?,
            sealed_at: Some(last.try_get(2).map_err(failed)?),
        })
    }

    /// Sends a batch of rows.
    ///
    /// # Errors
    /// If the database fails, or a constraint refuses a row.
    pub async fn send(&mut self, batch: Batch) -> Result<(), Problem> {
        for ((table, columns), text) in TABLES.iter().zip(batch.texts) {
            if text.is_empty() {
                continue;
            }
            let sql = format!("COPY {table} ({columns}) FROM STDIN");
            let sink: CopyInSink<Cursor<String>> =
                self.client.copy_in(&sql).await.map_err(failed)?;
            let mut sink = std::pin::pin!(sink);
            sink.send(Cursor::new(text)).await.map_err(failed)?;
            sink.finish().await.map_err(failed)?;
        }
        Ok(())
    }

    /// Commits all of it, then lets Postgres see what it has: for the planner, and so that no
    /// later reader has to tidy up.
    ///
    /// # Errors
    /// If the database fails, or a constraint that is checked last refuses a row.
    pub async fn commit(self) -> Result<(), Problem> {
        self.run("COMMIT").await?;
        let tables: Vec<&str> = TABLES.iter().map(|(table, _)| *table).collect();
        self.run(&format!("VACUUM (ANALYZE) {}", tables.join(", "))).await
    }
}

/// What the driver says, with the server's own words, for the log.
#[expect(clippy::needless_pass_by_value, reason = "map_err gives it so")]
fn failed(error: tokio_postgres::Error) -> Problem {
    let told = error.as_db_error().map(|cause| format!("{cause} ({:?})", cause.constraint()));
    Problem::internal(told.unwrap_or_else(|| error.to_string()))
}
